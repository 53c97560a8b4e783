//! What an administrator is told, shown and offered.

mod field;
#[cfg(test)]
mod form_tests;
mod items;
#[cfg(test)]
mod items_tests;
#[cfg(test)]
mod more_tests;
mod outside;
#[cfg(test)]
mod outside_tests;
mod place;
mod remedy;
#[cfg(test)]
mod remedy_tests;
pub mod sentence;
#[cfg(test)]
mod sites_tests;
#[cfg(test)]
mod tests;

pub use outside::OUTSIDE;
pub(super) use place::{place, watch};
pub(super) use remedy::acts;

use super::run::{NotTaken, Run};
use super::{in_words, refused};
use crate::types::{FormView, KindView, ReasonView, Reply};
use lampfield_core::cluster::{
    Cluster, ConfigPath, Configuration, Edit, Field, Noun, Object, Pending, Refusal, Warning,
    objects, settings_of,
};
use lampfield_core::id::ClusterId;
use lampfield_core::rules::RuleId;

fn reason(rule: RuleId, path: &ConfigPath, sentence: &str, way_out: &str) -> ReasonView {
    ReasonView {
        rule: rule.to_string(),
        sentence: sentence.to_owned(),
        way_out: way_out.to_owned(),
        path: path.to_string(),
    }
}

/// The answer to an act that was taken, with what the one who acted should look at.
pub(super) fn told(reply: Reply, warnings: &[Warning]) -> Reply {
    let Reply::Snapshot { mut snapshot } = reply else { return reply };
    snapshot.told =
        warnings.iter().map(|w| reason(w.rule, &w.path, &w.sentence, &w.help)).collect();
    Reply::Snapshot { snapshot }
}

/// The answer to an act that was not taken.
pub(super) fn not_taken(why: &NotTaken) -> Reply {
    match why {
        NotTaken::Words(_) => refused(&words(why)),
        NotTaken::Refused(refusal) => Reply::Denied { reasons: reasons(refusal) },
    }
}

fn reasons(refusal: &Refusal) -> Vec<ReasonView> {
    let view = |r: &Refusal| reason(r.rule, &r.path, &r.sentence, &r.way_out);
    refusal.reasons().map(view).collect()
}

/// Why an act was not taken, in one line.
pub(super) fn words(why: &NotTaken) -> String {
    match why {
        NotTaken::Words(told) => told.iter().map(in_words).collect::<Vec<_>>().join("; "),
        NotTaken::Refused(refusal) => {
            let words = |r: &Refusal| format!("{} ({})", r.sentence, r.rule);
            refusal.reasons().map(words).collect::<Vec<_>>().join("; ")
        }
    }
}

/// A cluster by its name; the first where none is named.
fn cluster_named<'a>(run: &'a Run, name: &str) -> Option<(ClusterId, &'a Configuration)> {
    let site = run.player().site();
    let found = site.clusters().find(|(_, cluster)| name.is_empty() || cluster.name == name);
    let (id, _) = found?;
    Some((id, run.player().configuration(id)?))
}

/// The name by which an edit names a cluster: empty where there is only one.
pub(super) fn own_name(run: &Run, cluster: &Cluster) -> String {
    let one = run.player().site().cluster_count() == 1;
    if one { String::new() } else { cluster.name.clone() }
}

/// Where the menu has the objects of a kind.
fn menu(noun: Noun) -> String {
    ConfigPath::new(noun.object(""), Field::Whole).to_string()
}

fn waits(pending: &[Pending], name: &str) -> String {
    let of = pending.iter().filter(|p| p.device.name() == Some(name));
    let words = |p: &Pending| {
        let setting = p.path.field.words().map_or("", |(word, _)| word);
        format!("{setting}: {}", if p.active.is_empty() { "None" } else { &p.active })
    };
    of.map(words).collect::<Vec<_>>().join("; ")
}

/// Every kind of object of every cluster, with its objects.
pub(super) fn kinds(run: &Run) -> Vec<KindView> {
    let mut all = Vec::new();
    for (id, cluster) in run.player().site().clusters() {
        let Some(own) = run.player().configuration(id) else { continue };
        let pending = own.pending();
        for noun in Noun::ALL {
            let device = matches!(noun, Noun::Phone | Noun::Trunk);
            let object = |object: &Object| {
                let name = object.name().unwrap_or_default();
                let waits = if device { waits(&pending, name) } else { String::new() };
                (name.to_owned(), waits)
            };
            all.push(KindView {
                cluster: own_name(run, cluster),
                table: noun.table().to_owned(),
                word: noun.word().to_owned(),
                plural: noun.plural().to_owned(),
                menu: menu(*noun),
                named: noun.has_names(),
                objects: objects(own.saved(), *noun).iter().map(object).collect(),
            });
        }
    }
    all
}

/// The form of an object, or of a new one; `None` where there is no such object.
pub(super) fn form(run: &Run, cluster: &str, table: &str, name: &str) -> Option<FormView> {
    if table == OUTSIDE {
        return outside::form(run, name);
    }
    let noun = Noun::in_table(table)?;
    let object = noun.object(name);
    let new = name.is_empty() && noun.has_names();
    let site = run.player().site();
    let mut fitting = site.clusters().filter(|(_, c)| cluster.is_empty() || c.name == cluster);
    let own = fitting.find_map(|(id, _)| {
        let own = run.player().configuration(id)?;
        (new || objects(own.saved(), noun).contains(&object)).then_some(own)
    });
    let own = own?;
    let saved = own.saved();
    let pending = own.pending();
    let menu = menu(noun);
    let items = if new { items::Items::default() } else { items::items(saved, &object) };
    let mut fields = Vec::new();
    for setting in settings_of(noun) {
        let value = if new { setting.read_new(saved) } else { setting.read(saved, &object) };
        let Some(value) = value else { continue };
        let waiting = pending
            .iter()
            .find(|p| p.path.object == object && p.path.field.words() == setting.field.words());
        fields.push(field::field(saved, setting, &value, waiting));
    }
    Some(FormView {
        cluster: own_name(run, saved),
        table: table.to_owned(),
        name: name.to_owned(),
        title: match (new, noun.has_names()) {
            (true, _) => ["New ", noun.word()].concat(),
            (_, true) => name.to_owned(),
            _ => menu.rsplit(" > ").next().unwrap_or_default().to_owned(),
        },
        menu,
        named: noun.has_names(),
        resets: !new && matches!(noun, Noun::Phone | Noun::Trunk),
        fields,
        notes: if new { Vec::new() } else { notes(&object, &pending) },
        buttons: items.buttons,
        unassigned: items.unassigned,
        takes_blf: items.takes_blf,
        users: if new { Vec::new() } else { users(own, &object) },
    })
}

/// What waits in what an object uses.
fn notes(object: &Object, pending: &[Pending]) -> Vec<String> {
    let elsewhere = pending.iter().filter(|p| p.device == *object && p.path.object != *object);
    elsewhere
        .map(|p| format!("{}: saved {}, active {} ({})", p.path, p.saved, p.active, p.acts))
        .collect()
}

/// Dependency records: who uses an object, or why that is not told.
fn users(own: &Configuration, object: &Object) -> Vec<String> {
    if object.name().is_none() {
        return Vec::new();
    }
    match own.clone().apply(&Edit::DependencyRecords { object: object.clone() }) {
        Ok(applied) => {
            let all = applied.dependents.unwrap_or_default();
            all.iter().map(ToString::to_string).collect()
        }
        Err(refusal) => refusal.reasons().map(|r| format!("{} ({})", r.sentence, r.rule)).collect(),
    }
}
