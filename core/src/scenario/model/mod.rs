//! A scenario as it is played: everything looked up, every time absolute, with places for
//! diagnostics.

mod showing;

use super::places::Places;
use crate::cluster::Cluster;
use crate::diagnostic::Span;
use crate::id::PhoneId;
use crate::network::{Fault, NetworkOptions};
use crate::node::{Command, Timers};
use crate::presence::{Outcome, PublishedStatus};
use crate::rules::RuleId;
use crate::time::{Duration, Instant};
use crate::trace::LampKey;

use core::fmt;
pub use showing::Showing;
use std::sync::Arc;

/// A scenario without mistakes.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file that it was read from.
    pub file: Arc<str>,
    /// Its claim, in one line.
    pub name: String,
    /// What it is about, in some lines; may be empty.
    pub about: String,
    /// Words to choose scenarios by.
    pub tags: Vec<String>,
    /// Rules and readings that a run must show, with their places.
    pub covers: Vec<(RuleId, Span)>,
    /// The one backend that can run it, where not all can.
    pub only: Option<Only>,
    /// The seed of all dice, unless a run is given another.
    pub seed: u64,
    /// The cluster.
    pub cluster: Arc<Cluster>,
    /// Where each setting of the cluster stands.
    pub places: Places,
    /// How the network behaves at the start.
    pub network: NetworkOptions,
    /// How long nodes wait.
    pub timers: Timers,
    /// What happens and what is expected, in the order of time.
    pub steps: Vec<Step>,
    /// What must hold at every event, with places.
    pub always: Vec<(Invariant, Span)>,
    /// Where `layout` stands: it belongs to the page and is not looked into.
    pub layout: Option<Span>,
}

/// `only: { backend: sim, why: … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// The backend.
    pub backend: Backend,
    /// Why no other can.
    pub why: String,
}

/// What runs a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Backend {
    /// The simulator.
    Sim,
    /// Real SIP on sockets.
    Sip,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name, for `after: { NAME: 2s }` and `lampfield explain FILE step:NAME`.
    pub id: Option<String>,
    /// When.
    pub at: Instant,
    /// Where its sentence, text or list stands.
    pub span: Span,
    /// What.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Users act.
    Do {
        /// The sentence as written.
        sentence: String,
        /// What each phone concerned is told, in this order.
        orders: Vec<(PhoneId, Command)>,
    },
    /// The network is disturbed or calmed.
    Fault {
        /// The sentence as written.
        sentence: String,
        /// What happens to it, in this order.
        faults: Vec<Fault>,
    },
    /// Something is checked.
    Expect(Vec<Expectation>),
    /// Words for those who watch.
    Say(String),
}

/// One expectation.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// From the start of the expectation to the end of its subject: where the caret stands.
    pub span: Span,
    /// What is expected.
    pub what: Expected,
    /// Rules that must be among the reasons, with their places.
    pub because: Vec<(RuleId, Span)>,
}

/// The kinds of expectations.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Expected {
    /// A lamp shows something.
    Lamp {
        /// Which lamp.
        key: LampKey,
        /// What it must show.
        is: Showing,
        /// When it must.
        when: When,
    },
    /// Messages went over the wire.
    Message {
        /// Which messages count.
        matcher: Matcher,
        /// How many are right.
        count: Count,
        /// Within which time.
        window: Window,
    },
    /// Messages of this kind never went over the wire.
    NeverMessage {
        /// Which messages are meant.
        matcher: Matcher,
        /// Within which time.
        window: Window,
    },
    /// A lamp never showed this.
    NeverLamp {
        /// Which lamp.
        key: LampKey,
        /// What it must not show.
        is: Showing,
        /// Within which time.
        window: Window,
    },
    /// CallManager decided the latest request of this lamp so.
    Decision {
        /// Whose request.
        key: LampKey,
        /// How it must have ended.
        is: Outcome,
    },
    /// The latest SUBSCRIBE of this lamp had this final answer.
    Answer {
        /// Whose request.
        key: LampKey,
        /// The SIP status code.
        is: u16,
    },
    /// Lamps over time.
    Waveform(Waveform),
}

/// When a lamp must show what it must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// Zero: at the moment of the step. Otherwise it must become true after the step, at the
    /// latest when this much time has passed.
    pub within: Duration,
    /// From then on (or from the step on) it must stay true for this long.
    pub holds: Duration,
}

/// From a moment (included) to a moment (excluded).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first moment that belongs to it.
    pub from: Instant,
    /// The first moment that no longer does.
    pub to: Instant,
}

impl Window {
    /// Whether a moment belongs to it.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// At least so many.
    pub least: u32,
    /// At most so many.
    pub most: u32,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, u32::MAX) => write!(f, "at least {least}"),
            (least, most) if least == most => write!(f, "{least}"),
            (least, most) => write!(f, "{least} to {most}"),
        }
    }
}

/// Which SIP messages are meant; what is not named may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matcher {
    /// A request's method, or the method that an answer answers.
    pub method: Option<String>,
    /// The code of an answer. Without one, only requests are meant.
    pub code: Option<u16>,
    /// Who sends; `None` inside means CallManager.
    pub from: Option<Option<PhoneId>>,
    /// Who it goes to.
    pub to: Option<Option<PhoneId>>,
    /// The number of the presentity.
    pub about: Option<String>,
    /// The status in the body.
    pub status: Option<PublishedStatus>,
    /// The word of `Subscription-State`: `active`, `pending`, `terminated`.
    pub subscription: Option<String>,
    /// The `reason` of `Subscription-State`.
    pub reason: Option<String>,
}

/// A picture of lamps over time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waveform {
    /// How long a column is. Column k ends at (k + 1) columns after the start of the scenario.
    pub column: Duration,
    /// The rows that are checked.
    pub rows: Vec<WaveRow>,
}

/// One row of a waveform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaveRow {
    /// Which lamp.
    pub key: LampKey,
    /// What it must show, column by column.
    pub letters: Vec<Showing>,
    /// Where the letters stand, for carets and for `--update`.
    pub span: Span,
}

/// What must hold at every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Invariant {
    /// A refused subscription never carries a status.
    NoStatusAfterRefusal,
    /// After faults have stopped and the longest refresh and retry have passed, every live lamp
    /// shows what the status table and its watcher's own permission give.
    LampsTellTheTruthInTheEnd,
}

impl Invariant {
    /// All of them with their words.
    pub const ALL: [(&'static str, Invariant); 2] = [
        ("no-status-after-refusal", Invariant::NoStatusAfterRefusal),
        ("lamps-tell-the-truth-in-the-end", Invariant::LampsTellTheTruthInTheEnd),
    ];

    /// Its word in a file.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }
}
