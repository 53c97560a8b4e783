//! Ways out of the cluster, phone types, users and profiles: tables.

use super::outside::{built, cluster, on_trunk};
use super::*;
use crate::cluster::{
    ButtonsOf, DeviceProfile, Model, ModelSupport, Permission, ProfileKind, Route, WatchesAs,
};
use crate::id::DeviceProfileId;
use RuleId::*;

#[test]
fn what_is_found_decides_how_a_phone_is_answered() {
    let c = built();
    let route = |name: &str| {
        let trunk = c.trunks.id_of(name).map(Route::Trunk);
        trunk.or_else(|| c.route_lists.id_of(name).map(Route::List)).unwrap()
    };
    let blf = BLF;
    // Staff may see Partners (West), not Board (East).
    let table = [
        (blf, "7000", 200, Group10, Some("West")),
        (MISSED, "7000", 200, Group2, Some("West")),
        (Way::Directory, "7000", 200, Group2, Some("West")),
        // The closest match leads elsewhere.
        (blf, "7100", 200, Group10, Some("East")),
        (MISSED, "7100", 403, Group3, Some("East")),
        (blf, "8000", 403, Route2, Some("Old")),
        // East is skipped, West carries it.
        (MISSED, "91234", 200, Group2, Some("Out")),
        // URIs: exact before wildcard, a wildcard is no host of its own, addresses too.
        (MISSED, "bob@example.com", 200, Group2, Some("West")),
        (MISSED, "bob@EXAMPLE.com:5060", 200, Group2, Some("West")),
        (MISSED, "bob@a.b.example.com", 403, Group3, Some("East")),
        (blf, "bob@sip.example.com", 403, Group3, Some("East")),
        (blf, "bob@lab.example.com", 403, Route2, Some("Old")),
        (blf, "2085017328@10.21.91.156:5060", 200, Group2, Some("Out")),
        (blf, "1000@example.org", 404, Css6, None),
        // A number of the cluster in the form of a URI.
        (MISSED, "1001@CallManager", 200, Group1, None),
        (blf, "6000", 403, Quirk3, None),
        (blf, "1001", 200, Group10, None),
    ];
    for (way, target, code, rule, expected) in table {
        let d = ask(&c, "Phone A", way, target);
        assert_eq!((d.answer.code, d.answer.rule), (code, rule), "{target}: {:?}", d.checks);
        if let Some(expected) = expected {
            assert_eq!(d.answer.found, Some(Found::Route(route(expected))), "{target}");
        }
        let e = explain(&c, &d);
        assert!(e.checks.iter().all(|check| !check.sentence.is_empty()), "{target}: {e:?}");
        assert!(e.headline.contains(rule.as_str()));
    }
}

#[test]
fn each_rule_of_routing_stands_in_the_decisions_that_it_shapes() {
    let c = built();
    let table: &[(Way, &str, &[RuleId])] = &[
        (BLF, "7000", &[Watch5, Group10, Route1, Req3, R10]),
        (MISSED, "7000", &[Auth16, Auth1, Req3]),
        (MISSED, "91234", &[R21, R8, Auth16, Route1]),
        (BLF, "bob@example.com", &[R1, Auth16, Css6, Watch1]),
        (BLF, "5000", &[R21, Route2]),
        (BLF, "6000", &[Quirk3, R3]),
        (BLF, "1001", &[Quirk2]),
        (Way::Directory, "1000", &[R19, Watch9, Watch10, R3]),
    ];
    for (way, target, expected) in table {
        let d = ask(&c, "Phone A", *way, target);
        let missing: Vec<_> = expected.iter().filter(|r| !rules(&d).contains(r)).collect();
        assert!(missing.is_empty(), "{target}: {missing:?} of {:?}", rules(&d));
    }
    for (target, expected) in [("7000", &[Req5, R15][..]), ("999", &[Req5, Css1])] {
        let d = on_trunk(&c, "In a", Proof::NotChecked, false, target);
        assert_eq!((d.answer.code, d.answer.outcome), (404, Outcome::NoRoute));
        assert!(expected.iter().all(|rule| rules(&d).contains(rule)), "{:?}", rules(&d));
    }
}

#[test]
fn where_every_trunk_is_skipped_the_answer_is_403() {
    let mut c = built();
    let (west, board) =
        (c.trunks.id_of("West").unwrap(), c.presence_groups.id_of("Board").unwrap());
    c.trunks.get_mut(west).unwrap().sip_mut().unwrap().presence_group = board;
    let d = ask(&c, "Phone A", MISSED, "91234");
    assert_eq!((d.answer.code, d.answer.outcome), (403, Outcome::RefusedByDefault));
    let staff = c.presence_groups.id_of("Staff Group").unwrap();
    let disallow = Permission::DisallowSubscription;
    c.presence_groups.get_mut(staff).unwrap().relationships.insert(board, disallow);
    let d = ask(&c, "Phone A", MISSED, "91234");
    assert_eq!((d.answer.rule, d.answer.outcome), (Group2, Outcome::Refused));
    let failed = d.checks.iter().find(|check| check.verdict == Verdict::Fail).unwrap();
    assert_eq!(failed.rule, R8);
}

#[test]
fn a_model_can_support_buttons_and_lists_apart() {
    let support = ModelSupport {
        blf_speed_dials: true,
        call_lists: false,
        extension_mobility: false,
        internationalization: false,
    };
    let c = cluster().model("7970 SIP", support).build().unwrap();
    assert_eq!(ask(&c, "Phone A", BLF, "1001").answer.code, 200);
    for way in [MISSED, Way::Directory] {
        let d = ask(&c, "Phone A", way, "1001");
        assert_eq!((d.answer.code, d.answer.rule), (403, Watch13));
        assert_eq!(
            explain(&c, &d).headline,
            "refused (WATCH-13): the phone type of Phone A does not support presence for call lists and directories"
        );
    }
}

fn profile(c: &mut Cluster, kind: ProfileKind) -> DeviceProfileId {
    c.device_profiles.push(DeviceProfile {
        name: "Profile".to_owned(),
        description: String::new(),
        kind,
        model: Model::parse("7970 SIP").unwrap(),
        css: None,
        template: None,
        lines: Vec::new(),
        blf_speed_dials: Vec::new(),
    })
}

#[test]
fn extension_mobility_names_the_user_or_the_profile_as_the_place() {
    let mut c = built();
    let phone = c.phones.id_of("Phone A").unwrap();
    let anna = c.end_users.id_of("anna").unwrap();
    let user = profile(&mut c, ProfileKind::User);
    let generated = profile(
        &mut c,
        ProfileKind::Autogenerated {
            subscribe_css: None,
            presence_group: crate::cluster::STANDARD_PRESENCE_GROUP,
        },
    );
    let buttons_of = ButtonsOf::Profile;
    let table = [
        (
            Some(anna),
            WatchesAs::EndUser(anna),
            buttons_of(user),
            &[Em1, Em5, Css5, Css4, R19][..],
            "End User",
        ),
        (None, WatchesAs::EndUser(anna), buttons_of(user), &[Em3, R2, Css4], "End User"),
        (None, WatchesAs::Profile(generated), buttons_of(generated), &[Em4, Css4], "Autogenerated"),
        (None, WatchesAs::Phone, buttons_of(user), &[Em3, R2], "Phone"),
    ];
    for (user, watches_as, buttons_of, expected, place) in table {
        let acting = &mut c.phones.get_mut(phone).unwrap().acting;
        (acting.user, acting.watches_as, acting.buttons_of) = (user, watches_as, buttons_of);
        let d = ask(&c, "Phone A", MISSED, "1000");
        let missing: Vec<_> = expected.iter().filter(|r| !rules(&d).contains(r)).collect();
        assert!(missing.is_empty(), "{watches_as:?}: {missing:?} of {:?}", rules(&d));
        let em2 = ask(&c, "Phone A", BLF, "1000");
        assert_eq!(rules(&em2).contains(&Em2), user.is_none());
        let moved = explain(&c, &d)
            .remedies
            .into_iter()
            .find(|r| r.sentence.contains("move ") && !r.sentence.contains("1000"));
        let path = moved.unwrap().path.to_string();
        assert!(path.contains(place), "{path}");
    }
}

#[test]
fn an_end_user_asks_with_its_own_group_and_search_space() {
    let c = built();
    let anna = Watcher::EndUser(c.end_users.id_of("anna").unwrap());
    let d = ask_as(&c, anna, Way::Directory, "1000");
    assert_eq!((d.answer.code, d.answer.rule), (200, Group2));
    assert!(rules(&d).contains(&R19) && rules(&d).contains(&Group9));
    assert_eq!(ask_as(&c, anna, Way::Directory, "7000").answer.code, 404, "Staff has no Away");
}

#[test]
fn a_template_changed_since_the_reset_does_not_act_yet() {
    let mut c = built();
    let phone = c.phones.id_of("Phone A").unwrap();
    c.phones.get_mut(phone).unwrap().acting.template_at_reset = Some(Vec::new());
    let d = ask(&c, "Phone A", BLF, "1001");
    assert_eq!(d.answer.rule, Admin3);
    let advice = explain(&c, &d).remedies.into_iter().map(|r| r.sentence);
    let expected = "reset Phone A: its template was changed since its last Reset";
    assert_eq!(advice.collect::<Vec<_>>(), [expected]);
}
