//! Failures about requests that came in over a trunk.

use super::{Scene, spoken};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Span};
use crate::gather::Gather;
use crate::presence::{CheckText, Decision, Outcome, explain};
use crate::rules::RuleId;
use crate::scenario::model::Asker;
use crate::time::Instant;
use crate::trace::words;

/// `5555 over Trunk C`.
fn name(asker: &Asker) -> String {
    match asker {
        Asker::Trunk { trunk, target, .. } => format!("{target}` over `{trunk}"),
        Asker::Lamp(_) => String::new(),
    }
}

fn see(scene: &Scene<'_>, diagnostic: Diagnostic) -> Box<Diagnostic> {
    let see = format!("lampfield trace {} --ladder", scene.player.scenario().file);
    Box::new(diagnostic.note(NoteKind::See, see))
}

/// CallManager decided otherwise.
pub(in crate::scenario) fn decision_over(
    scene: &Scene<'_>,
    asker: &Asker,
    is: Outcome,
    decision: Option<&Decision>,
) -> Box<Diagnostic> {
    let message = format!(
        "the request for `{}` is not `{}` at {}",
        name(asker),
        words::outcome_word(is),
        spoken(scene.at)
    );
    let label = match decision {
        Some(decision) => format!("is `{}`", words::outcome_word(decision.answer.outcome)),
        None => "nothing was decided".to_owned(),
    };
    let mut diagnostic = scene.failure(Code::DecisionDiffers, message).label(label);
    let (Asker::Trunk { cluster, .. }, Some(decision)) = (asker, decision) else {
        return see(scene, diagnostic);
    };
    let Some(own) = scene.player.site().cluster(*cluster) else { return see(scene, diagnostic) };
    let explained = explain(own, decision);
    diagnostic = diagnostic.note(NoteKind::Why, explained.headline);
    for remedy in explained.remedies.iter().take(2) {
        diagnostic = diagnostic.note(NoteKind::Fix, remedy.sentence.clone());
    }
    see(scene, diagnostic)
}

/// The SIP answer was another one.
pub(in crate::scenario) fn answer_over(
    scene: &Scene<'_>,
    asker: &Asker,
    is: u16,
    answer: Option<(u16, Instant)>,
) -> Box<Diagnostic> {
    let message = format!("the SUBSCRIBE for `{}` was not answered {is}", name(asker));
    let label = match answer {
        Some((code, at)) => format!("was answered {code} at {at}"),
        None => "had no answer".to_owned(),
    };
    see(scene, scene.failure(Code::AnswerDiffers, message).label(label))
}

/// The outcome is right, and these rules are not among its reasons.
pub(in crate::scenario) fn because_over(
    scene: &Scene<'_>,
    asker: &Asker,
    missing: &[(RuleId, Span)],
    reasons: &[CheckText],
) -> Box<Diagnostic> {
    let ids: Vec<String> = missing.iter().map(|(rule, _)| rule.to_string()).gather();
    let verb = if ids.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} not among the reasons for `{}`", ids.join(", "), name(asker));
    let mut diagnostic = scene.failure(Code::BecauseDiffers, message);
    for (rule, span) in missing {
        diagnostic = diagnostic.also(scene.place(*span), rule.rule().title);
    }
    for reason in reasons {
        diagnostic =
            diagnostic.note(NoteKind::Why, format!("{}: {}", reason.rule, reason.sentence));
    }
    see(scene, diagnostic)
}
