//! When a part of the picture must be asked for again.

use crate::types::Request;
use crate::wire::request_bytes;

/// A part of the picture, drawn from an answer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Ladder,
    Lanes,
    Strip,
    Outcomes,
    Why,
    Message,
    /// The document's text.
    Document,
    /// What is wrong with what is typed.
    Check,
    Branches,
    Timers,
    Matrix,
    Objects,
    Form,
}

/// What is asked for a part of the picture, and when.
#[derive(Debug)]
pub(crate) struct Look {
    pub(crate) part: Part,
    pub(crate) request: Request,
    /// The state of what it is about: the run's version, or another count, and a moment, microseconds.
    pub(crate) of: (u32, i64),
    /// Whether the page shows what was answered last.
    pub(crate) shown: bool,
    /// At least so much between two of them, milliseconds.
    pub(crate) pause_ms: f64,
}

impl Look {
    /// What tells it from any other.
    fn key(&mut self) -> Key {
        (self.of, request_bytes(0, &mut self.request))
    }
}

/// Of which state something was asked, and what, as it crosses to the engine.
pub(crate) type Key = ((u32, i64), Vec<u8>);

/// What was asked last, and whether the answer is still out.
#[derive(Debug)]
pub(crate) struct Freshness {
    asked: Option<Key>,
    outstanding: bool,
    at_ms: f64,
}

impl Default for Freshness {
    fn default() -> Self {
        Self { asked: None, outstanding: false, at_ms: f64::NEG_INFINITY }
    }
}

/// What to do about a part of the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It is as it should be, or on its way.
    Fresh,
    /// It must be asked for now.
    Ask,
    /// It must be asked for, but so soon after the last time only later.
    Later,
}

impl Freshness {
    /// Whether to ask for it. What the page has put away since it was answered is asked for again, and
    /// without a pause.
    pub(crate) fn judge(&mut self, look: &mut Look, now_ms: f64) -> Verdict {
        let key = look.key();
        if !look.shown && !self.outstanding {
            self.asked = None;
        }
        if self.asked.as_ref() == Some(&key) {
            return Verdict::Fresh;
        }
        if self.outstanding || look.shown && now_ms - self.at_ms < look.pause_ms {
            return Verdict::Later;
        }
        self.asked = Some(key);
        self.outstanding = true;
        self.at_ms = now_ms;
        Verdict::Ask
    }

    /// What was asked last.
    pub(crate) fn asked(&self) -> Option<&Key> {
        self.asked.as_ref()
    }

    /// Its answer came.
    pub(crate) fn answered(&mut self) {
        self.outstanding = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(version: u32) -> Look {
        let request = Request::Lanes;
        Look { part: Part::Lanes, request, of: (version, 0), shown: true, pause_ms: 200.0 }
    }

    #[test]
    fn the_same_is_asked_once_and_at_most_one_request_is_out() {
        let mut freshness = Freshness::default();
        assert_eq!(freshness.judge(&mut look(1), 0.0), Verdict::Ask);
        assert_eq!(freshness.judge(&mut look(1), 1.0), Verdict::Fresh);
        assert_eq!(freshness.judge(&mut look(2), 300.0), Verdict::Later);
        freshness.answered();
        assert_eq!(freshness.judge(&mut look(2), 300.0), Verdict::Ask);
    }

    #[test]
    fn what_was_answered_and_is_not_shown_any_more_is_asked_again() {
        let mut freshness = Freshness::default();
        let gone = || Look { shown: false, ..look(1) };
        assert_eq!(freshness.judge(&mut gone(), 0.0), Verdict::Ask);
        assert_eq!(freshness.judge(&mut gone(), 1.0), Verdict::Fresh);
        freshness.answered();
        assert_eq!(freshness.judge(&mut look(1), 2.0), Verdict::Fresh);
        // It was put away, as *Why?* of a lamp is where an event is looked at in between.
        assert_eq!(freshness.judge(&mut gone(), 3.0), Verdict::Ask);
    }

    #[test]
    fn a_pause_is_kept_between_two() {
        let mut freshness = Freshness::default();
        freshness.judge(&mut look(1), 0.0);
        freshness.answered();
        assert_eq!(freshness.judge(&mut look(2), 199.0), Verdict::Later);
        assert_eq!(freshness.judge(&mut look(2), 200.0), Verdict::Ask);
    }
}
