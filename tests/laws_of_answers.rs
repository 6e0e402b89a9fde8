//! What the answers are of the trials, whatever the plan: each told number found again by its definition (METHOD 3, 22, 23, 25, 26, 27, 31).

use landfall::{
    Amount, Change, Date, Effect, ErrorKind, Estimate, Explanation, Finish, Forecast, Interrupt, Network,
    Percentile, Plan, Risk, Sampling, Simulation, TICKS_PER_DAY, Task, TaskField, Team, TeamCalendar, Trials,
    date,
};
use proptest::prelude::*;
use proptest::sample::select;
use statrs::distribution::{Binomial, DiscreteCDF};

use crate::{oracle, plans};

const DAY: f64 = TICKS_PER_DAY as f64;

fn run(network: &Network, simulation: &Simulation<'_>) -> Result<Trials, TestCaseError> {
    match simulation.run(network) {
        Err(error) if matches!(error.kind(), ErrorKind::Horizon | ErrorKind::Standstill) => {
            Err(TestCaseError::reject("beyond the axis"))
        }
        trials => Ok(trials.unwrap()),
    }
}

/// A percentile in whole ten-thousandths, and the rank of its sample among so many.
fn percentile(part: usize, n: usize) -> (Percentile, usize) {
    (Percentile::new(part as f64 / 100.0).unwrap(), (n * part).div_ceil(10_000))
}

fn sorted(mut ticks: Vec<i32>) -> Vec<i32> {
    ticks.sort_unstable();
    ticks
}

/// The working days of a plan from its start on, as many as so many ticks need.
struct Days(Vec<Date>);

impl Days {
    fn new(plan: &Plan, most: i32) -> Self {
        let (worked, mut day, mut dates) = (plan.calendar.working_days().unwrap(), plan.start, Vec::new());
        while dates.len() <= (most / TICKS_PER_DAY) as usize {
            dates.extend(worked.is_worked(day).then_some(day));
            day = day.tomorrow().unwrap();
        }
        Self(dates)
    }

    /// What ends with a day is finished on it.
    fn finish(&self, ticks: i32) -> Date {
        self.0[(ticks - 1).max(0).div_euclid(TICKS_PER_DAY) as usize]
    }

    /// What begins there, on the next.
    fn start(&self, ticks: i32) -> Date {
        self.0[ticks.div_euclid(TICKS_PER_DAY) as usize]
    }
}

/// A share and its 95% interval (Wilson 1927).
fn wilson(hits: usize, n: usize) -> (f64, f64, f64) {
    let (n, p, z) = (n as f64, hits as f64 / n as f64, 1.959_963_984_540_054);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt() / (1.0 + z * z / n);
    (p, middle - half, middle + half)
}

fn near(found: f64, wanted: f64) -> bool {
    (found - wanted).abs() <= 1e-9 * (1.0 + wanted.abs())
}

/// The largest r with P(Bin(n, p) <= r - 1) <= 2.5%, and the smallest s with P(Bin(n, p) >= s) <= 2.5%.
fn interval_ranks(percentile: Percentile, n: usize) -> Option<(usize, usize)> {
    let binomial = Binomial::new(percentile.share(), n as u64).unwrap();
    let low = (1..=n).rev().find(|&r| binomial.cdf(r as u64 - 1) <= 0.025);
    let high = (1..=n).find(|&s| binomial.sf(s as u64 - 1) <= 0.025);
    low.zip(high)
}

/// A finish against its outcomes, in order, with the ranks of its interval.
fn says_what_its_outcomes_say(
    days: &Days,
    finish: &Finish,
    outcomes: &[i32],
    (percentile, rank): (Percentile, usize),
    interval: Option<(usize, usize)>,
) -> Result<(), TestCaseError> {
    let sample = |rank: usize| outcomes[rank - 1];
    let work_days = |rank: usize| f64::from(sample(rank)) / DAY;
    prop_assert_eq!(finish.days(percentile).get(), work_days(rank), "{}", percentile);
    let date = days.finish(sample(rank));
    prop_assert_eq!(finish.date(percentile), date, "{}", percentile);
    let found = finish.interval(percentile).map(|(low, high)| (low.get(), high.get()));
    prop_assert_eq!(found, interval.map(|(low, high)| (work_days(low), work_days(high))), "{}", percentile);
    for day in [date, date.yesterday().unwrap()] {
        let hits = outcomes.iter().filter(|&&ticks| days.finish(ticks) <= day).count();
        let (odds, wanted) = (finish.odds_by(day), wilson(hits, outcomes.len()));
        let ends = [odds.low - wanted.1, odds.high - wanted.2];
        prop_assert_eq!(odds.probability, wanted.0);
        prop_assert!(ends.iter().all(|off| off.abs() < 1e-9), "{:?} and not {:?}", odds, wanted);
    }
    Ok(())
}

/// Average ranks of values, those that are equal sharing theirs.
fn ranks(values: &[i32]) -> Vec<f64> {
    let rank = |value: i32| {
        let below = values.iter().filter(|&&other| other < value).count() as f64;
        let same = values.iter().filter(|&&other| other == value).count() as f64;
        below + (same + 1.0) / 2.0
    };
    values.iter().map(|&value| rank(value)).collect()
}

fn mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.into_iter().collect();
    values.iter().sum::<f64>() / values.len() as f64
}

fn covariance(one: &[f64], other: &[f64]) -> f64 {
    let (mean_one, mean_other) = (mean(one.iter().copied()), mean(other.iter().copied()));
    let products = one.iter().zip(other).map(|(one, other)| (one - mean_one) * (other - mean_other));
    products.sum::<f64>() / (one.len() - 1) as f64
}

/// The standard deviation of the one over that of the other; none where that is 0.
fn sd_ratio(one: &[i32], other: &[i32]) -> Option<f64> {
    let sd = |values: &[i32]| {
        let values: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
        covariance(&values, &values).sqrt()
    };
    (sd(other) > 0.0).then(|| sd(one) / sd(other))
}

fn spearman(one: &[i32], other: &[i32]) -> Option<f64> {
    let (one, other) = (ranks(one), ranks(other));
    let scale = (covariance(&one, &one) * covariance(&other, &other)).sqrt();
    (scale > 0.0).then(|| covariance(&one, &other) / scale)
}

const TRIALS: usize = 100;

/// An explanation of a plan and the trials it is made of; nothing where it leaves the axis.
fn explained(plan: &Plan) -> Option<(Explanation, Trials)> {
    let simulation = Simulation::new().trials(TRIALS).threads(1).sampling(Sampling::Random);
    let why = simulation.explain(plan).ok()?;
    Some((why, simulation.run(&Network::new(plan).unwrap()).unwrap()))
}

/// METHOD 25: SSI and CRI of the plan's finish.
fn indices_are_those_of_the_trials(plan: &Plan) -> Result<(), TestCaseError> {
    let Some((why, trials)) = explained(plan) else { return Ok(()) };
    let finishes = trials.finishes().unwrap();
    for (node, task) in why.way().tasks.iter().enumerate() {
        let starts = trials.starts_of(node).unwrap();
        let takes: Vec<i32> = trials
            .finishes_of(node)
            .unwrap()
            .iter()
            .zip(&starts)
            .map(|(finish, start)| finish - start)
            .collect();
        let ssi = sd_ratio(&takes, &finishes).map(|ratio| task.criticality * ratio);
        let same = |found: Option<f64>, wanted: Option<f64>| match (found, wanted) {
            (Some(found), Some(wanted)) => near(found, wanted),
            (found, wanted) => found.is_none() && wanted.is_none(),
        };
        prop_assert!(same(task.ssi, ssi), "SSI {:?} and not {ssi:?}: {}", task.ssi, task.name);
        let cri = spearman(&takes, &finishes).map(f64::abs);
        prop_assert!(same(task.cri, cri), "CRI {:?} and not {cri:?}: {}", task.cri, task.name);
    }
    Ok(())
}

/// How each task of a chain is estimated, and what the plan date counts it as [days].
fn estimate_with_plan_value() -> impl Strategy<Value = (Estimate, f64)> {
    let ends = (1u32..200, 1.2..4.0f64)
        .prop_map(|(low, times)| (f64::from(low) / 10.0, f64::from(low) / 10.0 * times));
    prop_oneof![
        (ends.clone(), 0.0..=1.0f64).prop_map(|((low, high), place)| {
            let likely = low + place * (high - low);
            (Estimate::days(low..=high).likely(likely), likely)
        }),
        ends.prop_map(|(low, high)| (Estimate::days(low..=high), (low * high).sqrt())),
        (1u32..200).prop_map(|tenths| (Estimate::days(f64::from(tenths) / 10.0), f64::from(tenths) / 10.0)),
    ]
}

/// Numbers of trials, and parts of ten thousand: often such that a rank is a whole number before it is rounded.
fn counts() -> impl Strategy<Value = usize> {
    prop_oneof![1usize..400, select(vec![1, 10, 20, 50, 100, 200, 250])]
}

fn parts() -> impl Strategy<Value = usize> {
    prop_oneof![1usize..10_000, (1usize..100).prop_map(|percent| 100 * percent)]
}

proptest! {
    #![proptest_config(plans::config(128))]

    /// METHOD 22 and 23: random trials, and stratified ones that are too few for intervals of their own. What is held until a morning is left
    /// out, as the tick alone does not say on which day it is finished.
    #[test]
    fn percentiles_intervals_and_odds_are_those_of_the_ranks(
        plan in plans::plan(),
        n in counts(),
        part in parts(),
        sampling in select(vec![Sampling::Random, Sampling::LatinHypercube]),
    ) {
        let mut plan = plan;
        plan.tasks.iter_mut().for_each(|task| task.not_before = None);
        let network = Network::new(&plan).unwrap();
        let trials = run(&network, &Simulation::new().trials(n).sampling(sampling))?;
        let forecast = Forecast::new(&network, &trials);
        prop_assert!(!forecast.finish().has_stratified_intervals());
        let outcomes = sorted(trials.finishes().unwrap());
        let (days, asked) = (Days::new(&plan, outcomes[n - 1]), percentile(part, n));
        let interval = interval_ranks(asked.0, n);
        says_what_its_outcomes_say(&days, forecast.finish(), &outcomes, asked, interval)?;
        let of_tasks = forecast.tasks().iter().map(|task| task.finish.as_ref().unwrap());
        let all = of_tasks.chain(forecast.milestones().iter().map(|milestone| &milestone.finish));
        for (node, finish) in all.enumerate() {
            let outcomes = sorted(trials.finishes_of(node).unwrap());
            says_what_its_outcomes_say(&days, finish, &outcomes, asked, interval)?;
        }
    }

    /// METHOD 3: what starts at the end of a day is shown as starting on the next, what is finished there on that day; both with days off.
    #[test]
    fn a_start_is_shown_on_the_day_that_it_begins_and_a_finish_on_the_day_that_it_ends(
        plan in plans::plan(),
        days in proptest::collection::vec(0u32..12, 8),
        part in parts(),
    ) {
        let mut plan = plan;
        plan.risks.clear();
        for (task, half_days) in plan.tasks.iter_mut().zip(days) {
            // Whole and half days, so that many begin and end with a day.
            (task.not_before, task.takes) = (None, Estimate::days(f64::from(1 + half_days) / 2.0));
            task.after.iter_mut().chain(&mut task.needs).for_each(|link| link.lag = None);
        }
        let network = Network::new(&plan).unwrap();
        let trials = run(&network, &Simulation::new().trials(3))?;
        let forecast = Forecast::new(&network, &trials);
        let (percentile, rank) = percentile(part, 3);
        let days = Days::new(&plan, trials.finishes().unwrap().into_iter().max().unwrap());
        for (node, task) in forecast.tasks().iter().enumerate() {
            let start = sorted(trials.starts_of(node).unwrap())[rank - 1];
            let finish = sorted(trials.finishes_of(node).unwrap())[rank - 1];
            let first = days.start(start);
            prop_assert_eq!(task.start.as_ref().unwrap().date(percentile), first, "{} starts at {}", task.name, start);
            let last = days.finish(finish);
            prop_assert_eq!(task.finish.as_ref().unwrap().date(percentile), last, "{} ends at {}", task.name, finish);
        }
    }

    /// METHOD 27: likely values, else medians; no risk and no interrupt; planned shares; what exists with 50% or more. With the odds of its day.
    #[test]
    fn the_plan_date_is_the_sum_of_what_is_likely(
        tasks in proptest::collection::vec((estimate_with_plan_value(), select(vec![None, Some(0.2), Some(0.499), Some(0.5), Some(0.9)])), 1..6),
        staffed in any::<bool>(),
        slowed in any::<bool>(),
    ) {
        let mut plan = Plan::new("", date(2027, 1, 4))
            .correlation(0.3)
            .risk(Risk::new("late", 1.0).delays("*", Estimate::days(3.0)).scales("*", 2.0));
        let mut days = 0.0;
        for (place, ((takes, value), exists)) in tasks.into_iter().enumerate() {
            let mut task = Task::new(format!("t{place}"), takes);
            task.exists = exists.map(Into::into);
            if place > 0 {
                task = task.after(format!("t{}", place - 1).as_str());
            }
            days += if exists.is_none_or(|chance| chance >= 0.5) { value } else { 0.0 };
            plan = plan.task(task);
        }
        let interrupts = Interrupt::new(Amount::days(9.0), Estimate::days(1.0..=2.0));
        if staffed {
            // 0.8 of the time is planned for it, whatever is drawn.
            let team = Team::new("web", 1).share("roadmap", 0.8).unplanned(0.05..=0.6).interrupt(interrupts);
            plan = plan.team(team).default_team("web");
            days /= 0.8;
        }
        if slowed {
            // The median of a lognormal is the root of its ends' product: 0.2.
            plan = plan.effect(Effect::new("drag").slows("*", 0.1..=0.4));
            days *= 1.2;
        }
        let forecast = Simulation::new().trials(64).forecast(&plan).unwrap();
        let told = forecast.plan_date();
        // Each task is rounded to a tick, and so is its finish.
        let ticks = plan.tasks.len() as f64 * 2.0;
        prop_assert!((told.days.get() - days).abs() <= ticks / DAY, "{} and not {days}", told.days);
        let ticks = (told.days.get() * DAY).round() as i32;
        let last = Days::new(&plan, ticks).finish(ticks);
        prop_assert_eq!((told.date, told.odds), (last, forecast.finish().odds_by(last)));
    }

    /// METHOD 31: the same trials of both, one less the other.
    #[test]
    fn a_difference_is_taken_trial_by_trial(
        plan in plans::plan(),
        task in any::<prop::sample::Index>(),
        days in 0u32..30,
        part in parts(),
    ) {
        let name = plan.tasks[task.index(plan.tasks.len())].name.clone();
        let change = Change::task(name, [TaskField::Takes(Estimate::days(f64::from(days)))]);
        let simulation = Simulation::new().trials(TRIALS);
        let other = plan.with(std::slice::from_ref(&change)).unwrap();
        let one = run(&Network::new(&plan).unwrap(), &simulation)?.finishes().unwrap();
        let two = run(&Network::new(&other).unwrap(), &simulation)?.finishes().unwrap();
        let what_if = simulation.what_if(&plan, &[change]).unwrap();
        let difference = what_if.difference();
        let wanted: Vec<i32> = one.iter().zip(&two).map(|(one, two)| two - one).collect();
        prop_assert_eq!(difference.ticks().collect::<Vec<i32>>(), wanted.clone());
        let (percentile, rank) = percentile(part, TRIALS);
        prop_assert!(near(difference.mean().days.get(), mean(wanted.iter().map(|&ticks| f64::from(ticks) / DAY))));
        let odds = |of: fn(i32) -> bool| wanted.iter().filter(|&&ticks| of(ticks)).count() as f64 / TRIALS as f64;
        prop_assert_eq!(difference.earlier().probability, odds(|ticks| ticks < 0));
        prop_assert_eq!(difference.same().probability, odds(|ticks| ticks == 0));
        prop_assert_eq!(difference.later().probability, odds(|ticks| ticks > 0));
        prop_assert_eq!(difference.percentile(percentile).get(), f64::from(sorted(wanted)[rank - 1]) / DAY);
        // By how much the percentile moves is another number.
        let moved = f64::from(sorted(two)[rank - 1] - sorted(one)[rank - 1]) / DAY;
        prop_assert!(near(difference.shift(percentile).days.get(), moved));
    }
}

// Explanations run the plan many times.
proptest! {
    #![proptest_config(plans::config(24))]

    #[test]
    fn indices_of_tasks_are_those_of_the_trials(plan in oracle::plans::plan()) {
        indices_are_those_of_the_trials(&plan)?;
    }

    #[test]
    fn indices_of_tasks_that_wait_for_people_are_those_of_the_trials(mut plan in oracle::staff::plan_with_teams()) {
        // Days that only a team works do not count; here there are none.
        plan.teams.iter_mut().for_each(|team| team.calendar = TeamCalendar::default());
        indices_are_those_of_the_trials(&plan)?;
    }

    /// METHOD 26: the mean of the latest less the latest of the means, and how often each is the latest.
    #[test]
    fn the_merge_bias_is_that_of_the_trials(plan in plans::plan()) {
        let mut plan = plan;
        let plain = |links: &mut Vec<landfall::Link>| {
            let mut seen = Vec::new();
            links.iter_mut().for_each(|link| link.lag = None);
            links.retain(|link| !seen.contains(&link.task) && { seen.push(link.task.clone()); true });
        };
        for task in &mut plan.tasks {
            task.after.append(&mut task.needs);
            plain(&mut task.after);
        }
        plan.milestones.iter_mut().for_each(|milestone| plain(&mut milestone.after));
        let Some((why, trials)) = explained(&plan) else { return Ok(()) };
        let names: Vec<&str> = plan.tasks.iter().map(|task| task.name.as_str())
            .chain(plan.milestones.iter().map(|milestone| milestone.name.as_str())).collect();
        let finishes = |name: &str| trials.finishes_of(names.iter().position(|other| *other == name).unwrap()).unwrap();
        let links = plan.tasks.iter().map(|task| (&task.name, &task.after))
            .chain(plan.milestones.iter().map(|milestone| (&milestone.name, &milestone.after)));
        let mut joins = 0;
        for (name, after) in links.filter(|(_, after)| after.len() > 1) {
            let join = why.joins().iter().find(|join| join.at.as_deref() == Some(name)).unwrap();
            joins += 1;
            let columns: Vec<Vec<i32>> = after.iter().map(|link| finishes(&link.task)).collect();
            let latest: Vec<i32> =
                (0..TRIALS).map(|trial| columns.iter().map(|column| column[trial]).max().unwrap()).collect();
            let days = |column: &[i32]| mean(column.iter().map(|&ticks| f64::from(ticks) / DAY));
            let bias = days(&latest) - columns.iter().map(|column| days(column)).fold(f64::MIN, f64::max);
            prop_assert!((join.merge_bias.get() - bias).abs() < 1e-9, "{} and not {bias} at {name}", join.merge_bias);
            prop_assert!(near(join.latest.iter().map(|arrival| arrival.share).sum::<f64>(), 1.0));
            for (link, column) in after.iter().zip(&columns) {
                let share = join.latest.iter().find(|arrival| arrival.name == link.task).unwrap().share;
                let is_latest = |trial: &usize| column[*trial] == latest[*trial];
                let alone = |trial: &usize| {
                    is_latest(trial) && columns.iter().filter(|column| column[*trial] == latest[*trial]).count() == 1
                };
                let most = (0..TRIALS).filter(is_latest).count() as f64 / TRIALS as f64;
                let least = (0..TRIALS).filter(alone).count() as f64 / TRIALS as f64;
                prop_assert!(least - 1e-9 <= share && share <= most + 1e-9, "{least} to {most}: {share}");
            }
        }
        prop_assert_eq!(why.joins().iter().filter(|join| join.at.is_some()).count(), joins);
        // The end of the plan waits for everything.
        if let Some(end) = why.joins().iter().find(|join| join.at.is_none()) {
            let days = |column: Vec<i32>| mean(column.into_iter().map(|ticks| f64::from(ticks) / DAY));
            let latest = names.iter().map(|name| days(finishes(name))).fold(f64::MIN, f64::max);
            prop_assert!((end.merge_bias.get() - (days(trials.finishes().unwrap()) - latest)).abs() < 1e-9);
        }
    }
}
