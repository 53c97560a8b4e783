//! A difference, readable: the question, both answers, and the cluster.

use crate::compare::{Comparison, Difference};
use crate::question::{Asked, Expected, Found, How, Proof, Said, Who};
use lampfield_core::cluster::{
    Button, Cluster, Named, Permission, ProfileKind, Route, SecurityProfile, Table, TrunkKind,
};
use lampfield_core::id::{CssId, GroupId, Id, PartitionId};
use std::fmt;

/// The name of an object, or its absence.
fn name<I: Id, T: Named>(table: &Table<I, T>, id: I) -> String {
    table.get(id).map_or_else(|| format!("(deleted {})", id.index()), |o| format!("`{}`", o.name()))
}

fn or_none<I: Id, T: Named>(table: &Table<I, T>, id: Option<I>) -> String {
    id.map_or_else(|| "none".to_owned(), |id| name(table, id))
}

fn names<I: Id, T: Named>(table: &Table<I, T>, ids: &[I]) -> String {
    format!("[{}]", ids.iter().map(|id| name(table, *id)).collect::<Vec<_>>().join(", "))
}

fn found(c: &Cluster, found: Option<Found>) -> String {
    match found {
        None => "nothing".to_owned(),
        Some(Found::DirectoryNumber(id)) => format!("DN {}", name(&c.directory_numbers, id)),
        Some(Found::HuntPilot(id)) => format!("hunt pilot {}", name(&c.hunt_pilots, id)),
        Some(Found::Route(to)) => route(c, to),
    }
}

fn route(c: &Cluster, route: Route) -> String {
    match route {
        Route::Trunk(id) => format!("trunk {}", name(&c.trunks, id)),
        Route::Group(id) => format!("route group {}", name(&c.route_groups, id)),
        Route::List(id) => format!("route list {}", name(&c.route_lists, id)),
    }
}

fn asked(c: &Cluster, asked: &Asked) -> String {
    let who = match asked.who {
        Who::Phone(id) => format!("phone {}", name(&c.phones, id)),
        Who::EndUser(id) => format!("end user {} without a phone", name(&c.end_users, id)),
        Who::Trunk { trunk, proof, user } => {
            let proof = match proof {
                Proof::Application(id) => {
                    format!("proved to be application {}", name(&c.application_users, id))
                }
                other => format!("proof {other:?}"),
            };
            let user = or_none(&c.end_users, user);
            format!("outside through {}, {proof}, for user {user}", name(&c.trunks, trunk))
        }
    };
    let how = match asked.how {
        How::Blf { button, named } => {
            format!("as BLF {button} naming {}", or_none(&c.directory_numbers, named))
        }
        other => format!("as {other:?}"),
    };
    format!("{who} {how} asks for {}", asked.target)
}

fn expected(c: &Cluster, one: &Expected) -> String {
    let rules: Vec<&str> = one.rules.iter().map(|rule| rule.as_str()).collect();
    format!("{:?} {} {} by {}", one.outcome, one.code, found(c, one.found), rules.join(" or "))
}

fn said(c: &Cluster, said: &Said) -> String {
    let trunks: Vec<String> = said
        .carriers
        .iter()
        .map(|(id, seen)| format!("{}{}", name(&c.trunks, *id), if *seen { "" } else { " (not)" }))
        .collect();
    let by = said.rule;
    format!(
        "{:?} {} {} by {by} {}",
        said.outcome,
        said.code,
        found(c, said.found),
        trunks.join(", ")
    )
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = &self.cluster;
        writeln!(f, "cluster {}: {}", self.number, asked(c, &self.asked))?;
        for one in &self.expected {
            writeln!(f, "  model:  {}", expected(c, one))?;
        }
        writeln!(f, "  engine: {}", said(c, &self.said))?;
        f.write_str(&cluster(c))
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for difference in &self.differences {
            writeln!(f, "{difference}")?;
        }
        for status in &self.wrong_statuses {
            writeln!(f, "status of {status}")?;
        }
        write!(f, "{}", self.tally)
    }
}

/// A cluster, a line for each object.
pub fn cluster(c: &Cluster) -> String {
    let mut lines = vec![format!(
        "default {:?}, BLF for Call Lists {}",
        c.parameters.default_inter_presence_group, c.parameters.blf_for_call_lists
    )];
    dial_plan(c, &mut lines);
    ways_out(c, &mut lines);
    watchers(c, &mut lines);
    lines.iter().map(|line| format!("    {line}\n")).collect()
}

fn css(c: &Cluster, id: Option<CssId>) -> String {
    or_none(&c.calling_search_spaces, id)
}

fn group(c: &Cluster, id: GroupId) -> String {
    name(&c.presence_groups, id)
}

fn partition(c: &Cluster, id: Option<PartitionId>) -> String {
    or_none(&c.partitions, id)
}

fn dial_plan(c: &Cluster, lines: &mut Vec<String>) {
    for (_, one) in c.calling_search_spaces.iter() {
        lines.push(format!("CSS `{}`: {}", one.name, names(&c.partitions, &one.partitions)));
    }
    for (_, one) in c.presence_groups.iter() {
        for (to, permission) in &one.relationships {
            let sees = match permission {
                Permission::AllowSubscription => "may see",
                Permission::DisallowSubscription => "may not see",
                Permission::UseSystemDefault => "as the default says may see",
            };
            lines.push(format!("`{}` {sees} {}", one.name, group(c, *to)));
        }
    }
    for (_, dn) in c.directory_numbers.iter() {
        let of = group(c, dn.presence_group);
        lines.push(format!("DN {} in {}, {of}", dn.number, partition(c, dn.partition)));
    }
    for (_, pilot) in c.hunt_pilots.iter() {
        lines.push(format!("hunt pilot {} in {}", pilot.pattern, partition(c, pilot.partition)));
    }
    let numbers = c.route_patterns.iter().map(|(_, own)| (&own.pattern, own.partition, own.route));
    let uris = c.sip_route_patterns.iter().map(|(_, own)| (&own.pattern, own.partition, own.route));
    for (pattern, place, to) in numbers.chain(uris) {
        lines.push(format!("route {pattern} in {} to {}", partition(c, place), route(c, to)));
    }
}

fn ways_out(c: &Cluster, lines: &mut Vec<String>) {
    let ticks = |profile: Option<&SecurityProfile>| {
        profile.map_or("(no profile)".to_owned(), |profile| {
            let (accept, digest) =
                (profile.accept_presence_subscription, profile.digest_authentication);
            let application = profile.application_level_authorization;
            format!("accept {accept}, digest {digest}, application level {application}")
        })
    };
    for (_, trunk) in c.trunks.iter() {
        lines.push(match &trunk.kind {
            TrunkKind::Sip(sip) => format!(
                "trunk `{}`: SIP, {}, CSS {}, {}",
                trunk.name,
                group(c, sip.presence_group),
                css(c, sip.subscribe_css),
                ticks(c.profile_in_force(sip))
            ),
            TrunkKind::Mgcp | TrunkKind::H323 => {
                format!("trunk `{}`: {}", trunk.name, trunk.protocol())
            }
        });
    }
    for (_, one) in c.route_groups.iter() {
        lines.push(format!("route group `{}`: {}", one.name, names(&c.trunks, &one.members)));
    }
    for (_, one) in c.route_lists.iter() {
        lines.push(format!("route list `{}`: {}", one.name, names(&c.route_groups, &one.groups)));
    }
}

fn watchers(c: &Cluster, lines: &mut Vec<String>) {
    for (_, phone) in c.phones.iter() {
        let template = phone.template.and_then(|id| c.button_templates.get(id));
        let buttons = phone.acting.template_at_reset.as_ref().or(template.map(|t| &t.buttons));
        let blf = buttons
            .map_or(0, |all| all.iter().filter(|button| **button == Button::SpeedDialBlf).count());
        lines.push(format!(
            "phone `{}`: {}, {:?}, CSS {}, {}, {blf} BLF buttons, lines {}, watches as {:?}",
            phone.name,
            phone.model,
            c.support_of(&phone.model),
            css(c, phone.subscribe_css),
            group(c, phone.presence_group),
            names(&c.directory_numbers, &phone.lines),
            phone.acting.watches_as,
        ));
    }
    for (_, user) in c.end_users.iter() {
        let (space, of) = (css(c, user.subscribe_css), group(c, user.presence_group));
        lines.push(format!("end user `{}`: CSS {space}, {of}", user.name));
    }
    for (_, user) in c.application_users.iter() {
        lines.push(format!(
            "application user `{}`: accepts {}, {}, IPMA {}",
            user.name,
            user.accept_presence_subscription,
            or_none(&c.presence_groups, user.presence_group),
            user.ip_manager_assistant
        ));
    }
    for (_, profile) in c.device_profiles.iter() {
        let ProfileKind::Autogenerated { subscribe_css, presence_group } = profile.kind else {
            continue;
        };
        let (space, of) = (css(c, subscribe_css), group(c, presence_group));
        lines.push(format!("autogenerated profile `{}`: CSS {space}, {of}", profile.name));
    }
}
