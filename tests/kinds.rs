//! The value contract, kind by kind: what each kind of estimate, link, risk, team, effect and progress comes to, bit for bit.

use landfall::kernel::Level;
use landfall::{Format, Network, PlanFile, Sampling, Simulation};

/// Two tasks, the second after the first; of each kind what differs stands after it.
const BASE: &str = r#"
start = 2027-01-04
[task.first]
takes = "1-2 weeks"
[task.second]
takes = "4-9 days"
after = ["first"]
"#;

/// A single task that takes this.
fn takes(estimate: &str) -> String {
    format!("start = 2027-01-04\n[task.first]\ntakes = {estimate}\n")
}

/// The second of two tasks after the first by this link.
fn after(link: &str) -> String {
    BASE.replace(r#"after = ["first"]"#, &format!("after = [{link}]"))
}

/// Two tasks of equal rank and a later one, all for a team.
fn team(team: &str, tasks: &str) -> String {
    format!(
        "start = 2027-01-04\n[defaults]\nteam = \"web\"\n[team.web]\n{team}\n\
         [task]\na = {{ takes = \"1-2 weeks\" }}\nb = {{ takes = \"3-9 days\", kind = \"debt\" }}\n\
         c = {{ takes = \"2-3 weeks\", after = [\"a\"] }}\n{tasks}"
    )
}

fn with(more: &str) -> String {
    format!("{BASE}{more}")
}

/// Every kind of thing that a plan can say and a run depends on.
fn kinds() -> Vec<(&'static str, String)> {
    let shares = "people = 2\nshare = { roadmap = 0.7, debt = 0.2, unplanned = 0.1 }";
    let plain = "people = 2";
    vec![
        // Estimates.
        ("constant", takes(r#""5 days""#)),
        ("range, lognormal", takes(r#""1-2 weeks""#)),
        ("range, wide lognormal", takes(r#""1-9 weeks""#)),
        ("range, normal", takes(r#"{ low = "1w", high = "2w", shape = "normal" }"#)),
        ("range, uniform", takes(r#"{ low = "1w", high = "2w", shape = "uniform" }"#)),
        ("range, p5-p95", takes(r#"{ low = "1w", high = "2w", range = "p5-p95" }"#)),
        ("range, p25-p75", takes(r#"{ low = "1w", high = "2w", range = "p25-p75" }"#)),
        ("range, min-max", takes(r#"{ low = "1w", high = "2w", range = "min-max" }"#)),
        ("three points, pert", takes(r#""1w / 2w / 5w""#)),
        (
            "three points, pert, min-max",
            takes(r#"{ low = "1w", likely = "2w", high = "5w", range = "min-max" }"#),
        ),
        (
            "three points, triangular",
            takes(r#"{ low = "1w", likely = "2w", high = "5w", shape = "triangular" }"#),
        ),
        ("moments, normal", takes(r#"{ mean = "2w", sd = "4d", shape = "normal" }"#)),
        ("moments, lognormal", takes(r#"{ mean = "2w", sd = "4d", shape = "lognormal" }"#)),
        ("moments, gamma", takes(r#"{ mean = "2w", sd = "4d", shape = "gamma" }"#)),
        ("moments, exponential", takes(r#"{ mean = "2w", shape = "exponential" }"#)),
        ("percentiles", takes(r#"{ percentiles = { p10 = "2w", p50 = "3w", p90 = "7w" } }"#)),
        ("history", takes(r#"{ history = ["3d", "5d", "4d", "11d"] }"#)),
        (
            "any",
            takes(r#"{ any = [{ weight = 7, takes = "2-3 weeks" }, { weight = 3, takes = "4-5 weeks" }] }"#),
        ),
        ("items", takes(r#"{ items = "20-30", throughput = [3, 0, 5, 4], split = "1-1.5" }"#)),
        (
            "may not exist",
            with(
                "[task.third]\ntakes = \"2-3 weeks\"\nexists = \"40%\"\n[task.fourth]\ntakes = \"1-2 weeks\"\nneeds = [\"third\"]\n",
            ),
        ),
        ("not before", with("[task.third]\ntakes = \"2-3 days\"\nnot_before = 2027-01-27\n")),
        (
            "calendar",
            format!(
                "{BASE}[calendar]\nweek = \"Mon-Thu\"\nholidays = [2027-01-06]\nhours_per_day = 6\n[task.third]\ntakes = \"70-120 h\"\n"
            ),
        ),
        ("usual pace", team(shares, "[estimates]\npace = \"usual\"\n")),
        ("correlation", with("[estimates]\ncorrelation = 0.5\n")),
        ("group", with("[group.both]\ntasks = [\"first\", \"second\"]\ncorrelation = 0.8\n")),
        // Links.
        ("finish-start", after(r#""first""#)),
        ("finish-start with a lag", after(r#""first + 2 days""#)),
        ("finish-start with a lead", after(r#""first - 2 days""#)),
        ("finish-start with a share", after(r#"{ task = "first", lag = "-50%" }"#)),
        ("start-start", after(r#"{ task = "first", link = "start-start", lag = "3 days" }"#)),
        ("finish-finish", after(r#"{ task = "first", link = "finish-finish", lag = "25%" }"#)),
        ("start-finish", after(r#"{ task = "first", link = "start-finish", lag = "10 days" }"#)),
        (
            "milestone",
            with(
                "[milestone.done]\nafter = [\"second + 1 day\"]\n[risk.late]\nchance = 0.5\ndelays = { done = \"2-4 days\" }\n",
            ),
        ),
        // Risks.
        ("becomes", with("[risk.r]\nchance = \"30%\"\nbecomes = { first = \"4-5 weeks\" }\n")),
        ("delays", with("[risk.r]\nchance = \"30%\"\ndelays = { first = \"1-3 weeks\" }\n")),
        ("brings forward", with("[risk.r]\nchance = \"30%\"\ndelays = { first = \"-3 - -1 days\" }\n")),
        ("scales", with("[risk.r]\nchance = \"30%\"\nscales = { \"*\" = \"105-130 %\" }\n")),
        ("each", with("[risk.r]\nchance = \"30%\"\neach = true\ndelays = { \"*\" = \"1-3 weeks\" }\n")),
        (
            "given",
            with(
                "[risk.r]\nchance = 0.3\ndelays = { first = \"1 week\" }\n[risk.s]\nchance = 0.1\ngiven = { risk = \"r\", chance = 0.6 }\ndelays = { second = \"1 week\" }\n",
            ),
        ),
        (
            "one of",
            with(
                "[risk.r]\nchance = 0.3\none_of = \"x\"\ndelays = { first = \"1 week\" }\n[risk.s]\nchance = 0.4\none_of = \"x\"\ndelays = { second = \"1 week\" }\n",
            ),
        ),
        (
            "absorb",
            with(
                "[risk.r]\nchance = 0.5\nabsorb = \"x\"\nscales = { \"*\" = \"110-120 %\" }\n[risk.s]\nchance = 0.5\nabsorb = \"x\"\nscales = { \"*\" = \"105-130 %\" }\n",
            ),
        ),
        // Teams.
        ("people", team("people = 1", "")),
        ("shares, reserved", team(shares, "")),
        ("shares, lent", team(&format!("{shares}\nidle = \"lent\""), "")),
        (
            "unplanned of a range",
            team("people = 2\nshare = { roadmap = 0.7, debt = 0.2, unplanned = \"5-20 %\" }", ""),
        ),
        ("leave", team("people = 1\nleave = [{ from = 2027-01-06, to = 2027-01-13, people = 1 }]", "")),
        ("joins", team("people = 1\njoins = [{ from = 2027-01-13, people = 2 }]", "")),
        (
            "calendar of a team",
            team(
                "people = 1\ncalendar = { week = \"Mon-Sat\", holidays = [2027-01-07] }",
                "[task.d]\ntakes = \"2 weeks\"\nteam = \"none\"\n",
            ),
        ),
        ("interrupts", team("people = 2\ninterrupts = [{ every = \"2 weeks\", takes = \"1-3 days\" }]", "")),
        ("several people", team(plain, "[task.d]\ntakes = \"2-3 weeks\"\npeople = 2\n")),
        (
            "several teams",
            team(
                plain,
                "[team.ops]\npeople = 1\n[task.d]\ntakes = \"2-3 weeks\"\nuses = { web = 1, ops = 1 }\n[task.e]\ntakes = \"1 week\"\nteam = \"ops\"\n",
            ),
        ),
        ("priority", team("people = 1", "[task.d]\ntakes = \"2-3 weeks\"\npriority = 1\n")),
        (
            "links among people",
            team(
                plain,
                "[task.d]\ntakes = \"2-3 weeks\"\nafter = [\"b - 2 days\", { task = \"a\", link = \"finish-finish\", lag = \"10 days\" }]\n",
            ),
        ),
        // Effects.
        (
            "slows while",
            with(
                "[effect.e]\nwhile = \"first\"\nslows = { third = \"20-40%\" }\n[task.third]\ntakes = \"3-4 weeks\"\n",
            ),
        ),
        (
            "saves after",
            with(
                "[effect.e]\nafter = \"first\"\nsaves = { third = \"40%\" }\n[task.third]\ntakes = \"3-4 weeks\"\n",
            ),
        ),
        (
            "for a time",
            with(
                "[effect.e]\nafter = \"first\"\nlasts = \"5 days\"\nslows = { third = \"50%\" }\n[task.third]\ntakes = \"3-4 weeks\"\n",
            ),
        ),
        (
            "the next",
            with(
                "[effect.e]\nafter = \"first\"\nnext = 1\nsaves = { \"*\" = \"40%\" }\n[task.third]\ntakes = \"3-4 weeks\"\nafter = [\"second\"]\n",
            ),
        ),
        // Progress.
        (
            "finished",
            with(
                "[status]\nas_of = 2027-01-20\n[status.task.first]\nstarted = 2027-01-04\nfinished = 2027-01-18\n",
            ),
        ),
        ("started", with("[status]\nas_of = 2027-01-13\n[status.task.first]\nstarted = 2027-01-06\n")),
        (
            "remaining",
            with(
                "[status]\nas_of = 2027-01-13\n[status.task.first]\nstarted = 2027-01-06\nremaining = \"1-2 weeks\"\n",
            ),
        ),
        (
            "done",
            with(
                "[status]\nas_of = 2027-01-13\n[status.task.first]\nstarted = 2027-01-06\ndone = \"3 days\"\n",
            ),
        ),
        (
            "a risk that happened",
            with(
                "[risk.r]\nchance = \"30%\"\ndelays = { second = \"1-3 weeks\" }\n[status]\nas_of = 2027-01-13\n[status.risk.r]\nhappened = true\n",
            ),
        ),
        (
            "a risk that explains",
            with(
                "[risk.r]\nchance = \"30%\"\nscales = { first = \"200%\" }\n[status]\nas_of = 2027-01-20\n[status.task.first]\nstarted = 2027-01-04\n",
            ),
        ),
        (
            "lessons",
            with(
                "[estimates]\ncorrelation = 0.5\n[status]\nas_of = 2027-01-20\n[status.task.first]\nstarted = 2027-01-04\nfinished = 2027-01-20\n",
            ),
        ),
        ("calibration", with("[calibration]\nbias = 1.2\nhit_rate = \"55%\"\nclaimed = \"80%\"\n")),
        (
            "calibration by ratios",
            with("[calibration]\nratios = { percentiles = { p10 = 0.8, p50 = 1.2, p90 = 2 } }\n"),
        ),
    ]
}

/// FNV-1a over times, low byte first.
pub(crate) fn hash(times: impl IntoIterator<Item = i32>) -> u64 {
    times.into_iter().flat_map(i32::to_le_bytes).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// A change here is value-breaking: it goes into the CHANGELOG and into a commit of its own.
#[test]
fn each_kind_has_the_bits_it_always_had() {
    let mut lines = Vec::new();
    for (kind, text) in kinds() {
        let file =
            PlanFile::parse(&text, Format::Toml).unwrap_or_else(|error| panic!("{kind}: {error}\n{text}"));
        let network = Network::of_file(&file).unwrap();
        let nodes = network.plan().tasks.len() + network.plan().milestones.len();
        let of = |sampling| {
            let run = |level, block, threads| {
                let simulation = Simulation::new().trials(1000).sampling(sampling);
                let trials = simulation.level(level).block(block).threads(threads).run(&network).unwrap();
                hash((0..nodes).flat_map(|node| trials.finishes_of(node).unwrap()))
            };
            let bits = run(Level::best(), 1024, 1);
            for level in Level::available() {
                assert_eq!(run(level, 7, 2), bits, "{kind}, {level}");
            }
            assert_eq!(run(Level::best(), 100, 7), bits, "{kind}");
            bits
        };
        lines.push(format!("{:016x} {:016x} {kind}", of(Sampling::LatinHypercube), of(Sampling::Random)));
    }
    // No two kinds do the same by chance: what is written would be without effect.
    let mut seen = std::collections::HashMap::new();
    for line in &lines {
        let (bits, kind) = line.split_at(33);
        if let Some(other) = seen.insert(bits, kind) {
            panic!("{kind} and {other} do the same");
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}
