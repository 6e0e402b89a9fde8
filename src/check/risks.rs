//! Risks: a chance, and tasks that are there to be changed.

use super::estimates::{check_below_zero, check_duration, check_narrow, report};
use super::{Findings, Lookup, Reading, select};
use crate::curve::{Curve, Cut, Quantity};
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, Risk, percent_text};

/// A factor below this is warned of: perhaps only the change was meant.
const SMALL_SCALE: f64 = 0.5;

/// The most changes of tasks by risks that a plan may have, counted after selection.
const MOST_CHANGES: usize = 10_000_000;

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut changes = 0;
    for risk in &plan.risks {
        check_chance(risk, findings);
        if risk.becomes.is_empty() && risk.delays.is_empty() && risk.scales.is_empty() {
            findings.add(
                Code::IdleRisk,
                Path::of(["risk", &risk.name]),
                format!("risk {} changes nothing when it happens", quoted(&risk.name)),
                "say what it does, such as delays = { api = \"1-2 weeks\" }",
            );
        }
        let mut map = Map { lookup, risk, findings };
        changes += map.check("becomes", &risk.becomes, |estimate, path, findings| {
            check_duration(estimate, path, reading, findings);
        });
        changes += map.check("delays", &risk.delays, |estimate, path, findings| {
            match reading.estimate(estimate, Quantity::Delay) {
                Ok(Some(read)) => {
                    read.ends.into_iter().for_each(|ends| check_narrow(ends, path, findings));
                    if read.cut == Cut::Below {
                        check_below_zero(&read.curve, path, findings);
                    }
                }
                Ok(None) => {}
                Err(fault) => report(fault, path, findings),
            }
        });
        changes += map.check("scales", &risk.scales, |scale, path, findings| match reading.scale(scale) {
            Ok(curve) => check_scale(&curve, path, findings),
            Err(fault) => report(fault, path, findings),
        });
        if changes > MOST_CHANGES {
            let message = "the risks select tasks more than 10,000,000 times in all";
            findings.add(Code::PlanLimit, Path::of(["risk"]), message, "select fewer tasks, or merge risks");
            return;
        }
    }
}

/// A factor: not below 0, and perhaps only the change was meant.
fn check_scale(curve: &Curve, path: &Path, findings: &mut Findings) {
    let middle = curve.quantile(0.5);
    if middle < SMALL_SCALE {
        let (little, one_number) = (middle * 100.0, matches!(curve, Curve::Constant(_)));
        findings.add(
            Code::SmallScale,
            path.clone(),
            format!("a scale of {little:.0}% makes tasks much shorter"),
            match one_number && little >= 1.0 {
                true => format!("did you mean {:.0}%, which is {little:.0}% more?", 100.0 + little),
                false => "did you mean the change alone? 20% more is written \"120%\"".to_owned(),
            },
        );
    }
    check_below_zero(curve, path, findings);
}

fn check_chance(risk: &Risk, findings: &mut Findings) {
    let chance = risk.chance.get();
    if !(0.0..=1.0).contains(&chance) {
        findings.add(
            Code::ChanceOutOfBounds,
            Path::of(["risk", &risk.name, "chance"]),
            if chance > 1.0 && chance.fract() > 0.0 {
                format!("a chance of {}% is more than always", percent_text(chance))
            } else {
                format!("a chance of {chance} is not between 0 and 1")
            },
            if chance > 1.0 && chance <= 100.0 && chance.fract() == 0.0 {
                format!("write \"{chance}%\" for {chance} in a hundred")
            } else {
                "write a percentage of at most 100%, such as \"30%\"".to_owned()
            },
        );
    }
}

/// The entries of one map of a risk.
struct Map<'a, 'p> {
    lookup: &'a Lookup<'p>,
    risk: &'p Risk,
    findings: &'a mut Findings,
}

impl Map<'_, '_> {
    /// Checks the selectors and, with `value`, what stands behind each. Returns how often a task is selected.
    fn check<T>(
        &mut self,
        key: &str,
        entries: &[(String, T)],
        value: impl Fn(&T, &Path, &mut Findings),
    ) -> usize {
        let selection = select(self.lookup, entries, MOST_CHANGES);
        for (selector, entry) in entries {
            let path = Path::of(["risk", &self.risk.name, key, selector]);
            self.check_selector(key, selector, &path);
            value(entry, &path, self.findings);
        }
        for &(first, second, task) in &selection.ambiguous {
            let (first, second) = (&entries[first].0, &entries[second].0);
            let path = Path::of(["risk", &self.risk.name, key, second]);
            let message = if first == second {
                format!("the selector {second} stands here twice", second = quoted(second))
            } else {
                format!(
                    "both {first} and {second} select task {}",
                    quoted(self.lookup.name(task)),
                    first = quoted(first),
                    second = quoted(second)
                )
            };
            self.findings.add(
                Code::AmbiguousSelector,
                path,
                message,
                "add an entry with the task's own name, which comes first, or take one out",
            );
        }
        selection.pairs
    }

    fn check_selector(&mut self, key: &str, selector: &str, path: &Path) {
        let risk = &self.risk.name;
        if selector.starts_with('@') {
            let message = format!(
                "{selector} selects a team, and this version of landfall has no teams yet",
                selector = quoted(selector)
            );
            self.findings.add(Code::NotYet, path.clone(), message, "select the tasks by a #tag");
        } else if let Some(tag) = selector.strip_prefix('#') {
            if self.lookup.tagged(tag).is_empty() {
                let message = format!(
                    "risk {risk} selects {selector}, and no task has that tag",
                    risk = quoted(risk),
                    selector = quoted(selector)
                );
                self.findings.add(Code::SelectsNothing, path.clone(), message, self.lookup.suggest_tag(tag));
            }
        } else if selector != "*" {
            match self.lookup.number(selector) {
                None => {
                    let message = format!(
                        "risk {risk} changes {selector}, which is not in the plan",
                        risk = quoted(risk),
                        selector = quoted(selector)
                    );
                    self.findings.add(
                        Code::UnknownName,
                        path.clone(),
                        message,
                        self.lookup.suggest_name(selector),
                    );
                }
                Some(number) if self.lookup.is_milestone(number) && key != "delays" => {
                    let message = format!(
                        "{selector} is a milestone, which takes no time that could change",
                        selector = quoted(selector)
                    );
                    let help = "use delays, which hold a milestone up, or name a task";
                    self.findings.add(Code::MilestoneEffect, path.clone(), message, help);
                }
                Some(_) => {}
            }
        }
    }
}
