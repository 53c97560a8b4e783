//! Edits, Resets, log-ins and log-outs: what is saved, what acts, and what the world is told of it.

use super::Player;
use super::deeds::Deed;
use crate::cluster::{Applied, Configuration, Edit, Effect, Object, Refusal};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place, Span};
use crate::gather::Gather;
use crate::id::{ClusterId, PhoneId};
use crate::node::{Command, Device};
use crate::order;
use crate::scenario::model::{Act, LampRef, Order, PhoneRef};
use crate::sip::address::AddressPlan;
use crate::site::{Site, index_at, node_of_cluster};
use std::sync::Arc;

/// The configurations of a site as started, and the site that acts then.
pub(super) fn start(site: &Site, addresses: AddressPlan) -> (Vec<Configuration>, Arc<Site>) {
    let configurations: Vec<Configuration> =
        site.each_cluster().map(|cluster| Configuration::new(cluster.clone())).gather();
    let mut active = configurations.iter().map(|one| Arc::clone(one.active()));
    let first = active.next().unwrap_or_else(|| Arc::clone(site.first()));
    let real = site.real_outside().iter().map(|(id, address)| (*id, *address));
    let active = site.with_clusters(first, active.gather());
    let active = active.with_addresses(addresses).with_real_outside(real);
    (configurations, Arc::new(active))
}

/// The devices that start afresh with what changed.
fn restarts(effects: &[Effect]) -> Vec<Device> {
    let device = |effect: &Effect| match effect {
        Effect::PhoneReset(id) | Effect::PhoneMobility(id) | Effect::PhoneIdentity(id) => {
            Some(Device::Phone(*id))
        }
        Effect::TrunkReset(id) => Some(Device::Trunk(*id)),
        Effect::Restart => Some(Device::CallManager),
        _ => None,
    };
    let mut devices: Vec<Device> = effects.iter().filter_map(device).gather();
    order::sort(&mut devices);
    devices.dedup();
    devices
}

impl Player {
    /// The site as it acts now: its clusters are the active configurations.
    pub fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// What is saved and what acts in a cluster.
    pub fn configuration(&self, cluster: ClusterId) -> Option<&Configuration> {
        self.configurations.get(cluster.index())
    }

    /// An administrator changes something that is not in the file.
    ///
    /// # Errors
    /// [`Refusal`] with every reason; nothing has changed then.
    pub fn change(&mut self, cluster: ClusterId, edit: &Edit) -> Result<Applied, Box<Refusal>> {
        let words = if edit.changes() { edit.to_string() } else { String::new() };
        self.configure(cluster, &words, |configuration| configuration.apply(edit))
    }

    /// Somebody does what a sentence says, outside of the file.
    ///
    /// # Errors
    /// What is not there at this moment, or why a log-in, log-out or Reset was refused.
    pub fn obey(&mut self, order: &Order) -> Result<(), Box<Diagnostic>> {
        self.asked(order)?.map(drop).map_err(|refusal| {
            let diagnostic = Diagnostic::without_place(Code::RefusalDiffers, refusal.sentence);
            Box::new(diagnostic.help(refusal.way_out))
        })
    }

    /// The same, with what the configuration says to a log-in, log-out or Reset.
    ///
    /// # Errors
    /// What is not there at this moment.
    pub fn asked(
        &mut self,
        order: &Order,
    ) -> Result<Result<Applied, Box<Refusal>>, Box<Diagnostic>> {
        match self.order(order) {
            Ok(said) => Ok(said.unwrap_or_else(|| Ok(Applied::default()))),
            Err(nobody) => Err(Box::new(Diagnostic::without_place(Code::NotThere, nobody))),
        }
    }

    /// One order. `Ok(None)`: it is on its way; `Ok(Some)`: what the configuration said to it.
    fn order(&mut self, order: &Order) -> Result<Option<Result<Applied, Box<Refusal>>>, String> {
        match order {
            Order::Phone(phone, command) => {
                let phone = self.phone(phone)?;
                self.world.command(phone, Command::clone(command));
            }
            Order::Outside(outside, command) => self.world.outside(*outside, command.clone()),
            Order::OutsidePower { outside, plugged } => {
                self.world.outside_link(*outside, *plugged);
            }
            Order::TrunkService { cluster, trunk, in_service } => {
                let found = self.site.cluster(*cluster).and_then(|c| c.trunks.id_of(trunk));
                let trunk = found.ok_or_else(|| format!("there is no trunk `{trunk}` now"))?;
                self.world.trunk_service(*cluster, trunk, *in_service);
            }
            Order::Restart { cluster } => {
                drop(self.configure(*cluster, "", |own| Ok(own.restart())));
            }
            Order::Reset { cluster, object } => {
                let objects = [object.clone()];
                let words = format!("reset {}", object.name().unwrap_or_default());
                return Ok(Some(self.configure(*cluster, &words, |own| own.reset(&objects))));
            }
            Order::ResetPhone { phone } => {
                let (cluster, name) = self.named(phone)?;
                let words = format!("reset the phone {name}");
                let objects = [Object::Phone(name)];
                return Ok(Some(self.configure(cluster, &words, |own| own.reset(&objects))));
            }
            Order::LogIn { phone, user } => return self.log_in(phone, user).map(Some),
            Order::LogOut { phone } => {
                let id = self.phone(phone)?;
                let (cluster, name) = self.named(phone)?;
                let words = format!("log out on {name}");
                return Ok(Some(self.configure(cluster, &words, |own| own.log_out(id))));
            }
        }
        Ok(None)
    }

    fn log_in(
        &mut self,
        phone: &PhoneRef,
        user: &str,
    ) -> Result<Result<Applied, Box<Refusal>>, String> {
        let id = self.phone(phone)?;
        let (cluster, name) = self.named(phone)?;
        let saved = self.configuration(cluster).map(|own| Arc::clone(own.saved()));
        let user_id = saved.and_then(|saved| saved.end_users.id_of(user));
        let user_id = user_id.ok_or_else(|| format!("there is no end user `{user}` now"))?;
        let words = format!("log {user} in on {name}");
        Ok(self.configure(cluster, &words, |own| own.log_in(id, user_id)))
    }

    /// Asks a configuration for something, and hands what acts then to the world.
    fn configure(
        &mut self,
        cluster: ClusterId,
        words: &str,
        ask: impl FnOnce(&mut Configuration) -> Result<Applied, Refusal>,
    ) -> Result<Applied, Box<Refusal>> {
        let Some(configuration) = self.configurations.get_mut(cluster.index()) else {
            return Ok(Applied::default());
        };
        let applied = ask(configuration)?;
        let active = Arc::clone(configuration.active());
        if let Some(index) = self.indexes.get_mut(cluster.index())
            && applied.effects.contains(&Effect::DialPlan)
        {
            let address = self.site.addresses().address(node_of_cluster(cluster));
            *index = Arc::new(index_at(&active, address));
        }
        Arc::make_mut(&mut self.site).reconfigure(cluster, Arc::clone(&active));
        // What is saved and acts later stands on the timeline too.
        if !words.is_empty() || !applied.effects.is_empty() {
            self.world.configure(cluster, active, &restarts(&applied.effects), words);
        }
        Ok(applied)
    }

    /// Takes the orders of a step.
    pub(super) fn give(&mut self, step: usize, span: Span, orders: &[Order]) {
        for order in orders {
            match self.order(order) {
                Ok(None) => {}
                Ok(Some(result)) => {
                    let (act, cluster) = (act_of(order), self.cluster_of(order));
                    if let Err(refusal) = &result {
                        self.facts.evidence.refused(refusal, self.world.now());
                    }
                    self.deeds.note(Deed::new(step, span, self.world.now(), act, cluster, result));
                }
                Err(nobody) => self.missing(span, nobody),
            }
        }
    }

    /// Takes the edit of a step.
    pub(super) fn edit(&mut self, step: usize, span: Span, cluster: ClusterId, edit: &Edit) {
        let result = self.change(cluster, edit);
        self.facts.evidence.edited(edit, &result, self.world.now());
        self.deeds.note(Deed::new(step, span, self.world.now(), Act::Change, cluster, result));
    }

    fn cluster_of(&self, order: &Order) -> ClusterId {
        match order {
            Order::Reset { cluster, .. } => *cluster,
            Order::ResetPhone { phone } | Order::LogIn { phone, .. } | Order::LogOut { phone } => {
                self.named(phone).map_or(ClusterId(0), |(cluster, _)| cluster)
            }
            _ => ClusterId(0),
        }
    }

    /// A step names something that is not there at its moment.
    fn missing(&mut self, span: Span, message: String) {
        let place = Place { file: Arc::clone(&self.scenario.file), span };
        let message = format!("{message}, at {}", self.world.now());
        let diagnostic = Diagnostic::error(Code::NotThere, place, message)
            .label("nothing happened")
            .note(NoteKind::Help, NOT_THERE);
        self.failures.push(diagnostic);
    }

    /// The phone, where it is there now.
    pub(in crate::scenario) fn phone(&self, phone: &PhoneRef) -> Result<PhoneId, String> {
        match phone {
            PhoneRef::Known(id) if self.site.cluster_of(*id).is_some() => Ok(*id),
            PhoneRef::Known(id) => {
                let name = crate::trace::words::phone_name(&self.scenario.site, *id);
                Err(format!("there is no phone `{name}` any more"))
            }
            PhoneRef::Later(name) => {
                let found = self.later(name);
                let short = name.split_once('/').map_or(&**name, |(_, short)| short);
                let said = if self.site.cluster_count() > 1 { &**name } else { short };
                found.map(|(_, id)| id).ok_or_else(|| format!("there is no phone `{said}` now"))
            }
        }
    }

    /// A phone by its cluster and name.
    fn later(&self, full: &str) -> Option<(ClusterId, PhoneId)> {
        self.site.clusters().find_map(|(id, cluster)| {
            let name = full.strip_prefix(cluster.name.as_str())?.strip_prefix('/')?;
            Some((id, cluster.phones.id_of(name)?))
        })
    }

    /// The cluster of a phone and its name in it.
    fn named(&self, phone: &PhoneRef) -> Result<(ClusterId, String), String> {
        let id = self.phone(phone)?;
        let cluster = self.site.cluster_of(id);
        let found = cluster.and_then(|own| {
            let phone = self.site.cluster(own)?.phones.get(id)?;
            Some((own, phone.name.clone()))
        });
        found.ok_or_else(|| "there is no such phone now".to_owned())
    }

    /// The lamp that a name means now.
    ///
    /// # Errors
    /// There is no such lamp at this moment.
    pub fn lamp_key(&self, lamp: &LampRef) -> Result<crate::trace::LampKey, Box<Diagnostic>> {
        match lamp {
            LampRef::Known(key) => Ok(key.clone()),
            LampRef::Later(name) => crate::scenario::find_lamp(&self.site, name).map_err(|no| {
                let diagnostic = Diagnostic::without_place(Code::NotThere, no.message);
                Box::new(diagnostic.help(no.help).help(NOT_THERE))
            }),
        }
    }
}

const NOT_THERE: &str = "an edit of this scenario adds it: it comes later, was refused, or the object was deleted or renamed since";

/// What kind of deed an order is.
fn act_of(order: &Order) -> Act {
    match order {
        Order::LogIn { .. } => Act::LogIn,
        Order::LogOut { .. } => Act::LogOut,
        _ => Act::Reset,
    }
}
