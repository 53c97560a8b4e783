//! Enterprise and service parameters (ADMIN-1).

use super::{Noun, Pass, Sections};
use crate::cluster::DefaultPermission;

const BLF_FOR_CALL_LISTS: &str = "BLF for Call Lists";
const DEFAULT_INTER_PRESENCE_GROUP: &str = "Default Inter-Presence Group Subscription";

impl Pass<'_> {
    pub(super) fn parameters(&mut self, sections: &Sections<'_>) {
        for definition in
            self.parameter_definitions(Noun::EnterpriseParameter, sections, &[BLF_FOR_CALL_LISTS])
        {
            let mut reader = self.reader(definition.part);
            let choices = [("Enabled", true), ("Disabled", false)];
            let value = reader
                .word(definition.node, "an enterprise parameter")
                .and_then(|word| reader.choice(word, "this parameter", &choices));
            if let Some(value) = value {
                self.read.cluster.parameters.blf_for_call_lists = value;
            }
        }
        let known = [DEFAULT_INTER_PRESENCE_GROUP];
        for definition in self.parameter_definitions(Noun::ServiceParameter, sections, &known) {
            let mut reader = self.reader(definition.part);
            let choices = [
                ("Allow Subscription", DefaultPermission::Allow),
                ("Disallow Subscription", DefaultPermission::Disallow),
            ];
            let value = reader
                .word(definition.node, "a service parameter")
                .and_then(|word| reader.choice(word, "this parameter", &choices));
            if let Some(value) = value {
                self.read.cluster.parameters.default_inter_presence_group = value;
            }
        }
    }

    /// The definitions whose names are known parameters; others are reported.
    fn parameter_definitions<'n>(
        &mut self,
        noun: Noun,
        sections: &Sections<'n>,
        known: &[&'static str],
    ) -> Vec<super::Definition<'n>> {
        let all = self.definitions(noun, sections);
        let (right, wrong): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|definition| known.contains(&definition.key.text.as_str()));
        for definition in wrong {
            let word = super::Word { text: &definition.key.text, span: definition.key.span };
            self.reader(definition.part).unknown_name(word, noun.word(), known.iter().copied());
        }
        right
    }
}
