//! The world with its real nodes: the same run gives the same bytes, whatever is looked at.

#![expect(clippy::unwrap_used, reason = "whatever fails here is to stop it")]

use lampfield_core::cluster::{Cluster, ClusterBuilder};
use lampfield_core::id::{ClusterId, PhoneId};
use lampfield_core::network::{Disturbance, Fault, LinkOptions, NetworkOptions};
use lampfield_core::node::{CALL_MANAGER, CallCommand, Command, Device, Node};
use lampfield_core::presence::PublishedStatus;
use lampfield_core::rng::Chance;
use lampfield_core::sip::message::Message;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::{Lamp, LampKey, LampPlace, TraceLevel, What};
use lampfield_core::world::{World, WorldOptions};
use std::collections::BTreeSet;
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

/// Both phones are there and Phone A watches; then CallManager restarts, so often.
fn restarted(times: i64) -> World {
    let options = WorldOptions { trace: TraceLevel::Full, ..WorldOptions::default() };
    let mut world = World::new(cluster(), options).unwrap();
    for phone in [WATCHER, WATCHED] {
        world.command(phone, Command::Connect);
    }
    for time in 1..=times {
        world.run_until(Instant::from_secs(time * 8_000));
        world.configure(ClusterId(0), cluster(), &[Device::CallManager], "");
        world.step();
    }
    world
}

fn lamp(world: &World) -> Option<Lamp> {
    world.lamp(&LampKey { phone: WATCHER, place: LampPlace::Blf(1) })
}

#[test]
fn a_callmanager_that_restarts_forgets_who_is_there_and_who_watches() {
    let world = restarted(1);
    let Some(Node::CallManager(cm)) = world.node(CALL_MANAGER) else { panic!("nobody there") };
    assert_eq!((cm.subscriptions().count(), cm.registrations().count()), (0, 0));
    for (dn, _) in cluster().directory_numbers.iter() {
        assert_eq!(world.published(dn), PublishedStatus::Unknown);
        assert_eq!(cm.status(dn), PublishedStatus::Unknown);
    }
    assert_eq!(lamp(&world), Some(Lamp::Idle), "nobody told its watcher");
}

#[test]
fn whoever_has_asked_again_after_a_restart_is_told_the_truth_again() {
    let mut world = restarted(1);
    world.command(WATCHED, Command::Call(CallCommand::Lift));
    world.run_until(Instant::from_secs(8_010));
    assert_eq!(lamp(&world), Some(Lamp::Idle), "a lie");
    world.command(WATCHED, Command::Call(CallCommand::HangUp));
    world.run_until(Instant::from_secs(8_020));
    world.command(WATCHED, Command::Call(CallCommand::Lift));
    world.run_until(Instant::from_secs(8_000 + 7_200));
    assert_eq!(lamp(&world), Some(Lamp::Busy));
}

/// The tags of CallManager's own, and the branches of its requests, by the lives that it has had.
fn own_names(world: &World) -> Vec<BTreeSet<String>> {
    let mut lives = vec![BTreeSet::new()];
    for event in world.trace().events().filter(|event| event.node == CALL_MANAGER) {
        match &event.what {
            What::Command(Command::Restart) => lives.push(BTreeSet::new()),
            What::Sent { bytes, .. } => {
                let message = Message::parse(bytes).unwrap();
                let asks = message.status().is_none();
                // Another answer than 200 may give back a tag that a phone still knows.
                let tag = match message.status() {
                    None => message.from_tag(),
                    Some(200) => message.to_tag(),
                    Some(_) => None,
                };
                let text = String::from_utf8_lossy(bytes);
                let branch = text.split("branch=").nth(1).filter(|_| asks);
                let branch = branch.and_then(|rest| rest.split([';', '\r']).next());
                let life = lives.last_mut().unwrap();
                life.extend(tag.map(str::to_owned));
                life.extend(branch.map(str::to_owned));
            }
            _ => {}
        }
    }
    lives
}

#[test]
fn no_tag_and_no_branch_of_a_life_before_a_restart_comes_again() {
    let mut world = restarted(3);
    world.run_until(Instant::from_secs(40_000));
    let lives = own_names(&world);
    assert_eq!(lives.len(), 4);
    assert!(lives.iter().all(|life| life.len() > 3), "{lives:?}");
    let all: usize = lives.iter().map(BTreeSet::len).sum();
    let distinct: BTreeSet<&String> = lives.iter().flatten().collect();
    assert_eq!(distinct.len(), all);
}
