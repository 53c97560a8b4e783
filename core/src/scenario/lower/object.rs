//! What stands after the verbs of sentences.

use super::cast::Known;
use super::lamp::{LISTS, is_target};
use super::outside::STATUSES;
use super::sentence::is_dialled;
use super::verb::alone;
use super::wrong::{Wrong, wrong};
use crate::cluster::Noun;
use crate::diagnostic::{Code, list_words, listed, nearest, nearest_of};
use crate::gather::Gather;
use crate::id::PhoneId;
use crate::node::{CallCommand, Command, OutsideAnswer, OutsideCommand, Subscribe};
use crate::presence::PublishedStatus;
use crate::sip::message::Peculiar;
use crate::site::{Outside, OutsideKind};

/// The reasons that a notifier gives (RFC 6665 4.1.3).
const REASONS: [&str; 7] =
    ["deactivated", "probation", "rejected", "timeout", "giveup", "noresource", "invariant"];

/// A number to dial.
pub(super) fn dial(object: &str, known: &Known<'_>) -> Result<Command, Wrong> {
    number("a phone dials", object, known).map(|to| Command::Call(CallCommand::Dial(to.into())))
}

fn number<'t>(who: &str, object: &'t str, known: &Known<'_>) -> Result<&'t str, Wrong> {
    if is_dialled(object) {
        return Ok(object);
    }
    let help = format!("{who} digits, `*` and `#`");
    match first_number(known, object) {
        _ if object.is_empty() => Err(wrong(format_args!("`dials` needs a number"), None, &help)),
        Some(number) => {
            Err(wrong(format_args!("`{object}` is a phone, not a number"), Some(&number), &help))
        }
        None => Err(wrong(format_args!("`{object}` is no number to dial"), None, &help)),
    }
}

/// The number of the first line of the phone of this name.
fn first_number(known: &Known<'_>, name: &str) -> Option<String> {
    known.site.each_cluster().find_map(|cluster| {
        let phone = cluster.phones.look_up(cluster.phones.id_of(name)?)?;
        let dn = phone.lines.first()?;
        Some(cluster.directory_numbers.look_up(*dn)?.number.clone())
    })
}

/// A call list, or the directory.
pub(super) fn list(verb: &str, object: &str) -> Result<Command, Wrong> {
    let opens = verb == "opens";
    if matches!(object, "directory" | "the directory" | "the corporate directory") {
        return Ok(if opens { Command::OpenDirectory } else { Command::CloseDirectory });
    }
    let named = |word: &str| object.strip_prefix(word).map(str::trim) == Some("calls");
    if let Some((_, list)) = LISTS.iter().find(|(word, _)| named(word)) {
        return Ok(if opens { Command::OpenList(*list) } else { Command::CloseList(*list) });
    }
    let lists = ["missed calls", "placed calls", "received calls", "directory"];
    let near = nearest_of(object, &lists);
    let message = format_args!("`{verb}` takes {}, not `{object}`", listed(&lists));
    Err(wrong(message, near, &format!("for example `Phone A {verb} missed calls`")))
}

/// The end user who logs in: one of the phone's cluster, or one that an edit adds.
pub(super) fn user(
    object: &str,
    phone: Option<PhoneId>,
    known: &Known<'_>,
) -> Result<String, Wrong> {
    if object.is_empty() {
        let message = format_args!("`logs in as` needs an end user");
        return Err(wrong(message, None, "for example `Phone A logs in as anna`"));
    }
    let cluster = phone.and_then(|phone| known.site.cluster_of(phone));
    let clusters = known.site.each_cluster().enumerate();
    let own = clusters.filter(|(at, _)| cluster.is_none_or(|own| own.index() == *at));
    let mut names: Vec<&str> = Vec::new();
    own.for_each(|(_, cluster)| cluster.end_users.names().gather_into(&mut names));
    if names.contains(&object) || known.is_added(Noun::EndUser, object) {
        return Ok(object.to_owned());
    }
    Err(unknown_user(object, &names))
}

fn unknown_user(name: &str, names: &[&str]) -> Wrong {
    let help = match names {
        [] => "no end user is defined".to_owned(),
        names => format!("there is {}", listed(names)),
    };
    Wrong {
        code: Code::UnknownName,
        message: format!("there is no end user `{name}`"),
        near: nearest_of(name, names).map(str::to_owned),
        help: Some(help),
    }
}

/// What a phone outside does: `sets itself busy`, `dials 1000`, `hangs up`.
pub(super) fn of_outside_phone(
    verb: &str,
    object: &str,
    number: &str,
) -> Result<OutsideCommand, Wrong> {
    let from = || number.into();
    match verb {
        "dials" if is_dialled(object) => {
            Ok(OutsideCommand::Dial { from: from(), to: object.into() })
        }
        "dials" if object.is_empty() => {
            Err(wrong(format_args!("`dials` needs a number"), None, "`Phone E dials 1000`"))
        }
        "dials" => Err(wrong(
            format_args!("`{object}` is no number to dial"),
            None,
            "digits, `*` and `#`: a number of the cluster",
        )),
        "hangs up" => alone(verb, object).map(|()| OutsideCommand::HangUp { from: from() }),
        verb => {
            let status = status(verb, object)?;
            Ok(OutsideCommand::SetStatus { presentity: from(), status })
        }
    }
}

fn status(verb: &str, word: &str) -> Result<PublishedStatus, Wrong> {
    if let Some((_, status)) = STATUSES.iter().find(|(own, _)| *own == word) {
        return Ok(*status);
    }
    let words = || STATUSES.iter().map(|(word, _)| *word);
    let near = nearest(word, words());
    let message = format_args!("`{verb}` ends in {}, not `{word}`", list_words(words()));
    Err(wrong(message, near, "the status that watchers are told"))
}

/// A number, a user or a SIP URI.
pub(super) fn target<'t>(verb: &str, object: &'t str) -> Result<&'t str, Wrong> {
    if is_target(object) {
        return Ok(object);
    }
    let number = object.split(" in ").next().filter(|number| is_dialled(number));
    let message = match object {
        "" => format!("`{verb}` needs a number or a user"),
        object => format!("`{verb}` takes a number or a user, not `{object}`"),
    };
    let help = "outside, a number is known without its partition: `5555`, `anna`";
    Err(wrong(format_args!("{message}"), number, help))
}

/// `5555`, `5555 for anna`, `5555 with Event dialog`.
pub(super) fn subscribe(
    object: &str,
    own: &Outside,
    known: &Known<'_>,
) -> Result<OutsideCommand, Wrong> {
    let (object, peculiar) = match object.split_once(" with ") {
        Some((object, words)) => (object.trim(), Some(peculiar(words.trim())?)),
        None => (object, None),
    };
    let (asked, name) = match object.split_once(" for ") {
        Some((asked, name)) => (asked.trim(), Some(name.trim())),
        None => (object, None),
    };
    let asked = target("subscribes to", asked)?;
    if let Some(name) = name {
        let cluster = known.cluster(own.cluster);
        let names: Vec<&str> = cluster.map(|c| c.end_users.names().gather()).unwrap_or_default();
        if !names.contains(&name) && !known.is_added(Noun::EndUser, name) {
            return Err(unknown_user(name, &names));
        }
    }
    let (target, user) = (asked.into(), name.map(Into::into));
    Ok(OutsideCommand::Subscribe(Subscribe { target, user, peculiar }))
}

/// In what a SUBSCRIBE differs from the usual one.
fn peculiar(words: &str) -> Result<Peculiar, Wrong> {
    Peculiar::parse(words).ok_or_else(|| {
        let headers = ["Event", "Accept", "Require", "Expires", "no Contact"];
        let header = words.split_once(' ').map_or(words, |(header, _)| header);
        let near = nearest_of(header, &headers);
        let message = format_args!("a SUBSCRIBE cannot come with `{words}`");
        let help = "one of `with Event dialog`, `with Accept text/plain`, `with Require 100rel`, \
                    `with Expires 30` and `with no Contact`, to see what is answered";
        wrong(message, near, help)
    })
}

/// One of the presentities of who is outside.
fn presentity<'t>(verb: &str, name: &'t str, own: &Outside) -> Result<&'t str, Wrong> {
    let phones = own.phones.iter().map(|phone| phone.number.as_str());
    let mut names: Vec<&str> = own.presentities.keys().map(String::as_str).gather();
    phones.gather_into(&mut names);
    if names.contains(&name) {
        return Ok(name);
    }
    if let Some(phone) = own.phones.iter().find(|phone| phone.name == name) {
        let message = format_args!("`{verb}` takes the number of a phone, not its name");
        return Err(wrong(message, Some(&phone.number), "a presentity is known by its number"));
    }
    let help = match (own.kind, names.as_slice()) {
        (OutsideKind::Application, _) => {
            "an application only asks: it has no presentities".to_owned()
        }
        (_, []) => format!("give `{}` some: `presentities: {{ 7100: idle }}`", own.name),
        (_, names) => format!("there is {}", listed(names)),
    };
    Err(Wrong {
        code: Code::UnknownSentence,
        message: format!("`{}` has no presentity `{name}`", own.name),
        near: nearest_of(name, &names).map(str::to_owned),
        help: Some(help),
    })
}

/// `7100 busy`.
pub(super) fn sets(object: &str, own: &Outside) -> Result<OutsideCommand, Wrong> {
    let Some((name, word)) = object.rsplit_once(' ') else {
        let message = format_args!("`sets` takes a presentity and its status");
        return Err(wrong(message, None, &format!("for example `{} sets 7100 busy`", own.name)));
    };
    let name = presentity("sets", name.trim(), own)?;
    let status = status("sets", word)?;
    Ok(OutsideCommand::SetStatus { presentity: name.into(), status })
}

/// `7100`, or `7100 with rejected`.
pub(super) fn ends(object: &str, own: &Outside) -> Result<OutsideCommand, Wrong> {
    let (name, reason) = match object.split_once(" with ") {
        Some((name, reason)) => (name.trim(), reason.trim()),
        None => (object, "noresource"),
    };
    let name = presentity("ends the subscription of", name, own)?;
    if !REASONS.contains(&reason) {
        let near = nearest_of(reason, &REASONS);
        let message = format_args!("`{reason}` is no reason to end a subscription");
        let help = format!("{} (RFC 6665, 4.1.3)", listed(&REASONS));
        return Err(wrong(message, near, &help));
    }
    Ok(OutsideCommand::EndSubscriptions { presentity: name.into(), reason: reason.into() })
}

/// `503`: the code of every answer from now on.
pub(super) fn answers(object: &str) -> Result<OutsideCommand, Wrong> {
    match object.parse::<u16>() {
        Ok(code) if (300..700).contains(&code) && object.len() == 3 => {
            Ok(OutsideCommand::Answer(OutsideAnswer::Code(code)))
        }
        _ => Err(wrong(
            format_args!("`answers` takes the code of a refusal, not `{object}`"),
            None,
            "300 to 699, as in `answers 503`; or `answers nothing`, `answers as it should`",
        )),
    }
}
