//! The top-level keys that are neither cluster nor steps.

use super::super::model::{Backend, Invariant, KnownFailure, Only, is_day};
use super::super::yaml::{Fields, Node, Reader, Value, Word};
use super::keys::{Takes, keys, words as words_of};
use super::{rule_ids, timing, words};
use crate::cluster::{self, Problem};
use crate::diagnostic::{Code, Diagnostic, Place, Severity, Span};
use crate::network::NetworkOptions;
use crate::rng::Chance;
use crate::rules::RuleId;
use crate::sip::SipTimers;
use crate::time::Duration;

/// The seed of a scenario that names none.
const SEED: u64 = 42;

/// `lampfield: 1`: the version under `key` must be the one that is read.
pub(super) fn version(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str, version: &str) {
    let Some(word) = fields.need_word(reader, key, version) else { return };
    if word.text != version {
        let message =
            format_args!("`{}` is no version of the language that this program reads", word.text);
        reader
            .tell(Code::BadVersion, word.span, message)
            .help(&format!("this program reads version {version}"));
    }
}

/// A text that is one line and not empty.
pub(super) fn line(reader: &mut Reader<'_>, node: &Node, what: &str) -> Option<String> {
    let word = reader.word(node, what)?;
    let text = word.text.trim();
    if text.is_empty() || text.contains('\n') {
        let message = format_args!("{what} must be one line of text");
        reader.tell(Code::Empty, word.span, message);
    }
    Some(text.to_owned())
}

/// `tags: [lesson, slow]`.
pub(super) fn tags(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<String> {
    let Some(node) = fields.get("tags") else { return Vec::new() };
    let mut tags = Vec::new();
    for word in reader.words(node, "`tags`") {
        let right = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if word.text.is_empty() || !word.text.chars().all(right) {
            let message =
                format_args!("`{}` is no tag: letters, digits, `-` and `_` only", word.text);
            reader.tell(Code::BadName, word.span, message);
        } else {
            tags.push(word.text.to_owned());
        }
    }
    tags
}

/// `covers: [GROUP-10]`.
pub(super) fn covers(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<(RuleId, Span)> {
    fields.get("covers").map(|node| rule_ids(reader, node, "`covers`")).unwrap_or_default()
}

/// The backends with their words.
pub(in super::super) const BACKENDS: [(&str, Backend); 2] =
    [("sim", Backend::Sim), ("sip", Backend::Sip)];

keys! {
    /// The keys of `only`.
    ONLY ONLY_DOCS {
        "backend" MUST Takes::Choice(words_of!(BACKENDS)), "The backend that can run it.";
        "why" MUST Takes::Text, "What the other one cannot do.";
    }
}

/// `only: { backend: sim, why: … }`.
pub(super) fn only(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Only> {
    let node = fields.get("only")?;
    let fields = reader.fields(node, "`only`", ONLY)?;
    let backend = fields.need_word(reader, "backend", "sim");
    let why = fields.need_word(reader, "why", "what the other one cannot do")?.text.to_owned();
    let backend = reader.choice(backend?, "a backend", &BACKENDS)?;
    Some(Only { backend, why })
}

keys! {
    /// The keys of `known_failure`.
    KNOWN KNOWN_DOCS {
        "why" MUST Takes::Text, "What is wrong, and where that is worked on.";
        "until" MUST Takes::Name, "The last day on which it may fail: `2027-01-31`.";
    }
}

/// `known_failure: { why: …, until: 2027-01-31 }`.
pub(super) fn known_failure(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<KnownFailure> {
    let node = fields.get("known_failure")?;
    let fields = reader.fields(node, "`known_failure`", KNOWN)?;
    let why = fields.need_word(reader, "why", "what is wrong, and where that is worked on");
    let why = why.map(|word| word.text.trim());
    let until = fields.need_word(reader, "until", "2027-01-31")?;
    if !is_day(until.text) {
        let message = format_args!("`{}` is no day of the calendar", until.text);
        reader.tell(Code::WrongWord, until.span, message).help("a day is written `2027-01-31`");
    }
    Some(KnownFailure { why: why?.to_owned(), until: until.text.to_owned(), span: node.span })
}

/// `seed: 42`.
pub(super) fn seed(reader: &mut Reader<'_>, fields: &Fields<'_>) -> u64 {
    fields
        .word(reader, "seed")
        .and_then(|word| whole(reader, word, "a seed", u64::MAX))
        .unwrap_or(SEED)
}

/// `tolerance: 50ms`.
pub(super) fn tolerance(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<Duration> {
    fields.word(reader, "tolerance").and_then(|word| timing::duration(reader, word))
}

/// A whole number up to `most`.
pub(super) fn whole(reader: &mut Reader<'_>, word: Word<'_>, what: &str, most: u64) -> Option<u64> {
    let digits = !word.text.is_empty() && word.text.chars().all(|c| c.is_ascii_digit());
    let number =
        if digits { word.text.parse::<u64>().ok().filter(|number| *number <= most) } else { None };
    if number.is_none() {
        let bound = if digits { format!(" up to {most}") } else { String::new() };
        let message = format_args!("{what} is a whole number{bound}, not `{}`", word.text);
        reader.tell(Code::BadNumber, word.span, message);
    }
    number
}

/// `always: [no-status-after-refusal]`.
pub(super) fn always(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<(Invariant, Span)> {
    let Some(node) = fields.get("always") else { return Vec::new() };
    let mut always = Vec::new();
    for word in reader.words(node, "`always`") {
        if let Some(invariant) = reader.choice(word, "an invariant", &Invariant::ALL) {
            always.push((invariant, word.span));
        }
    }
    always
}

/// `network:` in two parts: what links do, and what CallManager notices.
#[derive(Default)]
pub(super) struct Network {
    pub(super) options: NetworkOptions,
    pub(super) unplugged_noticed_after: Duration,
}

keys! {
    /// The keys of `network`.
    NETWORK NETWORK_DOCS {
        "latency" MAY Takes::Duration, "How long a message takes; 1ms without it.";
        "jitter" MAY Takes::Duration, "How much longer it may take at most, by chance.";
        "loss" MAY Takes::Chance, "How likely a message is lost.";
        "duplication" MAY Takes::Chance, "How likely a message arrives twice.";
        "reordering" MAY Takes::Chance, "How likely a message is overtaken.";
        "unplugged_noticed_after" MAY Takes::Duration, "When CallManager notices that a device is gone (R-24).";
    }
}

/// Where a key of a mapping stands that may also be something else.
pub(super) fn key_of(node: &Node, name: &str) -> Option<Span> {
    let Value::Map(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.text == name).map(|(key, _)| key.span)
}

/// `network: { latency: 2ms, loss: 30% }`.
pub(super) fn network(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Network {
    let mut network = Network::default();
    let fields = fields.get("network").and_then(|node| reader.fields(node, "`network`", NETWORK));
    let Some(fields) = fields else { return network };
    let link = &mut network.options.default;
    time(reader, &fields, "latency", &mut link.latency);
    time(reader, &fields, "jitter", &mut link.jitter);
    chance(reader, &fields, "loss", &mut link.loss);
    chance(reader, &fields, "duplication", &mut link.duplication);
    chance(reader, &fields, "reordering", &mut link.reordering);
    time(reader, &fields, "unplugged_noticed_after", &mut network.unplugged_noticed_after);
    network
}

keys! {
    /// The keys of `timers`.
    TIMERS TIMERS_DOCS {
        "t1" MAY Takes::Duration, "The round-trip time that SIP assumes (RFC 3261); 500ms without it.";
        "t2" MAY Takes::Duration, "The longest time between two retransmissions; 4s without it.";
        "t4" MAY Takes::Duration, "How long a message may stay in the network; 5s without it.";
        "subscribe_expires" MAY Takes::Duration, "The lifetime that watchers ask for, in whole seconds; 3600s without it.";
        "subscribe_delta" MAY Takes::Duration, "How long before its end a subscription is refreshed; 5s without it.";
        "min_expires" MAY Takes::Duration, "The shortest lifetime that a notifier grants, in whole seconds; 60s without it.";
        "max_expires" MAY Takes::Duration, "The longest, in whole seconds; 3600s without it.";
    }
}

/// `timers: { subscribe_expires: 120s }`.
pub(super) fn timers(reader: &mut Reader<'_>, fields: &Fields<'_>) -> SipTimers {
    let mut timers = SipTimers::default();
    let fields = fields.get("timers").and_then(|node| reader.fields(node, "`timers`", TIMERS));
    let Some(fields) = fields else { return timers };
    time(reader, &fields, "t1", &mut timers.t1);
    time(reader, &fields, "t2", &mut timers.t2);
    time(reader, &fields, "t4", &mut timers.t4);
    time(reader, &fields, "subscribe_delta", &mut timers.subscribe_delta);
    seconds(reader, &fields, "subscribe_expires", &mut timers.subscribe_expires);
    seconds(reader, &fields, "min_expires", &mut timers.min_expires);
    seconds(reader, &fields, "max_expires", &mut timers.max_expires);
    for (key, value) in [("t1", timers.t1), ("t2", timers.t2)] {
        if let (Some((_, node)), Duration::ZERO) = (fields.entry(key), value) {
            reader.tell(
                Code::BadDuration,
                node.span,
                format_args!("`{key}` must be more than nothing"),
            );
        }
    }
    timers
}

fn time(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str, into: &mut Duration) {
    if let Some(duration) = fields.word(reader, key).and_then(|word| timing::duration(reader, word))
    {
        *into = duration;
    }
}

fn chance(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str, into: &mut Chance) {
    if let Some(chance) = fields.word(reader, key).and_then(|word| chance_of(reader, word)) {
        *into = chance;
    }
}

/// A chance, or a diagnostic.
pub(super) fn chance_of(reader: &mut Reader<'_>, word: Word<'_>) -> Option<Chance> {
    match words::chance(word.text) {
        Ok(chance) => Some(chance),
        Err(message) => {
            reader.tell(Code::BadNumber, word.span, format_args!("{message}"));
            None
        }
    }
}

/// `Expires` travels in whole seconds.
fn seconds(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &str, into: &mut u32) {
    let Some(word) = fields.word(reader, key) else { return };
    let Some(duration) = timing::duration(reader, word) else { return };
    let whole = duration.as_micros() % 1_000_000 == 0 && duration.as_secs() > 0;
    match u32::try_from(duration.as_secs()) {
        Ok(seconds) if whole => *into = seconds,
        _ => {
            let message = format_args!("`{key}` is a number of whole seconds from 1s on");
            reader.tell(Code::BadDuration, word.span, message);
        }
    }
}

/// What CallManager would not accept, as a diagnostic.
pub(super) fn problem(place: Place, problem: &Problem) -> Diagnostic {
    let rule = problem.rule.map(|rule| format!(" ({rule})")).unwrap_or_default();
    let severity = match problem.code.severity() {
        cluster::Severity::Error => Severity::Error,
        // It works, and a scenario may be about just that.
        cluster::Severity::Warning => Severity::Warning,
    };
    let message = format!("{}{rule}", problem.sentence);
    let diagnostic = Diagnostic::error(Code::BadCluster, place, message);
    Diagnostic { severity, ..diagnostic }.maybe_help(problem.help.clone())
}
