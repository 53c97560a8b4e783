//! The engine's face for other people's JavaScript: `import init, { Lampfield } from …`. A module of
//! its own: nobody who only looks at the page loads it, and whoever imports it loads no page.
//!
//! Everything is answered at once, on the thread of the caller. A long run belongs into a worker
//! of the caller's own.

use lampfield_web::engine::Session;
use lampfield_web::types::{Reply, Request};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::{Serializer, from_value};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("face.d.ts");

#[wasm_bindgen]
extern "C" {
    /// What `load` may be told.
    #[wasm_bindgen(typescript_type = "LoadOptions")]
    pub type LoadOptions;
    /// See [`Snapshot`](lampfield_web::types::Snapshot).
    #[wasm_bindgen(typescript_type = "Snapshot")]
    pub type JsSnapshot;
    /// See [`WhyView`](lampfield_web::types::WhyView).
    #[wasm_bindgen(typescript_type = "Why")]
    pub type JsWhy;
}

fn main() {}

/// `LoadOptions`, each of them absent or of its kind.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Options {
    path: Option<String>,
    seed: Option<u32>,
    at_us: Option<i64>,
    acts: Option<Vec<(i64, String)>>,
}

/// A scenario at play. What goes wrong is thrown as an `Error`: its message is the text that the
/// command line prints, and for a file's mistakes its `problems` lists them one by one.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Lampfield {
    session: RefCell<Session>,
}

#[wasm_bindgen]
impl Lampfield {
    /// An engine with nothing loaded.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Lampfield {
        Lampfield::default()
    }

    /// Takes a scenario and stands at its time 0, or where the options say.
    ///
    /// # Errors
    ///
    /// The file's mistakes, all at once; options that make no sense.
    pub fn load(&self, yaml: String, options: Option<LoadOptions>) -> Result<JsSnapshot, JsValue> {
        let Options { path, seed, at_us, acts } = match options {
            Some(options) => options_of(options.into()).map_err(error)?,
            None => Options::default(),
        };
        let path = path.unwrap_or_else(|| "scenario.yaml".to_owned());
        let acts = acts.unwrap_or_default();
        self.state(Request::Load { path, text: yaml, seed, at_us, acts })
    }

    /// Lets one thing happen.
    ///
    /// # Errors
    ///
    /// Nothing is loaded.
    pub fn step(&self) -> Result<JsSnapshot, JsValue> {
        self.state(Request::Step)
    }

    /// Runs on, or goes back, to a time in microseconds.
    ///
    /// # Errors
    ///
    /// Nothing is loaded, or the time is no whole number.
    #[wasm_bindgen(js_name = runUntil)]
    pub fn run_until(&self, us: f64) -> Result<JsSnapshot, JsValue> {
        let at_us =
            whole(us).ok_or_else(|| error("runUntil takes a whole number of microseconds"))?;
        self.state(Request::RunUntil { at_us })
    }

    /// A user acts now: `Phone B lifts`; or an administrator: `change { … }`, as it stands under
    /// `change` in a file.
    ///
    /// # Errors
    ///
    /// The sentence names no phone, or nothing that it can do. What is against the rules has its
    /// `reasons`.
    pub fn act(&self, sentence: String) -> Result<JsSnapshot, JsValue> {
        self.state(Request::Act { sentence })
    }

    /// Why a lamp shows what it shows: `Phone A BLF 1`, `Phone A missed call 1111`.
    ///
    /// # Errors
    ///
    /// There is no such lamp.
    pub fn explain(&self, subject: String) -> Result<JsWhy, JsValue> {
        match self.ask(Request::Explain { subject })? {
            Reply::Why { why } => packed(&why).map(Into::into),
            _ => Err(unexpected()),
        }
    }

    /// The state of the run.
    ///
    /// # Errors
    ///
    /// Nothing is loaded.
    pub fn snapshot(&self) -> Result<JsSnapshot, JsValue> {
        self.state(Request::Snapshot)
    }

    /// The whole trace, one JSON object a line: what `lampfield replay` takes.
    ///
    /// # Errors
    ///
    /// Nothing is loaded.
    pub fn trace(&self) -> Result<String, JsValue> {
        match self.ask(Request::Trace)? {
            Reply::Text { text } => Ok(text),
            _ => Err(unexpected()),
        }
    }

    fn ask(&self, request: Request) -> Result<Reply, JsValue> {
        match self.session.borrow_mut().handle(request) {
            Reply::Refused { sentence } => Err(js_sys::Error::new(&sentence).into()),
            Reply::Denied { reasons } => {
                let words: Vec<&str> = reasons.iter().map(|r| r.sentence.as_str()).collect();
                let error = js_sys::Error::new(&words.join("; "));
                js_sys::Reflect::set(&error, &"reasons".into(), &packed(&reasons)?)?;
                Err(error.into())
            }
            Reply::Problems { problems } => {
                let text: Vec<&str> = problems.iter().map(|p| p.rendered.as_str()).collect();
                let error = js_sys::Error::new(&text.join("\n"));
                js_sys::Reflect::set(&error, &"problems".into(), &packed(&problems)?)?;
                Err(error.into())
            }
            reply => Ok(reply),
        }
    }

    fn state(&self, request: Request) -> Result<JsSnapshot, JsValue> {
        let reply = match self.ask(request)? {
            // Only the clock has moved: a page may draw from that, a caller wants it whole.
            Reply::Clock { .. } => self.ask(Request::Snapshot)?,
            reply => reply,
        };
        match reply {
            Reply::Snapshot { snapshot } => packed(&snapshot).map(Into::into),
            _ => Err(unexpected()),
        }
    }
}

/// As plain objects and lists; what is absent is `null`.
fn packed(value: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}

fn error(sentence: &str) -> JsValue {
    js_sys::Error::new(sentence).into()
}

/// The whole number that this is, as far as JavaScript's numbers are exact.
#[expect(clippy::cast_possible_truncation, reason = "whole and in bounds, as was just seen")]
fn whole(number: f64) -> Option<i64> {
    let exact = js_sys::Number::is_safe_integer(&number.into());
    exact.then_some(number as i64)
}

/// The options, each of its kind and none that is not known: a typing mistake is told.
fn options_of(value: JsValue) -> Result<Options, &'static str> {
    const KNOWN: [&str; 4] = ["path", "seed", "atUs", "acts"];
    const KIND: &str = "the options of load are { path: text, seed: whole number from 0, \
        atUs: microseconds, acts: [[microseconds, sentence], …] }";
    let given = js_sys::Object::keys(value.dyn_ref::<js_sys::Object>().ok_or(KIND)?);
    let known = |name: JsValue| name.as_string().is_some_and(|name| KNOWN.contains(&&*name));
    if !given.iter().all(known) {
        return Err(KIND);
    }
    from_value(value).map_err(|_| KIND)
}

fn unexpected() -> JsValue {
    error("the engine gave another answer than was asked for: a mistake of ours")
}
