//! Real phones: who registers is here, whose registrations are all gone is gone.

use super::{DeskAction, End, FrontDesk};
use crate::cluster::{Phone, Protocol};
use crate::id::{NodeId, PhoneId};
use crate::node::{LinkMessage, node_of_phone};
use crate::sip::address::HostPort;
use crate::sip::message::Message;
use crate::sip::registrar::{Contact, News};
use crate::sip::{Account, Effect};
use crate::sorted::SortedSet;
use crate::time::Instant;
use std::sync::Arc;

/// A phone that is registered.
#[derive(Clone, Debug)]
pub(super) struct RealPhone {
    /// Where it registered from last.
    pub(super) end: End,
    /// Where it wants its requests.
    pub(super) contact: Arc<Contact>,
    /// The same, where its contact says it by number.
    wants: Option<HostPort>,
    /// The numbers under which it is registered.
    numbers: SortedSet<Arc<str>>,
}

impl RealPhone {
    /// Whether a message from an end may be this phone's: it came from where it registered from, or
    /// from where it wants its requests.
    pub(super) fn is_at(&self, end: End) -> bool {
        self.end == end || self.wants.is_some_and(|address| address == end.address)
    }

    /// It is somewhere else now.
    fn moves(&mut self, end: End, contact: Arc<Contact>) {
        self.wants = super::wire::address_in(&contact.uri);
        (self.end, self.contact) = (end, contact);
    }
}

/// A registration, as it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The phone.
    pub phone: PhoneId,
    /// The number.
    pub number: Arc<str>,
    /// Its contact.
    pub contact: Box<str>,
    /// Where it registered from.
    pub end: End,
    /// When it ends, unless it is renewed.
    pub ends_at: Instant,
}

impl FrontDesk {
    /// Who is registered, by phone.
    pub fn registrations(&self) -> impl Iterator<Item = Registered> + '_ {
        self.phones.iter().flat_map(move |(id, phone)| {
            phone.numbers.iter().flat_map(move |number| {
                self.registrar.bindings(number).iter().map(move |binding| Registered {
                    phone: *id,
                    number: Arc::clone(number),
                    contact: binding.contact.uri.clone(),
                    end: phone.end,
                    ends_at: binding.ends_at,
                })
            })
        })
    }

    /// Whether a phone is a real one that is registered.
    pub fn is_registered(&self, phone: PhoneId) -> bool {
        self.phones.contains_key(&phone)
    }

    /// A REGISTER.
    pub(super) fn register(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        out: &mut Vec<DeskAction>,
    ) {
        let site = Arc::clone(&self.site);
        let passwords = &self.passwords;
        let username = message.to_user().unwrap_or_default();
        let account = |aor: &str| {
            let mut phones = site.first().phones.iter();
            let (id, _) = phones.find(|(_, phone)| may_register(&site, phone, aor))?;
            let proved = |password| Account::Proved { username: &username, password };
            Some(passwords.get(&id).map_or(Account::Open, proved))
        };
        let mut effects = core::mem::take(&mut self.effects);
        self.registrar.receive(now, from, message, account, &mut effects);
        self.take_effects(now, &mut effects, out);
        self.effects = effects;
        self.take_call_actions(now, out);
    }

    /// CallManager wants a phone to start afresh (ADMIN-2): its registrations end, so that it comes
    /// back.
    pub(super) fn restart(&mut self, now: Instant, phone: PhoneId, out: &mut Vec<DeskAction>) {
        let Some(real) = self.phones.get(&phone) else { return };
        let mut effects = core::mem::take(&mut self.effects);
        for number in real.numbers.clone().iter() {
            self.registrar.dismiss(number, &mut effects);
        }
        self.take_effects(now, &mut effects, out);
        self.effects = effects;
    }

    /// What the registrar wants done, and what follows from its news.
    pub(super) fn take_effects(
        &mut self,
        now: Instant,
        effects: &mut Vec<Effect<News>>,
        out: &mut Vec<DeskAction>,
    ) {
        for effect in effects.drain(..) {
            match effect {
                Effect::Send { to, bytes } => {
                    out.extend(self.ends.end(to).map(|to| DeskAction::Send { to, bytes }));
                }
                Effect::TimerFired(_) => {}
                Effect::News(News::Registered { aor, contact, from }) => {
                    self.came(&aor, contact, from, out);
                }
                Effect::News(News::Refreshed { aor, contact, from }) => {
                    self.came(&aor, contact, from, out);
                }
                Effect::News(News::Unregistered { aor, contact, .. }) => {
                    self.left(now, &aor, &contact, out);
                }
            }
        }
    }

    fn came(
        &mut self,
        aor: &Arc<str>,
        contact: Arc<Contact>,
        from: NodeId,
        out: &mut Vec<DeskAction>,
    ) {
        let Some(end) = self.ends.end(from) else { return };
        let Some(id) = self.whose(aor, &contact) else { return };
        if let Some(phone) = self.phones.get_mut(&id) {
            // It renews, or has moved: its subscriptions and calls go on.
            let new = phone.numbers.insert(Arc::clone(aor));
            phone.moves(end, contact);
            if new {
                self.by_number.get_or_insert_with(Arc::clone(aor), Vec::new).push(id);
            }
            return;
        }
        let numbers = SortedSet::from_iter([Arc::clone(aor)]);
        let wants = super::wire::address_in(&contact.uri);
        let phone = RealPhone { end, contact, wants, numbers };
        self.phones.insert(id, phone);
        self.by_number.get_or_insert_with(Arc::clone(aor), Vec::new).push(id);
        self.sessions = self.sessions.wrapping_add(1);
        out.push(DeskAction::Welcome(node_of_phone(id)));
        let message = LinkMessage::Register { session: self.sessions };
        out.push(DeskAction::Link { phone: id, message });
    }

    fn left(&mut self, now: Instant, aor: &Arc<str>, contact: &Contact, out: &mut Vec<DeskAction>) {
        let Some(id) = self.registered_as(aor, contact) else { return };
        let Some(phone) = self.phones.get_mut(&id) else { return };
        phone.numbers.remove(aor);
        let empty = self.by_number.get_mut(aor).is_none_or(|phones| {
            phones.retain(|other| *other != id);
            phones.is_empty()
        });
        if empty {
            self.by_number.remove(aor);
        }
        if phone.numbers.is_empty() {
            self.phones.remove(&id);
            self.forget_call(now, id);
            out.push(DeskAction::Link { phone: id, message: LinkMessage::Unregister });
        }
    }

    /// The phone that registers with a number. It may name its device; else it is the one that
    /// registered from this contact before, else the first that has the number and is not here yet.
    fn whose(&self, aor: &str, contact: &Contact) -> Option<PhoneId> {
        let able = || {
            let phones = self.site.first().phones.iter();
            phones.filter(|(_, phone)| may_register(&self.site, phone, aor))
        };
        if !contact.device.is_empty() {
            let named = |phone: &Phone| {
                phone.device_name.as_deref() == Some(&*contact.device)
                    || *phone.name == *contact.device
            };
            if let Some((id, _)) = able().find(|(_, phone)| named(phone)) {
                return Some(id);
            }
        }
        self.registered_as(aor, contact)
            .or_else(|| able().find(|(id, _)| !self.phones.contains_key(id)).map(|(id, _)| id))
            .or_else(|| able().next().map(|(id, _)| id))
    }

    /// The phones that are registered with a number, the first one first.
    pub(super) fn registered_with(&self, number: &str) -> &[PhoneId] {
        self.by_number.get(number).map_or(&[], Vec::as_slice)
    }

    /// The phone that is registered with a number and a contact.
    fn registered_as(&self, aor: &str, contact: &Contact) -> Option<PhoneId> {
        let same = |id: &PhoneId| {
            self.phones.get(id).is_some_and(|phone| phone.contact.uri == contact.uri)
        };
        self.registered_with(aor).iter().copied().find(same)
    }
}

/// Whether a phone of the configuration may register under a name: one of its numbers, its own name
/// or its device's.
fn may_register(site: &crate::site::Site, phone: &Phone, aor: &str) -> bool {
    let number = |dn: &crate::id::DnId| {
        site.first().directory_numbers.get(*dn).is_some_and(|dn| dn.number.as_str() == aor)
    };
    phone.model.protocol == Protocol::Sip
        && (phone.lines.iter().any(number)
            || phone.device_name.as_deref() == Some(aor)
            || phone.name == aor)
}
