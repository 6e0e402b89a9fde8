//! What comes in between at random and takes people (METHOD 19).

use std::collections::VecDeque;

use super::load::{Load, Of};
use super::queue::Queue;
use super::{Engine, Trial};
use crate::curve::Finished;
use crate::kernel::{Level, stream};
use crate::network::{Crew, Interrupts};
use crate::units::HORIZON_TICKS;

/// So many are drawn at once.
const BATCH: usize = 8;

/// The interrupts of a team, and the people who are there to handle them.
#[derive(Debug)]
pub(super) struct Between {
    kinds: Vec<Kind>,
    /// The slot of the first kind; those of the others follow, and then that of the next one that is done.
    slot: usize,
    /// When everything here was brought up to date.
    since: i32,
    /// Those that are handled, each by one person, in the order of arrival: working time that they still take [ticks].
    handled: Vec<i32>,
    /// Those that wait, behind these.
    waiting: VecDeque<i32>,
    /// People's time that they took, and that there was [ticks].
    pub(super) taken: i64,
    pub(super) available: i64,
}

/// One kind of interrupt.
#[derive(Debug)]
struct Kind {
    interrupts: Interrupts,
    /// Working time until the next one arrives [ticks].
    left: i32,
    drawn: usize,
    batch: [(i32, i32); BATCH],
}

impl Kind {
    /// The gap before the next one, and what it takes.
    fn current(&self) -> (i32, i32) {
        self.batch[self.drawn % BATCH]
    }

    /// Draws the next one.
    fn draw(&mut self, curves: &Finished, (seed, trial): (u64, u64)) {
        if self.drawn.is_multiple_of(BATCH) {
            arrivals(curves, &self.interrupts, seed, trial, self.drawn as u64, &mut self.batch);
        }
        self.left = self.current().0;
    }
}

/// The gaps before interrupts and what these take [ticks], from the number `first` on, an even one.
pub(crate) fn arrivals(
    curves: &Finished,
    interrupts: &Interrupts,
    seed: u64,
    trial: u64,
    first: u64,
    out: &mut [(i32, i32); BATCH],
) {
    let (mut gaps, mut takes) = ([0; BATCH], [0; BATCH]);
    for (place, (gaps, takes)) in gaps.chunks_exact_mut(2).zip(takes.chunks_exact_mut(2)).enumerate() {
        let step = first / 2 + place as u64;
        let words =
            stream::single(seed, interrupts.key.wrapping_add(step.wrapping_mul(stream::NEXT_KEY)), trial);
        (gaps[0], takes[0], gaps[1], takes[1]) = (words[0], words[1], words[2], words[3]);
    }
    let (mut values, mut others) = ([0.0; BATCH], [0.0; BATCH]);
    curves.read(&interrupts.gaps, Level::best(), &gaps, &mut values);
    curves.read(&interrupts.takes, Level::best(), &takes, &mut others);
    let whole = |ticks: f64| ticks.round_ties_even().clamp(0.0, f64::from(HORIZON_TICKS)) as i32;
    for (out, (gap, takes)) in out.iter_mut().zip(values.into_iter().zip(others)) {
        *out = (whole(gap), whole(takes));
    }
}

impl Between {
    pub(super) fn new(team: &Crew, slot: usize) -> Self {
        let kind = |&interrupts: &Interrupts| Kind { interrupts, left: 0, drawn: 0, batch: [(0, 0); BATCH] };
        Self {
            kinds: team.interrupts.iter().map(kind).collect(),
            slot,
            since: 0,
            handled: Vec::new(),
            waiting: VecDeque::new(),
            taken: 0,
            available: 0,
        }
    }

    /// Lets the time since the last change go by, with so many people there; `None` on days off.
    pub(super) fn go_by(&mut self, now: i32, people: Option<u32>, load: Option<(&mut Load, usize)>) {
        let since = std::mem::replace(&mut self.since, now);
        let time = now - since;
        let Some(people) = people.filter(|_| time > 0) else { return };
        if let Some((load, team)) = load {
            load.of_team(team, Of::Available, since, now, f64::from(people));
            load.of_team(team, Of::Interrupts, since, now, self.handled.len() as f64);
        }
        self.available += i64::from(time) * i64::from(people);
        self.taken += i64::from(time) * self.handled.len() as i64;
        self.kinds.iter_mut().for_each(|kind| kind.left -= time);
        self.handled.iter_mut().for_each(|left| *left -= time);
    }

    /// Finds out how many are handled from now on, and what comes next.
    fn plan_ahead(&mut self, now: i32, people: Option<u32>, queue: &mut Queue) {
        let people_there = people.unwrap_or(0) as usize;
        while self.handled.len() > people_there
            && let Some(last) = self.handled.pop()
        {
            self.waiting.push_front(last);
        }
        while self.handled.len() < people_there
            && let Some(next) = self.waiting.pop_front()
        {
            self.handled.push(next);
        }
        let end = self.slot + self.kinds.len();
        let next = self.handled.iter().min();
        match next.filter(|_| people.is_some()) {
            Some(left) => queue.set(end, now.saturating_add(*left)),
            None => queue.remove(end),
        }
        for (place, kind) in self.kinds.iter().enumerate() {
            match people.is_some() {
                true => queue.set(self.slot + place, now.saturating_add(kind.left)),
                false => queue.remove(self.slot + place),
            }
        }
    }
}

impl Engine<'_> {
    pub(super) fn begin_interrupts(&mut self, trial: &Trial<'_>) {
        self.people.fill(None);
        for between in &mut self.between {
            between.since = 0;
            between.handled.clear();
            between.waiting.clear();
            (between.taken, between.available) = (0, 0);
            for kind in &mut between.kinds {
                kind.drawn = 0;
                match trial.interrupts {
                    Some(luck) => kind.draw(self.curves, luck),
                    None => kind.left = i32::MAX,
                }
            }
        }
    }

    /// An interrupt arrives, or is done.
    pub(super) fn interrupt_event(&mut self, slot: usize, trial: &Trial<'_>) {
        let team = self.between.partition_point(|between| between.slot + between.kinds.len() < slot);
        let people = self.people[team];
        let between = &mut self.between[team];
        between.go_by(self.now, people, self.usage.watched_load().map(|load| (load, team)));
        match (between.kinds.get_mut(slot - between.slot), trial.interrupts) {
            (Some(kind), Some(luck)) => {
                let takes = kind.current().1;
                kind.drawn += 1;
                kind.draw(self.curves, luck);
                if takes > 0 {
                    between.waiting.push_back(takes);
                }
            }
            _ => between.handled.retain(|&left| left > 0),
        }
        self.people_changed(team);
    }

    /// A team has other people from now on; none on days off.
    pub(super) fn change_people(&mut self, team: usize, people: Option<u32>) {
        let load = self.usage.watched_load().map(|load| (load, team));
        self.between[team].go_by(self.now, self.people[team], load);
        self.people[team] = people;
        self.people_changed(team);
    }

    fn people_changed(&mut self, team: usize) {
        self.between[team].plan_ahead(self.now, self.people[team], &mut self.queue);
        self.at_hand[team] =
            self.people[team].map_or(0, |people| people - self.between[team].handled.len() as u32);
        let domain = self.staff.teams[team].domain;
        self.try_again.mark(domain);
        self.unsettled.mark(domain);
    }
}
