mod outside;

use super::*;
use crate::cluster::{ClusterBuilder, DefaultPermission, Permission};
use crate::presence::{
    CallList, Engine, LineState, Question, RouteIndex, Watcher, Way, decide, status_checks,
};

/// A staff phone and a board number, each in a partition and a group of its own.
fn cluster() -> ClusterBuilder {
    ClusterBuilder::new()
        .blf_for_call_lists(true)
        .partition("Internal")
        .partition("Executives")
        .css("Staff", &["Internal"])
        .css("Everyone", &["Internal", "Executives"])
        .group("User Group")
        .group("Executive Group")
        .template("One BLF", 1)
        .template("Three BLF", 3)
        .dn("1000 in Internal")
        .dn_in_group("1111 in Executives", "Executive Group")
        .phone("Phone B", "7961 SCCP", |p| p.line("1111 in Executives"))
        .phone("Phone C", "7961 SCCP", |p| p.subscribe_css("Everyone"))
}

fn phone_a(b: ClusterBuilder, css: &str) -> Cluster {
    b.phone("Phone A", "7970 SIP", |p| {
        let p = p.group("User Group").template("One BLF").line("1000 in Internal");
        if css.is_empty() { p } else { p.subscribe_css(css) }
    })
    .build()
    .unwrap()
}

fn asked(c: &Cluster, phone: &str, way: Way, target: &str) -> Decision {
    let watcher = Watcher::Phone(c.phones.id_of(phone).unwrap());
    let mut checks = Vec::new();
    let q = Question { watcher, way, target, line: None };
    let answer = decide(c, &RouteIndex::new(c), &q, &mut checks);
    Decision { watcher, way, target: target.into(), answer, checks, lamp: None }
}

fn blf(button: u16) -> Way {
    Way::BlfSpeedDial { button, named: None }
}

const MISSED: Way = Way::CallList(CallList::Missed);

/// The headline, then the remedies.
fn told(c: &Cluster, d: &Decision) -> Vec<String> {
    let e = explain(c, d);
    core::iter::once(e.headline).chain(e.remedies.into_iter().map(|r| r.sentence)).collect()
}

#[test]
fn a_number_outside_the_css_is_told_with_its_partition_and_the_smallest_change() {
    let c = phone_a(cluster(), "Staff");
    assert_eq!(
        told(&c, &asked(&c, "Phone A", blf(1), "1111")),
        [
            "no match (CSS-1): looked in Internal, then <None>; 1111 stands in Executives",
            "add Executives to the calling search space `Staff`",
            "give Phone A the SUBSCRIBE calling search space `Everyone`",
        ]
    );
}

#[test]
fn without_a_subscribe_css_the_advice_is_to_set_one() {
    let c = phone_a(cluster(), "");
    assert_eq!(
        told(&c, &asked(&c, "Phone A", blf(1), "1111")),
        [
            "no match (CSS-3): the SUBSCRIBE CSS is None: looked in <None>; 1111 stands in Executives",
            "give Phone A the SUBSCRIBE calling search space `Everyone`",
        ]
    );
}

#[test]
fn a_number_that_nobody_has_gets_no_advice() {
    let c = phone_a(cluster(), "Staff");
    assert_eq!(
        told(&c, &asked(&c, "Phone A", blf(1), "999")),
        ["no match (CSS-1): looked in Internal, then <None>; no partition has 999"]
    );
}

#[test]
fn a_disallow_is_told_and_the_default_would_not_help() {
    let disallow = Permission::DisallowSubscription;
    let b = cluster().permission("User Group", "Executive Group", disallow);
    let c = phone_a(b, "Everyone");
    assert_eq!(
        told(&c, &asked(&c, "Phone A", MISSED, "1111")),
        [
            "refused (GROUP-2): 1111 in Executives is found, and `User Group` to `Executive Group` is Disallow Subscription",
            "set `User Group` to `Executive Group` to Allow Subscription",
            "move Phone A to the presence group `Executive Group`",
            "move 1111 in Executives to the presence group `User Group`",
        ]
    );
}

#[test]
fn a_refusal_by_default_can_be_cured_by_the_default_last() {
    let c = phone_a(cluster(), "Everyone");
    let d = asked(&c, "Phone A", MISSED, "1111");
    let told = told(&c, &d);
    assert_eq!(
        told[0],
        "refused by default (GROUP-3): 1111 in Executives is found, and `User Group` to `Executive Group` is Use System Default, and that is Disallow Subscription"
    );
    assert_eq!(
        told.last().unwrap(),
        "set Default Inter-Presence Group Subscription to Allow Subscription"
    );
}

#[test]
fn call_lists_switched_off_are_told_before_all_else() {
    let c = phone_a(cluster().blf_for_call_lists(false), "Everyone");
    let d = asked(&c, "Phone A", MISSED, "1111");
    // Groups would refuse it then: the advice is a first step, and says so.
    assert_eq!(
        told(&c, &d),
        [
            "refused (WATCH-9): BLF for Call Lists is Disabled, so call lists show no status",
            "set BLF for Call Lists to Enabled (the first step: then GROUP-3 decides)",
        ]
    );
    let c = phone_a(
        cluster().blf_for_call_lists(false).default_permission(DefaultPermission::Allow),
        "Everyone",
    );
    let d = asked(&c, "Phone A", MISSED, "1111");
    assert_eq!(told(&c, &d)[1], "set BLF for Call Lists to Enabled");
}

#[test]
fn a_button_past_the_template_is_told_as_unassigned() {
    let c = phone_a(cluster(), "Everyone");
    assert_eq!(
        told(&c, &asked(&c, "Phone A", blf(3), "1111")),
        [
            "refused (ADMIN-3): BLF 3 is an unassigned associated item: the template `One BLF` has 1 Speed Dial BLF button",
            "give Phone A the phone button template `Three BLF`",
            "add 2 Speed Dial BLF buttons to the phone button template `One BLF`",
        ]
    );
}

#[test]
fn a_button_that_finds_another_number_is_told_with_the_order_that_helps() {
    let b = ClusterBuilder::new()
        .partition("Sales")
        .partition("Support")
        .css("Sales first", &["Sales", "Support"])
        .template("One BLF", 1)
        .dn("2000 in Sales")
        .dn("2000 in Support")
        .phone("Phone A", "7970 SIP", |p| p.subscribe_css("Sales first").template("One BLF"));
    let c = b.build().unwrap();
    let named = c.directory_numbers.id_of("2000 in Support");
    let d = asked(&c, "Phone A", Way::BlfSpeedDial { button: 1, named }, "2000");
    assert_eq!(
        told(&c, &d),
        [
            "allowed (GROUP-10): 2000 in Sales is found, and a BLF/SpeedDial asks no presence groups; the button names 2000 in Support, but 2000 in Sales answers (R-14)",
            "put Support first in the calling search space `Sales first`",
        ]
    );
}

#[test]
fn an_allowed_request_needs_no_remedy_and_every_check_has_a_sentence() {
    let c = phone_a(cluster(), "Everyone");
    let mut d = asked(&c, "Phone A", blf(1), "1111");
    let dn = c.directory_numbers.id_of("1111 in Executives").unwrap();
    let phone_b = c.phones.id_of("Phone B").unwrap();
    let mut engine = Engine::new(&c);
    engine.set_line(&c, phone_b, dn, LineState::OffHook);
    status_checks(&c, &engine, dn, &mut d.checks);
    let e = explain(&c, &d);
    assert!(e.remedies.is_empty());
    let lines: Vec<String> = e
        .checks
        .iter()
        .map(|k| {
            let path = k.path.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {:?}: {} [{path}]", k.rule, k.verdict, k.sentence)
        })
        .collect();
    let expected = "\
WATCH-13 Pass: Phone A is a SIP phone, which can watch [Device > Phone > Phone A > Phone Type]
ADMIN-3 Pass: BLF 1 has its button: the template has 1 Speed Dial BLF button [Device > Phone > Phone A > Phone Button Template]
CSS-1 Noted: looked in Internal: nothing matches [Call Routing > Class of Control > Calling Search Space > Everyone > Selected Partitions]
CSS-1 Noted: looked in Executives: 1111 in Executives matches [Call Routing > Class of Control > Calling Search Space > Everyone > Selected Partitions]
R-4 Noted: looked in <None>: nothing matches [Call Routing > Class of Control > Calling Search Space > Everyone > Selected Partitions]
CSS-2 NotApplied: the calling search space for calls, <None>, is another one and was not asked [Device > Phone > Phone A > Calling Search Space]
CSS-1 Pass: the closest match is 1111 in Executives [Call Routing > Directory Number > 1111 in Executives]
GROUP-10 NotApplied: a BLF/SpeedDial asks no presence groups []
R-5 Noted: answered 200: accepted []
REQ-2 Pass: 1111 in Executives is on this cluster, which answers itself [Call Routing > Directory Number > 1111 in Executives]
QUIRK-5 Noted: Phone B is off-hook and not connected to anybody; for a 7961 SCCP phone that means busy [Device > Phone > Phone B > Phone Type]
R-12 Noted: dial tone, dialling and ringing the far end are off-hook [Device > Phone > Phone B > Phone Type]
WATCH-7 Noted: CallManager says busy []";
    assert_eq!(lines.join("\n"), expected);
}
