//! What goes into a node and what comes out of it.

use crate::cluster::Cluster;
use crate::id::{DnId, EventId, NodeId, PhoneId, TrunkId};
use crate::presence::{CallList, Decision, LineState, PublishedStatus, Way};
use crate::rules::RuleId;
use crate::sip::message::Peculiar;
use crate::time::Instant;
use crate::trace::{Lamp, LampKey};
use std::sync::Arc;

/// What happens to a node. Time comes with it and never goes back.
#[derive(Clone, Debug)]
pub enum Input {
    /// A SIP datagram arrived over the simulated network.
    Datagram {
        /// Who sent it.
        from: NodeId,
        /// Its bytes, as they were sent.
        bytes: Arc<[u8]>,
    },
    /// A message of an in-process link: all that SCCP and H.323 phones say, and what no SIP message
    /// says.
    Link {
        /// Who sent it.
        from: NodeId,
        /// What it says.
        message: LinkMessage,
    },
    /// A user or an administrator acts.
    Command(Command),
    /// A wake-up that the node asked for is due.
    Tick,
    /// The active configuration of the cluster changed.
    Configured(Configured),
}

/// The active configuration of a cluster as of now, and whom the change makes restart.
#[derive(Clone, Debug)]
pub struct Configured {
    /// The configuration.
    pub cluster: Arc<Cluster>,
    /// Devices that were Reset, or on which somebody logged in or out.
    pub restarts: Arc<[Device]>,
}

/// What can be Reset (ADMIN-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// A phone.
    Phone(PhoneId),
    /// A trunk.
    Trunk(TrunkId),
    /// CallManager itself, and with it all of them.
    CallManager,
}

/// What a user does with a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallCommand {
    /// Lifts the handset.
    Lift,
    /// Dials a number (lifts first where needed).
    Dial(Box<str>),
    /// Answers the call that rings.
    Answer,
    /// Puts the call on hold.
    Hold,
    /// Takes a held call back.
    Resume,
    /// Hangs up.
    HangUp,
}

/// What a step of a scenario or a click on the page tells a node to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The phone is plugged in and registers.
    Connect,
    /// The phone loses its network: no message leaves it, none arrives.
    Unplug,
    /// A user handles calls.
    Call(CallCommand),
    /// A user presses BLF/SpeedDial `n`, counted from 1: it dials its target (WATCH-12).
    PressBlf(u16),
    /// A user opens a call list.
    OpenList(CallList),
    /// A user closes it.
    CloseList(CallList),
    /// A user opens the corporate directory.
    OpenDirectory,
    /// A user closes it.
    CloseDirectory,
    /// CallManager: a trunk goes out of service, or comes into it.
    TrunkService {
        /// The trunk.
        trunk: TrunkId,
        /// Whether it works from now on.
        in_service: bool,
    },
    /// CallManager: it stops in the middle of everything, and begins with what is in its database.
    Restart,
    /// Somebody outside of every cluster acts.
    Outside(OutsideCommand),
}

/// What one who is outside asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscribe {
    /// The number or user asked for.
    pub target: Box<str>,
    /// The end user in whose name it asks (AUTH-17).
    pub user: Option<Box<str>>,
    /// In what its SUBSCRIBE differs from the usual one.
    pub peculiar: Option<Peculiar>,
}

/// What a step tells one who is outside: a presence server, a proxy, an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutsideCommand {
    /// It subscribes to a presentity of the cluster by itself.
    Subscribe(Subscribe),
    /// It ends what it subscribed to.
    Unsubscribe {
        /// The number or user asked for.
        target: Box<str>,
    },
    /// One of its presentities changes its status.
    SetStatus {
        /// The number or user.
        presentity: Box<str>,
        /// The new status.
        status: PublishedStatus,
    },
    /// It ends the subscriptions to one of its presentities (ROUTE-6).
    EndSubscriptions {
        /// The number or user.
        presentity: Box<str>,
        /// The reason that it gives (RFC 6665 4.1.3): `timeout`, `rejected`, `noresource`, ...
        reason: Box<str>,
    },
    /// How it answers new requests from now on.
    Answer(OutsideAnswer),
    /// One of its phones calls a number of the cluster.
    Dial {
        /// The caller's number.
        from: Box<str>,
        /// The number called.
        to: Box<str>,
    },
    /// One of its phones hangs up.
    HangUp {
        /// The caller's number.
        from: Box<str>,
    },
}

/// How one who is outside answers new SUBSCRIBE requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutsideAnswer {
    /// As it should.
    #[default]
    Honest,
    /// With this code.
    Code(u16),
    /// Not at all (timer F).
    Silence,
}

/// Messages of the in-process links, phone to CallManager and back. They are reliable and in
/// order: the network's latency applies to them, loss and duplication do not, a cut holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkMessage {
    /// Phone: I am here.
    Register {
        /// Counts the phone's connections, so that a late answer to an earlier one is told apart.
        session: u32,
    },
    /// CallManager: welcome, you are registered.
    Registered {
        /// The number that stood in [`LinkMessage::Register`].
        session: u32,
    },
    /// Said by the link itself, not by who is at its end: the phone is gone, or CallManager
    /// is, who restarts. What was sent before still comes before.
    LinkLost {
        /// The phone's session that was over this link: [`LinkMessage::Register`], or the `reg-id` of
        /// its REGISTER (RFC 5626).
        session: u32,
    },
    /// CallManager: restart, and take the configuration of now (ADMIN-2).
    Restart,
    /// Phone: I am gone, and come back by registering (the first half of a restart).
    Unregister,
    /// One outside: I am here, the trunk to me works again.
    TrunkUp,
    /// One outside: one of my phones calls.
    TrunkCall {
        /// The caller's number.
        from: Box<str>,
        /// The number called.
        to: Box<str>,
    },
    /// One outside: that caller hangs up.
    TrunkHangUp {
        /// The caller's number.
        from: Box<str>,
    },
    /// Phone: a user did this.
    User(CallCommand),
    /// CallManager: your line is now in this state (drives what the phone shows of itself).
    Line {
        /// The line.
        dn: DnId,
        /// Its state on this phone.
        state: LineState,
    },
    /// CallManager: a call belongs into this list; `number` is the other party's.
    ListEntry {
        /// Which list.
        list: CallList,
        /// The other party's number.
        number: Box<str>,
        /// The own line that the call was on (QUIRK-6).
        line: DnId,
    },
    /// SCCP phone: watch this number for me (WATCH-6 without SIP).
    Watch {
        /// The phone's own number for this watch.
        token: u32,
        /// How it watches.
        way: Way,
        /// The number.
        target: Box<str>,
        /// The line that stands as the subscriber (QUIRK-6, QUIRK-7), identifies only.
        line: Option<DnId>,
    },
    /// SCCP phone: stop watching.
    Unwatch {
        /// The phone's number for the watch.
        token: u32,
    },
    /// CallManager: the status for a watch.
    Status {
        /// The phone's number for the watch.
        token: u32,
        /// The status.
        status: PublishedStatus,
    },
    /// CallManager: the watch has ended, because the presentity's side ended it (ROUTE-6) or it is no
    /// longer permitted.
    WatchEnded {
        /// The phone's number for the watch.
        token: u32,
        /// Whether the phone may ask again at once.
        again: bool,
    },
    /// CallManager: what this BLF/SpeedDial was refused for is another now; the phone asks again
    /// (WATCH-11, R-9).
    AskAgain {
        /// The button, from 1.
        button: u16,
    },
    /// CallManager: the watch is refused; no status will follow.
    WatchRefused {
        /// The phone's number for the watch.
        token: u32,
        /// The code that a SIP phone would get.
        code: u16,
    },
}

/// Why a node wants to be woken: shown on timelines as the timer's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WakeReason {
    /// Timer E: send a request again (RFC 3261 17.1.2.2).
    Retransmit,
    /// Timer F: give a request up.
    GiveUp,
    /// Timer J or K: forget a finished transaction.
    Forget,
    /// Timer N: no NOTIFY after a SUBSCRIBE (RFC 6665 4.1.2.4).
    AwaitNotify,
    /// A subscription runs out at the notifier.
    Expire,
    /// A subscription is to be refreshed by the watcher.
    Refresh,
    /// A failed or ended subscription is to be tried again.
    Retry,
    /// CallManager notices that a device is gone.
    NoticeGone,
    /// A request has waited long enough for the far end of a trunk: it is accepted as pending.
    Patience,
}

/// What a node wants done or known.
#[derive(Clone, Debug)]
pub enum Output {
    /// Send a SIP datagram.
    Send {
        /// To whom.
        to: NodeId,
        /// The bytes; shared, because a retransmission sends the very same.
        bytes: Arc<[u8]>,
    },
    /// Send a message of an in-process link.
    Link {
        /// To whom.
        to: NodeId,
        /// What it says.
        message: LinkMessage,
    },
    /// Something that the trace shall know.
    Event(NodeEvent),
    /// Wake me (with [`Input::Tick`]) at this time. Each call adds a wake-up; a node ignores one
    /// that is no longer of use.
    WakeAt {
        /// When.
        at: Instant,
        /// Why.
        reason: WakeReason,
    },
}

/// What a node tells of itself, for traces, lamps and explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeEvent {
    /// The truth, told by the phone itself: a line of it changed its state. What the user does
    /// shows at once, what the far end does when CallManager has told the phone.
    Line {
        /// The line.
        dn: DnId,
        /// Its state on that device.
        state: LineState,
    },
    /// CallManager learned what a device's line does, and the status table gave its word on it,
    /// whether that changes the presentity's status or not. One for each change of a line.
    LineLearned {
        /// The device.
        phone: PhoneId,
        /// The line.
        dn: DnId,
        /// What CallManager now takes for its state.
        state: LineState,
        /// What the device alone makes of the line.
        status: PublishedStatus,
        /// The rule that says so (QUIRK-4, 5, 8, 9, R-12; WATCH-7 for on-hook).
        rule: RuleId,
    },
    /// CallManager's word on a presentity changed.
    Published {
        /// The presentity.
        dn: DnId,
        /// The new word.
        status: PublishedStatus,
    },
    /// A watcher shows something new.
    Lamp {
        /// Which lamp.
        key: LampKey,
        /// What it shows now.
        lamp: Lamp,
        /// Why, where no decision tells it.
        because: LampCause,
    },
    /// A lamp is no longer there (a list was closed, a phone unplugged).
    LampGone {
        /// Which lamp.
        key: LampKey,
    },
    /// An entry appeared in a call list.
    ListEntry {
        /// Which list.
        list: CallList,
        /// The other party's number.
        number: Box<str>,
    },
    /// CallManager decided a request.
    Decided(Arc<Decision>),
    /// A timer fired and did something.
    TimerFired(WakeReason),
}

/// Why a lamp shows what it shows, beyond the status itself: the causes of an *unknown* told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum LampCause {
    /// The status that CallManager sent.
    Notified,
    /// Asked, and no NOTIFY yet.
    Pending,
    /// The request was answered with this SIP code.
    Refused(u16),
    /// The request had no answer at all (timer F), or no NOTIFY came (timer N).
    NoAnswer,
    /// The subscription ran out and could not be refreshed.
    Expired,
    /// The far end ended the subscription.
    Terminated,
    /// The phone itself is not connected.
    PhoneGone,
    /// The body of the NOTIFY could not be read.
    Unreadable,
    /// The template has no button for it (ADMIN-3), or the model cannot watch (WATCH-13).
    NotMonitoring,
}

/// Where a node puts what it wants done: emptied by the world after each input.
#[derive(Clone, Debug, Default)]
pub struct Outbox {
    /// In the order in which it shall happen.
    pub outputs: Vec<Output>,
}

impl Outbox {
    /// Appends an event for the trace.
    pub fn event(&mut self, event: NodeEvent) {
        self.outputs.push(Output::Event(event));
    }
    /// Appends a datagram.
    pub fn send(&mut self, to: NodeId, bytes: Arc<[u8]>) {
        self.outputs.push(Output::Send { to, bytes });
    }
    /// Appends a link message.
    pub fn link(&mut self, to: NodeId, message: LinkMessage) {
        self.outputs.push(Output::Link { to, message });
    }
    /// Appends a wake-up.
    pub fn wake_at(&mut self, at: Instant, reason: WakeReason) {
        self.outputs.push(Output::WakeAt { at, reason });
    }
}

/// What caused an event, for the trace.
pub type Cause = Option<EventId>;
