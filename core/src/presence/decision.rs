//! A decision is an outcome and the ordered checks behind it.
//!
//! One function decides, generic over a [`Recorder`]: with [`NoRecord`] it allocates nothing. A
//! record holds ids, never words; words, configuration paths and remedies are rendered on demand
//! against the configuration of that moment (`presence::explain`).

use super::{LineState, PublishedStatus};
use crate::cluster::{Permission, Protocol};
use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId};
use crate::rules::RuleId;

/// Which call list an entry stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CallList {
    /// Calls that rang here and were not answered.
    Missed,
    /// Calls made from here.
    Placed,
    /// Calls answered here.
    Received,
}

/// How the watcher watches: the way decides which rules apply (GROUP-10, WATCH-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// A BLF/SpeedDial, counted from 1, and the directory number that its button names.
    BlfSpeedDial {
        /// The position of the button, from 1.
        button: u16,
        /// The DN that the button names, where it names one.
        named: Option<DnId>,
    },
    /// An entry of a call list.
    CallList(CallList),
}

/// A presence request, freed of the protocol that carried it.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The phone that asks (WATCH-8).
    pub watcher: PhoneId,
    /// How it watches.
    pub way: Way,
    /// The number asked for.
    pub target: &'a str,
    /// The line named as the subscriber (QUIRK-6, QUIRK-7). It identifies the request and decides
    /// nothing (WATCH-8).
    pub line: Option<DnId>,
}

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The watcher may see it.
    Allowed,
    /// A rule or setting says no.
    Refused,
    /// Only *Use System Default* with Disallow says no (GROUP-3).
    RefusedByDefault,
    /// Nothing in the SUBSCRIBE CSS matches.
    NoRoute,
}

/// What a request routed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Found {
    /// A directory number of this cluster.
    DirectoryNumber(DnId),
}

/// The verdict of one check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Let the request pass.
    Pass,
    /// Ended it.
    Fail,
    /// Does not apply to this request, and the rule says why.
    NotApplied,
    /// Decided nothing by itself, and is part of the story.
    Noted,
}

/// What one check looked up and found. Ids only; rendered on demand.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fact {
    /// WATCH-13: whether the watcher's model can watch at all.
    Model {
        /// The protocol of the watcher's phone.
        protocol: Protocol,
    },
    /// ADMIN-3: whether the template has a button for this BLF/SpeedDial.
    Template {
        /// The position of the button, from 1.
        button: u16,
        /// How many *Speed Dial BLF* buttons the template has.
        available: u16,
    },
    /// WATCH-9: whether *BLF for Call Lists* is enabled.
    CallListsEnabled(bool),
    /// CSS-1: a partition searched, in order; `None` is the null partition.
    Searched {
        /// The SUBSCRIBE CSS, `None` when it is unset (CSS-3).
        css: Option<CssId>,
        /// The partition.
        partition: Option<PartitionId>,
        /// The best match in it, if any.
        candidate: Option<DnId>,
    },
    /// CSS-1, R-10: the match that won over all partitions.
    Matched(Found),
    /// a match that lost, and to whom.
    RunnerUp {
        /// The one that lost.
        dn: DnId,
        /// The one that won.
        winner: DnId,
        /// Whether the order of partitions decided (else the closer match did).
        by_order: bool,
    },
    /// CSS-1: nothing matched. `elsewhere` has the number in a partition that was not searched.
    NoMatch {
        /// The SUBSCRIBE CSS, `None` when it is unset.
        css: Option<CssId>,
        /// A DN with this very number outside the search, if there is one.
        elsewhere: Option<DnId>,
    },
    /// the DN that answers is not the one that the button names.
    NamedAnother {
        /// The DN that the button names.
        named: DnId,
        /// The DN that the SUBSCRIBE CSS found, `None` if it found none.
        found: Option<DnId>,
    },
    /// GROUP-10: group authorization does not apply to a BLF/SpeedDial.
    GroupsNotAsked,
    /// GROUP-1: watcher and presentity are in one group.
    SameGroup(GroupId),
    /// GROUP-2: the permission that stands between two groups.
    Permission {
        /// The watcher's group.
        from: GroupId,
        /// The presentity's group.
        to: GroupId,
        /// What the relationship says.
        permission: Permission,
    },
    /// GROUP-3: the system default decided between two groups.
    SystemDefault {
        /// The watcher's group.
        from: GroupId,
        /// The presentity's group.
        to: GroupId,
        /// Whether the service parameter allows.
        allows: bool,
    },
    /// AUTH-1 as a whole: the watcher's group may (not) see the presentity's group.
    GroupsDecided {
        /// The watcher's group.
        from: GroupId,
        /// The presentity's group.
        to: GroupId,
    },
    /// WATCH-8, QUIRK-6, QUIRK-7: the line named as the subscriber, which decides nothing.
    Subscriber(DnId),
    /// CSS-3: the watcher has no SUBSCRIBE CSS.
    CssUnset,
    /// CSS-2: the calling search space for calls is another one and was not asked.
    CallCss(Option<CssId>),
    /// the DN that won is a pattern, not this very number.
    ByPattern(DnId),
    /// WATCH-5: no partition of the cluster has this number; the button dials it all the same.
    NotOnCluster,
    /// REQ-2: the presentity is on the cluster, which answers itself.
    Colocated(DnId),
    /// AUTH-4: there is no group but the Standard Presence group.
    OnlyStandardGroup,
    /// AUTH-3: routing and authorization were asked each on its own.
    RoutedAndAuthorized {
        /// Whether the groups let the request pass; routing did.
        permitted: bool,
    },
    /// the SIP status code of the answer.
    AnsweredWith(u16),
    /// WATCH-10, R-3: what the watcher shows instead of a status.
    ShownInstead,
    /// The status table: what one device gives to a presentity (QUIRK-4, 5, 8, 9, R-12).
    DeviceStatus {
        /// The device.
        phone: PhoneId,
        /// What its line does.
        state: LineState,
        /// What that makes of it.
        status: PublishedStatus,
    },
    /// what the devices of a line make together.
    SharedLine {
        /// How many devices have the line.
        devices: u32,
        /// What they make together.
        status: PublishedStatus,
    },
    /// The status at the moment of the answer.
    Status(PublishedStatus),
}

/// One check: the rule, its verdict, what it looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The rule or reading.
    pub rule: RuleId,
    /// What it said.
    pub verdict: Verdict,
    /// What was looked up and found.
    pub fact: Fact,
}

/// The answer without its story: what the engine acts on. Copy, no allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How the request ends.
    pub outcome: Outcome,
    /// The rule that decided.
    pub rule: RuleId,
    /// What the request routed to, where it did, even if refused afterwards.
    pub found: Option<Found>,
    /// The SIP status code that says so: 200, 403 or 404.
    pub code: u16,
}

/// The answer with every check behind it, in the order asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Who asked.
    pub watcher: PhoneId,
    /// How.
    pub way: Way,
    /// For which number.
    pub target: Box<str>,
    /// What came out.
    pub answer: Answer,
    /// The checks behind it.
    pub checks: Vec<Check>,
}

/// Takes down the checks of a decision while it is made.
pub trait Recorder {
    /// Whether `check` does anything: lets the decider skip work that only a record needs.
    const RECORDS: bool;
    /// One check, in order. `fact` is a closure so that without a record nothing is built.
    fn check(&mut self, rule: RuleId, verdict: Verdict, fact: impl FnOnce() -> Fact);
}

/// Records nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoRecord;

impl Recorder for NoRecord {
    const RECORDS: bool = false;
    fn check(&mut self, _: RuleId, _: Verdict, _: impl FnOnce() -> Fact) {}
}

impl Recorder for Vec<Check> {
    const RECORDS: bool = true;
    fn check(&mut self, rule: RuleId, verdict: Verdict, fact: impl FnOnce() -> Fact) {
        self.push(Check { rule, verdict, fact: fact() });
    }
}
