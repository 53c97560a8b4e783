//! The cells of a CSV file, each with its place.

use super::super::super::yaml::Reader;
use crate::diagnostic::{Code, Span};

/// One cell: its text without quotes and without blanks around it, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The byte-order mark that spreadsheets write.
const MARK: char = '\u{feff}';

/// All rows with something in them. `None`: the file is no CSV, and that has been told.
pub(super) fn rows(reader: &mut Reader<'_>) -> Option<Vec<Vec<Cell>>> {
    let told = reader.log.len();
    let rows = each_row(reader);
    (reader.log.len() == told).then_some(rows)
}

fn each_row(reader: &mut Reader<'_>) -> Vec<Vec<Cell>> {
    let text = reader.text;
    let mut scanner = Scanner { rest: text.trim_start_matches(MARK) };
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    loop {
        let start = text.len() - scanner.rest.len();
        if row.is_empty() {
            scanner.rest = scanner.rest.trim_start_matches(['\r', '\n']);
            if scanner.rest.is_empty() {
                return rows;
            }
        }
        let (content, end) = scanner.cell();
        let at = text.len() - scanner.rest.len();
        let raw = Raw::new(text, start, at - usize::from(end != End::File), row.is_empty());
        raw.check(reader, end == End::File);
        row.push(Cell { text: content.trim().to_owned(), span: raw.span() });
        if end != End::Cell {
            let filled = row.iter().any(|cell| !cell.text.is_empty());
            rows.extend(filled.then(|| core::mem::take(&mut row)));
            row.clear();
        }
    }
}

/// What ends a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// A comma: the next cell of the row follows.
    Cell,
    /// The end of the line.
    Row,
    /// The end of the file.
    File,
}

/// Takes the cells off a text one by one.
struct Scanner<'t> {
    rest: &'t str,
}

impl Scanner<'_> {
    /// The content of the next cell and what ended it, which is taken off, too. Quotes are off, and
    /// two of them in a quoted text are one.
    fn cell(&mut self) -> (String, End) {
        let mut content = String::new();
        let mut quoted = self.rest.starts_with('"');
        let mut chars = self.rest.chars();
        if quoted {
            chars.next();
        }
        let end = loop {
            match chars.next() {
                None => break End::File,
                Some('"') if quoted && chars.as_str().starts_with('"') => {
                    chars.next();
                    content.push('"');
                }
                Some('"') if quoted => quoted = false,
                Some(',') if !quoted => break End::Cell,
                Some('\r' | '\n') if !quoted => break End::Row,
                Some(other) => content.push(other),
            }
        };
        self.rest = chars.as_str();
        (content, end)
    }
}

/// A cell as it stands in the file, without what separates it from the next.
struct Raw<'t> {
    start: usize,
    text: &'t str,
}

impl<'t> Raw<'t> {
    fn new(all: &'t str, start: usize, end: usize, first: bool) -> Self {
        let whole = all.get(start..end.max(start)).unwrap_or_default();
        // Line feeds of empty lines, and the second half of `\r\n`, come with the next row.
        let text = if first { whole.trim_start_matches(['\r', '\n']) } else { whole };
        let inner = text.trim_start_matches([' ', '\t']);
        Raw { start: start + whole.len() - inner.len(), text: inner.trim_end_matches([' ', '\t']) }
    }

    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The scanner forgives quotes that a reader would stumble over.
    fn check(&self, reader: &mut Reader<'_>, at_end: bool) {
        let Some(rest) = self.text.strip_prefix('"') else { return };
        if rest.ends_with('"') {
            return;
        }
        let open = rest.replace("\"\"", "").matches('"').count() == 0;
        let (message, span) = if open && at_end {
            ("a quote is never closed", Span::new(self.start, self.start + 1))
        } else {
            ("something stands after the closing quote", self.span())
        };
        reader
            .tell(Code::BadTable, span, format_args!("{message}"))
            .help("a quote within a text in quotes is written twice: `\"the \"\"Lobby\"\"\"`");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::Arc;

    fn read(text: &str) -> Result<Vec<Vec<(String, String)>>, usize> {
        let mut log = Vec::new();
        let mut reader = Reader { file: Arc::from("x.csv"), text, log: &mut log };
        let rows = rows(&mut reader);
        let shown = |cell: Cell| {
            let marked = text.get(cell.span.range()).unwrap_or("outside").to_owned();
            (cell.text, marked)
        };
        let all = rows.map(|rows| rows.into_iter().map(|r| r.into_iter().map(shown).collect()));
        all.map(Iterator::collect).ok_or(log.len())
    }

    #[test]
    fn every_cell_has_its_text_and_its_place() {
        let text = "\u{feff}Name, Type\r\n\r\n\"a, \"\"b\"\"\", x\n , \n\"two\nlines\",é";
        let cell = |text: &str, marked: &str| (text.to_owned(), marked.to_owned());
        let expected = vec![
            vec![cell("Name", "Name"), cell("Type", "Type")],
            vec![cell("a, \"b\"", "\"a, \"\"b\"\"\""), cell("x", "x")],
            vec![cell("two\nlines", "\"two\nlines\""), cell("é", "é")],
        ];
        assert_eq!(read(text), Ok(expected));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    /// The contents of all rows with something in them, by the library.
    fn theirs(text: &str) -> Vec<Vec<String>> {
        let mut csv = csv_core::Reader::new();
        let (mut at, mut length, mut field) = (0, 0, vec![0_u8; text.len() + 1]);
        let (mut rows, mut row) = (Vec::new(), Vec::new());
        loop {
            let (result, read, wrote) =
                csv.read_field(&text.as_bytes()[at..], &mut field[length..]);
            (at, length) = (at + read, length + wrote);
            match result {
                csv_core::ReadFieldResult::InputEmpty => {}
                csv_core::ReadFieldResult::Field { record_end } => {
                    let content = core::str::from_utf8(&field[..length]).unwrap();
                    row.push(content.trim().to_owned());
                    length = 0;
                    if record_end {
                        rows.push(core::mem::take(&mut row));
                    }
                }
                _ => {
                    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
                    return rows;
                }
            }
        }
    }

    proptest! {
        #[test]
        fn cells_are_cut_as_the_library_does(text in "[aé \",,\r\n]{0,16}") {
            let mut log = Vec::new();
            let mut reader = Reader { file: Arc::from("x.csv"), text: &text, log: &mut log };
            let content = |row: Vec<Cell>| row.into_iter().map(|cell| cell.text).collect();
            let ours: Vec<Vec<String>> = each_row(&mut reader).into_iter().map(content).collect();
            prop_assert_eq!(ours, theirs(&text));
        }
    }

    #[test]
    fn quotes_that_mislead_are_told() {
        for text in ["a,\"b\nc,d", "a,\"b\"c,d\n", "\"", "a,\"\"\"b\n"] {
            assert_eq!(read(text), Err(1), "{text:?}");
        }
    }
}
