//! The active configuration changes while the cluster runs: what follows at once, and what a Reset
//! does (ADMIN-2, R-9).

use super::CallManager;
use super::calls::Towards;
use super::fanout::{Ending, LinkEnding};
use super::switch::{DeviceLine, Effects};
use super::watches::On;
use crate::cluster::Cluster;
use crate::gather::Gather;
use crate::id::{DnId, PhoneId, TrunkId};
use crate::node::{Configured, Device, LinkMessage, Outbox, node_of_phone};
use crate::presence::{Answer, Found, NoRecord, Outcome, PublishedStatus, decide};
use crate::sip::Reason;
use crate::site::index_at;
use crate::time::Instant;
use std::sync::Arc;

impl CallManager {
    /// Takes another configuration: the dial plan, the lines, then every live watch is asked again;
    /// then the devices that were Reset start afresh.
    pub(super) fn configured(&mut self, now: Instant, configured: Configured, out: &mut Outbox) {
        let Configured { cluster, restarts } = configured;
        let numbers = self.cluster.directory_numbers.iter();
        let before: Vec<(DnId, PublishedStatus)> =
            numbers.map(|(dn, _)| (dn, self.engine.status(dn))).gather();
        let phones = cluster.phones.capacity();
        self.registrar.see_phones(phones);
        self.watches.see_phones(phones);
        self.index = Arc::new(index_at(&cluster, self.address));
        self.engine.reconfigure(&cluster);
        let old = core::mem::replace(&mut self.cluster, cluster);
        self.pings.look = true;
        self.take_lines(now, &old, out);
        self.publish_differences(now, &before, out);
        self.ask_all_again(now, out);
        for device in restarts.iter() {
            match device {
                Device::Phone(phone) => self.restart_phone(now, *phone, out),
                Device::Trunk(trunk) => self.restart_trunk(now, *trunk, out),
                // Another one begins in its place, with this configuration.
                Device::CallManager => {}
            }
        }
        self.ask_denied_again(out);
        self.carry_out(now, out);
    }

    /// Lines that phones gained or lost, and phones that are no more.
    fn take_lines(&mut self, now: Instant, old: &Arc<Cluster>, out: &mut Outbox) {
        let new = Arc::clone(&self.cluster);
        let mut effects = core::mem::take(&mut self.effects);
        for (phone, before) in old.phones.iter() {
            match new.phones.get(phone) {
                None => self.phone_deleted(now, phone, &mut effects, out),
                Some(after) if after.lines != before.lines => {
                    effects.lines.extend(after.lines.iter().map(|&dn| DeviceLine { phone, dn }));
                }
                Some(_) => {}
            }
        }
        self.settle(now, Towards::All, effects, out);
    }

    fn phone_deleted(
        &mut self,
        now: Instant,
        phone: PhoneId,
        effects: &mut Effects,
        out: &mut Outbox,
    ) {
        self.drop_watches(now, phone, out);
        self.forget_legs(phone);
        self.switch.gone(phone, effects);
        self.registrar.forget(phone);
    }

    /// Presentities whose status is another because their devices are others now.
    fn publish_differences(
        &mut self,
        now: Instant,
        before: &[(DnId, PublishedStatus)],
        out: &mut Outbox,
    ) {
        for (dn, status) in before {
            let is_there = self.cluster.directory_numbers.get(*dn).is_some();
            if is_there && self.engine.status(*dn) != *status {
                self.publish(now, *dn, out);
            }
        }
    }

    /// Group permissions, the group of a number, parameters and the dial plan act at once: a watch
    /// that is no longer permitted ends, one that now leads elsewhere is moved.
    fn ask_all_again(&mut self, now: Instant, out: &mut Outbox) {
        for handle in self.watches.handles() {
            let Some(watch) = self.watches.get(handle) else { continue };
            let question = watch.question();
            let answer = decide(&self.cluster, &self.index, &question, &mut NoRecord);
            if answer == watch.answer {
                if watch.on == On::Route {
                    // One trunk may be closed to it now, and another open.
                    self.forward_again(now, handle, out);
                }
                continue;
            }
            let lamp = watch.lamp.clone();
            self.decide(&question, lamp.as_deref(), out);
            self.denied.note(&question, answer);
            if !self.move_watch(now, handle, answer, out) {
                self.end_watch(now, handle, answer, out);
            }
        }
    }

    /// The same request now leads elsewhere; `false` where it leads nowhere any more.
    pub(super) fn move_watch(
        &mut self,
        now: Instant,
        handle: u32,
        answer: Answer,
        out: &mut Outbox,
    ) -> bool {
        if answer.outcome != Outcome::Allowed {
            return false;
        }
        let Some(before) = self.watches.get(handle).map(|watch| watch.on) else { return false };
        let on = match answer.found {
            Some(Found::DirectoryNumber(dn)) => match self.engine.watch(dn, handle) {
                Ok(engine) => On::Line(engine),
                Err(_) => return false,
            },
            Some(Found::Route(_)) => On::Route,
            _ => return false,
        };
        self.let_go(now, handle, before, out);
        let Some(watch) = self.watches.get_mut(handle) else { return false };
        (watch.answer, watch.on) = (answer, on);
        match answer.found {
            Some(Found::DirectoryNumber(dn)) => self.tell(now, handle, self.engine.status(dn), out),
            _ => self.forward(now, handle, out),
        }
        true
    }

    /// Ends a watch that is no longer permitted, and says so.
    fn end_watch(&mut self, now: Instant, handle: u32, answer: Answer, out: &mut Outbox) {
        let reason = match answer.outcome {
            Outcome::NoRoute => Reason::NoResource,
            _ => Reason::Rejected,
        };
        let (how, code, link) = (reason.into(), answer.code, LinkEnding::Ended { again: false });
        self.close(now, handle, &Ending { how, code, link }, out);
    }

    /// A phone is told to restart. Its subscriptions end now, to be tried again later: it asks anew
    /// when it is back.
    fn restart_phone(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        if self.registrar.is_in_service(phone) {
            let handles = self.watches.of_phone(phone).to_vec();
            self.denied.forget(phone);
            self.start_afresh_for(now, &handles, Reason::Probation, out);
            self.carry_out(now, out);
            out.link(node_of_phone(phone), LinkMessage::Restart);
        }
    }

    /// A trunk starts afresh: what came in on it ends, what leaves through it ends for everybody
    /// who shares it.
    fn restart_trunk(&mut self, now: Instant, trunk: TrunkId, out: &mut Outbox) {
        let handles = self.watches.of_trunk(trunk).to_vec();
        self.start_afresh_for(now, &handles, Reason::Deactivated, out);
        self.end_legs_on(now, trunk, out);
    }

    /// Ends the watches of a device that is Reset.
    fn start_afresh_for(
        &mut self,
        now: Instant,
        handles: &[u32],
        reason: Reason,
        out: &mut Outbox,
    ) {
        let ending = Ending { how: reason.into(), code: 503, link: LinkEnding::Silent };
        handles.iter().for_each(|handle| self.close(now, *handle, &ending, out));
    }
}
