//! Runs in parts: merged, they are the whole, bit for bit, wherever each part came from.

use landfall::{
    ErrorKind, Estimate, Forecast, Format, Milestone, Network, Plan, PlanFile, Sampling, Simulation, Task,
    Trials, date, report,
};
use proptest::prelude::*;

use crate::{oracle, plans};

/// As another process would read it.
fn sent(part: &Trials) -> Trials {
    serde_json::from_str(&serde_json::to_string(part).unwrap()).unwrap()
}

fn shipped() -> [Plan; 3] {
    [
        include_str!("../examples/plans/roadmap.toml"),
        include_str!("../examples/plans/migration.toml"),
        include_str!("../examples/plans/quarter/plan-revised.toml"),
    ]
    .map(|text| PlanFile::parse(text, Format::Toml).unwrap().plan)
}

#[test]
fn parts_of_plans_that_ship_are_the_whole() {
    for plan in shipped() {
        for sampling in [Sampling::LatinHypercube, Sampling::Random] {
            let network = Network::new(&plan).unwrap();
            let simulation = Simulation::new().seed(7).sampling(sampling);
            let whole = simulation.trials(2500).run(&network).unwrap();
            let part = |from, to| simulation.trials(from..to).block(128).run(&network).unwrap();
            // Cut anywhere, in any order, some merged before.
            let [one, two, three, four] = [part(0, 1), part(1, 700), part(700, 2111), part(2111, 2500)];
            let late = Trials::merge([sent(&four), sent(&three)]).unwrap();
            assert_eq!(late.range(), 700..2500);
            let merged = Trials::merge([sent(&late), two, sent(&one)]).unwrap();
            assert_eq!(merged, whole);
            assert_eq!((merged.range(), merged.len(), merged.seed()), (0..2500, 2500, 7));
            let network = Network::new(merged.plan()).unwrap();
            let json = |trials| {
                report::json(&Forecast::new(&network, trials), &report::Questions::default()).unwrap()
            };
            assert_eq!(json(&merged), json(&sent(&whole)));
        }
    }
}

#[test]
fn parts_of_a_run_that_is_counted_are_the_whole() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(2.0..=20.0)))
        .task(Task::new("b", Estimate::weeks(10.0..=200.0)).after("a"))
        .milestone(Milestone::new("m").after("a"));
    let network = Network::new(&plan).unwrap();
    let (most, early) = (1_060_000, 10_000);
    let part = |from, to| Simulation::new().trials(from..to).run(&network).unwrap();
    let whole = Simulation::new().trials(most).run(&network).unwrap();
    // Parts that are kept trial by trial, and one that is counted itself.
    let kept = [part(700_000, most), part(0, 700_000)];
    assert!(kept.iter().all(|part| part.finishes().is_some()));
    assert_eq!(Trials::merge(kept.iter().map(sent)).unwrap(), whole);
    let counted = part(early, most);
    assert!(counted.finishes().is_none());
    assert_eq!(Trials::merge([part(0, early), sent(&counted)]).unwrap(), whole);
}

#[test]
fn parts_keep_as_many_tasks_as_the_whole() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(2.0..=20.0)));
    let network = Network::new(&plan).unwrap();
    for simulation in [
        Simulation::new(),
        Simulation::new().tasks(false),
        // An eighth of it holds 1,562 trials of this task: of a run of 1,550 all are kept, of a longer one whole blocks, 1,536.
        Simulation::new().memory(100_000),
    ] {
        let whole = simulation.trials(20_000).run(&network).unwrap();
        let part = |from, to| simulation.trials(from..to).run(&network).unwrap();
        let merged = Trials::merge([part(0, 1550), part(1550, 17_000), part(17_000, 20_000)]).unwrap();
        let kept = |trials: &Trials| trials.finishes_of(0).map_or(0, |of| of.len());
        assert_eq!(kept(&merged), kept(&whole));
        assert_eq!(merged, whole);
    }
}

#[test]
fn a_part_comes_from_nothing_to_all_of_it() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(2.0..=20.0)));
    let seen = std::sync::Mutex::new(Vec::new());
    let watch = |progress: landfall::Progress| {
        seen.lock().unwrap().push((progress.done, progress.total));
        std::ops::ControlFlow::Continue(())
    };
    let part = Simulation::new().trials(5000..7000).threads(1).block(512).on_progress(&watch);
    assert_eq!(part.run(&Network::new(&plan).unwrap()).unwrap().range(), 5000..7000);
    assert_eq!(seen.into_inner().unwrap(), [512, 1024, 1536, 2000].map(|done| (done, 2000)));
}

#[test]
fn parts_that_do_not_go_together_are_refused() {
    let plan = |high: f64| Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(2.0..=high)));
    let run = |simulation: Simulation<'_>, high| simulation.run(&Network::new(&plan(high)).unwrap()).unwrap();
    let part = |from, to| run(Simulation::new().trials(from..to), 9.0);
    let refused = |parts: Vec<Trials>| {
        let error = Trials::merge(parts).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Argument);
        error.to_string()
    };
    assert_eq!(refused(vec![]), "there are no parts to merge");
    assert_eq!(refused(vec![part(0, 10), part(20, 30)]), "no part has the trials from 10 to 20");
    assert_eq!(
        refused(vec![part(5, 30), part(0, 10)]),
        "the trials from 0 to 10 and the trials from 5 to 30 overlap; take each trial once"
    );
    let other = Simulation::new().trials(10..20);
    for (other, high, what) in [
        (other, 8.0, "different plans"),
        (other.seed(1), 9.0, "different seeds"),
        (other.sampling(Sampling::Random), 9.0, "sampled differently"),
        (other.tasks(false), 9.0, "keep different things"),
        (other.memory(1 << 20), 9.0, "keep different things"),
    ] {
        let text = refused(vec![part(0, 10), run(other, high)]);
        assert!(text.contains(what), "{text}");
    }
    // What needs a whole run says so.
    let part = Simulation::new().trials(10..20);
    for error in [
        part.explain(&plan(9.0)).unwrap_err(),
        part.compare(&plan(9.0)).unwrap_err(),
        part.baseline(&plan(9.0)).unwrap_err(),
    ] {
        assert!(error.to_string().contains("the trials from 10 to 20 are a part of a run"), "{error}");
    }
    let empty = Simulation::new().trials(20..20).forecast(&plan(9.0)).unwrap_err();
    assert!(empty.to_string().contains("the trials from 20 to 20"), "{empty}");
}

/// Whatever is longer, shorter, negative, too large or missing.
fn wrong(pointer: &str, value: &serde_json::Value) -> Vec<serde_json::Value> {
    use serde_json::{Value, json};

    let mut others = vec![Value::Null];
    if let Some(list) = value.as_array().filter(|list| !list.is_empty()) {
        others.push(list[1..].into());
        others.push([list, &list[..1]].concat().into());
        if let Some(inner) = list[0].as_array() {
            others.push([&[inner[1..].into()], &list[1..]].concat().into());
        }
        if list[0].is_string() {
            others.extend(
                ["-1", &u128::MAX.to_string()].map(|sum| [&[json!(sum)], &list[1..]].concat().into()),
            );
        }
    }
    if value.is_number() && !["/seed", "/from"].contains(&pointer) {
        others.extend([json!(-1), json!(u64::MAX)]);
        // Fewer than there are.
        if !pointer.starts_with("/time") {
            others.push(json!(63));
        }
    }
    others
}

#[test]
fn trials_that_no_run_gives_are_not_read() {
    let [plan, ..] = shipped();
    let part = Simulation::new().trials(0..64).run(&Network::new(&plan).unwrap()).unwrap();
    let text = serde_json::to_string(&part).unwrap();
    let good: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(serde_json::from_value::<Trials>(good.clone()).unwrap() == part);
    let read = |value: &serde_json::Value| serde_json::from_str::<Trials>(&value.to_string());
    let mut changed = 0;
    for pointer in good
        .as_object()
        .unwrap()
        .keys()
        .map(|key| format!("/{key}"))
        .chain(good["time"].as_object().unwrap().keys().map(|key| format!("/time/{key}")))
    {
        for other in wrong(&pointer, good.pointer(&pointer).unwrap()) {
            let mut bad = good.clone();
            *bad.pointer_mut(&pointer).unwrap() = other;
            assert!(read(&bad).is_err(), "{pointer}");
            changed += 1;
        }
    }
    assert!(changed > 60, "{changed}");
    let old =
        text.replace(&format!("\"landfall\":\"{}\"", env!("CARGO_PKG_VERSION")), "\"landfall\":\"0.0.1\"");
    let error = serde_json::from_str::<Trials>(&old).unwrap_err().to_string();
    assert!(error.contains("made by version 0.0.1"), "{error}");
}

proptest! {
    #![proptest_config(plans::config(10))]

    #[test]
    fn any_split_of_any_plan_is_the_whole(
        plan in oracle::staff::plan_with_teams(),
        mut cuts in prop::collection::vec(0usize..1300, 0..5),
        turn in any::<bool>(),
    ) {
        let Ok(network) = Network::new(&plan) else { return Ok(()) };
        let Ok(whole) = Simulation::new().trials(1300).run(&network) else { return Ok(()) };
        cuts.extend([0, 1300]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut parts: Vec<Trials> = cuts
            .windows(2)
            .map(|cut| sent(&Simulation::new().trials(cut[0]..cut[1]).threads(1).run(&network).unwrap()))
            .collect();
        if turn {
            parts.reverse();
        }
        let merged = Trials::merge(parts).unwrap();
        // A plan that was written and read may name the same in another order.
        let again = Simulation::new().trials(1300).run(&Network::new(merged.plan()).unwrap()).unwrap();
        prop_assert_eq!(&merged, &again);
        prop_assert_eq!(merged.finishes(), whole.finishes());
    }
}
