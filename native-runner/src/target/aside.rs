//! What could not be asked of a server, and what becomes of a verdict then.

use lampfield_core::diagnostic::{Code, Diagnostic, NoteKind};
use lampfield_core::scenario::{Player, Verdict};

/// What could not be asked of a server.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aside {
    /// Steps that cannot be made there.
    pub(crate) unmade: Vec<Diagnostic>,
    /// Expectations that cannot be seen from outside.
    pub(crate) unseen: Vec<Diagnostic>,
    /// What went otherwise than it should between us and the server.
    pub(crate) notes: Vec<String>,
    pub(super) first_unmade: Option<usize>,
}

impl Aside {
    /// What becomes of a verdict: what was not made may be why something did not hold, and what
    /// nobody could see is no proof.
    pub(crate) fn judge(&mut self, player: &Player, failures: &mut Vec<Diagnostic>) -> Verdict {
        for outcome in player.outcomes() {
            let Some(failure) = &outcome.failure else { continue };
            let Some(unmade) = self.first_unmade.filter(|nth| *nth < outcome.step) else {
                continue;
            };
            let before = failures.len();
            failures.retain(|own| own != failure);
            if failures.len() < before {
                let why = format!(
                    "it may be because a step before it could not be made (step {})",
                    unmade + 1
                );
                let told = Diagnostic { code: Code::NotCheckable, ..failure.clone() };
                let told = told.note(NoteKind::Why, why);
                self.unseen.push(told);
            }
        }
        failures.iter_mut().for_each(from_outside);
        let unknown = |failure: &Diagnostic| {
            matches!(failure.code, Code::NotProven | Code::NotReached | Code::RunStopped)
        };
        let held = player.outcomes().iter().any(|outcome| outcome.failure.is_none());
        if failures.iter().any(|failure| !unknown(failure)) {
            Verdict::Failed
        } else if !failures.is_empty() {
            Verdict::Unknown
        } else if held {
            Verdict::Passed
        } else {
            failures.push(Diagnostic::without_place(
                Code::NotCheckable,
                "nothing in this scenario can be checked at this server",
            ));
            Verdict::Unknown
        }
    }
}

/// A failure as one knows it who does not see the inside: what the engine says of rules is what this
/// file would make a CallManager do, and there is no run of it to look into.
fn from_outside(failure: &mut Diagnostic) {
    failure.notes.retain(|note| note.kind != NoteKind::See);
    if !matches!(failure.code, Code::LampDiffers | Code::AnswerDiffers | Code::Happened) {
        return;
    }
    for note in failure.notes.iter_mut().filter(|note| note.kind == NoteKind::Why) {
        note.text = format!("by this file: {}", note.text);
    }
    failure.notes.retain(|note| note.kind != NoteKind::Fix);
}
