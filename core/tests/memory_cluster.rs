//! What a subscription costs a whole CallManager (notifier, watch, presence engine, transactions
//! once quiet), counted by the allocator. The phones that ask are not there: their requests are.

#![expect(clippy::expect_used, reason = "a measure that cannot start shall stop")]

use cap::Cap;
use lampfield_core::cluster::{Cluster, ClusterBuilder};
use lampfield_core::id::{ClusterId, NodeId, PhoneId};
use lampfield_core::node::{
    CallManager, Input, LinkMessage, Outbox, Output, Timers, node_of_phone,
};
use lampfield_core::sip::address::AddressPlan;
use lampfield_core::sip::message::{Message, ResponseParts};
use lampfield_core::site::Site;
use lampfield_core::time::Instant;
use std::alloc::System;
use std::sync::Arc;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

const PHONES: u32 = 1_000;
const EACH: u32 = 100;
/// What one live subscription may cost, in bytes.
const MOST: usize = 400;

/// A thousand phones with a number each, all of which may see each other in their call lists.
fn cluster() -> Cluster {
    let mut b = ClusterBuilder::new().blf_for_call_lists(true);
    for n in 0..PHONES {
        let number = format!("{}", 100_000 + n);
        b = b.dn(&number).phone(&format!("Phone {n}"), "7970 SIP", |p| p.line(&number));
    }
    b.build().expect("every name was given")
}

/// The `n`-th SUBSCRIBE of a phone, as our phones write it.
fn subscribe(phone: PhoneId, n: u32) -> Vec<u8> {
    let (own, number) = (AddressPlan::SIMULATED.address(node_of_phone(phone)), 100_000 + phone.0);
    let (target, call) = (100_000 + (phone.0 + n + 1) % PHONES, phone.0 * EACH + n);
    format!(
        "SUBSCRIBE sip:{target}@10.0.0.1 SIP/2.0\r\n\
         Via: SIP/2.0/UDP {own};branch=z9hG4bK{call:016x}\r\nMax-Forwards: 70\r\n\
         From: <sip:{number}@10.0.0.1>;tag={call:016x}\r\nTo: <sip:{target}@10.0.0.1>\r\n\
         Call-ID: {call:016x}@{own}\r\nCSeq: 1 SUBSCRIBE\r\n\
         Contact: <sip:{number}@{own}>;+u.sip!devicename.ccm.cisco.com=\"Phone {}\"\r\n\
         Event: presence\r\nExpires: 3600\r\nX-Lampfield-Asks: missed\r\nContent-Length: 0\r\n\r\n",
        phone.0
    )
    .into_bytes()
}

/// Hands CallManager one input, and answers what it asks with 200; nothing of it is kept.
fn give(cm: &mut CallManager, now: Instant, input: Input, accepted: &mut u32) {
    let mut out = Outbox::default();
    cm.handle(now, input, &mut out);
    for output in out.outputs {
        let Output::Send { to, bytes } = output else { continue };
        *accepted += u32::from(bytes.starts_with(b"SIP/2.0 200"));
        if bytes.starts_with(b"NOTIFY") {
            let notify = Message::parse(&bytes).expect("what we send can be read");
            let mut answer = Vec::new();
            ResponseParts::new(&notify, 200, "w").write(&mut answer);
            let input = Input::Datagram { from: to, bytes: answer.into() };
            cm.handle(now, input, &mut Outbox::default());
        }
    }
}

fn datagram(from: NodeId, bytes: Vec<u8>) -> Input {
    Input::Datagram { from, bytes: bytes.into() }
}

#[test]
fn a_live_subscription_costs_a_whole_call_manager_at_most_400_bytes() {
    let site = Site::of(Arc::new(cluster()));
    let mut cm = CallManager::new(&site, ClusterId(0), Timers::default(), 1).expect("a cluster");
    let now = Instant::from_secs(1);
    for phone in 0..PHONES {
        let (from, message) = (node_of_phone(PhoneId(phone)), LinkMessage::Register { session: 1 });
        give(&mut cm, now, Input::Link { from, message }, &mut 0);
    }
    let before = ALLOCATOR.allocated();
    let mut accepted = 0;
    for n in 0..EACH {
        for phone in (0..PHONES).map(PhoneId) {
            let request = datagram(node_of_phone(phone), subscribe(phone, n));
            give(&mut cm, now, request, &mut accepted);
        }
    }
    assert_eq!(accepted, PHONES * EACH);
    // Timer J forgets the answers: that is how long the network can bring a request again.
    give(&mut cm, Instant::from_secs(40), Input::Tick, &mut 0);
    let each = (ALLOCATOR.allocated() - before) / (PHONES * EACH) as usize;
    println!("{accepted} subscriptions: {each} bytes each");
    assert!(each <= MOST, "{each} bytes for each subscription");
}
