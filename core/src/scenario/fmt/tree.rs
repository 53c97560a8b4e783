//! A file with how it is written: styles of texts, brackets, places of everything.

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};
use std::ops::Range;

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// In quotes of either kind.
    Quoted,
    /// As a block of lines.
    Block,
}

/// What stands at a place.
#[derive(Clone, Debug)]
pub(super) enum Body {
    /// Nothing at all.
    Nothing,
    /// A text, quotes and escapes resolved.
    Text(Style, String),
    /// A list, in brackets or line by line.
    List { flow: bool, items: Vec<Written> },
    /// A mapping, in braces or line by line.
    Map { flow: bool, entries: Vec<(Written, Written)> },
}

/// A part of a file as it is written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
    pub(super) body: Body,
}

/// The tree of a text that has been read before. `None`: it is no YAML, or there is nothing in it.
pub(super) fn tree(text: &str) -> Option<Written> {
    let mut builder = Builder { text, stack: Vec::new(), root: None };
    for next in Parser::new_from_str(text) {
        let (event, span) = next.ok()?;
        let range = span.byte_range().unwrap_or(0..0);
        match event {
            Event::Scalar(value, style, ..) => builder.scalar(value.into_owned(), style, range),
            Event::SequenceStart(style, ..) => builder.open(style, range, false),
            Event::MappingStart(style, ..) => builder.open(style, range, true),
            Event::SequenceEnd | Event::MappingEnd => builder.close(range),
            _ => {}
        }
    }
    builder.root
}

/// A text without the empty lines at its end, and without what stands before the next token.
fn without_empty_lines(text: &str) -> &str {
    match text.rsplit_once('\n') {
        Some((before, last)) if last.trim().is_empty() => without_empty_lines(before),
        _ => text,
    }
}

struct Open {
    start: usize,
    flow: bool,
    map: bool,
    nodes: Vec<Written>,
}

struct Builder<'t> {
    text: &'t str,
    stack: Vec<Open>,
    root: Option<Written>,
}

impl Builder<'_> {
    fn scalar(&mut self, text: String, style: ScalarStyle, range: Range<usize>) {
        let source = self.text.get(range.clone()).unwrap_or_default();
        // Empty lines behind a text are no part of it, nor are blanks, unless it is a block.
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let trimmed = if block { without_empty_lines(source) } else { source.trim_end() };
        let end = range.start + trimmed.len();
        let body = match style {
            ScalarStyle::Plain if matches!(text.as_str(), "" | "~" | "null") => Body::Nothing,
            ScalarStyle::Plain => Body::Text(Style::Plain, text),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                Body::Text(Style::Quoted, text)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => Body::Text(Style::Block, text),
        };
        let start = if block { self.head_of_block(range.start) } else { range.start };
        self.put(Written { span: start..end.max(start), body });
    }

    /// Where the `|` or `>` of a block stands whose lines start here.
    fn head_of_block(&self, lines: usize) -> usize {
        let before = self.text.get(..lines).unwrap_or_default();
        if self.text.get(lines..).is_some_and(|text| text.starts_with(['|', '>'])) {
            return lines;
        }
        let before = before.trim_end();
        let line = before.rsplit('\n').next().unwrap_or_default();
        let start = before.len() - line.len();
        let code = line.split(" #").next().unwrap_or_default().trim_end();
        let head = code.rsplit(' ').next().filter(|head| head.starts_with(['|', '>']));
        head.map_or(lines, |head| start + code.len() - head.len())
    }

    fn open(&mut self, style: StructureStyle, range: Range<usize>, map: bool) {
        let flow = style == StructureStyle::Flow;
        self.stack.push(Open { start: range.start, flow, map, nodes: Vec::new() });
    }

    fn close(&mut self, range: Range<usize>) {
        let Some(Open { start, flow, map, nodes }) = self.stack.pop() else { return };
        let inner = nodes.last().map_or(start, |last| last.span.end);
        let end = if flow { range.end.max(inner) } else { inner };
        let body = if map {
            let mut entries = Vec::new();
            let mut nodes = nodes.into_iter();
            while let (Some(key), Some(value)) = (nodes.next(), nodes.next()) {
                entries.push((key, value));
            }
            Body::Map { flow, entries }
        } else {
            Body::List { flow, items: nodes }
        };
        self.put(Written { span: start..end, body });
    }

    fn put(&mut self, node: Written) {
        match self.stack.last_mut() {
            Some(open) => open.nodes.push(node),
            None => self.root = Some(node),
        }
    }
}
