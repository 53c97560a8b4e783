//! Values of settings, each read as its kind says: of definitions and of edits.

mod known;
mod lists;

use super::super::sources::Sources;
use super::super::yaml::{Node, Reader, Value as Yaml, Word};
use super::cluster::Read;
use super::secret;
use crate::cluster::{Field, Model, Noun, Setting, Value, ValueKind};
use crate::diagnostic::{Code, listed};
use crate::gather::Gather;

/// The keys of a route with the nouns behind them.
pub(in super::super) const ROUTES: [(&str, Noun); 3] =
    [("trunk", Noun::Trunk), ("route_group", Noun::RouteGroup), ("route_list", Noun::RouteList)];

/// Reads values.
pub(super) struct Values<'r, 'a> {
    /// The file.
    pub(super) reader: &'r mut Reader<'a>,
    /// Where passwords are.
    pub(super) sources: &'r dyn Sources,
    /// What definitions may name; what an edit names is looked up when it is saved.
    pub(super) known: Option<&'r Read>,
}

/// Tells that a word is no phone type.
pub(super) fn no_phone_type(reader: &mut Reader<'_>, word: Word<'_>) {
    let message = format_args!("`{}` is no phone type", word.text);
    let told = reader.tell(Code::WrongWord, word.span, message);
    told.help("model and protocol, as in `7970 SIP` or `7961 SCCP`, or `H.323`");
}

/// What is chosen from the words of a setting, as definitions say it.
fn chosen(field: &Field) -> Option<&'static str> {
    Some(match field {
        Field::TrunkType => "the type of a trunk",
        Field::Distribution => "the distribution of a route group",
        Field::Dialect => "the dialect",
        Field::Buttons => "a button",
        Field::Supports => "what a phone type supports",
        Field::Services => "a service",
        _ => return None,
    })
}

impl Values<'_, '_> {
    /// The value of a setting of the object `name`.
    pub(super) fn value(&mut self, setting: &Setting, name: &str, node: &Node) -> Option<Value> {
        self.value_of(setting, name, node, &format!("`{}`", setting.key()))
    }

    /// The same for a setting that is called `what`.
    pub(super) fn value_of(
        &mut self,
        setting: &Setting,
        name: &str,
        node: &Node,
        what: &str,
    ) -> Option<Value> {
        let chosen = chosen(&setting.field).filter(|_| self.known.is_some());
        match setting.kind {
            // What a definition leaves out, a change unsets.
            ValueKind::Secret | ValueKind::Credentials
                if self.known.is_none()
                    && matches!(&node.value, Yaml::Text { text, .. } if text == secret::UNSET) =>
            {
                Some(Value::None)
            }
            ValueKind::Text | ValueKind::Number => {
                let word = self.reader.word(node, what)?;
                self.is_in_directory(setting, word).then(|| Value::text(word.text))
            }
            ValueKind::Model { .. } => {
                let word = self.reader.word(node, what)?;
                if self.known.is_some() && Model::parse(word.text).is_none() {
                    no_phone_type(self.reader, word);
                    return None;
                }
                Some(Value::text(word.text))
            }
            ValueKind::Reference { to, optional } => {
                let word = self.reader.word(node, what)?;
                let none = optional && matches!(word.text, "None" | "<None>");
                (none || self.is_there(to, word)).then(|| Value::text(word.text))
            }
            ValueKind::References(noun) => self.references(setting, noun, node, what),
            ValueKind::Flag { on, off } => {
                let word = self.reader.word(node, what)?;
                // Files say of every parameter whether it is enabled.
                let defined = self.known.is_some() && !setting.noun.has_names();
                let words = if defined { ["Enabled", "Disabled"] } else { [on, off] };
                self.reader.yes(word, what, words).map(Value::Flag)
            }
            ValueKind::Choice(words) => {
                let word = self.reader.word(node, what)?;
                let at = self.reader.one_of(word, chosen.unwrap_or(what), words);
                at.map(|_| Value::text(word.text))
            }
            ValueKind::Choices { words, .. } => {
                let given = self.reader.words(node, what);
                let item = chosen.map_or_else(|| format!("an item of {what}"), str::to_owned);
                let known = |word: &Word<'_>| self.reader.one_of(*word, &item, words).is_some();
                let all: Vec<Word<'_>> = given.into_iter().filter(known).gather();
                Some(Value::list(all.iter().map(|word| word.text)))
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
            ValueKind::BlfSpeedDials => Some(self.blfs(node)),
            ValueKind::Relationships => Some(Value::Relationships(self.permissions(name, node))),
        }
    }

    /// `{ trunk: … }`, `{ route_group: … }` or `{ route_list: … }`.
    fn route(&mut self, node: &Node) -> Option<Value> {
        let keys = ROUTES.map(|(key, _)| key);
        let told = self.reader.log.len();
        let fields = self.reader.fields(node, "a route", &keys)?;
        let mut found = ROUTES.iter().filter(|(key, _)| fields.get(key).is_some());
        let (Some((key, noun)), None) = (found.next(), found.next()) else {
            // A key that is unknown may well be the misspelt one.
            if self.reader.log.len() == told {
                let message = format_args!("a route leads to one of {}", listed(&keys));
                let told = self.reader.tell(Code::BadCluster, node.span, message);
                told.help("for example `route: { route_list: Out }`");
            }
            return None;
        };
        let word = fields.word(self.reader, key)?;
        let there = self.is_there(&[*noun], word);
        there.then(|| Value::Route { noun: *noun, name: word.text.to_owned() })
    }
}
