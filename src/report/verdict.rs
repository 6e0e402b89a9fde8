//! What an alternative gains and what it pays, in sentences; never which one is best.

use jiff::civil::Date;

use super::changes::{Titles, effect, left_out};
use super::words::{amount, exact, list, moved, percent, plain, short_date};
use crate::compare::{Difference, WhatIf};
use crate::forecast::Forecast;
use crate::plan::Effect;
use crate::units::{P80, P95};

/// Odds that differ by less say nothing.
const LEAST_ODDS: f64 = 0.03;

/// Values and costs that differ by less than this share of the whole say nothing.
const LEAST_SHARE: f64 = 0.005;

/// Dates of value that lie closer say nothing.
const LEAST_CALENDAR_DAYS: i32 = 3;

/// What one plan gains against another, and what it pays; a sentence each.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Verdict {
    pub(super) gains: Vec<String>,
    pub(super) pays: Vec<String>,
}

/// "earlier in 77% of the runs, and later in 12%", the more frequent first.
pub(super) fn often(difference: &Difference) -> String {
    let mut both = [("earlier", difference.earlier().probability), ("later", difference.later().probability)];
    both.sort_by(|one, other| other.1.total_cmp(&one.1));
    let [(most, often), (least, seldom)] = both;
    match percent(seldom) {
        text if seldom >= 0.005 => format!("{most} in {} of the runs, and {least} in {text}", percent(often)),
        _ => format!("{most} in {} of the runs", percent(often)),
    }
}

impl Verdict {
    /// Of an alternative against the plan.
    pub(super) fn of(what_if: &WhatIf, base: &Forecast, titles: &Titles<'_>) -> Self {
        let mut verdict = Self::default();
        verdict.dates(what_if, base);
        verdict.targets(what_if, base);
        verdict.value(what_if.forecast(), base);
        verdict.money(what_if, base);
        if let Some(text) = left_out(what_if.dropped(), titles) {
            verdict.pays.push(format!("it is without {text}"));
        }
        verdict.effects(what_if.forecast(), base, titles);
        verdict
    }

    fn add(&mut self, is_gain: bool, text: String) {
        if is_gain { &mut self.gains } else { &mut self.pays }.push(text);
    }

    /// When the whole plan is finished.
    fn dates(&mut self, what_if: &WhatIf, base: &Forecast) {
        let difference = what_if.difference();
        let [likely, commit] = [P80, P95].map(|percentile| difference.shift(percentile));
        let dates =
            |percentile| (short_date(what_if.forecast().date(percentile)), short_date(base.date(percentile)));
        if likely.is_sure() && likely.days.get().abs() >= 0.5 {
            let is_gain = likely.days.get() < 0.0;
            let (new, old) = dates(P80);
            let text = format!(
                "the likely date (P80) is {new} instead of {old}, {}; it is {}",
                moved(likely.days.get()),
                often(difference)
            );
            self.add(is_gain, text);
        }
        // Where the far end moves the other way, that is the price of the near one.
        if commit.is_sure() && commit.days.get() * likely.days.get() < 0.0 && commit.days.get().abs() >= 0.5 {
            let (new, old) = dates(P95);
            self.add(
                commit.days.get() < 0.0,
                format!("the commit date (P95) is {new} instead of {old}, {}", moved(commit.days.get())),
            );
        }
    }

    /// Which targets hold more or less often, and which are others.
    fn targets(&mut self, what_if: &WhatIf, base: &Forecast) {
        let mut changes: Vec<(f64, String)> = Vec::new();
        for milestone in what_if.forecast().milestones() {
            let title = plain(&milestone.title);
            let Some(old) = base.milestone(&milestone.name) else { continue };
            match (old.target, milestone.target) {
                (Some(before), Some(now)) if before != now => {
                    let (now, before) = (short_date(now), short_date(before));
                    self.add(
                        milestone.target < old.target,
                        format!("the target of {title} is {now} instead of {before}"),
                    );
                }
                _ => {
                    let Some((new, old)) = milestone.on_time.zip(old.on_time) else { continue };
                    let (new, old) = (new.probability, old.probability);
                    changes.push((new - old, format!("{title} from {} to {}", percent(old), percent(new))));
                }
            }
        }
        for (is_gain, verb) in [(true, "rise"), (false, "fall")] {
            let texts: Vec<&str> = changes
                .iter()
                .filter(|(by, _)| by.abs() >= LEAST_ODDS && (*by > 0.0) == is_gain)
                .map(|(_, text)| text.as_str())
                .collect();
            if !texts.is_empty() {
                self.add(is_gain, format!("the odds of being on time {verb}: {}", list(&texts)));
            }
        }
    }

    /// What is delivered, and by when.
    fn value(&mut self, forecast: &Forecast, base: &Forecast) {
        let Some(of_base) = base.value() else { return };
        let (all, new) = (of_base.total(), forecast.value().map_or(0.0, |value| value.total()));
        if (new - all).abs() > LEAST_SHARE * all {
            let is_gain = new > all;
            let text = match is_gain {
                true => format!("it delivers {} of value in the end instead of {}", exact(new), exact(all)),
                false => format!(
                    "it never delivers {} of the {} that the plan is worth",
                    exact(all - new),
                    exact(all)
                ),
            };
            self.add(is_gain, text);
        }
        let most =
            |forecast: &Forecast| forecast.value().and_then(|value| value.delivered(0.8 * all).date(P80));
        let text = "80% of what the plan is worth is likely to be delivered (P80) by";
        match (most(forecast), most(base)) {
            (Some(new), Some(old)) if (new - old).get_days().abs() >= LEAST_CALENDAR_DAYS => {
                self.add(new < old, format!("{text} {} instead of {}", short_date(new), short_date(old)));
            }
            (None, Some(old)) => {
                self.pays.push(format!(
                    "80% of what the plan is worth, which comes by {} as planned (P80), is never delivered",
                    short_date(old)
                ));
            }
            _ => {}
        }
    }

    /// Cost, cost of delay and the budget.
    fn money(&mut self, what_if: &WhatIf, base: &Forecast) {
        let old = base.cost().map_or(0.0, |cost| cost.mean());
        if let Some(more) = what_if.cost().filter(|more| more.abs() > LEAST_SHARE * old) {
            let (is_gain, how) = (more < 0.0, if more < 0.0 { "less" } else { "more" });
            self.add(
                is_gain,
                format!(
                    "it costs {} {how} on average ({} instead of {})",
                    amount(more.abs()),
                    amount(old + more),
                    amount(old)
                ),
            );
        }
        let of = |forecast: &Forecast| forecast.cost_of_delay().unwrap_or(0.0);
        let (new, old) = (of(what_if.forecast()), of(base));
        // What a delay costs says something where it is a delay against the same target, at the same price.
        let price = |forecast: &Forecast| -> Vec<(String, Option<Date>, Option<f64>)> {
            let of = forecast
                .plan()
                .milestones
                .iter()
                .filter(|milestone| base.milestone(&milestone.name).is_some());
            of.map(|milestone| (milestone.name.clone(), milestone.target, milestone.value_per_week)).collect()
        };
        let same = price(what_if.forecast()).iter().all(|of| price(base).contains(of));
        if same && (new - old).abs() > LEAST_SHARE * old.max(new) {
            self.add(
                new < old,
                format!("its delay costs {} on average instead of {}", amount(new), amount(old)),
            );
        }
    }

    /// Effects that it brings or does without: what is slower, or no longer faster.
    fn effects(&mut self, forecast: &Forecast, base: &Forecast, titles: &Titles<'_>) {
        let (new, old) = (&forecast.plan().effects, &base.plan().effects);
        let told = |effect: &Effect| titles.get("effect", &effect.name);
        for of in new.iter().filter(|effect| !old.contains(effect)) {
            let text = format!("{}: {}", told(of), effect(of, titles));
            if !of.slows.is_empty() {
                self.pays.push(text);
            } else if !of.saves.is_empty() {
                self.gains.push(text);
            }
        }
        for of in old.iter().filter(|of| !new.iter().any(|other| other.name == of.name)) {
            let text = format!("no longer {}: {}", told(of), effect(of, titles));
            if !of.saves.is_empty() {
                self.pays.push(text);
            } else if !of.slows.is_empty() {
                self.gains.push(text);
            }
        }
    }
}
