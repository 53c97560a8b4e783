//! The front matter of a lesson.

use super::super::super::yaml::{Fields, Node, Reader};
use super::super::keys::{Takes, keys};
use super::super::settings::{self, whole};
use super::LESSON_VERSION;
use crate::diagnostic::{Code, Span};
use crate::rules::RuleId;

keys! {
    /// The keys of the front matter.
    KEYS DOCS {
        "lesson" MUST Takes::Choice(|| vec![LESSON_VERSION]), "The version of the form of lessons.";
        "title" MUST Takes::Text, "What it is called, in one line.";
        "number" MUST Takes::Whole, "Its place among the lessons, from 1.";
        "minutes" MUST Takes::Whole, "How long it takes a learner, about.";
        "about" MAY Takes::Text, "Some lines for somebody who chooses a lesson.";
        "tags" MAY Takes::List(&Takes::Name), "Words to choose lessons by: letters, digits, `-` and `_`.";
        "covers" MAY Takes::Rules, "The rules and readings that the lesson must show when it is done.";
    }
}

/// What stands in the front matter.
#[derive(Default)]
pub(super) struct Front {
    pub(super) title: String,
    pub(super) number: u32,
    pub(super) minutes: u32,
    pub(super) about: String,
    pub(super) tags: Vec<String>,
    pub(super) covers: Vec<(RuleId, Span)>,
}

/// Reads it; what is wrong is told and left out.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Option<Front> {
    let fields = reader.fields(node, "the front matter of a lesson", KEYS)?;
    settings::version(reader, &fields, "lesson", LESSON_VERSION);
    let title = fields.need(reader, "title", "Who sees whom");
    let about = fields.word(reader, "about").map(|word| word.text.trim().to_owned());
    Some(Front {
        title: title.and_then(|node| settings::line(reader, node, "`title`")).unwrap_or_default(),
        number: from_one(reader, &fields, "number"),
        minutes: from_one(reader, &fields, "minutes"),
        about: about.unwrap_or_default(),
        tags: settings::tags(reader, &fields),
        covers: settings::covers(reader, &fields),
    })
}

/// A whole number from 1 on.
fn from_one(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> u32 {
    let Some(word) = fields.need_word(reader, key, "5") else { return 0 };
    let read = whole(reader, word, &format!("`{key}`"), u64::from(u32::MAX));
    if read == Some(0) {
        reader.tell(Code::BadNumber, word.span, format_args!("`{key}` counts from 1"));
    }
    read.and_then(|number| u32::try_from(number).ok()).unwrap_or_default()
}
