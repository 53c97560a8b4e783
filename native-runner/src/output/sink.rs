//! Where text goes.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::error::ExpectedError;

/// Standard output, standard error or a file.
///
/// A reader that goes away (`| head`) is no error: what follows is thrown away, and the exit code
/// still tells the verdict.
pub(crate) struct Sink {
    to: Box<dyn Write + Send>,
    name: String,
    gone: bool,
}

impl Sink {
    pub(crate) fn stdout() -> Self {
        Self::new(Box::new(BufWriter::new(io::stdout())), "standard output")
    }

    pub(crate) fn stderr() -> Self {
        Self::new(Box::new(io::stderr()), "standard error")
    }

    /// # Errors
    /// The file cannot be made.
    pub(crate) fn file(path: &Path) -> Result<Self, ExpectedError> {
        let name = path.display().to_string();
        match File::create(path) {
            Ok(file) => Ok(Self::new(Box::new(BufWriter::new(file)), &name)),
            Err(why) => Err(ExpectedError::CannotWrite { path: name, why }),
        }
    }

    fn new(to: Box<dyn Write + Send>, name: &str) -> Self {
        Self { to, name: name.to_owned(), gone: false }
    }

    /// Writes the text as it is.
    ///
    /// # Errors
    /// It cannot be written, and not because the reader went away.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), ExpectedError> {
        if self.gone {
            return Ok(());
        }
        let written = self.to.write_all(text.as_bytes());
        self.settle(written)
    }

    /// Writes one line.
    ///
    /// # Errors
    /// As [`Sink::text`].
    pub(crate) fn line(&mut self, line: &str) -> Result<(), ExpectedError> {
        self.text(line)?;
        self.text("\n")
    }

    /// Hands over what has been written so far.
    ///
    /// # Errors
    /// As [`Sink::text`].
    pub(crate) fn flush(&mut self) -> Result<(), ExpectedError> {
        if self.gone {
            return Ok(());
        }
        let flushed = self.to.flush();
        self.settle(flushed)
    }

    fn settle(&mut self, result: io::Result<()>) -> Result<(), ExpectedError> {
        match result {
            Ok(()) => Ok(()),
            Err(why) if why.kind() == io::ErrorKind::BrokenPipe => {
                self.gone = true;
                Ok(())
            }
            Err(why) => Err(ExpectedError::CannotWrite { path: self.name.clone(), why }),
        }
    }
}
