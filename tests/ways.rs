//! Whatever way a plan with teams is gone through, the same comes out.

use landfall::inspect::{has_events, is_plain, with_events};
use landfall::{Amount, Calendar, Lag, Leave, Link, LinkKind, Milestone, Network, Simulation, Team, date};
use proptest::prelude::*;

use crate::plans;
use crate::teams::{empty, task, times};

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
    fn events_and_the_longest_path_give_the_same_ticks(
        plan in plans::plan(),
        crowd in any::<bool>(),
        progress in proptest::option::of(plans::progress()),
    ) {
        let mut plan = match progress {
            None => plan,
            Some(progress) => plans::with_progress(plan, progress),
        };
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
