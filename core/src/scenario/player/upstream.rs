//! `one-upstream-subscription-per-trunk`: CallManager never has more than one subscription for a
//! route, a trunk and a presentity.

use super::Stage;
use super::wire::Wire;
use crate::cluster::{Cluster, Route, Trunk};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place};
use crate::gather::Gather;
use crate::id::{NodeId, TrunkId};
use crate::scenario::model::Invariant;
use crate::sip::message::{Method, State};
use crate::site::{Site, cluster_of_node, outside_of_node};
use crate::sorted::{SortedMap, SortedSet};
use crate::time::{Duration, Instant};
use crate::trace::{MessageId, words};
use std::sync::Arc;

/// A CallManager, the far end of its trunks, and the presentity there as it is written to it: two
/// hosts may each have somebody of the same name.
type Key = (NodeId, NodeId, String);

/// The subscriptions that CallManagers have over their trunks, by their Call-IDs: what they have
/// themselves, from what arrived there. What the far end still counts is its own affair.
#[derive(Clone, Debug, Default)]
pub(super) struct Upstream {
    /// Of each dialog that was begun and has not ended: what it is about.
    begun: SortedMap<String, Key>,
    /// Those that were accepted and live, and until when they do unless they are refreshed.
    live: SortedMap<Key, SortedMap<String, Instant>>,
    /// What is on its way to a CallManager and says something about one.
    coming: SortedMap<MessageId, Coming>,
    /// Where one more was accepted: judged when the moment is over, for CallManager may end it in the
    /// same moment, as it does with one that it gave up before it was accepted.
    suspects: Vec<(Instant, Key)>,
    broken: Vec<Broken>,
}

/// A message that changes what a CallManager has.
#[derive(Clone, Debug)]
struct Coming {
    call_id: String,
    what: Arrival,
}

#[derive(Clone, Copy, Debug)]
enum Arrival {
    /// It is accepted, for so many seconds where it says so.
    Accepted(Option<u32>),
    /// It goes on for so many seconds.
    GoesOn(u32),
    /// It is refused or terminated.
    Over,
}

/// One subscription too many.
#[derive(Clone, Debug)]
struct Broken {
    at: Instant,
    key: Key,
    live: usize,
    most: usize,
}

impl Upstream {
    /// A message was sent.
    pub(super) fn sent(&mut self, wire: &Wire, message: MessageId, site: &Site) {
        self.judge(wire.at, site);
        match (wire.method, wire.code) {
            (Method::Subscribe, None) if is_upstream(wire.from, wire.to) => {
                if wire.expires_s == Some(0) {
                    self.end(&wire.call_id);
                } else if !self.begun.contains_key(&wire.call_id) {
                    let key = (wire.from, wire.to, wire.to_uri.clone());
                    self.begun.insert(wire.call_id.clone(), key);
                }
            }
            (Method::Subscribe | Method::Notify, _) if self.begun.contains_key(&wire.call_id) => {
                if let Some(what) = arrival(wire) {
                    self.coming.insert(message, Coming { call_id: wire.call_id.clone(), what });
                }
            }
            _ => {}
        }
    }

    /// A message arrived. A second time, where the network doubles it, it says nothing new.
    pub(super) fn delivered(&mut self, message: MessageId, at: Instant, site: &Site) {
        self.judge(at, site);
        let Some(Coming { call_id, what }) = self.coming.remove(&message) else { return };
        let until = |seconds| at + Duration::from_secs(i64::from(seconds));
        match what {
            Arrival::Accepted(seconds) => {
                self.accepted(call_id, at, seconds.map_or(Instant::FAR_FUTURE, until));
            }
            Arrival::GoesOn(seconds) => self.goes_on(&call_id, at, until(seconds)),
            Arrival::Over => self.end(&call_id),
        }
    }

    /// A CallManager restarts: of what it had it knows nothing any more.
    pub(super) fn forgotten(&mut self, node: NodeId) {
        self.begun.retain(|_, key| key.0 != node);
        self.live.retain(|key, _| key.0 != node);
    }

    fn accepted(&mut self, call_id: String, at: Instant, until: Instant) {
        let Some(key) = self.begun.get(&call_id).cloned() else { return };
        let live = self.live.get_or_default(key.clone());
        match live.get_mut(&call_id) {
            Some(end) => prolong(end, at, until),
            None => {
                live.insert(call_id, until);
                self.suspects.push((at, key));
            }
        }
    }

    fn goes_on(&mut self, call_id: &str, at: Instant, until: Instant) {
        let live = self.begun.get(call_id).and_then(|key| self.live.get_mut(key));
        if let Some(end) = live.and_then(|live| live.get_mut(call_id)) {
            prolong(end, at, until);
        }
    }

    fn end(&mut self, call_id: &str) {
        let Some(key) = self.begun.remove(call_id) else { return };
        if let Some(live) = self.live.get_mut(&key) {
            live.remove(call_id);
        }
    }

    /// Judges what was accepted before this moment.
    fn judge(&mut self, now: Instant, site: &Site) {
        if self.suspects.first().is_some_and(|(at, _)| *at < now) {
            let suspects = core::mem::take(&mut self.suspects);
            let found = suspects.iter().filter_map(|suspect| self.found(suspect, site));
            let found: Vec<Broken> = found.gather();
            self.broken.extend(found);
        }
    }

    fn found(&self, (at, key): &(Instant, Key), site: &Site) -> Option<Broken> {
        let live = self.live.get(key)?.iter().filter(|(_, until)| *until > at).count();
        let most = routes(site, key);
        (live > most).then(|| Broken { at: *at, key: key.clone(), live, most })
    }

    pub(super) fn violations(&self, stage: &Stage<'_>) -> Vec<Diagnostic> {
        let wanted = |(invariant, _): &&(Invariant, _)| {
            *invariant == Invariant::OneUpstreamSubscriptionPerTrunk
        };
        let Some((_, span)) = stage.scenario.always.iter().find(wanted) else { return Vec::new() };
        let tell = |broken: &Broken| {
            let (from, to, about) = &broken.key;
            let (from, to) =
                (words::node_name(stage.site, *from), words::node_name(stage.site, *to));
            let message = format!(
                "{from} had {} subscriptions to {} at {to} from {} on",
                broken.live,
                about.trim_start_matches("sip:"),
                broken.at
            );
            let place = Place { file: Arc::clone(&stage.scenario.file), span: *span };
            let why = match broken.most {
                1 => "one route leads there, and further watchers are served from its cache (ROUTE-5, R-16)".to_owned(),
                most => format!("{most} routes lead there, and each has one at the most (R-16)"),
            };
            Diagnostic::error(Code::InvariantBroken, place, message)
                .label("does not hold")
                .note(NoteKind::Why, why)
        };
        let last = self.suspects.iter().filter_map(|suspect| self.found(suspect, stage.site));
        let all: Vec<Broken> = self.broken.iter().cloned().chain(last).take(SHOWN).gather();
        all.iter().map(tell).gather()
    }
}

/// One broken invariant breaks often; the first ones tell the story.
const SHOWN: usize = 3;

/// What has run out is not brought back by a message that comes too late.
fn prolong(end: &mut Instant, at: Instant, until: Instant) {
    if *end > at {
        *end = until;
    }
}

/// What a message means for the CallManager that it comes to, if anything.
fn arrival(wire: &Wire) -> Option<Arrival> {
    match (wire.method, wire.code, wire.state) {
        (Method::Subscribe, Some(200..300), _) => Some(Arrival::Accepted(wire.expires_s)),
        // The same dialog asks again, with credentials or another Expires.
        (Method::Subscribe, Some(..200 | 401 | 407 | 423), _) => None,
        (Method::Subscribe, Some(_), _) => Some(Arrival::Over),
        (Method::Notify, None, Some(State::Terminated)) => Some(Arrival::Over),
        (Method::Notify, None, _) => wire.expires_s.map(Arrival::GoesOn),
        _ => None,
    }
}

/// From a CallManager to somebody at the far end of a trunk.
fn is_upstream(from: NodeId, to: NodeId) -> bool {
    let far = outside_of_node(to).is_some() || cluster_of_node(to).is_some();
    cluster_of_node(from).is_some() && far
}

/// How many subscriptions to one presentity there may be: one for each route and trunk that leads
/// to the far end.
fn routes(site: &Site, (from, to, _): &Key) -> usize {
    let cluster = cluster_of_node(*from).and_then(|id| site.cluster(id));
    let Some(cluster) = cluster else { return 1 };
    let far = outside_of_node(*to).and_then(|id| site.outside().get(id)).map(|own| &own.name);
    let far =
        far.or_else(|| cluster_of_node(*to).and_then(|id| site.cluster(id)).map(|own| &own.name));
    let there = |(_, trunk): &(TrunkId, &Trunk)| trunk.destination.as_ref() == far;
    let all: SortedSet<Route> = all_routes(cluster).collect();
    let leading =
        |trunk: TrunkId| all.iter().filter(|route| carries(cluster, **route, trunk)).count();
    cluster.trunks.iter().filter(there).map(|(id, _)| leading(id)).sum::<usize>().max(1)
}

fn all_routes(cluster: &Cluster) -> impl Iterator<Item = Route> + '_ {
    let numbers = cluster.route_patterns.iter().map(|(_, pattern)| pattern.route);
    numbers.chain(cluster.sip_route_patterns.iter().map(|(_, pattern)| pattern.route))
}

/// Whether a trunk is one of a route.
fn carries(cluster: &Cluster, route: Route, trunk: TrunkId) -> bool {
    let in_group =
        |group| cluster.route_groups.get(group).is_some_and(|group| group.members.contains(&trunk));
    match route {
        Route::Trunk(own) => own == trunk,
        Route::Group(group) => in_group(group),
        Route::List(list) => cluster
            .route_lists
            .get(list)
            .is_some_and(|list| list.groups.iter().any(|group| in_group(*group))),
    }
}

#[cfg(test)]
mod tests;
