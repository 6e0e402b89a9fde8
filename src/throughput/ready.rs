//! A throughput, checked and made ready: what a person wrote → curves, periods and luck.

use std::collections::HashSet;

use jiff::civil::Date;

use super::resample::{Resample, least};
use super::{Blocks, Dependence, Stability, Throughput, ThroughputRisk, ThroughputWarning};
use crate::calendar::{FIRST_DATE, LAST_DATE};
use crate::curve::{Curve, Quantity, fit};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::{Level, stream};
use crate::names::quoted;
use crate::network::keys::{Purpose, key};
use crate::plan::{Amount, Spread, Unit};

/// The most periods that are resampled; as many as a history of an estimate may have.
const MOST_HISTORY: usize = 10_000;

/// The most items of a period, and the most that may be needed; as in an estimate by items.
const MOST_ITEMS: f64 = 100_000.0;

/// The most trials: those of which a plan keeps every finish.
const MOST_TRIALS: usize = 1 << 20;

/// The longest period [days]: ten years.
const MOST_DAYS: f64 = 3660.0;

/// The days of 500 years.
const MOST_CALENDAR_DAYS: i64 = 182_621;

/// The most periods of all trials together: some three seconds.
const MOST_WORK: u64 = 1 << 28;

/// Less than this share of a number is what rounding makes of it: 1.1 x 30 are 33 items, not 34.
pub(super) const ROUNDING: f64 = 1e-9;

/// A throughput that can be simulated.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ready {
    pub(super) resample: Resample,
    pub(super) periods: Periods,
    pub(super) dependence: Dependence,
    pub(super) stability: Stability,
    pub(super) warnings: Vec<ThroughputWarning>,
    pub(super) trials: Vec<Trial>,
    /// In how many trials each risk happened.
    pub(super) happened: Vec<usize>,
}

/// What luck makes of one trial, but for the pace of its periods.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Trial {
    /// How many items are to be done.
    pub(super) needed: f64,
    /// By what the pace is multiplied.
    pub(super) scale: f64,
    /// For how many periods nothing is finished.
    pub(super) stop: f64,
}

/// Periods on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Periods {
    /// The first day of the first one.
    pub(super) start: Date,
    /// How long each is [days].
    pub(super) days: i64,
}

impl Periods {
    /// The most that a run may take.
    pub(super) fn most(self) -> i64 {
        MOST_CALENDAR_DAYS / self.days
    }

    /// The last day of so many periods; of none, the day before the first begins.
    pub(super) fn last_day(self, periods: i64) -> Date {
        self.start.saturating_add(jiff::Span::new().days(periods * self.days - 1))
    }

    /// How many periods end on or before a date; `None` where it lies before the eve of the start.
    pub(super) fn by(self, date: Date) -> Option<i64> {
        let days = i64::from((date - self.start).get_days()) + 1;
        (days >= 0).then_some(days / self.days)
    }
}

impl Trial {
    /// How much of the period after so many others is worked, in [0, 1].
    pub(super) fn worked(&self, before: i64) -> f64 {
        ((before + 1) as f64 - self.stop).clamp(0.0, 1.0)
    }
}

/// Takes the periods of a trial from those that all trials may have.
pub(super) fn spend(work: &mut u64, periods: i64) -> Result<()> {
    *work += periods as u64;
    if *work <= MOST_WORK {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::Limit,
        "all runs together take more than 2^28 periods; take fewer trials, or count in longer periods",
    ))
}

impl Ready {
    pub(super) fn new(throughput: &Throughput) -> Result<Self> {
        let history = history(throughput)?;
        if !(1..=MOST_TRIALS).contains(&throughput.trials) {
            return fault(format!("{} trials: write 1 to {MOST_TRIALS}", throughput.trials));
        }
        if !(FIRST_DATE..=LAST_DATE).contains(&throughput.start) {
            return fault(format!("the start {} lies outside the years 1900 to 2200", throughput.start));
        }
        if let Blocks::Of(length) = throughput.blocks
            && !(1..=history.len()).contains(&length)
        {
            return fault(format!(
                "blocks of {length} periods do not fit into {}; write 1 to {}",
                history.len(),
                history.len()
            ));
        }
        let least = if throughput.known_pace { history.len() } else { least(history) };
        let dependence = Dependence::of(history, throughput.blocks, least);
        let (stability, warnings) = ThroughputWarning::of(history, &dependence);
        let resample = Resample {
            counts: history.to_vec(),
            block: dependence.block,
            least,
            known_pace: throughput.known_pace,
            seed: throughput.seed,
            stream: key("", Purpose::Throughput),
        };
        let periods = Periods { start: throughput.start, days: days(throughput.per)? };
        let (trials, happened) = trials(throughput)?;
        Ok(Self { resample, periods, dependence, stability, warnings, trials, happened })
    }
}

/// The periods that are resampled.
fn history(throughput: &Throughput) -> Result<&[u32]> {
    let all = &throughput.history[..];
    if all.is_empty() {
        return fault(
            "the history is empty; write how many items were finished in past periods, such as 3, 0, 5, 4",
        );
    }
    let history = match throughput.window {
        Some(0) => return fault("a window of no periods; write how many of the last ones to look at"),
        Some(window) => &all[all.len().saturating_sub(window)..],
        None => all,
    };
    if history.len() > MOST_HISTORY {
        return fault(format!(
            "{} periods are more than 10,000; look at the last ones only, with a window",
            history.len()
        ));
    }
    if let Some(count) = history.iter().find(|&&count| f64::from(count) > MOST_ITEMS) {
        return fault(format!("{count} items in a period are more than 100,000; count in larger pieces"));
    }
    if history.iter().all(|&count| count == 0) {
        let message = match all.iter().any(|&count| count > 0) {
            true => "no period of the window finished anything, so this never ends; look back further",
            false => {
                "no period of the history finished anything, so this never ends; look back further, to periods in which \
                 something was finished"
            }
        };
        return fault(message);
    }
    Ok(history)
}

/// The length of a period in whole calendar days.
pub(super) fn days(per: Option<Amount>) -> Result<i64> {
    let per = per.unwrap_or(Amount::weeks(1.0));
    let days = match per.unit {
        Unit::Days => per.value,
        Unit::Weeks => per.value * 7.0,
        Unit::Sprints => per.value * 14.0,
        Unit::Hours => {
            return fault(format!("a period of {per}; write whole days or weeks, such as \"1 week\""));
        }
    };
    if !((1.0..=MOST_DAYS).contains(&days) && days.fract() == 0.0) {
        return fault(format!(
            "a period of {per} is not 1 to {MOST_DAYS} whole calendar days; write such as \"1 week\""
        ));
    }
    Ok(days as i64)
}

/// A curve read trial by trial, with the numbers of a stream of its own.
struct Column {
    curve: Option<Curve>,
    words: Vec<u32>,
}

impl Column {
    fn at(&self, trial: usize) -> Option<f64> {
        let curve = self.curve.as_ref()?;
        Some(curve.quantile((f64::from(self.words[trial]) + 0.5) / 4_294_967_296.0).max(0.0))
    }
}

/// The luck of all trials, and how often each risk happened.
fn trials(throughput: &Throughput) -> Result<(Vec<Trial>, Vec<usize>)> {
    let curve = |spread: &Option<Spread<f64>>, quantity: Quantity, what: &str| {
        let fitted = spread.as_ref().map(|spread| fit(spread, throughput.range, quantity)).transpose();
        fitted.map_err(|misfit| Error::argument(format!("{what}: {}; {}", misfit.message, misfit.help)))
    };
    let words = |name: &str, purpose: Purpose| {
        let mut words = vec![0; throughput.trials];
        stream::fill(Level::best(), throughput.seed, key(name, purpose), 0, &mut words);
        words
    };
    let items = Column {
        curve: curve(&throughput.items, Quantity::Count, "the items")?,
        words: words("", Purpose::Items),
    };
    let split = Column {
        curve: curve(&throughput.split, Quantity::Split, "the split")?,
        words: words("", Purpose::Split),
    };
    let mut trials = Vec::with_capacity(throughput.trials);
    for trial in 0..throughput.trials {
        trials.push(Trial { needed: items.at(trial).unwrap_or(0.0), scale: 1.0, stop: 0.0 });
    }
    let mut happened = Vec::with_capacity(throughput.risks.len());
    let mut names = HashSet::new();
    for risk in &throughput.risks {
        let ThroughputRisk { name, chance, adds, scales, stops } = risk;
        let of = |what: &str| format!("risk {}: {what}", quoted(name));
        if !names.insert(name) {
            return fault(of("there is another of this name; give each its own"));
        }
        if !(0.0..=1.0).contains(&chance.get()) {
            return fault(of(&format!(
                "a chance of {} is not between 0 and 1; write 0.3 for 30%",
                chance.get()
            )));
        }
        let size = words(name, Purpose::Size);
        let column = |spread: &Option<Spread<f64>>, quantity: Quantity, what: &str| {
            Ok::<_, Error>(Column { curve: curve(spread, quantity, &of(what))?, words: size.clone() })
        };
        let adds = column(adds, Quantity::Count, "what it adds")?;
        let scales = column(scales, Quantity::Factor, "what it scales by")?;
        let stops = column(stops, Quantity::Duration, "how long it stops")?;
        let luck = words(name, Purpose::Happens);
        let threshold = chance.get() * 4_294_967_296.0;
        let mut count = 0;
        for (place, trial) in trials.iter_mut().enumerate() {
            if f64::from(luck[place]) < threshold {
                count += 1;
                trial.needed += adds.at(place).unwrap_or(0.0);
                trial.scale *= scales.at(place).unwrap_or(1.0);
                trial.stop += stops.at(place).unwrap_or(0.0);
            }
        }
        happened.push(count);
    }
    for (place, trial) in trials.iter_mut().enumerate() {
        let needed = trial.needed * split.at(place).unwrap_or(1.0);
        trial.needed = (needed * (1.0 - ROUNDING)).ceil();
        if !(trial.needed <= MOST_ITEMS) {
            return fault("this may be more than 100,000 items; count in larger pieces, the history too");
        }
    }
    Ok((trials, happened))
}

fn fault<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::argument(message))
}
