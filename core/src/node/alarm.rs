//! One wake-up at a time, however often a node's next deadline moves.

use crate::node::{Outbox, WakeReason};
use crate::time::Instant;

/// The earliest wake-up that a node has asked for and not yet had.
#[derive(Clone, Debug)]
pub(super) struct Alarm {
    asked: Instant,
}

impl Alarm {
    /// Nothing asked for yet.
    pub(super) fn new() -> Self {
        Alarm { asked: Instant::FAR_FUTURE }
    }

    /// Forgets a wake-up that has come.
    pub(super) fn rang(&mut self, now: Instant) {
        if now >= self.asked {
            self.asked = Instant::FAR_FUTURE;
        }
    }

    /// Sees to a wake-up at `next` at the latest. Asks only where none is under way that early: it
    /// comes too early where the deadline moved away, and then asks again.
    pub(super) fn see_to(&mut self, next: Option<(Instant, WakeReason)>, out: &mut Outbox) {
        if let Some((at, reason)) = next
            && at < self.asked
        {
            self.asked = at;
            out.wake_at(at, reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Output;

    #[test]
    fn a_wake_up_is_asked_for_once_and_again_only_for_an_earlier_time_or_after_it_came() {
        let at = |s| Some((Instant::from_secs(s), WakeReason::Refresh));
        let (mut alarm, mut out) = (Alarm::new(), Outbox::default());
        for next in [at(5), at(5), at(9), at(3), None] {
            alarm.see_to(next, &mut out);
        }
        alarm.rang(Instant::from_secs(2));
        alarm.see_to(at(9), &mut out);
        alarm.rang(Instant::from_secs(3));
        alarm.see_to(at(9), &mut out);
        let times: Vec<i64> = out
            .outputs
            .iter()
            .map(|o| match o {
                Output::WakeAt { at, .. } => at.as_micros() / 1_000_000,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(times, [5, 3, 9]);
    }
}
