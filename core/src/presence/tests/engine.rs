//! Line states, statuses, and what a line twice or a stranger does.

use super::*;
use crate::cluster::ClusterBuilder;
use crate::id::{DnId, PhoneId};
use PublishedStatus::{Busy, Idle, Unknown};

fn shared() -> Cluster {
    ClusterBuilder::new()
        .dn("1111")
        .dn("1200")
        .phone("A", "7970 SIP", |p| p.line("1111").line("1200"))
        .phone("B", "7961 SCCP", |p| p.line("1111"))
        .build()
        .unwrap()
}

#[test]
fn only_a_change_of_the_published_status_is_told() {
    let c = shared();
    let (a, b, dn) = (PhoneId(0), PhoneId(1), DnId(0));
    let mut e = Engine::new(&c);
    assert_eq!(e.status(dn), Unknown);
    let steps = [
        (a, LineState::OnHook, Some(Idle)),
        (b, LineState::OnHook, None),
        (b, LineState::RingingIn, None),
        (b, LineState::Connected, Some(Busy)),
        (a, LineState::Connected, None),
        (b, LineState::OnHook, None),
        (a, LineState::NotConnected, Some(Idle)),
        (b, LineState::NotConnected, Some(Unknown)),
    ];
    for (phone, state, told) in steps {
        assert_eq!(e.set_line(&c, phone, dn, state), told, "{phone:?} {state:?}");
        assert_eq!(e.line(phone, dn), state);
    }
    assert_eq!(e.devices(dn).count(), 2);
}

#[test]
fn a_phone_without_the_line_changes_nothing() {
    let c = shared();
    let mut e = Engine::new(&c);
    assert_eq!(e.set_line(&c, PhoneId(1), DnId(1), LineState::OnHook), None);
    assert_eq!(e.set_line(&c, PhoneId(9), DnId(9), LineState::OnHook), None);
    assert_eq!(e.line(PhoneId(1), DnId(1)), LineState::NotConnected);
    assert_eq!((e.status(DnId(1)), e.status(DnId(9))), (Unknown, Unknown));
}

#[test]
fn an_h323_phone_makes_its_line_idle_from_the_start() {
    let c = ClusterBuilder::new()
        .dn("1200")
        .phone("Lobby", "H.323", |p| p.line("1200"))
        .build()
        .unwrap();
    assert_eq!(Engine::new(&c).status(DnId(0)), Idle);
}
