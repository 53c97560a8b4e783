//! What a run costs: real nodes, SIP bytes between them, a digest-only trace.
//!
//! `exchange` is the number to watch: SUBSCRIBE, its 200, NOTIFY, its 200, four datagrams and
//! both ends of every transaction, timers included. It is to stay under 25 microseconds.

#![expect(clippy::unwrap_used, reason = "whatever fails here is to stop it")]

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use lampfield_core::cluster::{Cluster, ClusterBuilder, Site};
use lampfield_core::id::PhoneId;
use lampfield_core::node::{CallCommand, Command, Timers};
use lampfield_core::sip::SipTimers;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::TraceLevel;
use lampfield_core::world::{World, WorldOptions};
use std::sync::Arc;

/// A world of this cluster in which everybody connects, and its number of phones.
fn connecting(cluster: Cluster, trace: TraceLevel, subscribe_expires: u32) -> (World, u32) {
    let sip = SipTimers { subscribe_expires, ..SipTimers::default() };
    let timers = Timers { sip, ..Timers::default() };
    let options = WorldOptions { trace, timers, seed: 42, ..WorldOptions::default() };
    let phones = u32::try_from(cluster.phones.len()).unwrap();
    let mut world = World::new(Arc::new(cluster), options).unwrap();
    for phone in 0..phones {
        world.command(PhoneId(phone), Command::Connect);
    }
    (world, phones)
}

/// SIP phones that all watch the number of the last phone.
fn watchers(count: usize) -> Cluster {
    let mut b = ClusterBuilder::new().template("One BLF", 1).dn("1111").dn("1000");
    for n in 0..count {
        b = b.phone(&format!("Watcher {n}"), "7970 SIP", |p| {
            p.template("One BLF").line("1000").blf("1111")
        });
    }
    b.phone("Watched", "7961 SCCP", |p| p.line("1111")).build().unwrap()
}

/// One watcher refreshes its subscription of a minute, again and again.
fn exchange(c: &mut Criterion) {
    for (name, level) in
        [("exchange", TraceLevel::DigestOnly), ("exchange, full trace", TraceLevel::Ring(10_000))]
    {
        let (mut world, _) = connecting(watchers(1), level, 60);
        world.run_until(Instant::from_secs(1));
        let refresh = Duration::from_secs(55);
        c.bench_function(name, |b| {
            b.iter(|| {
                world.run_until(world.now() + refresh);
                world.digest()
            });
        });
    }
}

/// A site comes up: everybody registers and subscribes for the first time, all at once.
fn storm(c: &mut Criterion) {
    let site = Site { phones: 300, partitions: 10, groups: 5, blf_speed_dials: 10 };
    let (world, _) = connecting(site.build().unwrap(), TraceLevel::DigestOnly, 3_600);
    let mut group = c.benchmark_group("storm");
    // Every third phone has SCCP, and asks by its link.
    group.throughput(Throughput::Elements(200 * 10));
    group.bench_function("2 000 first subscriptions", |b| {
        b.iter_batched(
            || world.clone(),
            |mut world| {
                world.run_until(Instant::from_secs(1));
                world
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// One line changes, and a thousand lamps follow.
fn fan_out(c: &mut Criterion) {
    let (mut world, phones) = connecting(watchers(1_000), TraceLevel::DigestOnly, 3_600);
    world.run_until(Instant::from_secs(1));
    let watched = PhoneId(phones - 1);
    let mut acts = [CallCommand::Lift, CallCommand::HangUp].into_iter().cycle();
    let mut group = c.benchmark_group("fan-out");
    group.throughput(Throughput::Elements(1_000));
    group.bench_function("1 000 lamps", |b| {
        b.iter(|| {
            world.command(watched, Command::Call(acts.next().unwrap()));
            world.run_until(world.now() + Duration::from_millis(100));
        });
    });
    group.finish();
}

/// An hour of a site: 500 phones, 5000 BLF/SpeedDials, four calls a phone. It is to run more than a
/// thousand times faster than the hour, so in less than 3.6 s.
fn hour(c: &mut Criterion) {
    let site = Site { phones: 500, partitions: 10, groups: 5, blf_speed_dials: 10 };
    let (world, phones) = connecting(site.build().unwrap(), TraceLevel::DigestOnly, 3_600);
    let mut group = c.benchmark_group("hour");
    group.sample_size(10);
    group.throughput(Throughput::Elements(3_600));
    group.bench_function("500 phones, 5 000 lamps, 2 000 calls", |b| {
        b.iter_batched(
            || world.clone(),
            |world| play_an_hour(world, phones),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// Every 1.8 s a phone calls another, which answers after 4 s; after 30 s more the caller hangs up.
fn play_an_hour(mut world: World, phones: u32) -> World {
    let site = Site { phones: 500, partitions: 10, groups: 5, blf_speed_dials: 10 };
    let at = |call: u32, after: i64| {
        Instant::from_secs(5) + Duration::from_millis(1_780 * i64::from(call) + after)
    };
    let call = |n: u32| {
        let (from, to) = (n % phones, (n * 7 + 3) % phones);
        let number = site.dn(to as usize).split(' ').next().unwrap().to_owned();
        [
            (at(n, 0), from, CallCommand::Dial(number.into())),
            (at(n, 4_000), to, CallCommand::Answer),
            (at(n, 34_000), from, CallCommand::HangUp),
        ]
    };
    let mut acts: Vec<_> = (0..4 * phones).flat_map(call).collect();
    acts.sort_by_key(|(at, ..)| *at);
    for (at, phone, act) in acts {
        world.run_until(at);
        world.command(PhoneId(phone), Command::Call(act));
    }
    world.run_until(Instant::from_secs(3_600));
    world
}

criterion_group!(benches, exchange, storm, fan_out, hour);
criterion_main!(benches);
