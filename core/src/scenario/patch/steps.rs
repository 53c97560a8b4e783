//! What was done in a run, as steps of its file.

use super::super::fmt::write_scalar;
use super::super::lower::{is_fault, load};
use super::super::model::Scenario;
use super::super::player::due_after;
use super::super::sources::{SourceError, Sources, text_of};
use super::super::yaml::{Key, Node, Value};
use super::text::{Cut, entry, flow};
use super::tree;
use crate::secret::Secret;
use crate::time::Instant;
use std::sync::Arc;

/// The file of a scenario with what a user did in a run of it, each with its moment. `text` is the
/// file that `scenario` was read from.
///
/// An act is a sentence of `do` or of `fault`, or `change` with what stands under it:
/// `change { phones: { Phone A: { subscribe_css: Everyone } } }`. It comes after all that happens at
/// its moment, so that its step stands below those of the same time.
///
/// A fault leaves the run as it is: it becomes a step among the others. From the first act on that
/// is none the run is the user's: later steps of the file are taken out, and with them each check
/// that had not been made by then. What a whole run of the file was to show (`covers`) goes too,
/// where anything was taken out.
///
/// A check that is left may name what only a later step of the file would have added: where the new
/// text is not read for that, all checks of the file go.
///
/// Without acts it is the same text. `None`: the text is not what the scenario was read from, or
/// nothing that can be read comes of it.
pub fn with_acts(
    sources: &dyn Sources,
    scenario: &Scenario,
    text: &str,
    acts: &[(Instant, &str)],
) -> Option<String> {
    let faults = acts.iter().take_while(|(_, act)| is_fault(act)).count();
    let (faults, acts) = acts.split_at(faults);
    if faults.is_empty() {
        return taken_over(sources, scenario, text, acts);
    }
    let text = disturbed(scenario, text, faults)?;
    let own = Own { sources, path: &scenario.file, text: &text };
    taken_over(sources, &load(&own, own.path).ok()?, &text, acts)
}

/// The text with a step for each fault, below those of its moment.
pub(super) fn disturbed(
    scenario: &Scenario,
    text: &str,
    faults: &[(Instant, &str)],
) -> Option<String> {
    let mut now = text.to_owned();
    // From the last one on: the places of those before it stay as they are.
    for (at, fault) in faults.iter().rev() {
        let place = scenario.steps.iter().take_while(|step| step.at <= *at).count();
        if let Some(next) = scenario.steps.get(place) {
            now = without_after(&now, place, next.at)?;
        }
        let root = tree(&now)?;
        let (key, list, items) = steps(&root)?;
        let new = step(*at, fault, in_lines(&now, items));
        now = Cut(&now).insert(key, list, place, &new)?;
    }
    Some(now)
}

/// The text in which a step says its own moment, if it counted from the step above.
fn without_after(text: &str, place: usize, at: Instant) -> Option<String> {
    let root = tree(text)?;
    let (_, _, items) = steps(&root)?;
    let item = items.get(place)?;
    match entry(item, "after") {
        Some((after, ..)) => Cut(text).with_entry(item, after, "at", &moment(at)),
        None => Some(text.to_owned()),
    }
}

/// The text with a step for each act, and without what a run that is the user's does not come to.
fn taken_over(
    sources: &dyn Sources,
    scenario: &Scenario,
    text: &str,
    acts: &[(Instant, &str)],
) -> Option<String> {
    let Some((first, _)) = acts.first() else { return Some(text.to_owned()) };
    let added = added(scenario, text, acts)?;
    let kept = scenario.steps.iter().filter(|step| step.at <= *first).count();
    let cut = without(&added, kept, scenario.steps.len())?;
    let with_checks = |made: Instant| {
        let checked = without_checks(scenario, &cut, made, kept)?;
        let anything = checked.len() < added.len();
        let new = if anything { without_covers(&checked)? } else { checked };
        let own = Own { sources, path: &scenario.file, text: &new };
        load(&own, own.path).is_ok().then_some(new)
    };
    // A check is made at its moment or later: before all time, none is.
    with_checks(*first).or_else(|| with_checks(Instant::from_micros(-1)))
}

/// The text with a step for each act, below all others.
fn added(scenario: &Scenario, text: &str, acts: &[(Instant, &str)]) -> Option<String> {
    let root = tree(text)?;
    let (_, list, items) = steps(&root)?;
    (scenario.steps.len() == items.len()).then_some(())?;
    let block = in_lines(text, items);
    let new: Vec<String> = acts.iter().map(|(at, act)| step(*at, act, block)).collect();
    Cut(text).push(list, &new)
}

/// Sources in which one file has another text.
pub(super) struct Own<'a> {
    pub(super) sources: &'a dyn Sources,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
}

impl Sources for Own<'_> {
    fn read(&self, path: &str) -> Result<Arc<str>, SourceError> {
        if path == self.path { text_of(self.text.as_bytes()) } else { self.sources.read(path) }
    }

    fn env(&self, name: &str) -> Option<Secret> {
        self.sources.env(name)
    }

    fn secret(&self, path: &str) -> Result<Secret, SourceError> {
        self.sources.secret(path)
    }
}

/// The list of steps with its key and its items.
fn steps(root: &Node) -> Option<(&Key, &Node, &[Node])> {
    let (_, key, list) = entry(root, "steps")?;
    match &list.value {
        Value::List(items) => Some((key, list, items)),
        _ => None,
    }
}

/// Whether the steps of a file have a line for each of their keys.
fn in_lines(text: &str, items: &[Node]) -> bool {
    items.iter().any(|item| entry(item, "do").is_some() && !Cut(text).is_flow(item))
}

/// A step; `block`: with a line for each of its keys.
fn step(at: Instant, act: &str, block: bool) -> String {
    let act = act.trim();
    let (verb, what) = match act.strip_prefix("change ") {
        Some(change) => ("change", tree(change).map_or(change.to_owned(), |node| flow(&node))),
        None if is_fault(act) => ("fault", write_scalar(act, true)),
        None => ("do", write_scalar(act, true)),
    };
    let (open, between, close) = if block { ("", "\n", "") } else { ("{ ", ", ", " }") };
    [open, "at: ", &moment(at), between, verb, ": ", &what, close].concat()
}

/// `3.2s`: seconds with as many decimals as it needs.
fn moment(at: Instant) -> String {
    let text = at.to_string();
    let number = text.trim_end_matches('s').trim_end_matches('0').trim_end_matches('.');
    [number, "s"].concat()
}

/// The text without the steps from one on up to another.
fn without(text: &str, from: usize, to: usize) -> Option<String> {
    if from == to {
        return Some(text.to_owned());
    }
    let root = tree(text)?;
    let (_, list, items) = steps(&root)?;
    let start = |at: usize| Cut(text).item_start(list, items.get(at)?);
    Some(Cut(text).replaced(start(from)?..start(to)?, ""))
}

/// The text without the checks of the first `kept` steps that were still to be made at `first`.
fn without_checks(scenario: &Scenario, text: &str, first: Instant, kept: usize) -> Option<String> {
    let mut now = text.to_owned();
    let mut late = due_after(scenario, first);
    while let Some((step, expectation)) = late.pop() {
        if step < kept {
            now = without_check(&now, step, expectation)?;
        }
    }
    Some(now)
}

/// The text without one check. The last one of a step takes the step along, unless the time of
/// another counts from it.
pub(super) fn without_check(text: &str, step: usize, expectation: usize) -> Option<String> {
    let root = tree(text)?;
    let (_, list, items) = steps(&root)?;
    let item = items.get(step)?;
    let (at, _, checks) = entry(item, "expect")?;
    match &checks.value {
        Value::List(all) if all.len() > 1 => Cut(text).without_item(checks, expectation),
        _ => without_step(text, list, items, step, (at, LATE)),
    }
}

/// The text without a step; where the time of another counts from it, it says something in place of
/// the entry that is given.
pub(super) fn without_step(
    text: &str,
    list: &Node,
    items: &[Node],
    step: usize,
    (at, words): (usize, &str),
) -> Option<String> {
    if items.iter().any(|item| entry(item, "after").is_some()) {
        return Cut(text).with_entry(items.get(step)?, at, "say", words);
    }
    Cut(text).without_item(list, step)
}

/// What a step says whose check was not made.
const LATE: &str = "what was expected here lay further on";

/// The text without what a whole run was to show.
pub(super) fn without_covers(text: &str) -> Option<String> {
    let root = tree(text)?;
    match entry(&root, "covers") {
        Some((at, ..)) => Cut(text).without_entry(&root, at),
        None => Some(text.to_owned()),
    }
}
