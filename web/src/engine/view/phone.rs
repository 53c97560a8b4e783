//! A phone as drawn.

use crate::types::{EntryView, KeyView, LampView, LineView, ListView, PhoneView};
use lampfield_core::cluster::{BlfTarget, Cluster, Destination, Phone};
use lampfield_core::id::{DnId, PhoneId};
use lampfield_core::node::{CallDisplay, LampCause, Node, node_of_phone};
use lampfield_core::presence::{CallList, LineState};
use lampfield_core::scenario::Player;
use lampfield_core::site::{Roster, Site};
use lampfield_core::trace::{Lamp, LampKey, LampPlace, words};

const LISTS: [CallList; 3] = [CallList::Missed, CallList::Placed, CallList::Received];

/// A phone with its lines, keys and lists.
pub(super) fn phone(player: &Player, id: PhoneId, phone: &Phone) -> PhoneView {
    let world = player.world();
    let node = world.node(node_of_phone(id));
    let connected = node.is_some_and(Node::is_plugged);
    let keys = (1u16..).zip(&phone.blf_speed_dials).map(|(button, blf)| {
        let (lamp, subject) = lamp(player, id, LampPlace::Blf(button));
        let (label, target) = (blf.label.clone(), target(player.site(), &blf.target));
        KeyView { button, label, target, lamp, subject }
    });
    let lists = if phone.model.supports_presence() { lists(player, id, node) } else { Vec::new() };
    PhoneView {
        name: [&*cluster_before(player.site(), id), &phone.name].concat(),
        cluster: cluster_name(player.site(), id).unwrap_or_default().to_owned(),
        model: phone.model.to_string(),
        lane: 0,
        connected,
        lines: phone.lines.iter().map(|dn| line(player, id, *dn)).collect(),
        keys: keys.collect::<Vec<_>>().into(),
        lists: lists.into(),
        verbs: verbs(player, id, phone, connected),
        waits: false,
        users: users(player, id, phone),
        user: phone
            .acting
            .user
            .and_then(|user| player.site().end_user(user))
            .map_or_else(String::new, |user| user.name.clone()),
    }
}

/// The cluster of a phone, where there are several.
fn cluster_name(site: &Site, id: PhoneId) -> Option<&str> {
    let own = site.cluster_of(id).filter(|_| site.cluster_count() > 1)?;
    site.cluster(own).map(|cluster| cluster.name.as_str())
}

/// What stands before the name of a phone in a sentence: its cluster, where somebody of another one
/// has the same name.
fn cluster_before(site: &Site, id: PhoneId) -> String {
    let (Some(own), Some(phone)) = (cluster_name(site, id), site.phone(id)) else {
        return String::new();
    };
    let name = phone.name.as_str();
    let has = |c: &Cluster| c.phones.id_of(name).is_some() || c.trunks.id_of(name).is_some();
    let mut others = site.clusters().filter(|(_, cluster)| cluster.name != own);
    if others.any(|(_, cluster)| has(cluster)) { [own, "/"].concat() } else { String::new() }
}

/// Who may log in on a phone.
fn users(player: &Player, id: PhoneId, phone: &Phone) -> Vec<String> {
    let site = player.site();
    let cluster = site.cluster_of(id).filter(|_| phone.extension_mobility);
    let cluster = cluster.and_then(|cluster| site.cluster(cluster));
    let users = cluster.into_iter().flat_map(|cluster| cluster.end_users.iter());
    users.map(|(_, user)| user.name.clone()).collect()
}

fn target(site: &Site, target: &BlfTarget) -> String {
    match target {
        BlfTarget::DirectoryNumber(dn) => number(site, *dn).to_owned(),
        BlfTarget::Destination(Destination::Number(number)) => number.clone(),
        BlfTarget::Destination(Destination::SipUri(uri)) => uri.clone(),
    }
}

fn line(player: &Player, phone: PhoneId, dn: DnId) -> LineView {
    let world = player.world();
    let site = player.site();
    let configured = site.directory_number(dn);
    let partition = configured.and_then(|dn| dn.partition);
    let cluster = site.cluster_of(phone).and_then(|id| site.cluster(id));
    let display = display(player, phone, dn);
    let state = world.line(phone, dn);
    let gone = state == LineState::NotConnected;
    LineView {
        number: configured.map(|dn| dn.number.clone()).unwrap_or_default(),
        partition: partition
            .and_then(|p| cluster?.partitions.get(p))
            .map(|p| p.name.clone())
            .unwrap_or_default(),
        state: line_state(state).to_owned(),
        // A phone without its cable is told nothing of its calls.
        hint: display.filter(|_| !gone).map(|d| hint(site, &d)).unwrap_or_default(),
    }
}

/// What CallManager has on the display of a line.
fn display(player: &Player, phone: PhoneId, dn: DnId) -> Option<CallDisplay> {
    let world = player.world();
    match world.node(world.site().hub_of(phone)) {
        Some(Node::CallManager(call_manager)) => call_manager.display(phone, dn),
        _ => None,
    }
}

fn number(site: &Site, dn: DnId) -> &str {
    site.directory_number(dn).map_or("", |dn| dn.number.as_str())
}

fn hint(site: &Site, display: &CallDisplay) -> String {
    let number = |dn: &DnId| number(site, *dn);
    match display {
        CallDisplay::From(from) => format!("from {from}"),
        CallDisplay::DialTone => "dial tone".to_owned(),
        CallDisplay::Calling(dn) => format!("calling {}", number(dn)),
        CallDisplay::Tone => "nobody reached: tone".to_owned(),
        CallDisplay::With(dn) => format!("with {}", number(dn)),
        CallDisplay::Held(dn) => format!("{} on hold", number(dn)),
        _ => String::new(),
    }
}

/// The truth in the page's words.
pub(super) fn line_state(state: LineState) -> &'static str {
    match state {
        LineState::NotConnected => "gone",
        LineState::OnHook => "on-hook",
        LineState::OffHook => "off-hook",
        LineState::RingingIn => "ringing",
        LineState::Connected => "connected",
    }
}

fn lists(player: &Player, phone: PhoneId, node: Option<&Node>) -> Vec<ListView> {
    let world = player.world();
    let entry = |list: CallList, number: &str| {
        entry(player, phone, LampPlace::Entry(list, number.into()), number.to_owned())
    };
    let mut all: Vec<ListView> = LISTS
        .map(|list| ListView {
            list: words::list_word(list).to_owned(),
            open: node.is_some_and(|node| node.list_is_open(list)),
            entries: world.call_list(phone, list).iter().map(|e| entry(list, &e.number)).collect(),
        })
        .into();
    all.extend(directory(player, phone, node));
    all
}

/// The corporate directory, where anybody stands in it.
fn directory(player: &Player, phone: PhoneId, node: Option<&Node>) -> Option<ListView> {
    let site = player.site();
    let cluster = site.cluster_of(phone).and_then(|id| site.cluster(id))?;
    let entry = |(name, number): (&str, &str)| {
        let place = LampPlace::Directory(number.into());
        entry(player, phone, place, format!("{name} {number}"))
    };
    let open = node.is_some_and(Node::directory_is_open);
    let all = cluster.corporate_directory();
    let entries = if open { all.iter().copied().map(entry).collect() } else { Vec::new() };
    (!all.is_empty()).then(|| ListView { list: "directory".to_owned(), open, entries })
}

fn entry(player: &Player, phone: PhoneId, place: LampPlace, number: String) -> EntryView {
    let (lamp, subject) = lamp(player, phone, place);
    EntryView { number, lamp, subject }
}

/// A lamp of a phone, and its name.
pub(super) fn lamp(player: &Player, phone: PhoneId, place: LampPlace) -> (LampView, String) {
    let key = LampKey { phone, place };
    let site = player.site();
    (shown(player, &key), [cluster_before(site, phone), words::lamp_name(site, &key)].concat())
}

/// What a lamp shows, with what we know beyond the phone.
fn shown(player: &Player, key: &LampKey) -> LampView {
    let Some(shown) = player.world().trace().kept().lamp(key) else {
        return LampView {
            face: "dark".to_owned(),
            spoken: "dark".to_owned(),
            ..LampView::default()
        };
    };
    let status = match shown.lamp {
        Lamp::Idle => "not on the phone",
        Lamp::Busy => "on the phone",
        Lamp::NoIcon => "no icon",
        _ => "status unknown",
    };
    let because = words::cause_words(shown.because);
    let spoken =
        if because.is_empty() { status.to_owned() } else { format!("{status}, {because}") };
    LampView {
        face: face(shown.lamp).to_owned(),
        badge: badge(shown.because).to_owned(),
        spoken,
        since_us: shown.since.as_micros(),
    }
}

/// A lamp's face in the page's words.
pub(super) fn face(lamp: Lamp) -> &'static str {
    match lamp {
        Lamp::Idle => "idle",
        Lamp::Busy => "busy",
        Lamp::NoIcon => "no-icon",
        _ => "unknown",
    }
}

fn badge(because: LampCause) -> &'static str {
    match because {
        LampCause::Notified => "",
        LampCause::Pending => "pending",
        LampCause::Refused(_) => "refused",
        LampCause::Expired | LampCause::Terminated => "expired",
        LampCause::NotMonitoring => "unmonitored",
        _ => "unreachable",
    }
}

/// The verbs that make sense now.
fn verbs(player: &Player, id: PhoneId, phone: &Phone, connected: bool) -> Vec<String> {
    if !connected {
        return vec!["connects".to_owned()];
    }
    let world = player.world();
    let any = |state| phone.lines.iter().any(|dn| world.line(id, *dn) == state);
    let talks = any(LineState::Connected);
    let held = phone.lines.iter().any(|dn| is_held(player, id, *dn));
    let mut verbs = Vec::new();
    let mut say = |verb: &str, makes_sense: bool| {
        if makes_sense {
            verbs.push(verb.to_owned());
        }
    };
    say("answers", any(LineState::RingingIn));
    say("dials", !phone.lines.is_empty());
    say("lifts", any(LineState::OnHook) && !talks && !any(LineState::OffHook));
    say("holds", talks && !held);
    say("resumes", held);
    say("hangs up", talks || any(LineState::OffHook));
    say("is unplugged", true);
    verbs
}

fn is_held(player: &Player, phone: PhoneId, dn: DnId) -> bool {
    matches!(display(player, phone, dn), Some(CallDisplay::Held(_)))
}
