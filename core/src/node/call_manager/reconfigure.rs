//! The active configuration changes while the cluster runs: what follows at once, and what a Reset
//! does (ADMIN-2, R-9).

use super::CallManager;
use super::calls::Towards;
use super::switch::{DeviceLine, Effects};
use super::watches::{On, Via};
use crate::cluster::Cluster;
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
        let before: Vec<(DnId, PublishedStatus)> = self
            .cluster
            .directory_numbers
            .iter()
            .map(|(dn, _)| (dn, self.engine.status(dn)))
            .collect();
        let phones = cluster.phones.capacity();
        self.registrar.see_phones(phones);
        self.watches.see_phones(phones);
        self.index = Arc::new(index_at(&cluster, self.node));
        self.engine.reconfigure(&cluster);
        let old = core::mem::replace(&mut self.cluster, cluster);
        self.take_lines(now, &old, out);
        self.publish_differences(now, &before, out);
        self.ask_all_again(now, out);
        for device in restarts.iter() {
            match device {
                Device::Phone(phone) => self.restart_phone(now, *phone, out),
                Device::Trunk(trunk) => self.restart_trunk(now, *trunk, out),
            }
        }
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
        let cluster = Arc::clone(&self.cluster);
        for (dn, _) in cluster.directory_numbers.iter() {
            let known = before.iter().find(|(id, _)| *id == dn).map(|(_, status)| *status);
            if known.is_some_and(|status| status != self.engine.status(dn)) {
                self.publish(now, dn, out);
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
        let Some(watch) = self.watches.remove(handle) else { return };
        self.let_go(now, handle, watch.on, out);
        let reason = match answer.outcome {
            Outcome::NoRoute => Reason::NoResource,
            _ => Reason::Rejected,
        };
        match (watch.via, watch.watcher.phone()) {
            (Via::Sip(id), _) => self.notifier.terminate(now, id, reason, &mut self.actions),
            (Via::Link(token), Some(phone)) => {
                let ended = LinkMessage::WatchEnded { token, again: false };
                out.link(node_of_phone(phone), ended);
            }
            (Via::Held(held), _) => {
                let (asked, message) = (&held.asked, &held.message);
                self.notifier.refuse(now, asked, message, answer.code, &mut self.actions);
            }
            (Via::Link(_), None) => {}
        }
    }

    /// A phone is told to restart. Its subscriptions end now, to be tried again later: it asks anew
    /// when it is back.
    fn restart_phone(&mut self, now: Instant, phone: PhoneId, out: &mut Outbox) {
        if !self.registrar.is_in_service(phone) {
            return;
        }
        for handle in self.watches.of_phone(phone).to_vec() {
            let Some(watch) = self.watches.remove(handle) else { continue };
            self.let_go(now, handle, watch.on, out);
            match watch.via {
                Via::Sip(id) => {
                    self.notifier.terminate(now, id, Reason::Probation, &mut self.actions);
                }
                Via::Held(held) => {
                    let (asked, message) = (&held.asked, &held.message);
                    self.notifier.refuse(now, asked, message, 503, &mut self.actions);
                }
                Via::Link(_) => {}
            }
        }
        self.carry_out(now, out);
        out.link(node_of_phone(phone), LinkMessage::Restart);
    }

    /// A trunk starts afresh: what came in on it ends, what leaves through it ends for everybody
    /// who shares it.
    fn restart_trunk(&mut self, now: Instant, trunk: TrunkId, out: &mut Outbox) {
        for handle in self.watches.of_trunk(trunk).to_vec() {
            let Some(watch) = self.watches.remove(handle) else { continue };
            self.let_go(now, handle, watch.on, out);
            match watch.via {
                Via::Sip(id) => {
                    self.notifier.terminate(now, id, Reason::Deactivated, &mut self.actions);
                }
                Via::Held(held) => {
                    let (asked, message) = (&held.asked, &held.message);
                    self.notifier.refuse(now, asked, message, 503, &mut self.actions);
                }
                Via::Link(_) => {}
            }
        }
        self.end_legs_on(now, trunk, out);
    }
}
