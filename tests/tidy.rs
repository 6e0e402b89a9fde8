//! The house stays in order: which module imports which, and a page and a fixture for each code.

use std::path::{Path, PathBuf};

use landfall::Code;

/// The modules from the ground up: each imports only from those before it.
const ORDER: [&str; 21] = [
    "kernel",
    "error",
    "units",
    "names",
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
