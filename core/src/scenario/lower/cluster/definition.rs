//! One definition: its settings by the table, into its object.

use super::super::super::yaml::Node;
use super::super::values::Values;
use super::noun::{FOR_READERS, keys, needed, one, word};
use super::{Definition, Pass, reader};
use crate::cluster::{
    Field, Item, Noun, Setting, blank_item, setting, setting_with_key, settings_of,
};
use crate::diagnostic::Code;

impl Pass<'_> {
    /// Reads what stands under a name into its object.
    pub(super) fn define(&mut self, definition: Definition<'_>) {
        let object = definition.object();
        let there = Item::get(&self.read.cluster, &object);
        let known = there.is_some();
        let mut item = there.unwrap_or_else(|| blank_item(&self.read.cluster, &object));
        let told = self.log.len();
        let mut reader = reader(self.parts, definition.part, self.log);
        let values = Values { reader: &mut reader, sources: self.sources, known: Some(&self.read) };
        let whole = Defining { values, definition, item: &mut item }.read();
        if definition.noun == Noun::Server && self.log.len() > told {
            // A word that is no service may be the one that is missed.
            self.read.unsure.insert(Noun::Server);
        }
        match (known, whole) {
            (true, true) => item.put(&mut self.read.cluster, &object),
            (true, false) => Item::remove(&mut self.read.cluster, &object),
            (false, _) => {}
        }
    }
}

/// The reading of one definition.
pub(super) struct Defining<'r, 'a, 'n> {
    pub(super) values: Values<'r, 'a>,
    pub(super) definition: Definition<'n>,
    pub(super) item: &'r mut Item,
}

impl<'n> Defining<'_, '_, 'n> {
    /// `false`: without what could not be read it can be no object.
    fn read(mut self) -> bool {
        let Some(node) = self.definition.node else { return true };
        let only = match self.definition.noun {
            Noun::EnterpriseParameters | Noun::ServiceParameters => self.parameter(),
            // Some nouns are written as their one setting.
            Noun::CallingSearchSpace => setting(Noun::CallingSearchSpace, &Field::Partitions),
            Noun::DirectoryEntry => setting(Noun::DirectoryEntry, &Field::Number),
            _ => return self.object(node),
        };
        if let Some(only) = only {
            let named = self.definition.noun.has_names();
            let what = if named { one(self.definition.noun) } else { "this parameter" };
            self.set(only, node, what);
            self.needs_call_manager();
        }
        true
    }

    /// The parameter of this name.
    fn parameter(&mut self) -> Option<&'static Setting> {
        let (noun, name) = (self.definition.noun, self.definition.name);
        let found = setting_with_key(noun, name.text).ok();
        if found.is_none() {
            self.values.reader.unknown_name(name, word(noun), &keys(noun));
        }
        found
    }

    fn object(&mut self, node: &'n Node) -> bool {
        let noun = self.definition.noun;
        let way = matches!(noun, Noun::RoutePattern | Noun::SipRoutePattern | Noun::HuntPilot);
        let mut leads = false;
        let fields = self.values.reader.fields(node, one(noun), &keys(noun));
        let Some(fields) = fields else { return !way };
        for (key, example) in needed(noun) {
            fields.need(self.values.reader, key, example);
        }
        for (_, key) in FOR_READERS.iter().filter(|(own, _)| *own == noun) {
            fields.word(self.values.reader, key);
        }
        for setting in settings_of(noun) {
            let Some((key, node)) = fields.entry(setting.key()) else { continue };
            let span = key.span;
            if self.has(setting, span) {
                leads |= self.set(setting, node, &format!("`{}`", setting.key()));
            }
        }
        self.check(&fields);
        leads || !way
    }

    /// Sets what is written; `false`: it is nothing that could be set.
    fn set(&mut self, setting: &Setting, node: &Node, what: &str) -> bool {
        let told = self.values.reader.log.len();
        let name = self.definition.name.text;
        let Some(value) = self.values.value_of(setting, name, node, what) else { return false };
        let Some(known) = self.values.known else { return false };
        let Err(wrongs) = setting.put_item(&known.cluster, self.item, &value) else { return true };
        // What is wrong in itself has been told where it stands.
        if self.values.reader.log.len() == told {
            for wrong in wrongs {
                let message = format_args!("{}", wrong.sentence);
                let told = self.values.reader.tell(Code::BadCluster, node.span, message);
                told.help(&wrong.way_out);
            }
        }
        false
    }
}
