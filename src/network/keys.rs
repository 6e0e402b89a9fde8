//! The names of random streams → their keys. Part of what a result means: the same name meets the same luck in every plan.

/// What a variable of this name is drawn for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The duration of a task, or the delay of a milestone.
    Duration,
    /// Whether a risk happens.
    Happens,
    /// Which one of a set of risks happens.
    OneOf,
    /// How strongly a risk scales and delays.
    Size,
    /// Whether a task is there.
    Exists,
    /// The share of a team's time that nobody planned.
    Unplanned,
    /// How strongly an effect slows and saves.
    Effect,
    /// What comes in between in a team.
    Interrupt,
    /// What the durations of a group have in common, or, without a name, those of the plan.
    Shared,
    /// Which past periods come again.
    Throughput,
    /// How many items there are.
    Items,
    /// What one item turns out to be.
    Split,
    /// In which other orders a history is looked at.
    Order,
    /// Where in a jump of a forecast an outcome lies.
    Tie,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::Happens => "happens",
            Self::OneOf => "one-of",
            Self::Size => "size",
            Self::Exists => "exists",
            Self::Unplanned => "unplanned",
            Self::Effect => "effect",
            Self::Interrupt => "interrupt",
            Self::Shared => "shared",
            Self::Throughput => "throughput",
            Self::Items => "items",
            Self::Split => "split",
            Self::Order => "order",
            Self::Tie => "tie",
        }
    }
}

/// The key of the stream of a name and a purpose: the fingerprint of the purpose, a zero byte and the name.
pub(crate) fn key(name: &str, purpose: Purpose) -> u64 {
    fingerprint(purpose.as_str().bytes().chain([0]).chain(name.bytes()))
}

/// The key of the stream of how strongly a risk changes one task by itself: as above, with a zero byte and the task's name behind.
pub(crate) fn size_on(risk: &str, task: &str) -> u64 {
    fingerprint(Purpose::Size.as_str().bytes().chain([0]).chain(risk.bytes()).chain([0]).chain(task.bytes()))
}

/// The key of the stream of one kind of a team's interrupts: as above, with a zero byte and its place in the list behind.
pub(crate) fn interrupts(team: &str, place: usize) -> u64 {
    let name = Purpose::Interrupt.as_str().bytes().chain([0]).chain(team.bytes());
    fingerprint(name.chain([0]).chain(place.to_string().bytes()))
}

/// FNV-1a (64 bits), finished by the mixer of MurmurHash3, so that texts that differ in one letter differ everywhere.
pub(crate) fn fingerprint(bytes: impl Iterator<Item = u8>) -> u64 {
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_what_they_always_were() {
        // Computed apart, with Python's integers.
        assert_eq!(key("api", Purpose::Duration), 0x1271c3a2717efc26);
        assert_ne!(key("api", Purpose::Duration), key("api", Purpose::Happens));
    }
}
