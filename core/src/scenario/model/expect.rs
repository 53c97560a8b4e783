//! What is expected.

use super::{Act, LampRef, Showing, View};
use crate::diagnostic::Span;
use crate::id::{ClusterId, OutsideId, PhoneId};
use crate::presence::{Outcome, PublishedStatus};
use crate::rules::RuleId;
use crate::time::{Duration, Instant};
use core::fmt;
use std::sync::Arc;

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
        key: LampRef,
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
        key: LampRef,
        /// What it must not show.
        is: Showing,
        /// Within which time.
        window: Window,
    },
    /// CallManager decided the latest request of this asker so.
    Decision {
        /// Whose request.
        asker: Asker,
        /// How it must have ended.
        is: Outcome,
    },
    /// The latest SUBSCRIBE of this asker had this final answer.
    Answer {
        /// Whose request.
        asker: Asker,
        /// The SIP status code.
        is: u16,
    },
    /// The latest edit, log-in, log-out or Reset was refused.
    Refused(Act),
    /// The latest edit was taken, and the administrator was warned.
    Warned(Act),
    /// The latest edit asked for a yes and got a no: nothing has changed.
    Cancelled,
    /// The latest search, or the latest question for dependency records, found these, in order.
    Found(Vec<String>),
    /// These devices, and no others, have something saved that does not act yet (ADMIN-2).
    Pending(Vec<String>),
    /// A page of the administration, or the screen of a phone, shows this.
    View {
        /// The cluster.
        cluster: ClusterId,
        /// What is looked at.
        view: View,
        /// What it must show, line by line.
        shows: Vec<String>,
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
    /// Who sends.
    pub from: Option<Party>,
    /// Who it goes to.
    pub to: Option<Party>,
    /// The number of the presentity.
    pub about: Option<String>,
    /// The status in the body.
    pub status: Option<PublishedStatus>,
    /// The word of `Subscription-State`: `active`, `pending`, `terminated`.
    pub subscription: Option<String>,
    /// The `reason` of `Subscription-State`.
    pub reason: Option<String>,
}

/// Who sends or gets a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The CallManager of a cluster.
    CallManager(ClusterId),
    /// A phone of a cluster.
    Phone(PhoneId),
    /// One who is outside; for a phone of a proxy, the proxy.
    Outside(OutsideId),
    /// A phone that an edit of the scenario adds or renames: its name then.
    Later(Arc<str>),
}

/// Who asked CallManager for a presentity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The watcher of a lamp.
    Lamp(LampRef),
    /// Whoever asked over a trunk: `Trunk C -> 5555`.
    Trunk {
        /// The cluster of the trunk.
        cluster: ClusterId,
        /// The trunk.
        trunk: String,
        /// The number or user asked for.
        target: String,
    },
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
    pub key: LampRef,
    /// What it must show, column by column.
    pub letters: Vec<Showing>,
    /// Where the letters stand, for carets and for `--update`.
    pub span: Span,
}
