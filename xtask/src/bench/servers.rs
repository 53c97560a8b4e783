//! The two servers: start, what a load needs to know of each, end.

use crate::run::Result;
use std::fmt::Write;
use std::fs::File;
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lampfield,
    Kamailio,
}

/// A server that runs, until it is dropped.
pub(super) struct Server {
    kind: Kind,
    child: Child,
    pub(super) port: u16,
    control: PathBuf,
}

/// The same as in the tests.
const KAMAILIO: &str = include_str!("../../../native-runner/tests/interop/kamailio.cfg");
/// So long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// So long one may take to end by itself.
const FAREWELL: Duration = Duration::from_secs(3);

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Kind::Lampfield => "Lampfield",
            Kind::Kamailio => "Kamailio",
        }
    }
}

impl Server {
    /// Starts a server for so many watchers, 10000 and those after it, and presentities from 900 on.
    pub(super) fn start(
        kind: Kind,
        program: &Path,
        folder: &Path,
        watchers: u32,
    ) -> Result<Server> {
        let port = free_port()?;
        let control = folder.join(format!("control-{port}"));
        let log = File::create(folder.join("server.log"))
            .map_err(|error| format!("no log in {}: {error}", folder.display()))?;
        let mut command = match kind {
            Kind::Lampfield => lampfield(program, folder, port, watchers)?,
            Kind::Kamailio => kamailio(folder, port)?,
        };
        if kind == Kind::Lampfield {
            command.arg("--control").arg(&control);
        }
        let copy = log.try_clone().map_err(|error| format!("the log: {error}"))?;
        command.stdin(Stdio::null()).stdout(copy).stderr(log).current_dir(folder);
        let child = command
            .spawn()
            .map_err(|error| format!("{} could not be started: {error}", kind.name()))?;
        let server = Server { kind, child, port, control };
        server.wait_until_it_answers()?;
        Ok(server)
    }

    /// The id of its first process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What a load does first: phones register with us, presentities are published at Kamailio.
    pub(super) fn prepares(&self) -> &'static [&'static str] {
        match self.kind {
            Kind::Lampfield => &["--register"],
            Kind::Kamailio => &["--publish"],
        }
    }

    /// The phase of that.
    pub(super) fn prepared(&self) -> &'static str {
        match self.kind {
            Kind::Lampfield => "register",
            Kind::Kamailio => "publish",
        }
    }

    /// How the first presentity changes.
    pub(super) fn changes(&self) -> Vec<String> {
        if self.kind == Kind::Kamailio {
            return Vec::new();
        }
        let control = self.control.display().to_string();
        ["--control", &control, "--line", "Presentity 900 lifts"]
            .into_iter()
            .chain(["--line", "Presentity 900 hangs up"])
            .map(str::to_owned)
            .collect()
    }

    fn wait_until_it_answers(&self) -> Result<()> {
        let asker = UdpSocket::bind("127.0.0.1:0").map_err(|error| format!("a socket: {error}"))?;
        let own = asker.local_addr().map_or(0, |address| address.port());
        drop(asker.set_read_timeout(Some(Duration::from_millis(100))));
        let until = Instant::now() + PATIENCE;
        let mut nth = 0;
        while Instant::now() < until {
            nth += 1;
            let port = self.port;
            let options = format!(
                "OPTIONS sip:127.0.0.1:{port} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{own};\
                 branch=z9hG4bK{nth}\r\nMax-Forwards: 70\r\nFrom: <sip:a@127.0.0.1>;tag=a\r\n\
                 To: <sip:127.0.0.1>\r\nCall-ID: up{nth}\r\nCSeq: 1 OPTIONS\r\n\
                 Content-Length: 0\r\n\r\n"
            );
            drop(asker.send_to(options.as_bytes(), ("127.0.0.1", port)));
            if asker.recv(&mut [0; 4096]).is_ok() {
                return Ok(());
            }
        }
        Err(format!("{} does not answer at port {}", self.kind.name(), self.port))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut ids = vec![self.child.id()];
        ids.extend(children(self.child.id()));
        signal("-TERM", &ids[..1]);
        let until = Instant::now() + FAREWELL;
        while self.child.try_wait().is_ok_and(|ended| ended.is_none()) {
            if Instant::now() > until {
                // A loaded Kamailio takes a minute, and its memory is of no more use to anybody.
                signal("-KILL", &ids);
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(self.child.wait());
    }
}

fn signal(which: &str, ids: &[u32]) {
    for id in ids {
        drop(Command::new("kill").args([which, &id.to_string()]).stderr(Stdio::null()).status());
    }
}

/// The processes that one started.
fn children(parent: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let its = |id: &u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        fields.split_whitespace().nth(1).and_then(|field| field.parse().ok()) == Some(parent)
    };
    ids.filter(its).collect()
}

fn lampfield(program: &Path, folder: &Path, port: u16, watchers: u32) -> Result<Command> {
    let file = folder.join("cluster.yaml");
    let cannot = |error| format!("{} cannot be written: {error}", file.display());
    std::fs::write(&file, cluster(watchers)).map_err(cannot)?;
    let mut command = Command::new(program);
    command.arg("serve").arg(&file).args(["--listen", &format!("udp:127.0.0.1:{port}")]);
    Ok(command)
}

/// Fifty presentities, and so many phones that may watch them.
fn cluster(watchers: u32) -> String {
    let mut text = String::from(
        "cluster:\n  enterprise_parameters: { BLF for Call Lists: Enabled }\n  \
         service_parameters: { Default Inter-Presence Group Subscription: Allow Subscription }\n  \
         directory_numbers:\n",
    );
    let (presentities, watchers) = (900..950, 10_000..10_000 + watchers);
    for number in presentities.clone().chain(watchers.clone()) {
        let _ = writeln!(text, "    {number}: {{}}");
    }
    text.push_str("  phones:\n");
    for number in presentities {
        let _ = writeln!(text, "    Presentity {number}: {{ type: 7961 SCCP, lines: [{number}] }}");
    }
    for number in watchers {
        let _ = writeln!(text, "    Watcher {number}: {{ type: 7970 SIP, lines: [{number}] }}");
    }
    text
}

fn kamailio(folder: &Path, port: u16) -> Result<Command> {
    let cannot = |error| format!("{} cannot be written: {error}", folder.display());
    std::fs::create_dir_all(folder.join("db")).map_err(cannot)?;
    let versions = "table_name(string) table_version(int)\npresentity:5\nactive_watchers:12\n\
        watchers:3\nxcap:4\n";
    for (table, text) in [
        ("version", versions),
        ("presentity", "id(int,auto)\n"),
        ("active_watchers", "id(int,auto)\n"),
        ("watchers", "id(int,auto)\n"),
        ("xcap", "id(int,auto)\n"),
    ] {
        std::fs::write(folder.join("db").join(table), text).map_err(cannot)?;
    }
    let config = KAMAILIO
        .replace("PORT", &port.to_string())
        .replace("FOLDER", &folder.display().to_string())
        .replace("MODULES", &modules()?);
    let path = folder.join("kamailio.cfg");
    std::fs::write(&path, config).map_err(cannot)?;
    let mut command = Command::new("kamailio");
    // With room enough: what is measured is not where its memory ends.
    command.args(["-DD", "-E", "-m", "1024", "-M", "16", "-Y"]).arg(folder);
    command.arg("-w").arg(folder).arg("-f").arg(path);
    Ok(command)
}

/// Where Debian puts its modules: below the name of the machine's kind.
fn modules() -> Result<String> {
    let kinds = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
    let folders = kinds.map(|kind| kind.path().join("kamailio/modules"));
    let found = folders.into_iter().find(|folder| folder.join("presence.so").exists());
    let found = found.ok_or("Kamailio's presence modules: `cargo xtask setup --only peers`")?;
    Ok(found.display().to_string())
}

fn free_port() -> Result<u16> {
    let socket = UdpSocket::bind("127.0.0.1:0").map_err(|error| format!("no port: {error}"))?;
    socket.local_addr().map(|address| address.port()).map_err(|error| format!("no port: {error}"))
}
