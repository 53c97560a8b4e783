//! `lampfield explain GROUP-10` and `lampfield explain E0103`: the long help of an id.

use lampfield_core::diagnostic::Code;
use lampfield_core::rules::{Family, Rule, RuleId};
use serde_json::{Value, json};

use crate::error::ExpectedError;
use crate::output::{Paint, wrapped};
use lampfield_core::diagnostic::nearest;

const WIDTH: usize = 92;

/// Something that stands in a catalogue.
pub(crate) enum Entry {
    Rule(&'static Rule),
    Code(Code),
}

/// The entry that a word names. `None`: the word does not look like an id, so it is a file.
///
/// # Errors
/// It looks like an id, and there is none like that.
pub(crate) fn look_up(word: &str) -> Option<Result<Entry, ExpectedError>> {
    let upper = word.trim().to_ascii_uppercase();
    if let Ok(rule) = RuleId::parse(&upper) {
        return Some(Ok(Entry::Rule(rule.rule())));
    }
    if let Some(code) = Code::parse(&upper) {
        return Some(Ok(Entry::Code(code)));
    }
    if !looks_like_an_id(&upper) {
        return None;
    }
    let is_code = upper.starts_with('E') && !upper.starts_with("EM");
    let (near, list) = if is_code {
        let codes = Code::ALL.iter().map(|code| code.as_str());
        (nearest(&upper, codes).map(str::to_owned), "`lampfield check` prints the codes it finds")
    } else {
        let near = RuleId::parse(&upper).err().and_then(|unknown| unknown.nearest());
        (near.map(|id| id.to_string()), "`lampfield rules` lists every rule and reading")
    };
    let kind = if is_code { "diagnostic code" } else { "rule" };
    Some(Err(ExpectedError::BadQuestion {
        text: format!("there is no {kind} `{upper}`"),
        help: near.map_or(list.to_owned(), |near| format!("did you mean `{near}`?")),
    }))
}

/// Letters, perhaps a hyphen, digits, and nothing else.
fn looks_like_an_id(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let letters = word.len() - digits.len();
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    letters > 0 && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}

impl Entry {
    pub(crate) fn human(&self, paint: Paint) -> String {
        match self {
            Self::Rule(rule) => rule_text(rule, paint),
            Self::Code(code) => code_text(*code, paint),
        }
    }

    pub(crate) fn json(&self) -> Value {
        match self {
            Self::Rule(rule) => json!({
                "kind": "rule",
                "id": rule.id.as_str(),
                "title": rule.title,
                "text": rule.text,
                "evidence": rule.evidence.as_str(),
                "chapter": rule.chapter,
                "see": rule.see.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
                "parts": rule.parts.iter().map(|id| id.as_str()).collect::<Vec<_>>(),
            }),
            Self::Code(code) => json!({
                "kind": "diagnostic",
                "id": code.as_str(),
                "title": code.title(),
                "text": code.help(),
                "example": code.example(),
            }),
        }
    }
}

fn rule_text(rule: &Rule, paint: Paint) -> String {
    let family = rule.id.family();
    let kind = if family == Family::Reading { "reading" } else { "rule" };
    let mut text = format!("{}  {}\n\n", paint.name(rule.id.as_str()), paint.strong(rule.title));
    text.push_str(&format!("  {}\n\n", wrapped(rule.text, 2, WIDTH)));
    let mut row = |word: &str, what: String| {
        text.push_str(&format!("  {} {what}\n", paint.faint(&format!("{word:<9}"))));
    };
    row("kind", format!("{kind}, {}", family.about()));
    row("chapter", rule.chapter.to_owned());
    row("evidence", evidence_text(rule));
    if !rule.parts.is_empty() {
        row("parts", titles(rule.parts));
    }
    if !rule.see.is_empty() {
        row("see", titles(rule.see));
    }
    text.push_str(&format!("\n  Scenarios: lampfield list -E 'covers({})'\n", rule.id));
    text
}

fn evidence_text(rule: &Rule) -> String {
    use lampfield_core::rules::Evidence;
    let how = match rule.evidence {
        Evidence::Decided => "a check with this id stands in a decision",
        Evidence::Refused => "an edit is turned down with this id",
        Evidence::Observed => "a lamp, a message, a list or a view shows it",
        Evidence::Whole => "it holds when its parts do",
        Evidence::Review => "a question about the whole cluster shows it",
    };
    format!("{}: {how}", rule.evidence)
}

fn titles(ids: &[RuleId]) -> String {
    let lines: Vec<String> = ids.iter().map(|id| format!("{id:<9} {}", id.rule().title)).collect();
    lines.join(&format!("\n{:12}", ""))
}

fn code_text(code: Code, paint: Paint) -> String {
    let mut text = format!("{}  {}\n\n", paint.name(code.as_str()), paint.strong(code.title()));
    text.push_str(&format!("  {}\n", wrapped(code.help(), 2, WIDTH)));
    if !code.example().is_empty() {
        text.push('\n');
        for line in code.example().lines() {
            let comment = line.trim_start().starts_with('#');
            let line = if comment { paint.faint(line) } else { line.to_owned() };
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_files() {
        for id in ["GROUP-10", "group-10", "R-3", "E0103", "e0103"] {
            assert!(matches!(look_up(id), Some(Ok(_))), "{id}");
        }
        for wrong in ["GROUP-99", "GRUP-1", "E9999", "R3"] {
            assert!(matches!(look_up(wrong), Some(Err(_))), "{wrong}");
        }
        for file in ["a.yaml", "scenarios/01-x.yaml", "GROUP-10.yaml", "", "group"] {
            assert!(look_up(file).is_none(), "{file}");
        }
    }

    #[test]
    fn a_wrong_id_gets_the_nearest_right_one() {
        let message = |word: &str| match look_up(word) {
            Some(Err(error)) => error.to_string(),
            _ => String::new(),
        };
        assert!(message("GRUP-10").contains("did you mean `GROUP-10`?"));
        assert!(message("E0199").contains("did you mean `E0"), "{}", message("E0199"));
    }
}
