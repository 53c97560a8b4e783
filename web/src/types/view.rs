//! The state of a run as the page draws it: nodes, phones, lamps.

use super::{FaultView, LadderRow, ReasonView};
use crate::wire::Sealed;
use serde::Serialize;

/// The whole state that the page draws, cheap to compare by `version`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    /// Grows with every change of the run.
    pub version: u32,
    /// The scenario's name: its claim.
    pub name: String,
    /// The path it was loaded under.
    pub path: String,
    /// Its seed.
    pub seed: u32,
    /// Virtual time, microseconds.
    pub now_us: i64,
    /// The time of the last step of the scenario, microseconds.
    pub end_us: i64,
    /// The furthest time reached so far, microseconds.
    pub reached_us: i64,
    /// Whether nothing more will happen by itself.
    pub quiet: bool,
    /// Whether the user has acted, so that the scenario's own checks no longer apply.
    pub acted: bool,
    /// What the user did, as `(time, sentence)`: goes into the share link.
    pub acts: Vec<(i64, String)>,
    /// Checks that held so far.
    pub checks_passed: u32,
    /// Checks that did not.
    pub checks_failed: u32,
    /// Checks in the file.
    pub checks_total: u32,
    /// Events so far.
    pub events: u32,
    /// The digest so far, 32 hex digits.
    pub digest: String,
    /// The phones, in the file's order.
    pub phones: Vec<PhoneView>,
    /// The sentence of the last thing that happened, for the status line and screen readers.
    pub last: String,
    /// Messages sent since the snapshot before, at most the newest 24: drawn as dots in flight.
    /// Empty after a load and after a jump back.
    pub flights: Vec<LadderRow>,
    /// A limit that was reached, told in words.
    pub notice: Option<String>,
    /// What the one who acted should look at; empty but in the answer to an act.
    pub told: Vec<ReasonView>,
    /// How many branches there are beside this run.
    pub branches: u32,
    /// Faults of the network that are in force.
    pub faults: Vec<FaultView>,
    /// The clusters, in the order of their phones, and then those outside.
    pub nodes: Vec<NodeView>,
}

/// A node as drawn, or what stands at the CallManager of a cluster beside its phones.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeView {
    /// `clusters` or `outside`; of what stands at a CallManager, the key of its kind in a file:
    /// `trunks`, `route_lists`, `hunt_pilots`.
    pub table: String,
    /// Its name; empty for the only cluster.
    pub name: String,
    /// What it is, and of a trunk what it lets in: `trunk · ✓ presence`.
    pub note: String,
    /// Its lane in the ladder; of a trunk, that of its far end, or its own cluster's where it leads
    /// nowhere.
    pub lane: u16,
    /// Whether it is unplugged or out of service.
    pub down: bool,
    /// How many of the phones are a cluster's.
    pub phones: u32,
    /// What stands at its CallManager.
    pub parts: Vec<NodeView>,
    /// Of one outside, what it watches here.
    pub lamps: Vec<EntryView>,
}

/// A phone as drawn.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneView {
    /// The name by which a sentence names it: `Phone A`, or `East/Phone A` where another cluster has
    /// one of that name.
    pub name: String,
    /// Its cluster; empty where there is only one.
    pub cluster: String,
    /// `7970 SIP`.
    pub model: String,
    /// Its lane in the ladder.
    pub lane: u16,
    /// Whether it is plugged in.
    pub connected: bool,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// Its BLF/SpeedDial keys.
    pub keys: Sealed<Vec<KeyView>>,
    /// Its call lists.
    pub lists: Sealed<Vec<ListView>>,
    /// Verbs that make sense now: `lifts`, `answers`, `hangs up`, `holds`, `resumes`, `dials`,
    /// `connects`, `is unplugged`.
    pub verbs: Vec<String>,
    /// Whether something is saved that waits for its Reset or a log-in.
    pub waits: bool,
    /// Who may log in, where extension mobility is enabled on it.
    pub users: Vec<String>,
    /// Who is logged in; empty for nobody.
    pub user: String,
}

impl PhoneView {
    /// Its name in its own cluster.
    #[must_use]
    pub fn own_name(&self) -> &str {
        let rest = self.name.strip_prefix(self.cluster.as_str());
        rest.and_then(|rest| rest.strip_prefix('/')).unwrap_or(&self.name)
    }
}

/// A line of a phone.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LineView {
    /// The number.
    pub number: String,
    /// Its partition, empty for the null partition.
    pub partition: String,
    /// The truth: `gone`, `on-hook`, `off-hook`, `ringing`, `connected`.
    pub state: String,
    /// What the display says beyond it: `from 1000`, `calling 1111`, `with 1000`, `on hold`,
    /// `busy tone`, `number not found`; empty where there is nothing more to say.
    pub hint: String,
}

/// A lamp: the shape and the words.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LampView {
    /// `idle`, `busy`, `unknown`, `no-icon`, or `dark` where the phone is gone.
    pub face: String,
    /// Badge outside the lamp, what we know beyond the phone: empty, `refused`, `pending`,
    /// `expired`, `unreachable`, `unmonitored`.
    pub badge: String,
    /// Words for the screen reader: `on the phone`.
    pub spoken: String,
    /// Since when, microseconds.
    pub since_us: i64,
}

/// A BLF/SpeedDial key.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// Counted from 1.
    pub button: u16,
    /// Its label.
    pub label: String,
    /// What it watches.
    pub target: String,
    /// What it shows.
    pub lamp: LampView,
    /// `Phone A BLF 1`: the subject for `Explain`.
    pub subject: String,
}

/// A call list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ListView {
    /// `missed`, `placed`, `received`, or `directory`: the corporate directory, where there is one.
    pub list: String,
    /// Whether it is open on the phone.
    pub open: bool,
    /// Newest on top.
    pub entries: Vec<EntryView>,
}

/// An entry of a call list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntryView {
    /// The other party; in the directory with the name before it.
    pub number: String,
    /// What it shows while the list is open.
    pub lamp: LampView,
    /// `Phone A missed call 1111`.
    pub subject: String,
}
