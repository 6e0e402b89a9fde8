//! What the second simulator found that the library did otherwise than the definitions have it.

use landfall::inspect;
use landfall::{Network, Sampling, Simulation, TICKS_PER_DAY};

use super::super::days::Days;
use super::super::past::past;
use super::super::simulator::curves;
use super::super::{SEED, TRIALS};
use super::parsed;

/// The work that was done on "a" [days], in the library and in the second simulator.
fn done(text: &str) -> (f64, f64) {
    let plan = parsed(text);
    let second = past(&plan, &Days::new(&plan), &curves(&plan)).started["a"].done as f64;
    let library = inspect::work_done(&Network::new(&plan).unwrap(), "a").unwrap();
    (library, second / f64::from(TICKS_PER_DAY))
}

/// METHOD 33 and the method page: beyond its P90 a curve has an s of at least 0.25, but a lognormal goes on as itself.
#[test]
fn a_narrow_lognormal_goes_on_as_itself() {
    let text = "start = 2027-01-04\n[task.a]\ntakes = '9-11 days'\n[status]\nas_of = 2027-01-04\n\
                [status.task.a]\nstarted = 2027-01-04\n";
    let known = parsed(text);
    let mut before = known.clone();
    before.status = None;
    // After one day nothing is known: it takes what it took.
    let finishes = |plan| {
        let simulation = Simulation::new().trials(TRIALS).seed(SEED).sampling(Sampling::Random);
        simulation.run(&Network::new(plan).unwrap()).unwrap().finishes_of(0).unwrap()
    };
    for (known, before) in finishes(&known).into_iter().zip(finishes(&before)) {
        assert!((known - before).abs() <= 2, "{known} {before}");
    }
}

/// METHOD 21: an effect with `lasts` ends so long after the day from which on it is active, in what was done and in what is to be done.
#[test]
fn an_effect_from_before_the_start_lasts_as_long_in_the_past_as_in_the_trials() {
    let plan = "start = 2027-01-04\n[task.a]\ntakes = '6 days'\n[effect.e]\nfrom = 2026-12-21\nlasts = '3 weeks'\n\
                slows = { a = 1.0 }\n";
    let status = "[status]\nas_of = 2027-01-15\n[status.task.a]\nstarted = 2027-01-04\n";
    let network = Network::new(&parsed(plan)).unwrap();
    let finish = Simulation::new().trials(1).run(&network).unwrap().finishes_of(0).unwrap()[0];
    let (library, _) = done(&format!("{plan}{status}"));
    // Until the 8th five days at half the rate and one at the full rate from then on, or ten days at half the rate.
    let slow_days = 10.0 - (library - 5.0) / 0.5;
    let trial = if f64::from(finish) / f64::from(TICKS_PER_DAY) > 9.0 { 10.0 } else { 5.0 };
    assert_eq!(slow_days, trial);
}

/// METHOD 15 and 21: a milestone is reached when its links have come, also where they count from a start or have a share as their lag.
#[test]
fn an_effect_after_a_milestone_begins_when_that_was_reached() {
    let text = |link: &str, finished: &str| {
        format!(
            "start = 2027-01-04\n[task]\na = {{ takes = '20-30 days' }}\nb = {{ takes = '8-12 days' }}\n\
             [milestone.m]\nafter = [{link}]\n[effect.e]\nafter = 'm'\nslows = {{ a = 1.0 }}\n\
             [status]\nas_of = 2027-01-15\n[status.task.a]\nstarted = 2027-01-04\n\
             [status.task.b]\nstarted = 2027-01-06\n{finished}"
        )
    };
    let finished = "finished = 2027-01-07\n";
    for (link, finished, days) in [
        ("{ task = 'b', link = 'start-start' }", "", 2.0 + 4.0),
        ("{ task = 'b', link = 'start-start', lag = '1 day' }", finished, 3.0 + 3.5),
        ("{ task = 'b', link = 'start-finish' }", "", 2.0 + 4.0),
        ("'b + 50%'", finished, 5.0 + 2.5),
    ] {
        assert_eq!(done(&text(link, finished)), (days, days), "{link} {finished}");
    }
}

/// The method page, "Links": a lead comes when the other has so much work left, and at its start where it takes no longer than the lead. The
/// longest path has it so.
#[test]
fn a_milestone_with_a_lead_was_reached_while_the_other_was_under_way() {
    let text = "start = 2027-01-04\n[task]\na = { takes = '3 days' }\nb = { takes = '9 days' }\n\
                [milestone.m]\nafter = ['a - 2 days']\n[milestone.k]\nafter = ['b - 5 days']\n\
                [status]\nas_of = 2027-01-11\n[status.task.a]\nstarted = 2027-01-04\nfinished = 2027-01-06\n\
                [status.task.b]\nstarted = 2027-01-06\nremaining = '3 days'\n";
    let plan = parsed(text);
    let reached = |network: &Network| {
        let run = Simulation::new().trials(1).run(network).unwrap();
        [2, 3].map(|node| f64::from(run.finishes_of(node).unwrap()[0]) / f64::from(TICKS_PER_DAY))
    };
    assert_eq!(reached(&Network::new(&plan).unwrap()), [1.0, 4.0]);
    assert_eq!(reached(&inspect::with_events(&plan).unwrap()), [1.0, 4.0]);
}

/// METHOD 21 and P956: `next` counts what starts by time, priority and plan order, and what was started on a day off counts as started on the
/// next working day.
#[test]
fn what_was_started_on_a_weekend_starts_together_on_monday() {
    let text = "start = 2027-12-11\n[task]\na = { takes = '20-30 days', priority = 1 }\nb = { takes = '20-30 days' }\n\
                [effect.e]\nnext = 1\nslows = { '*' = 1.0 }\n[status]\nas_of = 2027-12-17\n\
                [status.task.a]\nstarted = 2027-12-12\n[status.task.b]\nstarted = 2027-12-11\n";
    assert_eq!(done(text), (2.5, 2.5));
}
