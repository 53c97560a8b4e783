//! The views, on a small story told by hand: a lamp, a lost NOTIFY, a call.

mod facts;

use super::Event;
use super::export::{self, Header, ReadError, Source, event_line, first_divergence};
use super::glyph::glyph_line;
use super::ladder::{LadderOptions, Row, ladder};
use super::lamps::{Columns, lamps};
use super::{Lamp, LampKey, LampPlace, MessageId, Trace, TraceLevel, What};
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Cluster, DirectoryNumber, Model, Phone, Protocol,
    STANDARD_PRESENCE_GROUP,
};
use crate::id::{DnId, EventId, NodeId, PhoneId};
use crate::network::DropReason;
use crate::node::{CallCommand, Command, LampCause, LinkMessage, NodeEvent, WakeReason};
use crate::presence::{
    Answer, Check, Decision, Fact, Found, LineState, Outcome, PublishedStatus, Verdict, Watcher,
    Way,
};
use crate::rules::RuleId;
use crate::site::Site;
use crate::time::{Duration, Instant};
use std::sync::Arc;

const CM: NodeId = NodeId(0);
const A: NodeId = NodeId(1);
const B: NodeId = NodeId(2);
const DN: DnId = DnId(0);

/// Phone A watches 1111, which is Phone B's line.
fn cluster() -> Cluster {
    let mut cluster = Cluster::new("CallManager");
    let dn = cluster.directory_numbers.push(DirectoryNumber {
        name: "1111".to_owned(),
        number: "1111".to_owned(),
        partition: None,
        presence_group: STANDARD_PRESENCE_GROUP,
    });
    let phone = |name: &str, protocol, lines, blf_speed_dials| Phone {
        lines,
        blf_speed_dials,
        ..Phone::new(name, Model { number: "7970".to_owned(), protocol })
    };
    let button = BlfSpeedDial {
        target: BlfTarget::DirectoryNumber(dn),
        label: String::new(),
        label_ascii: String::new(),
    };
    cluster.phones.push(phone("Phone A", Protocol::Sip, Vec::new(), vec![button]));
    cluster.phones.push(phone("Phone B", Protocol::Sccp, vec![dn], Vec::new()));
    cluster
}

fn blf_1() -> LampKey {
    LampKey { phone: PhoneId(0), place: LampPlace::Blf(1) }
}

fn decision() -> Arc<Decision> {
    let found = Some(Found::DirectoryNumber(DN));
    let rule = RuleId::Group10;
    Arc::new(Decision {
        watcher: Watcher::Phone(PhoneId(0)),
        way: Way::BlfSpeedDial { button: 1, named: Some(DN) },
        target: "1111".into(),
        answer: Answer { outcome: Outcome::Allowed, rule, found, code: 200 },
        checks: vec![Check { rule, verdict: Verdict::NotApplied, fact: Fact::GroupsNotAsked }],
        lamp: None,
    })
}

/// A decision as an event.
fn rule_event(decision: Decision) -> Event {
    let what = What::Node(NodeEvent::Decided(Arc::new(decision)));
    Event { id: EventId(0), at: Instant::from_secs(1), node: NodeId(0), cause: None, what }
}

/// Tells a trace, event by event, in milliseconds.
struct Teller {
    trace: Trace,
    messages: u64,
}

impl Teller {
    fn tell(&mut self, ms: i64, node: NodeId, cause: Option<EventId>, what: What) -> EventId {
        self.trace.record(Instant::from_micros(ms * 1_000), node, cause, what)
    }

    fn node(&mut self, ms: i64, node: NodeId, cause: EventId, told: NodeEvent) -> EventId {
        self.tell(ms, node, Some(cause), What::Node(told))
    }

    fn send(&mut self, ms: i64, from: NodeId, to: NodeId, text: &str) -> (MessageId, EventId) {
        let message = MessageId(self.messages);
        self.messages += 1;
        let bytes = text.as_bytes().into();
        (message, self.tell(ms, from, None, What::Sent { message, to, bytes }))
    }

    /// A datagram that takes one millisecond.
    fn pass(&mut self, ms: i64, from: NodeId, to: NodeId, text: &str) -> EventId {
        let (message, sent) = self.send(ms, from, to, text);
        self.tell(ms + 1, to, Some(sent), What::Delivered { message, from })
    }
}

fn story() -> Trace {
    let mut t = Teller { trace: Trace::new(TraceLevel::Full), messages: 0 };
    let notify =
        "NOTIFY sip:a@b SIP/2.0\r\nFrom: <sip:1111@10.0.0.1>;tag=x\r\n\r\n<e:on-the-phone/>";
    let asked = t.pass(10, A, CM, "SUBSCRIBE sip:1111@10.0.0.1 SIP/2.0\r\n\r\n");
    t.node(11, CM, asked, NodeEvent::Decided(decision()));
    t.pass(11, CM, A, "SIP/2.0 200 OK\r\nCSeq: 1 SUBSCRIBE\r\n\r\n");
    let (lamp, because) = (Lamp::Idle, LampCause::Notified);
    t.node(12, A, asked, NodeEvent::Lamp { key: blf_1(), lamp, because });
    t.node(13, B, asked, NodeEvent::Line { dn: DN, state: LineState::OnHook });
    t.node(13, CM, asked, NodeEvent::Published { dn: DN, status: PublishedStatus::Idle });
    let lift = t.tell(1_000, B, None, What::Command(Command::Call(CallCommand::Lift)));
    t.node(1_000, B, lift, NodeEvent::Line { dn: DN, state: LineState::OffHook });
    let content = LinkMessage::User(CallCommand::Lift);
    let message = MessageId(90);
    let said = t.tell(1_000, B, Some(lift), What::LinkSent { message, to: CM, content });
    t.tell(1_001, CM, Some(said), What::LinkDelivered { message, from: B });
    t.node(1_001, CM, said, NodeEvent::Published { dn: DN, status: PublishedStatus::Busy });
    let (message, sent) = t.send(1_001, CM, A, notify);
    t.tell(1_001, CM, Some(sent), What::Dropped { message, why: DropReason::Loss });
    t.tell(1_501, CM, None, What::Node(NodeEvent::TimerFired(WakeReason::Retransmit)));
    let arrived = t.pass(1_501, CM, A, notify);
    let lamp = Lamp::Busy;
    t.node(1_502, A, arrived, NodeEvent::Lamp { key: blf_1(), lamp, because });
    t.pass(1_502, A, CM, "SIP/2.0 200 OK\r\nCSeq: 2 NOTIFY\r\n\r\n");
    t.trace
}

#[test]
fn the_ladder_collapses_retransmissions_and_tells_losses() {
    let drawn = ladder(&cluster(), &story(), &LadderOptions::default()).to_string();
    let expected = [
        " Phone A                         CallManager                         Phone B",
        "    |---------SUBSCRIBE 1111--------->|                                 |                      0.010",
        "    |<--------------200---------------|                                 |                      0.011",
        "    * Phone A BLF 1 shows idle        |                                 |                      0.012",
        "    |                                 |                                 * 1111 is on-hook      0.013",
        "    |                                 |                                 * lifts                1.000",
        "    |                                 |                                 * 1111 is off-hook     1.000",
        "    |                                 |< - - - - - - lifts - - - - - - -|                      1.000",
        "    |<--NOTIFY 1111 on-the-phone x2---|                                 |                      1.001  1 of 2 lost",
        "    |                                 * timer E: sends again            |                      1.501",
        "    * Phone A BLF 1 shows busy        |                                 |                      1.502",
        "    |---------------200-------------->|                                 |                      1.502",
    ];
    assert_eq!(drawn.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_ladder_of_two_nodes_without_marks_shows_their_messages_only() {
    let options =
        LadderOptions { nodes: vec![A], links: false, marks: false, ..LadderOptions::default() };
    let ladder = ladder(&cluster(), &story(), &options);
    assert_eq!(
        ladder.lanes.iter().map(|lane| &*lane.name).collect::<Vec<_>>(),
        ["Phone A", "CallManager"]
    );
    assert!(ladder.rows.iter().all(|row| matches!(row, Row::Arrow(_))));
    assert_eq!(ladder.rows.len(), 4);
}

#[test]
fn the_lamps_show_the_gap_between_the_three_truths() {
    let columns = Columns {
        from: Instant::ZERO,
        to: Instant::from_secs(2),
        step: Duration::from_millis(100),
    };
    let drawn = lamps(&cluster(), &story()).to_text(columns);
    let expected = "\
one column = 0.100s, read just before it ends

1111 really (Phone B)     ..........OOOOOOOOOO
1111 as CallManager says  iiiiiiiiiiBBBBBBBBBB
Phone A BLF 1             iiiiiiiiiiiiiiiBBBBB

really: . on-hook  O off-hook  R rings in  C call  x gone
says, shows: i idle  B busy  ? unknown  - no icon  . no lamp
";
    assert_eq!(drawn, expected);
}

#[test]
fn before_the_first_change_callmanager_says_of_a_line_what_its_unconnected_devices_make_of_it() {
    let initial = |protocol| {
        let mut cluster = cluster();
        cluster.phones.get_mut(PhoneId(1)).unwrap().model.protocol = protocol;
        lamps(&cluster, &story()).lanes[0].published.initial
    };
    assert_eq!(initial(Protocol::H323), PublishedStatus::Idle);
    assert_eq!(initial(Protocol::Sccp), PublishedStatus::Unknown);
}

#[test]
fn the_glyph_log_has_one_line_for_each_event_in_fixed_columns() {
    let (cluster, trace) = (cluster(), story());
    let lines: Vec<String> = trace.events().map(|event| glyph_line(&cluster, event)).collect();
    assert_eq!(
        [0, 2, 14].map(|n: usize| &*lines[n]),
        [
            "       0.010       0       - > Phone A          to CallManager: SUBSCRIBE 1111  #0",
            "       0.011       2       1 ? CallManager      decides Phone A for 1111: allowed (GROUP-10)",
            "       1.001      14      13 x CallManager      lost  #2",
        ]
    );
}

/// The format of `encode`, held: another value means another format, and a new version of it.
#[test]
fn the_digest_of_the_story_is_what_it_always_was() {
    assert_eq!(story().digest().to_string(), "f0b6719697648167f4a985b00e45817b");
}

fn exported(trace: &Trace) -> String {
    let sources = vec![Source { path: "a.yaml".to_owned(), text: "lampfield: 1\n".to_owned() }];
    let header = Header::new(
        &Site::of(Arc::new(cluster())),
        trace,
        u64::MAX,
        Instant::from_secs(2),
        sources,
    );
    let mut text = String::new();
    export::write(&header, trace, &mut text).unwrap();
    text
}

#[test]
fn a_trace_file_reads_back_with_its_header_and_every_event() {
    let trace = story();
    let recording = export::read(&exported(&trace)).unwrap();
    assert_eq!(recording.header.digest, trace.digest().to_string());
    assert_eq!(recording.header.seed, u64::MAX.to_string());
    assert_eq!(recording.header.nodes, ["CallManager", "Phone A", "Phone B"]);
    assert_eq!(recording.header.directory_numbers, ["1111"]);
    assert_eq!(recording.events.len() as u64, trace.count());
    for (read, event) in recording.events.iter().zip(trace.events()) {
        assert_eq!((read.id, read.at, read.node), (event.id, event.at, event.node));
    }
}

#[test]
fn bytes_that_are_no_text_stand_in_base64() {
    let mut trace = Trace::new(TraceLevel::Full);
    let bytes = [0xff, 0x00][..].into();
    trace.record(Instant::ZERO, A, None, What::Sent { message: MessageId(0), to: CM, bytes });
    let line = event_line(trace.get(EventId(0)).unwrap());
    assert_eq!(
        line,
        r#"{"id":0,"at":0,"node":1,"what":"sent","base64":"/wA=","message":0,"to":0}"#
    );
}

#[test]
fn two_runs_are_compared_to_their_first_difference() {
    let left = export::read(&exported(&story())).unwrap();
    assert_eq!(first_divergence(&left, &left), None);
    let mut right = left.clone();
    right.events[3].line = right.events[3].line.replace("200 OK", "404 Not Found");
    let divergence = first_divergence(&left, &right).unwrap();
    assert_eq!(divergence.left.map(|event| event.id), Some(EventId(3)));
    assert_eq!(divergence.common.map(|event| event.id), Some(EventId(2)));
    right.events.truncate(3);
    assert_eq!(first_divergence(&left, &right).unwrap().right, None);
}

#[test]
fn a_file_that_is_no_trace_is_refused_in_words() {
    let good = exported(&story());
    let read = |text: &str| export::read(text).map_err(|error| error.to_string());
    assert_eq!(export::read(""), Err(ReadError::NoHeader));
    assert_eq!(export::read("lampfield: 1\n"), Err(ReadError::NoHeader));
    let newer = good.replacen("lampfield-trace/1", "lampfield-trace/9", 1);
    let refused = "the file is a `lampfield-trace/9`; this engine reads `lampfield-trace/1`";
    assert_eq!(read(&newer), Err(refused.to_owned()));
    let lines: Vec<&str> = good.lines().collect();
    let without_the_third = [&lines[..2], &lines[3..]].concat().join("\n");
    assert_eq!(read(&without_the_third), Err("line 3: event 2 where 1 was to come".to_owned()));
    let cut_short = lines[..5].join("\n");
    assert_eq!(read(&cut_short), Err("line 6: the file ends before event 4 of 21".to_owned()));
    assert!(read(&good.replacen("\"at\":", "\"at\":x", 2)).is_err());
}
