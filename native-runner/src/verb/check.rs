//! `lampfield check`: reads files and tells every mistake, without running anything.

use std::path::PathBuf;

use clap::Args;
use lampfield_core::diagnostic::{Diagnostic, Severity};
use serde_json::json;

use super::load::Loaded;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Sink, Verbosity, diagnostic_json, json_line};
use crate::source::find;

/// Flags of `check`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Scenario files and folders
    #[arg(default_value = "scenarios", value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// For people or for programs (one object a line)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Checks.
///
/// # Errors
/// No file, or a path that cannot be read.
pub(crate) fn check(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let found = find(&arguments.paths, common.root.as_deref())?;
    if found.is_empty() {
        let paths = arguments.paths.iter().map(|path| path.display().to_string()).collect();
        return Err(ExpectedError::NoScenarios { paths });
    }
    let mut out = Sink::stdout();
    let (mut good, mut bad, mut mistakes) = (0_usize, 0_usize, 0_usize);
    for file in Loaded::all(&found) {
        match &file.scenario {
            Ok(_) => good += 1,
            Err(diagnostics) => {
                bad += 1;
                let wrong = |told: &&Diagnostic| told.severity == Severity::Error;
                mistakes += diagnostics.iter().filter(wrong).count();
            }
        }
        tell(&file, arguments.format, common, &mut out)?;
    }
    if arguments.format == OutputFormat::Human {
        let paint = common.color.paint(&std::io::stdout());
        let summary = match (good, bad) {
            (good, 0) => paint.good(&format!("{good} file{} without a mistake", plural(good))),
            (_, bad) => {
                let words = (plural(mistakes), plural(bad));
                let text = format!("{mistakes} mistake{} in {bad} file{}", words.0, words.1);
                format!("{}, {good} without one", paint.bad(&text))
            }
        };
        out.line(&summary)?;
    }
    out.flush()?;
    Ok(if bad > 0 { Exit::InvalidInput } else { Exit::Ok })
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

fn tell(
    file: &Loaded,
    format: OutputFormat,
    common: &Common,
    out: &mut Sink,
) -> Result<(), ExpectedError> {
    let paint = common.color.paint(&std::io::stdout());
    let diagnostics = match &file.scenario {
        Ok(scenario) => &scenario.warnings,
        Err(diagnostics) => diagnostics,
    };
    let told: Vec<_> = diagnostics.iter().map(|d| file.tell(d, paint)).collect();
    match format {
        OutputFormat::Json => out.line(&json_line(&json!({
            "path": file.found.shown(),
            "valid": file.scenario.is_ok(),
            "diagnostics": told.iter().map(diagnostic_json).collect::<Vec<_>>(),
        }))),
        OutputFormat::Human => {
            for told in &told {
                out.line(&told.text)?;
            }
            if told.is_empty() && common.verbosity() == Verbosity::Verbose {
                out.line(&format!("{}  {}", paint.good("ok"), file.found.shown()))?;
            }
            Ok(())
        }
    }
}
