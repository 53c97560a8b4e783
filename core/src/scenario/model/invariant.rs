//! What must hold at every event.

/// What must hold at every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Invariant {
    /// A refused subscription never carries a status.
    NoStatusAfterRefusal,
    /// After faults have stopped and the longest refresh and retry have passed, every live lamp
    /// shows what the status table and its watcher's own permission give.
    LampsTellTheTruthInTheEnd,
    /// CallManager never has more than one subscription for a route, a trunk and a presentity
    ///
    OneUpstreamSubscriptionPerTrunk,
}

impl Invariant {
    /// All of them with their words.
    pub const ALL: [(&'static str, Invariant); 3] = [
        ("no-status-after-refusal", Invariant::NoStatusAfterRefusal),
        ("lamps-tell-the-truth-in-the-end", Invariant::LampsTellTheTruthInTheEnd),
        ("one-upstream-subscription-per-trunk", Invariant::OneUpstreamSubscriptionPerTrunk),
    ];

    /// Its word in a file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}
