//! The page about lessons: what may stand in each of their parts.

use super::super::lower::{FRONT_DOCS, GOAL_DOCS, PREDICT_DOCS};
use super::table;
use core::fmt::Write as _;

/// The parts of a lesson, each with what it is for and its keys.
const PARTS: [(&str, &str, &[super::KeyDoc]); 3] = [
    ("Front matter", "Between the first two lines `---`.", FRONT_DOCS),
    (
        "`yaml predict`",
        "A question that the learner answers before the engine does: exactly one of `lamp`, `answer` and \
         `stopped_by`, and one of `after` and `at`.",
        PREDICT_DOCS,
    ),
    ("`yaml goal`", "Something to be reached.", GOAL_DOCS),
];

pub(super) fn page() -> String {
    let mut out = String::from(
        "What may stand in a lesson, a file whose name ends with `.md`. A key in bold must be there. \
         [Lessons](../lessons.md) tells what it all means. The block `yaml scenario` is a whole \
         [scenario](keys.md) without a `matrix`; steps and expectations are those of scenarios.\n",
    );
    for (title, what, docs) in PARTS {
        // Writing into a text cannot fail.
        let _ = writeln!(out, "\n## {title}\n\n{what}\n");
        out.push_str(&table(docs).replace("](#step)", "](keys.md#step)"));
    }
    out
}
