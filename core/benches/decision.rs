//! How long CallManager takes to decide, on a campus of 10 000 directory numbers.
#![expect(clippy::expect_used, reason = "a bench that cannot be set up has nothing to measure")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use lampfield_core::cluster::{Cluster, DirectoryNumber, STANDARD_PRESENCE_GROUP, Site};
use lampfield_core::id::{DnId, PhoneId};
use lampfield_core::presence::{
    CallList, Check, Engine, LineState, NoRecord, Question, RouteIndex, Watcher, Way, decide,
    explain,
};
use std::hint::black_box;

const BLF: Way = Way::BlfSpeedDial { button: 1, named: None };
const MISSED: Way = Way::CallList(CallList::Missed);

/// The campus; with `patterns`, a hundred of them besides in each of five partitions.
fn campus(patterns: bool) -> Cluster {
    let mut c = Site::CAMPUS.build().expect("a site names only what it made");
    if patterns {
        let floors: Vec<_> =
            c.partitions.iter().take(5).map(|(id, p)| (id, p.name.clone())).collect();
        for (id, name) in floors {
            for prefix in 100..200 {
                let number = format!("{prefix}XX");
                let dn = DirectoryNumber::new(&number, Some((id, &name)), STANDARD_PRESENCE_GROUP);
                c.directory_numbers.push(dn);
            }
        }
    }
    c
}

/// Watcher 0 is in group 0: it may see group 1 (number 10001), not group 19 (number 10019), and by
/// default not group 5 (number 10005).
fn decisions(criterion: &mut Criterion) {
    let c = campus(false);
    let index = RouteIndex::new(&c);
    let mut group = criterion.benchmark_group("decide, 10 000 DNs, 50 partitions");
    for (name, way, target) in [
        ("BLF allowed", BLF, "10001"),
        ("BLF allowed, last partition", BLF, "10049"),
        ("BLF no route", BLF, "99999"),
        ("call list allowed", MISSED, "10001"),
        ("call list refused", MISSED, "10019"),
        ("call list refused by default", MISSED, "10005"),
        ("call list no route", MISSED, "99999"),
    ] {
        let q = Question { watcher: Watcher::Phone(PhoneId(0)), way, target, line: None };
        group.bench_function(name, |b| {
            b.iter(|| decide(&c, &index, black_box(&q), &mut NoRecord));
        });
    }
    group.bench_function("BLF allowed, every number in turn", |b| {
        let targets: Vec<String> =
            (0..10_000).map(|n| (10_000 + n * 7_919 % 10_000).to_string()).collect();
        let mut n = 0;
        b.iter(|| {
            n = (n + 1) % targets.len();
            let watcher = Watcher::Phone(PhoneId(u32::try_from(n * 31 % 10_000).unwrap_or(0)));
            let q = Question { watcher, way: BLF, target: &targets[n], line: None };
            decide(&c, &index, black_box(&q), &mut NoRecord)
        });
    });
    group.finish();
}

fn decisions_with_patterns(criterion: &mut Criterion) {
    let c = campus(true);
    let index = RouteIndex::new(&c);
    let mut group = criterion.benchmark_group("decide, 10 000 DNs and 500 patterns");
    for (name, target) in [("by pattern in five partitions", "19999"), ("no route", "99999")] {
        let q = Question { watcher: Watcher::Phone(PhoneId(0)), way: BLF, target, line: None };
        group.bench_function(name, |b| {
            b.iter(|| decide(&c, &index, black_box(&q), &mut NoRecord));
        });
    }
    group.finish();
}

fn recorded(criterion: &mut Criterion) {
    let c = campus(false);
    let index = RouteIndex::new(&c);
    let mut group = criterion.benchmark_group("with a record, 10 000 DNs, 50 partitions");
    let q =
        Question { watcher: Watcher::Phone(PhoneId(0)), way: MISSED, target: "10019", line: None };
    group.bench_function("call list refused", |b| {
        b.iter(|| {
            let mut checks: Vec<Check> = Vec::with_capacity(16);
            (decide(&c, &index, black_box(&q), &mut checks), checks)
        });
    });
    let mut checks = Vec::new();
    let answer = decide(&c, &index, &q, &mut checks);
    let decision = lampfield_core::presence::Decision {
        watcher: q.watcher,
        way: q.way,
        target: q.target.into(),
        answer,
        checks,
    };
    group.sample_size(10);
    group.bench_function("explain, remedies tried", |b| {
        b.iter(|| explain(&c, black_box(&decision)))
    });
    group.bench_function("RouteIndex::new", |b| b.iter(|| RouteIndex::new(black_box(&c))));
    group.finish();
}

fn engine(criterion: &mut Criterion) {
    let c = campus(false);
    let mut group = criterion.benchmark_group("engine, 100 000 watches on 10 000 DNs");
    let mut full = Engine::new(&c);
    for n in 0..100_000_u32 {
        full.watch(DnId(n % 10_000), n).expect("within the limit");
    }
    group.bench_function("status change, told to its 10 watchers", |b| {
        let mut n = 0_u32;
        b.iter(|| {
            n = (n + 7_919) % 20_000;
            let (id, up) = (n % 10_000, n < 10_000);
            let state = if up { LineState::Connected } else { LineState::OnHook };
            let changed = full.set_line(&c, PhoneId(id), DnId(id), state);
            let told =
                changed.map(|_| full.watchers(DnId(id)).map(|(_, handle)| handle).sum::<u32>());
            black_box(told)
        });
    });
    group.bench_function("watch and unwatch", |b| {
        b.iter_batched(
            || (),
            |()| full.watch(DnId(77), 1).map(|id| full.unwatch(id)),
            BatchSize::SmallInput,
        );
    });
    group.finish();
}

criterion_group!(benches, decisions, decisions_with_patterns, recorded, engine);
criterion_main!(benches);
