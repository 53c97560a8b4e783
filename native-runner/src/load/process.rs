//! Processor time and memory of the server under load, from `/proc`.

use std::fs;
use std::io;
use std::str::FromStr;

use lampfield_core::time::Duration;

/// The id of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Process(pub(crate) u32);

impl FromStr for Process {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.parse().map(Process).map_err(|_| "the id of a process is a number".to_owned())
    }
}

/// What a server uses at a moment: all of its processes, children included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Usage {
    /// Processor time since they began, of user and system.
    pub(crate) cpu: Duration,
    /// Resident memory in bytes; what processes share counts once for each of them.
    pub(crate) resident: u64,
    /// The same with what they share counted once (`Pss`); the resident memory where the system does
    /// not tell.
    pub(crate) own: u64,
}

impl Usage {
    /// Processor time since then. A child that ended takes its own along.
    pub(super) fn cpu_since(&self, then: &Usage) -> Duration {
        Duration::from_micros((self.cpu.as_micros() - then.cpu.as_micros()).max(0))
    }

    /// Of these processes and those that they started.
    ///
    /// # Errors
    /// One of the named processes is not there.
    pub(super) fn of(named: &[Process]) -> io::Result<Usage> {
        let mut all: Vec<Process> = named.to_vec();
        all.extend(children(named));
        all.sort_unstable();
        all.dedup();
        let mut sum = Usage::default();
        for process in all {
            match one(process) {
                Ok(usage) => {
                    sum.cpu = sum.cpu + usage.cpu;
                    sum.resident += usage.resident;
                    sum.own += usage.own;
                }
                Err(why) if named.contains(&process) => return Err(why),
                // A child that ended meanwhile.
                Err(_) => {}
            }
        }
        Ok(sum)
    }
}

/// The processes that these started, and those that they started.
fn children(of: &[Process]) -> Vec<Process> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Process));
    let pairs: Vec<(Process, Process)> =
        ids.filter_map(|id| Some((id, Stat::of(id).ok()?.parent))).collect();
    let mut found: Vec<Process> = Vec::new();
    let mut parents: Vec<Process> = of.to_vec();
    while let Some(parent) = parents.pop() {
        for (child, _) in pairs.iter().filter(|(_, its)| *its == parent) {
            if !found.contains(child) && !of.contains(child) {
                found.push(*child);
                parents.push(*child);
            }
        }
    }
    found
}

fn one(process: Process) -> io::Result<Usage> {
    let stat = Stat::of(process)?;
    let resident = field("status", process, "VmRSS:").unwrap_or(0);
    let own = field("smaps_rollup", process, "Pss:").unwrap_or(resident);
    Ok(Usage { cpu: stat.cpu, resident, own })
}

/// A line `Name:  123 kB` of a file, in bytes.
fn field(file: &str, process: Process, name: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("/proc/{}/{file}", process.0)).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.split_whitespace().next()?.parse::<u64>().ok()? * 1_024)
}

/// What `/proc/ID/stat` tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stat {
    parent: Process,
    cpu: Duration,
}

impl Stat {
    fn of(process: Process) -> io::Result<Stat> {
        let text = fs::read_to_string(format!("/proc/{}/stat", process.0))?;
        Stat::parse(&text).ok_or(io::ErrorKind::InvalidData.into())
    }

    /// The program's name stands in parentheses and may have any of them in it.
    fn parse(text: &str) -> Option<Stat> {
        let mut fields = text.rsplit_once(')')?.1.split_whitespace();
        let parent = fields.nth(1)?.parse().ok().map(Process)?;
        let mut time = || fields.next()?.parse::<i64>().ok();
        // Behind the parent are nine fields before the times of user and system.
        (0..9).try_for_each(|_| time().map(drop))?;
        let ticks = time()?.checked_add(time()?)?;
        Some(Stat { parent, cpu: Duration::from_micros(ticks.checked_mul(tick_us())?) })
    }
}

/// How long a tick of the system's accounts is, in microseconds.
#[cfg(target_os = "linux")]
fn tick_us() -> i64 {
    let per_second = i64::try_from(rustix::param::clock_ticks_per_second()).unwrap_or(100);
    1_000_000 / per_second.max(1)
}

/// Elsewhere there is no `/proc` to read.
#[cfg(not(target_os = "linux"))]
fn tick_us() -> i64 {
    10_000
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_parentheses_and_blanks_does_not_shift_the_fields() {
        let text = "42 (a (b) c) S 7 1 2 3 4 5 6 7 8 9 150 50 0 0 20 0 1 0 1 2 3";
        let stat = Stat::parse(text).unwrap();
        assert_eq!(stat.parent, Process(7));
        assert_eq!(stat.cpu.as_micros(), 200 * tick_us());
        assert_eq!(Stat::parse("42 (a) S"), None);
    }

    #[test]
    fn this_process_uses_memory_and_its_children_are_counted_with_it() {
        let own = Process(std::process::id());
        let alone = Usage::of(&[own]).unwrap();
        assert!(alone.resident > 100_000 && alone.own > 0, "{alone:?}");
        let mut child = std::process::Command::new("sleep").arg("5").spawn().unwrap();
        let found = children(&[own]).contains(&Process(child.id()));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found);
    }

    #[test]
    fn a_process_that_is_not_there_is_an_error() {
        // The largest id that Linux can give is far below.
        assert!(Usage::of(&[Process(u32::MAX)]).is_err());
    }
}
