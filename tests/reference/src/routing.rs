//! Where a request goes in a SUBSCRIBE calling search space (CSS-1, CSS-3, CSS-6, R-4, R-10).

use crate::numbers::{Dialled, Pattern, dialled};
use crate::question::Found;
use crate::uris;
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{CssId, PartitionId};
use std::cmp::Reverse;

/// A number or pattern of the dial plan, and what it leads to.
#[derive(Debug)]
struct Entry {
    pattern: Pattern,
    partition: Option<PartitionId>,
    leads_to: Found,
}

/// Every number and pattern of a cluster.
#[derive(Debug)]
pub struct DialPlan {
    entries: Vec<Entry>,
    /// For each pair of entries whether the first one's numbers are all matched by the second.
    within: Vec<Vec<bool>>,
}

impl DialPlan {
    /// The dial plan of a cluster: directory numbers, hunt pilots and route patterns.
    pub fn of(c: &Cluster) -> DialPlan {
        let numbers = c
            .directory_numbers
            .iter()
            .map(|(id, dn)| (dn.number.as_str(), dn.partition, Found::DirectoryNumber(id)));
        let pilots = c
            .hunt_pilots
            .iter()
            .map(|(id, pilot)| (pilot.pattern.as_str(), pilot.partition, Found::HuntPilot(id)));
        let routes = c.route_patterns.iter().map(|(_, pattern)| {
            (pattern.pattern.as_str(), pattern.partition, Found::Route(pattern.route))
        });
        let entries: Vec<Entry> = numbers
            .chain(pilots)
            .chain(routes)
            .filter_map(|(text, partition, leads_to)| {
                Some(Entry { pattern: Pattern::read(text)?, partition, leads_to })
            })
            .collect();
        let row = |a: &Entry| entries.iter().map(|b| a.pattern.is_within(&b.pattern)).collect();
        let within = entries.iter().map(row).collect();
        DialPlan { entries, within }
    }

    /// Where a number leads: nothing where nothing matches, and more than one where R-10 leaves open
    /// which of them wins. Its measures are taken in their order, and who is out by one has no say in
    /// the next: first goes who holds another match within, then who matches more numbers, then who
    /// stands in a later partition.
    fn number(&self, scope: &[Option<PartitionId>], number: &Dialled) -> Vec<Found> {
        let place = |entry: &Entry| scope.iter().position(|p| *p == entry.partition);
        let candidates: Vec<Candidate> = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| entry.pattern.matches(number))
            .filter_map(|(at, entry)| {
                let place = place(entry)?;
                Some(Candidate { at, place, count: entry.pattern.count(number.len()) })
            })
            .collect();
        let closer = |a: &Candidate, b: &Candidate| {
            self.is_within(a.at, b.at) && !self.is_within(b.at, a.at)
        };
        let innermost: Vec<&Candidate> =
            candidates.iter().filter(|b| !candidates.iter().any(|a| closer(a, b))).collect();
        least(innermost, |c| (c.count, c.place))
            .filter_map(|won| Some(self.entries.get(won.at)?.leads_to))
            .collect()
    }

    fn is_within(&self, a: usize, b: usize) -> bool {
        self.within.get(a).and_then(|row| row.get(b)).copied().unwrap_or(false)
    }
}

/// An entry that matches a dialled number.
#[derive(Debug)]
struct Candidate {
    at: usize,
    /// The place of its partition in the search.
    place: usize,
    /// How many numbers of the dialled length it matches.
    count: u128,
}

/// Those with the least measure: one as a rule.
fn least<T, M: Ord>(all: Vec<T>, measure: impl Fn(&T) -> M) -> impl Iterator<Item = T> {
    let least = all.iter().map(&measure).min();
    all.into_iter().filter(move |one| least.as_ref() == Some(&measure(one)))
}

/// The partitions searched, in order: those of the CSS, then the null partition.
pub fn scope(c: &Cluster, css: Option<CssId>) -> Vec<Option<PartitionId>> {
    let css = css.and_then(|css| c.calling_search_spaces.get(css));
    let named = css.iter().flat_map(|css| css.partitions.iter()).map(|p| Some(*p));
    named.chain([None]).collect()
}

/// Where a target leads in a calling search space: nothing where there is no route, and more than
/// one where the rules leave open which of them wins.
pub fn route(c: &Cluster, plan: &DialPlan, css: Option<CssId>, target: &str) -> Vec<Found> {
    let scope = scope(c, css);
    match uris::host(target) {
        Some(host) => uri(c, &scope, &host),
        None => dialled(target).map_or_else(Vec::new, |number| plan.number(&scope, &number)),
    }
}

/// SIP route patterns: exact host before wildcard domain, longer before shorter, then the order of
/// partitions.
fn uri(c: &Cluster, scope: &[Option<PartitionId>], host: &str) -> Vec<Found> {
    let candidates: Vec<_> = c
        .sip_route_patterns
        .iter()
        .filter_map(|(_, pattern)| {
            let place = scope.iter().position(|p| *p == pattern.partition)?;
            Some((uris::closeness(&pattern.pattern, host)?, place, Found::Route(pattern.route)))
        })
        .collect();
    least(candidates, |(close, place, _)| (Reverse(*close), *place))
        .map(|(_, _, found)| found)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_wins_and_where_several_are_the_least_each_may() {
        assert_eq!(least(vec![3, 1, 2], |n| *n).collect::<Vec<_>>(), [1]);
        assert_eq!(least(vec![13, 21, 11, 31], |n| n % 10).collect::<Vec<_>>(), [21, 11, 31]);
        assert_eq!(least(Vec::<u8>::new(), |n| *n).count(), 0);
    }
}
