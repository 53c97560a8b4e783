//! Other settings of those outside, in the text of a file: what no act of a run can change.

use super::super::lower::load;
use super::super::sources::Sources;
use super::super::yaml::{Node, Value, parse};
use super::steps::Own;
use super::text::{Cut, entries, entry, flow, pair};
use super::{told, tree};
use std::sync::Arc;

/// The text of a file in which those outside have other settings: those that `said` gives, as
/// `change` gives those of a cluster, `{ outside: { Server: { type: proxy, presentities: None } } }`.
/// `None`, `{}` and `[]` take a setting out; of credentials, an empty text keeps what stands there.
/// Everything else stays byte for byte.
///
/// # Errors
/// Why the file cannot say that.
pub fn with_settings(
    sources: &dyn Sources,
    path: &str,
    text: &str,
    said: &str,
) -> Result<String, String> {
    let mut log = Vec::new();
    let wishes = parse(&Arc::from(""), said, &mut log).filter(|_| log.is_empty());
    let wishes = wishes.ok_or_else(|| told(&log))?;
    let all = entry(&wishes, "outside").map_or(&[][..], |(_, _, all)| entries(all));
    let mut now = text.to_owned();
    for (name, settings) in all {
        for (key, value) in entries(settings) {
            now = with_setting(&now, &name.text, &key.text, value).ok_or_else(|| {
                ["`", &name.text, "` does not stand in this file: change it where it does"].concat()
            })?;
        }
    }
    let read = load(&Own { sources, path, text: &now }, path);
    read.map_err(|wrong| told(&wrong))?;
    Ok(now)
}

/// The text with one setting of one who is outside; `None` where that one does not stand in it.
fn with_setting(text: &str, name: &str, key: &str, value: &Node) -> Option<String> {
    let root = tree(text)?;
    let (_, _, all) = entry(&root, "outside")?;
    let (_, own, map) = entry(all, name)?;
    let old = entry(map, key);
    let cut = Cut(text);
    match (old, unset(value)) {
        (None, true) => Some(text.to_owned()),
        (Some((at, ..)), true) => cut.without_entry(map, at),
        (Some((at, _, old)), false) => cut.with_entry(map, at, key, &merged(value, old)),
        (None, false) => cut.add(Some(own), map, &pair(key, &flow(value))),
    }
}

fn unset(value: &Node) -> bool {
    match &value.value {
        Value::Text { text, .. } => text == "None",
        Value::Map(all) => all.is_empty(),
        Value::List(all) => all.is_empty(),
        Value::Nothing | Value::Broken => true,
    }
}

/// A value in which each empty text is what stood there.
fn merged(value: &Node, old: &Node) -> String {
    let kept = |key: &str, own: &Node| match &own.value {
        Value::Text { text, .. } if text.is_empty() => entry(old, key).map(|(_, _, old)| flow(old)),
        _ => None,
    };
    if !entries(value).iter().any(|(key, own)| kept(&key.text, own).is_some()) {
        return flow(value);
    }
    let parts = entries(value)
        .iter()
        .map(|(key, own)| pair(&key.text, &kept(&key.text, own).unwrap_or_else(|| flow(own))));
    ["{ ", &parts.collect::<Vec<_>>().join(", "), " }"].concat()
}
