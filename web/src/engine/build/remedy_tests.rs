//! What *Why?* offers does what it says.

use super::tests::{TWO, act, opened, until};
use crate::engine::Session;
use crate::types::{RemedyView, Reply, Request, WhyView};

fn why(session: &mut Session, subject: &str) -> Option<WhyView> {
    match session.handle(Request::Explain { subject: subject.to_owned() }) {
        Reply::Why { why } => Some(why),
        _ => None,
    }
}

#[test]
fn a_refused_watcher_gets_its_search_space_and_the_reset_in_one_act() {
    let mut session = opened(TWO);
    let dark = until(&mut session, 5_000_000);
    assert_eq!(dark.phones[0].keys[0].lamp.face, "unknown");
    let told = why(&mut session, "Phone A BLF 1").unwrap();
    let words = "give Phone A the SUBSCRIBE calling search space `Everyone`";
    let remedy = told.remedies.iter().find(|one| one.sentence == words).expect(words);
    assert_eq!(
        remedy.acts,
        "change { phones: { Phone A: { subscribe_css: Everyone } } }\nPhone A is reset"
    );
    let partition = told.remedies.iter().find(|one| one.sentence.starts_with("add")).unwrap();
    let at_once =
        "change { calling_search_spaces: { Nobody: { partitions: [Elsewhere, Office] } } }";
    assert_eq!(partition.acts, at_once);
    let Reply::Snapshot { snapshot } = act(&mut session, &remedy.acts) else { panic!() };
    assert_eq!(snapshot.acts.len(), 2);
    assert_eq!(until(&mut session, 9_000_000).phones[0].keys[0].lamp.face, "idle");
}

#[test]
fn of_several_acts_all_are_done_or_none() {
    let mut session = opened(TWO);
    let before = until(&mut session, 5_000_000);
    let said = "Phone B lifts\nPhone C is reset";
    assert!(matches!(act(&mut session, said), Reply::Refused { .. }));
    let after = until(&mut session, 5_000_000);
    assert_eq!((after.acts.len(), after.digest), (0, before.digest));
}

/// A scenario at its end, where there is one.
fn at_the_end(text: &str) -> Option<Session> {
    let mut session = Session::new();
    let (path, text) = ("rules/mine.yaml".to_owned(), text.to_owned());
    let load = Request::Load { path, text, seed: None, at_us: None, acts: Vec::new() };
    let Reply::Snapshot { snapshot } = session.handle(load) else { return None };
    until(&mut session, snapshot.end_us + 1_000_000);
    Some(session)
}

/// In every scenario of the rules, each remedy with acts alters the outcome: afterwards the advice
/// is another one.
#[test]
fn every_remedy_of_every_scenario_can_be_done_and_alters_the_outcome() {
    let folder = format!("{}/../scenarios/rules", env!("CARGO_MANIFEST_DIR"));
    let (mut tried, mut left) = (0, Vec::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let Some(mut session) = at_the_end(&text) else { continue };
        let Reply::Snapshot { snapshot } = session.handle(Request::Snapshot) else { panic!() };
        let now = snapshot.now_us;
        // What a message tells can be done, too: there the watcher may be a trunk.
        let mut known: Vec<String> = Vec::new();
        for event in 0..snapshot.events {
            let Reply::Message { message } = session.handle(Request::Message { event }) else {
                continue;
            };
            for remedy in message.why.map(|why| why.remedies).unwrap_or_default() {
                if known.contains(&remedy.sentence) {
                    continue;
                }
                let name = format!("{}: {}", path.display(), remedy.sentence);
                let mut mended = at_the_end(&text).unwrap();
                let reply = act(&mut mended, &remedy.acts);
                let nothing = remedy.acts.is_empty() && remedy.sentence.starts_with("watch ");
                assert!(nothing || matches!(reply, Reply::Snapshot { .. }), "{name}: {reply:?}");
                known.push(remedy.sentence);
            }
        }
        for subject in snapshot.phones.iter().flat_map(|p| p.keys.iter()).map(|key| &key.subject) {
            let Some(told) = why(&mut session, subject) else { continue };
            for remedy in told.remedies {
                let name = format!("{}: {subject}: {}", path.display(), remedy.sentence);
                if remedy.acts.is_empty() {
                    left.push(name);
                    continue;
                }
                let mut mended = at_the_end(&text).unwrap();
                let reply = act(&mut mended, &remedy.acts);
                assert!(matches!(reply, Reply::Snapshot { .. }), "{name}: {reply:?}");
                until(&mut mended, now + 100_000_000);
                let after = why(&mut mended, subject).map(|why| why.remedies).unwrap_or_default();
                let same = |one: &RemedyView| one.sentence == remedy.sentence;
                assert!(!after.iter().any(same), "{name}: {}", remedy.acts);
                tried += 1;
            }
        }
    }
    assert!(tried > 30 && left.is_empty(), "{tried} {left:#?}");
}
