//! WATCH: who watches what, and how.

macro_rules! watch {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Watch "WATCH" "who watches what, and how" {
                Watch1 1 Whole "Introducing presence"
                    "A watcher follows a number or a SIP URI live"
                    "A watcher follows the real-time status of a presentity: a directory number, or a \
                     SIP URI of the form user@host. The host of a SIP URI may carry a port, as in \
                     2085017328@10.21.91.156:5060."
                    see [Watch2, Watch4] parts [Watch6, Watch7, Req2, Css6];
                Watch2 2 Observed "Introducing presence"
                    "Buttons, call lists and directories show status"
                    "A watcher's phone shows status in three places: on BLF/SpeedDial buttons; in the \
                     lists of missed, placed and received calls; and in shared directories such as the \
                     corporate directory."
                    see [Watch3, Watch7, Watch9];
                Watch3 3 Observed "Introducing presence"
                    "Lists show status for the entries they hold"
                    "Call lists and directories show the BLF status of the entries that stand in them. \
                     They ask for it while they are open (R-25)."
                    see [Watch2, Watch9, R25];
                Watch4 4 Refused "Introducing presence"
                    "A SIP URI on a button needs a SIP phone"
                    "A BLF/SpeedDial button on a SIP phone that supports presence may hold a directory \
                     number or a SIP URI. On an SCCP phone it may hold a directory number only: a SIP URI \
                     there is a configuration error."
                    see [Admin5, Admin6, Watch13];
                Watch5 5 Decided "Introducing presence"
                    "A button may name a number outside the cluster"
                    "The number behind a BLF/SpeedDial does not have to be on the cluster. A button for a \
                     number somewhere else is a legal button."
                    see [Req3, Admin6];
                Watch6 6 Observed "Introducing presence"
                    "SUBSCRIBE asks, NOTIFY brings the status"
                    "A watcher asks for the status of a presentity with SUBSCRIBE. The status comes back \
                     in NOTIFY, at first and at each change."
                    see [Req2, Req3, Req4];
                Watch7 7 Observed "Introducing presence"
                    "The icon tells busy, idle or unknown in real time"
                    "The icon on the watcher's phone tells in real time whether the presentity is on the \
                     phone (busy), not on the phone (idle) or of unknown status. The list is open: later \
                     statuses may join it."
                    see [Watch2, Quirk4, Quirk5, Quirk8, Quirk9];
                Watch8 8 Decided "Presence groups"
                    "The phone is the watcher, never one of its lines"
                    "The watcher is the phone; a line of it never is. Where a line is named as the \
                     subscriber (QUIRK-6, QUIRK-7) it identifies the request and stands in the \
                     explanation, but the presence group and the SUBSCRIBE CSS stay those of the phone, \
                     the user or the profile (R-18)."
                    see [Quirk6, Quirk7, R18];
                Watch9 9 Decided "Service and enterprise parameters"
                    "BLF for Call Lists switches status in lists on"
                    "Call lists show status only while the enterprise parameter BLF for Call Lists is \
                     enabled. It does not touch BLF/SpeedDial buttons; directories follow it like call \
                     lists (R-19)."
                    see [Watch3, Admin1, R19];
                Watch10 10 Decided "Presence groups"
                    "What a refusal looks like on the phone"
                    "A call-list entry whose request is refused shows no icon. Directory entries do \
                     likewise, and so does any entry for which there is no route (R-3). A BLF/SpeedDial \
                     whose status cannot be had shows unknown (R-3)."
                    see [R3, Group13];
                Watch11 11 Observed "Phones and trunks"
                    "A configured button monitors at once"
                    "As soon as presence and the button are configured, the phone monitors the target; \
                     its user has nothing to do. A new or changed button acts from the moment it is saved \
                     (ADMIN-2)."
                    see [Admin2, Admin3, Req6];
                Watch12 12 Observed "BLF/SpeedDial settings"
                    "Pressing a BLF/SpeedDial dials its target"
                    "A BLF/SpeedDial is a speed dial as well as a lamp: pressing the button dials the \
                     target that it watches."
                    see [Admin7, R22];
                Watch13 13 Decided "Introducing presence"
                    "Whether a phone can watch depends on its model"
                    "Presence depends on the phone model: a model without presence support watches \
                     nothing, and the explanation says so. Call lists and BLF/SpeedDials are set up \
                     independently of each other: a phone may have either, or both."
                    see [Watch4, Watch9, Admin3];
            }
        }
    };
}
pub(super) use watch;
