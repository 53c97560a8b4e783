//! `lampfield replay`: runs a recorded scenario again, from the texts in the trace itself, and
//! compares. The same engine must give the same digest.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use lampfield_core::diagnostic::Diagnostic;
use lampfield_core::limits;
use lampfield_core::scenario::{self, MemorySources, PlayOptions, Scenario};
use lampfield_core::sip::Transport;
use lampfield_core::sip::address::AddressPlan;
use lampfield_core::time::Instant;
use lampfield_core::trace::export::{self, Divergence, RecordedEvent, Recording};
use serde_json::json;

use super::play;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Paint, Sink, json_line};
use crate::sockets::wording;

/// Flags of `replay`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The trace file, as `run --trace` or `trace --json` wrote it
    trace: PathBuf,
    /// For people or for programs (one object)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Replays.
///
/// # Errors
/// The trace cannot be read, or its scenario no longer parses.
pub(crate) fn replay(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let path = arguments.trace.display().to_string();
    let recording = read(&path, "replayed")?;
    let again = run_again(&path, &recording)?;
    let same = again.header.digest == recording.header.digest;
    let divergence = export::first_divergence(&recording, &again);
    let mut out = Sink::stdout();
    let text = match arguments.format {
        OutputFormat::Json => as_json(&path, &recording, &again, divergence),
        OutputFormat::Human if same => {
            let Recording { header, .. } = &again;
            let paint = common.color.paint(&io::stdout());
            let word = paint.good("same");
            format!("{word}  {path}: {} events, digest {}", header.events, header.digest)
        }
        OutputFormat::Human => {
            let paint = common.color.paint(&io::stdout());
            differs(&path, &recording, &again, divergence, paint)
        }
    };
    out.line(&text)?;
    out.flush()?;
    Ok(if same { Exit::Ok } else { Exit::Nondeterminism })
}

/// Reads a trace file; `purpose` is what it is to be.
///
/// # Errors
/// It cannot be read, or is no trace.
pub(super) fn read(path: &str, purpose: &str) -> Result<Recording, ExpectedError> {
    let unreadable = |why| match io::Error::kind(&why) {
        io::ErrorKind::NotFound => ExpectedError::NoSuchPath { path: path.to_owned(), near: None },
        _ => ExpectedError::CannotRead { path: path.to_owned(), why },
    };
    let invalid = |detail: String| ExpectedError::Invalid {
        headline: format!("`{path}` is no trace that can be {purpose}"),
        detail: format!("  = why: {detail}"),
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > limits::TRACE_FILE_BYTES.bound {
        return Err(invalid(limits::TRACE_FILE_BYTES.reached().to_string()));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("it is not UTF-8 text".to_owned()))?;
    export::read(&text).map_err(|error| invalid(error.to_string()))
}

/// Runs what the header tells and reads the result back, so that both sides have the same form.
fn run_again(path: &str, recording: &Recording) -> Result<Recording, ExpectedError> {
    let header = &recording.header;
    let invalid = |headline: &str, detail: String| ExpectedError::Invalid {
        headline: format!("`{path}`: {headline}"),
        detail,
    };
    if let Some(server) = header.carried.as_deref().filter(|carried| *carried != "tcp") {
        let why = format!(
            "  = why: {server} answered, and would not answer the same again\n  \
             = help: `lampfield diff` compares it with another trace"
        );
        return Err(invalid("a run against a server cannot be replayed", why));
    }
    let seed = header.seed.parse::<u64>();
    let seed = seed.map_err(|_| invalid("its seed is no number", String::new()))?;
    let Some(first) = header.sources.first() else {
        return Err(invalid("it has no scenario in it", String::new()));
    };
    let sources = MemorySources::new(header.sources.iter().map(|s| (s.path.clone(), &s.text)));
    let (mut scenario, _) = scenario::load_any(&sources, &first.path)
        .map_err(|found| invalid("its scenario does not parse", rendered(&found, &sources)))?;
    if !header.case.is_empty() {
        let missing =
            || invalid(&format!("its scenario has no case `{}`", header.case), String::new());
        scenario = scenario.case_named(&header.case).map(Arc::new).ok_or_else(missing)?;
    }
    let until = Instant::from_micros(header.until);
    let text = again_as_text(&scenario, seed, until, recording)?;
    export::read(&text).map_err(|error| invalid("its replay is unreadable", error.to_string()))
}

fn again_as_text(
    scenario: &Arc<Scenario>,
    seed: u64,
    until: Instant,
    recording: &Recording,
) -> Result<String, ExpectedError> {
    // Over sockets the engine took the very steps that it takes without, with other addresses.
    let port = recording.header.loopback_port;
    let addresses = port.map_or(AddressPlan::SIMULATED, AddressPlan::loopback);
    let options = PlayOptions { seed: Some(seed), addresses, ..PlayOptions::default() };
    let carried = recording.header.carried.clone();
    let transport = if carried.is_some() { Transport::Tcp } else { Transport::Udp };
    let worded = port.map(|_| wording(transport));
    let player = play::played_to(scenario, options, Some(until), worded)?;
    Ok(play::trace_file(&player, recording.header.sources.clone(), carried))
}

fn rendered(diagnostics: &[Diagnostic], sources: &MemorySources) -> String {
    let texts: Vec<String> = diagnostics.iter().map(|d| d.render(sources, false)).collect();
    texts.join("\n")
}

fn differs(
    path: &str,
    old: &Recording,
    new: &Recording,
    divergence: Option<Divergence<'_>>,
    paint: Paint,
) -> String {
    let mut text = format!("{}  {path}\n", paint.bad("differs"));
    text.push_str(&format!("  recorded  {}  engine {}\n", old.header.digest, old.header.engine));
    text.push_str(&format!("  replayed  {}  engine {}\n", new.header.digest, new.header.engine));
    if old.header.engine != new.header.engine {
        text.push_str("  = help: another version of the engine may rightly give another run\n");
    }
    let Some(Divergence { left, right, common }) = divergence else {
        text.push_str("  every event in both files is the same: the digest in the header is not");
        return text;
    };
    if let Some(common) = common {
        text.push_str(&format!("  last the same: event {} at {}\n", common.id.0, common.at));
    }
    text.push_str("  first different:\n");
    text.push_str(&format!("    recorded  {}\n    replayed  {}", side(left), side(right)));
    text
}

fn side(event: Option<&RecordedEvent>) -> &str {
    event.map_or("(ends here)", |event| event.line.as_str())
}

fn as_json(
    path: &str,
    old: &Recording,
    new: &Recording,
    divergence: Option<Divergence<'_>>,
) -> String {
    let parsed = |event: &RecordedEvent| {
        serde_json::from_str::<serde_json::Value>(&event.line).unwrap_or_default()
    };
    json_line(&json!({
        "path": path,
        "same": old.header.digest == new.header.digest,
        "recorded": { "digest": old.header.digest, "engine": old.header.engine },
        "replayed": { "digest": new.header.digest, "engine": new.header.engine },
        "divergence": divergence.map(|d| json!({
            "recorded": d.left.map(parsed),
            "replayed": d.right.map(parsed),
            "last_common": d.common.map(|event| event.id.0),
        })),
    }))
}
