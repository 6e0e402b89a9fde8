//! Alternatives: each is a plan of its own, and what is wrong with it is said where it was written.

use std::collections::{HashMap, HashSet};

use super::{Findings, check_plan};
use crate::change::{Changed, changed, edited};
use crate::error::{Code, Diagnostic, Path, Severity, Step};
use crate::names::{did_you_mean, quoted};
use crate::plan::{Alternative, Change, Field, Plan};

/// The most parts that a plan may have in all its alternatives together.
const MOST_PARTS: usize = 2_000_000;

/// Checks the alternatives of a plan in which `of_plan` was found.
pub(super) fn check(plan: &Plan, of_plan: &[Diagnostic], parts: usize, findings: &mut Findings) {
    if plan.alternatives.is_empty() {
        return;
    }
    let changes: usize = plan.alternatives.iter().map(|alternative| 1 + alternative.changes.len()).sum();
    if parts.saturating_mul(plan.alternatives.len()) + changes > MOST_PARTS {
        let message = format!(
            "the plan has {} alternatives of about {parts} tasks, links and other parts each",
            plan.alternatives.len()
        );
        findings.add(Code::PlanLimit, Path::of(["alternative"]), message, "all together may have 2,000,000");
        return;
    }
    let mut alternatives =
        Alternatives { plan, of_plan, places: HashMap::new(), built_on: HashSet::new(), done: Vec::new() };
    for (place, alternative) in plan.alternatives.iter().enumerate() {
        alternatives.places.entry(alternative.name.as_str()).or_insert(place);
        alternatives.built_on.extend(alternative.based_on.as_deref());
    }
    alternatives.done.resize_with(plan.alternatives.len(), || None);
    for place in alternatives.in_order(findings) {
        alternatives.check(place, findings);
    }
}

struct Alternatives<'p> {
    plan: &'p Plan,
    of_plan: &'p [Diagnostic],
    places: HashMap<&'p str, usize>,
    /// The names of those that others are built on.
    built_on: HashSet<&'p str>,
    /// The plan of each of them that was checked, and what was found in it.
    done: Vec<Option<Done>>,
}

/// The plan of an alternative that was checked.
struct Done {
    plan: Plan,
    /// What was found in it.
    found: Vec<Diagnostic>,
    lost: Lost,
}

/// What is no longer in a plan, by kind and name, and which alternative dropped it.
type Lost = HashMap<(&'static str, String), String>;

impl Alternatives<'_> {
    /// The alternatives in an order in which each comes after that it is built on; those built on what is not there, or on themselves,
    /// are left out.
    fn in_order(&self, findings: &mut Findings) -> Vec<usize> {
        let alternatives = &self.plan.alternatives;
        let mut on: Vec<Option<usize>> = vec![None; alternatives.len()];
        let mut followers: Vec<Vec<usize>> = vec![Vec::new(); alternatives.len()];
        let mut order = Vec::new();
        let mut unknown = HashSet::new();
        for (place, alternative) in alternatives.iter().enumerate() {
            let Some(name) = &alternative.based_on else {
                order.push(place);
                continue;
            };
            match self.places.get(name.as_str()) {
                Some(&other) => {
                    on[place] = Some(other);
                    followers[other].push(place);
                }
                None => {
                    unknown.insert(place);
                    let names = alternatives.iter().map(|other| other.name.as_str());
                    let near = did_you_mean(name, names);
                    findings.add(
                        Code::UnknownName,
                        path(alternative).key("based_on"),
                        format!("there is no alternative {}", quoted(name)),
                        near.unwrap_or_else(|| "name another alternative of this plan".to_owned()),
                    );
                }
            }
        }
        let mut next = 0;
        while next < order.len() {
            order.extend(&followers[order[next]]);
            next += 1;
        }
        let reached: HashSet<usize> = order.iter().copied().collect();
        for (place, alternative) in
            alternatives.iter().enumerate().filter(|(place, _)| !reached.contains(place))
        {
            // Of those that are built on themselves, or on one that is, only the former are told.
            let mut at = on[place];
            let mut steps = 0;
            while let Some(other) = at.filter(|&other| other != place && steps <= alternatives.len()) {
                at = on[other];
                steps += 1;
            }
            if at == Some(place) {
                findings.add(
                    Code::AlternativeLoop,
                    path(alternative).key("based_on"),
                    format!("alternative {} is built on itself in a circle", quoted(&alternative.name)),
                    "let one of them be built on the plan: take its based_on out",
                );
            }
        }
        order
    }

    /// Checks one alternative; that it is built on was checked before.
    fn check(&mut self, place: usize, findings: &mut Findings) {
        let alternative = &self.plan.alternatives[place];
        let base = alternative.based_on.as_ref().map(|name| self.places[name.as_str()]);
        let none = HashMap::new();
        let (before, known, lost) = match base.map(|base| &self.done[base]) {
            None => (self.plan, self.of_plan, &none),
            Some(Some(done)) => (&done.plan, done.found.as_slice(), &done.lost),
            // What it is built on has errors already.
            Some(None) => return,
        };
        let path = path(alternative);
        let Changed { plan, findings: mut own, dropped } = changed(before, &alternative.changes);
        tell_lost(alternative, lost, &mut own);
        if plan == (Plan { alternatives: Vec::new(), ..before.clone() }) && own.is_empty() {
            let message = format!("alternative {} changes nothing", quoted(&alternative.name));
            let help = "say what it drops, changes or adds, such as drop = [\"sso\"]";
            findings.add(Code::NoChange, path.clone(), message, help);
        }
        let sound = own.iter().all(|finding| finding.severity() != Severity::Error);
        findings.0.extend(own.into_iter().map(|finding| inside(&path, finding)));
        if !sound {
            return;
        }
        let found = check_plan(&plan);
        let told: HashSet<(Code, &Path, &str)> =
            known.iter().map(|finding| (finding.code, &finding.path, finding.message.as_str())).collect();
        let base_is_sound = known.iter().all(|finding| finding.severity() != Severity::Error);
        let says = Says::of(alternative);
        let mut sound = true;
        for finding in &found {
            let is_error = finding.severity() == Severity::Error;
            let is_new = !told.contains(&(finding.code, &finding.path, finding.message.as_str()));
            sound &= !is_error;
            match says.holds(&finding.path) {
                // What it says itself is told here, also where the plan says the same.
                Some(true) => findings.0.push(inside(&path, finding.clone())),
                Some(false) if is_new => findings.0.push(inside(&path, finding.clone())),
                // It follows from the changes, and lies where nothing was changed. Of a plan with errors that cannot be told.
                None if is_new && is_error && base_is_sound => {
                    let message = format!("with these changes, {}", finding.message);
                    findings.0.push(Diagnostic { path: path.clone(), message, ..finding.clone() });
                }
                _ => {}
            }
        }
        if sound && self.built_on.contains(alternative.name.as_str()) {
            let mut lost = lost.clone();
            let by = alternative.name.clone();
            lost.extend(dropped.iter().map(|of| ((of.kind, of.name.clone()), by.clone())));
            self.done[place] = Some(Done { plan, found, lost });
        }
    }
}

/// Adds to what was found in an alternative what it says of things that one below it dropped.
fn tell_lost(alternative: &Alternative, lost: &Lost, own: &mut Vec<Diagnostic>) {
    for (kind, name) in alternative.changes.iter().filter_map(edited) {
        let Some(by) = lost.get(&(kind, name.to_owned())) else { continue };
        // What was said of it as of something new is no more than that.
        own.retain(|finding| !is_of(&finding.path, kind, name));
        let message =
            format!("{kind} {} was dropped by {}, on which this is built", quoted(name), quoted(by));
        let help = "build on the plan, or give what is new another name";
        own.push(Diagnostic::new(Code::DroppedAndChanged, Path::of([kind, name]), message, help));
    }
    let drops: Vec<&str> = alternative
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Drop(what) => Some(what.as_str()),
            _ => None,
        })
        .collect();
    for finding in own.iter_mut().filter(|finding| finding.code == Code::UnknownName) {
        let what = match finding.path.steps() {
            [Step::Key(key), Step::Index(place)] if key == "drop" => drops.get(*place),
            _ => None,
        };
        let by = what.and_then(|what| {
            let (kind, name) = what.split_once('.').unwrap_or(("task", what));
            let is = |of: &&(&'static str, String)| (of.0 == kind || of.0 == "milestone") && of.1 == name;
            let mut dropped: Vec<_> = lost.keys().filter(is).collect();
            dropped.sort_unstable();
            dropped.first().map(|&of| &lost[of])
        });
        if let Some(by) = by {
            finding.help = format!("{} dropped it already; take it out here", quoted(by));
        }
    }
}

/// Whether a path leads to a thing or into it.
fn is_of(path: &Path, kind: &str, name: &str) -> bool {
    matches!(path.steps(), [Step::Key(of), Step::Key(called), ..] if of == kind && called == name)
}

/// Where an alternative stands.
fn path(alternative: &Alternative) -> Path {
    Path::of(["alternative", &alternative.name])
}

/// A finding with a path inside an alternative.
fn inside(alternative: &Path, finding: Diagnostic) -> Diagnostic {
    let steps = finding.path.steps().iter();
    let path = steps.fold(alternative.clone(), |path, step| match step {
        Step::Key(key) => path.key(key),
        Step::Index(index) => path.index(*index),
    });
    Diagnostic { path, ..finding }
}

/// Which keys an alternative says.
struct Says<'a>(HashMap<(&'a str, &'a str), HashSet<&'static str>>);

impl<'a> Says<'a> {
    fn of(alternative: &'a Alternative) -> Self {
        fn keys<F: Field>(edit: &crate::plan::Edit<F>) -> impl Iterator<Item = &'static str> {
            edit.fields.iter().flat_map(|field| field.keys().iter().copied())
        }
        let mut says: HashMap<_, HashSet<_>> = HashMap::new();
        for change in &alternative.changes {
            let Some(thing) = edited(change) else { continue };
            let said = says.entry(thing).or_default();
            match change {
                Change::Drop(_) => {}
                Change::Task(edit) => said.extend(keys(edit)),
                Change::Milestone(edit) => said.extend(keys(edit)),
                Change::Risk(edit) => said.extend(keys(edit)),
                Change::Effect(edit) => said.extend(keys(edit)),
                Change::Team(edit) => said.extend(keys(edit)),
                Change::Group(edit) => said.extend(keys(edit)),
            }
        }
        Self(says)
    }

    /// Whether it says what stands at a path of its plan: `Some(true)` where it says that very key, `Some(false)` where it only says
    /// something of the same thing, of which this is as a whole.
    fn holds(&self, path: &Path) -> Option<bool> {
        let [Step::Key(kind), Step::Key(name), rest @ ..] = path.steps() else { return None };
        let keys = self.0.get(&(kind.as_str(), name.as_str()))?;
        match rest.first() {
            Some(Step::Key(key)) => keys.contains(key.as_str()).then_some(true),
            _ => Some(false),
        }
    }
}
