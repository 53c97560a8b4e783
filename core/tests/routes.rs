//! Trunks and those outside in a scenario: what expectations see of them, and the invariant of one
//! upstream subscription.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, Verdict, load};
use std::sync::Arc;

const SITE: &str = "
lampfield: 1
name: A test
cluster:
  partitions: [Internal]
  calling_search_spaces: { Everyone: [Internal] }
  service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
  sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
  trunks: { Trunk S: { type: SIP }, Trunk D: { type: SIP, security_profile: Open, subscribe_css: Everyone }, Trunk X: { type: SIP, subscribe_css: Everyone } }
  route_groups: { Out: { members: [Trunk S] } }
  route_patterns: { 7XXX in Internal: { route: { route_group: Out } } }
  button_templates: { One BLF: { buttons: [Line, Speed Dial BLF] } }
  directory_numbers: { 1000 in Internal: {}, 1001 in Internal: {}, 5555 in Internal: {} }
  phones:
    Phone A: { type: 7970 SIP, subscribe_css: Everyone, template: One BLF, lines: [1000 in Internal], blf_speed_dials: [{ destination: 7100 }] }
    Phone B: { type: 7961 SCCP, subscribe_css: Everyone, template: One BLF, lines: [1001 in Internal], blf_speed_dials: [{ destination: 7100 }] }
    Desk: { type: 7970 SIP, lines: [5555 in Internal] }
outside:
  Server S: { type: presence server, trunk: Trunk S, presentities: { 7100: idle } }
  Proxy D: { type: proxy, trunk: Trunk D, phones: { Phone E: { number: 8001, blf_speed_dials: [5555] } } }
  WebDial: { type: application, trunk: Trunk X }
always: [one-upstream-subscription-per-trunk, no-status-after-refusal]
";

fn run(covers: &str, steps: &str) -> Report {
    let text = format!("{SITE}covers: [{covers}]\nsteps:\n{steps}");
    let sources = MemorySources::new([("a.yaml", text)]);
    let scenario = load(&sources, "a.yaml").unwrap_or_else(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(|m| m.render(&sources, false)).collect();
        panic!("{}", told.join("\n"))
    });
    let report = Player::new(Arc::new(scenario), PlayOptions::default()).unwrap().run();
    let told: Vec<String> =
        report.failures.iter().map(|failure| failure.render(&sources, false)).collect();
    assert_eq!(report.verdict, Verdict::Passed, "{}", told.join("\n"));
    report
}

#[test]
fn two_watchers_of_one_presentity_outside_share_a_subscription() {
    run(
        "ROUTE-4, ROUTE-5, R-16",
        "
  - { at: 0s, do: everybody connects }
  - at: 4s
    expect:
      - { lamp: Phone A BLF 1, is: idle }
      - { lamp: Phone B BLF 1, is: idle }
      - { message: { method: SUBSCRIBE, from: CallManager, to: Server S, about: 7100 }, count: 1 }
  - { at: 5s, do: Server S sets 7100 busy }
  - at: 6s
    expect:
      - { lamp: Phone A BLF 1, is: busy }
      - { lamp: Phone B BLF 1, is: busy }
      - { message: { method: NOTIFY, from: Server S, to: CallManager, status: busy }, count: 1 }
",
    );
}

#[test]
fn the_far_end_may_end_the_subscription() {
    run(
        "ROUTE-6",
        "
  - { at: 0s, do: everybody connects }
  - { at: 5s, do: Server S ends the subscription of 7100 with noresource }
  - { at: 6s, expect: [{ lamp: Phone A BLF 1, is: unknown }] }
",
    );
}

#[test]
fn a_phone_of_a_proxy_watches_through_its_trunk() {
    run(
        "REQ-4",
        "
  - { at: 0s, do: everybody connects }
  - at: 4s
    expect:
      - { lamp: Phone E BLF 1, is: idle }
      - { decision: Trunk D -> 5555, is: allowed }
      - { answer: Trunk D -> 5555, is: 200 }
      - { answer: Phone E BLF 1, is: 200 }
  - { at: 5s, do: Desk lifts }
  - { at: 6s, expect: [{ lamp: Phone E BLF 1, is: busy }] }
",
    );
}

#[test]
fn an_application_on_a_trunk_that_does_not_accept_is_told_so() {
    run(
        "AUTH-5",
        "
  - { at: 0s, do: everybody connects }
  - { at: 1s, do: WebDial subscribes to 5555 }
  - at: 2s
    expect:
      - { lamp: WebDial watch 5555, is: unknown }
      - { answer: WebDial watch 5555, is: 403, because: [AUTH-5] }
      - { decision: WebDial watch 5555, is: refused, because: [AUTH-5] }
      - { decision: Trunk X -> 5555, is: refused, because: [AUTH-5] }
",
    );
}

const SEVERAL: &str = "
lampfield: 1
name: A test
clusters:
  East:
    service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
    trunks: { To West: { type: SIP, destination: West } }
    route_patterns: { 2XXX: { route: { trunk: To West } } }
    button_templates: { One BLF: { buttons: [Line, Speed Dial BLF] } }
    directory_numbers: { 1000: {}, 1001: {} }
    phones:
      Phone A: { type: 7970 SIP, template: One BLF, lines: [1000], blf_speed_dials: [{ destination: 2000 }] }
      Phone B: { type: 7961 SCCP, template: One BLF, lines: [1001], blf_speed_dials: [{ destination: 2000 }] }
  West:
    service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }
    sip_trunk_security_profiles: { Open: { accept_presence_subscription: yes } }
    trunks: { To East: { type: SIP, destination: East, security_profile: Open } }
    directory_numbers: { 2000: {} }
    phones: { Phone A: { type: 7970 SIP, lines: [2000] } }
steps:
  - { at: 0s, do: everybody connects }
  - at: 4s
    expect:
      - { lamp: East/Phone A BLF 1, is: idle }
      - { lamp: Phone B BLF 1, is: idle }
      - { message: { method: SUBSCRIBE, from: East, to: West, about: 2000 }, count: 1 }
      - { decision: To East -> 2000, is: allowed }
      - { answer: To East -> 2000, is: 200 }
  - { at: 5s, do: West/Phone A lifts }
  - at: 6s
    expect:
      - { lamp: East/Phone A BLF 1, is: busy }
      - { lamp: Phone B BLF 1, is: busy }
  - { at: 7s, change: { cluster: West, sip_trunk_security_profiles: { Open: { accept_presence_subscription: no } } } }
  - { at: 7s, expect: [{ pending: [To East] }] }
  - { at: 8s, do: Open is reset }
  - { at: 12s, expect: [{ lamp: Phone B BLF 1, is: unknown }, { pending: [] }] }
always: [one-upstream-subscription-per-trunk, no-status-after-refusal]
covers: [REQ-3, ROUTE-5]
";

#[test]
fn a_phone_of_one_cluster_watches_a_number_of_another() {
    let sources = MemorySources::new([("a.yaml", SEVERAL)]);
    let scenario = load(&sources, "a.yaml").unwrap();
    let report = Player::new(Arc::new(scenario), PlayOptions::default()).unwrap().run();
    let told: Vec<String> =
        report.failures.iter().map(|failure| failure.render(&sources, false)).collect();
    assert_eq!(report.verdict, Verdict::Passed, "{}", told.join("\n"));
}
