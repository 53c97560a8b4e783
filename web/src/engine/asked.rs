//! What is asked of an open run by parts of the page of their own.

use super::{Open, build, compare, matrix, refused, timers, view};
use crate::types::{Reply, Request};
use lampfield_core::id::EventId;
use lampfield_core::node::{NodeEvent, WakeReason};
use lampfield_core::scenario::MemorySources;
use lampfield_core::trace::What;
use lampfield_core::trace::ladder::{LadderOptions, ladder};

/// What a lamp of a ticket says instead of its why.
const HIDDEN: &str = "while a ticket is open, a lamp does not say why";

impl Open {
    /// What parts of the page of their own ask for.
    pub(super) fn of_a_pane(
        &mut self,
        request: Request,
        files: &MemorySources,
        tell: &mut dyn FnMut(u16),
    ) -> Reply {
        match request {
            Request::Lesson
            | Request::LessonGo { .. }
            | Request::LessonPlay { .. }
            | Request::LessonVerdict { .. }
            | Request::LessonCheck { .. } => self.teach(&request, tell),
            Request::Tour => self.tour(),
            Request::TicketSay { .. } | Request::TicketCheck | Request::TicketGiveUp => {
                self.attend(&request)
            }
            Request::Objects
            | Request::Form { .. }
            | Request::Place { .. }
            | Request::Watch { .. } => self.configure(request, files),
            Request::Branches { .. }
            | Request::Switch { .. }
            | Request::Forget { .. }
            | Request::Skip { .. }
            | Request::StepToExpiry
            | Request::Timers
            | Request::LadderText
            | Request::Matrix
            | Request::Cell { .. } => self.otherwise(request, files, tell),
            _ => refused("this is asked of the session"),
        }
    }

    /// What is told of a lamp or a message.
    pub(super) fn tell_why(&mut self, request: Request) -> Reply {
        match request {
            Request::Explain { .. } if self.hides() => refused(HIDDEN),
            Request::Explain { subject } => view::why(&self.run, &subject)
                .map_or_else(|words| refused(&words), |why| Reply::Why { why }),
            Request::Message { event } => match view::message(&self.run, &mut self.ladder, event) {
                Some(mut message) => {
                    message.why = message.why.filter(|_| !self.hides());
                    Reply::Message { message: Box::new(message) }
                }
                None => refused("that event is not, or no longer, in the trace"),
            },
            _ => refused("this is asked of the session"),
        }
    }

    /// What an administrator asks for.
    pub(super) fn configure(&mut self, request: Request, files: &MemorySources) -> Reply {
        match request {
            Request::Objects => Reply::Objects { kinds: build::kinds(&self.run) },
            Request::Form { cluster, table, name } => {
                match build::form(&self.run, &cluster, &table, &name) {
                    Some(form) => Reply::Form { form: Box::new(form) },
                    None => refused("that object is not there any more"),
                }
            }
            Request::Place { cluster, what } => {
                let acts = build::place(&self.run, &cluster, &what);
                self.act_all(acts, files)
            }
            Request::Watch { phone, button, number, label } => {
                let acts = build::watch(&self.run, &phone, button, &number, &label);
                self.act_all(acts, files)
            }
            _ => refused("this is asked of the session"),
        }
    }

    /// What is asked of time that went otherwise, and of who may watch whom.
    pub(super) fn otherwise(
        &mut self,
        request: Request,
        files: &MemorySources,
        tell: &mut dyn FnMut(u16),
    ) -> Reply {
        match request {
            Request::Branches { compare } => {
                let (lamps, beside) = (&mut self.lamps, &mut self.beside);
                Reply::Branches { view: compare::branches(&self.run, lamps, beside, compare) }
            }
            Request::Switch { branch } => {
                self.beside = None;
                match self.run.switch(branch) {
                    true => self.another(),
                    false => refused("that branch is not there any more"),
                }
            }
            Request::Forget { branch } => {
                self.run.forget(branch);
                self.beside = None;
                self.snapshot(true)
            }
            Request::Skip { event } => match self.run.skip(EventId(event.into()), files) {
                Ok(()) => {
                    self.beside = None;
                    self.another()
                }
                Err(words) => refused(&words),
            },
            Request::StepToExpiry => {
                if self.run.step_to(tell, is_expiry) {
                    return self.snapshot(false);
                }
                refused("nothing runs out any more")
            }
            Request::Timers => Reply::Timers { view: timers::timers(&self.run) },
            Request::LadderText => {
                let world = self.run.player().world();
                let all = ladder(world.site(), world.trace(), &LadderOptions::default());
                Reply::Text { text: all.to_string() }
            }
            Request::Matrix => Reply::Matrix { view: matrix::matrix(&self.run) },
            Request::Cell { .. } if self.hides() => refused(HIDDEN),
            Request::Cell { watcher, line, list } => matrix::why(&self.run, watcher, line, list)
                .map_or_else(
                    || refused("that cell is not there any more"),
                    |why| Reply::Why { why },
                ),
            _ => refused("this is asked of the session"),
        }
    }
}

/// Whether a subscription or registration runs out, is refreshed or tried again.
fn is_expiry(what: &What) -> bool {
    use WakeReason::{Expire, Refresh, Retry};
    matches!(what, What::Node(NodeEvent::TimerFired(Expire | Refresh | Retry)))
}
