//! What holds for every plan.

use std::cell::Cell;
use std::collections::BTreeMap;

use landfall::{
    Code, ErrorKind, Estimate, Finish, Forecast, Lag, Link, Network, P5, P10, P25, P50, P75, P80, P85, P90,
    P95, Plan, Range, Risk, Severity, Simulation, Spread, Step, Trials,
};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::{oracle, plans};

const TRIALS: usize = 96;

/// The trials of a plan; one whose ranges are so wide that it leaves the axis, or whose tasks wait for each other's people for ever, says
/// nothing about the laws.
fn trials(network: &Network) -> Result<Trials, TestCaseError> {
    match Simulation::new().trials(TRIALS).run(network) {
        Err(error) if matches!(error.kind(), ErrorKind::Horizon | ErrorKind::Standstill) => {
            Err(TestCaseError::reject("no finish"))
        }
        trials => Ok(trials.unwrap()),
    }
}

/// The finishes of everything by name, and of the whole plan by the empty name.
fn finishes(plan: &Plan) -> Result<BTreeMap<String, Vec<i32>>, TestCaseError> {
    let trials = trials(&Network::new(plan).unwrap())?;
    let tasks = plan.tasks.iter().map(|task| task.name.clone());
    let names = tasks.chain(plan.milestones.iter().map(|milestone| milestone.name.clone()));
    let mut columns: BTreeMap<_, _> =
        names.enumerate().map(|(node, name)| (name, trials.finishes_of(node).unwrap())).collect();
    columns.insert(String::new(), trials.finishes().unwrap());
    Ok(columns)
}

fn sound(plan: &Plan) -> bool {
    plan.check().iter().all(|finding| finding.severity() == Severity::Warning)
}

fn never_earlier(before: &Plan, after: &Plan) -> Result<(), TestCaseError> {
    let (before, after) = (finishes(before)?, finishes(after)?);
    for (name, column) in &before {
        for (trial, (before, after)) in column.iter().zip(&after[name]).enumerate() {
            prop_assert!(after >= before, "{name:?} in trial {trial}: {before} became {after}");
        }
    }
    Ok(())
}

fn percentiles_are_in_order(finish: &Finish) -> Result<(), TestCaseError> {
    let all = [P5, P10, P25, P50, P75, P80, P85, P90, P95];
    for pair in all.windows(2) {
        prop_assert!(finish.days(pair[0]) <= finish.days(pair[1]));
        prop_assert!(finish.date(pair[0]) <= finish.date(pair[1]));
    }
    for percentile in all {
        let day = finish.date(percentile);
        prop_assert!(finish.odds_by(day).probability >= percentile.share());
        prop_assert!(finish.odds_by(day.yesterday().unwrap()).probability < percentile.share());
        if let Some((low, high)) = finish.interval(percentile) {
            prop_assert!(low <= finish.days(percentile) && finish.days(percentile) <= high);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(plans::config(128))]

    #[test]
    fn generated_plans_are_sound(plan in plans::plan()) {
        prop_assert!(sound(&plan), "{:?}", plan.check());
    }

    #[test]
    fn percentiles_rise_and_odds_agree_with_them(plan in plans::plan()) {
        let network = Network::new(&plan).unwrap();
        let forecast = Forecast::new(&network, &trials(&network)?);
        percentiles_are_in_order(forecast.finish())?;
        for milestone in forecast.milestones() {
            percentiles_are_in_order(&milestone.finish)?;
        }
        for task in forecast.tasks() {
            percentiles_are_in_order(task.finish.as_ref().unwrap())?;
        }
    }

    #[test]
    fn the_plan_ends_with_its_last_task_or_milestone(plan in plans::plan()) {
        let columns = finishes(&plan)?;
        for trial in 0..TRIALS {
            let latest = columns.iter().filter(|(name, _)| !name.is_empty()).map(|(_, column)| column[trial]).max();
            prop_assert_eq!(Some(columns[""][trial]), latest);
        }
    }

    #[test]
    fn a_new_dependency_never_makes_any_trial_earlier(
        plan in plans::plan(),
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
    ) {
        let (one, other) = (from.index(plan.tasks.len()), to.index(plan.tasks.len()));
        let (from, to) = (one.min(other), one.max(other));
        if from == to {
            return Ok(());
        }
        let mut linked = plan.clone();
        linked.tasks[to].after.push(Link::to(plan.tasks[from].name.clone()));
        never_earlier(&plan, &linked)?;
    }

    #[test]
    fn a_range_of_larger_numbers_never_makes_any_trial_earlier(
        plan in plans::plan(),
        task in any::<prop::sample::Index>(),
        factor in 1.0..3.0f64,
    ) {
        let mut longer = plan.clone();
        let takes = &mut longer.tasks[task.index(plan.tasks.len())].takes;
        match takes {
            Estimate::Spread(Spread::Range(range)) => {
                for end in [Some(&mut range.low), range.likely.as_mut(), Some(&mut range.high)].into_iter().flatten() {
                    end.value *= factor;
                }
            }
            // Only a range has ends to enlarge.
            _ => return Ok(()),
        }
        // The same shape times a factor; its place on the support moves by rounding, so a tick may be lost to that.
        let (before, after) = (finishes(&plan)?, finishes(&longer)?);
        for (name, column) in &before {
            for (before, after) in column.iter().zip(&after[name]) {
                prop_assert!(after + 1 >= *before, "{name:?}: {before} became {after}");
            }
        }
    }

    #[test]
    fn a_range_shifted_later_never_makes_any_trial_earlier(low in 0.0..20.0f64, width in 0.5..20.0f64, shift in 0.0..20.0f64) {
        let plan = |shift: f64| {
            let estimate = Estimate::days(low + shift..=low + width + shift).range(landfall::RangeMeaning::MinMax);
            Plan::new("", landfall::date(2027, 1, 4))
                .task(landfall::Task::new("a", estimate.clone()))
                .task(landfall::Task::new("b", estimate.likely(low + shift + width / 3.0)))
        };
        let (before, after) = (finishes(&plan(0.0))?, finishes(&plan(shift))?);
        for (name, column) in &before {
            for (before, after) in column.iter().zip(&after[name]) {
                prop_assert!(after + 1 >= *before, "{name:?}: {before} became {after}");
            }
        }
    }

    #[test]
    fn a_new_threat_never_makes_any_trial_earlier(
        plan in plans::plan(),
        chance in 0.0..=1.0f64,
        delay in plans::delay(true),
        scale in 1.0..3.0f64,
        task in any::<prop::sample::Index>(),
    ) {
        let name = plan.tasks[task.index(plan.tasks.len())].name.clone();
        let threat = Risk::new("threat", chance).delays(name, delay).scales("*", scale);
        never_earlier(&plan, &plan.clone().risk(threat))?;
    }

    #[test]
    fn the_order_in_the_file_changes_nothing(plan in plans::plan(), turn in 0usize..8) {
        let mut turned = plan.clone();
        let count = turned.tasks.len();
        turned.tasks.rotate_left(turn % count);
        turned.tasks.reverse();
        turned.milestones.reverse();
        turned.risks.reverse();
        turned.calendar.holidays.reverse();
        for task in &mut turned.tasks {
            task.after.reverse();
            task.needs.reverse();
            task.tags.reverse();
        }
        for risk in &mut turned.risks {
            risk.becomes.reverse();
            risk.scales.reverse();
            risk.delays.reverse();
        }
        prop_assert_eq!(finishes(&plan)?, finishes(&turned)?);
    }

    /// All that is uncertain in a group that errs as one has the one number.
    #[test]
    fn tasks_that_err_as_one_and_take_the_same_curve_take_the_same_time(takes in plans::estimate(), seed in any::<u64>()) {
        let plan = Plan::new("", landfall::date(2027, 1, 4)).correlation(1.0).sprint(landfall::Amount::weeks(2.0));
        let plan = plan.size("M", Estimate::weeks(1.0..=2.0));
        let plan = plan.task(landfall::Task::new("a", takes.clone())).task(landfall::Task::new("b", takes));
        let trials = Simulation::new().trials(TRIALS).seed(seed).run(&Network::new(&plan).unwrap());
        if let Ok(trials) = trials {
            prop_assert_eq!(trials.finishes_of(0), trials.finishes_of(1));
        }
    }

    #[test]
    fn a_link_holds_in_every_trial(plan in plans::plan()) {
        let network = Network::new(&plan).unwrap();
        let trials = trials(&network)?;
        let number = |name: &str| plan.tasks.iter().position(|task| task.name == name);
        for (node, task) in plan.tasks.iter().enumerate() {
            let starts = trials.starts_of(node).unwrap();
            for link in task.after.iter().chain(&task.needs).filter(|link| link.lag.is_none_or(|lag| matches!(lag, Lag::Time(amount) if amount.value >= 0.0))) {
                let finishes = trials.finishes_of(number(&link.task).unwrap()).unwrap();
                prop_assert!(starts.iter().zip(&finishes).all(|(start, finish)| start >= finish));
            }
        }
    }

    #[test]
    fn a_range_above_a_constant_never_makes_any_trial_earlier(days in 0.0..50.0f64, width in 0.0..5.0f64, scale in 1.0..9.0f64) {
        let plan = |estimate: Estimate| {
            Plan::new("", landfall::date(2027, 1, 4))
                .task(landfall::Task::new("a", estimate))
                .risk(Risk::new("r", 1.0).scales("a", scale))
        };
        let constant = plan(Estimate::days(days));
        let range = plan(Estimate::days(days..=days + width).range(landfall::RangeMeaning::MinMax));
        never_earlier(&constant, &range)?;
    }

    #[test]
    fn an_estimate_of_a_constant_never_varies(value in 0.0..500.0f64) {
        let range = Range::new(landfall::Amount::days(value), landfall::Amount::days(value));
        let plan = Plan::new("", landfall::date(2027, 1, 4))
            .task(landfall::Task::new("a", Estimate::Spread(Spread::Range(range))));
        let columns = finishes(&plan)?;
        let ticks = (value * 5760.0).round() as i32;
        prop_assert!(columns["a"].iter().all(|&finish| finish == ticks));
    }
}

// Plans with everything in them: curves with jumps take a while to be made.
proptest! {
    #![proptest_config(plans::config(40))]

    #[test]
    fn the_order_in_the_file_changes_nothing_whatever_is_in_it(plan in oracle::plans::plan(), turn in 0usize..8) {
        let mut turned = plan.clone();
        let count = turned.tasks.len();
        turned.tasks.rotate_left(turn % count);
        turned.milestones.reverse();
        turned.risks.reverse();
        turned.groups.reverse();
        for task in &mut turned.tasks {
            task.after.reverse();
            task.needs.reverse();
        }
        for group in &mut turned.groups {
            group.tasks.reverse();
        }
        prop_assert_eq!(finishes(&plan)?, finishes(&turned)?);
    }

    /// Without a risk means that its chance is 0 (METHOD 14).
    #[test]
    fn a_risk_that_never_happens_is_as_good_as_none(plan in oracle::plans::plan(), risk in any::<prop::sample::Index>()) {
        prop_assume!(!plan.risks.is_empty());
        let mut never = plan.clone();
        let place = risk.index(never.risks.len());
        let name = never.risks[place].name.clone();
        // Only where nothing else hangs on it: slices that follow its own, chances that depend on it, the place of what absorbs.
        let others = never.risks.iter().filter(|other| other.name != name);
        let depends = |other: &Risk| {
            other.given.as_ref().is_some_and(|given| given.risk == name)
                || (other.one_of.is_some() && other.one_of == never.risks[place].one_of)
                || (other.absorb.is_some() && other.absorb == never.risks[place].absorb)
        };
        prop_assume!(!others.clone().any(depends));
        never.risks[place].chance = 0.0.into();
        if let Some(given) = &mut never.risks[place].given {
            given.chance = 0.0.into();
        }
        let mut without = never.clone();
        without.risks.remove(place);
        prop_assert_eq!(finishes(&never)?, finishes(&without)?);
    }

    #[test]
    fn what_surely_exists_and_errs_by_itself_is_as_if_nothing_was_said(plan in oracle::plans::plan()) {
        let mut plain = plan.clone();
        let mut said = plan;
        plain.groups.clear();
        plain.estimates.correlation = None;
        said.groups.iter_mut().for_each(|group| group.correlation = 0.0);
        said.estimates.correlation = Some(0.0);
        plain.tasks.iter_mut().for_each(|task| task.exists = None);
        said.tasks.iter_mut().for_each(|task| task.exists = Some(1.0.into()));
        prop_assert_eq!(finishes(&plain)?, finishes(&said)?);
    }

    /// Where nothing is uncertain, the plan's own date is what every trial gives.
    #[test]
    fn without_uncertainty_the_plan_date_is_the_finish(plan in oracle::plans::plan(), days in proptest::collection::vec(0u32..400, 9)) {
        let mut plan = plan;
        for (place, task) in plan.tasks.iter_mut().enumerate() {
            task.takes = Estimate::days(f64::from(days[place]) / 10.0);
            // Half a chance or more is there on the plan date, less is not.
            task.exists = task.exists.map(|chance| if chance.get() >= 0.5 { 1.0 } else { 0.0 }.into());
        }
        let mut chances = plan.clone();
        for task in &mut chances.tasks {
            task.exists = task.exists.map(|chance| if chance.get() == 1.0 { 0.5 } else { 0.499 }.into());
        }
        plan.risks.clear();
        let network = Network::new(&plan).unwrap();
        let forecast = Forecast::new(&network, &trials(&network)?);
        prop_assert_eq!(forecast.plan_date().days, forecast.finish().days(P50));
        // Chances and risks are nothing to it.
        let network = Network::new(&chances).unwrap();
        let other = Forecast::new(&network, &trials(&network)?);
        prop_assert_eq!(other.plan_date().days, forecast.plan_date().days);
    }

    /// METHOD 18: nothing is known beforehand. Leads and percentages, which look at how much is left or at all that a task takes, are
    /// left out; so are risks that would change what a task takes by more than is added here.
    #[test]
    fn lengthening_a_task_changes_nothing_before_its_old_finish(
        plan in oracle::staff::plan_with_teams(),
        task in any::<prop::sample::Index>(),
        days in 1u32..40,
    ) {
        let mut plan = plan;
        let keep = |link: &mut Link| {
            link.lag = link.lag.filter(|lag| matches!(lag, Lag::Time(amount) if amount.value >= 0.0));
        };
        for task in &mut plan.tasks {
            task.after.iter_mut().chain(&mut task.needs).for_each(keep);
        }
        plan.milestones.iter_mut().for_each(|milestone| milestone.after.iter_mut().for_each(keep));
        let place = task.index(plan.tasks.len());
        let name = plan.tasks[place].name.clone();
        // The last of the changes, whatever the others are.
        let longer = Risk::new("zzz", 1.0).delays(name, Estimate::days(f64::from(days)));
        let longer = plan.clone().risk(longer);
        let run = |plan: &Plan| Simulation::new().trials(12).run(&Network::new(plan).unwrap());
        let (Ok(before), Ok(after)) = (run(&plan), run(&longer)) else {
            return Err(TestCaseError::reject("it does not end"));
        };
        let old = before.finishes_of(place).unwrap();
        let mut compared = 0;
        for node in 0..plan.tasks.len() + plan.milestones.len() {
            let columns = |trials: &Trials| [trials.finishes_of(node), trials.starts_of(node)];
            for (before, after) in columns(&before).into_iter().zip(columns(&after)) {
                let (Some(before), Some(after)) = (before, after) else { continue };
                for (trial, (&before, &after)) in before.iter().zip(&after).enumerate() {
                    if before < old[trial] || after < old[trial] {
                        prop_assert_eq!(before, after, "node {} in trial {}, old finish {}", node, trial, old[trial]);
                        compared += 1;
                    }
                }
            }
        }
        // Its own start at least, where it takes any time.
        prop_assert!(compared > 0 || old.iter().all(|&finish| finish <= before.starts_of(place).unwrap()[0]));
    }
}

/// What a plan is warned of as never acting could as well be left out, and the others of the same effect act as before.
#[test]
fn what_is_told_never_to_act_changes_nothing() {
    let told = Cell::new(0);
    let never_acts = |plan: Plan| {
        let mut without = plan.clone();
        for finding in plan.check().iter().filter(|finding| finding.code == Code::IdleEffect) {
            let [_, Step::Key(effect), Step::Key(key), Step::Key(selector)] = finding.path.steps() else {
                continue;
            };
            let effect = without.effects.iter_mut().find(|other| other.name == *effect).unwrap();
            let entries = if key == "slows" { &mut effect.slows } else { &mut effect.saves };
            entries.retain(|(other, _)| other != selector);
            told.set(told.get() + 1);
        }
        if plan == without {
            return Ok(());
        }
        prop_assert_eq!(finishes(&plan)?, finishes(&without)?);
        Ok(())
    };
    TestRunner::new(plans::config(400)).run(&oracle::staff::plan_with_teams(), never_acts).unwrap();
    assert!(told.get() >= 20, "told of {} only", told.get());
}
