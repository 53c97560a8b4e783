//! GROUP-1 to GROUP-4, GROUP-6, GROUP-10, AUTH-1, AUTH-4 as a table.

use super::*;
use crate::cluster::{ClusterBuilder, DefaultPermission, Permission};
use DefaultPermission::{Allow, Disallow};
use Outcome::{Allowed, Refused, RefusedByDefault};
use Permission::{AllowSubscription, DisallowSubscription, UseSystemDefault};

/// Watcher `Phone A` in group A, presentity 1111 in `to`.
fn cluster(
    default: DefaultPermission,
    a_to_b: Permission,
    b_to_a: Permission,
    to: &str,
) -> Cluster {
    ClusterBuilder::new()
        .blf_for_call_lists(true)
        .default_permission(default)
        .group("A")
        .group("B")
        .permission("A", "B", a_to_b)
        .permission("B", "A", b_to_a)
        .template("One BLF", 1)
        .dn_in_group("1111", to)
        .phone("Phone A", "7970 SIP", |p| p.group("A").template("One BLF"))
        .build()
        .unwrap()
}

#[test]
fn groups_decide_call_lists_by_the_directed_permission_and_else_by_the_default() {
    let table = [
        // Within one group whatever any setting says.
        ("A", Disallow, UseSystemDefault, DisallowSubscription, Allowed, RuleId::Group1),
        ("A", Allow, DisallowSubscription, DisallowSubscription, Allowed, RuleId::Group1),
        // Between two: the permission from A to B, whatever the other direction says.
        ("B", Disallow, AllowSubscription, DisallowSubscription, Allowed, RuleId::Group2),
        ("B", Allow, DisallowSubscription, AllowSubscription, Refused, RuleId::Group2),
        ("B", Disallow, DisallowSubscription, AllowSubscription, Refused, RuleId::Group2),
        // Use System Default: the service parameter.
        ("B", Allow, UseSystemDefault, DisallowSubscription, Allowed, RuleId::Group3),
        ("B", Disallow, UseSystemDefault, AllowSubscription, RefusedByDefault, RuleId::Group3),
    ];
    for (to, default, a_to_b, b_to_a, outcome, rule) in table {
        let c = cluster(default, a_to_b, b_to_a, to);
        let d = ask(&c, "Phone A", MISSED, "1111");
        assert_eq!(
            (d.answer.outcome, d.answer.rule),
            (outcome, rule),
            "{to} {default:?} {a_to_b:?}"
        );
        assert!(rules(&d).contains(&RuleId::Auth1));
        assert_eq!(d.answer.code, if outcome == Allowed { 200 } else { 403 });
        assert_eq!(d.answer.found, c.directory_numbers.id_of("1111").map(Found::DirectoryNumber));
        // The same number behind a button: never asked (GROUP-10).
        let d = ask(&c, "Phone A", BLF, "1111");
        assert_eq!((d.answer.outcome, d.answer.rule), (Allowed, RuleId::Group10));
    }
}

#[test]
fn without_groups_of_ones_own_the_groups_refuse_nothing() {
    let c = ClusterBuilder::new()
        .blf_for_call_lists(true)
        .default_permission(Disallow)
        .dn("1111")
        .phone("Phone A", "7970 SIP", |p| p)
        .build()
        .unwrap();
    let d = ask(&c, "Phone A", MISSED, "1111");
    assert_eq!(d.answer.outcome, Allowed);
    assert!(rules(&d).contains(&RuleId::Auth4));
}

#[test]
fn managers_see_workers_and_workers_do_not_see_managers() {
    let c = ClusterBuilder::new()
        .blf_for_call_lists(true)
        .default_permission(Disallow)
        .group("Workers")
        .group("Managers")
        .permission("Managers", "Workers", AllowSubscription)
        .dn_in_group("1001", "Workers")
        .dn_in_group("1002", "Managers")
        .phone("Worker", "7970 SIP", |p| p.group("Workers").line("1001"))
        .phone("Manager", "7970 SIP", |p| p.group("Managers").line("1002"))
        .build()
        .unwrap();
    assert_eq!(ask(&c, "Manager", MISSED, "1001").answer.outcome, Allowed);
    assert_eq!(ask(&c, "Worker", MISSED, "1002").answer.outcome, RefusedByDefault);
}
