//! What is kept of the fuzzers' work, the fixtures, and random bytes, in a plain test.

use std::fs;
use std::path::{Path, PathBuf};

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};

use super::TARGETS;

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .collect();
    files.sort();
    files
}

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn what_the_fuzzers_kept_holds() {
    for (name, run) in TARGETS {
        let kept = files(&folder(&format!("tests/fixtures/fuzz/{name}")));
        assert!(!kept.is_empty(), "{name}");
        for file in kept {
            eprintln!("{}", file.display());
            run(&fs::read(&file).unwrap());
        }
    }
}

#[test]
fn every_file_that_ships_is_read_as_everything() {
    let shipped = ["tests/fixtures/bad", "tests/fixtures/cases", "examples/plans", "examples/histories"];
    for file in shipped.iter().flat_map(|path| files(&folder(path))) {
        eprintln!("{}", file.display());
        let bytes = fs::read(&file).unwrap();
        for (_, run) in TARGETS.iter().filter(|(name, _)| !["check", "simulate"].contains(name)) {
            run(&bytes);
        }
    }
}

#[test]
fn plans_of_random_bytes_are_refused_or_hold() {
    let times = if std::env::var_os("LANDFALL_FULL").is_some() { 100 } else { 1 };
    for (name, run, count) in
        [("check", super::check as super::Run, 1500), ("simulate", super::simulate, 400)]
    {
        for seed in 0..count * times {
            let mut random = SmallRng::seed_from_u64(seed);
            let bytes: Vec<u8> = (0..random.random_range(0..1200)).map(|_| random.random()).collect();
            // Shown where it fails.
            eprintln!("{name} {seed}");
            run(&bytes);
        }
    }
}
