//! Fields that are changed, and things that are added.

use std::collections::HashMap;

use super::Changed;
use crate::error::{Code, Diagnostic, Path};
use crate::names::{Suggestions, one, quoted};
use crate::plan::{Change, Edit, Field, Plan, Task, TaskField};

/// Makes the fields what they are to be.
pub(super) fn edit(changed: &mut Changed, changes: &[Change]) {
    let near = Suggestions::default();
    let findings = &mut changed.findings;
    let Plan { tasks, milestones, risks, effects, teams, groups, .. } = &mut changed.plan;
    let mut tasks = Things::new(tasks);
    let mut milestones = Things::new(milestones);
    let mut risks = Things::new(risks);
    let mut effects = Things::new(effects);
    let mut teams = Things::new(teams);
    let mut groups = Things::new(groups);
    for change in changes {
        match change {
            Change::Drop(_) => {}
            Change::Task(edit) => {
                if let Some(task) = tasks.edit(edit, &near, findings) {
                    one_way_to_staff(task, edit);
                }
            }
            Change::Milestone(edit) => drop(milestones.edit(edit, &near, findings)),
            Change::Risk(edit) => drop(risks.edit(edit, &near, findings)),
            Change::Effect(edit) => drop(effects.edit(edit, &near, findings)),
            Change::Team(edit) => drop(teams.edit(edit, &near, findings)),
            Change::Group(edit) => drop(groups.edit(edit, &near, findings)),
        }
    }
}

/// `uses` and `team` or `people` say the same thing in two ways: the one that is given replaces the other.
fn one_way_to_staff(task: &mut Task, edit: &Edit<TaskField>) {
    let given =
        |which: fn(&TaskField) -> bool| edit.fields.iter().any(|field| which(field) && !field.is_blank());
    let uses = given(|field| matches!(field, TaskField::Uses(_)));
    let team = given(|field| matches!(field, TaskField::Team(_) | TaskField::People(_)));
    match (uses, team) {
        (true, false) => (task.team, task.people) = (None, 1),
        (false, true) => task.uses.clear(),
        _ => {}
    }
}

/// The things of one kind.
struct Things<'a, F: Field> {
    things: &'a mut Vec<F::Thing>,
    /// Their places by name, once somebody asks.
    places: Option<HashMap<String, usize>>,
    /// How many the plan had.
    old: usize,
}

impl<'a, F: Field> Things<'a, F> {
    fn new(things: &'a mut Vec<F::Thing>) -> Self {
        let old = things.len();
        Self { things, places: None, old }
    }

    /// The thing that an edit is about, changed or added.
    fn edit(
        &mut self,
        edit: &Edit<F>,
        near: &Suggestions,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<&mut F::Thing> {
        let Self { things, places, old } = self;
        let places = places.get_or_insert_with(|| {
            // Of two things of one name, which is an error, the first counts.
            things
                .iter()
                .enumerate()
                .rev()
                .map(|(place, thing)| (F::name_of(thing).to_owned(), place))
                .collect()
        });
        let place = match places.get(&edit.name) {
            Some(&place) => place,
            None => {
                let before = findings.len();
                let names =
                    || things[..*old].iter().map(F::name_of).filter(|name| !is_another(&edit.name, name));
                check_new(edit, near.did_you_mean(&edit.name, names), findings);
                if findings.len() > before {
                    return None;
                }
                places.insert(edit.name.clone(), things.len());
                things.push(F::blank(&edit.name));
                things.len() - 1
            }
        };
        let thing = &mut things[place];
        edit.fields.iter().for_each(|field| field.put(thing));
        Some(thing)
    }
}

/// Whether two names differ in their numbers alone, as "phase-1" and "phase-2" do: then neither is the other one misspelt.
fn is_another(one: &str, other: &str) -> bool {
    let without = |name: &str| name.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    one != other && without(one) == without(other)
}

/// Something new has a name that is not a slip, and everything that it needs.
fn check_new<F: Field>(edit: &Edit<F>, near: Option<String>, findings: &mut Vec<Diagnostic>) {
    let (kind, name) = (F::KIND, quoted(&edit.name));
    let path = Path::of([kind, &edit.name]);
    if let Some(near) = near {
        let message = format!(
            "there is no {kind} {name} in the plan; a new one has a name that is not so close to another"
        );
        let help = format!("{near} If it is new, give it another name");
        findings.push(Diagnostic::new(Code::NearName, path, message, help));
        return;
    }
    for &key in F::REQUIRED {
        if !edit.fields.iter().any(|field| field.keys().contains(&key)) {
            let message =
                format!("there is no {kind} {name} in the plan, and a new one needs {}", quoted(key));
            let help = format!("write {key} = …, or the name of {} of the plan", one(kind));
            findings.push(Diagnostic::new(Code::MissingKey, path.key(key), message, help));
        }
    }
}
