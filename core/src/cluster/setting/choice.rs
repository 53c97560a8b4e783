//! What a form offers for a setting.

use super::{Noun, ValueKind, objects};
use crate::cluster::{Cluster, Object};
use crate::gather::Gather;
use crate::order;

/// One entry of a drop-down list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What an edit says for it.
    pub value: String,
    /// What the list shows. A directory number stands there with its partition, `6002-Partition 3`;
    /// one in the null partition stands alone (ADMIN-7).
    pub shown: String,
}

impl Choice {
    fn plain(word: &str) -> Self {
        Choice { value: word.to_owned(), shown: word.to_owned() }
    }
}

/// What may be chosen for a setting, in the order in which it is offered; for a list, what each of
/// its members may be. Empty where anything may be written.
pub fn choices(c: &Cluster, kind: ValueKind) -> Vec<Choice> {
    let words = |words: &[&str]| words.iter().map(|word| Choice::plain(word)).gather();
    match kind {
        ValueKind::Flag { on, off } => words(&[on, off]),
        ValueKind::Choice(known) => words(known),
        ValueKind::Choices { words: known, .. } => words(known),
        ValueKind::Reference { to, optional } => {
            let none = Choice { value: "None".to_owned(), shown: "<None>".to_owned() };
            let none = optional.then_some(none);
            all_named(c, none.into_iter().gather(), to)
        }
        ValueKind::References(noun) => named(c, noun),
        ValueKind::Route => {
            all_named(c, Vec::new(), &[Noun::Trunk, Noun::RouteGroup, Noun::RouteList])
        }
        ValueKind::Relationships => named(c, Noun::PresenceGroup),
        _ => Vec::new(),
    }
}

/// The objects of several kinds, behind those choices.
fn all_named(c: &Cluster, mut all: Vec<Choice>, nouns: &[Noun]) -> Vec<Choice> {
    nouns.iter().for_each(|noun| all.append(&mut named(c, *noun)));
    all
}

/// The objects of a kind, in the order of their names.
fn named(c: &Cluster, noun: Noun) -> Vec<Choice> {
    // Only what stands in a partition has it in its name.
    let placed = noun == Noun::DirectoryNumber;
    let show = |name: &str| if placed { shown(name) } else { Choice::plain(name) };
    let mut all: Vec<Choice> = objects(c, noun).iter().filter_map(Object::name).map(show).gather();
    order::sort_by(&mut all, |a, b| a.value.cmp(&b.value));
    all
}

fn shown(name: &str) -> Choice {
    let shown = match name.split_once(" in ") {
        Some((number, partition)) => format!("{number}-{partition}"),
        None => name.to_owned(),
    };
    Choice { value: name.to_owned(), shown }
}
