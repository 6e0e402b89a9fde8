//! What a task or milestone takes in a trial: its own estimate, what risks make of it, and what is known of it by now (METHOD 13, 32).

use landfall::{Estimate, Pace, Plan, Range, RangeMeaning, Risk, Shape, Spread, Task};

use super::people::planned;
use super::simulator::{Simulator, VALID, names, needs, rounded, selector};
use super::under_way::Late;

/// What is under way by its estimate is known to two ticks and this part of it.
const NEAR: f64 = 2e-5;

/// What nobody takes, so that whatever is longer may be rounded.
const MOST_TICKS: f64 = 1e12;

/// Which risks happen, and with what bits each is read.
pub(super) struct Happening<'a> {
    pub(super) happens: &'a dyn Fn(&Risk) -> bool,
    pub(super) size: &'a dyn Fn(&Risk) -> u32,
}

/// Whether an estimate is two percentiles of a lognormal, or its mean and spread.
fn is_lognormal(plan: &Plan, estimate: &Estimate) -> bool {
    let lognormal = |shape: Option<Shape>| shape.is_none_or(|shape| shape == Shape::Lognormal);
    match estimate {
        Estimate::Size(size) => {
            let (_, estimate) = plan.estimates.sizes.iter().find(|(name, _)| name == size).expect("a size");
            is_lognormal(plan, estimate)
        }
        Estimate::Spread(Spread::Range(Range { low, high, likely: None, shape, range, .. })) => {
            let meaning = range.unwrap_or(plan.estimates.range);
            low != high && meaning != RangeMeaning::MinMax && lognormal(*shape)
        }
        Estimate::Spread(Spread::Moments(moments)) => moments.shape == Shape::Lognormal,
        Estimate::Spread(Spread::Percentiles(points)) => points.len() == 2,
        // The only one that ever comes.
        Estimate::Any(parts) => {
            match &parts.iter().filter(|part| part.weight > 0.0).collect::<Vec<_>>()[..] {
                [only] => is_lognormal(plan, &only.takes),
                _ => false,
            }
        }
        _ => false,
    }
}

impl Simulator<'_> {
    /// What a task or milestone takes [ticks], with what was done on it.
    pub(super) fn duration(&self, name: &str, trial: usize) -> i64 {
        if !self.exists(name, trial) {
            return 0;
        }
        let key = (name.to_owned(), trial);
        if let Some(&known) = self.durations.borrow().get(&key) {
            return known;
        }
        let duration = self.agreed(name, trial, self.library_duration(name, trial));
        self.durations.borrow_mut().insert(key, duration);
        duration
    }

    /// The least and the most that a task or milestone may take: the two are the same but where the library reads from tables what is read
    /// here from exact functions.
    fn own_durations(&self, name: &str, trial: usize) -> (i64, i64) {
        let happening = Happening {
            happens: &|risk| self.happens(risk, trial),
            size: &|risk| self.size(risk, name, trial),
        };
        let Some(task) = self.task(name) else {
            let ticks = rounded(self.delayed(name, 0.0, &happening)).max(0);
            return (ticks, ticks);
        };
        let learned = self.learned.get(name).map(|learned| learned[trial]);
        let own = self.luck.durations[name][trial];
        let (low, high) = learned.unwrap_or((own, own));
        // Where something was learned, a tick for what 32-bit numbers leave out.
        let off = i64::from(learned.is_some());
        let near = |least: i64, most: i64| (least - off, most + off);
        let Some(started) = self.past.started.get(name) else {
            let ticks = |bits| rounded(self.ticks(task, bits, &happening)).max(0);
            return near(ticks(low), ticks(high));
        };
        let done = started.done;
        if started.finish.is_some() {
            return (done, done);
        }
        if let Some(remaining) = &started.remaining {
            let ticks = |bits| done + rounded(remaining.at(bits) * pace(self.plan, task)).max(0);
            return near(ticks(low), ticks(high));
        }
        let near = |left: f64, side: f64| {
            let ticks = done as f64 + left;
            rounded((ticks + side * (2.0 + NEAR * ticks)).min(MOST_TICKS)).max(done + 1)
        };
        let mut lefts = Vec::new();
        for above in [[false, false], [false, true], [true, false], [true, true]] {
            let of_sides = |late: &Late<'_>, bits| {
                if late.is_nothing() {
                    self.beyond_numbers.set(true);
                }
                [-1.0, 1.0].map(|side| late.left(done as f64, bits, side))
            };
            for bits in [low, high] {
                lefts.extend(self.late(task, &happening, above, |late| of_sides(late, bits)));
            }
        }
        let least = lefts.iter().copied().fold(f64::INFINITY, f64::min);
        let most = lefts.iter().copied().fold(0.0, f64::max);
        (near(least, -1.0), near(most, 1.0))
    }

    /// Looks at the curve of a task as these risks make it, and beyond its P90.
    pub(super) fn late<T>(
        &self,
        task: &Task,
        happening: &Happening<'_>,
        above: [bool; 2],
        look: impl FnOnce(&Late<'_>) -> T,
    ) -> T {
        let read = |bits| self.ticks(task, bits, happening).max(0.0);
        let mut replaced = self.becomes(task, happening).into_iter();
        let lognormal = match (replaced.next(), replaced.next()) {
            (None, _) => is_lognormal(self.plan, &task.takes),
            (Some((_, estimate)), None) => is_lognormal(self.plan, estimate),
            _ => false,
        };
        // With something added it is no lognormal any more.
        let is_delayed = self.delayed(&task.name, 0.0, happening) != 0.0;
        look(&Late::new(&read, lognormal && !is_delayed, above))
    }

    /// What a task takes, read with bits of its own, where these risks happen (METHOD 13) [ticks, not rounded].
    fn ticks(&self, task: &Task, bits: u32, happening: &Happening<'_>) -> f64 {
        let ticks = self.scaled(task, self.work(task, bits, happening), happening);
        self.delayed(&task.name, ticks, happening) * pace(self.plan, task)
    }

    fn delayed(&self, name: &str, mut ticks: f64, happening: &Happening<'_>) -> f64 {
        for risk in self.risks().into_iter().filter(|risk| (happening.happens)(risk)) {
            let selected = match self.task(name) {
                Some(task) => selector(self.plan, &risk.delays, task),
                None => risk.delays.iter().map(|(key, _)| key.as_str()).find(|key| *key == name),
            };
            if let Some(key) = selected {
                let curve = &self.curves.delays[&(risk.name.clone(), key.to_owned())];
                ticks += curve.at((happening.size)(risk));
            }
        }
        ticks
    }

    /// What replaces a task's estimate: the risk and the estimate.
    fn becomes(&self, task: &Task, happening: &Happening<'_>) -> Vec<(&Risk, &Estimate)> {
        let mut all = Vec::new();
        for risk in self.plan.risks.iter().filter(|risk| (happening.happens)(risk)) {
            if let Some(key) = selector(self.plan, &risk.becomes, task) {
                all.extend(risk.becomes.iter().filter(|(other, _)| other == key).map(|(_, of)| (risk, of)));
            }
        }
        all
    }

    /// A task's own duration, or what the risks that happened make of it: the longest of them [ticks].
    fn work(&self, task: &Task, bits: u32, happening: &Happening<'_>) -> f64 {
        let mut becomes: Option<f64> = None;
        for (risk, _) in self.becomes(task, happening) {
            let key = selector(self.plan, &risk.becomes, task).expect("it replaces the estimate");
            let ticks = self.curves.becomes[&(risk.name.clone(), key.to_owned())].at(bits);
            becomes = Some(becomes.map_or(ticks, |longest| longest.max(ticks)));
        }
        becomes.unwrap_or_else(|| self.curves.takes[&task.name].at(bits))
    }

    /// The factor of a risk on a task, where it has one and happened.
    fn factor(&self, risk: &Risk, task: &Task, happening: &Happening<'_>) -> Option<f64> {
        let key = selector(self.plan, &risk.scales, task)?;
        let curve = &self.curves.scales[&(risk.name.clone(), key.to_owned())];
        (happening.happens)(risk).then(|| curve.at((happening.size)(risk)))
    }

    /// So many ticks after the factors of the risks that happened. Those of one `absorb` are asked for once, at the first risk of it
    /// that may scale the task: then the largest of them counts.
    fn scaled(&self, task: &Task, mut ticks: f64, happening: &Happening<'_>) -> f64 {
        let mut absorbed: Vec<&str> = Vec::new();
        for risk in self.risks().into_iter().filter(|risk| selector(self.plan, &risk.scales, task).is_some())
        {
            let factor = match &risk.absorb {
                None => self.factor(risk, task, happening),
                Some(absorb) if absorbed.contains(&absorb.as_str()) => None,
                Some(absorb) => {
                    absorbed.push(absorb);
                    let together =
                        self.plan.risks.iter().filter(|other| other.absorb.as_ref() == Some(absorb));
                    together.filter_map(|other| self.factor(other, task, happening)).reduce(f64::max)
                }
            };
            ticks *= factor.unwrap_or(1.0);
        }
        ticks
    }

    /// The duration of the library, with which both go on, if it is between the two that it may be.
    fn agreed(&self, name: &str, trial: usize, library: i64) -> i64 {
        let (least, most) = self.own_durations(name, trial);
        if (least..=most).contains(&library) {
            return library;
        }
        let own = if least == most { least.to_string() } else { format!("{least} to {most}") };
        self.faults
            .borrow_mut()
            .push(format!("trial {trial}: {name:?} takes {library} in the library, {own} in the second"));
        least
    }

    fn library_duration(&self, name: &str, trial: usize) -> i64 {
        let place = names(self.plan).position(|other| other == name);
        self.library[place.expect("it is in the plan")][trial].into()
    }
}

/// What is left of an estimate without the unplanned work that is usually inside it (METHOD 8).
pub(super) fn pace(plan: &Plan, task: &Task) -> f64 {
    let team = |name: &str| plan.teams.iter().find(|team| team.name == name).expect(VALID);
    let inside = needs(plan, task).iter().map(|(name, _)| planned(team(name))).fold(0.0, f64::max);
    if plan.estimates.pace == Pace::Usual { 1.0 - inside } else { 1.0 }
}
