//! A back-to-back agent of two legs of one machine: what CallManager is between two phones, without
//! any rule of routing.

use super::net::{A, B, CM, Event, Net, sdp};
use crate::sip::call::{CallEnded, CallNews, LegId};
use std::collections::BTreeMap;

/// Who is joined with whom.
#[derive(Default)]
pub(super) struct Agent {
    pub(super) other: BTreeMap<u32, u32>,
}

impl Agent {
    /// The leg on the other side, while it lives.
    fn beyond(&self, net: &Net, handle: u32) -> Option<LegId> {
        net.legs.get(&(CM, *self.other.get(&handle)?)).copied()
    }

    /// What the agent does about something that happened at it.
    pub(super) fn hears(&mut self, net: &mut Net, event: Event) {
        match event {
            Event::Incoming { leg, body, .. } => {
                let one = net.adopt(CM, leg);
                let two = net.call(CM, B, body.as_ref());
                self.other.extend([(one, two), (two, one)]);
            }
            Event::Reinvite { leg, handle, body } => {
                let beyond = self.beyond(net, handle);
                let passed = beyond.is_some_and(|beyond| {
                    let body = body.as_ref();
                    net.at(CM, |calls, now, out| calls.reinvite(now, beyond, body, out)).is_ok()
                });
                if !passed {
                    net.at(CM, |calls, now, out| calls.refuse(now, leg, 491, out));
                }
            }
            Event::News { handle, news } => {
                if let Some(beyond) = self.beyond(net, handle) {
                    passes(net, beyond, news);
                }
            }
            Event::Hook { .. } => {}
        }
    }
}

/// Says on one leg what came from the other.
fn passes(net: &mut Net, beyond: LegId, news: CallNews) {
    net.at(CM, |calls, now, out| match news {
        CallNews::Progress { code, body } => calls.progress(now, beyond, code, body.as_ref(), out),
        CallNews::Answered { body, .. } | CallNews::Changed { body, .. } => {
            calls.answer(now, beyond, body.as_ref(), out);
        }
        CallNews::Confirmed { body } => calls.acknowledge(beyond, body.as_ref(), out),
        CallNews::ChangeRefused { code } => calls.refuse(now, beyond, code, out),
        CallNews::Ended(CallEnded::Refused { code, .. }) => {
            calls.refuse(now, beyond, code, out);
            calls.hang_up(now, beyond, out);
        }
        CallNews::Ended(_) => calls.hang_up(now, beyond, out),
        CallNews::ChangeWithdrawn => {}
    });
}

/// Runs, the agent at work; what happened at the phones stays.
fn run(net: &mut Net, agent: &mut Agent, ms: i64) {
    let until = net.now + crate::time::Duration::from_millis(ms);
    while net.step(until) {
        while let Some(at) = net.events.iter().position(|(node, _)| *node == CM) {
            let (_, event) = net.events.remove(at).unwrap();
            agent.hears(net, event);
        }
    }
}

#[test]
fn bodies_and_codes_cross_the_agent_in_both_directions() {
    let (mut net, mut agent) = (Net::new(1), Agent::default());
    let a = net.call(A, CM, Some(&sdp("offer of A")));
    run(&mut net, &mut agent, 10);
    let Event::Incoming { leg, body, .. } = net.event(B) else { panic!() };
    assert_eq!(body, Some(sdp("offer of A")));
    let b = net.adopt(B, leg);
    net.at(B, |calls, now, out| calls.progress(now, leg, 183, Some(&sdp("early")), out));
    run(&mut net, &mut agent, 10);
    assert_eq!(net.news(A), CallNews::Progress { code: 183, body: Some(sdp("early")) });
    net.at(B, |calls, now, out| calls.answer(now, leg, Some(&sdp("answer of B")), out));
    run(&mut net, &mut agent, 10);
    let answered = CallNews::Answered { body: Some(sdp("answer of B")), owes_ack: false };
    assert_eq!((net.news(A), net.news(B)), (answered, CallNews::Confirmed { body: None }));
    // Hold from the called side.
    net.at(B, |calls, now, out| calls.reinvite(now, leg, Some(&sdp("hold")), out)).unwrap();
    run(&mut net, &mut agent, 10);
    let Event::Reinvite { leg, body, .. } = net.event(A) else { panic!() };
    assert_eq!(body, Some(sdp("hold")));
    net.at(A, |calls, now, out| calls.answer(now, leg, Some(&sdp("held")), out));
    run(&mut net, &mut agent, 10);
    assert_eq!(net.news(B), CallNews::Changed { body: Some(sdp("held")), owes_ack: false });
    assert_eq!(net.news(A), CallNews::Confirmed { body: None });
    let leg = net.leg(A, a);
    net.at(A, |calls, now, out| calls.hang_up(now, leg, out));
    run(&mut net, &mut agent, 100_000);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::Local, CallEnded::HungUp));
    assert_eq!((net.end(CM).len(), net.legs.get(&(B, b)), net.next_at()), (0, None, None));
}

#[test]
fn an_offer_that_comes_late_crosses_with_the_answer_and_its_answer_with_the_ack() {
    let (mut net, mut agent) = (Net::new(2), Agent::default());
    let a = net.call(A, CM, None);
    run(&mut net, &mut agent, 10);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.answer(now, leg, Some(&sdp("offer of B")), out));
    run(&mut net, &mut agent, 10);
    let answered = CallNews::Answered { body: Some(sdp("offer of B")), owes_ack: true };
    assert_eq!(net.news(A), answered);
    let leg = net.leg(A, a);
    net.at(A, |calls, _, out| calls.acknowledge(leg, Some(&sdp("answer of A")), out));
    run(&mut net, &mut agent, 10);
    assert_eq!(net.news(B), CallNews::Confirmed { body: Some(sdp("answer of A")) });
}

#[test]
fn busy_and_cancel_cross_the_agent() {
    let (mut net, mut agent) = (Net::new(3), Agent::default());
    net.call(A, CM, None);
    run(&mut net, &mut agent, 10);
    let b = net.incoming(B);
    let leg = net.leg(B, b);
    net.at(B, |calls, now, out| calls.refuse(now, leg, 486, out));
    run(&mut net, &mut agent, 10);
    assert_eq!(net.ended(A), CallEnded::Refused { code: 486, retry_after: None });
    net.events.clear();
    let a = net.call(A, CM, None);
    run(&mut net, &mut agent, 10);
    net.incoming(B);
    let leg = net.leg(A, a);
    net.at(A, |calls, now, out| calls.hang_up(now, leg, out));
    run(&mut net, &mut agent, 100_000);
    assert_eq!((net.ended(A), net.ended(B)), (CallEnded::Local, CallEnded::Cancelled));
    assert_eq!((net.end(CM).len(), net.next_at()), (0, None));
}
