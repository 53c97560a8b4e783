//! Trace files: `lampfield-trace/1`, JSON lines that other tools can read and that replay.
//!
//! The first line is the [`Header`]: which scenario text, seed and engine version gave this run,
//! its digest, and the names behind the ids. Each further line is one event: `id`, `at` (integer
//! microseconds), `node`, `cause` (absent where there is none), `what`, and the fields of that
//! kind. Ids are integers below 2^53, digests are hex, the seed is a string (it may be larger).
//! SIP bytes stand in `sip` as text where they are UTF-8, else in `base64`.
//!
//! A trace file does not have to be trusted: [`read`] checks its form, and a replay runs the
//! scenario again and compares.

mod asker;
mod bytes;
mod compare;
mod fact;
mod line;
mod outside;
mod read;

use crate::gather::Gather;
pub use compare::{Divergence, first_divergence};
pub use line::event_line;
pub use read::{ReadError, RecordedEvent, Recording, read};

use super::encode::FORMAT;
use super::{Event, Trace};
use crate::id::{DnId, Id, NodeId};
use crate::json::Json;
use crate::site::{Roster, Site, node_of_cluster, node_of_outside};
use core::fmt::{self, Write};
use serde::Deserialize;

/// One file that the scenario was made of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Source {
    /// Its path, relative to the root of the scenario.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The first line of a trace file.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: String,
    /// The version of the engine that ran it.
    pub engine: String,
    /// The seed of the run, in decimal.
    pub seed: String,
    /// Which case of the scenario's `matrix`: `seed=3,latency=5ms`; empty, and left out, without one.
    #[serde(default)]
    pub case: String,
    /// The port of everybody where the run went over real sockets; left out where it was
    /// simulated.
    #[serde(default)]
    pub loopback_port: Option<u16>,
    /// What else carried it: `tcp`, or the address of a server under test; left out where nothing did.
    #[serde(default)]
    pub carried: Option<String>,
    /// The digest of the whole run, 32 hex digits.
    pub digest: String,
    /// Until when it ran, in microseconds.
    pub until: i64,
    /// How many events there were.
    pub events: u64,
    /// The number of the first event in this file: more than 0 where older ones were let go.
    pub first: u64,
    /// The names of the nodes by their ids: the first CallManager and the phones.
    pub nodes: Vec<String>,
    /// The further nodes with their ids: other clusters' CallManagers, and those outside.
    #[serde(default)]
    pub further_nodes: Vec<(u32, String)>,
    /// The names of the directory numbers by their ids; empty for one that was deleted.
    pub directory_numbers: Vec<String>,
    /// The scenario file first, then what it includes.
    pub sources: Vec<Source>,
}

impl Header {
    /// The header of a run that stands at `until` now.
    pub fn new(
        site: &Site,
        trace: &Trace,
        seed: u64,
        until: crate::time::Instant,
        sources: Vec<Source>,
    ) -> Self {
        let name = |node| site.name_of_node(node).unwrap_or_default().to_owned();
        let phones = site.clusters().map(|(_, cluster)| cluster.phones.capacity()).max();
        let row = (0..=phones.unwrap_or(0)).map(NodeId::from_index);
        let clusters = site.clusters().skip(1).map(|(id, _)| node_of_cluster(id));
        let further = clusters.chain(site.outside().iter().map(|(id, _)| node_of_outside(id)));
        let numbers =
            site.clusters().map(|(_, cluster)| cluster.directory_numbers.capacity()).max();
        let number = |n| site.directory_number(DnId::from_index(n)).map(|dn| dn.name.clone());
        Header {
            format: FORMAT.to_owned(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            seed: seed.to_string(),
            case: String::new(),
            loopback_port: site.addresses().loopback_port(),
            carried: None,
            digest: trace.digest().to_string(),
            until: until.as_micros(),
            events: trace.count(),
            first: trace.first_visible().0,
            nodes: row.map(name).gather(),
            further_nodes: further.map(|node| (node.0, name(node))).gather(),
            directory_numbers: (0..numbers.unwrap_or(0))
                .map(|n| number(n).unwrap_or_default())
                .gather(),
            sources,
        }
    }

    /// As it is written: what a reader asks for first stands first.
    fn to_json(&self) -> Json {
        let text = |text: &String| Json::from(text.clone());
        let texts = |all: &[String]| Json::List(all.iter().map(text).gather());
        let sources = self.sources.iter().map(|source| {
            let fields = [("path", text(&source.path)), ("text", text(&source.text))];
            Json::in_order(fields.into())
        });
        let further = self.further_nodes.iter();
        let further = further.map(|(id, name)| Json::List(vec![Json::from(*id), text(name)]));
        let mut fields = vec![
            ("format", text(&self.format)),
            ("engine", text(&self.engine)),
            ("seed", text(&self.seed)),
        ];
        if !self.case.is_empty() {
            fields.push(("case", text(&self.case)));
        }
        if let Some(port) = self.loopback_port {
            fields.push(("loopback_port", Json::from(u32::from(port))));
        }
        if let Some(carried) = &self.carried {
            fields.push(("carried", text(carried)));
        }
        fields.extend([
            ("digest", text(&self.digest)),
            ("until", Json::from(self.until)),
            ("events", Json::from(self.events)),
            ("first", Json::from(self.first)),
            ("nodes", texts(&self.nodes)),
        ]);
        if !self.further_nodes.is_empty() {
            fields.push(("further_nodes", Json::List(further.gather())));
        }
        fields.push(("directory_numbers", texts(&self.directory_numbers)));
        fields.push(("sources", Json::List(sources.gather())));
        Json::in_order(fields)
    }

    /// The name of a node, as far as the file tells it.
    pub fn node_name(&self, node: NodeId) -> &str {
        let further = || self.further_nodes.iter().find(|(id, _)| *id == node.0);
        let known = self.nodes.get(node.index()).or_else(|| further().map(|(_, name)| name));
        known.map_or("?", String::as_str)
    }
}

/// Writes a whole trace file.
///
/// # Errors
/// Those of `out`.
pub fn write(header: &Header, trace: &Trace, out: &mut impl Write) -> fmt::Result {
    let mut first = String::new();
    header.to_json().write(&mut first);
    writeln!(out, "{first}")?;
    trace.events().try_for_each(|event| write_event(event, out))
}

fn write_event(event: &Event, out: &mut impl Write) -> fmt::Result {
    writeln!(out, "{}", event_line(event))
}
