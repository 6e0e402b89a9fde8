//! Teams, their shares, and effects, against sums done by hand.

use landfall::{
    Amount, Effect, Estimate, Idle, Join, Leave, Link, LinkKind, Milestone, Network, Pace, Plan,
    RangeMeaning, Risk, Simulation, TICKS_PER_DAY, Task, Team, Trials, Week, date,
};

/// A plan that begins on Monday, 4 January 2027.
pub(crate) fn empty() -> Plan {
    Plan::new("", date(2027, 1, 4)).correlation(0.0)
}

pub(crate) fn task(name: &str, days: f64) -> Task {
    Task::new(name, Estimate::days(days))
}

pub(crate) fn trials(plan: &Plan, count: usize) -> Trials {
    let network = Network::new(plan).unwrap_or_else(|error| panic!("{error}"));
    Simulation::new().trials(count).run(&network).unwrap()
}

/// Start and finish of each task in the first trial [days].
pub(crate) fn times(plan: &Plan) -> Vec<(f64, f64)> {
    let trials = trials(plan, 1);
    let days = |ticks: Option<Vec<i32>>| f64::from(ticks.unwrap()[0]) / f64::from(TICKS_PER_DAY);
    (0..plan.tasks.len()).map(|task| (days(trials.starts_of(task)), days(trials.finishes_of(task)))).collect()
}

/// Finishes of the tasks, each to the nearest tick.
pub(crate) fn finish(plan: &Plan, expected: &[f64]) {
    for (place, (&(_, found), &wanted)) in times(plan).iter().zip(expected).enumerate() {
        let ticks = ((found - wanted) * f64::from(TICKS_PER_DAY)).abs();
        assert!(ticks <= 0.51, "{}: {found}, not {wanted}", plan.tasks[place].name);
    }
    assert_eq!(plan.tasks.len(), expected.len());
}

/// A team of three whose time is 70% roadmap, 20% debt and 10% unplanned.
pub(crate) fn web() -> Team {
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
fn waiting_for_somebody_who_comes_back_is_no_standstill() {
    // a keeps one person until b is finished, which waits for the other, who is away for the first week.
    let link = Link::to("b").kind(LinkKind::FinishFinish);
    let team = Team::new("two", 2).leave(Leave::new(date(2027, 1, 4), date(2027, 1, 8)));
    let plan = empty().team(team).default_team("two").task(task("a", 1.0).after(link)).task(task("b", 2.0));
    assert_eq!(times(&plan), [(0.0, 7.0), (5.0, 7.0)]);
}
