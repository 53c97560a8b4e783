//! Parts of the picture that are drawn one after the other, each when it is its turn.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use crate::types::Reply;

use super::desk::{Asked, Desk};
use super::freshness::Part;
use super::turn::{Slot, Who, in_turn};

/// Answers of the engine that wait for their frame.
#[derive(Default)]
pub(super) struct Waiting {
    line: RefCell<VecDeque<(Part, Reply)>>,
    frame: Slot,
}

impl Waiting {
    /// Whether any waits.
    pub(super) fn any(&self) -> bool {
        !self.line.borrow().is_empty()
    }

    /// Nothing of what waits is drawn any more.
    pub(super) fn forget(&self) {
        self.line.borrow_mut().clear();
    }
}

impl Desk {
    /// Puts an answer at the end of the line. A newer one of the same kind takes the older one's
    /// place: what it would have drawn is out of date.
    pub(super) fn take_later(self: &Rc<Self>, part: Part, reply: Reply) {
        let mut line = self.waiting.line.borrow_mut();
        match line.iter_mut().find(|(other, _)| *other == part) {
            Some(older) => older.1 = reply,
            None => line.push_back((part, reply)),
        }
        drop(line);
        self.ask_for_a_turn();
    }

    fn ask_for_a_turn(self: &Rc<Self>) {
        if self.waiting.frame.borrow().is_none() {
            let desk = Rc::downgrade(self);
            let next = move || {
                if let Some(desk) = desk.upgrade() {
                    desk.take_next();
                }
            };
            in_turn(&self.waiting.frame, Who::Parts, Box::new(next));
        }
    }

    fn take_next(self: &Rc<Self>) {
        let next = self.waiting.line.borrow_mut().pop_front();
        if let Some((part, reply)) = next {
            self.take(Asked::Part(part), reply);
        }
        if !self.waiting.line.borrow().is_empty() {
            self.ask_for_a_turn();
        }
    }
}
