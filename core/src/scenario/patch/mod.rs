//! A scenario's text, changed where something was done and nowhere else.
//!
//! What a user does on the page goes into the file that they have: [`with_acts`] adds it as steps,
//! and takes out the steps and checks that the run did not come to. Nothing is printed anew. Spans
//! of the text are replaced, inserted or taken out; comments, blanks, quotes and the order of
//! everything else stay byte for byte. [`with_more`] does the same for what no act can bring: somebody
//! outside, and a further cluster; [`without`] takes them out, and [`with_settings`] changes those outside.

mod settings;
mod site;
mod steps;
mod text;

use super::yaml::{Node, parse};
use crate::diagnostic::{Diagnostic, Severity};
use std::sync::Arc;

pub use settings::with_settings;
pub use site::{More, with_more, without};
pub use steps::with_acts;

/// Why a file cannot be written so, and what to do about it.
fn told(wrong: &[Diagnostic]) -> String {
    // Warnings are told with them, and keep nobody from it.
    let first = wrong.iter().find(|one| one.severity == Severity::Error);
    let why = first.map_or("its steps have no place for it", |first| &first.message);
    let help = first.map_or(&[][..], |first| &first.notes);
    let help = help.iter().flat_map(|note| ["; ", &*note.text]);
    let words = ["the file cannot take that: ", why].into_iter().chain(help);
    words.collect::<Vec<_>>().concat()
}

/// The tree of a text without mistakes.
fn tree(text: &str) -> Option<Node> {
    let mut log = Vec::new();
    parse(&Arc::from(""), text, &mut log).filter(|_| log.is_empty())
}
