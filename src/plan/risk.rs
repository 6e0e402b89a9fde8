//! What could go wrong, or right.

use super::{Estimate, Scale};
use crate::units::Chance;

/// A scenario that happens with a chance, once a trial for all the tasks it names.
///
/// Each entry names its tasks by a selector: a task's name, `#tag`, or `*` for all tasks. Within one map a task takes the
/// entry of its name before one of its tags before `*`.
///
/// ```
/// use landfall::{Estimate, Risk};
///
/// let database = Risk::new("db", 0.3).becomes("api", Estimate::weeks(4.0..=5.0));
/// let hiring = Risk::new("new-hires", 0.5).scales("#feature", 1.05..=1.3);
/// let vendor = Risk::new("vendor", 0.2).delays("sso", Estimate::weeks(1.0..=3.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Risk {
    /// Its name, unique among risks.
    pub name: String,
    /// What people call it; the name where it is `None`.
    pub title: Option<String>,
    /// Free text for people.
    pub note: Option<String>,
    /// How likely it is.
    pub chance: Chance,
    /// By selector: the estimate that replaces the task's own, the stretched scenario.
    pub becomes: Vec<(String, Estimate)>,
    /// By selector: work that is added.
    pub delays: Vec<(String, Estimate)>,
    /// By selector: the factor that multiplies.
    pub scales: Vec<(String, Scale)>,
    /// Whether its scales and delays are as bad for each task as luck has it, instead of as bad for all of them.
    pub each: bool,
    /// Of the risks with the same name here, only the largest scale counts on a task.
    pub absorb: Option<String>,
    /// Its chance where another risk happened.
    pub given: Option<Given>,
    /// Of the risks with the same name here, at most one happens.
    pub one_of: Option<String>,
}

/// What another risk that happened makes of a chance.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Given {
    /// The name of the other risk.
    pub risk: String,
    /// How likely this one is where that one happened.
    pub chance: Chance,
}

impl Risk {
    /// A risk that changes nothing yet.
    pub fn new(name: impl Into<String>, chance: impl Into<Chance>) -> Self {
        Self {
            name: name.into(),
            title: None,
            note: None,
            chance: chance.into(),
            becomes: Vec::new(),
            delays: Vec::new(),
            scales: Vec::new(),
            each: false,
            absorb: None,
            given: None,
            one_of: None,
        }
    }

    /// This risk with a title for people.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// This risk with a text for reports.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// This risk, replacing the estimates of the selected tasks.
    #[must_use]
    pub fn becomes(mut self, selector: impl Into<String>, estimate: Estimate) -> Self {
        self.becomes.push((selector.into(), estimate));
        self
    }

    /// This risk, adding work to the selected tasks.
    #[must_use]
    pub fn delays(mut self, selector: impl Into<String>, by: Estimate) -> Self {
        self.delays.push((selector.into(), by));
        self
    }

    /// This risk, multiplying the durations of the selected tasks.
    #[must_use]
    pub fn scales(mut self, selector: impl Into<String>, by: impl Into<Scale>) -> Self {
        self.scales.push((selector.into(), by.into()));
        self
    }
    /// This risk, as bad for each of its tasks as luck has it, instead of as bad for all.
    #[must_use]
    pub fn each(mut self) -> Self {
        self.each = true;
        self
    }

    /// This risk, of whose scales and those of the others with this name only the largest counts on a task.
    #[must_use]
    pub fn absorb(mut self, name: impl Into<String>) -> Self {
        self.absorb = Some(name.into());
        self
    }

    /// This risk with another chance where `risk` happened.
    #[must_use]
    pub fn given(mut self, risk: impl Into<String>, chance: impl Into<Chance>) -> Self {
        self.given = Some(Given { risk: risk.into(), chance: chance.into() });
        self
    }

    /// This risk, of which and the others with this name at most one happens.
    #[must_use]
    pub fn one_of(mut self, name: impl Into<String>) -> Self {
        self.one_of = Some(name.into());
        self
    }
}
