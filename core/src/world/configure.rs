//! A cluster is configured otherwise: its CallManager hears of it first, then its phones. Where
//! CallManager restarts, a new one begins with it.

use super::{Actor, World};
use crate::cluster::Cluster;
use crate::id::{ClusterId, EventId, PhoneId};
use crate::limits::LimitReached;
use crate::node::{Command, Configured, Device, Input, Role, node_of_phone};
use crate::site::{node_of_cluster, stream_name};
use crate::trace::What;
use std::sync::Arc;

impl<A: Actor> World<A> {
    pub(super) fn take_configuration(
        &mut self,
        id: ClusterId,
        configured: Configured,
        words: Box<str>,
    ) -> Result<(), LimitReached> {
        let Some(old) = self.site.cluster(id).map(Arc::clone) else { return Ok(()) };
        let hub = node_of_cluster(id);
        let restarts = configured.restarts.contains(&Device::CallManager);
        let what = match restarts {
            true => What::Command(Command::Restart),
            false => What::Configured { words },
        };
        let event = self.record(hub, None, what);
        let new = Arc::clone(&configured.cluster);
        Arc::make_mut(&mut self.site).reconfigure(id, Arc::clone(&new));
        self.add_phones(id, &old, &new);
        match restarts {
            true => self.begin_anew(id, event)?,
            false => self.give(hub, Input::Configured(configured.clone()), Some(event))?,
        }
        for (phone, _) in new.phones.iter() {
            let input = Input::Configured(configured.clone());
            self.give(node_of_phone(phone), input, Some(event))?;
        }
        self.remove_phones(&old, &new);
        Ok(())
    }

    /// A CallManager stops in the middle of everything, and another one begins in its place with what
    /// is configured. Its dice are others: no tag, Call-ID or branch of before comes again.
    fn begin_anew(&mut self, id: ClusterId, event: EventId) -> Result<(), LimitReached> {
        let role = Role::CallManager(id);
        self.give(role.node(), Input::Command(Command::Restart), Some(event))?;
        self.restarts += 1;
        let seed = self.seed ^ self.restarts;
        if let Some(actor) = A::for_role(role, &self.site, self.timers, seed) {
            self.cast.put(role.node(), actor);
        }
        self.give(role.node(), Input::Tick, Some(event))
    }

    fn add_phones(&mut self, id: ClusterId, old: &Cluster, new: &Cluster) {
        for (phone, configured) in new.phones.iter().filter(|(id, _)| old.phones.get(*id).is_none())
        {
            let name = stream_name(&self.site, id, &configured.name);
            self.network.add(phone, &name);
            let role = Role::Phone(id, phone);
            if let Some(actor) = A::for_role(role, &self.site, self.timers, self.seed) {
                self.cast.put(role.node(), actor);
            }
        }
    }

    fn remove_phones(&mut self, old: &Cluster, new: &Cluster) {
        let gone = |(id, _): &(PhoneId, _)| new.phones.get(*id).is_none();
        for (phone, _) in old.phones.iter().filter(gone) {
            self.cast.remove(node_of_phone(phone));
        }
    }
}
