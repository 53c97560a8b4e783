//! Taking a tree apart: each step says what it expected, and goes on.

use super::told::Told;
use super::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Span, listed, nearest, nearest_of};
use crate::gather::Gather;
use crate::sorted::SortedMap;
use core::fmt;
use std::sync::Arc;

/// A text with its place.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Word<'n> {
    /// The text as typed.
    pub(in super::super) text: &'n str,
    /// Where it stands.
    pub(in super::super) span: Span,
}

/// All words for yes and for no, in pairs.
pub(in super::super) const YES_NO: [&str; 6] =
    ["yes", "no", "Enabled", "Disabled", "checked", "unchecked"];

/// Reads one file, and collects what is wrong with it.
pub(in super::super) struct Reader<'a> {
    /// The path, for places.
    pub(in super::super) file: Arc<str>,
    /// The text, for excerpts of blocks.
    pub(in super::super) text: &'a str,
    /// What is wrong so far.
    pub(in super::super) log: &'a mut Vec<Diagnostic>,
}

/// A mapping whose keys are fixed.
pub(in super::super) struct Fields<'n> {
    what: &'static str,
    /// Where it stands.
    pub(in super::super) span: Span,
    entries: &'n [(Key, Node)],
}

impl Reader<'_> {
    /// A place in this file.
    pub(in super::super) fn place(&self, span: Span) -> Place {
        Place { file: Arc::clone(&self.file), span }
    }

    /// Takes a mistake at a place of this file down.
    #[inline(never)]
    pub(in super::super) fn tell(
        &mut self,
        code: Code,
        span: Span,
        message: fmt::Arguments<'_>,
    ) -> Told<'_> {
        self.tell_at(code, self.place(span), message)
    }

    /// The same for a place that may be in another file.
    #[inline(never)]
    pub(in super::super) fn tell_at(
        &mut self,
        code: Code,
        place: Place,
        message: fmt::Arguments<'_>,
    ) -> Told<'_> {
        self.log.push(Diagnostic::error(code, place, message.to_string()));
        Told(self.log.last_mut())
    }

    /// Takes down a mistake of another file or another make.
    pub(in super::super) fn report(&mut self, diagnostic: Diagnostic) {
        self.log.push(diagnostic);
    }

    fn wrong_type(&mut self, node: &Node, what: &str, expected: &str, example: &str) {
        if node.is_broken() {
            return;
        }
        let message = format_args!("{what} must be {expected}, and this is {}", node.value.kind());
        let code = if matches!(node.value, Value::Nothing) { Code::Empty } else { Code::WrongType };
        let told = self.tell(code, node.span, message);
        if !example.is_empty() {
            told.help(&format!("for example `{example}`"));
        }
    }

    /// The text of a node.
    pub(in super::super) fn word<'n>(&mut self, node: &'n Node, what: &str) -> Option<Word<'n>> {
        match &node.value {
            Value::Text { text, .. } => Some(Word { text, span: node.span }),
            _ => {
                self.wrong_type(node, what, "a text", "");
                None
            }
        }
    }

    /// The items of a list.
    pub(in super::super) fn list<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            _ => {
                self.wrong_type(node, what, "a list", "[one, two]");
                &[]
            }
        }
    }

    /// The texts of a list of texts.
    pub(in super::super) fn words<'n>(&mut self, node: &'n Node, what: &str) -> Vec<Word<'n>> {
        let items = self.list(node, what);
        let each = format!("an item of {what}");
        items.iter().filter_map(|item| self.word(item, &each)).gather()
    }

    /// The entries of a mapping from names to things; a name that stands twice is reported, and
    /// its first entry counts. Nothing at all is an empty mapping.
    pub(in super::super) fn entries<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
    ) -> Vec<(&'n Key, &'n Node)> {
        let entries: &[(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Nothing => &[],
            _ => {
                self.wrong_type(node, what, "a mapping", "name: { … }");
                &[]
            }
        };
        self.unique(entries)
    }

    /// The entries whose key is no repetition and no mistake.
    fn unique<'n>(&mut self, entries: &'n [(Key, Node)]) -> Vec<(&'n Key, &'n Node)> {
        let mut seen: SortedMap<&str, Span> = SortedMap::new();
        let mut kept = Vec::new();
        for (key, node) in entries.iter().filter(|(key, _)| !key.text.is_empty()) {
            match seen.get(key.text.as_str()) {
                Some(first) => {
                    let message = format_args!("`{}` stands here twice", key.text);
                    self.tell(Code::Duplicate, key.span, message).first(*first);
                }
                None => {
                    seen.insert(&key.text, key.span);
                    kept.push((key, node));
                }
            }
        }
        kept
    }

    /// Opens a mapping with fixed keys; unknown and repeated ones are reported. `what` is the thing
    /// in words (`a phone`).
    pub(in super::super) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &'static str,
        known: &[&'static str],
    ) -> Option<Fields<'n>> {
        let entries: &[(Key, Node)] = match &node.value {
            Value::Map(entries) => entries,
            Value::Nothing => &[],
            _ => {
                self.wrong_type(node, what, "a mapping", "{ key: value }");
                return None;
            }
        };
        for (key, _) in self.unique(entries) {
            if !known.contains(&key.text.as_str()) {
                self.unknown_key(key, format_args!("{what} has no key `{}`", key.text), known);
            }
        }
        Some(Fields { what, span: node.span, entries })
    }

    /// A key that is none of those here.
    pub(in super::super) fn unknown_key(
        &mut self,
        key: &Key,
        message: fmt::Arguments<'_>,
        known: &[&str],
    ) {
        let near = nearest_of(&key.text, known);
        let told = self.tell(Code::UnknownKey, key.span, message).near(near);
        told.help(&format!("the keys here: {}", known.join(", ")));
    }

    /// One of a few words, by what they mean.
    #[inline(never)]
    pub(in super::super) fn choice<T: Copy>(
        &mut self,
        word: Word<'_>,
        what: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(text, _)| *text).gather();
        let at = self.one_of(word, what, &words)?;
        choices.get(at).map(|(_, value)| *value)
    }

    /// One of a few words, by its position among them.
    pub(in super::super) fn one_of(
        &mut self,
        word: Word<'_>,
        what: &str,
        words: &[&str],
    ) -> Option<usize> {
        let found = words.iter().position(|own| *own == word.text);
        if found.is_none() {
            let texts = listed(words);
            let message = format_args!("{what} is {texts}, not `{}`", word.text);
            let near = nearest_of(word.text, words);
            self.tell(Code::WrongWord, word.span, message).near(near);
        }
        found
    }

    /// Yes or no, in any words of files and menus; `words` are those that fit here best, for yes and
    /// for no.
    pub(in super::super) fn yes(
        &mut self,
        word: Word<'_>,
        what: &str,
        words: [&'static str; 2],
    ) -> Option<bool> {
        if let Some(at) = YES_NO.iter().position(|own| *own == word.text) {
            return Some(at % 2 == 0);
        }
        let [yes, no] = words;
        let message = format_args!("{what} is `{yes}` or `{no}`, not `{}`", word.text);
        let near = match word.text {
            "true" | "on" | "True" | "On" => Some(yes),
            "false" | "off" | "False" | "Off" => Some(no),
            text => nearest(text, words.into_iter().chain(YES_NO)),
        };
        self.tell(Code::WrongWord, word.span, message).near(near);
        None
    }

    /// A name that nothing has.
    pub(in super::super) fn unknown_name(&mut self, word: Word<'_>, kind: &str, names: &[&str]) {
        let message = format_args!("there is no {kind} `{}`", word.text);
        let near = nearest_of(word.text, names);
        let told = self.tell(Code::UnknownName, word.span, message).near(near);
        told.help(&match names {
            [] => format!("no {kind} is defined"),
            names => format!("there is {}", listed(names)),
        });
    }
}

impl<'n> Fields<'n> {
    /// The first entry with this key.
    pub(in super::super) fn entry(&self, key: &str) -> Option<(&'n Key, &'n Node)> {
        self.entries.iter().find(|(k, _)| k.text == key).map(|(k, node)| (k, node))
    }

    /// The value of a key.
    pub(in super::super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The value of a key that must be there.
    pub(in super::super) fn need(
        &self,
        reader: &mut Reader<'_>,
        key: &str,
        example: &str,
    ) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            let message = format_args!("{} needs the key `{key}`", self.what);
            reader
                .tell(Code::MissingKey, self.span, message)
                .help(&format!("for example `{key}: {example}`"));
        }
        found
    }

    /// The text of a key that must be there.
    pub(in super::super) fn need_word(
        &self,
        reader: &mut Reader<'_>,
        key: &str,
        example: &str,
    ) -> Option<Word<'n>> {
        self.need(reader, key, example)?;
        self.word(reader, key)
    }

    /// The text of a key, where it is there.
    pub(in super::super) fn word(&self, reader: &mut Reader<'_>, key: &str) -> Option<Word<'n>> {
        self.get(key).and_then(|node| reader.word(node, &format!("`{key}`")))
    }

    /// The keys in the order of the file.
    pub(in super::super) fn keys(&self) -> impl Iterator<Item = &'n Key> {
        self.entries.iter().map(|(key, _)| key)
    }
}
