//! Laws that hold for any row of edits, Resets, log-ins and log-outs.

use super::random::Draw;
use super::*;
use crate::cluster::sample::written;
use crate::cluster::{Cluster, SecurityProfile, objects, settings_of};
use crate::id::{EndUserId, Id, PhoneId, TrunkId};
use proptest::prelude::*;
use std::sync::Arc;

/// One thing that happens, drawn.
fn happen(c: &mut Configuration, draw: &mut Draw) -> Result<Applied, Refusal> {
    let phone = PhoneId::from_index(draw.below(c.saved().phones.capacity()));
    let user = EndUserId::from_index(draw.below(c.saved().end_users.capacity()));
    match draw.below(12) {
        0 => c.log_in(phone, user),
        1 => c.log_out(phone),
        2 => {
            let all = devices(c.saved());
            c.reset(&[all[draw.below(all.len())].clone()])
        }
        3 => {
            let noun = Noun::ALL[draw.below(Noun::ALL.len())];
            c.apply(&Edit::Find { noun, criteria: Vec::new() })
        }
        _ => {
            let edit = draw.edit(c.saved());
            c.apply(&edit)
        }
    }
}

/// Everything that can be Reset, with one that cannot where there is none.
fn devices(c: &Cluster) -> Vec<Object> {
    let nouns = [Noun::Phone, Noun::Trunk, Noun::ButtonTemplate, Noun::SecurityProfile];
    let mut all: Vec<Object> = nouns.into_iter().flat_map(|noun| objects(c, noun)).collect();
    all.push(group("Board"));
    all
}

fn reset_all(c: &mut Configuration) {
    let mut all = objects(c.saved(), Noun::Phone);
    all.extend(objects(c.saved(), Noun::Trunk));
    c.reset(&all).unwrap();
}

fn debug(c: &Cluster) -> String {
    format!("{c:?}")
}

/// What an edit is taken back with.
fn inverse(before: &Cluster, edit: &Edit) -> Edit {
    let all = |object: &Object| -> Vec<(Field, Value)> {
        let settings = settings_of(Noun::of(object));
        settings.filter_map(|s| Some((s.field.clone(), s.read(before, object)?))).collect()
    };
    match edit {
        Edit::Add { object, .. } => delete(std::slice::from_ref(object)),
        Edit::Copy { object, name } => delete(&[object.renamed(name)]),
        Edit::Rename { object, name } => {
            let back = object.name().unwrap_or_default().to_owned();
            Edit::Rename { object: object.renamed(name), name: back }
        }
        Edit::Delete { objects: deleted, .. } => {
            let adds = deleted
                .iter()
                .map(|object| Edit::Add { object: object.clone(), settings: all(object) });
            // Permissions toward a deleted group went with it.
            let groups = objects(before, Noun::PresenceGroup);
            let groups = groups.into_iter().filter(|group| !deleted.contains(group));
            let permissions = groups.map(|object| Edit::Change { settings: all(&object), object });
            Edit::Together(adds.chain(permissions).collect())
        }
        Edit::Change { object, .. } => {
            Edit::Change { object: object.clone(), settings: all(object) }
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_refused_changes_nothing(seed: u64) {
        let mut draw = Draw::new(seed);
        let mut c = configuration();
        for _ in 0..40 {
            let (saved, active, pending) = (c.saved().clone(), c.active().clone(), c.pending());
            if happen(&mut c, &mut draw).is_err() {
                prop_assert!(Arc::ptr_eq(&saved, c.saved()) && Arc::ptr_eq(&active, c.active()));
                prop_assert_eq!(pending, c.pending());
            }
        }
    }

    #[test]
    fn an_edit_and_its_inverse_leave_what_was_saved(seed: u64) {
        let mut draw = Draw::new(seed);
        let mut c = configuration();
        for _ in 0..40 {
            let before = c.saved().clone();
            let mut tried = c.clone();
            let edit = draw.edit(&before);
            if tried.apply(&edit).is_ok() {
                let back = inverse(&before, &edit);
                if let Err(refusal) = tried.apply(&back) {
                    // What acts still keeps what it was given: only a deletion can wait for that.
                    prop_assert_eq!(refusal.rule, RuleId::Admin2, "{:?}\n{}", edit, refusal);
                    continue;
                }
                prop_assert_eq!(written(tried.saved()), written(&before), "{:?}", edit);
            }
            let _ = happen(&mut c, &mut draw);
        }
    }

    #[test]
    fn pending_is_empty_exactly_when_a_reset_would_change_nothing(seed: u64) {
        let mut draw = Draw::new(seed);
        let mut c = configuration();
        for _ in 0..40 {
            let _ = happen(&mut c, &mut draw);
            let mut reset = c.clone();
            reset_all(&mut reset);
            prop_assert_eq!(reset.pending(), []);
            let same = reset.devices == c.devices;
            prop_assert_eq!(c.pending().is_empty(), same, "{:?}", c.pending());
            if same {
                prop_assert_eq!(debug(reset.active()), debug(c.active()));
            }
        }
    }

    #[test]
    fn after_every_reset_and_log_out_the_active_is_that_of_a_start(seed: u64) {
        let mut draw = Draw::new(seed);
        let mut c = configuration();
        for _ in 0..60 {
            let _ = happen(&mut c, &mut draw);
        }
        reset_all(&mut c);
        for phone in 0..c.saved().phones.capacity() {
            let _ = c.log_out(PhoneId::from_index(phone));
        }
        let fresh = Configuration::new(Cluster::clone(c.saved()));
        prop_assert_eq!(debug(c.active()), debug(fresh.active()));
        prop_assert_eq!(c.pending(), []);
    }

    #[test]
    fn effects_tell_of_every_difference_and_the_same_row_gives_the_same(seed: u64) {
        let run = || {
            let mut draw = Draw::new(seed);
            let mut c = configuration();
            let mut told = Vec::new();
            for _ in 0..40 {
                let before = c.active().clone();
                let done = happen(&mut c, &mut draw);
                let effects = done.as_ref().map_or(&[][..], |applied| &applied.effects);
                tells_of_every_phone(&before, c.active(), effects);
                tells_of_every_trunk(&before, c.active(), effects);
                told.push(done);
            }
            (told, debug(c.active()))
        };
        prop_assert_eq!(run(), run());
    }
}

/// Each phone that acts otherwise has an effect of its own.
fn tells_of_every_phone(before: &Cluster, after: &Cluster, effects: &[Effect]) {
    for id in (0..after.phones.capacity()).map(PhoneId::from_index) {
        let told = effects.iter().any(|effect| match *effect {
            Effect::PhoneRemoved(own)
            | Effect::PhoneAdded(own)
            | Effect::PhoneIdentity(own)
            | Effect::PhoneMobility(own)
            | Effect::PhoneWatcher(own)
            | Effect::PhoneLines(own)
            | Effect::PhoneButtons(own)
            | Effect::PhoneReset(own) => own == id,
            _ => false,
        });
        let same = phone_as_nodes_see_it(before, id) == phone_as_nodes_see_it(after, id);
        assert!(told || same, "{id:?}: {effects:?}");
    }
}

/// A phone without what no node acts on: its description, and what it would allow or show after a
/// log-out; with the buttons that act.
fn phone_as_nodes_see_it(c: &Cluster, id: PhoneId) -> Option<impl PartialEq> {
    let mut phone = c.phones.get(id)?.clone();
    let buttons = phone.acting.template_at_reset.take().or_else(|| {
        let template = c.button_templates.get(phone.template?)?;
        Some(template.buttons.clone())
    });
    phone.description.clear();
    phone.extension_mobility = false;
    phone.logout_profile = None;
    Some((phone, buttons))
}

/// Each trunk that acts otherwise likewise.
fn tells_of_every_trunk(before: &Cluster, after: &Cluster, effects: &[Effect]) {
    for id in (0..after.trunks.capacity()).map(TrunkId::from_index) {
        let told = effects.iter().any(|effect| match *effect {
            Effect::TrunkRemoved(own)
            | Effect::TrunkAdded(own)
            | Effect::TrunkChanged(own)
            | Effect::TrunkReset(own) => own == id,
            _ => false,
        });
        let seen = |c: &Cluster| {
            let mut trunk = c.trunks.get(id)?.clone();
            trunk.description.clear();
            let accepts = trunk.sip().and_then(|sip| c.profile_in_force(sip)).cloned();
            let boxes = accepts.map(|profile| SecurityProfile {
                name: String::new(),
                description: String::new(),
                ..profile
            });
            if let Some(sip) = trunk.sip_mut() {
                sip.profile_at_reset = None;
            }
            Some((trunk, boxes))
        };
        assert!(told || seen(before) == seen(after), "{id:?}: {effects:?}");
    }
}

#[test]
fn edits_that_are_drawn_are_applied_and_refused_in_every_kind() {
    let mut seen = std::collections::BTreeMap::new();
    let mut draw = Draw::new(7);
    for _ in 0..60 {
        let mut c = configuration();
        for _ in 0..40 {
            let edit = draw.edit(c.saved());
            let kind = match &edit {
                Edit::Add { .. } => "add",
                Edit::Copy { .. } => "copy",
                Edit::Rename { .. } => "rename",
                Edit::Delete { .. } => "delete",
                _ => "change",
            };
            let (applied, refused) = seen.entry(kind).or_insert((0, 0));
            match c.apply(&edit) {
                Ok(_) => *applied += 1,
                Err(_) => *refused += 1,
            }
        }
    }
    assert_eq!(seen.len(), 5);
    assert!(seen.values().all(|(applied, refused)| *applied > 20 && *refused > 20), "{seen:?}");
}
