//! The house stays in order: which module imports which, and a page and a fixture for each code.

use std::path::{Path, PathBuf};

use landfall::Code;

/// The modules from the ground up: each imports only from those before it.
const ORDER: [&str; 21] = [
    "kernel",
    "names",
    "error",
    "units",
    "calendar",
    "plan",
    "change",
    "curve",
    "sample",
    "check",
    "file",
    "network",
    "dispatch",
    "simulate",
    "forecast",
    "compare",
    "explain",
    "track",
    "calibrate",
    "throughput",
    "report",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below `folder`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module at the top that a file belongs to.
fn module(file: &Path) -> String {
    let inside = file.strip_prefix(root().join("src")).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The modules of this crate that a text imports, comments left out.
fn imports(text: &str) -> Vec<String> {
    let code =
        text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    code.split("crate::")
        .skip(1)
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>())
        .collect()
}

#[test]
fn modules_import_only_from_those_below_them() {
    let rank = |name: &str| ORDER.iter().position(|module| *module == name);
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in sources(&root().join("src")) {
        let module = module(&file);
        if module == "lib" {
            continue;
        }
        let own = rank(&module).unwrap_or_else(|| panic!("{module} has no place in the order"));
        for import in imports(&std::fs::read_to_string(&file).unwrap()) {
            let Some(other) = rank(&import) else {
                panic!("{}: crate::{import} is no module", file.display())
            };
            seen += 1;
            if other > own || (other == own && module == "kernel") {
                faults.push(format!("{} imports {import}", file.display()));
            }
        }
    }
    assert!(seen > 100, "only {seen} imports were seen");
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_code_has_its_section_and_its_fixture() {
    let page = std::fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    let fixtures: Vec<String> = std::fs::read_dir(root().join("tests/fixtures/bad"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    for code in Code::ALL {
        assert!(page.contains(&format!("\n## {code}: ")), "docs/diagnostics.md has no section for {code}");
        // A plan beyond the limits has more than a million entries; tests/hostile.rs builds one in code.
        let fixture = fixtures.iter().any(|name| name.starts_with(&format!("{code}-")));
        assert!(fixture || *code == Code::PlanLimit, "tests/fixtures/bad has no plan for {code}");
    }
}

#[test]
fn every_code_is_raised_by_one_name() {
    let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    texts.dedup();
    assert_eq!(texts.len(), Code::ALL.len());
    assert!(texts.is_sorted());
}

#[test]
fn files_stay_small() {
    for file in sources(&root().join("src")) {
        let lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines: two rooms in one", file.display());
    }
}

/// The rules of the method.
const RULES: std::ops::RangeInclusive<usize> = 1..=38;

/// Whether there is a test of this name, as `cargo test -- --list` shows it: in `tests/main.rs`, or in the library.
fn is_test(name: &str) -> bool {
    let (modules, function) = name.rsplit_once("::").unwrap_or(("", name));
    let inside = modules.strip_suffix("::tests").unwrap_or(modules);
    let files = ["tests", "src"].iter().flat_map(|folder| {
        [modules, inside].into_iter().flat_map(move |modules| {
            let path = root().join(folder).join(modules.replace("::", "/"));
            [path.with_extension("rs"), path.join("mod.rs")]
        })
    });
    // Attributes may stand between.
    let of_text = |text: String| {
        text.split("#[test]").skip(1).any(|rest| {
            rest.split_once("fn ").is_some_and(|(_, rest)| rest.starts_with(&format!("{function}(")))
        })
    };
    files.filter_map(|file| std::fs::read_to_string(file).ok()).any(of_text)
}

#[test]
fn every_law_has_a_test_that_is_there() {
    assert!(is_test("tidy::every_law_has_a_test_that_is_there") && !is_test("tidy::is_test"));
    let page = std::fs::read_to_string(root().join("docs/laws.md")).unwrap();
    let mut held: Vec<usize> = Vec::new();
    for line in page.lines() {
        let named = |text: &str| -> Vec<String> {
            text.split('`').skip(1).step_by(2).filter(|name| name.contains("::")).map(str::to_owned).collect()
        };
        // In the text before the table, too.
        for name in named(line).into_iter().filter(|name| name != "tests::") {
            assert!(is_test(&name), "docs/laws.md names {name}, which is no test");
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        if let [_, rule, what, tests, _] = &cells[..]
            && let Ok(rule) = rule.parse()
        {
            assert!(!what.is_empty() && !named(tests).is_empty(), "a row of rule {rule} names no test");
            held.push(rule);
        }
    }
    assert!(held.is_sorted() && held.iter().all(|rule| RULES.contains(rule)), "{held:?}");
    let without: Vec<usize> = RULES.filter(|rule| !held.contains(rule)).collect();
    assert!(without.is_empty(), "docs/laws.md has no row for {without:?}");
}
