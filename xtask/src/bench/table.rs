//! The page with what came out.

use super::load::Phase;
use super::{BEFORE, CHANGES, Column, FAN_OUTS, HELD, QUIET_SECONDS, RATES, SECONDS, version};
use std::fmt::Write;
use std::path::Path;

/// The whole page.
pub(super) fn page(columns: &[Column], machine: &str) -> String {
    let kamailio = version(Path::new("kamailio"), "-v");
    let mut text = format!(
        "# Beside Kamailio\n\n\
         `cargo xtask bench peers` wrote this page: `lampfield serve` and {kamailio} one after the \
         other on one machine, under the same `lampfield load`, each run with a server that was just \
         started. Both keep everything in memory; Kamailio has two workers and the configuration of \
         `native-runner/tests/interop/kamailio.cfg`, in which presentities are published; with us \
         phones register first. The load shares the machine with the server.\n\n\
         Machine: {machine}.\n\n\
         Only what stands in one table was measured in one sitting; on a machine that others use, the \
         99th percentile moves by two orders of magnitude.\n"
    );
    rates(columns, &mut text);
    fan_outs(columns, &mut text);
    let _ = write!(
        text,
        "\n## Memory\n\nWhat the server's own memory (`Pss`) grew by with {HELD} subscriptions at 1000/s, \
         after {BEFORE} others, {QUIET_SECONDS} s after the last one was made: by then every transaction \
         is over. What the C library has taken for them it keeps for the next ones, so that is in \
         it; what a subscription needs by itself, `cargo test -p lampfield-core --test memory_cluster` \
         counts.\n\n\
         | | bytes for each subscription |\n| --- | --- |\n"
    );
    for column in columns {
        let memory = column.memory.map_or("not measured".to_owned(), |bytes| format!("{bytes:.0}"));
        let _ = writeln!(text, "| {} | {memory} |", column.name);
    }
    text
}

fn rates(columns: &[Column], text: &mut String) {
    let _ = write!(
        text,
        "\n## Set-up\n\nAn exchange is SUBSCRIBE, 200, NOTIFY with a presence document, 200, over UDP: \
         fifty watchers on fifty sockets, fifty presentities, {SECONDS} s at each rate, until something \
         fails. CPU is that of all processes of the server, in seconds for 1000 exchanges; latency is \
         from when a SUBSCRIBE was due to its NOTIFY.\n\n\
         | rate | server | CPU s per 1000 | p50 ms | p99 ms | failed | sent again | seen again |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for rate in RATES {
        for column in columns {
            let found = column.rates.iter().find(|(at, _)| *at == rate);
            if let Some((_, phase)) = found {
                rate_row(rate, &column.name, phase, text);
            }
        }
    }
}

fn rate_row(rate: u32, name: &str, phase: &Phase, text: &mut String) {
    let cpu = phase.cpu_per_thousand.map_or("?".to_owned(), |cpu| format!("{cpu:.3}"));
    let [p50, p99] = phase.notify.unwrap_or_default().map(|micros| micros / 1e3);
    let reached =
        if phase.kept(rate) { String::new() } else { format!(" (reached {:.0})", phase.rate) };
    let Phase { failed, sent_again, seen_again, .. } = phase;
    let _ = writeln!(
        text,
        "| {rate}/s{reached} | {name} | {cpu} | {p50:.2} | {p99:.2} | {failed} | {sent_again} | \
         {seen_again} |"
    );
}

fn fan_outs(columns: &[Column], text: &mut String) {
    let _ = write!(
        text,
        "\n## Fan-out\n\nOne presentity changes {CHANGES} times, its watchers are on fifty sockets. \
         From the change (with us a line on the control socket, there a PUBLISH) to the last NOTIFY: the \
         fastest, the middle and the slowest of the changes.\n\n\
         | watchers | server | fastest ms | middle ms | slowest ms | not told | sent again | seen again \
         | CPU s per change |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
    );
    for watchers in FAN_OUTS {
        for column in columns {
            if let Some((_, phase)) = column.fan_outs.iter().find(|(of, _)| *of == watchers) {
                fan_out_row(watchers, &column.name, phase, text);
            }
        }
    }
}

fn fan_out_row(watchers: u32, name: &str, phase: &Phase, text: &mut String) {
    let mut last: Vec<f64> = phase.changes.iter().map(|[.., last]| last / 1e3).collect();
    last.sort_by(f64::total_cmp);
    let at = |place: usize| last.get(place).copied().unwrap_or(f64::NAN);
    let missed: f64 = phase.changes.iter().map(|[all, told, _]| all - told).sum();
    let cpu = phase.cpu_us / 1e6 / f64::from(CHANGES);
    let (fastest, middle, slowest) = (at(0), at(last.len() / 2), at(last.len().saturating_sub(1)));
    let Phase { sent_again, seen_again, .. } = phase;
    let _ = writeln!(
        text,
        "| {watchers} | {name} | {fastest:.0} | {middle:.0} | {slowest:.0} | {missed} | {sent_again} | \
         {seen_again} | {cpu:.3} |"
    );
}
