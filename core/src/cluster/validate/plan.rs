//! The dial plan: calling search spaces and directory numbers.

use super::{Problem, ProblemCode, dangling};
use crate::cluster::{Cluster, DirectoryNumber, Field, Object};
use crate::id::{DnId, PartitionId};
use crate::presence::Pattern;
use crate::rules::RuleId;
use std::collections::BTreeMap;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
    search_spaces(c, problems);
    let mut seen = BTreeMap::new();
    for (id, dn) in c.directory_numbers.iter() {
        number(c, id, dn, &mut seen, problems);
    }
}

fn search_spaces(c: &Cluster, problems: &mut Vec<Problem>) {
    for (_, css) in c.calling_search_spaces.iter() {
        let object = || Object::CallingSearchSpace(css.name.clone());
        if css.partitions.is_empty() {
            let code = ProblemCode::EmptyCss;
            let sentence = format!(
                "`{}` has no partitions: it finds numbers without a partition and no others",
                css.name
            );
            let problem = Problem::new(code, object(), Field::Partitions, sentence);
            problems.push(problem.rule(RuleId::R4).help("give it the partitions to search"));
        }
        for (at, id) in css.partitions.iter().enumerate() {
            let Some(partition) = c.partitions.get(*id) else {
                problems.push(dangling(object(), Field::PartitionAt(at), "partition"));
                continue;
            };
            if let Some(first) = css.partitions[..at].iter().position(|p| p == id) {
                let code = ProblemCode::PartitionTwice;
                let sentence = format!("`{}` has `{}` twice", css.name, partition.name);
                problems.push(
                    Problem::new(code, object(), Field::PartitionAt(at), sentence)
                        .rule(RuleId::R10)
                        .help("remove the second: only the first place counts")
                        .and(object(), Field::PartitionAt(first)),
                );
            }
        }
    }
}

/// Numbers and patterns seen so far, by what they match and where.
type Seen = BTreeMap<(Option<PartitionId>, Pattern), DnId>;

fn number(
    c: &Cluster,
    id: DnId,
    dn: &DirectoryNumber,
    seen: &mut Seen,
    problems: &mut Vec<Problem>,
) {
    let object = || Object::DirectoryNumber(dn.name.clone());
    if dn.partition.is_some_and(|p| c.partitions.get(p).is_none()) {
        problems.push(dangling(object(), Field::Whole, "partition"));
    }
    if c.presence_groups.get(dn.presence_group).is_none() {
        problems.push(dangling(object(), Field::PresenceGroup, "presence group"));
    }
    let pattern = match Pattern::parse(&dn.number) {
        Ok(pattern) => pattern,
        Err(bad) => {
            let sentence = format!("`{}` {bad}", dn.number.escape_debug());
            let problem = Problem::new(ProblemCode::BadNumber, object(), Field::Whole, sentence);
            problems.push(problem.rule(RuleId::R10));
            return;
        }
    };
    match seen.entry((dn.partition, pattern)) {
        std::collections::btree_map::Entry::Vacant(free) => {
            free.insert(id);
        }
        std::collections::btree_map::Entry::Occupied(first) => {
            let first = c.directory_numbers.get(*first.get()).map_or("", |dn| &dn.name);
            problems.push(twice(dn, first));
        }
    }
}

fn twice(dn: &DirectoryNumber, first: &str) -> Problem {
    let sentence = if dn.name == first {
        format!("`{first}` stands here twice")
    } else {
        format!("`{}` matches the very numbers of `{first}` in the same partition", dn.name)
    };
    let object = Object::DirectoryNumber(dn.name.clone());
    Problem::new(ProblemCode::NumberTwice, object, Field::Whole, sentence)
        .rule(RuleId::R10)
        .help("for a line on several phones, name the one directory number on each of them")
        .and(Object::DirectoryNumber(first.to_owned()), Field::Whole)
}
