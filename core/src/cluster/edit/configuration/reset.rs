//! Reset: devices take what is saved (ADMIN-2, R-17).

use super::Configuration;
use crate::cluster::edit::{Applied, Effect, Refusal};
use crate::cluster::setting::unknown;
use crate::cluster::{Named, Noun, Object, Table, Wrong};
use crate::id::{Id, PhoneId, TrunkId};
use crate::rules::RuleId;
use crate::sorted::SortedSet;

impl Configuration {
    /// Resets devices: phones and trunks themselves, all phones that show a button template, all
    /// trunks that have a security profile. Each takes what is saved (ADMIN-2, R-17).
    ///
    /// # Errors
    /// [`Refusal`] where an object is not there or nothing can be reset by it.
    pub fn reset(&mut self, objects: &[Object]) -> Result<Applied, Refusal> {
        let mut phones = SortedSet::new();
        let mut trunks = SortedSet::new();
        let mut reasons = Vec::new();
        for object in objects {
            if let Err(reason) = self.devices_of(object, &mut phones, &mut trunks) {
                reasons.push(reason);
            }
        }
        if let Some(refusal) = Refusal::of(reasons) {
            return Err(refusal);
        }
        let mut effects = self.take_saved(&phones, &trunks);
        effects.extend(phones.into_iter().map(Effect::PhoneReset));
        effects.extend(trunks.into_iter().map(Effect::TrunkReset));
        Ok(Applied { effects, ..Applied::default() })
    }

    /// CallManager restarts: it has what is in its database, so nothing waits for a Reset any more.
    /// Who is logged in stays so.
    pub fn restart(&mut self) -> Applied {
        let phones = self.saved.phones.iter().map(|(id, _)| id).collect();
        let trunks = self.saved.trunks.iter().map(|(id, _)| id).collect();
        let mut effects = self.take_saved(&phones, &trunks);
        effects.push(Effect::Restart);
        Applied { effects, ..Applied::default() }
    }

    /// Devices take what is saved; gives what is different in the active configuration.
    fn take_saved(
        &mut self,
        phones: &SortedSet<PhoneId>,
        trunks: &SortedSet<TrunkId>,
    ) -> Vec<Effect> {
        phones.iter().for_each(|id| self.devices.reset_phone(&self.saved, *id));
        trunks.iter().for_each(|id| self.devices.reset_trunk(&self.saved, *id));
        self.activate()
    }

    /// The devices that a Reset of an object means.
    fn devices_of(
        &self,
        object: &Object,
        phones: &mut SortedSet<PhoneId>,
        trunks: &mut SortedSet<TrunkId>,
    ) -> Result<(), Refusal> {
        let missing = || refused(object, unknown(&self.saved, object));
        let saved = &self.saved;
        match object {
            Object::Phone(name) => drop(phones.insert(id_of(&saved.phones, name, missing)?)),
            Object::Trunk(name) => drop(trunks.insert(id_of(&saved.trunks, name, missing)?)),
            Object::ButtonTemplate(name) => {
                let id = Some(id_of(&saved.button_templates, name, missing)?);
                for c in [saved, &self.active] {
                    let uses = c.phones.iter().filter(|(_, phone)| phone.template == id);
                    phones.extend(uses.map(|(id, _)| id));
                }
            }
            Object::SecurityProfile(name) => {
                let id = Some(id_of(&saved.security_profiles, name, missing)?);
                for c in [saved, &self.active] {
                    let has = |id| {
                        let sip = c.trunks.look_up(id).and_then(|trunk| trunk.sip());
                        sip.map(|sip| sip.security_profile)
                    };
                    let uses = c.trunks.iter().filter(|(trunk, _)| has(*trunk) == id);
                    trunks.extend(uses.map(|(id, _)| id));
                }
            }
            other => {
                let word = Noun::of(other).a();
                let sentence = format!("{word} cannot be Reset");
                let way_out = "Reset a phone, a trunk, a phone button template or a SIP trunk \
                               security profile";
                let rule = RuleId::Admin2;
                return Err(Refusal::whole(rule, other, sentence, way_out.to_owned()));
            }
        }
        Ok(())
    }
}

fn refused(object: &Object, wrong: Wrong) -> Refusal {
    Refusal::whole(wrong.rule, object, wrong.sentence, wrong.way_out)
}

fn id_of<I: Id, T: Named>(
    table: &Table<I, T>,
    name: &str,
    missing: impl FnOnce() -> Refusal,
) -> Result<I, Refusal> {
    table.id_of(name).ok_or_else(missing)
}
