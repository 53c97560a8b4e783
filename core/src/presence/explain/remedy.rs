//! What would change a decision: found by trying each change that could, never by guessing.

use super::Remedy;
use super::edit::Edit;
use super::names::Names;
use crate::cluster::{Cluster, Permission, Phone};
use crate::id::PhoneId;
use crate::presence::routing::{Number, RouteIndex, Scope};
use crate::presence::{Answer, Decision, Fact, Found, NoRecord, Outcome, Question, Way, decide};
use crate::rules::RuleId;

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
    let mut edits = candidates(c, &index, d);
    edits.sort_by_cached_key(|edit| (edit.reach(c), *edit));
    edits.dedup();
    edits.truncate(MOST_TRIED);
    let mut copy = c.clone();
    let tried: Vec<(Edit, Answer)> =
        edits.into_iter().map(|edit| (edit, attempt(&mut copy, &index, d, edit))).collect();
    let names = Names(c);
    let cures = || tried.iter().filter(|(_, answer)| is_well(*answer, d)).map(|(edit, _)| *edit);
    // Where it is enough to add a partition, its place does not matter.
    let enough = |edit: &Edit| match *edit {
        Edit::PartitionFirst(css, p) => cures().all(|cure| cure != Edit::AddPartition(css, p)),
        _ => true,
    };
    let mut remedies: Vec<Remedy> = cures().filter(enough).map(|e| e.remedy(&names)).collect();
    if remedies.is_empty() {
        let steps = tried.iter().filter(|(_, answer)| gets_further(*answer, d.answer));
        remedies = steps.map(|(edit, answer)| first_step(&names, *edit, answer.rule)).collect();
    }
    remedies.truncate(MOST_TOLD);
    remedies
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

/// Whether the request now ends for another reason (or at another presentity).
fn gets_further(now: Answer, then: Answer) -> bool {
    then.outcome != Outcome::Allowed && now.rule != then.rule
}

fn first_step(names: &Names<'_>, edit: Edit, then: RuleId) -> Remedy {
    let mut remedy = edit.remedy(names);
    remedy.sentence += &format!(" (the first step: then {then} decides)");
    remedy
}

/// The answer with the change made; the cluster is afterwards as before.
fn attempt(c: &mut Cluster, index: &RouteIndex, d: &Decision, edit: Edit) -> Answer {
    let mut change = edit.change(c);
    change.exchange(c);
    let q = Question { watcher: d.watcher, way: d.way, target: &d.target, line: None };
    // No edit here changes a directory number's digits or partition, so the index still holds.
    let answer = decide(c, index, &q, &mut NoRecord);
    change.exchange(c);
    answer
}

/// Changes that touch what ended the request.
fn candidates(c: &Cluster, index: &RouteIndex, d: &Decision) -> Vec<Edit> {
    let Some(id) = d.watcher.phone() else { return Vec::new() };
    let Some(phone) = c.phones.get(id) else { return Vec::new() };
    match (d.answer.outcome, d.answer.rule) {
        (_, RuleId::Watch9) => vec![Edit::EnableCallLists],
        (_, RuleId::Admin3) => buttons(c, d, (id, phone)),
        (Outcome::Refused | Outcome::RefusedByDefault, _) => groups(c, d, (id, phone)),
        // No route, or the wrong presentity.
        (Outcome::NoRoute | Outcome::Allowed, _) => search(c, index, d, (id, phone)),
    }
}

fn buttons(c: &Cluster, d: &Decision, (id, phone): (PhoneId, &Phone)) -> Vec<Edit> {
    let Way::BlfSpeedDial { button, .. } = d.way else { return Vec::new() };
    let needed = usize::from(button);
    let missing = phone.template.and_then(|template| {
        let available = c.button_templates.get(template)?.blf_button_count();
        Some(Edit::AddBlfButtons(template, needed.saturating_sub(available)))
    });
    let fits = c.button_templates.iter().filter(|(_, template)| {
        template.model.as_ref().is_none_or(|model| *model == phone.model)
            && template.blf_button_count() >= needed
    });
    fits.map(|(template, _)| Edit::Template(id, template)).chain(missing).collect()
}

fn groups(c: &Cluster, d: &Decision, (id, phone): (PhoneId, &Phone)) -> Vec<Edit> {
    let Some(Found::DirectoryNumber(number)) = d.answer.found else { return Vec::new() };
    let Some(dn) = c.directory_numbers.get(number) else { return Vec::new() };
    let (from, to) = (phone.presence_group, dn.presence_group);
    let default = d.checks.iter().any(|check| {
        matches!(check.fact, Fact::Permission { permission: Permission::UseSystemDefault, .. })
    });
    let mut edits =
        vec![Edit::Allow(from, to), Edit::NumberGroup(number, from), Edit::PhoneGroup(id, to)];
    if default {
        edits.push(Edit::AllowByDefault);
    }
    edits
}

/// Partitions that have the number, and calling search spaces that reach it.
fn search(
    c: &Cluster,
    index: &RouteIndex,
    d: &Decision,
    (id, phone): (PhoneId, &Phone),
) -> Vec<Edit> {
    let Some(number) = Number::parse(&d.target) else { return Vec::new() };
    let mut edits = Vec::new();
    if let Some(css) = phone.subscribe_css {
        let searched = c.calling_search_spaces.get(css).map_or(&[][..], |css| &css.partitions);
        let named = matches!(d.way, Way::BlfSpeedDial { named: Some(_), .. });
        for (partition, _) in c.partitions.iter() {
            if index.search_partition(Some(partition), &number).is_some() {
                if named {
                    edits.push(Edit::PartitionFirst(css, partition));
                }
                if !searched.contains(&partition) {
                    edits.push(Edit::AddPartition(css, partition));
                }
            }
        }
    }
    for (css, _) in c.calling_search_spaces.iter() {
        let reaches = index.search(&Scope::of(c, Some(css)), &number).is_some();
        if reaches && phone.subscribe_css != Some(css) {
            edits.push(Edit::SubscribeCss(id, css));
        }
    }
    edits
}
