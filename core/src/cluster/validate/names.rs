//! Whether every object has a usable name of its own.

use super::{Problem, ProblemCode};
use crate::cluster::{Cluster, Field, Named, Object, Table};
use crate::id::Id;
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
    table(&c.partitions, "partition", Object::Partition, problems);
    let css = Object::CallingSearchSpace;
    table(&c.calling_search_spaces, "calling search space", css, problems);
    table(&c.presence_groups, "presence group", Object::PresenceGroup, problems);
    let template = Object::ButtonTemplate;
    table(&c.button_templates, "phone button template", template, problems);
    table(&c.phones, "phone", Object::Phone, problems);
}

fn table<I: Id, T: Named>(
    table: &Table<I, T>,
    kind: &str,
    object: fn(String) -> Object,
    problems: &mut Vec<Problem>,
) {
    for (id, item) in table.iter() {
        let name = item.name();
        let mut tell = |code, sentence| {
            let problem = Problem::new(code, object(name.to_owned()), Field::Whole, sentence);
            problems.push(problem.rule(RuleId::R20));
        };
        if name.trim().is_empty() {
            tell(ProblemCode::BadName, format!("a {kind} needs a name"));
        } else if name.chars().any(char::is_control) {
            let name = name.escape_debug();
            tell(ProblemCode::BadName, format!("the name `{name}` has control characters in it"));
        }
        if table.id_of(name) != Some(id) {
            let sentence = format!("there is another {kind} with the name `{name}`");
            tell(ProblemCode::DuplicateName, sentence);
        }
    }
}
