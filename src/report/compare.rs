//! What a comparison says: one table, and what each alternative changes, gains and pays.

use super::Questions;
use super::changes::{Titles, sentences};
use super::layout::shortened_to;
use super::parts::{Report, Table};
use super::verdict::{Verdict, between_two, days_between};
use super::words::{amount, count, exact, length, list, percent, plain, short_date, short_day, word};
use crate::compare::{AlternativeForecast, Comparison, Difference};
use crate::forecast::{Forecast, MilestoneForecast};
use crate::plan::Change;
use crate::units::{P50, P80, P95, Percentile};

/// So many plans fit beside each other.
const COLUMNS: usize = 4;

/// The longest label of a row.
const LABEL: usize = 38;

/// What a comparison says.
///
/// ```
/// use landfall::{Alternative, Estimate, Plan, Task, date, report};
///
/// let plan = Plan::new("Checkout", date(2027, 1, 4))
///     .task(Task::new("ui", Estimate::weeks(2.0..=5.0)))
///     .task(Task::new("audit", Estimate::weeks(2.0..=3.0)).after("ui"))
///     .alternative(Alternative::new("fast").drop("audit"));
/// let text = report::comparison(&plan.compare()?, &report::Questions::default()).text();
/// assert!(text.contains("As planned") && text.contains("fast"));
/// # Ok::<(), landfall::Error>(())
/// ```
pub fn comparison(comparison: &Comparison, questions: &Questions) -> Report {
    let mut report = Report::default();
    let base = comparison.base();
    let plan = base.plan();
    if !plan.name.is_empty() {
        report.title(plain(&plan.name));
    }
    if comparison.alternatives().is_empty() {
        report.paragraph(
            "The plan has no alternatives to compare. Write one down, such as [alternative.basic] with drop = [\"sso\"], or what else \
             could be done.",
        );
        return report;
    }
    let plans = 1 + comparison.alternatives().len();
    report.paragraph(format!(
        "{} ways to go about it, in the same {}",
        number(plans),
        count(base.trials(), "simulated run")
    ));
    report = report.then(beside(comparison, questions));
    super::forecast::warnings(&mut report, base);
    rests_on(&mut report, comparison, questions);
    report
}

/// The plans beside each other, and what each alternative changes, gains and pays.
pub(super) fn beside(comparison: &Comparison, questions: &Questions) -> Report {
    let mut report = Report::default();
    let alternatives: Vec<usize> = (0..comparison.alternatives().len()).collect();
    for shown in alternatives.chunks(COLUMNS - 1) {
        report.table(Beside::new(comparison, questions, shown).table());
    }
    for alternative in comparison.alternatives() {
        report.heading(title(comparison, alternative));
        Words::of(comparison, alternative).write(&mut report);
    }
    report
}

/// What people call an alternative; with its name, where others are called the same.
pub(super) fn title(comparison: &Comparison, alternative: &AlternativeForecast) -> String {
    let called = plain(&alternative.title);
    let same = |other: &&AlternativeForecast| other.title == alternative.title;
    match comparison.alternatives().iter().filter(same).count() > 1 || called == AS_PLANNED {
        true => format!("{called} ({})", plain(&alternative.name)),
        false => called,
    }
}

/// What the plan without its alternatives is called.
pub(super) const AS_PLANNED: &str = "As planned";

/// "Four", or 11.
fn number(count: usize) -> String {
    const NUMBERS: [&str; 9] = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"];
    NUMBERS.get(count.wrapping_sub(1)).map_or(count.to_string(), |number| (*number).to_owned())
}

/// Some alternatives beside the plan.
struct Beside<'c> {
    comparison: &'c Comparison,
    questions: &'c Questions,
    /// Which of the alternatives.
    shown: &'c [usize],
}

impl<'c> Beside<'c> {
    fn new(comparison: &'c Comparison, questions: &'c Questions, shown: &'c [usize]) -> Self {
        Self { comparison, questions, shown }
    }

    fn alternative(&self, number: usize) -> &'c AlternativeForecast {
        &self.comparison.alternatives()[number]
    }

    fn forecasts(&self) -> impl Iterator<Item = &'c Forecast> {
        let alternatives = self.shown.iter().map(|&number| self.alternative(number).what_if.forecast());
        std::iter::once(self.comparison.base()).chain(alternatives)
    }

    fn table(&self) -> Table {
        let titles = self.shown.iter().map(|&number| title(self.comparison, self.alternative(number)));
        let head = [String::new(), AS_PLANNED.to_owned()].into_iter().chain(titles);
        let mut table = Table::of(head).right_from(1).narrow(LABEL);
        table.group("The whole plan is finished by");
        let percentiles = self.questions.percentiles.as_deref().unwrap_or(&[P50, P80, P95]);
        for &percentile in percentiles {
            let label = match word(percentile) {
                "" => format!("{percentile}"),
                word => format!("{word}, in {}% of the runs ({percentile})", percentile.percent()),
            };
            self.row(&mut table, &label, |forecast| short_day(forecast.date(percentile)));
        }
        let middle =
            if percentiles.contains(&P80) { P80 } else { percentiles.last().copied().unwrap_or(P80) };
        let shifts = self.forecasts().skip(1).map(|forecast| shift(forecast, self.comparison.base(), middle));
        let label = format!("{middle} against the plan, in working days");
        table.row([label, "-".to_owned()].into_iter().chain(shifts));
        self.milestones(&mut table, middle);
        self.worth(&mut table);
        self.earlier(&mut table);
        table
    }

    /// Which plan is earlier than which in the same run.
    fn earlier(&self, table: &mut Table) {
        table.group("In so many of the runs, the plan of the column is earlier than");
        let earlier =
            |&number: &usize| percent(self.alternative(number).what_if.difference().earlier().probability);
        let cells = self.shown.iter().map(earlier);
        table.row(["as planned".to_owned(), "-".to_owned()].into_iter().chain(cells));
        self.comparison.alternatives().iter().for_each(|other| self.earlier_than(table, other));
    }

    /// A row with a cell for each plan.
    fn row(&self, table: &mut Table, label: &str, cell: impl Fn(&Forecast) -> String) {
        table.row([label.to_owned()].into_iter().chain(self.forecasts().map(cell)));
    }

    /// In how many runs each plan is earlier than an alternative.
    fn earlier_than(&self, table: &mut Table, other: &AlternativeForecast) {
        let earlier = |difference: Difference| percent(difference.earlier().probability);
        let label = title(self.comparison, other);
        let mut cells = vec![label, earlier(other.what_if.difference().reversed())];
        for &number in self.shown {
            let name = &self.alternative(number).name;
            cells.push(match *name == other.name {
                true => "-".to_owned(),
                false => self.comparison.between(name, &other.name).map_or("-".to_owned(), earlier),
            });
        }
        table.row(cells);
    }

    /// When milestones are reached, and which targets hold how often.
    fn milestones(&self, table: &mut Table, likely: Percentile) {
        let mut all: Vec<&MilestoneForecast> = Vec::new();
        for milestone in self.forecasts().flat_map(Forecast::milestones) {
            if !all.iter().any(|other| other.name == milestone.name) {
                all.push(milestone);
            }
        }
        if !all.is_empty() {
            let word = match word(likely) {
                "" => String::new(),
                word => format!("{word}, "),
            };
            table.group(format!("Milestones are reached by ({word}{likely})"));
        }
        let base = self.comparison.base();
        // What only some of the alternatives have is not left out of the others.
        let missing = |name: &str| if base.milestone(name).is_some() { "left out" } else { "-" }.to_owned();
        for milestone in &all {
            let title = plain(&milestone.title);
            self.row(table, &title, |forecast| {
                let of = forecast.milestone(&milestone.name);
                of.map_or_else(|| missing(&milestone.name), |of| short_day(of.finish.date(likely)))
            });
        }
        let has_target = |milestone: &&MilestoneForecast| {
            self.forecasts()
                .any(|forecast| forecast.milestone(&milestone.name).is_some_and(|of| of.target.is_some()))
        };
        let with: Vec<&MilestoneForecast> = all.into_iter().filter(has_target).collect();
        if !with.is_empty() {
            table.group("On time, in so many of the runs");
        }
        for milestone in with {
            // A target that an alternative moves stands in its cell.
            let target = milestone.target;
            let by = target.map_or(String::new(), |target| format!(", by {}", short_date(target)));
            // Room for the date in the lines that a label may have.
            let title = shortened_to(&plain(&milestone.title), 2 * LABEL - by.chars().count());
            self.row(table, &format!("{title}{by}"), |forecast| match forecast.milestone(&milestone.name) {
                None => missing(&milestone.name),
                Some(of) => match (of.on_time, of.target) {
                    (Some(odds), new) if new == target => percent(odds.probability),
                    (Some(odds), Some(new)) => {
                        format!("{} ({})", percent(odds.probability), new.strftime("%-d %b"))
                    }
                    _ => "-".to_owned(),
                },
            });
        }
    }

    /// Value, cost and the odds of the budget.
    fn worth(&self, table: &mut Table) {
        let base = self.comparison.base();
        let has = |of: fn(&Forecast) -> bool| self.forecasts().any(of);
        if has(|forecast| forecast.value().is_some()) {
            let all = base.value().map_or(0.0, |value| value.total());
            table.group("Value delivered, on average");
            for date in super::worth::dates(base, self.questions, 3) {
                self.row(table, &format!("by {}", short_date(date)), |forecast| {
                    forecast.value().map_or("0".to_owned(), |value| amount(value.expected_by(date)))
                });
            }
            self.row(table, "in the end", |forecast| {
                forecast.value().map_or("0".to_owned(), |value| amount(value.expected()))
            });
            if all > 0.0 {
                self.row(table, "80% of the plan's value, by (P80)", |forecast| {
                    let Some(value) = forecast.value() else { return "never".to_owned() };
                    let delivered = value.delivered(0.8 * all);
                    match delivered.date(P80) {
                        Some(date) => short_day(date),
                        None if delivered.reached() == 0.0 => "never".to_owned(),
                        None => format!("only in {}", percent(delivered.reached())),
                    }
                });
            }
        }
        if has(|forecast| forecast.cost().is_some()) {
            table.group("Cost");
        }
        if has(|forecast| forecast.cost().is_some()) {
            self.row(table, "on average", |forecast| {
                forecast.cost().map_or("0".to_owned(), |cost| amount(cost.mean()))
            });
            self.row(table, "likely no more than (P80)", |forecast| {
                forecast.cost().map_or("0".to_owned(), |cost| amount(cost.at(P80)))
            });
            if let Some(budget) = self.questions.budget.or(base.plan().budget) {
                self.row(table, &format!("within the budget of {}", exact(budget)), |forecast| {
                    forecast
                        .cost()
                        .map_or("100%".to_owned(), |cost| percent(cost.odds_within(budget).probability))
                });
                for date in super::worth::joint_dates(base, self.questions) {
                    self.row(
                        table,
                        &format!("within it, and finished by {}", short_date(date)),
                        |forecast| match forecast.cost() {
                            Some(cost) => percent(cost.odds_by_within(date, budget).probability),
                            None => percent(forecast.odds_by(date)),
                        },
                    );
                }
            }
        }
        if has(|forecast| forecast.cost_of_delay().is_some()) {
            table.group("What delay costs besides");
            self.row(table, "on average", |forecast| forecast.cost_of_delay().map_or("-".to_owned(), amount));
        }
    }
}

/// "38 earlier", as counted between the dates of the table.
fn shift(new: &Forecast, base: &Forecast, percentile: Percentile) -> String {
    match days_between(new, base, percentile) {
        0 => "same day".to_owned(),
        days if days < 0 => format!("{} earlier", -days),
        days => format!("{days} later"),
    }
}

/// What one alternative changes, gains and pays.
pub(super) struct Words {
    note: Option<String>,
    pub(super) changes: Vec<String>,
    /// How it differs from what it is built on.
    pub(super) against: Option<String>,
    pub(super) verdict: Verdict,
}

impl Words {
    pub(super) fn of(comparison: &Comparison, alternative: &AlternativeForecast) -> Self {
        let base = comparison.base();
        // Its own titles come first: another alternative may have something else of that name.
        let titles = Titles::of(&[alternative.what_if.forecast().plan(), base.plan()]);
        let of_name = |name: &str| base.plan().alternatives.iter().find(|other| other.name == name);
        let verdict = Verdict::of(&alternative.what_if, base, &titles);
        let Some(written) = of_name(&alternative.name) else {
            return Self { note: None, changes: Vec::new(), against: None, verdict };
        };
        // What it is built on is there where it is.
        let before = written.based_on.as_deref().and_then(|name| Some((name, comparison.alternative(name)?)));
        let plan = before.map_or(base.plan(), |(_, other)| other.what_if.forecast().plan());
        let mut changes: Vec<String> =
            before.iter().map(|(_, other)| format!("as {}", title(comparison, other))).collect();
        let mut drops: Vec<String> = Vec::new();
        for change in &written.changes {
            if let Change::Drop(what) = change {
                let what = titles.really_dropped(what, alternative.what_if.dropped(), plan);
                drops.extend(what.filter(|what| !drops.contains(what)).into_iter().collect::<Vec<_>>());
            }
        }
        if !drops.is_empty() {
            changes.push(format!("leaves out {}", list(&drops)));
        }
        changes.extend(sentences(&written.changes, plan, &titles));
        let against = before.and_then(|(name, other)| {
            let difference = comparison.between(&alternative.name, name)?;
            let text = between_two(alternative.what_if.forecast(), other.what_if.forecast(), &difference);
            Some(format!("{}: {text}", title(comparison, other)))
        });
        Self {
            note: written.note.as_deref().map(plain).filter(|note| !note.trim().is_empty()),
            changes,
            against,
            verdict,
        }
    }

    fn write(&self, report: &mut Report) {
        report.items(self.note.clone());
        let or_none = |texts: &[String], none: &str| match texts {
            [] => vec![none.to_owned()],
            texts => texts.to_vec(),
        };
        let Verdict { gains, pays } = &self.verdict;
        let mut table = Table::default();
        for (label, texts) in [
            ("changes", self.changes.clone()),
            ("against", self.against.iter().cloned().collect()),
            ("gains", or_none(gains, "nothing that these runs can tell")),
            ("pays", or_none(pays, "nothing that this plan knows of")),
        ] {
            for (place, text) in texts.into_iter().enumerate() {
                table.row([if place == 0 { label.to_owned() } else { String::new() }, text]);
            }
        }
        report.table(table);
    }
}

/// What the comparison rests on.
fn rests_on(report: &mut Report, comparison: &Comparison, questions: &Questions) {
    let base = comparison.base();
    let widest = comparison.alternatives().iter().filter_map(|alternative| {
        let (low, high) = alternative.what_if.difference().shift(P80).interval?;
        Some((high.get() - low.get()) / 2.0)
    });
    let mut texts = vec![
        "Each plan meets the same luck in the same run: what differs comes of the changes alone.".to_owned(),
        match widest.fold(None, |widest: Option<f64>, half| Some(widest.unwrap_or(0.0).max(half))) {
            Some(half) => {
                format!("What moves at P80 is known to within {} (95% sure).", length(half.max(0.1)))
            }
            None => "There are too few runs to say how sure the differences are.".to_owned(),
        },
        "No row says which way is best.".to_owned(),
    ];
    let costs = comparison.alternatives().iter().map(|of| of.what_if.forecast()).chain([base]);
    if costs.into_iter().any(|forecast| forecast.cost().is_some()) {
        texts.push("People cost the days that they work on tasks of this plan; waiting is not charged, nor is delay.".to_owned());
        if questions.budget.or(base.plan().budget).is_some() {
            texts.push(
                "A date and a budget hold together less often than either: that is counted run by run."
                    .to_owned(),
            );
        }
    }
    texts.push(format!("Seed {}.", base.seed()));
    report.paragraph(texts.join(" "));
}
