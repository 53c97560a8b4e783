//! How long CallManager takes to decide, on a campus of 10 000 directory numbers.
#![expect(clippy::expect_used, reason = "a bench that cannot be set up has nothing to measure")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use lampfield_core::cluster::{
    ApplicationUser, Cluster, DirectoryNumber, Distribution, Route, RouteGroup, RouteList,
    RoutePattern, STANDARD_PRESENCE_GROUP, SecurityProfile, SipRoutePattern, SipTrunk, Site, Trunk,
    TrunkKind,
};
use lampfield_core::id::{ApplicationUserId, DnId, PhoneId, TrunkId};
use lampfield_core::presence::{
    CallList, Check, Engine, LineState, NoRecord, Proof, Question, RouteIndex, TrunkRequest,
    Watcher, Way, decide, explain,
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

/// The campus with a route list of four SIP trunks (the watcher may see the last one), SIP route
/// patterns, and a trunk that lets requests in by digest and application.
fn with_trunks() -> Cluster {
    let mut c = campus(true);
    let group = |name: &str, c: &Cluster| c.presence_groups.id_of(name).expect("a campus group");
    let mut trunks = Vec::new();
    for name in ["Group 19", "Group 5", "Group 7", "Group 1"] {
        let sip = SipTrunk { presence_group: group(name, &c), ..SipTrunk::new() };
        trunks.push(push_trunk(&mut c, name, sip));
    }
    let members = trunks.clone();
    let name = "Four".to_owned();
    let id = c.route_groups.push(RouteGroup { name, distribution: Distribution::TopDown, members });
    let (name, description) = ("Out".to_owned(), String::new());
    let list = c.route_lists.push(RouteList { name, description, groups: vec![id] });
    let route = Route::List(list);
    let (name, pattern) = ("9.XXXX".to_owned(), "9.XXXX".to_owned());
    c.route_patterns.push(RoutePattern { name, pattern, partition: None, route });
    for n in 0..100 {
        let pattern = format!("*.site{n}.example.com");
        let name = pattern.clone();
        c.sip_route_patterns.push(SipRoutePattern { name, pattern, partition: None, route });
    }
    let boxes = SecurityProfile {
        digest_authentication: true,
        application_level_authorization: true,
        accept_presence_subscription: true,
        ..SecurityProfile::new("Presence In")
    };
    let security_profile = c.security_profiles.push(boxes);
    let subscribe_css = c.calling_search_spaces.id_of("Everyone");
    push_trunk(&mut c, "In", SipTrunk { security_profile, subscribe_css, ..SipTrunk::new() });
    c.application_users.push(ApplicationUser {
        name: "WebDial".to_owned(),
        presence_group: Some(group("Group 0", &c)),
        accept_presence_subscription: true,
        secret: None,
        ip_manager_assistant: false,
    });
    c
}

fn push_trunk(c: &mut Cluster, name: &str, sip: SipTrunk) -> TrunkId {
    let (name, description) = (name.to_owned(), String::new());
    let kind = TrunkKind::Sip(Box::new(sip));
    c.trunks.push(Trunk { name, description, destination: None, kind })
}

fn decisions_outside(criterion: &mut Criterion) {
    let c = with_trunks();
    let index = RouteIndex::new(&c);
    let mut group = criterion.benchmark_group("decide, 10 000 DNs, trunks and routes");
    let phone = Watcher::Phone(PhoneId(0));
    let request = |proof| Watcher::Trunk(TrunkRequest { trunk: TrunkId(4), proof, user: None });
    let application = Proof::Application(ApplicationUserId(0));
    for (name, watcher, way, target) in [
        ("trunk, digest and application, allowed", request(application), Way::Outside, "10001"),
        ("trunk, challenged", request(Proof::Missing), Way::Outside, "10001"),
        ("trunk, leads to a trunk", request(application), Way::Outside, "91234"),
        ("BLF to a route list", phone, BLF, "91234"),
        ("call list to a route list, last of four trunks", phone, MISSED, "91234"),
        ("SIP URI by wildcard domain", phone, BLF, "bob@a.site50.example.com"),
        ("SIP URI without a route", phone, BLF, "bob@nowhere.example.org"),
    ] {
        let q = Question { watcher, way, target, line: None };
        group.bench_function(name, |b| {
            b.iter(|| decide(&c, &index, black_box(&q), &mut NoRecord));
        });
    }
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
        lamp: None,
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

criterion_group!(benches, decisions, decisions_with_patterns, decisions_outside, recorded, engine);
criterion_main!(benches);
