//! `lampfield schema`: the JSON Schema of scenario files, for editors.

use lampfield_core::scenario;

use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::Sink;

/// Prints it.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn schema() -> Result<Exit, ExpectedError> {
    let mut out = Sink::stdout();
    out.text(&scenario::schema())?;
    out.flush()?;
    Ok(Exit::Ok)
}
