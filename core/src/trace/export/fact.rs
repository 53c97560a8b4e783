//! What a check found, as JSON. Ids are those of the header's lists and of the cluster's tables.

use super::asker::entry_json;
use super::line::line_name;
use super::outside::outside_json;
use crate::cluster::Permission;
use crate::json::{Json, json};
use crate::presence::{Fact, Way};
use crate::trace::words::{list_word, status_word};

pub(super) fn way_json(way: Way) -> Json {
    match way {
        Way::BlfSpeedDial { button, named } => {
            json!({ "blf": button, "named": named.map(|dn| dn.0) })
        }
        Way::CallList(list) => json!({ "list": list_word(list) }),
        Way::Directory => json!("directory"),
        Way::Outside => json!("outside"),
    }
}

pub(super) fn fact_json(fact: &Fact) -> Json {
    match fact {
        Fact::Model { protocol } => json!({ "model": protocol.to_string() }),
        Fact::Template { button, available } => {
            json!({ "template": json!({ "button": button, "available": available }) })
        }
        Fact::CallListsEnabled(enabled) => json!({ "call-lists-enabled": enabled }),
        Fact::Searched { css, partition, candidate } => json!({ "searched": json!({
            "css": css.map(|css| css.0),
            "partition": partition.map(|partition| partition.0),
            "candidate": candidate.map(entry_json),
        })}),
        Fact::Matched(entry) => json!({ "matched": entry_json(*entry) }),
        Fact::RunnerUp { loser, winner, by_order } => json!({ "runner-up": json!({
            "dn": entry_json(*loser),
            "winner": entry_json(*winner),
            "by-order": by_order,
        })}),
        Fact::NoMatch { css, elsewhere } => json!({ "no-match": json!({
            "css": css.map(|css| css.0),
            "elsewhere": elsewhere.map(entry_json),
        })}),
        Fact::NamedAnother { named, found } => {
            json!({ "named-another": json!({ "named": named.0, "found": found.map(entry_json) }) })
        }
        Fact::GroupsNotAsked => json!("groups-not-asked"),
        Fact::SameGroup(group) => json!({ "same-group": group.0 }),
        Fact::Permission { from, to, permission } => json!({ "permission": json!({
            "from": from.0,
            "to": to.0,
            "says": permission_name(*permission),
        })}),
        Fact::SystemDefault { from, to, allows } => {
            json!({ "system-default": json!({ "from": from.0, "to": to.0, "allows": allows }) })
        }
        Fact::GroupsDecided { from, to } => {
            json!({ "groups-decided": json!({ "from": from.0, "to": to.0 }) })
        }
        Fact::Subscriber(dn) => json!({ "subscriber": dn.0 }),
        Fact::CssUnset => json!("css-unset"),
        Fact::CallCss(css) => json!({ "call-css": css.map(|css| css.0) }),
        Fact::ByPattern(entry) => json!({ "by-pattern": entry_json(*entry) }),
        Fact::NotOnCluster => json!("not-on-cluster"),
        Fact::Colocated(dn) => json!({ "colocated": dn.0 }),
        Fact::OnlyStandardGroup => json!("only-standard-group"),
        Fact::RoutedAndAuthorized { permitted } => {
            json!({ "routed-and-authorized": json!({ "permitted": permitted }) })
        }
        Fact::AnsweredWith(code) => json!({ "answered-with": code }),
        Fact::ShownInstead => json!("shown-instead"),
        Fact::DeviceStatus { phone, state, status } => json!({ "device-status": json!({
            "phone": phone.0,
            "state": line_name(*state),
            "status": status_word(*status),
        })}),
        Fact::SharedLine { devices, status } => {
            json!({ "shared-line": json!({ "devices": devices, "status": status_word(*status) }) })
        }
        Fact::Status(status) => json!({ "status": status_word(*status) }),
        fact => outside_json(fact),
    }
}

const fn permission_name(permission: Permission) -> &'static str {
    match permission {
        Permission::UseSystemDefault => "use-system-default",
        Permission::AllowSubscription => "allow",
        Permission::DisallowSubscription => "disallow",
    }
}
