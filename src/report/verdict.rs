//! What an alternative gains and what it pays, in sentences; never which one is best.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::changes::{Titles, effect, left_out};
use super::words::{amount, amounts, list, moved, percent, plain, short_date};
use super::worth::{costs, delivered};
use crate::compare::{Difference, Shift, WhatIf};
use crate::forecast::Forecast;
use crate::plan::{Effect, Milestone, Team};
use crate::units::{P80, P95, Percentile};

/// Dates that move by less say nothing [working days].
const LEAST_DAYS: f64 = 0.5;

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

/// "5 Nov 2027 instead of 26 Nov 2027, 15 working days earlier", as counted between the dates.
fn between(new: &Forecast, old: &Forecast, percentile: Percentile, days: f64) -> String {
    let (after, before) = (new.date(percentile), old.date(percentile));
    match days_between(new, old, percentile) {
        0 => format!("{} on the same day, {}", moved(days), short_date(after)),
        days => {
            format!("{} instead of {}, {}", short_date(after), short_date(before), moved(days as f64))
        }
    }
}

/// The working days from the date of one plan to that of another, below 0 where the first is earlier.
pub(super) fn days_between(new: &Forecast, old: &Forecast, percentile: Percentile) -> i64 {
    let days = old.finish().working_days();
    let (after, before) = (new.date(percentile), old.date(percentile));
    if after < before { -days.between(after, before) } else { days.between(before, after) }
}

/// When one plan is finished against another.
fn dates_between(new: &Forecast, old: &Forecast, difference: &Difference) -> Vec<String> {
    let date = match difference.shift(P80) {
        shift if shift.is_sure() && shift.days.get().abs() >= LEAST_DAYS => {
            format!("the likely date (P80) is {}", between(new, old, P80, shift.days.get()))
        }
        _ => "the likely date (P80) hardly moves".to_owned(),
    };
    vec![date, format!("it is {}", often(difference))]
}

/// One alternative against that which it is built on: dates, value and cost.
pub(super) fn between_two(new: &Forecast, old: &Forecast, difference: &Difference) -> String {
    let dates = match difference.same().probability {
        1.0 => vec!["the same date in every run".to_owned()],
        _ => dates_between(new, old, difference),
    };
    let mut texts = dates;
    for (verb, new, old) in [("delivers", delivered(new), delivered(old)), ("costs", costs(new), costs(old))]
    {
        if (new - old).abs() > LEAST_SHARE * old.max(new) {
            let more = if new > old { "more" } else { "less" };
            texts.push(format!("it {verb} {} {more}", amount((new - old).abs())));
        }
    }
    texts.join("; ")
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
        let tells = |shift: Shift| shift.is_sure() && shift.days.get().abs() >= LEAST_DAYS;
        let moves =
            |percentile, shift: Shift| between(what_if.forecast(), base, percentile, shift.days.get());
        if tells(likely) {
            let text =
                format!("the likely date (P80) is {}; it is {}", moves(P80, likely), often(difference));
            self.add(likely.days.get() < 0.0, text);
        } else {
            let (earlier, later) = (difference.earlier().probability, difference.later().probability);
            if (earlier - later).abs() >= LEAST_ODDS {
                self.add(
                    earlier > later,
                    format!("it is {}, while the likely date (P80) hardly moves", often(difference)),
                );
            }
        }
        // The far end is told where the near one does not tell of it: it moves the other way, alone, or much more.
        let (near, far) = (if tells(likely) { likely.days.get() } else { 0.0 }, commit.days.get());
        if tells(commit) && (far * near <= 0.0 || far.abs() > 2.0 * near.abs()) {
            self.add(far < 0.0, format!("the commit date (P95) is {}", moves(P95, commit)));
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
        let (new, old) = (delivered(forecast), delivered(base));
        if (new - old).abs() > LEAST_SHARE * old.max(new) {
            let more = if new > old { "more" } else { "less" };
            let [now, before, by] = amounts(new, old);
            let text = format!("it delivers {by} {more} of value in the end ({now} instead of {before})");
            self.add(new > old, text);
        }
        let Some(all) = base.value().map(|value| value.total()).filter(|&all| all > 0.0) else { return };
        let most = |forecast: &Forecast| forecast.value().map(|value| value.delivered(0.8 * all));
        let date = |forecast: &Forecast| most(forecast).and_then(|delivered| delivered.date(P80));
        match (date(forecast), date(base)) {
            (Some(new), Some(old)) if (new - old).get_days().abs() >= LEAST_CALENDAR_DAYS => {
                let text = "80% of what the plan is worth is likely (P80) to be delivered by";
                self.add(new < old, format!("{text} {} instead of {}", short_date(new), short_date(old)));
            }
            (None, Some(old)) => {
                let often = match most(forecast).map_or(0.0, |delivered| delivered.reached()) {
                    0.0 => "never delivered".to_owned(),
                    reached => format!("delivered in only {} of the runs", percent(reached)),
                };
                let old = short_date(old);
                self.pays.push(format!(
                    "80% of what the plan is worth, which comes by {old} as planned (P80), is {often}"
                ));
            }
            _ => {}
        }
    }

    /// Cost, cost of delay, and people whose idle time costs nothing.
    fn money(&mut self, what_if: &WhatIf, base: &Forecast) {
        let old = costs(base);
        if let Some(more) = what_if.cost().filter(|more| more.abs() > LEAST_SHARE * old.max(old + more)) {
            let how = if more < 0.0 { "less" } else { "more" };
            let [now, before, by] = amounts(old + more, old);
            self.add(more < 0.0, format!("it costs {by} {how} on average ({now} instead of {before})"));
        }
        // What a delay costs says something where both have the same milestones, with the same targets, at the same price.
        let priced = |forecast: &Forecast| -> BTreeMap<String, (Option<Date>, Option<u64>)> {
            let priced =
                forecast.plan().milestones.iter().filter(|milestone| milestone.value_per_week.is_some());
            let of = |of: &Milestone| (of.name.clone(), (of.target, of.value_per_week.map(f64::to_bits)));
            priced.map(of).collect()
        };
        let of = |forecast: &Forecast| forecast.cost_of_delay().unwrap_or(0.0);
        let (new, late) = (of(what_if.forecast()), of(base));
        if (new - late).abs() > LEAST_SHARE * late.max(new) && priced(what_if.forecast()) == priced(base) {
            self.add(
                new < late,
                format!("its delay costs {} on average instead of {}", amount(new), amount(late)),
            );
        }
        for team in &what_if.forecast().plan().teams {
            let most = |team: &Team| {
                u64::from(team.people) + team.joins.iter().map(|join| u64::from(join.people)).sum::<u64>()
            };
            let old = base.plan().teams.iter().find(|other| other.name == team.name).map_or(0, most);
            let title = plain(team.title.as_deref().unwrap_or(&team.name));
            let people =
                |count: u64| if count == 1 { "1 person".to_owned() } else { format!("{count} people") };
            match most(team) {
                new if new > old => self.pays.push(format!(
                    "it takes {} more in {title}; only the days that they work on these tasks are in the cost",
                    people(new - old)
                )),
                new if new < old => self.gains.push(format!("it takes {} less in {title}", people(old - new))),
                _ => {}
            }
        }
    }

    /// Effects that it brings or does without: what is slower, or no longer faster.
    fn effects(&mut self, forecast: &Forecast, base: &Forecast, titles: &Titles<'_>) {
        let (new, old) = (&forecast.plan().effects, &base.plan().effects);
        let told = |effect: &Effect| titles.get("effect", &effect.name);
        // One that is only changed is told among the changes: whether it is better or worse depends.
        for of in new.iter().filter(|of| !old.iter().any(|other| other.name == of.name)) {
            let text = format!("\"{}\": {}", told(of), effect(of, titles));
            if !of.slows.is_empty() {
                self.pays.push(text);
            } else if !of.saves.is_empty() {
                self.gains.push(text);
            }
        }
        for of in old.iter().filter(|of| !new.iter().any(|other| other.name == of.name)) {
            let text = format!("no longer \"{}\": {}", told(of), effect(of, titles));
            if !of.saves.is_empty() {
                self.pays.push(text);
            } else if !of.slows.is_empty() {
                self.gains.push(text);
            }
        }
    }
}
