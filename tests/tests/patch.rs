//! What is done in a run and written into its file is the same run again, for every scenario.
#![expect(
    clippy::expect_used,
    reason = "a file of this repository that cannot be read fails its law"
)]
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::rng::Rng;
use lampfield_core::scenario::{
    MemorySources, PlayOptions, Player, Scenario, Spoken, is_lesson, load, with_acts,
};
use lampfield_core::time::{Duration, Instant};
use lampfield_tests::{files, read, scenario_paths, sources};
use std::sync::Arc;

/// How many runs of each file.
const RUNS: u64 = 6;

/// The scenario of a file with the text that it stands in: of a lesson, the text that says the same.
fn each(mut with: impl FnMut(&str, &MemorySources, &str, &Arc<Scenario>)) {
    let mut sources = sources();
    for path in scenario_paths() {
        let (mut scenario, _) = read(&sources, path).expect(path);
        let own = files().iter().find(|(name, _)| *name == path).map(|(_, text)| *text);
        let mut text = own.expect(path).to_owned();
        if is_lesson(path) {
            text = scenario.to_yaml();
            sources.insert(path, text.as_bytes());
            scenario = Arc::new(load(&sources, path).expect(path));
        }
        with(path, &sources, &text, &scenario);
    }
}

/// What befalls the network.
const FAULTS: [&str; 6] = ["cut", "heal", "loss", "lossy", "lose", "calm"];
/// What people at phones and administrators do.
const ACTS: [&str; 12] = [
    "lifts",
    "hangs up",
    "answers",
    "holds",
    "resumes",
    "is unplugged",
    "connects",
    "dials",
    "open",
    "reset",
    "change",
    "permit",
];

/// Something that a user may do: with a phone, with the network, with the configuration.
fn random_act(rng: &mut Rng, scenario: &Scenario, verbs: &[&str]) -> String {
    let cluster = &scenario.cluster;
    let phones: Vec<&str> = cluster.phones.iter().map(|(_, phone)| phone.name.as_str()).collect();
    let numbers = cluster.directory_numbers.iter().map(|(_, dn)| dn.number.as_str());
    let numbers: Vec<&str> = numbers.chain(["1111"]).collect();
    let mut one = |all: &[&str]| {
        let at = usize::try_from(rng.below(all.len() as u64)).unwrap_or_default();
        all.get(at).copied().unwrap_or("Nobody").to_owned()
    };
    let (phone, number) = (one(&phones), one(&numbers));
    let links: Vec<&str> = phones.iter().copied().chain(cluster.trunks.names()).collect();
    let link = one(&links);
    let verb = one(verbs);
    match verb.as_str() {
        "dials" => format!("{phone} dials {number}"),
        "cut" | "heal" => format!("{verb} {link}"),
        "loss" => "loss 20%".to_owned(),
        "lossy" => format!("loss 30% on {link}"),
        "lose" => format!("lose next but {} NOTIFY to {link}", one(&["1", "2"])),
        "calm" => verb,
        "open" => format!("{phone} opens missed calls"),
        "reset" => format!("reset {phone}"),
        "change" => {
            let group = format!("Group {}", one(&["1", "2", "3"]));
            format!(
                "change {{ add: {{ presence_groups: {{ \"{group}\": {{ description: \"a, b\" }} }} }} }}"
            )
        }
        "permit" => "change { enterprise_parameters: { BLF for Call Lists: Enabled } }".to_owned(),
        verb => format!("{phone} {verb}"),
    }
}

/// Does it; what cannot be done there leaves no trace. The run is the user's then, but for a fault.
fn act(player: &mut Player, sources: &MemorySources, sentence: &str) -> bool {
    let scenario = Arc::clone(player.scenario());
    let before = player.clone();
    let site = Arc::clone(player.site());
    let done = match sentence.strip_prefix("change ") {
        Some(change) => scenario
            .edit_in(&site, sources, change)
            .is_ok_and(|(cluster, edit)| player.change(cluster, &edit).is_ok()),
        None => match scenario.spoken_in(&site, sentence) {
            Ok(Spoken::Do(orders)) => orders.iter().all(|order| player.obey(order).is_ok()),
            Ok(Spoken::Fault(faults)) => {
                faults.into_iter().for_each(|fault| player.fault(fault));
                return true;
            }
            _ => false,
        },
    };
    if done {
        player.take_over();
    } else {
        *player = before;
    }
    done
}

fn player(scenario: &Arc<Scenario>) -> Player {
    Player::new(Arc::clone(scenario), PlayOptions::default()).expect("a player")
}

#[test]
fn a_file_with_what_was_done_is_the_run_in_which_it_was_done() {
    let (mut runs, mut acts_in_all, mut faults_alone) = (0, 0, 0);
    each(|path, sources, text, scenario| {
        let mut sources = sources.clone();
        let first = player(scenario);
        for run in 0..RUNS {
            let mut rng = Rng::stream(run, path);
            let (mut live, mut done) = (first.clone(), Vec::new());
            let span = (first.end() - Instant::ZERO).as_micros().clamp(1, 60_000_000) + 3_000_000;
            let mut at = Instant::ZERO;
            for _ in 0..=rng.below(6) {
                let step = rng.below(u64::try_from(span / 3).unwrap_or(1)) / 1_000 * 1_000;
                let step = if rng.below(4) == 0 { 0 } else { step };
                at += Duration::from_micros(i64::try_from(step).unwrap_or(0));
                // Of every three runs one is of faults alone, and one begins with them.
                let faults = run % 3 == 0 || (run % 3 == 1 && done.len() < 2);
                let verbs: &[&str] = if faults { &FAULTS } else { &ACTS };
                let sentence = random_act(&mut rng, scenario, verbs);
                live.run_until(at);
                if act(&mut live, &sources, &sentence) {
                    done.push((at, sentence));
                }
            }
            let acts: Vec<(Instant, &str)> =
                done.iter().map(|(at, act)| (*at, act.as_str())).collect();
            let Some(written) = with_acts(&sources, scenario, text, &acts) else {
                panic!("{path}: nothing is written for {acts:?}")
            };
            sources.insert(path, written.as_bytes());
            let again = load(&sources, path).unwrap_or_else(|all| {
                let told: Vec<String> = all.iter().map(|one| one.render(&sources, false)).collect();
                panic!("{path} with {acts:?}:\n{}\n{written}", told.join("\n"))
            });
            if run % 3 == 0 {
                let all = scenario.steps.len() + done.len();
                assert_eq!(again.steps.len(), all, "{path}: a fault takes nothing out:\n{written}");
                faults_alone += done.len();
            }
            let mut again = player(&Arc::new(again));
            let moment = at + Duration::from_secs(2);
            live.run_until(moment);
            again.run_until(moment);
            assert_eq!(
                again.world().digest(),
                live.world().digest(),
                "{path} with {acts:?}:\n{written}"
            );
            if acts.is_empty() {
                assert_eq!(written, text, "{path}");
            }
            (runs, acts_in_all) = (runs + 1, acts_in_all + acts.len());
        }
    });
    println!("{runs} runs with {acts_in_all} acts, {faults_alone} of them faults alone");
    assert!(acts_in_all > runs && faults_alone > 500, "too little was done");
}

const TWO_PHONES: &str = "\
lampfield: 1
name: Two phones
cluster:
  button_templates:
    One BLF: { for: 7970 SIP, buttons: [Line, Speed Dial BLF] }
  directory_numbers: { 1000: {}, 1111: {} }
  phones:
    Phone A:
      type: 7970 SIP
      template: One BLF
      lines: [1000]
      blf_speed_dials: [{ directory_number: 1111 }]
    Phone B: { type: 7961 SCCP, lines: [1111] }
steps:
  # Everybody comes.
  - { at: 0s, do: everybody connects }
  - { at: 1s, do: Phone B lifts } # at leisure

  # Later.
  - { after: 2s, expect: [{ lamp: Phone A BLF 1, is: busy }] }
  - { after: 1s, do: Phone B hangs up }
";

#[test]
fn a_fault_is_a_step_among_the_others_and_an_act_after_it_takes_the_later_ones_out() {
    let sources = MemorySources::new([("x.yaml", TWO_PHONES)]);
    let scenario = load(&sources, "x.yaml").expect("a scenario");
    let at = |ms: i64| Instant::ZERO + Duration::from_millis(ms);
    let faults =
        [(at(1_000), "cut Phone A"), (at(1_500), "loss 30% on Phone A"), (at(9_000), "calm")];
    let write = |acts: &[(Instant, &str)]| with_acts(&sources, &scenario, TWO_PHONES, acts);
    let among = TWO_PHONES.replace(
        "# at leisure\n",
        "# at leisure\n  - { at: 1s, fault: cut Phone A }\n  - { at: 1.5s, fault: loss 30% on Phone A }\n",
    );
    let among = among.replace("after: 2s", "at: 3s");
    let calm = [among.as_str(), "  - { at: 9s, fault: calm }\n"].concat();
    assert_eq!(write(&faults), Some(calm));
    let kept = among.find("  - { after: 1s").expect("the last step");
    let acted = [&among[..kept], "  - { at: 3.5s, do: Phone A lifts }\n"].concat();
    assert_eq!(write(&[faults[0], faults[1], (at(3_500), "Phone A lifts")]), Some(acted));
}

#[test]
fn a_fault_before_all_steps_stands_first_and_what_is_said_of_the_first_stays_with_it() {
    let late = TWO_PHONES.replace("at: 0s", "at: 500ms");
    let sources = MemorySources::new([("x.yaml", &late)]);
    let scenario = load(&sources, "x.yaml").expect("a scenario");
    let first = "steps:\n  - { at: 0s, fault: lose next but 2 NOTIFY to Phone A }\n  # Everybody";
    let written = with_acts(
        &sources,
        &scenario,
        &late,
        &[(Instant::ZERO, "lose next but 2 NOTIFY to Phone A")],
    );
    assert_eq!(written, Some(late.replace("steps:\n  # Everybody", first)));
}

#[test]
fn a_file_without_acts_is_the_same_byte_for_byte() {
    each(|path, sources, text, scenario| {
        assert_eq!(with_acts(sources, scenario, text, &[]).as_deref(), Some(text), "{path}");
    });
}
