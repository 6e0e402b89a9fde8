//! A process that is killed at any moment leaves whole files behind: every line of a journal that was written before, and of an output
//! the old one or the new one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use landfall::{CheckIn, Estimate, Journal, Plan, Simulation, Task, date, report};

/// Where the process that is to be killed works; it is this program, run once more.
const FOLDER: &str = "LANDFALL_KILLED";

fn folder() -> PathBuf {
    std::env::temp_dir().join(format!("landfall-killed-{}", std::process::id()))
}

fn check_in(number: u64) -> CheckIn {
    let plan = Plan::new("Search", date(2027, 1, 4)).task(Task::new("index", Estimate::days(2.0..=9.0)));
    CheckIn::new(&Simulation::new().trials(64).threads(1).seed(number).forecast(&plan).unwrap())
}

/// An output whose end says what its beginning said.
fn output(number: u64) -> String {
    format!("{number} begins\n{}{number} ends\n", "and goes on\n".repeat(3000))
}

/// Adds check-ins and writes outputs for ever, and says after each that it is done.
#[test]
fn the_one_that_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let journal = folder.join("journal.jsonl");
    let first = Journal::read(&journal).unwrap().check_ins().len() as u64;
    for number in first.. {
        Journal::append(&journal, &check_in(number)).unwrap();
        println!("done {number}");
        std::io::stdout().flush().unwrap();
        report::save(folder.join("report.txt"), &output(number)).unwrap();
    }
}

/// The last number that the process said it was done with.
fn last_done(said: &str) -> Option<u64> {
    // The last line may have been cut.
    let whole = said.rfind('\n').map_or("", |end| &said[..end]);
    whole.lines().rev().find_map(|line| line.trim().rsplit_once("done ")?.1.parse().ok())
}

fn kill_after(folder: &Path, wait: Duration) -> Option<u64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::the_one_that_is_killed", "--nocapture", "--test-threads", "1"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(wait);
    child.kill().unwrap();
    let output = child.wait_with_output().unwrap();
    last_done(&String::from_utf8_lossy(&output.stdout))
}

#[test]
fn nothing_written_before_is_lost_when_a_check_in_is_killed() {
    let folder = folder();
    std::fs::create_dir_all(&folder).unwrap();
    let (mut lines, mut torn) = (0, 0);
    for round in 0..200u64 {
        // From before it begins to well after.
        let wait = Duration::from_micros(200 * (round * 7919 % 200));
        let done = kill_after(&folder, wait);
        let journal = Journal::read(folder.join("journal.jsonl")).unwrap();
        let seeds: Vec<u64> = journal.check_ins().iter().map(|check_in| check_in.seed).collect();
        // All that were there before, in their order, and all that the process said it was done with.
        assert!(seeds.len() >= lines, "{lines} lines, and now {}", seeds.len());
        assert!(seeds.iter().enumerate().all(|(place, &seed)| seed == place as u64), "{seeds:?}");
        assert!(done.is_none_or(|done| (done as usize) < seeds.len()), "{done:?} {}", seeds.len());
        assert!(journal.skipped().iter().all(|skipped| skipped.is_torn), "{:?}", journal.skipped());
        (lines, torn) = (seeds.len(), journal.skipped().len());
        if let Some(check_in) = journal.check_ins().last() {
            assert_eq!(*check_in, self::check_in(check_in.seed));
        }
        if let Ok(text) = std::fs::read_to_string(folder.join("report.txt")) {
            let number = text.split(' ').next().unwrap().parse().unwrap();
            assert_eq!(text, output(number));
        }
    }
    eprintln!("{lines} check-ins by 200 processes, {torn} torn lines");
    assert!(lines > 200, "only {lines}");
    std::fs::remove_dir_all(&folder).unwrap();
}
