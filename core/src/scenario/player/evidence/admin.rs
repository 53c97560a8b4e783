//! What edits, searches and views show of the rules.

use super::Evidence;
use crate::cluster::{Applied, Edit, Field, Noun, Object, Refusal};
use crate::rules::RuleId;
use crate::scenario::model::{Act, Expected, View};
use crate::scenario::player::Deed;
use crate::sorted::SortedSet;
use crate::time::Instant;

/// What has been edited so far, and what waits.
#[derive(Clone, Debug, Default)]
pub(super) struct Edited {
    /// Presence groups that an edit has added or copied.
    new_groups: SortedSet<String>,
    /// Whether presence groups were added, copied, renamed or deleted at all.
    groups: bool,
    /// Button templates that are copies.
    copies: SortedSet<String>,
    /// Copied templates whose buttons an edit has set.
    pub(super) customized: SortedSet<String>,
    /// BLF/SpeedDials that got a directory number by an edit.
    numbered: SortedSet<(Object, usize)>,
    /// The devices that waited for something when somebody looked last.
    waiting: SortedSet<String>,
}

impl Evidence {
    /// An edit was taken or refused.
    pub(in crate::scenario::player) fn edited(
        &mut self,
        edit: &Edit,
        result: &Result<Applied, Box<Refusal>>,
        at: Instant,
    ) {
        match result {
            Ok(applied) if !applied.cancelled => self.edits.take(edit),
            Ok(_) => {}
            Err(refusal) => self.refused(refusal, at),
        }
    }

    /// An edit, a Reset, a log-in or a log-out was refused.
    pub(in crate::scenario::player) fn refused(&mut self, refusal: &Refusal, at: Instant) {
        for rule in refusal.rules() {
            self.note(rule, at);
        }
    }

    /// An expectation held.
    pub(in crate::scenario::player) fn held(
        &mut self,
        what: &Expected,
        latest: Option<&Deed>,
        at: Instant,
    ) {
        match what {
            Expected::Warned(_) => {
                let applied = latest.and_then(|deed| deed.result.as_ref().ok());
                for warning in applied.map_or(&[][..], |applied| &applied.warnings) {
                    self.note(warning.rule, at);
                }
            }
            Expected::Found(_) if self.edits.groups => self.note(RuleId::Group12, at),
            Expected::Pending(names) => self.waits(names, latest, at),
            Expected::View { view, shows, .. } => self.seen(view, shows, at),
            _ => {}
        }
    }

    /// Who waited, and does no longer, has taken what was saved (ADMIN-2, R-17).
    fn waits(&mut self, names: &[String], latest: Option<&Deed>, at: Instant) {
        let now: SortedSet<String> = names.iter().cloned().collect();
        let taken = self.edits.waiting.iter().any(|name| !now.contains(name));
        match latest.map(|deed| deed.act) {
            Some(Act::Reset) if taken => self.note(RuleId::Admin2, at),
            Some(Act::LogIn | Act::LogOut) if taken => self.note(RuleId::R17, at),
            _ => {}
        }
        self.edits.waiting = now;
    }

    fn seen(&mut self, view: &View, shows: &[String], at: Instant) {
        match view {
            View::RelationshipPane(group) => {
                let new = self.edits.new_groups.contains(group);
                match shows.is_empty() {
                    true if new => self.note(RuleId::Group4, at),
                    true => {}
                    false => self.note(RuleId::Group5, at),
                }
            }
            View::UnassignedItems(_) if !shows.is_empty() => self.note(RuleId::Admin3, at),
            View::Labels(_) if !shows.is_empty() => self.note(RuleId::Admin8, at),
            View::Setting(object, Field::BlfDestination(button)) => {
                let changed = self.edits.numbered.contains(&(object.clone(), *button));
                if shows.is_empty() && changed {
                    self.note(RuleId::Admin5, at);
                }
            }
            View::Setting(_, Field::BlfDirectoryNumber(_)) if !shows.is_empty() => {
                self.note(RuleId::Admin7, at);
            }
            View::Setting(Object::EnterpriseParameters | Object::ServiceParameters, _) => {
                self.note(RuleId::Admin1, at);
            }
            _ => {}
        }
    }
}

impl Edited {
    fn take(&mut self, edit: &Edit) {
        match edit {
            Edit::Together(all) => all.iter().for_each(|edit| self.take(edit)),
            Edit::Add { object: Object::PresenceGroup(name), .. } => {
                self.groups = true;
                self.new_groups.insert(name.clone());
            }
            Edit::Copy { object: Object::PresenceGroup(_), .. }
            | Edit::Rename { object: Object::PresenceGroup(_), .. } => self.groups = true,
            Edit::Copy { object: Object::ButtonTemplate(_), name } => {
                self.copies.insert(name.clone());
            }
            Edit::Delete { objects, .. } => {
                self.groups |= objects.iter().any(|object| Noun::of(object) == Noun::PresenceGroup);
            }
            Edit::Change { object: Object::ButtonTemplate(name), settings } => {
                let buttons = settings.iter().any(|(field, _)| *field == Field::Buttons);
                if buttons && self.copies.contains(name) {
                    self.customized.insert(name.clone());
                }
            }
            Edit::Change { object, settings } => {
                let numbered = settings.iter().filter_map(|(field, _)| match field {
                    Field::BlfDirectoryNumber(at) => Some((object.clone(), *at)),
                    _ => None,
                });
                self.numbered.extend(numbered);
            }
            _ => {}
        }
    }
}
