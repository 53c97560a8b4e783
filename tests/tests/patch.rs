//! What is done in a run and written into its file is the same run again, for every scenario.
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::cluster::Configuration;
use lampfield_core::rng::Rng;
use lampfield_core::scenario::{
    Action, MemorySources, PlayOptions, Player, Scenario, Spoken, is_lesson, load, with_acts,
    with_change,
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

/// Something that a user may do: with a phone, with the network, with the configuration.
fn random_act(rng: &mut Rng, scenario: &Scenario) -> String {
    let cluster = &scenario.cluster;
    let phones: Vec<&str> = cluster.phones.iter().map(|(_, phone)| phone.name.as_str()).collect();
    let numbers = cluster.directory_numbers.iter().map(|(_, dn)| dn.number.as_str());
    let numbers: Vec<&str> = numbers.chain(["1111"]).collect();
    let mut one = |all: &[&str]| {
        let at = usize::try_from(rng.below(all.len() as u64)).unwrap_or_default();
        all.get(at).copied().unwrap_or("Nobody").to_owned()
    };
    let (phone, number) = (one(&phones), one(&numbers));
    let verb = one(&[
        "lifts",
        "hangs up",
        "answers",
        "holds",
        "resumes",
        "is unplugged",
        "connects",
        "dials",
        "cut",
        "heal",
        "loss",
        "open",
        "reset",
        "change",
        "permit",
    ]);
    match verb.as_str() {
        "dials" => format!("{phone} dials {number}"),
        "cut" | "heal" => format!("{verb} {phone}"),
        "loss" => "loss 20%".to_owned(),
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

/// Does it; what cannot be done there leaves no trace.
fn act(player: &mut Player, sources: &MemorySources, sentence: &str) -> bool {
    let scenario = Arc::clone(player.scenario());
    let before = player.clone();
    let site = Arc::clone(player.site());
    player.take_over();
    let done = match sentence.strip_prefix("change ") {
        Some(change) => scenario
            .edit_in(&site, sources, change)
            .is_ok_and(|(cluster, edit)| player.change(cluster, &edit).is_ok()),
        None => match scenario.spoken_in(&site, sentence) {
            Ok(Spoken::Do(orders)) => orders.iter().all(|order| player.obey(order).is_ok()),
            Ok(Spoken::Fault(faults)) => {
                faults.into_iter().for_each(|fault| player.fault(fault));
                true
            }
            _ => false,
        },
    };
    if !done {
        *player = before;
    }
    done
}

fn player(scenario: &Arc<Scenario>) -> Player {
    Player::new(Arc::clone(scenario), PlayOptions::default()).expect("a player")
}

#[test]
fn a_file_with_what_was_done_is_the_run_in_which_it_was_done() {
    let (mut runs, mut acts_in_all) = (0, 0);
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
                let sentence = random_act(&mut rng, scenario);
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
    println!("{runs} runs with {acts_in_all} acts");
    assert!(acts_in_all > runs, "too little was done");
}

#[test]
fn a_file_without_acts_is_the_same_byte_for_byte() {
    each(|path, sources, text, scenario| {
        assert_eq!(with_acts(sources, scenario, text, &[]).as_deref(), Some(text), "{path}");
    });
}

/// Every change that stands in some file is merged into the cluster of that file, as far as it is
/// taken there: what is read then is the cluster that the change makes.
#[test]
fn a_merged_change_makes_the_cluster_that_the_change_makes() {
    let (mut merged, mut left) = (0, Vec::new());
    each(|path, sources, text, scenario| {
        let steps =
            scenario.steps.iter().filter(|step| matches!(step.action, Action::Change { .. }));
        for step in steps {
            let Action::Change { cluster, edit } = &step.action else { continue };
            let change = text.get(step.span.range()).unwrap_or_default();
            let of = scenario.site.cluster(*cluster).expect("a cluster");
            let mut configuration = Configuration::new((**of).clone());
            if scenario.site.cluster_count() > 1 || configuration.apply(edit).is_err() {
                continue;
            }
            if !edit.changes() {
                continue;
            }
            let Some(new) = with_change(text, change) else {
                left.push(format!("{path}: {change}"));
                continue;
            };
            let mut sources = sources.clone();
            sources.insert(path, new.as_bytes());
            let Ok(read) = load(&sources, path) else {
                left.push(format!("{path} is no longer read: {change}"));
                continue;
            };
            let made =
                Scenario { cluster: Arc::clone(configuration.saved()), ..(**scenario).clone() };
            let cluster_of = |scenario: &Scenario| {
                let text = scenario.to_yaml();
                let from = text.find("\ncluster:").unwrap_or_default();
                text[from..].split("\n\n").next().unwrap_or_default().to_owned()
            };
            assert_eq!(cluster_of(&read), cluster_of(&made), "{path}: {change}\n{new}");
            merged += 1;
        }
    });
    println!("{merged} merged; not: {left:#?}");
    assert!(merged > 60, "{merged}");
    assert!(left.len() * 4 < merged, "{left:#?}");
}
