//! What two networks have in common that share their tables: where the same luck gives the same times.

use std::collections::HashMap;

use super::{By, Change, ChangeKind, Network, Past, Rule, Size};

/// What a node of a network may take from a run of another one on the same trials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Same {
    /// Nothing.
    Nothing,
    /// What it takes, of the node with this number.
    Takes(usize),
    /// Start and finish, of the node with this number.
    Times(usize),
}

/// What each node of a network may take from a run of `other`.
pub(crate) fn same(network: &Network, other: &Network) -> Vec<Same> {
    let compare = Compare::new(network, other);
    let mut same = vec![Same::Nothing; network.nodes.len()];
    for &node in &network.order {
        let Some(twin) = compare.twins[node] else { continue };
        if !compare.takes_the_same(node, twin) {
            continue;
        }
        let links = (network.links_of(node), other.links_of(twin));
        let before = links.0.len() == links.1.len()
            && links.0.iter().zip(links.1).all(|(link, twin)| {
                same[link.from] == Same::Times(twin.from) && (link.kind, link.lag) == (twin.kind, twin.lag)
            });
        let held =
            network.nodes[node].not_before == other.nodes[twin].not_before && network.as_of == other.as_of;
        same[node] = if before && held { Same::Times(twin) } else { Same::Takes(twin) };
    }
    same
}

struct Compare<'n> {
    network: &'n Network,
    other: &'n Network,
    /// The node of the other network with the same name, by node.
    twins: Vec<Option<usize>>,
    /// The risk of the other network that happens in the same trials, by risk.
    risks: Vec<Option<usize>>,
    /// The presence of the other network that holds in the same trials, by presence.
    presences: Vec<Option<usize>>,
}

impl<'n> Compare<'n> {
    fn new(network: &'n Network, other: &'n Network) -> Self {
        let names: HashMap<&str, usize> =
            (0..other.nodes.len()).map(|node| (other.name(node), node)).collect();
        let is_task = |network: &Network, node: usize| node < network.plan.tasks.len();
        let twin = |node: usize| {
            let twin = *names.get(network.name(node))?;
            (is_task(network, node) == is_task(other, twin)).then_some(twin)
        };
        let twins: Vec<Option<usize>> = (0..network.nodes.len()).map(twin).collect();
        let risks: HashMap<&str, usize> =
            other.plan.risks.iter().enumerate().map(|(number, risk)| (risk.name.as_str(), number)).collect();
        let mut alike = vec![None; network.risks.len()];
        for &number in &network.risk_order {
            let Some(&twin) = risks.get(network.plan.risks[number].name.as_str()) else { continue };
            let rule = match (network.risks[number].rule, other.risks[twin].rule) {
                (Rule::Given { otherwise, given, risk }, theirs) => {
                    alike[risk].is_some_and(|risk| theirs == Rule::Given { otherwise, given, risk })
                }
                (ours, theirs) => ours == theirs,
            };
            alike[number] = (rule && network.risks[number].happens == other.risks[twin].happens)
                .then_some(twin)
                .filter(|&twin| network.risks[number].size == other.risks[twin].size);
        }
        let presences = presences(network, other, &twins);
        Self { network, other, twins, risks: alike, presences }
    }

    fn takes_the_same(&self, node: usize, twin: usize) -> bool {
        let (one, other) = (&self.network.nodes[node], &self.other.nodes[twin]);
        let common = match (one.common, other.common) {
            (None, None) => true,
            (Some(one), Some(other)) => {
                self.network.shared[one.shared] == self.other.shared[other.shared]
                    && self.network.learned[one.shared] == self.other.learned[other.shared]
                    && (one.common, one.own) == (other.common, other.own)
            }
            _ => false,
        };
        let (changes, theirs) = (self.network.changes_of(node), self.other.changes_of(twin));
        one.key == other.key
            && one.takes == other.takes
            && self.past_alike(one.past, other.past)
            && common
            && self.is_there_with(one.presence, other.presence)
            && changes.len() == theirs.len()
            && changes.iter().zip(theirs).all(|(change, other)| self.changes_alike(change, other))
    }

    fn past_alike(&self, one: Option<Past>, other: Option<Past>) -> bool {
        let place = |past: Option<Past>| past.map(|past| Past { under_way: None, ..past });
        let under_way = |network: &'n Network, past: Option<Past>| {
            past.and_then(|past| past.under_way).map(|place| &network.under_way[place])
        };
        place(one) == place(other) && under_way(self.network, one) == under_way(self.other, other)
    }

    fn is_there_with(&self, presence: Option<usize>, twin: Option<usize>) -> bool {
        presence.is_none_or(|presence| self.presences[presence].is_some())
            && presence.and_then(|presence| self.presences[presence]) == twin
    }

    fn changes_alike(&self, change: &Change, twin: &Change) -> bool {
        match (change.kind, twin.kind) {
            (ChangeKind::Pace(one), ChangeKind::Pace(other)) => one == other,
            (ChangeKind::Scales(one), ChangeKind::Scales(other))
            | (ChangeKind::Delays(one), ChangeKind::Delays(other)) => {
                self.happen_alike(change.risk, twin.risk) && self.by_alike(one, other)
            }
            (one, other) => one == other && self.happen_alike(change.risk, twin.risk),
        }
    }

    fn happen_alike(&self, risk: usize, other: usize) -> bool {
        self.risks[risk] == Some(other)
    }

    fn by_alike(&self, one: By, other: By) -> bool {
        match (one, other) {
            (By::Own { .. }, By::Own { .. }) => one == other,
            (By::Size(one), By::Size(other)) => match (&self.network.sizes[one], &self.other.sizes[other]) {
                (Size::Scale(one, draw), Size::Scale(other, theirs))
                | (Size::Delay(one, draw), Size::Delay(other, theirs)) => {
                    draw == theirs && self.happen_alike(*one, *other)
                }
                (Size::Largest(ones), Size::Largest(others)) => {
                    ones.len() == others.len()
                        && ones.iter().zip(others).all(|((one, draw), (other, theirs))| {
                            draw == theirs && self.happen_alike(*one, *other)
                        })
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// The presence of the other network that holds in the same trials, by presence.
fn presences(network: &Network, other: &Network, twins: &[Option<usize>]) -> Vec<Option<usize>> {
    let mut alike: Vec<Option<usize>> = vec![None; network.presences.len()];
    // In an order in which each comes after those it needs.
    for &node in &network.order {
        let Some(presence) = network.nodes[node].presence else { continue };
        let Some(twin) = twins[node].and_then(|twin| other.nodes[twin].presence) else { continue };
        let (one, theirs) = (&network.presences[presence], &other.presences[twin]);
        let mut needs: Vec<Option<usize>> = one.needs.iter().map(|&needed| alike[needed]).collect();
        needs.sort_unstable();
        let same =
            one.own == theirs.own && needs.into_iter().eq(theirs.needs.iter().map(|&needed| Some(needed)));
        alike[presence] = same.then_some(twin);
    }
    alike
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::plan::{Amount, Estimate, Link, Plan, Task};

    /// Nothing that an explanation tries changes a lag, so that no test of explanations holds this.
    #[test]
    fn another_lag_or_date_keeps_what_a_task_takes_and_moves_all_that_waits_for_it() {
        let plan = |lag: f64, day: i8| {
            Plan::new("", date(2027, 1, 4))
                .task(Task::new("a", Estimate::days(2.0..=3.0)))
                .task(Task::new("b", Estimate::days(2.0..=3.0)).after(Link::to("a").lag(Amount::days(lag))))
                .task(Task::new("c", Estimate::days(2.0..=3.0)).after("b"))
                .task(Task::new("d", Estimate::days(2.0..=3.0)).not_before(date(2027, 1, day)))
        };
        let base = Network::new(&plan(1.0, 11)).expect("it is sound");
        let of = |lag, day| same(&base.variant(plan(lag, day)).expect("it is sound"), &base);
        let [times, takes] = [Same::Times as fn(usize) -> Same, Same::Takes];
        assert_eq!(of(1.0, 11), [times(0), times(1), times(2), times(3)]);
        assert_eq!(of(2.0, 11), [times(0), takes(1), takes(2), times(3)]);
        assert_eq!(of(1.0, 12), [times(0), times(1), times(2), takes(3)]);
    }

    /// Nor does it change how likely a task is needed.
    #[test]
    fn what_is_needed_in_other_runs_is_not_the_same_nor_is_what_needs_it() {
        let plan = |share: f64| {
            let task = |name: &str| Task::new(name, Estimate::days(2.0..=3.0));
            Plan::new("", date(2027, 1, 4))
                .task(task("a").exists(share))
                .task(task("b").needs("a"))
                .task(task("c").exists(0.5))
                .task(task("d"))
        };
        let base = Network::new(&plan(0.4)).expect("it is sound");
        let of = |share| same(&base.variant(plan(share)).expect("it is sound"), &base);
        assert_eq!(of(0.4), [0, 1, 2, 3].map(Same::Times));
        assert_eq!(of(0.6), [Same::Nothing, Same::Nothing, Same::Times(2), Same::Times(3)]);
    }
}
