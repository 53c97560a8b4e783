//! From an older version of the language to this one: mechanically, or not at all.
//!
//! A version that changes a key or a word adds one [`Upgrade`] to [`UPGRADES`]. The reader applies it
//! to the tree of an older file, whose places stay; `lampfield fmt --upgrade` applies it to the text.
//! There has been one version so far, so that the table is empty.

use super::fmt::write_scalar;
use super::lower::VERSION;
use super::yaml::{Node, Value, parse};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::gather::Gather;
use std::sync::Arc;

/// What changed from one version to the next.
struct Upgrade {
    from: &'static str,
    to: &'static str,
    changes: &'static [Change],
}

/// One thing that is called otherwise. A path leads to it from the top of a file: keys, and `*` for
/// any key or item.
#[cfg_attr(not(test), expect(dead_code, reason = "no version has changed anything yet"))]
enum Change {
    /// A key of the mapping at `path`.
    Key { path: &'static [&'static str], old: &'static str, new: &'static str },
    /// The text at `path`.
    Word { path: &'static [&'static str], old: &'static str, new: &'static str },
}

/// Every upgrade there is, oldest first.
const UPGRADES: &[Upgrade] = &[];

/// The text of a file in this version of the language. A file that names no version is one that is
/// included, and stays.
///
/// # Errors
/// What keeps it from being read, or that its version is none that can be upgraded.
pub fn upgrade(file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    with(file, text, UPGRADES)
}

fn with(file: &str, text: &str, upgrades: &[Upgrade]) -> Result<String, Vec<Diagnostic>> {
    let file: Arc<str> = Arc::from(file);
    let mut text = text.to_owned();
    loop {
        let mut log = Vec::new();
        let root = parse(&file, &text, &mut log).filter(|_| log.is_empty());
        let Some(mut root) = root else { return Err(log) };
        let Some((version, span)) = version(&root) else { return Ok(text) };
        if version == VERSION {
            return Ok(text);
        }
        let Some(next) = upgrades.iter().find(|own| own.from == version) else {
            return Err(vec![unknown(&file, &version, span, upgrades)]);
        };
        let mut edits = next.apply(&mut root);
        edits.sort_by_key(|(span, _)| core::cmp::Reverse(span.start));
        for (span, new) in edits {
            text.replace_range(span.range(), &write_scalar(&new, true));
        }
    }
}

fn unknown(file: &Arc<str>, version: &str, span: Span, upgrades: &[Upgrade]) -> Diagnostic {
    let message = format!("`{version}` is no version that can be brought to {VERSION}");
    let place = Place { file: Arc::clone(file), span };
    let known: Vec<&str> = upgrades.iter().map(|own| own.from).gather();
    let help = match known.as_slice() {
        [] => format!("there is no version before {VERSION}; a later one needs a later program"),
        known => format!("those that can: {}", known.join(", ")),
    };
    Diagnostic::error(Code::BadVersion, place, message).help(help)
}

/// Brings the tree of a file to this version, as far as there are upgrades.
pub(super) fn tree(root: &mut Node) {
    let next = |root: &Node| {
        let (version, _) = version(root)?;
        UPGRADES.iter().find(|own| own.from == version)
    };
    while let Some(upgrade) = next(root) {
        upgrade.apply(root);
    }
}

/// The version that a file names, and where.
fn version(root: &Node) -> Option<(String, Span)> {
    let Value::Map(entries) = &root.value else { return None };
    let (_, node) = entries.iter().find(|(key, _)| key.text == "lampfield")?;
    let Value::Text { text, .. } = &node.value else { return None };
    Some((text.clone(), node.span))
}

impl Upgrade {
    /// Changes a tree, and gives what its text must be changed to.
    fn apply(&self, root: &mut Node) -> Vec<(Span, String)> {
        let version = [Change::Word { path: &["lampfield"], old: self.from, new: self.to }];
        let mut edits = Vec::new();
        for change in version.iter().chain(self.changes) {
            let (Change::Key { path, .. } | Change::Word { path, .. }) = change;
            walk(root, path, &mut |node| change.apply(node, &mut edits));
        }
        edits
    }
}

impl Change {
    fn apply(&self, node: &mut Node, edits: &mut Vec<(Span, String)>) {
        match (self, &mut node.value) {
            (Change::Key { old, new, .. }, Value::Map(entries)) => {
                for (key, _) in entries.iter_mut().filter(|(key, _)| key.text == *old) {
                    (*new).clone_into(&mut key.text);
                    edits.push((key.span, (*new).to_owned()));
                }
            }
            (Change::Word { old, new, .. }, Value::Text { text, .. }) if text == old => {
                (*new).clone_into(text);
                edits.push((node.span, (*new).to_owned()));
            }
            _ => {}
        }
    }
}

/// Visits everything at a path.
fn walk(node: &mut Node, path: &[&str], visit: &mut dyn FnMut(&mut Node)) {
    let Some((first, rest)) = path.split_first() else { return visit(node) };
    match &mut node.value {
        Value::Map(entries) => {
            let wanted = |key: &str| *first == "*" || key == *first;
            for (_, inner) in entries.iter_mut().filter(|(key, _)| wanted(&key.text)) {
                walk(inner, rest, visit);
            }
        }
        Value::List(items) if *first == "*" => {
            items.iter_mut().for_each(|item| walk(item, rest, visit));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made up: what a first version might have been.
    const MADE_UP: &[Upgrade] = &[
        Upgrade {
            from: "0.1",
            to: "0.2",
            changes: &[Change::Key {
                path: &["cluster", "phones", "*"],
                old: "search_space",
                new: "css",
            }],
        },
        Upgrade {
            from: "0.2",
            to: "1",
            changes: &[
                Change::Word { path: &["always", "*"], old: "truth", new: "in: the end" },
                Change::Key { path: &[], old: "title", new: "name" },
            ],
        },
    ];

    const OLD: &str = "lampfield: 0.1   # old\ntitle: x\ncluster:\n  search_space: kept\n  phones:\n    A: { search_space: E }\n    B: { 'search_space': E }\nalways: [truth]\n";
    const NEW: &str = "lampfield: 1   # old\nname: x\ncluster:\n  search_space: kept\n  phones:\n    A: { css: E }\n    B: { css: E }\nalways: [\"in: the end\"]\n";

    #[test]
    fn each_version_is_brought_to_the_next_and_everything_else_stays() {
        assert_eq!(with("x.yaml", OLD, MADE_UP), Ok(NEW.to_owned()));
        assert_eq!(with("x.yaml", NEW, MADE_UP), Ok(NEW.to_owned()));
        assert_eq!(with("x.yaml", "cluster: {}\n", MADE_UP), Ok("cluster: {}\n".to_owned()));
    }

    #[test]
    fn a_version_that_nothing_leads_from_is_told_with_those_that_can_be_brought_here() {
        let told = with("x.yaml", "lampfield: 7\n", MADE_UP).unwrap_err();
        assert_eq!(told.first().map(|one| one.code), Some(Code::BadVersion));
        assert!(format!("{told:?}").contains("0.1, 0.2"));
        assert_eq!(upgrade("x.yaml", "lampfield: 0\n").unwrap_err().len(), 1);
    }

    #[test]
    fn no_two_upgrades_leave_from_the_same_version_and_the_last_leads_here() {
        for (at, one) in UPGRADES.iter().enumerate() {
            assert!(UPGRADES.iter().skip(at + 1).all(|other| other.from != one.from));
        }
        assert!(UPGRADES.last().is_none_or(|last| last.to == VERSION));
    }
}
