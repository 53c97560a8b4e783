//! A headless Chromium of this test's own, driven over WebDriver.

use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use url::{ParseError, Url};

const OPTIONS: &str = include_str!("../../webdriver.json");

/// The driver, and the browser it has started; both end when this is dropped.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Child,
    profile: PathBuf,
}

impl Browser {
    pub(crate) async fn start() -> Self {
        let (driver, port) = start_driver();
        let profile = profile();
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
        Browser { client, driver, profile }
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

impl Drop for Browser {
    fn drop(&mut self) {
        // Asked to shut down, the driver takes its browser along; killed, it may leave it behind.
        let _ = Command::new("kill").arg(self.driver.id().to_string()).status();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn start_driver() -> (Child, u16) {
    let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
    let mut driver = Command::new(&program)
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| {
            panic!("{program:?}: {error}; to get it: cargo xtask setup --only browser")
        });
    let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
    let port = lines.by_ref().find_map(|line| {
        let port = line.split_once("successfully on port ")?.1;
        port.trim_end_matches('.').parse().ok()
    });
    // What it says later must have somewhere to go.
    std::thread::spawn(move || lines.for_each(drop));
    (driver, port.expect("a port from chromedriver"))
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
