//! The whole status table, and lines on several devices.

use super::*;
use crate::cluster::{ClusterBuilder, Model};
use LineState::{Connected, NotConnected, OffHook, OnHook, RingingIn};
use PublishedStatus::{Busy, Idle, Unknown};

#[test]
fn every_field_of_the_status_table_is_as_the_rules_print_it() {
    let columns = ["7961 SCCP", "7970 SIP", "7960 SIP", "H.323"];
    let rows = [
        (OnHook, [Idle, Idle, Idle, Idle], [RuleId::Watch7; 4]),
        (
            OffHook,
            [Busy, Busy, Idle, Busy],
            [RuleId::Quirk5, RuleId::Quirk5, RuleId::Quirk4, RuleId::Quirk5],
        ),
        (RingingIn, [Idle, Idle, Idle, Busy], [RuleId::Quirk8; 4]),
        (Connected, [Busy; 4], [RuleId::R12; 4]),
        (NotConnected, [Unknown, Unknown, Unknown, Idle], [RuleId::Quirk9; 4]),
    ];
    for (state, statuses, rules) in rows {
        for (at, column) in columns.iter().enumerate() {
            let model = Model::parse(column).unwrap();
            assert_eq!(device_status(&model, state), statuses[at], "{column} {state:?}");
            assert_eq!(device_rule(&model, state), rules[at], "{column} {state:?}");
        }
    }
}

#[test]
fn four_sip_models_hide_off_hook_and_their_sccp_twins_do_not() {
    for number in ["7960", "7940", "7905", "7912"] {
        let model = |protocol| Model::parse(&format!("{number} {protocol}")).unwrap();
        assert_eq!(device_status(&model("SIP"), OffHook), Idle);
        assert_eq!(device_status(&model("SCCP"), OffHook), Busy);
    }
}

#[test]
fn a_shared_line_is_busy_before_idle_before_unknown() {
    let table: &[(&[PublishedStatus], PublishedStatus)] = &[
        (&[], Unknown),
        (&[Unknown, Unknown], Unknown),
        (&[Unknown, Idle], Idle),
        (&[Idle, Busy, Unknown], Busy),
    ];
    for (each, together) in table {
        assert_eq!(shared_status(each.iter().copied()), *together, "{each:?}");
    }
}

#[test]
fn the_checks_behind_a_status_name_the_rule_of_each_device() {
    let c = ClusterBuilder::new()
        .dn("1111")
        .dn("1200")
        .phone("Desk", "7960 SIP", |p| p.line("1111"))
        .phone("Lab", "H.323", |p| p.line("1111"))
        .build()
        .unwrap();
    let dn = c.directory_numbers.id_of("1111").unwrap();
    let phone = |name| c.phones.id_of(name).unwrap();
    let mut engine = Engine::new(&c);
    let rules = |engine: &Engine, dn| {
        let mut checks: Vec<Check> = Vec::new();
        status_checks(&c, engine, dn, &mut checks);
        checks.iter().map(|check| check.rule).collect::<Vec<_>>()
    };
    use RuleId::{Quirk4, Quirk8, Quirk9, R7, R12, Watch7};
    assert_eq!(rules(&engine, dn), [Quirk9, Quirk9, R7, Watch7]);
    assert_eq!(engine.set_line(&c, phone("Desk"), dn, OffHook), None);
    assert_eq!(engine.set_line(&c, phone("Lab"), dn, RingingIn), Some(Busy));
    assert_eq!(rules(&engine, dn), [Quirk4, R12, Quirk8, R7, Watch7]);
    // On no device at all.
    let alone = c.directory_numbers.id_of("1200").unwrap();
    assert_eq!(rules(&engine, alone), [R7, Watch7]);
}
