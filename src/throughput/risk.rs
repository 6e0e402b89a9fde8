//! What could happen to the pace or to the scope.

use crate::error::{Error, Result};
use crate::names::quoted;
use crate::plan::{Ends, Spread};
use crate::units::Chance;

/// A scenario that happens with a chance, once a trial, and then adds items, changes the pace or stops everything for a while.
///
/// ```
/// use landfall::ThroughputRisk;
///
/// let scope = ThroughputRisk::new("the pilot asks for more", 0.4).adds(5.0..=10.0);
/// let leave = ThroughputRisk::new("one of four leaves", 0.2).scales(0.7..=0.8);
/// let freeze = ThroughputRisk::new("a release freeze", 0.5).stops(1.0..=2.0);
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ThroughputRisk {
    /// Its name, unique among the risks: its luck belongs to it.
    pub name: String,
    /// How likely it is.
    pub chance: Chance,
    /// How many items it adds; they are split like all others.
    pub adds: Option<Spread<f64>>,
    /// By what it multiplies the pace: 0.8 is 20% fewer items in each period. Those of several risks multiply.
    pub scales: Option<Spread<f64>>,
    /// For how many periods nothing is finished, from the start on. Those of several risks add up.
    pub stops: Option<Spread<f64>>,
}

impl ThroughputRisk {
    /// A risk that changes nothing yet.
    pub fn new(name: impl Into<String>, chance: impl Into<Chance>) -> Self {
        Self { name: name.into(), chance: chance.into(), adds: None, scales: None, stops: None }
    }

    /// Where it happens there are so many items more.
    #[must_use]
    pub fn adds(mut self, items: impl Into<Ends>) -> Self {
        self.adds = Some(Spread::shares(items));
        self
    }

    /// Where it happens each period finishes so many times as many.
    #[must_use]
    pub fn scales(mut self, factor: impl Into<Ends>) -> Self {
        self.scales = Some(Spread::shares(factor));
        self
    }

    /// Where it happens nothing is finished for so many periods.
    #[must_use]
    pub fn stops(mut self, periods: impl Into<Ends>) -> Self {
        self.stops = Some(Spread::shares(periods));
        self
    }

    /// Reads a name, a chance and what it does: "one of four leaves: 20%, scales 70-80%". What it `adds` are items, what it `scales` is the pace,
    /// and for how long it `stops` everything are periods; there may be several.
    ///
    /// # Errors
    ///
    /// When the text is none of these; the message says what is wrong and the way out.
    ///
    /// # Example
    ///
    /// ```
    /// use landfall::ThroughputRisk;
    ///
    /// let freeze = ThroughputRisk::parse("a release freeze: 50%, stops 1-2")?;
    /// assert_eq!(freeze, ThroughputRisk::new("a release freeze", 0.5).stops(1.0..=2.0));
    /// # Ok::<(), landfall::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        let unread = |what: &str| {
            let wanted = "write a name, a chance and what it does: \"a release freeze: 50%, stops 1-2\"";
            Error::argument(format!("{} {what}; {wanted}", quoted(text)))
        };
        let (name, rest) = text.rsplit_once(':').ok_or_else(|| unread("has no colon"))?;
        let mut parts = rest.split(',').map(str::trim);
        let mut risk = match Spread::parse(parts.next().unwrap_or(""))? {
            Spread::Range(range) if range.low == range.high => Self::new(name.trim(), range.low),
            _ => return Err(unread("has a range for a chance")),
        };
        for part in parts {
            let (does, amount) = part.split_once(' ').ok_or_else(|| unread("does not say how much"))?;
            let place = match does {
                "adds" => &mut risk.adds,
                "scales" => &mut risk.scales,
                "stops" => &mut risk.stops,
                _ => return Err(unread("neither adds, scales nor stops")),
            };
            *place = Some(Spread::parse(amount)?);
        }
        if risk.adds.is_none() && risk.scales.is_none() && risk.stops.is_none() {
            return Err(unread("does nothing"));
        }
        Ok(risk)
    }
}
