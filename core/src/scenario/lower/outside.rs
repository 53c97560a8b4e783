//! What is outside of the clusters: presence servers, proxies with phones, applications.

use super::super::sources::Sources;
use super::super::yaml::{Fields, Key, Node, Reader, Value, Word};
use super::keys::{Takes, keys, words};
use super::site::{Read, after};
use super::words::{bad_name, is_number, is_sip_uri};
use super::{secret, trunk};
use crate::cluster::{Cluster, Named};
use crate::diagnostic::Code;
use crate::gather::Gather;
use crate::id::{ClusterId, Id, OutsideId, PhoneId, TrunkId};
use crate::presence::PublishedStatus;
use crate::site::{Outside, OutsideKind, OutsidePhone};
use crate::sorted::SortedMap;

keys! {
    /// The keys of one who is outside.
    KEYS DOCS {
        "type" MUST Takes::Choice(words!(KINDS)), "What it is.";
        "trunk" MUST Takes::Name, "The SIP trunk that leads to it; of several clusters `East/Trunk C`.";
        "credentials" MAY Takes::Fields("credentials", secret::DOCS), "What it answers a challenge with.";
        "demands" MAY Takes::Fields("credentials", secret::DOCS), "What CallManager must prove itself with.";
        "presentities" MAY Takes::Named(&Takes::Choice(words!(STATUSES))), "What a presence server tells of whom: `{ 7100: idle }`.";
        "phones" MAY Takes::Named(&Takes::Fields("outside_phone", PHONE_DOCS)), "The phones of a proxy.";
    }
}

keys! {
    /// The keys of a phone outside.
    PHONE_KEYS PHONE_DOCS {
        "number" MUST Takes::Name, "Its number: digits, `*` and `#`, or the user part of a SIP URI.";
        "blf_speed_dials" MAY Takes::List(&Takes::Name), "The numbers that it watches, without partitions.";
    }
}
const KINDS: [(&str, OutsideKind); 3] = [
    (OutsideKind::PresenceServer.word(), OutsideKind::PresenceServer),
    (OutsideKind::Proxy.word(), OutsideKind::Proxy),
    (OutsideKind::Application.word(), OutsideKind::Application),
];

/// The words for a status that somebody outside tells.
pub(super) const STATUSES: [(&str, PublishedStatus); 3] = [
    ("idle", PublishedStatus::Idle),
    ("busy", PublishedStatus::Busy),
    ("unknown", PublishedStatus::Unknown),
];

/// Reads `outside:`, and then looks where the trunks of all clusters lead.
pub(super) fn read(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    read: &mut Read,
) {
    let mut ids = Ids::after(read);
    let mut keys: SortedMap<OutsideId, &Key> = SortedMap::new();
    let node = fields.get("outside");
    let unread = |node: &Node| !matches!(node.value, Value::Map(_) | Value::Nothing);
    read.unsure.outside = node.is_some_and(unread);
    let entries = node.map(|node| reader.entries(node, "`outside`")).unwrap_or_default();
    for (key, node) in entries {
        let named = check_name(reader, key, "one who is outside", read);
        match one(sources, reader, key, node, read, &mut ids) {
            Some(outside) => {
                // Who has no name of its own is no end that a trunk could be told to miss.
                let id = read.outside.push(outside);
                if named {
                    keys.insert(id, key);
                }
            }
            None => read.unsure.outside = true,
        }
    }
    trunk::lead(reader, fields, &keys, read);
}

/// Ids for phones and seats, past those of all clusters.
struct Ids(usize);

impl Ids {
    fn after(read: &Read) -> Ids {
        Ids(after(read.clusters.last().map_or(0, |cluster| cluster.phones.capacity())))
    }

    fn next(&mut self) -> PhoneId {
        self.0 += 1;
        PhoneId::from_index(self.0 - 1)
    }
}

/// A name outside is not that of a phone or a cluster: sentences name them all. `false`: it is none,
/// and that has been told.
fn check_name(reader: &mut Reader<'_>, key: &Key, what: &str, read: &Read) -> bool {
    let name = key.text.as_str();
    let slash = name.contains('/').then_some("`/` stands between a cluster and its objects");
    if let Some(why) = bad_name(name).or(slash) {
        let message = format_args!("`{name}` cannot be the name of {what}: {why}");
        reader.tell(Code::BadName, key.span, message);
        return false;
    }
    let clusters = &read.clusters;
    let outside = |(_, own): (OutsideId, &Outside)| {
        own.name == name || own.phones.iter().any(|phone| phone.name == name)
    };
    let taken = if clusters.iter().any(|cluster| cluster.phones.id_of(name).is_some()) {
        "a phone"
    } else if clusters.iter().any(|cluster| is_device(cluster, name)) {
        "a trunk, a button template or a security profile"
    } else if clusters.iter().any(|cluster| cluster.name == name) || name == "CallManager" {
        "a cluster"
    } else if read.outside.iter().any(outside) {
        "somebody outside"
    } else {
        return true;
    };
    let message =
        format_args!("`{name}` is {taken} already, and sentences could not tell them apart");
    reader.tell(Code::Duplicate, key.span, message);
    false
}

/// Whether a sentence can name this and mean something that is Reset.
fn is_device(cluster: &Cluster, name: &str) -> bool {
    cluster.trunks.id_of(name).is_some()
        || cluster.button_templates.id_of(name).is_some()
        || cluster.security_profiles.id_of(name).is_some()
}

fn one(
    sources: &dyn Sources,
    reader: &mut Reader<'_>,
    key: &Key,
    node: &Node,
    read: &Read,
    ids: &mut Ids,
) -> Option<Outside> {
    let fields = reader.fields(node, "one who is outside", KEYS)?;
    let kind = fields
        .need_word(reader, "type", "presence server")
        .and_then(|word| reader.choice(word, "the type of one who is outside", &KINDS));
    let trunk = fields
        .need_word(reader, "trunk", "Trunk C")
        .and_then(|word| trunk::named(reader, word, read));
    let credentials = |key: &str, reader: &mut Reader<'_>| {
        fields.get(key).and_then(|node| secret::credentials(reader, sources, node))
    };
    let (credentials, demands) =
        (credentials("credentials", reader), credentials("demands", reader));
    if let Some(kind) = kind {
        belongs(reader, &fields, kind);
    }
    let seat = ids.next();
    let presentities = presentities(reader, &fields);
    let phones = phones(reader, &fields, read, ids);
    let (cluster, trunk) = trunk?;
    Some(Outside {
        name: key.text.clone(),
        kind: kind?,
        cluster,
        trunk,
        credentials,
        demands,
        presentities,
        phones,
        seat,
    })
}

/// What each kind does not have.
fn belongs(reader: &mut Reader<'_>, fields: &Fields<'_>, kind: OutsideKind) {
    let (what, foreign): (_, &[&str]) = match kind {
        OutsideKind::PresenceServer => ("a presence server", &["phones"]),
        OutsideKind::Proxy => ("a proxy", &["presentities"]),
        OutsideKind::Application => ("an application", &["presentities", "phones", "demands"]),
    };
    for (key, _) in foreign.iter().filter_map(|key| fields.entry(key)) {
        let message = format_args!("{what} has no `{}`", key.text);
        reader.tell(Code::BadSite, key.span, message).help(
            "a presence server has `presentities`, a proxy has `phones`, an application only asks",
        );
    }
}

/// `{ 7100: idle, anna: unknown }`.
fn presentities(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
) -> SortedMap<String, PublishedStatus> {
    let Some(node) = fields.get("presentities") else { return SortedMap::new() };
    let mut all = SortedMap::new();
    for (key, node) in reader.entries(node, "`presentities`") {
        if !is_user(&key.text) {
            let message = format_args!("`{}` is neither a number nor a user", key.text);
            reader
                .tell(Code::BadName, key.span, message)
                .help("`7100`, or the user part of a SIP URI such as `anna`");
        }
        let status = reader
            .word(node, "a status")
            .and_then(|word| reader.choice(word, "a status", &STATUSES));
        all.extend(status.map(|status| (key.text.clone(), status)));
    }
    all
}

/// The user part of a SIP URI.
pub(super) fn is_user(text: &str) -> bool {
    let mark = |c: char| c.is_ascii_alphanumeric() || "-_.!~*'()&=+$,;?/#".contains(c);
    !text.is_empty() && text.chars().all(mark)
}

/// `{ Phone E: { number: 7001, blf_speed_dials: [5555] } }`.
fn phones(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    read: &Read,
    ids: &mut Ids,
) -> Vec<OutsidePhone> {
    let Some(node) = fields.get("phones") else { return Vec::new() };
    let mut phones: Vec<OutsidePhone> = Vec::new();
    for (key, node) in reader.entries(node, "`phones`") {
        check_name(reader, key, "a phone", read);
        let what = "a phone outside";
        let Some(fields) = reader.fields(node, what, PHONE_KEYS) else { continue };
        let number = fields
            .need_word(reader, "number", "7001")
            .and_then(|word| own_number(reader, word, &phones));
        let watched = fields.get("blf_speed_dials");
        let watched = watched.map(|node| reader.words(node, "`blf_speed_dials`"));
        let blf_speed_dials: Vec<String> = watched
            .unwrap_or_default()
            .into_iter()
            .filter_map(|word| watched_number(reader, word))
            .gather();
        // One that cannot be read keeps its name, so that sentences find it.
        let number = number.unwrap_or_default();
        phones.push(OutsidePhone {
            id: ids.next(),
            name: key.text.clone(),
            number,
            blf_speed_dials,
        });
    }
    phones
}

fn own_number(reader: &mut Reader<'_>, word: Word<'_>, before: &[OutsidePhone]) -> Option<String> {
    if !is_user(word.text) {
        let message = format_args!("`{}` is no number of a phone", word.text);
        reader
            .tell(Code::BadNumber, word.span, message)
            .help("digits, `*` and `#`, or the user part of a SIP URI");
        return None;
    }
    if let Some(first) = before.iter().find(|phone| phone.number == word.text) {
        let message = format_args!("`{}` is the number of `{}` already", word.text, first.name);
        reader.tell(Code::Duplicate, word.span, message);
    }
    Some(word.text.to_owned())
}

/// What a phone outside watches: the number alone, as outside nobody knows of partitions.
fn watched_number(reader: &mut Reader<'_>, word: Word<'_>) -> Option<String> {
    if is_number(word.text.trim_start_matches('+')) || is_user(word.text) || is_sip_uri(word.text) {
        return Some(word.text.to_owned());
    }
    let message = format_args!("`{}` is neither a number nor a user of the cluster", word.text);
    let number = word.text.split(' ').next().filter(|number| is_number(number));
    let told = reader.tell(Code::WrongWord, word.span, message).near(number);
    told.help("outside, a number is known without its partition: `5555`");
    None
}

/// What somebody outside is called with the trunk, for the check of trunks.
pub(super) fn claims(
    read: &Read,
    cluster: ClusterId,
    trunk: TrunkId,
) -> impl Iterator<Item = (OutsideId, &str)> {
    read.outside
        .iter()
        .filter(move |(_, own)| own.cluster == cluster && own.trunk == trunk)
        .map(|(id, own)| (id, own.name()))
}
