//! Requests from trunks, ways out of the cluster, users and profiles: tables.

use super::*;
use crate::cluster::{
    ButtonsOf, ClusterBuilder, DefaultPermission, DeviceProfile, Distribution, Model, ModelSupport,
    Permission, ProfileKind, SecurityProfile, TrunkKind, WatchesAs,
};
use crate::id::DeviceProfileId;
use RuleId::*;

/// A cluster with one of everything. The security profiles are named after their boxes: `d`
/// digest, `l` application level, `a` accept, `none`.
pub(in crate::presence) fn cluster() -> ClusterBuilder {
    let mut b = ClusterBuilder::new()
        .blf_for_call_lists(true)
        .default_permission(DefaultPermission::Disallow)
        .partition("Internal")
        .partition("Away")
        .css("Everyone", &["Internal", "Away"])
        .css("Staff", &["Internal"]);
    for group in ["Staff Group", "Board", "Partners", "Apps", "Users"] {
        b = b.group(group);
    }
    let allow = Permission::AllowSubscription;
    b = b
        .permission("Partners", "Board", allow)
        .permission("Apps", "Staff Group", allow)
        .permission("Users", "Board", allow)
        .permission("Staff Group", "Partners", allow)
        .template("Two BLF", 2)
        .dn_in_group("1000 in Internal", "Board")
        .dn_in_group("1001 in Internal", "Staff Group")
        .hunt_list("Sales", &["1001 in Internal"])
        .hunt_pilot("6000 in Internal", "Sales");
    for boxes in ["a", "none", "da", "d", "dla", "dl"] {
        b = b.security_profile(boxes, |p| tick(p, boxes));
        let name = format!("In {boxes}");
        b = b.sip_trunk(&name, boxes, "Partners", Some("Everyone"));
    }
    b.sip_trunk("West", "none", "Partners", None)
        .sip_trunk("East", "none", "Board", None)
        .trunk("Old", TrunkKind::Mgcp)
        .trunk("Older", TrunkKind::H323)
        .route_group("Mixed", Distribution::TopDown, &["Old", "East", "West"])
        .route_group("Dead", Distribution::TopDown, &["Old", "Older"])
        .route_list("Out", &["Mixed"])
        .route_pattern("7XXX in Away", "West")
        .route_pattern("71XX in Away", "East")
        .route_pattern("8XXX in Away", "Old")
        .route_pattern("9.XXXX in Away", "Out")
        .route_pattern("5XXX in Away", "Dead")
        .sip_route_pattern("example.com in Away", "West")
        .sip_route_pattern("*.example.com in Away", "East")
        .sip_route_pattern("lab.example.com in Internal", "Old")
        .sip_route_pattern("10.21.91.156", "Out")
        .application_user("Accepts", Some("Apps"), true)
        .application_user("Groupless", None, true)
        .application_user("Closed", Some("Apps"), false)
        .application_user("Assistant", Some("Apps"), true)
        .end_user("anna", "Users", Some("Staff"))
        .phone("Phone A", "7970 SIP", |p| {
            p.css("Everyone").subscribe_css("Everyone").group("Staff Group").template("Two BLF")
        })
}

fn tick(profile: &mut SecurityProfile, boxes: &str) {
    profile.digest_authentication = boxes.contains('d');
    profile.application_level_authorization = boxes.contains('l');
    profile.accept_presence_subscription = boxes.contains('a');
}

pub(in crate::presence) fn built() -> Cluster {
    let mut c = cluster().build().unwrap();
    let assistant = c.application_users.id_of("Assistant").unwrap();
    c.application_users.get_mut(assistant).unwrap().ip_manager_assistant = true;
    c
}

pub(in crate::presence) fn application(c: &Cluster, name: &str) -> Proof {
    Proof::Application(c.application_users.id_of(name).unwrap())
}

/// Asks on a trunk; `user` is an end user in whose name it is asked.
pub(in crate::presence) fn on_trunk(
    c: &Cluster,
    trunk: &str,
    proof: Proof,
    user: bool,
    target: &str,
) -> Decision {
    let user = user.then(|| c.end_users.id_of("anna").unwrap());
    let trunk = c.trunks.id_of(trunk).unwrap();
    let watcher = Watcher::Trunk(TrunkRequest { trunk, proof, user });
    ask_as(c, watcher, Way::Outside, target)
}

#[test]
fn the_matrix_of_tick_boxes_digest_and_proofs() {
    let c = built();
    let app = |name| application(&c, name);
    let stale = Proof::Wrong(WrongProof::Stale);
    let unknown = Proof::Wrong(WrongProof::UnknownUser);
    // Trunk by its boxes, proof, for an end user, the code and the rule that decided; 1000 is in
    // Board: Partners and Users may see it, Apps may not.
    let table = [
        ("a", Proof::NotChecked, false, 200, Group2),
        // Credentials that come unasked are ignored (AUTH-13).
        ("a", app("Closed"), true, 200, Group2),
        ("a", stale, false, 200, Group2),
        ("none", Proof::NotChecked, false, 403, Auth5),
        ("da", Proof::Missing, false, 401, Auth14),
        ("da", stale, false, 401, Auth14),
        ("da", unknown, false, 401, Auth14),
        ("da", Proof::Device, false, 200, Group2),
        ("da", app("Accepts"), false, 403, Auth12),
        ("da", app("Closed"), false, 200, Group2),
        ("da", app("Assistant"), false, 403, Quirk1),
        ("d", app("Accepts"), false, 403, Auth11),
        ("d", app("Closed"), false, 403, Auth5),
        ("d", Proof::Missing, false, 403, Auth5),
        ("dl", app("Accepts"), false, 403, Auth11),
        ("dla", Proof::Missing, false, 401, Auth14),
        ("dla", Proof::Device, false, 403, R13),
        ("dla", app("Accepts"), false, 403, Group3),
        ("dla", app("Groupless"), false, 200, Group2),
        ("dla", app("Closed"), false, 403, Auth7),
        ("dla", app("Assistant"), false, 403, Quirk1),
        // The end user's own group decides (AUTH-17, R-11), the application's boxes all the same.
        ("dla", app("Accepts"), true, 200, Group2),
        ("dla", app("Assistant"), true, 200, Group2),
        ("dla", app("Closed"), true, 403, Auth7),
    ];
    for (boxes, proof, user, code, rule) in table {
        let d = on_trunk(&c, &format!("In {boxes}"), proof, user, "1000");
        let told = (d.answer.code, d.answer.rule);
        assert_eq!(told, (code, rule), "{boxes} {proof:?} {user}: {:?}", d.checks);
        assert!(rules(&d).contains(&rule), "{boxes} {proof:?}");
    }
}

#[test]
fn each_rule_of_acceptance_stands_in_the_decisions_that_it_shapes() {
    let c = built();
    let app = |name| application(&c, name);
    let table: &[(&str, Proof, bool, &[RuleId])] = &[
        ("a", Proof::NotChecked, false, &[Auth2, Auth5, Auth6, Auth13, Auth15, Css4, Req4, Group9]),
        ("da", Proof::Device, false, &[Auth14, Auth18, R13, Group10]),
        ("dla", app("Groupless"), false, &[Auth7, Auth8, Group8, Auth18]),
        ("dla", app("Accepts"), true, &[Auth17, R11, Group9]),
        ("dla", app("Assistant"), true, &[Quirk1, R11, Auth17]),
        ("dla", Proof::Missing, false, &[Auth9, Auth14, Auth2]),
        ("dla", app("Closed"), false, &[Auth7, Auth10]),
        // Nobody is known yet, and an application user that accepts would not help.
        ("none", Proof::NotChecked, false, &[Auth5, Auth11]),
    ];
    for (boxes, proof, user, expected) in table {
        let d = on_trunk(&c, &format!("In {boxes}"), *proof, *user, "1000");
        let missing: Vec<_> = expected.iter().filter(|r| !rules(&d).contains(r)).collect();
        assert!(missing.is_empty(), "{boxes} {proof:?}: {missing:?} of {:?}", rules(&d));
    }
}

#[test]
fn the_first_thing_that_is_wrong_in_the_order_of_r5_decides() {
    // Everything is wrong: mended one by one, each mistake comes to light in its turn.
    let mut c = built();
    let trunk = c.trunks.id_of("In none").unwrap();
    let profile = c.trunks.get(trunk).unwrap().sip().unwrap().security_profile;
    let app = application(&c, "Closed");
    let decided = |c: &Cluster, proof, target| {
        let d = on_trunk(c, "In none", proof, false, target);
        (d.answer.code, d.answer.rule)
    };
    tick(c.security_profiles.get_mut(profile).unwrap(), "dl");
    assert_eq!(decided(&c, Proof::Missing, "999"), (403, Auth5));
    tick(c.security_profiles.get_mut(profile).unwrap(), "dla");
    assert_eq!(decided(&c, Proof::Missing, "999"), (401, Auth14));
    assert_eq!(decided(&c, app, "999"), (403, Auth7));
    let app = application(&c, "Accepts");
    assert_eq!(decided(&c, app, "999"), (404, Css1));
    assert_eq!(decided(&c, app, "6000"), (403, Quirk3));
    assert_eq!(decided(&c, app, "7000"), (404, R15));
    assert_eq!(decided(&c, app, "1000"), (403, Group3));
    assert_eq!(decided(&c, app, "1001"), (200, Group2));
}

#[test]
fn a_profile_changed_since_the_reset_does_not_act_yet() {
    let mut c = built();
    let trunk = c.trunks.id_of("In a").unwrap();
    let sip = c.trunks.get_mut(trunk).unwrap().sip_mut().unwrap();
    sip.profile_at_reset = Some(Box::new(SecurityProfile::new("a")));
    let d = on_trunk(&c, "In a", Proof::NotChecked, false, "1000");
    assert_eq!((d.answer.code, d.answer.rule), (403, Auth5));
    let advice: Vec<String> =
        explain(&c, &d).remedies.into_iter().map(|remedy| remedy.sentence).collect();
    assert_eq!(advice[0], "reset In a: its security profile was changed since its last Reset");
}

#[test]
fn what_is_found_decides_how_a_phone_is_answered() {
    let c = built();
    let route = |name: &str| {
        let trunk = c.trunks.id_of(name).map(crate::cluster::Route::Trunk);
        trunk.or_else(|| c.route_lists.id_of(name).map(crate::cluster::Route::List)).unwrap()
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

#[test]
fn watchers_that_were_deleted_are_refused_and_told() {
    let mut c = built();
    let (trunk, user) = (c.trunks.id_of("In a").unwrap(), c.end_users.id_of("anna").unwrap());
    c.trunks.remove(trunk);
    c.end_users.remove(user);
    let request = TrunkRequest { trunk, proof: Proof::NotChecked, user: None };
    for watcher in [Watcher::Trunk(request), Watcher::EndUser(user)] {
        let d = ask_as(&c, watcher, Way::Directory, "1000");
        assert_eq!((d.answer.code, d.answer.outcome), (403, Outcome::Refused));
        assert!(d.checks.iter().any(|check| check.fact == Fact::WatcherGone));
    }
}
