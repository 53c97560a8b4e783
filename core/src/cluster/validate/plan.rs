//! The dial plan: calling search spaces, and everything that stands in a partition.

use super::{ProblemCode, Problems};
use crate::cluster::{Cluster, Field, Noun, Object};
use crate::id::PartitionId;
use crate::presence::Pattern;
use crate::rules::RuleId;
use crate::sorted::SortedMap;
use crate::text::lowercase;

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    search_spaces(c, problems);
    let mut plan = Plan { c, seen: SortedMap::new(), problems };
    for (_, dn) in c.directory_numbers.iter() {
        let object = Object::DirectoryNumber(dn.name.clone());
        if c.presence_groups.look_up(dn.presence_group).is_none() {
            plan.problems.dangling(object.clone(), Field::PresenceGroup, "presence group");
        }
        plan.number(object, &dn.number, dn.partition);
    }
    for (_, own) in c.hunt_pilots.iter() {
        plan.number(Object::HuntPilot(own.name.clone()), &own.pattern, own.partition);
    }
    for (_, own) in c.route_patterns.iter() {
        plan.number(Object::RoutePattern(own.name.clone()), &own.pattern, own.partition);
    }
    hosts(c, problems);
}

fn search_spaces(c: &Cluster, problems: &mut Problems) {
    for (_, css) in c.calling_search_spaces.iter() {
        let object = || Object::CallingSearchSpace(css.name.clone());
        if css.partitions.is_empty() {
            let code = ProblemCode::EmptyCss;
            let sentence = format_args!(
                "`{}` has no partitions: it finds numbers without a partition and no others",
                css.name
            );

            problems
                .tell(code, object(), Field::Partitions, sentence)
                .rule(RuleId::R4)
                .help("give it the partitions to search");
        }
        for (at, id) in css.partitions.iter().enumerate() {
            let Some(partition) = c.partitions.look_up(*id) else {
                problems.dangling(object(), Field::PartitionAt(at), "partition");
                continue;
            };
            if let Some(first) = css.partitions[..at].iter().position(|p| p == id) {
                let code = ProblemCode::PartitionTwice;
                let sentence = format_args!("`{}` has `{}` twice", css.name, partition.name);
                problems
                    .tell(code, object(), Field::PartitionAt(at), sentence)
                    .rule(RuleId::R10)
                    .help("remove the second: only the first place counts")
                    .and(object(), Field::PartitionAt(first));
            }
        }
    }
}

/// Numbers and patterns, wherever they lead: in one partition each stands once.
struct Plan<'a, 'p> {
    c: &'a Cluster,
    /// Those seen so far, by where they are and what they match.
    seen: SortedMap<(Option<PartitionId>, Pattern), Object>,
    problems: &'p mut Problems,
}

impl Plan<'_, '_> {
    fn number(&mut self, object: Object, number: &str, partition: Option<PartitionId>) {
        partition_is_there(self.c, &object, partition, self.problems);
        let is_number = matches!(object, Object::DirectoryNumber(_));
        let pattern = match Pattern::parse(number) {
            Ok(pattern) => pattern,
            Err(bad) => {
                let sentence = format_args!("`{}` {bad}", number.escape_debug());
                let code = if is_number { ProblemCode::BadNumber } else { ProblemCode::BadPattern };

                let help =
                    "digits, *, #, + and the signs of patterns; then ` in ` and the partition";
                self.problems
                    .tell(code, object, Field::Whole, sentence)
                    .rule(RuleId::R10)
                    .help(help);
                return;
            }
        };
        match self.seen.get(&(partition, pattern.clone())) {
            Some(first) => twice(&object, first, self.problems),
            None => drop(self.seen.insert((partition, pattern), object)),
        }
    }
}

fn partition_is_there(
    c: &Cluster,
    object: &Object,
    partition: Option<PartitionId>,
    problems: &mut Problems,
) {
    if partition.is_some_and(|id| c.partitions.look_up(id).is_none()) {
        problems.dangling(object.clone(), Field::Whole, "partition");
    }
}

fn twice(object: &Object, first: &Object, problems: &mut Problems) {
    let name = object.name().unwrap_or_default();
    let other = first.name().unwrap_or_default();
    let (kind, other_kind) = (Noun::of(object), Noun::of(first));
    let sentence = if kind != other_kind {
        let word = other_kind.word();
        format!("`{name}` matches the very numbers of the {word} `{other}` in the same partition")
    } else if name == other {
        format!("`{other}` stands here twice")
    } else {
        format!("`{name}` matches the very numbers of `{other}` in the same partition")
    };
    let both_numbers = kind == Noun::DirectoryNumber && kind == other_kind;
    let help = if both_numbers {
        "for a line on several phones, name the one directory number on each of them"
    } else {
        "one number leads to one place: choose another number or another partition"
    };
    problems
        .tell(ProblemCode::NumberTwice, object.clone(), Field::Whole, format_args!("{sentence}"))
        .rule(RuleId::R10)
        .help(help)
        .and(first.clone(), Field::Whole);
}

/// SIP route patterns (CSS-6).
fn hosts(c: &Cluster, problems: &mut Problems) {
    let mut seen: SortedMap<(Option<PartitionId>, String), Object> = SortedMap::new();
    for (_, own) in c.sip_route_patterns.iter() {
        let object = Object::SipRoutePattern(own.name.clone());
        partition_is_there(c, &object, own.partition, problems);
        if !is_host(&own.pattern) {
            let sentence = format_args!("`{}` is no host", own.pattern.escape_debug());

            let help = "write a domain, `*.` and a domain, or an IP address";
            problems
                .tell(ProblemCode::BadHost, object, Field::Whole, sentence)
                .rule(RuleId::Css6)
                .help(help);
            continue;
        }
        let key = (own.partition, lowercase(&own.pattern));
        match seen.get(&key) {
            Some(first) => twice_host(&object, first, problems),
            None => drop(seen.insert(key, object)),
        }
    }
}

fn twice_host(object: &Object, first: &Object, problems: &mut Problems) {
    let name = object.name().unwrap_or_default();
    let other = first.name().unwrap_or_default();
    let sentence = format_args!("`{name}` is the very host of `{other}` in the same partition");
    problems
        .tell(ProblemCode::NumberTwice, object.clone(), Field::Whole, sentence)
        .rule(RuleId::Css6)
        .help("one host leads to one place: choose another host or another partition")
        .and(first.clone(), Field::Whole);
}

/// A domain, a wildcard domain such as `*.example.com`, or an IP address.
fn is_host(pattern: &str) -> bool {
    if pattern.parse::<std::net::IpAddr>().is_ok() {
        return true;
    }
    let domain = pattern.strip_prefix("*.").unwrap_or(pattern);
    let fits = |label: &str| {
        let sides = label.starts_with('-') || label.ends_with('-');
        !label.is_empty()
            && !sides
            && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
    };
    domain.len() <= 253 && domain.split('.').all(fits)
}
