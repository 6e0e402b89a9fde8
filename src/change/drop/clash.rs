//! Changes that clash with what is dropped: of what goes, or of what mentions it.

use std::collections::HashMap;

use super::asked::{Asked, edited};
use super::gone::Gone;
use super::{Because, effect_of};
use crate::error::{Code, Diagnostic, Path};
use crate::names::quoted;
use crate::plan::{Change, EffectField, GroupField, Link, MilestoneField, Plan, RiskField, TaskField, When};

/// What is wrong with changes that drop this.
pub(super) fn clashes(plan: &Plan, asked: &Asked, gone: &Gone<'_>, changes: &[Change]) -> Vec<Diagnostic> {
    let mut goes: HashMap<(&str, &str), Because> = HashMap::new();
    for (kind, name, because) in gone.all() {
        goes.insert((kind, name), because.clone());
    }
    for (kind, name) in &asked.others {
        goes.insert((kind, name), Because::Asked);
    }
    for effect in &plan.effects {
        if let Some(task) = effect_of(effect).filter(|task| gone.holds(task)) {
            goes.entry(("effect", &effect.name)).or_insert_with(|| Because::EffectOf(task.to_owned()));
        }
    }
    let mut findings = Vec::new();
    for change in changes {
        let Some((kind, name)) = edited(change) else { continue };
        let before = findings.len();
        for (path, mentioned) in mentions(change) {
            if gone.holds(mentioned) {
                let message =
                    format!("{kind} {} names {}, which is dropped here", quoted(name), quoted(mentioned));
                let help = "take it out here, or keep what it names";
                findings.push(Diagnostic::new(Code::UnknownName, path, message, help));
            }
        }
        // An effect that this very change ties to what goes was told already.
        let told = kind == "effect" && findings.len() > before;
        if let Some(because) = goes.get(&(kind, name)).filter(|_| !told) {
            let why = match because {
                Because::Asked => "is dropped".to_owned(),
                Because::Needs(other) => {
                    format!("goes with {}, which it needs and which is dropped", quoted(other))
                }
                Because::NothingLeft => "goes, as nothing is left that it waits for".to_owned(),
                Because::EffectOf(other) => {
                    format!("goes with {}, whose effect it is and which is dropped", quoted(other))
                }
            };
            let message = format!("{kind} {} {why}, and is changed as well", quoted(name));
            findings.push(Diagnostic::new(
                Code::DroppedAndChanged,
                Path::of([kind, name]),
                message,
                "keep one of the two",
            ));
        }
    }
    findings
}

/// The names that a change mentions, each with its place.
fn mentions(change: &Change) -> Vec<(Path, &str)> {
    fn links<'c>(path: &Path, key: &str, links: &'c [Link], found: &mut Vec<(Path, &'c str)>) {
        let of = links.iter().enumerate();
        found.extend(of.map(|(place, link)| (path.key(key).index(place), link.task.as_str())));
    }
    fn map<'c, T>(path: &Path, key: &str, entries: &'c [(String, T)], found: &mut Vec<(Path, &'c str)>) {
        found.extend(entries.iter().map(|(selector, _)| (path.key(key).key(selector), selector.as_str())));
    }
    let Some((kind, name)) = edited(change) else { return Vec::new() };
    let path = Path::of([kind, name]);
    let mut found = Vec::new();
    match change {
        Change::Task(edit) => {
            for field in &edit.fields {
                match field {
                    TaskField::After(of) => links(&path, "after", of, &mut found),
                    TaskField::Needs(of) => links(&path, "needs", of, &mut found),
                    _ => {}
                }
            }
        }
        Change::Milestone(edit) => {
            for field in &edit.fields {
                if let MilestoneField::After(of) = field {
                    links(&path, "after", of, &mut found);
                }
            }
        }
        Change::Risk(edit) => {
            for field in &edit.fields {
                match field {
                    RiskField::Becomes(of) => map(&path, "becomes", of, &mut found),
                    RiskField::Delays(of) => map(&path, "delays", of, &mut found),
                    RiskField::Scales(of) => map(&path, "scales", of, &mut found),
                    _ => {}
                }
            }
        }
        Change::Effect(edit) => {
            for field in &edit.fields {
                match field {
                    EffectField::When(When::While(task)) => found.push((path.key("while"), task)),
                    EffectField::When(When::After(task)) => found.push((path.key("after"), task)),
                    EffectField::Slows(of) => map(&path, "slows", of, &mut found),
                    EffectField::Saves(of) => map(&path, "saves", of, &mut found),
                    _ => {}
                }
            }
        }
        Change::Group(edit) => {
            for field in &edit.fields {
                if let GroupField::Tasks(of) = field {
                    let of = of.iter().enumerate();
                    found.extend(
                        of.map(|(place, selector)| (path.key("tasks").index(place), selector.as_str())),
                    );
                }
            }
        }
        Change::Drop(_) | Change::Team(_) => {}
    }
    found
}
