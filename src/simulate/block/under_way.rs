//! How long a node takes that is under way, and of which only its estimate says what is left (METHOD 32 and 33).

use super::{Luck, Workspace};
use crate::curve::{Course, Known, Stands, Takes};
use crate::network::{Change, ChangeKind, Network, UnderWay, days};
use crate::units::{HORIZON_TICKS, TICKS_PER_DAY};

/// What a trial's risks make of an estimate: which of them replace it, and what it is multiplied by and added to.
#[derive(Debug, Clone, PartialEq, Default)]
struct Turn {
    replaced_by: Vec<usize>,
    factor: f64,
    delay: f64,
}

impl Workspace {
    /// The durations of a node, what is done and what is left of it together; its random bits are drawn.
    pub(super) fn draw_under_way(
        &mut self,
        network: &Network,
        node: usize,
        under_way: &UnderWay,
        luck: Luck,
        first: u64,
        length: usize,
    ) {
        let own_bits = self.bits[..length].to_vec();
        let changes = network.changes_of(node);
        let is_delay = |change: &Change| matches!(change.kind, ChangeKind::Delays(_));
        let is_pace = |change: &Change| matches!(change.kind, ChangeKind::Pace(_));
        let replaces: Vec<usize> = changes
            .iter()
            .filter(|change| matches!(change.kind, ChangeKind::Becomes(_)))
            .map(|change| change.risk)
            .collect();
        let rest = &changes[replaces.len()..];
        self.values[..length].fill(1.0);
        self.change(network, rest.iter().filter(|change| !is_delay(change)), luck, first, length);
        let factors = self.values[..length].to_vec();
        self.values[..length].fill(0.0);
        self.change(
            network,
            rest.iter().filter(|change| is_delay(change) || is_pace(change)),
            luck,
            first,
            length,
        );
        let delays = self.values[..length].to_vec();

        // Where it stands in each trial; most have the same.
        let UnderWay { done, own, becomes, .. } = under_way;
        let (mut turn, mut stands) = (Turn::default(), None);
        let mut takes: Vec<Option<f64>> = Vec::with_capacity(length);
        for trial in 0..length {
            let happened = |risk: usize| self.happened[risk * length + trial] == 1;
            let replaced_by =
                replaces.iter().enumerate().filter(|&(_, &risk)| happened(risk)).map(|(place, _)| place);
            let this = Turn {
                replaced_by: replaced_by.collect(),
                factor: factors[trial],
                delay: days(delays[trial]),
            };
            if stands.is_none() || this != turn {
                stands = Some(this.stands(own, becomes, *done));
                turn = this;
            }
            let u = (f64::from(own_bits[trial]) + 0.5) / 4_294_967_296.0;
            takes.push(match stands.map(|stands: Stands| stands.takes(*done, u)) {
                Some(Takes::This(takes)) => Some(takes * f64::from(TICKS_PER_DAY)),
                Some(Takes::At(share)) => {
                    self.bits[trial] = ((share * 4_294_967_296.0) as u64).min(u64::from(u32::MAX)) as u32;
                    None
                }
                None => None,
            });
        }
        self.read_replaced(network, node, luck, length);
        let Self { values, durations, .. } = self;
        let done = network.nodes[node].past.map_or(0, |past| past.done);
        for (trial, duration) in durations[..length].iter_mut().enumerate() {
            let takes = takes[trial].unwrap_or(values[trial] * factors[trial] + delays[trial]);
            // Something is always left.
            let takes = takes.max(f64::from(done) + 1.0).min(f64::from(HORIZON_TICKS));
            *duration = takes.round_ties_even() as i32;
        }
    }
}

impl Turn {
    fn stands(&self, own: &Known, becomes: &[Known], done: f64) -> Stands {
        let mut curves: Vec<&Known> = self.replaced_by.iter().map(|&place| &becomes[place]).collect();
        if curves.is_empty() {
            curves.push(own);
        }
        Course::new(curves, self.factor, self.delay).after(done)
    }
}
