//! Somebody outside and a further cluster in the text of every scenario, and each of them out of it: what
//! was right stays right.
#![expect(
    clippy::expect_used,
    reason = "a file of this repository that cannot be read fails its law"
)]
#![cfg(not(target_arch = "wasm32"))]

use lampfield_core::scenario::{
    MemorySources, More, PlayOptions, Player, Scenario, is_lesson, load, with_more, without,
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

/// It asks who uses a search space, and the trunk that is added uses it, too.
const WHO_USES_WHAT: &str = "rules/r-20-what-is-used-stays-and-its-records-say-why.yaml";

#[test]
fn every_scenario_with_one_more_outside_or_one_more_cluster_is_read_and_its_checks_hold() {
    let sources = sources();
    let (mut done, mut wrong) = (0, Vec::new());
    for path in scenario_paths().filter(|path| !is_lesson(path)) {
        let text = files().iter().find(|(name, _)| *name == path).expect(path).1;
        let old = played(load(&sources, path).expect(path));
        for (more, twice) in [
            (More::Outside, false),
            (More::Cluster, false),
            (More::Cluster, true),
            (More::Outside, true),
        ] {
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
            let count = |scenario: &Scenario| {
                (scenario.site.cluster_count(), scenario.site.outside().len())
            };
            let (clusters, outside) = count(old.scenario());
            let more_of = if more == More::Cluster {
                (clusters + 1, outside)
            } else {
                (clusters, outside + 1)
            };
            assert_eq!(count(&scenario), more_of, "{path}");
            let new = played(scenario);
            let held = |player: &Player| {
                player.outcomes().iter().map(|one| one.failure.is_none()).collect::<Vec<_>>()
            };
            if held(&new) != held(&old) && path != WHO_USES_WHAT {
                wrong.push(format!("{path} {more:?}: its checks"));
            }
            done += 1;
        }
    }
    assert!(wrong.is_empty(), "{done} done\n{}", wrong.join("\n"));
    assert!(done > 350, "{done}");
}

fn more(text: &str, more: More) -> Result<String, String> {
    let sources = MemorySources::new([
        ("x.yaml", text),
        (
            "c.yaml",
            "cluster: { directory_numbers: { 1000: {} }, phones: { Desk: { type: 7961 SCCP, lines: [1000] } } }",
        ),
    ]);
    let new = with_more(&sources, "x.yaml", text, more)?;
    let again = MemorySources::new([
        ("x.yaml", &*new),
        (
            "c.yaml",
            "cluster: { directory_numbers: { 1000: {} }, phones: { Desk: { type: 7961 SCCP, lines: [1000] } } }",
        ),
    ]);
    load(&again, "x.yaml").expect(&new);
    Ok(new)
}

/// What can stand in the place of a cluster, with what comes of it, up to the second cluster.
const SHAPES: [(&str, &str); 8] = [
    ("cluster: {}\n", "clusters:\n  Cluster A: { sip_"),
    ("cluster: { } # none\n", "clusters:\n  Cluster A: { sip_"),
    ("cluster:\n", "clusters:\n  Cluster A: { sip_"),
    ("cluster: # nothing yet\n", "clusters:\n  Cluster A: { sip_"),
    ("cluster: { include: c.yaml }  # shared\n", "clusters:\n  Cluster A: { include: c.yaml, sip_"),
    (
        "cluster:\n    # a name\n    name: \"R&D: one\"\n\n    directory_numbers: {\n      1000: {} }\n    # the end\n",
        "clusters:\n  \"R&D: one\":\n      # a name\n      name: \"R&D: one\"\n\n      directory_numbers: {\n        1000: {} }\n      sip_",
    ),
    (
        "clusters: { East: { directory_numbers: { 1000: {} } } }\n",
        "clusters: { East: { directory_numbers: { 1000: {} }, sip_",
    ),
    (
        "clusters:\n    East:\n     directory_numbers:\n       1000: {}\n",
        "clusters:\n    East:\n     directory_numbers:\n       1000: {}\n     sip_",
    ),
];

#[test]
fn a_cluster_in_whatever_shape_gets_company_and_keeps_what_is_said_of_it() {
    for (shape, start) in SHAPES {
        for feed in ["\n", "\r\n"] {
            let whole = |cluster: &str| {
                ["lampfield: 1\nname: x\n", cluster, "steps: [{ at: 0s, say: x }]\n"].concat()
            };
            let text = whole(shape).replace('\n', feed);
            let new = more(&text, More::Cluster).expect(shape);
            let start = ["lampfield: 1\nname: x\n", start].concat().replace('\n', feed);
            assert!(new.starts_with(&start), "{shape}\n{new}");
            assert!(new.replace("\r\n", "").contains('\n') != (feed == "\r\n"), "{new:?}");
            for comment in text.split('#').skip(1).filter_map(|rest| rest.lines().next()) {
                assert!(new.contains(&["#", comment].concat()), "{comment}: {new}");
            }
            // Nobody else lets all connect.
            assert!(new.contains("at: 0s, do: Phone A connects"), "{new}");
            let server = more(&text, More::Outside).expect(shape);
            assert!(server.contains("Server: { type: presence server"), "{server}");
        }
    }
}

#[test]
fn a_file_in_braces_is_refused_in_words_and_one_with_mistakes_tells_them() {
    let braces = "{ lampfield: 1, name: x, cluster: {}, steps: [{ at: 0s, say: x }] }";
    let words = more(braces, More::Cluster).expect_err("no lines");
    assert!(words.contains("lines of their own"), "{words}");
    // A server needs no lines.
    assert!(more(braces, More::Outside).is_ok());
    let words = more("lampfield: 1\nname: x\ncluster: {}\n", More::Cluster).expect_err("no steps");
    assert!(words.starts_with("the file cannot take that: "), "{words}");
    let words = more("- 1\n", More::Outside).expect_err("no scenario");
    assert!(words.contains("mapping"), "{words}");
}

#[test]
fn a_change_says_its_cluster_once_there_are_several() {
    let text = "lampfield: 1\nname: x\ncluster: { partitions: [A] }\nsteps:\n  - { at: 0s, do: everybody connects }\n  \
        - at: 1s\n    change:\n      add: { presence_groups: { Night: {} } } # one\n  \
        - { at: 2s, change: { delete: { presence_groups: [Night] } } }\n";
    let new = more(text, More::Cluster).expect("a cluster");
    assert!(new.contains("# one\n      cluster: Cluster A\n  - { at: 2s, change: { delete: { presence_groups: [Night] }, cluster: Cluster A } }\n"), "{new}");
}

/// Those outside and the clusters of a file, by their names.
fn everybody(scenario: &Scenario) -> Vec<String> {
    let outside = scenario.site.outside().iter().map(|(_, own)| own.name.clone());
    let clusters = scenario.site.each_cluster().map(|own| own.name.clone());
    outside.chain(clusters).collect()
}

/// Whether each line of a text, but for what was cut out of it, stands in another one in its order.
fn only_less(new: &str, old: &str) -> Result<(), String> {
    let mut lines = old.lines();
    for line in new.lines() {
        let same = |own: &str| own == line || grown(own, line) || own.len() > line.len();
        if !line.trim().ends_with("{}") && !lines.any(same) {
            return Err(line.to_owned());
        }
    }
    Ok(())
}

#[test]
fn whoever_is_outside_and_each_cluster_of_every_scenario_goes_or_is_said_to_be_needed() {
    let sources = sources();
    let (mut gone, mut needed, mut wrong) = (0, 0, Vec::new());
    for path in scenario_paths().filter(|path| !is_lesson(path)) {
        let text = files().iter().find(|(name, _)| *name == path).expect(path).1;
        let all = everybody(&load(&sources, path).expect(path));
        for name in &all {
            match without(&sources, path, text, name) {
                Ok(new) => {
                    let mut own = sources.clone();
                    own.insert(path, new.as_bytes());
                    let mut left = all.clone();
                    left.retain(|own| own != name);
                    assert_eq!(everybody(&load(&own, path).expect(path)), left, "{path} {name}");
                    if let Err(line) = only_less(&new, text) {
                        wrong.push(format!("{path} {name}: a line is new: {line}"));
                    }
                    gone += 1;
                }
                Err(words) if words.starts_with(&format!("`{name}` is ")) => needed += 1,
                Err(words) if words.starts_with(&format!("there is no `{name}`")) => needed += 1,
                Err(words) => wrong.push(format!("{path} {name}: {words}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(gone > 90 && needed > 100, "{gone} {needed}");
}

const TWO: &str = "\
lampfield: 1
name: Two
clusters:
  East:
    trunks: { To West: { type: SIP, destination: West }, To Relay: { type: SIP, destination: Relay } }
    directory_numbers: { 1000: {} }
    phones:
      Desk: { type: 7961 SCCP, lines: [1000] } # of East
  # The other one.
  West:
    trunks: { To East: { type: SIP, destination: East } }
    directory_numbers: { 2000: {} }
    phones: { Desk: { type: 7961 SCCP, lines: [2000] }, Far: { type: 7961 SCCP } }
outside:
  Relay: { type: proxy, trunk: To Relay, phones: { Phone R: { number: 7000 } } }
steps:
  - { at: 0s, do: everybody connects }
  - { at: 1s, do: East/Desk lifts } # stays
  - { at: 2s, do: West/Desk lifts }
  - { at: 2s, change: { add: { phones: { New: { type: 7961 SCCP } } }, cluster: West } }
  - { at: 2s, do: New connects }
  - { at: 3s, fault: cut Relay }
";

fn less(text: &str, name: &str) -> Result<String, String> {
    let sources = MemorySources::new([("x.yaml", text)]);
    without(&sources, "x.yaml", text, name)
}

#[test]
fn with_a_cluster_goes_what_it_does_and_the_trunk_to_it() {
    let new = less(TWO, "West").expect("no West");
    let (head, tail) = TWO.split_once("  West:\n").expect("West");
    let (_, tail) = tail.split_once("outside:").expect("outside");
    let expected = [head, "outside:", tail]
        .concat()
        .lines()
        .filter(|line| !line.contains("at: 2s"))
        .map(|line| [line, "\n"].concat())
        .collect::<String>()
        .replace("To West: { type: SIP, destination: West }, ", "");
    assert_eq!(new, expected);
    assert_eq!(
        less(&new, "East"),
        Err("`East` is the last cluster, and a scenario has one".into())
    );
}

#[test]
fn with_one_outside_goes_the_fault_of_its_link_and_who_is_needed_is_told_by_the_line() {
    let new = less(TWO, "Relay").expect("no Relay");
    let (head, _) = TWO.split_once("outside:").expect("outside");
    let head = head.replace(", To Relay: { type: SIP, destination: Relay }", "");
    let (_, steps) = TWO.split_once("steps:").expect("steps");
    let steps = steps.replace("  - { at: 3s, fault: cut Relay }\n", "");
    assert_eq!(new, [&*head, "steps:", &steps].concat());
    assert_eq!(
        less(TWO, "East"),
        Err("`East` is in use: Relay: { type: proxy, trunk: To Relay, phones: { Phone R: \
             { number: 7000 } } }: change that first, or delete it too"
            .into())
    );
    assert_eq!(less(TWO, "South"), Err("there is no `South` that could go".into()));
}

#[test]
fn a_check_of_one_who_goes_and_its_place_in_a_route_group_go_too() {
    let text = TWO
        .replace("    directory_numbers: { 1000: {} }\n", "    directory_numbers: { 1000: {} }\n    route_groups: { Out: { members: [To West, To Relay] } }\n")
        .replace("steps:\n", "covers: [R-1]\nsteps:\n")
        + "  - { at: 4s, expect: [{ never: { message: { to: West } } }, { never: { message: { to: Relay } } }] }\n";
    let new = less(&text, "West").expect("no West");
    assert!(new.contains("{ members: [To Relay] }"), "{new}");
    assert!(
        new.ends_with("{ at: 4s, expect: [{ never: { message: { to: Relay } } }] }\n"),
        "{new}"
    );
    assert!(!new.contains("covers"), "{new}");
}

#[test]
fn a_step_from_which_another_counts_says_something_in_its_place() {
    let text = TWO.replace("{ at: 3s, fault", "{ after: 1s, fault");
    let new = less(&text, "West").expect("no West");
    assert!(new.contains("  - { at: 2s, say: what happened here"), "{new}");
    assert!(new.contains("{ after: 1s, fault: cut Relay }"), "{new}");
}

#[test]
fn what_is_put_in_is_deleted_with_the_way_to_it() {
    let text = "lampfield: 1\nname: x\ncluster:\n  directory_numbers: { 1000: {} } # one\n  # its end\n\nsteps: [{ at: 0s, do: everybody connects }]\n";
    for (more_of, name) in [(More::Outside, "Server"), (More::Cluster, "Cluster B")] {
        let own = more(text, more_of).expect("one more");
        let after = if more_of == More::Outside { "outside:" } else { "  Cluster B:" };
        assert!(own.contains(&["# its end\n", after].concat()), "{own}");
        let new = less(&more(text, more_of).expect("one more"), name).expect("one less");
        assert!(!new.contains(name) && new.contains("{ 1000: {} } # one\n"), "{new}");
        less(&more(&new, More::Outside).expect("one more"), "Server").expect("one less");
    }
}
