//! INVITE transactions against hand-written messages: their timers and their states.

use super::*;
use crate::gather::Gather;
use crate::id::NodeId;
use crate::sip::message::{Message, ResponseParts};
use crate::sip::{CallAction, CallTimer, SipTimers, Transport};
use crate::time::Instant;
use std::sync::Arc;

const FAR: NodeId = NodeId(7);

fn timers() -> SipTimers {
    SipTimers::default()
}

fn ms(ms: i64) -> Instant {
    Instant::from_micros(ms * 1000)
}

fn request(method: &str, branch: &str) -> Message {
    let text = format!(
        "{method} sip:1002@10.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 10.1.0.2:5060;branch={branch}\r\n\
         Max-Forwards: 70\r\nRoute: <sip:p;lr>\r\nFrom: <sip:1001@10.0.0.1>;tag=f\r\n\
         To: <sip:1002@10.0.0.1>\r\nCall-ID: c\r\nCSeq: 1 {method}\r\n\
         Contact: <sip:1001@10.1.0.2>\r\n\r\n"
    );
    Message::parse(text.as_bytes()).unwrap()
}

fn answer(request: &Message, code: u16) -> Message {
    let mut out = Vec::new();
    ResponseParts::new(request, code, "t").write(&mut out);
    Message::parse(&out).unwrap()
}

/// A client with one INVITE sent at 0.
fn client(transport: Transport) -> (InviteClients, InviteClientId, Message) {
    let mut clients = InviteClients::default();
    let id = clients.open(9, 77).unwrap();
    let invite = request("INVITE", &format!("z9hG4bK{:016x}", id.branch()));
    let bytes = Arc::from(invite.raw());
    clients.send(Instant::ZERO, id, FAR, transport, bytes, &timers(), &mut Vec::new());
    (clients, id, invite)
}

/// When an INVITE was lost, in milliseconds, and whose it was.
type LostAt = Option<(i64, u64)>;

/// What is sent from now on, method and milliseconds, until nothing is scheduled; who was lost.
fn client_life(clients: &mut InviteClients) -> (Vec<(String, i64)>, LostAt) {
    let (mut sent, mut lost) = (Vec::new(), None);
    while let Some((at, timer)) = clients.next_at() {
        let mut out = Vec::new();
        let at_ms = at.as_micros() / 1000;
        if let Some(InviteLost { owner, .. }) = clients.tick(at, &timers(), &mut out) {
            lost = Some((at_ms, owner));
        }
        assert_eq!(out.first(), Some(&CallAction::TimerFired(timer)));
        for action in out {
            if let CallAction::Send { bytes, .. } = action {
                let message = Message::parse(&bytes).unwrap();
                sent.push((message.method_text().to_owned(), at_ms));
            }
        }
    }
    (sent, lost)
}

#[test]
fn timer_a_doubles_without_end_and_timer_b_gives_up() {
    let (mut clients, _, _) = client(Transport::Udp);
    let (sent, lost) = client_life(&mut clients);
    let times: Vec<i64> = sent.iter().map(|(_, at)| *at).gather();
    assert_eq!(times, [500, 1_500, 3_500, 7_500, 15_500, 31_500]);
    assert_eq!((lost, clients.len()), (Some((32_000, 77)), 0));
    let (mut clients, _, _) = client(Transport::Tcp);
    assert_eq!(client_life(&mut clients), (vec![], Some((32_000, 77))));
}

#[test]
fn a_provisional_answer_stops_both_timers() {
    let (mut clients, id, invite) = client(Transport::Udp);
    let trying = answer(&invite, 100);
    let heard = clients.receive(ms(10), &trying, &timers(), &mut Vec::new());
    assert_eq!(heard, Some(InviteAnswered { id, owner: 77, code: 100 }));
    assert_eq!(clients.next_at(), None);
}

#[test]
fn a_refusal_is_told_once_and_acknowledged_each_time_until_timer_d() {
    let (mut clients, id, invite) = client(Transport::Udp);
    let busy = answer(&invite, 486);
    let mut acks = Vec::new();
    for n in 0..3 {
        let mut out = Vec::new();
        let heard = clients.receive(ms(10), &busy, &timers(), &mut out);
        assert_eq!(heard, (n == 0).then_some(InviteAnswered { id, owner: 77, code: 486 }));
        let [CallAction::Send { to: FAR, bytes }] = out.as_slice() else { panic!("{out:?}") };
        acks.push(Arc::clone(bytes));
    }
    assert!(acks.iter().all(|ack| *ack == acks[0]));
    let ack = Message::parse(&acks[0]).unwrap();
    assert_eq!((ack.branch(), ack.to_tag(), ack.cseq()), (invite.branch(), Some("t"), 1));
    assert_eq!(
        (ack.request_uri(), ack.routes().next()),
        (invite.request_uri(), Some("<sip:p;lr>"))
    );
    assert_eq!(clients.next_at(), Some((ms(32_010), CallTimer::D)));
    assert_eq!(client_life(&mut clients), (vec![], None));
    let (mut clients, _, invite) = client(Transport::Tcp);
    clients.receive(ms(10), &answer(&invite, 486), &timers(), &mut Vec::new());
    assert_eq!(clients.next_at(), Some((ms(10), CallTimer::D)));
}

#[test]
fn each_success_is_told_until_timer_m_and_nothing_else_any_more() {
    let (mut clients, id, invite) = client(Transport::Udp);
    let mut out = Vec::new();
    for at in [10, 500, 9_000] {
        let heard = clients.receive(ms(at), &answer(&invite, 200), &timers(), &mut out);
        assert_eq!(heard, Some(InviteAnswered { id, owner: 77, code: 200 }));
    }
    for late in [180, 486] {
        assert_eq!(clients.receive(ms(9_000), &answer(&invite, late), &timers(), &mut out), None);
    }
    assert_eq!((out, clients.next_at()), (vec![], Some((ms(32_010), CallTimer::M))));
    client_life(&mut clients);
    let late = answer(&invite, 200);
    assert_eq!(clients.receive(ms(40_000), &late, &timers(), &mut Vec::new()), None);
}

#[test]
fn cancel_shares_the_branch_waits_for_a_provisional_answer_and_is_sent_again() {
    let (mut clients, id, invite) = client(Transport::Udp);
    let mut out = Vec::new();
    clients.cancel(ms(5), id, &timers(), &mut out);
    assert_eq!(out, []);
    clients.receive(ms(10), &answer(&invite, 180), &timers(), &mut out);
    clients.cancel(ms(10), id, &timers(), &mut out);
    let [CallAction::Send { bytes, .. }] = out.as_slice() else { panic!("{out:?}") };
    let cancel = Message::parse(bytes).unwrap();
    assert_eq!((cancel.branch(), cancel.to_tag()), (invite.branch(), None));
    assert_eq!(cancel.header("CSeq"), Some("1 CANCEL"));
    let mut answered = clients.clone();
    let (sent, lost) = client_life(&mut clients);
    assert_eq!(sent.first(), Some(&("CANCEL".to_owned(), 510)));
    assert_eq!((sent.len(), lost), (10, Some((32_010, 77))));
    // Its answer stops it; only the INVITE's own answer ends the INVITE.
    assert_eq!(answered.receive(ms(20), &answer(&cancel, 200), &timers(), &mut out), None);
    assert_eq!(client_life(&mut answered), (vec![], Some((32_010, 77))));
}

/// A server with one INVITE that came at 0 and was answered so.
fn server(transport: Transport, code: u16) -> (InviteServers, Message) {
    let (mut servers, invite) = (InviteServers::default(), request("INVITE", "z9hG4bKs"));
    assert_eq!(servers.receive(Instant::ZERO, &invite, &timers()), InviteReceived::Fresh);
    let id = servers.open(&invite, 1, FAR, transport, 5).unwrap();
    let bytes: Arc<[u8]> = Arc::from(answer(&invite, code).raw());
    let mut out = Vec::new();
    servers.answer(Instant::ZERO, id, code, Arc::clone(&bytes), &timers(), &mut out);
    assert_eq!(out, [CallAction::Send { to: FAR, bytes }]);
    (servers, invite)
}

/// When something was sent, until nothing is scheduled; the last timer.
fn server_life(servers: &mut InviteServers) -> (Vec<i64>, Option<CallTimer>) {
    let (mut sent, mut last) = (Vec::new(), None);
    while let Some((at, timer)) = servers.next_at() {
        let mut out = Vec::new();
        servers.tick(at, &timers(), &mut out);
        let sends = out.iter().filter(|action| matches!(action, CallAction::Send { .. })).count();
        sent.extend(std::iter::repeat_n(at.as_micros() / 1000, sends));
        last = Some(timer);
    }
    (sent, last)
}

#[test]
fn a_refusal_is_sent_again_by_timer_g_until_timer_h() {
    let (mut servers, _) = server(Transport::Udp, 486);
    let (sent, last) = server_life(&mut servers);
    assert_eq!(sent, [500, 1_500, 3_500, 7_500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500]);
    assert_eq!((last, servers.len()), (Some(CallTimer::H), 0));
    let (mut servers, _) = server(Transport::Tcp, 486);
    assert_eq!(server_life(&mut servers), (vec![], Some(CallTimer::H)));
}

#[test]
fn its_ack_stops_a_refusal_and_timer_i_absorbs_what_comes_late() {
    let (mut servers, invite) = server(Transport::Udp, 486);
    let bytes: Arc<[u8]> = Arc::from(answer(&invite, 486).raw());
    let again = servers.receive(ms(100), &invite, &timers());
    assert_eq!(again, InviteReceived::Retransmission(bytes));
    let ack = request("ACK", "z9hG4bKs");
    for message in [&ack, &ack, &invite] {
        assert_eq!(servers.receive(ms(200), message, &timers()), InviteReceived::Absorb);
    }
    assert_eq!(servers.next_at(), Some((ms(5_200), CallTimer::I)));
    assert_eq!(server_life(&mut servers), (vec![], Some(CallTimer::I)));
    assert_eq!(servers.receive(ms(5_300), &ack, &timers()), InviteReceived::Ack);
    assert_eq!(servers.receive(ms(5_300), &invite, &timers()), InviteReceived::Fresh);
}

#[test]
fn an_accepted_invite_is_absorbed_until_timer_l_and_its_ack_goes_to_the_dialog() {
    let (mut servers, invite) = server(Transport::Udp, 200);
    assert_eq!(servers.receive(ms(1), &invite, &timers()), InviteReceived::Absorb);
    for branch in ["z9hG4bKs", "z9hG4bKother"] {
        let ack = request("ACK", branch);
        assert_eq!(servers.receive(ms(1), &ack, &timers()), InviteReceived::Ack);
    }
    assert_eq!(server_life(&mut servers), (vec![], Some(CallTimer::L)));
}

#[test]
fn a_provisional_answer_is_repeated_and_a_cancel_finds_its_invite() {
    for branch in ["z9hG4bKs", "old"] {
        let (mut servers, invite) = (InviteServers::default(), request("INVITE", branch));
        let id = servers.open(&invite, 1, FAR, Transport::Udp, 5).unwrap();
        assert_eq!(servers.receive(ms(1), &invite, &timers()), InviteReceived::Absorb);
        let bytes: Arc<[u8]> = Arc::from(answer(&invite, 180).raw());
        servers.answer(ms(1), id, 180, Arc::clone(&bytes), &timers(), &mut Vec::new());
        let again = servers.receive(ms(2), &invite, &timers());
        assert_eq!(again, InviteReceived::Retransmission(bytes));
        assert_eq!(servers.cancelled(&request("CANCEL", branch)), Some(5));
        assert_eq!(servers.cancelled(&request("CANCEL", "z9hG4bKother")), None);
        assert_eq!(servers.next_at(), None);
    }
}
