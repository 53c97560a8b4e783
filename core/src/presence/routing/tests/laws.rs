//! The search equals a slow one that is written as R-10 reads.

use crate::cluster::{
    CallingSearchSpace, Cluster, DirectoryNumber, Partition, STANDARD_PRESENCE_GROUP,
};
use crate::id::{DnId, PartitionId};
use crate::presence::{Found, Pattern, RouteIndex, find_number};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const SYMBOLS: [char; 13] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', '+'];

/// Whether a pattern matches, read from left to right, one character at a time.
fn matches(pattern: &[char], number: &[char]) -> bool {
    match (pattern, number) {
        (['.', pattern @ ..], _) => matches(pattern, number),
        ([], _) => number.is_empty(),
        (_, []) => false,
        (['!', rest @ ..], [n, number @ ..]) => {
            n.is_ascii_digit() && (matches(rest, number) || matches(pattern, number))
        }
        (['X', pattern @ ..], [n, number @ ..]) => n.is_ascii_digit() && matches(pattern, number),
        (['[', pattern @ ..], [n, number @ ..]) => {
            let close = pattern.iter().position(|c| *c == ']').unwrap();
            within(&pattern[..close], *n) && matches(&pattern[close + 1..], number)
        }
        ([c, pattern @ ..], [n, number @ ..]) => c == n && matches(pattern, number),
    }
}

fn within(brackets: &[char], n: char) -> bool {
    match brackets {
        ['^', listed @ ..] => n.is_ascii_digit() && !within(listed, n),
        [from, '-', to, rest @ ..] => (*from..=*to).contains(&n) || within(rest, n),
        [c, rest @ ..] => *c == n || within(rest, n),
        [] => false,
    }
}

/// All numbers of one to four symbols.
static UNIVERSE: LazyLock<Vec<Vec<char>>> = LazyLock::new(universe);

fn universe() -> Vec<Vec<char>> {
    let mut all: Vec<Vec<char>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..4 {
        let longer = |n: &Vec<char>| SYMBOLS.map(|s| [&n[..], &[s]].concat());
        last = last.iter().flat_map(longer).collect();
        all.extend(last.iter().cloned());
    }
    all.remove(0);
    all
}

/// A configured number with everything that it matches, as positions in the universe.
struct Configured {
    dn: DnId,
    rank: usize,
    set: BTreeSet<usize>,
}

/// R-10 as it reads: drop what holds a closer match, then what matches more numbers of the dialled
/// length, then take the earliest partition, then the oldest.
fn closest(candidates: &[Configured], all: &[Vec<char>], length: usize) -> Option<DnId> {
    let closer = |a: &Configured, b: &Configured| a.set.is_subset(&b.set) && a.set != b.set;
    let innermost = candidates.iter().filter(|b| !candidates.iter().any(|a| closer(a, b)));
    let count = |c: &Configured| c.set.iter().filter(|at| all[**at].len() == length).count();
    innermost.min_by_key(|c| (count(c), c.rank, c.dn)).map(|c| c.dn)
}

fn element() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["0", "1", "2", "*", "+", "X", "[0-1]", "[12]", "[^0]", "[*2]", ".1"])
}

/// Up to three elements, or an open part with one neighbour: short enough to be listed in full.
fn pattern() -> impl Strategy<Value = String> {
    let plain = prop::collection::vec(element(), 1..4).prop_map(|parts| parts.concat());
    prop_oneof![
        4 => plain,
        1 => Just("!".to_owned()),
        1 => element().prop_map(|e| format!("{e}!")),
        1 => element().prop_map(|e| format!("!{e}")),
    ]
}

/// Numbers in partitions 0 to 3, where 3 stands for the null partition.
fn plan() -> impl Strategy<Value = Vec<(String, usize)>> {
    prop::collection::vec((pattern(), 0_usize..4), 1..7)
}

fn cluster(plan: &[(String, usize)], css: &[u32]) -> Cluster {
    let mut c = Cluster::new("CallManager");
    for name in ["P0", "P1", "P2"] {
        c.partitions.push(Partition { name: name.to_owned() });
    }
    let partitions = css.iter().map(|p| PartitionId(*p)).collect();
    c.calling_search_spaces.push(CallingSearchSpace { name: "CSS".to_owned(), partitions });
    for (number, partition) in plan {
        let id = (*partition < 3).then(|| PartitionId(u32::try_from(*partition).unwrap()));
        let partition = id.and_then(|id| Some((id, c.partitions.get(id)?.name.clone())));
        let partition = partition.as_ref().map(|(id, name)| (*id, name.as_str()));
        c.directory_numbers.push(DirectoryNumber::new(number, partition, STANDARD_PRESENCE_GROUP));
    }
    c
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_search_equals_a_slow_one_written_as_the_rule_reads(
        plan in plan(),
        css in prop::sample::subsequence(vec![0_u32, 1, 2], 0..=3).prop_shuffle(),
        dialled in prop::collection::vec("[0-2*+9]{1,4}", 1..20),
    ) {
        let all = &*UNIVERSE;
        let c = cluster(&plan, &css);
        let index = RouteIndex::new(&c);
        let css_id = c.calling_search_spaces.id_of("CSS");
        let sets: Vec<BTreeSet<usize>> = plan.iter().map(|(text, _)| {
            let text: Vec<char> = text.chars().collect();
            (0..all.len()).filter(|at| matches(&text, &all[*at])).collect()
        }).collect();
        for dialled in &dialled {
            let number: Vec<char> = dialled.chars().collect();
            let at = all.iter().position(|n| *n == number).unwrap();
            let mut candidates = Vec::new();
            for (dn, (_, partition)) in plan.iter().enumerate() {
                let rank = if *partition == 3 {
                    Some(css.len())
                } else {
                    css.iter().position(|p| *p as usize == *partition)
                };
                if let Some(rank) = rank.filter(|_| sets[dn].contains(&at)) {
                    let id = DnId(u32::try_from(dn).unwrap());
                    candidates.push(Configured { dn: id, rank, set: sets[dn].clone() });
                }
            }
            let expected = closest(&candidates, all, number.len()).map(Found::DirectoryNumber);
            prop_assert_eq!(find_number(&c, &index, css_id, dialled), expected, "{}", dialled);
        }
    }

    #[test]
    fn counting_matching_and_containment_equal_listing(a in pattern(), b in pattern()) {
        let all = &*UNIVERSE;
        let (p, q) = (Pattern::parse(&a).unwrap(), Pattern::parse(&b).unwrap());
        let set = |text: &str| -> BTreeSet<usize> {
            let text: Vec<char> = text.chars().collect();
            (0..all.len()).filter(|at| matches(&text, &all[*at])).collect()
        };
        let (set_a, set_b) = (set(&a), set(&b));
        for length in 1..=4 {
            let listed = set_a.iter().filter(|at| all[**at].len() == length).count();
            prop_assert_eq!(p.count(length), listed as u128);
        }
        prop_assert_eq!(p.is_contained_in(&q), set_a.is_subset(&set_b));
        let text = |at: &usize| all[*at].iter().collect::<String>();
        prop_assert!(set_a.iter().all(|at| p.matches(&text(at))));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,40}", wild in "[0-9X!.\\[\\]^*#+-]{0,40}") {
        let _ = Pattern::parse(&text);
        if let Ok(pattern) = Pattern::parse(&wild) {
            prop_assert!(pattern.count(32) >= pattern.count(0));
        }
    }
}
