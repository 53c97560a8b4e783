//! Names of lamps: `Phone A BLF 1`, `Phone A missed call 1111`.

use super::super::yaml::{Reader, Word};
use super::cluster::Noun;
use super::{Known, words};
use crate::cluster::{BlfTarget, Cluster, Destination, Phone, Protocol};
use crate::diagnostic::{Code, list_words, nearest};
use crate::id::PhoneId;
use crate::presence::CallList;
use crate::trace::words::list_word;
use crate::trace::{LampKey, LampPlace};

/// Why a text names no lamp.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoLamp {
    /// The code of its diagnostic.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// What was likely meant.
    pub near: Option<String>,
    /// What could stand there.
    pub help: String,
}

/// The lists that a phone has.
pub(super) const LISTS: [(&str, CallList); 3] =
    [("missed", CallList::Missed), ("placed", CallList::Placed), ("received", CallList::Received)];

/// The phone whose name (or device name) a text starts with, and what comes after it. Of several,
/// the longest name.
pub fn split_phone<'t>(cluster: &Cluster, text: &'t str) -> Option<(PhoneId, &'t str)> {
    let after = |name: &str| {
        let rest = text.strip_prefix(name).filter(|_| !name.is_empty())?;
        (rest.is_empty() || rest.starts_with(' ')).then_some(rest)
    };
    let mut best: Option<(PhoneId, &str)> = None;
    for (id, phone) in cluster.phones.iter() {
        let names = [Some(phone.name.as_str()), phone.device_name.as_deref()];
        for rest in names.into_iter().flatten().filter_map(after) {
            if best.is_none_or(|(_, shortest)| rest.len() < shortest.len()) {
                best = Some((id, rest));
            }
        }
    }
    best.map(|(id, rest)| (id, rest.trim()))
}

/// A lamp by its name.
///
/// # Errors
/// [`NoLamp`] with the nearest right name.
pub fn find_lamp(cluster: &Cluster, text: &str) -> Result<LampKey, NoLamp> {
    let text = text.trim();
    let Some((id, rest)) = split_phone(cluster, text) else { return Err(no_phone(cluster, text)) };
    let Some(phone) = cluster.phones.get(id) else { return Err(no_phone(cluster, text)) };
    if let Some(number) = rest.strip_prefix("BLF") {
        return blf(phone, number.trim())
            .map(|button| LampKey { phone: id, place: LampPlace::Blf(button) });
    }
    let (word, number) = rest.split_once(' ').unwrap_or((rest, ""));
    let Some((_, list)) = LISTS.iter().find(|(list, _)| *list == word) else {
        return Err(no_place(phone, rest));
    };
    let number = number.trim();
    let number = number.strip_prefix("call ").unwrap_or(number).trim();
    entry(phone, *list, number).map(|place| LampKey { phone: id, place })
}

fn no_phone(cluster: &Cluster, text: &str) -> NoLamp {
    let marks = [" BLF", " missed", " placed", " received"];
    let end = marks.iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    let name = text.get(..end).unwrap_or(text);
    let names = || cluster.phones.names();
    NoLamp {
        code: Code::UnknownName,
        message: format!("there is no phone `{name}`"),
        near: nearest(name, names()).map(str::to_owned),
        help: format!("there is {}", list_words(names())),
    }
}

fn no_place(phone: &Phone, rest: &str) -> NoLamp {
    let near = nearest(
        rest.split(' ').next().unwrap_or_default(),
        ["BLF", "missed", "placed", "received"],
    );
    let message = match rest {
        "" => format!("`{}` is a phone, and not yet a lamp", phone.name),
        rest => format!("`{rest}` is no lamp of `{}`", phone.name),
    };
    NoLamp {
        code: Code::NoSuchLamp,
        message,
        near: near.map(str::to_owned),
        help: format!("for example `{0} BLF 1` or `{0} missed call 1111`", phone.name),
    }
}

fn blf(phone: &Phone, number: &str) -> Result<u16, NoLamp> {
    let count = phone.blf_speed_dials.len();
    let parsed = number.parse::<u16>().ok().filter(|n| *n > 0 && usize::from(*n) <= count);
    parsed.ok_or_else(|| NoLamp {
        code: Code::NoSuchLamp,
        message: format!("`{}` has no BLF {number}", phone.name),
        near: None,
        help: match count {
            0 => format!("`{}` has no BLF/SpeedDials: give it `blf_speed_dials`", phone.name),
            1 => format!("`{}` has one: BLF 1", phone.name),
            n => format!("`{}` has {n}: BLF 1 to BLF {n}", phone.name),
        },
    })
}

fn entry(phone: &Phone, list: CallList, number: &str) -> Result<LampPlace, NoLamp> {
    let no = |message: String, help: &str| {
        Err(NoLamp { code: Code::NoSuchLamp, message, near: None, help: help.to_owned() })
    };
    if phone.model.protocol == Protocol::H323 {
        let message = format!("`{}` is an H.323 phone: it has no call lists here", phone.name);
        return no(message, "an H.323 phone is watched and does not watch (WATCH-13)");
    }
    if !words::is_number(number.trim_start_matches('+')) {
        let message =
            format!("`{number}` is no number of an entry in the {} calls", list_word(list));
        return no(
            message,
            "an entry is named by the other party's number: `Phone A missed call 1111`",
        );
    }
    Ok(LampPlace::Entry(list, number.into()))
}

/// A lamp by its name, or a diagnostic.
pub(super) fn lamp(reader: &mut Reader<'_>, word: Word<'_>, known: &Known<'_>) -> Option<LampKey> {
    match find_lamp(known.cluster, word.text) {
        Ok(key) => Some(key),
        Err(_) if known.unsure.contains(&Noun::Phone) => None,
        Err(no) => {
            let mut diagnostic = reader.error(no.code, word.span, no.message);
            if let Some(near) = no.near {
                diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
            }
            reader.report(diagnostic.help(no.help));
            None
        }
    }
}

/// The number that a lamp watches.
pub fn watched_number<'c>(cluster: &'c Cluster, key: &'c LampKey) -> Option<&'c str> {
    let button = match &key.place {
        LampPlace::Entry(_, number) | LampPlace::Directory(number) | LampPlace::Watch(number) => {
            return Some(number);
        }
        LampPlace::Blf(button) => usize::from(*button).checked_sub(1)?,
    };
    match &cluster.phones.get(key.phone)?.blf_speed_dials.get(button)?.target {
        BlfTarget::DirectoryNumber(dn) => Some(&cluster.directory_numbers.get(*dn)?.number),
        BlfTarget::Destination(Destination::Number(text) | Destination::SipUri(text)) => Some(text),
    }
}
