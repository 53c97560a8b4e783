//! What came out of a load: for people, as JSON, as CSV.

use std::fmt::Write;

use lampfield_core::time::Duration;
use serde::Serialize;

use super::changes::Spread;
use super::drive::{Done, PhaseResult, Row, Step};
use super::plan::Plan;
use super::process::Usage;
use super::tally::{Counts, Latencies};

impl PhaseResult {
    /// Requests in a second, as they were sent.
    pub(crate) fn rate(&self) -> f64 {
        let seconds = seconds(self.sending);
        // Between the first and the last are one fewer than requests.
        let steps = as_number(self.tally.counts.asked.saturating_sub(1));
        if seconds > 0.0 { steps / seconds } else { 0.0 }
    }

    /// Whether its requests have a schedule.
    pub(crate) fn is_paced(&self) -> bool {
        !matches!(self.step, Step::Hold | Step::FanOut) && self.tally.counts.asked > 1
    }

    /// Processor time in seconds for a thousand exchanges.
    fn cpu_per_thousand(&self) -> Option<f64> {
        let done = self.tally.counts.done;
        (done > 0 && self.step != Step::FanOut)
            .then(|| self.cpu.map(|cpu| seconds(cpu) * 1_000.0 / as_number(done)))?
    }
}

impl Done {
    /// How many exchanges and NOTIFYs failed.
    pub(crate) fn failed(&self) -> u64 {
        self.phases.iter().map(|phase| phase.tally.counts.failed).sum()
    }

    /// The first phase whose requests were sent at less than the rate that was asked for.
    pub(crate) fn behind(&self, plan: &Plan) -> Option<(Step, f64)> {
        let late = |phase: &&PhaseResult| {
            let steps = as_number(phase.tally.counts.asked.saturating_sub(1));
            let in_time = steps / f64::from(plan.rate.max(1)) / KEPT + SLACK_SECONDS;
            phase.is_paced() && seconds(phase.sending) > in_time
        };
        self.phases.iter().find(late).map(|phase| (phase.step, phase.rate()))
    }
}

/// A rate counts as kept from this part of it on.
const KEPT: f64 = 0.95;
/// And where the last request is no later than this: a phase may be short.
const SLACK_SECONDS: f64 = 0.1;

// Counts stay far below 2^53, where every whole number is a float.
#[expect(clippy::cast_precision_loss, reason = "counts and microseconds stay below 2^53")]
fn as_number(count: u64) -> f64 {
    count as f64
}

fn seconds(time: Duration) -> f64 {
    as_number(u64::try_from(time.as_micros()).unwrap_or(0)) / 1e6
}

fn millis(micros: u64) -> f64 {
    as_number(micros) / 1e3
}

/// For people.
pub(crate) fn human(plan: &Plan, done: &Done) -> String {
    let mut text = String::new();
    for phase in &done.phases {
        one_phase(plan, phase, &mut text);
    }
    text
}

fn one_phase(plan: &Plan, phase: &PhaseResult, text: &mut String) {
    let counts = &phase.tally.counts;
    // Writing into a String does not fail.
    let _ = write!(text, "{:<12}", phase.step.word());
    if phase.is_paced() {
        let (asked, rate, wanted) = (counts.asked, phase.rate(), plan.rate);
        let _ = write!(text, "{asked} at {rate:.0}/s of {wanted}/s, ");
    }
    if counts.asked > 0 {
        let _ = write!(text, "{} done, {} failed", counts.done, counts.failed);
        let (sent, seen) = (counts.sent_again, counts.seen_again());
        let _ = write!(text, "; sent again {sent}, seen again {seen}");
    } else {
        let _ = write!(text, "{:.1} s", seconds(phase.took));
    }
    for (why, count) in &phase.tally.failures {
        let _ = write!(text, "\n  {count} × {why}");
    }
    let subject = match phase.step {
        Step::Register | Step::Unregister => "REGISTER",
        Step::Publish | Step::FanOut => "PUBLISH",
        _ => "SUBSCRIBE",
    };
    latency(text, &format!("{subject} to answer"), &phase.tally.answer);
    latency(text, &format!("{subject} to NOTIFY"), &phase.tally.notify);
    for spread in &phase.changes {
        let told = format!("change to {} of {} watchers", spread.told, spread.watchers);
        latency(text, &told, &spread.latencies);
    }
    if let (Some(cpu), Some(Usage { resident, own, .. })) = (phase.cpu, phase.usage) {
        let _ = write!(text, "\n  server: {:.2} s of processor time", seconds(cpu));
        if let Some(each) = phase.cpu_per_thousand() {
            let _ = write!(text, ", {each:.4} s per 1000 exchanges");
        }
        let _ = write!(text, "; {} kB resident, {} kB its own", resident / 1_024, own / 1_024);
    }
    text.push('\n');
}

fn latency(text: &mut String, name: &str, latencies: &Latencies) {
    if latencies.count() > 0 {
        let [p50, p90, p99, p999] = PERCENTILES.map(|percent| millis(latencies.at(percent)));
        let last = millis(latencies.longest());
        let _ = write!(
            text,
            "\n  {name}: p50 {p50:.2} ms, p90 {p90:.2}, p99 {p99:.2}, p99.9 {p999:.2}, last {last:.2}"
        );
    }
}

const PERCENTILES: [f64; 4] = [50.0, 90.0, 99.0, 99.9];

/// The head of the CSV, and a line for each row.
pub(crate) fn rows(done: &Done) -> String {
    let mut text = String::from(
        "at_s,phase,asked,answered,notified,done,failed,sent_again,notified_again,answered_again,\
         open,notify_p50_us,notify_p99_us,notify_max_us,cpu_s,resident_bytes,own_bytes\n",
    );
    for Row { at, step, counts, notify: [p50, p99, longest], open, usage } in &done.rows {
        let Counts { asked, answered, notified, done, failed, .. } = counts;
        let Counts { sent_again, notified_again, answered_again, .. } = counts;
        let _ = write!(
            text,
            "{:.3},{},{asked},{answered},{notified},{done},{failed},{sent_again},{notified_again},\
             {answered_again},{open},{p50},{p99},{longest}",
            seconds(*at),
            step.word(),
        );
        match usage {
            Some(Usage { cpu, resident, own }) => {
                let _ = writeln!(text, ",{:.2},{resident},{own}", seconds(*cpu));
            }
            None => text.push_str(",,,\n"),
        }
    }
    text
}

/// `lampfield-load/1`. Fields may join; none changes its meaning or goes away.
#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    target: String,
    rate: u32,
    count: u32,
    sockets: u32,
    exit: &'static str,
    interrupted: bool,
    phases: Vec<PhaseEntry<'a>>,
}

#[derive(Serialize)]
struct PhaseEntry<'a> {
    phase: &'a str,
    took_us: i64,
    rate_reached: Option<f64>,
    asked: u64,
    answered: u64,
    notified: u64,
    done: u64,
    failed: u64,
    failures: Vec<FailureEntry>,
    sent_again: u64,
    notified_again: u64,
    answered_again: u64,
    challenged: u64,
    stray: u64,
    late: Option<LatencyEntry>,
    answer: Option<LatencyEntry>,
    notify: Option<LatencyEntry>,
    changes: Vec<ChangeEntry>,
    cpu_us: Option<i64>,
    cpu_seconds_per_1000: Option<f64>,
    resident_bytes: Option<u64>,
    own_bytes: Option<u64>,
}

#[derive(Serialize)]
struct FailureEntry {
    why: String,
    count: u64,
}

#[derive(Serialize)]
struct LatencyEntry {
    count: u64,
    p50_us: u64,
    p90_us: u64,
    p99_us: u64,
    p999_us: u64,
    max_us: u64,
}

#[derive(Serialize)]
struct ChangeEntry {
    watchers: u32,
    told: u32,
    notify: Option<LatencyEntry>,
}

/// As one JSON document; `exit` is the name of the exit code.
pub(crate) fn json(plan: &Plan, done: &Done, exit: &'static str) -> String {
    let document = Document {
        format: "lampfield-load/1",
        target: format!("udp:{}", plan.target),
        rate: plan.rate,
        count: plan.count,
        sockets: plan.sockets,
        exit,
        interrupted: done.interrupted,
        phases: done.phases.iter().map(entry).collect(),
    };
    // Strings and numbers always can be written.
    let text = serde_json::to_string_pretty(&document).unwrap_or_default();
    format!("{text}\n")
}

fn entry(phase: &PhaseResult) -> PhaseEntry<'_> {
    let counts = phase.tally.counts;
    let failures = phase.tally.failures.iter();
    PhaseEntry {
        phase: phase.step.word(),
        took_us: phase.took.as_micros(),
        rate_reached: phase.is_paced().then(|| phase.rate()),
        asked: counts.asked,
        answered: counts.answered,
        notified: counts.notified,
        done: counts.done,
        failed: counts.failed,
        failures: failures
            .map(|(why, count)| FailureEntry { why: why.to_string(), count: *count })
            .collect(),
        sent_again: counts.sent_again,
        notified_again: counts.notified_again,
        answered_again: counts.answered_again,
        challenged: counts.challenged,
        stray: counts.stray,
        late: percentiles(&phase.tally.late),
        answer: percentiles(&phase.tally.answer),
        notify: percentiles(&phase.tally.notify),
        changes: phase.changes.iter().map(change).collect(),
        cpu_us: phase.cpu.map(Duration::as_micros),
        cpu_seconds_per_1000: phase.cpu_per_thousand(),
        resident_bytes: phase.usage.map(|usage| usage.resident),
        own_bytes: phase.usage.map(|usage| usage.own),
    }
}

fn change(spread: &Spread) -> ChangeEntry {
    let Spread { watchers, told, latencies } = spread;
    ChangeEntry { watchers: *watchers, told: *told, notify: percentiles(latencies) }
}

fn percentiles(latencies: &Latencies) -> Option<LatencyEntry> {
    let [p50_us, p90_us, p99_us, p999_us] = PERCENTILES.map(|percent| latencies.at(percent));
    let (count, max_us) = (latencies.count(), latencies.longest());
    (count > 0).then_some(LatencyEntry { count, p50_us, p90_us, p99_us, p999_us, max_us })
}
