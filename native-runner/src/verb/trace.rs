//! `lampfield trace`: what happens in a scenario, in five forms.

use std::path::{Path, PathBuf};

use clap::Args;
use lampfield_core::id::NodeId;
use lampfield_core::scenario::Scenario;
use lampfield_core::time::{Duration, Instant};
use lampfield_core::trace::ladder::{LadderOptions, ladder};
use lampfield_core::trace::lamps::{Columns, lamps};
use lampfield_core::trace::{Event, What, export, glyph};
use lampfield_core::world::World;

use super::load::Loaded;
use super::play::{self, Recorded};
use super::timers;
use crate::capture::pcap;
use crate::cli::Common;
use crate::error::ExpectedError;
use crate::exit::Exit;
use crate::output::Sink;
use crate::seed::Seed;
use crate::time_arg;

/// Columns of a waveform that fit on most terminals beside their titles.
const COLUMNS_MOST: u16 = 80;

/// Flags of `trace`.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The scenario file
    file: PathBuf,
    /// Who sent what to whom, time going down (this is the default)
    #[arg(long, group = "form")]
    ladder: bool,
    /// What each line did, what CallManager said of it, what each watcher showed
    #[arg(long, group = "form")]
    lamps: bool,
    /// One line for each event
    #[arg(long, group = "form")]
    glyph: bool,
    /// JSON lines, `lampfield-trace/1`, which `replay` takes
    #[arg(long, group = "form")]
    json: bool,
    /// Write the SIP messages into a capture that Wireshark opens
    #[arg(long, value_name = "FILE", group = "form")]
    pcap: Option<PathBuf>,
    /// The timers of the scenario and what they are for
    #[arg(long, group = "form")]
    timers: bool,
    /// Nothing before this time
    #[arg(long, value_name = "TIME", value_parser = time_arg::instant)]
    from: Option<Instant>,
    /// Nothing after this time
    #[arg(long, value_name = "TIME", value_parser = time_arg::instant)]
    to: Option<Instant>,
    /// Only what this phone or CallManager takes part in; may be given several times
    #[arg(long, value_name = "NAME")]
    node: Vec<String>,
    /// SIP messages only, without the in-process messages of other protocols (ladder)
    #[arg(long)]
    sip_only: bool,
    /// How long one column is, e.g. 500ms (lamps)
    #[arg(long, value_name = "TIME", value_parser = time_arg::duration)]
    column: Option<Duration>,
    /// Another seed than the scenario's
    #[arg(long, value_name = "N|random")]
    seed: Option<Seed>,
}

/// Shows.
///
/// # Errors
/// The file cannot be read, does not parse, or has no such node.
pub(crate) fn trace(arguments: &Arguments, common: &Common) -> Result<Exit, ExpectedError> {
    let file = Loaded::one(&arguments.file, common)?;
    let scenario = file.scenario(common.color.paint(&std::io::stderr()))?;
    let mut out = Sink::stdout();
    if arguments.timers {
        out.text(&timers::table(&scenario.timers))?;
    } else {
        let view = View::new(arguments, scenario)?;
        let seed = arguments.seed.as_ref().map(Seed::value);
        let recorded = play::record(&file, scenario, seed, arguments.to, None)?;
        match &arguments.pcap {
            Some(file) => view.capture(file, &recorded)?,
            None => out.text(&view.text(arguments, &recorded))?,
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// What of the trace is to be seen.
struct View {
    from: Instant,
    to: Instant,
    nodes: Vec<NodeId>,
}

impl View {
    fn new(arguments: &Arguments, scenario: &Scenario) -> Result<Self, ExpectedError> {
        let nodes = arguments.node.iter().map(|name| play::node(&scenario.site, name));
        Ok(Self {
            from: arguments.from.unwrap_or(Instant::ZERO),
            to: arguments.to.unwrap_or(Instant::FAR_FUTURE),
            nodes: nodes.collect::<Result<_, _>>()?,
        })
    }

    fn text(&self, arguments: &Arguments, recorded: &Recorded) -> String {
        let world = recorded.world();
        if arguments.json {
            self.json(recorded)
        } else if arguments.glyph {
            self.glyphs(world)
        } else if arguments.lamps {
            self.lamps(world, arguments.column)
        } else {
            let options = LadderOptions {
                from: self.from,
                to: self.to,
                nodes: self.nodes.clone(),
                links: !arguments.sip_only,
                marks: true,
            };
            ladder(world.site(), world.trace(), &options).to_string()
        }
    }

    /// The datagrams in which a node that is wanted takes part.
    fn capture(&self, file: &Path, recorded: &Recorded) -> Result<(), ExpectedError> {
        let wanted = |node: NodeId| self.nodes.is_empty() || self.nodes.contains(&node);
        let shows = |event: &&Event| {
            let there = matches!(&event.what, What::Sent { to, .. } if wanted(*to));
            (there || wanted(event.node)) && self.from <= event.at && event.at <= self.to
        };
        let (events, addresses) =
            (recorded.world().trace().events(), recorded.player.site().addresses());
        let bytes = pcap(events.filter(shows), addresses);
        let failed = |why| ExpectedError::CannotWrite { path: file.display().to_string(), why };
        std::fs::write(file, bytes).map_err(failed)
    }

    fn shows(&self, event: &Event) -> bool {
        let node = self.nodes.is_empty() || self.nodes.contains(&event.node);
        node && self.from <= event.at && event.at <= self.to
    }

    fn shows_all(&self) -> bool {
        self.nodes.is_empty() && self.from == Instant::ZERO && self.to == Instant::FAR_FUTURE
    }

    /// The whole file, or, where only a part is wanted, the lines of its events: a part has no
    /// header, since it cannot be replayed.
    fn json(&self, recorded: &Recorded) -> String {
        if self.shows_all() {
            return recorded.trace_file();
        }
        let events = recorded.world().trace().events().filter(|event| self.shows(event));
        events.map(|event| format!("{}\n", export::event_line(event))).collect()
    }

    fn glyphs(&self, world: &World) -> String {
        let mut text = format!("{}\n", glyph::LEGEND);
        for event in world.trace().events().filter(|event| self.shows(event)) {
            text.push_str(&glyph::glyph_line(world.site(), event));
            text.push('\n');
        }
        text
    }

    fn lamps(&self, world: &World, column: Option<Duration>) -> String {
        let to = self.to.min(world.now());
        let mut columns = Columns::fitting(to, COLUMNS_MOST);
        columns.from = self.from;
        columns.step = column.unwrap_or(columns.step);
        let mut lamps = lamps(world.site(), world.trace());
        let wanted = |phone| self.nodes.contains(&world.site().speaker_for(phone));
        lamps.lanes.retain(|lane| self.nodes.is_empty() || wanted(lane.key.phone));
        lamps.to_text(columns)
    }
}
