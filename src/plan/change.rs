//! Changes of a plan: what an alternative, or any other "what if", makes different.

use jiff::civil::Date;

use super::{
    Effect, Estimate, Given, Group, Idle, Interrupt, Join, Leave, Link, Milestone, Risk, Scale, Task, Team,
    TeamCalendar, When,
};
use crate::units::Chance;

/// One thing that is different from the plan.
///
/// ```
/// use landfall::{Change, Effect, Estimate, TaskField};
///
/// let changes = [
///     Change::drop("security-audit"),
///     Change::task("ui", [TaskField::Takes(Estimate::weeks(1.0..=2.0)), TaskField::NotBefore(None)]),
///     Change::from(Effect::after("debt", "launch").slows("#feature", 0.2).next(3)),
/// ];
/// # let _ = changes;
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Change {
    /// Leaves something out, as if it had never been there: a task or a milestone by its name, the tasks with a `#tag`, or another thing
    /// as `risk.vendor`, `effect.debt`, `team.web`, `group.legacy`. What needs a dropped task is dropped with it, and what came after it
    /// waits for what it waited for. Of a task under way the rest is left out, and what is finished stays.
    Drop(String),
    /// Fields of a task, or a new task.
    Task(Edit<TaskField>),
    /// Fields of a milestone, or a new one.
    Milestone(Edit<MilestoneField>),
    /// Fields of a risk, or a new one.
    Risk(Edit<RiskField>),
    /// Fields of an effect, or a new one.
    Effect(Edit<EffectField>),
    /// Fields of a team, or a new one.
    Team(Edit<TeamField>),
    /// Fields of a group, or a new one.
    Group(Edit<GroupField>),
}

/// What the fields of something of this name are to be. Where the plan has nothing of that name, it is added.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit<F> {
    /// The name.
    pub name: String,
    /// The new fields; what is not among them stays as it is.
    pub fields: Vec<F>,
}

impl<F> Edit<F> {
    /// These fields of what has this name.
    pub fn new(name: impl Into<String>, fields: impl IntoIterator<Item = F>) -> Self {
        Self { name: name.into(), fields: fields.into_iter().collect() }
    }
}

/// A field of a part of the plan, with its value.
pub(crate) trait Field: Sized + Clone + PartialEq {
    /// What it is a field of.
    type Thing;
    /// What it is called in a plan file and in messages: "task".
    const KIND: &'static str;
    /// The keys of a plan file that something new must have.
    const REQUIRED: &'static [&'static str];
    /// The keys of a plan file.
    const KEYS: &'static [&'static str];

    /// Something with this name in which nothing else is said.
    fn blank(name: &str) -> Self::Thing;
    /// What it is called.
    fn name_of(thing: &Self::Thing) -> &str;
    /// Every field of a thing.
    fn all(thing: &Self::Thing) -> Vec<Self>;
    /// The keys that say it in a plan file.
    fn keys(&self) -> &'static [&'static str];
    /// Makes it the field of a thing.
    fn put(&self, thing: &mut Self::Thing);

    /// Whether it is what it is where nothing is said.
    fn is_blank(&self) -> bool {
        Self::all(&Self::blank("")).contains(self)
    }
}

/// The fields of a part of the plan, each a variant with the keys that say it in a plan file.
macro_rules! fields {
    ($name:ident of $thing:ident $kind:literal, $blank:expr, needs $required:expr;
     $($variant:ident $field:ident: $type:ty = $($key:literal)+,)+) => {
        #[doc = concat!("A field of a [`", stringify!($thing), "`] and what it is to be.")]
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(#[doc = concat!("[`", stringify!($thing), "::", stringify!($field), "`](field@", stringify!($thing), "::", stringify!($field), ").")]
            $variant($type),)+
        }

        impl Field for $name {
            type Thing = $thing;
            const KIND: &'static str = $kind;
            const REQUIRED: &'static [&'static str] = &$required;
            const KEYS: &'static [&'static str] = &[$($($key),+),+];

            fn blank(name: &str) -> $thing {
                $blank(name)
            }

            fn name_of(thing: &$thing) -> &str {
                &thing.name
            }

            fn all(thing: &$thing) -> Vec<Self> {
                vec![$(Self::$variant(thing.$field.clone())),+]
            }

            fn keys(&self) -> &'static [&'static str] {
                match self { $(Self::$variant(_) => &[$($key),+],)+ }
            }

            fn put(&self, thing: &mut $thing) {
                match self { $(Self::$variant(value) => thing.$field.clone_from(value),)+ }
            }
        }
    };
}

fields! {
    TaskField of Task "task", |name| Task::new(name, Estimate::days(1.0)), needs ["takes"];
    Title title: Option<String> = "title",
    Note note: Option<String> = "note",
    Takes takes: Estimate = "takes",
    After after: Vec<Link> = "after",
    Needs needs: Vec<Link> = "needs",
    NotBefore not_before: Option<Date> = "not_before",
    Exists exists: Option<Chance> = "exists",
    Tags tags: Vec<String> = "tags",
    Team team: Option<String> = "team",
    People people: u32 = "people",
    Uses uses: Vec<(String, u32)> = "uses",
    Kind kind: Option<String> = "kind",
    Priority priority: i64 = "priority",
    Value value: Option<f64> = "value",
    Cost cost: Option<f64> = "cost",
}

fields! {
    MilestoneField of Milestone "milestone", Milestone::new, needs ["after"];
    Title title: Option<String> = "title",
    Note note: Option<String> = "note",
    After after: Vec<Link> = "after",
    Target target: Option<Date> = "target",
    Value value: Option<f64> = "value",
    ValuePerWeek value_per_week: Option<f64> = "value_per_week",
}

fields! {
    RiskField of Risk "risk", |name| Risk::new(name, 0.0), needs ["chance"];
    Title title: Option<String> = "title",
    Note note: Option<String> = "note",
    Chance chance: Chance = "chance",
    Becomes becomes: Vec<(String, Estimate)> = "becomes",
    Delays delays: Vec<(String, Estimate)> = "delays",
    Scales scales: Vec<(String, Scale)> = "scales",
    Each each: bool = "each",
    Absorb absorb: Option<String> = "absorb",
    Given given: Option<Given> = "given",
    OneOf one_of: Option<String> = "one_of",
}

fields! {
    EffectField of Effect "effect", Effect::new, needs [];
    Title title: Option<String> = "title",
    Note note: Option<String> = "note",
    When when: When = "while" "after" "from",
    Lasts lasts: Option<super::Amount> = "lasts",
    Next next: Option<u32> = "next",
    Slows slows: Vec<(String, Scale)> = "slows",
    Saves saves: Vec<(String, Scale)> = "saves",
}

fields! {
    TeamField of Team "team", |name| Team::new(name, 1), needs ["people"];
    Title title: Option<String> = "title",
    Note note: Option<String> = "note",
    People people: u32 = "people",
    Share share: Vec<(String, f64)> = "share",
    Unplanned unplanned: Option<Scale> = "share",
    Idle idle: Idle = "idle",
    Leave leave: Vec<Leave> = "leave",
    Joins joins: Vec<Join> = "joins",
    Calendar calendar: TeamCalendar = "calendar",
    Interrupts interrupts: Vec<Interrupt> = "interrupts",
    CostPerPersonDay cost_per_person_day: Option<f64> = "cost_per_person_day",
}

fields! {
    GroupField of Group "group", |name| Group::new(name, 0.0), needs ["tasks", "correlation"];
    Tasks tasks: Vec<String> = "tasks",
    Correlation correlation: f64 = "correlation",
}

/// What a whole thing says, as a change: the fields in which it is not as one of which nothing is said.
fn whole<F: Field>(thing: &F::Thing) -> Edit<F> {
    let needed = |field: &F| field.keys().iter().any(|key| F::REQUIRED.contains(key));
    let fields = F::all(thing).into_iter().filter(|field| needed(field) || !field.is_blank());
    Edit::new(F::name_of(thing), fields)
}

/// The changes of one kind of thing.
macro_rules! changes {
    ($($variant:ident $name:ident of $thing:ident: $door:ident,)+) => {
        $(
            /// Adds it whole. Where the plan has one of that name, the fields in which it differs from a new one become what they are here.
            impl From<$thing> for Change {
                fn from(thing: $thing) -> Self {
                    Self::$variant(whole(&thing))
                }
            }
        )+

        impl Change {
            $(
                #[doc = concat!("These fields of the ", stringify!($door), " with this name.")]
                pub fn $door(name: impl Into<String>, fields: impl IntoIterator<Item = $name>) -> Self {
                    Self::$variant(Edit::new(name, fields))
                }
            )+
        }
    };
}

changes! {
    Task TaskField of Task: task,
    Milestone MilestoneField of Milestone: milestone,
    Risk RiskField of Risk: risk,
    Effect EffectField of Effect: effect,
    Team TeamField of Team: team,
    Group GroupField of Group: group,
}

impl Change {
    /// Leaves out what is called so; see [`Change::Drop`].
    pub fn drop(what: impl Into<String>) -> Self {
        Self::Drop(what.into())
    }
}
