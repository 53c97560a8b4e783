//! The engine agrees with the reference model, and everything that the rules can say was said.

use lampfield_core::presence::{Outcome, PublishedStatus};
use lampfield_core::rules::RuleId;
use lampfield_reference::{compare, history};

const QUESTIONS: u64 = 10_000;

#[test]
fn ten_thousand_questions_have_the_same_answers() {
    let comparison = compare::compare(1, QUESTIONS, |_| {});
    assert!(comparison.agrees(), "{comparison}");
    let tally = &comparison.tally;
    assert_eq!(tally.questions, QUESTIONS);
    for outcome in [Outcome::Allowed, Outcome::Refused, Outcome::RefusedByDefault, Outcome::NoRoute]
    {
        assert!(tally.outcome(outcome) >= 200, "{outcome:?} in\n{tally}");
    }
    for rule in RULES {
        assert!(tally.decided(rule) >= 100, "{rule} in\n{tally}");
    }
    for status in [PublishedStatus::Idle, PublishedStatus::Busy, PublishedStatus::Unknown] {
        let shared = tally.statuses.get(&("shared", status)).copied().unwrap_or(0);
        assert!(shared >= 20, "{status:?} in\n{tally}");
    }
}

/// The rules that decide.
const RULES: [RuleId; 20] = [
    RuleId::Watch9,
    RuleId::Watch13,
    RuleId::Admin3,
    RuleId::Css1,
    RuleId::Css3,
    RuleId::Css6,
    RuleId::Route2,
    RuleId::Quirk1,
    RuleId::Quirk3,
    RuleId::Group1,
    RuleId::Group2,
    RuleId::Group3,
    RuleId::Group10,
    RuleId::Auth5,
    RuleId::Auth7,
    RuleId::Auth11,
    RuleId::Auth12,
    RuleId::Auth14,
    RuleId::R13,
    RuleId::R15,
];

#[test]
fn after_every_save_reset_log_in_and_log_out_the_same_settings_act() {
    let histories = history::compare(1, 300);
    assert!(histories.differences.is_empty(), "{}", histories.differences.join("\n"));
    assert!(histories.acts > 5_000 && histories.waiting > 1_000, "{histories:?}");
}
