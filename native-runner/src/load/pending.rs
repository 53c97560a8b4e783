//! The request that is out for a subscription, a registration or a publication: from when it was due
//! to its answer, whatever it asks for.

use lampfield_core::sip::digest::Session;
use lampfield_core::sip::message::Message;
use lampfield_core::sip::transaction::{Answered, ClientId};
use lampfield_core::time::Instant;

use super::dialog::Phase;
use super::tally::Failure;
use super::watchers::Watchers;

/// Whose a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
    Dialog(u32),
    Line(u32),
    Document(u32),
}

impl Owner {
    pub(super) fn to_number(self) -> u64 {
        let (kind, nth) = match self {
            Owner::Dialog(nth) => (0, nth),
            Owner::Line(nth) => (1, nth),
            Owner::Document(nth) => (2, nth),
        };
        kind << 32 | u64::from(nth)
    }

    pub(super) fn from_number(number: u64) -> Owner {
        let nth = u32::try_from(number & u64::from(u32::MAX)).unwrap_or(0);
        match number >> 32 {
            0 => Owner::Dialog(nth),
            1 => Owner::Line(nth),
            _ => Owner::Document(nth),
        }
    }
}

/// What an owner waits for, and how it proves who it is.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// When the request that is out was due; `None` while nothing is under way.
    pub(super) due: Option<Instant>,
    pub(super) request: Option<ClientId>,
    /// The CSeq of the latest request.
    pub(super) cseq: u32,
    pub(super) session: Option<Box<Session>>,
}

/// What an answer says to its owner.
enum Taken {
    /// It belongs to another request than the one that is out.
    NotOurs,
    /// The request is to be sent again, with proof.
    Challenged,
    Refused(Failure),
    /// The request was due then.
    Granted(Instant),
}

impl Pending {
    /// Goes on to the next request: its `Authorization` line, empty where nobody asks for it.
    pub(super) fn advance(&mut self, method: &str, uri: &str, cnonce: u64) -> String {
        self.cseq += 1;
        let session = self.session.as_mut();
        session.map(|session| session.line(method, uri, cnonce)).unwrap_or_default()
    }

    fn take(&mut self, answered: Answered, message: &Message) -> Taken {
        let (Some(due), true) = (self.due, self.request == Some(answered.id)) else {
            return Taken::NotOurs;
        };
        self.request = None;
        if self.session.as_mut().is_some_and(|session| session.challenged(message)) {
            return Taken::Challenged;
        }
        match answered.code {
            ..300 => {
                self.session.iter_mut().for_each(|session| session.passed());
                Taken::Granted(due)
            }
            code => Taken::Refused(Failure::Code(code)),
        }
    }
}

impl Watchers<'_> {
    pub(super) fn pending(&mut self, owner: Owner) -> Option<&mut Pending> {
        match owner {
            Owner::Dialog(nth) => Some(&mut self.dialogs.get_mut(nth as usize)?.pending),
            Owner::Line(nth) => Some(&mut self.lines.get_mut(nth as usize)?.pending),
            Owner::Document(nth) => Some(&mut self.documents.get_mut(nth as usize)?.pending),
        }
    }

    /// Sends the first request of what was due at a moment.
    pub(super) fn start(&mut self, now: Instant, due: Instant, owner: Owner) {
        if let Some(pending) = self.pending(owner) {
            pending.due = Some(due);
        }
        self.open += 1;
        self.tally.counts.asked += 1;
        self.tally.late.note(now - due);
        self.ask(now, owner);
    }

    fn ask(&mut self, now: Instant, owner: Owner) {
        match owner {
            Owner::Dialog(nth) => self.send_subscribe(now, nth),
            Owner::Line(nth) => self.send_register(now, nth),
            Owner::Document(nth) => self.send_publish(now, nth),
        }
    }

    /// Takes an answer.
    pub(super) fn answered(&mut self, now: Instant, answered: Answered, message: &Message) {
        let owner = Owner::from_number(answered.owner);
        let Some(pending) = self.pending(owner) else { return };
        match pending.take(answered, message) {
            Taken::NotOurs => {}
            Taken::Challenged => {
                self.tally.counts.challenged += 1;
                self.ask(now, owner);
            }
            Taken::Refused(why) => self.failed(owner, why),
            Taken::Granted(due) => {
                self.tally.answered(now - due);
                match owner {
                    Owner::Dialog(nth) => self.subscribed(nth, message),
                    Owner::Line(nth) => self.registered(nth),
                    Owner::Document(nth) => self.published(nth, message),
                }
            }
        }
    }

    /// Nothing more is waited for: all was right.
    pub(super) fn done(&mut self, owner: Owner) {
        if let Some(pending) = self.pending(owner) {
            pending.due = None;
        }
        self.open -= 1;
        self.tally.counts.done += 1;
    }

    /// What was asked for, or a subscription that lived, came to a bad end.
    pub(super) fn failed(&mut self, owner: Owner, why: Failure) {
        let Some(pending) = self.pending(owner) else { return };
        let (due, request) = (pending.due.take(), pending.request.take());
        if let Owner::Dialog(nth) = owner
            && let Some(dialog) = self.dialogs.get_mut(nth as usize)
        {
            dialog.phase = Phase::Over;
        }
        self.forget(request);
        self.open -= u32::from(due.is_some());
        self.tally.fail(why);
    }

    /// Waits no longer for what is under way.
    pub(super) fn give_up(&mut self) {
        let dialogs = (0..).zip(&self.dialogs).map(|(nth, dialog)| {
            let why = if dialog.answered { Failure::NoNotify } else { Failure::NoAnswer };
            (&dialog.pending, Owner::Dialog(nth), why)
        });
        let lines = (0..).zip(&self.lines);
        let lines = lines.map(|(nth, l)| (&l.pending, Owner::Line(nth), Failure::NoAnswer));
        let documents = (0..).zip(&self.documents);
        let documents =
            documents.map(|(nth, d)| (&d.pending, Owner::Document(nth), Failure::NoAnswer));
        let late: Vec<(Owner, Failure)> = dialogs
            .chain(lines)
            .chain(documents)
            .filter(|(pending, ..)| pending.due.is_some())
            .map(|(_, owner, why)| (owner, why))
            .collect();
        late.into_iter().for_each(|(owner, why)| self.failed(owner, why));
    }
}
