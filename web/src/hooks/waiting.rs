//! Parts of the picture that are drawn one after the other: each in a frame of its own, so that none
//! is late because all come at once.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};

use crate::types::Reply;

use super::desk::{Asked, Desk};

/// Answers of the engine that wait for their frame.
#[derive(Default)]
pub(super) struct Waiting {
    line: RefCell<VecDeque<(Asked, Reply)>>,
    frame: RefCell<Option<AnimationFrame>>,
}

impl Waiting {
    /// Nothing of what waits is drawn any more.
    pub(super) fn forget(&self) {
        self.line.borrow_mut().clear();
    }
}

impl Desk {
    /// Puts an answer at the end of the line. A newer one of the same kind takes the older one's
    /// place: what it would have drawn is out of date.
    pub(super) fn take_later(self: &Rc<Self>, asked: Asked, reply: Reply) {
        let mut line = self.waiting.line.borrow_mut();
        match line.iter_mut().find(|(other, _)| *other == asked) {
            Some(older) => older.1 = reply,
            None => line.push_back((asked, reply)),
        }
        drop(line);
        self.ask_for_a_frame();
    }

    fn ask_for_a_frame(self: &Rc<Self>) {
        let mut frame = self.waiting.frame.borrow_mut();
        if frame.is_none() {
            let desk = Rc::downgrade(self);
            *frame = Some(request_animation_frame(move |_| {
                if let Some(desk) = desk.upgrade() {
                    desk.take_next();
                }
            }));
        }
    }

    fn take_next(self: &Rc<Self>) {
        // Its handle is of no more use: it has fired.
        drop(self.waiting.frame.take());
        let next = self.waiting.line.borrow_mut().pop_front();
        if let Some((asked, reply)) = next {
            self.take(asked, reply);
        }
        if !self.waiting.line.borrow().is_empty() {
            self.ask_for_a_frame();
        }
    }
}
