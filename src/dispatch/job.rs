//! What is known of a job, and how it stands in the trial that is under way.

use crate::network::{Lag, Out, Past, Staff};

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

/// What is known of a job before any trial, together so that it is found at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fixed {
    /// The first of what it needs, and how much that is; and whether it needs nothing, or more than one.
    pub(super) pool: usize,
    pub(super) people: u32,
    pub(super) team: usize,
    pub(super) needs: usize,
    pub(super) first_need: u32,
    /// Whether what it needs is nobody in particular.
    pub(super) nobody: bool,
    /// The links out of it.
    pub(super) outs: (usize, usize),
    /// Whether some of these are leads, count from its start, or have a lag.
    pub(super) leads: bool,
    pub(super) starts: bool,
    pub(super) lags: bool,
    /// Whether effects act on it, or are tied to it.
    pub(super) acts: bool,
    pub(super) tied: bool,
    /// What has happened of it, where it was started.
    pub(super) past: Option<Past>,
}

impl Fixed {
    pub(super) fn of(staff: &Staff, job: usize, past: Option<Past>) -> Self {
        let needs = staff.needs_of(job);
        let outs = staff.outs_of(job);
        let team = needs.first().map_or(0, |need| staff.pools[need.pool].team);
        Self {
            pool: needs.first().map_or(0, |need| need.pool),
            people: needs.first().map_or(0, |need| need.people),
            team,
            needs: needs.len(),
            first_need: staff.needs_from[job] as u32,
            nobody: !needs.is_empty() && staff.teams[team].team.is_none(),
            outs: (staff.outs_from[job], staff.outs_from[job + 1]),
            leads: outs.iter().any(Out::is_lead),
            starts: outs.iter().any(|out| out.of_start),
            lags: outs.iter().any(|out| out.lag != Lag::Ticks(0)),
            acts: !staff.acts_on(job).is_empty(),
            tied: !staff.tied_to(job).is_empty(),
            past,
        }
    }
}

/// How a job stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    pub(super) state: State,
    /// Whether what becomes of it has happened already, up to the day of the status.
    pub(super) told: bool,
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
    /// The part of the rate that comes from the team.
    pub(super) pace: f64,
    /// Which of its needs that comes from, or keeps it from its work; `NOTHING` on a day off.
    pub(super) blamed: u32,
    /// Which of its needs could not be met when it was last looked at.
    pub(super) refused: u32,
    /// What effects divide the rate by.
    pub(super) factor: f64,
    /// Whether its rate has to be looked at though that of its team is the same.
    pub(super) fresh: bool,
}

impl Default for Job {
    fn default() -> Self {
        Self {
            state: State::Waiting,
            told: false,
            at_work: false,
            waits: [0; 2],
            held: [0; 2],
            cause: [NOTHING; 2],
            done: 0,
            since: 0,
            left: 0.0,
            rate: 0.0,
            pace: 0.0,
            blamed: NOTHING,
            refused: NOTHING,
            factor: 1.0,
            fresh: true,
        }
    }
}
