//! How long a task that was started was thought to take: its curve with what is known of its risks (METHOD 13, 32 and 34).

use std::collections::HashMap;

use super::{Lookup, Reading, select};
use crate::curve::{Course, Curve, Known, Misfit, Quantity};
use crate::plan::{Plan, Risk, Scale};

/// What one risk does to one task.
#[derive(Debug, Clone, Default)]
pub(crate) struct Does {
    pub(crate) becomes: Option<Known>,
    scales: Option<Curve>,
    delays: Option<Curve>,
}

/// So many sizes of a risk stand for all of them.
const SIZES: usize = 33;

/// A task that was started, and the risks that name it [working days].
#[derive(Debug, Clone)]
pub(crate) struct Expected {
    pub(crate) own: Known,
    pace: f64,
    /// By the risks' numbers, in the order of their names.
    pub(crate) risks: Vec<(usize, Does)>,
}

/// What the status says of each risk: whether it happened, or can no longer happen; `None` where it is open.
pub(crate) fn settled(plan: &Plan) -> Vec<Option<bool>> {
    let Some(status) = &plan.status else { return vec![None; plan.risks.len()] };
    let said: HashMap<&str, bool> =
        status.risks.iter().filter_map(|risk| Some((risk.name.as_str(), risk.happened?))).collect();
    let happened = |set: &str| {
        plan.risks
            .iter()
            .any(|risk| risk.one_of.as_deref() == Some(set) && said.get(risk.name.as_str()) == Some(&true))
    };
    let of_risk = |risk: &Risk| match said.get(risk.name.as_str()) {
        Some(&settled) => Some(settled),
        // Of a set at most one happens.
        None if risk.one_of.as_deref().is_some_and(happened) => Some(false),
        None => None,
    };
    plan.risks.iter().map(of_risk).collect()
}

/// By task, of those asked for: how long it was thought to take; `pace` is what its durations are multiplied by.
pub(crate) fn expected(
    plan: &Plan,
    reading: &Reading<'_>,
    lookup: &Lookup<'_>,
    tasks: &[usize],
    pace: impl Fn(usize) -> f64,
) -> Result<HashMap<usize, Expected>, Misfit> {
    let mut expected = HashMap::new();
    for &task in tasks {
        let Some(read) = reading.estimate(&plan.tasks[task].takes, Quantity::Duration)? else { continue };
        let own = Known::new(read.curve, read.cut);
        expected.insert(task, Expected { own, pace: pace(task), risks: Vec::new() });
    }
    if expected.is_empty() {
        return Ok(expected);
    }
    let mut by_name: Vec<usize> = (0..plan.risks.len()).collect();
    by_name.sort_by_key(|&risk| &plan.risks[risk].name);
    for number in by_name {
        let risk = &plan.risks[number];
        let mut does: HashMap<usize, Does> = HashMap::new();
        for (task, entry) in select(lookup, &risk.becomes, usize::MAX).chosen {
            if expected.contains_key(&task)
                && let Some(read) = reading.estimate(&risk.becomes[entry].1, Quantity::Duration)?
            {
                does.entry(task).or_default().becomes = Some(Known::new(read.curve, read.cut));
            }
        }
        for (task, entry) in select(lookup, &risk.scales, usize::MAX).chosen {
            if expected.contains_key(&task) {
                let scale: &Scale = &risk.scales[entry].1;
                does.entry(task).or_default().scales = Some(reading.scale(scale)?);
            }
        }
        for (task, entry) in select(lookup, &risk.delays, usize::MAX).chosen {
            if expected.contains_key(&task)
                && let Some(read) = reading.estimate(&risk.delays[entry].1, Quantity::Delay)?
            {
                does.entry(task).or_default().delays = Some(read.curve);
            }
        }
        for (task, does) in does {
            if let Some(expected) = expected.get_mut(&task) {
                expected.risks.push((number, does));
            }
        }
    }
    Ok(expected)
}

impl Expected {
    /// Its curve where these risks happened and no others, their sizes at this share of theirs.
    fn course(
        &self,
        plan: &Plan,
        happened: impl Fn(usize) -> bool,
        size: impl Fn(usize) -> f64,
    ) -> Course<'_> {
        let mut curves = Vec::new();
        let (mut factor, mut delay) = (1.0, 0.0);
        let mut absorbed: HashMap<&str, f64> = HashMap::new();
        for (risk, does) in self.risks.iter().filter(|(risk, _)| happened(*risk)) {
            curves.extend(&does.becomes);
            if let Some(scale) = &does.scales {
                let scale = scale.quantile(size(*risk)).max(0.0);
                match plan.risks[*risk].absorb.as_deref() {
                    Some(set) => {
                        let most = absorbed.entry(set).or_insert(scale);
                        *most = most.max(scale);
                    }
                    None => factor *= scale,
                }
            }
            if let Some(curve) = &does.delays {
                delay += curve.quantile(size(*risk));
            }
        }
        let mut absorbed: Vec<(&str, f64)> = absorbed.into_iter().collect();
        absorbed.sort_unstable_by_key(|&(set, _)| set);
        let factor = absorbed.iter().fold(factor, |factor, (_, most)| factor * most);
        if curves.is_empty() {
            curves.push(&self.own);
        }
        Course::new(curves, factor * self.pace, delay * self.pace)
    }

    /// Its curve with the risks that happened, of middling size.
    pub(crate) fn known(&self, plan: &Plan, settled: &[Option<bool>]) -> Course<'_> {
        self.course(plan, |risk| settled[risk] == Some(true), |_| 0.5)
    }

    /// No outcome takes longer in all, of which so much is done.
    pub(crate) fn longest(&self, done: f64) -> f64 {
        const SURELY: f64 = 1.0 - 1.0 / (1u64 << 33) as f64;
        let does = || self.risks.iter().map(|(_, does)| does);
        let curves: Vec<&Known> =
            [&self.own].into_iter().chain(does().filter_map(|does| does.becomes.as_ref())).collect();
        let scales = does().filter_map(|does| Some(does.scales.as_ref()?.quantile(SURELY).max(1.0)));
        let delays = does().filter_map(|does| does.delays.as_ref());
        let least: f64 = delays.clone().map(|curve| curve.quantile(1.0 - SURELY).min(0.0)).sum();
        let most: f64 = delays.map(|curve| curve.quantile(SURELY).max(0.0)).sum();
        let factor = scales.product::<f64>() * self.pace;
        Course::longest(&curves, factor, (least * self.pace, most * self.pace), done)
    }

    /// How much likelier it is to take longer than this where a risk happened, too, than where it did not. Beyond the P90 of both, neither
    /// explains it any more, and how far their tails reach is a guess: so what counts is that it has come as far as there.
    pub(crate) fn ratio(&self, plan: &Plan, settled: &[Option<bool>], risk: usize, done: f64) -> f64 {
        let with = |size: f64| {
            let happened = |other: usize| other == risk || settled[other] == Some(true);
            self.course(plan, happened, move |other: usize| if other == risk { size } else { 0.5 })
        };
        let without = self.known(plan, settled);
        let p90 = without.p90().max(with(0.5).p90());
        let done = if p90 > 0.0 { done.min(p90) } else { done };
        let size = |place: usize| (place as f64 + 0.5) / SIZES as f64;
        let above = (0..SIZES).map(|place| with(size(place)).above(done)).sum::<f64>() / SIZES as f64;
        above / without.above(done).max(f64::MIN_POSITIVE)
    }
}
