//! What holds of work under way and from check-in to check-in, whatever the numbers are (METHOD 33, 35 and 36).

use landfall::report::{self, Questions, Since};
use landfall::{
    Amount, CheckIn, Code, Date, Distribution, Estimate, Milestone, P50, P80, Plan, RangeMeaning, Recorded,
    Risk, SignalKind, Simulation, Spread, Status, TICKS_PER_DAY, Task, TaskStatus, Team, date, signals,
};
use proptest::prelude::*;

use crate::plans;

fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4))
}

/// The Friday of the week with this number, 0 being the first.
fn friday(week: i64) -> Date {
    date(2027, 1, 8).checked_add(landfall::jiff::Span::new().weeks(week)).unwrap()
}

/// Check-ins of a plan with a milestone, on a Friday each, all saying the same.
fn check_ins(count: i64) -> Vec<CheckIn> {
    let plan = empty()
        .task(Task::new("a", Estimate::days(20.0..=30.0)))
        .milestone(Milestone::new("m").after("a").target(date(2027, 2, 12)));
    let mut check_in = CheckIn::new(&Simulation::new().trials(1_000).forecast(&plan).unwrap());
    let of_week = |week: i64| {
        check_in.as_of = friday(week);
        check_in.clone()
    };
    (0..count).map(of_week).collect()
}

/// The words of the signals of the whole plan, or of its milestone.
fn words(check_ins: &[CheckIn], milestone: Option<&str>) -> Vec<&'static str> {
    let all: Vec<&CheckIn> = check_ins.iter().collect();
    let of_this = signals(&all).into_iter().filter(|signal| signal.milestone.as_deref() == milestone);
    of_this.map(|signal| signal.kind.as_str()).collect()
}

fn milestone(check_in: &mut CheckIn) -> &mut Recorded {
    &mut check_in.milestones[0].1
}

proptest! {
    #![proptest_config(plans::config(256))]

    /// METHOD 33: from 98% on.
    #[test]
    fn work_beyond_98_in_100_outcomes_asks_what_is_left(
        low in 10.0..100.0f64,
        times in 1.1..4.0f64,
        share in prop_oneof![0.5..0.999f64, 0.97..0.99f64],
        told in any::<bool>(),
    ) {
        prop_assume!((share - 0.98).abs() > 1e-3);
        let curve = Distribution::fit(&Spread::shares(low..=low * times), RangeMeaning::P10P90).unwrap();
        let started = TaskStatus::started("a", date(2027, 1, 4));
        let status = match told {
            true => started.remaining(Estimate::days(5.0)),
            false => started.done(Amount::days(curve.quantile(share))),
        };
        let plan = empty().task(Task::new("a", Estimate::days(low..=low * times)));
        let findings = plan.status(Status::new(date(2028, 1, 3)).task(status)).check();
        let asked = findings.iter().any(|finding| finding.code == Code::Exhausted);
        prop_assert_eq!(asked, share > 0.98 && !told, "at {}", share);
    }

    /// METHOD 35: by more than ten points and their error, of a target that did not change.
    #[test]
    fn odds_fall_by_more_than_ten_points_and_their_error(
        before in 0.0..=1.0f64,
        fall in -0.1..0.4f64,
        halves in (0.001..0.1f64, 0.001..0.1f64),
        moved in proptest::bool::weighted(0.2),
    ) {
        let error = (halves.0 * halves.0 + halves.1 * halves.1).sqrt();
        prop_assume!((fall - 0.1 - error).abs() > 1e-9);
        let mut two = check_ins(2);
        for (check_in, probability, half) in [(0, before, halves.0), (1, before - fall, halves.1)] {
            let odds = milestone(&mut two[check_in]).on_time.as_mut().unwrap();
            (odds.probability, odds.low, odds.high) = (probability, probability - half, probability + half);
        }
        if moved {
            milestone(&mut two[1]).target = Some(date(2027, 2, 19));
        }
        let fell = words(&two, Some("m")).contains(&"odds-fell");
        prop_assert_eq!(fell, !moved && fall > 0.1 + error, "a fall of {} with an error of {}", fall, error);
        prop_assert!(!words(&two, None).contains(&"odds-fell"));
    }

    /// METHOD 35.
    #[test]
    fn a_new_p50_later_than_the_old_p80_is_told(of_plan in any::<bool>(), old in 0i64..6, new in 0i64..6) {
        let mut two = check_ins(2);
        for (check_in, percentile, week) in [(0, P80, old), (1, P50, new)] {
            let recorded = if of_plan { &mut two[check_in].finish } else { milestone(&mut two[check_in]) };
            let entry = recorded.percentiles.iter_mut().find(|(other, ..)| *other == percentile).unwrap();
            entry.2 = friday(week + 4);
        }
        let other = if of_plan { Some("m") } else { None };
        let this = if of_plan { None } else { Some("m") };
        prop_assert_eq!(words(&two, this).contains(&"later-than-likely"), new > old);
        prop_assert!(!words(&two, other).contains(&"later-than-likely"));
    }

    /// METHOD 35: three moves the same way, each beyond its error; and a sum of moves beyond twice what was to be expected of it, which is, of each
    /// move, what is known better now, or was to be learned in the time gone by, and the error.
    #[test]
    fn moves_of_the_mean_are_held_against_their_error_and_their_spread(
        moves in proptest::collection::vec(-8.0..8.0f64, 3),
        same in any::<bool>(),
        small in any::<bool>(),
        spreads in proptest::collection::vec(1.0..6.0f64, 4),
        trials in proptest::sample::select(vec![50usize, 1_000, 10_000]),
    ) {
        let moves: Vec<f64> =
            moves.iter().map(|days| if same { days.abs() } else { *days } * if small { 0.1 } else { 1.0 }).collect();
        let mut four = check_ins(4);
        let mut mean = 80.0;
        for (week, check_in) in four.iter_mut().enumerate() {
            if week > 0 {
                mean += moves[week - 1];
            }
            check_in.trials = trials;
            check_in.finish.mean = landfall::WorkDays::new(mean);
            check_in.finish.sd = landfall::WorkDays::new(spreads[week]);
        }
        let square = |week: usize| spreads[week] * spreads[week];
        let error = |week: usize| (square(week) + square(week + 1)) / trials as f64;
        let (mut expected, mut at, mut sure) = (0.0, 80.0, true);
        for (week, days) in moves.iter().enumerate() {
            // Five days of those that were left at the last check-in; a day more or less of them does not matter here.
            let part = 5.0 / (at - 5.0 * (week as f64 + 1.0));
            expected += (square(week) - square(week + 1)).max(part * square(week)) + error(week);
            let beyond = days.abs() / (1.96 * error(week).sqrt());
            prop_assume!((beyond - 1.0).abs() > 1e-6);
            sure &= beyond > 1.0;
            at += days;
        }
        let alike = moves.iter().all(|&days| days > 0.0) || moves.iter().all(|&days| days < 0.0);
        let found = words(&four, None);
        prop_assert_eq!(found.contains(&"three-the-same-way"), alike && sure, "{:?}", moves);
        let beyond = moves.iter().sum::<f64>().abs() / (2.0 * expected.sqrt());
        if (beyond - 1.0).abs() > 0.05 {
            prop_assert_eq!(found.contains(&"beyond-spread"), beyond > 1.0, "{}", beyond);
        }
        // Of three check-ins there are two moves.
        prop_assert!(!words(&four[1..], None).contains(&"three-the-same-way"));
        let all: Vec<&CheckIn> = four.iter().collect();
        let told = signals(&all).into_iter().find_map(|signal| match signal.kind {
            SignalKind::BeyondSpread { days, .. } if signal.milestone.is_none() => Some(days),
            _ => None,
        });
        prop_assert!(told.is_none_or(|days| (days - moves.iter().sum::<f64>()).abs() < 1e-9));
    }
}

/// METHOD 36: three classes of changes, in all six orders; with people of the first 2,048 trials, without of all.
#[test]
fn a_part_of_a_move_is_its_mean_over_all_orders() {
    let plan = |changed: [bool; 3], staffed: bool| {
        let [estimate, risk, people] = changed;
        let plan = empty()
            .task(Task::new(
                "a",
                if estimate { Estimate::days(8.0..=20.0) } else { Estimate::days(4.0..=9.0) },
            ))
            .task(Task::new("b", Estimate::days(5.0..=10.0)))
            .task(Task::new("c", Estimate::days(5.0..=30.0)).after("a"))
            .risk(Risk::new("r", if risk { 0.9 } else { 0.2 }).scales("*", 1.2..=1.8));
        match (staffed, people) {
            (true, changed) => plan.team(Team::new("web", if changed { 1 } else { 2 })).default_team("web"),
            (false, changed) => {
                plan.calendar(landfall::Calendar::default()).correlation(if changed { 0.5 } else { 0.1 })
            }
        }
    };
    for (staffed, trials) in [(true, 2_048), (false, 3_000)] {
        // Correlation is of the class of the estimates: there are two classes without people.
        let classes: &[usize] = if staffed { &[0, 1, 2] } else { &[0, 1] };
        let change = |set: usize| {
            let has = |class: usize| set & (1 << class) != 0;
            plan([has(0), has(1), if staffed { has(2) } else { has(0) }], staffed)
        };
        let ticks = |set: usize| {
            let forecast = Simulation::new().trials(trials).forecast(&change(set)).unwrap();
            (forecast.finish().days(P80).get() * f64::from(TICKS_PER_DAY)).round()
        };
        let all = (1 << classes.len()) - 1;
        let values: Vec<f64> = (0..=all).map(ticks).collect();
        let orders: &[&[usize]] = match staffed {
            true => &[&[0, 1, 2], &[0, 2, 1], &[1, 0, 2], &[1, 2, 0], &[2, 0, 1], &[2, 1, 0]],
            false => &[&[0, 1], &[1, 0]],
        };
        let mut parts = vec![0.0; classes.len()];
        for order in orders {
            let mut set = 0;
            for &class in *order {
                parts[class] += (values[set | 1 << class] - values[set]) / orders.len() as f64;
                set |= 1 << class;
            }
        }
        let bridge = Simulation::new().trials(3_000).bridge(&change(0), &change(all), None, P80).unwrap();
        assert_eq!((bridge.trials, bridge.parts.len()), (trials, classes.len()));
        for (part, wanted) in bridge.parts.iter().zip(parts) {
            let found = part.days.get() * f64::from(TICKS_PER_DAY);
            assert!((found - wanted).abs() < 1e-6, "{:?}: {found} and not {wanted}", part.class);
        }
    }
}

/// METHOD 36: another name is another luck, and nothing else.
#[test]
fn a_move_within_the_error_of_the_runs_is_called_none() {
    let plan = |name: &str| empty().task(Task::new(name, Estimate::days(10.0..=30.0)));
    let simulation = Simulation::new().trials(2_000).sampling(landfall::Sampling::Random);
    let said = |new: &Plan| {
        let (old, bridge) = (plan("a"), [simulation.bridge(&plan("a"), new, None, P80).unwrap()]);
        let before = CheckIn::new(&simulation.forecast(&old).unwrap());
        let since = Since::new(Some(&before), &[], &bridge);
        let text = report::checkin(&simulation.forecast(new).unwrap(), &Questions::default(), since).text();
        (bridge[0].moved, text.replace('\n', " "))
    };
    let is_none = |text: &str| {
        text.contains("did not move by more than the runs can tell")
            || text.contains("the error of the runs: no change")
    };
    let (moved, text) = said(&plan("b"));
    assert!(moved.days.get() != 0.0 && !moved.is_sure() && is_none(&text), "{moved:?} {text}");
    let (moved, text) = said(&empty().task(Task::new("a", Estimate::days(15.0..=40.0))));
    assert!(moved.is_sure() && !is_none(&text), "{moved:?} {text}");
}
