//! Names: well formed and unique.

use std::collections::{HashMap, HashSet};

use super::Findings;
use crate::error::{Code, Path};
use crate::names::{is_unseen, one, quoted};
use crate::plan::{NOBODY, Plan, read_times};

pub(super) fn check(plan: &Plan, findings: &mut Findings) {
    let tasks = plan.tasks.iter().map(|task| ("task", task.name.as_str()));
    let milestones = plan.milestones.iter().map(|milestone| ("milestone", milestone.name.as_str()));
    unique(tasks.chain(milestones), findings);
    unique(plan.risks.iter().map(|risk| ("risk", risk.name.as_str())), findings);
    unique(plan.groups.iter().map(|group| ("group", group.name.as_str())), findings);
    unique(plan.teams.iter().map(|team| ("team", team.name.as_str())), findings);
    unique(plan.effects.iter().map(|effect| ("effect", effect.name.as_str())), findings);
    for team in &plan.teams {
        if team.name == NOBODY {
            findings.add(
                Code::BadName,
                Path::of(["team", &team.name]),
                "the name \"none\" of a team is what a task says that needs nobody",
                "give the team another name",
            );
        }
        for (kind, _) in &team.share {
            check_name(kind, &Path::of(["team", &team.name, "share", kind]), "a kind of work", findings);
        }
    }
    let mut sizes = HashSet::new();
    for (name, _) in &plan.estimates.sizes {
        let path = Path::of(["estimates", "sizes", name]);
        check_name(name, &path, "a size", findings);
        if read_times(name).is_ok() {
            let message = format!("the name {} of a size reads as an amount", quoted(name));
            findings.add(Code::BadName, path.clone(), message, "give the size a name, such as \"M\"");
        }
        if !sizes.insert(name) {
            findings.add(
                Code::DuplicateName,
                path,
                format!("the size {name} is defined twice", name = quoted(name)),
                "keep one of them",
            );
        }
    }
    for task in &plan.tasks {
        for (index, tag) in task.tags.iter().enumerate() {
            let path = Path::of(["task", &task.name, "tags"]).index(index);
            check_name(tag, &path, "a tag", findings);
        }
    }
}

/// Alternatives: well formed and unique, too.
pub(super) fn check_alternatives(plan: &Plan, findings: &mut Findings) {
    unique(plan.alternatives.iter().map(|a| ("alternative", a.name.as_str())), findings);
}

/// Things that share one name space.
fn unique<'p>(things: impl Iterator<Item = (&'static str, &'p str)>, findings: &mut Findings) {
    let mut owners: HashMap<&str, &str> = HashMap::new();
    for (kind, name) in things {
        let path = Path::of([kind, name]);
        check_name(name, &path, &one(kind), findings);
        if let Some(owner) = owners.insert(name, kind) {
            let message = format!("the name {name} is taken by {} already", one(owner), name = quoted(name));
            findings.add(Code::DuplicateName, path, message, "give one of them another name");
        }
    }
}

fn check_name(name: &str, path: &Path, kind: &str, findings: &mut Findings) {
    let fault = if name.trim().is_empty() {
        "is empty"
    } else if name.starts_with(['#', '@', '*']) {
        "begins with #, @ or *, which begin selectors"
    } else if [" + ", " - "].iter().any(|sign| format!("{name} ").contains(sign)) {
        "holds \" +\" or \" -\", which begin a lag"
    } else if name.trim() != name || name.chars().any(is_unseen) {
        "begins or ends with a space, or holds a character that is not seen"
    } else {
        return;
    };
    let help = "use a short name of letters, digits and dashes, and a title for more";
    findings.add(
        Code::BadName,
        path.clone(),
        format!("the name {name} of {kind} {fault}", name = quoted(name)),
        help,
    );
}
