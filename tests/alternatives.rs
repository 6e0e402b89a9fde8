//! Alternatives: what drop, change and add do to a plan.

use std::collections::HashSet;

use landfall::{
    Alternative, Change, Effect, Estimate, Format, Group, Link, LinkKind, Milestone, Network, Plan, PlanFile,
    Risk, Severity, Simulation, Task, TaskField, Team, TeamCalendar, Trials, date,
};
use proptest::prelude::*;

use crate::{oracle, plans};

fn days(name: &str, takes: f64) -> Task {
    Task::new(name, Estimate::days(takes))
}

fn links(plan: &Plan, task: &str) -> Vec<Link> {
    plan.tasks.iter().find(|other| other.name == task).unwrap().after.clone()
}

#[test]
fn what_came_after_a_dropped_task_waits_for_what_that_waited_for() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(days("a", 1.0))
        .task(days("b", 1.0))
        .task(days("x", 1.0).after("a + 2 days").after(Link::to("b").kind(LinkKind::StartStart)))
        .task(days("y", 1.0).after("x"))
        .task(days("c", 1.0).after("y - 1 day").after("a"))
        .task(days("d", 1.0).after(Link::to("y").kind(LinkKind::FinishFinish).lag_share(0.5)));
    let without = plan.with(&[Change::drop("x"), Change::drop("y")]).unwrap();
    // The lags into and out of what is gone count 0; what is waited for already is not waited for twice.
    assert_eq!(links(&without, "c"), [Link::to("b").kind(LinkKind::StartStart), Link::to("a")]);
    let (ff, sf) = (LinkKind::FinishFinish, LinkKind::StartFinish);
    assert_eq!(links(&without, "d"), [Link::to("a").kind(ff), Link::to("b").kind(sf)]);
}

#[test]
fn what_needs_a_dropped_task_and_all_that_is_said_of_it_goes_with_it() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(days("auth", 5.0))
        .task(days("sso", 5.0).needs("auth").value(7.0))
        .task(days("ui", 5.0))
        .milestone(Milestone::new("secure").after("sso"))
        .milestone(Milestone::new("launch").after("secure").after("ui"))
        .risk(Risk::new("vendor", 0.2).delays("sso", Estimate::days(3.0)).delays("ui", Estimate::days(1.0)))
        .risk(Risk::new("other", 0.2).given("vendor", 0.5).delays("ui", Estimate::days(1.0)))
        .effect(Effect::during("drag", "auth").slows("ui", 0.2))
        .effect(Effect::after("debt", "ui").slows("sso", 0.2).slows("ui", 0.1))
        .group(Group::new("together", 0.5).tasks("sso").tasks("ui"));
    let without = plan.with(&[Change::drop("auth")]).unwrap();
    let names = |plan: &Plan| plan.tasks.iter().map(|task| task.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&without), ["ui"]);
    // Nothing is left of "secure"; "launch" waits for the rest.
    assert_eq!(without.milestones.len(), 1);
    assert_eq!(without.milestones[0].after, [Link::to("ui")]);
    assert_eq!(without.risks[0].delays.len(), 1);
    assert_eq!(without.effects.len(), 1);
    assert_eq!(without.effects[0].slows.len(), 1);
    assert_eq!(without.groups[0].tasks, ["ui"]);
    // Other things go by their kind and name; what depended on the risk keeps its own chance.
    let calm = plan.with(&[
        Change::drop("risk.vendor"),
        Change::drop("effect.drag"),
        Change::drop("group.together"),
    ]);
    let calm = calm.unwrap();
    assert_eq!((calm.risks.len(), calm.effects.len(), calm.groups.len()), (1, 1, 0));
    assert_eq!(calm.risks[0].given, None);
}

#[test]
fn a_field_that_is_given_replaces_the_whole_field_and_nothing_else() {
    let text = r#"
start = 2027-01-04
[team.web]
people = 3
[task.api]
takes = "2-3 weeks"
tags  = ["feature", "core"]
not_before = 2027-02-01
team = "web"
people = 2
[task.ui]
takes = "1-2 weeks"
after = ["api"]
[alternative.basic.task.api]
tags  = ["small"]
clear = ["not_before"]
[alternative.both]
based_on = "basic"
[alternative.both.task.api]
uses = { web = 1 }
[alternative.both.task.docs]
takes = "2 days"
after = ["ui"]
[alternative.both.team.web]
share = { roadmap = 0.7, unplanned = "20-40 %" }
"#;
    let plan = Plan::parse(text, Format::Toml).unwrap();
    let basic = plan.with_alternative("basic").unwrap();
    let api = &basic.tasks[0];
    assert_eq!((&api.takes, &api.team, api.people), (&plan.tasks[0].takes, &plan.tasks[0].team, 2));
    assert_eq!((api.tags.as_slice(), api.not_before), (["small".to_owned()].as_slice(), None));
    let both = plan.with_alternative("both").unwrap();
    assert_eq!(both.tasks[0].tags, ["small"]);
    // `uses` says in another way what team and people said.
    assert_eq!((&both.tasks[0].team, both.tasks[0].people, both.tasks[0].uses.len()), (&None, 1, 1));
    assert_eq!(both.tasks[2].name, "docs");
    assert_eq!(both.teams[0].share.len(), 1);
    assert!(both.teams[0].unplanned.is_some());
    assert!(both.alternatives.is_empty());
}

#[test]
fn a_team_takes_the_place_of_uses() {
    let plan = Plan::new("", date(2027, 1, 4))
        .team(Team::new("web", 3))
        .team(Team::new("data", 3))
        .task(days("a", 5.0).uses("web", 1).uses("data", 2));
    let web = plan.with(&[Change::task("a", [TaskField::Team(Some("web".to_owned()))])]).unwrap();
    assert_eq!(web.tasks[0], days("a", 5.0).team("web"));
    let other = plan.with(&[Change::task("a", [TaskField::Uses(vec![("data".to_owned(), 1)])])]).unwrap();
    assert_eq!(other.tasks[0], days("a", 5.0).uses("data", 1));
}

#[test]
fn fields_are_changed_before_anything_is_dropped() {
    // What no longer needs it is not dropped with it.
    let plan = Plan::new("", date(2027, 1, 4)).task(days("a", 5.0)).task(days("b", 5.0).needs("a"));
    let kept = plan.with(&[Change::drop("a"), Change::task("b", [TaskField::Needs(Vec::new())])]).unwrap();
    assert_eq!(kept.tasks.len(), 1);
}

#[test]
fn a_tag_drops_many_and_a_whole_thing_is_added_in_code() {
    let plan = Plan::new("", date(2027, 1, 4))
        .task(days("a", 5.0).tag("extra"))
        .task(days("b", 5.0).tag("extra"))
        .task(days("c", 5.0))
        .alternative(
            Alternative::new("lean")
                .drop("#extra")
                .change(days("d", 2.0).after("c").people(2).team("web"))
                .change(Team::new("web", 4)),
        );
    let lean = plan.with_alternative("lean").unwrap();
    assert_eq!(lean.tasks[1], days("d", 2.0).after("c").people(2).team("web"));
    assert_eq!(lean.teams, [Team::new("web", 4)]);
    assert!(plan.with_alternative("laen").unwrap_err().to_string().contains("did you mean \"lean\"?"));
}

#[test]
fn names_that_differ_in_their_numbers_are_no_slips() {
    let text = |name: &str| {
        format!(
            "start = 2027-01-04\n[task.phase-1]\ntakes = \"1 day\"\n[alternative.x.task.{name}]\ntakes = \"2 days\"\n"
        )
    };
    assert!(PlanFile::parse(&text("phase-2"), Format::Toml).is_ok());
    assert!(PlanFile::parse(&text("phse-1"), Format::Toml).is_err());
}

#[test]
fn faults_of_what_is_built_on_are_told_once() {
    let text = r#"
start = 2027-01-04
[task.api]
takes = "2-3 weeks"
[alternative.one.task.api]
after = ["ap"]
[alternative.two]
based_on = "one"
drop = ["api"]
"#;
    let error = PlanFile::parse(text, Format::Toml).unwrap_err();
    let found: Vec<String> = error.diagnostics().iter().map(|d| format!("{} {}", d.code, d.path)).collect();
    assert_eq!(found, ["P201 alternative.one.task.api.after[0]"]);
}

/// What a plan with this alternative gets told, as "code path".
fn told(alternative: &str) -> Vec<String> {
    let plan = r##"
start = 2027-01-04
[task]
a = { takes = "2-3 weeks", tags = ["t"], title = "Alpha" }
b = { takes = "2-3 weeks", needs = ["a"], tags = ["t"] }
c = { takes = "2-3 weeks", after = ["a", "b"] }
d = { takes = "2-3 weeks", after = ["a"] }
[milestone.m]
after = ["a", "b"]
[milestone.n]
after = ["c", "d"]
[risk.r]
chance = 0.3
delays = { c = "1 week" }
[effect.e]
after = "a"
slows = { c = "10%" }
"##;
    let findings = match PlanFile::parse(&format!("{plan}{alternative}"), Format::Toml) {
        Ok(file) => file.warnings,
        Err(error) => error.diagnostics().to_vec(),
    };
    findings.iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect()
}

#[test]
fn a_change_of_what_goes_or_that_names_what_goes_is_told() {
    let x = "[alternative.x]\ndrop = [\"a\"]\n[alternative.x.";
    let warning = "P904 alternative.x.drop[0]".to_owned();
    for (change, fault) in [
        ("task.b]\ntakes = \"1 week\"", "P903 alternative.x.task.b"),
        ("milestone.m]\ntarget = 2027-05-01", "P903 alternative.x.milestone.m"),
        ("effect.e]\nslows = { c = \"5%\" }", "P903 alternative.x.effect.e"),
        ("effect.new]\nafter = \"a\"\nslows = { c = \"5%\" }", "P201 alternative.x.effect.new.after"),
        ("effect.e]\nsaves = { a = \"5%\" }", "P201 alternative.x.effect.e.saves.a"),
        ("milestone.n]\nafter = [\"c\", \"a\"]", "P201 alternative.x.milestone.n.after[1]"),
        ("task.d]\nafter = [\"a\"]", "P201 alternative.x.task.d.after[0]"),
        ("risk.r]\ndelays = { a = \"1 week\" }", "P201 alternative.x.risk.r.delays.a"),
        ("group.g]\ntasks = [\"c\", \"b\"]\ncorrelation = 0.1", "P201 alternative.x.group.g.tasks[1]"),
    ] {
        assert_eq!(told(&format!("{x}{change}\n")), [warning.clone(), fault.to_owned()], "{change}");
    }
}

#[test]
fn what_another_alternative_dropped_is_not_made_anew_by_half() {
    let x = "[alternative.x]\ndrop = [\"b\"]\n[alternative.x.task.c]\nafter = [\"a\"]\n[alternative.y]\nbased_on = \"x\"\n";
    assert_eq!(
        told(&format!("{x}[alternative.y.task.b]\ntakes = \"1 week\"\n")),
        ["P903 alternative.y.task.b"]
    );
    assert_eq!(told(&format!("{x}drop = [\"b\"]\n")), ["P201 alternative.y.drop[0]"]);
}

#[test]
fn what_changes_nothing_is_told_however_it_is_written() {
    for nothing in [
        "",
        "[alternative.x.task.a]",
        "[alternative.x.task.a]\ntakes = \"2-3 weeks\"",
        "[alternative.x.task.a]\nclear = [\"team\"]",
    ] {
        assert_eq!(
            told(&format!("[alternative.x]\ntitle = \"X\"\n{nothing}\n")),
            ["P905 alternative.x"],
            "{nothing}"
        );
    }
}

#[test]
fn a_fault_that_the_plan_has_too_is_told_in_both_places() {
    let text = "start = 2027-01-04\n[task.a]\ntakes = \"0-3 weeks\"\n[alternative.x.task.a]\ntakes = \"0-4 weeks\"\n";
    let error = PlanFile::parse(text, Format::Toml).unwrap_err();
    let found: Vec<String> = error.diagnostics().iter().map(|d| format!("{} {}", d.code, d.path)).collect();
    assert_eq!(found, ["P106 task.a.takes", "P106 alternative.x.task.a.takes"]);
}

#[test]
fn findings_are_the_same_each_time() {
    let text = "[alternative.x]\ndrop = [\"#t\"]\n";
    let first = told(text);
    assert_eq!(first, ["P904 alternative.x.drop[0]", "P904 alternative.x.drop[0]"]);
    let plan = |number: usize| {
        // Each look has hash maps of its own.
        let mut plan = Plan::new("", date(2027, 1, 4)).alternative(Alternative::new("x").drop("#t"));
        for task in 0..40 {
            plan = plan.task(days(&format!("t{task}"), 1.0).tag("t"));
            plan = plan.task(days(&format!("u{task}"), 1.0).after(format!("t{task}").as_str()));
        }
        let _ = number;
        plan.check()
    };
    let first = plan(0);
    assert_eq!(first.iter().filter(|finding| finding.code.as_str() == "P904").count(), 40);
    (1..5).for_each(|number| assert_eq!(plan(number), first));
}

#[test]
fn many_alternatives_of_a_large_plan_are_refused_at_once() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    for task in 0..20_000 {
        plan = plan.task(days(&format!("t{task}"), 1.0));
    }
    for alternative in 0..1_000 {
        plan = plan.alternative(Alternative::new(format!("a{alternative}")).drop("t1"));
    }
    let found = plan.check();
    assert!(found.iter().any(|finding| finding.code.as_str() == "P112"), "{found:?}");
}

#[test]
fn a_long_chain_of_needs_and_of_alternatives_is_gone_through_at_once() {
    let mut plan = Plan::new("", date(2027, 1, 4)).task(days("first", 1.0)).task(days("other", 1.0));
    plan = plan.task(days("t0", 1.0).needs("first"));
    for task in 1..50_000 {
        plan = plan.task(days(&format!("t{task}"), 1.0).needs(format!("t{}", task - 1).as_str()));
    }
    assert_eq!(plan.with(&[Change::drop("first")]).unwrap().tasks.len(), 1);
    let mut plan = Plan::new("", date(2027, 1, 4)).task(days("a", 1.0)).alternative(Alternative::new("x0"));
    for alternative in 1..500 {
        let next = Alternative::new(format!("x{alternative}")).based_on(format!("x{}", alternative - 1));
        plan = plan.alternative(next.change(Change::task("a", [TaskField::Priority(alternative)])));
    }
    assert_eq!(plan.with_alternative("x499").unwrap().tasks[0].priority, 499);
    assert!(plan.check().iter().all(|finding| finding.severity() == Severity::Warning));
}

/// The same plan in which some tasks never exist.
fn absent(plan: &Plan, names: &HashSet<String>) -> Plan {
    let mut plan = plan.clone();
    for task in plan.tasks.iter_mut().filter(|task| names.contains(&task.name)) {
        task.exists = Some(0.0.into());
    }
    plan
}

/// The finish of every node that both plans have is the same in every trial.
fn same_finishes(dropped: &Plan, absent: &Plan) -> Result<(), TestCaseError> {
    let run = |plan: &Plan| -> Option<Trials> {
        let network = Network::new(plan).unwrap();
        Simulation::new().trials(64).run(&network).ok()
    };
    let names = |plan: &Plan| -> Vec<String> {
        let tasks = plan.tasks.iter().map(|task| task.name.clone());
        tasks.chain(plan.milestones.iter().map(|milestone| milestone.name.clone())).collect()
    };
    let (Some(one), Some(other)) = (run(dropped), run(absent)) else { return Ok(()) };
    let others = names(absent);
    for (node, name) in names(dropped).iter().enumerate() {
        let place = others.iter().position(|other| other == name).unwrap();
        prop_assert_eq!(one.finishes_of(node), other.finishes_of(place), "{}", name);
    }
    Ok(())
}

/// Dropping is the same as never existing (METHOD 16 and 30).
fn dropping_is_never_existing(plan: Plan, which: Vec<prop::sample::Index>) -> Result<(), TestCaseError> {
    let names: HashSet<String> =
        which.iter().map(|index| plan.tasks[index.index(plan.tasks.len())].name.clone()).collect();
    let changes: Vec<Change> = names.iter().map(Change::drop).collect();
    let dropped = plan.with(&changes).unwrap();
    let sound = |plan: &Plan| plan.check().iter().all(|finding| finding.severity() == Severity::Warning);
    // An empty plan is another matter, and so is a milestone of which nothing is left: it goes, while one whose tasks never exist is
    // reached at once, its delays and lags after it.
    if !sound(&dropped) || dropped.milestones.len() < plan.milestones.len() {
        return Ok(());
    }
    // Where nobody is left who could be short of people, a lead counts from the finish instead of the work (METHOD 15 and 20).
    let is_staffed = |plan: &Plan| {
        let has_team = |task: &Task| {
            task.team.as_ref().or(plan.default_team.as_ref()).is_some_and(|team| team != "none")
        };
        plan.tasks.iter().any(|task| has_team(task) || !task.uses.is_empty())
    };
    if is_staffed(&plan) && !is_staffed(&dropped) {
        return Ok(());
    }
    same_finishes(&dropped, &absent(&plan, &names))
}

proptest! {
    #![proptest_config(plans::config(128))]

    #[test]
    fn a_dropped_task_is_one_that_never_exists(
        plan in oracle::plans::plan(),
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        dropping_is_never_existing(plan, which)?;
    }

    #[test]
    fn the_same_holds_with_teams_and_effects(
        mut plan in oracle::staff::plan_with_teams(),
        which in prop::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        // Without its only task, a team's own days would be no days of the axis any more, and the same time would be another tick.
        plan.teams.iter_mut().for_each(|team| team.calendar = TeamCalendar::default());
        // With teams a task that does not exist has started as soon as its FS and SS links allow, while its finish may still be held;
        // one that is dropped has no start of its own.
        let of_tasks = plan.tasks.iter_mut().flat_map(|task| task.after.iter_mut().chain(&mut task.needs));
        for link in of_tasks.chain(plan.milestones.iter_mut().flat_map(|milestone| &mut milestone.after)) {
            link.kind = match link.kind {
                LinkKind::StartStart => LinkKind::FinishStart,
                LinkKind::StartFinish => LinkKind::FinishFinish,
                kind => kind,
            };
        }
        dropping_is_never_existing(plan, which)?;
    }

    /// Whatever is asked for, there is an answer: a plan or faults, never a panic.
    #[test]
    fn odd_changes_are_told_or_made(
        plan in oracle::staff::plan_with_teams(),
        drops in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec!["", "#", ".", "risk.", ".x", "risk.risk.x", "task.a", "*", "@web", "#a #b", "\u{1b}"])
                    .prop_map(str::to_owned),
                ".{0,12}",
                any::<prop::sample::Index>().prop_map(|index| format!("t{}", index.index(9))),
            ],
            0..4,
        ),
        edits in prop::collection::vec((".{0,6}", any::<prop::sample::Index>(), any::<bool>()), 0..4),
    ) {
        let mut alternative = Alternative::new("odd");
        for what in drops {
            alternative = alternative.drop(what);
        }
        for (name, index, real) in edits {
            let task = &plan.tasks[index.index(plan.tasks.len())];
            let name = if real { task.name.clone() } else { name };
            let fields = [TaskField::After(task.needs.clone()), TaskField::Needs(vec![Link::to(name.as_str())])];
            alternative = alternative.change(Change::task(name, fields));
        }
        let again = Alternative::new("again").based_on("odd").drop(&plan.tasks[0].name);
        let plan = plan.clone().alternative(alternative).alternative(again);
        let first = plan.check();
        prop_assert_eq!(&first, &plan.check());
        for name in ["odd", "again"] {
            let sound = |plan: &Plan| plan.check().iter().all(|finding| finding.severity() == Severity::Warning);
            // What the check lets through can be made, and is a sound plan.
            if sound(&plan) {
                prop_assert!(sound(&plan.with_alternative(name).unwrap()));
            } else {
                let _ = plan.with_alternative(name);
            }
        }
    }
}
