//! What is asked, and in which order.

use super::*;
use crate::cluster::ClusterBuilder;
use RuleId::*;

fn cluster() -> ClusterBuilder {
    ClusterBuilder::new()
        .blf_for_call_lists(true)
        .partition("Sales")
        .partition("Support")
        .css("Everyone", &["Sales", "Support"])
        .template("One BLF", 1)
        .dn("2000 in Sales")
        .dn("2000 in Support")
        .dn("20XX in Support")
        .dn("1000")
        .phone("Phone A", "7970 SIP", |p| {
            p.css("Everyone").subscribe_css("Everyone").template("One BLF")
        })
        .phone("Bare", "7961 SCCP", |p| p)
        .phone("Lobby", "H.323", |p| p)
}

#[test]
fn a_button_is_asked_model_template_route_and_no_groups() {
    let c = cluster().build().unwrap();
    let d = ask(&c, "Phone A", BLF, "2000");
    let expected = [Watch13, Admin3, Css1, Css1, R4, Css1, R10, R10, Group10, R5, Req2];
    assert_eq!(rules(&d), expected);
    // One runner-up lost by order alone, the wider pattern because others are closer.
    let dn = |name| Entry::DirectoryNumber(c.directory_numbers.id_of(name).unwrap());
    let (winner, loser) = (dn("2000 in Sales"), dn("2000 in Support"));
    let wider = Fact::RunnerUp { loser: dn("20XX in Support"), winner, by_order: false };
    for lost in [Fact::RunnerUp { loser, winner, by_order: true }, wider] {
        assert!(d.checks.iter().any(|check| check.fact == lost), "{lost:?}");
    }
}

#[test]
fn a_call_list_entry_is_asked_the_parameter_first_then_model_route_and_groups() {
    let c = cluster().build().unwrap();
    let d = ask(&c, "Phone A", MISSED, "1000");
    let expected = [Watch9, Watch13, Css1, Css1, R4, Css1, Group1, Auth4, Auth1, Auth3, R5, Req2];
    assert_eq!(rules(&d), expected);
    let d = ask(&cluster().blf_for_call_lists(false).build().unwrap(), "Lobby", MISSED, "1000");
    assert_eq!(rules(&d), [Watch9, R5, Watch10]);
    assert_eq!((d.answer.outcome, d.answer.code), (Outcome::Refused, 403));
}

#[test]
fn a_watcher_that_cannot_watch_asks_nothing() {
    let c = cluster().build().unwrap();
    assert_eq!(rules(&ask(&c, "Lobby", BLF, "1000")), [Watch13]);
    assert_eq!(rules(&ask(&c, "Bare", BLF, "1000")), [Watch13, Admin3]);
    let second = Way::BlfSpeedDial { button: 2, named: None };
    assert_eq!(ask(&c, "Phone A", second, "1000").answer.rule, Admin3);
}

#[test]
fn each_way_of_finding_nothing_names_its_rule() {
    let c = cluster().build().unwrap();
    let table: &[(&str, Way, &str, RuleId, &[RuleId])] = &[
        ("Phone A", BLF, "999", Css1, &[Watch5, R3, Watch10]),
        ("Phone A", MISSED, "999", Css1, &[R3, Watch10]),
        ("Bare", MISSED, "2000", Css3, &[Css1, R3]),
        ("Phone A", BLF, "bob@example.com", Css6, &[R3]),
    ];
    for (phone, way, target, rule, besides) in table {
        let d = ask(&c, phone, *way, target);
        assert_eq!((d.answer.outcome, d.answer.rule), (Outcome::NoRoute, *rule), "{target}");
        assert_eq!((d.answer.code, d.answer.found), (404, None));
        let missing: Vec<_> = besides.iter().filter(|r| !rules(&d).contains(r)).collect();
        assert!(missing.is_empty(), "{target}: {missing:?}");
    }
}

#[test]
fn where_the_number_stands_instead_is_told() {
    let b = cluster().css("Sales only", &["Sales"]).dn("3000 in Support");
    let c = b.phone("Phone C", "7970 SIP", |p| p.subscribe_css("Sales only")).build().unwrap();
    let d = ask(&c, "Phone C", MISSED, "3000");
    let elsewhere = d.checks.iter().find_map(|check| match check.fact {
        Fact::NoMatch { elsewhere, .. } => elsewhere,
        _ => None,
    });
    let expected = c.directory_numbers.id_of("3000 in Support").map(Entry::DirectoryNumber);
    assert_eq!(elsewhere, expected);
    assert!(rules(&d).contains(&Css2), "the CSS for calls is another: none");
}

#[test]
fn a_line_is_named_as_the_subscriber_and_changes_nothing() {
    let c = cluster().build().unwrap();
    let index = RouteIndex::new(&c);
    let watcher = Watcher::Phone(c.phones.id_of("Phone A").unwrap());
    let line = c.directory_numbers.id_of("2000 in Support");
    for (way, rule) in [(BLF, Quirk7), (MISSED, Quirk6), (Way::CallList(CallList::Received), R18)] {
        let mut checks = Vec::new();
        let q = Question { watcher, way, target: "1000", line };
        let answer = decide(&c, &index, &q, &mut checks);
        assert_eq!(answer, ask(&c, "Phone A", way, "1000").answer);
        let named: Vec<RuleId> = checks
            .iter()
            .filter(|check| matches!(check.fact, Fact::Subscriber(_)))
            .map(|check| check.rule)
            .collect();
        assert_eq!(named, [rule, Watch8]);
    }
}
