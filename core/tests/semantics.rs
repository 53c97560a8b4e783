//! What times, windows, counts and reasons mean: small scenarios with one expectation each, and
//! whether it holds.
#![expect(clippy::unwrap_used, reason = "a test stops at what it did not expect")]

use lampfield_core::diagnostic::Code;
use lampfield_core::scenario::{MemorySources, PlayOptions, Player, Report, Verdict, load};
use lampfield_core::time::Instant;
use std::sync::Arc;

/// Phone A watches Phone B with SIP, the Lobby watches Phone B with SCCP; the network takes 1 ms.
const CLUSTER: &str = "\
lampfield: 1
name: Semantics
cluster:
  enterprise_parameters: { BLF for Call Lists: Enabled }
  directory_numbers: { 1000: {}, 1111: {}, 1200: {} }
  button_templates:
    Two BLF: { buttons: [Line, Speed Dial BLF, Speed Dial BLF] }
  phones:
    Phone A:
      type: 7970 SIP
      device_name: SEP000000001000
      template: Two BLF
      lines: [1000]
      blf_speed_dials:
        - { directory_number: 1111, label: Phone B }
        - { destination: 5555, label: Nobody }
    Phone B: { type: 7961 SCCP, lines: [1111] }
    Lobby:
      type: 7961 SCCP
      template: Two BLF
      lines: [1200]
      blf_speed_dials: [{ directory_number: 1111, label: Phone B }]
";

/// Phone B is off-hook from 2 s to 4 s; A's lamp follows 2 ms later.
const STORY: &str = "
  - { at: 0s, do: everybody connects }
  - { at: 2s, do: Phone B lifts }
  - { at: 4s, do: Phone B hangs up }
";

fn play(text: &str) -> Report {
    let sources = MemorySources::new([("s.yaml", text)]);
    let scenario = load(&sources, "s.yaml")
        .map_err(|mistakes| mistakes.iter().map(|m| m.render(&sources, false)).collect::<String>());
    let player = Player::new(Arc::new(scenario.unwrap()), PlayOptions::default()).unwrap();
    player.run()
}

/// The story with these steps put in at the right times, and whether all holds.
fn check(steps: &[(&str, &str)]) -> (Verdict, Vec<Code>) {
    let mut lines: Vec<(i64, String)> = Vec::new();
    let story = STORY.lines().filter(|line| line.contains("at: "));
    for line in story {
        let at = line.split("at: ").nth(1).unwrap().split('s').next().unwrap();
        lines.push((at.parse::<i64>().unwrap() * 1_000, line.to_owned()));
    }
    for (at, step) in steps {
        let ms = at.strip_suffix("ms").map_or_else(
            || at.strip_suffix('s').unwrap().parse::<i64>().unwrap() * 1_000,
            |ms| ms.parse().unwrap(),
        );
        lines.push((ms, format!("  - {{ at: {at}, {step} }}")));
    }
    lines.sort_by_key(|(at, _)| *at);
    let steps: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    let report = play(&format!("{CLUSTER}\nsteps:\n{}\n", steps.join("\n")));
    (report.verdict, report.failures.iter().map(|failure| failure.code).collect())
}

#[track_caller]
fn holds(at: &str, expectation: &str) {
    let (verdict, codes) = check(&[(at, &format!("expect: [{expectation}]"))]);
    assert_eq!(verdict, Verdict::Passed, "{at} {expectation}: {codes:?}");
}

#[track_caller]
fn fails(at: &str, expectation: &str, code: Code) {
    let (verdict, codes) = check(&[(at, &format!("expect: [{expectation}]"))]);
    assert_eq!((verdict, codes), (Verdict::Failed, vec![code]), "{at} {expectation}");
}

#[test]
fn is_means_the_exact_moment_after_everything_else_of_that_moment() {
    holds("2001ms", "{ lamp: Phone A BLF 1, is: idle }");
    holds("2002ms", "{ lamp: Phone A BLF 1, is: busy }");
    fails("2001ms", "{ lamp: Phone A BLF 1, is: busy }", Code::LampDiffers);
    holds("4001ms", "{ lamp: Phone A BLF 1, is: busy }");
    holds("4002ms", "{ lamp: Phone A BLF 1, is: idle }");
}

#[test]
fn a_check_sees_commands_of_its_moment_that_stand_below_it() {
    let steps = [
        ("1s", "expect: [{ lamp: Phone A missed call 1111, is: no entry }]"),
        ("6s", "expect: [{ lamp: Phone A BLF 1, is: no lamp }]"),
        ("6s", "do: Phone A is unplugged"),
    ];
    assert_eq!(check(&steps), (Verdict::Passed, vec![]));
}

#[test]
fn within_means_at_some_moment_after_the_step_and_at_the_latest_then() {
    holds("2s", "{ lamp: Phone A BLF 1, is: busy, within: 2ms }");
    fails("2s", "{ lamp: Phone A BLF 1, is: busy, within: 1ms }", Code::LampDiffers);
    holds("2s", "{ lamp: Phone A BLF 1, is: busy, by: 2002ms }");
    holds("3s", "{ lamp: Phone A BLF 1, is: busy, within: 5s }");
    holds("1s", "{ lamp: Phone A BLF 1, is: busy, within: 5s }");
    fails("5s", "{ lamp: Phone A BLF 1, is: busy, within: 5s }", Code::LampDiffers);
}

#[test]
fn holds_means_from_then_on_for_that_long() {
    holds("2002ms", "{ lamp: Phone A BLF 1, is: busy, holds: 1999ms }");
    fails("2002ms", "{ lamp: Phone A BLF 1, is: busy, holds: 2s }", Code::LampDiffers);
    holds("2s", "{ lamp: Phone A BLF 1, is: busy, within: 1s, holds: 1999ms }");
    fails("2s", "{ lamp: Phone A BLF 1, is: busy, within: 1s, holds: 2s }", Code::LampDiffers);
}

#[test]
fn messages_are_counted_from_the_start_to_the_step_or_in_their_window() {
    let notify = "message: { method: NOTIFY, to: Phone A, about: 1111 }";
    holds("1s", &format!("{{ {notify}, count: 1 }}"));
    holds("5s", &format!("{{ {notify}, count: 3 }}"));
    holds("5s", &format!("{{ {notify} }}"));
    holds("5s", &format!("{{ {notify}, count: 2..3 }}"));
    holds("5s", &format!("{{ {notify}, count: 3.. }}"));
    fails("5s", &format!("{{ {notify}, count: 4.. }}"), Code::MessageCountDiffers);
    holds("5s", &format!("{{ {notify}, count: 1, between: [1s, 4s] }}"));
    holds("5s", &format!("{{ {notify}, count: 0, between: [2002ms, 4001ms] }}"));
    holds("5s", &format!("{{ {notify}, count: 1, between: [2001ms, 4001ms] }}"));
    holds("2s", &format!("{{ {notify}, count: 1, within: 1ms }}"));
    holds("3s", &format!("{{ {notify}, count: 1, within: 10s }}"));
}

#[test]
fn never_is_the_whole_run_or_its_window() {
    holds("5s", "never: { message: { method: NOTIFY, to: Phone A, status: unknown } }");
    fails(
        "5s",
        "never: { message: { method: NOTIFY, to: Phone A, status: busy } }",
        Code::Happened,
    );
    holds("5s", "never: { message: { method: NOTIFY, to: Phone A }, between: [3s, 4s] }");
    holds("5s", "never: { lamp: Phone A BLF 1, is: unknown, between: [1s, 9s] }");
    fails("5s", "never: { lamp: Phone A BLF 1, is: busy, between: [3s, 9s] }", Code::Happened);
    fails("5s", "never: { lamp: Phone A BLF 1, is: busy }", Code::Happened);
    holds("5s", "never: { lamp: Phone A BLF 1, is: busy, between: [4002ms, 9s] }");
}

#[test]
fn a_matcher_is_a_part_of_what_the_wire_shows() {
    for (matcher, count) in [
        ("method: SUBSCRIBE", 2),
        ("method: SUBSCRIBE, about: 5555", 1),
        ("method: SUBSCRIBE, from: Phone A, to: CallManager", 2),
        ("method: SUBSCRIBE, to: Phone A", 0),
        ("method: SUBSCRIBE, code: 404, to: Phone A, about: 5555", 1),
        ("method: SUBSCRIBE, code: 200", 1),
        ("method: REGISTER, code: 200", 1),
        ("code: 200", 5),
        ("method: NOTIFY, status: busy, subscription: active", 1),
        ("method: NOTIFY, subscription: terminated", 0),
        ("method: NOTIFY, to: Lobby", 0),
    ] {
        holds("5s", &format!("{{ message: {{ {matcher} }}, count: {count} }}"));
    }
}

#[test]
fn decisions_and_answers_are_asked_by_the_lamp_that_they_are_for() {
    holds("1s", "{ decision: Phone A BLF 1, is: allowed, because: [GROUP-10] }");
    holds("1s", "{ decision: Phone A BLF 2, is: no route, because: [WATCH-5, R-3] }");
    fails("1s", "{ decision: Phone A BLF 2, is: refused }", Code::DecisionDiffers);
    holds("1s", "{ answer: Phone A BLF 1, is: 200 }");
    holds("1s", "{ answer: Phone A BLF 2, is: 404, because: [CSS-1] }");
    fails("1s", "{ answer: Phone A BLF 2, is: 403 }", Code::AnswerDiffers);
    fails("1s", "{ decision: Phone A missed call 1111, is: allowed }", Code::DecisionDiffers);
}

#[test]
fn because_names_reasons_of_now_and_not_of_once() {
    holds("3s", "{ lamp: Phone A BLF 1, is: busy, because: [QUIRK-5, R-12, GROUP-10] }");
    fails("5s", "{ lamp: Phone A BLF 1, is: idle, because: [QUIRK-5] }", Code::BecauseDiffers);
    fails("3s", "{ lamp: Phone A BLF 1, is: busy, because: [GROUP-2] }", Code::BecauseDiffers);
}

#[test]
fn an_sccp_phone_watches_as_a_sip_phone_does() {
    holds("2002ms", "{ lamp: Lobby BLF 1, is: busy, because: [QUIRK-5, GROUP-10] }");
    fails("2001ms", "{ lamp: Lobby BLF 1, is: busy }", Code::LampDiffers);
    fails("3s", "{ answer: Lobby BLF 1, is: 200 }", Code::AnswerDiffers);
}

#[test]
fn a_phone_has_two_names() {
    holds("3s", "{ lamp: SEP000000001000 BLF 1, is: busy }");
    let steps = [
        ("5s", "do: SEP000000001000 is unplugged"),
        ("6s", "expect: { lamp: Phone A BLF 1, is: no lamp }"),
    ];
    assert_eq!(check(&steps), (Verdict::Passed, vec![]));
}

#[test]
fn after_counts_from_the_step_above_or_from_a_named_one() {
    let text = format!(
        "{CLUSTER}
steps:
  - {{ at: 0s, do: everybody connects }}
  - {{ id: lifted, after: 2s, do: Phone B lifts }}
  - {{ after: 500ms, say: nothing happens }}
  - {{ after: {{ lifted: 2ms }}, expect: [{{ lamp: Phone A BLF 1, is: busy }}] }}
"
    );
    // The last step is at 2.002 s, before the one above it.
    let sources = MemorySources::new([("s.yaml", &text)]);
    let codes: Vec<Code> = load(&sources, "s.yaml").unwrap_err().iter().map(|m| m.code).collect();
    assert_eq!(codes, [Code::TimeGoesBack]);
    let report = play(&text.replace("lifted: 2ms", "lifted: 600ms"));
    assert_eq!(
        (report.verdict, report.simulated),
        (Verdict::Passed, Instant::from_micros(2_600_000))
    );
}

#[test]
fn a_waveform_is_read_just_before_the_end_of_each_column() {
    let wave = |column: &str, letters: &str| {
        let text = format!(
            "{CLUSTER}
steps:{STORY}
  - at: 5s
    expect:
      - waveform: |
          # one column = {column}, read just before it ends
          Phone A BLF 1 (1111)   {letters}
"
        );
        let report = play(&text);
        assert_eq!(report.verdict, Verdict::Passed, "{column} {letters}: {:#?}", report.failures);
    };
    wave("1s", "iiBBi");
    wave("2s", "iB");
    wave("500ms", "iiiiBBBBii");
    wave("2002ms", "ii");
    wave("2003ms", "Bi");
    wave("1001ms", "iiBi");
}

#[test]
fn a_run_is_the_same_however_it_is_stepped() {
    let text = format!(
        "{CLUSTER}\nnetwork: {{ loss: 20%, jitter: 3ms }}\nsteps:{STORY}  - {{ at: 60s, say: end }}\n"
    );
    let sources = MemorySources::new([("s.yaml", &text)]);
    let scenario = Arc::new(load(&sources, "s.yaml").unwrap());
    let player = || Player::new(Arc::clone(&scenario), PlayOptions::default()).unwrap();
    let whole = player().run().digest;
    let mut single = player();
    while single.step().is_some() {}
    assert_eq!(single.report().digest, whole);
    let mut jumps = player();
    for second in 0..=60 {
        jumps.run_until(Instant::from_secs(second));
        assert_eq!(jumps.world().now(), Instant::from_secs(second));
    }
    assert_eq!(jumps.report().digest, whole);
    let mut fork = player();
    fork.run_until(Instant::from_secs(3));
    let mut other = fork.clone();
    other.fault(lampfield_core::network::Fault::Cut(lampfield_core::id::PhoneId(0)));
    other.run_until(Instant::from_secs(60));
    assert_ne!(other.report().digest, whole, "what is done to a fork is not done to the other");
    assert_eq!(fork.run().digest, whole);
}

/// The promise of the invariant, under everything that a network can do to datagrams.
#[test]
fn lamps_tell_the_truth_in_the_end_over_200_seeds_of_loss_duplication_and_reordering() {
    let text = format!(
        "{CLUSTER}
network: {{ latency: 20ms, jitter: 30ms, loss: 30%, duplication: 20%, reordering: 20% }}
timers: {{ subscribe_expires: 60s }}
steps:
  - {{ at: 0s, do: everybody connects }}
  - {{ at: 2s, do: Phone B lifts }}
  - {{ at: 3s, do: Phone B hangs up }}
  - {{ at: 3100ms, do: Phone B dials 1000 }}
  - {{ at: 5s, do: Phone B hangs up }}
  - {{ at: 6s, do: Phone A opens missed calls }}
  - {{ at: 7s, do: Phone B dials 1200 }}
  - {{ at: 9s, do: Lobby answers }}
  - {{ at: 11s, fault: cut Phone A }}
  - {{ at: 15s, fault: heal Phone A }}
  - {{ at: 20s, say: and Phone B is still in its call }}
always: [no-status-after-refusal, lamps-tell-the-truth-in-the-end]
"
    );
    let sources = MemorySources::new([("s.yaml", &text)]);
    let scenario = Arc::new(load(&sources, "s.yaml").unwrap());
    for seed in 0..200 {
        let options = PlayOptions { seed: Some(seed), ..PlayOptions::default() };
        let report = Player::new(Arc::clone(&scenario), options).unwrap().run();
        let told: Vec<String> = report.failures.iter().map(|f| f.render(&sources, false)).collect();
        assert_eq!(report.verdict, Verdict::Passed, "seed {seed}\n{}", told.join("\n"));
    }
}
