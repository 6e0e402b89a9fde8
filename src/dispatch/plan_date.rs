//! The plan date: one trial with every estimate at its likely value, no risk and no interrupt (METHOD 27).

use super::{Engine, Trial};
use crate::network::Network;
use crate::units::HORIZON_TICKS;

/// The finish of the whole plan on the plan date [ticks].
pub(crate) fn plan_finish(network: &Network) -> i32 {
    let Some(staff) = &network.staff else { return network.plan_finish() };
    let there = |&node: &usize| network.in_plan(node);
    let takes: Vec<i32> = staff
        .nodes
        .iter()
        .map(|node| if there(node) { network.nodes[*node].plan_ticks } else { 0 })
        .collect();
    let there: Vec<u8> = staff.nodes.iter().map(|node| u8::from(there(node))).collect();
    let unplanned: Vec<f64> = staff.teams.iter().map(|team| team.planned).collect();
    let factors = staff.entries.iter().map(|entry| entry.factor(entry.plan_value));
    let trial = Trial {
        takes: &takes,
        there: &there,
        unplanned: &unplanned,
        factors: &factors.collect::<Vec<f64>>(),
        interrupts: None,
    };
    let mut engine = Engine::new(network, staff);
    match engine.run(&trial) {
        Ok((_, finishes, _)) => finishes.iter().copied().fold(network.not_over_before, i32::max),
        Err(_) => HORIZON_TICKS,
    }
}
