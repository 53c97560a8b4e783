//! Laws that hold for any row of edits, Resets, log-ins and log-outs.

use super::random::Draw;
use super::*;
use crate::cluster::sample::written;
use crate::cluster::{Cluster, objects, settings_of};
use crate::id::{EndUserId, Id, PhoneId};
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
                let effects = done.as_ref().map_or(0, |applied| applied.effects.len());
                let phones = |c: &Cluster| format!("{:?}", c.phones);
                assert!(effects > 0 || phones(&before) == phones(c.active()) || only_text(&before, c.active()));
                told.push(done);
            }
            (told, debug(c.active()))
        };
        prop_assert_eq!(run(), run());
    }
}

/// Whether phones differ in nothing but their descriptions and what they would allow or show after
/// a log-out, which no node acts on.
fn only_text(before: &Cluster, after: &Cluster) -> bool {
    let plain = |c: &Cluster| -> Vec<_> {
        let phones = c.phones.iter().map(|(id, phone)| {
            let mut phone = phone.clone();
            phone.description.clear();
            phone.extension_mobility = false;
            phone.logout_profile = None;
            // What is held back makes no difference: what acts does.
            phone.acting.template_at_reset = None;
            (id, phone)
        });
        phones.collect()
    };
    plain(before) == plain(after)
}
