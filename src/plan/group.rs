//! Groups of tasks that err together.

/// Tasks that err together more, or less, than those of the plan do: when one takes longer than was thought, the others are likely to.
///
/// A task in a group leaves the correlation of the plan ([`Estimates::correlation`](crate::Estimates::correlation)).
///
/// ```
/// use landfall::Group;
///
/// let legacy = Group::new("legacy", 0.6).tasks("#security").tasks("auth-refactor");
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Group {
    /// Its name, unique among groups.
    pub name: String,
    /// Which tasks, by selector: a task's name, `#tag`, or `*`.
    pub tasks: Vec<String>,
    /// The correlation of the normal scores of any two of them, in [0, 1].
    pub correlation: f64,
}

impl Group {
    /// A group without tasks.
    pub fn new(name: impl Into<String>, correlation: f64) -> Self {
        Self { name: name.into(), tasks: Vec::new(), correlation }
    }

    /// This group with the tasks that a selector selects.
    #[must_use]
    pub fn tasks(mut self, selector: impl Into<String>) -> Self {
        self.tasks.push(selector.into());
        self
    }
}
