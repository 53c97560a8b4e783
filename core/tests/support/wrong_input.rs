//! A whole CallManager behind its front desk, without sockets, and what nobody honest would say to it:
//! for a test with thousands of messages and a bench with a million.

use lampfield_core::front::{DeskAction, End, FrontDesk};
use lampfield_core::id::PhoneId;
use lampfield_core::node::{CALL_MANAGER, LinkMessage, Node, Timers, phone_of_node};
use lampfield_core::rng::Rng;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, load};
use lampfield_core::secret::Secret;
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::{AddressPlan, HostPort};
use lampfield_core::sip::digest::{Credentials, Session};
use lampfield_core::sip::message::Message;
use lampfield_core::sip::stream::{Framed, Opened, StreamReader};
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::TraceLevel;
use lampfield_core::world::ForGuest;
use std::collections::BTreeMap;
use std::sync::Arc;

const OWN: HostPort = HostPort { ip: [192, 0, 2, 1], port: 5060 };
const PASSWORD: &str = "magpie";
/// Events that can be asked for, as `lampfield serve` keeps them.
const EVENTS: u32 = 8_192;

/// Two SIP phones, an SCCP phone, and a trunk whose far end is real and must prove who it is.
const OFFICE: &str = "\
lampfield: 1
name: An office
cluster:
  enterprise_parameters: { BLF for Call Lists: Enabled }
  service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
  button_templates: { BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] } }
  sip_trunk_security_profiles:
    Digest: { accept_presence_subscription: yes, enable_digest_authentication: yes }
  trunks:
    Trunk P: { type: SIP, destination: Partner, security_profile: Digest, device_credentials: { username: partner, password: lab } }
  route_patterns: { 7XXX: { route: { trunk: Trunk P } } }
  directory_numbers: { 1000: {}, 1111: {}, 1222: {} }
  phones:
    Phone A: { type: 7970 SIP, template: BLF, lines: [1000], blf_speed_dials: [{ destination: 1111 }] }
    Phone B: { type: 7961 SCCP, lines: [1111] }
    Phone C: { type: 7970 SIP, template: BLF, lines: [1222], blf_speed_dials: [{ destination: 7100 }] }
outside:
  Partner: { type: presence server, trunk: Trunk P }
steps: [{ at: 0s, do: everybody connects }]
";

/// What one end of the wire may be: 10 is the honest phone, 40 the far end of the trunk.
const HONEST: u8 = 10;
const PARTNER: u8 = 40;
/// Everybody else who talks, the trunk's far end among them.
const TALKERS: [u8; 6] = [20, 20, 21, 22, 23, PARTNER];

fn end(last: u8, transport: Transport) -> End {
    End { transport, address: HostPort { ip: [192, 0, 2, last], port: 5060 } }
}

/// What became of everything that was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) datagrams: u64,
    pub(crate) streams: u64,
    /// Messages that came whole out of streams.
    pub(crate) framed: u64,
    /// Streams that were given up.
    pub(crate) broken: u64,
    /// By code.
    pub(crate) answers: BTreeMap<u16, u64>,
    /// Requests of CallManager's own.
    pub(crate) requests: u64,
}

/// The desk, the player behind it, and a clock.
pub(crate) struct Office {
    now: Instant,
    desk: FrontDesk,
    player: Player,
    rng: Rng,
    pub(crate) counts: Counts,
    /// What went to the honest phone.
    told: Vec<String>,
    nth: u64,
}

impl Office {
    pub(crate) fn new(seed: u64) -> Office {
        let sources = MemorySources::new([("office.yaml".to_owned(), OFFICE)]);
        let mut scenario = load(&sources, "office.yaml").unwrap();
        let partner = scenario.site.outside().id_of("Partner").unwrap();
        let at = end(PARTNER, Transport::Udp);
        let site = scenario.site.as_ref().clone().with_real_outside([(partner, at.address)]);
        scenario.site = Arc::new(site);
        let options = PlayOptions {
            seed: Some(seed),
            trace: TraceLevel::Ring(EVENTS),
            addresses: AddressPlan::served_at(OWN),
            live: true,
            ..PlayOptions::default()
        };
        let player = Player::new(Arc::new(scenario), options).unwrap();
        let site = Arc::clone(player.site());
        let mut desk =
            FrontDesk::new(Arc::clone(&site), OWN, &[(partner, at)], Timers::default(), seed);
        let honest = site.first().phones.id_of("Phone A").unwrap();
        desk.set_password(honest, Secret::new(PASSWORD));
        let mut office = Office {
            now: Instant::from_secs(1),
            desk,
            player,
            rng: Rng::stream(seed, "wrong input"),
            counts: Counts::default(),
            told: Vec::new(),
            nth: 0,
        };
        let mut actions = Vec::new();
        office.desk.open(&mut actions);
        office.settle(actions);
        office
    }

    /// Says one damaged datagram; a millisecond passes.
    pub(crate) fn datagram(&mut self) {
        let (talker, bytes) = self.damaged();
        self.counts.datagrams += 1;
        self.pass(Duration::from_millis(1));
        self.hear(end(talker, Transport::Udp), &bytes);
    }

    /// Opens a connection and says some messages, a few of them damaged, cut anywhere.
    pub(crate) fn stream(&mut self) {
        self.counts.streams += 1;
        let talker = *self.pick(&TALKERS);
        let mut bytes = Vec::new();
        for _ in 0..=self.below(12) {
            let message = if self.below(4) == 0 {
                self.damaged().1
            } else {
                self.honest(talker).into_bytes()
            };
            bytes.extend(message);
        }
        let mut reader = StreamReader::new(Opened::There);
        let mut rest = &bytes[..];
        while !rest.is_empty() {
            let (piece, left) = rest.split_at(1 + self.below(rest.len().min(900)));
            rest = left;
            let mut framed = Vec::new();
            let fed = reader.feed(self.now, piece, &mut framed);
            for part in framed {
                if let Framed::Message(message) = part {
                    self.counts.framed += 1;
                    self.hear(end(talker, Transport::Tcp), &message);
                }
            }
            self.pass(Duration::from_millis(1));
            if let Err(fault) = fed {
                self.counts.broken += 1;
                fault.answer.iter().for_each(|answer| count(&mut self.counts, answer));
                return;
            }
        }
    }

    /// An honest phone registers by digest, watches, hears of a change and leaves.
    ///
    /// # Panics
    /// It is not served.
    pub(crate) fn serves_an_honest_phone(&mut self) {
        self.told.clear();
        let credentials =
            Credentials { username: "1000".into(), password: Secret::new(PASSWORD), realm: None };
        let mut session = Session::new(Arc::new(credentials));
        // Call-IDs and counters of its own each time: a phone that was started anew.
        self.nth += 10;
        let first = 2_000_000_000 + self.nth;
        let register = |n: u64, proof: &str| {
            request(
                "REGISTER",
                HONEST,
                ("1000", "1000"),
                first + n,
                &format!("Expires: 600\r\n{proof}"),
                "",
            )
        };
        let challenge = self.ask(&register(1, ""));
        assert!(challenge.starts_with("SIP/2.0 401 "), "{challenge}");
        assert!(session.challenged(&Message::parse(challenge.as_bytes()).unwrap()));
        let line = session.line("REGISTER", "sip:192.0.2.1", 7);
        let answer = self.ask(&register(2, &line));
        assert!(answer.starts_with("SIP/2.0 200 "), "{answer}");
        let event = "Event: presence\r\nExpires: 600\r\n";
        let answer =
            self.ask(&request("SUBSCRIBE", HONEST, ("1000", "1111"), first + 3, event, ""));
        assert!(answer.starts_with("SIP/2.0 200 "), "{answer}");
        let notify = self.told.last().unwrap();
        assert!(notify.starts_with("NOTIFY ") && notify.contains("<basic>"), "{notify}");
    }

    /// Says something as the honest phone; the answer.
    fn ask(&mut self, text: &str) -> String {
        self.told.clear();
        self.hear(end(HONEST, Transport::Udp), text.as_bytes());
        self.pass(Duration::from_millis(1));
        let answer = self.told.iter().find(|text| text.starts_with("SIP/2.0 "));
        answer.cloned().unwrap_or_default()
    }

    /// Time passes, and what is due happens.
    pub(crate) fn pass(&mut self, span: Duration) {
        self.now += span;
        let mut actions = Vec::new();
        self.desk.tick(self.now, &mut actions);
        self.player.nudge();
        self.settle(actions);
    }

    fn hear(&mut self, from: End, bytes: &[u8]) {
        let mut actions = Vec::new();
        self.desk.receive(self.now, from, bytes, &mut actions);
        self.settle(actions);
    }

    fn settle(&mut self, mut actions: Vec<DeskAction>) {
        self.player.run_until(self.now);
        for _ in 0..1_000 {
            for action in actions.drain(..) {
                match action {
                    DeskAction::Send { to, bytes } => {
                        count(&mut self.counts, &bytes);
                        if to.address.ip[3] == HONEST {
                            self.told.push(String::from_utf8_lossy(&bytes).into_owned());
                        }
                    }
                    DeskAction::Welcome(node) => self.player.welcome(node),
                    DeskAction::Datagram { from, bytes } => self.player.from_guest(from, bytes),
                    DeskAction::Link { phone, message } => {
                        self.player.link_from_guest(phone, message);
                    }
                }
            }
            self.player.run_until(self.now);
            for what in self.player.take_for_guests() {
                self.hand_over(what, &mut actions);
            }
            if actions.is_empty() {
                return;
            }
        }
        panic!("it goes on for ever");
    }

    fn hand_over(&mut self, what: ForGuest, actions: &mut Vec<DeskAction>) {
        match what {
            ForGuest::Datagram { to, bytes, .. } => self.desk.send(self.now, to, &bytes, actions),
            ForGuest::Link { to, message } => {
                let phone: PhoneId = phone_of_node(to).unwrap();
                let display = match (&message, self.player.world().node(CALL_MANAGER)) {
                    (LinkMessage::Line { dn, .. }, Some(Node::CallManager(cm))) => {
                        cm.display(phone, *dn)
                    }
                    _ => None,
                };
                self.desk.hear(self.now, phone, &message, display.as_ref(), actions);
            }
        }
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.rng.below(u64::try_from(n.max(1)).unwrap())).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Something that an honest talker might say, about somebody.
    fn honest(&mut self, talker: u8) -> String {
        self.nth += 1;
        // Some come again: copies, and requests within what was begun before.
        let n = if self.below(4) == 0 { self.nth / 2 } else { self.nth };
        // Two of them speak for the phone that asks for no password: what they say goes further.
        let who = match talker {
            20 | 21 if self.below(8) > 0 => "1222",
            _ => *self.pick(&["1222", "1000", "1111", "7100", "4711"]),
        };
        let whom = *self.pick(&["1111", "1222", "7100", "1000", "4711", ""]);
        if self.below(3) == 0 {
            let code = *self.pick(&[100, 180, 200, 202, 301, 401, 407, 423, 481, 489, 503]);
            let method = *self.pick(&["NOTIFY", "SUBSCRIBE", "INVITE", "BYE", "OPTIONS"]);
            return answer(code, method, talker, n);
        }
        let method = *self.pick(METHODS);
        let (lines, body) = *self.pick(LINES_AND_BODIES);
        request(method, talker, (who, whom), n, lines, body)
    }

    /// The same with some bytes changed, taken out, doubled, cut off or put in.
    fn damaged(&mut self) -> (u8, Vec<u8>) {
        let talker = *self.pick(&TALKERS);
        let mut bytes = self.honest(talker).into_bytes();
        for _ in 0..self.below(5) {
            if bytes.len() < 2 {
                break;
            }
            let at = self.below(bytes.len());
            match self.below(7) {
                0 => bytes[at] = u8::try_from(self.below(256)).unwrap(),
                1 => drop(bytes.remove(at)),
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let piece = bytes[at..].to_vec();
                    bytes.extend(piece);
                    bytes.truncate(60_000);
                }
                4 => {
                    let other = self.honest(talker).into_bytes();
                    let from = self.below(other.len());
                    bytes.truncate(at);
                    bytes.extend(&other[from..]);
                }
                5 => {
                    let word = *self.pick(WORDS);
                    bytes.splice(at..at, word.bytes());
                }
                _ => self.without_a_line(&mut bytes),
            }
        }
        (talker, bytes)
    }

    fn without_a_line(&mut self, bytes: &mut Vec<u8>) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mut lines: Vec<&str> = text.split("\r\n").collect();
        let at = self.below(lines.len());
        lines.remove(at);
        *bytes = lines.join("\r\n").into_bytes();
    }
}

fn count(counts: &mut Counts, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    match text.strip_prefix("SIP/2.0 ").and_then(|rest| rest.get(..3)?.parse().ok()) {
        Some(code) => *counts.answers.entry(code).or_default() += 1,
        None => counts.requests += 1,
    }
}

const METHODS: &[&str] = &[
    "SUBSCRIBE",
    "SUBSCRIBE",
    "SUBSCRIBE",
    "REGISTER",
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "PUBLISH",
    "NOTIFY",
    "OPTIONS",
    "REFER",
    "DANCE",
];

/// What stands in messages, and then where it does not belong.
const WORDS: &[&str] = &[
    "\r\n",
    "\r\n\r\n",
    "\0",
    ";",
    ",",
    "\"",
    "<",
    ">",
    "4294967296",
    "-1",
    "99999999999999999999",
    "Content-Length: 5\r\n",
    "Via: SIP/2.0/UDP 192.0.2.9\r\n",
    "\u{fffd}",
    "%00",
    "<!DOCTYPE a [",
    ";tag=",
    ";branch=z9hG4bK",
    "sip:",
    "&#0;",
];

const BOMB: &str = "<?xml version=\"1.0\"?><!DOCTYPE p [<!ENTITY a \"aaaaaaaaaa\">\
    <!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>\
    <presence xmlns=\"urn:ietf:params:xml:ns:pidf\"><tuple id=\"t\"><status><basic>&c;</basic>\
    </status></tuple></presence>";

const PIDF: &str = "<?xml version=\"1.0\"?><presence xmlns=\"urn:ietf:params:xml:ns:pidf\" \
    entity=\"sip:7100@192.0.2.40\"><tuple id=\"t\"><status><basic>open</basic></status></tuple>\
    </presence>";

const LINES_AND_BODIES: &[(&str, &str)] = &[
    ("Event: presence\r\nExpires: 600\r\n", ""),
    ("Event: presence\r\nExpires: 0\r\n", ""),
    ("Event: presence\r\nExpires: 5\r\n", ""),
    ("Event: dialog\r\nExpires: 600\r\nAccept: application/dialog-info+xml\r\n", ""),
    ("Expires: 600\r\n", ""),
    (
        "Event: presence\r\nSubscription-State: active;expires=60\r\n\
         Content-Type: application/pidf+xml\r\n",
        PIDF,
    ),
    (
        "Event: presence\r\nSubscription-State: active;expires=60\r\n\
         Content-Type: application/pidf+xml\r\n",
        BOMB,
    ),
    (
        "Content-Type: application/sdp\r\n",
        "v=0\r\no=- 1 1 IN IP4 192.0.2.20\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n",
    ),
    (
        "Event: presence\r\nAuthorization: Digest username=\"partner\", realm=\"x\", \
         nonce=\"00000000000000000000000000000000\", uri=\"sip:x\", response=\"0\", nc=00000001, \
         cnonce=\"0\", qop=auth\r\n",
        "",
    ),
];

fn request(
    method: &str,
    talker: u8,
    (who, whom): (&str, &str),
    n: u64,
    lines: &str,
    body: &str,
) -> String {
    let (to, uri) = match method {
        "REGISTER" => (who, "sip:192.0.2.1".to_owned()),
        _ => (whom, format!("sip:{whom}@192.0.2.1")),
    };
    format!(
        "{method} {uri} SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.{talker};rport;branch=z9hG4bK{n}\r\n\
         Max-Forwards: 70\r\nFrom: <sip:{who}@192.0.2.1>;tag=t{n}\r\nTo: <sip:{to}@192.0.2.1>\r\n\
         Call-ID: c{n}\r\nCSeq: {n} {method}\r\nContact: <sip:{who}@192.0.2.{talker}>\r\n{lines}\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn answer(code: u16, method: &str, talker: u8, n: u64) -> String {
    format!(
        "SIP/2.0 {code} Whatever\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{n:016x}\r\n\
         From: <sip:1111@192.0.2.1>;tag=t{n}\r\nTo: <sip:1222@192.0.2.1>;tag=u\r\nCall-ID: c{n}\r\n\
         CSeq: {n} {method}\r\nContact: <sip:1222@192.0.2.{talker}>\r\nExpires: 600\r\n\
         Content-Length: 0\r\n\r\n"
    )
}
