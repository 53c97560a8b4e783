//! The laws of the world, tried with nodes that do as they are told.

#[cfg(not(target_arch = "wasm32"))]
mod laws;
mod probe;

use super::{World, WorldOptions};
use crate::id::{DnId, EventId, NodeId, PhoneId};
use crate::limits;
use crate::network::{Disturbance, DropReason, Fault, LinkEnd, LinkOptions, NetworkOptions};
use crate::node::{CALL_MANAGER, Command, NodeEvent, node_of_phone};
use crate::rng::Chance;
use crate::time::{Duration, Instant};
use crate::trace::{Event, TraceLevel, What};
use probe::{Probe, cluster, send_datagrams, send_links, world};

const A: PhoneId = PhoneId(0);
const B: PhoneId = PhoneId(1);

fn stormy() -> NetworkOptions {
    let default = LinkOptions {
        latency: Duration::from_millis(5),
        jitter: Duration::from_millis(20),
        loss: Chance::percent(20),
        duplication: Chance::percent(10),
        reordering: Chance::percent(10),
    };
    NetworkOptions { default, ..NetworkOptions::default() }
}

fn options(seed: u64, network: NetworkOptions, trace: TraceLevel) -> WorldOptions {
    WorldOptions { seed, network, trace, ..WorldOptions::default() }
}

/// Some traffic of every kind on two links.
fn busy_world(seed: u64, trace: TraceLevel) -> World<Probe> {
    let mut world = world(2, &options(seed, stormy(), trace));
    for second in 1..20 {
        world.command(A, send_datagrams(5));
        world.command(B, send_links(5));
        world.run_until(Instant::from_secs(second));
    }
    world
}

fn events(world: &World<Probe>) -> Vec<Event> {
    world.trace().events().cloned().collect()
}

#[test]
fn the_same_seed_gives_the_same_events_and_another_seed_does_not() {
    let (one, two) = (busy_world(1, TraceLevel::Full), busy_world(1, TraceLevel::Full));
    assert_eq!(events(&one), events(&two));
    assert_eq!(one.digest(), two.digest());
    assert_ne!(one.digest(), busy_world(2, TraceLevel::Full).digest());
}

#[test]
fn the_digest_of_a_world_is_the_same_at_every_trace_level() {
    let full = busy_world(3, TraceLevel::Full).digest();
    for level in [TraceLevel::Ring(10), TraceLevel::DigestOnly] {
        assert_eq!(busy_world(3, level).digest(), full, "{level:?}");
    }
}

#[test]
fn a_fork_runs_on_like_its_original_until_it_is_treated_differently() {
    let mut original = busy_world(4, TraceLevel::Full);
    original.command(A, send_datagrams(50));
    original.step();
    let (mut fork, mut other) = (original.clone(), original.clone());
    other.fault(Fault::Cut(A));
    for world in [&mut original, &mut fork, &mut other] {
        world.run_until(Instant::from_secs(60));
    }
    assert_eq!(events(&original), events(&fork));
    assert_eq!(original.digest(), fork.digest());
    assert_ne!(original.digest(), other.digest());
}

#[test]
fn at_one_instant_deliveries_come_before_timers_before_commands() {
    let mut world = world(1, &WorldOptions::default());
    world.command(A, Command::Connect);
    world.run_until(Instant::ZERO);
    // On Connect a probe sends one datagram and wants to be woken when it comes back.
    world.run_until(Instant::from_micros(1_999));
    world.run_until(Instant::from_micros(2_000));
    world.command(A, send_links(1));
    world.run_until(Instant::from_secs(1));
    let at_two_ms = world.trace().events().filter(|e| e.at == Instant::from_micros(2_000));
    let kinds = at_two_ms.filter_map(|event| match event.what {
        What::Delivered { .. } => Some("delivery"),
        What::Node(NodeEvent::TimerFired(_)) => Some("timer"),
        What::Command(_) => Some("command"),
        _ => None,
    });
    assert_eq!(kinds.collect::<Vec<_>>(), ["delivery", "timer", "command"]);
}

#[test]
fn every_event_but_commands_faults_and_timers_has_a_cause_before_it() {
    let world = busy_world(5, TraceLevel::Full);
    let mut last = Instant::ZERO;
    for (n, event) in (0..).zip(world.trace().events()) {
        assert_eq!(event.id, EventId(n));
        assert!(event.at >= last, "time went back at {event:?}");
        last = event.at;
        let alone = matches!(
            event.what,
            What::Command(_) | What::Fault(_) | What::Node(NodeEvent::TimerFired(_))
        );
        assert_eq!(event.cause.is_none(), alone, "{event:?}");
        assert!(event.cause.is_none_or(|cause| cause < event.id));
    }
}

#[test]
fn another_phone_and_its_traffic_reshuffle_nobody_elses_dice() {
    let run = |phones, also_b| {
        let mut world = world(phones, &options(9, stormy(), TraceLevel::Full));
        world.command(A, send_datagrams(100));
        if also_b {
            world.command(B, send_datagrams(100));
        }
        world.run_until(Instant::from_secs(5));
        let at_a = world.trace().events().filter(|e| e.node == node_of_phone(A));
        let arrivals = at_a.filter(|e| matches!(e.what, What::Delivered { .. }));
        arrivals.map(|e| e.at).collect::<Vec<_>>()
    };
    assert_eq!(run(1, false), run(2, true));
    assert!(!run(1, false).is_empty());
}

#[test]
fn a_one_shot_fault_loses_exactly_one_message_of_its_kind() {
    let mut world = world(2, &WorldOptions::default());
    let lose = Fault::LoseNext { but: 0, method: "PROBE".into(), end: LinkEnd::From, phone: A };
    world.fault(lose);
    world.command(B, send_datagrams(1));
    world.command(A, send_datagrams(3));
    world.run_until(Instant::from_secs(1));
    assert_eq!(probe::heard_from(&world, A), [1, 2]);
    assert_eq!(probe::heard_from(&world, B), [0]);
    let dropped = world.trace().events().find_map(|event| match event.what {
        What::Dropped { why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(dropped, Some(DropReason::OneShot));
}

#[test]
fn loss_loses_about_its_share_and_calm_ends_it() {
    let mut world = world(1, &options(11, NetworkOptions::default(), TraceLevel::Full));
    let loss = Disturbance::Loss(Chance::percent(30));
    world.fault(Fault::Disturb { phone: None, disturbance: loss });
    world.command(A, send_datagrams(10_000));
    world.run_until(Instant::from_secs(1));
    let arrived = probe::heard_from(&world, A).len();
    assert!((6_800..7_200).contains(&arrived), "{arrived} of 10 000 arrived");
    world.fault(Fault::Calm);
    world.command(A, send_datagrams(1_000));
    world.run_until(Instant::from_secs(2));
    assert_eq!(probe::heard_from(&world, A).len(), arrived + 1_000);
}

#[test]
fn a_cut_link_holds_in_process_messages_back_and_loses_datagrams() {
    let mut world = world(1, &WorldOptions::default());
    world.fault(Fault::Cut(A));
    world.command(A, send_links(3));
    world.command(A, send_datagrams(3));
    world.run_until(Instant::from_secs(10));
    assert!(world.is_cut(A));
    assert!(probe::heard_from(&world, A).is_empty());
    world.fault(Fault::Heal(A));
    world.run_until(Instant::from_secs(10));
    assert!(probe::heard_from(&world, A).is_empty(), "a healed link has its latency still");
    world.run_until(Instant::from_micros(10_001_000));
    assert_eq!(probe::heard_from(&world, A), [0, 1, 2]);
}

#[test]
fn a_link_of_its_own_options_leaves_the_others_alone() {
    let slow = LinkOptions { latency: Duration::from_secs(1), ..LinkOptions::default() };
    let network = NetworkOptions { links: [(A, slow)].into(), ..NetworkOptions::default() };
    let mut world = world(2, &options(1, network, TraceLevel::Full));
    world.command(A, send_datagrams(1));
    world.command(B, send_datagrams(1));
    world.run_until(Instant::from_micros(999_999));
    assert!(probe::heard_from(&world, A).is_empty());
    assert_eq!(probe::heard_from(&world, B), [0]);
    world.run_until(Instant::from_secs(1));
    assert_eq!(probe::heard_from(&world, A), [0]);
}

#[test]
fn phones_have_no_link_to_each_other() {
    let mut world = world(2, &WorldOptions::default());
    world.command(A, Command::PressBlf(0));
    world.run_until(Instant::from_secs(1));
    let dropped = world
        .trace()
        .events()
        .filter(|event| matches!(event.what, What::Dropped { why: DropReason::NoLink, .. }));
    assert_eq!(dropped.count(), 2);
}

#[test]
fn a_world_whose_clock_is_kept_from_going_on_halts_and_says_so() {
    let none = LinkOptions { latency: Duration::ZERO, ..LinkOptions::default() };
    let network = NetworkOptions { default: none, ..NetworkOptions::default() };
    let mut world = world(1, &options(1, network, TraceLevel::DigestOnly));
    world.command(A, Command::Unplug);
    world.run_until(Instant::from_secs(1));
    assert_eq!(world.halted(), Some(limits::EVENTS_AT_ONE_INSTANT.reached()));
    assert_eq!((world.step(), world.next_at(), world.now()), (None, None, Instant::ZERO));
}

#[test]
fn commands_to_nobody_do_nothing() {
    let mut world = world(1, &WorldOptions::default());
    world.command(PhoneId(77), Command::Connect);
    world.fault(Fault::Cut(PhoneId(77)));
    world.run_until(Instant::from_secs(1));
    assert!(!world.is_cut(PhoneId(77)));
    assert_eq!(world.halted(), None);
    assert!(world.node(NodeId(77)).is_none() && world.node(CALL_MANAGER).is_some());
    assert_eq!(world.line(A, DnId(0)), crate::presence::LineState::NotConnected);
    assert_eq!(cluster(1).phones.len(), 1);
}
