//! Real phones in plain texts, at a desk with a CallManager behind it.

use super::{DeskAction, End, FrontDesk};
use crate::id::{ClusterId, PhoneId};
use crate::node::{CALL_MANAGER, CallCommand, Device, LinkMessage, Node, Timers, phone_of_node};
use crate::presence::LineState;
use crate::scenario::{MemorySources, load};
use crate::sip::Transport;
use crate::sip::address::{AddressPlan, HostPort};
use crate::site::Site;
use crate::time::{Duration, Instant};
use crate::world::{ForGuest, World, WorldOptions};
use std::sync::Arc;

const OWN: HostPort = HostPort { ip: [192, 0, 2, 1], port: 5060 };

/// Two SIP phones and an SCCP phone.
const OFFICE: &str = "\
lampfield: 1
name: An office
cluster:
  directory_numbers: { 1000: {}, 1111: {}, 1222: {} }
  phones:
    Phone A: { type: 7970 SIP, lines: [1000] }
    Phone B: { type: 7961 SCCP, lines: [1111] }
    Phone C: { type: 7970 SIP, lines: [1222] }
steps: [{ at: 0s, do: everybody connects }]
";

/// A desk, the world behind it, and what was sent to whom.
struct Office {
    now: Instant,
    desk: FrontDesk,
    world: World,
    sent: Vec<(End, String)>,
    branch: u32,
}

fn end(last: u8) -> End {
    End { transport: Transport::Udp, address: HostPort { ip: [192, 0, 2, last], port: 5060 } }
}

impl Office {
    fn new() -> Office {
        let sources = MemorySources::new([("office.yaml".to_owned(), OFFICE)]);
        let scenario = load(&sources, "office.yaml").unwrap();
        let plan = AddressPlan::served_at(OWN);
        let site = Arc::new(Site::of(Arc::clone(&scenario.cluster)).with_addresses(plan));
        let world = World::of_site(Arc::clone(&site), WorldOptions::default()).unwrap();
        let desk = FrontDesk::new(site, OWN, &[], Timers::default(), 1);
        let now = Instant::from_secs(1);
        Office { now, desk, world, sent: Vec::new(), branch: 0 }
    }

    /// A request of a phone at `last`, whose number is `from`.
    fn say(&mut self, last: u8, from: &str, first: &str, more: &str) {
        self.branch += 1;
        let (branch, cseq) = (self.branch, self.branch);
        let method = first.split(' ').next().unwrap();
        let to = first.split(' ').nth(1).unwrap();
        let to = if method == "REGISTER" { format!("sip:{from}@192.0.2.1") } else { to.to_owned() };
        let own = format!("Contact: <sip:{from}@192.0.2.{last}>\r\n");
        let contact = if more.contains("Contact: ") { "" } else { &own };
        let body = more.split_once("\n\n").map_or("", |(_, body)| body);
        let more = more.split("\n\n").next().unwrap().replace('\n', "\r\n");
        let text = format!(
            "{first} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.{last};branch=z9hG4bK{branch}\r\n\
             Max-Forwards: 70\r\nFrom: <sip:{from}@192.0.2.1>;tag={from}\r\nTo: <{to}>\r\n\
             Call-ID: {method}{from}\r\nCSeq: {cseq} {method}\r\n\
             {contact}{more}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.hear(last, text.as_bytes());
    }

    fn hear(&mut self, last: u8, bytes: &[u8]) {
        let mut out = Vec::new();
        self.desk.receive(self.now, end(last), bytes, &mut out);
        self.settle(out);
    }

    fn settle(&mut self, mut actions: Vec<DeskAction>) {
        for _ in 0..100 {
            for action in actions.drain(..) {
                match action {
                    DeskAction::Send { to, bytes } => {
                        self.sent.push((to, String::from_utf8(bytes.to_vec()).unwrap()));
                    }
                    DeskAction::Welcome(node) => self.world.welcome(node),
                    DeskAction::Datagram { from, bytes } => {
                        self.world.from_guest(from, CALL_MANAGER, bytes);
                    }
                    DeskAction::Link { phone, message } => {
                        self.world.link_from_guest(phone, message);
                    }
                }
            }
            self.world.run_until(self.now);
            for what in self.world.take_for_guests() {
                match what {
                    ForGuest::Datagram { to, bytes, .. } => {
                        self.desk.send(self.now, to, &bytes, &mut actions);
                    }
                    ForGuest::Link { to, message } => {
                        let phone = phone_of_node(to).unwrap();
                        let display = match &message {
                            LinkMessage::Line { dn, .. } => self.display(phone, *dn),
                            _ => None,
                        };
                        let display = display.as_ref();
                        self.desk.hear(self.now, phone, &message, display, &mut actions);
                    }
                }
            }
            if actions.is_empty() {
                return;
            }
        }
        panic!("it goes on for ever");
    }

    fn display(&self, phone: PhoneId, dn: crate::id::DnId) -> Option<crate::node::CallDisplay> {
        match self.world.node(CALL_MANAGER)? {
            Node::CallManager(cm) => cm.display(phone, dn),
            _ => None,
        }
    }

    /// What CallManager believes of the first line of a phone.
    fn line(&self, name: &str) -> LineState {
        let cluster = self.world.site().first();
        let phone = cluster.phones.id_of(name).unwrap();
        let dn = cluster.phones.get(phone).unwrap().lines[0];
        match self.world.node(CALL_MANAGER) {
            Some(Node::CallManager(cm)) => cm.line(phone, dn),
            _ => LineState::NotConnected,
        }
    }

    /// The last message to an end that begins so.
    #[track_caller]
    fn last(&self, to: u8, begins: &str) -> String {
        let all = self.sent.iter().rev().filter(|(end_, _)| *end_ == end(to));
        let found = all.map(|(_, text)| text).find(|text| text.starts_with(begins));
        found.unwrap_or_else(|| panic!("no {begins} to {to} among {:#?}", self.sent)).clone()
    }

    /// 200 or another answer to the last request of this kind, from the phone at `last`.
    fn answer(&mut self, last: u8, request: &str, code: u16, body: &str) {
        let text = self.last(last, request);
        let head = text.split("\r\n\r\n").next().unwrap();
        let repeated = ["Via: ", "From: ", "Call-ID: ", "CSeq: "];
        let lines = head.lines().filter(|line| repeated.iter().any(|name| line.starts_with(name)));
        let lines: String = lines.map(|line| format!("{line}\r\n")).collect();
        let to = head.lines().find(|line| line.starts_with("To: ")).unwrap();
        let tag = if to.contains("tag=") { "" } else { ";tag=there" };
        let kind = if body.is_empty() { "" } else { "Content-Type: application/sdp\r\n" };
        let answer = format!(
            "SIP/2.0 {code} Whatever\r\n{lines}{to}{tag}\r\nContact: <sip:x@192.0.2.{last}>\r\n{kind}\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        self.hear(last, answer.as_bytes());
    }

    /// A request of Phone A within the call that it placed, whose answer came.
    fn say_within(&mut self, method: &str) {
        self.branch += 1;
        let answer = self.last(10, "SIP/2.0 200 ");
        let to = answer.lines().find(|line| line.starts_with("To: ")).unwrap();
        let cseq = answer.lines().find(|line| line.starts_with("CSeq: ")).unwrap();
        let placed = cseq.split(' ').nth(1).unwrap();
        let cseq = if method == "ACK" { placed.to_owned() } else { "99".to_owned() };
        let branch = self.branch;
        let text = format!(
            "{method} sip:x@192.0.2.1 SIP/2.0\r\n\
             Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK{branch}\r\nMax-Forwards: 70\r\n\
             From: <sip:1000@192.0.2.1>;tag=1000\r\n{to}\r\nCall-ID: INVITE1000\r\n\
             CSeq: {cseq} {method}\r\nContent-Length: 0\r\n\r\n"
        );
        self.hear(10, text.as_bytes());
    }

    fn register_both(&mut self) {
        for (last, number) in [(10, "1000"), (20, "1222")] {
            self.say(last, number, "REGISTER sip:192.0.2.1", "Expires: 600\n");
            assert!(self.last(last, "SIP/2.0 ").starts_with("SIP/2.0 200 "), "{number}");
        }
    }
}

const OFFER: &str = "Content-Type: application/sdp\n\n\
                     v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nt=0 0\r\n\
                     c=IN IP4 192.0.2.10\r\nm=audio 4000 RTP/AVP 0\r\n";

#[test]
fn a_phone_is_here_while_it_is_registered() {
    let mut office = Office::new();
    assert_eq!(office.line("Phone A"), LineState::NotConnected);
    office.register_both();
    assert_eq!(office.line("Phone A"), LineState::OnHook);
    assert_eq!(office.desk.registrations().count(), 2);
    office.now += Duration::from_secs(601);
    let mut out = Vec::new();
    office.desk.tick(office.now, &mut out);
    office.settle(out);
    assert_eq!(office.line("Phone A"), LineState::NotConnected);
    assert_eq!(office.desk.registrations().count(), 0);
}

#[test]
fn when_callmanager_restarts_a_real_phone_is_here_again_once_it_renews_its_registration() {
    let mut office = Office::new();
    office.register_both();
    let cluster = Arc::clone(office.world.site().first());
    office.world.configure(ClusterId(0), cluster, &[Device::CallManager], "");
    office.settle(Vec::new());
    assert_eq!(office.line("Phone A"), LineState::NotConnected);
    assert_eq!(office.desk.registrations().count(), 0);
    office.register_both();
    assert_eq!(office.line("Phone A"), LineState::OnHook);
    assert_eq!(office.desk.registrations().count(), 2);
}

#[test]
fn only_numbers_of_sip_phones_can_register() {
    let mut office = Office::new();
    // 1111 is an SCCP phone's, 4711 nobody's.
    for number in ["1111", "4711"] {
        office.say(10, number, "REGISTER sip:192.0.2.1", "Expires: 600\n");
        assert!(office.last(10, "SIP/2.0 ").starts_with("SIP/2.0 404 "), "{number}");
    }
    assert_eq!(office.desk.registrations().count(), 0);
}

#[test]
fn the_contact_of_a_phone_is_called_as_the_phone_gave_it() {
    let mut office = Office::new();
    office.register_both();
    let contact = "Expires: 600\nContact: <sip:1222@192.0.2.20:5062;transport=udp;ob>\n";
    office.say(20, "1222", "REGISTER sip:192.0.2.1", contact);
    office.say(10, "1000", "INVITE sip:1222@192.0.2.1", OFFER);
    let invite = office.sent.iter().rev().find(|(_, text)| text.starts_with("INVITE "));
    let (_, invite) = invite.expect("it rings");
    let first = invite.lines().next().unwrap();
    assert_eq!(first, "INVITE sip:1222@192.0.2.20:5062;transport=udp;ob SIP/2.0");
    // To is who is called, and no address has parameters there.
    assert!(invite.contains("\r\nTo: <sip:1222@192.0.2.20:5062>\r\n"), "{invite}");
}

#[test]
fn a_call_goes_through_with_its_media_untouched_and_ends_on_both_sides() {
    let mut office = Office::new();
    office.register_both();
    office.say(10, "1000", "INVITE sip:1222@192.0.2.1", OFFER);
    office.last(10, "SIP/2.0 180 ");
    let invite = office.last(20, "INVITE ");
    assert!(invite.ends_with("m=audio 4000 RTP/AVP 0\r\n"), "the offer as it came: {invite}");
    assert!(invite.contains("From: <sip:1000@"), "{invite}");
    assert_eq!(office.line("Phone A"), LineState::OffHook);
    assert_eq!(office.line("Phone C"), LineState::RingingIn);
    office.answer(20, "INVITE ", 200, "v=0\r\nm=audio 5000 RTP/AVP 0\r\n");
    office.last(20, "ACK ");
    let answer = office.last(10, "SIP/2.0 200 ");
    assert!(answer.ends_with("m=audio 5000 RTP/AVP 0\r\n"), "the answer as it came: {answer}");
    assert_eq!(office.line("Phone A"), LineState::Connected);
    assert_eq!(office.line("Phone C"), LineState::Connected);
    office.say_within("ACK");
    office.say_within("BYE");
    office.last(20, "BYE ");
    assert_eq!(office.line("Phone A"), LineState::OnHook);
    assert_eq!(office.line("Phone C"), LineState::OnHook);
}

#[test]
fn a_phone_that_declines_is_told_to_its_caller() {
    let mut office = Office::new();
    office.register_both();
    office.say(10, "1000", "INVITE sip:1222@192.0.2.1", OFFER);
    office.answer(20, "INVITE ", 486, "");
    office.last(10, "SIP/2.0 486 ");
    assert_eq!(office.line("Phone A"), LineState::OnHook);
    assert_eq!(office.line("Phone C"), LineState::OnHook);
}

#[test]
fn who_is_not_registered_cannot_call() {
    let mut office = Office::new();
    office.say(10, "1000", "INVITE sip:1222@192.0.2.1", OFFER);
    office.last(10, "SIP/2.0 403 ");
    office.register_both();
    // Nor from elsewhere with the number of one who is.
    office.say(66, "1000", "INVITE sip:1222@192.0.2.1", OFFER);
    office.last(66, "SIP/2.0 403 ");
}

#[test]
fn a_simulated_phone_is_called_and_what_it_does_is_told() {
    let mut office = Office::new();
    let desk_b = office.world.site().first().phones.id_of("Phone B").unwrap();
    office.world.command(desk_b, crate::node::Command::Connect);
    office.now += Duration::from_secs(1);
    office.settle(Vec::new());
    office.register_both();
    office.say(10, "1000", "INVITE sip:1111@192.0.2.1", OFFER);
    office.last(10, "SIP/2.0 180 ");
    let act = |office: &mut Office, what| {
        office.world.command(desk_b, crate::node::Command::Call(what));
        office.now += Duration::from_secs(1);
        office.settle(Vec::new());
    };
    act(&mut office, CallCommand::Answer);
    assert!(office.last(10, "SIP/2.0 200 ").contains("a=inactive"), "there is no media");
    office.say_within("ACK");
    act(&mut office, CallCommand::HangUp);
    office.last(10, "BYE ");
    assert_eq!(office.line("Phone A"), LineState::OnHook);
}
