//! The worker's side: takes requests, gives replies.

use crate::engine::Session;
use crate::types::Reply;
use crate::wire::{read_request, reply_bytes};
use js_sys::Uint8Array;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(Session::new());
}

/// The scope of the worker that this runs in; `None` on a page.
pub fn worker_scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

/// Where a worker begins: says that it is ready and takes requests from then on. On a page, does
/// nothing.
#[wasm_bindgen]
pub fn worker_entry() {
    let Some(scope) = worker_scope() else { return };
    #[cfg(not(lean))]
    tell_of_panics(scope.clone());
    let to_page = scope.clone();
    let listen = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        on_message(event.data(), &|reply| post(&to_page, &reply));
    });
    scope.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    // The worker lives as long as its listener.
    listen.forget();
    post(&scope, &packed(0, Reply::Ready));
}

/// Answers one message of the page: the reply, and progress before it, go to `post`.
pub fn on_message(message: JsValue, post: &dyn Fn(JsValue)) {
    let bytes = message.dyn_into().map(|bytes: Uint8Array| bytes.to_vec()).unwrap_or_default();
    let (number, request) = match read_request(bytes) {
        Ok(pair) => pair,
        Err(number) => {
            let sentence = "this request cannot be read".to_owned();
            return post(packed(number, Reply::Refused { sentence }));
        }
    };
    let mut progress = |per_mille| post(packed(number, Reply::Progress { per_mille }));
    let reply = SESSION.with_borrow_mut(|session| session.handle_telling(request, &mut progress));
    post(packed(number, reply));
}

fn packed(number: u32, reply: Reply) -> JsValue {
    Uint8Array::from(reply_bytes(number, reply).as_slice()).into()
}

fn post(scope: &DedicatedWorkerGlobalScope, reply: &JsValue) {
    // Fails only for what cannot be cloned, and bytes can.
    let _ = scope.post_message(reply);
}

/// Words for the page in place of `unreachable executed`.
#[cfg(not(lean))]
fn tell_of_panics(scope: DedicatedWorkerGlobalScope) {
    // A hook must be shareable between threads and a scope is not, so it stands aside.
    thread_local! {
        static SCOPE: RefCell<Option<DedicatedWorkerGlobalScope>> = const { RefCell::new(None) };
    }
    SCOPE.set(Some(scope));
    std::panic::set_hook(Box::new(|info| {
        let crashed = packed(0, Reply::Crashed { sentence: format!("a mistake of ours: {info}") });
        SCOPE.with_borrow(|scope| {
            if let Some(scope) = scope {
                post(scope, &crashed);
            }
        });
    }));
}
