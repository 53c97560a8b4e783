//! Edits, log-ins and Resets in a scenario: what is refused, found, pending and seen, and what a run
//! shows of the rules by it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use lampfield_core::diagnostic::Code;
use lampfield_core::rules::RuleId;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, Spoken, Verdict, load};
use std::sync::Arc;

const CLUSTER: &str = "
lampfield: 1
name: A test
cluster:
  enterprise_parameters: { Enable Dependency Records: Enabled, BLF for Call Lists: Enabled }
  service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
  partitions: [Internal]
  calling_search_spaces: { Everyone: [Internal] }
  presence_groups: { User Group: {}, Executive Group: {} }
  button_templates:
    Plain: { buttons: [Line, Speed Dial] }
    One BLF: { buttons: [Line, Speed Dial BLF] }
  directory_numbers: { 1000 in Internal: {}, 1111 in Internal: {} }
  end_users: { anna: { subscribe_css: Everyone, device_profiles: [Anna on 7970] } }
  user_device_profiles:
    Anna on 7970: { type: 7970 SIP, template: One BLF, lines: [1000 in Internal], blf_speed_dials: [{ directory_number: 1111 in Internal, label: Büro, label_ascii: Buero }] }
  phones:
    Phone A: { type: 7970 SIP, presence_group: User Group, template: One BLF, lines: [1000 in Internal], blf_speed_dials: [{ destination: 1111 }, { destination: 1000, label: Myself }], extension_mobility: Enabled }
    Phone B: { type: 7961 SCCP, lines: [1111 in Internal] }
";

fn player(covers: &str, steps: &str) -> Player {
    let text = format!("{CLUSTER}covers: [{covers}]\nsteps:\n{steps}");
    let sources = MemorySources::new([("a.yaml", text)]);
    let scenario = load(&sources, "a.yaml").unwrap_or_else(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(|m| m.render(&sources, false)).collect();
        panic!("{}", told.join("\n"))
    });
    Player::new(Arc::new(scenario), PlayOptions::default()).unwrap()
}

fn run(covers: &str, steps: &str) -> Report {
    player(covers, steps).run()
}

fn told(report: &Report) -> String {
    report.failures.iter().map(|failure| format!("{failure:#?}\n")).collect()
}

fn passes(covers: &str, steps: &str) {
    let report = run(covers, steps);
    assert_eq!(report.verdict, Verdict::Passed, "{}", told(&report));
}

/// Fails with exactly these codes.
fn fails(steps: &str, codes: &[Code]) -> Report {
    let report = run("", steps);
    let found: Vec<Code> = report.failures.iter().map(|failure| failure.code).collect();
    assert_eq!(found, codes, "{}", told(&report));
    report
}

#[test]
fn a_refused_edit_is_expected_with_its_rule() {
    passes(
        "GROUP-11, GROUP-7",
        "
  - { at: 1s, change: { delete: { presence_groups: [User Group] } } }
  - { at: 1s, expect: [{ refused: change, because: [GROUP-11] }] }
  - { at: 2s, change: { delete: { presence_groups: [Standard Presence group] } } }
  - { at: 2s, expect: [{ refused: change, because: [GROUP-7] }] }
",
    );
}

#[test]
fn a_refusal_that_nobody_expects_fails_the_scenario_and_says_why() {
    let report = fails(
        "  - { at: 1s, change: { delete: { presence_groups: [User Group] } } }\n",
        &[Code::RefusalDiffers],
    );
    assert!(report.failures[0].notes.iter().any(|note| note.text.contains("GROUP-11")));
    assert!(report.failures[0].notes.iter().any(|note| note.text.contains("Phone A")));
}

#[test]
fn an_edit_that_is_taken_is_not_refused_and_another_rule_is_not_the_one() {
    fails(
        "
  - { at: 1s, change: { add: { presence_groups: { Night: {} } } } }
  - { at: 1s, expect: [{ refused: change }] }
",
        &[Code::RefusalDiffers],
    );
    fails(
        "
  - { at: 1s, change: { delete: { presence_groups: [User Group] } } }
  - { at: 1s, expect: [{ refused: change, because: [ADMIN-6] }] }
",
        &[Code::BecauseDiffers],
    );
    fails("  - { at: 1s, expect: [{ refused: change }] }\n", &[Code::RefusalDiffers]);
    fails(
        "
  - { at: 1s, change: { delete: { presence_groups: [User Group] } } }
  - { at: 2s, do: Phone A logs in as anna }
  - { at: 2s, expect: [{ refused: change }] }
",
        &[Code::RefusalDiffers, Code::RefusalDiffers],
    );
}

#[test]
fn deleting_asks_and_a_no_changes_nothing() {
    passes(
        "GROUP-12",
        "
  - { at: 1s, change: { add: { presence_groups: { Night: { description: x }, Noon: {} } } } }
  - { at: 2s, change: { delete: { presence_groups: [Night, Noon] }, confirm: no } }
  - { at: 2s, expect: [{ cancelled: change }] }
  - { at: 3s, change: { find: { presence_groups: { name: { begins with: N } } } } }
  - { at: 3s, expect: [{ found: [Night, Noon] }] }
  - { at: 4s, change: { find_within: { description: { is exactly: X } } } }
  - { at: 4s, expect: [{ found: [Night] }] }
  - { at: 5s, change: { dependency_records: { presence_groups: User Group } } }
  - { at: 5s, expect: [{ found: [Phone A] }] }
",
    );
    fails(
        "
  - { at: 3s, change: { find: { presence_groups: {} } } }
  - { at: 3s, expect: [{ found: [Night] }] }
",
        &[Code::FoundDiffers],
    );
    fails(
        "
  - { at: 1s, change: { delete: { presence_groups: [Executive Group] } } }
  - { at: 1s, expect: [{ cancelled: change }] }
",
        &[Code::RefusalDiffers],
    );
}

#[test]
fn what_is_saved_waits_for_its_reset() {
    passes(
        "ADMIN-2, CSS-3",
        "
  - { at: 0s, do: everybody connects }
  - { at: 1s, expect: [{ lamp: Phone A BLF 1, is: unknown, because: [CSS-3] }] }
  - { at: 2s, change: { phones: { Phone A: { subscribe_css: Everyone } } } }
  - at: 3s
    expect:
      - { pending: [Phone A] }
      - { view: subscribe_css of Phone A, shows: Everyone }
      - { lamp: Phone A BLF 1, is: unknown }
  - { at: 4s, do: Phone A is reset }
  - at: 8s
    expect:
      - { pending: [] }
      - { lamp: Phone A BLF 1, is: idle }
",
    );
    fails("  - { at: 1s, expect: [{ pending: [Phone A] }] }\n", &[Code::ViewDiffers]);
}

#[test]
fn views_show_what_the_pages_of_the_administration_show() {
    passes(
        "GROUP-4, GROUP-5, ADMIN-1, ADMIN-5, ADMIN-7",
        "
  - { at: 1s, change: { add: { presence_groups: { Night: {} } } } }
  - at: 1s
    expect: [{ view: relationship pane of Night, shows: nothing }]
  - at: 2s
    change:
      presence_groups: { Night: { relationships: { User Group: Allow Subscription, Executive Group: Disallow Subscription } } }
  - { at: 3s, change: { presence_groups: { Night: { relationships: { User Group: Use System Default } } } } }
  - at: 3s
    expect:
      - { view: relationship pane of Night, shows: [Executive Group: Disallow Subscription] }
      - { view: unassigned items of Phone A, shows: Myself }
      - { view: BLF for Call Lists, shows: Enabled }
      - { view: destination of Phone A BLF 1, shows: 1111 }
  - { at: 4s, change: { phones: { Phone A: { blf_speed_dials: { BLF 1: { directory_number: 1111 in Internal } } } } } }
  - at: 4s
    expect:
      - { view: destination of Phone A BLF 1, shows: nothing }
      - { view: directory_number of Phone A BLF 1, shows: 1111 in Internal }
      - { view: lines of Phone A, shows: [1000 in Internal] }
",
    );
    fails(
        "  - { at: 1s, expect: [{ view: lines of Phone A, shows: nothing }] }\n",
        &[Code::ViewDiffers],
    );
    fails(
        "
  - { at: 1s, change: { rename: { phones: { Phone A: Phone Z } } } }
  - { at: 1s, expect: [{ view: lines of Phone A, shows: nothing }] }
",
        &[Code::NotThere],
    );
}

#[test]
fn a_log_in_brings_the_buttons_of_a_profile() {
    passes(
        "EM-1, CSS-5, ADMIN-8, ADMIN-9",
        "
  - { at: 0s, do: everybody connects }
  - { at: 1s, expect: [{ view: labels of Phone A, shows: 1111 }] }
  - { at: 2s, do: Phone A logs in as anna }
  - at: 6s
    expect:
      - { view: labels of Phone A, shows: Büro }
      - { lamp: Phone A BLF 1, is: idle, because: [CSS-5] }
  - { at: 7s, do: Phone A logs out }
  - { at: 11s, expect: [{ lamp: Phone A BLF 1, is: unknown }] }
  - { at: 12s, do: Phone A logs out }
  - { at: 12s, expect: [{ refused: log-out }] }
",
    );
}

#[test]
fn phones_that_an_edit_adds_are_named_by_later_steps() {
    passes(
        "",
        "
  - { at: 0s, do: everybody connects }
  - { at: 1s, change: { add: { phones: { Phone N: { type: 7970 SIP, subscribe_css: Everyone, template: One BLF, lines: [1000 in Internal], blf_speed_dials: [{ destination: 1111 }] } } } } }
  - { at: 2s, do: Phone N connects }
  - { at: 5s, expect: [{ lamp: Phone N BLF 1, is: idle }] }
  - { at: 6s, do: Phone B lifts }
  - { at: 7s, expect: [{ lamp: Phone N BLF 1, is: busy }] }
",
    );
}

#[test]
fn a_name_that_nothing_has_at_its_moment_is_told_and_breaks_nothing() {
    let report = fails(
        "
  - { at: 1s, do: Phone N connects }
  - { at: 2s, expect: [{ lamp: Phone N BLF 1, is: idle }] }
  - { at: 3s, change: { add: { phones: { Phone N: { type: 7970 SIP } } } } }
",
        &[Code::NotThere, Code::NotThere],
    );
    assert!(report.failures.iter().all(|failure| failure.primary.is_some()));
    fails(
        "
  - { at: 1s, change: { delete: { phones: [Phone B] } } }
  - { at: 2s, do: Phone B connects }
",
        &[Code::NotThere],
    );
}

#[test]
fn a_copied_template_with_set_buttons_shows_admin_4() {
    passes(
        "ADMIN-4",
        "
  - { at: 0s, do: everybody connects }
  - { at: 1s, change: { copy: { button_templates: { Plain: Mine } } } }
  - { at: 2s, change: { button_templates: { Mine: { buttons: [Line, Speed Dial BLF] } } } }
  - { at: 3s, change: { phones: { Phone A: { template: Mine, subscribe_css: Everyone } } } }
  - { at: 4s, do: Phone A is reset }
  - { at: 8s, expect: [{ lamp: Phone A BLF 1, is: idle }] }
",
    );
}

#[test]
fn rules_that_a_run_does_not_show_are_told() {
    let report = run("ADMIN-2, GROUP-12, AUTH-9", "  - { at: 1s, do: everybody connects }\n");
    let missing: Vec<RuleId> =
        report.covered.iter().filter(|shown| shown.at.is_none()).map(|shown| shown.rule).collect();
    assert_eq!(missing, [RuleId::Admin2, RuleId::Group12, RuleId::Auth9]);
}

#[test]
fn the_page_may_say_the_new_sentences_too() {
    let mut player = player("", "  - { at: 0s, do: everybody connects }\n");
    while player.step().is_some() {}
    let scenario = Arc::clone(player.scenario());
    let Ok(Spoken::Do(orders)) = scenario.spoken_in(player.site(), "Phone A logs in as anna")
    else {
        panic!("a sentence")
    };
    for order in &orders {
        player.obey(order).unwrap();
    }
    let Ok(Spoken::Do(orders)) = scenario.spoken("Phone B logs in as anna") else {
        panic!("a sentence")
    };
    // Phone B has no extension mobility (EM-5).
    assert!(orders.iter().all(|order| player.obey(order).is_err()));
}
