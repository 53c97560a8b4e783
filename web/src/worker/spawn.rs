//! The page's side: starts a worker, sends requests, hears replies.

use crate::hooks::EnginePort;
use crate::types::{Reply, Request};
use crate::wire::{read_reply, request_bytes};
use js_sys::{Array, JsString, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, MessageEvent, Url, Worker, WorkerOptions, WorkerType};
use yew::Callback;

#[wasm_bindgen]
extern "C" {
    type ImportMeta;
    #[wasm_bindgen(method, getter)]
    fn url(this: &ImportMeta) -> JsString;
    #[wasm_bindgen(thread_local_v2, js_namespace = import, js_name = meta)]
    static IMPORT_META: ImportMeta;
}

/// A running engine. Dropping it ends it at once, whatever it is busy with.
#[derive(Debug)]
pub struct Engine {
    shared: Rc<Shared>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(JsValue)>,
}

#[derive(Debug)]
struct Shared {
    worker: Worker,
    ready: Cell<bool>,
    /// Requests from before the worker was ready.
    waiting: RefCell<Vec<Uint8Array>>,
    /// The number of the request sent last.
    number: Cell<u32>,
    gone: Cell<bool>,
}

impl Engine {
    /// Starts an engine. Replies come with the number of their request; `Ready`, `Crashed` with 0.
    ///
    /// # Errors
    ///
    /// What the browser says, where it has no module workers or its rules forbid one here.
    pub fn spawn(on_reply: Callback<(u32, Reply)>) -> Result<Engine, JsValue> {
        let worker = start_worker()?;
        worker.post_message(&wasm_bindgen::module())?;
        let shared = Rc::new(Shared {
            worker,
            ready: Cell::new(false),
            waiting: RefCell::default(),
            number: Cell::new(0),
            gone: Cell::new(false),
        });
        let hear = {
            let (shared, on_reply) = (Rc::clone(&shared), on_reply.clone());
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                shared.hear(event.data(), &on_reply);
            })
        };
        let fail = {
            let shared = Rc::clone(&shared);
            Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                shared.crashed(words_of(&event), &on_reply);
            })
        };
        shared.worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        shared.worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        shared.worker.set_onmessageerror(Some(fail.as_ref().unchecked_ref()));
        Ok(Engine { shared, _on_message: hear, _on_error: fail })
    }

    /// Sends a request and gives its number, by which its reply is known.
    pub fn send(&self, mut request: Request) -> u32 {
        let number = self.shared.number.get().wrapping_add(1).max(1);
        self.shared.number.set(number);
        let message = Uint8Array::from(request_bytes(number, &mut request).as_slice());
        if self.shared.ready.get() {
            self.shared.post(&message);
        } else {
            self.shared.waiting.borrow_mut().push(message);
        }
        number
    }
}

impl EnginePort for Engine {
    fn send(&self, request: Request) -> u32 {
        Engine::send(self, request)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.end();
    }
}

impl Shared {
    fn post(&self, message: &Uint8Array) {
        // Fails only for what cannot be cloned, and bytes can.
        let _ = self.worker.post_message(message);
    }

    fn hear(&self, message: JsValue, on_reply: &Callback<(u32, Reply)>) {
        let bytes = message.dyn_into().map(|bytes: Uint8Array| bytes.to_vec()).unwrap_or_default();
        match read_reply(bytes) {
            Ok((_, Reply::Crashed { sentence })) => self.crashed(sentence, on_reply),
            Ok((number, reply)) => {
                if matches!(reply, Reply::Ready) {
                    self.ready.set(true);
                    self.waiting.take().iter().for_each(|message| self.post(message));
                }
                on_reply.emit((number, reply));
            }
            Err(_) => self.crashed("its answer cannot be read".to_owned(), on_reply),
        }
    }

    /// Told once: a worker that fails says so in words and the browser says it again.
    fn crashed(&self, sentence: String, on_reply: &Callback<(u32, Reply)>) {
        if !self.gone.get() {
            self.end();
            on_reply.emit((0, Reply::Crashed { sentence }));
        }
    }

    fn end(&self) {
        self.gone.set(true);
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.set_onmessageerror(None);
        self.worker.terminate();
    }
}

fn start_worker() -> Result<Worker, JsValue> {
    let glue = String::from(IMPORT_META.with(ImportMeta::url));
    // `onmessage` is set before anything is awaited: a message that comes earlier would be lost.
    let script = format!(
        "import init,{{worker_entry}} from {glue:?};\
         onmessage=e=>{{onmessage=null;init({{module_or_path:e.data}}).then(worker_entry)}}"
    );
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name("lampfield engine");
    if glue.starts_with("data:") {
        // A page in a single file, opened from a disk: there a worker may only come from `data:`.
        let url = format!("data:text/javascript,{}", js_sys::encode_uri_component(&script));
        return Worker::new_with_options(&url, &options);
    }
    let bag = BlobPropertyBag::new();
    bag.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&script.into()), &bag)?;
    // Not revoked: the worker fetches it later, and there are as many as there were engines.
    Worker::new_with_options(&Url::create_object_url_with_blob(&blob)?, &options)
}

/// What an error event says. A script that cannot be loaded sends a plain event without a message,
/// so its fields are read with care.
fn words_of(event: &JsValue) -> String {
    let field = |name: &str| Reflect::get(event, &name.into()).ok().and_then(|v| v.as_string());
    field("message")
        .filter(|message| !message.is_empty())
        .unwrap_or_else(|| "its worker could not be started or has gone".to_owned())
}
