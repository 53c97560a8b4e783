//! AUTH: authorization.

macro_rules! auth {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Auth "AUTH" "authorization" {
                Auth1 1 Decided "Presence authorization"
                    "The watcher's group must be allowed to see the other"
                    "A request needs the group of the watcher to be permitted to see the group of the \
                     presentity, whether the presentity is inside the cluster or outside."
                    see [Group1, Group2, Group10, Auth16];
                Auth2 2 Decided "Presence authorization"
                    "Requests from outside must be accepted at all"
                    "The cluster itself must be authorized to accept requests from a presence server or an \
                     application outside."
                    see [Auth5, Auth7];
                Auth3 3 Whole "Presence authorization"
                    "Authorization and routing are two questions"
                    "Authorization is independent of routing by the SUBSCRIBE CSS: each is decided on its \
                     own, and a request must pass both."
                    see [Auth15, R5] parts [Auth1, Css1];
                Auth4 4 Decided "Presence authorization"
                    "Without groups of your own, groups never refuse"
                    "While no group is configured beyond the default one, group authorization never \
                     refuses. The authorization of trunks and applications still can."
                    see [Group1, Group7, Auth5];
                Auth5 5 Decided "Presence authorization"
                    "The trunk's profile lets requests in"
                    "Accept Presence Subscription in the SIP Trunk Security Profile lets presence requests \
                     in. While it is unchecked, requests on that trunk are blocked."
                    see [Auth2, Auth11, Auth13];
                Auth6 6 Decided "Presence authorization"
                    "Accepting presence does not need digest"
                    "Digest authentication on a trunk is optional: the trunk may accept presence requests \
                     without it."
                    see [Auth13, Auth14];
                Auth7 7 Decided "Presence authorization"
                    "Application level: each request needs an application"
                    "With Enable Application Level Authorization in the trunk's profile, each request on \
                     that trunk is validated against an application user whose Accept Presence \
                     Subscription is checked."
                    see [Auth8, Auth9, Auth10, R13];
                Auth8 8 Decided "Presence authorization"
                    "The application's group comes before the trunk's"
                    "With both levels of authorization on, the presence group of the trunk is used only \
                     when the application user of the request has no group."
                    see [Group8, Auth7];
                Auth9 9 Refused "Presence authorization"
                    "Application level needs digest authentication"
                    "An application must pass digest authentication before it can be authorized. So \
                     Enable Application Level Authorization cannot be checked unless Enable Digest \
                     Authentication is: to do so is a configuration error."
                    see [Auth7, Auth14, R20];
                Auth10 10 Whole "Presence authorization"
                    "Passing the trunk is not passing the application"
                    "A request may pass authorization at the trunk and still fail it at the application."
                    see [Auth11, Auth12] parts [Auth5, Auth7];
                Auth11 11 Decided "Group and authorization tips"
                    "Application accepts, trunk profile does not: 403"
                    "Where the application user accepts presence subscriptions but the trunk's security \
                     profile does not, the user agent on the trunk gets 403."
                    see [Auth5, Auth7, R5];
                Auth12 12 Decided "Group and authorization tips"
                    "Application accepts, its level is off: 403"
                    "Digest is on, and the credentials prove an application user that accepts presence \
                     subscriptions, but Enable Application Level Authorization is off in the trunk's \
                     profile: the user agent on the trunk gets 403. For an application user that does not \
                     accept, see R-13."
                    see [Auth7, Auth13, R13];
                Auth13 13 Decided "Group and authorization tips"
                    "Without digest, the trunk's group decides"
                    "Where the trunk's profile accepts and digest is off, nobody is identified: credentials \
                     that come unasked are ignored and application users are not consulted, so AUTH-12 \
                     cannot apply. Every request passes on to group authorization, where the group of the \
                     trunk decides. An unchecked Accept Presence Subscription still blocks (AUTH-5)."
                    see [Auth5, Auth6, Auth12];
                Auth14 14 Decided "Group and authorization tips"
                    "With digest, the sender proves who it is"
                    "With digest on the trunk, the credentials of the sending device are authenticated: a \
                     challenge, then a check. With application-level authorization, the credentials of \
                     the application are authenticated too."
                    see [Auth6, Auth9, Auth18];
                Auth15 15 Decided "Group and authorization tips"
                    "Groups are asked last"
                    "Group authorization comes after authentication and authorization have passed, and \
                     before the request is accepted."
                    see [Auth1, Auth14, R5];
                Auth16 16 Decided "Group and authorization tips"
                    "A target behind a trunk has the trunk's group"
                    "Any target reached through a SIP trunk, number or SIP URI, has the presence group of \
                     that trunk. What that means for BLF/SpeedDials stands in GROUP-10 and R-1."
                    see [Group9, Group10, R1, R8];
                Auth17 17 Decided "Group and authorization tips"
                    "End users of applications are watchers too"
                    "End users of supported applications, such as those of IP Manager Assistant, are \
                     watchers as well: they ask for the status of a presentity that the application is \
                     configured with."
                    see [Quirk1, R11];
                Auth18 18 Decided "Group and authorization tips"
                    "A device's credentials are not an application's"
                    "The credentials of the sending device and those of an application are two things. \
                     Both are kept, and each is checked apart from the other (R-13)."
                    see [Auth14, R13];
            }
        }
    };
}
pub(super) use auth;
