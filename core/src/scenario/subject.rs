//! What `lampfield explain FILE SUBJECT` is asked about.

use super::model::Scenario;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::trace::LampKey;

/// A subject of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// A lamp: `Phone A BLF 1`, `Phone A missed call 1111`.
    Lamp(LampKey),
    /// A step by its id: `step:answered`. The position of the step.
    Step(usize),
}

impl Scenario {
    /// Reads a subject.
    ///
    /// # Errors
    /// What is wrong with it, with the nearest right name.
    pub fn subject(&self, text: &str) -> Result<Subject, Box<Diagnostic>> {
        if let Some(id) = text.trim().strip_prefix("step:") {
            return self.step_named(id.trim()).map(Subject::Step);
        }
        self.lamp(text).map(Subject::Lamp).map_err(|no| {
            let mut diagnostic = Diagnostic::without_place(no.code, no.message);
            if let Some(near) = no.near {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            Box::new(diagnostic.help(no.help))
        })
    }

    fn step_named(&self, id: &str) -> Result<usize, Box<Diagnostic>> {
        if let Some(found) = self.steps.iter().position(|step| step.id.as_deref() == Some(id)) {
            return Ok(found);
        }
        let ids = || self.steps.iter().filter_map(|step| step.id.as_deref());
        let message = format!("no step has the id `{id}`");
        let help = match nearest(id, ids()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "a step gets an id by `id: NAME` beside its time".to_owned(),
        };
        Err(Box::new(Diagnostic::without_place(Code::UnknownName, message).help(help)))
    }
}
