//! How the teams' time was used over time.

use crate::network::Staff;
use crate::units::TICKS_PER_DAY;

/// So long is a stretch [ticks]: five days of the axis.
pub(crate) const STRETCH: i32 = 5 * TICKS_PER_DAY;

/// Of one trial: people's time by stretches [ticks].
#[derive(Debug)]
pub(crate) struct Load {
    pools: usize,
    columns: usize,
    /// Stretch after stretch: what each pool took; then for each team what there was, and what interrupts and unplanned work took.
    pub(crate) sums: Vec<f64>,
}

/// What is counted of a team.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Of {
    Available,
    Interrupts,
    Unplanned,
}

impl Load {
    /// So many stretches are looked at: about ten years.
    pub(crate) const MOST_STRETCHES: usize = 520;

    /// How many columns each stretch has.
    pub(crate) fn columns(pools: usize, teams: usize) -> usize {
        pools + 3 * teams
    }

    pub(super) fn new(staff: &Staff) -> Self {
        let (pools, teams) = (staff.pools.len(), staff.teams.len());
        Self { pools, columns: Self::columns(pools, teams), sums: Vec::new() }
    }

    /// Where a team's time is counted.
    pub(crate) fn column(pools: usize, team: usize, of: Of) -> usize {
        pools + 3 * team + of as usize
    }

    pub(super) fn begin(&mut self) {
        self.sums.clear();
    }

    /// Counts time of a pool from one tick to another, so much in each.
    pub(super) fn spend(&mut self, pool: usize, from: i32, to: i32, each: f64) {
        self.add(pool, from, to, each);
    }

    /// The same of a team.
    pub(super) fn of_team(&mut self, team: usize, of: Of, from: i32, to: i32, each: f64) {
        self.add(Self::column(self.pools, team, of), from, to, each);
    }

    fn add(&mut self, column: usize, from: i32, to: i32, each: f64) {
        let mut at = from.max(0);
        while at < to {
            let stretch = (at / STRETCH) as usize;
            if stretch >= Self::MOST_STRETCHES {
                return;
            }
            let end = (at / STRETCH + 1).saturating_mul(STRETCH).min(to);
            let place = stretch * self.columns + column;
            if place >= self.sums.len() {
                self.sums.resize((stretch + 1) * self.columns, 0.0);
            }
            self.sums[place] += each * f64::from(end - at);
            at = end;
        }
    }

    /// Unplanned work takes such a share of what interrupts leave of a team's time.
    pub(super) fn take_unplanned(&mut self, team: usize, share: f64) {
        let column = |of| Self::column(self.pools, team, of);
        let (available, interrupts, unplanned) =
            (column(Of::Available), column(Of::Interrupts), column(Of::Unplanned));
        for stretch in self.sums.chunks_exact_mut(self.columns) {
            stretch[unplanned] = share * (stretch[available] - stretch[interrupts]);
        }
    }
}
