//! Failures about edits, Resets, log-ins and log-outs, and about what administrators see.

use super::{Scene, spoken};
use crate::cluster::Refusal;
use crate::diagnostic::{Code, Diagnostic, NoteKind, Span};
use crate::gather::Gather;
use crate::rules::RuleId;
use crate::scenario::model::{Act, View};
use crate::scenario::player::{Deed, refusal_reasons};

/// Nothing of the kind was asked for before.
pub(in crate::scenario) fn no_deed(scene: &Scene<'_>, act: Act) -> Box<Diagnostic> {
    let message = format!("there was no {act} before {}", spoken(scene.at));
    Box::new(scene.failure(Code::RefusalDiffers, message).label("nothing to speak of"))
}

/// The latest deed was of another kind.
pub(in crate::scenario) fn another_deed(
    scene: &Scene<'_>,
    act: Act,
    deed: &Deed,
) -> Box<Diagnostic> {
    let message = format!("the latest deed was a {}, not a {act}", deed.act);
    let diagnostic = scene.failure(Code::RefusalDiffers, message);
    Box::new(diagnostic.also(scene.place(deed.span), format!("the {} at {}", deed.act, deed.at)))
}

/// It was taken.
pub(in crate::scenario) fn not_refused(scene: &Scene<'_>, deed: &Deed) -> Box<Diagnostic> {
    let message = format!("the {} at {} was not refused", deed.act, deed.at);
    let label = match &deed.result {
        Ok(applied) if applied.cancelled => "was cancelled",
        _ => "was taken",
    };
    let diagnostic = scene.failure(Code::RefusalDiffers, message).label(label);
    Box::new(diagnostic.also(scene.place(deed.span), "this one"))
}

/// It was taken without a warning, or refused.
pub(in crate::scenario) fn not_warned(scene: &Scene<'_>, deed: &Deed) -> Box<Diagnostic> {
    let message = format!("nobody was warned of the {} at {}", deed.act, deed.at);
    let diagnostic = scene.failure(Code::RefusalDiffers, message);
    Box::new(match &deed.result {
        Ok(_) => diagnostic.label("was taken without a word"),
        Err(refusal) => refusal_reasons(diagnostic.label("was refused"), refusal),
    })
}

/// It was not cancelled.
pub(in crate::scenario) fn not_cancelled(scene: &Scene<'_>, deed: &Deed) -> Box<Diagnostic> {
    let message = format!("the {} at {} was not cancelled", deed.act, deed.at);
    let diagnostic = scene.failure(Code::RefusalDiffers, message);
    Box::new(match &deed.result {
        Ok(_) => diagnostic.label("was taken").help("`confirm: no` beside `delete` cancels"),
        Err(refusal) => refusal_reasons(diagnostic.label("was refused"), refusal),
    })
}

/// It was refused or warned of for other reasons.
pub(in crate::scenario) fn rests_on_others(
    scene: &Scene<'_>,
    act: Act,
    missing: &[(RuleId, Span)],
    rules: &[RuleId],
    refusal: Option<&Refusal>,
) -> Box<Diagnostic> {
    let ids: Vec<String> = missing.iter().map(|(rule, _)| rule.to_string()).gather();
    let verb = if ids.len() == 1 { "is" } else { "are" };
    let message = format!("{} {verb} not among the reasons of this {act}", ids.join(", "));
    let told: Vec<String> = rules.iter().map(ToString::to_string).gather();
    let label = format!("rests on {}", told.join(", "));
    let mut diagnostic = scene.failure(Code::BecauseDiffers, message).label(label);
    for (rule, span) in missing {
        diagnostic = diagnostic.also(scene.place(*span), rule.rule().title);
    }
    Box::new(match refusal {
        Some(refusal) => refusal_reasons(diagnostic, refusal),
        None => diagnostic,
    })
}

/// Another list was found.
pub(in crate::scenario) fn found(
    scene: &Scene<'_>,
    wanted: &[String],
    found: Option<&[String]>,
) -> Box<Diagnostic> {
    let message = match found {
        Some(_) => "another list was found".to_owned(),
        None => format!("nothing was searched before {}", spoken(scene.at)),
    };
    let label =
        found.map_or("nothing was found".to_owned(), |found| format!("found {}", listed(found)));
    let diagnostic = scene.failure(Code::FoundDiffers, message).label(label);
    Box::new(diagnostic.note(NoteKind::Why, format!("expected {}", listed(wanted))))
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        names => {
            let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).gather();
            quoted.join(", ")
        }
    }
}

/// Other devices wait for something.
pub(in crate::scenario) fn pending(
    scene: &Scene<'_>,
    wanted: &[String],
    waiting: &[(String, String)],
) -> Box<Diagnostic> {
    let names: Vec<String> = waiting.iter().map(|(name, _)| name.clone()).gather();
    let message = format!("other devices wait at {}", spoken(scene.at));
    let label = format!(
        "{} {} something to take",
        listed(&names),
        if names.len() == 1 { "has" } else { "have" }
    );
    let mut diagnostic = scene.failure(Code::ViewDiffers, message).label(label);
    for (name, what) in waiting.iter().filter(|(name, _)| !wanted.contains(name)) {
        diagnostic = diagnostic.note(NoteKind::Why, format!("`{name}`: {what}"));
    }
    for name in wanted.iter().filter(|name| !names.contains(name)) {
        diagnostic = diagnostic.note(NoteKind::Why, format!("for `{name}` everything saved acts"));
    }
    Box::new(diagnostic)
}

/// A view shows something else.
pub(in crate::scenario) fn view(
    scene: &Scene<'_>,
    view: &View,
    wanted: &[String],
    shown: Result<Vec<String>, String>,
) -> Box<Diagnostic> {
    let message = format!("the {view} is not as expected at {}", spoken(scene.at));
    let (code, label) = match &shown {
        Ok(shown) => (Code::ViewDiffers, format!("shows {}", listed(shown))),
        Err(nobody) => (Code::NotThere, nobody.clone()),
    };
    let diagnostic = scene.failure(code, message).label(label);
    Box::new(diagnostic.note(NoteKind::Why, format!("expected {}", listed(wanted))))
}

/// A name that nothing has at this moment.
pub(in crate::scenario) fn not_there(scene: &Scene<'_>, no: Diagnostic) -> Box<Diagnostic> {
    let message = format!("{}, at {}", no.message, spoken(scene.at));
    let mut diagnostic = scene.failure(no.code, message).label("nothing has this name then");
    diagnostic.notes = no.notes;
    Box::new(diagnostic)
}
