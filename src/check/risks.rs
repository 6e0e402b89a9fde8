//! Risks: a chance, and tasks that are there to be changed.

use super::estimates::{check_below_zero, check_delay, check_duration, report};
use super::maps::{MOST_CHANGES, Map};
use super::numbers::{short, whole_percent};
use super::reading::DEEPEST;
use super::{Findings, Lookup, Reading};
use crate::curve::Curve;
use crate::error::{Code, Path};
use crate::names::quoted;
use crate::plan::{Plan, Scale, percent_text};
use crate::units::Chance;

/// A factor below this is warned of: perhaps only the change was meant.
const SMALL_SCALE: f64 = 0.5;

/// A factor from this on is warned of: perhaps with a digit too many.
const LARGE_SCALE: f64 = 4.0;

pub(super) fn check(plan: &Plan, reading: &Reading<'_>, lookup: &Lookup<'_>, findings: &mut Findings) {
    let mut changes = 0;
    for risk in &plan.risks {
        check_chance(risk.chance, &Path::of(["risk", &risk.name, "chance"]), findings);
        if risk.becomes.is_empty() && risk.delays.is_empty() && risk.scales.is_empty() {
            findings.add(
                Code::IdleRisk,
                Path::of(["risk", &risk.name]),
                format!("risk {} changes nothing when it happens", quoted(&risk.name)),
                "say what it does, such as delays = { api = \"1-2 weeks\" }",
            );
        }
        let mut map = Map { lookup, owner: ("risk", &risk.name), findings };
        changes += map.check("becomes", &risk.becomes, |estimate, path, findings| {
            check_duration(estimate, path, reading, findings);
        });
        changes += map.check("delays", &risk.delays, |estimate, path, findings| {
            check_delay(estimate, path, reading, findings);
        });
        changes += map.check("scales", &risk.scales, |scale, path, findings| {
            check_scale(scale, path, reading, findings);
        });
        if changes > MOST_CHANGES {
            let message = "the risks select tasks more than 10,000,000 times in all";
            findings.add(Code::PlanLimit, Path::of(["risk"]), message, "select fewer tasks, or merge risks");
            return;
        }
    }
}

/// A factor: its parts, and how they go together.
fn check_scale(scale: &Scale, path: &Path, reading: &Reading<'_>, findings: &mut Findings) {
    let mut sound = true;
    let mut open = vec![(scale, path.clone(), 0)];
    while let Some((scale, path, depth)) = open.pop() {
        match scale {
            // What lies too deep is refused as a whole, below.
            Scale::Any(parts) if depth <= DEEPEST => {
                let part = |place: usize| path.key("any").index(place).key("takes");
                let parts = parts.iter().enumerate().rev();
                open.extend(parts.map(|(place, of)| (&of.takes, part(place), depth + 1)));
            }
            Scale::Any(_) => {}
            Scale::Spread(_) => match reading.scale(scale) {
                Ok(curve) => check_factor(&curve, &path, findings),
                Err(fault) => {
                    sound = false;
                    report(fault, &path, findings);
                }
            },
        }
    }
    if sound
        && matches!(scale, Scale::Any(_))
        && let Err(fault) = reading.scale(scale)
    {
        report(fault, path, findings);
    }
}

/// A factor: not below 0, and perhaps only the change was meant.
fn check_factor(curve: &Curve, path: &Path, findings: &mut Findings) {
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
    if middle >= LARGE_SCALE {
        findings.add(
            Code::LargeScale,
            path.clone(),
            format!("a scale of {} makes tasks {} times as long", whole_percent(middle), short(middle)),
            "leave it if it was meant: \"120%\" makes ten days twelve",
        );
    }
    check_below_zero(curve, path, findings);
}

pub(super) fn check_chance(chance: Chance, path: &Path, findings: &mut Findings) {
    let chance = chance.get();
    if !(0.0..=1.0).contains(&chance) {
        findings.add(
            Code::ChanceOutOfBounds,
            path.clone(),
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
