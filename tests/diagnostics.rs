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
