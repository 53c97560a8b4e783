//! `lampfield completions`: what a shell needs to complete our command line.

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use crate::cli::Cli;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::Sink;

/// Flags of `completions`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The shell; e.g. for bash: lampfield completions bash
    /// >~/.local/share/bash-completion/completions/lampfield
    shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// It cannot be written.
pub(crate) fn completions(arguments: &Arguments) -> Result<Exit, ExpectedError> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut Cli::command(), "lampfield", &mut script);
    let mut out = Sink::stdout();
    out.text(&String::from_utf8_lossy(&script))?;
    out.flush()?;
    Ok(Exit::Ok)
}
