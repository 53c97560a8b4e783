//! `lampfield fmt`: one way to write a file.
//!
//! Indentation, blanks, quotes and empty lines are put in order. What a writer decided stays: which
//! mappings stand on one line, where a long one is broken, the order of keys, every comment. A file
//! whose meaning or comments would change is left alone, and that is told.

mod comments;
mod lesson;
mod printer;
mod scalar;
mod tree;

use super::yaml::{Node, Value, parse};
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::gather::Gather;
use std::sync::Arc;

pub use lesson::{format_lesson, upgrade_lesson};
pub use scalar::write as write_scalar;

/// A file as it should be written; the same text again for one that is.
///
/// # Errors
/// Why the file is no readable YAML, or cannot be written otherwise without changing it.
pub fn format(file: &str, text: &str) -> Result<String, Vec<Diagnostic>> {
    let file: Arc<str> = Arc::from(file);
    let mut log = Vec::new();
    let before = parse(&file, text, &mut log);
    if !log.is_empty() {
        return Err(log);
    }
    let Some(before) = before else { return Ok(String::new()) };
    let printed = tree::tree(text).map(|root| printer::print(text, &root));
    let after = printed.as_deref().and_then(|printed| parse(&file, printed, &mut log));
    match (printed, after) {
        (Some(printed), Some(after)) if same(&before, &after) && told_alike(text, &printed) => {
            Ok(printed)
        }
        _ => Err(vec![left_alone(&file)]),
    }
}

fn left_alone(file: &Arc<str>) -> Diagnostic {
    let message = format!("`{file}` cannot be written in another way without changing it");
    let place = Place { file: Arc::clone(file), span: Span::default() };
    let help = "it is left as it is; texts in blocks with `+` and comments inside of brackets are \
                the likely reasons";
    Diagnostic::error(Code::NotYaml, place, message).help(help)
}

/// Whether two trees say the same, wherever it stands.
pub(super) fn same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Text { text: a, .. }, Value::Text { text: b, .. }) => a == b,
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Map(a), Value::Map(b)) => {
            let entry = |((a, x), (b, y)): (&(_, _), &(_, _))| same_entry(a, x, b, y);
            a.len() == b.len() && a.iter().zip(b).all(entry)
        }
        (Value::Nothing, Value::Nothing) => true,
        _ => false,
    }
}

fn same_entry(a: &super::yaml::Key, x: &Node, b: &super::yaml::Key, y: &Node) -> bool {
    a.text == b.text && same(x, y)
}

/// Whether two texts have the same comments in the same order.
fn told_alike(a: &str, b: &str) -> bool {
    let comments = |text: &str| {
        let root = tree::tree(text)?;
        let found = comments::find(text, &root);
        let words = |comment: &comments::Comment| comment.text(text).to_owned();
        Some(found.iter().map(words).gather())
    };
    comments(a) == comments(b)
}
