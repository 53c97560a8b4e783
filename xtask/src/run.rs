//! Running other programs, with failures that can be acted on.

use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What a task ends with. The text says what failed, why, and what to do.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// Runs a program that writes straight to the terminal.
pub(crate) fn run(command: &mut Command, what: &str) -> Result<()> {
    // No question can be answered in CI, so none may be asked anywhere.
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| not_started(command, what, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{what} failed ({status})\n  the command was: {}", shown(command)))
}

/// Runs a program and gives what it wrote to its standard output.
pub(crate) fn capture(command: &mut Command, what: &str) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| not_started(command, what, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "{what} failed ({})\n  the command was: {}\n{}",
        output.status,
        shown(command),
        String::from_utf8_lossy(&output.stderr).trim_end()
    ))
}

/// Whether a program can be started and ends well; nothing it writes is shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as a person would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, what: &str, error: &std::io::Error) -> String {
    format!("{what}: `{}` could not be started: {error}", command.get_program().to_string_lossy())
}

/// Runs a program that writes to the terminal, and also gives what it wrote.
///
/// Both streams end up in one text, line by line as they came. The text is given whether the
/// program ends well or not: what it said is wanted most when it fails.
pub(crate) fn tee(command: &mut Command, what: &str) -> (String, Result<()>) {
    if std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() {
        // A program that writes into a pipe would drop its colours.
        command.env("CARGO_TERM_COLOR", "always");
    }
    let started =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) => return (String::new(), Err(not_started(command, what, &error))),
    };
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let all = Mutex::new(String::new());
    std::thread::scope(|scope| {
        scope.spawn(|| pass_on(err, std::io::stderr(), &all));
        pass_on(out, std::io::stdout(), &all);
    });
    let text = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    let result = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            Err(format!("{what} failed ({status})\n  the command was: {}", shown(command)))
        }
        Err(error) => Err(format!("{what}: its end could not be waited for: {error}")),
    };
    (text, result)
}

fn pass_on(from: Option<impl Read>, mut to: impl Write, all: &Mutex<String>) {
    let Some(from) = from else { return };
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
        // A closed terminal is no reason to stop the tests.
        let _ = to.write_all(&line).and_then(|()| to.flush());
        let text = String::from_utf8_lossy(&line);
        all.lock().unwrap_or_else(PoisonError::into_inner).push_str(&text);
        line.clear();
    }
}
