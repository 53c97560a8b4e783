//! Where a request goes in a SUBSCRIBE calling search space (CSS-1, CSS-3, CSS-6, R-4, R-10).

use crate::numbers::{Dialled, Pattern, dialled};
use crate::question::Found;
use crate::uris;
use lampfield_core::cluster::Cluster;
use lampfield_core::id::{CssId, PartitionId};

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
        best(&innermost, |a, b| (a.count, a.place) < (b.count, b.place))
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

/// Those that are beaten by nobody but by one whom they beat in turn, at once or over others: one as
/// a rule.
fn best<T>(all: &[T], beats: impl Fn(&T, &T) -> bool) -> impl Iterator<Item = &T> {
    let mut reaches: Vec<Vec<bool>> =
        all.iter().map(|a| all.iter().map(|b| beats(a, b)).collect()).collect();
    for via in 0..all.len() {
        let row = reaches.get(via).cloned().unwrap_or_default();
        for from in &mut reaches {
            if from.get(via) == Some(&true) {
                from.iter_mut().zip(&row).for_each(|(cell, more)| *cell |= more);
            }
        }
    }
    let reach = move |a: usize, b: usize| reaches.get(a).and_then(|row| row.get(b)) == Some(&true);
    let count = all.len();
    all.iter()
        .enumerate()
        .filter(move |(a, _)| (0..count).all(|b| !reach(b, *a) || reach(*a, b)))
        .map(|(_, one)| one)
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
    let beats = |a: &((bool, usize), usize, Found), b: &((bool, usize), usize, Found)| {
        a.0 > b.0 || (a.0 == b.0 && a.1 < b.1)
    };
    best(&candidates, beats).map(|(_, _, found)| *found).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_is_beaten_by_nobody() {
        let best = best(&[3, 1, 2], |a, b| a < b).copied().collect::<Vec<_>>();
        assert_eq!(best, [1]);
    }

    #[test]
    fn where_each_is_beaten_by_another_all_of_them_may_win() {
        // Scissors, stone and paper, and one whom all of them beat.
        let beats = |a: &i32, b: &i32| *a != 9 && (*b == 9 || (a + 1) % 3 == *b);
        assert_eq!(best(&[0, 1, 2, 9], beats).count(), 3);
    }
}
