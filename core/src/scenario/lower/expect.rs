//! Expectations.

use super::super::model::{Act, Count, Expectation, Expected, Showing, Window};
use super::super::yaml::{Fields, Node, Reader, Value, Word};
use super::cast::Known;
use super::keys::{Takes, keys, words};
use super::lamp::lamp;
use super::matcher::{self, code, matcher};
use super::{rule_ids, subjects, timing, waveform};
use crate::diagnostic::{Code, Span, listed};
use crate::gather::Gather;
use crate::presence::Outcome;
use crate::time::{Duration, Instant};

const SUBJECTS: [&str; 12] = [
    "lamp",
    "message",
    "never",
    "decision",
    "answer",
    "waveform",
    "refused",
    "warned",
    "cancelled",
    "found",
    "pending",
    "view",
];
keys! {
    /// The keys of an expectation.
    KEYS DOCS {
        "lamp" MAY Takes::Name, "A lamp: `Phone A BLF 1`, `Phone A missed call 1111`, `Phone A directory 1111`, `WebDial watch 5555`.";
        "message" MAY Takes::Fields("message", matcher::DOCS), "SIP on the wire; what is not named may be anything.";
        "never" MAY Takes::Fields("never", NEVER_DOCS), "What must not happen.";
        "decision" MAY Takes::Name, "CallManager's decision behind a lamp, or on what came in: `Trunk C -> 5555`.";
        "answer" MAY Takes::Name, "The last final answer to the SUBSCRIBE of a lamp, or of `Trunk C -> 5555`.";
        "waveform" MAY Takes::Text, "Lamps over time, a letter for each column.";
        "refused" MAY Takes::Choice(words!(Act::ALL)), "The latest of these was refused.";
        "warned" MAY Takes::Choice(words!(Act::ALL)), "The latest was taken, with a warning.";
        "cancelled" MAY Takes::Choice(|| vec!["change"]), "`delete` asked and got a no.";
        "found" MAY Takes::List(&Takes::Name), "What the latest search gave, in its order.";
        "pending" MAY Takes::List(&Takes::Name), "The devices, and no others, that have something saved that does not act yet (ADMIN-2).";
        "view" MAY Takes::Name, "A page of the administration, or the screen of a phone: `labels of Phone A`.";
        "is" MAY Takes::Either(&[Takes::Choice(words!(SHOWS)), Takes::Choice(words!(DECISIONS)), Takes::Whole]), "What it must be.";
        "shows" MAY Takes::Anything, "A text, a list, or `nothing`.";
        "within" MAY Takes::Duration, "At some moment after the step, not later than this.";
        "by" MAY Takes::Duration, "The same, with a time from the start.";
        "holds" MAY Takes::Duration, "From then on for this long, both ends included.";
        "because" MAY Takes::Rules, "Rules that must be among the reasons of that moment.";
        "count" MAY Takes::Count, "How many: `2`, `1..3`, `2..`; at least one without it.";
        "between" MAY BETWEEN, "From one moment, included, to another, excluded: `[14s, 17s]`.";
    }
}

const BETWEEN: Takes = Takes::List(&Takes::Duration);

keys! {
    /// The keys of `never`.
    NEVER NEVER_DOCS {
        "message" MAY Takes::Fields("message", matcher::DOCS), "SIP that must not be on the wire.";
        "lamp" MAY Takes::Name, "A lamp that must not show this.";
        "is" MAY Takes::Choice(words!(SHOWS)), "What it must not show.";
        "between" MAY BETWEEN, "From one moment, included, to another, excluded.";
    }
}

/// What may stand beside each subject.
pub(in super::super) const BESIDE: [(&str, &[&str]); 12] = [
    ("lamp", &["is", "within", "by", "holds", "because"]),
    ("message", &["count", "within", "between"]),
    ("never", &["between"]),
    ("decision", &["is", "because"]),
    ("answer", &["is", "because"]),
    ("waveform", &[]),
    ("refused", &["because"]),
    ("warned", &["because"]),
    ("cancelled", &[]),
    ("found", &[]),
    ("pending", &[]),
    ("view", &["shows"]),
];

/// A list of expectations, or one alone.
pub(super) fn read(
    reader: &mut Reader<'_>,
    node: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Vec<Expectation> {
    let items = match &node.value {
        Value::Map(_) => core::slice::from_ref(node),
        _ => reader.list(node, "`expect`"),
    };
    if items.is_empty() && matches!(node.value, Value::List(_)) {
        reader.tell(Code::Empty, node.span, format_args!("nothing is expected here"));
    }
    items.iter().filter_map(|item| expectation(reader, item, known, at)).gather()
}

fn expectation(
    reader: &mut Reader<'_>,
    node: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Expectation> {
    let fields = reader.fields(node, "an expectation", KEYS)?;
    let subject = subject(reader, &fields)?;
    let value = fields.get(subject)?;
    beside(reader, &fields, subject);
    let what = match subject {
        "lamp" => lamp_shows(reader, &fields, value, known, at),
        "message" => message(reader, &fields, value, known, at),
        "never" => never(reader, &fields, value, known, at),
        "decision" => decision(reader, &fields, value, known),
        "answer" => answer(reader, &fields, value, known),
        "refused" => subjects::act(reader, value, "`refused`").map(Expected::Refused),
        "warned" => subjects::act(reader, value, "`warned`").map(Expected::Warned),
        "cancelled" => subjects::cancelled(reader, value),
        "found" => subjects::found(reader, value),
        "pending" => subjects::pending(reader, value, known),
        "view" => subjects::looks(reader, &fields, value, known),
        _ => waveform::read(reader, value, known, at).map(Expected::Waveform),
    };
    let because =
        fields.get("because").map(|node| rule_ids(reader, node, "`because`")).unwrap_or_default();
    let start = node.span.range().start;
    let end = match value.value {
        Value::Text { block: false, .. } | Value::Map(_) | Value::List(_) => value.span.range().end,
        _ => fields.entry(subject).map_or(start, |(key, _)| key.span.range().end),
    };
    Some(Expectation { span: Span::new(start, end), what: what?, because })
}

/// Exactly one subject.
fn subject(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<&'static str> {
    let found: Vec<&'static str> =
        SUBJECTS.iter().copied().filter(|subject| fields.get(subject).is_some()).gather();
    match found.as_slice() {
        [one] => Some(one),
        [] => {
            if fields.keys().all(|key| KEYS.contains(&key.text.as_str())) {
                let message = format_args!("an expectation needs one of {}", listed(&SUBJECTS));
                reader.tell(Code::BadExpectation, fields.span, message);
            }
            None
        }
        [first, second, ..] => {
            let span = fields.entry(second).map_or(fields.span, |(key, _)| key.span);
            let message = format_args!(
                "an expectation is about one thing: here are `{first}` and `{second}`"
            );
            reader.tell(Code::BadExpectation, span, message).help("make it two expectations");
            None
        }
    }
}

fn beside(reader: &mut Reader<'_>, fields: &Fields<'_>, subject: &str) {
    let allowed = BESIDE.iter().find(|(own, _)| *own == subject).map_or(&[][..], |(_, keys)| keys);
    for key in fields.keys() {
        let text = key.text.as_str();
        if text == subject
            || !KEYS.contains(&text)
            || SUBJECTS.contains(&text)
            || allowed.contains(&text)
        {
            continue;
        }
        let message = format_args!("`{text}` says nothing about `{subject}`");
        let told = reader.tell(Code::BadExpectation, key.span, message);
        told.help(&match allowed {
            [] => format!("`{subject}` stands alone"),
            keys => format!("beside `{subject}` go {}", listed(keys)),
        });
    }
}

/// The words for what a lamp shows.
pub(in super::super) const SHOWS: [(&str, Showing); 6] = {
    use crate::trace::Lamp;
    [
        ("idle", Showing::Lamp(Lamp::Idle)),
        ("busy", Showing::Lamp(Lamp::Busy)),
        ("unknown", Showing::Lamp(Lamp::Unknown)),
        ("no icon", Showing::Lamp(Lamp::NoIcon)),
        ("no entry", Showing::Absent),
        ("no lamp", Showing::Absent),
    ]
};

fn is<'n>(reader: &mut Reader<'_>, fields: &Fields<'n>, example: &str) -> Option<Word<'n>> {
    fields.need_word(reader, "is", example)
}

fn lamp_shows(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    value: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Expected> {
    let key = reader.word(value, "`lamp`").and_then(|word| lamp(reader, word, known));
    let is = is(reader, fields, "idle").and_then(|word| reader.choice(word, "a lamp", &SHOWS));
    let when = timing::when(reader, fields, at);
    Some(Expected::Lamp { key: key?, is: is?, when })
}

/// How a decision can end, in words.
pub(in super::super) const DECISIONS: [(&str, Outcome); 4] = [
    ("allowed", Outcome::Allowed),
    ("refused", Outcome::Refused),
    ("refused by default", Outcome::RefusedByDefault),
    ("no route", Outcome::NoRoute),
];

fn decision(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    value: &Node,
    known: &Known<'_>,
) -> Option<Expected> {
    let asker = subjects::asker(reader, value, known);
    let is = is(reader, fields, "allowed")
        .and_then(|word| reader.choice(word, "a decision", &DECISIONS));
    Some(Expected::Decision { asker: asker?, is: is? })
}

fn answer(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    value: &Node,
    known: &Known<'_>,
) -> Option<Expected> {
    let asker = subjects::asker(reader, value, known);
    let is = is(reader, fields, "200").and_then(|word| code(reader, word));
    Some(Expected::Answer { asker: asker?, is: is? })
}

fn message(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    value: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Expected> {
    let matcher = matcher(reader, value, known)?;
    let count = fields.word(reader, "count").and_then(|word| timing::count(reader, word));
    let within = fields.word(reader, "within").and_then(|word| timing::duration(reader, word));
    let between = fields.get("between").and_then(|node| timing::between(reader, node));
    let window = match (within, between) {
        (Some(_), Some(_)) => {
            let message = format_args!("`within` and `between` are two windows: take one");
            reader.tell(Code::BadExpectation, fields.span, message);
            return None;
        }
        // After the step: what goes out at its very moment belongs to what was before.
        (Some(within), None) => {
            let just_after = Duration::from_micros(1);
            Window { from: at + just_after, to: at + within + just_after }
        }
        (None, Some(window)) => window,
        (None, None) => Window { from: Instant::ZERO, to: at + Duration::from_micros(1) },
    };
    let count = count.unwrap_or(Count { least: 1, most: u32::MAX });
    Some(Expected::Message { matcher, count, window })
}

fn never(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    value: &Node,
    known: &Known<'_>,
    at: Instant,
) -> Option<Expected> {
    let told = reader.log.len();
    let inner = reader.fields(value, "`never`", NEVER)?;
    if reader.log.len() > told {
        return None;
    }
    let between = fields.get("between").or_else(|| inner.get("between"));
    let window = match between {
        Some(node) => timing::between(reader, node)?,
        None => Window { from: Instant::ZERO, to: at + Duration::from_micros(1) },
    };
    match (inner.get("message"), inner.get("lamp")) {
        (Some(node), None) => {
            let matcher = matcher(reader, node, known)?;
            Some(Expected::NeverMessage { matcher, window })
        }
        (None, Some(node)) => {
            let key = reader.word(node, "`lamp`").and_then(|word| lamp(reader, word, known));
            let is =
                is(reader, &inner, "busy").and_then(|word| reader.choice(word, "a lamp", &SHOWS));
            Some(Expected::NeverLamp { key: key?, is: is?, window })
        }
        _ => {
            reader
                .tell(
                    Code::BadExpectation,
                    inner.span,
                    format_args!("`never` takes a `message` or a `lamp`"),
                )
                .help("`never: { lamp: Phone A BLF 1, is: busy }`");
            None
        }
    }
}
