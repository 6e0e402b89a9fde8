//! When were the next 20, 50 and 100 items done? Weekly forecasts over six years of a telecom product: 5,339 finished items (E. Laukkanen
//! et al., ICSE 2017, MIT licence).

use std::fmt::Write;
use std::path::Path;

use landfall::{Amount, Blocks, Date, FinishedItems, HistoryText, P50, P85, P95, Percentile, Throughput};

/// How many items each forecast is about.
const ITEMS: [u32; 3] = [20, 50, 100];

/// Which percentiles are looked at.
const PERCENTILES: [Percentile; 3] = [P50, P85, P95];

/// The fewest weeks of history before the first forecast: those of the plain rule.
const FEWEST: usize = 12;

/// Trials of each forecast.
const TRIALS: usize = 2_000;

/// How the history up to a week becomes a forecast.
struct Rule {
    name: &'static str,
    window: Option<usize>,
    /// Weeks one by one and a pace that counts as known: the bootstrap as most tools have it.
    plain: bool,
}

/// The rules that were compared; the last is the one that is recommended.
const RULES: [Rule; 5] = [
    Rule { name: "plain, 12 weeks", window: Some(12), plain: true },
    Rule { name: "plain, 52 weeks", window: Some(52), plain: true },
    Rule { name: "landfall, 12 weeks", window: Some(12), plain: false },
    Rule { name: "landfall, all weeks", window: None, plain: false },
    Rule { name: "landfall, 52 weeks", window: Some(52), plain: false },
];

/// What came of the forecasts of one rule for so many items.
#[derive(Default, Clone, Copy)]
struct Score {
    /// How many forecasts there were.
    forecasts: f64,
    /// In how many the run was so uncertain that it might have taken more than 500 years.
    without: f64,
    /// In how many the items were done within the percentile.
    held: [f64; 3],
    /// The same with ties shared out: the chance that a forecast without steps would have held.
    shared: [f64; 3],
    /// The sum of P85 [weeks].
    p85: f64,
    /// The sum of the continuous ranked probability score [weeks]: smaller is better.
    crps: f64,
}

/// The study as a text.
pub(crate) fn report(folder: &Path) -> Result<String, String> {
    let path = folder.join("laukkanen2017_issues.csv");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let dates =
        match HistoryText::parse(&text, Some("resolved_timestamp")).map_err(|error| error.to_string())? {
            HistoryText::Dates(dates) => dates,
            _ => return Err(format!("{} holds no dates", path.display())),
        };
    let weeks = weeks(&dates)?;
    let half = weeks.len() / 2;
    let mut out = format!(
        "throughput: {} items in {} weeks, a forecast each week from week {FEWEST} on, {TRIALS} runs each\n\n\
         Held: in how many of 100 forecasts the items were done within the P50, P85 and P95 of the forecast; in\n\
         brackets with ties shared out (a forecast in whole weeks holds too often). CRPS: the error of the\n\
         whole forecast in weeks. The window was chosen by the CRPS of the first half, its ratio to that of\n\
         the first rule.\n",
        dates.len(),
        weeks.len(),
    );
    for (name, from, to) in [
        ("First half, on which the window was chosen", FEWEST, half),
        ("Second half", half, weeks.len()),
        ("All", FEWEST, weeks.len()),
    ] {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "\n{name} (weeks {from} to {})\n{:22}{:>6}  {:>18} {:>18} {:>18} {:>8} {:>7} {:>6}",
            to - 1,
            "",
            "items",
            "P50 held",
            "P85 held",
            "P95 held",
            "mean P85",
            "CRPS",
            "ratio"
        );
        let mut of_first = [0.0; 3];
        for (rule_place, rule) in RULES.iter().enumerate() {
            for (place, &items) in ITEMS.iter().enumerate() {
                let score = score(&weeks, from..to, rule, items)?;
                let mean = |sum: f64| sum / (score.forecasts - score.without);
                if rule_place == 0 {
                    of_first[place] = mean(score.crps);
                }
                let _ = write!(out, "{:22}{items:>6}  ", if place == 0 { rule.name } else { "" });
                for (held, shared) in score.held.iter().zip(score.shared) {
                    let _ = write!(out, "{:>10.1} ({:>5.1}) ", 100.0 * mean(*held), 100.0 * mean(shared));
                }
                let ratio = mean(score.crps) / of_first[place];
                let _ = write!(out, "{:>8.1} {:>7.2} {ratio:>6.2}", mean(score.p85), mean(score.crps));
                let _ = match score.without {
                    0.0 => writeln!(out),
                    without => writeln!(out, "  ({without} of {} without an answer)", score.forecasts),
                };
            }
        }
    }
    Ok(out)
}

/// How many items each week finished, from the Monday of the first to the last.
fn weeks(dates: &[Date]) -> Result<Vec<u32>, String> {
    let last = dates.iter().max().ok_or("there are no dates")?;
    // The last week is only begun: what is done in it can end a forecast, but no forecast begins after it.
    let sunday = last.saturating_add(jiff_days(6 - i64::from(last.weekday().to_monday_zero_offset())));
    Ok(FinishedItems::count(dates, Amount::weeks(1.0), sunday).map_err(|error| error.to_string())?.history)
}

fn jiff_days(days: i64) -> landfall::jiff::Span {
    landfall::jiff::Span::new().days(days)
}

/// Forecasts before each of the weeks for which the outcome is known.
fn score(weeks: &[u32], when: std::ops::Range<usize>, rule: &Rule, items: u32) -> Result<Score, String> {
    let mut score = Score::default();
    for week in when {
        let mut done = 0;
        let reached = weeks[week..].iter().position(|count| {
            done += count;
            done >= items
        });
        // Later ones are not known either.
        let Some(reached) = reached else { break };
        let actual = reached as u32 + 1;
        score.forecasts += 1.0;
        let mut throughput = Throughput::new(weeks[..week].to_vec(), landfall::date(2027, 1, 4))
            .items(f64::from(items))
            .trials(TRIALS)
            .seed(week as u64);
        throughput.window = rule.window;
        if rule.plain {
            throughput = throughput.known_pace().blocks(Blocks::Of(1));
        }
        let forecast = match throughput.forecast() {
            Ok(forecast) => forecast,
            Err(error) if error.kind() == landfall::ErrorKind::Horizon => {
                score.without += 1.0;
                continue;
            }
            Err(error) => return Err(error.to_string()),
        };
        let finish = forecast.finish().ok_or("no items")?;
        let mut outcomes = finish.outcomes();
        outcomes.sort_unstable();
        let share = |periods: u32| {
            outcomes.partition_point(|&outcome| outcome <= periods) as f64 / outcomes.len() as f64
        };
        let (before, upto) = (share(actual - 1), share(actual));
        for (place, &percentile) in PERCENTILES.iter().enumerate() {
            score.held[place] += f64::from(u8::from(actual <= finish.periods(percentile)));
            // The actual value stands for any place between the shares before and up to it.
            let shared = match upto > before {
                true => ((percentile.share() - before) / (upto - before)).clamp(0.0, 1.0),
                false => f64::from(u8::from(percentile.share() > before)),
            };
            score.shared[place] += shared;
        }
        score.p85 += f64::from(finish.periods(P85));
        let last = outcomes.last().copied().unwrap_or(0).max(actual);
        // The distribution has steps at outcomes only; between them and beyond the actual value it is flat.
        score.crps += (1..last)
            .map(|periods| share(periods) - f64::from(u8::from(periods >= actual)))
            .map(|miss| miss * miss)
            .sum::<f64>();
    }
    Ok(score)
}
