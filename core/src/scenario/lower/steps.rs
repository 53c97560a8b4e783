//! The steps.

use super::super::model::{Action, Step};
use super::super::sources::Sources;
use super::super::yaml::{Fields, Key, Node, Reader};
use super::cast::Known;
use super::keys::{Takes, keys};
use super::timing::Clock;
use super::{change, expect, fault, sentence};
use crate::diagnostic::Code;
use crate::gather::Gather;
use crate::limits;
use crate::time::Instant;

const VERBS: [&str; 5] = ["do", "change", "fault", "expect", "say"];

keys! {
    /// The keys of a step.
    KEYS DOCS {
        "at" MAY Takes::Duration, "When, from the start of the scenario.";
        "after" MAY Takes::Either(&[Takes::Duration, Takes::Named(&Takes::Duration)]), "When, from the step above; or from a named one: `{ answered: 2s }`.";
        "id" MAY Takes::Name, "Its name, for `after` and for `lampfield explain FILE step:NAME`.";
        "do" MAY Takes::Sentence, "Who, verb, what: `Phone A dials 1000`.";
        "change" MAY Takes::Change, "What an administrator changes; taken or refused as a whole.";
        "fault" MAY Takes::Fault, "What happens to the network: `cut Phone A`.";
        "expect" MAY Takes::Either(&[Takes::List(&Takes::Expectation), Takes::Expectation]), "What must be so.";
        "say" MAY Takes::Text, "Words for those who watch.";
    }
}

/// `steps:`, in the order of time.
pub(super) fn read(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    known: &Known<'_>,
) -> Vec<Step> {
    let Some(node) = fields.need(reader, "steps", "[{ at: 0s, do: everybody connects }]") else {
        return Vec::new();
    };
    let items = reader.list(node, "`steps`");
    if items.is_empty() && matches!(node.value, super::super::yaml::Value::List(_)) {
        reader.tell(Code::Empty, node.span, format_args!("a scenario without steps shows nothing"));
    }
    if let Err(reached) = limits::STEPS.check(items.len()) {
        reader.tell(Code::TooMuch, node.span, format_args!("{reached}"));
        return Vec::new();
    }
    let mut clock = Clock::default();
    items.iter().filter_map(|item| step(sources, reader, item, known, &mut clock)).gather()
}

fn step(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    node: &Node,
    known: &Known<'_>,
    clock: &mut Clock,
) -> Option<Step> {
    let fields = reader.fields(node, "a step", KEYS)?;
    let at = clock.step(reader, &fields);
    let id = clock.name(reader, &fields, at);
    let (key, value) = one_verb(reader, &fields)?;
    let action = action(sources, reader, key, value, known, at)?;
    Some(Step { id, at, span: value.span, action })
}

/// Exactly one of the verbs; with several, the first counts.
fn one_verb<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>) -> Option<(&'n Key, &'n Node)> {
    let verbs: Vec<&Key> = fields.keys().filter(|key| VERBS.contains(&key.text.as_str())).gather();
    match verbs.as_slice() {
        [] => {
            // An unknown key may well be the misspelt verb: it has its diagnostic.
            if fields.keys().all(|key| KEYS.contains(&key.text.as_str())) {
                let message =
                    format_args!("a step needs one of `do`, `change`, `fault`, `expect` or `say`");
                reader.tell(Code::OneVerb, fields.span, message);
            }
            None
        }
        [first, more @ ..] => {
            if let Some(second) = more.iter().find(|key| key.text != first.text) {
                let first = reader.place(first.span);
                let message = format_args!("a step does one thing: this is its second");
                reader
                    .tell(Code::OneVerb, second.span, message)
                    .also(first, "the first")
                    .help("make it two steps at the same time");
            }
            fields.entry(&first.text)
        }
    }
}

fn action(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    key: &Key,
    node: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Action> {
    match key.text.as_str() {
        "do" => {
            let word = reader.word(node, "`do`")?;
            let orders = sentence::orders(reader, word, known)?;
            Some(Action::Do { sentence: word.text.trim().to_owned(), orders })
        }
        "change" => {
            let (cluster, edit) = change::read(reader, sources, node, known)?;
            Some(Action::Change { cluster, edit })
        }
        "fault" => {
            let word = reader.word(node, "`fault`")?;
            let faults = fault::faults(reader, word, known)?;
            Some(Action::Fault { sentence: word.text.trim().to_owned(), faults })
        }
        "expect" => Some(Action::Expect(expect::read(reader, node, known, at))),
        _ => {
            let word = reader.word(node, "`say`")?;
            Some(Action::Say(word.text.trim().to_owned()))
        }
    }
}
