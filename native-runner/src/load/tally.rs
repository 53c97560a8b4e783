//! What a load counts and measures.

use std::collections::BTreeMap;
use std::fmt;

use hdrhistogram::Histogram;
use lampfield_core::time::Duration;

/// Why an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Failure {
    /// This answer.
    Code(u16),
    /// No answer within timer F, or within the load's patience.
    NoAnswer,
    /// The answer came, its NOTIFY did not.
    NoNotify,
    /// The server ended the subscription by itself.
    Ended,
    /// A watcher did not hear of a change.
    NotTold,
    /// The change itself was refused.
    NotChanged,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Code(code) => write!(f, "answered {code}"),
            Failure::NoAnswer => f.write_str("no answer"),
            Failure::NoNotify => f.write_str("no NOTIFY"),
            Failure::Ended => f.write_str("ended by the server"),
            Failure::NotTold => f.write_str("not told of a change"),
            Failure::NotChanged => f.write_str("change refused"),
        }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Exchanges begun.
    pub(crate) asked: u64,
    /// Of these, answered with success.
    pub(crate) answered: u64,
    /// NOTIFYs that were waited for, of exchanges and of changes.
    pub(crate) notified: u64,
    /// Exchanges that were all right to their end.
    pub(crate) done: u64,
    pub(crate) failed: u64,
    /// Requests sent again (timer E).
    pub(crate) sent_again: u64,
    /// NOTIFYs that came again.
    pub(crate) notified_again: u64,
    /// Answers that came again.
    pub(crate) answered_again: u64,
    /// Answers 401 and 407 that were met.
    pub(crate) challenged: u64,
    /// Messages that belong to nothing, or cannot be read.
    pub(crate) stray: u64,
}

impl Counts {
    /// Retransmissions that reached the load.
    pub(crate) fn seen_again(&self) -> u64 {
        self.notified_again + self.answered_again
    }

    /// What was counted since then.
    pub(crate) fn since(&self, then: &Counts) -> Counts {
        Counts {
            asked: self.asked - then.asked,
            answered: self.answered - then.answered,
            notified: self.notified - then.notified,
            done: self.done - then.done,
            failed: self.failed - then.failed,
            sent_again: self.sent_again - then.sent_again,
            notified_again: self.notified_again - then.notified_again,
            answered_again: self.answered_again - then.answered_again,
            challenged: self.challenged - then.challenged,
            stray: self.stray - then.stray,
        }
    }
}

/// Latencies, in microseconds. (The crate refuses bounds that contradict themselves; ours do not, so
/// there is always a histogram.)
#[derive(Clone, Debug)]
pub(crate) struct Latencies(Option<Histogram<u64>>);

/// The longest latency that is told as it is: past every time-out.
const LONGEST_US: u64 = 120_000_000;
/// Three digits: 0.1 % of each value.
const DIGITS: u8 = 3;

impl Default for Latencies {
    fn default() -> Self {
        Latencies(Histogram::new_with_max(LONGEST_US, DIGITS).ok())
    }
}

impl Latencies {
    pub(super) fn note(&mut self, took: Duration) {
        if let Some(histogram) = &mut self.0 {
            histogram.saturating_record(u64::try_from(took.as_micros()).unwrap_or(0));
        }
    }

    pub(super) fn clear(&mut self) {
        if let Some(histogram) = &mut self.0 {
            histogram.reset();
        }
    }

    /// How many there are.
    pub(crate) fn count(&self) -> u64 {
        self.0.as_ref().map_or(0, Histogram::len)
    }

    /// In microseconds: the one that so many percent are not above.
    pub(crate) fn at(&self, percent: f64) -> u64 {
        self.0.as_ref().map_or(0, |histogram| histogram.value_at_percentile(percent))
    }

    /// In microseconds.
    pub(crate) fn longest(&self) -> u64 {
        self.0.as_ref().map_or(0, Histogram::max)
    }
}

/// What one phase counted and measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    pub(crate) failures: BTreeMap<Failure, u64>,
    /// From when a request was due to when it was sent: how late the load itself is.
    pub(crate) late: Latencies,
    /// From when a request was due to its final answer.
    pub(crate) answer: Latencies,
    /// From when a request was due to its NOTIFY.
    pub(crate) notify: Latencies,
    /// From a change to the NOTIFY that tells it.
    pub(crate) change: Latencies,
    /// All NOTIFYs of this interval.
    pub(crate) lately: Latencies,
}

impl Tally {
    pub(super) fn fail(&mut self, why: Failure) {
        self.counts.failed += 1;
        *self.failures.entry(why).or_default() += 1;
    }

    pub(super) fn answered(&mut self, took: Duration) {
        self.counts.answered += 1;
        self.answer.note(took);
    }

    pub(super) fn notified(&mut self, took: Duration) {
        self.counts.notified += 1;
        self.notify.note(took);
        self.lately.note(took);
    }

    pub(super) fn told(&mut self, took: Duration) {
        self.counts.notified += 1;
        self.change.note(took);
        self.lately.note(took);
    }
}
