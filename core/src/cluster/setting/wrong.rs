//! Why a value does not fit a setting.

use super::Noun;
use crate::cluster::Field;
use crate::diagnostic::{listed, nearest_of};
use crate::gather::Gather;
use crate::rules::RuleId;

/// Why a value was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The rule behind it; R-20 where it is a habit of the product.
    pub rule: RuleId,
    /// The part of the setting that is wrong, where it is one part of many.
    pub field: Option<Field>,
    /// What is wrong, in a sentence without a full stop.
    pub sentence: String,
    /// What to do instead.
    pub way_out: String,
}

impl Wrong {
    /// A wrong value, without a rule of its own.
    pub(in crate::cluster) fn new(sentence: impl Into<String>, way_out: impl Into<String>) -> Self {
        let (sentence, way_out) = (sentence.into(), way_out.into());
        Wrong { rule: RuleId::R20, field: None, sentence, way_out }
    }

    pub(in crate::cluster) fn rule(self, rule: RuleId) -> Self {
        Wrong { rule, ..self }
    }

    pub(super) fn at(self, field: Field) -> Self {
        Wrong { field: Some(field), ..self }
    }

    /// A name that nothing has, with the nearest one that something has.
    pub(super) fn unknown(nouns: &[Noun], name: &str, names: &[&str]) -> Self {
        let kinds = nouns.iter().map(|noun| noun.word()).gather().join(" or ");
        let sentence = format!("there is no {kinds} `{}`", name.escape_debug());
        let way_out = match nearest_of(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("there is none yet: add the {kinds} first"),
            None => format!("choose one of {}, or add it first", listed(names)),
        };
        Wrong::new(sentence, way_out)
    }

    /// A word that is none of those that the setting knows.
    #[inline(never)]
    pub(super) fn word(word: &str, words: &[&str]) -> Self {
        let sentence = format!("`{}` is none of its values", word.escape_debug());
        let way_out = match nearest_of(word, words) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("choose {}", listed(words)),
        };
        Wrong::new(sentence, way_out)
    }
}
