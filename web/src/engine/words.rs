//! What the engine says in words: what it refuses, what is wrong with a file, a rule.

use crate::rule_texts::rule_text;
use crate::types::{ProblemView, Reply};
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::rules::{RuleId, rule};
use lampfield_core::scenario::Sources;

pub(super) fn refused(sentence: &str) -> Reply {
    Reply::Refused { sentence: sentence.to_owned() }
}

/// A diagnostic in one sentence, with its help.
pub(crate) fn in_words(diagnostic: &Diagnostic) -> String {
    let mut words = diagnostic.message.clone();
    for note in &diagnostic.notes {
        words.push_str("; ");
        words.push_str(&note.text);
    }
    words
}

pub(super) fn problem(diagnostic: &Diagnostic, files: &dyn Sources) -> ProblemView {
    let place = diagnostic.primary.as_ref().map(|label| label.place.line_and_column(files));
    let (line, column) = place.unwrap_or((0, 0));
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    ProblemView {
        code: diagnostic.code.to_string(),
        message: diagnostic.message.clone(),
        line: small(line),
        column: small(column),
        rendered: diagnostic.render(files, false),
    }
}

pub(super) fn rule_in_words(id: &str) -> Reply {
    match id.parse::<RuleId>() {
        Ok(id) => {
            let rule = rule(id);
            Reply::Text { text: format!("{}\n{}\n\n{}", rule.id, rule.title, rule_text(id)) }
        }
        Err(unknown) => refused(&unknown.to_string()),
    }
}
