//! Times of steps and windows of expectations.

use super::super::model::{Count, When, Window};
use super::super::yaml::{Fields, Node, Reader, Value, Word};
use super::settings::whole;
use super::words;
use crate::diagnostic::{Code, Span, nearest};
use crate::sorted::SortedMap;
use crate::time::{Duration, Instant};

/// A duration, or a diagnostic.
pub(super) fn duration(reader: &mut Reader<'_>, word: Word<'_>) -> Option<Duration> {
    match words::duration(word.text) {
        Ok(duration) => Some(duration),
        Err(message) => {
            reader.tell(Code::BadDuration, word.span, format_args!("{message}"));
            None
        }
    }
}

fn moment(reader: &mut Reader<'_>, word: Word<'_>) -> Option<Instant> {
    duration(reader, word).map(|since_start| Instant::ZERO + since_start)
}

/// The clock of the steps: what was before, and when named steps were.
#[derive(Default)]
pub(super) struct Clock {
    last: Option<(Instant, Span)>,
    named: SortedMap<String, (Instant, Span)>,
}

impl Clock {
    /// The time of a step. One that cannot be told is that of the step before.
    pub(super) fn step(&mut self, reader: &mut Reader<'_>, fields: &Fields<'_>) -> Instant {
        let before = self.last.map_or(Instant::ZERO, |(at, _)| at);
        let (at, span) = match (fields.get("at"), fields.get("after")) {
            (Some(at), None) => {
                let word = reader.word(at, "`at`");
                (word.and_then(|word| moment(reader, word)), at.span)
            }
            (None, Some(after)) => (self.after(reader, after, before), after.span),
            (Some(_), Some(after)) => {
                reader.tell(
                    Code::OneVerb,
                    after.span,
                    format_args!("a step has `at` or `after`, not both"),
                );
                (None, after.span)
            }
            (None, None) => {
                reader
                    .tell(
                        Code::MissingKey,
                        fields.span,
                        format_args!("a step needs a time: `at` or `after`"),
                    )
                    .help("for example `at: 5s`, or `after: 2s` from the step above");
                (None, fields.span)
            }
        };
        let Some(at) = at else { return before };
        self.forward(reader, at, span);
        at.max(before)
    }

    fn forward(&mut self, reader: &mut Reader<'_>, at: Instant, span: Span) {
        match self.last {
            Some((before, first)) if at < before => {
                let message =
                    format_args!("time goes back: the step above is at {before}, this one at {at}");
                let first = reader.place(first);
                reader
                    .tell(Code::TimeGoesBack, span, message)
                    .also(first, "later than this")
                    .help("put the steps in the order of time");
            }
            _ => self.last = Some((at, span)),
        }
    }

    /// `after: 2s`, or `after: { answered: 2s }`.
    fn after(&self, reader: &mut Reader<'_>, node: &Node, before: Instant) -> Option<Instant> {
        let Value::Map(_) = &node.value else {
            let word = reader.word(node, "`after`")?;
            return duration(reader, word).map(|d| before + d);
        };
        let entries = reader.entries(node, "`after`");
        let [(key, node)] = entries.as_slice() else {
            reader.tell(
                Code::OneVerb,
                node.span,
                format_args!("`after` names one step: `{{ NAME: 2s }}`"),
            );
            return None;
        };
        let word = reader.word(node, "`after`")?;
        let passed = duration(reader, word)?;
        if let Some((at, _)) = self.named.get(&key.text) {
            return Some(*at + passed);
        }
        let message = format_args!("no step above has the id `{}`", key.text);
        reader
            .tell(Code::UnknownName, key.span, message)
            .near(nearest(&key.text, self.named.keys().map(String::as_str)));
        None
    }

    /// The id of a step, unique among all.
    pub(super) fn name(
        &mut self,
        reader: &mut Reader<'_>,
        fields: &Fields<'_>,
        at: Instant,
    ) -> Option<String> {
        let word = fields.word(reader, "id")?;
        if let Some((_, first)) = self.named.get(word.text) {
            reader
                .tell(
                    Code::Duplicate,
                    word.span,
                    format_args!("two steps have the id `{}`", word.text),
                )
                .first(*first);
        } else {
            self.named.insert(word.text.to_owned(), (at, word.span));
        }
        Some(word.text.to_owned())
    }
}

/// `within`, `by` and `holds` of a lamp.
pub(super) fn when(reader: &mut Reader<'_>, fields: &Fields<'_>, at: Instant) -> When {
    let word = |reader: &mut Reader<'_>, key: &str| fields.word(reader, key);
    let within = word(reader, "within").and_then(|word| duration(reader, word));
    let by = word(reader, "by").and_then(|word| Some((moment(reader, word)?, word.span)));
    let holds = word(reader, "holds").and_then(|word| duration(reader, word)).unwrap_or_default();
    if let (Some(_), Some((_, span))) = (within, by) {
        reader.tell(
            Code::BadExpectation,
            span,
            format_args!("`within` and `by` say the same: take one"),
        );
    }
    if let Some((moment, span)) = by.filter(|(moment, _)| *moment <= at) {
        let message =
            format_args!("`by` names a moment after the step: it is at {at}, and this is {moment}");
        reader.tell(Code::BadExpectation, span, message);
    }
    let by = by.map(|(moment, _)| moment - at);
    When { within: within.or(by).unwrap_or_default(), holds }
}

/// `between: [14s, 17s]`.
pub(super) fn between(reader: &mut Reader<'_>, node: &Node) -> Option<Window> {
    let words = reader.words(node, "`between`");
    let [from, to] = words.as_slice() else {
        if matches!(node.value, Value::List(_)) {
            reader.tell(
                Code::BadExpectation,
                node.span,
                format_args!("`between` takes two moments: `[14s, 17s]`"),
            );
        }
        return None;
    };
    let (from, to) = (moment(reader, *from)?, moment(reader, *to)?);
    if from >= to {
        reader.tell(
            Code::BadExpectation,
            node.span,
            format_args!("`between` takes the earlier moment first"),
        );
    }
    Some(Window { from, to })
}

/// `count: 2`, `count: 1..3`, `count: 2..`.
pub(super) fn count(reader: &mut Reader<'_>, word: Word<'_>) -> Option<Count> {
    let most = u64::from(u32::MAX);
    let part = |reader: &mut Reader<'_>, text: &str| {
        let word = Word { text, span: word.span };
        whole(reader, word, "a count", most).and_then(|n| u32::try_from(n).ok())
    };
    let Some((least, above)) = word.text.split_once("..") else {
        let exact = part(reader, word.text)?;
        return Some(Count { least: exact, most: exact });
    };
    let least = part(reader, least)?;
    let most = if above.is_empty() { u32::MAX } else { part(reader, above)? };
    if least > most {
        reader.tell(
            Code::BadNumber,
            word.span,
            format_args!("a count goes from the smaller to the larger number"),
        );
    }
    Some(Count { least, most })
}
