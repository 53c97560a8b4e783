//! Turns: where much is to be drawn, each frame is the turn of one part of it, so that none is late
//! because all come at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};

/// Who takes turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Phones and their lamps.
    Phones,
    /// All else that the engine tells of a run.
    Parts,
}

/// The frame that is asked for; to drop it is to take the wish back.
pub(super) type Slot = Rc<RefCell<Option<AnimationFrame>>>;

/// Does something as soon as it is this one's turn.
pub(super) fn in_turn(slot: &Slot, who: Who, work: Box<dyn FnOnce()>) {
    let again = Rc::downgrade(slot);
    let frame = request_animation_frame(move |frame_ms| {
        let Some(slot) = again.upgrade() else { return };
        // Its handle is of no more use: it has fired.
        drop(slot.take());
        if TURNS.with(|turns| turns.take(frame_ms, who)) {
            work();
        } else {
            in_turn(&slot, who, work);
        }
    });
    slot.replace(Some(frame));
}

thread_local! {
    static TURNS: Turns = const { Turns { last: Cell::new((f64::NEG_INFINITY, Who::Phones)), waits: Cell::new(false), spent: Cell::new(false) } };
}

/// Much was done already for the next frame: it is nobody's turn.
pub(super) fn spend() {
    TURNS.with(|turns| turns.spent.set(true));
}

struct Turns {
    /// The frame that was taken last, and by whom.
    last: Cell<(f64, Who)>,
    /// Whether the other one has waited since.
    waits: Cell<bool>,
    /// Whether the next frame is nobody's.
    spent: Cell<bool>,
}

impl Turns {
    /// Takes the frame that began at this time. Who had the last one lets the other go first.
    fn take(&self, frame_ms: f64, who: Who) -> bool {
        let (mut at_ms, by) = self.last.get();
        if self.spent.take() {
            at_ms = frame_ms;
            self.last.set((at_ms, by));
        }
        // All callbacks of one frame are told the same time.
        let taken = at_ms >= frame_ms;
        let mine = by == who;
        // Let go once, and no longer: the other may not want it any more.
        if taken || mine && self.waits.take() {
            self.waits.set(self.waits.get() || !mine);
            return false;
        }
        self.last.set((frame_ms, who));
        self.waits.set(false);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::Who::{Parts, Phones};
    use super::*;

    fn turns() -> Turns {
        Turns { last: Cell::new((0.0, Phones)), waits: Cell::new(false), spent: Cell::new(false) }
    }

    #[test]
    fn a_frame_that_is_spent_already_is_nobodys_and_the_next_one_is_whose_it_would_have_been() {
        let turns = turns();
        turns.spent.set(true);
        let frame = |ms| [Phones, Parts].map(|who| turns.take(ms, who));
        assert_eq!(frame(16.0), [false, false]);
        assert_eq!(frame(33.0), [false, true]);
        assert_eq!(frame(50.0), [true, false]);
    }

    #[test]
    fn two_who_want_every_frame_have_every_second_one_each() {
        let turns = turns();
        let frame = |ms| [Phones, Parts].map(|who| turns.take(ms, who));
        assert_eq!(frame(16.0), [true, false]);
        assert_eq!(frame(33.0), [false, true]);
        assert_eq!(frame(50.0), [true, false]);
        assert_eq!(frame(66.0), [false, true]);
    }

    #[test]
    fn one_alone_has_them_all_and_waits_for_nobody_who_is_gone() {
        let turns = turns();
        assert!(turns.take(16.0, Phones) && turns.take(33.0, Phones));
        assert!(!turns.take(33.0, Parts));
        assert_eq!([50.0, 66.0, 83.0].map(|ms| turns.take(ms, Phones)), [false, true, true]);
    }
}
