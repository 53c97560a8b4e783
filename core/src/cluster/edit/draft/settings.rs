//! New objects and new values.

use super::Draft;
use crate::cluster::setting::{Item, both_targets, new_item, whole, write_part};
use crate::cluster::{
    ConfigPath, Field, Noun, Object, Service, Setting, Value, Wrong, setting, settings_of,
};
use crate::diagnostic::listed;
use crate::gather::Gather;
use crate::rules::RuleId;
use std::sync::Arc;

impl Draft<'_> {
    pub(super) fn add(&mut self, object: &Object, settings: &[(Field, Value)]) {
        if !self.has_name(object, "added") || !self.is_free(object) {
            return;
        }
        let mut item = match new_item(&self.c, object) {
            Ok(item) => item,
            Err(wrong) => return self.wrong(object, Field::Whole, wrong),
        };
        let before = self.reasons.len();
        for missing in settings_of(Noun::of(object)).filter(|setting| setting.required) {
            if !settings.iter().any(|(field, _)| *field == missing.field) {
                let sentence = format!("{} needs `{}`", Noun::of(object).a(), missing.key());
                let wrong = Wrong::new(sentence, format!("give it its {}", missing.word()));
                self.wrong(object, missing.field.clone(), wrong);
            }
        }
        self.write(object, &mut item, settings);
        // With a mistake in it the draft is only looked at for further ones; what must be given and
        // was not would look like one.
        let mut new = self.reasons.iter().skip(before);
        let required = |field: &Field| setting(Noun::of(object), field).is_some_and(|s| s.required);
        if !new.any(|reason| required(&reason.path.field)) {
            item.add(Arc::make_mut(&mut self.c));
        }
    }

    pub(super) fn change(&mut self, object: &Object, settings: &[(Field, Value)]) {
        let Some(mut item) = self.existing(object) else { return };
        if *object == Object::ServiceParameters && !self.call_manager_is_active() {
            return;
        }
        let before = item.clone();
        self.write(object, &mut item, settings);
        if self.keeps_digest(object, &before, &item) {
            item.put(Arc::make_mut(&mut self.c), object);
        }
    }

    /// AUTH-9 the other way round: digest cannot go while application-level authorization stays
    ///
    fn keeps_digest(&mut self, object: &Object, before: &Item, after: &Item) -> bool {
        let (Item::SecurityProfile(before), Item::SecurityProfile(after)) = (before, after) else {
            return true;
        };
        let both = before.digest_authentication && before.application_level_authorization;
        let lost = !after.digest_authentication && after.application_level_authorization;
        if both && lost {
            let sentence = format!(
                "`{}` has Enable Application Level Authorization checked, which needs Enable \
                 Digest Authentication",
                before.name
            );
            let way_out = "uncheck Enable Application Level Authorization too";
            let wrong = Wrong::new(sentence, way_out);
            self.wrong(object, Field::DigestAuthentication, wrong);
        }
        !(both && lost)
    }

    /// ADMIN-12: the parameters of a service can be set only where it is active.
    fn call_manager_is_active(&mut self) -> bool {
        let active =
            |services: &crate::sorted::SortedSet<_>| services.contains(&Service::CallManager);
        if self.c.servers.iter().any(|(_, server)| active(&server.services)) {
            return true;
        }
        let path = ConfigPath::new(
            Object::ServiceParameters,
            Field::DefaultInterPresenceGroupSubscription,
        );
        let names: Vec<&str> = self.c.servers.names().gather();
        let way_out = match names.as_slice() {
            [] => "add a server on which CallManager is active".to_owned(),
            names => format!("activate CallManager on {}", listed(names)),
        };
        let sentence = "the CallManager service is active on no server of this cluster, and its \
                        parameters can be set only where it is"
            .to_owned();
        self.reasons.push(super::Refusal::new(RuleId::Admin12, path, sentence, way_out));
        false
    }

    /// Writes settings into an item, in the order of the form: what decides which others there are
    /// comes first. What cannot be written is a reason.
    fn write(&mut self, object: &Object, item: &mut Item, settings: &[(Field, Value)]) {
        let noun = Noun::of(object);
        for (field, _) in settings {
            if setting(noun, field).is_none() {
                let wrong = no_such_setting(noun, field);
                self.wrong(object, field.clone(), wrong);
            }
        }
        self.both_at_once(object, settings);
        for row in settings_of(noun) {
            for (field, value) in settings.iter().filter(|(field, _)| whole(field) == row.field) {
                self.write_one(object, item, row, (field, value));
            }
        }
    }

    fn write_one(
        &mut self,
        object: &Object,
        item: &mut Item,
        row: &Setting,
        (field, value): (&Field, &Value),
    ) {
        let part = row.field != *field;
        let value = match row.read_item(&self.c, item).filter(|_| part) {
            Some(all) => write_part(field, all, value),
            None => Ok(value.clone()),
        };
        let value = value.map_err(|wrong| vec![wrong]);
        let written = value.and_then(|value| row.write_item(&self.c, item, &value));
        for wrong in written.err().into_iter().flatten() {
            self.wrong(object, field.clone(), wrong);
        }
    }

    /// ADMIN-5: a Directory Number and a Destination in one and the same Save.
    fn both_at_once(&mut self, object: &Object, settings: &[(Field, Value)]) {
        let given = |wanted: Field| {
            settings.iter().find_map(|(field, value)| match value {
                Value::Text(text) if *field == wanted && !text.trim().is_empty() => Some(text),
                _ => None,
            })
        };
        for (field, value) in settings {
            if let (Field::BlfDirectoryNumber(at), Value::Text(number)) = (field, value)
                && let Some(destination) = given(Field::BlfDestination(*at))
                && !number.trim().is_empty()
            {
                let wrong = both_targets(*at, number, destination);
                self.wrong(object, field.clone(), wrong);
            }
        }
    }
}

fn no_such_setting(noun: Noun, field: &Field) -> Wrong {
    let key = whole(field).words().map_or("that", |(_, key)| key);
    match crate::cluster::setting_with_key(noun, key) {
        Err(wrong) => wrong,
        // The key is right and means another setting: a trunk's type is not a phone's.
        Ok(right) => {
            let sentence = format!("{} has no such setting", noun.a());
            Wrong::new(sentence, format!("its `{}` is: {}", right.key(), right.help))
        }
    }
}
