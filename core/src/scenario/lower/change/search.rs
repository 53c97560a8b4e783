//! What a search looks for.

use super::super::super::yaml::{Key, Node, Value as Yaml, Word};
use super::Change;
use crate::cluster::{
    Comparison, Criterion, LooksAt, Noun, Setting, setting_with_key, settings_of,
};
use crate::diagnostic::{Code, nearest_of};
use crate::gather::Gather;

impl Change<'_, '_> {
    /// `{ name: { begins with: N } }`; nothing finds all.
    pub(super) fn criteria(&mut self, noun: Option<Noun>, node: &Node) -> Vec<Criterion> {
        let mut all = Vec::new();
        for (key, node) in self.values.reader.entries(node, "the criteria") {
            let looks_at = self.looks_at(noun, key);
            for (comparison, node) in self.values.reader.entries(node, "a criterion") {
                let word = Word { text: &comparison.text, span: comparison.span };
                let compared = self.values.reader.choice(word, "a criterion", &Comparison::ALL);
                let text = match compared {
                    Some(Comparison::IsEmpty | Comparison::IsNotEmpty)
                        if matches!(node.value, Yaml::Nothing) =>
                    {
                        Some("")
                    }
                    _ => self
                        .values
                        .reader
                        .word(node, "the text of a criterion")
                        .map(|word| word.text),
                };
                let criterion = |(looks_at, comparison, text): (_, _, &str)| Criterion {
                    looks_at,
                    comparison,
                    text: text.to_owned(),
                };
                let found = looks_at.clone().zip(compared).zip(text);
                all.extend(found.map(|((a, b), c)| criterion((a, b, c))));
            }
        }
        all
    }

    fn looks_at(&mut self, noun: Option<Noun>, key: &Key) -> Option<LooksAt> {
        if key.text == "name" {
            return Some(LooksAt::Name);
        }
        let nouns: Vec<Noun> = noun.map_or_else(|| Noun::ALL.to_vec(), |noun| vec![noun]);
        let found = nouns.iter().find_map(|noun| setting_with_key(*noun, &key.text).ok());
        if found.is_none() {
            let mut keys: Vec<&str> = Vec::new();
            for noun in nouns {
                settings_of(noun).map(Setting::key).gather_into(&mut keys);
            }
            keys.push("name");
            let message = format_args!("nothing can be found by `{}`", key.text);
            self.values
                .reader
                .tell(Code::UnknownKey, key.span, message)
                .near(nearest_of(&key.text, &keys))
                .help("by `name`, or by a setting such as `description`");
        }
        found.map(|setting| LooksAt::Setting(setting.field.clone()))
    }
}
