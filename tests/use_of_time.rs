//! How the teams' time is accounted for, and which team holds the finish up.

use landfall::{
    Amount, Effect, Estimate, Idle, Leave, Link, Network, Pace, Plan, Sampling, Simulation, Task, Team, date,
};

use crate::teams::{empty, task, web};

/// What a team did with its time in the first trials.
pub(crate) fn of_team(plan: &Plan, name: &str) -> landfall::TeamForecast {
    Simulation::new().trials(64).forecast(plan).unwrap().team(name).unwrap().clone()
}

pub(crate) fn near(found: f64, wanted: f64) {
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
fn the_report_says_what_an_estimate_becomes_on_the_calendar() {
    let said = |team: Team, pace| {
        let plan =
            empty().pace(pace).team(team).task(task("a", 3.0).team("web")).task(task("b", 3.0).team("web"));
        let forecast = Simulation::new().trials(10).forecast(&plan).unwrap();
        landfall::report::forecast(&forecast, &landfall::report::Questions::default())
            .text()
            .replace("\n    ", " ")
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
fn weeks_add_up_to_the_whole() {
    let read = |text: &str| landfall::PlanFile::parse(text, landfall::Format::Toml).unwrap().plan;
    let roadmap = read(include_str!("../examples/plans/roadmap.toml"));
    // Gone through as a plain list, and one that is under way.
    let plain = Plan::new("", date(2027, 1, 4))
        .team(Team::new("crew", 2))
        .default_team("crew")
        .task(Task::new("a", Estimate::days(3.0..=9.0)))
        .task(Task::new("b", Estimate::days(3.0..=9.0)))
        .task(Task::new("c", Estimate::days(3.0..=9.0)).after("a"));
    let status = landfall::Status::new(date(2027, 1, 15))
        .task(landfall::TaskStatus::finished("a", date(2027, 1, 4), date(2027, 1, 8)))
        .task(landfall::TaskStatus::started("b", date(2027, 1, 6)).done(Amount::days(3.0)));
    for plan in [roadmap, plain.clone(), plain.status(status)] {
        let forecast = Simulation::new().trials(600).forecast(&plan).unwrap();
        assert!(!forecast.teams().is_empty());
        for team in forecast.teams() {
            let sum = |of: &dyn Fn(&landfall::TeamWeek) -> f64| team.weeks.iter().map(of).sum::<f64>();
            let all = team.available.get();
            let close = |sum: f64, whole: f64| {
                assert!((sum - whole).abs() < 1e-3 * all, "{}: {sum} {whole}", team.name)
            };
            close(sum(&|week| week.available.get()), all);
            close(sum(&|week| week.interrupts.get()), team.interrupts * all);
            close(sum(&|week| week.unplanned.get()), team.unplanned * all);
            for (place, kind) in team.kinds.iter().enumerate() {
                close(sum(&|week| week.used[place].get()), kind.used * all);
            }
            // No week takes more than there is, and they follow each other.
            for week in &team.weeks {
                let used: f64 = week.used.iter().map(|used| used.get()).sum();
                let taken = used + week.interrupts.get() + week.unplanned.get();
                assert!(taken <= week.available.get() * (1.0 + 1e-6) + 1e-3, "{}: {week:?}", team.name);
            }
            assert!(team.weeks.windows(2).all(|pair| pair[0].from < pair[1].from));
        }
        // The first 1,024 of more trials, however they are cut up.
        let many = |trials, threads| {
            let simulation = Simulation::new().sampling(Sampling::Random).threads(threads);
            simulation.trials(trials).forecast(&plan).unwrap()
        };
        let first = many(1024, 1);
        for threads in [1, 2] {
            for (first, more) in first.teams().iter().zip(many(5000, threads).teams()) {
                assert_eq!(first.weeks, more.weeks);
            }
        }
    }
}
