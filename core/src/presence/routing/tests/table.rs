//! Tables for.

use crate::cluster::{Cluster, ClusterBuilder};
use crate::presence::{BadPattern, Found, Pattern, RouteIndex, find_number};

fn parse(text: &str) -> Pattern {
    Pattern::parse(text).unwrap()
}

#[test]
fn patterns_match_what_their_wildcards_say() {
    // Pattern, numbers that match, numbers that do not.
    let table: &[(&str, &[&str], &[&str])] = &[
        ("1111", &["1111"], &["111", "11111", "1112", ""]),
        ("*5#", &["*5#"], &["5", "*5"]),
        ("+1555", &["+1555"], &["1555"]),
        ("10XX", &["1000", "1099"], &["10*0", "100", "10000", "+100"]),
        ("1[2-46]0", &["120", "130", "140", "160"], &["150", "110"]),
        ("[*#]9", &["*9", "#9"], &["99"]),
        ("[+0]9", &["+9", "09"], &["99"]),
        ("1[^2-46]0", &["100", "150", "190"], &["120", "160", "1*0"]),
        ("9!", &["91", "912125550100"], &["9", "9*", "81"]),
        ("!", &["0", "123"], &["", "*"]),
        ("9!#", &["91#", "9123#"], &["9#", "9123"]),
        ("!5", &["05", "55", "555"], &["5", "50"]),
        ("9.1XXX", &["91234"], &["9.1234"]),
    ];
    for (pattern, yes, no) in table {
        let p = parse(pattern);
        yes.iter().for_each(|n| assert!(p.matches(n), "{pattern} should match {n}"));
        no.iter().for_each(|n| assert!(!p.matches(n), "{pattern} should not match {n}"));
    }
}

#[test]
fn bad_patterns_are_refused_with_the_reason() {
    let table = [
        ("", BadPattern::Empty),
        (".", BadPattern::Empty),
        ("12a", BadPattern::Character('a')),
        ("1x", BadPattern::Character('x')),
        ("[12", BadPattern::Unclosed),
        ("12]", BadPattern::Character(']')),
        ("[5-3]", BadPattern::Range),
        ("[1-]", BadPattern::Range),
        ("[1-*]", BadPattern::Range),
        ("[]", BadPattern::NothingMatches),
        ("[^0-9]", BadPattern::NothingMatches),
        ("1!2!", BadPattern::SecondOpenPart),
    ];
    for (text, bad) in table {
        assert_eq!(Pattern::parse(text), Err(bad), "{text}");
    }
    assert_eq!(Pattern::parse(&"1".repeat(33)), Err(BadPattern::TooLong));
    assert!(Pattern::parse(&"1".repeat(32)).is_ok());
}

#[test]
fn widths_are_counted_at_the_dialled_length() {
    let table: &[(&str, usize, u128)] = &[
        ("1111", 4, 1),
        ("1111", 5, 0),
        ("1[3-5]XX", 4, 300),
        // The field's own example: for 1515, `15!` is 100 numbers, not endless.
        ("15!", 4, 100),
        ("15!", 3, 10),
        ("15!", 2, 0),
        ("!", 32, 10_u128.pow(32)),
    ];
    for (pattern, length, count) in table {
        assert_eq!(parse(pattern).count(*length), *count, "{pattern} at {length}");
    }
}

#[test]
fn containment_is_about_every_number_that_matches() {
    let table = [
        ("1XXX", "1!", true),
        ("1!", "1XXX", false),
        ("1!", "!", true),
        ("1!5", "1!", true),
        ("1!", "1!5", false),
        ("10XX", "1[0-4]XX", true),
        ("1X0", "10X", false),
        ("1111", "1111", true),
        ("11!", "1!", true),
        ("!", "X", false),
    ];
    for (inner, outer, contained) in table {
        assert_eq!(parse(inner).is_contained_in(&parse(outer)), contained, "{inner} in {outer}");
    }
}

/// Numbers in partitions, a CSS over A, B and C in this order, and D beside it.
fn plan(numbers: &[&str]) -> Cluster {
    let b = ["A", "B", "C", "D"].iter().fold(ClusterBuilder::new(), |b, p| b.partition(p));
    let b = b.css("ABC", &["A", "B", "C"]);
    numbers.iter().fold(b, |b, number| b.dn(number)).build().unwrap()
}

fn finds(numbers: &[&str], dialled: &str) -> Option<String> {
    let c = plan(numbers);
    let css = c.calling_search_spaces.id_of("ABC");
    match find_number(&c, &RouteIndex::new(&c), css, dialled) {
        Some(Found::DirectoryNumber(dn)) => c.directory_numbers.get(dn).map(|dn| dn.name.clone()),
        _ => None,
    }
}

#[test]
fn the_closest_match_over_all_partitions_wins_and_order_breaks_ties() {
    let table: &[(&[&str], &str, Option<&str>)] = &[
        // The exact number in a later partition beats the pattern in an earlier one.
        (&["1XXX in A", "1111 in C"], "1111", Some("1111 in C")),
        (&["1XXX in A", "1111"], "1111", Some("1111")),
        // Equal matches: the earlier partition, the null partition last.
        (&["1111 in B", "1111 in A"], "1111", Some("1111 in A")),
        (&["1111", "1111 in C"], "1111", Some("1111 in C")),
        (&["1XXX in C", "1XXX in B"], "1234", Some("1XXX in B")),
        // Fewer numbers of the dialled length.
        (&["1[3-5]XX in A", "15! in B"], "1515", Some("15! in B")),
        (&["! in A", "1! in B", "10X in C"], "105", Some("10X in C")),
        // As many at this length, but contained.
        (&["1! in A", "1XXX in B"], "1234", Some("1XXX in B")),
        // As many, neither contained: order. And a third that only a contained one beats.
        (&["1X0 in B", "10X in A"], "100", Some("10X in A")),
        (&["1! in A", "X1XX in B", "1XXX in C"], "1100", Some("X1XX in B")),
        // Within one partition the older one.
        (&["1X0 in A", "10X in A"], "100", Some("1X0 in A")),
        // A partition that is not searched does not exist.
        (&["1111 in D"], "1111", None),
        (&["1111 in D", "1XXX in C"], "1111", Some("1XXX in C")),
        // One number written as a pattern is that number.
        (&["1.11[1] in B", "1111 in C"], "1111", Some("1.11[1] in B")),
        // What is no number finds nothing.
        (&["! in A"], "", None),
        (&["! in A"], "bob@example.com", None),
        (&["! in A"], "123456789012345678901234567890123", None),
    ];
    for (numbers, dialled, expected) in table {
        assert_eq!(finds(numbers, dialled).as_deref(), *expected, "{dialled} in {numbers:?}");
    }
}

#[test]
fn without_a_css_only_the_null_partition_is_searched() {
    let c = plan(&["1111 in A", "1200"]);
    let index = RouteIndex::new(&c);
    assert_eq!(find_number(&c, &index, None, "1111"), None);
    let found = c.directory_numbers.id_of("1200").map(Found::DirectoryNumber);
    assert_eq!(find_number(&c, &index, None, "1200"), found);
}
