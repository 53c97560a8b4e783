//! What would change a decision: found by trying each change that could, never by guessing.

mod candidates;

use super::Remedy;
use super::edit::Edit;
use super::names::Names;
use crate::cluster::{Cluster, ConfigPath, Field, Noun, Object, Setting, Value, settings_of};
use crate::gather::Gather;
use crate::order;
use crate::presence::routing::RouteIndex;
use crate::presence::{Answer, Decision, Found, NoRecord, Outcome, Question, Way, decide};
use crate::rules::RuleId;
use core::mem::{Discriminant, discriminant};

/// Enough for every real question.
const MOST_TRIED: usize = 16;
/// More advice than this is none.
const MOST_TOLD: usize = 4;

/// The changes that help, the one that touches least first. If none makes all well, those that
/// get past what ended the request this time, each with what would end it then.
pub(super) fn remedies(c: &Cluster, d: &Decision) -> Vec<Remedy> {
    if is_well(d.answer, d) {
        return Vec::new();
    }
    let index = RouteIndex::new(c);
    // What would be allowed as it is ended at a far end: no change of the cluster is behind that.
    let q = Question { watcher: d.watcher, way: d.way, target: &d.target, line: None };
    let now = decide(c, &index, &q, &mut NoRecord);
    if is_well(now, d) {
        return Vec::new();
    }
    let edits = candidates::candidates(c, &index, d).into_iter();
    let mut edits: Vec<(usize, Edit)> = edits.map(|edit| (edit.reach(c), edit)).gather();
    order::sort(&mut edits);
    edits.dedup();
    edits.truncate(MOST_TRIED);
    let mut copy = c.clone();
    let tried: Vec<(Edit, Answer)> =
        edits.into_iter().map(|(_, edit)| (edit, attempt(&mut copy, &index, d, edit))).gather();
    let names = Names(c);
    let cures = || tried.iter().filter(|(_, answer)| is_well(*answer, d)).map(|(edit, _)| *edit);
    // Where it is enough to add a partition, its place does not matter.
    let enough = |edit: &Edit| match *edit {
        Edit::PartitionFirst(css, p) => cures().all(|cure| cure != Edit::AddPartition(css, p)),
        _ => true,
    };
    let mut told = Vec::new();
    let mut remedy = |edit: Edit| {
        let remedy = edit.remedy(&names, d);
        Remedy { settings: settings(c, &mut copy, d, (edit, &remedy.path)), ..remedy }
    };
    let cures = cures().filter(enough).filter(|edit| is_news(&mut told, *edit));
    let mut remedies: Vec<Remedy> = cures.map(&mut remedy).gather();
    if remedies.is_empty() {
        let steps = tried.iter().filter(|(_, answer)| gets_further(*answer, now));
        let steps = steps.filter(|(edit, _)| is_news(&mut told, *edit));
        remedies = steps.map(|(edit, answer)| first_step(remedy(*edit), answer.rule)).gather();
    }
    remedies.truncate(MOST_TOLD);
    remedies
}

/// Whether an edit is another advice than those told: where any SIP trunk would do, one is named.
fn is_news(told: &mut Vec<Discriminant<Edit>>, edit: Edit) -> bool {
    let kind = discriminant(&edit);
    let any_would_do =
        matches!(edit, Edit::AddTrunk(..) | Edit::LeadTo(..) | Edit::AddSipRoutePattern(_));
    let news = !any_would_do || !told.contains(&kind);
    told.push(kind);
    news
}

/// Whether the watcher sees what it was meant to see.
fn is_well(answer: Answer, d: &Decision) -> bool {
    let meant = match d.way {
        Way::BlfSpeedDial { named: Some(named), .. } => {
            answer.found == Some(Found::DirectoryNumber(named))
        }
        _ => true,
    };
    answer.outcome == Outcome::Allowed && meant
}

/// Whether the request then ends for another reason (or at another presentity).
fn gets_further(then: Answer, now: Answer) -> bool {
    now.outcome != Outcome::Allowed && then.rule != now.rule
}

/// What an edit changes of the object at its path.
fn settings(
    c: &Cluster,
    copy: &mut Cluster,
    d: &Decision,
    (edit, path): (Edit, &ConfigPath),
) -> Vec<(Field, Value)> {
    if let (Edit::WatchMember(dn), Field::BlfAt(at)) = (edit, &path.field) {
        return vec![(Field::BlfDirectoryNumber(*at), Value::text(Names(c).dn(dn)))];
    }
    let mut change = edit.change(copy, &d.target);
    change.exchange(copy);
    let changed = |of: &Object| -> Vec<(Field, Value)> {
        let changed = |setting: &Setting| {
            let value = setting.read(copy, of)?;
            let same = setting.read(c, of).as_ref() == Some(&value);
            (!same).then(|| (setting.field.clone(), value))
        };
        settings_of(Noun::of(of)).filter_map(changed).collect()
    };
    let mut settings = changed(&path.object);
    // What a phone acts with is its user's or its profile's, and is tried at the phone.
    if let (true, Some(phone)) = (settings.is_empty(), d.watcher.phone()) {
        settings = changed(&Object::Phone(Names(c).phone(phone).to_owned()));
    }
    change.exchange(copy);
    settings
}

fn first_step(mut remedy: Remedy, then: RuleId) -> Remedy {
    remedy.sentence += &format!(" (the first step: then {then} decides)");
    remedy
}

/// The answer with the change made; the cluster is afterwards as before.
fn attempt(c: &mut Cluster, index: &RouteIndex, d: &Decision, edit: Edit) -> Answer {
    let mut change = edit.change(c, &d.target);
    change.exchange(c);
    let member = match edit {
        Edit::WatchMember(dn) => c.directory_numbers.look_up(dn).map(|dn| dn.number.clone()),
        _ => None,
    };
    let target = member.as_deref().unwrap_or(&d.target);
    let q = Question { watcher: d.watcher, way: d.way, target, line: None };
    let answer = match edit {
        // A new pattern: every other edit leaves the dial plan as the index knows it.
        Edit::AddSipRoutePattern(_) => decide(c, &RouteIndex::new(c), &q, &mut NoRecord),
        _ => decide(c, index, &q, &mut NoRecord),
    };
    change.exchange(c);
    answer
}
