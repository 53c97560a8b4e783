//! The words for trunks, routes, hunting, applications and users.

use super::{MISSED, blf, told};
use crate::cluster::{Cluster, WatchesAs};
use crate::presence::tests::outside::{application, built, on_trunk};
use crate::presence::tests::{ask, ask_as};
use crate::presence::{Decision, Proof, Watcher, Way, WrongProof, check_texts};
use crate::rules::RuleId;

/// Headline and remedies, one a line.
fn lines(c: &Cluster, d: &Decision) -> String {
    told(c, d).join("\n")
}

#[test]
fn what_a_trunk_refuses_is_told_with_the_box_to_tick() {
    let c = built();
    let app = |name| application(&c, name);
    let table: &[(&str, Proof, &str)] = &[
        (
            "In none",
            Proof::NotChecked,
            "refused (AUTH-5): Accept Presence Subscription is not checked in the security profile `none` of In none
check Accept Presence Subscription in the security profile `none`, and reset In none",
        ),
        (
            "In da",
            Proof::Missing,
            "refused (AUTH-14): In da asks for digest authentication, and the request has no credentials. The sender needs the device credentials of the trunk, or those of an application user
clear Enable Digest Authentication in the security profile `da`, and reset In da",
        ),
        (
            "In da",
            Proof::Wrong(WrongProof::Stale),
            "refused (AUTH-14): the credentials answer a challenge that is too old; a new one was sent
clear Enable Digest Authentication in the security profile `da`, and reset In da",
        ),
        (
            "In d",
            app("Accepts"),
            "refused (AUTH-11): the application user Accepts accepts presence subscriptions, but the security profile `d` of In d does not
check Accept Presence Subscription in the security profile `d`, and reset In d (the first step: then AUTH-12 decides)",
        ),
        (
            "In da",
            app("Accepts"),
            "refused (AUTH-12): the application user Accepts accepts presence subscriptions, but Enable Application Level Authorization is off in the security profile `da` of In da
check Enable Application Level Authorization in the security profile `da`, and reset In da (the first step: then GROUP-3 decides)",
        ),
        (
            "In dla",
            app("Closed"),
            "refused (AUTH-7): Accept Presence Subscription is not checked for the application user Closed
check Accept Presence Subscription for the application user Closed (the first step: then GROUP-3 decides)",
        ),
        (
            "In dla",
            Proof::Device,
            "refused (R-13): Enable Application Level Authorization is on in the security profile `dla` of In dla, and a mere device is no application user
clear Enable Application Level Authorization in the security profile `dla`, and reset In dla",
        ),
        (
            "In dla",
            app("Assistant"),
            "refused (QUIRK-1): Assistant is IP Manager Assistant, which takes no part in SIP presence",
        ),
        (
            "In dla",
            app("Accepts"),
            "refused by default (GROUP-3): 1000 in Internal is found, and `Apps` to `Board` is Use System Default, and that is Disallow Subscription
set `Apps` to `Board` to Allow Subscription
move 1000 in Internal to the presence group `Apps`
set Default Inter-Presence Group Subscription to Allow Subscription
move Accepts to the presence group `Board`",
        ),
    ];
    for (trunk, proof, expected) in table {
        assert_eq!(lines(&c, &on_trunk(&c, trunk, *proof, false, "1000")), *expected);
    }
}

#[test]
fn a_request_from_outside_for_what_the_cluster_does_not_support_is_told_so() {
    let c = built();
    let table = [
        (
            "7000",
            "not supported (R-15): 7000 leads to West: a request from a trunk is not handed on to another",
        ),
        (
            "999",
            "no match (CSS-1): looked in Internal, then Away, then <None>; no partition has 999",
        ),
    ];
    for (target, expected) in table {
        assert_eq!(lines(&c, &on_trunk(&c, "In a", Proof::NotChecked, false, target)), expected);
    }
}

#[test]
fn ways_out_are_told_with_what_would_open_them() {
    let c = built();
    let table = [
        (
            blf(1),
            "7000",
            "allowed (GROUP-10): 7000 leads to West, and a BLF/SpeedDial asks no presence groups",
        ),
        (
            MISSED,
            "91234",
            "allowed (GROUP-2): 91234 leads to the route list `Out`, and `Staff Group` to `Partners` is Allow Subscription",
        ),
        (
            blf(1),
            "8000",
            "refused (ROUTE-2): Old is no SIP trunk but MGCP, which carries no presence
let the route pattern 8XXX in Away lead to In a, a SIP trunk",
        ),
        (
            blf(1),
            "5000",
            "refused (ROUTE-2): the route group `Dead` has no SIP trunk
add In a, a SIP trunk, to the route group `Dead`",
        ),
        (
            blf(1),
            "6000",
            "refused (QUIRK-3): 6000 in Internal is a hunt pilot, which cannot be watched; the members of its hunt list can
watch 1001 in Internal instead, a member of the hunt list `Sales`",
        ),
        (
            blf(1),
            "bob@sip.example.com",
            "refused by default (GROUP-3): bob@sip.example.com leads to East, and `Staff Group` to `Board` is Use System Default, and that is Disallow Subscription
set `Staff Group` to `Board` to Allow Subscription
set Default Inter-Presence Group Subscription to Allow Subscription
move Phone A to the presence group `Board`
move East to the presence group `Staff Group`",
        ),
        (
            blf(1),
            "bob@nowhere.org",
            "no match (CSS-6): no SIP route pattern leads to bob@nowhere.org
add the SIP route pattern nowhere.org, which leads to In a",
        ),
    ];
    for (way, target, expected) in table {
        assert_eq!(lines(&c, &ask(&c, "Phone A", way, target)), expected);
    }
}

#[test]
fn a_search_space_is_told_with_the_user_whose_it_is() {
    let mut c = built();
    let user = c.end_users.id_of("anna").unwrap();
    let told = lines(&c, &ask_as(&c, Watcher::EndUser(user), Way::Directory, "7000"));
    assert_eq!(
        told,
        "no match (CSS-1): looked in Internal, then <None>; 7XXX stands in Away
add Away to the calling search space `Staff` (the first step: then GROUP-3 decides)
give anna the SUBSCRIBE calling search space `Everyone` (the first step: then GROUP-3 decides)"
    );
    let phone = c.phones.id_of("Phone A").unwrap();
    let phone = c.phones.get_mut(phone).unwrap();
    (phone.acting.user, phone.acting.watches_as) = (Some(user), WatchesAs::EndUser(user));
    phone.subscribe_css = None;
    let decision = ask(&c, "Phone A", blf(1), "1000");
    let mut texts = check_texts(&c, &decision).into_iter();
    assert_eq!(
        texts.find(|text| text.rule == RuleId::Css3).unwrap().sentence,
        "anna has no SUBSCRIBE calling search space: only numbers without a partition are found"
    );
    assert_eq!(
        lines(&c, &decision),
        "no match (CSS-3): the SUBSCRIBE CSS of anna is None: looked in <None>; 1000 stands in Internal
give anna the SUBSCRIBE calling search space `Everyone`
give anna the SUBSCRIBE calling search space `Staff`"
    );
}
