//! Forecasts that are made as if on past days, against what then happened: how often the odds held.
//!
//! `cargo run --release --example backtest -- --help`

mod landmark;
mod signals;
mod sip;
mod throughput;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
How honest are the odds? Makes forecasts as if on past days and compares them with what happened.

usage: backtest [STUDY]...

  signals      how often signals come on projects that go as their plans say (made up: no data)
  landmark     when software projects were released, against their first date (Little 2006)
  sip          how long tasks of a firm took, against their estimates (Jones and Cullum 2019)
  throughput   when the next items of a telecom product were done (Laukkanen et al. 2017)

Without a study, all of them. The data are not part of landfall: they are looked for in the folder that
LANDFALL_DATA names, else in ../shared/data beside the project; a study without its data is skipped.

Exit status: 0 done or skipped, 1 the data cannot be read, 2 wrong usage.
";

/// A study: from the folder of the data to its report, or why there is none.
type Study = fn(&std::path::Path) -> Result<String, String>;

/// The studies: name, the folder of its data, and what makes the report.
const STUDIES: [(&str, &str, Study); 4] = [
    ("landmark", "estimates", landmark::report),
    ("sip", "estimates", sip::report),
    ("signals", "", signals::report),
    ("throughput", "throughput", throughput::report),
];

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    if names.iter().any(|name| name == "--help" || name == "-h") {
        return write(HELP, ExitCode::SUCCESS);
    }
    if let Some(name) = names.iter().find(|name| STUDIES.iter().all(|(study, ..)| study != name)) {
        eprintln!("backtest: there is no study {name:?}\nTry --help.");
        return ExitCode::from(2);
    }
    let data = std::env::var_os("LANDFALL_DATA")
        .map_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data").into(), PathBuf::from);
    let mut text = String::new();
    for (name, folder, report) in STUDIES {
        if !names.is_empty() && !names.iter().any(|asked| asked == name) {
            continue;
        }
        // A study of made-up projects needs none.
        let needs_data = !folder.is_empty();
        let folder = data.join(folder);
        if needs_data && !folder.is_dir() {
            text += &format!("{name}: skipped, {} is absent\n", folder.display());
            continue;
        }
        match report(&folder) {
            Ok(report) => text += &report,
            Err(error) => {
                eprintln!("backtest {name}: {error}");
                return ExitCode::FAILURE;
            }
        }
    }
    write(&text, ExitCode::SUCCESS)
}

/// Prints a text; a pipe that was closed is no fault.
fn write(text: &str, status: ExitCode) -> ExitCode {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("backtest: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
        _ => status,
    }
}
