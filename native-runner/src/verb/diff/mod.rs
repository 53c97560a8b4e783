//! `lampfield diff`: the first event in which two recorded runs differ.

mod side_by_side;

use std::io;
use std::path::PathBuf;

use clap::Args;
use lampfield_core::trace::export::{self, Divergence, RecordedEvent, Recording};
use serde_json::{Value, json};

use super::replay;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Paint, Sink, json_line};
use side_by_side::{Row, rows, table};

/// Flags of `diff`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A trace file, as `run --trace` or `trace --json` wrote it
    left: PathBuf,
    /// Another one
    right: PathBuf,
    /// How many of the events before, which are the same, are shown
    #[arg(long, default_value_t = CONTEXT, value_name = "N")]
    context: usize,
    /// For people or for programs (one object)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Compares.
///
/// # Errors
/// A trace cannot be read.
pub(crate) fn diff(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let read = |path: &PathBuf| replay::read(&path.display().to_string(), "compared");
    let (left, right) = (read(&arguments.left)?, read(&arguments.right)?);
    let divergence = export::first_divergence(&left, &right);
    // Of a long run the oldest events may be gone: then only the digests know of them.
    let same = divergence.is_none() && left.header.digest == right.header.digest;
    let mut out = Sink::stdout();
    match arguments.format {
        OutputFormat::Json => out.line(&as_json(&left, &right, same, divergence))?,
        OutputFormat::Human => {
            let paint = common.color.paint(&io::stdout());
            let pair = Pair { left: &left, right: &right, paint };
            let paths = [&arguments.left, &arguments.right].map(|path| path.display().to_string());
            let text = match (same, divergence) {
                (true, _) => pair.same(&paths),
                (false, None) => pair.unseen(&paths),
                (false, Some(divergence)) => pair.differ(&paths, divergence, arguments.context),
            };
            out.text(&text)?;
        }
    }
    out.flush()?;
    Ok(if same { Exit::Ok } else { Exit::Failed })
}

/// Where two runs part, from both sides, with some of what came before.
pub(super) fn parting(
    left: &Recording,
    right: &Recording,
    divergence: Divergence<'_>,
    paint: Paint,
) -> String {
    Pair { left, right, paint }.parting(divergence, CONTEXT)
}

/// So many events before are shown where nobody says how many.
const CONTEXT: usize = 3;

struct Pair<'a> {
    left: &'a Recording,
    right: &'a Recording,
    paint: Paint,
}

impl Pair<'_> {
    fn same(&self, paths: &[String; 2]) -> String {
        let header = &self.left.header;
        let word = self.paint.good("same");
        let [left, right] = paths;
        let (events, digest) = (header.events, &header.digest);
        format!("{word}  {left}  {right}: {events} events, digest {digest}\n")
    }

    fn title(&self, paths: &[String; 2]) -> String {
        let [left, right] = paths;
        let headers = [&self.left.header, &self.right.header];
        let row = |name: &str, value: fn(&export::Header) -> String| Row {
            name: name.to_owned(),
            sides: headers.map(|header| Some(value(header))),
        };
        let rows = [
            row("engine", |header| header.engine.clone()),
            row("seed", |header| header.seed.clone()),
            row("events", |header| header.events.to_string()),
            row("until", |header| {
                lampfield_core::time::Instant::from_micros(header.until).to_string()
            }),
            row("digest", |header| header.digest.clone()),
        ];
        let mut text = format!("{}  {left}  {right}\n", self.paint.bad("differs"));
        text.push_str(&table(&rows, self.paint));
        let [old, new] = headers;
        for source in &new.sources {
            let other = old.sources.iter().find(|known| known.path == source.path);
            if other.is_some_and(|other| other.text != source.text) {
                text.push_str(&format!("  `{}` is another text\n", source.path));
            }
        }
        text
    }

    /// The digests differ, and no event that both show does.
    fn unseen(&self, paths: &[String; 2]) -> String {
        let mut text = self.title(paths);
        text.push_str(
            "  every event that both files show is the same: they part in events that were let go\n",
        );
        text
    }

    fn differ(&self, paths: &[String; 2], divergence: Divergence<'_>, context: usize) -> String {
        format!("{}{}", self.title(paths), self.parting(divergence, context))
    }

    /// The last events that are the same, and the first that is not.
    fn parting(&self, divergence: Divergence<'_>, context: usize) -> String {
        let Divergence { left, right, common } = divergence;
        let mut text = String::new();
        if let Some(last) = common {
            let (id, at) = (last.id.0, last.at);
            text.push_str(&format!(
                "\n  {}\n",
                self.paint.strong(&format!("the same up to event {id} at {at}"))
            ));
            let before = self.left.events.iter().take_while(|event| event.id <= last.id);
            let before: Vec<&RecordedEvent> = before.collect();
            for event in before.iter().skip(before.len().saturating_sub(context)) {
                text.push_str(&self.paint.faint(&self.line(event)));
                text.push('\n');
            }
        }
        text.push_str(&format!("\n  {}\n", self.paint.strong("the first different")));
        let sides = [(left, self.left), (right, self.right)];
        text.push_str(&table(&rows(sides), self.paint));
        text
    }

    /// One event in one line.
    fn line(&self, event: &RecordedEvent) -> String {
        let node = self.left.header.node_name(event.node);
        let value = parsed(event);
        let sip = value.get("sip").and_then(Value::as_str).and_then(|text| text.lines().next());
        let more = sip.map(str::to_owned).unwrap_or_else(|| {
            let plain =
                ["command", "fault", "shows", "state", "status", "says", "outcome", "timer"];
            let words = plain.iter().filter_map(|key| value.get(key)?.as_str());
            words.collect::<Vec<_>>().join(" ")
        });
        let (id, at) = (event.id.0, event.at.to_string());
        format!("  {id:>6}  {at:>9}  {node}  {}  {more}", event.what).trim_end().to_owned()
    }
}

/// The event as its file tells it.
fn parsed(event: &RecordedEvent) -> Value {
    serde_json::from_str(&event.line).unwrap_or_default()
}

fn as_json(
    left: &Recording,
    right: &Recording,
    same: bool,
    divergence: Option<Divergence<'_>>,
) -> String {
    let side = |recording: &Recording| {
        let header = &recording.header;
        json!({
            "engine": header.engine,
            "seed": header.seed,
            "events": header.events,
            "digest": header.digest,
        })
    };
    json_line(&json!({
        "same": same,
        "left": side(left),
        "right": side(right),
        "divergence": divergence.map(|divergence| json!({
            "left": divergence.left.map(parsed),
            "right": divergence.right.map(parsed),
            "last_common": divergence.common.map(|event| event.id.0),
        })),
    }))
}
