//! What risks do to each node (METHOD 12 and 13).

use std::collections::HashMap;

use super::build::Builder;
use super::keys::{Purpose, key, size_on};
use crate::check::{Lookup, select};
use crate::curve::{Draw, Misfit};
use crate::plan::Plan;

/// Factors are drawn in these units: draws are exact against whole numbers, and a factor is near 1. A power of two, so that a constant
/// factor stays what it is.
pub(crate) const FACTOR_UNIT: f64 = 1.0 / (1 << 20) as f64;

/// What a risk, or the pace of a team, does to a node.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    /// The risk; of a pace, 0.
    pub(crate) risk: usize,
    pub(crate) kind: ChangeKind,
}

/// What a change does, in the order of application (METHOD 13).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum ChangeKind {
    /// The node takes this instead, read with its own number.
    Becomes(Draw),
    /// Its duration is multiplied by this.
    Scales(By),
    /// Its duration is multiplied by the largest of these factors that stand together, of the risks that happen; `last` ends them. Each
    /// is read from its stream.
    ScalesMost { key: u64, draw: Draw, last: bool },
    /// This is added to it.
    Delays(By),
    /// All of it is multiplied by this.
    Pace(f64),
}

impl ChangeKind {
    /// Whether it scales or delays by a size that nodes share.
    pub(crate) fn is_of_shared_size(self) -> bool {
        matches!(self, Self::Scales(By::Size(_)) | Self::Delays(By::Size(_)))
    }
}

/// By how much a risk scales or delays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum By {
    /// By one of the sizes that nodes share.
    Size(usize),
    /// By a number of its own, read from this stream.
    Own { key: u64, draw: Draw },
}

/// By how much risks scale or delay every node that takes the same curves: 1 or 0 where none of them happens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Size {
    /// A factor: the number of a risk, read from a curve.
    Scale(usize, Draw),
    /// The largest of several factors, of those risks that happen.
    Largest(Vec<(usize, Draw)>),
    /// What is added: the number of a risk, read from a curve.
    Delay(usize, Draw),
}

impl Size {
    /// No draw of it lies above this.
    pub(super) fn highest(&self) -> f64 {
        match self {
            Self::Scale(_, draw) | Self::Delay(_, draw) => draw.highest,
            Self::Largest(draws) => draws.iter().map(|(_, draw)| draw.highest).fold(0.0, f64::max),
        }
    }
}

/// What risks do to each node: replacing before scaling before delaying, and within these by the risks' names; those that absorb each other
/// at the place of the first of them; and at last the pace of the team; those left out that do not act. The second list says where those of
/// each node begin.
pub(super) fn changes(
    plan: &Plan,
    lookup: &Lookup<'_>,
    paces: &[(usize, f64)],
    acts: impl Fn(usize, ChangeKind) -> bool,
    builder: &mut Builder<'_>,
) -> Result<(Vec<Change>, Vec<usize>), Misfit> {
    let mut by_name: Vec<usize> = (0..plan.risks.len()).collect();
    by_name.sort_by_key(|&risk| &plan.risks[risk].name);
    let mut changes: Vec<(usize, Change)> = Vec::new();
    for &risk in &by_name {
        let chosen = chosen(lookup, &plan.risks[risk].becomes, |estimate| Ok(builder.duration(estimate)?.0))?;
        changes.extend(
            chosen.into_iter().map(|(node, draw)| (node, Change { risk, kind: ChangeKind::Becomes(draw) })),
        );
    }
    let mut scales: Vec<Factor> = Vec::new();
    for &risk in &by_name {
        let chosen = chosen(lookup, &plan.risks[risk].scales, |scale| builder.scale(scale))?;
        scales.extend(chosen.into_iter().map(|(node, draw)| Factor { node, risk, draw }));
    }
    // Stable, as below.
    scales.sort_by_key(|factor| factor.node);
    for of_node in scales.chunk_by(|a, b| a.node == b.node) {
        changes.extend(builder.scaled(plan, lookup.name(of_node[0].node), of_node));
    }
    for &risk in &by_name {
        for (node, draw) in chosen(lookup, &plan.risks[risk].delays, |delay| builder.delay(delay))? {
            let by = match plan.risks[risk].each {
                true => By::Own { key: size_on(&plan.risks[risk].name, lookup.name(node)), draw },
                false => builder.size(Size::Delay(risk, draw)),
            };
            changes.push((node, Change { risk, kind: ChangeKind::Delays(by) }));
        }
    }
    changes
        .extend(paces.iter().map(|&(node, pace)| (node, Change { risk: 0, kind: ChangeKind::Pace(pace) })));
    changes.retain(|&(node, change)| acts(node, change.kind));
    // Stable: within a node the order above stays.
    changes.sort_by_key(|&(node, _)| node);
    let mut from = vec![0; lookup.len() + 1];
    for &(node, _) in &changes {
        from[node + 1] += 1;
    }
    for node in 0..lookup.len() {
        from[node + 1] += from[node];
    }
    Ok((changes.into_iter().map(|(_, change)| change).collect(), from))
}

/// The nodes that the entries of a map select, each with the draw of the entry that it takes.
fn chosen<T>(
    lookup: &Lookup<'_>,
    entries: &[(String, T)],
    mut draw: impl FnMut(&T) -> Result<Draw, Misfit>,
) -> Result<Vec<(usize, Draw)>, Misfit> {
    let draws = entries.iter().map(|(_, entry)| draw(entry)).collect::<Result<Vec<Draw>, Misfit>>()?;
    let chosen = select(lookup, entries, usize::MAX).chosen;
    Ok(chosen.into_iter().map(|(node, place)| (node, draws[place])).collect())
}

/// A factor of a risk on a node.
#[derive(Debug, Clone, Copy)]
struct Factor {
    node: usize,
    risk: usize,
    draw: Draw,
}

impl Builder<'_> {
    /// The scales of one node, those that absorb each other at the place of the first of them.
    fn scaled(&mut self, plan: &Plan, name: &str, factors: &[Factor]) -> Vec<(usize, Change)> {
        let set = |factor: &Factor| plan.risks[factor.risk].absorb.as_deref();
        let mut members: HashMap<&str, Vec<Factor>> = HashMap::new();
        for factor in factors {
            if let Some(set) = set(factor) {
                members.entry(set).or_default().push(*factor);
            }
        }
        let mut changes = Vec::with_capacity(factors.len());
        let mut push =
            |factor: &Factor, kind| changes.push((factor.node, Change { risk: factor.risk, kind }));
        for first in factors {
            // The first of a set brings the others with it; where it is alone there is nothing to absorb.
            let together = match set(first) {
                Some(set) => members.remove(set),
                None => Some(vec![*first]),
            };
            let Some(together) = together else { continue };
            let own = |factor: &Factor| plan.risks[factor.risk].each;
            let key = |factor: &Factor| {
                let risk = &plan.risks[factor.risk].name;
                if own(factor) { size_on(risk, name) } else { key(risk, Purpose::Size) }
            };
            match &together[..] {
                [only] if own(only) => {
                    push(only, ChangeKind::Scales(By::Own { key: key(only), draw: only.draw }));
                }
                [only] => push(only, ChangeKind::Scales(self.size(Size::Scale(only.risk, only.draw)))),
                several if several.iter().any(own) => {
                    for (place, factor) in several.iter().enumerate() {
                        let last = place + 1 == several.len();
                        push(factor, ChangeKind::ScalesMost { key: key(factor), draw: factor.draw, last });
                    }
                }
                // All nodes with the same factors share the largest of them.
                several => {
                    let draws = several.iter().map(|factor| (factor.risk, factor.draw)).collect();
                    push(first, ChangeKind::Scales(self.size(Size::Largest(draws))));
                }
            }
        }
        changes
    }

    /// A size that nodes share. Equal ones that lie together are one.
    fn size(&mut self, size: Size) -> By {
        /// So far back equal ones are looked for: enough for what people write, and never long.
        const RECENT: usize = 8;
        let recent = self.sizes.len().saturating_sub(RECENT);
        let place = self.sizes[recent..].iter().position(|other| *other == size);
        By::Size(match place {
            Some(place) => recent + place,
            None => {
                self.sizes.push(size);
                self.sizes.len() - 1
            }
        })
    }
}
