//! What messages over trunks show of the rules on route lists (ROUTE-4 to ROUTE-6, R-6, R-9, R-16).

use super::Evidence;
use crate::id::{NodeId, PhoneId};
use crate::node::LampCause;
use crate::rules::RuleId;
use crate::scenario::player::Stage;
use crate::scenario::player::wire::Wire;
use crate::sip::message::{Method, State};
use crate::site::{cluster_of_node, outside_of_node};
use crate::sorted::{SortedMap, SortedSet};
use crate::trace::{Event, LampKey, What};

/// What went over trunks so far, by the CallManager and the presentity.
#[derive(Clone, Debug, Default)]
pub(super) struct Upstream {
    asked: SortedMap<(NodeId, String), Asked>,
    /// Watchers whose lamps were told of a presentity outside.
    told: SortedMap<String, SortedSet<PhoneId>>,
}

#[derive(Clone, Debug, Default)]
struct Asked {
    /// The dialogs in which CallManager asked.
    dialogs: SortedSet<String>,
    /// The far ends that failed a request.
    failed: SortedSet<NodeId>,
}

/// The far end of a trunk, as seen from a CallManager.
fn is_far(node: NodeId) -> bool {
    outside_of_node(node).is_some() || cluster_of_node(node).is_some()
}

impl Evidence {
    /// A message that was sent.
    pub(in crate::scenario::player) fn sent(&mut self, wire: &Wire) {
        let between = cluster_of_node(wire.from).is_some() && is_far(wire.to);
        let from_far = is_far(wire.from) && cluster_of_node(wire.to).is_some();
        let Some(about) = wire.about.clone().filter(|_| between || from_far) else {
            return self.rejected(wire);
        };
        match (wire.method, wire.code) {
            (Method::Subscribe, None) if between => {
                let asked = self.upstream.asked.get_or_default((wire.from, about));
                asked.dialogs.insert(wire.call_id.clone());
                if asked.failed.iter().any(|end| *end != wire.to) {
                    self.note(RuleId::R6, wire.at);
                }
            }
            (Method::Subscribe, Some(408 | 500..600)) if from_far => {
                self.upstream.asked.get_or_default((wire.to, about)).failed.insert(wire.from);
            }
            _ => self.rejected(wire),
        }
    }

    /// A subscription that lived and is no longer permitted ends so.
    fn rejected(&mut self, wire: &Wire) {
        let ended = wire.method == Method::Notify && wire.state == Some(State::Terminated);
        if ended && wire.reason() == Some("rejected") && cluster_of_node(wire.from).is_some() {
            self.note(RuleId::R9, wire.at);
        }
    }

    /// A lamp of a phone was told something that came from outside.
    pub(super) fn told_from_outside(
        &mut self,
        event: &Event,
        key: &LampKey,
        because: LampCause,
        stage: &Stage<'_>,
    ) {
        if !matches!(because, LampCause::Notified | LampCause::Terminated) {
            return;
        }
        let Some(about) = crate::scenario::lower::watched(stage.site, key) else { return };
        let about = about.split('@').next().unwrap_or(about).to_owned();
        let far = stage.world.trace().causes(event.id).any(|cause| match &cause.what {
            What::Sent { bytes, .. } => is_far(cause.node) && bytes.starts_with(b"NOTIFY "),
            _ => false,
        });
        let notified = because == LampCause::Notified;
        match (far, notified) {
            (true, true) => self.note(RuleId::Route4, event.at),
            (true, false) => self.note(RuleId::Route6, event.at),
            _ => {}
        }
        if notified {
            self.served_from_cache(event, key, about);
        }
    }

    /// A further watcher has the status, and CallManager has asked once only (ROUTE-5).
    fn served_from_cache(&mut self, event: &Event, key: &LampKey, about: String) {
        let asked = self.upstream.asked.iter().filter(|((_, own), _)| *own == about);
        let dialogs: usize = asked.map(|(_, asked)| asked.dialogs.len()).sum();
        if dialogs == 0 {
            return;
        }
        let told = self.upstream.told.get_or_default(about);
        told.insert(key.phone);
        if told.len() > 1 && dialogs == 1 {
            self.note(RuleId::Route5, event.at);
            self.note(RuleId::R16, event.at);
        }
    }
}
