//! How links behave.

use crate::id::PhoneId;
use crate::rng::Chance;
use crate::sorted::SortedMap;
use crate::time::Duration;

/// How one link behaves, in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkOptions {
    /// The time that everything takes at least.
    pub latency: Duration,
    /// Up to this much more, drawn evenly for each datagram.
    pub jitter: Duration,
    /// The chance that a datagram is lost.
    pub loss: Chance,
    /// The chance that a datagram arrives twice.
    pub duplication: Chance,
    /// The chance that a datagram lingers for up to three latencies and jitters more, so that
    /// later ones overtake it.
    pub reordering: Chance,
}

impl Default for LinkOptions {
    /// A quiet office: one millisecond, and nothing goes wrong.
    fn default() -> Self {
        LinkOptions {
            latency: Duration::from_millis(1),
            jitter: Duration::ZERO,
            loss: Chance::NEVER,
            duplication: Chance::NEVER,
            reordering: Chance::NEVER,
        }
    }
}

impl LinkOptions {
    /// Ends jitter, loss, duplication and reordering; the latency stays.
    pub fn calm(&mut self) {
        *self = LinkOptions { latency: self.latency, ..LinkOptions::default() };
    }
}

/// How the whole network behaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NetworkOptions {
    /// Every link that has no options of its own.
    pub default: LinkOptions,
    /// Links with options of their own, by their phone.
    pub links: SortedMap<PhoneId, LinkOptions>,
}
