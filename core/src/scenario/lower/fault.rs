//! Sentences of `fault`: what happens to the network.

use super::super::yaml::{Reader, Word};
use super::cast::{Actor, Known};
use super::words;
use super::wrong::{Wrong, wrong};
use crate::cluster::Noun;
use crate::diagnostic::{Code, list_words, nearest};
use crate::id::PhoneId;
use crate::network::{Disturbance, Fault, LinkEnd};

const FAULT_HELP: &str = "`cut Phone A`, `heal Phone A`, `loss 30%`, `duplication 5%`, `reordering 5%`, `latency 200ms`, \
`jitter 20ms`, `lose next NOTIFY to Phone A`, `lose next 2 SUBSCRIBE from Phone A`, \
`lose next but 2 NOTIFY to Phone A`, `loss 30% on Phone A`, `calm`";

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
        "cut" => each_phone(object, known).map(|all| all.into_iter().map(Fault::Cut).collect()),
        "heal" => each_phone(object, known).map(|all| all.into_iter().map(Fault::Heal).collect()),
        "lose" => lose(object, known),
        _ => disturbance(text, verb, object, known),
    };
    match read {
        Ok(faults) => Some(faults),
        Err(Wrong { code: Code::UnknownName, .. }) if known.may_be(&[Noun::Phone]) => None,
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
    let phone = one.map(|name| one_phone(name, known)).transpose()?;
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

fn one_phone(name: &str, known: &Known<'_>) -> Result<PhoneId, Wrong> {
    let phone = |actor: &Actor| matches!(actor, Actor::Phone(_) | Actor::Outside(_));
    match known.cast.split(name) {
        Some(Ok(named)) if named.rest.is_empty() => match named.actor {
            Actor::Phone(phone) => return Ok(phone),
            // Who is outside hangs on a link as phones do, known by its seat.
            Actor::Outside(id) => {
                let own = known.site.outside().get(id).map(|own| own.seat);
                return own.ok_or_else(|| {
                    wrong(format_args!("`{name}` is not outside"), None, FAULT_HELP)
                });
            }
            _ => {
                let help = "faults are about the links of phones; `Proxy D is unplugged`, `Trunk C goes out of service`";
                return Err(wrong(format_args!("`{name}` is no phone of a cluster"), None, help));
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
        _ => {}
    }
    Err(Wrong {
        code: Code::UnknownName,
        message: format!("there is no phone `{name}`"),
        near: known.nearest(name, phone),
        help: Some(format!("there is {}", list_words(known.cast.names(phone)))),
    })
}

fn each_phone(name: &str, known: &Known<'_>) -> Result<Vec<PhoneId>, Wrong> {
    if name == "everybody" {
        let phones = known.site.each_cluster().flat_map(|cluster| cluster.phones.iter());
        return Ok(phones.map(|(id, _)| id).collect());
    }
    one_phone(name, known).map(|phone| vec![phone])
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
    let end = match direction {
        "to" => LinkEnd::To,
        "from" => LinkEnd::From,
        _ => return Err(form()),
    };
    let method = method_or_code(method)?;
    let phone = one_phone(phone.trim(), known)?;
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
