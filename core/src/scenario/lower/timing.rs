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
            let diagnostic = reader.error(Code::BadDuration, word.span, message);
            reader.report(diagnostic);
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
                let diagnostic =
                    reader.error(Code::OneVerb, after.span, "a step has `at` or `after`, not both");
                reader.report(diagnostic);
                (None, after.span)
            }
            (None, None) => {
                let diagnostic = reader.error(
                    Code::MissingKey,
                    fields.span,
                    "a step needs a time: `at` or `after`",
                );
                reader.report(
                    diagnostic.help("for example `at: 5s`, or `after: 2s` from the step above"),
                );
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
                    format!("time goes back: the step above is at {before}, this one at {at}");
                let first = reader.place(first);
                let diagnostic = reader.error(Code::TimeGoesBack, span, message);
                reader.report(
                    diagnostic
                        .also(first, "later than this")
                        .help("put the steps in the order of time"),
                );
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
            let diagnostic =
                reader.error(Code::OneVerb, node.span, "`after` names one step: `{ NAME: 2s }`");
            reader.report(diagnostic);
            return None;
        };
        let word = reader.word(node, "`after`")?;
        let passed = duration(reader, word)?;
        if let Some((at, _)) = self.named.get(&key.text) {
            return Some(*at + passed);
        }
        let message = format!("no step above has the id `{}`", key.text);
        let mut diagnostic = reader.error(Code::UnknownName, key.span, message);
        if let Some(near) = nearest(&key.text, self.named.keys().map(String::as_str)) {
            diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
        }
        reader.report(diagnostic);
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
            let first = reader.place(*first);
            let diagnostic = reader.error(
                Code::Duplicate,
                word.span,
                format!("two steps have the id `{}`", word.text),
            );
            reader.report(diagnostic.label("the second").also(first, "the first"));
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
        let diagnostic =
            reader.error(Code::BadExpectation, span, "`within` and `by` say the same: take one");
        reader.report(diagnostic);
    }
    if let Some((moment, span)) = by.filter(|(moment, _)| *moment <= at) {
        let message =
            format!("`by` names a moment after the step: it is at {at}, and this is {moment}");
        let diagnostic = reader.error(Code::BadExpectation, span, message);
        reader.report(diagnostic);
    }
    let by = by.map(|(moment, _)| moment - at);
    When { within: within.or(by).unwrap_or_default(), holds }
}

/// `between: [14s, 17s]`.
pub(super) fn between(reader: &mut Reader<'_>, node: &Node) -> Option<Window> {
    let words = reader.words(node, "`between`");
    let [from, to] = words.as_slice() else {
        if matches!(node.value, Value::List(_)) {
            let diagnostic = reader.error(
                Code::BadExpectation,
                node.span,
                "`between` takes two moments: `[14s, 17s]`",
            );
            reader.report(diagnostic);
        }
        return None;
    };
    let (from, to) = (moment(reader, *from)?, moment(reader, *to)?);
    if from >= to {
        let diagnostic = reader.error(
            Code::BadExpectation,
            node.span,
            "`between` takes the earlier moment first",
        );
        reader.report(diagnostic);
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
        let diagnostic = reader.error(
            Code::BadNumber,
            word.span,
            "a count goes from the smaller to the larger number",
        );
        reader.report(diagnostic);
    }
    Some(Count { least, most })
}
