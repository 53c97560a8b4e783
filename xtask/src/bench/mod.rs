//! `cargo xtask bench peers`: our server and Kamailio in turn, on one machine in one sitting.
//!
//! | file | its one idea |
//! |---|---|
//! | `servers` | the two servers: start, what a load needs to know of each, end |
//! | `load` | one `lampfield load`, and what its report says |
//! | `table` | the page with what came out |

mod load;
mod servers;
mod table;

use crate::place::repository;
use crate::run::{Result, run};
use crate::setup;
use load::{Load, Phase};
use servers::{Kind, Server};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the page goes.
const PAGE: &str = "docs/benchmarks/peers.md";
/// The rates that are asked of both, and more until something fails.
const RATES: [u32; 7] = [1_000, 4_000, 6_000, 8_000, 12_000, 16_000, 24_000];
/// For so many seconds each.
const SECONDS: u32 = 3;
/// Watchers of one presentity that changes.
const FAN_OUTS: [u32; 2] = [1_000, 5_000];
/// How often it changes.
const CHANGES: u32 = 10;
/// Subscriptions whose memory is measured, after so many others: what a server takes once, for its
/// trace, say, is there by then. Then it is waited until they are quiet, past timer J.
const HELD: u32 = 20_000;
const BEFORE: u32 = 5_000;
const QUIET_SECONDS: u32 = 36;
/// No more of anything is begun after this.
const WHOLE: Duration = Duration::from_secs(270);

/// What one server did.
#[derive(Debug, Default)]
struct Column {
    name: String,
    /// By rate; the last one may have failed.
    rates: Vec<(u32, Phase)>,
    /// By watchers: the last NOTIFY of each change in microseconds, how many were told of how many,
    /// and retransmissions.
    fan_outs: Vec<(u32, Phase)>,
    /// Bytes for each subscription.
    memory: Option<f64>,
}

/// `bench peers`.
///
/// # Errors
/// A program is not there, or does not answer.
pub(crate) fn command(arguments: &[&str]) -> Result<()> {
    let ["peers"] = arguments else {
        return Err("say what is measured: cargo xtask bench peers".to_owned());
    };
    setup::peers()?;
    let bench = Bench::build()?;
    let columns = [Kind::Lampfield, Kind::Kamailio]
        .into_iter()
        .map(|kind| bench.column(kind))
        .collect::<Result<Vec<_>>>()?;
    let page = table::page(&columns, &bench.machine());
    let path = repository()?.join(PAGE);
    std::fs::write(&path, &page).map_err(|error| format!("{PAGE} cannot be written: {error}"))?;
    println!("\n{page}\nbench: written to {PAGE}");
    Ok(())
}

struct Bench {
    /// Our own program.
    program: PathBuf,
    folder: PathBuf,
    began: Instant,
}

impl Bench {
    fn build() -> Result<Bench> {
        let root = repository()?;
        let mut cargo = crate::place::cargo();
        cargo.current_dir(&root).args(["build", "--release", "--quiet", "-p", "lampfield"]);
        run(&mut cargo, "building the command line")?;
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from);
        let folder = target.join("bench-peers");
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{} cannot be made: {error}", folder.display()))?;
        Ok(Bench { program: target.join("release/lampfield"), folder, began: Instant::now() })
    }

    fn machine(&self) -> String {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = info.lines().find_map(|line| line.strip_prefix("model name"));
        let model =
            model.and_then(|line| line.split_once(": ")).map_or("unknown", |(_, name)| name);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("?").to_owned();
        let took = self.began.elapsed().as_secs();
        format!("{cores} cores ({model}), load average {load} at the end, {took} s in all")
    }

    fn column(&self, kind: Kind) -> Result<Column> {
        let mut column = Column { name: kind.name().to_owned(), ..Column::default() };
        for rate in RATES {
            if self.began.elapsed() > WHOLE {
                break;
            }
            let server = Server::start(kind, &self.program, &self.folder, 50)?;
            let mut load = Load::on(&self.program, &self.folder, &server);
            load.args(["--count", &(rate * SECONDS).to_string(), "--rate", &rate.to_string()]);
            load.args(["--presentities", "{900..949}", "--watchers", "{10000..10049}"]);
            load.args(["--stay", "--patience", "2s"]).args(server.prepares());
            let phase = load.run()?.phase("set-up")?;
            println!("{}: {rate}/s, {}", column.name, phase.summary());
            let over = phase.failed > 0 || !phase.kept(rate);
            column.rates.push((rate, phase));
            if over {
                break;
            }
        }
        for watchers in FAN_OUTS {
            column.fan_outs.push((watchers, self.fan_out(kind, watchers)?));
        }
        if self.began.elapsed() < WHOLE {
            column.memory = Some(self.memory(kind)?);
            println!("{}: {:.0} bytes", column.name, column.memory.unwrap_or(0.0));
        }
        Ok(column)
    }

    fn fan_out(&self, kind: Kind, watchers: u32) -> Result<Phase> {
        let server = Server::start(kind, &self.program, &self.folder, watchers)?;
        let mut load = Load::on(&self.program, &self.folder, &server);
        let names = format!("{{10000..{}}}", 10_000 + watchers - 1);
        load.args(["--count", &watchers.to_string(), "--rate", "2000", "--presentities", "900"]);
        load.args(["--watchers", &names, "--sockets", "50", "--hold", "1s", "--stay"]);
        load.args(["--changes", &CHANGES.to_string(), "--patience", "5s"]);
        load.args(server.prepares()).args(server.changes());
        let phase = load.run()?.phase("fan-out")?;
        println!("{}: change to {watchers}, {}", kind.name(), phase.summary());
        Ok(phase)
    }

    fn memory(&self, kind: Kind) -> Result<f64> {
        let server = Server::start(kind, &self.program, &self.folder, 50)?;
        let load = |count: u32| {
            let mut load = Load::on(&self.program, &self.folder, &server);
            load.args(["--count", &count.to_string(), "--rate", "1000", "--stay"]);
            load.args(["--presentities", "{900..949}", "--watchers", "{10000..10049}"]);
            load.args(["--patience", "5s"]).args(server.prepares());
            load
        };
        load(BEFORE).run()?;
        let mut held = load(HELD);
        held.args(["--hold", &format!("{QUIET_SECONDS}s")]);
        let report = held.run()?;
        let before = report.phase(server.prepared())?.own_bytes;
        let after = report.phase("hold")?.own_bytes;
        Ok((after - before) / f64::from(HELD))
    }
}

/// The first line that a program says of its version.
fn version(program: &Path, flag: &str) -> String {
    let said = crate::run::capture(Command::new(program).arg(flag), "asking for a version");
    said.unwrap_or_default().lines().next().unwrap_or_default().trim().to_owned()
}
