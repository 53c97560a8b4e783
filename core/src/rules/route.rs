//! ROUTE: presence through route groups and route lists.

macro_rules! route {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Route "ROUTE" "presence through route lists" {
                Route1 1 Decided "Route lists"
                    "A route list hands the request to a SIP trunk"
                    "SIP trunks are members of route groups, and route groups are members of route lists. \
                     A request or a status that belongs to a group or list is forwarded to a SIP trunk of \
                     it."
                    see [Route2, Route3, R8];
                Route2 2 Decided "Route lists"
                    "Only SIP trunks carry presence"
                    "Presence must route to SIP trunks, or to routes made of SIP trunks. A request that \
                     routes to an MGCP or H.323 trunk is rejected."
                    see [Route1, R5, R21];
                Route3 3 Decided "Route lists"
                    "The next available trunk is tried until one succeeds"
                    "Any SIP trunk of the group or list can carry the request. The cluster forwards it to \
                     the next available or idle outbound SIP trunk, and goes on in this way until one \
                     answers with success or the operation fails."
                    see [R6, R8, R21];
                Route4 4 Observed "Route lists"
                    "Notifications come back through the route list"
                    "Once the request has succeeded, the trunk receives a notification at each change of \
                     the presentity's status. It passes each to the route list or group, which notifies \
                     the watcher."
                    see [Route5, Route6];
                Route5 5 Observed "Route lists"
                    "Further watchers get the cached status"
                    "When further watchers ask for the same presentity through the same route list or \
                     group, the cluster sends them the cached status and makes no second subscription. \
                     R-16 says what counts as the same; R-8 gives the one exception."
                    see [R8, R16];
                Route6 6 Observed "Route lists"
                    "A termination reaches every watcher"
                    "The presentity may end the subscription at any time, by time-out or for another \
                     reason. The termination passes from the trunk to the route list or group, and from \
                     there to every watcher."
                    see [Route4, R16];
            }
        }
    };
}
pub(super) use route;
