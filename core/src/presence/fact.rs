//! What a check looked up and found.

use super::{Entry, LineState, Owner, Proof, PublishedStatus, TrunkResult};
use crate::cluster::{Permission, Protocol, Route};
use crate::id::{
    ApplicationUserId, CssId, DeviceProfileId, DnId, EndUserId, GroupId, HuntPilotId, PartitionId,
    PhoneId, RouteGroupId, TrunkId,
};

/// What one check looked up and found. Ids only; rendered on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// WATCH-13: what the cluster says of the watcher's model, where it is not what the protocol
    /// lets expect.
    ModelSupport {
        /// Asked for BLF/SpeedDials (else for call lists and directories).
        buttons: bool,
        /// Whether the model supports it.
        supported: bool,
    },
    /// EM-1: who is logged in on the watcher's phone.
    LoggedIn(EndUserId),
    /// EM-1, EM-2: the device profile whose buttons the phone shows.
    ButtonsOf(DeviceProfileId),
    /// the end user that owns the log-out profile.
    ProfileOwner {
        /// The log-out profile.
        profile: DeviceProfileId,
        /// Its owner, `None` where it has none.
        owner: Option<EndUserId>,
    },
    /// CSS-4, CSS-5: whose SUBSCRIBE CSS is searched.
    CssOf {
        /// Whose.
        owner: Owner,
        /// The SUBSCRIBE CSS.
        css: Option<CssId>,
    },
    /// GROUP-9, R-19: whose group the watcher has.
    GroupOf {
        /// Whose.
        owner: Owner,
        /// The group.
        group: GroupId,
    },
    /// WATCH-1: the target is a SIP URI; `own` where its host is this cluster.
    Uri {
        /// Whether the host is this cluster, so that the user part is a number of it.
        own: bool,
    },
    /// AUTH-5: whether the trunk's security profile lets presence requests in.
    TrunkAccepts {
        /// The trunk.
        trunk: TrunkId,
        /// *Accept Presence Subscription* of its profile.
        accepts: bool,
    },
    /// AUTH-2: whether the cluster accepts the request from outside.
    Accepted(TrunkId),
    /// AUTH-6, AUTH-9, AUTH-13, AUTH-14, AUTH-18: digest on the trunk, and what was proved.
    Digest {
        /// The trunk.
        trunk: TrunkId,
        /// What the sender proved.
        proof: Proof,
    },
    /// AUTH-7, AUTH-11, AUTH-12, R-13: an application user and its *Accept Presence Subscription*.
    Application {
        /// The trunk that it came through.
        trunk: TrunkId,
        /// The application user.
        user: ApplicationUserId,
        /// Whether it accepts.
        accepts: bool,
    },
    /// QUIRK-1, R-11: the application user is IP Manager Assistant.
    Assistant(ApplicationUserId),
    /// GROUP-8, AUTH-8: an application user without a group.
    NoGroup(ApplicationUserId),
    /// GROUP-10, AUTH-15: a request from a trunk is always checked, after all else.
    AlwaysChecked(TrunkId),
    /// AUTH-16: a target behind a trunk has the trunk's group.
    TrunkGroup {
        /// The trunk.
        trunk: TrunkId,
        /// Its group.
        group: GroupId,
    },
    /// one trunk of a route, and whether the watcher may see it.
    TrunkAsked {
        /// The trunk.
        trunk: TrunkId,
        /// Whether it may.
        permitted: bool,
    },
    /// the watcher may see no trunk of the route.
    NoTrunkPermitted(Route),
    /// ROUTE-2: the route has no SIP trunk.
    NoSipTrunk(Route),
    /// a member of the route that is no SIP trunk.
    NotSip(TrunkId),
    /// ROUTE-1: the request goes to a SIP trunk of the route.
    Forwarded {
        /// The route.
        route: Route,
        /// The first trunk that the watcher may see.
        trunk: TrunkId,
    },
    /// REQ-3, WATCH-5: the presentity is outside, by this way.
    Outside(Route),
    /// QUIRK-3: the target is a hunt pilot.
    HuntPilot(HuntPilotId),
    /// QUIRK-2: the directory number is a member of a hunt list, and is served all the same.
    HuntMember(DnId),
    /// REQ-5, R-15: the cluster does not support the presentity of a request from a trunk.
    NotSupported(Option<Route>),
    /// The watcher was deleted while its request was on the way.
    WatcherGone,
    /// ROUTE-3, R-6: one trunk of the route, and how its attempt ended.
    TrunkTried {
        /// The trunk.
        trunk: TrunkId,
        /// How it ended.
        result: TrunkResult,
    },
    /// no trunk of the route is left: the last final answer received, 503 when none came.
    RouteFailed(u16),
    /// the trunk that carries the one subscription upstream.
    Upstream(TrunkId),
    /// a second subscription upstream, as the watcher may not see the trunk of the first.
    SecondUpstream {
        /// The trunk of the first.
        first: TrunkId,
        /// The trunk of this one.
        trunk: TrunkId,
    },
    /// ROUTE-5: the status came from the cache, with no second subscription.
    Cached {
        /// The trunk that carries the subscription.
        trunk: TrunkId,
        /// The status, `None` while no NOTIFY has come.
        status: Option<PublishedStatus>,
    },
    /// the member with which a circular route group began.
    Circular {
        /// The route group.
        group: RouteGroupId,
        /// The member.
        first: TrunkId,
    },
}
