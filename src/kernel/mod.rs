//! The hot loops: free functions on slices, without a word of the domain. Nothing here allocates, and nothing here imports
//! anything of this crate.
//!
//! This is a second door for people with a model of their own: random columns ([`stream`]), quantile functions
//! ([`quantile`]), changes to a column ([`adjust`]) and the longest-path pass ([`path`]).

pub mod adjust;
pub mod path;
pub mod quantile;
pub mod stream;
