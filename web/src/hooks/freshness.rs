//! When a part of the picture must be asked for again.

/// What was asked last, and whether the answer is still out.
#[derive(Debug)]
pub(crate) struct Freshness<K> {
    asked: Option<K>,
    outstanding: bool,
    at_ms: f64,
}

impl<K> Default for Freshness<K> {
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

impl<K: PartialEq> Freshness<K> {
    /// Whether to ask for what `key` names, at most every `pause_ms`.
    pub(crate) fn judge(&mut self, key: K, now_ms: f64, pause_ms: f64) -> Verdict {
        if self.asked.as_ref() == Some(&key) {
            return Verdict::Fresh;
        }
        if self.outstanding || now_ms - self.at_ms < pause_ms {
            return Verdict::Later;
        }
        self.asked = Some(key);
        self.outstanding = true;
        self.at_ms = now_ms;
        Verdict::Ask
    }

    /// The same for what the page may have put away since it was answered: where it is not shown, it
    /// is asked for again, and without a pause.
    pub(crate) fn judge_shown(
        &mut self,
        shown: bool,
        key: K,
        now_ms: f64,
        pause_ms: f64,
    ) -> Verdict {
        if !shown && !self.outstanding {
            self.asked = None;
        }
        self.judge(key, now_ms, if shown { pause_ms } else { 0.0 })
    }

    /// Its answer came.
    pub(crate) fn answered(&mut self) {
        self.outstanding = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_asked_once_and_at_most_one_request_is_out() {
        let mut freshness = Freshness::default();
        assert_eq!(freshness.judge(1, 0.0, 0.0), Verdict::Ask);
        assert_eq!(freshness.judge(1, 1.0, 0.0), Verdict::Fresh);
        assert_eq!(freshness.judge(2, 2.0, 0.0), Verdict::Later);
        freshness.answered();
        assert_eq!(freshness.judge(2, 3.0, 0.0), Verdict::Ask);
    }

    #[test]
    fn what_was_answered_and_is_not_shown_any_more_is_asked_again() {
        let mut freshness = Freshness::default();
        assert_eq!(freshness.judge_shown(false, 1, 0.0, 200.0), Verdict::Ask);
        assert_eq!(freshness.judge_shown(false, 1, 1.0, 200.0), Verdict::Fresh);
        freshness.answered();
        assert_eq!(freshness.judge_shown(true, 1, 2.0, 200.0), Verdict::Fresh);
        // It was put away, as *Why?* of a lamp is where an event is looked at in between.
        assert_eq!(freshness.judge_shown(false, 1, 3.0, 200.0), Verdict::Ask);
    }

    #[test]
    fn a_pause_is_kept_between_two() {
        let mut freshness = Freshness::default();
        freshness.judge(1, 0.0, 200.0);
        freshness.answered();
        assert_eq!(freshness.judge(2, 199.0, 200.0), Verdict::Later);
        assert_eq!(freshness.judge(2, 200.0, 200.0), Verdict::Ask);
    }
}
