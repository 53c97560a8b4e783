//! Time runs while it plays: one look at the wall clock per animation frame.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

use super::Desk;
use super::use_change::{On, ends_with, use_change_until};

#[derive(Default)]
struct Loop {
    frame: RefCell<Option<AnimationFrame>>,
    last_ms: RefCell<Option<f64>>,
}

impl Loop {
    fn next(self: &Rc<Self>, desk: Rc<Desk>) {
        let this = Rc::downgrade(self);
        let frame = request_animation_frame(move |now_ms| {
            let Some(this) = this.upgrade() else { return };
            let before = this.last_ms.replace(Some(now_ms));
            desk.tick(microseconds(now_ms - before.unwrap_or(now_ms)));
            this.next(desk);
        });
        self.frame.replace(Some(frame));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "frames are short, and a cast saturates")]
fn microseconds(ms: f64) -> i64 {
    (ms * 1000.0) as i64
}

/// Lets time run while `playing`.
#[hook]
pub fn use_play(desk: &Rc<Desk>, playing: bool) {
    let desk = Rc::clone(desk);
    let act = move || {
        let frames = Rc::new(Loop::default());
        if playing {
            frames.next(desk);
        }
        // Dropping it cancels the frame that is asked for.
        ends_with(frames)
    };
    use_change_until(On::new(playing), Box::new(act));
}
