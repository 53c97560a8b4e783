//! So many unanswered NOTIFYs for one end at a time; the others wait.
//!
//! One change of a presentity is a NOTIFY for each who watches it, all at one moment. Where many of
//! them are behind one address, its socket holds what a moment brings only up to a point, and what is
//! lost there comes again after half a second at best. So an end is sent [`WINDOW`] of them, and a
//! further one for each that it answers.
//!
//! A NOTIFY that waits was not sent: when its transaction wants it sent again, it goes on waiting, and
//! is there once. One that nobody answers gives its place away after timer F, when its transaction
//! gives up too.

use super::{DeskAction, End};
use crate::limits;
use crate::lookup::LookupMap;
use crate::time::{Duration, Instant};
use std::collections::VecDeque;
use std::sync::Arc;

/// Unanswered NOTIFYs for one end. At a kilobyte each they are a third of what a socket holds where
/// nobody asked for more (Linux counts 2 304 bytes for each of 212 992).
pub(super) const WINDOW: u32 = 32;

/// For this many there is always room.
const KEEP: usize = 1_024;

/// A NOTIFY that was not sent yet.
#[derive(Clone, Debug)]
struct Waiting {
    branch: u64,
    since: Instant,
    bytes: Arc<[u8]>,
}

/// One end that owes answers.
#[derive(Clone, Debug, Default)]
struct Lane {
    unanswered: u32,
    waiting: VecDeque<Waiting>,
}

/// Where a NOTIFY is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Waits,
    Unanswered(End),
}

/// All NOTIFYs under way over UDP, by their branches.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    lanes: LookupMap<End, Lane>,
    places: LookupMap<u64, Place>,
    /// When each was sent first, oldest first; those that were answered leave once they are oldest.
    sent: VecDeque<(Instant, u64)>,
    /// How many wait.
    waiting: usize,
    /// Timer F: how long one may be unanswered.
    gives_up: Duration,
}

impl Pace {
    /// Nothing is under way. `gives_up` is timer F.
    pub(super) fn new(gives_up: Duration) -> Self {
        Pace {
            lanes: LookupMap::new(),
            places: LookupMap::new(),
            sent: VecDeque::new(),
            waiting: 0,
            gives_up,
        }
    }

    /// A NOTIFY for an end: it is sent, or waits until it may be. Past [`limits::WAITING_NOTIFIES`] it
    /// is lost, as on any network, and its transaction brings it again.
    pub(super) fn send(
        &mut self,
        now: Instant,
        to: End,
        (branch, bytes): (u64, Arc<[u8]>),
        out: &mut Vec<DeskAction>,
    ) {
        match self.places.get(&branch) {
            Some(Place::Waits) => return,
            Some(Place::Unanswered(_)) => return out.push(DeskAction::Send { to, bytes }),
            None => {}
        }
        let lane = self.lanes.get_or_insert_with(to, Lane::default);
        if lane.unanswered < WINDOW {
            lane.unanswered += 1;
            self.places.insert(branch, Place::Unanswered(to));
            self.sent.push_back((now, branch));
            out.push(DeskAction::Send { to, bytes });
        } else if limits::WAITING_NOTIFIES.check(self.waiting + 1).is_ok() {
            lane.waiting.push_back(Waiting { branch, since: now, bytes });
            self.places.insert(branch, Place::Waits);
            self.waiting += 1;
        }
    }

    /// A NOTIFY has its final answer, from wherever: the next one for its end may go.
    pub(super) fn answered(&mut self, now: Instant, branch: u64, out: &mut Vec<DeskAction>) {
        self.leaves(now, branch, out);
        self.prune();
    }

    /// Gives up what nobody answered in time.
    pub(super) fn tick(&mut self, now: Instant, out: &mut Vec<DeskAction>) {
        while let Some((sent, branch)) = self.sent.front().copied() {
            if now - sent < self.gives_up {
                break;
            }
            self.sent.pop_front();
            self.leaves(now, branch, out);
        }
        self.prune();
    }

    /// When to call [`Pace::tick`] next.
    pub(super) fn next_at(&self) -> Option<Instant> {
        self.sent.front().map(|(sent, _)| *sent + self.gives_up)
    }

    /// One that was sent is unanswered no longer.
    fn leaves(&mut self, now: Instant, branch: u64, out: &mut Vec<DeskAction>) {
        let Some(Place::Unanswered(end)) = self.places.get(&branch).copied() else { return };
        self.places.remove(&branch);
        let Some(lane) = self.lanes.get_mut(&end) else { return };
        lane.unanswered -= 1;
        while lane.unanswered < WINDOW
            && let Some(Waiting { branch, since, bytes }) = lane.waiting.pop_front()
        {
            self.waiting -= 1;
            if now - since >= self.gives_up {
                // Its transaction has given it up.
                self.places.remove(&branch);
                continue;
            }
            lane.unanswered += 1;
            self.places.insert(branch, Place::Unanswered(end));
            self.sent.push_back((now, branch));
            out.push(DeskAction::Send { to: end, bytes });
        }
        if lane.unanswered == 0 {
            self.lanes.remove(&end);
        }
    }

    /// Drops what is over from the front, and gives back the room that a storm took.
    fn prune(&mut self) {
        while self.sent.front().is_some_and(|(_, branch)| !self.places.contains_key(branch)) {
            self.sent.pop_front();
        }
        if self.sent.capacity() > KEEP && self.sent.len() < self.sent.capacity() / 4 {
            self.sent.shrink_to(self.sent.len() * 2);
            self.places.shrink_to(self.places.len() * 2);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip::Transport;
    use crate::sip::address::HostPort;

    const F: Duration = Duration::from_secs(32);

    fn end(port: u16) -> End {
        End { transport: Transport::Udp, address: HostPort { ip: [127, 0, 0, 1], port } }
    }

    /// A pace, and the branches that it sent.
    struct Rig {
        pace: Pace,
        now: Instant,
        sent: Vec<u64>,
    }

    impl Rig {
        fn new() -> Rig {
            Rig { pace: Pace::new(F), now: Instant::ZERO, sent: Vec::new() }
        }

        fn take(&mut self, out: Vec<DeskAction>) {
            for action in out {
                let DeskAction::Send { bytes, .. } = action else { panic!("{action:?}") };
                self.sent.push(u64::from_le_bytes(bytes.as_ref().try_into().unwrap()));
            }
        }

        fn send(&mut self, to: End, branch: u64) {
            let mut out = Vec::new();
            let bytes = Arc::new(branch.to_le_bytes());
            self.pace.send(self.now, to, (branch, bytes), &mut out);
            self.take(out);
        }

        fn answer(&mut self, branch: u64) {
            let mut out = Vec::new();
            self.pace.answered(self.now, branch, &mut out);
            self.take(out);
        }

        fn tick(&mut self) {
            let mut out = Vec::new();
            self.pace.tick(self.now, &mut out);
            self.take(out);
        }
    }

    #[test]
    fn an_end_has_a_window_and_a_further_one_for_each_answer_in_their_order() {
        let mut rig = Rig::new();
        let window = u64::from(WINDOW);
        (0..window + 10).for_each(|branch| rig.send(end(1), branch));
        assert_eq!(rig.sent, (0..window).collect::<Vec<_>>());
        // Another end has a window of its own.
        rig.send(end(2), 1_000);
        assert_eq!(rig.sent.pop(), Some(1_000));
        for (nth, branch) in (0..10).rev().enumerate() {
            rig.answer(branch);
            assert_eq!(rig.sent.last(), Some(&(window + nth as u64)));
        }
        (0..window + 10).for_each(|branch| rig.answer(branch));
        rig.answer(1_000);
        assert_eq!(rig.sent.len() as u64, window + 10);
        assert_eq!((rig.pace.lanes.len(), rig.pace.places.len(), rig.pace.waiting), (0, 0, 0));
        assert_eq!(rig.pace.next_at(), None);
    }

    #[test]
    fn one_that_waits_is_there_once_however_often_its_transaction_repeats_it() {
        let mut rig = Rig::new();
        let window = u64::from(WINDOW);
        (0..=window).for_each(|branch| rig.send(end(1), branch));
        (0..5).for_each(|_| rig.send(end(1), window));
        assert_eq!(rig.sent.len() as u64, window, "it was not sent");
        rig.answer(0);
        assert_eq!(rig.sent.iter().filter(|branch| **branch == window).count(), 1);
        // Now it was sent, so it is sent again, as is one of the first.
        rig.send(end(1), window);
        rig.send(end(1), 1);
        assert_eq!(rig.sent.split_off(rig.sent.len() - 2), [window, 1]);
        assert_eq!(rig.pace.waiting, 0);
    }

    #[test]
    fn an_answer_that_comes_again_or_belongs_to_nothing_opens_no_window() {
        let mut rig = Rig::new();
        let window = u64::from(WINDOW);
        (0..window + 2).for_each(|branch| rig.send(end(1), branch));
        rig.answer(0);
        rig.answer(0);
        rig.answer(9_999);
        // One that waits cannot have been answered.
        rig.answer(window + 1);
        assert_eq!(rig.sent.len() as u64, window + 1);
        assert_eq!(rig.pace.waiting, 1);
    }

    #[test]
    fn an_end_that_never_answers_is_sent_no_more_than_a_window_in_timer_f() {
        let mut rig = Rig::new();
        let window = u64::from(WINDOW);
        (0..3 * window).for_each(|branch| rig.send(end(1), branch));
        assert_eq!(rig.pace.next_at(), Some(Instant::ZERO + F));
        rig.now = Instant::from_secs(31);
        // These come later, so they are still wanted when the first are given up.
        (0..window).for_each(|nth| rig.send(end(1), 1_000 + nth));
        rig.tick();
        assert_eq!(rig.sent.len() as u64, window);
        rig.now = Instant::from_secs(32);
        rig.tick();
        let late: Vec<u64> = rig.sent.drain(window as usize..).collect();
        assert_eq!(late, (1_000..1_000 + window).collect::<Vec<_>>());
        rig.now = Instant::from_secs(64);
        rig.tick();
        assert_eq!((rig.pace.lanes.len(), rig.pace.places.len()), (0, 0));
        assert_eq!((rig.pace.sent.len(), rig.pace.waiting), (0, 0));
    }

    #[test]
    fn what_waits_is_bounded() {
        let mut rig = Rig::new();
        let bound = limits::WAITING_NOTIFIES.bound;
        (0..u64::from(WINDOW) + bound + 5).for_each(|branch| rig.send(end(1), branch));
        assert_eq!(rig.pace.waiting as u64, bound);
        // One that found no room is taken when its transaction brings it again.
        rig.answer(0);
        rig.send(end(1), u64::from(WINDOW) + bound + 1);
        assert_eq!(rig.pace.waiting as u64, bound);
    }
}
