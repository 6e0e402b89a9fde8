//! Which trials to simulate.

use std::ops::Range;

use crate::error::{Error, Result};

/// Which trials to simulate: the first so many (`10_000`), or those from one number to another (`10_000..20_000`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrialRange {
    pub(super) from: usize,
    pub(super) to: usize,
}

impl From<usize> for TrialRange {
    fn from(count: usize) -> Self {
        Self { from: 0, to: count }
    }
}

impl From<Range<usize>> for TrialRange {
    fn from(range: Range<usize>) -> Self {
        Self { from: range.start, to: range.end }
    }
}

impl TrialRange {
    /// How many.
    pub(super) fn len(self) -> usize {
        self.to.saturating_sub(self.from)
    }

    /// That there are some, and not more than have numbers.
    pub(super) fn check(self) -> Result<()> {
        if self.len() > 0 && u32::try_from(self.to).is_ok() {
            return Ok(());
        }
        Err(Error::argument(match self.from {
            0 => format!("{} trials: take 1 to {}", self.to, u32::MAX),
            from => format!(
                "the trials from {from} to {}: take a range that is not empty, up to {}",
                self.to,
                u32::MAX
            ),
        }))
    }
}
