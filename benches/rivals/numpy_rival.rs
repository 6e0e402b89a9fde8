//! NumPy in a process of its own, `numpy_rival.py`, which waits while the others run.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::case::{Case, Curve, PERCENTS, Percentiles, TRIALS};

const SKIPPED: &str = "skipped: NumPy is not installed (pip install numpy)";

pub(crate) struct NumPy {
    pub(crate) version: String,
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl NumPy {
    /// Starts it and tells it the network. An error is the line that says why not.
    pub(crate) fn start(case: &Case) -> Result<Self, &'static str> {
        let mut process = Command::new("python3")
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/benches/rivals/numpy_rival.py"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|_| SKIPPED)?;
        let questions = process.stdin.take().expect("it is piped");
        let answers = BufReader::new(process.stdout.take().expect("it is piped"));
        let mut numpy = Self { version: String::new(), process, questions, answers };
        numpy.version = numpy.line();
        if numpy.version.is_empty() {
            return Err(SKIPPED);
        }
        numpy.say(&text(case));
        Ok(numpy)
    }

    /// One run: its seconds, measured there, and its percentiles.
    pub(crate) fn answer(&mut self) -> (f64, Percentiles) {
        self.say("run\n");
        let line = self.line();
        let mut numbers = line.split(' ').map(|word| word.parse().expect("NumPy answers with numbers"));
        let mut next = || numbers.next().expect("NumPy answers with the seconds and each percentile");
        (next(), PERCENTS.map(|_| next()))
    }

    fn say(&mut self, text: &str) {
        self.questions.write_all(text.as_bytes()).expect("NumPy is still there");
    }

    /// The next line of its answers, empty when it has ended.
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).expect("its answers are text");
        line.trim_end().to_owned()
    }
}

impl Drop for NumPy {
    fn drop(&mut self) {
        // It waits for questions and would otherwise outlive the bench; one that has ended already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The network as `numpy_rival.py` reads it.
fn text(case: &Case) -> String {
    let curve = match case.curve {
        Curve::Pert => "pert",
        Curve::Triangle => "triangle",
    };
    let percents = PERCENTS.map(|percent| percent.to_string()).join(" ");
    let mut text = format!("{curve} {TRIALS} {percents}\n");
    for work in case.works() {
        text += &format!("{} {} {}", work.low, work.likely, work.high);
        for before in work.after {
            text += &format!(" {before}");
        }
        text += "\n";
    }
    text + "\n"
}
