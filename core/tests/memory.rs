//! What a subscription costs a notifier: counted by the allocator, not by adding up sizes.
//!
//! The subscriptions are those of real phones (a UUID of a Contact, a tag of 16 digits), all of them
//! live at the same time, after a storm in which each of them was asked for, accepted, told its
//! status and told it once more.

#![expect(clippy::expect_used, reason = "a measure that cannot start shall stop")]

use cap::Cap;
use lampfield_core::id::NodeId;
use lampfield_core::presence::PublishedStatus::{Busy, Idle};
use lampfield_core::rng::Rng;
use lampfield_core::sip::address::AddressPlan;
use lampfield_core::sip::message::{Message, ResponseParts};
use lampfield_core::sip::notifier::{Heard, Notifier, Served, SubscriptionId};
use lampfield_core::sip::{Action, SipTimers};
use lampfield_core::time::{Duration, Instant};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const CM: NodeId = NodeId(0);
const PHONE: NodeId = NodeId(1);
const SUBSCRIPTIONS: u32 = 100_000;
/// What one live subscription may cost the notifier, in bytes.
const MOST: usize = 220;

/// The SUBSCRIBE number `n`, as one of our phones writes it.
fn subscribe(n: u32) -> Message {
    let text = format!(
        "SUBSCRIBE sip:{target}@10.0.0.1 SIP/2.0\r\n\
         Via: SIP/2.0/UDP 10.1.0.2:5060;branch=z9hG4bK{n:016x}\r\nMax-Forwards: 70\r\n\
         From: <sip:100000@10.0.0.1>;tag={n:016x}\r\nTo: <sip:{target}@10.0.0.1>\r\n\
         Call-ID: {n:016x}@10.1.0.2\r\nCSeq: 1 SUBSCRIBE\r\n\
         Contact: <sip:100000@10.1.0.2:5060>;+u.sip!devicename.ccm.cisco.com=\"Phone A\"\r\n\
         Event: presence\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n",
        target = 200_000 + n % 1000
    );
    Message::parse(text.as_bytes()).expect("a well-formed request")
}

/// Answers every NOTIFY among the actions with 200, and drops them.
fn confirm(notifier: &mut Notifier, now: Instant, actions: &mut Vec<Action>) {
    let mut answers = Vec::new();
    for action in actions.drain(..) {
        let Action::Send { bytes, .. } = action else { continue };
        if bytes.starts_with(b"NOTIFY") {
            let notify = Message::parse(&bytes).expect("what we send can be read");
            let mut answer = Vec::new();
            ResponseParts::new(&notify, 200, "w").write(&mut answer);
            answers.push(answer);
        }
    }
    for answer in answers {
        let answer = Message::parse(&answer).expect("what we send can be read");
        assert_eq!(
            notifier.receive(now, (PHONE, Served::default()), &answer, actions),
            Heard::Done
        );
    }
}

/// Subscribes all, confirms all only then, and changes the status of all.
fn storm(notifier: &mut Notifier) -> Vec<SubscriptionId> {
    let (mut now, mut out) = (Instant::from_secs(1), Vec::new());
    let mut ids = Vec::with_capacity(SUBSCRIPTIONS as usize);
    for n in 0..SUBSCRIPTIONS {
        let message = subscribe(n);
        let Heard::Asked(asked) =
            notifier.receive(now, (PHONE, Served::default()), &message, &mut out)
        else {
            unreachable!("nothing is wrong with the request")
        };
        let accepted = notifier.accept(now, &asked, &message, n, Idle, &mut out);
        ids.extend(accepted.expect("there is room"));
    }
    confirm(notifier, now, &mut out);
    now += Duration::from_secs(1);
    for id in &ids {
        notifier.notify(now, *id, Busy, &mut out);
    }
    confirm(notifier, now, &mut out);
    ids
}

#[test]
fn a_live_subscription_costs_its_notifier_at_most_220_bytes() {
    let mut notifier = Notifier::new(
        CM,
        AddressPlan::SIMULATED,
        SipTimers::default(),
        Rng::stream(1, "sip:CallManager"),
    );
    let before = ALLOCATOR.allocated();
    let ids = storm(&mut notifier);
    let list = ids.capacity() * size_of::<SubscriptionId>();
    let taken = |list: usize| ALLOCATOR.allocated() - before - list;
    let loud = taken(list) / ids.len();
    // Timer J forgets the answers: that is how long the network can bring a request again.
    notifier.tick(Instant::from_secs(40), &mut Vec::new());
    let quiet = taken(list) / ids.len();
    println!("{} subscriptions: {loud} bytes each in the storm, {quiet} once quiet", ids.len());
    assert_eq!(notifier.len(), ids.len());
    assert!(quiet <= MOST, "{quiet} bytes for each subscription");
    for id in &ids {
        notifier.forget(*id);
    }
    drop(ids);
    let left = ALLOCATOR.allocated() - before;
    println!("{left} bytes are left once all are gone");
    assert!(left < 100_000, "{left} bytes are left");
}
