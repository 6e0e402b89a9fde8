//! landfall inside of a service: many plans at once, each within limits, with progress, a deadline and errors as values.
//!
//! `cargo run --release --example service -- 1000` forecasts so many plans, good and bad, and says what came of them and how the memory
//! of the process grew. It uses only what any other crate could.

use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

use landfall::{ErrorKind, Format, Limits, Network, P80, PlanFile, Progress, Simulation, report};

/// What a customer sends.
struct Request {
    number: usize,
    plan: String,
    trials: usize,
    deadline: Duration,
}

/// What a customer gets: a date and the whole result, or what was wrong.
enum Answer {
    Forecast { likely: String, json: String },
    Refused { kind: ErrorKind, text: String },
}

/// The service's own rules.
const THREADS: usize = 4;
const MEMORY: u64 = 64 << 20;
const LONGEST: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(200);
    let (requests, inbox) = mpsc::channel();
    let (answers, outbox) = mpsc::channel();
    let inbox = Mutex::new(inbox);
    let progress = AtomicUsize::new(0);
    let begin = Instant::now();
    let grew = std::thread::scope(|scope| {
        for _ in 0..THREADS {
            let (inbox, answers, progress) = (&inbox, answers.clone(), &progress);
            scope.spawn(move || {
                loop {
                    let request: Request = match inbox.lock().expect("nobody panics").recv() {
                        Ok(request) => request,
                        Err(_) => return,
                    };
                    let answer = serve(&request, progress);
                    if answers.send((request.number, answer)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(answers);
        (0..count).for_each(|number| requests.send(request(number)).expect("somebody listens"));
        drop(requests);
        tell(outbox.iter(), count)
    });
    let trials = progress.load(Ordering::Relaxed);
    println!("{trials} runs in {:.1} s", begin.elapsed().as_secs_f64());
    if grew { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// One request from its text to its answer. Nothing here can panic, hang or eat memory, whatever is in it.
fn serve(request: &Request, progress: &AtomicUsize) -> Answer {
    match forecast(request, progress) {
        Ok(answer) => answer,
        Err(error) => Answer::Refused { kind: error.kind(), text: error.to_string() },
    }
}

fn forecast(request: &Request, progress: &AtomicUsize) -> landfall::Result<Answer> {
    let limits = Limits::default().bytes(256 << 10).tasks(2000).links(10_000);
    let file = PlanFile::parse_within(&request.plan, Format::Toml, &limits)?;
    let network = Network::of_file(&file)?;
    // One thread each: the plans are what runs side by side.
    let simulation = Simulation::new().trials(request.trials).threads(1).memory(MEMORY);
    let begin = Instant::now();
    let known = AtomicUsize::new(0);
    let watch = |now: Progress| {
        progress.fetch_add(now.done - known.swap(now.done, Ordering::Relaxed), Ordering::Relaxed);
        match begin.elapsed() < request.deadline.min(LONGEST) {
            true => ControlFlow::Continue(()),
            false => ControlFlow::Break(()),
        }
    };
    let simulation = simulation.on_progress(&watch);
    let trials = simulation.run(&network)?;
    let forecast = landfall::Forecast::new(&network, &trials);
    Ok(Answer::Forecast {
        likely: forecast.date(P80).to_string(),
        json: report::json(&forecast, &report::Questions::default())?,
    })
}

/// What customers send: plans of all sizes, and now and then one with faults, one that wants too much, and one that has to be quick.
fn request(number: usize) -> Request {
    let mut plan = match number % 4 {
        0 => include_str!("plans/roadmap.toml").to_owned(),
        1 => include_str!("plans/small.toml").to_owned(),
        2 => include_str!("plans/migration.toml").to_owned(),
        _ => include_str!("plans/release.toml").to_owned(),
    };
    let mut trials = 2000;
    let mut deadline = Duration::from_secs(1);
    match number % 25 {
        7 => plan += "\n[task.lost]\ntakes = \"two to three\"\nafter = [\"nowhere\"]\n",
        11 => plan = "# much text\n".repeat(50_000),
        16 => trials = 500_000_000,
        21 => (trials, deadline) = (1_000_000, Duration::ZERO),
        _ => {}
    }
    Request { number, plan, trials, deadline }
}

/// What came of all requests, and how large the process was once it had warmed up and in the end; whether it grew.
fn tell(answers: impl Iterator<Item = (usize, Answer)>, count: usize) -> bool {
    let (mut good, mut bytes, mut refused) = (0, 0, std::collections::BTreeMap::new());
    let (mut likely, mut warm) = (std::collections::BTreeMap::new(), None);
    for (done, (number, answer)) in answers.enumerate() {
        match answer {
            Answer::Forecast { likely: date, json } => {
                (good, bytes) = (good + 1, bytes + json.len());
                // The same plan gives the same date, whoever asked for it and beside whom.
                let first = likely.entry(number % 4).or_insert_with(|| date.clone());
                assert_eq!(*first, date);
            }
            Answer::Refused { kind, text } => {
                refused.entry(format!("{kind:?}")).or_insert((0, text)).0 += 1;
            }
        }
        if done == count / 4 {
            warm = resident();
        }
    }
    println!("{good} forecasts, {} KiB of JSON", bytes >> 10);
    for (kind, (times, text)) in refused {
        println!("{times} refused ({kind}), such as: {}", text.lines().take(2).collect::<Vec<_>>().join(" "));
    }
    let Some((warm, now)) = warm.zip(resident()) else { return false };
    println!("resident memory: {warm} KiB after a quarter of them, {now} KiB after all");
    // A request holds up to 64 MiB, and how many are at work in a moment is chance.
    now > warm + ((THREADS as u64 * MEMORY) >> 10)
}

/// The memory of this process [KiB], where the system tells.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
