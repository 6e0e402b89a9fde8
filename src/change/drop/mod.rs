//! What is left out, as if it had never been there (METHOD 30).

mod asked;
mod clash;
mod gone;
mod take_out;

use jiff::civil::Date;

use super::Changed;
use crate::error::{Code, Diagnostic, Path};
use crate::names::quoted;
use crate::plan::{Change, Effect, When};

use asked::Asked;
pub(crate) use asked::edited;
use gone::Gone;
pub(crate) use take_out::forget;

/// Something that is no longer in the plan.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Dropped {
    /// What it was: "task", "milestone", "risk", "effect", "team" or "group".
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Why it is no longer there.
    pub because: Because,
    /// What it was worth.
    pub value: Option<f64>,
    /// The day on which work on it was started, where it was: what was done and spent by the day of the status stays, and only the rest is
    /// left out.
    pub started: Option<Date>,
}

/// Why something is no longer in a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Because {
    /// It was to be dropped.
    Asked,
    /// It cannot be without this task, which is dropped.
    Needs(String),
    /// It is a milestone of which nothing is left.
    NothingLeft,
    /// It is an effect of this task or milestone, which is dropped.
    EffectOf(String),
}

/// Leaves out everything that is to be dropped.
pub(super) fn drop(changed: &mut Changed, changes: &[Change]) {
    let asked = Asked::new(changed, changes);
    if asked.nodes.is_empty() && asked.others.is_empty() {
        return;
    }
    let gone = Gone::new(&changed.plan, asked.nodes.keys().copied());
    let mut findings = followed(&asked, &gone);
    findings.extend(clash::clashes(&changed.plan, &asked, &gone, changes));
    let links = gone.links();
    if links.is_none() {
        let message = "what waits for what is dropped would have more than 1,000,000 links instead";
        let help = "drop less, or let less wait for it";
        findings.push(Diagnostic::new(Code::PlanLimit, Path::of(["drop"]), message, help));
    }
    let why = gone.into_reasons();
    changed.findings.extend(findings);
    take_out::take_out(changed, &asked.others, &why, links.unwrap_or_default());
}

/// Warns of what is dropped and tasks come after, in the order in which it was asked for.
fn followed(asked: &Asked, gone: &Gone<'_>) -> Vec<Diagnostic> {
    let mut followed: Vec<(usize, usize, Vec<usize>)> = gone
        .followed()
        .into_iter()
        .filter_map(|(number, tasks)| Some((*asked.nodes.get(&number)?, number, tasks)))
        .collect();
    followed.sort_unstable();
    let warning = |(place, number, tasks): (usize, usize, Vec<usize>)| {
        let named = first_of(tasks.iter().map(|&task| gone.name(task)));
        let (come, wait) = if tasks.len() == 1 { ("comes", "waits") } else { ("come", "wait") };
        let message = format!(
            "{} is dropped, and {named} {come} after it and now {wait} for what it waited for",
            quoted(gone.name(number))
        );
        let help = "drop that too, say needs instead of after where it cannot be without it, or give it an after of its own here";
        Diagnostic::new(Code::DroppedBefore, Path::of(["drop"]).index(place), message, help)
    };
    followed.into_iter().map(warning).collect()
}

/// The first three of these names, and how many there are more.
fn first_of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const NAMED: usize = 3;
    let more = names.len().saturating_sub(NAMED);
    let named: Vec<String> = names.take(NAMED).map(quoted).collect();
    let named = named.join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// The task or milestone that an effect is tied to.
fn effect_of(effect: &Effect) -> Option<&str> {
    match &effect.when {
        When::While(task) | When::After(task) => Some(task),
        When::Always | When::From(_) => None,
    }
}
