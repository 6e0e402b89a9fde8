//! The hot loops: free functions on slices, without a word of the domain. Nothing here allocates, and nothing here imports
//! anything of this crate.
//!
//! This is a second door for people with a model of their own: random columns ([`stream`]; stratified ones in [`strata`]),
//! bits that err together ([`copula`]), quantile functions ([`quantile`]), whether things happen ([`chance`]), changes to a column
//! ([`adjust`]), the longest-path pass ([`path`]; lags of its own for every trial in [`lag`]), jobs that share a few people
//! ([`list`]) and weighted sums of rows ([`blend`]). Each kernel takes the [`Level`] it runs on first; [`Level::best`] is the
//! fastest one, and all give the same bits.

pub mod adjust;
pub mod blend;
pub mod chance;
pub mod copula;
pub mod lag;
mod level;
pub mod list;
mod nearest;
pub mod path;
pub mod quantile;
pub mod strata;
pub mod stream;
mod transpose;

pub use level::Level;
