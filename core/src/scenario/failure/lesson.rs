//! Promises of a lesson that are not kept.

use super::{Scene, spoken, story};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Place, Span};
use crate::presence::explain;
use crate::scenario::model::{
    Asker, Choice, Expectation, Expected, Goal, LampRef, Prediction, Question, When,
};
use crate::scenario::player::Player;
use crate::time::Duration;
use crate::trace::words;
use std::sync::Arc;

/// The engine answers a question otherwise than the file, or has no answer to it: `Err`.
pub(in crate::scenario) fn prediction(
    player: &Player,
    prediction: &Prediction,
    answer: Result<Choice, Box<Diagnostic>>,
) -> Box<Diagnostic> {
    let file = Arc::clone(&player.scenario().file);
    let place = Place { file, span: prediction.span };
    let at = spoken(player.world().now());
    let answer = match answer {
        Ok(answer) => answer,
        Err(not_there) => {
            let message = format!("`{}` cannot be answered at {at}", prediction.id);
            let told = Diagnostic::error(Code::PredictionDiffers, place, message);
            return Box::new(told.label(not_there.message));
        }
    };
    let message = format!("the answer to `{}` is {answer}, not {}", prediction.id, prediction.is);
    let told = Diagnostic::error(Code::PredictionDiffers, place, message);
    let told = told.label(is_at(player, &prediction.question, answer, &at));
    Box::new(with_reasons(player, &prediction.question, told, prediction.span))
}

/// What the engine answers, in words.
fn is_at(player: &Player, question: &Question, answer: Choice, at: &str) -> String {
    let lamp = question.lamp(player).map(|key| words::lamp_name(player.site(), &key));
    match (question, answer) {
        (Question::Lamp(_), answer) => {
            format!("{} is {answer} at {at}", lamp.unwrap_or_default())
        }
        (_, Choice::Code(Some(code))) => format!("the last final answer up to {at} is {code}"),
        (_, Choice::Rule(Some(rule))) => format!("at {at} it is {rule}: {}", rule.rule().title),
        (Question::StoppedBy(_), _) => format!("nothing stops it at {at}"),
        _ => format!("there is no final answer up to {at}"),
    }
}

/// The story of the lamp, or what was decided on what came in over a trunk.
fn with_reasons(player: &Player, question: &Question, told: Diagnostic, span: Span) -> Diagnostic {
    if let Some(key) = question.lamp(player) {
        let (is, at) = (player.showing(&key), player.world().now());
        let when = When { within: Duration::ZERO, holds: Duration::ZERO };
        let what = Expected::Lamp { key: LampRef::Known(key.clone()), is, when };
        let expectation = Expectation { span, what, because: Vec::new() };
        return story::tell(&Scene { player, expectation: &expectation, at }, &key, told);
    }
    let (Question::Answer(asker) | Question::StoppedBy(asker)) = question else { return told };
    let Asker::Trunk { cluster, .. } = asker else { return told };
    let cluster = player.site().cluster(*cluster);
    let decision = player.decision_of(asker).ok().flatten();
    let why = match cluster.zip(decision) {
        Some((cluster, decision)) => explain(cluster, &decision).headline,
        None => "CallManager has decided nothing about it".to_owned(),
    };
    told.note(NoteKind::Why, why)
}

/// A goal that is reached by doing nothing.
pub(in crate::scenario) fn goal_holds(file: &Arc<str>, goal: &Goal) -> Diagnostic {
    let place = Place { file: Arc::clone(file), span: goal.span };
    let message = format!("the goal `{}` is reached before anything is done about it", goal.id);
    Diagnostic::error(Code::GoalHolds, place, message)
        .label("all of this holds without the solution, at the same moments")
        .help("expect something that is not so yet: a goal that is there from the start cannot be missed")
}
