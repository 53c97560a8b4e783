//! Laws that hold whatever the scenario does.

use super::probe::{Probe, heard_from, send_datagrams, send_links, world};
use super::{A, B};
use crate::id::{EventId, PhoneId};
use crate::network::{Disturbance, Fault, LinkOptions, NetworkOptions};
use crate::node::{Command, phone_of_node};
use crate::rng::Chance;
use crate::time::{Duration, Instant};
use crate::trace::{Event, MessageId, What};
use crate::world::{World, WorldOptions};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What may be ordered at a moment.
#[derive(Clone, Debug)]
enum Act {
    Command(PhoneId, Command),
    Fault(Fault),
}

fn phone() -> impl Strategy<Value = PhoneId> {
    prop_oneof![Just(A), Just(B)]
}

fn act() -> impl Strategy<Value = Act> {
    let chance = (0..=100_u32).prop_map(Chance::percent);
    let disturbance = prop_oneof![
        chance.clone().prop_map(Disturbance::Loss),
        chance.clone().prop_map(Disturbance::Duplication),
        chance.prop_map(Disturbance::Reordering),
        (0..50_i64).prop_map(|ms| Disturbance::Jitter(Duration::from_millis(ms))),
        (0..50_i64).prop_map(|ms| Disturbance::Latency(Duration::from_millis(ms))),
    ];
    prop_oneof![
        4 => (phone(), 1..8_u32).prop_map(|(p, n)| Act::Command(p, send_datagrams(n))),
        4 => (phone(), 1..8_u16).prop_map(|(p, n)| Act::Command(p, send_links(n))),
        2 => phone().prop_map(|p| Act::Fault(Fault::Cut(p))),
        2 => phone().prop_map(|p| Act::Fault(Fault::Heal(p))),
        1 => disturbance
            .prop_map(|disturbance| Act::Fault(Fault::Disturb { phone: None, disturbance })),
        1 => Just(Act::Fault(Fault::Calm)),
    ]
}

fn plan() -> impl Strategy<Value = Vec<(i64, Act)>> {
    prop::collection::vec((0..40_i64, act()), 0..40)
}

/// Carries a plan out, each act so many milliseconds after the one before, then ends all faults
/// and lets everything arrive.
fn run(seed: u64, plan: &[(i64, Act)]) -> World<Probe> {
    let mut world = world(2, &WorldOptions { seed, ..WorldOptions::default() });
    let mut now = Instant::ZERO;
    for (pause, act) in plan {
        now += Duration::from_millis(*pause);
        world.run_until(now);
        match act.clone() {
            Act::Command(phone, command) => world.command(phone, command),
            Act::Fault(fault) => world.fault(fault),
        }
    }
    world.run_until(now);
    world.fault(Fault::Calm);
    while world.step().is_some() {}
    world
}

fn link_of(event: &Event, other: crate::id::NodeId) -> PhoneId {
    phone_of_node(event.node).or_else(|| phone_of_node(other)).unwrap()
}

proptest! {
    #[test]
    fn nothing_arrives_over_a_link_while_it_is_cut(seed: u64, plan in plan()) {
        let world = run(seed, &plan);
        let mut cut = BTreeSet::new();
        for event in world.trace().events() {
            match &event.what {
                What::Fault(Fault::Cut(phone)) => { cut.insert(*phone); }
                What::Fault(Fault::Heal(phone)) => { cut.remove(phone); }
                What::Fault(Fault::Calm) => cut.clear(),
                What::Delivered { from, .. } | What::LinkDelivered { from, .. } => {
                    prop_assert!(!cut.contains(&link_of(event, *from)), "{event:?}");
                }
                _ => {}
            }
        }
    }

    #[test]
    fn every_datagram_ends_once_or_if_doubled_twice(seed: u64, plan in plan()) {
        let world = run(seed, &plan);
        let mut open: BTreeMap<MessageId, i32> = BTreeMap::new();
        for event in world.trace().events() {
            match event.what {
                What::Sent { message, .. } | What::LinkSent { message, .. } => {
                    prop_assert_eq!(open.insert(message, 1), None);
                }
                What::Duplicated { message } => *open.get_mut(&message).unwrap() += 1,
                What::Delivered { message, .. }
                | What::LinkDelivered { message, .. }
                | What::Dropped { message, .. } => *open.get_mut(&message).unwrap() -= 1,
                _ => {}
            }
        }
        prop_assert!(open.values().all(|left| *left == 0), "{open:?}");
    }

    #[test]
    fn in_process_messages_all_arrive_in_order_whatever_happens(seed: u64, plan in plan()) {
        let only_links = plan.into_iter().filter(
            |(_, act)| !matches!(act, Act::Command(_, Command::Call(_))),
        );
        let world = run(seed, &only_links.collect::<Vec<_>>());
        for phone in [A, B] {
            let heard = heard_from(&world, phone);
            let sent = world.trace().events().filter(|event| {
                matches!(event.what, What::LinkSent { .. })
                    && phone_of_node(event.node) == Some(phone)
            });
            let expected: Vec<u32> = (0..).take(sent.count()).collect();
            prop_assert_eq!(heard, expected);
        }
    }

    #[test]
    fn a_calm_link_without_jitter_delivers_all_datagrams_in_order(
        seed: u64,
        latency in 0..100_000_i64,
        bursts in prop::collection::vec((0..20_i64, 1..20_u32), 1..20),
    ) {
        let latency = Duration::from_micros(latency);
        let default = LinkOptions { latency, ..LinkOptions::default() };
        let network = NetworkOptions { default, ..NetworkOptions::default() };
        let mut world = world(1, &WorldOptions { seed, network, ..WorldOptions::default() });
        let mut sent = 0;
        for (pause, count) in bursts {
            world.run_until(world.now() + Duration::from_millis(pause));
            world.command(A, send_datagrams(count));
            sent += count;
        }
        while world.step().is_some() {}
        prop_assert_eq!(heard_from(&world, A), (0..sent).collect::<Vec<_>>());
    }

    #[test]
    fn a_fork_at_any_step_ends_like_its_original(seed: u64, plan in plan(), steps in 0..200_usize) {
        let original = run(seed, &plan);
        let mut fork = world(2, &WorldOptions { seed, ..WorldOptions::default() });
        let mut now = Instant::ZERO;
        let mut taken = 0;
        for (pause, act) in &plan {
            now += Duration::from_millis(*pause);
            while fork.next_at().is_some_and(|at| at <= now) {
                fork.step();
                taken += 1;
                if taken == steps {
                    fork = fork.clone();
                }
            }
            fork.run_until(now);
            match act.clone() {
                Act::Command(phone, command) => fork.command(phone, command),
                Act::Fault(fault) => fork.fault(fault),
            }
        }
        fork.run_until(now);
        fork.fault(Fault::Calm);
        while fork.step().is_some() {}
        prop_assert_eq!(fork.digest(), original.digest());
        let last = EventId(original.trace().count().saturating_sub(1));
        prop_assert_eq!(fork.trace().get(last), original.trace().get(last));
    }
}
