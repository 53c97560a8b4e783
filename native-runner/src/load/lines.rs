//! Watchers that register first, as a CallManager wants it of its phones.

use lampfield_core::sip::message::{ContactParts, RegisterParts};
use lampfield_core::time::Instant;

use super::dialog::uri;
use super::pending::{Owner, Pending};
use super::watchers::Watchers;

/// The registration of one watcher.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) registered: bool,
    /// Whether the request that is out takes it back.
    leaves: bool,
    stamp: u32,
    pub(super) pending: Pending,
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
            (line.stamp, line.pending.session) = (stamp, session);
        }
        line.leaves = leaves;
        self.start(now, due, Owner::Line(nth));
        true
    }

    pub(super) fn send_register(&mut self, now: Instant, nth: u32) {
        let plan = self.plan;
        let (user, socket) = (plan.watchers.name(nth), plan.socket_of(nth));
        let (own, registrar) = (self.own(socket), format!("sip:{}", plan.target));
        let cnonce = self.token();
        let Some(line) = self.lines.get_mut(nth as usize) else { return };
        let proof = line.pending.advance("REGISTER", &registrar, cnonce);
        let (stamp, cseq, leaves) = (line.stamp, line.pending.cseq, line.leaves);
        self.request(now, (Owner::Line(nth), socket), |_, branch, out| {
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
                authorization: &proof,
            }
            .write(out);
        });
    }

    /// What was asked for is so.
    pub(super) fn registered(&mut self, nth: u32) {
        let Some(line) = self.lines.get_mut(nth as usize) else { return };
        line.registered = !line.leaves;
        self.done(Owner::Line(nth));
    }
}
