//! `yaml goal`: something to be reached, how it is reached, and how one sees that it is.

use super::super::super::yaml::{Fields, Node, Reader, Value};
use super::super::keys::{Takes, keys};
use super::super::steps;
use super::{ids::Ids, text};
use crate::diagnostic::{Code, Span};
use crate::gather::Gather;

const STEPS: Takes = Takes::List(&Takes::Fields("step", steps::DOCS));

keys! {
    /// The keys of a goal.
    KEYS DOCS {
        "id" MUST Takes::Name, "Its name, unique in the lesson: progress is kept under it.";
        "task" MUST Takes::Text, "What the learner has to do.";
        "hints" MUST Takes::List(&Takes::Text), "From the first nudge to the nearly told; at least one.";
        "solution" MUST STEPS, "Steps that reach the goal: `do`, `change`, `fault`, `say`. The first one counts from what stands above.";
        "check" MUST STEPS, "Steps that tell whether it is reached, right after the solution; at least one `expect` among them.";
    }
}

/// A goal whose steps are not yet looked into.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) task: String,
    pub(super) hints: Vec<String>,
    pub(super) solution: Vec<Node>,
    pub(super) check: Vec<Node>,
    pub(super) span: Span,
}

/// Reads one; `None`: it is not even a mapping, and that has been told.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node, ids: &mut Ids) -> Option<Draft> {
    let fields = reader.fields(node, "a goal", KEYS)?;
    let id = ids.read(reader, &fields);
    let task = text(reader, &fields, "task", "Give Phone A a lamp for 1111.");
    let hints = hints(reader, &fields);
    let solution = steps_of(reader, &fields, "solution");
    for span in expectations(&solution) {
        let message = format_args!("a solution does something, and expects nothing");
        reader
            .tell(Code::BadLesson, span, message)
            .help("what tells that the goal is reached stands under `check`");
    }
    let check = steps_of(reader, &fields, "check");
    let span = fields.entry("check").map_or(fields.span, |(key, _)| key.span);
    if !check.is_empty() && expectations(&check).is_empty() {
        let message = format_args!(
            "nothing is expected here, so that nothing could tell that the goal is reached"
        );
        reader
            .tell(Code::BadLesson, span, message)
            .help("for example `{ after: 1s, expect: { lamp: Phone A BLF 1, is: busy } }`");
    }
    Some(Draft { id, task, hints, solution, check, span })
}

fn hints(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<String> {
    let Some(node) = fields.need(reader, "hints", "[Look at the SUBSCRIBE CSS of Phone A.]") else {
        return Vec::new();
    };
    let words = reader.words(node, "`hints`");
    let hints: Vec<String> = words.iter().map(|word| word.text.trim().to_owned()).gather();
    not_empty(reader, node, "`hints`");
    hints
}

/// The items of a list of steps that must be there and not be empty.
fn steps_of(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str) -> Vec<Node> {
    let Some(node) = fields.need(reader, key, "[{ after: 1s, do: Phone B lifts }]") else {
        return Vec::new();
    };
    let items = reader.list(node, &format!("`{key}`")).to_vec();
    not_empty(reader, node, &format!("`{key}`"));
    items
}

fn not_empty(reader: &mut Reader<'_>, node: &Node, what: &str) {
    if matches!(&node.value, Value::List(items) if items.is_empty()) {
        reader.tell(Code::Empty, node.span, format_args!("{what} has nothing in it"));
    }
}

/// Where steps of a list expect something.
fn expectations(steps: &[Node]) -> Vec<Span> {
    let expects = |step: &Node| {
        let Value::Map(entries) = &step.value else { return None };
        entries.iter().find(|(key, _)| key.text == "expect").map(|(key, _)| key.span)
    };
    steps.iter().filter_map(expects).gather()
}
