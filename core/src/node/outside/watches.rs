//! What the phones of one outside, or it itself, watch in the cluster.

use crate::id::NodeId;
use crate::node::phone_common::shown_after;
use crate::node::{LampCause, NodeEvent, Outbox, Subscribe, WakeReason};
use crate::rng::Rng;
use crate::sip::digest::Credentials;
use crate::sip::message::{Message, Peculiar};
use crate::sip::watcher::{Ask, Conduct, Identity, News, Party, SubscriptionId, Watcher};
use crate::sip::{Action, SipTimers};
use crate::site::{Outside, OutsidePhone};
use crate::sorted::SortedMap;
use crate::time::Instant;
use crate::trace::{Lamp, LampKey, LampPlace};
use std::sync::Arc;

/// One lamp of somebody outside.
#[derive(Clone, Debug)]
struct Watch {
    key: LampKey,
    subscription: Option<SubscriptionId>,
    shows: (Lamp, LampCause),
}

/// All lamps of one outside.
#[derive(Clone, Debug)]
pub(super) struct Watches {
    hub: NodeId,
    own_name: Box<str>,
    seat: crate::id::PhoneId,
    phones: Arc<[OutsidePhone]>,
    credentials: Option<Arc<Credentials>>,
    watcher: Watcher,
    /// By the watcher's handle.
    lamps: SortedMap<u32, Watch>,
    next: u32,
}

impl Watches {
    pub(super) fn new(
        one: &Outside,
        identity: Identity,
        hub: NodeId,
        timers: SipTimers,
        rng: Rng,
    ) -> Self {
        let credentials = one.credentials.as_ref().map(|own| {
            let (username, password) = (own.username.as_str().into(), own.secret.clone());
            Arc::new(Credentials { username, password, realm: None })
        });
        Watches {
            hub,
            own_name: one.name.as_str().into(),
            seat: one.seat,
            phones: one.phones.as_slice().into(),
            credentials,
            watcher: Watcher::new(identity, timers, rng),
            lamps: SortedMap::new(),
            next: 0,
        }
    }

    /// Every BLF/SpeedDial of every phone asks that does not yet.
    pub(super) fn ask_for_buttons(
        &mut self,
        now: Instant,
        actions: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        let phones = Arc::clone(&self.phones);
        for phone in phones.iter() {
            for (button, target) in (1..).zip(&phone.blf_speed_dials) {
                let key = LampKey { phone: phone.id, place: LampPlace::Blf(button) };
                self.watch(now, key, (target, &phone.number, None), actions, out);
            }
        }
    }

    /// It subscribes by itself, perhaps in the name of an end user (AUTH-17).
    pub(super) fn ask(
        &mut self,
        now: Instant,
        asked: &Subscribe,
        actions: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        let Subscribe { target, user, peculiar } = asked;
        let key = LampKey { phone: self.seat, place: LampPlace::Watch(target.clone()) };
        self.leave(now, target, actions, out);
        let own = self.own_name.clone();
        let from = user.as_deref().unwrap_or(&own);
        self.watch(now, key, (target, from, peculiar.as_ref()), actions, out);
    }

    /// It ends what it subscribed to by itself.
    pub(super) fn leave(
        &mut self,
        now: Instant,
        target: &str,
        actions: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        let key = LampKey { phone: self.seat, place: LampPlace::Watch(target.into()) };
        let Some(handle) = self.handle_of(&key) else { return };
        let Some(watch) = self.lamps.remove(&handle) else { return };
        out.event(NodeEvent::LampGone { key: watch.key });
        if let Some(id) = watch.subscription {
            self.watcher.unsubscribe(now, id, actions);
        }
    }

    fn handle_of(&self, key: &LampKey) -> Option<u32> {
        self.lamps.iter().find(|(_, watch)| watch.key == *key).map(|(handle, _)| *handle)
    }

    fn watch(
        &mut self,
        now: Instant,
        key: LampKey,
        (target, from, peculiar): (&str, &str, Option<&Peculiar>),
        actions: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        if self.handle_of(&key).is_some() {
            return;
        }
        let handle = self.next;
        self.next = self.next.wrapping_add(1);
        let ask = Ask {
            server: self.hub,
            to: Party::at_server(target),
            from: Party::at_server(from),
            asks: "",
            credentials: self.credentials.as_ref(),
            conduct: Conduct::Phone,
            peculiar,
        };
        let asked = self.watcher.subscribe(now, &ask, handle, actions);
        let cause = if asked.is_ok() { LampCause::Pending } else { LampCause::Refused(503) };
        let shows = (Lamp::Unknown, cause);
        tell(&key, shows, out);
        self.lamps.insert(handle, Watch { key, subscription: asked.ok(), shows });
    }

    /// News of a subscription: what its lamp shows now.
    pub(super) fn news(&mut self, handle: u32, news: News, out: &mut Outbox) {
        let Some(watch) = self.lamps.get_mut(&handle) else { return };
        let Some(shows) = shown_after(&watch.key.place, news) else { return };
        if watch.shows != shows {
            watch.shows = shows;
            tell(&watch.key, shows, out);
        }
    }

    /// It lost its network: nothing is shown any more.
    pub(super) fn forget_all(&mut self, out: &mut Outbox) {
        self.watcher.forget_all();
        for watch in core::mem::take(&mut self.lamps).into_values() {
            out.event(NodeEvent::LampGone { key: watch.key });
        }
    }

    pub(super) fn receive(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        actions: &mut Vec<Action>,
    ) {
        self.watcher.receive(now, from, message, actions);
    }

    pub(super) fn tick(&mut self, now: Instant, actions: &mut Vec<Action>) {
        self.watcher.tick(now, actions);
    }

    pub(super) fn next_at(&self) -> Option<(Instant, WakeReason)> {
        self.watcher.next_at()
    }
}

fn tell(key: &LampKey, (lamp, because): (Lamp, LampCause), out: &mut Outbox) {
    out.event(NodeEvent::Lamp { key: key.clone(), lamp, because });
}
