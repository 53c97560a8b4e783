//! Expectations as `expect` writes them.

use super::super::lower::{DECISIONS, SHOWS};
use super::super::model::{Asker, Expectation, Expected, Matcher, Showing, View, Waveform, When};
use super::doc::Doc;
use super::names::Names;
use super::words;
use crate::cluster::Field;
use crate::id::ClusterId;
use crate::presence::Outcome;
use crate::time::{Duration, Instant};
use crate::trace::words::status_word;

type Entries = Vec<(&'static str, Doc)>;

/// One expectation of a step at `at`.
pub(super) fn expectation(one: &Expectation, names: &Names<'_>, at: Instant) -> Doc {
    let mut entries = expected(&one.what, names, at);
    if !one.because.is_empty() {
        let rules = one.because.iter().map(|(rule, _)| rule.as_str());
        entries.push(("because", Doc::texts(rules)));
    }
    Doc::map(entries)
}

fn expected(what: &Expected, names: &Names<'_>, at: Instant) -> Entries {
    match what {
        Expected::Lamp { key, is, when } => {
            let mut entries = vec![("lamp", names.lamp(key)), ("is", shows(*is))];
            entries.extend(window_of(*when));
            entries
        }
        Expected::Message { matcher: own, count, window } => {
            let mut entries = vec![("message", matcher(own, names))];
            entries.extend(words::count(*count).map(|count| ("count", count)));
            entries.extend(words::window(*window, at));
            entries
        }
        Expected::NeverMessage { matcher: own, window } => {
            let mut entries = vec![("never", Doc::map([("message", matcher(own, names))]))];
            entries.extend(words::window(*window, at));
            entries
        }
        Expected::NeverLamp { key, is, window } => {
            let lamp = Doc::map([("lamp", names.lamp(key)), ("is", shows(*is))]);
            let mut entries = vec![("never", lamp)];
            entries.extend(words::window(*window, at));
            entries
        }
        Expected::Decision { asker: own, is } => {
            vec![("decision", asker(own, names)), ("is", outcome(*is))]
        }
        Expected::Answer { asker: own, is } => {
            vec![("answer", asker(own, names)), ("is", Doc::text(is.to_string()))]
        }
        Expected::Refused(act) => vec![("refused", Doc::text(act.word()))],
        Expected::Warned(act) => vec![("warned", Doc::text(act.word()))],
        Expected::Cancelled => vec![("cancelled", Doc::text("change"))],
        Expected::Found(all) => vec![("found", Doc::texts(all))],
        Expected::Pending(all) => vec![("pending", Doc::texts(all))],
        Expected::View { cluster, view: own, shows } => {
            let shows = match shows.is_empty() {
                true => Doc::text("nothing"),
                false => Doc::texts(shows),
            };
            vec![("view", Doc::text(view(*cluster, own, names))), ("shows", shows)]
        }
        Expected::Waveform(own) => vec![("waveform", waveform(own, names))],
    }
}

fn window_of(when: When) -> Entries {
    let told = [("within", when.within), ("holds", when.holds)];
    let told = told.into_iter().filter(|(_, duration)| *duration > Duration::ZERO);
    told.map(|(key, duration)| (key, Doc::text(words::duration(duration)))).collect()
}

fn shows(is: Showing) -> Doc {
    Doc::text(SHOWS.iter().find(|(_, own)| *own == is).map_or("", |(word, _)| word))
}

fn outcome(is: Outcome) -> Doc {
    Doc::text(DECISIONS.iter().find(|(_, own)| *own == is).map_or("", |(word, _)| word))
}

fn matcher(own: &Matcher, names: &Names<'_>) -> Doc {
    let text = |text: &Option<String>| text.as_ref().map(Doc::text);
    let all = [
        ("method", text(&own.method)),
        ("code", own.code.map(|code| Doc::text(code.to_string()))),
        ("from", own.from.as_ref().map(|party| names.party(party))),
        ("to", own.to.as_ref().map(|party| names.party(party))),
        ("about", text(&own.about)),
        ("status", own.status.map(|own| Doc::text(status_word(own)))),
        ("subscription", text(&own.subscription)),
        ("reason", text(&own.reason)),
    ];
    Doc::map(all.into_iter().filter_map(|(key, doc)| Some((key, doc?))))
}

fn asker(own: &Asker, names: &Names<'_>) -> Doc {
    match own {
        Asker::Lamp(lamp) => names.lamp(lamp),
        Asker::Trunk { cluster, trunk, target } => {
            Doc::text(format!("{} -> {target}", names.trunk(*cluster, trunk)))
        }
    }
}

/// `labels of Phone A`, `label of Phone A BLF 1`, `BLF for Call Lists`.
fn view(cluster: ClusterId, view: &View, names: &Names<'_>) -> String {
    let object = view.object();
    let of = names.of_cluster(cluster, object.name().unwrap_or_default());
    let button = |at: &usize, part: &str| format!("{part} of {of} BLF {}", at + 1);
    match view {
        View::RelationshipPane(_) => format!("relationship pane of {of}"),
        View::UnassignedItems(_) => format!("unassigned items of {of}"),
        View::Labels(_) => format!("labels of {of}"),
        View::Setting(_, Field::BlfDirectoryNumber(at)) => button(at, "directory_number"),
        View::Setting(_, Field::BlfDestination(at)) => button(at, "destination"),
        View::Setting(_, Field::BlfLabel(at)) => button(at, "label"),
        View::Setting(_, Field::BlfLabelAscii(at)) => button(at, "label_ascii"),
        View::Setting(_, field) => {
            let key = match field {
                Field::Partitions => "partitions",
                field => field.words().map_or("", |(_, key)| key),
            };
            match object.name() {
                Some(_) => format!("{key} of {of}"),
                None => names.of_cluster(cluster, key),
            }
        }
    }
}

fn waveform(own: &Waveform, names: &Names<'_>) -> Doc {
    let mut lines = Vec::new();
    if own.column != Duration::from_secs(1) {
        lines.push(format!("# one column = {}", words::duration(own.column)));
    }
    let rows: Vec<(String, String)> = own
        .rows
        .iter()
        .map(|row| {
            let letters = row.letters.iter().map(|showing| showing.letter()).collect();
            (names.lamp_name(&row.key), letters)
        })
        .collect();
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    lines.extend(rows.into_iter().map(|(name, letters)| format!("{name:width$}   {letters}")));
    Doc::Lines(lines)
}
