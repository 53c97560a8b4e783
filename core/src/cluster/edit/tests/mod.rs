mod groups;
mod laws;
mod mobility;
mod pending;
mod random;
mod refusals;
mod save;

use super::*;
use crate::cluster::sample::{add, change, configuration};
use crate::cluster::{BlfValue, Noun};
use crate::rules::RuleId;

fn text(text: &str) -> Value {
    Value::text(text)
}

/// Applies an edit that must succeed.
fn apply(c: &mut Configuration, edit: &Edit) -> Applied {
    match c.apply(edit) {
        Ok(applied) => applied,
        Err(refusal) => panic!("{refusal}"),
    }
}

fn delete(objects: &[Object]) -> Edit {
    Edit::Delete { objects: objects.to_vec(), confirmed: true }
}

fn group(name: &str) -> Object {
    Object::PresenceGroup(name.to_owned())
}

fn phone(name: &str) -> Object {
    Object::Phone(name.to_owned())
}

fn find(noun: Noun, looks_at: LooksAt, comparison: Comparison, with: &str) -> Edit {
    let criteria = vec![Criterion { looks_at, comparison, text: with.to_owned() }];
    Edit::Find { noun, criteria }
}

/// The rules of the warnings.
fn warned(applied: &Applied) -> Vec<RuleId> {
    applied.warnings.iter().map(|warning| warning.rule).collect()
}

/// Device, place, saved and active value of everything that waits.
fn waits(c: &Configuration) -> Vec<String> {
    let told = |p: Pending| {
        let device = p.device.name().unwrap_or_default().to_owned();
        format!("{device}: {} `{}`, acts `{}`", p.path.file_path(), p.saved, p.active)
    };
    c.pending().into_iter().map(told).collect()
}
