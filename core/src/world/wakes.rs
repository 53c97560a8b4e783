//! Wake-ups asked for and not yet due.

use crate::time::Instant;

/// How many of a node's latest wishes are remembered. A node mostly asks again for what it asked
/// for just now; a doubled wake-up past this is harmless, because a node ignores what is of no use.
const REMEMBERED: usize = 4;

/// The latest distinct wake-ups that one node has asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wakes {
    latest: [Instant; REMEMBERED],
    next: u8,
}

impl Default for Wakes {
    fn default() -> Self {
        Wakes { latest: [Instant::FAR_FUTURE; REMEMBERED], next: 0 }
    }
}

impl Wakes {
    /// Whether this wish is new; remembers it if it is.
    pub(super) fn ask(&mut self, at: Instant) -> bool {
        if self.latest.contains(&at) {
            return false;
        }
        if let Some(place) = self.latest.get_mut(usize::from(self.next)) {
            *place = at;
        }
        self.next = (self.next + 1) % REMEMBERED as u8;
        true
    }

    /// The node is being woken: it may ask for this very time again.
    pub(super) fn fired(&mut self, at: Instant) {
        for place in &mut self.latest {
            if *place == at {
                *place = Instant::FAR_FUTURE;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_new_once_until_it_fired() {
        let mut wakes = Wakes::default();
        let t = Instant::from_secs;
        assert!(wakes.ask(t(1)) && wakes.ask(t(2)));
        assert!(!wakes.ask(t(1)) && !wakes.ask(t(2)));
        wakes.fired(t(1));
        assert!(wakes.ask(t(1)) && !wakes.ask(t(2)));
    }

    #[test]
    fn never_is_not_worth_a_wake_up() {
        assert!(!Wakes::default().ask(Instant::FAR_FUTURE));
    }
}
