//! Bad plans: each fixture gives its own finding, and a file with many faults gives them all.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use landfall::{Code, Diagnostic, PlanFile, Severity};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bad")
}

/// Everything that is said of a file: its faults, or its warnings when it has no fault.
fn findings(path: &Path) -> Vec<Diagnostic> {
    match PlanFile::read(path) {
        Ok(file) => file.warnings,
        Err(error) => error.diagnostics().to_vec(),
    }
}

#[test]
fn each_bad_plan_gives_its_own_code_and_no_other() {
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let Some((code, _)) = name.split_once('-').filter(|(code, _)| code.starts_with('P')) else {
            continue;
        };
        let found: Vec<String> = findings(&path).iter().map(|finding| finding.code.to_string()).collect();
        assert!(!found.is_empty() && found.iter().all(|other| other == code), "{name}: {found:?}");
        for finding in findings(&path) {
            assert!(finding.position.is_some() || finding.code == Code::FileLimit, "{name}: {finding}");
            assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{name}: {finding}");
        }
        seen.insert(code.to_owned());
    }
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !seen.contains(code.as_str())).collect();
    assert_eq!(missing, [&Code::PlanLimit]);
}

#[test]
fn twenty_faults_come_at_once_in_every_format() {
    for extension in ["toml", "json", "yaml"] {
        let found = findings(&folder().join(format!("twenty-faults.{extension}")));
        let errors: Vec<&Diagnostic> =
            found.iter().filter(|finding| finding.severity() == Severity::Error).collect();
        let codes: BTreeSet<Code> = errors.iter().map(|finding| finding.code).collect();
        assert!(errors.len() >= 20, "{extension}: {} errors", errors.len());
        assert!(codes.len() >= 18, "{extension}: {} codes", codes.len());
        assert!(errors.iter().all(|finding| finding.position.is_some()));
        assert!(
            errors.is_sorted_by_key(|finding| finding.position),
            "{extension}: not in the order of the file"
        );
    }
    let text = findings(&folder().join("twenty-faults.toml"))
        .iter()
        .map(|finding| format!("{finding}\n"))
        .collect::<String>();
    insta::assert_snapshot!(text);
}

#[test]
fn a_plan_built_in_code_gets_the_same_findings_without_lines() {
    use landfall::{Estimate, Milestone, Plan, Risk, Task, date};
    let plan = Plan::new("", date(2027, 1, 4))
        .task(Task::new("api", Estimate::days(5.0..=5.2)).after("ui"))
        .task(Task::new("ui", Estimate::days(9.0..=3.0)).after("api").after("schem"))
        .task(Task::new("#x", Estimate::Size("XL".to_owned())))
        .milestone(Milestone::new("beta").after("api").target(date(2026, 1, 4)))
        .risk(Risk::new("r", 1.5).scales("#feature", 0.2));
    let text = plan.check().iter().map(|finding| format!("{finding}\n")).collect::<String>();
    insta::assert_snapshot!(text);
}

/// Each section of docs/diagnostics.md begins with a bad plan and shows what is said of it.
#[test]
fn the_page_shows_what_is_really_said() {
    let page = include_str!("../docs/diagnostics.md");
    let mut shown = 0;
    for section in page.split("\n## P").skip(1) {
        let code = &section[..3];
        // The plan of P112 is cut short: whole it has a million links.
        if code == "112" {
            continue;
        }
        let mut fences = section.split("```");
        let Some((language, plan)) = fences.nth(1).and_then(|fence| fence.split_once('\n')) else { continue };
        let Ok(format) = language.trim().parse() else { continue };
        let found = match PlanFile::parse(plan, format) {
            Ok(file) => file.warnings,
            Err(error) => error.diagnostics().to_vec(),
        };
        for finding in &found {
            let said = section.contains(&finding.message) && section.contains(&finding.help);
            assert!(said, "P{code}: the page does not show {finding}");
        }
        assert!(found.iter().any(|finding| finding.code.as_str()[1..] == *code), "P{code}: {found:?}");
        shown += 1;
    }
    // P009 and P112 need files too large to show.
    assert!(shown >= Code::ALL.len() - 2, "only {shown} sections were compared");
}

#[test]
fn an_unreadable_entry_of_a_list_does_not_shift_the_places_of_the_others() {
    let found = findings(&folder().join("shifted-place.toml"));
    let places: Vec<String> =
        found.iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect();
    assert_eq!(places, ["P007 task.api.after[0]", "P201 task.api.after[2]"]);
}

/// A key and a value at fault, in each format at their very line and column; an é before them counts as one column.
#[test]
fn places_are_exact_in_every_format() {
    use landfall::Format;
    let plans = [
        (
            Format::Toml,
            "start = 2027-01-04\n[task]\na = { title = \"é\", takes = \"5\", afer = [] }\n",
            [(3, 28), (3, 33)],
        ),
        (
            Format::Json,
            "{\"start\": \"2027-01-04\",\n \"task\": {\n  \"a\": {\"title\": \"é\", \"takes\": \"5\", \"afer\": []}}}",
            [(3, 32), (3, 37)],
        ),
        (
            Format::Yaml,
            "start: 2027-01-04\ntask:\n  a: {title: é, takes: \"5\", afer: []}\n",
            [(3, 24), (3, 29)],
        ),
    ];
    for (format, text, places) in plans {
        let error = PlanFile::parse(text, format).unwrap_err();
        let found: Vec<(Code, usize, usize)> = error
            .diagnostics()
            .iter()
            .map(|finding| (finding.code, finding.position.unwrap().line, finding.position.unwrap().column))
            .collect();
        let [value, key] = places;
        assert_eq!(found, [(Code::Amount, value.0, value.1), (Code::UnknownKey, key.0, key.1)], "{format:?}");
    }
}

/// The codes and places of what is said of a plan that begins on Monday, 4 January 2027.
fn said(text: &str) -> Vec<String> {
    let text = format!("start = 2027-01-04\n[estimates]\ncorrelation = 0\n{text}");
    let file = PlanFile::parse(&text, landfall::Format::Toml).unwrap();
    file.warnings.iter().map(|finding| format!("{} {}", finding.code, finding.path)).collect()
}

#[test]
fn a_date_hides_from_ten_working_days_on_and_not_where_a_target_tells() {
    let hidden = ["P205 task.b.not_before"];
    let plan = |link: &str, day: &str, more: &str| {
        said(&format!(
            "[task]\na = {{ takes = \"5 days\" }}\nb = {{ takes = \"1 day\", after = [{link}], not_before = {day} }}\n{more}"
        ))
    };
    // The five days are over on Friday evening; ten working days later it is Monday, 25 January.
    assert_eq!(plan("\"a\"", "2027-01-25", ""), hidden);
    assert!(plan("\"a\"", "2027-01-22", "").is_empty());
    // The weekend before is no work.
    assert_eq!(plan("\"a\"", "2027-01-23", ""), hidden);
    assert!(plan("\"a + 1 hour\"", "2027-01-25", "").is_empty());
    assert!(plan("\"a + 20%\"", "2027-01-25", "").is_empty());
    assert_eq!(plan("\"a + 20%\"", "2027-01-26", ""), hidden);
    // A holiday, a start that is waited for, and a finish that holds no start.
    let holiday = "[calendar]\nholidays = [2027-01-20]\n";
    assert!(plan("\"a\"", "2027-01-25", holiday).is_empty());
    assert_eq!(plan("\"a\"", "2027-01-26", holiday), hidden);
    assert_eq!(plan("{ task = \"a\", link = \"start-start\" }", "2027-01-18", ""), hidden);
    assert!(plan("{ task = \"a\", link = \"start-start\" }", "2027-01-15", "").is_empty());
    assert!(plan("{ task = \"a\", link = \"finish-finish\" }", "2027-03-01", "").is_empty());
    assert!(plan("", "2027-03-01", "").is_empty());
    // The odds of a target tell how late it is, and without one nothing is told.
    let milestones = |target: &str| {
        format!(
            "[milestone]\nready = {{ after = [\"a\"] }}\nall = {{ after = [\"ready\"]{target} }}\nend = {{ after = [\"b\"] }}\n"
        )
    };
    assert!(plan("\"a\"", "2027-03-01", &milestones(", target = 2027-02-01")).is_empty());
    assert_eq!(plan("\"a\"", "2027-03-01", &milestones("")), hidden);
}

#[test]
fn a_date_hides_nothing_that_waits_for_people() {
    let plan = |people: u32, share: &str| {
        said(&format!(
            "[team.web]\npeople = {people}\n{share}\n[defaults]\nteam = \"web\"\n[task]\na = {{ takes = \"5 days\" }}\nb = {{ takes = \"5 days\" }}\n\
             c = {{ takes = \"5 days\", after = [\"a\", \"b\"], not_before = 2027-01-25 }}\n"
        ))
    };
    assert_eq!(plan(2, ""), ["P205 task.c.not_before"]);
    assert!(plan(1, "").is_empty());
    assert!(plan(2, "share = { roadmap = 0.6, unplanned = 0.4 }").is_empty());
}

#[test]
fn a_low_priority_is_told_where_others_can_come_between() {
    let plan_of = |share: &str, tasks: &str| {
        let said = said(&format!(
            "[team]\ndata = {{ people = 1 }}\nweb = {{ people = 1{share} }}\n[defaults]\nteam = \"web\"\n[task]\nx = {{ takes = \"1 day\", team = \"data\" }}\n{tasks}"
        ));
        said.into_iter().filter(|said| said.starts_with("P713")).collect::<Vec<_>>()
    };
    let plan = |tasks: &str| plan_of("", tasks);
    let low = ["P713 task.y.priority"];
    let y = "y = { takes = \"1 day\", priority = 9 }\n";
    let other = "z = { takes = \"1 day\", priority = 5 }\n";
    let high = "h = { takes = \"1 day\", after = [\"y\"], priority = 1 }\n";
    assert_eq!(plan(&format!("{y}{other}{high}")), low);
    // Others no higher, of another team, or on the same chain cannot come between.
    assert!(plan(&format!("{y}{}{high}", other.replace('5', "9"))).is_empty());
    assert!(plan(&format!("{y}{}{high}", other.replace(" }", ", team = \"data\" }"))).is_empty());
    assert!(plan(&format!("{y}{}{high}", other.replace(" }", ", after = [\"h\"] }"))).is_empty());
    let leads = y.replace(" }", ", after = [\"z\"] }");
    assert!(plan(&format!("{leads}{other}{high}")).is_empty());
    assert!(plan(&format!("{y}{high}")).is_empty());
    // One that waits is no higher, or waits through a milestone and a task of nobody.
    assert!(plan(&format!("{y}{other}{}", high.replace("priority = 1", "priority = 9"))).is_empty());
    let through = "n = { takes = \"1 day\", after = [{ task = \"y\", link = \"finish-finish\" }], team = \"none\" }\n\
                   h = { takes = \"1 day\", after = [\"m\"], team = \"data\", priority = 1 }\n[milestone.m]\nafter = [\"n\"]\n[milestone.e]\nafter = [\"h\", \"x\", \"z\"]\n";
    assert_eq!(plan(&format!("{y}{other}{through}")), low);
    // What needs nobody gets nobody late.
    assert!(plan(&format!("{}{other}{high}", y.replace(" }", ", team = \"none\" }"))).is_empty());
    // Where the team has shares, its other kinds of work take nothing away.
    let debt = other.replace(" }", ", kind = \"debt\" }");
    assert_eq!(plan(&format!("{y}{debt}{high}")), low);
    let shares = ", share = { roadmap = 0.5, debt = 0.5 }";
    assert!(plan_of(shares, &format!("{y}{debt}{high}")).is_empty());
    assert_eq!(plan_of(shares, &format!("{y}{other}{high}")), low);
}

#[test]
fn tasks_without_a_team_are_told_once_and_not_where_that_was_said() {
    let plan = |text: &str| said(&format!("[team.web]\npeople = 1\n{text}"));
    let tasks = "[task]\na = { takes = \"1 day\", team = \"web\" }\nb = { takes = \"1 day\" }\n";
    assert_eq!(plan(tasks), ["P714 task.b.team"]);
    assert_eq!(plan(&format!("{tasks}c = {{ takes = \"1 day\" }}\n")), ["P714 task.b.team"]);
    assert!(plan(&format!("[defaults]\nteam = \"none\"\n{tasks}")).is_empty());
    assert!(plan(&format!("[defaults]\nteam = \"web\"\n{tasks}")).is_empty());
    assert!(plan(&tasks.replace("1 day\" }", "1 day\", team = \"none\" }")).is_empty());
    assert!(plan(&tasks.replace("1 day\" }", "1 day\", uses = { web = 1 } }")).is_empty());
    // A team that no task needs is another finding, and so is a number of people of nobody.
    assert_eq!(plan(&tasks.replace("\"web\"", "\"none\"")), ["P710 team.web"]);
    assert_eq!(plan(&tasks.replace("1 day\" }", "1 day\", people = 2 }")), ["P711 task.b.people"]);
    use landfall::{Estimate, Plan, Task, Team, date};
    let mut plan = Plan::new("", date(2027, 1, 4)).correlation(0.0).team(Team::new("web", 1));
    let mut texts = Vec::new();
    plan = plan.task(Task::new("a", Estimate::days(1.0)).team("web"));
    for name in ["b", "c", "d", "e"] {
        plan = plan.task(Task::new(name, Estimate::days(1.0)));
        texts.extend(plan.check().into_iter().map(|finding| finding.message));
    }
    let named = [
        "task \"b\" has",
        "tasks \"b\" and \"c\" have",
        "tasks \"b\", \"c\" and \"d\" have",
        "tasks \"b\", \"c\", \"d\" and 1 more have",
    ];
    assert_eq!(texts.len(), named.len());
    assert!(texts.iter().zip(named).all(|(text, named)| text.starts_with(named)), "{texts:?}");
}

#[test]
fn a_team_on_every_way_is_told_where_there_is_more_than_one_way() {
    let plan = |tasks: &str| {
        let text: String = tasks
            .split("; ")
            .map(|task| {
                let (name, rest) = task.split_once(' ').unwrap();
                let (team, after) = rest.split_once(' ').unwrap_or((rest, ""));
                let after: Vec<String> = after.split_whitespace().map(|name| format!("\"{name}\"")).collect();
                match team {
                    "m" => format!("[milestone.{name}]\nafter = [{}]\n", after.join(", ")),
                    _ => format!(
                        "[task.{name}]\ntakes = \"1 day\"\nteam = \"{team}\"\nafter = [{}]\n",
                        after.join(", ")
                    ),
                }
            })
            .collect();
        said(&format!("[team]\nx = {{ people = 1 }}\ny = {{ people = 1 }}\n{text}"))
    };
    assert_eq!(plan("a x; b y a; c x"), ["P715 team.x"]);
    assert_eq!(plan("a x; b y a; c x; d y c"), ["P715 team.x", "P715 team.y"]);
    // A way past it, with another team or with nobody.
    assert!(plan("a x; b y a; c x; d y").is_empty());
    assert!(plan("a x; b y a; c x; d none").is_empty());
    // Milestones are passed through, wherever they stand.
    assert_eq!(plan("a x; b y m; c x; m m a; e m b c"), ["P715 team.x"]);
    assert_eq!(plan("a x; b y m; c x m; m m a d; d y; e m b c"), [""; 0]);
    assert_eq!(plan("a x; b y m; c y m; m m a d; d y; e m b c"), ["P715 team.y"]);
    // A chain, and what begins and ends with one task, are one way.
    assert!(plan("a x; b y a; c x b").is_empty());
    assert!(plan("a y; b x a; c x a; d y b c").is_empty());
    // A task that all ways lead through says nothing of its team.
    assert_eq!(plan("a x; b x; c y a b"), ["P715 team.x"]);
    assert!(plan("a none; b x; c y a b; d x c").is_empty());
    // Only one team that has work, and fewer than three tasks.
    assert_eq!(plan("a x; b x; c x a"), ["P710 team.y"]);
    assert!(plan("a x; b y").is_empty());
}

/// What is doubtful is told where it is, and not one step before.
#[test]
fn what_is_rarely_meant_is_told_from_its_bound_on() {
    let task = "[task]\na = { takes = \"2-3 weeks\" }\nb = { takes = \"1-2 weeks\", after = [\"a\"] }\n";
    let risk =
        |scale: &str| said(&format!("{task}[risk.r]\nchance = \"10%\"\nscales = {{ a = \"{scale}\" }}\n"));
    assert!(risk("399%").is_empty());
    assert_eq!(risk("400%"), ["P311 risk.r.scales.a"]);

    let holidays =
        |to: &str| said(&format!("[calendar]\nholidays = [{{ from = 2030-01-01, to = {to} }}]\n{task}"));
    assert!(holidays("2032-01-02").is_empty());
    assert_eq!(holidays("2032-01-03"), ["P403 calendar.holidays[0]"]);
    // One of two may have left for good.
    let leave = |people: u32| {
        said(&format!(
            "[team.web]\npeople = 2\nleave = [{{ from = 2027-07-01, to = 2072-07-14, people = {people} }}]\n[defaults]\nteam = \"web\"\n{task}"
        ))
    };
    assert!(leave(1).is_empty());
    assert_eq!(leave(2), ["P403 team.web.leave[0]"]);

    let ratios = |ratios: &str| said(&format!("[calibration]\nratios = {ratios}\n{task}"));
    assert!(ratios("{ history = [1, 1.2, 2] }").is_empty());
    assert_eq!(ratios("1.2"), ["P118 calibration.ratios"]);
}

#[test]
fn more_work_done_than_time_has_passed_is_told() {
    let plan = |done: &str, more: &str| {
        said(&format!(
            "[task]\na = {{ takes = \"2-3 weeks\" }}\nb = {{ takes = \"1 day\" }}\n{more}[status]\nas_of = 2027-01-11\n[status.task.a]\nstarted = 2027-01-04\ndone = \"{done}\"\n"
        ))
    };
    // From Monday to the Monday after there are six working days.
    let told = ["P957 status.task.a.done"];
    assert!(plan("6 days", "").is_empty());
    assert!(plan("48 h", "").is_empty());
    assert_eq!(plan("6.1 days", ""), told);
    // Holidays are none; a team may work on Saturdays; what an effect saves makes more of a day.
    assert_eq!(plan("6 days", "[calendar]\nholidays = [2027-01-06]\n"), told);
    let saturdays = "[team.web]\npeople = 1\ncalendar = { week = \"Mon-Sat\" }\n[defaults]\nteam = \"web\"\n";
    assert!(plan("7 days", saturdays).is_empty());
    assert_eq!(plan("8 days", saturdays), told);
    assert!(plan("8 days", "[effect.tools]\nsaves = { a = \"40%\" }\n").is_empty());
}

#[test]
fn an_effect_never_acts_where_links_from_finish_to_start_keep_it_apart() {
    let plan = |when: &str, what: &str, link: &str| {
        said(&format!(
            "[task]\na = {{ takes = \"5 days\" }}\nb = {{ takes = \"5 days\", after = [{link}], tags = [\"x\"] }}\n\
             c = {{ takes = \"5 days\", after = [\"b\"], tags = [\"x\"] }}\nd = {{ takes = \"5 days\", tags = [\"y\"] }}\n\
             [effect.e]\n{when}\nslows = {{ \"{what}\" = \"20%\" }}\n"
        ))
    };
    let told = |what: &str| [format!("P802 effect.e.slows.{what}")];
    // What follows, and what follows that; what comes before; all with a tag.
    for (when, what) in [("a", "b"), ("a", "c"), ("c", "a"), ("a", "#x")] {
        assert_eq!(plan(&format!("while = \"{when}\""), what, "\"a + 1 day\""), told(what), "{when} {what}");
    }
    // A lead, and starts that are tied, let both be in progress; so does nothing at all, and one of several.
    for link in [
        "\"a - 1 day\"",
        "{ task = \"a\", link = \"start-start\" }",
        "{ task = \"a\", link = \"finish-finish\" }",
    ] {
        assert!(plan("while = \"a\"", "b", link).is_empty(), "{link}");
    }
    for what in ["d", "*"] {
        assert!(plan("while = \"a\"", what, "\"a\"").is_empty(), "{what}");
    }
    // Work under way may be out of order, and is while the other goes on.
    let early = "[status]\nas_of = 2027-01-05\n[status.task]\na = { started = 2027-01-04 }\nb = { started = 2027-01-04 }\n";
    let plan_under_way = format!(
        "[task]\na = {{ takes = \"5 days\" }}\nb = {{ takes = \"5 days\", after = [\"a\"] }}\n[effect.e]\nwhile = \"a\"\nslows = {{ b = \"20%\" }}\n{early}"
    );
    assert_eq!(said(&plan_under_way), ["P954 status.task.b.started"]);
    // Afterwards it acts on what follows, and never on what came before.
    assert!(plan("after = \"a\"", "c", "\"a\"").is_empty());
    assert_eq!(plan("after = \"c\"", "a", "\"a\""), told("a"));
}

/// One fault is told once, and its help helps.
#[test]
fn what_follows_from_a_fault_is_no_fault_of_its_own() {
    let faults = |text: &str| -> Vec<String> {
        let text = format!("start = 2027-01-04\n[task]\na = {{ takes = \"2-3 weeks\" }}\n{text}");
        let error = PlanFile::parse(&text, landfall::Format::Toml).unwrap_err();
        error
            .diagnostics()
            .iter()
            .map(|finding| format!("{} {}; {}", finding.code, finding.message, finding.help))
            .collect()
    };
    let one = |text: &str, part: &str| {
        let told = faults(text);
        assert!(told.len() == 1 && told[0].contains(part), "{told:?} instead of {part}");
    };
    one("[group.g]\ntasks = [\"a\", \"bb\"]\ncorrelation = 0.5\n", "P201 ");
    one(
        "[team.t]\npeople = 1\ninterrupts = [{ every = \"0 days\", takes = \"1 h\" }]\n[defaults]\nteam = \"t\"\n",
        "P108 interrupts cannot come every 0 days",
    );
    one("[calibration]\nhit_rate = 55\n", "did you mean \"55%\"?");
    one("[calibration]\nratios = 1000\n", "P117 ratios lie");
    one("[risk.r]\nchance = \"1/3\"\nscales = { a = \"120%\" }\n", "\"33%\" for one in three");
    one("[risk.r]\nchance = \"10%\"\nscales = { a = \"1001%\" }\n", "at most \"1000%\"");
    one("[risk.r]\nchance = \"10%\"\nscales = { a = 120 }\n", "did you mean \"120%\"?");
    one("[effect.e]\nsaves = { a = \"101%\" }\n", "at most 100%");
    one("[effect.e]\nsaves = { a = \"20%\" }\nnext = 5000000000\n", "more tasks than any plan has");
    let set = |name: &str| {
        format!("[risk.{name}]\nchance = \"33.4%\"\none_of = \"s\"\ndelays = {{ a = \"1 week\" }}\n")
    };
    one(&["x", "y", "z"].map(set).concat(), "their chances are 100.2% together");
}

/// A date to be held is the target of a milestone, wherever somebody wrote it.
#[test]
fn a_deadline_is_shown_where_it_belongs() {
    let text = "start = 2027-01-04\ndeadline = 2027-05-01\n[task.a]\ntakes = \"3 days\"\ndue_date = 2027-03-01\n[milestone.m]\nafter = [\"a\"]\ndue_date = 2027-03-01\n";
    let error = PlanFile::parse(text, landfall::Format::Toml).unwrap_err();
    let helps: Vec<(String, &str)> =
        error.diagnostics().iter().map(|finding| (finding.path.to_string(), finding.help.as_str())).collect();
    let milestone = "a date to be held is the target of a milestone, such as [milestone.launch] with after = [\"api\"] and target = 2027-06-30";
    let expected = [
        ("deadline", milestone),
        ("task.a.due_date", milestone),
        ("milestone.m.due_date", "did you mean \"target\"?"),
    ];
    assert_eq!(helps, expected.map(|(path, help)| (path.to_owned(), help)));
}
