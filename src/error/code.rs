//! The codes of all findings.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal $severity:ident,)+) => {
        /// Which rule a finding comes from. `docs/diagnostics.md` has a section for each: a plan that has the fault,
        /// and the remedy.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[doc = $doc])+ $name,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code as shown: `P104`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// How bad a finding with this code is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// The file is not valid TOML, JSON or YAML.
    Syntax = "P001" Error,
    /// A key that the plan file does not have.
    UnknownKey = "P002" Error,
    /// A value of the wrong kind, such as a number where a text is expected.
    WrongKind = "P003" Error,
    /// A key that is required is missing.
    MissingKey = "P004" Error,
    /// A part of the plan file that this version cannot simulate yet.
    NotYet = "P005" Error,
    /// The same key twice.
    DuplicateKey = "P006" Error,
    /// An amount of time or a percentage that cannot be read.
    Amount = "P007" Error,
    /// A date that cannot be read, or outside the years 1900 to 2200.
    Date = "P008" Error,
    /// The file has more bytes or is nested deeper than allowed.
    FileLimit = "P009" Error,
    /// A word that is not among those allowed there, such as a shape or a weekday.
    UnknownWord = "P010" Error,

    /// The plan has no task.
    NoTask = "P101" Error,
    /// A name that is empty, begins with #, @ or *, or holds " + " or " - ".
    BadName = "P102" Error,
    /// Two things of the plan have the same name.
    DuplicateName = "P103" Error,
    /// A range so narrow that it hardly is one.
    NarrowRange = "P104" Warning,
    /// The low end lies above the high end, or `likely` outside of them.
    EndsOutOfOrder = "P105" Error,
    /// A low end of 0 where the ends are percentiles.
    ZeroLowEnd = "P106" Error,
    /// A shape that does not go with the numbers given.
    ShapeMismatch = "P107" Error,
    /// A number that is negative, infinite, not a number or beyond its bounds.
    NumberOutOfBounds = "P108" Error,
    /// More than 5% of an estimate's curve lies below 0, where it counts as 0.
    PartBelowZero = "P109" Warning,
    /// A size that the plan does not define.
    UnknownSize = "P110" Error,
    /// The unit "sprint" without its length, or a sprint measured in sprints.
    NoSprint = "P111" Error,
    /// The plan is larger than this version takes.
    PlanLimit = "P112" Error,
    /// Percentiles that do not rise, or too few of them.
    Percentiles = "P113" Error,
    /// A history that is empty, or holds a value below 0.
    History = "P114" Error,
    /// Weights that are below 0, or all 0.
    Weights = "P115" Error,
    /// Items that cannot be counted, or a throughput that never finishes any.
    Throughput = "P116" Error,
    /// A calibration that cannot be made, or says the same twice.
    Calibration = "P117" Error,
    /// Ratios that are one number: they take the ranges out of the plan.
    CertainRatios = "P118" Warning,

    /// A link to a name that is not in the plan.
    UnknownName = "P201" Error,
    /// Tasks that wait for each other in a circle.
    Loop = "P202" Error,
    /// The same link twice.
    DuplicateLink = "P203" Warning,
    /// A lead longer than what it leads takes.
    LongLead = "P204" Warning,
    /// A date that hides how late what comes before it is.
    HidingDate = "P205" Warning,

    /// A chance below 0 or above 1.
    ChanceOutOfBounds = "P301" Error,
    /// A selector that selects no task.
    SelectsNothing = "P302" Warning,
    /// Two selectors of equal rank that select the same task.
    AmbiguousSelector = "P303" Error,
    /// A risk that changes no task.
    IdleRisk = "P304" Warning,
    /// A scale below 50%: perhaps only the change was meant.
    SmallScale = "P305" Warning,
    /// A milestone can only be delayed.
    MilestoneEffect = "P306" Error,
    /// Risks whose chances depend on each other in a circle.
    GivenLoop = "P307" Error,
    /// A risk that has both `given` and `one_of`.
    GivenAndOneOf = "P308" Error,
    /// Risks of which at most one happens, with chances above 1 together.
    OneOfAboveOne = "P309" Error,
    /// A risk that is alone under the name of its `one_of` or `absorb`, or has nothing to absorb.
    AloneInSet = "P310" Warning,
    /// A factor of four or more: perhaps one with a digit too many.
    LargeScale = "P311" Warning,

    /// A week without a working day.
    NoWorkingDay = "P401" Error,
    /// A span of holidays or of leave that ends before it begins.
    HolidayOrder = "P402" Error,
    /// Holidays, or leave of a whole team, of more than two years.
    LongAbsence = "P403" Warning,

    /// A target before the start of the plan.
    EarlyTarget = "P501" Warning,
    /// A task that leads to no milestone, in a plan that has milestones.
    LeadsNowhere = "P502" Warning,
    /// A milestone that waits for nothing.
    EmptyMilestone = "P503" Error,
    /// What weeks of delay cost, of a milestone without a target.
    DelayWithoutTarget = "P504" Warning,

    /// A correlation outside of 0 to 1.
    CorrelationOutOfBounds = "P601" Error,
    /// A task in two groups.
    TwoGroups = "P602" Error,
    /// A group of fewer than two tasks.
    SmallGroup = "P603" Warning,
    /// Many tasks that are assumed to err independently of each other.
    AllIndependent = "P604" Warning,

    /// A team that is not in the plan.
    UnknownTeam = "P701" Error,
    /// A task that needs more people than its team ever has.
    TooFewPeople = "P702" Error,
    /// A kind of work that the team's `share` does not have.
    UnknownKind = "P703" Error,
    /// Shares of a team's time that do not sum to 1.
    Shares = "P704" Error,
    /// A task that has both `uses` and `team` or `people`.
    TeamAndUses = "P705" Error,
    /// Interrupts that take all of a team's people, so that nothing else would ever be done.
    Overloaded = "P706" Error,
    /// A task for teams that never work on the same day.
    NeverTogether = "P707" Error,
    /// A team with both interrupts and an unplanned share.
    UnplannedTwice = "P708" Warning,
    /// An unplanned share that does not go with what the other shares leave.
    UnplannedElsewhere = "P709" Warning,
    /// A team that no task needs.
    IdleTeam = "P710" Warning,
    /// A task that says how many people it needs, and has no team.
    PeopleOfNobody = "P711" Warning,
    /// More people on leave than the team has.
    MoreLeaveThanPeople = "P712" Warning,
    /// A task that gets people late, and that one of a higher priority waits for.
    LowBeforeHigh = "P713" Warning,
    /// Tasks without a team in a plan that has teams.
    NoTeam = "P714" Warning,
    /// One team on every way through the plan.
    OneTeam = "P715" Warning,

    /// An effect that begins in more than one way.
    TwoBeginnings = "P801" Error,
    /// An effect that changes no task, or one that it can never act on.
    IdleEffect = "P802" Warning,
    /// What slows to twice the time or more: perhaps the whole was meant, not what is added.
    LargeSlow = "P803" Warning,

    /// Something new in an alternative whose name is close to one of the plan.
    NearName = "P901" Error,
    /// Alternatives that are built on each other in a circle.
    AlternativeLoop = "P902" Error,
    /// Something that an alternative both drops and changes.
    DroppedAndChanged = "P903" Error,
    /// Something dropped that a task comes after.
    DroppedBefore = "P904" Warning,
    /// An alternative that changes nothing.
    NoChange = "P905" Warning,
    /// A drop of what is past, which stays: work that is finished, a milestone that is reached, a risk that happened.
    DroppedFinished = "P906" Warning,

    /// A status of something that is not in the plan.
    UnknownInStatus = "P951" Error,
    /// Dates of a status that contradict each other, the plan or the day of the status.
    StatusDates = "P952" Error,
    /// Things of a status that cannot both be so.
    StatusClash = "P953" Error,
    /// Work that began or was finished before what it waits for.
    OutOfOrder = "P954" Warning,
    /// Work under way that has taken longer than its estimate almost ever would.
    Exhausted = "P955" Warning,
    /// Work that began or was finished on a day on which nobody works.
    StatusDayOff = "P956" Warning,
    /// More work done on a task than time has passed since it was started.
    MoreThanPassed = "P957" Warning,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
