//! Effects: one piece of work changing how fast others go.

use jiff::civil::Date;

use super::{Amount, Scale};

/// While it is active, the tasks it selects take longer (`slows`) or shorter (`saves`), from that moment on and also where they are
/// under way.
///
/// ```
/// use landfall::{Amount, Effect};
///
/// // The refactor drags while it is done, and pays back afterwards.
/// let drag = Effect::during("drag", "auth-refactor").slows("#feature", 0.2);
/// let pay_back = Effect::after("pay-back", "auth-refactor").saves("#security", 0.3..=0.5);
/// // Debt taken on at the beta makes the next three features slower.
/// let debt = Effect::after("debt", "beta").slows("#feature", 0.2).next(3);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Effect {
    /// Its name, unique among effects.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// From when on it is active.
    pub when: When,
    /// After how much working time of the plan's calendar it ends.
    pub lasts: Option<Amount>,
    /// Only so many of the selected tasks that start while it is active have it, each for its whole duration.
    pub next: Option<u32>,
    /// By selector: what is added to the time that tasks take, as a share: 0.2 is 20% longer.
    pub slows: Vec<(String, Scale)>,
    /// By selector: what they take less, as a share below 1: 0.4 is 40% less.
    pub saves: Vec<(String, Scale)>,
}

/// From when on an effect is active.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum When {
    /// From the plan's start on.
    #[default]
    Always,
    /// From the start of this task to its finish.
    While(String),
    /// From the finish of this task or milestone on.
    After(String),
    /// From the morning of this day on.
    From(Date),
}

impl Effect {
    /// An effect that is active from the plan's start on, and changes nothing yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            title: None,
            note: None,
            when: When::Always,
            lasts: None,
            next: None,
            slows: Vec::new(),
            saves: Vec::new(),
        }
    }

    /// One that is active while a task is in progress (`while` in a plan file).
    pub fn during(name: impl Into<String>, task: impl Into<String>) -> Self {
        Self { when: When::While(task.into()), ..Self::new(name) }
    }

    /// One that is active from the finish of a task or milestone on.
    pub fn after(name: impl Into<String>, task: impl Into<String>) -> Self {
        Self { when: When::After(task.into()), ..Self::new(name) }
    }

    /// One that is active from the morning of a day on.
    pub fn from(name: impl Into<String>, day: Date) -> Self {
        Self { when: When::From(day), ..Self::new(name) }
    }

    /// This effect with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This effect with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This effect, ending after so much working time.
    #[must_use]
    pub fn lasts(mut self, time: Amount) -> Self {
        self.lasts = Some(time);
        self
    }

    /// This effect, only on the next so many of the selected tasks that start.
    #[must_use]
    pub fn next(mut self, tasks: u32) -> Self {
        self.next = Some(tasks);
        self
    }

    /// This effect, making the selected tasks take longer by this share.
    #[must_use]
    pub fn slows(mut self, selector: impl Into<String>, by: impl Into<Scale>) -> Self {
        self.slows.push((selector.into(), by.into()));
        self
    }

    /// This effect, making the selected tasks take less by this share.
    #[must_use]
    pub fn saves(mut self, selector: impl Into<String>, by: impl Into<Scale>) -> Self {
        self.saves.push((selector.into(), by.into()));
        self
    }
}
