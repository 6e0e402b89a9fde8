//! Plans with a status: what happened, what is left, and what is known by now. The durations of what is under way by its estimate, and of
//! what finished tasks taught something of, are held to what the library's tables can be off by (`durations`); everything else to the tick.

mod found;

use landfall::{Format, Plan};
use proptest::prelude::*;

use super::plans::plan;
use super::simulator::Trial;
use super::staff::plan_with_teams;
use super::{SAMPLINGS, SEED, Shown, agreed, cases};
use crate::plans::{config, progress, with_progress};

proptest! {
    #![proptest_config(config(cases()))]

    #[test]
    fn a_second_simulator_gives_the_same_ticks_of_plans_under_way(
        Shown(plan) in (plan(), progress()).prop_map(|(plan, progress)| Shown(with_progress(plan, progress))),
        seed in any::<u64>(),
        trials in prop_oneof![6 => Just(24usize), 1 => Just(1)],
    ) {
        agreed(&plan, seed, &SAMPLINGS, trials)?;
    }

    #[test]
    fn a_second_simulator_gives_the_same_ticks_of_plans_under_way_with_teams_and_effects(
        Shown(plan) in (plan_with_teams(), progress())
            .prop_map(|(plan, progress)| Shown(with_progress(plan, progress))),
        seed in any::<u64>(),
        trials in prop_oneof![10 => Just(12usize), 1 => Just(1)],
    ) {
        agreed(&plan, seed, &SAMPLINGS, trials)?;
    }
}

fn parsed(text: &str) -> Plan {
    Plan::parse(text, Format::Toml).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// The trials of a plan on which both simulators agree.
fn both(text: &str) -> Vec<Trial> {
    agreed(&parsed(text), SEED, &SAMPLINGS, 200).unwrap_or_else(|fault| panic!("{fault}\n{text}"))
}

/// Start and finish of each named task or milestone, the same in every trial [days].
fn holds(text: &str, expected: &[(&str, f64, f64)]) {
    for trial in both(text) {
        for &(name, start, finish) in expected {
            let exact = [start, finish].map(|days| (days * 5760.0).round() as i64).into();
            assert_eq!(trial.times[name], exact, "{name} of\n{text}");
        }
    }
}

/// Ten working days after its start a task "a" is under way; more of it, of the plan, and of the status.
fn under_way(takes: &str, plan: &str, status: &str) -> String {
    format!(
        "start = 2027-01-04\n[task.a]\ntakes = {takes}\n{plan}\n[status]\nas_of = 2027-01-15\n\
         [status.task.a]\nstarted = 2027-01-04\n{status}"
    )
}

/// Estimates that ten days lie well inside of, near the end of, and beyond.
const TAKES: [&str; 27] = [
    "'10-30 days'",
    "'6-10.5 days'",
    "'5-9 days'",
    "'3-5 days'",
    "'15 days'",
    "'10 days'",
    "'5 days'",
    "{ low = '5 days', high = '15 days', range = 'min-max' }",
    "{ low = '5 days', high = '10.1 days', range = 'min-max' }",
    "{ low = '5 days', likely = '9 days', high = '15 days', shape = 'triangular' }",
    "{ low = '5 days', likely = '7 days', high = '9 days', shape = 'triangular' }",
    "'5 / 9 / 15 days'",
    "{ low = '5 days', likely = '9 days', high = '10.5 days', range = 'min-max' }",
    "{ low = '5 days', high = '15 days', shape = 'normal' }",
    "{ mean = '10 days', sd = '5 days', shape = 'gamma' }",
    "{ mean = '10 days', shape = 'exponential' }",
    "{ percentiles = { p10 = '5 days', p50 = '9 days', p95 = '14 days' } }",
    "{ percentiles = { p25 = '8 days', p50 = '9 days', p75 = '9.5 days' } }",
    "{ percentiles = { p10 = '5 days', p90 = '11 days' } }",
    "{ history = ['5d', '8d', '12d', '15d', '20d'] }",
    "{ history = ['5d', '8d', '10d', '15d', '20d'] }",
    "{ history = ['5d', '8d', '9d'] }",
    "{ history = ['0d', '0d', '0d', '12d'] }",
    "{ any = [{ weight = 1, takes = '5-9 days' }, { weight = 3, takes = '10-14 days' }] }",
    "{ any = [{ weight = 7, takes = '2-3 days' }, { weight = 1, takes = '9 days' }] }",
    "{ items = '20-30', throughput = [3, 0, 5, 4] }",
    "{ items = '6-9', throughput = [3, 5, 4], split = '1-1.5' }",
];

#[test]
fn what_is_left_is_what_the_estimate_says_given_that_it_takes_longer() {
    for takes in TAKES {
        both(&under_way(takes, "", ""));
        both(&under_way(takes, "", "done = '3 days'"));
        both(&under_way(takes, "", "done = '0 days'"));
        both(&under_way("'10-30 days'", "", &format!("remaining = {takes}")));
    }
}

/// What risks do to "a".
const RISKS: [&str; 14] = [
    "scales = { a = 1.5 }",
    "scales = { a = 0.01 }",
    "scales = { a = '110-180 %' }",
    "scales = { a = '60-80 %' }",
    "scales = { a = { mean = '90%', sd = '20%', shape = 'normal' } }",
    "delays = { a = '5 days' }",
    "delays = { a = '2-8 days' }",
    "delays = { a = '-2 days' }",
    "delays = { a = '-3 to 2 days' }",
    "delays = { a = { history = ['4d', '-3d'] } }",
    "becomes = { a = '7-20 days' }",
    "becomes = { a = '15-40 days' }\nscales = { a = '100-150 %' }\ndelays = { a = '1-2 days' }",
    "becomes = { a = '1 hour' }",
    "delays = { b = '5 days' }",
];

#[test]
fn risks_change_what_is_left_and_are_likelier_where_they_explain_that_it_takes_long() {
    let b = "[task.b]\ntakes = '3 days'\nafter = ['a']\n";
    for risk in RISKS {
        for takes in [TAKES[0], TAKES[2], TAKES[19]] {
            let with = |chance: &str| format!("{b}[risk.r]\nchance = {chance}\n{risk}\n");
            both(&under_way(takes, &with("1"), ""));
            both(&under_way(takes, &with("0.5"), ""));
            both(&under_way(takes, &with("0.5"), "done = '4 days'"));
            both(&under_way(takes, &with("0.5"), "remaining = '3-5 days'"));
            for happened in ["true", "false"] {
                both(&under_way(takes, &with("0.5"), &format!("[status.risk.r]\nhappened = {happened}\n")));
            }
        }
    }
}

#[test]
fn several_risks_on_what_is_under_way() {
    let r = "[risk.r]\nchance = 0.5\nscales = { a = '100-150 %' }\n";
    let s = "[risk.s]\nchance = 0.3\ndelays = { a = '1-4 days' }\n";
    let [s_happened, s_over] = ["true", "false"].map(|is| format!("[status.risk.s]\nhappened = {is}\n"));
    for status in ["", &s_happened, &s_over] {
        both(&under_way(TAKES[1], &format!("{r}{s}"), status));
        // Only one of both counts, or happens; or one is likelier where the other happened.
        let scales = s.replace("delays = { a = '1-4 days' }", "scales = { a = '120-140 %' }");
        both(&under_way(TAKES[1], &format!("{r}absorb = 'x'\n{scales}absorb = 'x'\n"), status));
        both(&under_way(TAKES[1], &format!("{r}{s}given = {{ risk = 'r', chance = 0.7 }}\n"), status));
        let third = "[risk.t]\nchance = 0.1\none_of = 'set'\n";
        both(&under_way(TAKES[1], &format!("{r}one_of = 'set'\n{s}one_of = 'set'\n{third}"), status));
        let becomes = "[risk.r]\nchance = 0.5\nbecomes = { a = '8-20 days' }\n\
                       [risk.s]\nchance = 0.3\nbecomes = { a = '9-12 days' }\n";
        both(&under_way(TAKES[1], becomes, status));
    }
    // Two tasks say more than one, and a size each is one for each.
    let more = |each: bool| {
        format!("{}each = {each}\n[task.b]\ntakes = '8-14 days'\n", r.replace("{ a =", "{ '*' ="))
    };
    for each in [false, true] {
        both(&under_way(TAKES[1], &more(each), "[status.task.b]\nstarted = 2027-01-04\n"));
    }
}

/// Ten days into the plan "f" is finished; "a" errs with it.
fn taught(takes: &str, together: &str, more: &str, status: &str) -> String {
    format!(
        "start = 2027-01-04\n{together}\n[task.a]\ntakes = '8-12 days'\n[task.f]\ntakes = {takes}\n\
         [task.g]\ntakes = '6-12 days'\n{more}\n[status]\nas_of = 2027-01-20\n\
         [status.task.f]\nstarted = 2027-01-04\nfinished = 2027-01-15\n{status}"
    )
}

#[test]
fn finished_tasks_teach_what_errs_with_them() {
    let group = "[group.x]\ntasks = ['*']\ncorrelation = 0.5\n";
    for takes in TAKES {
        both(&taught(takes, "", group, ""));
    }
    let far = ["'20-30 days'", "'1-2 days'", "{ low = '13 days', high = '17 days', range = 'min-max' }"];
    for takes in far {
        both(&taught(takes, "", group, ""));
    }
    let two = "[status.task.g]\nstarted = 2027-01-11\nfinished = 2027-01-20\n";
    for status in ["", two, "[status.task.a]\nstarted = 2027-01-06\n"] {
        for correlation in ["0", "0.3", "1"] {
            let together = format!("[estimates]\ncorrelation = {correlation}");
            both(&taught(TAKES[1], &together, "", status));
        }
        both(&taught(TAKES[1], "", "[group.x]\ntasks = ['a', 'f']\ncorrelation = 0.8\n", status));
        both(&taught(TAKES[1], "", "[group.x]\ntasks = ['f']\ncorrelation = 0.8\n", status));
    }
    for risk in RISKS {
        let risk = format!(
            "{group}[task.b]\ntakes = '2 days'\n[risk.r]\nchance = 0.5\n{}",
            risk.replace(" a =", " f =")
        );
        both(&taught(TAKES[1], "", &risk, ""));
        both(&taught(TAKES[1], "", &risk, "[status.risk.r]\nhappened = true\n"));
    }
}

#[test]
fn what_happened_stays_and_the_rest_begins_after_the_day_of_the_status() {
    let plan = "start = 2027-01-04\n[task]\na = { takes = '4-8 days' }\nb = { takes = '3 days', after = ['a'] }\n\
                c = { takes = '2 days', after = ['b'] }\nd = { takes = '1 day' }\ngone = { takes = '9 days', exists = 0 }\n\
                [milestone.past]\nafter = ['a + 1 day']\n[milestone.next]\nafter = ['past', 'b']\n";
    let status =
        "[status]\nas_of = 2027-01-13\n[status.task.a]\nstarted = 2027-01-05\nfinished = 2027-01-07\n";
    let not_before = [("a", 1.0, 4.0), ("past", 5.0, 5.0), ("gone", 0.0, 0.0), ("d", 8.0, 9.0)];
    holds(&format!("{plan}{status}"), &not_before);
    holds(&format!("{plan}{status}"), &[("b", 8.0, 11.0), ("c", 11.0, 13.0), ("next", 11.0, 11.0)]);
    // Out of order: what it waits for still has to be done.
    let early = "[status.task.c]\nstarted = 2027-01-12\nremaining = '1 day'\n";
    holds(&format!("{plan}{status}{early}"), &[("b", 8.0, 11.0), ("c", 6.0, 9.0), ("next", 11.0, 11.0)]);
    let finished = "[status.task.c]\nstarted = 2027-01-04\nfinished = 2027-01-04\n";
    holds(&format!("{plan}{status}{finished}"), &[("b", 8.0, 11.0), ("c", 0.0, 1.0)]);
    // What may not exist and was started is there, whether or not what it needs is.
    let there = "[status.task.gone]\nstarted = 2027-01-11\nremaining = '2 days'\n";
    holds(&format!("{plan}{status}{there}"), &[("gone", 5.0, 10.0)]);
    // One before the start holds nothing up.
    holds(&format!("{plan}[status]\nas_of = 2027-01-01\n"), &[("d", 0.0, 1.0)]);
    // A weekend counts as the next morning, or the last evening.
    let weekend = "[status]\nas_of = 2027-01-10\n[status.task.d]\nstarted = 2027-01-09\nremaining = '2 days'\n\
                   [status.task.a]\nstarted = 2027-01-04\nfinished = 2027-01-09\n";
    holds(&format!("{plan}{weekend}"), &[("a", 0.0, 5.0), ("d", 5.0, 7.0), ("b", 5.0, 8.0)]);
}

/// A task "a" under way for ten days beside "b", which was finished on the fourth; what else is in the plan, and of the effect "e" on "a".
fn beside(plan: &str, effect: &str) -> String {
    format!(
        "start = 2027-01-04\n[task.a]\ntakes = '20-30 days'\n[task.b]\ntakes = '8-12 days'\n[task.c]\ntakes = '8-12 days'\n\
         after = ['b', 'm']\n[milestone.m]\n{plan}\n[effect.e]\n{effect}\nslows = {{ a = '50-150 %', c = 1 }}\n\
         [status]\nas_of = 2027-01-15\n[status.task.a]\nstarted = 2027-01-04\n\
         [status.task.b]\nstarted = 2027-01-06\nfinished = 2027-01-07\n"
    )
}

#[test]
fn effects_that_began_in_the_past_slowed_what_was_done_at_their_medians_and_go_on() {
    let effects = [
        "",
        "while = 'b'",
        "while = 'a'",
        "while = 'b'\nlasts = '1.3 days'",
        "after = 'b'",
        "after = 'b'\nlasts = '1.5 days'",
        "after = 'b'\nlasts = '20 days'",
        "after = 'm'",
        "after = 'c'",
        "from = 2027-01-08",
        "from = 2027-01-09\nlasts = '6 days'",
        "from = 2026-12-08",
        "from = 2027-01-20",
        "next = 1",
        "next = 2",
        "while = 'b'\nnext = 1",
        "after = 'b'\nnext = 1",
    ];
    for effect in effects {
        let delay = "[risk.r]\nchance = 0.5\ndelays = { m = '2 days' }";
        for links in ["'b'", "'b + 2 days'", "'b + 0.5 days'", "{ task = 'b', link = 'finish-finish' }"] {
            both(&beside(&format!("after = [{links}]\n{delay}"), effect));
        }
    }
}

/// Teams with one task under way after the other: "a" and "b" of them, and what else there is.
fn staffed(team: &str, task: &str, status: &str) -> String {
    format!(
        "start = 2027-01-04\n[team.web]\n{team}\n[defaults]\nteam = 'web'\n[task]\na = {{ takes = '4-12 days' }}\n\
         b = {{ takes = '4-12 days', after = ['a'] }}\nc = {{ takes = '2-6 days', priority = 1 }}\n\
         d = {{ takes = '3-6 days'{task} }}\n[status]\nas_of = 2027-01-13\n{status}"
    )
}

#[test]
fn people_do_what_is_under_way_first_and_did_what_they_had_time_for() {
    let teams = [
        "people = 1",
        "people = 2",
        "people = 2\nshare = { roadmap = 0.5, debt = 0.25 }",
        "people = 2\nidle = 'lent'\nshare = { roadmap = 0.5, debt = 0.25, unplanned = '10-40 %' }",
        "people = 2\nleave = [{ from = 2027-01-06, to = 2027-01-07, people = 2 }]\njoins = [{ from = 2027-01-12 }]",
        "people = 3\ncalendar = { week = 'Tue-Thu' }\nleave = [{ from = 2027-01-14, to = 2027-01-15, people = 2 }]",
        "people = 2\ninterrupts = [{ every = '3 days', takes = '1-2 days' }]",
    ];
    let started = |name: &str, day: u32| format!("[status.task.{name}]\nstarted = 2027-01-0{day}\n");
    let statuses = [
        String::new(),
        started("a", 4),
        started("a", 4) + &started("b", 6) + &started("d", 5),
        started("a", 4) + "finished = 2027-01-08\n" + &started("d", 6) + "remaining = '2-3 days'\n",
        started("b", 4) + "done = '1 day'\n" + &started("c", 5) + "finished = 2027-01-05\n",
    ];
    for team in teams {
        for status in &statuses {
            both(&staffed(team, "", status));
            if team.contains("debt") {
                both(&staffed(team, ", kind = 'debt'", status));
            }
            let other = ", uses = { web = 1, ops = 1 }";
            both(&staffed(
                &format!("{team}\n[team.ops]\npeople = 1\ncalendar = {{ week = 'Mon-Wed' }}"),
                other,
                status,
            ));
        }
    }
    // One person: "b" goes on, "d" waits for it though it was started, and what was not started for both, the urgent "c" first.
    let status = started("b", 4) + "remaining = '3 days'\n" + &started("d", 4) + "remaining = '2 days'\n";
    holds(&staffed("people = 1", "", &status), &[("b", 0.0, 11.0), ("d", 0.0, 13.0)]);
    let first = both(&staffed("people = 1", "", &status));
    assert!(
        first.iter().all(|trial| trial.times["c"].0 == 13 * 5760 && trial.times["a"].0 == trial.times["c"].1)
    );
}
