//! Taking a tree apart: each step says what it expected, and goes on.

use super::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Span, list_words, nearest};
use crate::sorted::SortedMap;
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

    /// An error at a place of this file, not yet reported.
    pub(in super::super) fn error(
        &self,
        code: Code,
        span: Span,
        message: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::error(code, self.place(span), message)
    }

    /// Takes a mistake down.
    pub(in super::super) fn report(&mut self, diagnostic: Diagnostic) {
        self.log.push(diagnostic);
    }

    fn wrong_type(&mut self, node: &Node, what: &str, expected: &str, example: &str) {
        if node.is_broken() {
            return;
        }
        let message = format!("{what} must be {expected}, and this is {}", node.value.kind());
        let code = if matches!(node.value, Value::Nothing) { Code::Empty } else { Code::WrongType };
        let diagnostic = self.error(code, node.span, message);
        let help = (!example.is_empty()).then(|| format!("for example `{example}`"));
        self.report(diagnostic.maybe_help(help));
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
        items.iter().filter_map(|item| self.word(item, &each)).collect()
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
                    let message = format!("`{}` stands here twice", key.text);
                    let first = self.place(*first);
                    let diagnostic = self.error(Code::Duplicate, key.span, message);
                    self.report(diagnostic.label("the second").also(first, "the first"));
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
                self.unknown_key(key, what, known);
            }
        }
        Some(Fields { what, span: node.span, entries })
    }

    fn unknown_key(&mut self, key: &Key, what: &str, known: &[&'static str]) {
        let message = format!("{what} has no key `{}`", key.text);
        let mut diagnostic = self.error(Code::UnknownKey, key.span, message);
        if let Some(near) = nearest(&key.text, known.iter().copied()) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic.help(format!("the keys here: {}", known.join(", "))));
    }

    /// One of a few words.
    pub(in super::super) fn choice<T: Copy>(
        &mut self,
        word: Word<'_>,
        what: &str,
        choices: &[(&'static str, T)],
    ) -> Option<T> {
        if let Some((_, value)) = choices.iter().find(|(text, _)| *text == word.text) {
            return Some(*value);
        }
        let texts = || choices.iter().map(|(text, _)| *text);
        let message = format!("{what} is {}, not `{}`", list_words(texts()), word.text);
        let mut diagnostic = self.error(Code::WrongWord, word.span, message);
        if let Some(near) = nearest(word.text, texts()) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
        None
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
        let message = format!("{what} is `{yes}` or `{no}`, not `{}`", word.text);
        let near = match word.text {
            "true" | "on" | "True" | "On" => Some(yes),
            "false" | "off" | "False" | "Off" => Some(no),
            text => nearest(text, words.into_iter().chain(YES_NO)),
        };
        let mut diagnostic = self.error(Code::WrongWord, word.span, message);
        if let Some(near) = near {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        self.report(diagnostic);
        None
    }

    /// A name that nothing has.
    pub(in super::super) fn unknown_name<'c>(
        &mut self,
        word: Word<'_>,
        kind: &str,
        names: impl Iterator<Item = &'c str> + Clone,
    ) {
        let message = format!("there is no {kind} `{}`", word.text);
        let mut diagnostic = self.error(Code::UnknownName, word.span, message);
        if let Some(near) = nearest(word.text, names.clone()) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        let all = list_words(names);
        let help = if all.is_empty() {
            format!("no {kind} is defined")
        } else {
            format!("there is {all}")
        };
        self.report(diagnostic.help(help));
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
            let message = format!("{} needs the key `{key}`", self.what);
            let diagnostic = reader.error(Code::MissingKey, self.span, message);
            reader.report(diagnostic.help(format!("for example `{key}: {example}`")));
        }
        found
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
