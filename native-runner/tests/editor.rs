//! Scenario files in an editor: the language server that editors use for YAML, with the schema that
//! the first line of a file names. `cargo xtask test editor` provides the server.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Names the server's script.
const SERVER: &str = "LAMPFIELD_YAML_LANGUAGE_SERVER";

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios").canonicalize().unwrap()
}

/// An editor with a language server behind it.
struct Editor {
    server: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    asked: u64,
    /// What was said of each document, by its address.
    told: BTreeMap<String, Vec<Value>>,
    opened: u64,
}

impl Editor {
    fn start() -> Self {
        let script = std::env::var_os(SERVER).unwrap();
        let mut command = Command::new("node");
        command.arg(script).arg("--stdio").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut server = command.spawn().unwrap();
        let (to, from) = (server.stdin.take().unwrap(), server.stdout.take().unwrap());
        let (from, told) = (BufReader::new(from), BTreeMap::new());
        let mut editor = Editor { server, to, from, asked: 0, told, opened: 0 };
        editor.ask("initialize", json!({ "processId": null, "rootUri": null, "capabilities": {} }));
        editor.send(&json!({ "method": "initialized", "params": {} }));
        let yaml =
            json!({ "validate": true, "completion": true, "schemaStore": { "enable": false } });
        editor.send(&json!({
            "method": "workspace/didChangeConfiguration",
            "params": { "settings": { "yaml": yaml } },
        }));
        editor
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        message.as_object_mut().unwrap().insert("jsonrpc".to_owned(), json!("2.0"));
        let body = message.to_string();
        write!(self.to, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        self.to.flush().unwrap();
    }

    fn receive(&mut self) -> Value {
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert_ne!(self.from.read_line(&mut line).unwrap(), 0, "the server has ended");
            match line.trim().split_once(": ") {
                Some(("Content-Length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        self.from.read_exact(&mut body).unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// What the server says or asks by itself.
    fn heard(&mut self, message: &Value) {
        let params = &message["params"];
        if message["method"] == "textDocument/publishDiagnostics" {
            let told = params["diagnostics"].as_array().unwrap().clone();
            self.told.insert(params["uri"].as_str().unwrap().to_owned(), told);
        } else if !message["id"].is_null() {
            let asked = params["items"].as_array().map_or(0, Vec::len);
            self.send(&json!({ "id": message["id"], "result": vec![json!({}); asked] }));
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = json!(self.asked);
        self.send(&json!({ "id": id, "method": method, "params": params }));
        loop {
            let message = self.receive();
            if message["id"] == id && message["method"].is_null() {
                return message["result"].clone();
            }
            self.heard(&message);
        }
    }

    /// Opens a document that stands beside the scenarios, and gives its address.
    fn open(&mut self, text: &str) -> String {
        self.opened += 1;
        let uri = format!("file://{}/rules/open-{}.yaml", scenarios().display(), self.opened);
        let document = json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": text });
        self.send(&json!({
            "method": "textDocument/didOpen",
            "params": { "textDocument": document },
        }));
        uri
    }

    /// What the editor underlines, as `line: message`, lines from 1.
    fn mistakes(&mut self, text: &str) -> Vec<String> {
        let uri = self.open(text);
        while !self.told.contains_key(&uri) {
            let message = self.receive();
            self.heard(&message);
        }
        let line = |told: &Value| told["range"]["start"]["line"].as_u64().unwrap() + 1;
        let words = |told: &Value| format!("{}: {}", line(told), told["message"].as_str().unwrap());
        self.told[&uri].iter().map(words).collect()
    }

    /// What the editor offers where the `@` stands.
    fn offers(&mut self, text: &str) -> Vec<String> {
        let text = format!("{HEAD}{text}");
        let before = text.split('@').next().unwrap();
        let line = before.matches('\n').count();
        let character = before.rsplit('\n').next().unwrap().chars().count();
        let uri = self.open(&text.replacen('@', "", 1));
        let position = json!({ "line": line, "character": character });
        let params = json!({ "textDocument": { "uri": uri }, "position": position });
        let found = self.ask("textDocument/completion", params);
        let items = found["items"].as_array().or(found.as_array()).unwrap();
        items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        drop(self.server.kill());
        drop(self.server.wait());
    }
}

const HEAD: &str =
    "# yaml-language-server: $schema=../../schema/scenario.v1.json\nlampfield: 1\nname: x\n";
const TAIL: &str = "cluster: {}\nsteps: [{ at: 0s, do: everybody connects }]\n";

#[test]
fn an_editor_offers_what_may_stand_at_a_place() {
    let mut editor = Editor::start();
    let places: &[(&str, &[&str], &[&str])] = &[
        ("@\n", &["cluster", "steps", "matrix"], &["lamp", "phones"]),
        ("cluster:\n  @\n", &["phones", "phones_csv", "include"], &["steps"]),
        ("cluster:\n  phones:\n    A:\n      @\n", &["type", "subscribe_css"], &["trunk"]),
        ("steps:\n  - @\n", &["at", "after", "do", "expect"], &["lamp"]),
        ("steps:\n  - at: 0s\n    expect:\n      - @\n", &["lamp", "never", "view"], &["do"]),
        ("steps:\n  - at: 0s\n    change:\n      @\n", &["add", "phones", "confirm"], &["lamp"]),
        ("network:\n  @\n", &["latency", "loss"], &["seed"]),
        ("always: [@]\n", &["no-status-after-refusal"], &["GROUP-1"]),
        ("outside:\n  X:\n    type: @\n", &["presence server", "proxy"], &["SIP"]),
        (
            "steps:\n  - at: 0s\n    expect:\n      - lamp: A BLF 1\n        is: @\n",
            &["busy"],
            &["B"],
        ),
    ];
    for (text, wanted, unwanted) in places {
        let offers = editor.offers(text);
        for word in *wanted {
            assert!(offers.iter().any(|own| own == word), "{word} of {offers:?} in {text}");
        }
        for word in *unwanted {
            assert!(offers.iter().all(|own| own != word), "{word} in {text}");
        }
    }
}

#[test]
fn an_editor_underlines_what_is_wrong_with_words_that_help() {
    let mut editor = Editor::start();
    let files = [
        (
            "cluster: { phones: { A: { typ: 7970 SIP } } }\nsteps: []\n",
            "4: Property typ is not allowed",
        ),
        ("cluster: { phones: { A: {} } }\nsteps: []\n", "4: Missing property \"type\""),
        (
            "steps: [{ at: 5, do: A lifts }]\ncluster: {}\n",
            "4: Incorrect type. Expected \"string\"",
        ),
        ("steps: [{ at: 5 s s, do: A lifts }]\ncluster: {}\n", "4: a number and its unit"),
        ("steps: [{ at: 5s, do: A phones 5 }]\ncluster: {}\n", "4: who, verb, what"),
        ("steps: [{ at: 5s, fault: snip A }]\ncluster: {}\n", "4: a fault: cut, heal"),
        ("steps: [{ at: 0s, do: everybody connects }]\n", "2: Missing property \"cluster\""),
        ("network: { loss: 0.3 }\n", "4: Incorrect type"),
        ("covers: [GROUP-99]\n", "4: Value is not accepted"),
        ("always: [truth]\n", "4: Value is not accepted"),
        ("matrix: { tempo: [1s] }\n", "4: Property tempo is not allowed"),
    ];
    for (text, expected) in files {
        let tail = if text.contains("steps") { "" } else { TAIL };
        let mistakes = editor.mistakes(&format!("{HEAD}{text}{tail}"));
        assert!(mistakes.iter().any(|told| told.starts_with(expected)), "{text}: {mistakes:?}");
    }
    let beside =
        "steps: [{ at: 0s, expect: [{ lamp: A BLF 1, is: busy, count: 2 }] }]\ncluster: {}\n";
    assert_eq!(editor.mistakes(&format!("{HEAD}{beside}")).len(), 1);
    assert_eq!(editor.mistakes(&format!("{HEAD}{TAIL}")), [""; 0]);
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
}

#[test]
fn an_editor_finds_nothing_wrong_with_any_scenario_of_the_repository() {
    let mut editor = Editor::start();
    let mut files = Vec::new();
    collect(&scenarios(), &mut files);
    let named = |text: &str| text.starts_with("# yaml-language-server: $schema=");
    let mut looked_at = 0;
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        if named(&text) {
            assert_eq!(editor.mistakes(&text), [""; 0], "{}", path.display());
            looked_at += 1;
        }
    }
    assert!(looked_at > 150, "{looked_at}");
}
