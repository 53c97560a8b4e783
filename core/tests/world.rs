//! The world with its real nodes: the same run gives the same bytes, whatever is looked at.

#![expect(clippy::unwrap_used, reason = "whatever fails here is to stop it")]

use lampfield_core::cluster::{Cluster, ClusterBuilder};
use lampfield_core::id::PhoneId;
use lampfield_core::network::{Disturbance, Fault, LinkOptions, NetworkOptions};
use lampfield_core::node::{CallCommand, Command};
use lampfield_core::rng::Chance;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::{Lamp, LampKey, LampPlace, TraceLevel};
use lampfield_core::world::{World, WorldOptions};
use std::sync::Arc;

const WATCHER: PhoneId = PhoneId(0);
const WATCHED: PhoneId = PhoneId(1);

fn cluster() -> Arc<Cluster> {
    let cluster = ClusterBuilder::new()
        .template("One BLF", 1)
        .dn("1111")
        .dn("1000")
        .phone("Phone A", "7970 SIP", |p| p.template("One BLF").line("1000").blf("1111"))
        .phone("Phone B", "7961 SCCP", |p| p.line("1111"))
        .build();
    Arc::new(cluster.unwrap())
}

/// Phone B lifts and hangs up every second while the network loses, doubles and reorders.
fn run(seed: u64, trace: TraceLevel) -> World {
    let default = LinkOptions { jitter: Duration::from_millis(10), ..LinkOptions::default() };
    let network = NetworkOptions { default, ..NetworkOptions::default() };
    let options = WorldOptions { seed, network, trace, ..WorldOptions::default() };
    let mut world = World::new(cluster(), options).unwrap();
    for phone in [WATCHER, WATCHED] {
        world.command(phone, Command::Connect);
    }
    let disturbances = [Disturbance::Loss, Disturbance::Duplication, Disturbance::Reordering];
    for disturbance in disturbances {
        world.fault(Fault::Disturb { phone: None, disturbance: disturbance(Chance::percent(30)) });
    }
    for second in 1..=20 {
        world.run_until(Instant::from_secs(second));
        let act = if second % 2 == 1 { CallCommand::Lift } else { CallCommand::HangUp };
        world.command(WATCHED, Command::Call(act));
    }
    world
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_the_same_digest() {
    let (one, two) = (run(1, TraceLevel::Full), run(1, TraceLevel::Full));
    assert!(one.trace().events().eq(two.trace().events()));
    assert_eq!(one.digest(), two.digest());
    assert_ne!(one.digest(), run(2, TraceLevel::Full).digest());
}

#[test]
fn the_digest_of_a_run_is_the_same_at_every_trace_level() {
    let full = run(3, TraceLevel::Full);
    for level in [TraceLevel::Ring(5), TraceLevel::Ring(5_000), TraceLevel::DigestOnly] {
        let other = run(3, level);
        assert_eq!(other.digest(), full.digest(), "{level:?}");
        assert!(other.trace().kept().lamps().eq(full.trace().kept().lamps()), "{level:?}");
    }
}

#[test]
fn a_fork_of_real_nodes_runs_on_like_its_original() {
    let mut original = run(4, TraceLevel::Full);
    let mut fork = original.clone();
    for world in [&mut original, &mut fork] {
        world.fault(Fault::Calm);
        world.run_until(Instant::from_secs(4_000));
    }
    assert!(original.trace().events().eq(fork.trace().events()));
    assert_eq!(original.digest(), fork.digest());
}

#[test]
fn after_the_faults_the_lamp_is_true_again_for_every_seed() {
    let key = LampKey { phone: WATCHER, place: LampPlace::Blf(1) };
    for seed in 0..50 {
        let mut world = run(seed, TraceLevel::DigestOnly);
        world.fault(Fault::Calm);
        world.run_until(Instant::from_secs(8_000));
        assert_eq!(world.lamp(&key), Some(Lamp::Idle), "seed {seed}");
        assert_eq!(world.halted(), None);
    }
}
