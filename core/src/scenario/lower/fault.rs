//! Sentences of `fault`: what happens to the network.

use super::super::yaml::{Reader, Word};
use super::cast::{Actor, Known};
use super::words;
use super::wrong::{Wrong, wrong};
use crate::cluster::{Noun, Object};
use crate::diagnostic::{Code, list_words, nearest};
use crate::id::PhoneId;
use crate::network::{Disturbance, Fault, LinkEnd};
use crate::site::node_of_cluster;

const FAULT_HELP: &str = "`cut Phone A`, `heal Phone A`, `loss 30%`, `duplication 5%`, `reordering 5%`, `latency 200ms`, \
`jitter 20ms`, `lose next NOTIFY to Phone A`, `lose next 2 SUBSCRIBE from Phone A`, \
`lose next but 2 NOTIFY to Phone A`, `loss 30% on Phone A`, `cut To East`, `calm`";

pub(in super::super) const VERBS: [&str; 9] =
    ["cut", "heal", "loss", "duplication", "reordering", "latency", "jitter", "lose next", "calm"];

/// What a sentence of `fault` does to the network.
pub(super) fn faults(
    reader: &mut Reader<'_>,
    word: Word<'_>,
    known: &Known<'_>,
) -> Option<Vec<Fault>> {
    let text = word.text.trim();
    let (verb, object) =
        text.split_once(' ').map_or((text, ""), |(verb, object)| (verb, object.trim()));
    let read = match verb {
        "calm" if object.is_empty() => Ok(vec![Fault::Calm]),
        "cut" => each_link(object, known).map(|all| all.into_iter().map(Fault::Cut).collect()),
        "heal" => each_link(object, known).map(|all| all.into_iter().map(Fault::Heal).collect()),
        "lose" => lose(object, known),
        _ => disturbance(text, verb, object, known),
    };
    match read {
        Ok(faults) => Some(faults),
        Err(Wrong { code: Code::UnknownName, .. }) if known.may_be(&[Noun::Phone, Noun::Trunk]) => {
            None
        }
        Err(wrong) => {
            wrong.report(reader, word.span);
            None
        }
    }
}

/// `loss 30%`, of every link; `latency 200ms on Phone A`, of one.
fn disturbance(
    text: &str,
    verb: &str,
    object: &str,
    known: &Known<'_>,
) -> Result<Vec<Fault>, Wrong> {
    let (value, one) = match object.split_once(" on ") {
        Some((value, name)) => (value.trim(), Some(name.trim())),
        None => (object, None),
    };
    let chance = || words::chance(value).map_err(number);
    let long = || words::duration(value).map_err(time);
    let disturbance = match verb {
        "loss" => Disturbance::Loss(chance()?),
        "duplication" => Disturbance::Duplication(chance()?),
        "reordering" => Disturbance::Reordering(chance()?),
        "latency" => Disturbance::Latency(long()?),
        "jitter" => Disturbance::Jitter(long()?),
        _ => return Err(unknown_fault(text, verb)),
    };
    let phone = one.map(|name| one_link(name, known)).transpose()?.map(|(link, _)| link);
    Ok(vec![Fault::Disturb { phone, disturbance }])
}

fn number(message: String) -> Wrong {
    Wrong { code: Code::BadNumber, message, near: None, help: None }
}

fn time(message: String) -> Wrong {
    Wrong { code: Code::BadDuration, message, near: None, help: None }
}

fn unknown_fault(text: &str, verb: &str) -> Wrong {
    let near = nearest(verb, VERBS);
    wrong(format_args!("no fault is called `{text}`"), near, FAULT_HELP)
}

/// The link that a name stands for, by the id of its outer end: that of a phone, of one who is
/// outside, or the one that a SIP trunk runs over. Also whether the name is that of the inner end,
/// whose far end is the CallManager in the middle: a trunk of the later of two clusters.
fn one_link(name: &str, known: &Known<'_>) -> Result<(PhoneId, bool), Wrong> {
    let (code, message) = match known.cast.split(name) {
        Some(Ok(named)) if named.rest.is_empty() => match link_of(&named.actor, known) {
            Some(link) => return Ok(link),
            None => {
                let why = "has no link: phones have one, who is outside, and SIP trunks that lead somewhere";
                (Code::UnknownSentence, format!("`{name}` {why}"))
            }
        },
        Some(Err(several)) => {
            return Err(Wrong {
                code: Code::Ambiguous,
                message: format!("several are called `{}`", several.name),
                near: None,
                help: Some(format!("write {}", list_words(several.full))),
            });
        }
        _ => (Code::UnknownName, format!("there is no phone `{name}`")),
    };
    let linked = |actor: &Actor| link_of(actor, known).is_some();
    let near = known.nearest(name, linked);
    let help = Some(format!("there is {}", list_words(known.cast.names(linked))));
    Err(Wrong { code, message, near, help })
}

fn link_of(actor: &Actor, known: &Known<'_>) -> Option<(PhoneId, bool)> {
    match actor {
        Actor::Phone(phone) => Some((*phone, false)),
        // Who is outside hangs on a link as phones do, known by its seat.
        Actor::Outside(id) => Some((known.site.outside().get(*id)?.seat, false)),
        Actor::Device(cluster, Object::Trunk(trunk)) => {
            let link = known.site.link_of_trunk(*cluster, trunk)?;
            Some((link, known.site.ends_of(link).hub != node_of_cluster(*cluster)))
        }
        _ => None,
    }
}

fn each_link(name: &str, known: &Known<'_>) -> Result<Vec<PhoneId>, Wrong> {
    if name == "everybody" {
        let phones = known.site.each_cluster().flat_map(|cluster| cluster.phones.iter());
        return Ok(phones.map(|(id, _)| id).collect());
    }
    one_link(name, known).map(|(link, _)| vec![link])
}

/// `lose next [2] NOTIFY to Phone A`, `lose next but 2 NOTIFY to Phone A`.
fn lose(object: &str, known: &Known<'_>) -> Result<Vec<Fault>, Wrong> {
    let form = || {
        wrong(
            format_args!("`lose {object}` is not understood"),
            None,
            "`lose next NOTIFY to Phone A`, `lose next 2 SUBSCRIBE from Phone A`, \
             `lose next but 2 NOTIFY to Phone A`",
        )
    };
    let rest = object.strip_prefix("next ").ok_or_else(form)?.trim();
    let (but, rest) = match rest.strip_prefix("but ") {
        Some(rest) => {
            let (but, rest) = rest.trim().split_once(' ').ok_or_else(form)?;
            (but.parse::<u16>().map_err(|_| form())?, rest.trim())
        }
        None => (0, rest),
    };
    let (first, after) = rest.split_once(' ').ok_or_else(form)?;
    let (count, method, rest) = match first.parse::<u16>() {
        Ok(count) if first.len() < 3 => {
            let (method, rest) = after.trim().split_once(' ').ok_or_else(form)?;
            (count, method, rest)
        }
        _ => (1, first, after),
    };
    let (direction, phone) = rest.trim().split_once(' ').ok_or_else(form)?;
    if !matches!(direction, "to" | "from") {
        return Err(form());
    }
    let method = method_or_code(method)?;
    let (phone, inner) = one_link(phone.trim(), known)?;
    let end = if (direction == "to") == inner { LinkEnd::From } else { LinkEnd::To };
    let one = Fault::LoseNext { but, method: method.into(), end, phone };
    if count == 0 {
        return Err(form());
    }
    Ok(vec![one; usize::from(count)])
}

fn method_or_code(word: &str) -> Result<&str, Wrong> {
    let methods = ["SUBSCRIBE", "NOTIFY", "REGISTER", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS"];
    let code = word.len() == 3 && word.chars().all(|c| c.is_ascii_digit());
    if code || methods.contains(&word) {
        return Ok(word);
    }
    let near = nearest(word, methods);
    Err(wrong(
        format_args!("`{word}` is no SIP message that travels here"),
        near,
        "SUBSCRIBE, NOTIFY, INVITE or another method, or the code of an answer such as 200",
    ))
}
