//! From text to scenario, with all mistakes at once.

mod cast;
mod change;
mod cluster;
mod expect;
mod fault;
mod files;
mod lamp;
mod matcher;
mod object;
mod outside;
mod secret;
mod sentence;
mod settings;
mod site;
mod spoken;
mod steps;
mod subjects;
mod timing;
mod trunk;
mod verb;
mod view;
mod waveform;
mod words;
mod wrong;

use super::model::Scenario;
use super::sources::Sources;
use super::yaml::{Node, Reader};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::limits;
use crate::rules::RuleId;
use cast::Known;
use std::sync::Arc;

pub(super) use lamp::watched;
pub use lamp::{NoLamp, find_lamp, find_phone, watched_number};
pub use spoken::Spoken;

/// The version of the language.
pub const VERSION: &str = "1";

/// The top-level keys.
const KEYS: &[&str] = &[
    "lampfield",
    "name",
    "about",
    "tags",
    "covers",
    "only",
    "known_failure",
    "seed",
    "cluster",
    "clusters",
    "outside",
    "network",
    "timers",
    "steps",
    "always",
    "layout",
];

const LATER: &[(&str, &str)] = &[
    ("matrix", "cases come with a later version; `lampfield run --seed N` runs with another seed"),
    ("tolerance", "tolerances come with real clocks, in a later version"),
];

/// Reads a scenario. What is only a warning stands in [`Scenario::warnings`].
///
/// # Errors
/// Every mistake in the file and in those that it includes, in the order of their places, the
/// warnings among them.
pub fn load(sources: &dyn Sources, path: &str) -> Result<Scenario, Vec<Diagnostic>> {
    let mut log = Vec::new();
    let scenario = read(sources, path, &mut log);
    let wrong = log.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match scenario {
        Some(scenario) if !wrong => Ok(Scenario { warnings: tidy(log), ..scenario }),
        _ => Err(tidy(log)),
    }
}

/// In order, each once, and not more than anybody reads.
fn tidy(mut log: Vec<Diagnostic>) -> Vec<Diagnostic> {
    crate::order::sort_by(&mut log, |a, b| a.sort_key().cmp(&b.sort_key()));
    log.dedup();
    let most = limits::DIAGNOSTICS.as_usize();
    if let Some(more) = log.len().checked_sub(most).filter(|more| *more > 0) {
        log.truncate(most);
        log.push(Diagnostic::without_place(Code::TooMuch, format!("and {more} more mistakes")));
    }
    log
}

fn read(sources: &dyn Sources, path: &str, log: &mut Vec<Diagnostic>) -> Option<Scenario> {
    let file: Arc<str> = Arc::from(path);
    let text = files::text(sources, &file, None, log)?;
    let root = files::root(&file, &text, log)?;
    let mut reader = Reader { file: Arc::clone(&file), text: &text, log };
    let fields = reader.fields(&root, "a scenario", KEYS, LATER)?;
    settings::version(&mut reader, &fields);
    let name = fields.need(&mut reader, "name", "What this scenario claims");
    let name = name.and_then(|node| settings::line(&mut reader, node));
    let (site, unsure, places) = site::read(sources, &mut reader, &fields).done();
    let known = Known::read(&site, &unsure, &fields);
    change::room(&mut reader, &fields, &known);
    let timers = settings::timers(&mut reader, &fields);
    let network = settings::network(&mut reader, &fields);
    let steps = steps::read(sources, &mut reader, &fields, &known);
    let scenario = Scenario {
        name: name.unwrap_or_default(),
        about: fields
            .word(&mut reader, "about")
            .map(|word| word.text.trim().to_owned())
            .unwrap_or_default(),
        tags: settings::tags(&mut reader, &fields),
        covers: settings::covers(&mut reader, &fields),
        only: settings::only(&mut reader, &fields),
        known_failure: settings::known_failure(&mut reader, &fields),
        seed: settings::seed(&mut reader, &fields),
        places,
        network: network.options,
        timers: crate::node::Timers {
            sip: timers,
            unplugged_noticed_after: network.unplugged_noticed_after,
            #[cfg(debug_assertions)]
            planted_deafness: false,
        },
        steps,
        always: settings::always(&mut reader, &fields),
        layout: fields.get("layout").map(|node| node.span),
        warnings: Vec::new(),
        cluster: Arc::clone(site.first()),
        site: Arc::new(site),
        file,
    };
    Some(scenario)
}

/// Rule ids in a list, with their places.
fn rule_ids(
    reader: &mut Reader<'_>,
    node: &Node,
    what: &str,
) -> Vec<(RuleId, crate::diagnostic::Span)> {
    let mut rules: Vec<(RuleId, crate::diagnostic::Span)> = Vec::new();
    for word in reader.words(node, what) {
        match RuleId::parse(word.text) {
            Ok(rule) if rules.iter().any(|(known, _)| *known == rule) => {
                let diagnostic =
                    reader.error(Code::Duplicate, word.span, format!("`{rule}` stands here twice"));
                reader.report(diagnostic);
            }
            Ok(rule) => rules.push((rule, word.span)),
            Err(unknown) => {
                let message = format!("there is no rule `{}`", unknown.given());
                let mut diagnostic = reader.error(Code::UnknownRule, word.span, message);
                if let Some(near) = unknown.nearest() {
                    diagnostic = diagnostic.label(format!("did you mean `{near}`?"));
                }
                reader.report(diagnostic.help("`lampfield rules` lists all rules and readings"));
            }
        }
    }
    rules
}
