//! Links: what a task or milestone waits for.

use std::fmt;

use super::amount::{percent_text, read_percents};
use super::{Amount, Unreadable};
use crate::names::quoted;

/// A task or milestone to wait for, which ends of the two are tied, and how much time lies between them.
///
/// ```
/// use landfall::{Amount, Link, LinkKind, Task, Estimate};
///
/// let task = Task::new("ui", Estimate::weeks(1.0..=4.0))
///     .after("schema")                                                        // after its finish
///     .after("brief - 2 days")                                                // two days before its finish
///     .after(Link::to("api").kind(LinkKind::StartStart).lag(Amount::days(3.0)))
///     .after(Link::to("copy").kind(LinkKind::FinishFinish).lag_share(-0.5));  // half of what the copy takes before its finish
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Link {
    /// The task or milestone that is waited for.
    pub task: String,
    /// Which end of it holds which end of what waits.
    pub kind: LinkKind,
    /// The time between the two ends; negative is a lead.
    pub lag: Option<Lag>,
}

/// Which end of what is waited for holds which end of what waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum LinkKind {
    /// It starts after the other's finish. The default.
    #[default]
    FinishStart,
    /// It starts after the other's start.
    StartStart,
    /// It finishes after the other's finish.
    FinishFinish,
    /// It finishes after the other's start.
    StartFinish,
}

/// The time between the ends that a link ties.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Lag {
    /// Working time on the default calendar.
    Time(Amount),
    /// A share of what the other takes: 0.5 is half of it.
    Share(f64),
}

impl LinkKind {
    /// Every kind.
    pub const ALL: &'static [Self] =
        &[Self::FinishStart, Self::StartStart, Self::FinishFinish, Self::StartFinish];

    /// The word for it in a plan file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FinishStart => "finish-start",
            Self::StartStart => "start-start",
            Self::FinishFinish => "finish-finish",
            Self::StartFinish => "start-finish",
        }
    }

    /// The kind between these ends.
    pub(crate) fn between(of_start: bool, holds_finish: bool) -> Self {
        match (of_start, holds_finish) {
            (false, false) => Self::FinishStart,
            (true, false) => Self::StartStart,
            (false, true) => Self::FinishFinish,
            (true, true) => Self::StartFinish,
        }
    }

    /// Whether the other's start is waited for, instead of its finish.
    pub(crate) fn waits_for_start(self) -> bool {
        matches!(self, Self::StartStart | Self::StartFinish)
    }

    /// Whether the finish is held, instead of the start.
    pub(crate) fn holds_finish(self) -> bool {
        matches!(self, Self::FinishFinish | Self::StartFinish)
    }
}

impl fmt::Display for LinkKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Lag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(amount) => amount.fmt(f),
            Self::Share(share) => write!(f, "{}%", percent_text(*share)),
        }
    }
}

impl From<Amount> for Lag {
    fn from(amount: Amount) -> Self {
        Self::Time(amount)
    }
}

impl Lag {
    /// Reads "2 days" or "-50%".
    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        if !text.contains('%') {
            return Amount::read(text).map(Self::Time);
        }
        match read_percents(text)?[..] {
            [share] => Ok(Self::Share(share)),
            _ => Err(Unreadable {
                message: format!("{} is a range", quoted(text)),
                help: "write a single percentage here, such as \"50%\"".to_owned(),
            }),
        }
    }

    /// The same, counted the other way.
    pub(crate) fn reversed(self) -> Self {
        match self {
            Self::Time(amount) => Self::Time(Amount::new(-amount.value, amount.unit)),
            Self::Share(share) => Self::Share(-share),
        }
    }

    /// Its number, whatever it counts.
    pub(crate) fn number(self) -> f64 {
        match self {
            Self::Time(amount) => amount.value,
            Self::Share(share) => share,
        }
    }
}

impl Link {
    /// A link from finish to start without a lag.
    pub fn to(task: impl Into<String>) -> Self {
        Self { task: task.into(), kind: LinkKind::FinishStart, lag: None }
    }

    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        let split = [(" + ", false), (" - ", true)].into_iter().find_map(|(sign, lead)| {
            text.split_once(sign).map(|(task, lag)| (task.trim_end(), lag.trim_start(), lead))
        });
        let Some((task, lag, lead)) = split else { return Ok(Self::to(text)) };
        if lag.is_empty() {
            return Err(Unreadable {
                message: format!("the lag of {} is missing", quoted(text)),
                help: "write it, such as \"schema + 2 days\"".to_owned(),
            });
        }
        let lag = Lag::read(lag)?;
        Ok(Self::to(task).lag(if lead { lag.reversed() } else { lag }))
    }

    /// This link between other ends.
    #[must_use]
    pub fn kind(mut self, kind: LinkKind) -> Self {
        self.kind = kind;
        self
    }

    /// This link with a lag, or a lead when it is negative.
    #[must_use]
    pub fn lag(mut self, lag: impl Into<Lag>) -> Self {
        self.lag = Some(lag.into());
        self
    }

    /// This link with a lag that is a share of what the other takes: `-0.5` is a lead of half of it.
    #[must_use]
    pub fn lag_share(self, share: f64) -> Self {
        self.lag(Lag::Share(share))
    }
}

/// Reads what a plan file may say: "schema", "schema + 2 days", "schema - 50%". What cannot be read so is taken for a name, which
/// the check then reports.
impl<S: Into<String>> From<S> for Link {
    fn from(text: S) -> Self {
        let text = text.into();
        Self::read(&text).unwrap_or_else(|_| Self::to(text))
    }
}
