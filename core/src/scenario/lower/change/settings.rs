//! The settings of an edit, each read as its kind says.

use super::super::super::yaml::{Key, Node, Value as Yaml, Word};
use super::super::secret;
use super::Change;
use crate::cluster::{
    BLF_SETTINGS, BlfValue, Edit, Field, Noun, PERMISSIONS, Setting, Value, ValueKind,
    permission_word, setting, setting_with_key, settings_of,
};
use crate::diagnostic::{Code, list_words, nearest};

/// The keys of a route with the nouns behind them.
pub(in super::super::super) const ROUTES: [(&str, Noun); 3] =
    [("trunk", Noun::Trunk), ("route_group", Noun::RouteGroup), ("route_list", Noun::RouteList)];

/// Settings with their values.
type Settings = Vec<(Field, Value)>;

impl Change<'_, '_, '_> {
    /// New objects of a noun; where they have nothing but their names, a list will do.
    pub(super) fn add(&mut self, noun: Noun, node: &Node) -> Vec<Edit> {
        if !noun.has_names() {
            let message = format!("the {} are there from installation", noun.word());
            let diagnostic = self.reader.error(Code::BadChange, node.span, message);
            self.reader.report(diagnostic.help("change them without `add`"));
            return Vec::new();
        }
        if let (Noun::Partition, Yaml::List(_)) = (noun, &node.value) {
            let objects = self.listed(noun, node).into_iter();
            return objects.map(|object| Edit::Add { object, settings: Vec::new() }).collect();
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
        settings.map(|settings| Edit::Change { object, settings }).into_iter().collect()
    }

    fn each(&mut self, noun: Noun, node: &Node, add: bool) -> Vec<Edit> {
        let entries = self.reader.entries(node, &format!("`{}`", noun.table()));
        let edit = |(key, node): (&Key, &Node)| {
            let object = noun.object(&key.text);
            let settings = self.settings(noun, &key.text, node, add)?;
            Some(match add {
                true => Edit::Add { object, settings },
                false => Edit::Change { object, settings },
            })
        };
        entries.into_iter().filter_map(edit).collect()
    }

    fn settings(&mut self, noun: Noun, name: &str, node: &Node, add: bool) -> Option<Settings> {
        // Some nouns are written as their one setting.
        let only = match (noun, &node.value) {
            (Noun::CallingSearchSpace, Yaml::List(_)) => Some(Field::Partitions),
            (Noun::DirectoryEntry, Yaml::Text { .. }) => Some(Field::Number),
            _ => None,
        };
        if let Some(setting) = only.and_then(|field| setting(noun, &field)) {
            return Some(vec![(setting.field.clone(), self.value(setting, name, node)?)]);
        }
        let told = self.reader.log.len();
        let mut all = Vec::new();
        for (key, node) in self.reader.entries(node, &format!("a {}", noun.word())) {
            match setting_with_key(noun, &key.text) {
                Ok(setting) => all.extend(self.parts(setting, name, node, add)),
                Err(_) => self.unknown_setting(noun, key),
            }
        }
        (self.reader.log.len() == told).then_some(all)
    }

    fn unknown_setting(&mut self, noun: Noun, key: &Key) {
        let keys = || settings_of(noun).map(Setting::key);
        let message = match noun.has_names() {
            true => format!("a {} has no setting `{}`", noun.word(), key.text),
            false => format!("the {} have no `{}`", noun.word(), key.text),
        };
        let mut diagnostic = self.reader.error(Code::UnknownKey, key.span, message);
        if let Some(near) = nearest(&key.text, keys()) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        let all: Vec<&str> = keys().collect();
        self.reader.report(diagnostic.help(match all.as_slice() {
            [] => "it has a name and nothing else".to_owned(),
            all => format!("the settings: {}", all.join(", ")),
        }));
    }

    /// A setting as one value, or in the parts that are named.
    fn parts(&mut self, setting: &'static Setting, name: &str, node: &Node, add: bool) -> Settings {
        match (setting.kind, &node.value) {
            (ValueKind::Relationships, Yaml::Map(_)) if !add => self.permissions(node),
            (ValueKind::BlfSpeedDials, Yaml::Map(_)) if !add => self.buttons(node),
            _ => {
                let value = self.value(setting, name, node);
                value.map(|value| (setting.field.clone(), value)).into_iter().collect()
            }
        }
    }

    fn value(&mut self, setting: &'static Setting, name: &str, node: &Node) -> Option<Value> {
        let what = setting.key();
        let quoted = format!("`{what}`");
        match setting.kind {
            ValueKind::Text
            | ValueKind::Number
            | ValueKind::Model { .. }
            | ValueKind::Reference { .. } => {
                self.reader.word(node, &quoted).map(|word| Value::text(word.text))
            }
            ValueKind::Flag { on, off } => {
                let word = self.reader.word(node, &quoted)?;
                self.reader.yes(word, &quoted, [on, off]).map(Value::Flag)
            }
            ValueKind::Choice(words) => {
                let word = self.reader.word(node, &quoted)?;
                self.one_of(word, &quoted, words).map(Value::text)
            }
            ValueKind::Choices { words, .. } => {
                let told = self.reader.log.len();
                let given = self.reader.words(node, &quoted);
                let item = format!("an item of {quoted}");
                let all: Vec<&str> =
                    given.into_iter().filter_map(|word| self.one_of(word, &item, words)).collect();
                (self.reader.log.len() == told).then(|| Value::list(all))
            }
            ValueKind::References(_) => {
                let told = self.reader.log.len();
                let words = self.reader.words(node, &quoted);
                let list = Value::list(words.iter().map(|word| word.text));
                (self.reader.log.len() == told).then_some(list)
            }
            ValueKind::Route => self.route(node),
            ValueKind::Secret => {
                secret::secret(self.reader, self.sources, node, name).map(Value::Secret)
            }
            ValueKind::Credentials => {
                let credentials = secret::credentials(self.reader, self.sources, node)?;
                let (username, secret) = (credentials.username, credentials.secret);
                Some(Value::Credentials { username, secret })
            }
            ValueKind::BlfSpeedDials => self.blfs(node),
            ValueKind::Relationships => self.relationships(node),
        }
    }

    fn one_of(
        &mut self,
        word: Word<'_>,
        what: &str,
        words: &[&'static str],
    ) -> Option<&'static str> {
        let choices: Vec<(&'static str, &'static str)> =
            words.iter().map(|own| (*own, *own)).collect();
        self.reader.choice(word, what, &choices)
    }

    fn route(&mut self, node: &Node) -> Option<Value> {
        let keys = ROUTES.map(|(key, _)| key);
        let told = self.reader.log.len();
        let fields = self.reader.fields(node, "a route", &keys)?;
        let mut found = ROUTES.iter().filter(|(key, _)| fields.get(key).is_some());
        let (Some((key, noun)), None) = (found.next(), found.next()) else {
            if self.reader.log.len() == told {
                let message = format!("a route leads to one of {}", list_words(keys));
                let diagnostic = self.reader.error(Code::BadCluster, node.span, message);
                self.reader.report(diagnostic.help("for example `route: { route_list: Out }`"));
            }
            return None;
        };
        let word = fields.word(self.reader, key)?;
        Some(Value::Route { noun: *noun, name: word.text.to_owned() })
    }

    fn relationships(&mut self, node: &Node) -> Option<Value> {
        let told = self.reader.log.len();
        let mut all = Vec::new();
        for (key, node) in self.reader.entries(node, "`relationships`") {
            let word = self.reader.word(node, "a permission");
            let read = word.and_then(|word| self.reader.choice(word, "a permission", &PERMISSIONS));
            all.extend(read.map(|permission| (key.text.clone(), permission)));
        }
        (self.reader.log.len() == told).then_some(Value::Relationships(all))
    }

    /// Permissions toward the groups that are named; the others stay as they are.
    fn permissions(&mut self, node: &Node) -> Settings {
        let Some(Value::Relationships(all)) = self.relationships(node) else { return Vec::new() };
        let each = |(name, permission)| {
            (Field::Relationship(name), Value::text(permission_word(permission)))
        };
        all.into_iter().map(each).collect()
    }

    /// All BLF/SpeedDials, BLF 1 first.
    fn blfs(&mut self, node: &Node) -> Option<Value> {
        let told = self.reader.log.len();
        let items = self.reader.list(node, "`blf_speed_dials`");
        let keys: Vec<&'static str> = BLF_SETTINGS.iter().map(|(key, ..)| *key).collect();
        let mut all = Vec::new();
        for item in items {
            let Some(fields) = self.reader.fields(item, "a BLF/SpeedDial", &keys) else {
                continue;
            };
            let mut text =
                |key: &str| fields.word(self.reader, key).map(|word| word.text.to_owned());
            all.push(BlfValue {
                directory_number: text("directory_number"),
                destination: text("destination"),
                label: text("label").unwrap_or_default(),
                label_ascii: text("label_ascii").unwrap_or_default(),
            });
        }
        (self.reader.log.len() == told).then_some(Value::BlfSpeedDials(all))
    }

    /// `{ BLF 1: { directory_number: 1111 in Executives } }`: only what is named is changed.
    fn buttons(&mut self, node: &Node) -> Settings {
        let keys: Vec<&'static str> = BLF_SETTINGS.iter().map(|(key, ..)| *key).collect();
        let mut all = Vec::new();
        for (key, node) in self.reader.entries(node, "`blf_speed_dials`") {
            let number = key.text.strip_prefix("BLF").unwrap_or(&key.text).trim();
            let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(at) = at else {
                let message = format!("`{}` is no BLF/SpeedDial", key.text);
                let diagnostic = self.reader.error(Code::BadChange, key.span, message);
                self.reader.report(
                    diagnostic.help(
                        "one is named by its number, `BLF 1: { … }`; a list replaces them all",
                    ),
                );
                continue;
            };
            let Some(fields) = self.reader.fields(node, "a BLF/SpeedDial", &keys) else {
                continue;
            };
            let parts: [(&str, Field); 4] = [
                ("directory_number", Field::BlfDirectoryNumber(at)),
                ("destination", Field::BlfDestination(at)),
                ("label", Field::BlfLabel(at)),
                ("label_ascii", Field::BlfLabelAscii(at)),
            ];
            for (key, field) in parts {
                let word = fields.word(self.reader, key);
                all.extend(word.map(|word| (field, Value::text(word.text))));
            }
        }
        all
    }
}
