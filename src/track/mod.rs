//! What is known from one check-in to the next: the journal of forecasts, early signals, and why the date moved.

mod bridge;
mod check_in;
mod class;
#[cfg(feature = "json")]
mod journal;
mod mix;
mod signals;

pub use bridge::{Bridge, BridgePart};
pub use check_in::{CheckIn, Recorded};
pub use class::ChangeClass;
#[cfg(feature = "json")]
pub use journal::{Journal, Skipped};
pub use signals::{Signal, SignalKind, signals};
