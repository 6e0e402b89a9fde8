//! Amounts → working days, estimates → curves, as this plan reads them.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::calibration::correction;
use crate::calendar::Calendar;
use crate::curve::{Backlog, Correction, Curve, Cut, Misfit, Quantity, fit, fit_any};
use crate::error::Code;
use crate::names::{Suggestions, quoted};
use crate::plan::{Amount, Estimate, Items, Plan, RangeMeaning, Scale, Spread, Unit, Weighted};
use crate::units::LONGEST_DAYS;

/// How a plan reads amounts and estimates.
pub(crate) struct Reading<'p> {
    hours_per_day: f64,
    days_per_week: f64,
    sprint_days: Option<f64>,
    meaning: RangeMeaning,
    /// How ranges of durations are corrected.
    correction: Option<Correction>,
    sizes: &'p [(String, Estimate)],
    size_of: HashMap<&'p str, &'p Estimate>,
    suggestions: Suggestions,
    /// How much may still be computed for estimates by items and throughput, in sums of two numbers.
    work: Cell<u64>,
    /// The curves of items that were computed, by where the items stand: a size of items is read for each of its tasks.
    counted: RefCell<HashMap<*const Items, Read>>,
    /// What sizes were read as: many tasks have the same.
    sized: RefCell<HashMap<(*const Estimate, Quantity), Option<Read>>>,
}

/// What may be computed for the estimates by items and throughput of a plan: a second or so.
const MOST_WORK: u64 = 1 << 29;

/// What no draw lies above.
const SURELY: f64 = 1.0 - 1.0 / (1u64 << 33) as f64;

/// How deep possibilities may lie within possibilities.
pub(super) const DEEPEST: usize = 16;

/// An estimate as this plan reads it [working days].
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Read {
    pub(crate) curve: Curve,
    /// The value for the plan date: `likely` where it was said, else the median (METHOD 27).
    pub(crate) plan_value: f64,
    /// The two ends in working days, where the estimate is a range.
    pub(crate) ends: Option<(f64, f64)>,
    /// Beyond which values count as 0.
    pub(crate) cut: Cut,
}

impl<'p> Reading<'p> {
    pub(crate) fn new(plan: &'p Plan) -> Self {
        // Where a setting is bad, which is reported where it stands, amounts are read with the default: no fault follows from it.
        let default = Calendar::default();
        let hours = plan.calendar.hours_per_day;
        let week = if plan.calendar.week.len() == 0 { default.week } else { plan.calendar.week };
        let mut reading = Self {
            hours_per_day: if hours > 0.0 && hours <= 24.0 { hours } else { default.hours_per_day },
            days_per_week: week.len() as f64,
            sprint_days: None,
            meaning: plan.estimates.range,
            correction: correction(plan),
            sizes: &plan.estimates.sizes,
            size_of: plan
                .estimates
                .sizes
                .iter()
                .rev()
                .map(|(name, estimate)| (name.as_str(), estimate))
                .collect(),
            suggestions: Suggestions::default(),
            work: Cell::new(MOST_WORK),
            counted: RefCell::default(),
            sized: RefCell::default(),
        };
        reading.sprint_days = plan.estimates.sprint.map(|sprint| {
            let days = reading.days(sprint).unwrap_or(0.0);
            if days > 0.0 && days <= LONGEST_DAYS { days } else { 2.0 * reading.days_per_week }
        });
        reading
    }

    /// An estimate that always takes so many working days, whatever estimates are corrected by.
    pub(crate) fn exactly(&self, days: f64) -> Estimate {
        match self.correction {
            None => Estimate::days(days),
            // What was measured is not corrected.
            Some(_) => Estimate::Spread(Spread::History(vec![Amount::days(days)])),
        }
    }

    /// An amount in working days.
    pub(crate) fn days(&self, amount: Amount) -> Result<f64, Misfit> {
        Ok(match amount.unit {
            Unit::Hours => amount.value / self.hours_per_day,
            Unit::Days => amount.value,
            Unit::Weeks => amount.value * self.days_per_week,
            Unit::Sprints => {
                let length = self.sprint_days.ok_or_else(|| Misfit {
                    code: Code::NoSprint,
                    message: "the plan does not say how long a sprint is".to_owned(),
                    help: "add sprint = \"2 weeks\" under [estimates]".to_owned(),
                })?;
                amount.value * length
            }
        })
    }

    /// The curve of an estimate [working days].
    ///
    /// # Errors
    ///
    /// When it is no curve; `Ok(None)` when it is a size whose own estimate is none, which is reported there.
    pub(crate) fn estimate(&self, estimate: &Estimate, quantity: Quantity) -> Result<Option<Read>, Misfit> {
        match estimate {
            Estimate::Size(name) => match self.size_of.get(name.as_str()) {
                Some(&size) => self.size(size, quantity),
                None => Err(self.unknown_size(name)),
            },
            _ => self.nested(estimate, quantity, DEEPEST),
        }
    }

    /// The curve of a size.
    fn size(&self, size: &Estimate, quantity: Quantity) -> Result<Option<Read>, Misfit> {
        let key = (std::ptr::from_ref(size), quantity);
        if let Some(read) = self.sized.borrow().get(&key) {
            return Ok(read.clone());
        }
        let read = match self.made_of_amounts(size, quantity, DEEPEST) {
            Err(fault) if fault.code == Code::PlanLimit => return Err(fault),
            // What else is wrong with a size, one that is made of sizes included, is reported where it is defined.
            read => read.ok().flatten(),
        };
        self.sized.borrow_mut().insert(key, read.clone());
        Ok(read)
    }

    /// The curve of an estimate that may not name a size.
    fn made_of_amounts(
        &self,
        estimate: &Estimate,
        quantity: Quantity,
        depth: usize,
    ) -> Result<Option<Read>, Misfit> {
        match estimate {
            Estimate::Size(_) => Ok(None),
            Estimate::Any(parts) => {
                self.any(parts, |part| self.made_of_amounts(part, quantity, shallower(depth)?))
            }
            _ => self.nested(estimate, quantity, depth),
        }
    }

    fn nested(&self, estimate: &Estimate, quantity: Quantity, depth: usize) -> Result<Option<Read>, Misfit> {
        match estimate {
            Estimate::Size(_) => self.estimate(estimate, quantity),
            Estimate::Spread(spread) => self.spread(spread, quantity).map(Some),
            Estimate::Any(parts) => self.any(parts, |part| self.nested(part, quantity, shallower(depth)?)),
            Estimate::Items(items) => self.items(items).map(Some),
        }
    }

    fn spread(&self, spread: &Spread<Amount>, quantity: Quantity) -> Result<Read, Misfit> {
        let days = spread.try_map(|amount| self.days(amount))?;
        let curve = fit(&days, self.meaning, quantity)?;
        let mut read = Read::new(&days, curve, quantity);
        if let Some(correction) = &self.correction
            && quantity == Quantity::Duration
            // What was measured needs no correction.
            && !matches!(spread, Spread::History(_))
        {
            read.curve = correction.apply(read.curve);
        }
        Ok(read)
    }

    /// The curve of one or the other, each read by `read`.
    fn any<T>(
        &self,
        parts: &[Weighted<T>],
        read: impl Fn(&T) -> Result<Option<Read>, Misfit>,
    ) -> Result<Option<Read>, Misfit> {
        let mut curves = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(read) = read(&part.takes)? else { return Ok(None) };
            curves.push((part.weight, read.curve, read.cut));
        }
        // What all parts cut, the whole cuts.
        let cut = match curves.first() {
            Some(&(_, _, first)) if curves.iter().all(|&(_, _, cut)| cut == first) => {
                curves.iter_mut().for_each(|(_, _, cut)| *cut = Cut::Nothing);
                first
            }
            _ => Cut::Nothing,
        };
        let curve = fit_any(curves)?;
        let median = curve.quantile(0.5);
        let plan_value = if cut == Cut::Below { median.max(0.0) } else { median };
        Ok(Some(Read { curve, plan_value, ends: None, cut }))
    }

    /// The curve of the time that so many items take.
    fn items(&self, items: &Items) -> Result<Read, Misfit> {
        if let Some(read) = self.counted.borrow().get(&std::ptr::from_ref(items)) {
            return Ok(read.clone());
        }
        let per = match items.per {
            Some(per) => self.days(per)?,
            None => self.days_per_week,
        };
        if !(per > 0.0 && per <= LONGEST_DAYS) {
            return Err(Misfit {
                code: Code::NumberOutOfBounds,
                message: "the length of a period is no time".to_owned(),
                help: "write per = \"1 week\", or another time above 0".to_owned(),
            });
        }
        let count = fit(&items.items, self.meaning, Quantity::Count)?;
        let split = match &items.split {
            Some(split) => fit(split, self.meaning, Quantity::Split)?,
            None => Curve::Constant(1.0),
        };
        let backlog = Backlog { items: &count, split: &split, throughput: &items.throughput, per };
        let curve = backlog.curve(&self.work)?;
        let plan_value = curve.quantile(0.5);
        let read = Read { curve, plan_value, ends: None, cut: Cut::Below };
        self.counted.borrow_mut().insert(std::ptr::from_ref(items), read.clone());
        Ok(read)
    }

    /// The curve of a scale, as a factor, whose part below 0 counts as 0.
    pub(crate) fn scale(&self, scale: &Scale) -> Result<Curve, Misfit> {
        self.nested_scale(scale, Quantity::Factor, DEEPEST)
    }

    /// The curve of a share of a whole, between 0 and 1 (METHOD 9).
    pub(crate) fn share(&self, share: &Scale) -> Result<Curve, Misfit> {
        let curve = self.nested_scale(share, Quantity::Share, DEEPEST)?;
        match curve.quantile(SURELY) {
            most if most <= 1.0 => Ok(curve),
            _ => Err(Misfit {
                code: Code::NumberOutOfBounds,
                message: "the curve of this share reaches beyond 100%".to_owned(),
                help: "write two ends, or range = \"min-max\"".to_owned(),
            }),
        }
    }

    /// The curve of what is added to a time, as a share.
    pub(crate) fn slow(&self, slow: &Scale) -> Result<Curve, Misfit> {
        self.nested_scale(slow, Quantity::Surplus, DEEPEST)
    }

    fn nested_scale(&self, scale: &Scale, quantity: Quantity, depth: usize) -> Result<Curve, Misfit> {
        match scale {
            Scale::Spread(spread) => fit(spread, self.meaning, quantity),
            Scale::Any(parts) => {
                let depth = shallower(depth)?;
                let curves = parts.iter().map(|part| {
                    Ok((part.weight, self.nested_scale(&part.takes, quantity, depth)?, Cut::Nothing))
                });
                fit_any(curves.collect::<Result<_, Misfit>>()?)
            }
        }
    }

    fn unknown_size(&self, name: &str) -> Misfit {
        let names = || self.sizes.iter().map(|(size, _)| size.as_str());
        let help = self.suggestions.did_you_mean(name, names).unwrap_or_else(|| {
            match names().take(20).collect::<Vec<_>>()[..] {
                [] => "write an amount, such as \"2-3 weeks\" or \"5 days\"".to_owned(),
                ref names => format!(
                    "write an amount, such as \"2-3 weeks\", or one of the sizes {}",
                    names.join(", ")
                ),
            }
        });
        let message = format!("{} is neither an amount nor a size of this plan", quoted(name));
        Misfit { code: Code::UnknownSize, message, help }
    }
}

/// One step deeper into possibilities within possibilities.
fn shallower(depth: usize) -> Result<usize, Misfit> {
    depth.checked_sub(1).ok_or_else(|| Misfit {
        code: Code::PlanLimit,
        message: format!("possibilities lie more than {DEEPEST} deep within possibilities"),
        help: "write one list of them".to_owned(),
    })
}

impl Read {
    fn new(days: &Spread<f64>, curve: Curve, quantity: Quantity) -> Self {
        let (ends, likely) = match days {
            Spread::Range(range) => (Some((range.low, range.high)), range.likely),
            _ => (None, None),
        };
        let value = likely.unwrap_or_else(|| curve.quantile(0.5));
        let (low, high) = match days {
            Spread::Range(range) => (range.low, range.high),
            Spread::Moments(moments) => (moments.mean, moments.mean),
            Spread::Percentiles(points) => (points[0].1, points[points.len() - 1].1),
            Spread::History(values) => {
                let low = values.iter().copied().fold(f64::INFINITY, f64::min);
                (low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
            }
        };
        // A delay whose numbers are all on one side of 0 stays there; only one with ends of opposite sign crosses it.
        let cut = if quantity == Quantity::Duration || low >= 0.0 {
            Cut::Below
        } else if high <= 0.0 {
            Cut::Above
        } else {
            Cut::Nothing
        };
        let plan_value = if quantity == Quantity::Duration { value.max(0.0) } else { value };
        Self { curve, plan_value, ends, cut }
    }
}
