//! Bad and enormous input: a clear error each, never a panic, never a hang.

use std::fmt::Write;
use std::time::{Duration, Instant};

use landfall::{
    Amount, Code, ErrorKind, Estimate, Format, Link, Milestone, P50, Plan, PlanFile, Risk, Simulation, Task,
    date,
};

/// The codes of a text's diagnostics.
fn codes(text: &str, format: Format) -> Vec<Code> {
    let error = Plan::parse(text, format).expect_err(text);
    assert_eq!(error.kind(), ErrorKind::Plan);
    error.diagnostics().iter().map(|diagnostic| diagnostic.code).collect()
}

fn with_takes(takes: &str) -> Vec<Code> {
    codes(&format!("start = 2027-01-04\n[task.a]\ntakes = {takes}\n"), Format::Toml)
}

#[test]
fn ten_thousand_tasks_in_a_chain_are_forecast() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..10_000 {
        let task = Task::new(format!("t{number}"), Estimate::days(1.0..=2.0));
        plan = plan.task(if number == 0 { task } else { task.after(format!("t{}", number - 1)) });
    }
    let finish = Simulation::new().trials(200).forecast(&plan).unwrap().finish().days(P50).get();
    // 10,000 lognormals with median sqrt(2) and P90/P10 = 2: mean 1.4665 (closed form); the sum's sd is about 40 days.
    assert!((finish - 14_665.0).abs() < 50.0, "{finish}");
}

#[test]
fn ten_thousand_tasks_side_by_side_are_forecast() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    let mut all = Milestone::new("all");
    for number in 0..10_000 {
        plan = plan.task(Task::new(format!("t{number}"), Estimate::days(f64::from(number % 10))));
        all = all.after(format!("t{number}"));
    }
    let forecast = Simulation::new().trials(200).forecast(&plan.milestone(all)).unwrap();
    assert_eq!(forecast.milestone("all").unwrap().finish.days(P50).get(), 9.0);
}

#[test]
fn a_task_of_no_time_is_finished_where_it_starts() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(0.0)));
    let forecast = plan.forecast().unwrap();
    assert_eq!((forecast.date(P50), forecast.finish().days(P50).get()), (date(2027, 1, 4), 0.0));
    assert_eq!((forecast.odds_by(date(2027, 1, 4)), forecast.odds_by(date(2027, 1, 3))), (1.0, 0.0));
}

#[test]
fn fifty_megabytes_of_noise_are_refused_at_once() {
    let mut state = 1u32;
    let noise: Vec<u8> = (0..50 << 20)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    let begin = Instant::now();
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        let error = PlanFile::read_from(&noise[..], format).unwrap_err();
        assert_eq!(error.diagnostics()[0].code, Code::FileLimit);
        let short = PlanFile::read_from(&noise[..1 << 20], format).unwrap_err();
        assert_eq!(short.diagnostics()[0].code, Code::Syntax, "{short}");
    }
    assert!(begin.elapsed() < Duration::from_secs(10));
}

/// Text of the most bytes allowed, of the kinds that parsers choke on.
#[test]
fn the_largest_texts_of_one_character_end_in_an_error() {
    let begin = Instant::now();
    for pattern in [
        "[", "{", "a=", "\"", "\n", "- ", "a:\n ", "[[", "&a [*a,", "a.b.", "'", "x", "{\"a\":", "!", "? ",
        "# ",
    ] {
        let text = pattern.repeat((1 << 20) / pattern.len());
        for format in [Format::Toml, Format::Json, Format::Yaml] {
            let error = Plan::parse(&text, format).expect_err(pattern);
            assert_eq!(error.kind(), ErrorKind::Plan);
            assert!(!error.diagnostics().is_empty());
        }
    }
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());
}

#[test]
fn a_file_cut_anywhere_is_an_error_or_a_plan_and_never_a_panic() {
    let plan = Plan::parse(include_str!("../examples/plans/small.toml"), Format::Toml).unwrap();
    for format in [Format::Toml, Format::Json, Format::Yaml] {
        let text = plan.to_text(format).unwrap();
        let mut refused = 0;
        for (end, _) in text.char_indices() {
            refused += usize::from(Plan::parse(&text[..end], format).is_err());
        }
        assert!(refused > text.chars().count() / 3, "{format:?}: only {refused} refused");
    }
}

#[test]
fn numbers_that_are_none_or_enormous_are_refused() {
    assert_eq!(with_takes("nan"), [Code::WrongKind]);
    assert_eq!(with_takes("\"nan days\""), [Code::UnknownSize]);
    assert_eq!(with_takes("\"inf days\""), [Code::UnknownSize]);
    assert_eq!(with_takes("\"-5 days\""), [Code::NumberOutOfBounds]);
    assert_eq!(with_takes("\"1e9 days\""), [Code::Amount]);
    assert_eq!(with_takes("\"999999999999 days\""), [Code::NumberOutOfBounds]);
    assert_eq!(with_takes(&format!("\"{} days\"", "9".repeat(500))), [Code::Amount]);
    assert_eq!(with_takes("99999999999999999999999999"), [Code::WrongKind]);
    let chance = |chance: &str| {
        codes(
            &format!(
                "start = 2027-01-04\n[task.a]\ntakes = \"1 day\"\n[risk.r]\nchance = {chance}\nscales = {{ a = 2 }}\n"
            ),
            Format::Toml,
        )
    };
    for text in ["nan", "inf", "-inf", "-0.1", "1.1", "30", "\"130%\""] {
        assert_eq!(chance(text), [Code::ChanceOutOfBounds], "{text}");
    }
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1.0, 1e300] {
        let days = Amount::days(value);
        let estimates = [
            Estimate::days(value),
            Estimate::days(1.0..=value),
            Estimate::days(value..=3.0),
            Estimate::exponential(days),
            Estimate::mean_sd(days, Amount::days(1.0), landfall::Shape::Normal),
            Estimate::mean_sd(Amount::days(1.0), days, landfall::Shape::Lognormal),
        ];
        for estimate in estimates {
            let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", estimate.clone()));
            assert_eq!(plan.forecast().unwrap_err().kind(), ErrorKind::Plan, "{estimate:?}");
        }
        let linked = Task::new("b", Estimate::days(1.0)).after(Link::to("a").lag(days));
        let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0))).task(linked);
        assert_eq!(plan.forecast().is_err(), value != -1.0, "{value}");
    }
}

#[test]
fn dates_that_are_none_or_far_away_are_refused() {
    let start = |start: &str| codes(&format!("start = {start}\n[task.a]\ntakes = \"1 day\"\n"), Format::Toml);
    for text in [
        "0000-01-01",
        "9999-12-31",
        "1899-12-31",
        "2201-01-01",
        "\"2027-02-30\"",
        "\"soon\"",
        "\"2027-1-4\"",
        "2027-01-04T10:00:00",
    ] {
        assert_eq!(start(text), [Code::Date], "{text}");
    }
    assert_eq!(start("2027-13-45"), [Code::Syntax]);
    assert_eq!(start("20270104"), [Code::WrongKind]);
    for day in [date(-9999, 1, 1), date(0, 1, 1), date(9999, 12, 31)] {
        let plan = Plan::new("", day).task(Task::new("a", Estimate::days(1.0)));
        assert_eq!(plan.forecast().unwrap_err().diagnostics()[0].code, Code::Date);
        let finish =
            Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0))).forecast().unwrap();
        // A question about such a date has an answer.
        assert_eq!(finish.odds_by(day), if day == date(9999, 12, 31) { 1.0 } else { 0.0 });
    }
}

#[test]
fn an_empty_plan_says_what_it_lacks() {
    for text in ["", "\n\n", "# only a comment"] {
        let codes = codes(text, Format::Toml);
        assert_eq!(codes, [Code::MissingKey, Code::NoTask], "{text:?}");
    }
    assert_eq!(codes("{}", Format::Json), [Code::MissingKey, Code::NoTask]);
    assert_eq!(codes("", Format::Json), [Code::Syntax]);
    assert_eq!(codes("", Format::Yaml), [Code::MissingKey, Code::NoTask]);
    for text in ["[]", "3", "\"plan\""] {
        assert_eq!(codes(text, Format::Json)[0], Code::WrongKind, "{text}");
        assert_eq!(codes(text, Format::Yaml)[0], Code::WrongKind, "{text}");
    }
}

#[test]
fn a_plan_beyond_the_axis_is_an_error_and_not_a_wrong_date() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..10 {
        let task = Task::new(format!("t{number}"), Estimate::days(30_000.0));
        plan = plan.task(if number == 0 { task } else { task.after(format!("t{}", number - 1)) });
    }
    assert_eq!(plan.forecast().unwrap_err().kind(), ErrorKind::Horizon);
    let scaled = Plan::new("", date(2027, 1, 4))
        .task(Task::new("a", Estimate::days(30_000.0)))
        .risk(Risk::new("r", 0.001).scales("*", 10.0));
    assert_eq!(scaled.forecast().unwrap_err().kind(), ErrorKind::Horizon);
}

#[test]
fn a_run_too_large_for_the_memory_allowed_is_refused_before_it_begins() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0..=2.0)));
    let simulation = Simulation::new().trials(1_000_000).memory(1 << 20);
    assert_eq!(simulation.forecast(&plan).unwrap_err().kind(), ErrorKind::Limit);
    // Where numbers have 32 bits, none is above the limit.
    if usize::BITS > 32 {
        assert_eq!(
            Simulation::new().trials(usize::MAX).forecast(&plan).unwrap_err().kind(),
            ErrorKind::Argument
        );
    }
    assert_eq!(Simulation::new().trials(0).forecast(&plan).unwrap_err().kind(), ErrorKind::Argument);
}

#[test]
fn a_single_trial_has_an_answer_without_intervals() {
    let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0..=2.0)));
    let forecast = Simulation::new().trials(1).forecast(&plan).unwrap();
    assert_eq!(forecast.finish().interval(P50), None);
    assert_eq!(forecast.finish().sd().get(), 0.0);
}

/// Faults by the thousand: each is found, and the time stays in proportion.
#[test]
fn thousands_of_faults_are_all_reported_in_seconds() {
    let mut text = "start = 2027-01-04\n".to_owned();
    for number in 0..10_000 {
        // Two by two in a circle, and one name that is not there.
        let partner = number ^ 1;
        writeln!(text, "[task.t{number}]\ntakes = \"1 day\"\nafter = [\"t{partner}\", \"nobody{number}\"]")
            .unwrap();
    }
    let begin = Instant::now();
    let codes = codes(&text, Format::Toml);
    assert_eq!(codes.iter().filter(|&&code| code == Code::UnknownName).count(), 10_000);
    assert_eq!(codes.iter().filter(|&&code| code == Code::Loop).count(), 5_000);
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[test]
fn a_circle_of_ten_thousand_is_shown_shortened() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..10_000 {
        plan = plan.task(
            Task::new(format!("t{number}"), Estimate::days(1.0))
                .after(format!("t{}", (number + 9_999) % 10_000)),
        );
    }
    let findings = plan.check();
    assert_eq!(findings.len(), 1);
    assert!(
        findings[0].message.contains("t0 → t1 → t2") && findings[0].message.len() < 200,
        "{}",
        findings[0].message
    );
}

#[test]
fn a_plan_of_more_than_a_million_links_is_refused() {
    let mut plan = Plan::new("", date(2027, 1, 4));
    for number in 0..1_001 {
        plan = plan.task(Task::new(format!("a{number}"), Estimate::days(1.0)));
    }
    for number in 0..1_000 {
        let mut task = Task::new(format!("b{number}"), Estimate::days(1.0));
        task.after = (0..1_001).map(|number| Link::to(format!("a{number}"))).collect();
        plan.tasks.push(task);
    }
    let codes: Vec<Code> = plan.check().iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::PlanLimit]);
}

#[test]
fn ends_too_near_or_too_far_apart_make_no_broken_curve() {
    for (low, high) in [(1e-300, 1.0), (1e-9, 36_500.0), (1.0, 1.0 + 1e-15), (1e-320, 2e-320), (0.0, 1e-320)]
    {
        for &meaning in landfall::RangeMeaning::ALL {
            for likely in [None, Some(low), Some(high), Some(low + (high - low) / 2.0)] {
                let mut estimate = Estimate::days(low..=high).range(meaning);
                if let Some(likely) = likely {
                    estimate = estimate.likely(likely);
                }
                let plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", estimate.clone()));
                match Simulation::new().trials(64).forecast(&plan) {
                    Ok(forecast) => assert!(forecast.finish().mean().get().is_finite(), "{estimate:?}"),
                    Err(error) => assert_eq!(error.kind(), ErrorKind::Plan, "{estimate:?}: {error}"),
                }
            }
        }
    }
}

/// Thousands of names to look up again in one table, and as many faults of syntax.
#[test]
fn a_hundred_thousand_misspelt_links_take_seconds() {
    let mut text = "start = 2027-01-04\n[task]\n".to_owned();
    for number in 0..100_000 {
        writeln!(text, "t{number} = {{ takes = \"1 day\", after = [\"nobody\"] }}").unwrap();
    }
    let begin = Instant::now();
    assert_eq!(codes(&text, Format::Toml).len(), 100_000);
    let mut sizes = "start = 2027-01-04\n".to_owned();
    for number in 0..20_000 {
        writeln!(sizes, "[estimates.sizes.s{number}]\nmean = \"1d\"\nshape = \"exponential\"").unwrap();
        writeln!(sizes, "[task.t{number}]\ntakes = \"miss{number}\"\ntags = [\"g{number}\"]").unwrap();
        writeln!(sizes, "[risk.r{number}]\nchance = 0.1\nscales = {{ \"#miss{number}\" = 2 }}").unwrap();
    }
    assert_eq!(codes(&sizes, Format::Toml).len(), 40_000);
    let found = codes(&"=\n".repeat(300_000), Format::Toml);
    assert!((2..200).contains(&found.len()), "{}", found.len());
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[test]
fn a_list_of_good_and_bad_entries_by_the_ten_thousand_keeps_its_places() {
    let list = "1, \"x\", ".repeat(50_000);
    let text = format!("start = 2027-01-04\n[task.a]\ntakes = \"1 day\"\nafter = [{list}]\n");
    let begin = Instant::now();
    let error = Plan::parse(&text, Format::Toml).unwrap_err();
    assert_eq!(error.diagnostics().len(), 100_000);
    assert_eq!(error.diagnostics()[99_999].path.to_string(), "task.a.after[99999]");
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

/// The deepest plan there may be, in each format.
fn deepest(format: Format) -> String {
    let (mut takes, mut yaml) = ("\"1 day\"".to_owned(), "1 day".to_owned());
    for _ in 0..15 {
        let (from, with) = if format == Format::Toml { ("=", ",") } else { (":", ",") };
        let key = |key: &str| if format == Format::Toml { key.to_owned() } else { format!("\"{key}\"") };
        takes = format!(
            "{{ {} {from} [{{ {} {from} 1{with} {} {from} {takes} }}] }}",
            key("any"),
            key("weight"),
            key("takes")
        );
        yaml = format!("{{ any: [{{ weight: 1, takes: {yaml} }}] }}");
    }
    match format {
        Format::Toml => format!("start = 2027-01-04\n[task.a]\ntakes = {takes}\n"),
        Format::Json => {
            format!("{{ \"start\": \"2027-01-04\", \"task\": {{ \"a\": {{ \"takes\": {takes} }} }} }}")
        }
        _ => format!("start: 2027-01-04\ntask: {{ a: {{ takes: {yaml} }} }}\n"),
    }
}

/// Whoever calls may have little stack left, and nothing optimised: what is as deep as can be is read, checked, simulated, written and
/// dropped on a stack of which a thread has sixteen times as much.
#[test]
fn the_deepest_plans_need_little_of_the_stack_of_the_caller() {
    let small = std::thread::Builder::new().stack_size(128 << 10);
    let run = || {
        for format in [Format::Toml, Format::Json, Format::Yaml] {
            let plan = Plan::parse(&deepest(format), format).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(Simulation::new().trials(10).forecast(&plan).unwrap().finish().sd().get(), 0.0);
            assert_eq!(Plan::parse(&plan.to_text(format).unwrap(), format).unwrap(), plan);
            let bad = format!("tests/fixtures/bad/P009-nested.{}", format!("{format:?}").to_lowercase());
            let error = Plan::read(bad).unwrap_err();
            assert!(error.diagnostics().iter().any(|finding| finding.code == Code::FileLimit), "{error}");
        }
    };
    small.spawn(run).unwrap().join().unwrap();
}

#[test]
fn a_table_of_single_runs_that_would_take_gigabytes_is_refused() {
    let mut plan = Plan::new("", date(2027, 1, 4)).task(Task::new("a", Estimate::days(1.0..=2.0)));
    plan.milestones = (0..1599).map(|number| Milestone::new(format!("m{number}")).after("a")).collect();
    let forecast = |trials| Simulation::new().trials(trials).tasks(false).forecast(&plan).unwrap();
    let error = landfall::report::trials_csv(&forecast(10_001)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(error.to_string().ends_with("ask for at most 10000 runs"), "{error}");
    assert_eq!(landfall::report::trials_csv(&forecast(100)).unwrap().lines().count(), 101);
}
