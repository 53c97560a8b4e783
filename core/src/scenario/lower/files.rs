//! Files and what they include.

use super::super::places::Part;
use super::super::sources::{SourceError, Sources, join};
use super::super::upgrade;
use super::super::yaml::{Node, Reader, Value, parse};
use super::{KEYS, VERSION, csv, settings};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::gather::Gather;
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
            Some("the path counts from the file that names it")
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

/// The clusters that make the cluster of a scenario: what is included comes first. Also whether
/// everything that is included could be read.
pub(super) fn cluster_parts(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    node: &Node,
) -> (Vec<Part>, bool) {
    let part =
        Part { file: Arc::clone(&reader.file), text: Arc::from(reader.text), node: node.clone() };
    let (chain, parts) = (Vec::new(), Vec::new());
    let mut include = Include { sources, log: reader.log, chain, parts, complete: true };
    include.collect(part);
    include.phones();
    (include.parts, include.complete)
}

/// The list of files of phones that a part names, in its place.
fn phones_csv(part: &Part) -> Option<Part> {
    let Value::Map(entries) = &part.node.value else { return None };
    let (_, list) = entries.iter().find(|(key, _)| key.text == "phones_csv")?;
    Some(Part { node: list.clone(), ..part.clone() })
}

struct Include<'a> {
    sources: &'a dyn Sources,
    log: &'a mut Vec<Diagnostic>,
    /// The files that are being read, each included by the one before.
    chain: Vec<Arc<str>>,
    parts: Vec<Part>,
    complete: bool,
}

impl Include<'_> {
    fn collect(&mut self, part: Part) {
        self.chain.push(Arc::clone(&part.file));
        if let Value::Map(entries) = &part.node.value
            && let Some((_, path)) = entries.iter().find(|(key, _)| key.text == "include")
        {
            match self.included(&part, path) {
                Some(included) => self.collect(included),
                None => self.complete = false,
            }
        }
        self.chain.pop();
        self.parts.push(part);
    }

    /// The part that is to be included; `None`: it cannot be, and that has been told.
    fn included(&mut self, part: &Part, path: &Node) -> Option<Part> {
        let file = self.path(part, path)?;
        let place = Place { file: Arc::clone(&part.file), span: path.span };
        if let Some(diagnostic) = self.cycle(&file, &place) {
            self.log.push(diagnostic);
            return None;
        }
        let text = text(self.sources, &file, Some(place), self.log)?;
        let mut root = root(&file, &text, self.log)?;
        upgrade::tree(&mut root);
        let mut reader = Reader { file: Arc::clone(&file), text: &text, log: self.log };
        let fields = reader.fields(&root, "a file with a cluster", KEYS)?;
        // What is included needs no version of its own: its includer names it.
        if fields.get("lampfield").is_some() {
            settings::version(&mut reader, &fields, "lampfield", VERSION);
        }
        let node = fields.need(&mut reader, "cluster", "{ phones: … }")?.clone();
        Some(Part { file, text, node })
    }

    /// The parts that files of phones make, after all others: those may define numbers, too.
    fn phones(&mut self) {
        let lists: Vec<Part> = self.parts.iter().filter_map(phones_csv).gather();
        if lists.is_empty() {
            return;
        }
        let mut numbers = csv::Numbers::of(&self.parts);
        for part in &lists {
            let mut reader =
                Reader { file: Arc::clone(&part.file), text: &part.text, log: self.log };
            let told = reader.log.len();
            reader.words(&part.node, "`phones_csv`");
            self.complete &= self.log.len() == told;
            let Value::List(paths) = &part.node.value else { continue };
            for path in paths {
                match self.table(part, path, &mut numbers) {
                    Some(table) => self.parts.push(table),
                    None => self.complete = false,
                }
            }
        }
    }

    /// The part that a file of phones makes; `None`: there is none, and that has been told.
    fn table(&mut self, part: &Part, path: &Node, numbers: &mut csv::Numbers) -> Option<Part> {
        let Value::Text { .. } = &path.value else { return None };
        let file = self.path(part, path)?;
        let place = Place { file: Arc::clone(&part.file), span: path.span };
        if self.parts.iter().any(|known| known.file == file) {
            let message = format!("`{file}` is read already");
            self.log.push(Diagnostic::error(Code::Duplicate, place, message));
            return None;
        }
        let text = text(self.sources, &file, Some(place), self.log)?;
        let mut reader = Reader { file, text: &text, log: self.log };
        csv::part(&mut reader, numbers)
    }

    fn path(&mut self, part: &Part, path: &Node) -> Option<Arc<str>> {
        let mut reader = Reader { file: Arc::clone(&part.file), text: &part.text, log: self.log };
        let word = reader.word(path, "a path")?;
        if let Ok(path) = join(&part.file, word.text) {
            return Some(Arc::from(path));
        }
        let message = format_args!("`{}` leads out of the root of the scenarios", word.text);
        reader
            .tell(Code::LeavesRoot, word.span, message)
            .help("a path counts from this file and stays below the root");
        None
    }

    fn cycle(&self, file: &Arc<str>, place: &Place) -> Option<Diagnostic> {
        let chain = || self.chain.iter().map(|f| &**f).chain(core::iter::once(&**file)).gather();
        if self.chain.contains(file) {
            let message = format!("`{file}` includes itself");
            let diagnostic = Diagnostic::error(Code::IncludeCycle, place.clone(), message);
            return Some(diagnostic.help(format!("the way round: {}", chain().join(" → "))));
        }
        let deep = limits::INCLUDE_DEPTH.check(self.chain.len()).err()?;
        Some(Diagnostic::error(Code::IncludeCycle, place.clone(), deep.to_string()))
    }
}
