//! Sentences of `do`: who, verb, what.

use super::super::model::{Order, PhoneRef};
use super::super::yaml::{Reader, Word};
use super::cast::{Actor, Known, Named};
use super::verb::{self, OTHER_WORDS, Takes, VERBS, Who};
use super::wrong::{Wrong, wrong};
use super::{object, words};
use crate::cluster::Noun;
use crate::cluster::{Object, Protocol};
use crate::diagnostic::{Code, Span, listed};
use crate::gather::Gather;
use crate::id::OutsideId;
use crate::node::{CallCommand, Command, OutsideAnswer, OutsideCommand};

/// The nouns that start a sentence.
const ACTORS: &[Noun] = &[Noun::Phone, Noun::Trunk, Noun::ButtonTemplate, Noun::SecurityProfile];

/// What a sentence of `do` tells whom. `None`: it has a diagnostic, or the one whom it names may be
/// among those that could not be read.
pub(super) fn orders(
    reader: &mut Reader<'_>,
    word: Word<'_>,
    known: &Known<'_>,
) -> Option<Vec<Order>> {
    let text = word.text.trim();
    let everybody =
        text.strip_prefix("everybody").filter(|rest| rest.is_empty() || rest.starts_with(' '));
    let (read, rest) = match (everybody, known.cast.split(text)) {
        (Some(rest), _) => (for_all(rest.trim(), known), rest.trim()),
        (None, Some(Ok(named))) => {
            let rest = named.rest;
            (for_one(&named, known).map(|order| vec![order]), rest)
        }
        (None, Some(Err(several))) => {
            Known::ambiguous(reader, word, &several);
            return None;
        }
        (None, None) => {
            if !known.may_be(ACTORS) {
                nobody(reader, word, known);
            }
            return None;
        }
    };
    match read {
        Ok(orders) => Some(orders),
        Err(wrong) if wrong.code == Code::UnknownName && known.may_be(&[Noun::EndUser]) => None,
        Err(wrong) => {
            wrong.report(reader, at_end(word, rest));
            None
        }
    }
}

/// The span of the end of a sentence; the whole one where escapes make that unsure.
fn at_end(word: Word<'_>, rest: &str) -> Span {
    let text = word.text.trim_end();
    let whole = word.span.range().len() == word.text.len();
    if rest.is_empty() || !whole || !text.ends_with(rest) {
        return word.span;
    }
    let end = word.span.range().start + text.len();
    Span::new(end - rest.len(), end)
}

/// A sentence that starts with nobody.
fn nobody(reader: &mut Reader<'_>, word: Word<'_>, known: &Known<'_>) {
    let text = word.text.trim();
    let verbs = VERBS.iter().map(|(_, verb, _)| *verb);
    let verbs = verbs.chain(OTHER_WORDS.iter().map(|(verb, _)| *verb));
    let end = verbs.filter_map(|verb| text.find(&format!(" {verb}"))).min().unwrap_or(text.len());
    let actor = text.get(..end).unwrap_or(text);
    let mut names = known.cast.names(|actor| !is_settings(actor));
    names.push("everybody");
    let near = crate::diagnostic::nearest_of(actor, &names);
    let message = format_args!("there is no phone `{actor}`");
    let told = reader.tell(Code::UnknownName, word.span, message).near(near);
    told.help(&format!("there is {}", listed(&names)));
}

/// What can only be Reset.
fn is_settings(actor: &Actor) -> bool {
    matches!(actor, Actor::Device(_, Object::ButtonTemplate(_) | Object::SecurityProfile(_)))
}

/// All phones of all clusters; where it is about their cables, those outside too.
fn for_all(rest: &str, known: &Known<'_>) -> Result<Vec<Order>, Wrong> {
    let (verb, takes, object) = verb::find(Who::Phone, "everybody", rest)?;
    if matches!(takes, Takes::User) || verb == "logs out" || verb == "is reset" {
        let message = format_args!("`{verb}` is said of one phone, not of everybody");
        return Err(wrong(message, None, &format!("for example `Phone A {rest}`")));
    }
    let command = phone_command(verb, takes, object, known)?;
    // Cables have those outside too.
    let plugged = match command {
        Command::Connect => Some(true),
        Command::Unplug => Some(false),
        _ => None,
    };
    let mut orders = Vec::new();
    for cluster in known.site.each_cluster() {
        let phones = cluster.phones.iter();
        let phones = phones.map(|(id, _)| Order::Phone(PhoneRef::Known(id), command.clone()));
        phones.gather_into(&mut orders);
    }
    let outside = known
        .site
        .outside()
        .iter()
        .filter_map(|(outside, _)| Some(Order::OutsidePower { outside, plugged: plugged? }));
    outside.gather_into(&mut orders);
    Ok(orders)
}

fn for_one(named: &Named<'_>, known: &Known<'_>) -> Result<Order, Wrong> {
    let rest = named.rest;
    match &named.actor {
        Actor::Phone(id) => for_phone(PhoneRef::Known(*id), rest, known),
        Actor::Later(name) => for_phone(PhoneRef::Later(name.clone()), rest, known),
        Actor::OutsidePhone(outside, id) => {
            let phone = known.site.outside_phone(*id);
            let (name, number) = phone.map_or(("", ""), |phone| (&phone.name, &phone.number));
            let (verb, _, object) = verb::find(Who::OutsidePhone, name, rest)?;
            let command = object::of_outside_phone(verb, object, number)?;
            Ok(Order::Outside(*outside, command))
        }
        Actor::Outside(outside) => for_outside(*outside, rest, known),
        Actor::CallManager(cluster) => {
            let name = known.cluster(*cluster).map_or("", |own| &own.name);
            let (verb, _, object) = verb::find(Who::CallManager, name, rest)?;
            verb::alone(verb, object)?;
            Ok(Order::Restart { cluster: *cluster })
        }
        Actor::Device(cluster, device) => {
            let name = device.name().unwrap_or_default();
            let who = match device {
                Object::Trunk(_) => Who::Trunk,
                _ => Who::Settings,
            };
            let (verb, _, object) = verb::find(who, name, rest)?;
            verb::alone(verb, object)?;
            let (cluster, name) = (*cluster, name.to_owned());
            Ok(match verb {
                "is reset" => Order::Reset { cluster, object: device.clone() },
                verb => Order::TrunkService {
                    cluster,
                    trunk: name,
                    in_service: verb == "comes into service",
                },
            })
        }
    }
}

fn for_phone(phone: PhoneRef, rest: &str, known: &Known<'_>) -> Result<Order, Wrong> {
    let id = match &phone {
        PhoneRef::Known(id) => Some(*id),
        PhoneRef::Later(_) => None,
    };
    let configured = id.and_then(|id| known.phone(id));
    let name = configured.map_or("", |phone| &phone.name);
    let (verb, takes, object) = verb::find(Who::Phone, name, rest)?;
    match (verb, takes) {
        ("logs out", _) => {
            verb::alone(verb, object)?;
            Ok(Order::LogOut { phone })
        }
        ("is reset", _) => {
            verb::alone(verb, object)?;
            Ok(Order::ResetPhone { phone })
        }
        (_, Takes::User) => {
            let user = object::user(object, id, known)?;
            Ok(Order::LogIn { phone, user })
        }
        _ => {
            let command = phone_command(verb, takes, object, known)?;
            if let Some(configured) = configured {
                possible(configured, &command, known)?;
            }
            Ok(Order::Phone(phone, command))
        }
    }
}

fn phone_command(
    verb: &str,
    takes: Takes,
    object: &str,
    known: &Known<'_>,
) -> Result<Command, Wrong> {
    match takes {
        Takes::Number => object::dial(object, known),
        Takes::Button => match object.parse::<u16>() {
            Ok(button) if button > 0 => Ok(Command::PressBlf(button)),
            _ => Err(wrong(
                format_args!("`presses BLF` takes a number from 1 on, not `{object}`"),
                None,
                "`Phone A presses BLF 1`",
            )),
        },
        Takes::List => object::list(verb, object),
        _ => verb::alone(verb, object).map(|()| plain(verb)),
    }
}

fn plain(verb: &str) -> Command {
    match verb {
        "connects" => Command::Connect,
        "is unplugged" => Command::Unplug,
        "lifts" => Command::Call(CallCommand::Lift),
        "answers" => Command::Call(CallCommand::Answer),
        "holds" => Command::Call(CallCommand::Hold),
        "resumes" => Command::Call(CallCommand::Resume),
        _ => Command::Call(CallCommand::HangUp),
    }
}

/// Whether this phone has what the command is about. `everybody` may be asked for more than each
/// has.
fn possible(
    phone: &crate::cluster::Phone,
    command: &Command,
    known: &Known<'_>,
) -> Result<(), Wrong> {
    let no = |message: String, help: String| {
        Err(Wrong { code: Code::NoSuchLamp, message, near: None, help: Some(help) })
    };
    let name = &phone.name;
    match command {
        Command::PressBlf(button) if usize::from(*button) > known.most_blfs(phone) => {
            let count = phone.blf_speed_dials.len();
            no(
                format!("`{name}` has no BLF {button}"),
                format!("`{name}` has {count} BLF/SpeedDials"),
            )
        }
        Command::OpenList(_)
        | Command::CloseList(_)
        | Command::OpenDirectory
        | Command::CloseDirectory
            if phone.model.protocol == Protocol::H323 =>
        {
            let help = "an H.323 phone is watched and does not watch (WATCH-13)";
            no(format!("`{name}` is an H.323 phone: it has no call lists here"), help.to_owned())
        }
        _ => Ok(()),
    }
}

fn for_outside(outside: OutsideId, rest: &str, known: &Known<'_>) -> Result<Order, Wrong> {
    let Some(own) = known.site.outside().get(outside) else { return Err(verb::none()) };
    let (verb, _, object) = verb::find(Who::Outside, &own.name, rest)?;
    let command = match verb {
        "connects" | "is unplugged" => {
            verb::alone(verb, object)?;
            return Ok(Order::OutsidePower { outside, plugged: verb == "connects" });
        }
        "subscribes to" => object::subscribe(object, own, known)?,
        "unsubscribes from" => {
            OutsideCommand::Unsubscribe { target: object::target(verb, object)?.into() }
        }
        "sets" => object::sets(object, own)?,
        "ends the subscription of" => object::ends(object, own)?,
        "answers nothing" | "answers as it should" => {
            verb::alone(verb, object)?;
            OutsideCommand::Answer(match verb {
                "answers nothing" => OutsideAnswer::Silence,
                _ => OutsideAnswer::Honest,
            })
        }
        _ => object::answers(object)?,
    };
    Ok(Order::Outside(outside, command))
}

/// Digits, `*` and `#`, for those who dial.
pub(super) fn is_dialled(text: &str) -> bool {
    words::is_number(text.trim_start_matches('+'))
}
