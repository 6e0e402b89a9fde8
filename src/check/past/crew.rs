//! A team in the past: who was there, and how fast work went.

use std::rc::Rc;

use crate::calendar::WorkingDays;
use crate::check::People;
use crate::curve::Misfit;
use crate::plan::{Idle, Plan, Team, TeamCalendar};

/// A team, as far as its past needs to be known.
pub(super) struct Crew {
    pub(super) people: People,
    lends: bool,
    /// The shares of its kinds of work; one of 1 where its time is not shared out.
    shares: Vec<f64>,
    /// What unplanned work is planned to leave.
    full: f64,
    /// The people of each kind at work on the day.
    pub(super) needed: Vec<u32>,
    /// How fast each kind goes on the day.
    pub(super) rates: Vec<f64>,
}

/// The teams of a plan.
pub(super) fn crews(plan: &Plan) -> Result<Vec<Crew>, Misfit> {
    let mut calendars: Vec<(&TeamCalendar, Rc<WorkingDays>)> = Vec::new();
    plan.teams
        .iter()
        .map(|team| {
            let known = calendars.iter().find(|(calendar, _)| **calendar == team.calendar);
            let days = match known {
                Some((_, days)) => Rc::clone(days),
                None => {
                    let days = team.calendar.over(&plan.calendar).working_days();
                    let days = Rc::new(days.map_err(|error| Misfit::of_calendar(&error))?);
                    calendars.push((&team.calendar, Rc::clone(&days)));
                    days
                }
            };
            Ok(Crew::new(days, team))
        })
        .collect()
}

impl Crew {
    fn new(days: Rc<WorkingDays>, team: &Team) -> Self {
        let shares: Vec<f64> = match team.share.is_empty() {
            true => vec![1.0],
            false => team.share.iter().map(|&(_, share)| share).collect(),
        };
        Self {
            people: People::new(days, Some(team)),
            lends: team.idle == Idle::Lent && !team.share.is_empty(),
            needed: vec![0; shares.len()],
            rates: vec![0.0; shares.len()],
            full: shares.iter().sum::<f64>().min(1.0),
            shares,
        }
    }

    /// How fast work of each kind goes, by the people that all of it needs. Where the status shows more at work than there are people,
    /// they share themselves out.
    pub(super) fn set_rates(&mut self, people: u32) {
        let people = f64::from(people);
        for pool in 0..self.rates.len() {
            let needed = f64::from(self.needed[pool]);
            self.rates[pool] =
                if needed > 0.0 { self.full.min(self.shares[pool] * people / needed) } else { 0.0 };
        }
        if self.lends {
            self.lend(people);
        }
    }

    /// Gives what kinds of work leave to those that could use more, in the ratio of their shares.
    fn lend(&mut self, people: f64) {
        let used = |rates: &[f64], needed: &[u32]| {
            rates.iter().zip(needed).map(|(rate, &needed)| rate * f64::from(needed)).sum::<f64>()
        };
        for _ in 0..self.rates.len() {
            let left = self.full * people - used(&self.rates, &self.needed);
            let short = |pool: usize| self.needed[pool] > 0 && self.rates[pool] < self.full;
            let shares: f64 =
                (0..self.rates.len()).filter(|&pool| short(pool)).map(|pool| self.shares[pool]).sum();
            if !(left > 1e-12 && shares > 0.0) {
                return;
            }
            for pool in (0..self.rates.len()).filter(|&pool| short(pool)).collect::<Vec<_>>() {
                let more = left * self.shares[pool] / shares / f64::from(self.needed[pool]);
                self.rates[pool] = self.full.min(self.rates[pool] + more);
            }
        }
    }
}
