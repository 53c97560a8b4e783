//! Failures in words: what was expected, what was, what changed last, why, the way out, and the
//! messages behind it.

mod admin;
mod lamp;
mod lesson;
mod messages;
mod story;
mod trunk;
mod waveform;

pub(super) use admin::{
    another_deed, found, no_deed, not_cancelled, not_refused, not_there, not_warned, pending,
    rests_on_others, view,
};
pub(super) use lamp::{answer, because, decision, does_not_hold, lamp, lamp_happened};
pub(super) use lesson::{goal_holds, prediction};
pub(super) use messages::{happened, message};
pub(super) use trunk::{answer_over, because_over, decision_over};
pub(super) use waveform::{Different, waveform};

use super::model::{Expectation, Window};
use super::player::Player;
use crate::diagnostic::{Code, Diagnostic, Place, Span};
use crate::time::{Duration, Instant};
use std::sync::Arc;

/// An expectation that does not hold, and the run at that moment.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) player: &'a Player,
    pub(super) expectation: &'a Expectation,
    /// The time of the step.
    pub(super) at: Instant,
}

impl Scene<'_> {
    fn place(&self, span: Span) -> Place {
        Place { file: Arc::clone(&self.player.scenario().file), span }
    }

    fn failure(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic::error(code, self.place(self.expectation.span), message)
    }
}

/// Nothing is known of it.
pub(super) fn not_proven(scene: &Scene<'_>) -> Box<Diagnostic> {
    let message = "this can be neither proven nor refuted".to_owned();
    Box::new(scene.failure(Code::NotProven, message).label("not known"))
}

/// A time as people say it: `7s`, `4.4s`, `0.012s`.
fn spoken(at: Instant) -> String {
    let text = at.to_string();
    let number = text.trim_end_matches('s');
    let short = number.trim_end_matches('0').trim_end_matches('.');
    format!("{}s", if short.is_empty() { "0" } else { short })
}

/// A window in words. One that ends right after a moment is said to reach it.
fn between(window: Window) -> String {
    let last = window.to - Duration::from_micros(1);
    let end = if last.as_micros() % 1_000 == 0 { last } else { window.to };
    format!("from {} to {}", spoken(window.from), spoken(end))
}
