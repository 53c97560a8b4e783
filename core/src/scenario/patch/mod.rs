//! A scenario's text, changed where something was done and nowhere else.
//!
//! What a user does on the page goes into the file that they have: a setting replaces the one that
//! stands there, a phone joins the table of phones, a call becomes a step. Nothing is printed anew.
//! Spans of the text are replaced, inserted or taken out; comments, blanks, quotes and the order of
//! everything else stay byte for byte.
//!
//! - [`with_change`] merges an administrator's change into the `cluster:` of the file.
//! - [`with_acts`] adds what was done in a run as steps, and takes out the steps and checks that the
//!   run did not come to.
//!
//! Both give `None` where they cannot say it: then the change is one of the run and not of the file.
//! A caller reads the new text before it takes it, for not everything that can be written down is a
//! scenario: a phone that is deleted may have a step of its own.

mod cluster;
mod steps;
mod text;

use super::yaml::{Node, parse};
use std::sync::Arc;

pub use cluster::with_change;
pub use steps::with_acts;

/// The tree of a text without mistakes.
fn tree(text: &str) -> Option<Node> {
    let mut log = Vec::new();
    parse(&Arc::from(""), text, &mut log).filter(|_| log.is_empty())
}
