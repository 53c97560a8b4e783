//! What a REGISTER makes of the bindings of an address-of-record: all of it, or nothing (RFC 3261
//! 10.3, steps 6 and 7).

use super::words::{Binding, Contact, RegistrarOptions};
use crate::id::NodeId;
use crate::limits;
use crate::sip::message::{self, Message, same_uri};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// From here on a time is never too brief (RFC 3261 10.3, step 7).
const AN_HOUR: u32 = 3600;

/// What becomes of one contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays as it is.
    Stays(Binding),
    /// It is bound now.
    New(Binding),
    /// It was bound before, and is bound anew.
    Renewed(Binding),
    /// It was bound before.
    Removed(Binding),
    /// It was not bound before, and is not now.
    Nothing,
}

impl Fate {
    /// The binding that is there afterwards.
    pub(super) fn left(&self) -> Option<&Binding> {
        match self {
            Fate::Stays(binding) | Fate::New(binding) | Fate::Renewed(binding) => Some(binding),
            Fate::Removed(_) | Fate::Nothing => None,
        }
    }

    /// The binding that it is about.
    fn about(&self) -> Option<&Binding> {
        match self {
            Fate::Removed(binding) => Some(binding),
            other => other.left(),
        }
    }
}

/// One who looks at a REGISTER.
pub(super) struct Planner<'a> {
    pub(super) now: Instant,
    pub(super) from: NodeId,
    pub(super) message: &'a Message,
    pub(super) options: &'a RegistrarOptions,
}

impl Planner<'_> {
    /// What becomes of each of the bindings before and of the contacts that are new; or the code
    /// that refuses all.
    pub(super) fn plan(&self, before: &[Binding]) -> Result<Vec<Fate>, u16> {
        if self.message.contacts().any(|contact| contact.is_star()) {
            return self.remove_all(before);
        }
        let mut fates: Vec<Fate> = before.iter().cloned().map(Fate::Stays).collect();
        for contact in self.message.contacts() {
            self.apply(&contact, before, &mut fates)?;
            limits::BINDINGS_PER_AOR
                .check(fates.iter().filter_map(Fate::left).count())
                .map_err(|_| 503u16)?;
        }
        Ok(fates)
    }

    /// `Contact: *`, which stands alone and with Expires 0 (step 6).
    fn remove_all(&self, before: &[Binding]) -> Result<Vec<Fate>, u16> {
        if self.message.contacts().nth(1).is_some() || self.message.expires() != Some(0) {
            return Err(400);
        }
        if before.iter().any(|binding| self.is_old(binding)) {
            return Err(500);
        }
        Ok(before.iter().cloned().map(Fate::Removed).collect())
    }

    /// Takes in one contact. Of the same one twice in a REGISTER the later word counts.
    fn apply(
        &self,
        contact: &message::Contact<'_>,
        before: &[Binding],
        fates: &mut Vec<Fate>,
    ) -> Result<(), u16> {
        if !contact.is_target() {
            return Err(400);
        }
        let expires = self.granted(contact)?;
        let same = |binding: &Binding| same_uri(&binding.contact.uri, contact.uri());
        let was = before.iter().find(|binding| same(binding));
        if was.is_some_and(|binding| self.is_old(binding)) {
            return Err(500);
        }
        let fate = match (was, expires) {
            (None, 0) => Fate::Nothing,
            (Some(was), 0) => Fate::Removed(was.clone()),
            (None, _) => Fate::New(self.binding(contact, expires)),
            (Some(_), _) => Fate::Renewed(self.binding(contact, expires)),
        };
        match fates.iter_mut().find(|fate| fate.about().is_some_and(same)) {
            Some(place) => *place = fate,
            None => fates.push(fate),
        }
        Ok(())
    }

    fn binding(&self, contact: &message::Contact<'_>, expires: u32) -> Binding {
        let word = |name| contact.param(name).unwrap_or("").into();
        Binding {
            contact: Arc::new(Contact {
                uri: contact.uri().into(),
                device: word("+u.sip!devicename.ccm.cisco.com"),
                instance: word("+sip.instance"),
                source: self.message.source(),
            }),
            from: self.from,
            ends_at: self.now + Duration::from_secs(i64::from(expires)),
            call_id: self.message.call_id().into(),
            cseq: self.message.cseq(),
        }
    }

    /// The seconds that a contact gets: by its own parameter, the header, or by default.
    fn granted(&self, contact: &message::Contact<'_>) -> Result<u32, u16> {
        let asked = contact.expires().or(self.message.expires());
        let asked = asked.unwrap_or(self.options.default_expires);
        if asked > 0 && asked < AN_HOUR && asked < self.options.min_expires {
            return Err(423);
        }
        Ok(asked.min(self.options.max_expires))
    }

    /// Whether this REGISTER is not newer than the one that set a binding (step 7). Another Call-ID
    /// is a device that began anew, and always newer.
    fn is_old(&self, binding: &Binding) -> bool {
        *binding.call_id == *self.message.call_id() && self.message.cseq() <= binding.cseq
    }
}
