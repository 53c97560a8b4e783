//! `lampfield schema`: the JSON Schema of scenario files, or of lessons, for editors.

use clap::{Args, ValueEnum};
use lampfield_core::scenario;

use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::Sink;

/// Flags of `schema`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Of which files
    #[arg(value_enum, default_value_t, value_name = "OF")]
    of: Of,
}

/// What a schema is of.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Of {
    /// Scenario files
    #[default]
    Scenario,
    /// The front matter of lessons, and their blocks
    Lesson,
}

/// Prints it.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn schema(arguments: &Arguments) -> Result<Exit, ExpectedError> {
    let mut out = Sink::stdout();
    out.text(&match arguments.of {
        Of::Scenario => scenario::schema(),
        Of::Lesson => scenario::lesson_schema(),
    })?;
    out.flush()?;
    Ok(Exit::Ok)
}
