//! The settings of an edit, each read as its kind says.

use super::super::super::yaml::{Key, Node, Value as Yaml};
use super::Change;
use crate::cluster::{
    Edit, Field, Noun, Setting, Value, ValueKind, setting, setting_with_key, settings_of,
};
use crate::diagnostic::{Code, nearest_of};
use crate::gather::Gather;

/// Settings with their values.
type Settings = Vec<(Field, Value)>;

impl Change<'_, '_> {
    /// New objects of a noun; where they have nothing but their names, a list will do.
    pub(super) fn add(&mut self, noun: Noun, node: &Node) -> Vec<Edit> {
        if !noun.has_names() {
            let message = format_args!("the {} are there from installation", noun.word());
            self.values
                .reader
                .tell(Code::BadChange, node.span, message)
                .help("change them without `add`");
            return Vec::new();
        }
        if let (Noun::Partition, Yaml::List(_)) = (noun, &node.value) {
            let objects = self.listed(noun, node).into_iter();
            return objects.map(|object| Edit::Add { object, settings: Vec::new() }).gather();
        }
        self.each(noun, node, true)
    }

    /// Changes to objects of a noun.
    pub(super) fn settings_of(&mut self, noun: Noun, node: &Node) -> Vec<Edit> {
        if noun.has_names() {
            return self.each(noun, node, false);
        }
        let object = noun.object("");
        let settings = self.settings(noun, "", node, false);
        settings.map(|settings| Edit::Change { object, settings }).into_iter().gather()
    }

    fn each(&mut self, noun: Noun, node: &Node, add: bool) -> Vec<Edit> {
        let entries = self.values.reader.entries(node, &format!("`{}`", noun.table()));
        let edit = |(key, node): (&Key, &Node)| {
            let object = noun.object(&key.text);
            let settings = self.settings(noun, &key.text, node, add)?;
            Some(match add {
                true => Edit::Add { object, settings },
                false => Edit::Change { object, settings },
            })
        };
        entries.into_iter().filter_map(edit).gather()
    }

    fn settings(&mut self, noun: Noun, name: &str, node: &Node, add: bool) -> Option<Settings> {
        // Some nouns are written as their one setting.
        let only = match (noun, &node.value) {
            (Noun::CallingSearchSpace, Yaml::List(_)) => Some(Field::Partitions),
            (Noun::DirectoryEntry, Yaml::Text { .. }) => Some(Field::Number),
            _ => None,
        };
        if let Some(setting) = only.and_then(|field| setting(noun, &field)) {
            return Some(vec![(setting.field.clone(), self.values.value(setting, name, node)?)]);
        }
        let mut all = Vec::new();
        for (key, node) in self.values.reader.entries(node, &format!("a {}", noun.word())) {
            match setting_with_key(noun, &key.text) {
                Ok(setting) => all.extend(self.parts(setting, name, node, add)),
                Err(_) => self.unknown_setting(noun, key),
            }
        }
        Some(all)
    }

    fn unknown_setting(&mut self, noun: Noun, key: &Key) {
        let keys: Vec<&str> = settings_of(noun).map(Setting::key).gather();
        let (word, text) = (noun.word(), &key.text);
        let message = match noun.has_names() {
            true => format!("a {word} has no setting `{text}`"),
            false => format!("the {word} have no `{text}`"),
        };
        let near = nearest_of(text, &keys);
        let message = format_args!("{message}");
        let told = self.values.reader.tell(Code::UnknownKey, key.span, message).near(near);
        told.help(&match keys.as_slice() {
            [] => "it has a name and nothing else".to_owned(),
            all => format!("the settings: {}", all.join(", ")),
        });
    }

    /// A setting as one value, or in the parts that are named.
    fn parts(&mut self, setting: &'static Setting, name: &str, node: &Node, add: bool) -> Settings {
        match (setting.kind, &node.value) {
            (ValueKind::Relationships, Yaml::Map(_)) if !add => {
                self.values.permissions_by_group(node)
            }
            (ValueKind::BlfSpeedDials, Yaml::Map(_)) if !add => self.values.blfs_by_number(node),
            _ => {
                let value = self.values.value(setting, name, node);
                value.map(|value| (setting.field.clone(), value)).into_iter().gather()
            }
        }
    }
}
