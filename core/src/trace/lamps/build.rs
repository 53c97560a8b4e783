//! From events to lanes.

use super::{Change, Changes, LampLane, Lamps, ShownValue, Truth};
use crate::cluster::BlfTarget;
use crate::gather::Gather;
use crate::id::{DnId, PhoneId};
use crate::node::{NodeEvent, phone_of_node};
use crate::presence::{Found, LineState, PublishedStatus, device_status, shared_status};
use crate::site::Roster;
use crate::sorted::SortedMap;
use crate::trace::seen::Seen;
use crate::trace::words::{dn_name, lamp_name};
use crate::trace::{Event, LampKey, LampPlace, Trace, What};

/// The lamps of what a trace still shows.
pub fn lamps(roster: &dyn Roster, trace: &Trace) -> Lamps {
    let mut builder = LampsBuilder::default();
    builder.follow(trace);
    builder.lamps(roster, trace, usize::MAX)
}

/// Lamps that grow with their trace: what was taken in once is not looked at again.
#[derive(Clone, Debug, Default)]
pub struct LampsBuilder {
    seen: Seen,
    lines: SortedMap<(DnId, PhoneId), Vec<Change<LineState>>>,
    published: SortedMap<DnId, Vec<Change<PublishedStatus>>>,
    shown: SortedMap<LampKey, Vec<Change<ShownValue>>>,
}

/// What CallManager says of a number before any of its devices is connected (QUIRK-9, R-7).
fn unconnected(roster: &dyn Roster, dn: DnId) -> PublishedStatus {
    let devices = roster.phones().filter(|(_, phone)| phone.lines.contains(&dn));
    shared_status(devices.map(|(_, phone)| device_status(&phone.model, LineState::NotConnected)))
}

/// The number that the button of a lamp names.
fn named(roster: &dyn Roster, key: &LampKey) -> Option<DnId> {
    let LampPlace::Blf(button) = key.place else { return None };
    let place = usize::from(button).checked_sub(1)?;
    match roster.phone(key.phone)?.blf_speed_dials.get(place)?.target {
        BlfTarget::DirectoryNumber(dn) => Some(dn),
        BlfTarget::Destination(_) => None,
    }
}

impl LampsBuilder {
    /// Takes in what happened since the last call. It must be the same run: of another one, or after
    /// going back, begin with a new builder. Where the trace has let events go since, it begins anew
    /// by itself.
    pub fn follow(&mut self, trace: &Trace) {
        if !self.seen.is_still_whole(trace) {
            *self = LampsBuilder::default();
        }
        for event in self.seen.news(trace) {
            if let What::Node(told) = &event.what {
                self.take_in(event, told);
            }
        }
    }

    /// At most so many lamps, from the first on.
    pub fn lamps(&self, roster: &dyn Roster, trace: &Trace, most: usize) -> Lamps {
        let lanes = self.shown.iter().take(most).map(|(key, shown)| {
            let decided = trace.kept().decision(key).and_then(|kept| kept.decision.answer.found);
            let dn = match decided {
                Some(Found::DirectoryNumber(dn)) => Some(dn),
                Some(Found::HuntPilot(_) | Found::Route(_)) => None,
                None => named(roster, key),
            };
            LampLane {
                name: lamp_name(roster, key),
                dn,
                dn_name: dn.map(|dn| dn_name(roster, dn).to_owned()),
                truth: dn.map(|dn| self.truth_of(roster, dn)).unwrap_or_default(),
                published: Changes {
                    initial: dn.map(|dn| unconnected(roster, dn)).unwrap_or_default(),
                    list: dn.and_then(|dn| self.published.get(&dn)).cloned().unwrap_or_default(),
                },
                shown: Changes { initial: None, list: shown.clone() },
                key: key.clone(),
            }
        });
        Lamps { lanes: lanes.gather(), notice: self.seen.notice() }
    }

    /// What the first lamps showed, in the order of their phones and places: at most so many.
    pub fn shown(&self, most: usize) -> impl Iterator<Item = &[Change<ShownValue>]> {
        self.shown.values().take(most).map(Vec::as_slice)
    }

    fn take_in(&mut self, event: &Event, told: &NodeEvent) {
        match told {
            NodeEvent::Line { dn, state } => {
                if let Some(phone) = phone_of_node(event.node) {
                    let changes = self.lines.get_or_default((*dn, phone));
                    changes.push(change(event, *state));
                }
            }
            NodeEvent::Published { dn, status } => {
                self.published.get_or_default(*dn).push(change(event, *status));
            }
            NodeEvent::Lamp { key, lamp, because } => {
                self.show(key, change(event, Some((*lamp, *because))));
            }
            NodeEvent::LampGone { key } => self.show(key, change(event, None)),
            _ => {}
        }
    }

    fn show(&mut self, key: &LampKey, change: Change<ShownValue>) {
        self.shown.get_or_default_of(key).push(change);
    }

    /// One row for each device that has the line.
    fn truth_of(&self, roster: &dyn Roster, dn: DnId) -> Vec<Truth> {
        let devices = roster.phones().filter(|(_, phone)| phone.lines.contains(&dn));
        let truth = devices.map(|(id, phone)| Truth {
            phone: id,
            name: phone.name.clone(),
            changes: Changes {
                initial: LineState::NotConnected,
                list: self.lines.get(&(dn, id)).cloned().unwrap_or_default(),
            },
        });
        truth.gather()
    }
}

fn change<T>(event: &Event, value: T) -> Change<T> {
    Change { at: event.at, event: event.id, value }
}
