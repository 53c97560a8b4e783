//! Somebody outside and a further cluster in the text of every scenario: what was right stays right.
#![expect(
    clippy::expect_used,
    reason = "a file of this repository that cannot be read fails its law"
)]
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::scenario::{
    More, PlayOptions, Player, Scenario, is_lesson, load, with_more,
};
use lampfield_core::time::Duration;
use lampfield_tests::{files, scenario_paths, sources};
use std::sync::Arc;

fn played(scenario: Scenario) -> Player {
    let mut player = Player::new(Arc::new(scenario), PlayOptions::default()).expect("a player");
    player.run_until(player.end() + Duration::from_secs(1));
    player
}

/// Whether each line of a text stands in another one, in its order, however deep.
fn has_all_lines(new: &str, old: &str) -> Result<(), String> {
    let mut lines = new.lines().map(str::trim);
    for line in old.lines().map(str::trim) {
        let same = |own: &str| own == line || grown(own, line);
        if line != "cluster:" && !line.starts_with("cluster: ") && !lines.any(same) {
            return Err(line.to_owned());
        }
    }
    Ok(())
}

/// A line into which something was put.
fn grown(new: &str, old: &str) -> bool {
    let start = new.bytes().zip(old.bytes()).take_while(|(a, b)| a == b).count();
    let rest = old.get(start..).unwrap_or("?");
    new.len() > old.len() && new.ends_with(rest)
}

#[test]
fn every_scenario_with_one_more_outside_or_one_more_cluster_is_read_and_its_checks_hold() {
    let sources = sources();
    let (mut done, mut wrong) = (0, Vec::new());
    for path in scenario_paths().filter(|path| !is_lesson(path)) {
        let text = files().iter().find(|(name, _)| *name == path).expect(path).1;
        let old = played(load(&sources, path).expect(path));
        for (more, twice) in [(More::Outside, false), (More::Cluster, false), (More::Cluster, true), (More::Outside, true)] {
            let mut own = sources.clone();
            let again = |text: String| match twice {
                true => {
                    own.insert(path, text.as_bytes());
                    with_more(&own, path, &text, more)
                }
                false => Ok(text),
            };
            let new = match with_more(&sources, path, text, more).and_then(again) {
                Ok(new) => new,
                Err(words) => {
                    wrong.push(format!("{path} {more:?} {twice}: {words}"));
                    continue;
                }
            };
            own.insert(path, new.as_bytes());
            let scenario = load(&own, path).expect(path);
            if let Err(line) = has_all_lines(&new, text) {
                wrong.push(format!("{path} {more:?} {twice}: the line is gone: {line}"));
            }
            if twice {
                continue;
            }
            let count = |scenario: &Scenario| (scenario.site.cluster_count(), scenario.site.outside().len());
            let (clusters, outside) = count(old.scenario());
            let more_of = if more == More::Cluster { (clusters + 1, outside) } else { (clusters, outside + 1) };
            assert_eq!(count(&scenario), more_of, "{path}");
            let new = played(scenario);
            let held = |player: &Player| player.outcomes().iter().map(|one| one.failure.is_none()).collect::<Vec<_>>();
            if held(&new) != held(&old) {
                wrong.push(format!("{path} {more:?}: its checks"));
            }
            done += 1;
        }
    }
    assert!(wrong.is_empty(), "{done} done\n{}", wrong.join("\n"));
    assert!(done > 350, "{done}");
}
