//! The watches that live: what the presence engine does not need to know of them.

use crate::gather::Gather;
use crate::id::{DnId, PhoneId, TrunkId, WatchId};
use crate::presence::{Answer, Question, Watcher, Way};
use crate::sip::message::Message;
use crate::sip::notifier::{Asked, SubscriptionId};
use crate::sorted::SortedMap;
use crate::time::Instant;
use crate::trace::LampKey;
use std::sync::Arc;

/// How the status reaches the watcher.
#[derive(Clone, Debug)]
pub(super) enum Via {
    /// By NOTIFY.
    Sip(SubscriptionId),
    /// Over the phone's link, under the phone's own number.
    Link(u32),
    /// By NOTIFY once the request is answered: it waits for the far end of a trunk.
    Held(Arc<Held>),
}

/// A request that is not answered yet.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) asked: Asked,
    pub(super) message: Message,
    /// How long it may wait.
    pub(super) until: Instant,
}

/// What a watch is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum On {
    /// A directory number here: the presence engine's id.
    Line(WatchId),
    /// A presentity behind a route: under this watch's own handle among the upstreams.
    Route,
}

/// A live watch.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// Who watches.
    pub(super) watcher: Watcher,
    /// How.
    pub(super) way: Way,
    /// The number asked for: a refresh asks for it again.
    pub(super) target: Box<str>,
    /// The line named as the subscriber.
    pub(super) line: Option<DnId>,
    /// The answer in force.
    pub(super) answer: Answer,
    /// What it is on.
    pub(super) on: On,
    /// Where the status goes.
    pub(super) via: Via,
    /// The lamp outside that it is for, where the watcher is no phone of the cluster.
    pub(super) lamp: Option<Box<LampKey>>,
}

impl Watch {
    /// The question that it asked.
    pub(super) fn question(&self) -> Question<'_> {
        Question { watcher: self.watcher, way: self.way, target: &self.target, line: self.line }
    }
}

/// A slab of watches; a handle is a position in it. Bounded by `limits::WATCHES` of the engine.
#[derive(Clone, Debug)]
pub(super) struct Watches {
    slots: Vec<Option<Watch>>,
    free: Vec<u32>,
    /// The handles of each phone, oldest first.
    of_phone: Vec<Vec<u32>>,
    /// The handles of those who came in on each trunk, oldest first.
    of_trunk: SortedMap<TrunkId, Vec<u32>>,
}

impl Watches {
    pub(super) fn new(phones: usize) -> Self {
        Watches {
            slots: Vec::new(),
            free: Vec::new(),
            of_phone: vec![Vec::new(); phones],
            of_trunk: SortedMap::new(),
        }
    }

    /// Room for phones that were added.
    pub(super) fn see_phones(&mut self, phones: usize) {
        if self.of_phone.len() < phones {
            self.of_phone.resize(phones, Vec::new());
        }
    }

    /// The handle that [`Watches::insert`] gives next.
    pub(super) fn vacant(&self) -> u32 {
        let end = || u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.free.last().copied().unwrap_or_else(end)
    }

    fn of_watcher(&mut self, watcher: Watcher) -> Option<&mut Vec<u32>> {
        match watcher {
            Watcher::Phone(phone) => self.of_phone.get_mut(phone.index()),
            Watcher::Trunk(request) => Some(self.of_trunk.get_or_default(request.trunk)),
            Watcher::EndUser(_) => None,
        }
    }

    pub(super) fn insert(&mut self, watch: Watch) -> u32 {
        let handle = self.vacant();
        if let Some(handles) = self.of_watcher(watch.watcher) {
            handles.push(handle);
        }
        match self.free.pop().and_then(|free| self.slots.get_mut(free as usize)) {
            Some(slot) => *slot = Some(watch),
            None => self.slots.push(Some(watch)),
        }
        handle
    }

    pub(super) fn get(&self, handle: u32) -> Option<&Watch> {
        self.slots.get(handle as usize)?.as_ref()
    }

    pub(super) fn get_mut(&mut self, handle: u32) -> Option<&mut Watch> {
        self.slots.get_mut(handle as usize)?.as_mut()
    }

    pub(super) fn remove(&mut self, handle: u32) -> Option<Watch> {
        let watch = self.slots.get_mut(handle as usize)?.take()?;
        self.free.push(handle);
        if let Some(handles) = self.of_watcher(watch.watcher) {
            handles.retain(|&other| other != handle);
        }
        Some(watch)
    }

    /// All handles, in their order.
    pub(super) fn handles(&self) -> Vec<u32> {
        let live = (0..).zip(&self.slots).filter(|(_, slot)| slot.is_some());
        live.map(|(handle, _)| handle).gather()
    }

    /// A phone's watches, oldest first.
    pub(super) fn of_phone(&self, phone: PhoneId) -> &[u32] {
        self.of_phone.get(phone.index()).map_or(&[], Vec::as_slice)
    }

    /// The watches that came in on a trunk, oldest first.
    pub(super) fn of_trunk(&self, trunk: TrunkId) -> &[u32] {
        self.of_trunk.get(&trunk).map_or(&[], Vec::as_slice)
    }

    /// A phone's watch by the phone's own number.
    pub(super) fn by_token(&self, phone: PhoneId, token: u32) -> Option<u32> {
        let is = |watch: &Watch| matches!(watch.via, Via::Link(own) if own == token);
        self.of_phone(phone).iter().copied().find(|&h| self.get(h).is_some_and(is))
    }
}
