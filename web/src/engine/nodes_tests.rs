//! Who takes part in a run, as the canvas is told.

use super::Session;
use super::tests::{first, opened, snapshot};
use crate::types::{GalleryItem, NodeView, Reply, Request, Snapshot};

fn item(path: &str, text: String) -> GalleryItem {
    GalleryItem { path: path.to_owned(), text, ..GalleryItem::default() }
}

fn three_clusters() -> Session {
    let file = "rules/route-3-three-clusters-watch-one-another.yaml";
    let path = format!("{}/../scenarios/{file}", env!("CARGO_MANIFEST_DIR"));
    opened(&item(file, std::fs::read_to_string(path).expect("the file")))
}

fn now(session: &mut Session) -> Snapshot {
    snapshot(session.handle(Request::Snapshot))
}

fn lanes(session: &mut Session) -> Vec<String> {
    let filter = String::new();
    match session.handle(Request::Ladder { from: 0, count: 1, filter }) {
        Reply::Ladder { ladder } => ladder.lanes.to_vec(),
        other => panic!("{other:?}"),
    }
}

fn part<'a>(state: &'a Snapshot, cluster: &str, name: &str) -> &'a NodeView {
    let own = |node: &&NodeView| node.table == "clusters" && node.name == cluster;
    let parts = state.nodes.iter().find(own).map(|node| &node.parts);
    let found = parts.and_then(|parts| parts.iter().find(|part| part.name == name));
    found.unwrap_or_else(|| panic!("no {cluster}/{name} in {:?}", state.nodes))
}

fn act(session: &mut Session, sentence: &str) -> Snapshot {
    snapshot(session.handle(Request::Act { sentence: sentence.to_owned() }))
}

#[test]
fn each_cluster_phone_trunk_and_one_outside_is_told_with_its_lane_and_that_of_its_far_end() {
    let mut session = three_clusters();
    session.handle(Request::RunUntil { at_us: 6_000_000 });
    let (state, lanes) = (now(&mut session), lanes(&mut session));
    let lane = |lane: u16| lanes[usize::from(lane)].as_str();
    let told: Vec<(&str, u32)> = state.nodes.iter().map(|n| (n.name.as_str(), n.phones)).collect();
    assert_eq!(told, [("North", 1), ("East", 1), ("West", 1), ("Relay", 0), ("Far server", 0)]);
    for node in &state.nodes {
        assert_eq!(lane(node.lane), node.name);
        assert!(!node.down, "{node:?}");
    }
    for phone in &state.phones {
        assert_eq!(lane(phone.lane), phone.name);
    }
    let trunks = state.nodes.iter().flat_map(|node| &node.parts).filter(|p| p.table == "trunks");
    let far_ends = trunks.map(|trunk| (trunk.name.as_str(), lane(trunk.lane), &*trunk.note));
    assert_eq!(
        far_ends.collect::<Vec<_>>(),
        [
            ("To relay", "Relay", "no presence"),
            ("To far", "Far server", "no presence"),
            ("To East", "East", "✓ presence"),
            ("To West", "West", "✓ presence"),
            ("To North", "North", "✓ presence"),
            ("To West", "West", "✓ presence"),
            ("To North", "North", "✓ presence"),
            ("To East", "East", "✓ presence"),
        ]
    );
    assert_eq!(part(&state, "North", "East list").note, "route list");
}

#[test]
fn a_trunk_and_one_outside_say_when_they_do_not_serve() {
    let mut session = three_clusters();
    session.handle(Request::RunUntil { at_us: 3_000_000 });
    let state = act(&mut session, "North/To East goes out of service");
    let trunk = part(&state, "North", "To East");
    assert!(trunk.down && trunk.note.ends_with("out of service"), "{trunk:?}");
    assert!(!part(&state, "West", "To East").down);
    let state = act(&mut session, "Relay is unplugged");
    let relay = state.nodes.iter().find(|node| node.name == "Relay").expect("Relay");
    assert!(relay.down && relay.note == "presence server · unplugged", "{relay:?}");
    let state = act(&mut session, "North/To East comes into service");
    assert!(!part(&state, "North", "To East").down);
}

#[test]
fn a_fault_tells_the_lanes_of_its_link_and_one_of_all_links_no_two() {
    let mut session = three_clusters();
    act(&mut session, "cut Phone E");
    act(&mut session, "cut Relay");
    let state = act(&mut session, "loss 30%");
    let lanes = lanes(&mut session);
    for fault in &state.faults {
        let ends = [fault.from_lane, fault.to_lane].map(|lane| lanes[usize::from(lane)].as_str());
        let right = match fault.sentence.as_str() {
            "cut Phone E" => ["East", "Phone E"],
            "cut Relay" => ["North", "Relay"],
            _ => ["North", "North"],
        };
        assert_eq!(ends, right, "{}", fault.sentence);
    }
    assert_eq!(state.faults.len(), 3);
}

/// One cluster with a trunk that says much, and one that carries no presence.
const TRUNKS: &str = "\
lampfield: 1
name: Two trunks
cluster:
  partitions: [Office]
  calling_search_spaces: { Everyone: [Office] }
  presence_groups: { Night: {} }
  sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
  trunks:
    Out: { type: SIP, security_profile: Open, presence_group: Night, subscribe_css: Everyone }
    Old: { type: H.323 }
steps: [{ at: 0s, do: everybody connects }]
";

#[test]
fn a_trunk_tells_what_it_lets_in_and_one_that_leads_nowhere_ends_at_its_own_call_manager() {
    let mut session = opened(&item("trunks.yaml", TRUNKS.to_owned()));
    let state = now(&mut session);
    let out = part(&state, "", "Out");
    assert_eq!(out.note, "✓ presence · Night · CSS Everyone");
    assert_eq!(out.lane, state.nodes[0].lane);
    assert_eq!(part(&state, "", "Old").note, "H.323 trunk · no presence");
    let plain = now(&mut opened(&first()));
    assert!(plain.nodes.len() == 1 && plain.nodes[0].name.is_empty(), "{:?}", plain.nodes);
}

#[test]
fn while_a_ticket_is_open_no_trunk_tells_what_is_wrong_with_it() {
    let mut trunks = 0;
    for seed in 1..=12 {
        let mut session = Session::new();
        let Reply::Ticket { ticket } = session.handle(Request::Ticket { seed }) else {
            panic!("no ticket {seed}");
        };
        let state = now(&mut opened(&item(&ticket.path, ticket.text)));
        for trunk in state.nodes.iter().flat_map(|n| &n.parts).filter(|p| p.table == "trunks") {
            trunks += 1;
            assert!(trunk.note == "SIP trunk" && !trunk.down, "{seed}: {trunk:?}");
        }
    }
    assert!(trunks > 12, "{trunks}");
}

#[test]
fn a_phone_of_a_proxy_shows_its_lamp_and_the_lamp_says_why() {
    let file = "31-a-trunk-that-does-not-accept-presence.yaml";
    let path = format!("{}/../scenarios/gallery/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut session = opened(&item(file, std::fs::read_to_string(path).expect("the file")));
    let mut lamp = |at_us| {
        let state = snapshot(session.handle(Request::RunUntil { at_us }));
        let outside = state.nodes.iter().find(|node| node.table == "outside").expect("Partner");
        let entry = outside.lamps.first().expect("its lamp").clone();
        let Reply::Why { why } =
            session.handle(Request::Explain { subject: entry.subject.clone() })
        else {
            panic!("{entry:?}")
        };
        (entry.number, entry.lamp.face, entry.lamp.badge, why.subject)
    };
    let own = |face: &str, badge: &str| {
        let subject = "Partner phone BLF 1".to_owned();
        ("Partner phone: 5555".to_owned(), face.to_owned(), badge.to_owned(), subject)
    };
    assert_eq!(lamp(5_000_000), own("unknown", "refused"));
    assert_eq!(lamp(17_000_000), own("idle", ""));
    assert_eq!(lamp(20_000_000), own("busy", ""));
}
