//! The catalogue as a whole: nothing missing, nothing twice, nothing pointing nowhere.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::IntoDeserializer;
use serde::de::value::{Error as ValueError, StrDeserializer};
use serde::{Deserialize, Serialize};

use super::{Evidence, Family, RuleId, catalogue, rule};

const TITLE_MAX: usize = 60;
const TEXT_MAX: usize = 700;
const SENTENCES_MAX: usize = 5;

/// The sections that rows may name.
const CHAPTERS: &[&str] = &[
    "Introducing presence",
    "Phones and trunks",
    "Route lists",
    "Presence groups",
    "Presence authorization",
    "SUBSCRIBE calling search space",
    "Extension mobility",
    "Interactions and restrictions",
    "Configuration checklist",
    "Service and enterprise parameters",
    "Configuring groups",
    "Group settings",
    "Deleting a group",
    "Applying a group",
    "Group and authorization tips",
    "Customized button templates",
    "BLF/SpeedDial buttons",
    "BLF/SpeedDial settings",
];

fn with_evidence(evidence: Evidence) -> Vec<&'static str> {
    catalogue().filter(|rule| rule.evidence == evidence).map(|rule| rule.id.as_str()).collect()
}

fn read(text: &str) -> Result<RuleId, ValueError> {
    let deserializer: StrDeserializer<'_, ValueError> = text.into_deserializer();
    RuleId::deserialize(deserializer)
}

/// Shows a value as serde writes it.
struct Written(RuleId);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

#[test]
fn every_family_has_all_its_rules_numbered_from_one() {
    let counts = [
        (Family::Watch, 13),
        (Family::Req, 6),
        (Family::Route, 6),
        (Family::Group, 13),
        (Family::Auth, 18),
        (Family::Css, 6),
        (Family::Em, 5),
        (Family::Quirk, 9),
        (Family::Admin, 12),
        (Family::Reading, 25),
    ];
    assert_eq!(Family::ALL, counts.map(|(family, _)| family));
    for (family, count) in counts {
        let members = catalogue().filter(|rule| rule.id.family() == family);
        let numbers: Vec<u16> = members.map(|rule| rule.id.number()).collect();
        assert_eq!(numbers, (1..=count).collect::<Vec<u16>>(), "{family}");
    }
    assert_eq!(RuleId::ALL.len(), 113);
}

#[test]
fn ids_are_unique_ordered_and_named_like_their_variants() {
    assert!(RuleId::ALL.is_sorted());
    for (place, id) in RuleId::ALL.iter().enumerate() {
        assert_eq!(*id as usize, place, "{id}");
        assert_eq!(rule(*id).id, *id);
        let variant = format!("{id:?}").to_uppercase();
        assert_eq!(id.as_str().replace('-', ""), variant);
    }
    let codes: BTreeSet<u16> = RuleId::ALL.iter().map(|id| id.code()).collect();
    assert_eq!(codes.len(), RuleId::ALL.len());
}

#[test]
fn codes_stay_for_good() {
    let golden = [
        (RuleId::Watch1, 101),
        (RuleId::Req6, 206),
        (RuleId::Route6, 306),
        (RuleId::Group10, 410),
        (RuleId::Auth18, 518),
        (RuleId::Css6, 606),
        (RuleId::Em5, 705),
        (RuleId::Quirk9, 809),
        (RuleId::Admin12, 912),
        (RuleId::R25, 1025),
    ];
    for (id, code) in golden {
        assert_eq!(id.code(), code, "{id}");
    }
}

#[test]
fn evidence_is_as_the_rules_say() {
    assert_eq!(
        with_evidence(Evidence::Refused),
        ["WATCH-4", "GROUP-7", "GROUP-11", "AUTH-9", "ADMIN-6", "ADMIN-12"]
    );
    assert_eq!(
        with_evidence(Evidence::Observed),
        [
            "WATCH-2", "WATCH-3", "WATCH-6", "WATCH-7", "WATCH-11", "WATCH-12", "ROUTE-4",
            "ROUTE-5", "ROUTE-6", "GROUP-4", "GROUP-5", "GROUP-12", "ADMIN-1", "ADMIN-2",
            "ADMIN-4", "ADMIN-5", "ADMIN-7", "ADMIN-8", "ADMIN-9",
        ]
    );
    assert_eq!(
        with_evidence(Evidence::Whole),
        ["WATCH-1", "REQ-1", "REQ-6", "GROUP-6", "GROUP-9", "GROUP-13", "AUTH-3", "AUTH-10"]
    );
    assert_eq!(with_evidence(Evidence::Review), ["ADMIN-10", "ADMIN-11"]);
    assert_eq!(with_evidence(Evidence::Decided).len(), 113 - 6 - 19 - 8 - 2);
}

#[test]
fn only_whole_rules_have_parts_and_none_is_made_of_another() {
    for rule in catalogue() {
        assert_eq!(rule.evidence == Evidence::Whole, !rule.parts.is_empty(), "{}", rule.id);
        for part in rule.parts {
            assert_ne!(part.rule().evidence, Evidence::Whole, "{} has part {part}", rule.id);
        }
    }
}

#[test]
fn references_are_distinct_and_never_to_the_rule_itself() {
    for rule in catalogue() {
        for list in [rule.see, rule.parts] {
            let distinct: BTreeSet<&RuleId> = list.iter().collect();
            assert_eq!(distinct.len(), list.len(), "{}", rule.id);
            assert!(!distinct.contains(&rule.id), "{}", rule.id);
        }
        assert!(!rule.see.is_empty(), "{}", rule.id);
        assert!(rule.see.iter().all(|see| !rule.parts.contains(see)), "{}", rule.id);
    }
}

#[test]
fn texts_name_only_rules_that_exist() {
    for rule in catalogue() {
        for word in rule.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
            let Some((prefix, number)) = word.split_once('-') else { continue };
            let is_id = Family::ALL.iter().any(|family| family.prefix() == prefix);
            if is_id && number.starts_with(|c: char| c.is_ascii_digit()) {
                assert!(RuleId::parse(word).is_ok(), "{} names {word}", rule.id);
            }
        }
    }
}

#[test]
fn words_fit_a_list_and_a_page() {
    let mut titles = BTreeSet::new();
    for rule in catalogue() {
        let id = rule.id;
        assert!(titles.insert(rule.title), "{id}: title twice");
        assert!(rule.title.chars().count() <= TITLE_MAX, "{id}: long title");
        assert!(!rule.title.ends_with('.'), "{id}: a title is no sentence");
        assert!(rule.text.chars().count() <= TEXT_MAX, "{id}: {} chars", rule.text.len());
        assert!(rule.text.ends_with('.'), "{id}: text stops short");
        assert!(!rule.text.contains("  "), "{id}: double space");
        assert!(rule.text.matches(". ").count() < SENTENCES_MAX, "{id}: too many sentences");
        assert!(CHAPTERS.contains(&rule.chapter), "{id}: {}", rule.chapter);
    }
}

#[test]
fn ids_read_back_as_written() {
    for id in RuleId::ALL {
        assert_eq!(RuleId::parse(id.as_str()), Ok(*id));
        assert_eq!(id.to_string().parse(), Ok(*id));
        assert_eq!(Written(*id).to_string(), id.as_str());
        assert_eq!(read(id.as_str()), Ok(*id));
    }
    assert_eq!(format!("{:>8}|{:<6}|", RuleId::R3, RuleId::Css1), "     R-3|CSS-1 |");
}

#[test]
fn a_wrong_id_is_refused_and_gets_the_nearest_right_one() {
    let suggestions = [
        ("group10", "GROUP-10"),
        ("Group-10", "GROUP-10"),
        ("GROUP 10", "GROUP-10"),
        ("R3", "R-3"),
        ("r-3", "R-3"),
        ("reading 3", "R-3"),
        ("QIRK-5", "QUIRK-5"),
        ("GRUOP-2", "GROUP-2"),
        ("WATCH-14", "WATCH-13"),
        ("WATCH-0", "WATCH-1"),
        ("WATCH-01", "WATCH-1"),
        ("R-9999999", "R-25"),
        ("auth", "AUTH-1"),
        ("EN-3", "EM-3"),
    ];
    for (given, nearest) in suggestions {
        let unknown = RuleId::parse(given).unwrap_err();
        assert_eq!(unknown.given(), given);
        assert_eq!(unknown.nearest().map(RuleId::as_str), Some(nearest), "{given}");
    }
}

#[test]
fn nonsense_gets_no_suggestion() {
    let long = "lamp ".repeat(1000);
    for given in ["", "10", "lamp", "é-3", long.as_str()] {
        let unknown = RuleId::parse(given).unwrap_err();
        assert_eq!(unknown.nearest(), None, "{given}");
        assert!(unknown.given().chars().count() <= 40);
    }
}

#[test]
fn a_wrong_id_says_so_in_one_line() {
    let message = |text| RuleId::parse(text).unwrap_err().to_string();
    assert_eq!(message("group10"), "there is no rule `group10`; did you mean `GROUP-10`?");
    assert_eq!(message("7"), "there is no rule `7`; an id looks like `GROUP-10` or `R-3`");
    assert_eq!(read("R3").unwrap_err().to_string(), message("R3"));
}
