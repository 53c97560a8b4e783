//! `lampfield rules`: every rule and reading, how it is shown, and the scenarios that show it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use lampfield_core::rules::{Family, Rule, RuleId, catalogue};
use serde_json::json;

use super::load::Loaded;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Paint, Sink, Verbosity, json_line, wrapped};
use crate::source::find;

const FORMAT: &str = "lampfield-rules/1";
const DEFAULT_FOLDER: &str = "scenarios";

/// Flags of `rules`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// Folders whose scenarios count as evidence [default: scenarios, where there is one]
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Only what no scenario covers yet
    #[arg(long)]
    uncovered: bool,
    /// For people or for programs (one object a line)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Which scenarios claim to show a rule.
type Evidence = BTreeMap<RuleId, Vec<String>>;

/// Lists.
///
/// # Errors
/// A path that cannot be read.
pub(crate) fn rules(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let shown_by = evidence(&arguments.paths, common)?;
    let none = Vec::new();
    let files = |rule: &Rule| shown_by.get(&rule.id).unwrap_or(&none).as_slice();
    let paint = common.color.paint(&std::io::stdout());
    let mut out = Sink::stdout();
    let mut family: Option<Family> = None;
    for rule in catalogue().filter(|rule| !arguments.uncovered || files(rule).is_empty()) {
        if arguments.format == OutputFormat::Json {
            out.line(&as_json(rule, files(rule)))?;
            continue;
        }
        let own = rule.id.family();
        if family.replace(own) != Some(own) {
            out.line(&paint.strong(&format!("\n{own}: {}", own.about())))?;
        }
        out.text(&human(rule, files(rule), common.verbosity(), paint))?;
    }
    if arguments.format == OutputFormat::Human {
        let (all, shown) = (RuleId::ALL.len(), shown_by.len());
        out.line(&format!("\n{all} rules and readings, {shown} covered by scenarios"))?;
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn evidence(paths: &[PathBuf], common: &Common) -> Result<Evidence, ExpectedError> {
    let default = [PathBuf::from(DEFAULT_FOLDER)];
    let paths = match paths {
        [] if Path::new(DEFAULT_FOLDER).is_dir() => &default,
        paths => paths,
    };
    let mut shown_by = Evidence::new();
    for file in find(paths, common.root.as_deref())?.into_iter().map(Loaded::read) {
        for rule in file.covers() {
            shown_by.entry(rule).or_default().push(file.found.shown());
        }
    }
    Ok(shown_by)
}

fn human(rule: &Rule, files: &[String], verbosity: Verbosity, paint: Paint) -> String {
    let count = match files.len() {
        0 => paint.faint("-"),
        n => paint.good(&n.to_string()),
    };
    let id = paint.name(&format!("{:<9}", rule.id));
    let mut text = format!("  {id} {:<8} {count:>3}  {}\n", rule.evidence, rule.title);
    if verbosity == Verbosity::Verbose {
        text.push_str(&format!("            {}\n", wrapped(rule.text, 12, 100)));
        for file in files {
            text.push_str(&paint.faint(&format!("            {file}\n")));
        }
    }
    text
}

fn as_json(rule: &Rule, files: &[String]) -> String {
    let ids = |ids: &[RuleId]| ids.iter().map(|id| id.as_str()).collect::<Vec<_>>();
    json_line(&json!({
        "format": FORMAT,
        "id": rule.id.as_str(),
        "family": rule.id.family().prefix(),
        "title": rule.title,
        "text": rule.text,
        "evidence": rule.evidence.as_str(),
        "chapter": rule.chapter,
        "see": ids(rule.see),
        "parts": ids(rule.parts),
        "scenarios": files,
    }))
}
