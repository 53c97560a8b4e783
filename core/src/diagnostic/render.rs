//! A diagnostic as text, in the manner of rustc: excerpt, caret, notes.

use super::{Diagnostic, Label, Place, Severity};
use crate::gather::Gather;
use crate::order;
use crate::scenario::Sources;
use crate::sorted::SortedMap;
use core::fmt::Write as _;

impl Diagnostic {
    /// The whole text, with a final line feed. `color` adds ANSI colours; without it there is no
    /// escape character in the text, whatever stands in the file.
    pub fn render(&self, sources: &dyn Sources, color: bool) -> String {
        let mut page = Page { out: String::new(), color, margin: 0 };
        page.header(self);
        let files = by_file(self);
        let read: Vec<(&str, File, &Vec<Marked<'_>>)> = files
            .iter()
            .map(|(file, labels)| (file.as_str(), File::read(sources, file), labels))
            .gather();
        page.margin = read.iter().map(|(_, file, labels)| file.margin(labels)).max().unwrap_or(0);
        for (index, (path, file, labels)) in read.iter().enumerate() {
            page.excerpt(index == 0, &sources.shown(path), file, labels);
            let more = index + 1 < read.len() || !self.notes.is_empty();
            if more && !file.text.is_empty() {
                page.bar();
            }
        }
        for note in &self.notes {
            page.note(&note.kind.to_string(), &note.text);
        }
        if let Some(picture) = &self.picture {
            page.out.push_str(picture.trim_end_matches('\n'));
            page.out.push('\n');
        }
        page.out
    }
}

impl Place {
    /// Line and column of its start, both from 1, as the excerpt shows them. The first line and
    /// column where the file cannot be read.
    pub fn line_and_column(&self, sources: &dyn Sources) -> (usize, usize) {
        let file = File::read(sources, &self.file);
        let (line, into) = file.find(self.span.range().start);
        (line + 1, column(file.line(line), into) + 1)
    }
}

struct Marked<'a> {
    label: &'a Label,
    primary: bool,
}

/// Labels by file; the primary label's file first, the others by name.
fn by_file(diagnostic: &Diagnostic) -> Vec<(String, Vec<Marked<'_>>)> {
    let mut files: SortedMap<(bool, &str), Vec<Marked<'_>>> = SortedMap::new();
    let main = diagnostic.primary.as_ref().map(|label| label.place.file.clone());
    let primary = diagnostic.primary.iter().map(|label| Marked { label, primary: true });
    let others = diagnostic.secondary.iter().map(|label| Marked { label, primary: false });
    for marked in primary.chain(others) {
        let file: &str = &marked.label.place.file;
        files.get_or_default((main.as_deref() != Some(file), file)).push(marked);
    }
    files.into_iter().map(|((_, file), labels)| (file.to_owned(), labels)).gather()
}

/// A file's text with the starts of its lines.
struct File {
    text: String,
    starts: Vec<usize>,
}

impl File {
    fn read(sources: &dyn Sources, path: &str) -> File {
        let text = sources.read(path).map(|text| text.to_string()).unwrap_or_default();
        let starts = core::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
        File { starts: starts.gather(), text }
    }

    /// Line (from 0) and bytes into it.
    fn find(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        (line, offset.saturating_sub(self.starts.get(line).copied().unwrap_or(0)))
    }

    fn line(&self, line: usize) -> &str {
        let start = self.starts.get(line).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        rest.split('\n').next().unwrap_or_default().trim_end_matches('\r')
    }

    fn margin(&self, labels: &[Marked<'_>]) -> usize {
        let last = |marked: &Marked<'_>| self.find(marked.label.place.span.range().start).0 + 1;
        labels.iter().map(last).max().unwrap_or(1).to_string().len()
    }
}

/// A mark under one line: columns from 0, in characters as shown.
struct Mark<'a> {
    line: usize,
    from: usize,
    to: usize,
    text: &'a str,
    primary: bool,
}

fn mark<'a>(file: &File, marked: &Marked<'a>) -> Mark<'a> {
    let range = marked.label.place.span.range();
    let (line, into) = file.find(range.start);
    let source = file.line(line);
    let end = into + range.end.saturating_sub(range.start);
    let from = column(source, into);
    let to = column(source, end.min(source.len())).max(from + 1);
    Mark { line, from, to, text: &marked.label.text, primary: marked.primary }
}

/// The column of a byte as it is shown: a tab takes four.
fn column(source: &str, byte: usize) -> usize {
    source.char_indices().take_while(|(at, _)| *at < byte).map(|(_, c)| width(c)).sum()
}

fn width(c: char) -> usize {
    if c == '\t' { 4 } else { 1 }
}

/// What is shown for a line: no control character reaches the terminal.
fn shown(source: &str) -> String {
    let mut out = String::new();
    for c in source.chars() {
        match c {
            '\t' => out.push_str("    "),
            c if c.is_control() || is_bidi(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Longer lines are cut around their mark.
const WIDEST_LINE: usize = 140;

/// The part of a long line that shows the mark, and how many columns were cut before it.
fn cut(line: &str, mark_at: usize) -> (String, usize) {
    let length = line.chars().count();
    if length <= WIDEST_LINE {
        return (line.to_owned(), 0);
    }
    let first = mark_at.saturating_sub(WIDEST_LINE / 2).min(length - WIDEST_LINE);
    let middle: String = line.chars().skip(first).take(WIDEST_LINE).collect();
    let head = if first > 0 { "…" } else { "" };
    let tail = if first + WIDEST_LINE < length { "…" } else { "" };
    (format!("{head}{middle}{tail}"), first - usize::from(first > 0))
}

struct Page {
    out: String,
    color: bool,
    margin: usize,
}

const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const BLUE: &str = "\u{1b}[1;34m";
const BOLD: &str = "\u{1b}[1m";
const PLAIN: &str = "\u{1b}[0m";

impl Page {
    fn paint(&self, style: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("{style}{text}{PLAIN}")
        } else {
            text.to_owned()
        }
    }

    fn header(&mut self, diagnostic: &Diagnostic) {
        let style = if diagnostic.severity == Severity::Error { RED } else { YELLOW };
        let head = self.paint(style, &format!("{}[{}]", diagnostic.severity, diagnostic.code));
        let message = self.paint(BOLD, &format!(": {}", shown(&diagnostic.message)));
        let _ = writeln!(self.out, "{head}{message}");
    }

    fn excerpt(&mut self, first: bool, path: &str, file: &File, labels: &[Marked<'_>]) {
        let mut marks: Vec<Mark<'_>> = labels.iter().map(|marked| mark(file, marked)).gather();
        let arrow = if first { "-->" } else { ":::" };
        let at = marks.iter().find(|mark| mark.primary).or(marks.first());
        let place = match (at, file.text.is_empty()) {
            (Some(mark), false) => format!("{path}:{}:{}", mark.line + 1, mark.from + 1),
            _ => path.to_owned(),
        };
        let margin = " ".repeat(self.margin);
        let _ = writeln!(self.out, "{margin} {} {}", self.paint(BLUE, arrow), shown(&place));
        if file.text.is_empty() {
            return;
        }
        order::sort_by_key(&mut marks, |mark| (mark.line, !mark.primary, mark.from));
        self.bar();
        let mut before: Option<usize> = None;
        for mark in &marks {
            self.source_line(file, mark, before);
            before = Some(mark.line);
        }
    }

    fn bar(&mut self) {
        let bar = self.paint(BLUE, "|");
        let _ = writeln!(self.out, "{} {bar}", " ".repeat(self.margin));
    }

    /// The line (once), and the mark below it.
    fn source_line(&mut self, file: &File, mark: &Mark<'_>, before: Option<usize>) {
        let (line, skipped) = cut(&shown(file.line(mark.line)), mark.from);
        if before.is_some_and(|before| mark.line > before + 1) {
            let dots = self.paint(BLUE, "...");
            let _ = writeln!(self.out, "{dots}");
        }
        let bar = self.paint(BLUE, "|");
        if before != Some(mark.line) {
            let number = format!("{:>width$}", mark.line + 1, width = self.margin);
            let text = format!("{} {bar} {line}", self.paint(BLUE, &number));
            let _ = writeln!(self.out, "{}", text.trim_end());
        }
        let (style, glyph) = if mark.primary { (RED, "^") } else { (BLUE, "-") };
        let length = (mark.to - mark.from).min(WIDEST_LINE);
        let words =
            if mark.text.is_empty() { String::new() } else { format!(" {}", shown(mark.text)) };
        let under = self.paint(style, &format!("{}{words}", glyph.repeat(length)));
        let indent = " ".repeat(mark.from.saturating_sub(skipped));
        let _ = writeln!(self.out, "{} {bar} {indent}{under}", " ".repeat(self.margin));
    }

    fn note(&mut self, kind: &str, text: &str) {
        let indent = format!("\n{}{}", " ".repeat(self.margin + 3), " ".repeat(kind.len() + 2));
        let body = text.split('\n').map(shown).gather().join(&indent);
        let head = format!("{} {}", self.paint(BLUE, "="), self.paint(BOLD, &format!("{kind}:")));
        let _ = writeln!(self.out, "{} {head} {body}", " ".repeat(self.margin));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Code, NoteKind, Span};
    use super::*;
    use crate::scenario::MemorySources;

    fn place(start: usize, end: usize) -> Place {
        Place { file: "a.yaml".into(), span: Span::new(start, end) }
    }

    #[test]
    fn an_excerpt_has_line_numbers_carets_gaps_and_notes() {
        let sources = MemorySources::new([("a.yaml", "one: 1\ntwo: 2\nthree: 3\nfour: 4\n")]);
        let diagnostic = Diagnostic::error(Code::UnknownKey, place(23, 27), "no key `four`")
            .label("not known here")
            .also(place(0, 3), "the first")
            .note(NoteKind::Why, "two lines\nof reason");
        let expected = "\
error[E0102]: no key `four`
  --> a.yaml:4:1
  |
1 | one: 1
  | --- the first
...
4 | four: 4
  | ^^^^ not known here
  |
  = why: two lines
         of reason
";
        assert_eq!(diagnostic.render(&sources, false), expected);
    }

    #[test]
    fn no_control_character_of_a_file_reaches_the_terminal() {
        let sources = MemorySources::new([("a.yaml", "a\u{1b}[31m\tb\u{202e}: 1\n")]);
        let diagnostic = Diagnostic::error(Code::UnknownKey, place(7, 8), "x\u{1b}y");
        let text = diagnostic.render(&sources, false);
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
        assert!(diagnostic.render(&sources, true).contains("\u{1b}[1;31merror[E0102]"));
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let sources =
            MemorySources::new([("a.yaml", format!("{}KEY{}", "x".repeat(500), "y".repeat(500)))]);
        let text =
            Diagnostic::error(Code::UnknownKey, place(500, 503), "m").render(&sources, false);
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines[4].find('^').unwrap();
        let column = lines[4].char_indices().position(|(at, _)| at == caret).unwrap();
        assert_eq!(lines[3].chars().skip(column).take(3).collect::<String>(), "KEY");
        assert!(lines[3].chars().count() < 160);
    }
}
