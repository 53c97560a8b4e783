//! Log-in and log-out (EM-1 to EM-5).

use super::Configuration;
use crate::cluster::edit::devices::profile_for;
use crate::cluster::edit::{Applied, Refusal};
use crate::cluster::setting::with_article;
use crate::cluster::{ButtonsOf, ConfigPath, Field, Object, Phone};
use crate::id::{EndUserId, PhoneId};
use crate::rules::RuleId;

impl Configuration {
    /// Logs an end user in on a phone: the phone takes over the user's device profile for its
    /// model, SUBSCRIBE CSS and presence group, as they are saved (EM-1, CSS-5).
    ///
    /// # Errors
    /// [`Refusal`] where the phone cannot (EM-5, R-20) or the user has no profile for it.
    pub fn log_in(&mut self, phone: PhoneId, user: EndUserId) -> Result<Applied, Refusal> {
        let saved = &self.saved;
        let own = self.phone(phone)?;
        self.can_log_in(own)?;
        let Some(who) = saved.end_users.look_up(user) else {
            let object = Object::EndUser(String::new());
            let sentence = "this end user was deleted".to_owned();
            let way_out = "log in as another one".to_owned();
            return Err(Refusal::whole(RuleId::R20, &object, sentence, way_out));
        };
        if profile_for(saved, own, user).is_none() {
            let path = ConfigPath::new(Object::EndUser(who.name.clone()), Field::DeviceProfiles);
            let sentence = format!(
                "`{}` has no user device profile for {}, which `{}` is",
                who.name,
                with_article(&own.model.to_string()),
                own.name
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
                "nobody can log in on `{name}`: {} does not support extension mobility",
                with_article(&model.to_string())
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
        self.saved.phones.look_up(phone).ok_or_else(gone)
    }

    fn change_user(&mut self, phone: PhoneId, user: Option<EndUserId>) -> Applied {
        let saved = &self.saved;
        if let (Some(state), Some(own)) =
            (self.devices.phones.get_mut(&phone), saved.phones.look_up(phone))
        {
            state.change_user(saved, own, user);
        }
        Applied { effects: self.activate(), ..Applied::default() }
    }

    /// Who is logged in on a phone, and the device profile that it shows, by name.
    pub fn shows(&self, phone: PhoneId) -> Option<(Option<&str>, Option<&str>)> {
        let acting = &self.active.phones.look_up(phone)?.acting;
        let user = acting.user.and_then(|id| self.active.end_users.look_up(id));
        let profile = match acting.buttons_of {
            ButtonsOf::Profile(id) => self.active.device_profiles.look_up(id),
            ButtonsOf::Phone => None,
        };
        Some((user.map(|user| user.name.as_str()), profile.map(|own| own.name.as_str())))
    }
}
