//! A scenario as the text of a file: what is read from it is the same scenario again.
//!
//! What a file includes stands in the text itself. A password stands there as where it comes from.

mod change;
mod cluster;
mod doc;
mod expect;
mod names;
mod secret;
mod words;

use super::model::{Action, Axis, Scenario, Set, Step};
use super::yaml::{Node, Value};
use crate::network::LinkOptions;
use crate::node::Timers;
use crate::sip::SipTimers;
use crate::site::{Outside, Site};
use crate::time::Duration;
use crate::trace::words::status_word;
use doc::{Doc, map_lines};
use names::Names;

/// The first line of a file: editors find the schema by it.
const SCHEMA_LINE: &str = "# yaml-language-server: $schema=../../schema/scenario.v1.json\n";

type Entries = Vec<(String, Doc)>;

impl Scenario {
    /// The text of a file that says the same.
    pub fn to_yaml(&self) -> String {
        let mut text = String::from(SCHEMA_LINE);
        let mut put = |entries: Entries, between: &str| {
            map_lines(&entries, &mut text, 0, between);
            text.push('\n');
        };
        put(self.head(), "");
        put(self.clusters(), "");
        for section in [self.outside(), self.network(), self.timers()] {
            if !section.is_empty() {
                put(section, "");
            }
        }
        put(self.steps_and_rest(), "\n");
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }

    fn head(&self) -> Entries {
        let mut entries = vec![
            ("lampfield".to_owned(), Doc::text(super::VERSION)),
            ("name".to_owned(), Doc::text(&self.name)),
        ];
        let mut may = |key: &str, doc: Option<Doc>| {
            entries.extend(doc.map(|doc| (key.to_owned(), doc)));
        };
        may("about", (!self.about.is_empty()).then(|| Doc::text(&self.about)));
        may("tags", (!self.tags.is_empty()).then(|| Doc::texts(&self.tags)));
        let rules = self.covers.iter().map(|(rule, _)| rule.as_str());
        may("covers", (!self.covers.is_empty()).then(|| Doc::texts(rules)));
        let only = self.only.as_ref().map(|only| {
            let backend = super::lower::BACKENDS.iter().find(|(_, own)| *own == only.backend);
            let backend = backend.map_or("", |(word, _)| word);
            Doc::map([("backend", Doc::text(backend)), ("why", Doc::text(&only.why))])
        });
        may("only", only);
        let known = self.known_failure.as_ref().map(|known| {
            Doc::map([("why", Doc::text(&known.why)), ("until", Doc::text(&known.until))])
        });
        may("known_failure", known);
        may("seed", (!self.case_has_seed()).then(|| Doc::text(self.seed.to_string())));
        may("tolerance", self.tolerance.map(|own| Doc::text(words::duration(own))));
        may("matrix", (!self.matrix.is_empty()).then(|| Doc::map(self.matrix.iter().map(axis))));
        entries
    }

    fn clusters(&self) -> Entries {
        if self.site.cluster_count() == 1 {
            return vec![("cluster".to_owned(), cluster::cluster(&self.cluster, true, &self.file))];
        }
        let one =
            |c: &crate::cluster::Cluster| (c.name.clone(), cluster::cluster(c, false, &self.file));
        vec![("clusters".to_owned(), Doc::map(self.site.each_cluster().map(one)).open())]
    }

    fn outside(&self) -> Entries {
        let names = Names::new(&self.site);
        let one = |(_, own): (_, &Outside)| {
            (own.name.clone(), outside(own, &self.site, &names, &self.file))
        };
        let all: Vec<(String, Doc)> = self.site.outside().iter().map(one).collect();
        if all.is_empty() { Vec::new() } else { vec![("outside".to_owned(), Doc::map(all).open())] }
    }

    /// What differs from a quiet office, and is not set by the `matrix`.
    fn network(&self) -> Entries {
        let (own, quiet) = (&self.network.default, LinkOptions::default());
        let chances = [
            ("loss", own.loss, quiet.loss),
            ("duplication", own.duplication, quiet.duplication),
            ("reordering", own.reordering, quiet.reordering),
        ];
        let late = self.timers.unplugged_noticed_after;
        let mut entries = durations(&[
            ("latency", own.latency, quiet.latency),
            ("jitter", own.jitter, quiet.jitter),
        ]);
        let chances = chances.into_iter().filter(|(_, own, quiet)| own != quiet);
        entries
            .extend(chances.map(|(key, own, _)| (key.to_owned(), Doc::text(words::chance(own)))));
        let usual = Timers::default().unplugged_noticed_after;
        entries.extend(durations(&[("unplugged_noticed_after", late, usual)]));
        entries.retain(|(key, _)| self.matrix.iter().all(|axis| axis.key != *key));
        section("network", entries)
    }

    fn timers(&self) -> Entries {
        let (own, usual) = (&self.timers.sip, SipTimers::default());
        let seconds = |n: u32| Duration::from_secs(i64::from(n));
        let entries = durations(&[
            ("t1", own.t1, usual.t1),
            ("t2", own.t2, usual.t2),
            ("t4", own.t4, usual.t4),
            ("subscribe_expires", seconds(own.subscribe_expires), seconds(usual.subscribe_expires)),
            ("subscribe_delta", own.subscribe_delta, usual.subscribe_delta),
            ("min_expires", seconds(own.min_expires), seconds(usual.min_expires)),
            ("max_expires", seconds(own.max_expires), seconds(usual.max_expires)),
        ]);
        section("timers", entries)
    }

    fn steps_and_rest(&self) -> Entries {
        let names = Names::new(&self.site);
        let steps = self.steps.iter().map(|one| step(one, &names, &self.file)).collect();
        let mut entries = vec![("steps".to_owned(), Doc::List(steps))];
        if !self.always.is_empty() {
            let words = self.always.iter().map(|(invariant, _)| invariant.word());
            entries.push(("always".to_owned(), Doc::texts(words)));
        }
        if let Some(layout) = &self.layout {
            entries.push(("layout".to_owned(), as_it_is(&layout.node)));
        }
        entries
    }
}

fn section(key: &str, entries: Entries) -> Entries {
    if entries.is_empty() { Vec::new() } else { vec![(key.to_owned(), Doc::map(entries))] }
}

/// Those that differ from what is usual.
fn durations(all: &[(&str, Duration, Duration)]) -> Entries {
    let told = all.iter().filter(|(_, own, usual)| own != usual);
    told.map(|(key, own, _)| ((*key).to_owned(), Doc::text(words::duration(*own)))).collect()
}

/// `seed: 1..50` where they follow each other, else a list.
fn axis(axis: &Axis) -> (String, Doc) {
    let seeds: Option<Vec<u64>> = axis.values.iter().map(|(_, set)| seed_of(*set)).collect();
    let row = |seeds: &Vec<u64>| {
        seeds.len() > 1
            && seeds.windows(2).all(|w| matches!(w, [a, b] if a.checked_add(1) == Some(*b)))
    };
    let doc = match seeds.filter(row).as_deref() {
        Some([first, .., last]) => Doc::text(format!("{first}..{last}")),
        _ => Doc::texts(axis.values.iter().map(|(text, _)| text)),
    };
    (axis.key.clone(), doc)
}

fn seed_of(set: Set) -> Option<u64> {
    match set {
        Set::Seed(seed) => Some(seed),
        _ => None,
    }
}

fn outside(own: &Outside, site: &Site, names: &Names<'_>, file: &str) -> Doc {
    let trunk = site.cluster(own.cluster).and_then(|cluster| cluster.trunks.get(own.trunk));
    let trunk = names.trunk(own.cluster, trunk.map_or("", |trunk| &trunk.name));
    let mut entries = vec![("type", Doc::text(own.kind.word())), ("trunk", Doc::text(trunk))];
    for (key, credentials) in [("credentials", &own.credentials), ("demands", &own.demands)] {
        entries.extend(credentials.as_ref().map(|own| (key, secret::credentials(own, file))));
    }
    if !own.presentities.is_empty() {
        let all = own.presentities.iter();
        let all = all.map(|(name, status)| (name.as_str(), Doc::text(status_word(*status))));
        entries.push(("presentities", Doc::map(all)));
    }
    if !own.phones.is_empty() {
        let phones = own.phones.iter().map(|phone| {
            let mut entries = vec![("number", Doc::text(&phone.number))];
            if !phone.blf_speed_dials.is_empty() {
                entries.push(("blf_speed_dials", Doc::texts(&phone.blf_speed_dials)));
            }
            (phone.name.as_str(), Doc::map(entries))
        });
        entries.push(("phones", Doc::map(phones)));
    }
    Doc::map(entries)
}

fn step(step: &Step, names: &Names<'_>, file: &str) -> Doc {
    let mut entries = vec![("at", Doc::text(words::moment(step.at)))];
    entries.extend(step.id.as_ref().map(|id| ("id", Doc::text(id))));
    entries.push(match &step.action {
        Action::Do { sentence, .. } => ("do", Doc::text(sentence)),
        Action::Fault { sentence, .. } => ("fault", Doc::text(sentence)),
        Action::Say(text) => ("say", Doc::text(text)),
        Action::Change { cluster, edit } => {
            let mut doc = change::change(edit, file);
            if names.several() {
                doc.insert(&["cluster"], Doc::text(names.cluster(*cluster)));
            }
            ("change", doc)
        }
        Action::Expect(all) => {
            let all = all.iter().map(|one| expect::expectation(one, names, step.at));
            ("expect", Doc::List(all.collect()))
        }
    });
    Doc::map(entries)
}

/// A part of a file that means nothing here.
fn as_it_is(node: &Node) -> Doc {
    match &node.value {
        Value::Text { text, .. } => Doc::text(text),
        Value::List(items) => Doc::List(items.iter().map(as_it_is).collect()),
        Value::Map(entries) => {
            Doc::map(entries.iter().map(|(key, node)| (key.text.as_str(), as_it_is(node))))
        }
        Value::Nothing | Value::Broken => Doc::Nothing,
    }
}
