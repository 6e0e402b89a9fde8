//! Classes of what may change between two check-ins.

/// A class of what may change between two check-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeClass {
    /// Time passed, and what became of the work: what was finished and started, and what is left.
    Progress,
    /// Which tasks and milestones there are, and what they wait for.
    Scope,
    /// What tasks take, how ranges are read and corrected, and how much tasks err together.
    Estimates,
    /// What could go wrong, what did, and what no longer can.
    Risks,
    /// Teams, who does what and in what order, and what makes work slower or faster.
    Capacity,
    /// The plan's start and its working days.
    Calendar,
}

impl ChangeClass {
    /// All classes, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Progress, Self::Scope, Self::Estimates, Self::Risks, Self::Capacity, Self::Calendar];

    /// The word for it in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Progress => "progress",
            Self::Scope => "scope",
            Self::Estimates => "estimates",
            Self::Risks => "risks",
            Self::Capacity => "capacity",
            Self::Calendar => "calendar",
        }
    }
}
