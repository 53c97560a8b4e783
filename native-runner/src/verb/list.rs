//! `lampfield list`: what would run.

use clap::Args;
use serde_json::json;

use super::load::Loaded;
use super::select::Selection;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Paint, Sink, Verbosity, json_line};

/// Flags of `list`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(flatten)]
    selection: Selection,
    /// For people or for programs (one object a line)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Lists.
///
/// # Errors
/// Nothing selected, or a path that cannot be read.
pub(crate) fn list(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let selected = arguments.selection.select(common)?;
    let paint = common.color.paint(&std::io::stdout());
    let mut out = Sink::stdout();
    for file in &selected.files {
        match arguments.format {
            OutputFormat::Human => out.text(&human(file, common.verbosity(), paint))?,
            OutputFormat::Json => out.line(&as_json(file))?,
        }
    }
    if arguments.format == OutputFormat::Human && common.verbosity() != Verbosity::Quiet {
        let n = selected.files.len();
        let mut text = format!("\n{n} scenario{}", if n == 1 { "" } else { "s" });
        if selected.filtered_out > 0 {
            text.push_str(&format!(" ({} filtered out)", selected.filtered_out));
        }
        if let Some(part) = selected.partition {
            text.push_str(&format!(" in part {part} ({} in the others)", selected.elsewhere));
        }
        out.line(&paint.faint(&text))?;
    }
    out.flush()?;
    let invalid = selected.files.iter().any(|file| file.scenario.is_err());
    Ok(if invalid { Exit::InvalidInput } else { Exit::Ok })
}

fn human(file: &Loaded, verbosity: Verbosity, paint: Paint) -> String {
    let shown = file.found.shown_case();
    if verbosity == Verbosity::Quiet {
        return format!("{shown}\n");
    }
    let mut text = format!("{}\n", paint.name(&shown));
    match &file.scenario {
        Ok(scenario) => {
            text.push_str(&format!("    {}\n", scenario.name));
            let covers: Vec<String> = file.covers().map(|rule| rule.to_string()).collect();
            for (word, list) in [("tags", &scenario.tags), ("covers", &covers)] {
                if !list.is_empty() {
                    let row = format!("    {word} {}\n", list.join(", "));
                    text.push_str(&paint.faint(&row));
                }
            }
        }
        Err(diagnostics) => {
            let n = diagnostics.len();
            let many = if n == 1 { "" } else { "s" };
            text.push_str(&format!(
                "    {}: {n} mistake{many}, see `lampfield check`\n",
                paint.bad("does not parse")
            ));
        }
    }
    text
}

fn as_json(file: &Loaded) -> String {
    let scenario = file.scenario.as_ref().ok();
    json_line(&json!({
        "path": file.found.shown(),
        "case": file.found.case,
        "valid": scenario.is_some(),
        "name": scenario.map(|s| &s.name),
        "tags": scenario.map(|s| &s.tags),
        "covers": file.covers().map(|rule| rule.as_str()).collect::<Vec<_>>(),
    }))
}
