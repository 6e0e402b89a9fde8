//! What makes the answers less sure than they look.

use super::{Dependence, Stability};

/// Something about the history that a person should look at again.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum ThroughputWarning {
    /// The history is so short that the next period may well lie outside of it.
    ShortHistory {
        /// How many periods are resampled.
        periods: usize,
        /// How likely the next one finishes fewer or more than each of them, at most: 2 of n + 1.
        outside: f64,
    },
    /// The recent half goes at another pace than the older one, and no chance explains it.
    PaceChanged(Stability),
}

/// Fewer periods than this are a short history: the next one lies outside of it more often than in one of six cases.
const SHORT: usize = 12;

impl ThroughputWarning {
    /// Those of a history.
    pub(super) fn of(history: &[u32], dependence: &Dependence) -> (Stability, Vec<Self>) {
        let stability = Stability::of(history, dependence.block);
        let mut warnings = Vec::new();
        if history.len() < SHORT {
            let outside = (2.0 / (history.len() as f64 + 1.0)).min(1.0);
            warnings.push(Self::ShortHistory { periods: history.len(), outside });
        }
        if stability.has_changed() {
            warnings.push(Self::PaceChanged(stability));
        }
        (stability, warnings)
    }
}
