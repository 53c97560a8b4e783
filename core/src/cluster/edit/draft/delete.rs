//! Deleting: one or several, confirmed or cancelled, all or none (GROUP-12).

use super::{Draft, Refusal, uses};
use crate::cluster::setting::Item;
use crate::cluster::{Cluster, ConfigPath, Field, Object};
use crate::diagnostic::list_words;
use crate::gather::Gather;
use crate::rules::RuleId;
use std::sync::Arc;

impl Draft<'_> {
    pub(super) fn delete(&mut self, objects: &[Object], confirmed: bool) {
        let before = self.reasons.len();
        for object in objects {
            let may = self.has_name(object, "deleted") && self.existing(object).is_some();
            if may && confirmed && self.is_ours(object, "deleted") {
                self.still_used(object, objects);
            }
        }
        if !confirmed {
            self.cancelled = true;
            return;
        }
        if self.reasons.len() > before {
            return;
        }
        let c = Arc::make_mut(&mut self.c);
        for object in objects {
            forget_permissions(c, object);
            Item::remove(c, object);
        }
        if let Some((_, results)) = &mut self.results {
            results.retain(|result| !objects.contains(result));
        }
    }

    /// Reasons where something that stays uses the object, saved (GROUP-11) or still active.
    fn still_used(&mut self, object: &Object, deleted: &[Object]) {
        let stays = |path: &ConfigPath| !deleted.contains(&path.object);
        let rule = match object {
            Object::PresenceGroup(_) => RuleId::Group11,
            _ => RuleId::R20,
        };
        let name = object.name().unwrap_or_default();
        let saved: Vec<ConfigPath> = uses::of(&self.c, object).into_iter().filter(stays).gather();
        if !saved.is_empty() {
            let sentence = if self.c.parameters.dependency_records {
                format!("`{name}` is in use: {}", listed(&saved))
            } else {
                format!("`{name}` is in use in {}", places(saved.len()))
            };
            self.refuse(rule, object, sentence, "give those something else, or delete them too");
            if !self.c.parameters.dependency_records {
                self.refuse_without_records();
            }
            return;
        }
        let active = uses::in_force(self.active, &self.c, object);
        let active: Vec<ConfigPath> = active.into_iter().filter(stays).gather();
        if !active.is_empty() {
            self.still_acts(object, &active);
        }
    }

    /// The reason beside it that says how to have them named: once for all objects.
    fn refuse_without_records(&mut self) {
        let path = ConfigPath::new(Object::EnterpriseParameters, Field::DependencyRecords);
        let sentence = "dependency records are not enabled, so what is in use is not named";
        let told = |reason: &Refusal| reason.sentence == sentence;
        if !self.reasons.iter().any(told) {
            let way_out = format!("set Enable Dependency Records to Enabled, at {path}");
            self.reasons.push(Refusal::new(RuleId::R20, path, sentence.to_owned(), way_out));
        }
    }

    /// A reason where only devices that were not Reset still use it, or a user is logged in.
    fn still_acts(&mut self, object: &Object, at: &[ConfigPath]) {
        let name = object.name().unwrap_or_default();
        if let Object::EndUser(_) = object {
            let phones: Vec<&str> = at.iter().filter_map(|path| path.object.name()).gather();
            let sentence = format!(
                "`{name}` is logged in on {}, or owns the log-out profile that it shows",
                list_words(phones)
            );
            let way_out = "log the user out; an owner no longer acts once the profile is taken \
                           away and the phone Reset";
            self.refuse(RuleId::R17, object, sentence, way_out);
            return;
        }
        let sentence = format!(
            "`{name}` is no longer in use where it is saved, and still acts: {}",
            listed(at)
        );
        let way_out = "Reset the devices that still act with it, then delete";
        self.refuse(RuleId::Admin2, object, sentence, way_out);
    }
}

fn places(count: usize) -> String {
    if count == 1 { "one place".to_owned() } else { format!("{count} places") }
}

/// Paths in a sentence; past eight, how many more.
fn listed(paths: &[ConfigPath]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = paths.iter().take(SHOWN).map(ToString::to_string).gather();
    let more = paths.len().saturating_sub(SHOWN);
    let rest = if more == 0 { String::new() } else { format!(" and {} more", places(more)) };
    format!("{}{rest}", shown.join("; "))
}

/// Permissions toward a group that goes are no use of it: they go with it.
fn forget_permissions(c: &mut Cluster, object: &Object) {
    let Object::PresenceGroup(name) = object else { return };
    let Some(gone) = c.presence_groups.id_of(name) else { return };
    let toward: Vec<_> = c
        .presence_groups
        .iter()
        .filter(|(_, group)| group.relationships.contains_key(&gone))
        .map(|(id, _)| id)
        .gather();
    for id in toward {
        if let Some(group) = c.presence_groups.get_mut(id) {
            group.relationships.remove(&gone);
        }
    }
}
