//! What a run takes is known before it starts, and what is too large is refused.

use std::time::Instant;

use landfall::{
    Alternative, Effect, ErrorKind, Estimate, Format, Limits, Milestone, Network, P80, Plan, PlanFile, Risk,
    Simulation, Task, Team, WorkDays, date,
};

fn plan() -> Plan {
    Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(2.0..=9.0)))
        .task(Task::new("b", Estimate::days(2.0..=9.0)).after("a"))
        .milestone(Milestone::new("m").after("b"))
        .risk(Risk::new("r", 0.5).delays("a", Estimate::days(1.0)))
        .team(Team::new("crew", 2))
        .effect(Effect::new("e").slows("b", 0.1))
        .alternative(Alternative::new("less").drop("b"))
}

#[test]
fn the_memory_of_a_run_is_what_was_said_before() {
    let network = Network::new(&plan()).unwrap();
    for simulation in [
        Simulation::new(),
        Simulation::new().tasks(false).trials(100_000),
        Simulation::new().trials(300_000),
        Simulation::new().trials(3_000_000),
        Simulation::new().trials(1_000..5_000),
        Simulation::new().precision(P80, WorkDays::new(0.5)).trials(200_000),
    ] {
        let cost = simulation.estimate_cost(&network).unwrap();
        assert!(cost.results > 0 && cost.working > 0 && !cost.time.is_zero(), "{cost:?}");
        // As much is enough, and less is not: with less, fewer tasks would be kept, so that there are none here.
        let bare = simulation.tasks(false);
        let cost = bare.estimate_cost(&network).unwrap();
        assert!(bare.memory(cost.results).run(&network).is_ok(), "{cost:?}");
        let error = bare.memory(cost.results - 1).run(&network).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Limit, "{cost:?}");
    }
    // Finishes of the plan and of a milestone, four bytes each.
    let cost = Simulation::new().tasks(false).trials(100_000).estimate_cost(&network).unwrap();
    assert_eq!((cost.trials, cost.results), (100_000, 800_000));
    // What is counted does not grow.
    let of = |trials| Simulation::new().trials(trials).estimate_cost(&network).unwrap().results;
    assert_eq!(of(10_000_000), of(1_000_000_000));
    assert!(Simulation::new().trials(0).estimate_cost(&network).is_err());
}

#[test]
fn the_time_of_a_run_is_near_what_was_said_before() {
    let plan = PlanFile::parse(include_str!("../examples/plans/roadmap.toml"), Format::Toml).unwrap().plan;
    let network = Network::new(&plan).unwrap();
    let simulation = Simulation::new().trials(20_000).threads(1);
    // A busy machine takes longer now and then: one of some is near.
    let ratio = || {
        let said = simulation.estimate_cost(&network).unwrap().time.as_secs_f64();
        let begin = Instant::now();
        simulation.run(&network).unwrap();
        let ratio = begin.elapsed().as_secs_f64() / said;
        ratio.max(1.0 / ratio)
    };
    assert!((0..20).any(|_| ratio() < 2.0));
}

#[test]
fn everything_there_is_too_much_of_is_told_at_once() {
    let none = Limits::default().tasks(2).links(1).risks(0).teams(0).effects(0).alternatives(0);
    let error = none.check(&plan()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Plan);
    let said: Vec<&str> = error.diagnostics().iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(
        said,
        [
            "tasks and milestones: 3, and at most 2 are taken here",
            "links: 2, and at most 1 are taken here",
            "risks: 1, and at most 0 are taken here",
            "teams: 1, and at most 0 are taken here",
            "effects: 1, and at most 0 are taken here",
            "alternatives: 1, and at most 0 are taken here",
        ]
    );
    let enough = Limits::default().tasks(3).links(2).risks(1).teams(1).effects(1).alternatives(1);
    enough.check(&plan()).unwrap();
    Limits::default().check(&plan()).unwrap();
}

#[test]
fn no_more_is_read_than_allowed() {
    let text = plan().to_text(Format::Toml).unwrap();
    let size = text.len() as u64;
    let read = |bytes| PlanFile::read_within(text.as_bytes(), Format::Toml, &Limits::default().bytes(bytes));
    assert_eq!(read(size).unwrap().plan, plan());
    let error = read(size - 1).unwrap_err();
    assert!(error.to_string().contains(&format!("the file has more than {} bytes", size - 1)), "{error}");
    // Of what never ends no more than that, either.
    let endless = PlanFile::read_within(std::io::repeat(b'#'), Format::Toml, &Limits::default().bytes(1000));
    assert!(endless.unwrap_err().to_string().contains("1000 bytes"));
    let more = Limits::default().bytes(u64::MAX);
    assert!(PlanFile::read_within(std::io::repeat(b'#'), Format::Toml, &more).is_err());
}

/// What a service moves between threads and shares among them.
#[test]
fn plans_runs_and_answers_go_between_threads() {
    fn goes_between<T: Send + Sync + 'static>() {}
    goes_between::<Plan>();
    goes_between::<PlanFile>();
    goes_between::<Network>();
    goes_between::<Simulation<'static>>();
    goes_between::<landfall::Trials>();
    goes_between::<landfall::Forecast>();
    goes_between::<landfall::Explanation>();
    goes_between::<landfall::Comparison>();
    goes_between::<landfall::CheckIn>();
    goes_between::<landfall::Journal>();
    goes_between::<landfall::Throughput>();
    goes_between::<landfall::History>();
    goes_between::<landfall::report::Report>();
    goes_between::<landfall::report::Chart>();
    goes_between::<landfall::Error>();
}
