//! A small cluster and shorthands for the tests of the nodes.

use super::{
    CALL_MANAGER, CallCommand, CallManager, Input, LinkMessage, NodeEvent, Outbox, Output, Timers,
    node_of_phone,
};
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Button, ButtonTemplate, CallingSearchSpace, Cluster, Destination,
    DirectoryNumber, Model, Partition, Permission, Phone, PresenceGroup, STANDARD_PRESENCE_GROUP,
};
use crate::id::{ClusterId, DnId, GroupId, PhoneId};
use crate::presence::LineState;
use crate::site::Site;
use crate::time::Instant;
use crate::trace::lamps::line_letter;
use std::sync::Arc;

/// A SIP phone with BLF/SpeedDials and two lines, 1001 and 1002.
pub(super) const A: PhoneId = PhoneId(0);
/// An SCCP phone, 2001.
pub(super) const B: PhoneId = PhoneId(1);
/// An SCCP phone with BLF/SpeedDials, 3001.
pub(super) const C: PhoneId = PhoneId(2);
/// One of two SCCP phones that share 4001.
pub(super) const S: PhoneId = PhoneId(3);
/// The other.
pub(super) const T: PhoneId = PhoneId(4);
/// An H.323 phone, 5001, with a BLF/SpeedDial that it cannot watch.
pub(super) const H: PhoneId = PhoneId(5);
/// All of them, with the letters that the tests call them.
pub(super) const PHONES: [(char, PhoneId); 6] =
    [('A', A), ('B', B), ('C', C), ('S', S), ('T', T), ('H', H)];

/// The directory number with this name.
pub(super) fn dn(cluster: &Cluster, name: &str) -> DnId {
    cluster.directory_numbers.id_of(name).unwrap()
}

/// Everybody can call and see numbers without a partition. `9001 in Cellar` is out of everyone's
/// CSS; 7001 belongs to executives, whom users may not see. `A` and `C` watch 2001, 7001 and
/// 9001 by button, and have a fourth BLF/SpeedDial (4001) for which their template has no button.
pub(super) fn cluster() -> Arc<Cluster> {
    let mut c = Cluster::new("CallManager");
    c.parameters.blf_for_call_lists = true;
    let cellar = c.partitions.push(Partition { name: "Cellar".to_owned() });
    let css = CallingSearchSpace { name: "Everyone".to_owned(), partitions: Vec::new() };
    let css = c.calling_search_spaces.push(css);
    let executives = c.presence_groups.push(PresenceGroup::new("Executives"));
    let mut users = PresenceGroup::new("Users");
    users.relationships.insert(executives, Permission::DisallowSubscription);
    let users = c.presence_groups.push(users);
    let plain = STANDARD_PRESENCE_GROUP;
    for number in ["1001", "1002", "2001", "3001", "4001", "5001"] {
        c.directory_numbers.push(DirectoryNumber::new(
            number,
            None,
            plain_or(number, users, plain),
        ));
    }
    c.directory_numbers.push(DirectoryNumber::new("7001", None, executives));
    c.directory_numbers.push(DirectoryNumber::new("9001", Some((cellar, "Cellar")), plain));
    let template = c.button_templates.push(ButtonTemplate {
        name: "Three lamps".to_owned(),
        model: None,
        buttons: [&[Button::Line][..], &[Button::SpeedDialBlf; 3]].concat(),
    });
    let rows = [
        ("A", "7970 SIP", &["1001", "1002"][..], &["2001", "7001", "9001", "4001"][..]),
        ("B", "7961 SCCP", &["2001"], &[]),
        ("C", "7961 SCCP", &["3001"], &["2001", "7001", "9001", "4001"]),
        ("S", "7961 SCCP", &["4001"], &[]),
        ("T", "7961 SCCP", &["4001"], &[]),
        ("H", "H.323", &["5001"], &["2001"]),
    ];
    for (name, model, lines, blfs) in rows {
        let lines = lines.iter().map(|number| dn(&c, number)).collect();
        let blf_speed_dials = blfs.iter().map(|number| blf(&c, number)).collect();
        c.phones.push(Phone {
            device_name: Some(format!("SEP{name}")),
            css: Some(css),
            subscribe_css: Some(css),
            presence_group: users,
            template: Some(template),
            lines,
            blf_speed_dials,
            ..Phone::new(name, Model::parse(model).unwrap())
        });
    }
    Arc::new(c)
}

/// The numbers of watchers' own phones are in the watchers' group; that changes nothing for them.
fn plain_or(number: &str, users: GroupId, plain: GroupId) -> GroupId {
    if number.starts_with('1') { users } else { plain }
}

/// Names the directory number where there is one that everybody can see, else the bare digits.
fn blf(c: &Cluster, number: &str) -> BlfSpeedDial {
    let target = match c.directory_numbers.id_of(number) {
        Some(dn) => BlfTarget::DirectoryNumber(dn),
        None => BlfTarget::Destination(Destination::Number(number.to_owned())),
    };
    BlfSpeedDial { target, label: number.to_owned(), label_ascii: String::new() }
}

/// CallManager alone, with a hand on each of its links.
pub(super) struct Rig {
    pub(super) cm: CallManager,
    pub(super) cluster: Arc<Cluster>,
    pub(super) now: Instant,
}

impl Rig {
    pub(super) fn new(timers: Timers) -> Rig {
        let cluster = cluster();
        let site = Site::of(Arc::clone(&cluster));
        let cm = CallManager::new(&site, ClusterId(0), timers, 1).unwrap();
        Rig { cm, cluster, now: Instant::ZERO }
    }

    /// With every phone registered.
    pub(super) fn with_everybody() -> Rig {
        let mut rig = Rig::new(Timers::default());
        for (_, phone) in PHONES {
            rig.link(phone, LinkMessage::Register { session: 1 });
        }
        rig
    }

    pub(super) fn input(&mut self, input: Input) -> Vec<Output> {
        let mut out = Outbox::default();
        self.cm.handle(self.now, input, &mut out);
        out.outputs
    }

    pub(super) fn link(&mut self, phone: PhoneId, message: LinkMessage) -> Vec<Output> {
        self.input(Input::Link { from: node_of_phone(phone), message })
    }

    /// A sentence: `A lifts`, `A dials 2001`, `A is gone`, `A is here`.
    pub(super) fn say(&mut self, sentence: &str) -> Vec<Output> {
        let (letter, verb) = sentence.split_once(' ').unwrap();
        let phone = PHONES.iter().find(|(l, _)| letter.starts_with(*l)).unwrap().1;
        let message = match verb {
            "is here" => LinkMessage::Register { session: 2 },
            "is gone" => LinkMessage::LinkLost { session: 1 },
            call => LinkMessage::User(call_command(call)),
        };
        self.link(phone, message)
    }

    /// What every device does on its first line, in the order of [`PHONES`] and in the letters of
    /// waveforms.
    pub(super) fn states(&self) -> String {
        PHONES.iter().map(|(_, phone)| line_letter(self.first_line(*phone))).collect()
    }

    fn first_line(&self, phone: PhoneId) -> LineState {
        let dn = self.cluster.phones.get(phone).unwrap().lines[0];
        self.cm.line(phone, dn)
    }
}

fn call_command(verb: &str) -> CallCommand {
    match verb {
        "lifts" => CallCommand::Lift,
        "answers" => CallCommand::Answer,
        "holds" => CallCommand::Hold,
        "resumes" => CallCommand::Resume,
        "hangs up" => CallCommand::HangUp,
        dials => CallCommand::Dial(dials.strip_prefix("dials ").unwrap().into()),
    }
}

/// The entries that go into call lists: `A missed 2001`.
pub(super) fn logged(outputs: &[Output]) -> Vec<String> {
    let entry = |output: &Output| match output {
        Output::Link { to, message: LinkMessage::ListEntry { list, number, .. } } => {
            let letter = PHONES.iter().find(|(_, p)| node_of_phone(*p) == *to).unwrap().0;
            Some(format!("{letter} {list:?} {number}").to_lowercase())
        }
        _ => None,
    };
    outputs.iter().filter_map(entry).collect()
}

/// What is published: `2001 Busy`.
pub(super) fn published(cluster: &Cluster, outputs: &[Output]) -> Vec<String> {
    let word = |output: &Output| match output {
        Output::Event(NodeEvent::Published { dn, status }) => {
            let dn = cluster.directory_numbers.get(*dn).unwrap();
            Some(format!("{} {status:?}", dn.number))
        }
        _ => None,
    };
    outputs.iter().filter_map(word).collect()
}

/// The link messages for a phone.
pub(super) fn told(outputs: &[Output], phone: PhoneId) -> Vec<LinkMessage> {
    let message = |output: &Output| match output {
        Output::Link { to, message } if *to == node_of_phone(phone) => Some(message.clone()),
        _ => None,
    };
    outputs.iter().filter_map(message).collect()
}

/// The link messages for CallManager.
pub(super) fn told_to_call_manager(outputs: &[Output]) -> Vec<LinkMessage> {
    let message = |output: &Output| match output {
        Output::Link { to, message } if *to == CALL_MANAGER => Some(message.clone()),
        _ => None,
    };
    outputs.iter().filter_map(message).collect()
}

/// The events of a node.
pub(super) fn events(outputs: &[Output]) -> Vec<NodeEvent> {
    let event = |output: &Output| match output {
        Output::Event(event) => Some(event.clone()),
        _ => None,
    };
    outputs.iter().filter_map(event).collect()
}
