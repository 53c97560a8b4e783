//! What SIP costs: reading, writing, and a whole exchange over both usages.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot start shall stop")]

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use lampfield_core::id::NodeId;
use lampfield_core::presence::PublishedStatus;
use lampfield_core::rng::Rng;
use lampfield_core::sip::address::AddressPlan;
use lampfield_core::sip::message::{Message, NotifyParts, StateParts, SubscribeParts};
use lampfield_core::sip::notifier::{Heard, Notifier, Served};
use lampfield_core::sip::pidf;
use lampfield_core::sip::watcher::{Ask, Identity, Watcher};
use lampfield_core::sip::{Action, SipTimers};
use lampfield_core::time::{Duration, Instant};
use std::hint::black_box;

const CM: NodeId = NodeId(0);
const PHONE: NodeId = NodeId(1);

fn subscribe(out: &mut Vec<u8>) {
    SubscribeParts {
        request_uri: "sip:1111@10.0.0.1",
        via: AddressPlan::SIMULATED.address(PHONE),
        branch: 0x0123_4567_89ab_cdef,
        from: "sip:1000@10.0.0.1",
        from_tag: "0123456789abcdef",
        to: "sip:1111@10.0.0.1",
        to_tag: None,
        call_id: "0123456789abcdef@10.1.0.2",
        cseq: 1,
        contact: "sip:1000@10.1.0.2:5060",
        device: "Phone A",
        asks: "blf;button=1",
        expires: 3600,
        authorization: "",
        peculiar: None,
    }
    .write(out);
}

fn notify(body: &mut Vec<u8>, out: &mut Vec<u8>) {
    let entity = pidf::Entity { user: "1111", host: AddressPlan::SIMULATED.address(CM) };
    pidf::write(entity, PublishedStatus::Busy, Instant::from_secs(5), body);
    NotifyParts {
        request_uri: "sip:1000@10.1.0.2:5060",
        via: AddressPlan::SIMULATED.address(CM),
        branch: 0x0123_4567_89ab_cdef,
        from: "sip:1111@10.0.0.1",
        from_tag: "fedcba9876543210",
        to: "sip:1000@10.0.0.1",
        to_tag: "0123456789abcdef",
        call_id: "0123456789abcdef@10.1.0.2",
        cseq: 1,
        contact_user: "1111",
        package: "presence",
        event_id: "",
        state: StateParts::Active(3600),
        media_type: "application/pidf+xml",
        body,
    }
    .write(out);
}

/// Two nodes without a network between them.
struct Two {
    now: Instant,
    watcher: Watcher,
    notifier: Notifier,
    out: Vec<Action>,
    next: Vec<Action>,
}

impl Two {
    fn new() -> Self {
        let timers = SipTimers::default();
        let identity =
            Identity { node: PHONE, addresses: AddressPlan::SIMULATED, device: "Phone A".into() };
        Two {
            now: Instant::ZERO,
            watcher: Watcher::new(identity, timers, Rng::stream(1, "sip:Phone A")),
            notifier: Notifier::new(
                CM,
                AddressPlan::SIMULATED,
                timers,
                Rng::stream(1, "sip:CallManager"),
            ),
            out: Vec::new(),
            next: Vec::new(),
        }
    }

    /// SUBSCRIBE, 200, NOTIFY, 200: four messages written and four read.
    fn exchange(&mut self) -> usize {
        self.now += Duration::from_millis(1);
        let ask = Ask::of_phone(CM, "1111", "1000", "blf;button=1");
        self.watcher.subscribe(self.now, &ask, 0, &mut self.out).unwrap();
        let mut messages = 0;
        while !self.out.is_empty() {
            let (mut out, mut next) =
                (std::mem::take(&mut self.out), std::mem::take(&mut self.next));
            for action in out.drain(..) {
                let Action::Send { to, bytes } = action else { continue };
                messages += 1;
                let message = Message::parse(&bytes).unwrap();
                if to == PHONE {
                    self.watcher.receive(self.now, CM, &message, &mut next);
                } else if let Heard::Asked(asked) =
                    self.notifier.receive(self.now, (PHONE, Served::default()), &message, &mut next)
                {
                    let status = PublishedStatus::Idle;
                    self.notifier.accept(self.now, &asked, &message, 0, status, &mut next).unwrap();
                }
            }
            (self.out, self.next) = (next, out);
        }
        messages
    }
}

fn messages(c: &mut Criterion) {
    let (mut subscribe_bytes, mut notify_bytes, mut body) = (Vec::new(), Vec::new(), Vec::new());
    subscribe(&mut subscribe_bytes);
    notify(&mut body, &mut notify_bytes);
    let mut group = c.benchmark_group("sip");
    group.bench_function("parse SUBSCRIBE", |b| {
        b.iter(|| Message::parse(black_box(&subscribe_bytes)).unwrap());
    });
    group.bench_function("parse NOTIFY and its document", |b| {
        b.iter(|| {
            let message = Message::parse(black_box(&notify_bytes)).unwrap();
            pidf::read(message.body()).unwrap()
        });
    });
    group.bench_function("read document", |b| {
        b.iter(|| pidf::read(black_box(&body)).unwrap());
    });
    group.bench_function("write SUBSCRIBE", |b| {
        b.iter(|| {
            subscribe_bytes.clear();
            subscribe(black_box(&mut subscribe_bytes));
        });
    });
    group.bench_function("write NOTIFY and its document", |b| {
        b.iter(|| {
            notify_bytes.clear();
            body.clear();
            notify(&mut body, black_box(&mut notify_bytes));
        });
    });
    group.finish();
}

fn exchange(c: &mut Criterion) {
    c.bench_function("sip/exchange of four messages", |b| {
        b.iter_batched_ref(
            || {
                let mut two = Two::new();
                assert_eq!(two.exchange(), 4);
                two
            },
            |two| {
                for _ in 0..1000 {
                    black_box(two.exchange());
                }
            },
            BatchSize::LargeInput,
        );
    });
}

criterion_group!(benches, messages, exchange);
criterion_main!(benches);
