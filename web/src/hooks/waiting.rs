//! Parts of the picture that are drawn one after the other: each in a frame of its own, so that none
//! is late because all come at once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};

use crate::types::Reply;

use super::desk::Asked;

type Draw = Box<dyn Fn(Asked, Reply)>;

/// Answers of the engine that wait for their frame.
#[derive(Clone, Default)]
pub(super) struct Waiting(Rc<Inner>);

#[derive(Default)]
struct Inner {
    line: RefCell<VecDeque<(Asked, Reply, Draw)>>,
    frame: RefCell<Option<AnimationFrame>>,
}

impl Waiting {
    /// Puts an answer at the end of the line. A newer one of the same kind takes the older one's
    /// place: what it would have drawn is out of date.
    pub(super) fn add(&self, asked: Asked, reply: Reply, draw: impl Fn(Asked, Reply) + 'static) {
        let mut line = self.0.line.borrow_mut();
        match line.iter_mut().find(|(other, ..)| *other == asked) {
            Some(older) => older.1 = reply,
            None => line.push_back((asked, reply, Box::new(draw))),
        }
        drop(line);
        self.ask_for_a_frame();
    }

    /// Nothing of what waits is drawn any more.
    pub(super) fn forget(&self) {
        self.0.line.borrow_mut().clear();
    }

    fn ask_for_a_frame(&self) {
        if self.0.frame.borrow().is_some() {
            return;
        }
        let waiting = Rc::downgrade(&self.0);
        let frame = request_animation_frame(move |_| {
            let Some(inner) = waiting.upgrade() else { return };
            let waiting = Waiting(inner);
            // Its handle is of no more use: it has fired.
            drop(waiting.0.frame.take());
            let next = waiting.0.line.borrow_mut().pop_front();
            if let Some((asked, reply, draw)) = next {
                draw(asked, reply);
            }
            if !waiting.0.line.borrow().is_empty() {
                waiting.ask_for_a_frame();
            }
        });
        self.0.frame.replace(Some(frame));
    }
}
