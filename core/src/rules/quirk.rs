//! QUIRK: interactions with other features, and device quirks.

macro_rules! quirk {
    ($next:ident $($rest:ident)* => $($table:tt)*) => {
        $next! { $($rest)* => $($table)*
            Quirk "QUIRK" "interactions and device quirks" {
                Quirk1 1 Decided "Interactions and restrictions"
                    "IP Manager Assistant has no SIP presence"
                    "IP Manager Assistant does not support SIP presence. An application user marked as \
                     such takes no part in it (R-11)."
                    see [R11, Auth17];
                Quirk2 2 Decided "Interactions and restrictions"
                    "A member of a hunt list can be watched"
                    "An inbound request for a directory number that is a member of a hunt list is served. \
                     The same holds when a phone asks (R-20)."
                    see [Quirk3, R20];
                Quirk3 3 Decided "Interactions and restrictions"
                    "A hunt pilot cannot be watched"
                    "A request for the number of a hunt pilot is rejected."
                    see [Quirk2, R5];
                Quirk4 4 Decided "Interactions and restrictions"
                    "Four SIP models hide that they are off-hook"
                    "A SIP phone of model 7960, 7940, 7905 or 7912 does not report off-hook. While it is \
                     off-hook and no call is connected, its watchers see not on the phone."
                    see [Quirk5, R12];
                Quirk5 5 Decided "Interactions and restrictions"
                    "On every other phone, off-hook is busy"
                    "Every phone type but those of QUIRK-4 shows on the phone as soon as it is off-hook. \
                     The same four models do so too when they run SCCP."
                    see [Quirk4, R12];
                Quirk6 6 Decided "Interactions and restrictions"
                    "A call-list request names the line of the call"
                    "On a phone with several lines, the line that is cached with a missed or placed call \
                     is the subscriber when its call list asks. Where no line is cached, the primary line \
                     is. Received calls follow the same rule (R-18)."
                    see [Quirk7, Watch8, R18];
                Quirk7 7 Decided "Interactions and restrictions"
                    "A button's request names the first available line"
                    "On a phone with several lines, the first available line is the subscriber for a \
                     BLF/SpeedDial. First available means the lowest line in service, busy or not (R-18)."
                    see [Quirk6, Watch8, R18];
                Quirk8 8 Decided "Interactions and restrictions"
                    "Ringing in is busy on H.323, idle elsewhere"
                    "While a call rings in, a number on an H.323 phone is busy. On an SCCP or a SIP phone \
                     it is idle."
                    see [Quirk9, R12];
                Quirk9 9 Decided "Interactions and restrictions"
                    "Unplugged is idle on H.323, unknown elsewhere"
                    "While an H.323 phone is not connected to the cluster, for whatever reason, its \
                     numbers are idle all the time. Those of an SCCP or a SIP phone that is not connected \
                     are unknown."
                    see [Quirk8, R24];
            }
        }
    };
}
pub(super) use quirk;
