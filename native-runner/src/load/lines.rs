//! Watchers that register first, as a CallManager wants it of its phones.

use lampfield_core::sip::digest::Session;
use lampfield_core::sip::message::{ContactParts, Message, RegisterParts};
use lampfield_core::sip::transaction::{Answered, ClientId};
use lampfield_core::time::Instant;

use super::dialog::uri;
use super::tally::Failure;
use super::watchers::{Owner, Watchers};

/// The registration of one watcher.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) registered: bool,
    /// Whether the request that is out takes it back.
    leaves: bool,
    stamp: u32,
    cseq: u32,
    due: Option<Instant>,
    request: Option<ClientId>,
    session: Option<Box<Session>>,
}

impl Watchers<'_> {
    /// Registers a watcher, or takes that back.
    pub(super) fn register(&mut self, now: Instant, due: Instant, nth: u32, leaves: bool) -> bool {
        let stamp = self.stamp();
        let session = self.session(&self.plan.watchers.name(nth));
        let Some(line) = self.lines.get_mut(nth as usize) else { return false };
        if line.registered != leaves {
            return false;
        }
        if !leaves {
            (line.stamp, line.session) = (stamp, session);
        }
        (line.leaves, line.due) = (leaves, Some(due));
        self.open += 1;
        self.tally.counts.asked += 1;
        self.tally.late.note(now - due);
        self.send_register(now, nth);
        true
    }

    fn send_register(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let (user, socket) = (plan.watchers.name(nth), plan.socket_of(nth));
        let (own, registrar) = (self.own(socket), format!("sip:{}", plan.target));
        let cnonce = self.token();
        let Some(line) = self.lines.get_mut(nth as usize) else { return };
        line.cseq += 1;
        let session = line.session.as_mut();
        let proof = session.map(|session| session.line("REGISTER", &registrar, cnonce));
        let (stamp, cseq, leaves) = (line.stamp, line.cseq, line.leaves);
        let request = self.request(now, (Owner::Line(nth), socket), |_, branch, out| {
            RegisterParts {
                request_uri: &registrar,
                via: own,
                branch,
                aor: &uri(&user, plan.target),
                from_tag: &format!("{stamp:08x}"),
                call_id: &format!("r{nth:08x}{stamp:08x}"),
                cseq,
                contact: ContactParts { uri: &uri(&user, own), ..ContactParts::default() },
                expires: if leaves { 0 } else { plan.expires },
                authorization: proof.as_deref().unwrap_or_default(),
            }
            .write(out);
        });
        if let Some(line) = self.lines.get_mut(nth as usize) {
            line.request = request;
        }
        if request.is_none() {
            self.line_failed(nth, Failure::NoAnswer);
        }
    }

    pub(super) fn line_answered(
        &mut self,
        now: Instant,
        nth: u32,
        answered: Answered,
        message: &Message,
    ) {
        let Some(line) = self.lines.get_mut(nth as usize) else { return };
        let (Some(due), true) = (line.due, line.request == Some(answered.id)) else { return };
        line.request = None;
        if line.session.as_mut().is_some_and(|session| session.challenged(message)) {
            self.tally.counts.challenged += 1;
            return self.send_register(now, nth);
        }
        if answered.code >= 300 {
            return self.line_failed(nth, Failure::Code(answered.code));
        }
        (line.registered, line.due) = (!line.leaves, None);
        self.open -= 1;
        self.tally.counts.done += 1;
        self.tally.answered(now - due);
    }

    pub(super) fn line_failed(&mut self, nth: u32, why: Failure) {
        let Some(line) = self.lines.get_mut(nth as usize) else { return };
        line.due = None;
        let request = line.request.take();
        self.forget(request);
        self.open -= 1;
        self.tally.fail(why);
    }

    pub(super) fn give_up_lines(&mut self) {
        let open = (0..).zip(&self.lines).filter(|(_, line)| line.due.is_some());
        let late: Vec<u32> = open.map(|(nth, _)| nth).collect();
        late.into_iter().for_each(|nth| self.line_failed(nth, Failure::NoAnswer));
    }
}
