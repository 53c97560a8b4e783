//! A scenario as it is played: everything looked up, every time absolute, with places for
//! diagnostics.

mod case;
mod expect;
mod invariant;
mod known_failure;
mod lesson;
mod order;
mod showing;
mod view;

use super::places::Places;
use super::yaml::Node;
use crate::cluster::{Cluster, Edit};
use crate::diagnostic::{Diagnostic, Span};
use crate::id::ClusterId;
use crate::network::{Fault, NetworkOptions};
use crate::node::Timers;
use crate::rules::RuleId;
use crate::site::Site;
use crate::time::{Duration, Instant};
use std::sync::Arc;

pub use case::{Axis, Set};
pub use expect::{
    Asker, Count, Expectation, Expected, Matcher, Party, WaveRow, Waveform, When, Window,
};
pub use invariant::Invariant;
pub use known_failure::{KnownFailure, is_day};
pub use lesson::{Choice, Goal, Lesson, Part, Prediction, Question};
pub use order::{Act, LampRef, Order, PhoneRef};
pub use showing::Showing;
pub use view::View;

/// A scenario without mistakes.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file that it was read from.
    pub file: Arc<str>,
    /// Its claim, in one line.
    pub name: String,
    /// What it is about, in some lines; may be empty.
    pub about: String,
    /// Words to choose scenarios by.
    pub tags: Vec<String>,
    /// Rules and readings that a run must show, with their places.
    pub covers: Vec<(RuleId, Span)>,
    /// The one backend that can run it, where not all can.
    pub only: Option<Only>,
    /// That it is known to fail, and until when.
    pub known_failure: Option<KnownFailure>,
    /// The seed of all dice, unless a run is given another.
    pub seed: u64,
    /// The values that the file is played with in turn; empty for most files.
    pub matrix: Arc<[Axis]>,
    /// Which case of the `matrix` this is: `seed=3,latency=5ms`; empty without one.
    pub case: String,
    /// The clusters and who is outside of them, as they are at the start.
    pub site: Arc<Site>,
    /// The first cluster of the site: the only one, where there is one only.
    pub cluster: Arc<Cluster>,
    /// Where each setting of the clusters stands.
    pub places: Places,
    /// How the network behaves at the start.
    pub network: NetworkOptions,
    /// How long nodes wait.
    pub timers: Timers,
    /// By how much anything may be early or late where the clock is real.
    pub tolerance: Option<Duration>,
    /// What happens and what is expected, in the order of time.
    pub steps: Arc<[Step]>,
    /// What must hold at every event, with places.
    pub always: Vec<(Invariant, Span)>,
    /// What stands under `layout`: it belongs to the page and is not looked into.
    pub layout: Option<Layout>,
    /// What is likely not meant so, and works all the same.
    pub warnings: Vec<Diagnostic>,
}

/// What stands under `layout`.
#[derive(Clone, Debug)]
pub struct Layout {
    pub(in crate::scenario) node: Node,
}

/// `only: { backend: sim, why: … }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Only {
    /// The backend.
    pub backend: Backend,
    /// Why no other can.
    pub why: String,
}

/// What runs a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Backend {
    /// The simulator.
    Sim,
    /// Real SIP on sockets.
    Sip,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name, for `after: { NAME: 2s }` and `lampfield explain FILE step:NAME`.
    pub id: Option<String>,
    /// When.
    pub at: Instant,
    /// Where its sentence, text or list stands.
    pub span: Span,
    /// What.
    pub action: Action,
}

/// What a step does.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Action {
    /// Users act.
    Do {
        /// The sentence as written.
        sentence: String,
        /// What each one concerned is told, in this order.
        orders: Vec<Order>,
    },
    /// An administrator changes the configuration of a cluster.
    Change {
        /// The cluster.
        cluster: ClusterId,
        /// What is changed.
        edit: Edit,
    },
    /// The network is disturbed or calmed.
    Fault {
        /// The sentence as written.
        sentence: String,
        /// What happens to it, in this order.
        faults: Vec<Fault>,
    },
    /// Something is checked.
    Expect(Vec<Expectation>),
    /// Words for those who watch.
    Say(String),
}
