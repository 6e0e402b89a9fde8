//! Plans with teams and effects, worked out by hand. Days are those of the axis, on which also the days of the teams lie.

use landfall::inspect::{self, Compiled, Variable};
use landfall::{
    Amount, Effect, Estimate, Idle, Interrupt, Join, Leave, Link, LinkKind, Milestone, Network, Pace, Plan,
    Risk, Sampling, Scale, TICKS_PER_DAY, Task, Team, date,
};

use super::{SEED, TRIALS, agreed, bits, certain, empty, holds, task, trials};

/// A task of one person of the team "web".
fn web(name: &str, days: f64) -> Task {
    task(name, days).team("web")
}

/// People who only do what is planned.
fn pool(people: u32) -> Plan {
    empty().team(Team::new("web", people))
}

/// The finish of a task in a plan without chance [ticks].
fn finish(plan: &Plan, name: &str) -> i64 {
    trials(plan)[0].times[name].1
}

#[test]
fn a_kind_gets_its_share_of_all_people_of_the_team() {
    let team = || Team::new("web", 5).share("roadmap", 0.7).share("debt", 0.2);
    // 100 person-days at 3.5 a day are 28.571 days, done by all together, or as five tasks at once.
    let together = empty().team(team()).task(web("t", 20.0).people(5));
    assert_eq!(finish(&together, "t"), 164_571);
    let apart = (0..5).fold(empty().team(team()), |plan, place| plan.task(web(&place.to_string(), 20.0)));
    assert_eq!(["0", "4"].map(|name| finish(&apart, name)), [164_571; 2]);
    // Fewer at once are faster, and none faster than without what is unplanned: 3.5 for four of them, and 0.9 for each of three.
    let four = empty().team(team()).task(web("t", 7.0).people(4));
    let three = empty().team(team()).task(web("t", 9.0).people(3));
    holds(&four, &[("t", 0.0, 8.0)]);
    holds(&three, &[("t", 0.0, 10.0)]);
}

#[test]
fn what_is_at_work_at_once_shares_the_share() {
    let plan = || empty().team(Team::new("web", 3).share("roadmap", 0.8).share("debt", 0.2));
    let debt = |name| web(name, 6.0).kind("debt");
    // 0.6 people: 10 days for one, and 0.2 for each of three.
    holds(&plan().task(debt("a")), &[("a", 0.0, 10.0)]);
    let three = plan().task(debt("a")).task(debt("b")).task(debt("c"));
    holds(&three, &[("a", 0.0, 30.0), ("b", 0.0, 30.0), ("c", 0.0, 30.0)]);
    // The fourth waits for one of them, and what is of another kind for nobody.
    let four = three.task(debt("d")).task(web("roadmap", 8.0).people(3));
    holds(&four, &[("c", 0.0, 30.0), ("d", 30.0, 40.0), ("roadmap", 0.0, 10.0)]);
}

#[test]
fn what_a_kind_leaves_goes_to_the_one_that_is_short_only_where_it_is_lent() {
    let plan = |idle| {
        let team = Team::new("web", 4).share("roadmap", 0.5).share("debt", 0.25).share("ops", 0.25);
        empty().team(team.idle(idle)).task(web("t", 6.0).people(4)).task(web("debt", 3.0).kind("debt"))
    };
    holds(&plan(Idle::Reserved), &[("t", 0.0, 12.0), ("debt", 0.0, 3.0)]);
    // For three days the quarter of "ops": 3 people for 4. Then that of the debt too, and the 3.75 days left take as many.
    holds(&plan(Idle::Lent), &[("t", 0.0, 6.75), ("debt", 0.0, 3.0)]);
}

#[test]
fn who_needs_less_than_a_part_of_what_is_lent_leaves_the_rest_to_the_others() {
    let team = Team::new("web", 4).share("roadmap", 0.25).share("debt", 0.25).share("ops", 0.5);
    let plan = empty()
        .team(team.idle(Idle::Lent))
        .task(web("t", 3.0).people(2))
        .task(web("debt", 6.0).people(4).kind("debt"));
    // 2 are lent, 1 to each; that is all that the first needs, and the other has 2 people for 4. After three days it has all it needs.
    holds(&plan, &[("t", 0.0, 3.0), ("debt", 0.0, 7.5)]);
    // With one person the first needs nothing, and the other gets both: 3 for 4, then all.
    let mut fewer = plan.clone();
    fewer.tasks[0].people = 1;
    holds(&fewer, &[("t", 0.0, 3.0), ("debt", 0.0, 6.75)]);
}

#[test]
fn the_last_in_order_pauses_while_somebody_is_away() {
    // One of three is away on Wednesday and Thursday, days 2 and 3.
    let team = Team::new("web", 3).leave(Leave::new(date(2027, 1, 6), date(2027, 1, 7)));
    let plan = empty().team(team).task(web("a", 5.0)).task(web("b", 5.0)).task(web("c", 5.0));
    holds(&plan, &[("a", 0.0, 5.0), ("b", 0.0, 5.0), ("c", 0.0, 7.0)]);
    let mut urgent = plan.clone();
    urgent.tasks[2].priority = 1;
    holds(&urgent, &[("a", 0.0, 5.0), ("b", 0.0, 7.0), ("c", 0.0, 5.0)]);
}

#[test]
fn what_is_paused_leaves_its_people_to_smaller_work_after_it() {
    // Two of five are away on day 1: a and c go on, and b waits.
    let team = Team::new("web", 5).leave(Leave::new(date(2027, 1, 5), date(2027, 1, 5)).people(2));
    let plan =
        empty().team(team).task(web("a", 3.0).people(2)).task(web("b", 3.0).people(2)).task(web("c", 3.0));
    holds(&plan, &[("a", 0.0, 3.0), ("b", 0.0, 4.0), ("c", 0.0, 3.0)]);
}

#[test]
fn nothing_new_of_a_kind_starts_before_what_is_paused_goes_on() {
    let team = Team::new("web", 2).share("roadmap", 0.5).share("debt", 0.5);
    let plan = empty()
        .team(team.leave(Leave::new(date(2027, 1, 5), date(2027, 1, 6))))
        .task(task("gate", 1.0))
        .task(web("a", 2.0))
        .task(web("b", 2.0))
        .task(web("new", 1.0).priority(1).after("gate"))
        .task(web("debt", 1.0).kind("debt").after("gate"));
    // Each of a and b is at half speed while both work; on days 1 and 2 half a person works on a alone, and b waits. From day 3 on
    // both are at half speed again: a has half a day left, b one and a half, the last of which beside the new one.
    holds(
        &plan,
        &[("a", 0.0, 4.0), ("b", 0.0, 6.0), ("new", 4.0, 6.0), ("debt", 1.0, 3.0), ("gate", 0.0, 1.0)],
    );
}

#[test]
fn a_small_task_passes_a_large_one_that_does_not_fit_yet() {
    let plan = pool(2)
        .task(web("a", 2.0))
        .task(web("c", 3.0))
        .task(task("gate", 1.0))
        .task(web("large", 1.0).people(2).priority(1).after("gate"))
        .task(web("d", 3.0));
    holds(&plan, &[("a", 0.0, 2.0), ("c", 0.0, 3.0), ("d", 2.0, 5.0), ("large", 5.0, 6.0)]);
}

#[test]
fn who_joins_starts_what_waited() {
    let plan = empty()
        .team(Team::new("web", 1).join(Join::new(date(2027, 1, 6), 1)))
        .task(web("a", 5.0))
        .task(web("pair", 1.0).people(2))
        .task(web("b", 1.0));
    holds(&plan, &[("a", 0.0, 5.0), ("b", 2.0, 3.0), ("pair", 5.0, 6.0)]);
}

#[test]
fn a_task_of_two_teams_works_on_the_days_of_both_at_the_lower_rate() {
    // From Monday to Saturday there are six days a week; both work from Tuesday to Friday, days 1 to 4 and 7 to 10.
    let plan = empty()
        .team(Team::new("web", 1))
        .team(Team::new("ops", 2).share("roadmap", 0.25).share("debt", 0.75).week("Tue-Sat".parse().unwrap()))
        .task(task("both", 3.0).uses("web", 1).uses("ops", 1))
        .task(web("before", 1.0))
        .task(web("waits", 1.0).after("before"));
    // Half a person of "ops": four days do two of the three. Its people are kept over the weekend and Monday.
    holds(&plan, &[("before", 0.0, 1.0), ("both", 1.0, 9.0), ("waits", 9.0, 10.0)]);
}

/// A team for weekends and a task of it, done on Saturday, day 5; the Sunday is day 6 and the Monday day 7.
fn weekend() -> Plan {
    empty()
        .team(Team::new("weekend", 1).week("Sat-Sun".parse().unwrap()))
        .task(task("move", 1.0).team("weekend"))
}

#[test]
fn work_without_a_team_waits_for_a_day_of_the_plan() {
    let plan = weekend()
        .task(task("next", 1.0).after("move"))
        .task(task("gate", 0.0).after("move"))
        .task(task("long", 6.0))
        .milestone(Milestone::new("moved").after("move"))
        .milestone(Milestone::new("settled").after("move"))
        .risk(certain("late").delays("settled", Estimate::days(0.5)));
    holds(
        &plan,
        &[
            ("move", 5.0, 6.0),
            ("next", 7.0, 8.0),
            ("gate", 6.0, 6.0),
            ("long", 0.0, 8.0),
            ("moved", 6.0, 6.0),
            ("settled", 7.0, 7.5),
        ],
    );
}

#[test]
fn lags_run_on_the_days_of_the_plan() {
    let after = |days| Link::to("move").lag(Amount::days(days));
    let plan = weekend()
        .task(task("day", 0.0).after(after(1.0)))
        .task(task("half", 0.0).after(after(0.5)))
        .task(task("week", 0.0).after(after(5.0)))
        .task(task("started", 0.0).after(after(1.0).kind(LinkKind::StartStart)));
    let at = |day| (day, day);
    let expected = [("day", at(8.0)), ("half", at(7.5)), ("week", at(12.0)), ("started", at(8.0))];
    holds(&plan, &expected.map(|(name, (start, finish))| (name, start, finish)));
}

#[test]
fn a_lead_counts_the_work_that_is_left() {
    let lead = |days: f64| Link::to("a").lag(Amount::days(-days));
    let plan = empty()
        .team(Team::new("web", 1).share("roadmap", 0.5).share("debt", 0.5))
        .task(web("a", 4.0))
        .task(task("day", 1.0).after(lead(1.0)))
        .task(task("half", 1.0).after(Link::to("a").lag_share(-0.5)))
        .task(task("more", 1.0).after(lead(5.0)))
        .task(task("held", 1.0).after(lead(1.0).kind(LinkKind::FinishFinish)))
        .task(task("at once", 1.0).after(lead(1.0).kind(LinkKind::StartStart)));
    holds(
        &plan,
        &[
            ("a", 0.0, 8.0),
            ("day", 6.0, 7.0),
            ("half", 4.0, 5.0),
            ("more", 0.0, 1.0),
            ("held", 0.0, 6.0),
            ("at once", 0.0, 1.0),
        ],
    );
}

#[test]
fn people_are_kept_while_a_finish_is_held() {
    let plan = pool(1)
        .task(task("other", 5.0))
        .task(web("held", 2.0).after(Link::to("other").kind(LinkKind::FinishFinish)))
        .task(web("next", 1.0))
        .task(task("from start", 1.0).after(Link::to("held").kind(LinkKind::StartStart)));
    holds(&plan, &[("held", 0.0, 5.0), ("next", 5.0, 6.0), ("from start", 0.0, 1.0)]);
    // Where what held it and it are finished at the same tick, the most urgent of all that waits comes first.
    let late = Link::to("other").kind(LinkKind::StartFinish).lag(Amount::days(5.0));
    let plan = pool(2)
        .task(task("other", 5.0))
        .task(web("held", 2.0).after(late))
        .task(web("pair", 1.0).people(2).priority(1).after("other"))
        .task(web("first", 5.0))
        .task(web("next", 1.0).after("other"));
    holds(&plan, &[("held", 0.0, 5.0), ("pair", 5.0, 6.0), ("next", 6.0, 7.0)]);
}

#[test]
fn slower_by_a_fifth_over_half_of_the_work_takes_a_tenth_longer() {
    let plan = empty()
        .task(task("t", 10.0))
        .task(task("debt", 6.0))
        .effect(Effect::during("drag", "debt").slows("*", 0.2));
    // Its own task is not slowed.
    holds(&plan, &[("t", 0.0, 11.0), ("debt", 0.0, 6.0)]);
}

#[test]
fn what_is_saved_counts_from_the_moment_on() {
    let plan = empty()
        .task(task("t", 10.0).tag("security"))
        .task(task("refactor", 4.0))
        .task(task("later", 3.0).tag("security").after("refactor"))
        .task(task("other", 10.0))
        .effect(Effect::after("pay back", "refactor").saves("#security", 0.4));
    holds(&plan, &[("t", 0.0, 7.6), ("later", 4.0, 5.8), ("other", 0.0, 10.0)]);
}

#[test]
fn effects_multiply_and_take_one_entry_of_each_map() {
    let plan = pool(4)
        .task(web("name", 4.0).tag("x"))
        .task(web("tag", 4.0).tag("x"))
        .task(web("team", 4.0))
        .task(task("other", 4.0))
        .effect(Effect::new("b").slows("*", 0.25).slows("@web", 0.5).slows("#x", 1.0).slows("name", 2.0))
        .effect(Effect::new("a").saves("@web", 0.5))
        .risk(certain("late").delays("@web", Estimate::days(2.0)));
    // 6 × 3 / 2, 6 × 2 / 2, 6 × 1.5 / 2 and 4 × 1.25.
    holds(&plan, &[("name", 0.0, 9.0), ("tag", 0.0, 6.0), ("team", 0.0, 4.5), ("other", 0.0, 5.0)]);
}

#[test]
fn the_next_two_that_start_have_an_effect_for_as_long_as_they_take() {
    let plan = pool(1)
        .task(web("before", 1.0))
        .task(web("a", 2.0))
        .task(web("b", 2.0))
        .task(web("c", 2.0))
        .task(task("other", 1.0))
        .milestone(Milestone::new("beta").after("before"))
        .effect(Effect::after("debt", "beta").slows("@web", 1.0).next(2).lasts(Amount::days(5.0)));
    // It begins with a, at day 1, and ends while b is under way, at day 6. Nobody else is slowed.
    holds(&plan, &[("before", 0.0, 1.0), ("a", 1.0, 5.0), ("b", 5.0, 9.0), ("c", 9.0, 11.0)]);
    // What starts at the tick at which it ends has it no longer.
    let mut shorter = plan.clone();
    shorter.effects[0].lasts = Some(Amount::days(4.0));
    holds(&shorter, &[("a", 1.0, 5.0), ("b", 5.0, 7.0)]);
    // Of those that start at once, the most urgent. What is absent does not count.
    let at_once = pool(3)
        .task(web("gone", 2.0).exists(0.0).priority(0))
        .task(web("a", 2.0))
        .task(web("b", 2.0).priority(1))
        .task(web("c", 2.0))
        .effect(Effect::new("debt").slows("*", 1.0).next(2));
    holds(&at_once, &[("a", 0.0, 4.0), ("b", 0.0, 4.0), ("c", 0.0, 2.0)]);
}

#[test]
fn an_effect_ends_after_working_time_of_the_plan() {
    let plan = empty()
        .task(task("t", 5.0))
        .effect(Effect::from("slow", date(2027, 1, 5)).slows("t", 1.0).lasts(Amount::days(2.0)));
    holds(&plan, &[("t", 0.0, 6.0)]);
    // From Saturday evening to Monday evening: the Sunday is slow, and the rest is done on the next Saturday, day 12.
    let plan = weekend()
        .task(task("unpack", 1.0).team("weekend").after("move"))
        .effect(Effect::after("tired", "move").slows("unpack", 1.0).lasts(Amount::days(1.0)));
    holds(&plan, &[("unpack", 6.0, 12.5)]);
    let mut longer = plan.clone();
    longer.effects[0].lasts = Some(Amount::weeks(1.5));
    holds(&longer, &[("unpack", 6.0, 13.0)]);
}

#[test]
fn what_is_absent_needs_nobody_and_changes_nothing() {
    let two_days = |task: &str| Link::to(task).lag(Amount::days(2.0));
    let plan = pool(1)
        .task(web("a", 3.0))
        .task(web("gone", 2.0).exists(0.0).not_before(date(2027, 6, 1)))
        .task(web("with it", 2.0).needs(two_days("gone")).after("a"))
        .task(task("after it", 1.0).after(two_days("gone")).after(two_days("with it")))
        .effect(Effect::during("one", "gone").slows("*", 1.0))
        .effect(Effect::after("two", "with it").slows("*", 1.0));
    holds(&plan, &[("a", 0.0, 3.0), ("gone", 0.0, 0.0), ("with it", 3.0, 3.0), ("after it", 3.0, 4.0)]);
}

#[test]
fn at_a_usual_pace_the_planned_unplanned_share_is_inside_the_estimate() {
    let plan = empty()
        .pace(Pace::Usual)
        .team(Team::new("web", 1).share("roadmap", 0.8))
        .team(Team::new("ops", 1).share("roadmap", 0.5).unplanned(0.5))
        .team(Team::new("pool", 1))
        .task(web("usual", 10.0))
        .task(task("other", 10.0))
        .task(task("pool", 10.0).team("pool"))
        .task(task("both", 10.0).uses("web", 1).uses("ops", 1).after("usual"))
        .task(task("half", 1.0).after(Link::to("usual").lag_share(0.5)))
        .risk(certain("late").delays("usual", Estimate::days(2.0)));
    // (10 + 2) × 0.8 at 0.8, then 10 × 0.5 at 0.5. A share of what it takes is a share of its work.
    let expected = [
        ("usual", 0.0, 12.0),
        ("other", 0.0, 10.0),
        ("pool", 0.0, 10.0),
        ("both", 12.0, 22.0),
        ("half", 16.8, 17.8),
    ];
    holds(&plan, &expected);
}

#[test]
fn a_drawn_unplanned_share_leaves_less_of_every_other() {
    let unplanned = || Scale::from(0.1..=0.3);
    let plan = empty()
        .team(Team::new("web", 1).share("roadmap", 0.5).share("debt", 0.25).unplanned(unplanned()))
        .task(web("t", 10.0));
    let curve = Compiled::share(&plan, &unplanned()).unwrap();
    let drawn = bits(&plan, Variable::Unplanned("web"));
    let expected: Vec<i64> = drawn
        .into_iter()
        .map(|bits| (57_600.0 / (0.5 * ((1.0 - curve.at(bits)) / 0.75))).round_ties_even() as i64)
        .collect();
    let trials = agreed(&plan, SEED, &[Sampling::Random], TRIALS).unwrap();
    assert_eq!(trials.iter().map(|trial| trial.times["t"].1).collect::<Vec<_>>(), expected);
    assert!(expected.iter().any(|&ticks| ticks < 110_000) && expected.iter().any(|&ticks| ticks > 120_000));
}

#[test]
fn an_effect_is_as_strong_for_all_of_its_tasks() {
    let slow = || Scale::from(0.1..=0.5);
    let plan =
        empty().task(task("t", 10.0)).task(task("u", 10.0)).effect(Effect::new("e").slows("*", slow()));
    let curve = Compiled::slow(&plan, &slow()).unwrap();
    let drawn = bits(&plan, Variable::Effect("e"));
    let trials = agreed(&plan, SEED, &[Sampling::Random], TRIALS).unwrap();
    for (trial, bits) in trials.iter().zip(drawn) {
        let ticks = (57_600.0 / (1.0 / (1.0 + curve.at(bits)))).round_ties_even() as i64;
        assert_eq!((trial.times["t"], trial.times["u"]), ((0, ticks), (0, ticks)));
    }
}

#[test]
fn what_comes_in_between_takes_a_person_until_it_is_done() {
    let between = Interrupt::new(Amount::days(4.0), Estimate::days(0.5..=2.0));
    // Alone, the one person of the team does what is planned when nothing else is there; the second of two is hardly ever needed.
    let plan = |people| {
        empty()
            .team(Team::new("web", people).interrupt(between.clone()))
            .task(web("t", 20.0))
            .task(task("other", 20.0))
    };
    let network = Network::new(&plan(1)).unwrap();
    let trials = agreed(&plan(1), SEED, &[Sampling::Random], TRIALS).unwrap();
    for (place, trial) in trials.iter().enumerate() {
        let calls = inspect::interrupts(&network, SEED, "web", 0, place as u64, 200).unwrap();
        let (mut came, mut end) = (0, 20 * i64::from(TICKS_PER_DAY));
        for (gap, time) in calls {
            came += gap;
            if came < end {
                end += time;
            }
        }
        assert_eq!(trial.times["t"].1, end, "trial {place}");
        assert_eq!(trial.times["other"].1, 20 * i64::from(TICKS_PER_DAY));
    }
    let two = agreed(&plan(2), SEED, &[Sampling::Random], TRIALS).unwrap();
    let sooner = two.iter().zip(&trials).filter(|(two, one)| two.times["t"].1 < one.times["t"].1).count();
    assert!(sooner > 150, "{sooner}");
}

#[test]
fn people_enough_for_everything_are_as_good_as_no_teams() {
    let plan = |team: Option<Team>| {
        let plan = empty()
            .task(Task::new("a", Estimate::weeks(1.0..=3.0)))
            .task(Task::new("b", Estimate::weeks(1.0..=3.0)).after("a + 20%"))
            .task(Task::new("c", Estimate::days(4.0..=30.0)).exists(0.5).not_before(date(2027, 1, 20)))
            .task(Task::new("d", Estimate::days(2.0..=3.0)).after("b").after("c + 1 day"))
            .milestone(Milestone::new("done").after("d"))
            .risk(Risk::new("late", 0.5).delays("done", Estimate::days(1.0..=2.0)));
        match team {
            None => plan,
            Some(team) => plan.default_team(team.name.clone()).team(team),
        }
    };
    let times = |plan: &Plan| trials(plan).into_iter().map(|trial| trial.times).collect::<Vec<_>>();
    assert_eq!(times(&plan(Some(Team::new("web", 4)))), times(&plan(None)));
}
