//! The acts of an administrator that make a change which *Why?* tells of.

use super::{cluster_named, field, own_name, sentence};
use crate::engine::run::Run;
use crate::types::FieldView;
use lampfield_core::cluster::{Cluster, Edit, Noun, Object, objects, setting};
use lampfield_core::presence::{Remedy, Watcher};
use lampfield_core::trace::words;

/// One a line: the settings that were tried, and the Reset of what waits for it then. Empty where
/// they cannot be saved so.
pub(in crate::engine) fn acts(
    run: &Run,
    cluster: &Cluster,
    watcher: Watcher,
    remedy: Remedy,
) -> String {
    let (object, settings) = (remedy.path.object, remedy.settings);
    let Some((_, own)) = cluster_named(run, &cluster.name) else { return String::new() };
    let mut tried = own.clone();
    let named = own_name(run, cluster);
    let mut acts = Vec::new();
    if !settings.is_empty() {
        let noun = Noun::of(&object);
        let new = !objects(own.saved(), noun).contains(&object);
        let parts: Vec<_> = settings.iter().map(|(part, _)| part.clone()).collect();
        let edit = match new {
            true => Edit::Add { object: object.clone(), settings },
            false => Edit::Change { object: object.clone(), settings },
        };
        if tried.apply(&edit).is_err() {
            return String::new();
        }
        let saved = tried.saved();
        let whole = parts.iter().filter_map(|part| {
            let setting = setting(noun, part)?;
            Some(field::field(saved, setting, &setting.read(saved, &object)?, None))
        });
        let whole: Vec<FieldView> = whole.collect();
        let (table, name) = (noun.table(), object.name().unwrap_or_default());
        acts.push(sentence::save(&named, table, name, new, &whole.iter().collect::<Vec<_>>()));
    } else if !matches!(object, Object::Phone(_) | Object::Trunk(_)) {
        return String::new();
    }
    let watcher_name = words::watcher_name(cluster, watcher).to_owned();
    let asks = match watcher {
        Watcher::Trunk(_) => Object::Trunk(watcher_name),
        _ => Object::Phone(watcher_name),
    };
    let pending = tried.pending();
    for device in [&object, &asks] {
        let reset = sentence::reset(&named, device.name().unwrap_or_default());
        if pending.iter().any(|waits| waits.device == *device) && !acts.contains(&reset) {
            acts.push(reset);
        }
    }
    acts.join("\n")
}
