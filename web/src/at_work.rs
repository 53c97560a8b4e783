//! The scenarios that show a rule at work.

use crate::state::Source;
use lampfield_core::rules::RuleId;

include!(concat!(env!("OUT_DIR"), "/at_work.rs"));

/// Names and texts of the scenarios that show this rule: those of the rules before the gallery's.
#[must_use]
pub fn scenarios_of(id: RuleId) -> Vec<(String, Source)> {
    let (all, mut found) = (at_work(), Vec::new());
    let mut pieces = all.split('\0');
    while let (Some(path), Some(name), Some(covers), Some(text)) =
        (pieces.next(), pieces.next(), pieces.next(), pieces.next())
    {
        if covers.split(' ').any(|rule| rule == id.as_str()) {
            found.push((name.to_owned(), Source::file(path, text)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Session;
    use crate::types::{Reply, Request};
    use lampfield_core::rules::catalogue;
    use lampfield_core::scenario::{MemorySources, load};

    #[test]
    fn every_rule_is_seen_at_work_in_a_scenario_that_the_page_carries() {
        let unseen: Vec<_> = catalogue().filter(|rule| scenarios_of(rule.id).is_empty()).collect();
        assert!(unseen.is_empty(), "{:?}", unseen.iter().map(|rule| rule.id).collect::<Vec<_>>());
    }

    #[test]
    fn each_opens_under_its_name_and_covers_what_it_says() {
        for rule in catalogue() {
            for (name, Source { path, text, .. }) in scenarios_of(rule.id) {
                let mut sources = MemorySources::default();
                sources.insert(path.as_str(), text.as_bytes());
                let request = Request::Load {
                    path: path.clone(),
                    text,
                    seed: None,
                    at_us: None,
                    acts: Vec::new(),
                };
                let reply = Session::new().handle(request);
                let Reply::Snapshot { snapshot } = reply else { panic!("{path}: {reply:?}") };
                assert_eq!(snapshot.name, name, "{path}");
                let named = path.starts_with(&format!("rules/{}-", rule.id).to_lowercase());
                if let (Ok(scenario), false) = (load(&sources, &path), named) {
                    assert!(scenario.covers.iter().any(|(id, _)| *id == rule.id), "{path}");
                }
            }
        }
    }
}
