//! What most nouns have in common: a mapping with fixed keys, texts, yes and no, references.

use super::super::super::yaml::{Fields, Word};
use super::{Definition, Noun, Pass};
use crate::diagnostic::Code;
use crate::id::CssId;
use crate::sorted::SortedMap;

impl Pass<'_> {
    /// The mapping of a definition, whose keys are the settings of its noun.
    pub(super) fn fields<'n>(
        &mut self,
        definition: Definition<'n>,
        what: &'static str,
        noun: Noun,
    ) -> Option<Fields<'n>> {
        self.reader(definition.part).fields(definition.node, what, &noun.keys())
    }

    /// The text of a key with its place.
    pub(super) fn word<'n>(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'n>,
        key: &str,
    ) -> Option<Word<'n>> {
        fields.word(&mut self.reader(definition.part), key)
    }

    /// Free text; empty where there is none.
    pub(super) fn text(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        key: &str,
    ) -> String {
        self.word(definition, fields, key).map(|word| word.text.to_owned()).unwrap_or_default()
    }

    /// Whether something is checked; no, where nothing is written.
    pub(super) fn yes(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        key: &str,
    ) -> bool {
        let word = self.word(definition, fields, key);
        let mut reader = self.reader(definition.part);
        let words =
            if key == "extension_mobility" { ["Enabled", "Disabled"] } else { ["yes", "no"] };
        word.and_then(|word| reader.yes(word, &format!("`{key}`"), words)).unwrap_or(false)
    }

    /// A calling search space; `None` is the unset one (CSS-3).
    pub(super) fn css(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        key: &str,
    ) -> Option<CssId> {
        let word = self.word(definition, fields, key)?;
        if matches!(word.text, "None" | "<None>") {
            return None;
        }
        let id = self.read.cluster.calling_search_spaces.id_of(word.text);
        self.look_up(definition.part, Noun::CallingSearchSpace, word, id)
    }

    /// The objects that a list under a key names, each once; the list must be there.
    pub(super) fn members<I: Copy + Ord>(
        &mut self,
        definition: Definition<'_>,
        fields: &Fields<'_>,
        key: &'static str,
        example: &str,
        find: impl Fn(&mut Self, Word<'_>) -> Option<I>,
    ) -> Vec<I> {
        let mut reader = self.reader(definition.part);
        let Some(node) = fields.need(&mut reader, key, example) else { return Vec::new() };
        let mut members = Vec::new();
        let mut seen = SortedMap::new();
        for word in reader.words(node, &format!("`{key}`")) {
            let Some(id) = find(self, word) else { continue };
            let Some(first) = seen.insert(id, word.span) else {
                members.push(id);
                continue;
            };
            let mut reader = self.reader(definition.part);
            let first = reader.place(first);
            let message = format!("`{}` stands twice in `{key}`", word.text);
            let diagnostic = reader.error(Code::Duplicate, word.span, message);
            reader.report(diagnostic.label("the second").also(first, "the first"));
        }
        members
    }
}
