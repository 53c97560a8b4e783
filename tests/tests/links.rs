//! What is told of the network can be said: a fault of any link, of any scenario, at any moment.
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::id::{ClusterId, PhoneId};
use lampfield_core::network::{Disturbance, Fault, LinkEnd};
use lampfield_core::rng::Chance;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Scenario, Spoken, load};
use lampfield_core::site::{Site, node_of_cluster, node_of_outside};
use lampfield_core::trace::words::fault_words;
use lampfield_tests::{read, scenario_paths, sources};
use std::sync::Arc;

/// One of each kind, of a link.
fn faults(phone: PhoneId) -> [Fault; 5] {
    let disturbance = Disturbance::Loss(Chance::percent(30));
    let lose = |end| Fault::LoseNext { but: 2, method: "NOTIFY".into(), end, phone };
    [
        Fault::Cut(phone),
        Fault::Heal(phone),
        Fault::Disturb { phone: Some(phone), disturbance },
        lose(LinkEnd::To),
        lose(LinkEnd::From),
    ]
}

/// The links of a site: of phones, of those outside, and of each two clusters that a trunk joins.
fn links(site: &Site) -> Vec<PhoneId> {
    let phones = site.each_cluster().flat_map(|cluster| cluster.phones.iter().map(|(id, _)| id));
    let outside = site.outside().iter().filter_map(|(id, own)| {
        site.link_between(node_of_cluster(own.cluster), node_of_outside(id))
    });
    let trunks = site.clusters().flat_map(|(id, cluster)| {
        cluster.trunks.names().filter_map(move |name| site.link_of_trunk(id, name))
    });
    phones.chain(outside).chain(trunks).collect()
}

fn said_back(scenario: &Scenario, site: &Site, fault: &Fault) {
    let words = fault_words(site, fault);
    let said = scenario.spoken_in(site, &words);
    let same = matches!(&said, Ok(Spoken::Fault(faults)) if faults == std::slice::from_ref(fault));
    assert!(same, "{}: {words}: {said:?}", scenario.file);
}

#[test]
fn a_fault_of_every_link_of_every_scenario_is_told_in_words_that_mean_it() {
    let sources = sources();
    let mut between_clusters = 0;
    for path in scenario_paths() {
        let (scenario, _) = read(&sources, path).expect(path);
        let mut player = Player::new(Arc::clone(&scenario), PlayOptions::default()).expect(path);
        player.run_until(player.end());
        for site in [&scenario.site, &**player.site()] {
            let links = links(site);
            let far = |link: &&PhoneId| site.ends_of(**link).outer == node_of_cluster(ClusterId(1));
            between_clusters += links.iter().filter(far).count();
            let all = links.iter().flat_map(|link| faults(*link));
            all.for_each(|fault| said_back(&scenario, site, &fault));
        }
    }
    assert!(between_clusters > 5, "{between_clusters}");
}

/// Two clusters in which nearly everything is called the same.
const ALIKE: &str = "\
lampfield: 1
name: Alike
clusters:
  North:
    trunks: { Desk: { type: SIP, destination: East }, Trunk: { type: SIP, destination: East }, Gate: { type: H.323, destination: East } }
    directory_numbers: { 1000: {} }
    phones: { Desk: { type: 7961 SCCP, lines: [1000] } }
  East:
    trunks: { Trunk: { type: SIP, destination: North }, Line S: { type: SIP } }
    directory_numbers: { 2000: {} }
    phones: { Desk: { type: 7961 SCCP, lines: [2000] } }
outside:
  Server S: { type: presence server, trunk: Line S, presentities: { 7100: idle } }
steps: [{ at: 0s, do: everybody connects }]
";

#[test]
fn a_link_between_two_clusters_is_called_by_the_trunk_of_either_side() {
    let sources = MemorySources::new([("x.yaml", ALIKE)]);
    let scenario = load(&sources, "x.yaml").expect("a scenario");
    let site = &scenario.site;
    links(site).into_iter().flat_map(faults).for_each(|fault| said_back(&scenario, site, &fault));
    let between = site.link_of_trunk(ClusterId(0), "Trunk").expect("a link");
    let server = site.link_of_trunk(ClusterId(1), "Line S").expect("a link");
    let means = |sentence: &str| match scenario.spoken(sentence) {
        Ok(Spoken::Fault(faults)) => faults,
        other => panic!("{sentence}: {other:?}"),
    };
    let lose = |phone, end| Fault::LoseNext { but: 0, method: "NOTIFY".into(), end, phone };
    assert_eq!(means("cut North/Trunk"), [Fault::Cut(between)]);
    assert_eq!(means("cut East/Trunk"), [Fault::Cut(between)]);
    assert_eq!(means("lose next NOTIFY to North/Trunk"), [lose(between, LinkEnd::To)]);
    assert_eq!(means("lose next NOTIFY to East/Trunk"), [lose(between, LinkEnd::From)]);
    assert_eq!(means("lose next NOTIFY from East/Trunk"), [lose(between, LinkEnd::To)]);
    // A trunk to somebody outside runs over that one's link.
    assert_eq!(means("heal Line S"), [Fault::Heal(server)]);
    assert_eq!(means("lose next NOTIFY from Server S"), means("lose next NOTIFY from Line S"));
    assert_eq!(fault_words(site, &Fault::Cut(between)), "cut North/Trunk");
    assert!(scenario.spoken("cut Gate").is_err() && scenario.spoken("cut Trunk").is_err());
}
