//! Failures about lamps and the decisions behind them.

use super::{Scene, spoken, story};
use crate::diagnostic::{Code, Diagnostic, NoteKind, Span};
use crate::gather::Gather;
use crate::presence::{CheckText, Decision, Outcome};
use crate::rules::RuleId;
use crate::scenario::model::{Showing, When, Window};
use crate::scenario::player::Change;
use crate::time::{Duration, Instant};
use crate::trace::{LampKey, words};

fn name(scene: &Scene<'_>, key: &LampKey) -> String {
    words::lamp_name(scene.player.site(), key)
}

/// What it shows, and since when.
fn shows(scene: &Scene<'_>, key: &LampKey) -> String {
    let showing = scene.player.showing(key);
    match scene.player.lamp_changes(key).last() {
        Some(change) => format!("is `{showing}` since {}", change.at),
        None => format!("is `{showing}`"),
    }
}

/// It does not show what it must.
pub(in crate::scenario) fn lamp(
    scene: &Scene<'_>,
    key: &LampKey,
    is: Showing,
    when: When,
) -> Box<Diagnostic> {
    let name = name(scene, key);
    let message = if when.within == Duration::ZERO {
        format!("`{name}` is not `{is}` at {}", spoken(scene.at))
    } else {
        format!("`{name}` does not become `{is}` within {} after {}", when.within, spoken(scene.at))
    };
    let diagnostic = scene.failure(Code::LampDiffers, message).label(shows(scene, key));
    Box::new(story::tell(scene, key, diagnostic))
}

/// It shows it, and not long enough.
pub(in crate::scenario) fn does_not_hold(
    scene: &Scene<'_>,
    key: &LampKey,
    is: Showing,
    when: When,
    change: Change,
) -> Box<Diagnostic> {
    let name = name(scene, key);
    let message = format!("`{name}` does not stay `{is}` for {}", when.holds);
    let diagnostic = scene
        .failure(Code::LampDiffers, message)
        .label(format!("becomes `{}` at {}", change.showing, change.at));
    Box::new(story::tell_at(scene, key, change.at, diagnostic))
}

/// It showed what it never may.
pub(in crate::scenario) fn lamp_happened(
    scene: &Scene<'_>,
    key: &LampKey,
    is: Showing,
    window: Window,
    at: Instant,
) -> Box<Diagnostic> {
    let name = name(scene, key);
    let message = format!("`{name}` was `{is}` at {}", spoken(at));
    let label = format!("never, {}", super::between(window));
    let diagnostic = scene.failure(Code::Happened, message).label(label);
    Box::new(story::tell_at(scene, key, at, diagnostic))
}

/// The outcome is right, and these rules are not among its reasons.
pub(in crate::scenario) fn because(
    scene: &Scene<'_>,
    key: &LampKey,
    missing: &[(RuleId, Span)],
    reasons: &[CheckText],
) -> Box<Diagnostic> {
    let ids: Vec<String> = missing.iter().map(|(rule, _)| rule.to_string()).gather();
    let verb = if ids.len() == 1 { "is" } else { "are" };
    let message =
        format!("{} {verb} not among the reasons of `{}`", ids.join(", "), name(scene, key));
    let mut diagnostic = scene.failure(Code::BecauseDiffers, message).label(shows(scene, key));
    for (rule, span) in missing {
        diagnostic = diagnostic.also(scene.place(*span), rule.rule().title);
    }
    for reason in reasons {
        diagnostic =
            diagnostic.note(NoteKind::Why, format!("{}: {}", reason.rule, reason.sentence));
    }
    if reasons.is_empty() {
        diagnostic = diagnostic.note(NoteKind::Why, "nothing was asked, so nothing was decided");
    }
    let at = spoken(scene.player.world().now());
    let see = format!(
        "lampfield explain {} --at {at} '{}'",
        scene.player.scenario().file,
        name(scene, key)
    );
    Box::new(diagnostic.note(NoteKind::See, see))
}

/// CallManager decided otherwise.
pub(in crate::scenario) fn decision(
    scene: &Scene<'_>,
    key: &LampKey,
    is: Outcome,
    decision: Option<&Decision>,
) -> Box<Diagnostic> {
    let name = name(scene, key);
    let message = format!(
        "the request of `{name}` is not `{}` at {}",
        words::outcome_word(is),
        spoken(scene.at)
    );
    let label = match decision {
        Some(decision) => format!("is `{}`", words::outcome_word(decision.answer.outcome)),
        None => "nothing was decided".to_owned(),
    };
    let diagnostic = scene.failure(Code::DecisionDiffers, message).label(label);
    Box::new(story::tell(scene, key, diagnostic))
}

/// The SIP answer was another one.
pub(in crate::scenario) fn answer(
    scene: &Scene<'_>,
    key: &LampKey,
    is: u16,
    answer: Option<(u16, Instant)>,
) -> Box<Diagnostic> {
    let message = format!("the SUBSCRIBE of `{}` was not answered {is}", name(scene, key));
    let label = match answer {
        Some((code, at)) => format!("was answered {code} at {at}"),
        None => "had no answer".to_owned(),
    };
    let diagnostic = scene.failure(Code::AnswerDiffers, message).label(label);
    Box::new(story::tell(scene, key, diagnostic))
}
