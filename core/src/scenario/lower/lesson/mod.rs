//! Lessons: Markdown with front matter and with blocks, read into one scenario with its parts.
//!
//! The blocks come in the order in which they are done, and so in the order of time: the steps of
//! each are put behind those of the blocks above, and the whole is read as any scenario is. So what
//! can stand in a step, and what is said about a wrong one, is the same everywhere.

mod front;
mod goal;
mod ids;
mod markdown;
mod predict;

use super::super::model::{Goal, Lesson, Part, Prediction, Question, Scenario};
use super::super::sources::Sources;
use super::super::upgrade;
use super::super::yaml::{Fields, Node, Reader, Value, parse_part};
use super::cast::Known;
use super::{files, tidy};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::gather::Gather;
use core::ops::Range;
use ids::Ids;
use std::sync::Arc;

pub(in super::super) use front::DOCS as FRONT_DOCS;
pub(in super::super) use goal::DOCS as GOAL_DOCS;
pub(in super::super) use markdown::{Kind, Piece, Pieces, cut};
pub(in super::super) use predict::DOCS as PREDICT_DOCS;

/// The version of the form of lessons.
const LESSON_VERSION: &str = "1";

/// Whether a file of this path is a lesson, and no scenario: its name ends with `.md`.
pub fn is_lesson(path: &str) -> bool {
    path.ends_with(".md")
}

/// A file that can be played, by its path: a scenario, of one with a `matrix` the first case, or a
/// lesson with its scenario.
///
/// # Errors
/// As those of [`super::load`] and [`load_lesson`].
pub fn load_any(
    sources: &dyn Sources,
    path: &str,
) -> Result<(Arc<Scenario>, Option<Lesson>), Vec<Diagnostic>> {
    if is_lesson(path) {
        let lesson = load_lesson(sources, path)?;
        return Ok((Arc::clone(&lesson.scenario), Some(lesson)));
    }
    super::load(sources, path).map(|scenario| (Arc::new(scenario), None))
}

/// Reads a lesson. What is only a warning stands in the warnings of [`Lesson::scenario`]. Whether
/// goals and answers are as the file says is not yet known: see [`Lesson::prove`].
///
/// # Errors
/// Every mistake in the file and in those that it includes, in the order of their places, the
/// warnings among them.
pub fn load_lesson(sources: &dyn Sources, path: &str) -> Result<Lesson, Vec<Diagnostic>> {
    let mut log = Vec::new();
    let lesson = read(sources, path, &mut log);
    let wrong = log.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match lesson {
        Some(mut lesson) if !wrong => {
            Arc::make_mut(&mut lesson.scenario).warnings = tidy(log);
            Ok(lesson)
        }
        _ => Err(tidy(log)),
    }
}

/// A part whose steps are not yet looked into.
enum Draft {
    Prose(String),
    Start,
    Predict(Box<predict::Draft>),
    Goal(Box<goal::Draft>),
}

fn read(sources: &dyn Sources, path: &str, log: &mut Vec<Diagnostic>) -> Option<Lesson> {
    let file: Arc<str> = Arc::from(path);
    let text = files::text(sources, &file, None, log)?;
    let mut reader = Reader { file: Arc::clone(&file), text: &text, log };
    let Pieces { front, pieces } = cut(&mut reader);
    let front = front
        .and_then(|at| mapping(&mut reader, at, "the front matter"))
        .and_then(|node| front::read(&mut reader, &node));
    scenario_first(&mut reader, &pieces);
    let (mut drafts, mut root) = (Vec::new(), None);
    let mut ids = Ids::default();
    for piece in &pieces {
        drafts.extend(draft(&mut reader, piece, &mut root, &mut ids));
    }
    let Some((mut root, _)) = root else {
        return none_without_scenario(&mut reader, &pieces);
    };
    upgrade::tree(&mut root);
    let parts = compose(&mut root, &drafts);
    let mut questions = Vec::new();
    let mut ask = |reader: &mut Reader<'_>, known: &Known<'_>| {
        questions = drafts.iter().map(|draft| draft.question(reader, known)).gather();
    };
    let mut scenario = super::read_root(sources, &file, &text, &root, log, &mut ask)?;
    one_case(&mut Reader { file, text: &text, log }, &scenario, &root);
    let parts = drafts.into_iter().zip(parts).zip(questions);
    let parts = parts.map(|((draft, steps), question)| draft.done(steps, question)).collect();
    let parts: Option<Vec<Part>> = parts;
    let mut front = front?;
    front.covers.append(&mut scenario.covers);
    front.tags.append(&mut scenario.tags);
    (scenario.covers, scenario.tags) = (front.covers, front.tags);
    (scenario.name, scenario.about) = (front.title, front.about);
    let scenario = Arc::new(scenario);
    Some(Lesson { number: front.number, minutes: front.minutes, parts: parts?, scenario })
}

/// Tells which blocks stand before the scenario that they go on from.
fn scenario_first(reader: &mut Reader<'_>, pieces: &[Piece]) {
    let block = |piece: &Piece| match piece {
        Piece::Block { kind, opening, .. } => Some((*kind, *opening)),
        Piece::Prose(_) => None,
    };
    let blocks: Vec<(Kind, Span)> = pieces.iter().filter_map(block).gather();
    let Some(at) = blocks.iter().position(|(kind, _)| *kind == Kind::Scenario) else { return };
    for (_, opening) in blocks.iter().take(at) {
        let scenario = blocks.get(at).map(|(_, opening)| reader.place(*opening));
        let message = format_args!("this stands before the scenario that it goes on from");
        let mut told = reader.tell(Code::BadLesson, *opening, message);
        if let Some(place) = scenario {
            told = told.also(place, "the scenario");
        }
        told.help("put the scenario above the first question and the first goal");
    }
}

/// A lesson that starts from nothing.
fn none_without_scenario(reader: &mut Reader<'_>, pieces: &[Piece]) -> Option<Lesson> {
    let there = |piece: &Piece| matches!(piece, Piece::Block { kind: Kind::Scenario, .. });
    // What is wrong with it, or with a block that may have been meant for it, has been told.
    let near = |told: &Diagnostic| matches!(told.code, Code::UnclosedFence | Code::BadLesson);
    let told = reader.log.iter().any(near);
    if !told && !pieces.iter().any(there) {
        let at = reader.text.trim_end().len();
        let line = reader.text.get(..at).and_then(|text| text.rfind('\n')).map_or(0, |lf| lf + 1);
        let message = format_args!("a lesson needs a block `yaml scenario`: what it starts from");
        reader
            .tell(Code::BadLesson, Span::new(line, at), message)
            .label("the lesson ends here, without one");
    }
    None
}

/// A lesson is told once, so that its scenario is one case.
fn one_case(reader: &mut Reader<'_>, scenario: &Scenario, root: &Node) {
    let Value::Map(entries) = &root.value else { return };
    let matrix = entries.iter().find(|(key, _)| key.text == "matrix");
    if let (Some((key, _)), false) = (matrix, scenario.matrix.is_empty()) {
        let message = format_args!("a lesson has one scenario, and a `matrix` makes several of it");
        reader.tell(Code::BadLesson, key.span, message);
    }
}

/// The tree of a part of the file, if it is a mapping.
fn mapping(reader: &mut Reader<'_>, at: Range<usize>, what: &str) -> Option<Node> {
    let part = reader.text.get(at.clone())?;
    let told = reader.log.len();
    let root = parse_part(&reader.file, part, at.start, reader.log);
    match root {
        Some(node) if matches!(node.value, Value::Map(_)) => return Some(node),
        None if reader.log.len() > told => return None,
        _ => {}
    }
    // Of an empty part there is the line above to be shown.
    let above = reader.text.get(..at.start.saturating_sub(1)).unwrap_or_default();
    let line = above.rfind('\n').map_or(0, |lf| lf + 1);
    let (code, span, kind) = match root.filter(|_| !part.trim().is_empty()) {
        Some(node) => (Code::WrongType, node.span, node.value.kind()),
        None => (Code::Empty, Span::new(line, above.len()), "nothing"),
    };
    let message = format_args!("{what} must be a mapping, and this is {kind}");
    reader.tell(code, span, message).help("lines of the form `key: value`");
    None
}

/// Reads one piece as far as it can be read by itself.
fn draft(
    reader: &mut Reader<'_>,
    piece: &Piece,
    root: &mut Option<(Node, Span)>,
    ids: &mut Ids,
) -> Option<Draft> {
    let (kind, opening, inside) = match piece {
        Piece::Prose(at) => return Some(Draft::Prose(reader.text.get(at.clone())?.to_owned())),
        Piece::Block { kind, opening, inside } => (*kind, *opening, inside.clone()),
    };
    match (kind, root.as_ref()) {
        (Kind::Scenario, Some((_, first))) => {
            reader
                .tell(Code::BadLesson, opening, format_args!("a lesson has one scenario"))
                .first(*first);
            None
        }
        (Kind::Scenario, None) => {
            let node = mapping(reader, inside, "a scenario")?;
            *root = Some((node, opening));
            Some(Draft::Start)
        }
        (Kind::Predict, _) => {
            let node = mapping(reader, inside, "a question")?;
            predict::read(reader, &node, ids).map(Box::new).map(Draft::Predict)
        }
        (Kind::Goal, _) => {
            let node = mapping(reader, inside, "a goal")?;
            goal::read(reader, &node, ids).map(Box::new).map(Draft::Goal)
        }
    }
}

/// Puts the steps of all parts behind those of the scenario, and tells where those of each are now.
fn compose(root: &mut Node, drafts: &[Draft]) -> Vec<Range<usize>> {
    let Value::Map(entries) = &mut root.value else { return Vec::new() };
    let steps = entries.iter_mut().find(|(key, _)| key.text == "steps");
    let Some(Node { value: Value::List(steps), .. }) = steps.map(|(_, node)| node) else {
        return Vec::new();
    };
    let own = steps.len();
    let mut place = |draft: &Draft| {
        let from = steps.len();
        match draft {
            Draft::Prose(_) => {}
            Draft::Start => return 0..own,
            Draft::Predict(predict) => steps.extend_from_slice(&predict.steps),
            Draft::Goal(goal) => steps.extend(goal.solution.iter().chain(&goal.check).cloned()),
        }
        from..steps.len()
    };
    drafts.iter().map(&mut place).gather()
}

impl Draft {
    fn question(&self, reader: &mut Reader<'_>, known: &Known<'_>) -> Option<Question> {
        match self {
            Draft::Predict(predict) => predict.question(reader, known),
            _ => None,
        }
    }

    /// The part; `None`: something of it is missing, and that has been told.
    fn done(self, steps: Range<usize>, question: Option<Question>) -> Option<Part> {
        Some(match self {
            Draft::Prose(text) => Part::Prose(text),
            Draft::Start => Part::Start(steps),
            Draft::Predict(draft) => {
                let predict::Draft { id, ask, why, choices, is, span, .. } = *draft;
                let (question, is) = (question?, is?);
                Part::Predict(Prediction { id, ask, question, choices, is, span, why, steps })
            }
            Draft::Goal(draft) => {
                let goal::Draft { id, task, hints, solution, span, .. } = *draft;
                let middle = steps.start + solution.len();
                let (solution, check) = (steps.start..middle, middle..steps.end);
                Part::Goal(Goal { id, task, hints, solution, check, span })
            }
        })
    }
}

/// A text that must be there.
fn text(reader: &mut Reader<'_>, fields: &Fields<'_>, key: &'static str, example: &str) -> String {
    let word = fields.need_word(reader, key, example);
    word.map(|word| word.text.trim().to_owned()).unwrap_or_default()
}
