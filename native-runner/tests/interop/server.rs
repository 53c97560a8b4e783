//! A server of ours, and the lines that it is asked.

use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::net::UdpSocket;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// So long something may take that a real program does by itself.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Two SIP phones (1000 and 1222) and an SCCP phone (1111) that everybody may watch.
pub(crate) const OFFICE: &str = include_str!("office.yaml");

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A folder of its own for each test.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Folder {
        let n = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("interop-{}-{n}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// `lampfield serve`, with its standard input and output at hand.
pub(crate) struct Server {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
    pub(crate) port: u16,
    /// Kept until it has ended.
    _folder: Option<Folder>,
}

impl Server {
    /// Serves a cluster at free ports, the same for UDP and TCP.
    pub(crate) fn start(cluster: &str, more: &[&str]) -> Server {
        let port = free_port();
        Server::at(port, cluster, more)
    }

    /// The same at a port.
    pub(crate) fn at(port: u16, cluster: &str, more: &[&str]) -> Server {
        let folder = Folder::new();
        let mut server = Server::run(port, &folder, cluster, more);
        server._folder = Some(folder);
        server
    }

    /// A server in a folder that has more than its cluster.
    pub(crate) fn in_folder(folder: &Folder, cluster: &str, more: &[&str]) -> Server {
        Server::run(free_port(), folder, cluster, more)
    }

    fn run(port: u16, folder: &Folder, cluster: &str, more: &[&str]) -> Server {
        folder.write("cluster.yaml", cluster);
        let at = |transport: &str| format!("{transport}:127.0.0.1:{port}");
        let mut command = Command::new(env!("CARGO_BIN_EXE_lampfield"));
        command.current_dir(&folder.0).args(["serve", "cluster.yaml"]);
        command.args(["--listen", &at("udp"), "--listen", &at("tcp")]).args(more);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
        let first = output.next().expect("a line that it serves").unwrap();
        assert!(first.starts_with("serving cluster.yaml at udp:127.0.0.1:"), "{first}");
        Server { child, input, output, port, _folder: None }
    }

    /// Says a line and gives the answer.
    pub(crate) fn ask(&mut self, line: &str) -> String {
        writeln!(self.input, "{line}").unwrap();
        let mut answer = Vec::new();
        loop {
            let line = self.output.next().expect("an answer").unwrap();
            if line.is_empty() {
                return answer.join("\n");
            }
            answer.push(line);
        }
    }

    /// Says a line that must be taken.
    #[track_caller]
    pub(crate) fn tell(&mut self, line: &str) {
        assert_eq!(self.ask(line), "ok", "{line}");
    }

    /// Asks until the answer has a part, or it has taken too long.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, question: &str, part: &str) {
        let mut answer = String::new();
        let seen = wait_until(|| {
            answer = self.ask(question);
            answer.contains(part)
        });
        assert!(seen, "no `{part}` among {question}:\n{answer}");
    }

    /// What CallManager says of a number.
    #[track_caller]
    pub(crate) fn wait_for_line(&mut self, number: &str, word: &str) {
        self.wait_for("lines", &format!("{number} in Internal  {word}"));
    }

    /// Stops in order, and gives the exit code.
    pub(crate) fn stop(mut self) -> i32 {
        assert_eq!(self.ask("stop"), "stopping");
        let ended = wait_until(|| self.child.try_wait().unwrap().is_some());
        assert!(ended, "it does not stop");
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// Ends as a service is ended, and gives the exit code.
    pub(crate) fn terminate(mut self) -> i32 {
        let id = self.child.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        let ended = wait_until(|| self.child.try_wait().unwrap().is_some());
        assert!(ended, "it does not stop");
        self.child.wait().unwrap().code().unwrap_or(-1)
    }

    /// The id of its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The memory that it uses now, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Looks again and again until it is so; `false` where that takes too long.
pub(crate) fn wait_until(mut so: impl FnMut() -> bool) -> bool {
    let until = Instant::now() + PATIENCE;
    loop {
        if so() {
            return true;
        }
        if Instant::now() > until {
            return false;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A port that nobody has now, for both transports, and that no other test of this process gets. It
/// lies below those that the system gives out by itself.
pub(crate) fn free_port() -> u16 {
    static STEP: AtomicU32 = AtomicU32::new(0);
    let start = std::process::id().wrapping_mul(61);
    for _ in 0..2_000 {
        let step = STEP.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(20_000 + start.wrapping_add(step * 2) % 12_000).unwrap();
        let udp = UdpSocket::bind(("127.0.0.1", port));
        if udp.is_ok() && std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no port is free for both transports");
}
