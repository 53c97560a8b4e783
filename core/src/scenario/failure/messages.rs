//! Failures about messages.

use super::{Scene, between, spoken};
use crate::diagnostic::{Code, Diagnostic, NoteKind};
use crate::scenario::model::{Count, Window};
use crate::time::Instant;

/// Those that were seen, the first ones.
fn seen(diagnostic: Diagnostic, seen: &[(Instant, String)]) -> Diagnostic {
    let mut diagnostic = diagnostic;
    for (at, words) in seen.iter().take(SHOWN) {
        diagnostic = diagnostic.note(NoteKind::Why, format!("at {at}: {words}"));
    }
    if seen.len() > SHOWN {
        diagnostic = diagnostic.note(NoteKind::Why, format!("and {} more", seen.len() - SHOWN));
    }
    diagnostic
}

const SHOWN: usize = 5;

fn see(scene: &Scene<'_>, diagnostic: Diagnostic) -> Box<Diagnostic> {
    let see = format!("lampfield trace {} --ladder", scene.player.scenario().file);
    Box::new(diagnostic.note(NoteKind::See, see))
}

/// Not as many as expected.
pub(in crate::scenario) fn message(
    scene: &Scene<'_>,
    count: Count,
    window: Window,
    told: &[(Instant, String)],
) -> Box<Diagnostic> {
    let message = format!("{} such messages, and {count} expected", told.len());
    let label = between(window);
    see(scene, seen(scene.failure(Code::MessageCountDiffers, message).label(label), told))
}

/// What never may happen did.
pub(in crate::scenario) fn happened(
    scene: &Scene<'_>,
    window: Window,
    told: &[(Instant, String)],
) -> Box<Diagnostic> {
    let first = told.first().map_or(String::new(), |(at, _)| format!(" at {}", spoken(*at)));
    let label = format!("never, {}", between(window));
    let message = format!("a message that must never be sent was sent{first}");
    see(scene, seen(scene.failure(Code::Happened, message).label(label), told))
}
