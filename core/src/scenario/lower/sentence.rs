//! Sentences of `do`: who, verb, what.

use super::super::yaml::{Reader, Word};
use super::cluster::Noun;
use super::lamp::{LISTS, split_phone};
use super::wrong::{Wrong, wrong};
use super::{Known, words};
use crate::cluster::{Phone, Protocol};
use crate::diagnostic::{Code, Diagnostic, Span, list_words, nearest};
use crate::id::PhoneId;
use crate::node::{CallCommand, Command};

/// What follows a verb.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    Number,
    Button,
    List,
}

/// The verbs, as a scenario writes them.
const VERBS: [(&str, Takes); 11] = [
    ("connects", Takes::Nothing),
    ("is unplugged", Takes::Nothing),
    ("lifts", Takes::Nothing),
    ("dials", Takes::Number),
    ("answers", Takes::Nothing),
    ("holds", Takes::Nothing),
    ("resumes", Takes::Nothing),
    ("hangs up", Takes::Nothing),
    ("presses BLF", Takes::Button),
    ("opens", Takes::List),
    ("closes", Takes::List),
];

/// Other words for the same, and the word that is right here.
const OTHER_WORDS: [(&str, &str); 17] = [
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
];

/// Verbs of later versions.
const LATER: [&str; 7] = [
    "opens directory",
    "logs in as",
    "logs out",
    "subscribes to",
    "unsubscribes",
    "ends the subscription",
    "is reset",
];

/// What a sentence of `do` tells which phones. `None`: it has a diagnostic, or its phone may be
/// among those that could not be read.
pub(super) fn orders(
    reader: &mut Reader<'_>,
    word: Word<'_>,
    known: &Known<'_>,
) -> Option<Vec<(PhoneId, Command)>> {
    let text = word.text.trim();
    let everybody =
        text.strip_prefix("everybody").filter(|rest| rest.is_empty() || rest.starts_with(' '));
    let (phones, rest) = match (everybody, split_phone(known.cluster, text)) {
        (Some(rest), _) => (known.cluster.phones.iter().map(|(id, _)| id).collect(), rest.trim()),
        (None, Some((phone, rest))) => (vec![phone], rest),
        (None, None) => {
            if !known.unsure.contains(&Noun::Phone) {
                let diagnostic = nobody(reader, word, known);
                reader.report(diagnostic);
            }
            return None;
        }
    };
    let one = if everybody.is_none() { phones.first().copied() } else { None };
    match command(rest, known).and_then(|command| possible(one, command, known)) {
        Ok(command) => Some(phones.into_iter().map(|phone| (phone, command.clone())).collect()),
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

/// A sentence that starts with no phone.
fn nobody(reader: &Reader<'_>, word: Word<'_>, known: &Known<'_>) -> Diagnostic {
    let text = word.text.trim();
    let verbs =
        VERBS.iter().map(|(verb, _)| *verb).chain(OTHER_WORDS.iter().map(|(verb, _)| *verb));
    let end = verbs.filter_map(|verb| text.find(&format!(" {verb}"))).min().unwrap_or(text.len());
    let actor = text.get(..end).unwrap_or(text);
    let names = || known.cluster.phones.names().chain(["everybody"]);
    let mut diagnostic =
        reader.error(Code::UnknownName, word.span, format!("there is no phone `{actor}`"));
    if let Some(near) = nearest(actor, names()) {
        diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
    }
    diagnostic.help(format!("there is {}", list_words(names())))
}

/// Verb and object.
fn command(rest: &str, known: &Known<'_>) -> Result<Command, Wrong> {
    if let Some(later) = LATER.iter().find(|later| starts_with_words(rest, later)) {
        return Err(Wrong {
            code: Code::NotYet,
            message: format!("`{later}` is not yet in this version"),
            near: None,
            help: Some(format!("verbs: {}", VERBS.map(|(verb, _)| verb).join(", "))),
        });
    }
    let found = VERBS.iter().find(|(verb, _)| starts_with_words(rest, verb));
    let Some((verb, takes)) = found else { return Err(unknown_verb(rest)) };
    let object = rest.get(verb.len()..).unwrap_or_default().trim();
    match takes {
        Takes::Nothing if object.is_empty() => Ok(plain(verb)),
        Takes::Nothing => Err(wrong(
            format!("`{verb}` is the whole sentence: `{object}` is too much"),
            None,
            "leave it out",
        )),
        Takes::Number => dial(object, known),
        Takes::Button => match object.parse::<u16>() {
            Ok(button) if button > 0 => Ok(Command::PressBlf(button)),
            _ => Err(wrong(
                format!("`presses BLF` takes a number from 1 on, not `{object}`"),
                None,
                "`Phone A presses BLF 1`",
            )),
        },
        Takes::List => list(verb, object),
    }
}

/// Whether this phone has what the command is about. `everybody` may be asked for more than each
/// has.
fn possible(phone: Option<PhoneId>, command: Command, known: &Known<'_>) -> Result<Command, Wrong> {
    let Some(phone) = phone.and_then(|id| known.cluster.phones.get(id)) else { return Ok(command) };
    let no = |message: String, help: String| {
        Err(Wrong { code: Code::NoSuchLamp, message, near: None, help: Some(help) })
    };
    let name = &phone.name;
    match command {
        Command::PressBlf(button) if usize::from(button) > phone.blf_speed_dials.len() => {
            let count = phone.blf_speed_dials.len();
            no(
                format!("`{name}` has no BLF {button}"),
                format!("`{name}` has {count} BLF/SpeedDials"),
            )
        }
        Command::OpenList(_) | Command::CloseList(_) if phone.model.protocol == Protocol::H323 => {
            let help = "an H.323 phone is watched and does not watch (WATCH-13)";
            no(format!("`{name}` is an H.323 phone: it has no call lists here"), help.to_owned())
        }
        command => Ok(command),
    }
}

fn starts_with_words(text: &str, words: &str) -> bool {
    text.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
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

fn unknown_verb(rest: &str) -> Wrong {
    let verbs = || VERBS.iter().map(|(verb, _)| *verb);
    let help = format!("verbs: {}", verbs().collect::<Vec<_>>().join(", "));
    if rest.is_empty() {
        return wrong("the sentence has no verb".to_owned(), None, help);
    }
    let other =
        OTHER_WORDS.iter().find(|(verb, _)| starts_with_words(rest, verb)).map(|(_, right)| *right);
    let near = other.or_else(|| nearest_verb(rest));
    wrong(format!("nobody understands `{rest}`"), near.map(str::to_owned), help)
}

/// The verb nearest to the first words of a text.
fn nearest_verb(rest: &str) -> Option<&'static str> {
    let first = |count: usize| rest.split(' ').take(count).collect::<Vec<_>>().join(" ");
    VERBS
        .iter()
        .map(|(verb, _)| *verb)
        .find(|verb| nearest(&first(verb.split(' ').count()), [*verb]).is_some())
}

fn dial(object: &str, known: &Known<'_>) -> Result<Command, Wrong> {
    if words::is_number(object.trim_start_matches('+')) {
        return Ok(Command::Call(CallCommand::Dial(object.into())));
    }
    let near = known
        .cluster
        .phones
        .id_of(object)
        .and_then(|id| first_number(known, known.cluster.phones.get(id)?));
    let help = "a phone dials digits, `*` and `#`";
    match near {
        _ if object.is_empty() => Err(wrong("`dials` needs a number".to_owned(), None, help)),
        Some(number) => {
            Err(wrong(format!("`{object}` is a phone, not a number"), Some(number), help))
        }
        None => Err(wrong(format!("`{object}` is no number to dial"), None, help)),
    }
}

fn first_number(known: &Known<'_>, phone: &Phone) -> Option<String> {
    let dn = phone.lines.first()?;
    Some(known.cluster.directory_numbers.get(*dn)?.number.clone())
}

fn list(verb: &str, object: &str) -> Result<Command, Wrong> {
    let named = |word: &str| object.strip_prefix(word).map(str::trim) == Some("calls");
    if let Some((_, list)) = LISTS.iter().find(|(word, _)| named(word)) {
        return Ok(if verb == "opens" {
            Command::OpenList(*list)
        } else {
            Command::CloseList(*list)
        });
    }
    let lists = ["missed calls", "placed calls", "received calls"];
    let near = nearest(object, lists).map(str::to_owned);
    let message = format!("`{verb}` takes {}, not `{object}`", list_words(lists));
    Err(wrong(message, near, format!("for example `Phone A {verb} missed calls`")))
}
