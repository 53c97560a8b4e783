//! Whether every object has a usable name of its own.

use super::seat::Seat;
use super::{ProblemCode, Problems};
use crate::cluster::setting::with_article;
use crate::cluster::{Cluster, Field, Named, Object, Table};
use crate::id::Id;
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    table(&c.partitions, "partition", Object::Partition, problems);
    let css = Object::CallingSearchSpace;
    table(&c.calling_search_spaces, "calling search space", css, problems);
    table(&c.presence_groups, "presence group", Object::PresenceGroup, problems);
    let template = Object::ButtonTemplate;
    table(&c.button_templates, "phone button template", template, problems);
    table(&c.phones, "phone", Object::Phone, problems);
    table(&c.servers, "server", Object::Server, problems);
    let profile = Object::SecurityProfile;
    table(&c.security_profiles, "SIP trunk security profile", profile, problems);
    table(&c.trunks, "trunk", Object::Trunk, problems);
    table(&c.route_groups, "route group", Object::RouteGroup, problems);
    table(&c.route_lists, "route list", Object::RouteList, problems);
    table(&c.hunt_lists, "hunt list", Object::HuntList, problems);
    table(&c.end_users, "end user", Object::EndUser, problems);
    table(&c.application_users, "application user", Object::ApplicationUser, problems);
    table(&c.directory_entries, "directory entry", Object::DirectoryEntry, problems);
    for (id, profile) in c.device_profiles.iter() {
        let object = Seat::profile(profile).object();
        name(
            "device profile",
            &object,
            c.device_profiles.id_of(&profile.name) == Some(id),
            problems,
        );
    }
}

fn table<I: Id, T: Named>(
    table: &Table<I, T>,
    kind: &str,
    object: fn(String) -> Object,
    problems: &mut Problems,
) {
    for (id, item) in table.iter() {
        let object = object(item.name().to_owned());
        name(kind, &object, table.id_of(item.name()) == Some(id), problems);
    }
}

fn name(kind: &str, object: &Object, first: bool, problems: &mut Problems) {
    let name = object.name().unwrap_or_default();
    let mut tell = |code, sentence: &str, help: &str| {
        problems
            .tell(code, object.clone(), Field::Whole, format_args!("{sentence}"))
            .rule(RuleId::R20)
            .help(help);
    };
    if name.trim().is_empty() {
        tell(ProblemCode::BadName, &format!("{} needs a name", with_article(kind)), "give it one");
    } else if name.chars().any(char::is_control) {
        let name = name.escape_debug();
        let sentence = format!("the name `{name}` has control characters in it");
        tell(ProblemCode::BadName, &sentence, "leave them out");
    }
    if !first {
        let sentence = format!("there is another {kind} with the name `{name}`");
        tell(ProblemCode::DuplicateName, &sentence, "choose a name that is free");
    }
}
