//! `matrix`: values that a file is played with in turn.

use super::super::model::{Axis, Set};
use super::super::yaml::{Fields, Node, Reader, Value, Word};
use super::keys::{Takes, keys};
use super::settings::whole;
use super::{settings, timing};
use crate::diagnostic::Code;
use crate::gather::Gather;
use crate::limits;
use crate::sorted::SortedMap;

const DURATIONS: Takes = Takes::List(&Takes::Duration);
const CHANCES: Takes = Takes::List(&Takes::Chance);

keys! {
    /// The keys of `matrix`: the seed, and what links do.
    KEYS DOCS {
        "seed" MAY Takes::Either(&[Takes::Range, Takes::List(&Takes::Whole)]), "The seeds: `1..50` with both ends, or a list.";
        "latency" MAY DURATIONS, "How long a message takes, one run for each.";
        "jitter" MAY DURATIONS, "How much longer at most, one run for each.";
        "loss" MAY CHANCES, "How likely a message is lost, one run for each.";
        "duplication" MAY CHANCES, "How likely a message arrives twice, one run for each.";
        "reordering" MAY CHANCES, "How likely a message is overtaken, one run for each.";
        "unplugged_noticed_after" MAY DURATIONS, "When CallManager notices that a device is gone, one run for each.";
    }
}

/// `matrix: { seed: 1..50, latency: [5ms, 200ms] }`.
pub(super) fn matrix(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Axis> {
    let Some((key, node)) = fields.entry("matrix") else { return Vec::new() };
    let Some(own) = reader.fields(node, "`matrix`", KEYS) else { return Vec::new() };
    if own.keys().next().is_none() {
        reader
            .tell(Code::Empty, key.span, format_args!("`matrix` names no values"))
            .help("`matrix: { seed: 1..50, latency: [5ms, 200ms] }`");
    }
    let mut axes: Vec<Axis> = Vec::new();
    for name in own.keys().map(|key| key.text.as_str()).filter(|name| KEYS.contains(name)) {
        twice(reader, fields, &own, name);
        // A key that stands twice has its diagnostic.
        if axes.iter().all(|axis| axis.key != name) {
            axes.extend(own.get(name).map(|node| axis(reader, name, node)));
        }
    }
    let count = axes.iter().fold(1_usize, |n, axis| n.saturating_mul(axis.values.len()));
    if let Err(reached) = limits::CASES.check(count) {
        reader.tell(Code::TooMuch, key.span, format_args!("{reached}"));
        return Vec::new();
    }
    axes
}

/// What a matrix sets is not set beside it.
fn twice(reader: &mut Reader<'_>, fields: &Fields<'_>, matrix: &Fields<'_>, name: &str) {
    let beside = match name {
        "seed" => fields.entry("seed").map(|(key, _)| key.span),
        name => fields.get("network").and_then(|node| settings::key_of(node, name)),
    };
    let (Some(span), Some((key, _))) = (beside, matrix.entry(name)) else { return };
    let other = reader.place(span);
    let message = format_args!("`{name}` stands in `matrix` and outside of it");
    reader.tell(Code::Duplicate, key.span, message).also(other, "this value would never be used");
}

fn axis(reader: &mut Reader<'_>, name: &str, node: &Node) -> Axis {
    let values = match (&node.value, name) {
        (Value::Text { text, .. }, "seed") => {
            seeds(reader, Word { text, span: node.span }).unwrap_or_default()
        }
        _ => listed(reader, name, node),
    };
    Axis { key: name.to_owned(), values }
}

/// `1..50`: both ends belong to it.
fn seeds(reader: &mut Reader<'_>, word: Word<'_>) -> Option<Vec<(String, Set)>> {
    let (first, last) = word.text.split_once("..").unwrap_or((word.text, word.text));
    let mut part = |text: &str| {
        let word = Word { text: text.trim(), span: word.span };
        whole(reader, word, "a seed", u64::MAX)
    };
    let (first, last) = (part(first)?, part(last)?);
    let count = last.checked_sub(first).and_then(|n| usize::try_from(n).ok());
    let Some(count) = count else {
        let message = format_args!("seeds go from the smaller to the larger number");
        reader.tell(Code::BadNumber, word.span, message).help("`seed: 1..50`");
        return None;
    };
    if let Err(reached) = limits::CASES.check(count.saturating_add(1)) {
        reader.tell(Code::TooMuch, word.span, format_args!("{reached}"));
        return None;
    }
    Some((first..=last).map(|seed| (seed.to_string(), Set::Seed(seed))).gather())
}

fn listed(reader: &mut Reader<'_>, name: &str, node: &Node) -> Vec<(String, Set)> {
    let what = format!("`{name}`");
    let words = reader.words(node, &what);
    if words.is_empty() && matches!(node.value, Value::List(_)) {
        reader.tell(Code::Empty, node.span, format_args!("{what} names no values"));
    }
    let mut seen = SortedMap::new();
    let mut values = Vec::new();
    for word in words {
        if let Some(first) = seen.insert(word.text, word.span) {
            let message = format_args!("`{}` stands in {what} twice", word.text);
            reader.tell(Code::Duplicate, word.span, message).first(first);
            continue;
        }
        values.extend(set(reader, name, word).map(|set| (word.text.to_owned(), set)));
    }
    values
}

fn set(reader: &mut Reader<'_>, name: &str, word: Word<'_>) -> Option<Set> {
    Some(match name {
        "seed" => Set::Seed(whole(reader, word, "a seed", u64::MAX)?),
        "latency" => Set::Latency(timing::duration(reader, word)?),
        "jitter" => Set::Jitter(timing::duration(reader, word)?),
        "loss" => Set::Loss(settings::chance_of(reader, word)?),
        "duplication" => Set::Duplication(settings::chance_of(reader, word)?),
        "reordering" => Set::Reordering(settings::chance_of(reader, word)?),
        _ => Set::UnpluggedNoticedAfter(timing::duration(reader, word)?),
    })
}
