//! The watches that live: what the presence engine does not need to know of them.

use crate::id::{PhoneId, WatchId};
use crate::presence::{Answer, Way};
use crate::sip::notifier::SubscriptionId;

/// How the status reaches the watcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    /// By NOTIFY.
    Sip(SubscriptionId),
    /// Over the phone's link, under the phone's own number.
    Link(u32),
}

/// A live watch.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    /// Who watches.
    pub(super) phone: PhoneId,
    /// How.
    pub(super) way: Way,
    /// The number asked for: a refresh asks for it again.
    pub(super) target: Box<str>,
    /// The answer in force.
    pub(super) answer: Answer,
    /// The presence engine's id.
    pub(super) engine: WatchId,
    /// Where the status goes.
    pub(super) via: Via,
}

/// A slab of watches; a handle is a position in it. Bounded by `limits::WATCHES` of the engine.
#[derive(Clone, Debug)]
pub(super) struct Watches {
    slots: Vec<Option<Watch>>,
    free: Vec<u32>,
    /// The handles of each phone, oldest first.
    of_phone: Vec<Vec<u32>>,
}

impl Watches {
    pub(super) fn new(phones: usize) -> Self {
        Watches { slots: Vec::new(), free: Vec::new(), of_phone: vec![Vec::new(); phones] }
    }

    /// The handle that [`Watches::insert`] gives next.
    pub(super) fn vacant(&self) -> u32 {
        let end = || u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.free.last().copied().unwrap_or_else(end)
    }

    pub(super) fn insert(&mut self, watch: Watch) -> u32 {
        let handle = self.vacant();
        if let Some(handles) = self.of_phone.get_mut(watch.phone.index()) {
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
        if let Some(handles) = self.of_phone.get_mut(watch.phone.index()) {
            handles.retain(|&other| other != handle);
        }
        Some(watch)
    }

    /// A phone's oldest watch.
    pub(super) fn first_of(&self, phone: PhoneId) -> Option<u32> {
        self.of_phone.get(phone.index())?.first().copied()
    }

    /// A phone's watch by the phone's own number.
    pub(super) fn by_token(&self, phone: PhoneId, token: u32) -> Option<u32> {
        let handles = self.of_phone.get(phone.index())?;
        handles.iter().copied().find(|&h| self.get(h).is_some_and(|w| w.via == Via::Link(token)))
    }
}
