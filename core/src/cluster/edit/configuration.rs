//! The saved and the active configuration of a cluster.

use super::devices::{Devices, profile_for};
use super::difference::difference;
use super::draft::Draft;
use super::pending::pending;
use super::review::review;
use super::{Applied, Edit, Effect, Pending, Refusal, Warning};
use crate::cluster::setting::unknown;
use crate::cluster::{
    ButtonsOf, Cluster, ConfigPath, Field, Object, Phone, Problem, Severity, Table, validate,
};
use crate::id::{EndUserId, PhoneId, TrunkId};
use crate::rules::RuleId;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is saved in the database of a cluster, and what acts.
///
/// A user may be logged in on several phones at a time: no rule says otherwise. A log-in on a phone
/// where somebody else is takes that one's place.
///
/// ```
/// use lampfield_core::cluster::{ClusterBuilder, Configuration, Edit, Field, Object, Value};
///
/// let cluster = ClusterBuilder::new()
///     .partition("Internal")
///     .css("Everyone", &["Internal"])
///     .phone("Phone A", "7970 SIP", |p| p)
///     .build()?;
/// let mut configuration = Configuration::new(cluster);
/// let phone = Object::Phone("Phone A".to_owned());
/// configuration.apply(&Edit::Change {
///     object: phone.clone(),
///     settings: vec![(Field::SubscribeCss, Value::text("Everyone"))],
/// })?;
/// // Saved, and not active before the phone is Reset (ADMIN-2).
/// let waits = configuration.pending();
/// assert_eq!((waits[0].saved.as_str(), waits[0].active.as_str()), ("Everyone", ""));
/// configuration.reset(&[phone])?;
/// assert_eq!(configuration.pending(), []);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Configuration {
    saved: Arc<Cluster>,
    active: Arc<Cluster>,
    pub(super) devices: Devices,
    /// What is wrong with what is saved: an edit is judged by what it adds to this.
    problems: Vec<Problem>,
    /// The last results of a search.
    results: Option<Vec<Object>>,
}

impl Configuration {
    /// A cluster that has just been started: everything saved is active, nobody is logged in, and
    /// every phone with a log-out profile shows it (EM-2).
    pub fn new(saved: Cluster) -> Self {
        let devices = Devices::fresh(&saved);
        let problems = validate(&saved);
        let active = Arc::new(devices.activate(&saved));
        Configuration { saved: Arc::new(saved), active, devices, problems, results: None }
    }

    /// What an administrator has saved.
    pub fn saved(&self) -> &Arc<Cluster> {
        &self.saved
    }

    /// What acts: the settings in force, as decisions, calls and phones read them.
    pub fn active(&self) -> &Arc<Cluster> {
        &self.active
    }

    /// Applies an edit.
    ///
    /// # Errors
    /// [`Refusal`] with every reason; nothing has changed then.
    pub fn apply(&mut self, edit: &Edit) -> Result<Applied, Refusal> {
        let results = self.results.clone();
        let mut draft = Draft::new(&self.saved, (&self.active, &self.devices), results);
        draft.edit(edit);
        let Draft { c: after, results, found, dependents, cancelled, reasons, .. } = draft;
        if let Some(refusal) = Refusal::of(reasons) {
            return Err(refusal);
        }
        let mut applied = Applied { found, dependents, cancelled, ..Applied::default() };
        if !Arc::ptr_eq(&after, &self.saved) {
            (applied.warnings, applied.effects) = self.save(after)?;
        }
        self.results = results;
        Ok(applied)
    }

    /// Saves another configuration, unless it holds mistakes that the one before did not.
    fn save(&mut self, after: Arc<Cluster>) -> Result<(Vec<Warning>, Vec<Effect>), Refusal> {
        let problems = validate(&after);
        let new = problems.iter().filter(|problem| !self.problems.contains(problem));
        let (errors, warnings): (Vec<Problem>, Vec<Problem>) =
            new.cloned().partition(|problem| problem.code.severity() == Severity::Error);
        if let Some(refusal) = Refusal::of(errors.into_iter().map(Refusal::from).collect()) {
            return Err(refusal);
        }
        let mut warnings: Vec<Warning> = warnings.into_iter().map(Warning::from).collect();
        warnings.extend(review(&self.saved, &after));
        self.devices.save(&self.saved, &after);
        self.saved = after;
        self.problems = problems;
        Ok((warnings, self.activate()))
    }

    /// Makes the active configuration anew; gives what is different in it.
    fn activate(&mut self) -> Vec<Effect> {
        let active = self.devices.activate(&self.saved);
        let effects = difference(&self.active, &active);
        self.active = Arc::new(active);
        effects
    }

    /// Resets devices: phones and trunks themselves, all phones that show a button template, all
    /// trunks that have a security profile. Each takes what is saved (ADMIN-2, R-17).
    ///
    /// # Errors
    /// [`Refusal`] where an object is not there or nothing can be reset by it.
    pub fn reset(&mut self, objects: &[Object]) -> Result<Applied, Refusal> {
        let mut phones = BTreeSet::new();
        let mut trunks = BTreeSet::new();
        let mut reasons = Vec::new();
        for object in objects {
            if let Err(reason) = self.devices_of(object, &mut phones, &mut trunks) {
                reasons.push(reason);
            }
        }
        if let Some(refusal) = Refusal::of(reasons) {
            return Err(refusal);
        }
        phones.iter().for_each(|id| self.devices.reset_phone(&self.saved, *id));
        trunks.iter().for_each(|id| self.devices.reset_trunk(&self.saved, *id));
        let mut effects = self.activate();
        effects.extend(phones.into_iter().map(Effect::PhoneReset));
        effects.extend(trunks.into_iter().map(Effect::TrunkReset));
        Ok(Applied { effects, ..Applied::default() })
    }

    /// The devices that a Reset of an object means.
    fn devices_of(
        &self,
        object: &Object,
        phones: &mut BTreeSet<PhoneId>,
        trunks: &mut BTreeSet<TrunkId>,
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
                        let sip = c.trunks.get(id).and_then(|trunk| trunk.sip());
                        sip.map(|sip| sip.security_profile)
                    };
                    let uses = c.trunks.iter().filter(|(trunk, _)| has(*trunk) == id);
                    trunks.extend(uses.map(|(id, _)| id));
                }
            }
            other => {
                let word = super::draft::a(crate::cluster::Noun::of(other));
                let sentence = format!("{word} cannot be Reset");
                let way_out = "Reset a phone, a trunk, a phone button template or a SIP trunk \
                               security profile";
                let rule = RuleId::Admin2;
                return Err(Refusal::whole(rule, other, sentence, way_out.to_owned()));
            }
        }
        Ok(())
    }

    /// Logs an end user in on a phone: the phone takes over the user's device profile for its
    /// model, SUBSCRIBE CSS and presence group, as they are saved (EM-1, CSS-5).
    ///
    /// # Errors
    /// [`Refusal`] where the phone cannot (EM-5, R-20) or the user has no profile for it.
    pub fn log_in(&mut self, phone: PhoneId, user: EndUserId) -> Result<Applied, Refusal> {
        let saved = &self.saved;
        let own = self.phone(phone)?;
        self.can_log_in(own)?;
        let Some(who) = saved.end_users.get(user) else {
            let object = Object::EndUser(String::new());
            let sentence = "this end user was deleted".to_owned();
            let way_out = "log in as another one".to_owned();
            return Err(Refusal::whole(RuleId::R20, &object, sentence, way_out));
        };
        if profile_for(saved, own, user).is_none() {
            let path = ConfigPath::new(Object::EndUser(who.name.clone()), Field::DeviceProfiles);
            let sentence = format!(
                "`{}` has no user device profile for a {}, which `{}` is",
                who.name, own.model, own.name
            );
            let way_out = format!(
                "add a user device profile of the type {} and give it to the user",
                own.model
            );
            return Err(Refusal::new(RuleId::Em1, path, sentence, way_out));
        }
        Ok(self.change_user(phone, Some(user)))
    }

    /// EM-5: only a phone that supports extension mobility, and has it enabled.
    fn can_log_in(&self, phone: &Phone) -> Result<(), Refusal> {
        let object = Object::Phone(phone.name.clone());
        let refuse = |field, sentence, way_out: &str| {
            let path = ConfigPath::new(object.clone(), field);
            Err(Refusal::new(RuleId::Em5, path, sentence, way_out.to_owned()))
        };
        if !self.saved.support_of(&phone.model).extension_mobility {
            let Phone { name, model, .. } = phone;
            let sentence = format!(
                "nobody can log in on `{name}`: a {model} does not support extension mobility"
            );
            return refuse(Field::Type, sentence, "log in on a phone that supports it");
        }
        if !phone.extension_mobility {
            let sentence = format!(
                "nobody can log in on `{}`: extension mobility is disabled on it",
                phone.name
            );
            let way_out = "set Enable Extension Mobility of the phone to Enabled";
            return refuse(Field::ExtensionMobility, sentence, way_out);
        }
        Ok(())
    }

    /// Logs out whoever is logged in on a phone: it shows its log-out profile, or itself where it
    /// has none (EM-2 to EM-4, R-2).
    ///
    /// # Errors
    /// [`Refusal`] where nobody is.
    pub fn log_out(&mut self, phone: PhoneId) -> Result<Applied, Refusal> {
        let own = self.phone(phone)?;
        if self.devices.phones.get(&phone).and_then(|state| state.user()).is_none() {
            let object = Object::Phone(own.name.clone());
            let sentence = format!("nobody is logged in on `{}`", own.name);
            let way_out = "log in first".to_owned();
            return Err(Refusal::whole(RuleId::Em2, &object, sentence, way_out));
        }
        Ok(self.change_user(phone, None))
    }

    fn phone(&self, phone: PhoneId) -> Result<&Phone, Refusal> {
        let gone = || {
            let object = Object::Phone(String::new());
            let sentence = "this phone was deleted".to_owned();
            Refusal::whole(RuleId::R20, &object, sentence, "use another one".to_owned())
        };
        self.saved.phones.get(phone).ok_or_else(gone)
    }

    fn change_user(&mut self, phone: PhoneId, user: Option<EndUserId>) -> Applied {
        let saved = &self.saved;
        if let (Some(state), Some(own)) =
            (self.devices.phones.get_mut(&phone), saved.phones.get(phone))
        {
            state.change_user(saved, own, user);
        }
        Applied { effects: self.activate(), ..Applied::default() }
    }

    /// What is saved and does not act yet, device by device. A log-in or log-out takes what waits
    /// for one; a Reset takes everything.
    pub fn pending(&self) -> Vec<Pending> {
        pending(&self.saved, &self.devices)
    }

    /// Who is logged in on a phone, and the device profile that it shows, by name.
    pub fn shows(&self, phone: PhoneId) -> Option<(Option<&str>, Option<&str>)> {
        let acting = &self.active.phones.get(phone)?.acting;
        let user = acting.user.and_then(|id| self.active.end_users.get(id));
        let profile = match acting.buttons_of {
            ButtonsOf::Profile(id) => self.active.device_profiles.get(id),
            ButtonsOf::Phone => None,
        };
        Some((user.map(|user| user.name.as_str()), profile.map(|own| own.name.as_str())))
    }
}

fn refused(object: &Object, wrong: crate::cluster::Wrong) -> Refusal {
    Refusal::whole(wrong.rule, object, wrong.sentence, wrong.way_out)
}

fn id_of<I: crate::id::Id, T: crate::cluster::Named>(
    table: &Table<I, T>,
    name: &str,
    missing: impl FnOnce() -> Refusal,
) -> Result<I, Refusal> {
    table.id_of(name).ok_or_else(missing)
}
