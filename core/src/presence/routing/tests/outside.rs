//! Tables for hunt pilots, route patterns and SIP URIs (R-10, CSS-6).

use crate::cluster::{Cluster, ClusterBuilder, Route};
use crate::presence::{Found, RouteIndex, find_number};

fn cluster() -> Cluster {
    let b =
        ["P", "Q"].iter().fold(ClusterBuilder::new(), |b, p| b.partition(p)).css("PQ", &["P", "Q"]);
    let profile = "Non Secure SIP Trunk Profile";
    let group = crate::cluster::STANDARD_PRESENCE_GROUP_NAME;
    ["A", "B", "C", "D"]
        .iter()
        .fold(b, |b, trunk| b.sip_trunk(trunk, profile, group, None))
        .dn("91XXX in Q")
        .dn("1000 in P")
        .hunt_list("Sales", &["1000 in P"])
        .hunt_pilot("10XX in Q", "Sales")
        .hunt_pilot("1000 in Q", "Sales")
        .route_pattern("9.XXXX in P", "A")
        .route_pattern("9.1000 in Q", "B")
        .sip_route_pattern("example.com in Q", "A")
        .sip_route_pattern("example.com in P", "B")
        .sip_route_pattern("*.example.com in P", "C")
        .sip_route_pattern("*.lab.example.com in Q", "D")
        .sip_route_pattern("x.lab.example.com", "B")
        .sip_route_pattern("10.0.0.9 in P", "D")
        .sip_route_pattern("[fd00::9]", "C")
        .build()
        .unwrap()
}

/// The name of what is found; a route by the name of its trunk.
fn found(c: &Cluster, index: &RouteIndex, target: &str) -> Option<String> {
    let css = c.calling_search_spaces.id_of("PQ");
    Some(match find_number(c, index, css, target)? {
        Found::DirectoryNumber(id) => c.directory_numbers.get(id)?.name.clone(),
        Found::HuntPilot(id) => c.hunt_pilots.get(id)?.name.clone(),
        Found::Route(Route::Trunk(id)) => c.trunks.get(id)?.name.clone(),
        Found::Route(_) => return None,
    })
}

#[test]
fn the_closest_match_is_over_numbers_pilots_and_routes_alike() {
    let c = cluster();
    let index = RouteIndex::new(&c).reached_at("10.0.0.1");
    let table = [
        // The exact pattern with a mark before the wider number, and that before the widest route.
        ("91000", Some("B")),
        ("91234", Some("91XXX in Q")),
        ("92345", Some("A")),
        // Equal: the earlier partition.
        ("1000", Some("1000 in P")),
        ("1001", Some("10XX in Q")),
        ("5000", None),
        // SIP URIs of the cluster itself, by name and by address, with and without a port.
        ("1000@CallManager", Some("1000 in P")),
        ("sip:1001@publisher", Some("10XX in Q")),
        ("1000@10.0.0.1:5060", Some("1000 in P")),
        ("bob@10.0.0.1", None),
        // Hosts: exact before wildcard, longer before shorter, then the earlier partition.
        ("bob@example.com", Some("B")),
        ("1000@example.com;transport=udp", Some("B")),
        ("bob@a.example.com", Some("C")),
        ("bob@Y.Lab.Example.Com", Some("D")),
        ("bob@x.lab.example.com", Some("B")),
        ("bob@lab.example.com", Some("C")),
        ("bob@10.0.0.9:5070", Some("D")),
        ("bob@[fd00::9]:5060", Some("C")),
        ("bob@com", None),
        ("bob@", None),
        ("@", None),
        ("", None),
    ];
    for (target, expected) in table {
        assert_eq!(found(&c, &index, target).as_deref(), expected, "{target}");
    }
}

#[test]
fn patterns_out_of_reach_and_addresses_in_no_domain_match_nothing() {
    let c = ClusterBuilder::new()
        .partition("P")
        .css("PQ", &[])
        .sip_trunk("A", "Non Secure SIP Trunk Profile", "Standard Presence group", None)
        .sip_route_pattern("example.com in P", "A")
        .sip_route_pattern("*.0.9", "A")
        .build()
        .unwrap();
    let index = RouteIndex::new(&c);
    assert_eq!(found(&c, &index, "bob@example.com"), None);
    assert_eq!(found(&c, &index, "bob@10.0.0.9"), None, "an address is no domain");
    assert_eq!(found(&c, &index, "bob@a.0.9").as_deref(), Some("A"));
}
