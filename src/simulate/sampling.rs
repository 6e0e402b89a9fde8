//! How random numbers are spread over the trials.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Result};

/// How random numbers are spread over the trials.
///
/// ```
/// use landfall::Sampling;
///
/// assert_eq!("lhs".parse::<Sampling>()?, Sampling::LatinHypercube);
/// # Ok::<(), landfall::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sampling {
    /// Each trial by itself.
    Random,
    /// Latin hypercube sampling: of every 512 trials, each variable lies once in each of 512 equally likely ranges. The middle percentiles
    /// come out as sure as with about twice the trials, the high ones less.
    LatinHypercube,
}

impl Sampling {
    /// Whether the trials come in blocks that belong together.
    pub(crate) fn is_stratified(self) -> bool {
        self == Self::LatinHypercube
    }

    /// Its name: "random" or "lhs".
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::LatinHypercube => "lhs",
        }
    }
}

impl fmt::Display for Sampling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sampling {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::Random, Self::LatinHypercube]
            .into_iter()
            .find(|sampling| sampling.as_str() == text)
            .ok_or_else(|| Error::argument(format!("{text:?} is no way of sampling: write random or lhs")))
    }
}
