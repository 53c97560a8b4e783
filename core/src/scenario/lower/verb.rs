//! The verbs of sentences, and who they are said of.

use super::wrong::{Wrong, wrong};
use crate::diagnostic::nearest;
use crate::gather::Gather;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Who {
    /// A phone of a cluster.
    Phone,
    /// A phone of a proxy outside.
    OutsidePhone,
    /// One who is outside.
    Outside,
    /// A trunk.
    Trunk,
    /// The CallManager of a cluster.
    CallManager,
    /// A button template or a security profile: all devices that use it.
    Settings,
}

impl Who {
    /// One of them in words.
    pub(in super::super) const fn word(self) -> &'static str {
        match self {
            Who::Phone => "a phone",
            Who::OutsidePhone => "a phone outside",
            Who::Outside => "one who is outside",
            Who::Trunk => "a trunk",
            Who::CallManager => "a CallManager",
            Who::Settings => "a template or security profile",
        }
    }
}

/// What follows a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Takes {
    /// Nothing.
    Nothing,
    /// A number to dial.
    Number,
    /// The number of a button.
    Button,
    /// A call list or the directory.
    List,
    /// An end user.
    User,
    /// A presentity, and what is said of it.
    Presentity,
    /// The code of a SIP answer.
    Code,
}

/// The verbs, as a scenario writes them; of two that start alike the longer one comes first.
pub(in super::super) const VERBS: [(Who, &str, Takes); 32] = [
    (Who::Phone, "connects", Takes::Nothing),
    (Who::Phone, "is unplugged", Takes::Nothing),
    (Who::Phone, "lifts", Takes::Nothing),
    (Who::Phone, "dials", Takes::Number),
    (Who::Phone, "answers", Takes::Nothing),
    (Who::Phone, "holds", Takes::Nothing),
    (Who::Phone, "resumes", Takes::Nothing),
    (Who::Phone, "hangs up", Takes::Nothing),
    (Who::Phone, "presses BLF", Takes::Button),
    (Who::Phone, "opens", Takes::List),
    (Who::Phone, "closes", Takes::List),
    (Who::Phone, "logs in as", Takes::User),
    (Who::Phone, "logs out", Takes::Nothing),
    (Who::Phone, "is reset", Takes::Nothing),
    (Who::OutsidePhone, "sets itself", Takes::Presentity),
    (Who::OutsidePhone, "dials", Takes::Number),
    (Who::OutsidePhone, "hangs up", Takes::Nothing),
    (Who::Outside, "connects", Takes::Nothing),
    (Who::Outside, "is unplugged", Takes::Nothing),
    (Who::Outside, "subscribes to", Takes::Presentity),
    (Who::Outside, "unsubscribes from", Takes::Presentity),
    (Who::Outside, "sets", Takes::Presentity),
    (Who::Outside, "ends the subscription of", Takes::Presentity),
    (Who::Outside, "answers nothing", Takes::Nothing),
    (Who::Outside, "answers as it should", Takes::Nothing),
    (Who::Outside, "answers", Takes::Code),
    (Who::Trunk, "goes out of service", Takes::Nothing),
    (Who::Trunk, "comes into service", Takes::Nothing),
    (Who::Trunk, "is reset", Takes::Nothing),
    (Who::CallManager, "restarts", Takes::Nothing),
    (Who::Settings, "is reset", Takes::Nothing),
    (Who::OutsidePhone, "is", Takes::Presentity),
];

/// Other words for the same, and the word that is right here.
pub(in super::super) const OTHER_WORDS: [(&str, &str); 31] = [
    ("registers", "connects"),
    ("is plugged in", "connects"),
    ("is connected", "connects"),
    ("unregisters", "is unplugged"),
    ("disconnects", "is unplugged"),
    ("is disconnected", "is unplugged"),
    ("unplugs", "is unplugged"),
    ("goes off-hook", "lifts"),
    ("lifts the handset", "lifts"),
    ("calls", "dials"),
    ("rings", "dials"),
    ("picks up", "answers"),
    ("accepts", "answers"),
    ("goes on-hook", "hangs up"),
    ("ends the call", "hangs up"),
    ("presses", "presses BLF"),
    ("retrieves", "resumes"),
    ("logs in", "logs in as"),
    ("logs off", "logs out"),
    ("resets", "is reset"),
    ("restarts", "is reset"),
    ("reboots", "is reset"),
    ("reboots", "restarts"),
    ("is restarted", "restarts"),
    ("is rebooted", "restarts"),
    ("watches", "subscribes to"),
    ("subscribes", "subscribes to"),
    ("unsubscribes", "unsubscribes from"),
    ("terminates", "ends the subscription of"),
    ("fails", "goes out of service"),
    ("recovers", "comes into service"),
];

/// Whether a text starts with these words.
pub(super) fn starts_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

/// The verb at the start of the rest of a sentence, what it takes, and what stands after it.
///
/// # Errors
/// What is wrong with the verb, with the nearest right one.
pub(super) fn find<'t>(
    who: Who,
    name: &str,
    rest: &'t str,
) -> Result<(&'static str, Takes, &'t str), Wrong> {
    let of = |(own, verb, _): &&(Who, &str, Takes)| *own == who && starts_with_words(rest, verb);
    if let Some((_, verb, takes)) = VERBS.iter().find(of) {
        return Ok((verb, *takes, rest.get(verb.len()..).unwrap_or_default().trim()));
    }
    let other = VERBS.iter().find(|(_, verb, _)| starts_with_words(rest, verb));
    match other.filter(|_| other_word(who, rest).is_none()) {
        Some((other, verb, _)) => Err(wrong(
            format_args!("`{verb}` is said of {}, and `{name}` is {}", other.word(), who.word()),
            None,
            &help(who),
        )),
        None => Err(unknown(who, rest)),
    }
}

/// A verb that is a whole sentence.
///
/// # Errors
/// Something stands after it.
pub(super) fn alone(verb: &str, object: &str) -> Result<(), Wrong> {
    if object.is_empty() {
        return Ok(());
    }
    let message = format_args!("`{verb}` is the whole sentence: `{object}` is too much");
    Err(wrong(message, None, "leave it out"))
}

/// A sentence without a verb.
pub(super) fn none() -> Wrong {
    wrong(format_args!("the sentence has no verb"), None, &help(Who::Phone))
}

fn of(who: Who) -> impl Iterator<Item = &'static str> + Clone {
    VERBS.iter().filter(move |(own, ..)| *own == who).map(|(_, verb, _)| *verb)
}

fn help(who: Who) -> String {
    let verbs: Vec<&str> = of(who).filter(|verb| *verb != "is").gather();
    format!("verbs of {}: {}", who.word(), verbs.join(", "))
}

fn unknown(who: Who, rest: &str) -> Wrong {
    if rest.is_empty() {
        return wrong(format_args!("the sentence has no verb"), None, &help(who));
    }
    let near = other_word(who, rest).or_else(|| nearest_verb(who, rest));
    wrong(format_args!("nobody understands `{rest}`"), near, &help(who))
}

/// The right word for another one that a text starts with.
fn other_word(who: Who, rest: &str) -> Option<&'static str> {
    let right = |right: &&str| of(who).any(|verb| verb == *right);
    let said = OTHER_WORDS.iter().filter(|(verb, _)| starts_with_words(rest, verb));
    said.map(|(_, right)| *right).find(right)
}

/// The verb nearest to the first words of a text.
fn nearest_verb(who: Who, rest: &str) -> Option<&'static str> {
    let first = |count: usize| rest.split(' ').take(count).gather().join(" ");
    of(who).find(|verb| nearest(&first(verb.split(' ').count()), [*verb]).is_some())
}
