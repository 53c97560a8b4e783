//! What a class works through on paper, with the engine's answers, and the checklist of the chapter
//! held against the open cluster.

use super::{gallery, sentence, ticket};
use crate::engine::Open;
use crate::messages as t;
use crate::types::{Reply, RowView, SheetView};
use lampfield_core::cluster::{Cluster, DefaultPermission};
use lampfield_core::id::ClusterId;
use lampfield_core::scenario::{Lesson, Part, PlayOptions, Player, load_lesson};
use std::sync::Arc;

/// At most so many tickets on a sheet.
const TICKETS: u32 = 60;

/// The sheet of a lesson, or, without one, of the tickets from one seed to another.
pub(in crate::engine) fn sheet(number: u32, first: u32, last: u32) -> SheetView {
    let item = super::items().into_iter().find(|item| item.number == number);
    if let Some(item) = item {
        let rows = load_lesson(&gallery::sources(), &item.path);
        let rows = rows.map(|lesson| questions(&lesson, &item.text)).unwrap_or_default();
        return SheetView { title: t::lesson_title(number, &item.name), rows };
    }
    let last = last.clamp(first, first.saturating_add(TICKETS - 1));
    SheetView { title: t::TICKETS.to_owned(), rows: (first..=last).map(ticket::row).collect() }
}

/// The questions and goals of a lesson, answered by a run of it.
fn questions(lesson: &Lesson, text: &str) -> Vec<RowView> {
    let mut rows = Vec::new();
    let Ok(mut player) = Player::new(Arc::clone(&lesson.scenario), PlayOptions::default()) else {
        return rows;
    };
    for part in &lesson.parts {
        match part {
            Part::Predict(question) => {
                let at = question.steps.end.checked_sub(1);
                let at = at.and_then(|at| lesson.scenario.steps.get(at)).map(|step| step.at);
                while player.next_at().is_some_and(|next| Some(next) <= at) {
                    player.step();
                }
                let answer = player.answer(&question.question);
                rows.push(RowView {
                    title: question.ask.clone(),
                    lines: question.choices.iter().map(|choice| choice.to_string()).collect(),
                    answer: answer.map(|answer| answer.to_string()).unwrap_or_default(),
                    note: question.why.clone(),
                });
            }
            Part::Goal(goal) => {
                let steps = lesson.scenario.steps.get(goal.solution.clone()).unwrap_or_default();
                let words: Vec<_> = steps.iter().filter_map(|step| sentence(step, text)).collect();
                let title = goal.task.clone();
                rows.push(RowView { title, note: words.join("; "), ..RowView::default() });
            }
            _ => {}
        }
    }
    rows
}

impl Open {
    /// The nine steps of the checklist (ADMIN-10), as far as they are done in the first cluster.
    pub(in crate::engine) fn tour(&self) -> Reply {
        let player = self.run.player();
        let saved = player.configuration(ClusterId(0)).map(|own| Arc::clone(own.saved()));
        let cluster = saved.unwrap_or_else(|| Arc::clone(player.site().first()));
        let findings = steps(&cluster).into_iter().zip(t::CHECKLIST);
        let rows = findings.map(|((state, lines), (title, note))| RowView {
            title: title.to_owned(),
            lines,
            answer: state.to_owned(),
            note: note.to_owned(),
        });
        Reply::Sheet { sheet: SheetView { title: t::TOUR.to_owned(), rows: rows.collect() } }
    }
}

/// A step: what is to be said of it, and what is still open of it, by the names concerned.
type Finding = (&'static str, Vec<String>);

fn steps(c: &Cluster) -> [Finding; 9] {
    let lists = c.parameters.blf_for_call_lists;
    let keyed =
        || c.phones.iter().map(|(_, phone)| phone).filter(|p| !p.blf_speed_dials.is_empty());
    let profiles = || c.device_profiles.iter().map(|(_, own)| own);
    let keys = keyed().next().is_some() || profiles().any(|own| !own.blf_speed_dials.is_empty());
    let allowed = c.parameters.default_inter_presence_group == DefaultPermission::Allow;
    let groups = c.presence_groups.iter().count() > 1;
    let standard = c.presence_groups.iter().next().map(|(id, _)| id);
    let own = |group| Some(group) != standard;
    let applied = c.directory_numbers.iter().any(|(_, dn)| own(dn.presence_group))
        || c.phones.iter().any(|(_, phone)| own(phone.presence_group));
    let closed = c.trunks.iter().filter(|(_, trunk)| {
        let profile = trunk.sip().and_then(|sip| c.profile_in_force(sip));
        profile.is_some_and(|profile| !profile.accept_presence_subscription)
    });
    let refusing =
        c.application_users.iter().filter(|(_, user)| !user.accept_presence_subscription);
    let mut doors: Vec<String> = closed.map(|(_, trunk)| trunk.name.clone()).collect();
    doors.extend(refusing.map(|(_, user)| user.name.clone()));
    let blind = keyed().filter(|phone| phone.subscribe_css.is_none());
    let blind: Vec<String> = blind.map(|phone| phone.name.clone()).collect();
    let short = keyed().filter(|phone| c.blf_buttons_of(phone) < phone.blf_speed_dials.len());
    let short: Vec<String> = short.map(|phone| phone.name.clone()).collect();
    let templates = c.button_templates.iter().any(|(_, own)| own.blf_button_count() > 0);
    let outside = c.trunks.iter().any(|(_, trunk)| trunk.sip().is_some());
    let partitions = c.directory_numbers.iter().any(|(_, dn)| dn.partition.is_some());
    [
        state(true, lists, Vec::new()),
        state(true, true, Vec::new()),
        state(lists, groups || allowed, Vec::new()),
        state(lists && groups, applied, Vec::new()),
        state(outside, doors.is_empty(), doors),
        state(partitions, blind.is_empty(), blind),
        state(keys, templates, Vec::new()),
        state(keys, short.is_empty(), short),
        state(true, keys, Vec::new()),
    ]
}

fn state(applies: bool, done: bool, open: Vec<String>) -> Finding {
    match (applies, done) {
        (false, _) => ("not-applied", Vec::new()),
        (true, true) => ("done", Vec::new()),
        (true, false) => ("open", open),
    }
}
