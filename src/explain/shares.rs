//! What groups of causes cost together, shared out so that it adds up (Shapley 1953).

use crate::compare::Shift;
use crate::sample::shapley;
use crate::units::{TICKS_PER_DAY, WorkDays};

/// A group of causes, all of which are taken out of the plan together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CauseGroup {
    /// Ranges, against their medians: what tasks take, what risks change it to and by, what effects add and save.
    Ranges,
    /// Risks, against none that happens.
    Risks,
    /// Unplanned shares and interrupts, against none.
    Unplanned,
    /// Too few people, against people for every task that is ready.
    People,
}

impl CauseGroup {
    /// The word for it in results.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ranges => "ranges",
            Self::Risks => "risks",
            Self::Unplanned => "unplanned",
            Self::People => "people",
        }
    }
}

/// What a group of causes costs.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct CauseShare {
    /// Which group.
    pub group: CauseGroup,
    /// Its share of what all groups cost together: the mean, over all orders in which the groups could be taken out, of what taking it out brings
    /// then [working days].
    pub days: WorkDays,
    /// What taking it out alone brings, all others staying. These do not add up.
    pub alone: Shift,
}

/// What all groups of causes cost together, at the percentile of the explanation.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct CauseShares {
    /// The percentile as it is [working days after the plan's start].
    pub now: WorkDays,
    /// The percentile with all groups taken out.
    pub without: WorkDays,
    /// The groups that the plan has; their shares add up to [`CauseShares::now`] less [`CauseShares::without`].
    pub groups: Vec<CauseShare>,
}

impl CauseShares {
    /// Of what the percentile is [ticks] when the groups with the bits of the place are taken out; `alone` gives for each group by how much
    /// taking out it alone moves it.
    pub(super) fn new(groups: &[CauseGroup], at: &[i64], alone: &[Shift]) -> Self {
        let shares = shapley(at);
        let days = |ticks: i64| WorkDays::new(ticks as f64 / f64::from(TICKS_PER_DAY));
        let of_group = |(place, &group): (usize, &CauseGroup)| CauseShare {
            group,
            // What taking it out changes is what it costs, turned round.
            days: WorkDays::new(0.0 - shares[place] / f64::from(TICKS_PER_DAY)),
            alone: alone[place].reversed(),
        };
        Self {
            now: days(at[0]),
            without: days(at[at.len() - 1]),
            groups: groups.iter().enumerate().map(of_group).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shares_of_three_groups_are_those_worked_out_by_hand() {
        // v: nothing 100; A 90, B 80, AB 60; C changes nothing, whatever else is out.
        let at = [100, 90, 80, 60, 100, 90, 80, 60].map(|days| days * i64::from(TICKS_PER_DAY));
        let none = Shift::of((0.0, None));
        let groups = [CauseGroup::Ranges, CauseGroup::Risks, CauseGroup::People];
        let shares = CauseShares::new(&groups, &at, &[none; 3]);
        let days: Vec<f64> = shares.groups.iter().map(|share| share.days.get()).collect();
        // A: (10 + 20) / 2; B: (20 + 30) / 2.
        assert_eq!(days, [15.0, 25.0, 0.0]);
        assert_eq!(shares.now.get() - shares.without.get(), 40.0);
    }
}
