//! What the engine shows of a run.

use super::FaultView;
use super::ReasonView;
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

/// Rows of the ladder with what one needs to scroll.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LadderView {
    /// The lanes, left to right: CallManager and the phones.
    pub lanes: Sealed<Vec<String>>,
    /// How many rows there are in all.
    pub total: u32,
    /// The first row given.
    pub from: u32,
    /// The rows.
    pub rows: Vec<LadderRow>,
    /// What was left out, told in words (a ring trace); empty otherwise.
    pub notice: String,
}

/// What a ladder row is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RowKind {
    /// A SIP message.
    #[default]
    Sip,
    /// A message of an in-process link.
    Link,
    /// A user or a step of the scenario acts.
    Act,
    /// A lamp changes.
    Lamp,
    /// A line changes.
    Line,
    /// A timer did something.
    Timer,
    /// A fault.
    Fault,
}

/// One row of the ladder.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LadderRow {
    /// The event's number.
    pub event: u32,
    /// When, microseconds.
    pub at_us: i64,
    /// What kind of row.
    pub kind: RowKind,
    /// The lane it starts at.
    pub from_lane: u16,
    /// The lane it points to (the same for what happens at one node).
    pub to_lane: u16,
    /// `NOTIFY 1111 on-the-phone`.
    pub label: String,
    /// How often it was sent again.
    pub repeats: u16,
    /// Whether it never arrived, and why.
    pub lost: String,
    /// When it arrived, microseconds; 0 where that means nothing.
    pub arrived_us: i64,
}

/// A span of one value on a lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span {
    /// From, microseconds.
    pub from_us: i64,
    /// To, microseconds.
    pub to_us: i64,
    /// The value: a line state or a lamp face.
    pub value: String,
}

/// One thin row of a lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneRow {
    /// `really`, or for a line on many phones the phone; `published`; `shown`.
    pub name: String,
    /// Its spans.
    pub spans: Vec<Span>,
}

/// The lane of one lamp: truth, published, shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaneView {
    /// `Phone A BLF 1`.
    pub subject: String,
    /// The label of the key or the number of the entry.
    pub label: String,
    /// The truth of each phone that has the line, then published, then shown.
    pub rows: Vec<LaneRow>,
}

/// One check behind a decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// The rule id.
    pub rule: String,
    /// `pass`, `fail`, `not-applied`, `noted`.
    pub verdict: String,
    /// In words.
    pub sentence: String,
    /// Where that is configured; empty if nowhere.
    pub path: String,
}

/// A smallest change that would alter the outcome.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RemedyView {
    /// What to change.
    pub sentence: String,
    /// Where.
    pub path: String,
    /// The acts that make it, one a line, in the words of the language; empty where none do.
    pub acts: String,
}

/// Why a lamp shows what it shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhyView {
    /// The cluster that decides; empty where there is only one.
    pub cluster: String,
    /// Whose why it is.
    pub subject: String,
    /// What it shows and since when; of a request, what came of it.
    pub headline: String,
    /// The decision behind a lamp in a sentence; empty where there is none, or it is the headline.
    pub reason: String,
    /// The checks in the order asked.
    pub checks: Vec<CheckView>,
    /// What would change it.
    pub remedies: Vec<RemedyView>,
    /// The events behind it, oldest first.
    pub events: Vec<LadderRow>,
}

/// A message with its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MessageView {
    /// Its row in the ladder.
    pub row: LadderRow,
    /// Exactly the bytes, as text.
    pub raw: String,
    /// One sentence of what it says.
    pub meaning: String,
    /// Why it was sent: the chain of causes, nearest first.
    pub causes: Vec<LadderRow>,
    /// The decision behind it, where there is one.
    pub why: Option<WhyView>,
}

/// What came of one check of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeView {
    /// When it is decided, microseconds.
    pub at_us: i64,
    /// The check in words: `Phone A BLF 1 is busy`.
    pub sentence: String,
    /// `passed`, `failed`, `waiting`, or `void` once the user has acted.
    pub verdict: String,
    /// Where it stands in the file, from 1.
    pub line: u32,
    /// For a failed one the whole text as the command line prints it; else empty.
    pub rendered: String,
}

/// A mistake in a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// `E0103`.
    pub code: String,
    /// In words.
    pub message: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// The whole text as the command line prints it.
    pub rendered: String,
}

/// A scenario of the gallery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GalleryItem {
    /// `gallery/01-disallow-and-blf.yaml`.
    pub path: String,
    /// Its claim.
    pub name: String,
    /// A sentence or two.
    pub about: String,
    /// The YAML.
    pub text: String,
}
