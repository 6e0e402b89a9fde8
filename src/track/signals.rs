//! Early signals that a date no longer holds (METHOD 35).

use jiff::civil::Date;

use super::{CheckIn, Recorded};
use crate::forecast::Odds;
use crate::units::{P50, P80};

/// Odds that fall by more than this are a signal, once that is sure.
const FALL: f64 = 0.10;

/// A sum of moves beyond so many standard deviations of what was to be expected is a signal.
const BEYOND: f64 = 2.0;

/// The score of a 95% interval.
const SURE: f64 = 1.96;

/// Something that the forecasts made so far say together.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Signal {
    /// What it is.
    pub kind: SignalKind,
    /// The milestone it is about; the whole plan where it is `None`.
    pub milestone: Option<String>,
    /// The day of the check-in that gives it.
    pub as_of: Date,
    /// The day of the check-in that it is held against.
    pub since: Date,
}

/// What a signal is.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum SignalKind {
    /// The odds of a target that did not change fell by more than ten points and their error since the last check-in.
    OddsFell {
        /// The target.
        target: Date,
        /// The odds at the last check-in.
        before: Odds,
        /// The odds now.
        now: Odds,
    },
    /// The new P50 is later than the P80 of the last check-in.
    LaterThanLikely {
        /// The P80 of the last check-in.
        likely_before: Date,
        /// The P50 now.
        stretch_now: Date,
    },
    /// The mean moved the same way three times, each time by more than its error.
    ThreeTheSameWay {
        /// By how many working days in all; below 0 is earlier.
        days: f64,
    },
    /// All moves of the mean since the first check-in add up to more than twice the standard deviation that was to be expected of them.
    BeyondSpread {
        /// What they add up to [working days]; below 0 is earlier.
        days: f64,
        /// The standard deviation that was to be expected [working days].
        expected_sd: f64,
    },
}

impl SignalKind {
    /// The word for it in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OddsFell { .. } => "odds-fell",
            Self::LaterThanLikely { .. } => "later-than-likely",
            Self::ThreeTheSameWay { .. } => "three-the-same-way",
            Self::BeyondSpread { .. } => "beyond-spread",
        }
    }

    /// How often it comes at a check-in of a project that goes as its plan says it may, where nothing is wrong: a share in [0, 1], measured on
    /// 1,547 check-ins two weeks apart of 300 projects that were drawn from three plans (`cargo run --release --example backtest -- signals`).
    pub fn false_alarms(&self) -> f64 {
        match self {
            Self::OddsFell { .. } => 0.19,
            Self::LaterThanLikely { .. } => 0.07,
            Self::ThreeTheSameWay { .. } => 0.10,
            Self::BeyondSpread { .. } => 0.04,
        }
    }
}

/// The signals of the last of these check-ins, held against those before it. They are to be in the order of their days, each day once.
pub fn signals(check_ins: &[&CheckIn]) -> Vec<Signal> {
    let [.., before, last] = check_ins else { return Vec::new() };
    let mut signals = Vec::new();
    let mut of = |milestone: Option<&str>| {
        // As far back as it was in the plan.
        let line: Vec<(&CheckIn, &Recorded)> = check_ins
            .iter()
            .rev()
            .map_while(|check_in| Some((*check_in, recorded(check_in, milestone)?)))
            .collect();
        let line: Vec<(&CheckIn, &Recorded)> = line.into_iter().rev().collect();
        let [.., old, new] = &line[..] else { return };
        let signal =
            |kind, since| Signal { kind, milestone: milestone.map(str::to_owned), as_of: last.as_of, since };
        signals.extend(odds_fell(old.1, new.1).map(|kind| signal(kind, before.as_of)));
        signals.extend(later_than_likely(old.1, new.1).map(|kind| signal(kind, before.as_of)));
        let moves: Vec<Move> = line.windows(2).map(|pair| Move::of(pair[0], pair[1])).collect();
        signals.extend(three_the_same_way(&moves).map(|kind| signal(kind, line[line.len() - 4].0.as_of)));
        signals.extend(beyond_spread(&moves).map(|kind| signal(kind, line[0].0.as_of)));
    };
    of(None);
    for (name, _) in &last.milestones {
        of(Some(name));
    }
    signals
}

fn recorded<'c>(check_in: &'c CheckIn, milestone: Option<&str>) -> Option<&'c Recorded> {
    match milestone {
        None => Some(&check_in.finish),
        Some(name) => check_in.milestone(name),
    }
}

fn odds_fell(old: &Recorded, new: &Recorded) -> Option<SignalKind> {
    let target = old.target.filter(|_| old.target == new.target)?;
    let (before, now) = (old.on_time?, new.on_time?);
    let half = |odds: Odds| 0.5 * (odds.high - odds.low);
    let error = (half(before) * half(before) + half(now) * half(now)).sqrt();
    (before.probability - now.probability > FALL + error).then_some(SignalKind::OddsFell {
        target,
        before,
        now,
    })
}

fn later_than_likely(old: &Recorded, new: &Recorded) -> Option<SignalKind> {
    let (likely_before, stretch_now) = (old.date(P80)?, new.date(P50)?);
    (stretch_now > likely_before).then_some(SignalKind::LaterThanLikely { likely_before, stretch_now })
}

/// By how much a mean moved from one check-in to the next.
#[derive(Debug, Clone, Copy)]
struct Move {
    days: f64,
    /// The variance of what the trials know of it, and of what was to be expected.
    error: f64,
    expected: f64,
}

impl Move {
    fn of((before, old): (&CheckIn, &Recorded), (after, new): (&CheckIn, &Recorded)) -> Self {
        let between = |from: Date, to: Date| {
            let days = after.plan.calendar.working_days();
            days.map_or(0.0, |days| days.between(from, to) as f64)
        };
        // Where the plan starts on another day, days are counted from there.
        let started = if before.plan.start == after.plan.start {
            0.0
        } else {
            between(before.plan.start, after.plan.start)
        };
        let variance = |recorded: &Recorded| recorded.sd.get() * recorded.sd.get();
        let error = variance(old) / before.trials as f64 + variance(new) / after.trials as f64;
        // As much as is known better now. Where things go badly the new spread is wide, and would say that nothing was to be expected; in that time
        // a part of what was left was to be learned in any case.
        let left = old.mean.get() - between(before.plan.start, before.as_of);
        let part = (between(before.as_of, after.as_of) / left.max(1.0)).clamp(0.0, 1.0);
        let known_better = (variance(old) - variance(new)).max(part * variance(old));
        Self { days: new.mean.get() + started - old.mean.get(), error, expected: known_better + error }
    }

    fn is_sure(&self) -> bool {
        self.days.abs() > SURE * self.error.sqrt() && self.days.abs() > 1e-9
    }
}

fn three_the_same_way(moves: &[Move]) -> Option<SignalKind> {
    let [.., one, two, three] = moves else { return None };
    let all = [one, two, three];
    let same = all.iter().all(|of| of.is_sure())
        && (all.iter().all(|of| of.days > 0.0) || all.iter().all(|of| of.days < 0.0));
    same.then(|| SignalKind::ThreeTheSameWay { days: all.iter().map(|of| of.days).sum() })
}

fn beyond_spread(moves: &[Move]) -> Option<SignalKind> {
    let days: f64 = moves.iter().map(|of| of.days).sum();
    let expected_sd = moves.iter().map(|of| of.expected).sum::<f64>().sqrt();
    (days.abs() > BEYOND * expected_sd && days.abs() > 1e-9)
        .then_some(SignalKind::BeyondSpread { days, expected_sd })
}
