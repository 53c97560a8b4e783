//! `one-upstream-subscription-per-trunk`: CallManager never has more than one subscription for a
//! route, a trunk and a presentity.

use super::Stage;
use super::wire::Wire;
use crate::cluster::{Cluster, Route, Trunk};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place};
use crate::id::{NodeId, TrunkId};
use crate::scenario::model::Invariant;
use crate::sip::message::{Method, State};
use crate::site::{Site, cluster_of_node, outside_of_node};
use crate::sorted::{SortedMap, SortedSet};
use crate::time::Instant;
use crate::trace::words;
use std::sync::Arc;

/// A CallManager, the far end of its trunks, and the presentity there.
type Key = (NodeId, NodeId, String);

/// The subscriptions that CallManagers have over their trunks, by their Call-IDs.
#[derive(Clone, Debug, Default)]
pub(super) struct Upstream {
    /// Of each dialog that was begun and has not ended: what it is about.
    begun: SortedMap<String, Key>,
    /// Those that were accepted and live.
    live: SortedMap<Key, SortedSet<String>>,
    broken: Vec<Broken>,
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
    pub(super) fn wire(&mut self, wire: &Wire, site: &Site) {
        match (wire.method, wire.code) {
            (Method::Subscribe, None) if is_upstream(wire.from, wire.to) => {
                let Some(about) = &wire.about else { return };
                if wire.ends {
                    self.end(&wire.call_id);
                } else if !self.begun.contains_key(&wire.call_id) {
                    let key = (wire.from, wire.to, about.clone());
                    self.begun.insert(wire.call_id.clone(), key);
                }
            }
            (Method::Subscribe, Some(code)) if is_upstream(wire.to, wire.from) => match code {
                200..300 => self.accepted(wire, site),
                // The same dialog asks again, with credentials or another Expires.
                401 | 407 | 423 => {}
                300.. => self.end(&wire.call_id),
                _ => {}
            },
            (Method::Notify, None) if wire.state == Some(State::Terminated) => {
                self.end(&wire.call_id);
            }
            _ => {}
        }
    }

    fn accepted(&mut self, wire: &Wire, site: &Site) {
        let Some(key) = self.begun.get(&wire.call_id).cloned() else { return };
        let live = self.live.get_or_default(key.clone());
        if !live.insert(wire.call_id.clone()) {
            return;
        }
        let most = routes(site, &key);
        if live.len() > most {
            self.broken.push(Broken { at: wire.at, key, live: live.len(), most });
        }
    }

    fn end(&mut self, call_id: &str) {
        let Some(key) = self.begun.remove(call_id) else { return };
        if let Some(live) = self.live.get_mut(&key) {
            live.remove(call_id);
        }
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
                "{from} had {} subscriptions to {about} at {to} from {} on",
                broken.live, broken.at
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
        self.broken.iter().take(SHOWN).map(tell).collect()
    }
}

/// One broken invariant breaks often; the first ones tell the story.
const SHOWN: usize = 3;

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
mod tests {
    use super::*;
    use crate::cluster::{ClusterBuilder, RouteGroup, RoutePattern, Table, TrunkKind};
    use crate::id::{ClusterId, EventId, OutsideId, PhoneId};
    use crate::site::{Outside, OutsideKind, node_of_cluster, node_of_outside};
    use crate::trace::{Event, MessageId, What};

    /// One trunk to a server outside; so many route patterns lead there, each by a route of its own.
    fn site(routes: usize) -> Site {
        let mut cluster = ClusterBuilder::new().build().unwrap();
        let trunk = cluster.trunks.push(Trunk {
            name: "Trunk S".to_owned(),
            description: String::new(),
            destination: Some("Server S".to_owned()),
            kind: TrunkKind::Sip(Box::default()),
        });
        for number in 0..routes {
            let name = format!("Group {number}");
            let group = RouteGroup { name, distribution: Default::default(), members: vec![trunk] };
            let route = Route::Group(cluster.route_groups.push(group));
            let pattern = format!("{number}[0-9][0-9]X");
            let name = pattern.clone();
            cluster.route_patterns.push(RoutePattern { name, pattern, partition: None, route });
        }
        let mut outside: Table<OutsideId, Outside> = Table::new();
        outside.push(Outside {
            name: "Server S".to_owned(),
            kind: OutsideKind::PresenceServer,
            cluster: ClusterId(0),
            trunk,
            credentials: None,
            demands: None,
            presentities: SortedMap::new(),
            phones: Vec::new(),
            seat: PhoneId(1_000),
        });
        Site::new(Arc::new(cluster), Vec::new(), outside)
    }

    /// What CallManager and the server say to each other, by Call-ID.
    enum Said {
        Asks(&'static str),
        Answers(&'static str, u16),
        Ends(&'static str),
        Terminates(&'static str),
    }

    fn wire(site: &Site, said: &Said) -> Wire {
        let (manager, server) = (node_of_cluster(ClusterId(0)), node_of_outside(OutsideId(0)));
        let headers = |call: &str, cseq: &str| {
            format!(
                "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:CallManager@10.0.0.1>;tag=a\r\n\
                 To: <sip:7100@10.0.0.2>;tag=b\r\nContact: <sip:CallManager@10.0.0.1>\r\nMax-Forwards: 70\r\nCall-ID: {call}\r\nCSeq: 1 {cseq}\r\n"
            )
        };
        let subscribe = |call: &str, expires: u32| {
            let head = headers(call, "SUBSCRIBE");
            format!(
                "SUBSCRIBE sip:7100@10.0.0.2 SIP/2.0\r\n{head}Event: presence\r\nExpires: {expires}\r\nContent-Length: 0\r\n\r\n"
            )
        };
        let (from, to, text) = match said {
            Said::Asks(call) => (manager, server, subscribe(call, 3_600)),
            Said::Ends(call) => (manager, server, subscribe(call, 0)),
            Said::Answers(call, code) => {
                let head = headers(call, "SUBSCRIBE");
                (server, manager, format!("SIP/2.0 {code} X\r\n{head}Content-Length: 0\r\n\r\n"))
            }
            Said::Terminates(call) => {
                let head = headers(call, "NOTIFY");
                let text = format!(
                    "NOTIFY sip:CallManager@10.0.0.1 SIP/2.0\r\n{head}Event: presence\r\nSubscription-State: terminated;reason=noresource\r\nContent-Length: 0\r\n\r\n"
                );
                (server, manager, text)
            }
        };
        let bytes: Arc<[u8]> = Arc::from(text.as_bytes());
        let what = What::Sent { to, message: MessageId(0), bytes: Arc::clone(&bytes) };
        let event = Event { id: EventId(0), at: Instant::ZERO, node: from, cause: None, what };
        Wire::read(&event, to, &bytes, site).unwrap()
    }

    fn broken(site: &Site, said: &[Said]) -> usize {
        let mut upstream = Upstream::default();
        for one in said {
            upstream.wire(&wire(site, one), site);
        }
        upstream.broken.len()
    }

    #[test]
    fn a_second_subscription_of_one_route_is_one_too_many() {
        use Said::{Answers, Asks, Ends, Terminates};
        let one = site(1);
        let twice = [Asks("a"), Answers("a", 200), Asks("b"), Answers("b", 200)];
        assert_eq!(broken(&one, &twice), 1);
        assert_eq!(broken(&site(2), &twice), 0, "each of two routes may have one");
        let refresh = [Asks("a"), Answers("a", 200), Asks("a"), Answers("a", 200)];
        assert_eq!(broken(&one, &refresh), 0);
        let ended = [Asks("a"), Answers("a", 200), Ends("a"), Asks("b"), Answers("b", 200)];
        assert_eq!(broken(&one, &ended), 0);
        let over = [Asks("a"), Answers("a", 200), Terminates("a"), Asks("b"), Answers("b", 200)];
        assert_eq!(broken(&one, &over), 0);
        let refused = [Asks("a"), Answers("a", 403), Asks("b"), Answers("b", 200)];
        assert_eq!(broken(&one, &refused), 0);
        let challenged = [
            Asks("a"),
            Answers("a", 401),
            Asks("a"),
            Answers("a", 200),
            Asks("b"),
            Answers("b", 200),
        ];
        assert_eq!(broken(&one, &challenged), 1);
    }
}
