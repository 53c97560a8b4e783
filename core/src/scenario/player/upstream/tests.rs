//! One subscription too many, and what only looks like it.

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
    AsksOf(&'static str, &'static str),
    Answers(&'static str, u16),
    AnswersFor(&'static str, u32),
    Ends(&'static str),
    Terminates(&'static str),
}

fn wire(site: &Site, said: &Said) -> Wire {
    let (manager, server) = (node_of_cluster(ClusterId(0)), node_of_outside(OutsideId(0)));
    let host = if let Said::AsksOf(_, host) = said { *host } else { "10.0.0.2" };
    let headers = |call: &str, cseq: &str| {
        format!(
            "Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r\nFrom: <sip:CallManager@10.0.0.1>;tag=a\r\n\
             To: <sip:7100@{host}>;tag=b\r\nContact: <sip:CallManager@10.0.0.1>\r\nMax-Forwards: 70\r\nCall-ID: {call}\r\nCSeq: 1 {cseq}\r\n"
        )
    };
    let subscribe = |call: &str, expires: u32| {
        let head = headers(call, "SUBSCRIBE");
        format!(
            "SUBSCRIBE sip:7100@10.0.0.2 SIP/2.0\r\n{head}Event: presence\r\nExpires: {expires}\r\nContent-Length: 0\r\n\r\n"
        )
    };
    let answer = |call: &str, code: u16, more: &str| {
        let head = headers(call, "SUBSCRIBE");
        format!("SIP/2.0 {code} X\r\n{head}{more}Content-Length: 0\r\n\r\n")
    };
    let (from, to, text) = match said {
        Said::Asks(call) | Said::AsksOf(call, _) => (manager, server, subscribe(call, 3_600)),
        Said::Ends(call) => (manager, server, subscribe(call, 0)),
        Said::Answers(call, code) => (server, manager, answer(call, *code, "")),
        Said::AnswersFor(call, seconds) => {
            (server, manager, answer(call, 200, &format!("Expires: {seconds}\r\n")))
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

/// What is found when each is said a second after the one before, and arrives at once.
fn broken(site: &Site, said: &[Said]) -> usize {
    told(site, said.iter().map(|one| (one, 1, true)))
}

/// What is found when each is said so many seconds after the one before, and arrives or is lost.
fn told<'a>(site: &Site, said: impl Iterator<Item = (&'a Said, i64, bool)>) -> usize {
    let mut upstream = Upstream::default();
    let mut at = Instant::ZERO;
    for (number, (one, later_s, arrives)) in (0..).zip(said) {
        at += Duration::from_secs(later_s);
        let mut wire = wire(site, one);
        wire.at = at;
        upstream.sent(&wire, MessageId(number), site);
        if arrives {
            upstream.delivered(MessageId(number), at, site);
        }
    }
    upstream.judge(Instant::FAR_FUTURE, site);
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
    let challenged =
        [Asks("a"), Answers("a", 401), Asks("a"), Answers("a", 200), Asks("b"), Answers("b", 200)];
    assert_eq!(broken(&one, &challenged), 1);
}

#[test]
fn what_counts_is_what_callmanager_has() {
    use Said::{Answers, AnswersFor, Asks, AsksOf, Ends};
    let one = site(1);
    let given_up = [Asks("a"), Asks("b"), Answers("b", 200), Answers("a", 200), Ends("a")];
    let same_moment = [(1, true), (1, true), (1, true), (1, true), (0, true)];
    let said = given_up.iter().zip(same_moment).map(|(one, (later, ok))| (one, later, ok));
    assert_eq!(told(&one, said), 0, "ended in the moment in which it was accepted");
    assert_eq!(broken(&one, &given_up), 1, "ended only later");

    let again = [Asks("a"), AnswersFor("a", 60), Asks("b"), AnswersFor("b", 60)];
    let after = |seconds: i64| {
        let times = [1, 0, seconds, 0];
        told(&one, again.iter().zip(times).map(|(one, later)| (one, later, true)))
    };
    assert_eq!(after(60), 0, "the first ran out");
    assert_eq!(after(59), 1);

    let lost = [(1, true), (1, false), (1, true), (1, true)];
    let said = again.iter().zip(lost).map(|(one, (later, ok))| (one, later, ok));
    assert_eq!(told(&one, said), 0, "CallManager never heard of the first");

    // Both ran out before the far end's next word on the first came: it changes nothing.
    let late =
        [Asks("a"), AnswersFor("a", 60), Asks("b"), AnswersFor("a", 60), AnswersFor("b", 60)];
    let times = [(1, true), (0, true), (61, true), (0, true), (0, true)];
    let said = late.iter().zip(times).map(|(one, (later, ok))| (one, later, ok));
    assert_eq!(told(&one, said), 0);

    let two_hosts =
        [AsksOf("a", "x.example"), Answers("a", 200), AsksOf("b", "y.example"), Answers("b", 200)];
    assert_eq!(broken(&one, &two_hosts), 0, "two hosts have each their own 7100");
}
