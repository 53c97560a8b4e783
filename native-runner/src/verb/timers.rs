//! `lampfield trace --timers`: how long nodes wait in a scenario.

use lampfield_core::node::Timers;
use lampfield_core::time::Duration;

/// Name, value, meaning and source of each.
pub(super) fn table(timers: &Timers) -> String {
    let sip = &timers.sip;
    let whole = |seconds: u32| Duration::from_secs(i64::from(seconds));
    let long = sip.sixty_four_t1();
    let rows = [
        ("T1", sip.t1, "round-trip estimate: the first retransmission", "RFC 3261 17.1.1.1"),
        ("T2", sip.t2, "longest pause between retransmissions", "RFC 3261 17.1.2.2"),
        ("T4", sip.t4, "how long a message stays in the network", "RFC 3261 17.1.2.2"),
        ("timer F", long, "a request without a final answer is given up", "64 T1"),
        ("timer J", long, "an answered request is remembered", "64 T1"),
        ("timer K", sip.t4, "retransmitted answers are absorbed", "T4"),
        ("timer N", long, "a NOTIFY must follow a SUBSCRIBE", "RFC 6665 4.1.2.4, 64 T1"),
        ("subscribe expires", whole(sip.subscribe_expires), "what a watcher asks for", "phone"),
        ("subscribe delta", sip.subscribe_delta, "how long before its end it refreshes", "phone"),
        ("min expires", whole(sip.min_expires), "a shorter wish is answered 423", "CallManager"),
        ("max expires", whole(sip.max_expires), "the longest it grants", "CallManager"),
        (
            "unplugged noticed",
            timers.unplugged_noticed_after,
            "how late CallManager notices that a device is gone",
            "R-24",
        ),
    ];
    let line = |(name, value, meaning, source): (&str, Duration, &str, &str)| {
        format!("{name:<18} {:>10}  {meaning} ({source})\n", value.to_string())
    };
    rows.map(line).concat()
}
