//! The run as one page that opens anywhere: no script, nothing from elsewhere, both themes.

use lampfield_core::time::Instant;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::human::{simulated, wall};
use super::picture::{Lane, LaneRow, Picture, Stretch, Why};
use super::view::{Finished, RunSummary, Verdict};

/// The colours are the page's own: one look for both.
const TOKENS: &str = include_str!("../../../web/styles/tokens.css");
const STYLE: &str = include_str!("html.css");

/// Marks on the scale of time, from the start to the end.
const MARKS: i64 = 4;

/// The whole page.
pub(super) fn page(all: &[Finished], summary: &RunSummary) -> String {
    let title = format!("Lampfield: {}", counts_text(summary));
    let (good, other): (Vec<&Finished>, Vec<&Finished>) =
        all.iter().partition(|finished| finished.verdict == Verdict::Passed);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(TOKENS)) (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Presence scenarios" }
                    p.faint {
                        "Lampfield " (env!("CARGO_PKG_VERSION")) ", "
                        (simulated(summary.simulated)) " simulated in " (wall(summary.wall))
                    }
                    ul.counts { @for (n, word) in counts(summary) { li { b { (n) } " " (word) } } }
                }
                main {
                    @if !other.is_empty() {
                        h2 { "Did not pass" }
                        @for finished in other { (scenario(finished, true)) }
                    }
                    @if !good.is_empty() {
                        h2 { "Passed" }
                        @for finished in good { (scenario(finished, false)) }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn counts(summary: &RunSummary) -> Vec<(usize, &'static str)> {
    let all = [
        (summary.passed, "passed"),
        (summary.failed, "failed"),
        (summary.known, "known to fail"),
        (summary.updated, "updated"),
        (summary.unknown, "unknown"),
        (summary.invalid, "invalid"),
        (summary.not_run, "not run"),
    ];
    all.into_iter().filter(|(n, word)| *n > 0 || matches!(*word, "passed" | "failed")).collect()
}

fn counts_text(summary: &RunSummary) -> String {
    let texts: Vec<String> =
        counts(summary).into_iter().map(|(n, word)| format!("{n} {word}")).collect();
    texts.join(", ")
}

fn look(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "good",
        Verdict::Failed | Verdict::Invalid => "bad",
        Verdict::Known | Verdict::Updated | Verdict::Unknown | Verdict::Interrupted => "doubtful",
    }
}

fn scenario(finished: &Finished, open: bool) -> Markup {
    let times = match finished.seed {
        Some(_) => format!("{} | {} sim", wall(finished.wall), simulated(finished.simulated)),
        None => String::new(),
    };
    html! {
        details.scenario open[open] {
            summary {
                span.word.(look(finished.verdict)) { (finished.verdict.word()) }
                span.name { (finished.short) small { (finished.name) } }
                span.times { (times) }
            }
            div {
                (facts(finished))
                @if let Some(known) = &finished.known { p { (known.sentence()) } }
                @if !finished.diagnostics.is_empty() {
                    h3 { "What does not hold" }
                    @for told in &finished.diagnostics { pre { (told.in_full()) } p {} }
                }
                @if let Some(picture) = &finished.picture { (self::picture(picture)) }
            }
        }
    }
}

fn facts(finished: &Finished) -> Markup {
    let seed = finished.seed.map(|seed| seed.to_string()).unwrap_or_default();
    let rows = [
        ("file", finished.shown.clone()),
        ("seed", seed),
        ("digest", finished.digest.clone()),
        ("covers", finished.covers.join(", ")),
    ];
    html! {
        dl.facts {
            @for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
                dt { (name) } dd { code { (value) } }
            }
        }
    }
}

fn picture(picture: &Picture) -> Markup {
    html! {
        @if !picture.lanes.is_empty() {
            h3 { "Lamps: what the line really does, what CallManager says, what the watcher shows" }
            div.row { i {} (scale(picture.until)) }
            @for lane in &picture.lanes { (self::lane(lane, picture.until)) }
        }
        h3 { "Ladder" }
        pre { (picture.ladder) }
        @for sentence in &picture.left_out { p.faint { (sentence) } }
    }
}

fn scale(until: Instant) -> Markup {
    let at = |mark| Instant::from_micros(until.as_micros() / MARKS * mark);
    html! {
        div.scale { @for mark in 0..=MARKS { span { (at(mark)) } } }
    }
}

fn lane(lane: &Lane, until: Instant) -> Markup {
    html! {
        div.lamp {
            b { (lane.name) }
            @for row in &lane.rows { (self::row(row, until)) }
            (why(&lane.why))
        }
    }
}

fn row(row: &LaneRow, until: Instant) -> Markup {
    html! {
        div.row {
            i title=(row.title) { (row.title) }
            div.track { @for stretch in &row.stretches { (self::stretch(stretch, until)) } }
        }
    }
}

fn stretch(stretch: &Stretch, until: Instant) -> Markup {
    let Stretch { from, to, word, kind } = stretch;
    let place = format!("left:{}%;width:{}%", part(*from, until), width(*from, *to, until));
    let told = format!("{word} from {from} to {to}");
    html! { span.(kind.class()) style=(place) title=(told) { (word) } }
}

/// Hundredths of a percent, so that no float is needed.
fn hundredths(at: Instant, until: Instant) -> i64 {
    at.as_micros().saturating_mul(10_000) / until.as_micros().max(1)
}

fn part(at: Instant, until: Instant) -> String {
    let n = hundredths(at, until);
    format!("{}.{:02}", n / 100, n % 100)
}

fn width(from: Instant, to: Instant, until: Instant) -> String {
    let n = hundredths(to, until) - hundredths(from, until);
    format!("{}.{:02}", n / 100, n % 100)
}

fn why(why: &Why) -> Markup {
    html! {
        details.why {
            summary { "In the end: " (why.shows) }
            @if !why.headline.is_empty() { p { (why.headline) } }
            @if !why.checks.is_empty() {
                table {
                    @for (rule, verdict, sentence) in &why.checks {
                        tr { td { (verdict) } td { (rule) } td { (sentence) } }
                    }
                }
            }
            @for remedy in &why.remedies { p { "What would change it: " (remedy) } }
        }
    }
}
