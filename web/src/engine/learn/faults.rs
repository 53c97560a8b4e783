//! The kinds of faults that a ticket can hide.

use lampfield_core::rules::RuleId;

/// One kind of fault, told of the people of the office as it stands in its file.
pub(super) struct Kind {
    pub(super) rule: RuleId,
    /// What it is, in words.
    pub(super) cause: &'static str,
    /// Where it is.
    pub(super) object: &'static str,
    /// The lamp that is broken.
    pub(super) lamp: &'static str,
    /// Whom it should follow.
    pub(super) watched: &'static str,
    /// What stands otherwise in the file: instead of the first text the second.
    pub(super) swaps: &'static [(&'static str, &'static str)],
    /// What has happened before the learner comes, a step a line.
    pub(super) steps: &'static str,
    /// What mends it.
    pub(super) mend: &'static [&'static str],
}

/// Where the settings of Anna's phone begin.
const CSS: &str = "Anna:\n        type: 7970 SIP\n        subscribe_css: Everyone\n";
const NO_CSS: &str = "Anna:\n        type: 7970 SIP\n";
const KEYS: &str = "template: Keys\n        lines: [1001";
const SET_CSS: &str = "change { cluster: Office, phones: { Anna: { subscribe_css: Everyone } } }";
const RESET: &str = "Anna is reset";
const KEY: &str = "Anna BLF 1";
const MISSED: &str = "Anna missed call 2002";

const fn kind(
    rule: RuleId,
    cause: &'static str,
    (object, lamp, watched): (&'static str, &'static str, &'static str),
    swaps: &'static [(&'static str, &'static str)],
    mend: &'static [&'static str],
) -> Kind {
    Kind { rule, cause, object, lamp, watched, swaps, steps: "", mend }
}

/// Every kind. Neighbours in a class get different ones.
pub(super) const KINDS: [Kind; 12] = [
    kind(
        RuleId::Css3,
        "SUBSCRIBE calling search space None",
        ("Anna", KEY, "Carl"),
        &[(CSS, NO_CSS)],
        &[SET_CSS, RESET],
    ),
    kind(
        RuleId::Css1,
        "Partitions searched in the wrong order",
        ("Anna", KEY, "Carl"),
        &[(CSS, "Anna:\n        type: 7970 SIP\n        subscribe_css: Cellar first\n")],
        &[SET_CSS, RESET],
    ),
    kind(
        RuleId::Group2,
        "Disallow between two presence groups",
        ("Staff", MISSED, "Dora"),
        &[("Staff: {}", "Staff: { relationships: { Board: Disallow Subscription } }")],
        &[
            "change { cluster: Office, presence_groups: { Staff: { relationships: { Board: Use System Default } } } }",
        ],
    ),
    kind(
        RuleId::Group3,
        "The default between presence groups is Disallow",
        ("Office", MISSED, "Dora"),
        &[("Subscription: Allow Subscription", "Subscription: Disallow Subscription")],
        &[
            "change { cluster: Office, service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription } }",
        ],
    ),
    kind(
        RuleId::Admin3,
        "Button template without BLF buttons",
        ("Anna", KEY, "Carl"),
        &[(KEYS, "template: Lines only\n        lines: [1001")],
        &["change { cluster: Office, phones: { Anna: { template: Keys } } }"],
    ),
    Kind {
        rule: RuleId::Admin2,
        cause: "Saved, and not Reset",
        object: "Anna",
        lamp: KEY,
        watched: "Carl",
        swaps: &[(CSS, NO_CSS)],
        steps: "  - { at: 4s, change: { cluster: Office, phones: { Anna: { subscribe_css: Everyone } } } }\n",
        mend: &[RESET],
    },
    kind(
        RuleId::Auth5,
        "Trunk profile without Accept Presence Subscription",
        ("Trunk Branch", "Fay BLF 1", "Dora"),
        &[("accept_presence_subscription: yes", "accept_presence_subscription: no")],
        &[
            "change { cluster: Office, sip_trunk_security_profiles: { Partners: { accept_presence_subscription: yes } } }",
            "Office/Trunk Branch is reset",
            "Fay is reset",
        ],
    ),
    kind(
        RuleId::Watch13,
        "A phone model without presence",
        ("Anna", KEY, "Carl"),
        &[("models: { 7940 SIP: { supports: [] } }", "models: { 7970 SIP: { supports: [] } }")],
        &[
            "change { cluster: Office, models: { 7970 SIP: { supports: [BLF/SpeedDials, call lists] } } }",
        ],
    ),
    kind(
        RuleId::Watch9,
        "BLF for Call Lists is Disabled",
        ("Office", MISSED, "Dora"),
        &[("BLF for Call Lists: Enabled", "BLF for Call Lists: Disabled")],
        &["change { cluster: Office, enterprise_parameters: { BLF for Call Lists: Enabled } }"],
    ),
    Kind {
        rule: RuleId::Route3,
        cause: "A trunk is out of service",
        object: "Trunk Server",
        lamp: "Anna BLF 3",
        watched: "7100",
        swaps: &[(
            "steps:\n",
            "steps:\n  - { at: 0s, do: Office/Trunk Server goes out of service }\n",
        )],
        steps: "",
        mend: &["Office/Trunk Server comes into service", RESET],
    },
    Kind {
        rule: RuleId::Quirk9,
        cause: "A phone is unplugged",
        object: "Carl",
        lamp: KEY,
        watched: "Carl",
        swaps: &[],
        steps: "  - { at: 3s, do: Carl is unplugged }\n",
        mend: &["Carl connects"],
    },
    kind(
        RuleId::Css1,
        "The key has a wrong destination",
        ("Anna", KEY, "Carl"),
        &[(
            "lines: [1001 in Internal]\n        blf_speed_dials: [{ destination: 2001",
            "lines: [1001 in Internal]\n        blf_speed_dials: [{ destination: 2010",
        )],
        &[
            "change { cluster: Office, phones: { Anna: { blf_speed_dials: { BLF 1: { destination: 2001 } } } } }",
        ],
    ),
];

impl Kind {
    /// Steps that tell whether the lamp follows again, a step a line.
    pub(super) fn test(&self) -> String {
        let first = match self.lamp {
            MISSED => {
                "{ after: 1s, do: Anna closes missed calls } \n{ after: 1s, do: Anna opens missed calls }"
            }
            "Fay BLF 1" => "{ after: 1s, do: Fay is reset }",
            "Anna BLF 3" => "{ after: 1s, do: Anna is reset }",
            _ => "",
        };
        let (busy, idle) = match self.watched {
            "7100" => ("Server sets 7100 busy".to_owned(), "Server sets 7100 idle".to_owned()),
            one => (one.to_owned() + " lifts", one.to_owned() + " hangs up"),
        };
        let mut all = String::new();
        let mut step = |inside: &str| {
            all.push_str("  - ");
            all.push_str(inside);
            all.push('\n');
        };
        first.lines().for_each(&mut step);
        for (does, is) in [(busy, "busy"), (idle, "idle")] {
            step(&("{ after: 1s, do: ".to_owned() + &does + " }"));
            let expect = "{ after: 1s, expect: { lamp: ".to_owned() + self.lamp + ", is: " + is;
            step(&(expect + " } }"));
        }
        all
    }
}
