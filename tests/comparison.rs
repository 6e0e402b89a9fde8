//! Comparisons: the same trials, what changes and what does not, and how sure the difference is.

use std::ops::ControlFlow;
use std::sync::Mutex;

use landfall::{
    Alternative, Because, Change, Effect, ErrorKind, Estimate, Format, Milestone, Network, P80, P95, Plan,
    Progress, Range, Sampling, Simulation, Spread, Task, TaskField, Team, TeamField, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

const ROADMAP: &str = include_str!("../examples/plans/roadmap.toml");

fn roadmap() -> Plan {
    Plan::parse(ROADMAP, Format::Toml).unwrap()
}

/// A plan whose tasks need nobody and nothing changes the speed of.
fn without_teams(mut plan: Plan) -> Plan {
    plan.teams.clear();
    plan.effects.clear();
    plan.alternatives.clear();
    plan.default_team = None;
    plan.estimates.pace = landfall::Pace::Focus;
    for task in &mut plan.tasks {
        (task.team, task.people, task.kind) = (None, 1, None);
        task.uses.clear();
    }
    plan
}

fn shipped() -> Vec<Plan> {
    let texts = [
        ROADMAP,
        include_str!("../examples/plans/release.toml"),
        include_str!("../examples/plans/migration.toml"),
    ];
    texts.iter().map(|text| without_teams(Plan::parse(text, Format::Toml).unwrap())).collect()
}

#[test]
fn an_alternative_that_changes_nothing_differs_by_exactly_0_in_every_trial() {
    for sampling in [Sampling::Random, Sampling::LatinHypercube] {
        let mut plan = roadmap();
        // Both say what is so already; one drops what is added.
        let same = Change::task("rules-engine", [TaskField::Takes(plan.tasks[2].takes.clone())]);
        assert_eq!(plan.tasks[2].name, "rules-engine");
        plan.alternatives = vec![Alternative::new("empty"), Alternative::new("same").change(same)];
        let comparison = Simulation::new().trials(1_000).sampling(sampling).compare(&plan).unwrap();
        for alternative in comparison.alternatives() {
            let milestones = alternative.what_if.milestones().map(|(_, difference)| difference);
            for difference in milestones.chain([alternative.what_if.difference()]) {
                assert!(difference.ticks().all(|ticks| ticks == 0));
                assert_eq!(difference.trials(), 1_000);
                for shift in [difference.mean(), difference.shift(P80)] {
                    assert_eq!(shift.days.get(), 0.0);
                    assert_eq!(shift.interval.map(|(low, high)| (low.get(), high.get())), Some((0.0, 0.0)));
                    assert!(!shift.is_sure());
                }
                assert_eq!(difference.same().probability, 1.0);
            }
            assert!(alternative.what_if.cost().is_none_or(|cost| cost == 0.0));
        }
    }
}

/// What depends on a task, itself included, by the names of tasks and milestones.
fn dependents(plan: &Plan, task: &str) -> Vec<String> {
    let mut found = vec![task.to_owned()];
    loop {
        let before = found.len();
        let waits =
            |links: &[landfall::Link], found: &[String]| links.iter().any(|link| found.contains(&link.task));
        for task in &plan.tasks {
            if !found.contains(&task.name) && (waits(&task.after, &found) || waits(&task.needs, &found)) {
                found.push(task.name.clone());
            }
        }
        for milestone in &plan.milestones {
            if !found.contains(&milestone.name) && waits(&milestone.after, &found) {
                found.push(milestone.name.clone());
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

proptest! {
    #![proptest_config(plans::config(96))]

    #[test]
    fn another_estimate_changes_only_what_depends_on_it(
        plan in oracle::plans::plan(),
        which in any::<prop::sample::Index>(),
    ) {
        let which = which.index(plan.tasks.len());
        let name = plan.tasks[which].name.clone();
        let other = plan.with(&[Change::task(&name, [TaskField::Takes(Estimate::days(1.5))])]).unwrap();
        let run = |plan: &Plan| Simulation::new().trials(128).run(&Network::new(plan).unwrap()).ok();
        if let (Some(one), Some(two)) = (run(&plan), run(&other)) {
            let dependents = dependents(&plan, &name);
            let names = plan.tasks.iter().map(|task| &task.name).chain(plan.milestones.iter().map(|m| &m.name));
            for (node, name) in names.enumerate().filter(|(_, name)| !dependents.contains(name)) {
                prop_assert_eq!(one.finishes_of(node), two.finishes_of(node), "{}", name);
            }
        }
    }
}

#[test]
fn a_shorter_task_is_never_worse_in_any_trial_without_teams() {
    for plan in shipped() {
        let baseline = Simulation::new().trials(2_000).baseline(&plan).unwrap();
        for task in &plan.tasks {
            let Some(takes) = shrunk(&task.takes) else { continue };
            let shorter = baseline.what_if(&[Change::task(&task.name, [TaskField::Takes(takes)])]).unwrap();
            assert!(shorter.difference().ticks().all(|ticks| ticks <= 0), "{}", task.name);
        }
    }
}

/// A range that is a tenth shorter; nothing for what is no range.
fn shrunk(takes: &Estimate) -> Option<Estimate> {
    let Estimate::Spread(Spread::Range(range)) = takes else { return None };
    let mut range: Range<_> = range.clone();
    for amount in [Some(&mut range.low), Some(&mut range.high), range.likely.as_mut()].into_iter().flatten() {
        amount.value *= 0.9;
    }
    Some(Estimate::Spread(Spread::Range(range)))
}

/// The variance of a difference of means, from paired trials against independent ones, for each task of the shipped plans without their
/// teams: the figures of docs/method.md.
#[test]
fn a_paired_difference_varies_ten_times_less_than_one_of_two_runs() {
    let mut least = f64::INFINITY;
    let mut count = 0;
    for plan in shipped() {
        let baseline = Simulation::new().sampling(Sampling::Random).baseline(&plan).unwrap();
        for task in &plan.tasks {
            let Some(takes) = shrunk(&task.takes) else { continue };
            let shorter = baseline.what_if(&[Change::task(&task.name, [TaskField::Takes(takes)])]).unwrap();
            let (one, other) =
                (shorter.forecast().finish().sd().get(), baseline.forecast().finish().sd().get());
            let paired = shorter.difference().sd().get();
            let ratio = (one * one + other * other) / (paired * paired);
            least = least.min(ratio);
            count += 1;
        }
    }
    println!("{count} tasks: at least {least:.0} times");
    assert!(count > 50 && least >= 10.0, "{count} tasks, {least}");
}

/// The share of intervals that hold the true shift of P80 and of the mean: between the quantiles of Binomial(400, 0.95) at 0.0005 and
/// 0.9995, 366 and 392; those of stratified trials may hold it more often.
#[test]
fn intervals_of_differences_hold_the_truth_as_often_as_they_say() {
    let with = |names: &[&str], low: f64, high: f64| {
        let takes = || Estimate::days(low..=high);
        let mut plan = Plan::new("", date(2027, 1, 4));
        for (place, name) in names.iter().enumerate() {
            let task = Task::new(*name, takes());
            plan = plan.task(if place == 0 { task } else { task.after(names[place - 1]) });
        }
        plan
    };
    // Lognormal with P10 and P90 at 10 and 30 days; a tenth less of every task is a tenth less of every percentile.
    let sigma = libm::log(3.0) / (2.0 * 1.281_551_565_544_600_5);
    let mean = f64::sqrt(300.0) * libm::exp(sigma * sigma / 2.0);
    let one = f64::sqrt(300.0) * libm::exp(sigma * 0.841_621_233_572_914_2);
    let four = {
        // P80 of four of them, from 16 times a million trials: known to within 0.003 days.
        let runs = (0..16).map(|seed| {
            let forecast = Simulation::new().trials(1 << 20).seed(1_000 + seed).tasks(false);
            forecast.forecast(&with(&["a", "b", "c", "d"], 10.0, 30.0)).unwrap().finish().days(P80).get()
        });
        runs.sum::<f64>() / 16.0
    };
    println!("P80 of four: {four}");
    for (names, p80) in [(&["a"][..], one), (&["a", "b", "c", "d"], four)] {
        let plan = with(names, 10.0, 30.0);
        let shorter: Vec<Change> = names
            .iter()
            .map(|name| Change::task(*name, [TaskField::Takes(Estimate::days(9.0..=27.0))]))
            .collect();
        for (sampling, trials) in
            [(Sampling::Random, 10_000), (Sampling::Random, 2_000), (Sampling::LatinHypercube, 10_240)]
        {
            let mut held = [0; 2];
            for seed in 0..400 {
                let simulation = Simulation::new().sampling(sampling).trials(trials).seed(seed).tasks(false);
                let what_if = simulation.what_if(&plan, &shorter).unwrap();
                let shifts = [what_if.difference().shift(P80), what_if.difference().mean()];
                for ((held, shift), truth) in
                    held.iter_mut().zip(shifts).zip([p80, mean * names.len() as f64])
                {
                    let (low, high) = shift.interval.unwrap();
                    // Ticks round, and the truth is known so well.
                    let slack = if names.len() == 1 { 1e-4 } else { 3e-4 };
                    *held +=
                        usize::from(low.get() - slack <= -0.1 * truth && -0.1 * truth <= high.get() + slack);
                }
            }
            println!(
                "{} tasks, {sampling} {trials}: P80 {} and mean {} of 400",
                names.len(),
                held[0],
                held[1]
            );
            assert!(held.iter().all(|&held| held >= 366), "{sampling} {trials}: {held:?}");
            if sampling == Sampling::Random {
                assert!(held.iter().all(|&held| held <= 392), "{trials}: {held:?}");
            }
        }
    }
}

#[test]
fn too_few_trials_have_no_interval_and_too_many_no_comparison() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(10.0..=30.0)));
    let what_if = Simulation::new().trials(100).what_if(&plan, &[]).unwrap();
    assert_eq!(what_if.difference().shift(P80).interval, None);
    let error = Simulation::new().trials(2_000_000).what_if(&plan, &[]).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    // One that runs until it is precise is held against as many trials.
    let simulation = Simulation::new().precision(P80, landfall::WorkDays::new(0.3));
    let what_if = simulation.what_if(&plan, &[]).unwrap();
    assert_eq!(what_if.difference().trials(), what_if.forecast().trials());
    let reached = simulation.baseline(&plan).unwrap();
    assert_eq!(reached.forecast().trials(), what_if.difference().trials());
    assert!(reached.forecast().reached().unwrap().precise);
}

#[test]
fn the_runs_of_a_comparison_share_the_memory() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(10.0..=30.0)));
    let with = |alternatives: usize| {
        let add = |plan: Plan, number| plan.alternative(Alternative::new(format!("way {number}")));
        (0..alternatives).fold(plan.clone(), add)
    };
    // A run of 10,000 trials keeps 40,000 bytes of finishes.
    let simulation = Simulation::new().memory(100_000).tasks(false);
    assert!(simulation.compare(&with(1)).is_ok());
    assert_eq!(simulation.compare(&with(3)).unwrap_err().kind(), ErrorKind::Limit);
}

#[test]
fn wrong_changes_are_told_and_those_that_make_a_wrong_plan_too() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(10.0)));
    for changes in [vec![Change::drop("b")], vec![Change::drop("a")], vec![Change::task("b", [])]] {
        let error = Simulation::new().what_if(&plan, &changes).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Plan, "{error}");
    }
}

#[test]
fn what_is_dropped_is_told_with_its_reason() {
    let text = r#"
start = 2027-01-04
[task]
auth = { takes = "1-2 weeks" }
sso  = { takes = "3-5 weeks", needs = ["auth"], value = 7 }
ui   = { takes = "2-3 weeks" }
[milestone]
secure = { after = ["sso"], title = "Secure" }
launch = { after = ["secure", "ui"] }
[effect.drag]
while = "auth"
slows = { ui = "20%" }
"#;
    let plan = Plan::parse(text, Format::Toml).unwrap();
    let what_if = Simulation::new().trials(100).what_if(&plan, &[Change::drop("auth")]).unwrap();
    let dropped: Vec<(&str, &str, Because, Option<f64>)> =
        what_if.dropped().iter().map(|d| (d.kind, d.title.as_str(), d.because.clone(), d.value)).collect();
    assert_eq!(
        dropped,
        [
            ("task", "auth", Because::Asked, None),
            ("task", "sso", Because::Needs("auth".to_owned()), Some(7.0)),
            ("milestone", "Secure", Because::NothingLeft, None),
            ("effect", "drag", Because::EffectOf("auth".to_owned()), None),
        ]
    );
    assert!(what_if.milestone("secure").is_none() && what_if.milestone("launch").is_some());
}

#[test]
fn a_price_is_the_plan_with_it_less_the_plan_without_it() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("refactor", Estimate::days(10.0)).cost(300.0))
        .task(Task::new("ui", Estimate::days(100.0)).after("refactor"))
        .milestone(Milestone::new("start").after("refactor"))
        .milestone(Milestone::new("beta").after("ui"))
        .effect(Effect::after("pay-back", "refactor").saves("ui", 0.5));
    let price = Simulation::new().trials(1_000).price(&plan, "refactor").unwrap();
    // With it 10 + 50 days, without it 100.
    assert_eq!(price.difference().mean().days.get(), -40.0);
    assert_eq!(price.milestone("beta").unwrap().shift(P95).days.get(), -40.0);
    assert!(price.milestone("start").is_none());
    assert_eq!(price.cost(), Some(300.0));
    assert_eq!(price.difference().earlier().probability, 1.0);
}

#[test]
fn two_alternatives_are_held_against_each_other() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(10.0..=20.0)))
        .alternative(
            Alternative::new("less")
                .change(Change::task("a", [TaskField::Takes(Estimate::days(9.0..=18.0))])),
        )
        .alternative(
            Alternative::new("least")
                .change(Change::task("a", [TaskField::Takes(Estimate::days(5.0..=10.0))])),
        );
    let comparison = plan.compare().unwrap();
    let between = comparison.between("least", "less").unwrap();
    assert_eq!(between.earlier().probability, 1.0);
    let (base, least, less) =
        (comparison.base(), comparison.alternative("least"), comparison.alternative("less"));
    let of = |alternative: &landfall::AlternativeForecast| alternative.what_if.difference().mean().days.get();
    let parts = of(least.unwrap()) - of(less.unwrap());
    assert!((between.mean().days.get() - parts).abs() < 1e-9);
    assert_eq!(base.trials(), between.trials());
    assert!(comparison.between("least", "none").is_none());
}

#[test]
fn progress_is_that_of_all_runs_together_and_can_end_them() {
    let mut plan = without_teams(roadmap());
    plan.alternatives = vec![Alternative::new("one"), Alternative::new("two")];
    let seen = Mutex::new(Vec::new());
    let watch = |progress: Progress| {
        seen.lock().unwrap().push(progress);
        ControlFlow::Continue(())
    };
    Simulation::new().threads(1).trials(4_096).on_progress(&watch).compare(&plan).unwrap();
    let seen = seen.into_inner().unwrap();
    assert!(seen.iter().all(|progress| progress.total == 3 * 4_096));
    assert!(seen.is_sorted_by_key(|progress| progress.done));
    assert_eq!(seen.last().unwrap().done, 3 * 4_096);
    let stop = |progress: Progress| {
        if progress.done > 5_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let error = Simulation::new().trials(4_096).on_progress(&stop).compare(&plan).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Cancelled);
}

#[test]
fn a_team_with_days_of_its_own_is_compared_in_the_days_of_the_plan() {
    // Ten days from Monday: without Saturdays two weeks, with them ten of twelve days, of which the plan's calendar has nine.
    let plan = Plan::new("", date(2027, 1, 4))
        .team(Team::new("web", 1))
        .task(Task::new("a", Estimate::days(12.0)).team("web"));
    let week: landfall::Week = "Mon-Sat".parse().unwrap();
    let mut calendar = landfall::TeamCalendar::default();
    calendar.week = Some(week);
    let what_if = Simulation::new()
        .trials(1_000)
        .what_if(&plan, &[Change::team("web", [TeamField::Calendar(calendar)])])
        .unwrap();
    assert_eq!(what_if.difference().mean().days.get(), -2.0);
}

/// The figures of docs/method.md: by how much the variance of a difference is smaller on the same trials than from two runs, for the three
/// alternatives of the built-in roadmap, of the mean and of P80. `cargo test comparison -- --nocapture` prints them.
#[test]
fn the_built_in_alternatives_are_told_apart_better_on_the_same_trials() {
    const SEEDS: u64 = 60;
    let plan = roadmap();
    let runs: Vec<landfall::Comparison> = (0..SEEDS)
        .map(|seed| Simulation::new().trials(1_024).seed(seed).tasks(false).compare(&plan).unwrap())
        .collect();
    let variance = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (values.len() - 1) as f64
    };
    for (place, alternative) in plan.alternatives.iter().enumerate() {
        let of = |run: &landfall::Comparison| run.alternatives()[place].what_if.forecast().finish().clone();
        let paired = |run: &landfall::Comparison| run.alternatives()[place].what_if.difference().clone();
        let shifts: Vec<f64> = runs.iter().map(|run| paired(run).shift(P80).days.get()).collect();
        let means: Vec<f64> = runs.iter().map(|run| paired(run).mean().days.get()).collect();
        // The plan of one seed against the alternative of the next: two independent runs.
        let next = |seed: usize| &runs[(seed + 1) % runs.len()];
        let apart = |of_run: &dyn Fn(&landfall::Finish) -> f64| -> Vec<f64> {
            (0..runs.len()).map(|seed| of_run(&of(next(seed))) - of_run(runs[seed].base().finish())).collect()
        };
        let ratio_p80 = variance(&apart(&|finish| finish.days(P80).get())) / variance(&shifts);
        let ratio_mean = variance(&apart(&|finish| finish.mean().get())) / variance(&means);
        println!("{}: mean {ratio_mean:.1} times smaller, P80 {ratio_p80:.1} times", alternative.name);
        assert!(ratio_mean > 1.5 && ratio_p80 > 1.5, "{}: {ratio_mean} {ratio_p80}", alternative.name);
    }
    // The same of random trials: of a difference of means, exactly.
    let random = Simulation::new().sampling(Sampling::Random).tasks(false).compare(&plan).unwrap();
    for alternative in random.alternatives() {
        let (one, other) =
            (alternative.what_if.forecast().finish().sd().get(), random.base().finish().sd().get());
        let paired = alternative.what_if.difference().sd().get();
        let ratio = (one * one + other * other) / (paired * paired);
        println!("{}: random trials, mean {ratio:.1} times smaller", alternative.name);
        assert!(ratio > 2.0, "{}: {ratio}", alternative.name);
    }
}

#[test]
fn a_comparison_has_the_same_bits_on_any_number_of_threads_and_for_any_block() {
    let plan = roadmap();
    let compare = |threads: usize, block: usize| {
        Simulation::new().trials(1_500).threads(threads).block(block).compare(&plan).unwrap()
    };
    let one = compare(1, 1_024);
    assert_eq!(one, compare(2, 128));
    assert_eq!(one, compare(3, 640));
}

fn comparison_text(plan: &str) -> String {
    let plan = Plan::parse(plan, Format::Toml).unwrap();
    let comparison = Simulation::new().trials(2_000).compare(&plan).unwrap();
    landfall::report::comparison(&comparison, &landfall::report::Questions::default()).text()
}

/// What the text of a plan's only alternative says after a word.
fn said(plan: &str, label: &str) -> String {
    let text = comparison_text(plan);
    let begin = text.find(&format!("\n  {label} ")).unwrap_or_else(|| panic!("no {label} in {text}"));
    let rest = &text[begin + 1..];
    let lines =
        rest.lines().enumerate().take_while(|(place, line)| *place == 0 || line.starts_with("      "));
    lines.map(|(_, line)| line.trim_start().trim_start_matches(label).trim()).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_far_end_that_moves_alone_is_told() {
    let pays = said(
        "start = 2027-01-04\n[task.a]\ntakes = \"30 days\"\n[alternative.x.risk.boom]\nchance = 0.12\ndelays = { a = \"20-30 weeks\" }\n",
        "pays",
    );
    assert!(pays.contains("the commit date (P95) is") && pays.contains("later in 12% of the runs"), "{pays}");
    // Five days earlier at P80, three later at P95.
    let pays = said(
        "start = 2027-01-04\n[task.a]\ntakes = \"30 days\"\n[alternative.x.task.a]\ntakes = \"25 days\"\n[alternative.x.risk.boom]\nchance = 0.12\ndelays = { a = \"8 days\" }\n",
        "pays",
    );
    assert!(
        pays.contains("the commit date (P95) is 17 Feb 2027 instead of 12 Feb 2027, 3 working days later"),
        "{pays}"
    );
}

#[test]
fn value_that_may_not_exist_counts_as_often_as_it_does() {
    let plan = "start = 2027-01-04\n[task]\na = { takes = \"5 days\", value = 100 }\nb = { takes = \"5 days\", value = 100, exists = 0.5 }\n[alternative.x.task.b]\nexists = 0.2\n";
    let pays = said(plan, "pays");
    assert!(pays.contains("less of value in the end (120 instead of 150)"), "{pays}");
    let one = "start = 2027-01-04\n[task]\na = { takes = \"5 days\", value = 100 }\n[alternative.x.task.a]\nexists = 0.78\n";
    let pays = said(one, "pays");
    assert!(pays.contains("is delivered in only 78% of the runs"), "{pays}");
    let none = "start = 2027-01-04\n[task]\na = { takes = \"5 days\" }\n[alternative.x.task.a]\nvalue = 9\n";
    assert!(said(none, "gains").contains("9 more of value"));
}

#[test]
fn a_promise_that_is_dropped_is_no_gain_and_people_are_no_gift() {
    let late = "start = 2027-01-04\n[task.a]\ntakes = \"4-5 weeks\"\n[milestone.m]\nafter = [\"a\"]\ntarget = 2027-01-14\nvalue_per_week = 7000\n[alternative.x]\ndrop = [\"m\"]\n";
    assert_eq!(said(late, "gains"), "nothing that these runs can tell");
    let people = "start = 2027-01-04\n[defaults]\nteam = \"web\"\n[team.web]\npeople = 1\n[task]\na = { takes = \"4-5 weeks\" }\nb = { takes = \"4-5 weeks\" }\n[alternative.x.team.web]\npeople = 2\n";
    assert!(said(people, "pays").contains("it takes 1 person more in web"));
}

#[test]
fn an_alternative_is_held_against_that_which_it_is_built_on() {
    let text = comparison_text(
        "start = 2027-01-04\n[task]\na = { takes = \"30 days\", value = 5 }\nb = { takes = \"10 days\", after = [\"a\"] }\n[alternative.x]\ndrop = [\"b\"]\n[alternative.y]\nbased_on = \"x\"\n[alternative.y.task.a]\ntakes = \"33 days\"\nvalue = 9\n",
    );
    assert!(
        text.contains("against  x: the likely date (P80) is 17 Feb 2027 instead of 12 Feb 2027, 3 working"),
        "{text}"
    );
    assert!(text.contains("it delivers 4 more"), "{text}");
}

#[test]
fn titles_of_one_alternative_are_not_those_of_another() {
    let text = comparison_text(
        "start = 2027-01-04\n[task]\na = { takes = \"30 days\" }\nb = { takes = \"10 days\", after = [\"a\"] }\n[alternative.x.effect.debt]\nafter = \"a\"\nslows = { b = \"20%\" }\n[alternative.y.effect.debt]\ntitle = \"Shortcuts\"\nafter = \"a\"\nslows = { b = \"30%\" }\n",
    );
    assert!(text.contains("new: debt –") && text.contains("new: Shortcuts –"), "{text}");
    // What the check warned of is told here, too.
    assert!(
        comparison_text("start = 2027-01-04\n[task]\na = { takes = \"30 days\" }\n[alternative.x]\n")
            .contains("warning[P905]")
    );
}

#[test]
fn the_price_of_what_ends_the_plan_is_told_of_the_plan() {
    let plan = "start = 2027-01-04\n[task]\na = { takes = \"1-2 weeks\" }\nb = { takes = \"4-5 weeks\" }\n[milestone.launch]\nafter = [\"b\"]\n";
    let plan = Plan::parse(plan, Format::Toml).unwrap();
    let baseline = Simulation::new().trials(2_000).baseline(&plan).unwrap();
    for what in ["b", "launch"] {
        let text = landfall::report::price(&baseline.price(what).unwrap(), baseline.forecast()).text();
        assert!(text.contains("the whole plan"), "{text}");
    }
    let error = baseline.price("bb").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.to_string().contains("\"bb\" is not in the plan"), "{error}");
}

#[test]
fn an_alternative_that_leaves_the_axis_is_named() {
    let plan = "start = 2027-01-04\n[task]\na = { takes = \"1-2 weeks\" }\nb = { takes = \"1-2 weeks\", after = [\"a\"] }\nc = { takes = \"1-2 weeks\", after = [\"b\"] }\n[alternative.far]\n";
    let far = |task: &str| format!("[alternative.far.task.{task}]\ntakes = \"900-7300 weeks\"\n");
    let plan = format!("{plan}{}{}{}", far("a"), far("b"), far("c"));
    let plan = Plan::parse(&plan, Format::Toml).unwrap();
    let error = Simulation::new().compare(&plan).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Horizon);
    assert!(error.to_string().starts_with("alternative \"far\": "), "{error}");
}
