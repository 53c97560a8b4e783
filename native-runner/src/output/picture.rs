//! What happened in a run, for reports that show it: the ladder, and for each lamp its three truths
//! over time with the reason for what it shows in the end.

use lampfield_core::time::Instant;

/// A run to be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    /// Where it ends.
    pub(crate) until: Instant,
    /// Who sent what to whom, as text.
    pub(crate) ladder: String,
    /// What is not shown, and how to see it; empty where all is.
    pub(crate) left_out: Vec<String>,
    pub(crate) lanes: Vec<Lane>,
}

/// One lamp.
#[derive(Clone, Debug)]
pub(crate) struct Lane {
    /// `Phone A BLF 1`.
    pub(crate) name: String,
    pub(crate) rows: Vec<LaneRow>,
    pub(crate) why: Why,
}

/// What one device does, what CallManager says, or what the watcher shows.
#[derive(Clone, Debug)]
pub(crate) struct LaneRow {
    pub(crate) title: String,
    pub(crate) stretches: Vec<Stretch>,
}

/// One value for some time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) from: Instant,
    pub(crate) to: Instant,
    /// The word: `busy`, `on-hook`.
    pub(crate) word: String,
    pub(crate) kind: Kind,
}

/// How a stretch looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Idle,
    Busy,
    Unknown,
    Ringing,
    Gone,
}

impl Kind {
    /// The name of its look.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Busy => "busy",
            Self::Unknown => "unknown",
            Self::Ringing => "ringing",
            Self::Gone => "gone",
        }
    }
}

/// Why a lamp shows what it shows in the end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Why {
    /// `idle since 3.002s`.
    pub(crate) shows: String,
    /// The decision in one sentence; empty where nothing was decided.
    pub(crate) headline: String,
    /// Rule, verdict and sentence of each check, in the order asked.
    pub(crate) checks: Vec<(String, &'static str, String)>,
    /// What would change it.
    pub(crate) remedies: Vec<String>,
}
