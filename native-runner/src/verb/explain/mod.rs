//! `lampfield explain`: the decision behind a lamp or a request, or the long help of an id.

mod catalogue;
mod lamp;
mod request;
mod subject;
mod view;

use std::io;
use std::path::PathBuf;

use clap::Args;
use lampfield_core::sip::Transport;
use lampfield_core::time::Instant;

use super::backend::Backend;
use super::load::Loaded;
use super::mode::Carrier;
use super::play;
use crate::cli::{Common, OutputFormat};
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::{Sink, json_line};
use crate::seed::Seed;
use crate::time_arg;
use subject::Subject;

pub(super) use view::why;

/// Flags of `explain`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// A scenario file; or a rule (GROUP-10), a reading, a diagnostic code (E0103)
    #[arg(value_name = "FILE|ID")]
    what: String,
    /// 'Phone A BLF 1', 'Phone A missed call 1111', 'Phone A -> 1111', 'Trunk C -> 5555',
    /// step:ID
    #[arg(value_name = "SUBJECT")]
    subject: Vec<String>,
    /// At this time of the run, after everything else at it [default: the end]
    #[arg(long, value_name = "TIME", value_parser = time_arg::instant)]
    at: Option<Instant>,
    /// Another seed than the scenario's
    #[arg(long, value_name = "N|random")]
    seed: Option<Seed>,
    /// What carries the messages: with sip they go over real sockets, and those that the lamp stands
    /// on are shown byte by byte
    #[arg(long, value_enum, default_value_t, value_name = "BACKEND")]
    backend: Backend,
    /// How sockets carry them [default: udp]
    #[arg(long, value_enum, value_name = "TRANSPORT")]
    transport: Option<Carrier>,
    /// For people or for programs (one object a line)
    #[arg(long, value_enum, default_value_t)]
    format: OutputFormat,
}

/// Explains.
///
/// # Errors
/// There is no such id, file or subject, or the file does not parse.
pub(crate) fn explain(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let paint = common.color.paint(&io::stdout());
    let mut out = Sink::stdout();
    let entry = catalogue::look_up(&arguments.what).filter(|_| arguments.subject.is_empty());
    if let Some(entry) = entry.transpose()? {
        match arguments.format {
            OutputFormat::Human => out.text(&entry.human(paint))?,
            OutputFormat::Json => out.line(&json_line(&entry.json()))?,
        }
        out.flush()?;
        return Ok(Exit::Ok);
    }
    let file = Loaded::one(&PathBuf::from(&arguments.what), common)?;
    let scenario = file.scenario(common.color.paint(&io::stderr()))?;
    let subject = Subject::read(scenario, &arguments.subject.join(" "))?;
    let seed = arguments.seed.as_ref().map(Seed::value);
    let at = arguments.at.or(subject.at());
    let over = over(arguments)?;
    let recorded = play::record(&file, scenario, seed, at, over)?;
    let mut explained = subject.explain(&recorded.player);
    for one in &mut explained {
        one.shows_bytes = over.is_some();
    }
    for (n, explained) in explained.iter().enumerate() {
        match arguments.format {
            OutputFormat::Json => out.line(&json_line(&explained.json(&file)))?,
            OutputFormat::Human => {
                let gap = if n == 0 { "" } else { "\n" };
                out.text(&format!("{gap}{}", explained.human(&file, paint)))?;
            }
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// What carries the messages, where real sockets do.
fn over(arguments: &Arguments) -> Result<Option<Transport>, ExpectedError> {
    let wrong = |text: &str, help: &str| {
        Err(ExpectedError::BadQuestion { text: text.to_owned(), help: help.to_owned() })
    };
    let transport = arguments.transport.map_or(Transport::Udp, Carrier::transport);
    match arguments.backend {
        Backend::Sip => Ok(Some(transport)),
        Backend::Both => wrong("one run is explained, not two", "use `--backend sip`"),
        Backend::Sim if transport == Transport::Tcp => {
            wrong("`--transport tcp` needs sockets", "add `--backend sip`")
        }
        Backend::Sim => Ok(None),
    }
}
