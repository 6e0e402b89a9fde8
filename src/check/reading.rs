//! Amounts → working days, estimates → curves, as this plan reads them.

use std::collections::HashMap;

use crate::calendar::Calendar;
use crate::curve::{Curve, Cut, Misfit, Quantity, fit};
use crate::error::Code;
use crate::names::{Suggestions, quoted};
use crate::plan::{Amount, Estimate, Plan, RangeMeaning, Scale, Spread, Unit};
use crate::units::LONGEST_DAYS;

/// How a plan reads amounts and estimates.
pub(crate) struct Reading<'p> {
    hours_per_day: f64,
    days_per_week: f64,
    sprint_days: Option<f64>,
    meaning: RangeMeaning,
    sizes: &'p [(String, Estimate)],
    size_of: HashMap<&'p str, &'p Estimate>,
    suggestions: Suggestions,
}

/// An estimate as this plan reads it [working days].
#[derive(Debug, Clone, Copy, PartialEq)]
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
            sizes: &plan.estimates.sizes,
            size_of: plan
                .estimates
                .sizes
                .iter()
                .rev()
                .map(|(name, estimate)| (name.as_str(), estimate))
                .collect(),
            suggestions: Suggestions::default(),
        };
        reading.sprint_days = plan.estimates.sprint.map(|sprint| {
            let days = reading.days(sprint).unwrap_or(0.0);
            if days > 0.0 && days <= LONGEST_DAYS { days } else { 2.0 * reading.days_per_week }
        });
        reading
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
            Estimate::Spread(spread) => self.spread(spread, quantity).map(Some),
            Estimate::Size(name) => match self.size_of.get(name.as_str()) {
                Some(Estimate::Spread(spread)) => Ok(self.spread(spread, quantity).ok()),
                Some(Estimate::Size(_)) => Ok(None),
                None => Err(self.unknown_size(name)),
            },
        }
    }

    fn spread(&self, spread: &Spread<Amount>, quantity: Quantity) -> Result<Read, Misfit> {
        let days = spread.try_map(|amount| self.days(amount))?;
        let curve = fit(&days, self.meaning, quantity)?;
        Ok(Read::new(&days, curve, quantity))
    }

    /// The curve of a scale, as a factor.
    pub(crate) fn scale(&self, scale: &Scale) -> Result<Curve, Misfit> {
        fit(scale, self.meaning, Quantity::Factor)
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

impl Read {
    fn new(days: &Spread<f64>, curve: Curve, quantity: Quantity) -> Self {
        let (ends, likely) = match days {
            Spread::Range(range) => (Some((range.low, range.high)), range.likely),
            Spread::Moments(_) => (None, None),
        };
        let value = likely.unwrap_or_else(|| curve.quantile(0.5));
        let (low, high) = match days {
            Spread::Range(range) => (range.low, range.high),
            Spread::Moments(moments) => (moments.mean, moments.mean),
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
