//! A draft of the saved configuration: edits are tried on it, and what is wrong is gathered.

mod copy;
mod delete;
mod settings;

use super::devices::Devices;
use super::{Criterion, Edit, Refusal, find, uses};
use crate::cluster::setting::{Item, taken, unknown};
use crate::cluster::{
    Cluster, ConfigPath, Field, NON_SECURE_PROFILE_NAME, Noun, Object,
    STANDARD_PRESENCE_GROUP_NAME, Wrong,
};
use crate::rules::RuleId;
use std::sync::Arc;

/// A draft with what was found on the way.
pub(super) struct Draft<'a> {
    /// The configuration as it would be saved: the saved one itself until something changes.
    pub(super) c: Arc<Cluster>,
    /// What acts at the moment: what it uses cannot be deleted.
    active: (&'a Cluster, &'a Devices),
    /// The last results of a search.
    pub(super) results: Option<(Noun, Vec<Object>)>,
    /// What this edit searched for.
    pub(super) found: Option<Vec<Object>>,
    /// What dependency records named.
    pub(super) dependents: Option<Vec<ConfigPath>>,
    /// Whether a deletion was asked for and not confirmed.
    pub(super) cancelled: bool,
    /// Everything against it.
    pub(super) reasons: Vec<Refusal>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(
        saved: &Arc<Cluster>,
        active: (&'a Cluster, &'a Devices),
        last: Option<(Noun, Vec<Object>)>,
    ) -> Self {
        Draft {
            c: Arc::clone(saved),
            active,
            results: last,
            found: None,
            dependents: None,
            cancelled: false,
            reasons: Vec::new(),
        }
    }

    /// Tries an edit. Reasons against it are gathered, and what can be tried besides is.
    pub(super) fn edit(&mut self, edit: &Edit) {
        match edit {
            Edit::Add { object, settings } => self.add(object, settings),
            Edit::Change { object, settings } => self.change(object, settings),
            Edit::Copy { object, name } => self.copy(object, name),
            Edit::Rename { object, name } => self.rename(object, name),
            Edit::Delete { objects, confirmed } => self.delete(objects, *confirmed),
            Edit::Find { noun, criteria } => {
                let all = crate::cluster::objects(&self.c, *noun);
                self.find(all, *noun, criteria);
            }
            Edit::FindWithin { criteria } => self.find_within(criteria),
            Edit::DependencyRecords { object } => self.dependency_records(object),
            Edit::Together(edits) => edits.iter().for_each(|edit| self.edit(edit)),
        }
    }

    /// A reason about an object as a whole.
    fn refuse(&mut self, rule: RuleId, object: &Object, sentence: String, way_out: &str) {
        let refusal = Refusal::whole(rule, object, sentence, way_out.to_owned());
        self.reasons.push(refusal);
    }

    fn wrong(&mut self, object: &Object, field: Field, wrong: Wrong) {
        let path = ConfigPath::new(object.clone(), wrong.field.unwrap_or(field));
        self.reasons.push(Refusal::new(wrong.rule, path, wrong.sentence, wrong.way_out));
    }

    /// The object, or a reason that it is not there.
    fn existing(&mut self, object: &Object) -> Option<Item> {
        let item = Item::get(&self.c, object);
        if item.is_none() {
            let wrong = unknown(&self.c, object);
            self.wrong(object, Field::Whole, wrong);
        }
        item
    }

    /// Whether a name is free, or a reason that it is not.
    fn is_free(&mut self, object: &Object) -> bool {
        let Some(other) = taken(&self.c, object) else { return true };
        let name = object.name().unwrap_or_default();
        let sentence = format!("there is {} with the name `{name}` already", Noun::of(&other).a());
        self.refuse(RuleId::R20, object, sentence, "choose a name that is free");
        false
    }

    /// Whether an object has a name of its own, or a reason: the parameters have none.
    fn has_name(&mut self, object: &Object, doing: &str) -> bool {
        let noun = Noun::of(object);
        if !noun.has_names() {
            let sentence = format!("the {} are there once, and cannot be {doing}", noun.word());
            self.refuse(RuleId::Admin1, object, sentence, "change their values instead");
        }
        noun.has_names()
    }

    /// Whether an object may lose its name: not so those from installation that others rely on.
    fn is_ours(&mut self, object: &Object, doing: &str) -> bool {
        let (rule, what) = match object {
            Object::PresenceGroup(name) if name == STANDARD_PRESENCE_GROUP_NAME => {
                (RuleId::Group7, "every presence user but application users starts in it")
            }
            Object::SecurityProfile(name) if name == NON_SECURE_PROFILE_NAME => {
                (RuleId::R20, "every SIP trunk starts with it")
            }
            _ => return true,
        };
        let name = object.name().unwrap_or_default();
        let sentence = format!("`{name}` exists from installation and cannot be {doing}: {what}");
        let way_out = format!("add {} of your own and use that instead", Noun::of(object).a());
        self.refuse(rule, object, sentence, &way_out);
        false
    }

    fn rename(&mut self, object: &Object, name: &str) {
        let may = self.has_name(object, "renamed") && self.is_ours(object, "renamed");
        let Some(item) = self.existing(object).filter(|_| may) else { return };
        let renamed = object.renamed(name);
        if renamed == *object || !self.is_free(&renamed) {
            return;
        }
        match copy::under_name(&self.c, item, name) {
            Ok(item) => {
                let c = Arc::make_mut(&mut self.c);
                item.put(c, object);
                copy::follow_partition(c, object, name);
                let results = self.results.iter_mut().flat_map(|(_, results)| results);
                for result in results {
                    if result == object {
                        *result = renamed.clone();
                    }
                }
            }
            Err(wrong) => self.wrong(&renamed, Field::Whole, wrong),
        }
    }

    fn find_within(&mut self, criteria: &[Criterion]) {
        match self.results.clone() {
            Some((noun, last)) => self.find(last, noun, criteria),
            None => {
                let object = Object::PresenceGroup(String::new());
                let sentence = "there are no results yet to search within".to_owned();
                self.refuse(RuleId::Group12, &object, sentence, "find first, then find within");
            }
        }
    }

    fn find(&mut self, among: Vec<Object>, noun: Noun, criteria: &[Criterion]) {
        match find::find(&self.c, among, noun, criteria) {
            Ok(found) => {
                self.results = Some((noun, found.clone()));
                self.found = Some(found);
            }
            Err((field, wrong)) => self.wrong(&noun.object(""), field, wrong),
        }
    }

    fn dependency_records(&mut self, object: &Object) {
        if self.existing(object).is_none() {
            return;
        }
        if self.c.parameters.dependency_records {
            self.dependents = Some(uses::of(&self.c, object));
            return;
        }
        let path = ConfigPath::new(Object::EnterpriseParameters, Field::DependencyRecords);
        let sentence = "dependency records are not enabled".to_owned();
        let way_out = format!("set Enable Dependency Records to Enabled, at {path}");
        self.reasons.push(Refusal::new(RuleId::Group11, path, sentence, way_out));
    }
}
