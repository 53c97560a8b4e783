//! A headless Chromium of this test's own, driven over WebDriver.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use url::{ParseError, Url};

const OPTIONS: &str = include_str!("../../webdriver.json");

/// Runs the driver in a process group of its own and ends all of it when its input closes: the
/// input is a pipe from this test, which closes however the test ends, even by a kill.
const KEEPER: &str = "\"$0\" --port=0 & driver=$!; exec >/dev/null; read -r end; kill \"$driver\"; \
    (sleep 5; kill -9 \"$driver\") & wait \"$driver\"; rm -rf -- \"$1\"; kill -9 -- -$$";

/// How long a browser may take to go when it is asked to.
const FAREWELL: Duration = Duration::from_secs(5);

/// The driver, and the browser it has started; both end when this is dropped.
pub(crate) struct Browser {
    pub(crate) client: Client,
    keeper: Child,
    port: u16,
    session: String,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        let profile = profile();
        let (keeper, port) = start_driver(&profile);
        let mut capabilities: Value = serde_json::from_str(OPTIONS).unwrap();
        let arguments = capabilities["goog:chromeOptions"]["args"].as_array_mut().unwrap();
        arguments.push(json!(format!("--user-data-dir={}", profile.display())));
        arguments.push(json!("--window-size=1440,900"));
        capabilities["goog:loggingPrefs"] = json!({ "browser": "ALL" });
        let Value::Object(capabilities) = capabilities else { panic!("webdriver.json") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await;
        let client = client.expect("a browser");
        let session = client.session_id().await.unwrap().unwrap_or_default();
        Browser { client, keeper, port, session }
    }

    /// A command of the DevTools protocol.
    pub(crate) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.client.issue_cmd(Raw { path: "goog/cdp/execute", body }).await.unwrap()
    }

    /// Runs a script before any of the page's own, on every page from now on.
    pub(crate) async fn before_each_page(&self, source: &str) {
        let parameters = json!({ "source": source });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", parameters).await;
    }

    /// What the browser complained about since it was asked last.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let body = json!({ "type": "browser" });
        let log = self.client.issue_cmd(Raw { path: "se/log", body }).await.unwrap();
        let entries = log.as_array().cloned().unwrap_or_default();
        let bad = entries
            .iter()
            .filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")));
        bad.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Browser {
    /// Ends the session, and with it the browser. Not through the client: a test that failed has
    /// no time left to await.
    fn end_session(&self) -> std::io::Result<()> {
        let mut driver = TcpStream::connect(("127.0.0.1", self.port))?;
        driver.set_read_timeout(Some(FAREWELL))?;
        let session = &self.session;
        write!(driver, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")?;
        driver.read_exact(&mut [0])
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser first: of a driver that is killed it may stay behind.
        if let Err(error) = self.end_session() {
            eprintln!("the browser's session did not end: {error}");
        }
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

/// Starts a driver; on a machine that is busy the port that it chose may be taken meanwhile.
fn start_driver(profile: &Path) -> (Child, u16) {
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    (0..3).find_map(|_| try_driver(&program, profile)).unwrap_or_else(|| {
        panic!("{program:?} did not start; to get it: cargo xtask setup --only browser")
    })
}

fn try_driver(program: &OsStr, profile: &Path) -> Option<(Child, u16)> {
    let mut keeper = Command::new("sh")
        .arg("-c")
        .arg(KEEPER)
        .args([program, profile.as_os_str()])
        .process_group(0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(keeper.stdout.take().unwrap()).lines().map_while(Result::ok);
    let port = lines.by_ref().find_map(|line| {
        let port = line.split_once("successfully on port ")?.1;
        port.trim_end_matches('.').parse().ok()
    });
    // What it says later must have somewhere to go.
    std::thread::spawn(move || lines.for_each(drop));
    if port.is_none() {
        drop(keeper.stdin.take());
        let _ = keeper.wait();
    }
    Some((keeper, port?))
}

fn profile() -> PathBuf {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::SeqCst);
    std::env::temp_dir().join(format!("lampfield-e2e-{}-{number}", std::process::id()))
}

/// A command that WebDriver's standard does not name.
#[derive(Debug)]
struct Raw {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
