//! The page as a test holds it: where to click, what to read.

use crate::browser::Browser;
use crate::http_server::{Find, bind, serve};
use fantoccini::Locator;
use lampfield_web::share::{at_once, to_hash};
use lampfield_web::state::{Moment, Source};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long anything may take before it counts as not happening: generous, because a machine may
/// be busy. What must be fast is measured.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Page {
    pub(crate) browser: Browser,
    pub(crate) address: String,
}

impl Page {
    /// A browser and a server for the page; nothing is open yet.
    pub(crate) async fn new() -> Self {
        let dist = dist();
        let listener = bind(0).unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let find: Arc<Find> =
            Arc::new(move |path: &str| std::fs::read(dist.join(path)).ok().map(Cow::Owned));
        std::thread::spawn(move || serve(&listener, &find));
        Page { browser: Browser::start().await, address }
    }

    /// The page, open with its first scenario.
    pub(crate) async fn open() -> Self {
        let page = Page::new().await;
        page.go("").await;
        page.see(".lamp-button").await;
        page
    }

    /// The page at a moment of a gallery scenario, standing still.
    pub(crate) async fn at(path: &str, at_us: i64, acts: &[(i64, &str)]) -> Self {
        let page = Page::new().await;
        page.go(&hash(path, at_us, acts)).await;
        page.see(".digest").await;
        page.see(".seat").await;
        page
    }

    pub(crate) async fn go(&self, below: &str) {
        self.browser.client.goto(&format!("{}{below}", self.address)).await.unwrap();
    }

    /// Waits for something, and gives its text.
    pub(crate) async fn see(&self, css: &str) -> String {
        let what = format!("document.querySelector({css:?})?.textContent");
        self.until(&what, |text| text.is_string()).await.as_str().unwrap_or_default().to_owned()
    }

    /// Clicks what there is. What is replaced just then, as an answer of the engine comes, is looked
    /// for anew.
    pub(crate) async fn click(&self, css: &str) {
        let start = Instant::now();
        loop {
            self.see(css).await;
            let element = self.browser.client.find(Locator::Css(css)).await.unwrap();
            match element.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() && start.elapsed() < PATIENCE => {}
                Err(error) => panic!("{css}: {error}"),
            }
        }
    }

    /// Clicks what saves a file of this name, and gives the file once it is there, in a folder of its
    /// own.
    pub(crate) async fn saved(&self, click: &str, name: &str) -> PathBuf {
        static FOLDERS: AtomicU32 = AtomicU32::new(0);
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = format!("lampfield-saved-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(folder);
        std::fs::create_dir_all(&folder).unwrap();
        let allow = json!({ "behavior": "allow", "downloadPath": folder });
        self.browser.devtools("Page.setDownloadBehavior", allow).await;
        self.click(click).await;
        let file = folder.join(name);
        let start = Instant::now();
        // It is there at first, and written then.
        while !file.metadata().is_ok_and(|file| file.len() > 0) {
            assert!(start.elapsed() < PATIENCE, "nothing was saved");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        file
    }

    /// Opens a file of the user's.
    pub(crate) async fn open_file(&self, file: &Path) {
        let input = self.browser.client.find(Locator::Css("#open-file")).await.unwrap();
        input.send_keys(&file.to_string_lossy()).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub(crate) async fn press(&self, keys: &str) {
        let element = self.browser.client.active_element().await.unwrap();
        element.send_keys(keys).await.unwrap();
    }

    /// The value of an expression on the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        let value = self.browser.client.execute(&script, Vec::new()).await;
        value.unwrap_or_else(|error| panic!("{expression}: {error}"))
    }

    /// Waits until an expression has such a value.
    pub(crate) async fn until(&self, expression: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let value = self.value(expression).await;
            if fits(&value) {
                return value;
            }
            if start.elapsed() > PATIENCE {
                let said = self.value("document.body.innerText").await;
                panic!("waited for {expression}, which is {value}; the page says:\n{said}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) async fn until_true(&self, expression: &str) {
        self.until(expression, |value| value.as_bool() == Some(true)).await;
    }

    /// Waits until a lamp shows this face.
    pub(crate) async fn until_lamp(&self, subject: &str, face: &str) {
        let lamp = format!(".lamp-button[data-subject=\"{subject}\"]");
        let shown = format!("document.querySelector('{lamp}')?.dataset.face");
        self.until(&shown, |value| value.as_str() == Some(face)).await;
    }

    pub(crate) async fn digest(&self) -> String {
        let digest = self.value("document.querySelector('.digest')?.dataset.digest").await;
        digest.as_str().unwrap_or_default().to_owned()
    }

    /// Holds that the browser had nothing to complain about.
    pub(crate) async fn done(self) {
        let complaints = self.browser.complaints().await;
        assert!(complaints.is_empty(), "the console is not silent: {complaints:#?}");
    }
}

/// The hash of a link to a gallery scenario.
pub(crate) fn hash(path: &str, at_us: i64, acts: &[(i64, &str)]) -> String {
    let text = std::fs::read_to_string(root().join("scenarios").join(path)).unwrap();
    let source = Source { path: path.to_owned(), text, seed: None, gallery: true };
    let acts = acts.iter().map(|(at, sentence)| (*at, (*sentence).to_owned())).collect();
    at_once(to_hash(&Moment { source, at_us, acts, ..Moment::default() }))
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// The built page: as it is shipped, or the one that `LAMPFIELD_PAGE` names. `cargo xtask page --quick`
/// builds one within seconds.
pub(crate) fn dist() -> PathBuf {
    let other = std::env::var_os("LAMPFIELD_PAGE").map(PathBuf::from);
    let dist = other.unwrap_or_else(|| root().join("dist"));
    assert!(dist.join("index.html").is_file(), "no page in {}: cargo xtask page", dist.display());
    dist
}

/// Where screenshots go.
pub(crate) fn shots() -> PathBuf {
    let folder = root().join("target/page-shots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}
