//! From text to tree: the events of the parser crate, within our limits, with recovery.

use super::syntax::{self, Trouble};
use super::{Key, Node, Value};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::gather::Gather;
use crate::limits;
use granit_parser::{Event, Parser, ScalarStyle};
use std::sync::Arc;

/// The tree of a file, as much of it as can be read. `None`: nothing of it can.
///
/// Where the text is no YAML, the top-level keys are read one by one, so that only the broken ones
/// are missing: their value is [`Value::Broken`].
pub(in super::super) fn parse(
    file: &Arc<str>,
    text: &str,
    log: &mut Vec<Diagnostic>,
) -> Option<Node> {
    parse_part(file, text, 0, log)
}

/// The same for a part of a file that starts at byte `offset` of it: places are those of the file.
pub(in super::super) fn parse_part(
    file: &Arc<str>,
    part: &str,
    offset: usize,
    log: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut builder = Builder::new(file, offset + part.len());
    match builder.run(part, offset) {
        Ok(()) => {
            log.append(&mut builder.log);
            builder.root
        }
        Err(trouble) => sections(file, (part, offset), trouble, log),
    }
}

/// Reads each top-level key alone. If that finds no trouble, the whole file's own trouble is told.
fn sections(
    file: &Arc<str>,
    (text, offset): (&str, usize),
    whole: Trouble,
    log: &mut Vec<Diagnostic>,
) -> Option<Node> {
    let mut entries = Vec::new();
    let mut found = false;
    for (start, end) in section_bounds(text) {
        let (Some(part), Some(key)) = (text.get(start..end), section_key(text, start, offset))
        else {
            continue;
        };
        let mut builder = Builder::new(file, offset + text.len());
        match (builder.run(part, offset + start), builder.root.take()) {
            (Ok(()), Some(Node { value: Value::Map(read), .. })) => {
                log.append(&mut builder.log);
                entries.extend(read);
            }
            (Err(trouble), _) => {
                found = true;
                log.push(trouble.diagnostic(file, part, offset + start));
                entries.push((key.clone(), Node::broken(key.span)));
            }
            (Ok(()), _) => entries.push((key.clone(), Node::broken(key.span))),
        }
    }
    if !found {
        log.push(whole.diagnostic(file, text, offset));
        return None;
    }
    Some(Node { span: Span::new(offset, offset + text.len()), value: Value::Map(entries) })
}

/// Where the top-level keys start and end: a line that starts with a letter opens one.
fn section_bounds(text: &str) -> Vec<(usize, usize)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.contains(':') {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain(core::iter::once(text.len()));
    starts.iter().copied().zip(ends).gather()
}

fn section_key(text: &str, start: usize, offset: usize) -> Option<Key> {
    let name = text.get(start..)?.split(':').next()?;
    let at = offset + start;
    Some(Key { text: name.trim().to_owned(), span: Span::new(at, at + name.len()) })
}

/// A collection that is being filled.
enum Open {
    List(Span, Vec<Node>),
    Map(Span, Vec<(Key, Node)>, Option<Key>),
}

struct Builder {
    file: Arc<str>,
    length: usize,
    offset: usize,
    log: Vec<Diagnostic>,
    stack: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
}

impl Builder {
    fn new(file: &Arc<str>, length: usize) -> Self {
        Builder {
            file: Arc::clone(file),
            length,
            offset: 0,
            log: Vec::new(),
            stack: Vec::new(),
            root: None,
            nodes: 0,
        }
    }

    /// Reads `part`, which starts at byte `offset` of the file.
    fn run(&mut self, part: &str, offset: usize) -> Result<(), Trouble> {
        self.offset = offset;
        let nesting = limits::SCENARIO_NESTING.as_usize();
        let options = granit_parser::options! {
            emit_unresolved_aliases: true,
            emit_anchor_events: true,
            disallow_directives: true,
            flow_nesting_limit: nesting,
            block_nesting_limit: nesting,
        };
        let mut documents = 0_usize;
        for next in Parser::new_from_str_with_options(part, options) {
            let (event, span) = next.map_err(|error| syntax::trouble(&error))?;
            let place = self.span(span.byte_range());
            match event {
                Event::DocumentStart(..) => documents += 1,
                _ if documents > 1 => {
                    self.feature(
                        place,
                        "a second document in the file",
                        "keep one scenario to a file",
                    );
                    return Ok(());
                }
                Event::Anchor(..) => self.feature(place, "an anchor", WRITE_OUT),
                event => {
                    self.event(event, place, span.tag_span().and_then(|tag| tag.byte_range()))?
                }
            }
        }
        Ok(())
    }

    fn span(&self, range: Option<core::ops::Range<usize>>) -> Span {
        let range = range.unwrap_or(0..0);
        let end = (self.offset + range.end).min(self.length);
        Span::new((self.offset + range.start).min(self.length), end)
    }

    fn event(
        &mut self,
        event: Event<'_>,
        span: Span,
        tag: Option<core::ops::Range<usize>>,
    ) -> Result<(), Trouble> {
        if event.tag().is_some() {
            let place = tag.map_or(span, |range| self.span(Some(range)));
            self.feature(place, "a tag", "leave it out: every text stays as it is typed");
        }
        match event {
            Event::Scalar(text, style, ..) => self.scalar(text.into_owned(), style, span)?,
            Event::SequenceStart(..) => self.stack.push(Open::List(span, Vec::new())),
            Event::MappingStart(..) => self.stack.push(Open::Map(span, Vec::new(), None)),
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.feature(span, "an alias", WRITE_OUT);
                self.put(Node::broken(span))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: String, style: ScalarStyle, span: Span) -> Result<(), Trouble> {
        let nothing = style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null");
        let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let value = if nothing { Value::Nothing } else { Value::Text { text, block } };
        self.put(Node { span, value })
    }

    fn close(&mut self, end: Span) -> Result<(), Trouble> {
        let whole = |start: Span| Span { start: start.start, end: end.end.max(start.end) };
        match self.stack.pop() {
            Some(Open::List(start, items)) => {
                self.put(Node { span: whole(start), value: Value::List(items) })
            }
            Some(Open::Map(start, entries, _)) => {
                self.put(Node { span: whole(start), value: Value::Map(entries) })
            }
            None => Ok(()),
        }
    }

    /// Hangs a finished node where it belongs.
    fn put(&mut self, node: Node) -> Result<(), Trouble> {
        self.nodes += 1;
        if let Err(reached) = limits::SCENARIO_NODES.check(self.nodes) {
            return Err(Trouble::limit(node.span.range().start - self.offset, reached.to_string()));
        }
        if matches!(self.stack.last(), Some(Open::Map(_, _, None))) {
            let key = self.key(node);
            if let Some(Open::Map(_, _, waiting)) = self.stack.last_mut() {
                *waiting = Some(key);
            }
            return Ok(());
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List(_, items)) => items.push(node),
            Some(Open::Map(_, entries, key)) => entries.extend(key.take().map(|key| (key, node))),
        }
        Ok(())
    }

    /// A key must be a text; the empty key stands for one that has its diagnostic already.
    fn key(&mut self, node: Node) -> Key {
        let text = match node.value {
            Value::Text { text, .. } => {
                if text.is_empty() {
                    let place = self.place(node.span);
                    let message = "a key must not be empty".to_owned();
                    self.log.push(Diagnostic::error(Code::Empty, place, message));
                }
                text
            }
            Value::Nothing => "null".to_owned(),
            Value::Broken => String::new(),
            Value::List(_) | Value::Map(_) => {
                let place = self.place(node.span);
                let message = format!("a key must be a text, and this is {}", node.value.kind());
                self.log.push(Diagnostic::error(Code::WrongType, place, message));
                String::new()
            }
        };
        if text == "<<" {
            self.feature(node.span, "a merge key", WRITE_OUT);
            return Key { text: String::new(), span: node.span };
        }
        Key { text, span: node.span }
    }

    fn feature(&mut self, span: Span, what: &str, help: &str) {
        let place = self.place(span);
        let message = format!("{what}: scenarios do without");
        self.log.push(Diagnostic::error(Code::YamlFeature, place, message).help(help));
    }

    fn place(&self, span: Span) -> Place {
        Place { file: Arc::clone(&self.file), span }
    }
}

const WRITE_OUT: &str =
    "write it out; what several scenarios share belongs into an included cluster";
