//! Values that are lists and mappings: references, BLF/SpeedDials, permissions.

use super::super::super::yaml::{Fields, Node, Word};
use super::Values;
use crate::cluster::{
    BLF_SETTINGS, BlfValue, Field, Noun, PERMISSIONS, Permission, Setting, Value, permission_word,
};
use crate::diagnostic::{Code, Span};
use crate::gather::Gather;
use crate::sorted::SortedMap;

impl Values<'_, '_> {
    /// The names in a list that something has, in their order.
    pub(super) fn references(
        &mut self,
        setting: &Setting,
        noun: Noun,
        node: &Node,
        what: &str,
    ) -> Option<Value> {
        let words = self.reader.words(node, what);
        let mut seen: SortedMap<&str, Span> = SortedMap::new();
        let mut all = Vec::new();
        // A number may be hunted twice in one round.
        let once = self.known.is_some() && setting.noun != Noun::HuntList;
        for word in words {
            if !self.is_there(&[noun], word) || !self.is_own_profile(setting, word) {
                continue;
            }
            match seen.insert(word.text, word.span).filter(|_| once) {
                Some(first) => self.twice(setting, word, first),
                None => all.push(word.text),
            }
        }
        Some(Value::list(all))
    }

    fn twice(&mut self, setting: &Setting, word: Word<'_>, first: Span) {
        let text = word.text;
        let whose = match (&setting.field, setting.noun) {
            (Field::Lines, Noun::Phone) => "phone",
            (Field::Lines, _) => "profile",
            (field, _) => {
                let key = format!("`{}`", setting.key());
                let list = *field == Field::Partitions;
                let place = if list { "this calling search space" } else { &key };
                let message = format_args!("`{text}` stands twice in {place}");
                self.reader.tell(Code::Duplicate, word.span, message).first(first);
                return;
            }
        };
        let message = format_args!("`{text}` is twice a line of this {whose}");
        self.reader.tell(Code::Duplicate, word.span, message);
    }

    /// All BLF/SpeedDials, BLF 1 first. One that cannot be read keeps its place, so that the others
    /// keep their numbers.
    pub(super) fn blfs(&mut self, node: &Node) -> Value {
        let items = self.reader.list(node, "`blf_speed_dials`");
        let blf = |item: &Node| self.blf(item).unwrap_or_default();
        Value::BlfSpeedDials(items.iter().map(blf).gather())
    }

    fn blf(&mut self, node: &Node) -> Option<BlfValue> {
        let fields = self.blf_fields(node)?;
        let number = fields.word(self.reader, "directory_number");
        let destination = fields.word(self.reader, "destination");
        if !self.is_one_target(fields.span, number, destination) {
            return None;
        }
        let mut text = |key: &str| fields.word(self.reader, key).map(|word| word.text.to_owned());
        Some(BlfValue {
            directory_number: number.map(|word| word.text.to_owned()),
            destination: destination.map(|word| word.text.to_owned()),
            label: text("label").unwrap_or_default(),
            label_ascii: text("label_ascii").unwrap_or_default(),
        })
    }

    fn blf_fields<'n>(&mut self, node: &'n Node) -> Option<Fields<'n>> {
        let keys: Vec<&'static str> = BLF_SETTINGS.iter().map(|(key, ..)| *key).gather();
        self.reader.fields(node, "a BLF/SpeedDial", &keys)
    }

    /// `{ BLF 1: { directory_number: 1111 in Executives } }`: only what is named is changed.
    pub(in super::super) fn blfs_by_number(&mut self, node: &Node) -> Vec<(Field, Value)> {
        let mut all = Vec::new();
        for (key, node) in self.reader.entries(node, "`blf_speed_dials`") {
            let number = key.text.strip_prefix("BLF").unwrap_or(&key.text).trim();
            let at = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let Some(at) = at else {
                let message = format_args!("`{}` is no BLF/SpeedDial", key.text);
                let told = self.reader.tell(Code::BadChange, key.span, message);
                told.help("one is named by its number, `BLF 1: { … }`; a list replaces them all");
                continue;
            };
            let Some(fields) = self.blf_fields(node) else { continue };
            let parts = [
                Field::BlfDirectoryNumber(at),
                Field::BlfDestination(at),
                Field::BlfLabel(at),
                Field::BlfLabelAscii(at),
            ];
            for ((key, ..), field) in BLF_SETTINGS.iter().zip(parts) {
                let word = fields.word(self.reader, key);
                all.extend(word.map(|word| (field, Value::text(word.text))));
            }
        }
        all
    }

    /// Permissions of a presence group toward others.
    pub(super) fn permissions(&mut self, own: &str, node: &Node) -> Vec<(String, Permission)> {
        let mut choices = PERMISSIONS;
        if self.known.is_some() {
            // Who defines a group writes those that are not the system default.
            choices.rotate_left(1);
        }
        let mut all = Vec::new();
        for (key, node) in self.reader.entries(node, "`relationships`") {
            let other = Word { text: &key.text, span: key.span };
            let there = self.is_there(&[Noun::PresenceGroup], other);
            let word = self.reader.word(node, "a permission");
            let read = word.and_then(|word| self.reader.choice(word, "a permission", &choices));
            if there && read.is_some() && self.is_another_group(own, other) {
                all.extend(read.map(|permission| (key.text.clone(), permission)));
            }
        }
        all
    }

    /// Permissions toward the groups that are named; the others stay as they are.
    pub(in super::super) fn permissions_by_group(&mut self, node: &Node) -> Vec<(Field, Value)> {
        let each = |(name, permission)| {
            (Field::Relationship(name), Value::text(permission_word(permission)))
        };
        self.permissions("", node).into_iter().map(each).gather()
    }
}
