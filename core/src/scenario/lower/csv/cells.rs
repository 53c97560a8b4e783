//! The cells of a CSV file, each with its place.

use super::super::super::yaml::Reader;
use crate::diagnostic::{Code, Span};
use csv_core::ReadFieldResult;

/// One cell: its text without quotes and without blanks around it, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The byte-order mark that spreadsheets write.
const MARK: &str = "\u{feff}";

/// All rows with something in them. `None`: the file is no CSV, and that has been told.
pub(super) fn rows(reader: &mut Reader<'_>) -> Option<Vec<Vec<Cell>>> {
    let text = reader.text;
    let mut at = if text.starts_with(MARK) { MARK.len() } else { 0 };
    let mut csv = csv_core::Reader::new();
    let mut field = vec![0_u8; text.len() + 1];
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let told = reader.log.len();
    loop {
        let start = at;
        let mut length = 0;
        let (record_end, flushed) = loop {
            let input = text.as_bytes().get(at..).unwrap_or_default();
            let room = field.get_mut(length..).unwrap_or_default();
            let (result, read, wrote) = csv.read_field(input, room);
            (at, length) = (at + read, length + wrote);
            match result {
                // The next call tells the scanner, by an empty input, that this is all.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => break (record_end, input.is_empty()),
                ReadFieldResult::OutputFull | ReadFieldResult::End => {
                    return (reader.log.len() == told).then_some(rows);
                }
            }
        };
        let raw = Raw::new(text, start, if flushed { at } else { at - 1 }, row.is_empty());
        raw.check(reader, flushed);
        let content = String::from_utf8_lossy(field.get(..length).unwrap_or_default());
        row.push(Cell { text: content.trim().to_owned(), span: raw.span() });
        if record_end {
            let filled = row.iter().any(|cell| !cell.text.is_empty());
            rows.extend(filled.then(|| core::mem::take(&mut row)));
            row.clear();
        }
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

    #[test]
    fn quotes_that_mislead_are_told() {
        for text in ["a,\"b\nc,d", "a,\"b\"c,d\n", "\"", "a,\"\"\"b\n"] {
            assert_eq!(read(text), Err(1), "{text:?}");
        }
    }
}
