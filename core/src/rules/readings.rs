//! R: our readings, where the source is silent or at odds with itself.

macro_rules! readings {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Reading "R" "readings, where the source is silent or at odds with itself" {
                R1 1 Decided "Group and authorization tips"
                    "A SIP URI button behind a trunk is checked"
                    "The source says that group authorization does not apply to BLF/SpeedDials, and also \
                     that the trunk's group applies to a SIP URI target behind a SIP trunk. The special \
                     case wins: such a BLF/SpeedDial is checked, from the watcher's group to the trunk's. \
                     Every other BLF/SpeedDial is not checked."
                    see [Group10, Auth16];
                R2 2 Decided "Extension mobility"
                    "The user of a log-out user profile is its owner"
                    "When nobody is logged in, the user of EM-3 is the end user who owns the log-out user \
                     device profile. A user device profile without an owner uses the phone's own SUBSCRIBE \
                     CSS and group."
                    see [Em3];
                R3 3 Decided "Presence groups"
                    "What shows when a request is refused or has no route"
                    "When a request is refused or finds no route, a BLF/SpeedDial shows unknown, and a \
                     call-list or directory entry shows no icon. The explanation says why."
                    see [Watch10];
                R4 4 Decided "SUBSCRIBE calling search space"
                    "Every search space ends with the null partition"
                    "None means this, for a calling search space or a partition: every calling search \
                     space, an empty one too, ends with the null partition. So numbers without a partition \
                     can be reached by all."
                    see [Css3, Admin7];
                R5 5 Decided "Presence authorization"
                    "In which order checks run, and how each answers"
                    "The order: event package (489, Allow-Events), Expires (423, Min-Expires), trunk \
                     acceptance (403), digest (401, a challenge), application (403), routing (404: no \
                     match, or the cluster does not support the presentity; 403: a hunt pilot, MGCP or \
                     H.323 trunk), groups (403). The explanation tells the 403s apart; the wire does so \
                     only by a lab setting, with Warning. A route list gives the last final answer it \
                     received, or 503 if none came. From the RFCs: 400 malformed, 406 body type, 420 \
                     required extension, 481 unknown dialog. A refresh is authorized again, with the \
                     active configuration."
                    see [Req5, Auth15, Route2];
                R6 6 Decided "Route lists"
                    "When a route list goes on to the next trunk"
                    "A route list goes on to the next trunk when one is out of service, fails in \
                     transport, does not answer (timer F), gives 408 (received or our own) or any 5xx, or \
                     challenges in a way that the configured credentials cannot meet at the first try. Any \
                     other final answer (3xx, 4xx, 6xx) is the presentity's word, and the operation fails \
                     with it."
                    see [Route3, R5];
                R7 7 Decided "Interactions and restrictions"
                    "How a shared line adds up"
                    "A shared line is one directory number on several devices. It is busy if any of them \
                     is busy; otherwise idle if any is idle; otherwise unknown."
                    see [Watch7, R12];
                R8 8 Decided "Route lists"
                    "Groups are asked for each trunk of a list in turn"
                    "The trunks of one route list may have different groups, so AUTH-1 is asked for each \
                     in turn. A trunk that the watcher may not see is skipped; if all were skipped for \
                     that reason, the answer is 403. A cached status (ROUTE-5) goes only to a watcher who \
                     may see the trunk that carries it."
                    see [Auth1, Route1, Route5, R16];
                R9 9 Decided "Applying a group"
                    "A lost permission ends the live subscription"
                    "Group permissions and the group of a directory number are asked again at once when \
                     they change: a subscription no longer permitted ends with \
                     terminated;reason=rejected, and its icon goes. What needs a Reset (ADMIN-2) is asked \
                     afresh at the Reset."
                    see [Admin2, Group2];
                R10 10 Decided "SUBSCRIBE calling search space"
                    "The closest match wins, then the earlier partition"
                    "Over all partitions of the CSS the closest match wins: a pattern whose matches all \
                     lie within the other's, else the one matching fewer numbers of the dialled length (! \
                     is any digits up to it). If equal, the earlier partition wins. Patterns know digits, \
                     *, #, +, X, [..], [^..], ! and . as a mark. Among SIP route patterns an exact host \
                     goes before a wildcard domain, and a longer one before a shorter."
                    see [Css1, Css6, R14];
                R11 11 Decided "Interactions and restrictions"
                    "What IP Manager Assistant may do"
                    "An application user marked as IP Manager Assistant takes no part in SIP presence and \
                     gets 403. Its end users are judged by their own group."
                    see [Quirk1, Auth17];
                R12 12 Decided "Interactions and restrictions"
                    "Held is connected; the connected call decides first"
                    "A held call counts as connected. Dial tone, dialling and ringing the far end count as \
                     off-hook. With several calls, a connected one decides before an off-hook one, and \
                     that before one ringing in."
                    see [Quirk4, Quirk5, Quirk8];
                R13 13 Decided "Group and authorization tips"
                    "Which credentials count at which level"
                    "With digest on and the application level off, an application user that does not \
                     accept, or a device that is no application, passes as the trunk's own: the trunk's \
                     group decides. With the application level on, only an application user passes; a mere \
                     device gets 403. One request proves one identity: an application user's if the name \
                     is one, otherwise the device's."
                    see [Auth12, Auth14, Auth18];
                R14 14 Decided "BLF/SpeedDial settings"
                    "The CSS decides, not the partition on the button"
                    "A BLF/SpeedDial names a number with its partition, but its SUBSCRIBE carries the \
                     number alone. So the watcher's SUBSCRIBE CSS decides which directory number answers, \
                     as for any request. If that is not the one on the button, the explanation says so and \
                     lint warns."
                    see [Admin7, Css1, R10];
                R15 15 Decided "Phones and trunks"
                    "From trunk to trunk is not supported"
                    "A request that comes from a trunk for a target that itself routes to a trunk counts \
                     as not supported by the cluster (REQ-5): 404."
                    see [Req5];
                R16 16 Decided "Route lists"
                    "One upstream subscription per route and presentity"
                    "There is one upstream subscription for each pair of route and presentity, where the \
                     route is the list, group or single trunk that the matched pattern names. It lives \
                     while a watcher does and is ended with the last. A second exists only by R-8: one for \
                     each trunk that carries it."
                    see [Route5, R8];
                R17 17 Decided "Extension mobility"
                    "When changes of users and profiles act"
                    "A changed end user or device profile acts at the next log-in or log-out of a phone \
                     that uses it. A Reset of the phone takes the change too."
                    see [Admin2, Em1];
                R18 18 Decided "Interactions and restrictions"
                    "What naming a line as subscriber means"
                    "A line named as subscriber identifies the request only; group and CSS stay the \
                     phone's, user's or profile's (WATCH-8). Received calls name their line as missed and \
                     placed ones do (QUIRK-6). An available line is one in service, busy or not, and the \
                     lowest of these is the first (QUIRK-7)."
                    see [Watch8, Quirk6, Quirk7];
                R19 19 Decided "Presence groups"
                    "Whose group and CSS a list uses"
                    "A call list or directory uses the group and CSS of the logged-in end user; otherwise \
                     the log-out profile's where the phone has one (EM-3, EM-4); otherwise the phone's. An \
                     end user's own group stands alone where a request is made in the user's name without \
                     a phone. BLF for Call Lists governs directories too; entries show status as R-25 \
                     says."
                    see [Watch9, Em3, Em4, R25];
                R20 20 Decided "Deleting a group"
                    "Habits that the source leaves to the product"
                    "Served: a phone watching a member of a hunt list, like a trunk. Refused, each with \
                     the way out: dependency records while they are off; log-in on a phone that cannot; \
                     unchecking digest while application level is on; a BLF/SpeedDial with neither \
                     Destination nor Directory Number. Names are unique, and a copied group has its \
                     original's permissions."
                    see [Group11, Group12, Em5, Auth9, Quirk2, Admin5];
                R21 21 Decided "Route lists"
                    "In which order trunks are tried"
                    "Trunks are tried top-down by default; circular is a setting of the route group. \
                     Available means in service. Members that are no SIP trunks are skipped; if none is \
                     left, the request is rejected as in ROUTE-2."
                    see [Route2, Route3];
                R22 22 Decided "SUBSCRIBE calling search space"
                    "How calls find their way"
                    "The source speaks of presence only. Calls go by the phone's call-processing CSS with \
                     the same matching, and it is None by default (CSS-2). A number not found ends in \
                     reorder tone, with the phone off-hook."
                    see [Css2, R4, R10];
                R23 23 Decided "Interactions and restrictions"
                    "When the far end hangs up, so do you"
                    "When the far end hangs up, the phone is on-hook at once, as if its own handset had \
                     been put down."
                    see [R12];
                R24 24 Decided "Interactions and restrictions"
                    "How late the loss of a device is noticed"
                    "How long the cluster takes to notice that a device is gone is a setting of the \
                     scenario's network, unplugged_noticed_after, 0 s by default. In real clusters it \
                     comes from keepalives and the expiry of registrations."
                    see [Quirk9];
                R25 25 Decided "Phones and trunks"
                    "A list asks while it is open"
                    "Opening a call list or directory on the phone asks for each entry that it shows; \
                     closing it ends those subscriptions. An entry that appears while the list is open is \
                     asked for at once."
                    see [Watch3, R19];
            }
        }
    };
}
pub(super) use readings;
