//! `lampfield fmt`: one way to write a scenario, and the blocks of a lesson.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::scenario::{self, Sources};

use super::load::rendered;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Paint, Sink, Verbosity};
use crate::source::{Found, find, included};

/// Flags of `fmt`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Scenario files and folders; in a folder also what its scenarios include from there
    #[arg(default_value = "scenarios", value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Write nothing; exit with 8 where a file would change
    #[arg(long)]
    check: bool,
    /// Bring files of an older version of the language to this one
    #[arg(long)]
    upgrade: bool,
}

/// How many files came out how.
#[derive(Default)]
struct Counts {
    same: usize,
    changed: usize,
    wrong: usize,
}

/// Formats.
///
/// # Errors
/// No file, or one that cannot be read or written.
pub(crate) fn fmt(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let mut found = find(&arguments.paths, common.root.as_deref())?;
    if found.is_empty() {
        let paths = arguments.paths.iter().map(|path| path.display().to_string()).collect();
        return Err(ExpectedError::NoScenarios { paths });
    }
    found.extend(included_in_folders(&arguments.paths, &found));
    let paint = common.color.paint(&std::io::stdout());
    let mut out = Sink::stdout();
    let mut counts = Counts::default();
    for found in &found {
        one(found, arguments, paint, &mut counts, &mut out)?;
    }
    if common.verbosity() != Verbosity::Quiet {
        out.line(&summary(&counts, arguments.check, paint))?;
    }
    out.flush()?;
    Ok(match (counts.wrong, counts.changed) {
        (0, 0) => Exit::Ok,
        (0, _) if arguments.check => Exit::WouldChange,
        (0, _) => Exit::Ok,
        _ => Exit::InvalidInput,
    })
}

/// What scenarios include, where it lies in one of the folders that are named.
fn included_in_folders(paths: &[PathBuf], found: &[Found]) -> Vec<Found> {
    let folders: Vec<PathBuf> = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let within = |file: &Found| {
        let file = file.disk.real(&file.path);
        folders.iter().any(|folder| folder.is_dir() && file.starts_with(folder))
    };
    included(found).into_iter().filter(within).collect()
}

fn one(
    found: &Found,
    arguments: &Arguments,
    paint: Paint,
    counts: &mut Counts,
    out: &mut Sink,
) -> Result<(), ExpectedError> {
    let shown = found.shown();
    let text = match found.disk.read(&found.path) {
        Ok(text) => text,
        Err(why) => {
            let why = std::io::Error::other(why.to_string());
            return Err(ExpectedError::CannotRead { path: shown, why });
        }
    };
    match written(found, &text, arguments.upgrade) {
        Err(told) => {
            counts.wrong += 1;
            out.text(&rendered(&told, found.disk.as_ref(), paint))
        }
        Ok(written) if *written == *text => {
            counts.same += 1;
            Ok(())
        }
        Ok(written) if arguments.check => {
            counts.changed += 1;
            out.line(&difference(&shown, &text, &written, paint))
        }
        Ok(written) => {
            counts.changed += 1;
            let failed = |why| ExpectedError::CannotWrite { path: shown.clone(), why };
            fs::write(found.disk.real(&found.path), written).map_err(failed)?;
            out.line(&format!("{}  {shown}", paint.good("written")))
        }
    }
}

fn written(found: &Found, text: &str, upgrade: bool) -> Result<String, Vec<Diagnostic>> {
    let path = found.path.as_str();
    match (scenario::is_lesson(path), upgrade) {
        (true, true) => scenario::format_lesson(path, &scenario::upgrade_lesson(path, text)?),
        (true, false) => scenario::format_lesson(path, text),
        (false, true) => scenario::format(path, &scenario::upgrade(path, text)?),
        (false, false) => scenario::format(path, text),
    }
}

/// The first line that would be another one.
fn difference(shown: &str, text: &str, written: &str, paint: Paint) -> String {
    let (mut old, mut new) = (text.lines(), written.lines());
    let mut number = 0;
    let (old, new) = loop {
        number += 1;
        match (old.next(), new.next()) {
            (Some(old), Some(new)) if old == new => {}
            (None, None) => break ("(the end)", "(one line feed at the end)"),
            (old, new) => break (old.unwrap_or("(the end)"), new.unwrap_or("(the end)")),
        }
    };
    let place = paint.name(&format!("{shown}:{number}"));
    format!("{place}\n  {}\n  {}", paint.bad(&format!("- {old}")), paint.good(&format!("+ {new}")))
}

fn summary(counts: &Counts, check: bool, paint: Paint) -> String {
    let files = |n: usize| format!("{n} file{}", if n == 1 { "" } else { "s" });
    let mut words = vec![format!("{} as they should be", files(counts.same))];
    if counts.changed > 0 {
        let word = if check { "would change" } else { "written" };
        words.push(paint.doubtful(&format!("{} {word}", counts.changed)));
    }
    if counts.wrong > 0 {
        words.push(paint.bad(&format!("{} cannot be read", counts.wrong)));
    }
    words.join(", ")
}
