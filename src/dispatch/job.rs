//! How a job stands in the trial that is under way.

/// The number of no link.
pub(super) const NOTHING: u32 = u32::MAX;

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Its start is held by links.
    Waiting,
    /// It could start: it waits for a day on which it works, or for people.
    Ready,
    Started,
    /// Its work is done, and its finish is held by links.
    Held,
    Finished,
}

/// How a job stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    pub(super) state: State,
    /// Whether people can be had for it, where there are not people for all that have started.
    pub(super) at_work: bool,
    /// The links that its start and its finish still wait for, and until when those that came hold them.
    pub(super) waits: [u32; 2],
    pub(super) held: [i32; 2],
    /// The links that held them longest.
    pub(super) cause: [u32; 2],
    /// When its work was done.
    pub(super) done: i32,
    /// Work left when it was last brought up to date, and when that was [ticks].
    pub(super) since: i32,
    pub(super) left: f64,
    pub(super) rate: f64,
    /// The part of the rate that comes from the team, and the pool that it comes from.
    pub(super) pace: f64,
    pub(super) slowest: u32,
    /// What effects divide the rate by.
    pub(super) factor: f64,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            state: State::Waiting,
            at_work: false,
            waits: [0; 2],
            held: [0; 2],
            cause: [NOTHING; 2],
            done: 0,
            since: 0,
            left: 0.0,
            rate: 0.0,
            pace: 0.0,
            slowest: 0,
            factor: 1.0,
        }
    }
}
