//! Names of lamps: `Phone A BLF 1`, `Phone A missed call 1111`, `Phone A directory 1111`,
//! `WebDial watch 5555`.

use super::super::model::LampRef;
use super::super::yaml::{Reader, Word};
use super::cast::{Actor, Known, Named, Several};
use super::outside::is_user;
use super::words;
use crate::cluster::Noun;
use crate::cluster::{BlfTarget, Cluster, Destination, Phone, Protocol};
use crate::diagnostic::{Code, listed, nearest_of};
use crate::id::PhoneId;
use crate::limits;
use crate::presence::CallList;
use crate::site::{OutsidePhone, Site};
use crate::trace::words::list_word;
use crate::trace::{LampKey, LampPlace};
use std::sync::Arc;

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

/// What follows the name of a watcher.
const PLACES: [&str; 6] = ["BLF", "missed", "placed", "received", "directory", "watch"];

/// A lamp by its name, in a site as it is configured now.
///
/// # Errors
/// [`NoLamp`] with the nearest right name.
pub fn find_lamp(site: &Site, text: &str) -> Result<LampKey, NoLamp> {
    match lamp_ref(&Known::sure(site), text)? {
        LampRef::Known(key) => Ok(key),
        LampRef::Later(name) => Err(no_watcher(&Known::sure(site), &name)),
    }
}

/// The phone of a cluster of this name, and no more than its name.
pub fn find_phone(site: &Site, name: &str) -> Option<PhoneId> {
    match Known::sure(site).cast.exactly(name.trim()) {
        Some(Actor::Phone(phone)) => Some(phone),
        _ => None,
    }
}

/// A lamp by its name; one of a phone that an edit adds stays a name.
pub(super) fn lamp_ref(known: &Known<'_>, text: &str) -> Result<LampRef, NoLamp> {
    let text = text.trim();
    let Named { actor, rest } = match known.cast.split(text) {
        Some(Ok(named)) => named,
        Some(Err(found)) => return Err(several(&found)),
        None => return Err(no_watcher(known, text)),
    };
    let key = |phone: PhoneId| move |place| LampRef::Known(LampKey { phone, place });
    match actor {
        Actor::Phone(id) => {
            let Some(phone) = known.phone(id) else { return Err(no_watcher(known, text)) };
            place(known, phone, rest).map(key(id))
        }
        Actor::OutsidePhone(_, id) => match known.site.outside_phone(id) {
            Some(phone) => outside_blf(phone, rest).map(key(id)),
            None => Err(no_watcher(known, text)),
        },
        Actor::Outside(id) => match known.site.outside().get(id) {
            Some(outside) => watch(&outside.name, rest).map(key(outside.seat)),
            None => Err(no_watcher(known, text)),
        },
        Actor::Later(_) if PLACES.iter().any(|place| rest.starts_with(place)) => {
            Ok(LampRef::Later(Arc::from(text)))
        }
        Actor::Later(name) => {
            let name = name.split_once('/').map_or(&*name, |(_, name)| name);
            Err(no_place(name, rest))
        }
        Actor::CallManager(_) | Actor::Device(..) => Err(no_watcher(known, text)),
    }
}

fn several(found: &Several<'_, '_>) -> NoLamp {
    NoLamp {
        code: Code::Ambiguous,
        message: format!("several are called `{}`", found.name),
        near: None,
        help: format!("write {}", listed(&found.full)),
    }
}

fn no_watcher(known: &Known<'_>, text: &str) -> NoLamp {
    let marks = PLACES.iter().filter_map(|place| text.find(&format!(" {place}")));
    let name = text.get(..marks.min().unwrap_or(text.len())).unwrap_or(text);
    let watches = |actor: &Actor| !matches!(actor, Actor::CallManager(_) | Actor::Device(..));
    NoLamp {
        code: Code::UnknownName,
        message: format!("there is no phone `{name}`"),
        near: known.nearest(name, watches),
        help: format!("there is {}", listed(&known.cast.names(watches))),
    }
}

/// What stands after the name of a phone.
fn place(known: &Known<'_>, phone: &Phone, rest: &str) -> Result<LampPlace, NoLamp> {
    if let Some(number) = rest.strip_prefix("BLF") {
        let own = phone.blf_speed_dials.len();
        return blf(&phone.name, own, known.most_blfs(phone), number.trim());
    }
    let (word, number) = rest.split_once(' ').unwrap_or((rest, ""));
    let number = number.trim();
    if word == "directory" {
        let what = "the corporate directory";
        return entry(phone, number, what).map(|number| LampPlace::Directory(number.into()));
    }
    let Some((_, list)) = LISTS.iter().find(|(list, _)| *list == word) else {
        return Err(no_place(&phone.name, rest));
    };
    let number = number.strip_prefix("call ").unwrap_or(number).trim();
    let what = format!("the {} calls", list_word(*list));
    entry(phone, number, &what).map(|number| LampPlace::Entry(*list, number.into()))
}

fn no_place(name: &str, rest: &str) -> NoLamp {
    let word = rest.split(' ').next().unwrap_or_default();
    let near = nearest_of(word, &PLACES).filter(|near| *near != word);
    let message = match rest {
        "" => format!("`{name}` is a phone, and not yet a lamp"),
        rest => format!("`{rest}` is no lamp of `{name}`"),
    };
    NoLamp {
        code: Code::NoSuchLamp,
        message,
        near: near.map(str::to_owned),
        help: format!("for example `{name} BLF 1` or `{name} missed call 1111`"),
    }
}

/// One of the BLF/SpeedDials of a phone, which has `own` of them and may come to have `most`.
fn blf(name: &str, own: usize, most: usize, number: &str) -> Result<LampPlace, NoLamp> {
    let parsed = number.parse::<u16>().ok().filter(|n| *n > 0 && usize::from(*n) <= most);
    parsed.map(LampPlace::Blf).ok_or_else(|| NoLamp {
        code: Code::NoSuchLamp,
        message: format!("`{name}` has no BLF {number}"),
        near: None,
        help: match own {
            0 => format!("`{name}` has no BLF/SpeedDials: give it `blf_speed_dials`"),
            1 => format!("`{name}` has one: BLF 1"),
            n => format!("`{name}` has {n}: BLF 1 to BLF {n}"),
        },
    })
}

fn outside_blf(phone: &OutsidePhone, rest: &str) -> Result<LampPlace, NoLamp> {
    let count = phone.blf_speed_dials.len();
    match rest.strip_prefix("BLF") {
        Some(number) => blf(&phone.name, count, count, number.trim()),
        None => Err(NoLamp {
            help: format!("a phone outside has BLF/SpeedDials only: `{} BLF 1`", phone.name),
            ..no_place(&phone.name, rest)
        }),
    }
}

/// What somebody outside watches by itself.
fn watch(name: &str, rest: &str) -> Result<LampPlace, NoLamp> {
    let target = rest.strip_prefix("watch ").map(str::trim).unwrap_or_default();
    if is_target(target) {
        return Ok(LampPlace::Watch(target.into()));
    }
    let message = match rest {
        "" => format!("`{name}` is outside, and not yet a lamp"),
        rest => format!("`{rest}` is no watch of `{name}`"),
    };
    Err(NoLamp {
        code: Code::NoSuchLamp,
        message,
        near: None,
        help: format!("what it subscribes to by itself: `{name} watch 5555`"),
    })
}

/// What can be asked for: a number, a user or a SIP URI.
pub(super) fn is_target(text: &str) -> bool {
    words::is_number(text.trim_start_matches('+')) || is_user(text) || words::is_sip_uri(text)
}

fn entry<'t>(phone: &Phone, number: &'t str, what: &str) -> Result<&'t str, NoLamp> {
    let no = |message: String, help: &str| {
        Err(NoLamp { code: Code::NoSuchLamp, message, near: None, help: help.to_owned() })
    };
    if phone.model.protocol == Protocol::H323 {
        let message = format!("`{}` is an H.323 phone: it has no call lists here", phone.name);
        return no(message, "an H.323 phone is watched and does not watch (WATCH-13)");
    }
    let uri = words::is_sip_uri(number);
    if !words::is_number(number.trim_start_matches('+')) && !uri {
        let message = match number {
            "" => format!("an entry in {what} is named by its number"),
            number => format!("`{number}` is no number of an entry in {what}"),
        };
        return no(
            message,
            "an entry is named by the other party's number: `Phone A missed call 1111`, `Phone A directory 1111`",
        );
    }
    Ok(number)
}

impl Known<'_> {
    /// How many BLF/SpeedDials a phone may come to have: those of a profile by a log-in, any by an
    /// edit.
    pub(super) fn most_blfs(&self, phone: &Phone) -> usize {
        let own = phone.blf_speed_dials.len();
        if self.edits {
            return limits::BUTTONS.as_usize();
        }
        if !phone.extension_mobility && phone.logout_profile.is_none() {
            return own;
        }
        let profiles = self.site.each_cluster().flat_map(|cluster| cluster.device_profiles.iter());
        profiles.map(|(_, profile)| profile.blf_speed_dials.len()).chain([own]).max().unwrap_or(own)
    }
}

/// A lamp by its name, or a diagnostic.
pub(super) fn lamp(reader: &mut Reader<'_>, word: Word<'_>, known: &Known<'_>) -> Option<LampRef> {
    match lamp_ref(known, word.text) {
        Ok(key) => Some(key),
        Err(no) if no.code == Code::UnknownName && known.may_be(&[Noun::Phone]) => None,
        Err(no) => {
            let told = reader.tell(no.code, word.span, format_args!("{}", no.message));
            told.near(no.near.as_deref()).help(&no.help);
            None
        }
    }
}

/// The number that a lamp of a cluster's phone watches.
pub fn watched_number<'c>(cluster: &'c Cluster, key: &'c LampKey) -> Option<&'c str> {
    let button = match &key.place {
        LampPlace::Entry(_, number) | LampPlace::Directory(number) | LampPlace::Watch(number) => {
            return Some(number);
        }
        LampPlace::Blf(button) => usize::from(*button).checked_sub(1)?,
    };
    match &cluster.phones.look_up(key.phone)?.blf_speed_dials.get(button)?.target {
        BlfTarget::DirectoryNumber(dn) => Some(&cluster.directory_numbers.look_up(*dn)?.number),
        BlfTarget::Destination(Destination::Number(text) | Destination::SipUri(text)) => Some(text),
    }
}

/// The number that a lamp watches, outside too.
pub(in super::super) fn watched<'c>(site: &'c Site, key: &'c LampKey) -> Option<&'c str> {
    if let (Some(phone), LampPlace::Blf(button)) = (site.outside_phone(key.phone), &key.place) {
        let button = usize::from(*button).checked_sub(1)?;
        return phone.blf_speed_dials.get(button).map(String::as_str);
    }
    match &key.place {
        LampPlace::Blf(_) => site.each_cluster().find_map(|cluster| watched_number(cluster, key)),
        _ => watched_number(site.first(), key),
    }
}
