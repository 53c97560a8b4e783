//! Files and what they include.

use super::super::places::Part;
use super::super::sources::{SourceError, Sources, join};
use super::super::yaml::{Node, Reader, Value, parse};
use super::{KEYS, LATER, settings};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::limits;
use std::sync::Arc;

/// The text of a file, `included` at a place of another one or asked for by name.
pub(super) fn text(
    sources: &dyn Sources,
    file: &Arc<str>,
    included: Option<Place>,
    log: &mut Vec<Diagnostic>,
) -> Option<Arc<str>> {
    let error = match sources.read(file) {
        Ok(text) => return Some(text),
        Err(error) => error,
    };
    let message = format!("`{file}` cannot be read: {error}");
    let help = match error {
        SourceError::NotText { .. } => Some("a scenario is a text file; save it as UTF-8"),
        SourceError::TooLarge { .. } => Some("is this the right file?"),
        SourceError::NotFound if included.is_some() => {
            Some("the path counts from the file that includes it")
        }
        _ => None,
    };
    let diagnostic = match included {
        Some(place) => Diagnostic::error(Code::Unreadable, place, message),
        None => Diagnostic::without_place(Code::Unreadable, message),
    };
    log.push(diagnostic.maybe_help(help.map(str::to_owned)));
    None
}

/// The tree of a file, if it is a mapping at all.
pub(super) fn root(file: &Arc<str>, text: &str, log: &mut Vec<Diagnostic>) -> Option<Node> {
    let told = log.len();
    let root = parse(file, text, log);
    let place = |node: &Node| Place { file: Arc::clone(file), span: node.span };
    let diagnostic = match root {
        Some(node) if matches!(node.value, Value::Map(_)) => return Some(node),
        None if log.len() > told => return None,
        None => Diagnostic::without_place(Code::Empty, format!("`{file}` is empty")),
        Some(node) if matches!(node.value, Value::Nothing) => {
            Diagnostic::without_place(Code::Empty, format!("`{file}` is empty"))
        }
        Some(node) => {
            let message =
                format!("a scenario must be a mapping, and this is {}", node.value.kind());
            Diagnostic::error(Code::WrongType, place(&node), message)
        }
    };
    log.push(
        diagnostic.help(
            "a scenario starts with `lampfield: 1` and `name: …`; `lampfield init` writes one",
        ),
    );
    None
}

/// The clusters that make the cluster of a scenario: what is included comes first.
pub(super) fn cluster_parts(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    node: &Node,
) -> Vec<Part> {
    let part =
        Part { file: Arc::clone(&reader.file), text: Arc::from(reader.text), node: node.clone() };
    let mut include = Include { sources, log: reader.log, chain: Vec::new(), parts: Vec::new() };
    include.collect(part);
    include.parts
}

struct Include<'a> {
    sources: &'a dyn Sources,
    log: &'a mut Vec<Diagnostic>,
    /// The files that are being read, each included by the one before.
    chain: Vec<Arc<str>>,
    parts: Vec<Part>,
}

impl Include<'_> {
    fn collect(&mut self, part: Part) {
        self.chain.push(Arc::clone(&part.file));
        if let Value::Map(entries) = &part.node.value
            && let Some((_, path)) = entries.iter().find(|(key, _)| key.text == "include")
        {
            self.include(&part, path);
        }
        self.chain.pop();
        self.parts.push(part);
    }

    fn include(&mut self, part: &Part, path: &Node) {
        let mut reader = Reader { file: Arc::clone(&part.file), text: &part.text, log: self.log };
        let place = reader.place(path.span);
        let Some(word) = reader.word(path, "`include`") else { return };
        let Ok(path) = join(&part.file, word.text) else {
            let message = format!("`{}` leads out of the root of the scenarios", word.text);
            let diagnostic = reader.error(Code::LeavesRoot, word.span, message);
            return reader
                .report(diagnostic.help("a path counts from this file and stays below the root"));
        };
        let file: Arc<str> = Arc::from(path);
        if let Some(diagnostic) = self.cycle(&file, &place) {
            return self.log.push(diagnostic);
        }
        let Some(text) = text(self.sources, &file, Some(place), self.log) else { return };
        let Some(root) = root(&file, &text, self.log) else { return };
        let mut reader = Reader { file: Arc::clone(&file), text: &text, log: self.log };
        let Some(fields) = reader.fields(&root, "a file with a cluster", KEYS, LATER) else {
            return;
        };
        settings::version(&mut reader, &fields);
        let Some(node) = fields.need(&mut reader, "cluster", "{ phones: … }") else { return };
        let node = node.clone();
        self.collect(Part { file, text, node });
    }

    fn cycle(&self, file: &Arc<str>, place: &Place) -> Option<Diagnostic> {
        let chain =
            || self.chain.iter().map(|f| &**f).chain(core::iter::once(&**file)).collect::<Vec<_>>();
        if self.chain.contains(file) {
            let message = format!("`{file}` includes itself");
            let diagnostic = Diagnostic::error(Code::IncludeCycle, place.clone(), message);
            return Some(diagnostic.help(format!("the way round: {}", chain().join(" → "))));
        }
        let deep = limits::INCLUDE_DEPTH.check(self.chain.len()).err()?;
        Some(Diagnostic::error(Code::IncludeCycle, place.clone(), deep.to_string()))
    }
}
