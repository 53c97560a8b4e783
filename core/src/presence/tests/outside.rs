//! Requests from trunks: tables.

use super::*;
use crate::cluster::{
    ClusterBuilder, DefaultPermission, Distribution, Permission, SecurityProfile, TrunkKind,
};
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
