//! From text to scenario, with all mistakes at once.

mod cast;
mod change;
mod cluster;
mod csv;
mod expect;
mod fault;
mod files;
mod keys;
mod lamp;
mod lesson;
mod matcher;
mod matrix;
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
mod values;
mod verb;
mod view;
mod waveform;
mod words;
mod wrong;

use super::model::{Invariant, Layout, Scenario};
use super::sources::Sources;
use super::yaml::{Node, Reader, Word};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::limits;
use crate::rules::RuleId;
use cast::Known;
use keys::{keys, words as words_of};
use std::sync::Arc;

pub(super) use super::yaml::YES_NO;
pub(super) use cast::{Actor, Cast};
pub(super) use change::{BESIDE_DOCS as CHANGE_BESIDE, VERB_DOCS as CHANGE_VERBS};
pub(super) use cluster::{FOR_READERS, OWN_DOCS};
pub(super) use csv::{NUMBERED, ONCE};
pub(super) use expect::{BESIDE, DOCS as EXPECTATION_DOCS};
pub(super) use expect::{DECISIONS, SHOWS};
pub(super) use fault::VERBS as FAULTS;
pub(super) use keys::{KeyDoc, Takes};
pub(super) use lamp::watched;
pub(super) use lesson::{FRONT_DOCS, GOAL_DOCS, PREDICT_DOCS};
pub(super) use lesson::{Kind, Piece, Pieces, cut};
pub(super) use secret::{DOCS as CREDENTIALS_DOCS, FROM_DOCS, MADE_UP, UNSET};
pub(super) use settings::BACKENDS;
pub(super) use values::ROUTES;
pub(super) use verb::{OTHER_WORDS, Takes as Follows, VERBS, Who};
pub(super) use words::UNITS;

/// The top-level keys with all that is to be said of them.
pub(super) const ROOT_DOCS: &[KeyDoc] = DOCS;
pub use lamp::{NoLamp, find_lamp, find_phone, watched_number};
pub use lesson::{is_lesson, load_any, load_lesson};
pub use spoken::Spoken;
pub(super) use spoken::is_fault;

/// The version of the language.
pub const VERSION: &str = "1";

keys! {
    /// The top-level keys.
    KEYS DOCS {
        "lampfield" MUST Takes::Choice(|| vec![VERSION]), "The version of the language; a file that is only included needs none.";
        "name" MUST Takes::Text, "What the scenario claims, in one line.";
        "about" MAY Takes::Text, "Some lines for a reader.";
        "tags" MAY Takes::List(&Takes::Name), "Words to choose scenarios by: letters, digits, `-` and `_`.";
        "covers" MAY Takes::Rules, "The rules and readings that a run must show.";
        "only" MAY Takes::Fields("only", settings::ONLY_DOCS), "The one backend that can run it, where not all can.";
        "known_failure" MAY Takes::Fields("known_failure", settings::KNOWN_DOCS), "A failure that is known and waits for its repair.";
        "seed" MAY Takes::Whole, "The seed of all dice; 42 without it.";
        "matrix" MAY Takes::Fields("matrix", matrix::DOCS), "Values that the file is played with in turn, one case for each combination.";
        "cluster" MAY Takes::Cluster, "The cluster as an administrator configures it.";
        "clusters" MAY Takes::Named(&Takes::Cluster), "Several clusters by their names, instead of `cluster`.";
        "outside" MAY Takes::Named(&Takes::Fields("outside", outside::DOCS)), "Who is outside, at the far end of trunks.";
        "network" MAY Takes::Fields("network", settings::NETWORK_DOCS), "How the network behaves at the start.";
        "tolerance" MAY Takes::Duration, "By how much anything may be early or late where the clock is real; 50ms without it.";
        "timers" MAY Takes::Fields("timers", settings::TIMERS_DOCS), "How long nodes wait.";
        "steps" MUST Takes::List(&Takes::Fields("step", steps::DOCS)), "What happens and what is expected, in the order of time.";
        "always" MAY Takes::List(&Takes::Choice(words_of!(Invariant::ALL))), "What must hold at every event.";
        "layout" MAY Takes::Anything, "The page's own: where things stand on it.";
    }
}

/// Reads a scenario. What is only a warning stands in [`Scenario::warnings`]. Of a file with a
/// `matrix` this is the first case; [`Scenario::cases`] gives all.
///
/// # Errors
/// Every mistake in the file and in those that it includes, in the order of their places, the
/// warnings among them.
pub fn load(sources: &dyn Sources, path: &str) -> Result<Scenario, Vec<Diagnostic>> {
    let mut log = Vec::new();
    let scenario = read(sources, path, &mut log);
    let wrong = log.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    match scenario {
        Some(mut scenario) if !wrong => {
            scenario.warnings = tidy(log);
            Ok(scenario.case_at(0))
        }
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
    let mut root = files::root(&file, &text, log)?;
    super::upgrade::tree(&mut root);
    read_root(sources, &file, &text, &root, log, &mut |_, _| {})
}

/// Reads the tree of a scenario, and with the names in it what else is to be read by them.
fn read_root(
    sources: &dyn Sources,
    file: &Arc<str>,
    text: &str,
    root: &Node,
    log: &mut Vec<Diagnostic>,
    also: &mut dyn FnMut(&mut Reader<'_>, &Known<'_>),
) -> Option<Scenario> {
    let mut reader = Reader { file: Arc::clone(file), text, log };
    let fields = reader.fields(root, "a scenario", KEYS)?;
    settings::version(&mut reader, &fields, "lampfield", VERSION);
    let name = fields.need(&mut reader, "name", "What this scenario claims");
    let name = name.and_then(|node| settings::line(&mut reader, node, "`name`"));
    let (site, unsure, places) = site::read(sources, &mut reader, &fields).done();
    let known = Known::read(&site, &unsure, &fields);
    change::room(&mut reader, &fields, &known);
    let timers = settings::timers(&mut reader, &fields);
    let network = settings::network(&mut reader, &fields);
    let steps = steps::read(sources, &mut reader, &fields, &known);
    also(&mut reader, &known);
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
        matrix: matrix::matrix(&mut reader, &fields).into(),
        case: String::new(),
        places,
        network: network.options,
        timers: crate::node::Timers {
            sip: timers,
            unplugged_noticed_after: network.unplugged_noticed_after,
            #[cfg(debug_assertions)]
            planted_deafness: false,
        },
        tolerance: settings::tolerance(&mut reader, &fields),
        steps: steps.into(),
        always: settings::always(&mut reader, &fields),
        layout: fields.get("layout").map(|node| Layout { node: node.clone() }),
        warnings: Vec::new(),
        cluster: Arc::clone(site.first()),
        site: Arc::new(site),
        file: Arc::clone(file),
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
        let Some(rule) = rule_id(reader, word) else { continue };
        if rules.iter().any(|(known, _)| *known == rule) {
            reader.tell(Code::Duplicate, word.span, format_args!("`{rule}` stands here twice"));
        } else {
            rules.push((rule, word.span));
        }
    }
    rules
}

/// The id of a rule or reading, or a diagnostic.
fn rule_id(reader: &mut Reader<'_>, word: Word<'_>) -> Option<RuleId> {
    let unknown = match RuleId::parse(word.text) {
        Ok(rule) => return Some(rule),
        Err(unknown) => unknown,
    };
    let message = format_args!("there is no rule `{}`", unknown.given());
    let near = unknown.nearest().map(|near| near.to_string());
    let told = reader.tell(Code::UnknownRule, word.span, message).near(near.as_deref());
    told.help("`lampfield rules` lists all rules and readings");
    None
}
