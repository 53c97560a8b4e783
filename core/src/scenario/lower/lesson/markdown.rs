//! A lesson as Markdown: where its front matter, its prose and its blocks stand.
//!
//! Only what a lesson needs of Markdown is known here (CommonMark, sections 4.5 and 6.1): a fence of
//! three or more `` ` `` or `~`, indented by three blanks at most, up to one that is as long. A fence
//! that is not ours belongs to the prose, and nothing inside of it is looked at.

use super::super::super::yaml::Reader;
use crate::diagnostic::{Code, Span, list_words, nearest};
use core::ops::Range;

/// What a block of a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super::super) enum Kind {
    /// What the lesson starts from.
    Scenario,
    /// A question that is answered before it is tried.
    Predict,
    /// Something to be reached.
    Goal,
}

impl Kind {
    /// All of them, by the word behind `yaml` in the line that opens the block.
    pub(in super::super::super) const ALL: [(&'static str, Kind); 3] =
        [("scenario", Kind::Scenario), ("predict", Kind::Predict), ("goal", Kind::Goal)];
}

/// One piece of a lesson, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super::super) enum Piece {
    /// Text for the learner.
    Prose(Range<usize>),
    /// A block.
    Block {
        /// What it is.
        kind: Kind,
        /// The line that opens it.
        opening: Span,
        /// The lines in it.
        inside: Range<usize>,
    },
}

/// A lesson in its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super::super) struct Pieces {
    /// The lines between the first two `---`; `None`: the file does not start with one.
    pub(in super::super::super) front: Option<Range<usize>>,
    /// What comes after.
    pub(in super::super::super) pieces: Vec<Piece>,
}

/// What a lesson starts with.
pub(super) const FRONT: &str = "a lesson starts with a line `---`, then `lesson: 1` and the other \
                                keys, then a line `---`";

/// Cuts the text of a lesson. What cannot be cut is told, and left out.
pub(in super::super::super) fn cut(reader: &mut Reader<'_>) -> Pieces {
    let text = reader.text;
    let (front, start) = front(reader);
    let mut cutter = Cutter { reader, pieces: Vec::new(), prose: start, open: None };
    for (at, line) in lines(text, start) {
        cutter.line(at, line);
    }
    cutter.end(text.len());
    Pieces { front, pieces: cutter.pieces }
}

/// The lines from a byte on, with where they start; line feeds are left out.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let rest = text.get(start..).unwrap_or_default();
    rest.split_inclusive('\n').scan(start, |at, line| {
        let here = *at;
        *at += line.len();
        Some((here, line.trim_end_matches(['\n', '\r'])))
    })
}

/// The front matter, and where the rest starts.
fn front(reader: &mut Reader<'_>) -> (Option<Range<usize>>, usize) {
    let text = reader.text;
    let begin = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut all = lines(text, begin);
    let Some((at, opening)) = all.next().filter(|(_, line)| is_rule(line)) else {
        let first = text.lines().next().map_or(0, str::len);
        let message = format_args!("a lesson needs front matter, and this file has none");
        reader.tell(Code::BadLesson, Span::new(begin, first), message).help(FRONT);
        return (None, begin);
    };
    if let Some((close, _)) = all.find(|(_, line)| is_rule(line)) {
        return (Some(next_line(text, at)..close), next_line(text, close));
    }
    let message = format_args!("the front matter has no end: its second line `---` is missing");
    let span = Span::new(at, at + opening.len());
    reader.tell(Code::UnclosedFence, span, message).label("starts here").help(FRONT);
    (None, text.len())
}

/// Where the line after the one at `at` starts.
fn next_line(text: &str, at: usize) -> usize {
    let end = text.get(at..).and_then(|rest| rest.find('\n'));
    end.map_or(text.len(), |end| at + end + 1)
}

fn is_rule(line: &str) -> bool {
    line.trim_end() == "---"
}

/// A fence that is open.
struct Open {
    sign: char,
    length: usize,
    kind: Option<Kind>,
    opening: Span,
    inside: usize,
}

struct Cutter<'r, 'a> {
    reader: &'r mut Reader<'a>,
    pieces: Vec<Piece>,
    /// Where the prose starts that is not yet a piece.
    prose: usize,
    open: Option<Open>,
}

impl Cutter<'_, '_> {
    fn line(&mut self, at: usize, line: &str) {
        let Some((sign, length, info)) = fence(line) else { return };
        match &self.open {
            None => self.opens(at, line, (sign, length, info)),
            Some(open) if sign == open.sign && length >= open.length && info.is_empty() => {
                self.closes(at);
            }
            Some(_) => {}
        }
    }

    fn opens(&mut self, at: usize, line: &str, (sign, length, info): (char, usize, &str)) {
        let opening = Span::new(at, at + line.len());
        let kind = self.kind(info, opening);
        if kind.is_some() {
            self.prose_until(at);
        }
        let inside = next_line(self.reader.text, at);
        self.open = Some(Open { sign, length, kind, opening, inside });
    }

    /// The kind of a block of ours; a word that is nearly one of ours is told.
    fn kind(&mut self, info: &str, opening: Span) -> Option<Kind> {
        let mut words = info.split_whitespace();
        let word = words.next().filter(|word| *word == "yaml").and_then(|_| words.next())?;
        if let Some((_, kind)) = Kind::ALL.iter().find(|(own, _)| *own == word) {
            return Some(*kind);
        }
        let names = || Kind::ALL.iter().map(|(own, _)| *own);
        let near = nearest(word, names()).map(|near| format!("yaml {near}"));
        let message = format_args!("a lesson has no block `yaml {word}`");
        let told = self.reader.tell(Code::BadLesson, opening, message).near(near.as_deref());
        let blocks = list_words(names());
        told.help(&format!(
            "behind `yaml` stands {blocks}; an example for the reader is `yaml` alone"
        ));
        None
    }

    fn closes(&mut self, at: usize) {
        let Some(Open { kind: Some(kind), opening, inside, .. }) = self.open.take() else { return };
        self.pieces.push(Piece::Block { kind, opening, inside: inside..at.max(inside) });
        self.prose = next_line(self.reader.text, at);
    }

    fn end(&mut self, length: usize) {
        match self.open.take() {
            None => self.prose_until(length),
            Some(open) => {
                let message = format_args!("a fence that is not closed");
                let told = self.reader.tell(Code::UnclosedFence, open.opening, message);
                told.label("opened here").help(
                    "a line of the same signs and nothing else ends it; all that follows is in it \
                     so far",
                );
            }
        }
    }

    /// Makes a piece of the prose up to here, if there is more than empty lines.
    fn prose_until(&mut self, end: usize) {
        let text = self.reader.text.get(self.prose..end).unwrap_or_default();
        if !text.trim().is_empty() {
            let start = self.prose + (text.len() - text.trim_start_matches(['\n', '\r']).len());
            let end = self.prose + text.trim_end().len();
            self.pieces.push(Piece::Prose(start..end));
        }
    }
}

/// The sign of a fence, how many, and what stands behind them.
fn fence(line: &str) -> Option<(char, usize, &str)> {
    let bare = line.trim_start_matches(' ');
    let sign = bare.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let info = bare.trim_start_matches(sign);
    let length = bare.len() - info.len();
    let code = sign == '`' && info.contains('`');
    (line.len() - bare.len() <= 3 && length >= 3 && !code).then(|| (sign, length, info.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn pieces(text: &str) -> (Pieces, Vec<String>) {
        let mut log = Vec::new();
        let cut = cut(&mut Reader { file: Arc::from("x.md"), text, log: &mut log });
        (cut, log.into_iter().map(|told| told.message).collect())
    }

    /// The pieces as texts: `P` prose, `S` a scenario, `G` a goal.
    fn shown(text: &str) -> Vec<String> {
        let (cut, told) = pieces(text);
        assert_eq!(told, [""; 0], "{text}");
        let piece = |piece: &Piece| match piece {
            Piece::Prose(at) => format!("P {}", &text[at.clone()]),
            Piece::Block { kind, inside, .. } => format!("{kind:?} {}", &text[inside.clone()]),
        };
        cut.pieces.iter().map(piece).collect()
    }

    #[test]
    fn a_lesson_is_cut_into_front_matter_prose_and_blocks() {
        let text =
            "---\nlesson: 1\n---\n# A\n\n```yaml scenario\na: 1\n```\nB\n~~~ yaml goal\nc\n~~~\n";
        assert_eq!(pieces(text).0.front, Some(4..14));
        assert_eq!(shown(text), ["P # A", "Scenario a: 1\n", "P B", "Goal c\n"]);
    }

    #[test]
    fn line_feeds_of_windows_and_a_mark_of_the_byte_order_change_nothing() {
        let text = "\u{feff}---\r\nlesson: 1\r\n---\r\n```yaml predict\r\na: 1\r\n```\r\n";
        assert_eq!(pieces(text).0.front, Some(8..19));
        assert_eq!(shown(text), ["Predict a: 1\r\n"]);
    }

    #[test]
    fn what_stands_inside_of_another_fence_is_prose() {
        let text =
            "---\n---\n````text\n```yaml goal\n```\n````\n    ```yaml goal\n```yaml\nx: 1\n```\n";
        let all = "P ````text\n```yaml goal\n```\n````\n    ```yaml goal\n```yaml\nx: 1\n```";
        assert_eq!(shown(text), [all]);
    }

    #[test]
    fn a_fence_closes_with_as_many_signs_of_its_own() {
        let text = "---\n---\n````yaml goal\n```\n~~~~\n`````\n";
        assert_eq!(shown(text), ["Goal ```\n~~~~\n"]);
    }

    #[test]
    fn what_is_not_closed_or_not_known_is_told() {
        for (text, part) in [
            ("", "needs front matter"),
            ("# A\n---\n---\n", "needs front matter"),
            ("---\nlesson: 1\n", "has no end"),
            ("---\n---\n```yaml goal\nx", "not closed"),
            ("---\n---\n```\nx", "not closed"),
            ("---\n---\n```yaml gaol\n```\n", "no block `yaml gaol`"),
        ] {
            let told = pieces(text).1;
            assert!(told.len() == 1 && told[0].contains(part), "{text:?}: {told:?}");
        }
    }
}
