//! When jobs start and finish that wait for one another and share a few people: list scheduling, trial by trial.
//!
//! This is the parallel schedule generation scheme (Kelley 1963, "The critical-path method: resources planning and scheduling";
//! Kolisch 1996, "Serial and parallel resource-constrained project scheduling methods revisited", EJOR 90, 320-333). Time goes from
//! event to event. At a tick, first all that finishes then gives back its people, then all becomes ready whose waits are over and
//! whose earliest start has come, and then the ready jobs are gone through in the order of their numbers: each that finds enough
//! people free in its pool starts. One that does not holds up nobody behind it. What takes no time finishes at that very tick, after
//! all were gone through, and then the same is done again until nothing more happens.
//!
//! Times are whole ticks within [0, 2³⁰); sums beyond are cut at 2³⁰ - 1.
//!
//! ```
//! use landfall::kernel::Level;
//! use landfall::kernel::list::{self, Job, Jobs, List, Scratch, Wait};
//!
//! // Two people; the last job waits for the first two.
//! let job = Job { pool: Some(0), need: 1, earliest: 0 };
//! let waits = [0, 1].map(|job| Wait { job, lag: 0, from_start: false });
//! let list = List { jobs: &[job; 4], begins: &[0, 0, 0, 0, 2], waits: &waits, units: &[2] };
//! let jobs = Jobs::new(&list).unwrap();
//!
//! // One trial: the third job takes over from whoever is done first.
//! let (mut starts, mut finishes) = ([0; 4], [0; 4]);
//! let mut scratch = Scratch::new(&jobs);
//! list::schedule(Level::best(), &jobs, &mut scratch, &[5, 3, 4, 1], 1, &mut starts, &mut finishes);
//! assert_eq!(starts, [0, 0, 3, 5]);
//! assert_eq!(finishes, [5, 3, 7, 6]);
//! ```

mod any;
mod few;
mod table;
mod tile;
mod words;

use std::fmt;

use super::Level;
use table::Links;

/// The latest tick.
const LAST: i32 = (1 << 30) - 1;

/// A job; the smaller its number, the sooner it is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Job {
    /// Whose people it needs, if anyone's.
    pub pool: Option<usize>,
    /// How many of them, at least 1 and no more than there are; without a pool it does not matter.
    pub need: u32,
    /// Before this it does not start.
    pub earliest: i32,
}

/// Another job to wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Which one; it may have a higher number.
    pub job: usize,
    /// How long after its finish, within [0, 2³⁰).
    pub lag: i32,
    /// After its start instead.
    pub from_start: bool,
}

/// Jobs, what they wait for and who is there, as flat lists.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// The jobs in the order in which they are served.
    pub jobs: &'a [Job],
    /// Where the waits of each job begin in `waits`, and at last where they end: one more than there are jobs.
    pub begins: &'a [usize],
    /// The waits of all jobs, one job after another.
    pub waits: &'a [Wait],
    /// How many people each pool has.
    pub units: &'a [u32],
}

/// Why a list cannot be scheduled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The begins do not rise from 0 to the number of waits, one for each job and one more, or there are 2²⁴ jobs or waits and more.
    Begins,
    /// A job, by its number, has a pool that is not there, needs nobody or more than there are, or starts later than the last tick.
    Job(usize),
    /// A job, by its number, waits for one that is not there, or with a lag outside [0, 2³⁰).
    Wait(usize),
    /// Jobs wait for each other in a circle.
    Circle,
    /// The list cannot go the way that was asked for.
    Way,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Begins => f.write_str("the begins do not fit the jobs and waits"),
            Self::Job(job) => {
                write!(f, "job {job} has no such pool, a need it cannot meet or starts too late")
            }
            Self::Wait(job) => write!(f, "job {job} waits for no such job, or with no such lag"),
            Self::Circle => f.write_str("jobs wait for each other in a circle"),
            Self::Way => f.write_str("the list cannot go this way"),
        }
    }
}

impl std::error::Error for Unfit {}

/// A way to schedule; all give the same bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Up to 128 jobs that all need the same number of people of the one pool, which has no more than eight for as many jobs at a
    /// time; without lags and earliest starts.
    Few,
    /// At most 4,032 jobs and lags, in 63 words of 64 that need as many people of the same pool; no more than four such needs in a
    /// pool, and at most 1,024 that can be under way at a time.
    Words,
    /// Everything.
    Any,
}

impl Way {
    /// All of them, the fastest first.
    pub const ALL: [Self; 3] = [Self::Few, Self::Words, Self::Any];
}

/// A list that was checked and brought into the form that is fastest to schedule.
#[derive(Debug, Clone)]
pub struct Jobs {
    count: usize,
    form: Form,
}

#[derive(Debug, Clone)]
enum Form {
    Few(Box<few::Table>),
    Words(Box<words::Table>),
    Any(Box<any::Table>),
}

impl Jobs {
    /// A list that goes the fastest way that it can.
    ///
    /// # Errors
    ///
    /// [`Unfit`] says what does not fit; never [`Unfit::Way`].
    pub fn new(list: &List<'_>) -> Result<Self, Unfit> {
        let links = Links::new(list)?;
        let form = Way::ALL.into_iter().find_map(|way| Form::new(way, list, &links)).ok_or(Unfit::Way)?;
        Ok(Self { count: list.jobs.len(), form })
    }

    /// A list that goes a certain way.
    ///
    /// # Errors
    ///
    /// [`Unfit`] says what does not fit, the way included.
    pub fn on(way: Way, list: &List<'_>) -> Result<Self, Unfit> {
        let links = Links::new(list)?;
        let form = Form::new(way, list, &links).ok_or(Unfit::Way)?;
        Ok(Self { count: list.jobs.len(), form })
    }

    /// How many jobs there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The way that they go.
    pub fn way(&self) -> Way {
        match self.form {
            Form::Few(_) => Way::Few,
            Form::Words(_) => Way::Words,
            Form::Any(_) => Way::Any,
        }
    }
}

impl Form {
    fn new(way: Way, list: &List<'_>, links: &Links) -> Option<Self> {
        match way {
            Way::Few => few::Table::new(list, links).map(|table| Self::Few(Box::new(table))),
            Way::Words => words::Table::new(list).map(|table| Self::Words(Box::new(table))),
            Way::Any => Some(Self::Any(Box::new(any::Table::new(list, links)))),
        }
    }
}

/// Where trials are worked out; good for the jobs that it was made for, again and again.
#[derive(Debug, Clone)]
pub struct Scratch(Room);

#[derive(Debug, Clone)]
enum Room {
    Few(Box<few::Room>),
    Words(Box<words::Room>),
    Any(Box<any::Room>),
}

impl Scratch {
    /// Room for these jobs.
    pub fn new(jobs: &Jobs) -> Self {
        Self(match &jobs.form {
            Form::Few(_) => Room::Few(Box::default()),
            Form::Words(table) => Room::Words(Box::new(words::Room::new(table))),
            Form::Any(table) => Room::Any(Box::new(any::Room::new(table))),
        })
    }
}

/// The starts and finishes of all jobs in each of `length` trials. Columns are one after another, a job's duration in a trial is
/// `durations[job * length + trial]`, and the same for starts and finishes. Durations lie within [0, 2³⁰).
///
/// # Panics
///
/// When a matrix does not hold `length` trials of each job, or the scratch was made for other jobs.
pub fn schedule(
    level: Level,
    jobs: &Jobs,
    scratch: &mut Scratch,
    durations: &[i32],
    length: usize,
    starts: &mut [i32],
    finishes: &mut [i32],
) {
    let size = jobs.count * length;
    assert!(
        durations.len() == size && starts.len() == size && finishes.len() == size,
        "a matrix of {} jobs and {length} trials has {size} values",
        jobs.count
    );
    let columns = tile::Columns { length, durations, starts, finishes };
    match (&jobs.form, &mut scratch.0) {
        (Form::Few(table), Room::Few(room)) => few::schedule(level, table, room, columns),
        (Form::Words(table), Room::Words(room)) => words::schedule(level, table, room, columns),
        (Form::Any(table), Room::Any(room)) => any::schedule(level, table, room, columns),
        _ => panic!("the scratch was made for other jobs"),
    }
}

/// Runs with the instructions of a level. What counts here is to find and clear a bit in one instruction each, which comes with
/// AVX2; more copies of these loops would only be larger.
#[inline(always)]
fn on_level(level: Level, run: impl FnOnce()) {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(token) = level.0.as_avx2() {
        return fearless_simd::Simd::vectorize(token, run);
    }
    let _ = level;
    run();
}
