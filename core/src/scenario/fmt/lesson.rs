//! `lampfield fmt` for lessons: the front matter and each block as a file by itself, and all prose
//! as it is.

use super::super::lower::{Kind, Piece, Pieces, cut};
use super::super::upgrade::upgrade;
use super::super::yaml::Reader;
use super::format;
use crate::diagnostic::{Diagnostic, Span};
use core::ops::Range;
use std::sync::Arc;

/// What is made of a block: its file and text, as those of a file by itself.
type Rewrite = fn(&str, &str) -> Result<String, Vec<Diagnostic>>;

/// A lesson as it should be written; the same text again for one that is.
///
/// # Errors
/// As those of [`format()`], for the front matter and each block; and fences that are not closed.
pub fn format_lesson(file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    rewritten(file, text, format, |_| true)
}

/// The text of a lesson with its scenario in this version of the language.
///
/// # Errors
/// As those of [`upgrade()`], and fences that are not closed.
pub fn upgrade_lesson(file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    rewritten(file, text, upgrade, |kind| kind == Some(Kind::Scenario))
}

/// The text with each part rewritten that is `meant`: a block by its kind, the front matter by none.
fn rewritten(
    file: &str,
    text: &str,
    rewrite: Rewrite,
    meant: impl Fn(Option<Kind>) -> bool,
) -> Result<String, Vec<Diagnostic>> {
    let mut log = Vec::new();
    let Pieces { front, pieces } = cut(&mut Reader { file: Arc::from(file), text, log: &mut log });
    if !log.is_empty() {
        return Err(log);
    }
    let block = |piece: &Piece| match piece {
        Piece::Block { kind, inside, .. } => Some((Some(*kind), inside.clone())),
        Piece::Prose(_) => None,
    };
    let parts = front.map(|at| (None, at)).into_iter().chain(pieces.iter().filter_map(block));
    let (mut out, mut done) = (String::new(), 0);
    for (_, at) in parts.filter(|(kind, _)| meant(*kind)) {
        out.push_str(text.get(done..at.start).unwrap_or_default());
        match rewrite(file, text.get(at.clone()).unwrap_or_default()) {
            Ok(part) => out.push_str(&part),
            Err(told) => log.extend(told.into_iter().map(|one| moved(one, &at))),
        }
        done = at.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    if log.is_empty() { Ok(out) } else { Err(log) }
}

/// A diagnostic of a part, with the places of the whole file.
fn moved(mut told: Diagnostic, part: &Range<usize>) -> Diagnostic {
    for label in told.primary.iter_mut().chain(&mut told.secondary) {
        let at = label.place.span.range();
        label.place.span = Span::new(part.start + at.start, part.start + at.end);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNTIDY: &str =
        "---\nlesson:   1\n---\n# A\n\n  prose\n\n```yaml goal\nid:   'x'   # why\n```\n";

    #[test]
    fn front_matter_and_blocks_are_written_one_way_and_prose_stays() {
        let tidy = "---\nlesson: 1\n---\n# A\n\n  prose\n\n```yaml goal\nid: x       # why\n```\n";
        let written = format_lesson("x.md", UNTIDY).unwrap();
        assert_eq!(written, tidy);
        assert_eq!(format_lesson("x.md", &written), Ok(written));
    }

    #[test]
    fn a_mistake_in_a_block_is_told_at_its_place_in_the_lesson() {
        let text = "---\nlesson: 1\n---\n```yaml goal\nid: [x\n```\n";
        let told = format_lesson("x.md", text).unwrap_err();
        let place = told[0].primary.as_ref().unwrap().place.span.range();
        assert!(text[..place.start].matches('\n').count() == 4, "{told:?}");
        assert!(format_lesson("x.md", "---\nlesson: 1\n").is_err());
    }

    #[test]
    fn an_upgrade_looks_at_the_scenario_alone() {
        let text = "---\nlesson: 1\n---\n```yaml scenario\nlampfield: 0\n```\n";
        let told = upgrade_lesson("x.md", text).unwrap_err();
        assert_eq!(told[0].primary.as_ref().unwrap().place.span, Span::new(46, 47));
        assert_eq!(upgrade_lesson("x.md", UNTIDY).as_deref(), Ok(UNTIDY));
    }
}
