//! `yaml predict`: a question that the learner answers before the engine does.

use super::super::super::model::{Choice, Question};
use super::super::super::yaml::{Fields, Key, Node, Reader, Value, Word};
use super::super::cast::Known;
use super::super::keys::{Takes, keys};
use super::super::{expect, lamp, matcher, rule_id, steps, subjects};
use super::{ids::Ids, text};
use crate::diagnostic::{Code, Span, listed};
use crate::gather::Gather;

keys! {
    /// The keys of a question.
    KEYS DOCS {
        "id" MUST Takes::Name, "Its name, unique in the lesson: progress is kept under it.";
        "ask" MUST Takes::Text, "The question, in words.";
        "steps" MAY Takes::List(&Takes::Fields("step", steps::DOCS)), "What happens once the learner has answered. The first one counts from what stands above.";
        "after" MAY Takes::Either(&[Takes::Duration, Takes::Named(&Takes::Duration)]), "When the answer is read, from the last step above; or from a named one.";
        "at" MAY Takes::Duration, "When it is read, from the start of the lesson; instead of `after`.";
        "lamp" MAY Takes::Name, "What this lamp shows: `Phone A BLF 1`.";
        "answer" MAY Takes::Name, "The last final SIP answer to the SUBSCRIBE of a lamp, or of `Trunk C -> 5555`.";
        "stopped_by" MAY Takes::Name, "The rule whose check stops the request of a lamp, or of `Trunk C -> 5555`.";
        "choices" MUST Takes::List(&Takes::Name), "What the learner chooses from: words of a lamp, codes, or rules; `nothing` for no answer, or no check that stops it.";
        "is" MUST Takes::Name, "The right one. The engine has the last word: where it answers otherwise, the lesson fails.";
        "why" MUST Takes::Text, "Why it is so, for the learner who has answered.";
    }
}

/// What a question can be about.
const SUBJECTS: [&str; 3] = ["lamp", "answer", "stopped_by"];

/// Another word for no answer, and for no check that stops a request.
const NOTHING: &str = "nothing";

/// A question whose steps and names are not yet looked into.
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) ask: String,
    pub(super) why: String,
    pub(super) choices: Vec<Choice>,
    pub(super) is: Option<Choice>,
    pub(super) span: Span,
    subject: Option<(&'static str, Node)>,
    /// What happens; the last step tells the question.
    pub(super) steps: Vec<Node>,
}

/// Reads one; `None`: it is not even a mapping, and that has been told.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node, ids: &mut Ids) -> Option<Draft> {
    let fields = reader.fields(node, "a question", KEYS)?;
    let id = ids.read(reader, &fields);
    let ask = text(reader, &fields, "ask", "What does BLF 1 show?");
    let subject = subject(reader, &fields);
    let told = reader.log.len();
    let choices = choices(reader, &fields, subject);
    let word = fields.need_word(reader, "is", "busy");
    let is = word.zip(subject).and_then(|(word, subject)| choice(reader, word, subject));
    if let (Some(word), Some(is), true) = (word, is, told == reader.log.len())
        && !choices.contains(&is)
    {
        let message = format_args!("`{}` is right, and the learner cannot choose it", word.text);
        reader.tell(Code::BadLesson, word.span, message).help("put it among the `choices`");
    }
    Some(Draft {
        id,
        ask,
        why: text(reader, &fields, "why", "It was told so by a NOTIFY."),
        choices,
        is,
        span: fields.entry("is").map_or(fields.span, |(_, node)| node.span),
        subject: subject.and_then(|key| Some((key, fields.get(key)?.clone()))),
        steps: moments(reader, &fields),
    })
}

/// What it is about: exactly one thing.
fn subject(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Option<&'static str> {
    let all: Vec<&'static str> =
        SUBJECTS.into_iter().filter(|key| fields.get(key).is_some()).gather();
    if let [one] = all.as_slice() {
        return Some(one);
    }
    if all.is_empty() && fields.keys().any(|key| !KEYS.contains(&key.text.as_str())) {
        // The unknown key may well be the misspelt one: it has its diagnostic.
        return None;
    }
    let span =
        all.get(1).and_then(|key| fields.entry(key)).map_or(fields.span, |(key, _)| key.span);
    let message = format_args!("a question is about one thing: {}", listed(&SUBJECTS));
    reader.tell(Code::BadLesson, span, message).help("for example `lamp: Phone A BLF 1`");
    None
}

/// Two choices or more, each another one.
fn choices(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    subject: Option<&'static str>,
) -> Vec<Choice> {
    let Some(node) = fields.need(reader, "choices", "[idle, busy, unknown]") else {
        return Vec::new();
    };
    let words = reader.words(node, "`choices`");
    let Some(subject) = subject else { return Vec::new() };
    let mut choices: Vec<Choice> = Vec::new();
    for word in &words {
        let Some(choice) = choice(reader, *word, subject) else { continue };
        if choices.contains(&choice) {
            let message = format_args!("`{}` stands here twice", word.text);
            reader.tell(Code::Duplicate, word.span, message);
        }
        choices.push(choice);
    }
    if words.len() < 2 && matches!(node.value, Value::List(_)) {
        let message = format_args!("a question with one answer is none: give the learner a choice");
        reader.tell(Code::BadLesson, node.span, message);
    }
    choices
}

/// One choice, as its subject reads it.
fn choice(reader: &mut Reader<'_>, word: Word<'_>, subject: &str) -> Option<Choice> {
    match (subject, word.text) {
        ("lamp", _) => reader.choice(word, "a lamp", &expect::SHOWS).map(Choice::Lamp),
        ("answer", NOTHING) => Some(Choice::Code(None)),
        ("answer", _) => matcher::code(reader, word).map(|code| Choice::Code(Some(code))),
        (_, NOTHING) => Some(Choice::Rule(None)),
        _ => rule_id(reader, word).map(|rule| Choice::Rule(Some(rule))),
    }
}

/// The steps, and the one that tells the question, at whose moment the answer is read.
fn moments(reader: &mut Reader<'_>, fields: &Fields<'_>) -> Vec<Node> {
    let steps = fields.get("steps").map(|node| reader.list(node, "`steps`").to_vec());
    let mut steps = steps.unwrap_or_default();
    let time: Vec<_> = ["at", "after"].into_iter().filter_map(|key| fields.entry(key)).gather();
    if time.is_empty() {
        let message =
            format_args!("a question needs a time at which its answer is read: `after` or `at`");
        reader
            .tell(Code::MissingKey, fields.span, message)
            .help("for example `after: 1s`, from the last step above");
        return steps;
    }
    let mut entries: Vec<(Key, Node)> =
        time.into_iter().map(|(key, node)| (key.clone(), node.clone())).gather();
    // Without a question there is nothing to be said, and that has been told.
    if let Some((key, node)) = fields.entry("ask") {
        entries.push((Key { text: "say".to_owned(), span: key.span }, node.clone()));
        steps.push(Node { span: fields.span, value: Value::Map(entries) });
    }
    steps
}

impl Draft {
    /// The question to the engine, now that the names are known.
    pub(super) fn question(&self, reader: &mut Reader<'_>, known: &Known<'_>) -> Option<Question> {
        let (subject, node) = self.subject.as_ref()?;
        match *subject {
            "lamp" => {
                let word = reader.word(node, "`lamp`")?;
                lamp::lamp(reader, word, known).map(Question::Lamp)
            }
            "answer" => subjects::asker(reader, node, known).map(Question::Answer),
            _ => subjects::asker(reader, node, known).map(Question::StoppedBy),
        }
    }
}
