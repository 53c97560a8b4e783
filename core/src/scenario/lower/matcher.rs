//! Which messages an expectation means.

use super::super::model::{Matcher, Party};
use super::super::yaml::{Node, Reader, Word};
use super::cast::{Actor, Known};
use super::keys::{Takes, keys, words as words_of};
use super::lamp::is_target;
use super::outside::STATUSES;
use super::words;
use crate::cluster::Noun;
use crate::diagnostic::Code;

keys! {
    /// What can be said of a message.
    KEYS DOCS {
        "method" MAY Takes::Choice(words_of!(METHODS)), "The method of a request, or the one that an answer answers.";
        "code" MAY Takes::Whole, "The code of an answer; without it only requests are meant.";
        "from" MAY Takes::Name, "Who sends: a phone, one who is outside, `CallManager` or a cluster.";
        "to" MAY Takes::Name, "Who it goes to.";
        "about" MAY Takes::Name, "The number of the presentity.";
        "status" MAY Takes::Choice(words_of!(STATUSES)), "The status in the body.";
        "subscription" MAY Takes::Choice(words_of!(STATES)), "The word of `Subscription-State`.";
        "reason" MAY Takes::Name, "The `reason` of `Subscription-State`.";
    }
}

const METHODS: [(&str, &str); 8] = [
    ("SUBSCRIBE", "SUBSCRIBE"),
    ("NOTIFY", "NOTIFY"),
    ("REGISTER", "REGISTER"),
    ("INVITE", "INVITE"),
    ("ACK", "ACK"),
    ("BYE", "BYE"),
    ("CANCEL", "CANCEL"),
    ("OPTIONS", "OPTIONS"),
];
const STATES: [(&str, &str); 3] =
    [("active", "active"), ("pending", "pending"), ("terminated", "terminated")];

/// `{ method: NOTIFY, to: Phone A, about: 1111 }`.
pub(super) fn matcher(reader: &mut Reader<'_>, node: &Node, known: &Known<'_>) -> Option<Matcher> {
    let fields = reader.fields(node, "a message", KEYS)?;
    let told = reader.log.len();
    let method =
        fields.word(reader, "method").and_then(|word| reader.choice(word, "a method", &METHODS));
    let code = fields.word(reader, "code").and_then(|word| code(reader, word));
    let from = fields.word(reader, "from").and_then(|word| party(reader, word, known));
    let to = fields.word(reader, "to").and_then(|word| party(reader, word, known));
    let about = fields.word(reader, "about").and_then(|word| about(reader, word));
    let status =
        fields.word(reader, "status").and_then(|word| reader.choice(word, "a status", &STATUSES));
    let state = fields.word(reader, "subscription");
    let state = state.and_then(|word| reader.choice(word, "the state of a subscription", &STATES));
    let reason = fields.word(reader, "reason").map(|word| word.text.to_owned());
    if reader.log.len() > told {
        return None;
    }
    Some(Matcher {
        method: method.map(str::to_owned),
        code,
        from,
        to,
        about,
        status,
        subscription: state.map(str::to_owned),
        reason,
    })
}

/// A phone, the CallManager of a cluster, or one who is outside.
fn party(reader: &mut Reader<'_>, word: Word<'_>, known: &Known<'_>) -> Option<Party> {
    match known.cast.split(word.text) {
        Some(Ok(named)) if named.rest.is_empty() => match named.actor {
            Actor::Phone(phone) => return Some(Party::Phone(phone)),
            Actor::OutsidePhone(outside, _) | Actor::Outside(outside) => {
                return Some(Party::Outside(outside));
            }
            Actor::CallManager(id) => return Some(Party::CallManager(id)),
            Actor::Later(name) => return Some(Party::Later(name)),
            Actor::Device(..) => {}
        },
        Some(Err(several)) => {
            Known::ambiguous(reader, word, &several);
            return None;
        }
        _ => {}
    }
    if !known.may_be(&[Noun::Phone]) {
        let own = |actor: &Actor| !matches!(actor, Actor::Device(..));
        reader.unknown_name(word, "phone", &known.cast.names(own));
    }
    None
}

fn about(reader: &mut Reader<'_>, word: Word<'_>) -> Option<String> {
    if is_target(word.text) {
        return Some(word.text.to_owned());
    }
    let message = format_args!("`about` is the number of the presentity, not `{}`", word.text);
    let number = word.text.split(' ').next().filter(|number| words::is_number(number));
    let told = reader.tell(Code::WrongWord, word.span, message).near(number);
    told.help("a message carries the number alone, without its partition");
    None
}

/// The code of a SIP answer.
pub(super) fn code(reader: &mut Reader<'_>, word: Word<'_>) -> Option<u16> {
    let code = word.text.parse::<u16>().ok().filter(|code| (100..700).contains(code));
    if code.is_none() {
        let message = format_args!("`{}` is no code of a SIP answer", word.text);
        reader.tell(Code::BadNumber, word.span, message).help("three digits: 200, 403, 404");
    }
    code
}
