//! What a check looked up and found.

use super::{LineState, PublishedStatus};
use crate::cluster::{Permission, Protocol};
use crate::id::{
    CssId, DnId, GroupId, HuntPilotId, PartitionId, PhoneId, RoutePatternId, SipRoutePatternId,
};

/// What stands in a partition with a number or pattern, and so can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A directory number.
    DirectoryNumber(DnId),
    /// A hunt pilot (QUIRK-3).
    HuntPilot(HuntPilotId),
    /// A route pattern (ROUTE-1).
    RoutePattern(RoutePatternId),
    /// A SIP route pattern (CSS-6).
    SipRoutePattern(SipRoutePatternId),
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
        candidate: Option<Entry>,
    },
    /// CSS-1, R-10: the match that won over all partitions.
    Matched(Entry),
    /// a match that lost, and to whom.
    RunnerUp {
        /// The one that lost.
        loser: Entry,
        /// The one that won.
        winner: Entry,
        /// Whether the order of partitions decided (else the closer match did).
        by_order: bool,
    },
    /// CSS-1: nothing matched. `elsewhere` has the number in a partition that was not searched.
    NoMatch {
        /// The SUBSCRIBE CSS, `None` when it is unset.
        css: Option<CssId>,
        /// What has this very number outside the search, if anything has.
        elsewhere: Option<Entry>,
    },
    /// the DN that answers is not the one that the button names.
    NamedAnother {
        /// The DN that the button names.
        named: DnId,
        /// What the SUBSCRIBE CSS found, `None` if it found nothing.
        found: Option<Entry>,
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
    /// what won is a pattern, not this very number.
    ByPattern(Entry),
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
