//! Teams, their shares, what comes in between, and effects, against sums done by hand and closed forms.

use landfall::inspect::{has_events, is_plain, with_events};
use landfall::{
    Amount, Calendar, Effect, Estimate, Idle, Interrupt, Join, Lag, Leave, Link, LinkKind, Milestone,
    Network, Pace, Plan, RangeMeaning, Risk, Simulation, TICKS_PER_DAY, Task, Team, Trials, Week, date,
};
use proptest::prelude::*;

use crate::plans;

/// A plan that begins on Monday, 4 January 2027.
fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4)).correlation(0.0)
}

fn task(name: &str, days: f64) -> Task {
    Task::new(name, Estimate::days(days))
}

fn trials(plan: &Plan, count: usize) -> Trials {
    let network = Network::new(plan).unwrap_or_else(|error| panic!("{error}"));
    Simulation::new().trials(count).run(&network).unwrap()
}

/// Start and finish of each task in the first trial [days].
fn times(plan: &Plan) -> Vec<(f64, f64)> {
    let trials = trials(plan, 1);
    let days = |ticks: Option<Vec<i32>>| f64::from(ticks.unwrap()[0]) / f64::from(TICKS_PER_DAY);
    (0..plan.tasks.len()).map(|task| (days(trials.starts_of(task)), days(trials.finishes_of(task)))).collect()
}

/// Finishes of the tasks, each to the nearest tick.
fn finish(plan: &Plan, expected: &[f64]) {
    for (place, (&(_, found), &wanted)) in times(plan).iter().zip(expected).enumerate() {
        let ticks = ((found - wanted) * f64::from(TICKS_PER_DAY)).abs();
        assert!(ticks <= 0.51, "{}: {found}, not {wanted}", plan.tasks[place].name);
    }
    assert_eq!(plan.tasks.len(), expected.len());
}

/// A team of three whose time is 70% roadmap, 20% debt and 10% unplanned.
fn web() -> Team {
    Team::new("web", 3).share("roadmap", 0.7).share("debt", 0.2).unplanned(0.1)
}

#[test]
fn a_hundred_person_days_of_five_people_at_seventy_percent_take_28_571_days() {
    let team = Team::new("web", 5).share("roadmap", 0.7).share("debt", 0.3);
    finish(&empty().team(team).task(task("a", 20.0).team("web").people(5)), &[100.0 / (5.0 * 0.7)]);
}

#[test]
fn one_debt_task_has_the_debt_share_of_all_three_and_three_at_once_divide_it() {
    let debt = |name: &str| task(name, 6.0).team("web").kind("debt");
    finish(&empty().team(web()).task(debt("a")), &[10.0]);
    finish(&empty().team(web()).task(debt("a")).task(debt("b")).task(debt("c")), &[30.0; 3]);
    // A single roadmap task is held by the unplanned work alone: 0.7 x 3 would be more than one person has.
    finish(&empty().team(web()).task(task("a", 9.0).team("web")), &[10.0]);
}

#[test]
fn a_fourth_task_of_three_people_waits_for_the_first_to_be_finished() {
    let of = |name: &str, days: f64| task(name, days).team("web");
    let plan = empty().team(Team::new("web", 3)).task(of("a", 5.0)).task(of("b", 3.0)).task(of("c", 4.0));
    let plan = plan.task(of("d", 1.0)).task(of("first", 2.0).priority(1));
    // By priority, then plan order: first, a and b begin; c when first is finished, d when b is.
    assert_eq!(times(&plan), [(0.0, 5.0), (0.0, 3.0), (2.0, 6.0), (3.0, 4.0), (0.0, 2.0)]);
}

#[test]
fn what_does_not_fit_lets_smaller_work_go_first() {
    let of = |name: &str, days: f64, people| task(name, days).team("web").people(people);
    let plan =
        empty().team(Team::new("web", 3)).task(of("a", 4.0, 2)).task(of("b", 2.0, 2)).task(of("c", 3.0, 1));
    assert_eq!(times(&plan), [(0.0, 4.0), (4.0, 6.0), (0.0, 3.0)]);
}

#[test]
fn lent_time_goes_to_the_kind_that_is_short_and_reserved_time_does_not() {
    // Three roadmap tasks need three people; 0.7 of the team is reserved for them. Of the 0.2 for debt nothing is used.
    let road = |name: &str| task(name, 9.0).team("web");
    let of = |idle| empty().team(web().idle(idle)).task(road("a")).task(road("b")).task(road("c"));
    finish(&of(Idle::Reserved), &[9.0 / 0.7; 3]);
    // Lent: each runs at (0.7 x 3 + 0.2 x 3) / 3 = 0.9, all that unplanned work leaves.
    finish(&of(Idle::Lent), &[10.0; 3]);
    // One debt task of 2 days uses 0.6 people until day 10/3: of the 0.9 it could use it has 0.6, and no more is left. Then the rest is lent.
    // Until then 0.7: a has done 7/3 of 9 days; the rest at 0.9.
    let debt = || task("d", 2.0).team("web").kind("debt");
    let until = 2.0 / 0.6;
    finish(&of(Idle::Reserved).task(debt()), &[9.0 / 0.7, 9.0 / 0.7, 9.0 / 0.7, until]);
    let road = until + (9.0 - 0.7 * until) / 0.9;
    finish(&of(Idle::Lent).task(debt()), &[road, road, road, until]);
}

#[test]
fn what_is_lent_is_divided_in_the_ratio_of_the_shares_of_those_that_are_short() {
    // Of four people 0.5 roadmap, 0.2 debt, 0.3 operations, nothing unplanned. Roadmap has 4 tasks (4 people, 2 planned), debt 2 (2, 0.8
    // planned), operations none: 1.2 people are left, 5/7 of them (0.857) for the roadmap and 2/7 (0.343) for debt.
    let team =
        Team::new("web", 4).share("roadmap", 0.5).share("debt", 0.2).share("ops", 0.3).idle(Idle::Lent);
    let mut plan = empty().team(team);
    for name in ["a", "b", "c", "d"] {
        plan = plan.task(task(name, 100.0).team("web"));
    }
    for name in ["x", "y"] {
        plan = plan.task(task(name, 1.0).team("web").kind("debt"));
    }
    let (road, debt) = ((2.0 + 1.2 * 5.0 / 7.0) / 4.0, (0.8 + 1.2 * 2.0 / 7.0) / 2.0);
    let until = 1.0 / debt;
    // Then all that is not the roadmap's is left to it: its rate is 1.
    let end = until + (100.0 - road * until) / 1.0;
    finish(&plan, &[end, end, end, end, until, until]);
    // Two people have nothing but debt: what it cannot use it does not get.
    let team =
        Team::new("web", 2).share("roadmap", 0.5).share("debt", 0.2).share("ops", 0.3).idle(Idle::Lent);
    let debt = |name: &str| task(name, 1.0).team("web").kind("debt");
    finish(&empty().team(team).task(debt("x")).task(task("a", 1.0).team("web")), &[1.0, 1.0]);
}

#[test]
fn leave_of_one_of_three_pauses_the_last_task_and_it_goes_on_before_anything_new() {
    let of = |name: &str, days: f64| task(name, days).team("web");
    // Tuesday and Wednesday one of them is away: c, the last in plan order, pauses for two days.
    let team = Team::new("web", 3).leave(Leave::new(date(2027, 1, 5), date(2027, 1, 6)));
    let plan =
        empty().team(team).task(of("a", 5.0)).task(of("b", 2.0)).task(of("c", 4.0)).task(of("new", 1.0));
    // b is finished on Tuesday evening: then c goes on, before `new` begins, which waits for a third person on Thursday.
    assert_eq!(times(&plan), [(0.0, 5.0), (0.0, 2.0), (0.0, 5.0), (3.0, 4.0)]);
    // Time that is shared out: of three people 0.7 x 3 for three tasks, of two 0.7 x 2 for two, and the third waits.
    let team = web().leave(Leave::new(date(2027, 1, 5), date(2027, 1, 6)));
    let plan = empty().team(team).task(of("a", 2.1)).task(of("b", 2.1)).task(of("c", 2.1));
    finish(&plan, &[3.0, 3.0, 3.0 + 1.4 / 0.9]);
}

#[test]
fn people_who_join_begin_new_work_on_their_first_day() {
    let of = |name: &str, days: f64| task(name, days).team("web");
    let team = Team::new("web", 1).join(Join::new(date(2027, 1, 7), 1));
    let plan = empty().team(team).task(of("a", 10.0)).task(of("b", 1.0));
    assert_eq!(times(&plan), [(0.0, 10.0), (3.0, 4.0)]);
}

#[test]
fn a_task_of_two_teams_runs_when_both_work_and_as_fast_as_the_slower() {
    let four: Week = "Mon-Thu".parse().unwrap();
    let plan = empty()
        .team(Team::new("web", 2).share("roadmap", 0.5).share("debt", 0.5))
        .team(Team::new("platform", 1).week(four))
        .task(task("both", 6.0).uses("web", 2).uses("platform", 1))
        .task(task("web", 3.0).team("web").kind("debt"));
    // At half the speed 12 days of Monday to Thursday: three weeks, until Thursday of the third. The debt of web goes on on Fridays.
    assert_eq!(times(&plan)[0], (0.0, 14.0));
    finish(&plan, &[14.0, 3.0]);
}

#[test]
fn a_saturday_team_works_on_days_that_the_plan_does_not_count() {
    let plan = empty()
        .team(Team::new("six", 1).week("Mon-Sat".parse().unwrap()))
        .task(task("a", 6.0).team("six"))
        .task(task("b", 1.0).after("a"))
        .task(task("c", 1.0).after(Link::to("a").lag(Amount::days(1.0))));
    let forecast = plan.forecast().unwrap();
    let of = |name: &str| forecast.task(name).unwrap().finish.clone().unwrap();
    // Saturday, which is no day of the plan's: five of its days have gone by.
    assert_eq!((of("a").date(landfall::P50), of("a").days(landfall::P50).get()), (date(2027, 1, 9), 5.0));
    assert_eq!((of("b").date(landfall::P50), of("b").days(landfall::P50).get()), (date(2027, 1, 11), 6.0));
    assert_eq!((of("c").date(landfall::P50), of("c").days(landfall::P50).get()), (date(2027, 1, 12), 7.0));
    assert_eq!((forecast.finish().mean().get(), forecast.finish().sd().get()), (7.0, 0.0));
    assert_eq!(forecast.plan_date().days.get(), 7.0);
}

#[test]
fn a_random_unplanned_share_scales_the_others() {
    // Between 0 and 50%, uniform: the roadmap's 0.75 of two people (1.5) becomes 1.5 (1 - U) / 0.75 = 2 (1 - U), for two of them: 1 - U each.
    let unplanned = landfall::Spread::Range(landfall::Range::new(0.0, 0.5));
    let mut unplanned = unplanned;
    if let landfall::Spread::Range(range) = &mut unplanned {
        range.range = Some(RangeMeaning::MinMax);
    }
    let team = Team::new("web", 2).share("roadmap", 0.75).unplanned(unplanned);
    let of = |name: &str| task(name, 10.0).team("web");
    let plan = empty().team(team).task(of("a")).task(of("b"));
    let n = 100_000;
    let trials = trials(&plan, n);
    let finishes = trials.finishes().unwrap();
    // E[10 / (1 - U)] = 20 ln 2; each within 10 and 20 days.
    let mean = finishes.iter().map(|&ticks| f64::from(ticks)).sum::<f64>() / n as f64 / 5760.0;
    assert!((mean - 20.0 * std::f64::consts::LN_2).abs() < 0.01, "{mean}");
    assert!(finishes.iter().all(|ticks| (57_600..=115_200).contains(ticks)));
}

#[test]
fn the_usual_pace_takes_off_what_is_usually_unplanned() {
    let plan = |pace| empty().pace(pace).team(web()).task(task("a", 10.0).team("web")).task(task("b", 10.0));
    finish(&plan(Pace::Focus), &[10.0 / 0.9, 10.0]);
    finish(&plan(Pace::Usual), &[10.0, 10.0]);
}

#[test]
fn a_fifth_slower_over_half_of_the_work_takes_a_tenth_longer() {
    // The work is 10 days; the drag begins at once and ends when half of the work, slowed, is done: 5 days x 1.2 = 6.
    let plan = empty()
        .task(task("refactor", 6.0))
        .task(task("feature", 10.0).tag("feature"))
        .effect(Effect::during("drag", "refactor").slows("#feature", 0.2));
    finish(&plan, &[6.0, 11.0]);
}

#[test]
fn a_pay_back_speeds_up_what_is_under_way() {
    // After 4 of 10 days 40% less: the 6 days left take 3.6.
    let plan = empty()
        .task(task("refactor", 4.0).tag("all"))
        .task(task("security", 10.0).tag("all"))
        .effect(Effect::after("pay-back", "refactor").saves("#all", 0.4));
    finish(&plan, &[4.0, 7.6]);
    // Two effects multiply: 25% longer and 40% less from the start, 10 x 1.25 x 0.6.
    let plan = empty().task(task("a", 10.0));
    let plan = plan.effect(Effect::new("x").slows("a", 0.25)).effect(Effect::new("y").saves("*", 0.4));
    finish(&plan, &[7.5]);
}

#[test]
fn an_effect_lasts_as_long_as_it_is_said_to_and_reaches_only_the_next() {
    let plan = empty()
        .task(task("a", 10.0))
        .effect(Effect::from("slow", date(2027, 1, 6)).lasts(Amount::days(4.0)).slows("a", 1.0));
    // Two days at 1, four at a half, and 6 are left.
    finish(&plan, &[12.0]);
    let of = |name: &str| task(name, 5.0).tag("f").team("one");
    let plan = empty()
        .team(Team::new("one", 1))
        .task(task("beta", 1.0))
        .task(of("a"))
        .task(of("b"))
        .task(of("c"))
        .task(of("d"))
        .effect(Effect::after("debt", "beta").slows("#f", 0.2).next(2));
    // a began before; b and c have it, d does not.
    finish(&plan, &[1.0, 5.0, 11.0, 17.0, 22.0]);
}

#[test]
fn the_next_tasks_keep_an_effect_that_ends() {
    let plan = empty()
        .task(task("refactor", 2.0))
        .task(task("a", 10.0).tag("f"))
        .task(task("b", 10.0).tag("f").after("refactor"))
        .effect(Effect::during("drag", "refactor").slows("#f", 0.5).next(5));
    // b begins when the drag ends, and does not have it.
    finish(&plan, &[2.0, 15.0, 12.0]);
}

#[test]
fn what_does_not_happen_has_no_effect_and_needs_nobody() {
    let plan = empty()
        .team(Team::new("one", 1))
        .task(task("refactor", 5.0).team("one").exists(0.0))
        .task(task("a", 10.0).team("one"))
        .effect(Effect::after("pay-back", "refactor").saves("a", 0.5))
        .effect(Effect::during("drag", "refactor").slows("a", 0.5));
    assert_eq!(times(&plan), [(0.0, 0.0), (0.0, 10.0)]);
}

#[test]
fn a_lead_counts_on_the_work_that_is_left() {
    let after = |lead: f64| Link::to("a").lag(Amount::days(-lead));
    let plan = empty()
        .team(web())
        .task(task("a", 9.0).team("web").kind("debt"))
        .task(task("b", 1.0).after(after(3.0)))
        .task(task("long", 1.0).after(after(12.0)))
        .task(task("share", 1.0).after(Link::to("a").lag_share(-0.5)))
        .milestone(Milestone::new("m").after("a"));
    // At a rate of 0.6 six days of work are done after ten days, half after 7.5; a lead longer than all of it begins with it.
    let starts: Vec<f64> = times(&plan).into_iter().map(|(start, _)| start).collect();
    assert_eq!(starts, [0.0, 10.0, 0.0, 7.5]);
}

#[test]
fn a_held_finish_keeps_its_people() {
    let plan = empty()
        .team(Team::new("one", 1))
        .task(task("review", 6.0))
        .task(
            task("doc", 2.0)
                .team("one")
                .after(Link::to("review").kind(LinkKind::FinishFinish).lag(Amount::days(1.0))),
        )
        .task(task("next", 1.0).team("one"))
        .task(task("with", 1.0).after(Link::to("doc").kind(LinkKind::StartStart)));
    assert_eq!(times(&plan), [(0.0, 6.0), (0.0, 7.0), (7.0, 8.0), (0.0, 1.0)]);
}

#[test]
fn a_standstill_is_an_error_that_names_both_sides() {
    // a has the only person and keeps it until b is finished, which needs the person.
    let link = Link::to("b").kind(LinkKind::FinishFinish);
    let plan = empty().team(Team::new("one", 1).week("Mon-Thu".parse().unwrap())).default_team("one");
    let plan = plan.task(task("a", 1.0).after(link)).task(task("b", 2.0));
    let error = Simulation::new().trials(10).forecast(&plan).unwrap_err();
    assert_eq!(error.kind(), landfall::ErrorKind::Standstill);
    assert!(error.to_string().contains("\"b\" waits for people that \"a\" keeps"), "{error}");
    // With the person first, b is finished before a begins; and a second person helps as well.
    let mut first = plan.clone();
    first.tasks[1].priority = 1;
    assert_eq!(times(&first), [(2.0, 3.0), (0.0, 2.0)]);
    let mut second = plan;
    second.teams[0].people = 2;
    assert_eq!(times(&second), [(0.0, 2.0), (0.0, 2.0)]);
}

#[test]
fn no_time_needs_no_person_longer_than_a_moment() {
    let plan = empty()
        .team(Team::new("one", 1))
        .task(task("a", 0.0).team("one"))
        .task(task("b", 2.0).team("one"))
        .task(task("c", 0.0).team("one"))
        .task(task("d", 1.0).team("one").after("a").priority(1));
    // a has the person at once; then d, which comes first by priority, and b after it; c, before b was begun, waits for nobody.
    assert_eq!(times(&plan)[0], (0.0, 0.0));
    assert_eq!(times(&plan)[3], (0.0, 1.0));
}

/// The mean finish, and its standard error [days].
fn mean(plan: &Plan, n: usize) -> (f64, f64) {
    let network = Network::new(plan).unwrap();
    let trials =
        Simulation::new().trials(n).tasks(false).sampling(landfall::Sampling::Random).run(&network).unwrap();
    let finishes: Vec<f64> = trials
        .finishes()
        .unwrap()
        .into_iter()
        .map(|ticks| f64::from(ticks) / f64::from(TICKS_PER_DAY))
        .collect();
    let mean = finishes.iter().sum::<f64>() / n as f64;
    let variance = finishes.iter().map(|days| (days - mean) * (days - mean)).sum::<f64>() / (n - 1) as f64;
    (mean, (variance / n as f64).sqrt())
}

/// A million trials; fewer where time matters more, with the same number of standard errors.
const MANY: usize = 1_000_000;

#[test]
fn interrupts_make_work_longer_by_the_load_of_a_busy_period() {
    // A person's work W under Poisson interrupts of load r, which also come while others are handled: W / (1 - r) (a busy period that
    // begins with W; Conway, Maxwell and Miller, Theory of Scheduling, 1967, 8-3). Four standard errors.
    for (every, takes, work) in
        [(3.0, Estimate::days(1.0), 5.0), (1.0, Estimate::exponential(Amount::days(0.5)), 2.0)]
    {
        let load = if every == 3.0 { 1.0 / 3.0 } else { 0.5 };
        let team = Team::new("one", 1).interrupt(Interrupt::new(Amount::days(every), takes));
        let plan = empty().team(team).task(task("a", work).team("one"));
        let (mean, error) = mean(&plan, MANY);
        let exact = work / (1.0 - load);
        println!("load {load:.3}: {mean:.4} against {exact:.4}, standard error {error:.5}");
        assert!((mean - exact).abs() < 4.0 * error, "{mean} {exact} {error}");
    }
}

#[test]
fn two_kinds_of_interrupts_add_up_and_a_second_person_takes_half() {
    // Loads 0.2 and 0.1 together.
    let team = Team::new("one", 1)
        .interrupt(Interrupt::new(Amount::weeks(1.0), Estimate::days(1.0)))
        .interrupt(Interrupt::new(Amount::days(5.0), Estimate::days(0.0..=1.0).range(RangeMeaning::MinMax)));
    let (found, error) = mean(&empty().team(team).task(task("a", 7.0).team("one")), 200_000);
    assert!((found - 7.0 / 0.7).abs() < 4.0 * error, "{found} {error}");
    // Of two people one is always free unless two interrupts are there: a task of one of them pauses only then. In the long run an
    // M/M/2 queue with load a = 0.8 has two or more customers with probability a^2 / (2 + a).
    let team = Team::new("two", 2)
        .interrupt(Interrupt::new(Amount::days(1.0), Estimate::exponential(Amount::days(0.8))));
    let (found, error) = mean(&empty().team(team).task(task("a", 400.0).team("two")), 10_000);
    let working = 1.0 - 0.8 * 0.8 / 2.8;
    // The queue is empty when the task begins, which it has an advantage from: about a day.
    assert!((found / (400.0 / working) - 1.0).abs() < 0.004, "{found} {error}");
}

proptest! {
    #![proptest_config(plans::config(128))]

    /// What a kernel of its own does for plain lists is what events do.
    #[test]
    fn a_plain_list_gives_the_same_ticks_as_events(
        plan in plans::plan(),
        people in 1u32..4,
        needs in proptest::collection::vec((1u32..4, 0i64..3, any::<bool>(), any::<bool>()), 16),
    ) {
        let mut plan = plan.team(Team::new("one", people)).team(Team::new("two", 3)).default_team("one");
        for (task, &(need, priority, other, start)) in plan.tasks.iter_mut().zip(&needs) {
            task.priority = priority;
            task.people = need.min(people);
            if other {
                (task.team, task.people) = (Some("two".to_owned()), need);
            }
            for link in task.after.iter_mut().chain(&mut task.needs) {
                link.lag = link.lag.filter(|lag| matches!(lag, Lag::Time(amount) if amount.value >= 0.0));
                link.kind = if start { LinkKind::StartStart } else { LinkKind::FinishStart };
            }
        }
        for milestone in &mut plan.milestones {
            for link in &mut milestone.after {
                link.lag = link.lag.filter(|lag| matches!(lag, Lag::Time(amount) if amount.value >= 0.0));
            }
        }
        let milestones: Vec<String> = plan.milestones.iter().map(|milestone| milestone.name.clone()).collect();
        plan.risks.iter_mut().for_each(|risk| risk.delays.retain(|(name, _)| !milestones.contains(name)));
        let (plain, events) = (Network::new(&plan).unwrap(), with_events(&plan).unwrap());
        prop_assert!(!is_plain(&events));
        if has_events(&plain) {
            prop_assert!(is_plain(&plain));
            let simulation = Simulation::new().trials(96);
            match (simulation.run(&plain), simulation.run(&events)) {
                // The account of how time was used is among what is compared.
                (Ok(one), Ok(other)) => {
                    for node in 0..plan.tasks.len() + plan.milestones.len() {
                        prop_assert_eq!(one.finishes_of(node), other.finishes_of(node), "finish {}", node);
                        prop_assert_eq!(one.starts_of(node), other.starts_of(node), "start {}", node);
                    }
                    let [one, other] = [(&plain, one), (&events, other)]
                        .map(|(network, trials)| landfall::Forecast::new(network, &trials).teams().to_vec());
                    prop_assert_eq!(one, other);
                }
                (plain, events) => prop_assert!(plain.is_err() && events.is_err()),
            }
        }
    }

    /// METHOD 20: without limits both ways give the same.
    #[test]
    fn events_and_the_longest_path_give_the_same_ticks(plan in plans::plan(), crowd in any::<bool>()) {
        let mut plan = plan;
        for task in &mut plan.tasks {
            for link in task.after.iter_mut().chain(&mut task.needs) {
                link.lag = link.lag.filter(|lag| match lag {
                    Lag::Time(amount) => amount.value >= 0.0,
                    _ => false,
                });
            }
        }
        for milestone in &mut plan.milestones {
            milestone.after.iter_mut().for_each(|link| link.lag = None);
        }
        if crowd {
            let people = plan.tasks.len() as u32;
            plan = plan.team(Team::new("crowd", people)).default_team("crowd");
        }
        let (path, events) = (Network::new(&plan).unwrap(), with_events(&plan).unwrap());
        prop_assert!(!has_events(&path) && has_events(&events));
        let simulation = Simulation::new().trials(96);
        match (simulation.run(&path), simulation.run(&events)) {
            (Ok(path), Ok(events)) => {
                for node in 0..plan.tasks.len() + plan.milestones.len() {
                    prop_assert_eq!(path.finishes_of(node), events.finishes_of(node), "{}", node);
                    prop_assert_eq!(path.starts_of(node), events.starts_of(node), "{}", node);
                }
                prop_assert_eq!(path.finishes(), events.finishes());
            }
            (path, events) => prop_assert!(path.is_err() && events.is_err()),
        }
    }
}

#[test]
fn every_team_that_is_large_enough_takes_the_longest_path() {
    let plan = |people| {
        let plan = empty().team(Team::new("web", people));
        ["a", "b", "c"].into_iter().fold(plan, |plan, name| plan.task(task(name, 2.0).team("web")))
    };
    assert!(has_events(&Network::new(&plan(2)).unwrap()));
    assert!(!has_events(&Network::new(&plan(3)).unwrap()));
    let away = |people| plan(people).team(Team::new("idle", 1)).calendar(Calendar::default());
    let mut away = away(3);
    away.teams[0].leave.push(Leave::new(date(2027, 1, 5), date(2027, 1, 5)));
    assert!(has_events(&Network::new(&away).unwrap()), "a day with two people");
}

/// Graham, "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics 17, 1969: nine tasks of three people, in the
/// order of a list, take 12; with four people 15, with a day less for each task 13, and without two of the links 16.
#[test]
fn more_people_less_work_or_fewer_links_may_finish_later() {
    let plan = |people: u32, less: f64, links: bool| {
        let mut plan = empty().team(Team::new("web", people)).default_team("web");
        for (number, days) in [3.0, 2.0, 2.0, 2.0, 4.0, 4.0, 4.0, 4.0, 9.0].into_iter().enumerate() {
            let mut task = task(&format!("t{}", number + 1), days - less);
            match number + 1 {
                5 | 6 if !links => {}
                5..=8 => task = task.after("t4"),
                9 => task = task.after("t1"),
                _ => {}
            }
            plan = plan.task(task);
        }
        times(&plan).into_iter().map(|(_, finish)| finish).fold(0.0, f64::max)
    };
    assert_eq!(plan(3, 0.0, true), 12.0);
    assert_eq!(plan(4, 0.0, true), 15.0);
    assert_eq!(plan(3, 1.0, true), 13.0);
    assert_eq!(plan(3, 0.0, false), 16.0);
}

#[test]
fn a_risk_may_name_all_tasks_of_a_team() {
    let plan = empty()
        .team(Team::new("web", 5))
        .task(task("a", 2.0).team("web"))
        .task(task("b", 2.0).uses("web", 1))
        .task(task("c", 2.0))
        .risk(Risk::new("r", 1.0).scales("@web", 2.0).scales("b", 3.0).scales("*", 1.5));
    finish(&plan, &[4.0, 6.0, 3.0]);
}

/// What a team did with its time in the first trials.
fn of_team(plan: &Plan, name: &str) -> landfall::TeamForecast {
    Simulation::new().trials(64).forecast(plan).unwrap().team(name).unwrap().clone()
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-4, "{found}, not {wanted}");
}

#[test]
fn the_time_of_a_team_is_accounted_for() {
    // One task at 0.9 for ten days, of two people: 9 of 20 person-days; 14 were set aside for the roadmap, 4 for debt.
    let team = Team::new("web", 2).share("roadmap", 0.7).share("debt", 0.2).unplanned(0.1);
    let web = of_team(&empty().team(team).task(task("a", 9.0).team("web")), "web");
    assert_eq!(web.available.get(), 20.0);
    let [road, debt] = &web.kinds[..] else { panic!("two kinds") };
    assert_eq!((road.kind.as_deref(), road.planned, debt.planned), (Some("roadmap"), Some(0.7), Some(0.2)));
    near(road.used, 0.45);
    near(road.unused.unwrap(), 0.25);
    near(debt.used, 0.0);
    near(debt.unused.unwrap(), 0.2);
    near(web.unplanned, 0.1);
    near(web.idle, 0.45);
    // A day longer than its work, and it waited for nobody.
    assert_eq!((web.waited.get(), web.slowed.get(), web.limits), (0.0, 1.0, 1.0));
}

#[test]
fn lent_time_is_used_beyond_the_share_and_leave_is_not_available() {
    let team = web().idle(Idle::Lent).leave(Leave::new(date(2027, 1, 4), date(2027, 1, 5)));
    let road = |name: &str| task(name, 9.0).team("web");
    let web = of_team(&empty().team(team).task(road("a")).task(road("b")).task(road("c")), "web");
    // Two days with two people, at 0.9 each; then three. 1.8 days of each of two tasks are done by Tuesday, of the third none, and all are
    // at 0.9 from then on: after 8 days more two of them are finished, and the third after 10.
    near(web.available.get(), 2.0 * 2.0 + 3.0 * 10.0);
    near(web.kinds[0].used, 27.0 / 34.0);
    near(web.kinds[0].unused.unwrap(), 0.7 - 27.0 / 34.0);
    near(web.unplanned, 0.1);
    near(web.kinds[0].used + web.unplanned + web.idle, 1.0);
}

#[test]
fn the_team_that_is_waited_for_holds_the_finish_up() {
    let plan = empty()
        .team(Team::new("one", 1))
        .team(Team::new("two", 2))
        .task(task("a", 5.0).team("one"))
        .task(task("b", 3.0).team("one"))
        .task(task("c", 2.0).team("two").after("b"))
        .task(task("d", 4.0).team("two"));
    // The way to the last finish: c, which began with b's finish, which waited five days for a.
    let forecast = Simulation::new().trials(64).forecast(&plan).unwrap();
    let limiting = forecast.limiting_team().unwrap();
    assert_eq!((limiting.name.as_str(), limiting.waited.get(), limiting.limits), ("one", 5.0, 1.0));
    let other = forecast.team("two").unwrap();
    assert_eq!((other.held_up().get(), other.limits), (0.0, 0.0));
    near(other.idle, 1.0 - 6.0 / 20.0);
    // Without an own account of every task there is none of the teams.
    let network = Network::new(&plan).unwrap();
    let trials = Simulation::new().trials(64).tasks(false).run(&network).unwrap();
    assert!(landfall::Forecast::new(&network, &trials).teams().is_empty());
}

#[test]
fn interrupts_take_their_load_of_the_time() {
    let team = Team::new("two", 2).interrupt(Interrupt::new(Amount::days(2.0), Estimate::days(1.0)));
    let plan = empty().team(team).task(task("a", 200.0).team("two"));
    let two = Simulation::new().trials(4000).forecast(&plan).unwrap().team("two").unwrap().clone();
    // A load of half a person of two. Of about 100 interrupts in a trial the share has a relative error of 1/10, of 4,000 trials 1/600.
    assert!((two.interrupts - 0.25).abs() < 4.0 * 0.25 / 600.0, "{}", two.interrupts);
    near(two.kinds[0].used + two.interrupts + two.idle, 1.0);
}

#[test]
fn of_several_teams_the_one_without_people_is_waited_for() {
    let plan = empty()
        .team(Team::new("design", 5))
        .team(Team::new("ops", 1))
        .task(task("first", 20.0).team("ops"))
        .task(task("second", 5.0).uses("design", 1).uses("ops", 1));
    let forecast = Simulation::new().trials(64).forecast(&plan).unwrap();
    assert_eq!(
        (forecast.team("design").unwrap().held_up().get(), forecast.team("ops").unwrap().waited.get()),
        (0.0, 20.0)
    );
    assert_eq!(forecast.limiting_team().unwrap().name, "ops");
    // Half of it goes to other things: as much is lost as it takes, and all of it through the slower team.
    let plan = empty()
        .team(Team::new("design", 1).share("roadmap", 0.5).share("debt", 0.5))
        .team(Team::new("ops", 1).share("roadmap", 0.8).share("debt", 0.2))
        .task(task("both", 10.0).uses("ops", 1).uses("design", 1));
    let forecast = Simulation::new().trials(64).forecast(&plan).unwrap();
    assert_eq!(
        (forecast.team("design").unwrap().slowed.get(), forecast.team("ops").unwrap().slowed.get()),
        (10.0, 0.0)
    );
}

#[test]
fn neither_effects_nor_days_off_are_charged_to_a_team() {
    let plan = empty()
        .team(Team::new("web", 1))
        .team(Team::new("shop", 1).week("Mon-Sat".parse().unwrap()))
        .task(task("a", 20.0).team("web"))
        .task(task("b", 2.0).team("shop"))
        .effect(Effect::new("drag").slows("a", 0.5));
    let forecast = Simulation::new().trials(64).forecast(&plan).unwrap();
    assert!(forecast.limiting_team().is_none(), "{:?}", forecast.teams());
    // What is saved does not hide that it was waited.
    let plan = empty()
        .team(Team::new("web", 1))
        .task(task("a", 10.0).team("web"))
        .task(task("b", 30.0).team("web"))
        .effect(Effect::new("help").saves("b", 0.5));
    let web = Simulation::new().trials(64).forecast(&plan).unwrap().team("web").unwrap().clone();
    assert_eq!((web.waited.get(), web.slowed.get()), (10.0, 0.0));
}

#[test]
fn somebody_who_is_away_is_time_lost() {
    // Tuesday and Wednesday: two days.
    let team = Team::new("web", 1).leave(Leave::new(date(2027, 1, 5), date(2027, 1, 6)));
    let web = of_team(&empty().team(team).task(task("a", 5.0).team("web")), "web");
    assert_eq!((web.waited.get(), web.slowed.get()), (0.0, 2.0));
}

#[test]
fn the_longest_task_of_a_plan_without_end_is_named_the_same_on_any_number_of_threads() {
    let mut plan = empty().team(Team::new("one", 1).share("roadmap", 1.0)).default_team("one");
    for number in 0..30 {
        plan = plan.task(Task::new(format!("t{number}"), Estimate::days(1000.0..=36_000.0)));
    }
    let network = Network::new(&plan).unwrap();
    let said = |threads| {
        let simulation = Simulation::new().trials(5000).sampling(landfall::Sampling::Random).threads(threads);
        simulation.run(&network).unwrap_err().to_string()
    };
    assert_eq!(said(1), said(2));
    assert_eq!(said(1), said(7));
}

#[test]
fn many_interrupts_that_nobody_handles_end_soon() {
    let begin = std::time::Instant::now();
    let team = Team::new("one", 1)
        .leave(Leave::new(date(2027, 1, 4), date(2037, 1, 4)))
        .interrupt(Interrupt::new(Amount::days(0.01), Estimate::days(0.005)));
    let plan = empty().team(team).task(task("a", 1.0).team("one"));
    Simulation::new().trials(1).forecast(&plan).unwrap();
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn thousands_of_tasks_under_an_effect_end_soon() {
    let begin = std::time::Instant::now();
    let mut plan = empty().effect(Effect::new("drag").slows("*", 0.1));
    for number in 0..5000 {
        plan = plan.task(Task::new(format!("t{number}"), Estimate::days(1.0..=9.0)));
    }
    Simulation::new().trials(100).forecast(&plan).unwrap();
    assert!(begin.elapsed().as_secs() < 20, "{:?}", begin.elapsed());
}

#[test]
fn of_what_a_task_lost_only_the_part_before_its_lead_counts() {
    // At half the speed a has done 5 of 20 days after ten, when b begins, which decides the finish.
    let plan = empty()
        .team(Team::new("web", 1).share("roadmap", 0.5).share("debt", 0.5))
        .task(task("a", 20.0).team("web"))
        .task(task("b", 100.0).after(Link::to("a").lag(Amount::days(-15.0))));
    let web = of_team(&plan, "web");
    assert_eq!((web.waited.get(), web.slowed.get()), (0.0, 5.0));
}

#[test]
fn what_interrupts_take_is_nobody_s_share() {
    let team = Team::new("two", 2).share("roadmap", 0.8).share("debt", 0.2);
    let team = team.interrupt(Interrupt::new(Amount::days(2.0), Estimate::days(1.0)));
    let two = Simulation::new()
        .trials(500)
        .forecast(&empty().team(team).task(task("a", 100.0).team("two")))
        .unwrap();
    let two = two.team("two").unwrap().clone();
    assert!(two.interrupts > 0.2, "{}", two.interrupts);
    near(two.kinds[1].unused.unwrap(), 0.2 * (1.0 - two.interrupts));
}

#[test]
fn waiting_for_somebody_who_comes_back_is_no_standstill() {
    // a keeps one person until b is finished, which waits for the other, who is away for the first week.
    let link = Link::to("b").kind(LinkKind::FinishFinish);
    let team = Team::new("two", 2).leave(Leave::new(date(2027, 1, 4), date(2027, 1, 8)));
    let plan = empty().team(team).default_team("two").task(task("a", 1.0).after(link)).task(task("b", 2.0));
    assert_eq!(times(&plan), [(0.0, 7.0), (5.0, 7.0)]);
}

#[test]
fn lags_before_and_behind_a_milestone_add_up() {
    let after = |name: &str, days: f64| Link::to(name).lag(Amount::days(days));
    let plan = empty()
        .team(Team::new("web", 1))
        .default_team("web")
        .task(task("a", 2.0))
        .task(task("b", 1.0).after(after("m", 2.0)))
        .milestone(Milestone::new("m").after(after("a", 3.0)));
    assert!(is_plain(&Network::new(&plan).unwrap()));
    assert_eq!(times(&plan), [(0.0, 2.0), (7.0, 8.0)]);
    assert_eq!(plan.forecast().unwrap().milestone("m").unwrap().finish.days(landfall::P50).get(), 5.0);
}

#[test]
fn the_report_says_what_an_estimate_becomes_on_the_calendar() {
    let said = |team: Team, pace| {
        let plan =
            empty().pace(pace).team(team).task(task("a", 3.0).team("web")).task(task("b", 3.0).team("web"));
        let forecast = Simulation::new().trials(10).forecast(&plan).unwrap();
        landfall::report::text(&forecast, &landfall::report::Questions::default()).replace("\n    ", " ")
    };
    // One person has half of their time; of three there is 70% each when all are at it, and 90% alone; of two days a week 2.5 times as long.
    let one = Team::new("web", 1).share("roadmap", 0.5).share("debt", 0.5);
    assert!(said(one, Pace::Focus).contains("\"2-3 weeks\" are 4 to 6 weeks of roadmap work in web."));
    let three =
        "2.2 to 3.3 weeks of roadmap work in web for a task alone, 2.9 to 4.3 when all 3 are at such work";
    assert!(said(web(), Pace::Focus).contains(three));
    assert!(
        said(web(), Pace::Usual).contains("2 to 3 weeks of roadmap work in web for a task alone, 2.6 to 3.9")
    );
    let days = Team::new("web", 1).week("Mon-Tue".parse().unwrap());
    assert!(said(days, Pace::Focus).contains("\"2-3 weeks\" are 5 to 7.5 weeks of work in web."));
}

#[test]
fn those_who_join_at_the_start_handle_interrupts_too() {
    let team = Team::new("one", 0)
        .join(Join::new(date(2027, 1, 4), 1))
        .interrupt(Interrupt::new(Amount::weeks(1.0), Estimate::days(1.0)));
    let plan = empty().team(team).task(task("a", 2.0).team("one"));
    assert!(plan.check().is_empty(), "{:?}", plan.check());
    let mut later = plan;
    later.teams[0].joins[0].from = date(2027, 1, 5);
    assert_eq!(later.check()[0].code, landfall::Code::Overloaded);
}
