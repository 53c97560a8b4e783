//! The engine's side of the boundary, in a real worker's scope.
#![cfg(target_arch = "wasm32")]

use js_sys::Uint8Array;
use lampfield_web::types::{Reply, Request};
use lampfield_web::wire::{read_reply, request_bytes};
use lampfield_web::worker::{on_message, worker_scope};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// Everything that is posted in answer to one message, as the page reads it.
fn posted(message: JsValue) -> Vec<(u32, Reply)> {
    let replies = RefCell::<Vec<_>>::default();
    on_message(message, &|reply: JsValue| {
        let bytes: Uint8Array = reply.dyn_into().unwrap();
        replies.borrow_mut().push(read_reply(bytes.to_vec()).unwrap());
    });
    replies.into_inner()
}

fn bytes(number: u32, mut request: Request) -> JsValue {
    Uint8Array::from(request_bytes(number, &mut request).as_slice()).into()
}

#[wasm_bindgen_test]
fn it_is_a_worker_that_answers_here() {
    assert!(worker_scope().is_some());
}

#[wasm_bindgen_test]
fn a_request_is_answered_once_with_its_number() {
    let [(7, Reply::Gallery { items })] = &posted(bytes(7, Request::Gallery))[..] else {
        panic!("another answer")
    };
    let first = items.first().unwrap();
    let load = Request::Load {
        path: first.path.clone(),
        text: first.text.clone(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    };
    let [(8, Reply::Snapshot { snapshot })] = &posted(bytes(8, load))[..] else {
        panic!("another answer")
    };
    assert_eq!((&snapshot.name, snapshot.now_us), (&first.name, 0));
    assert_eq!(snapshot.digest.len(), 32);
}

#[wasm_bindgen_test]
fn a_message_that_makes_no_sense_is_refused_and_the_next_one_served() {
    let whole = Uint8Array::from(request_bytes(9, &mut Request::Gallery).as_slice());
    let senseless = [
        ("nothing", JsValue::UNDEFINED, 0),
        ("a text", "load".into(), 0),
        ("no bytes", Uint8Array::new_with_length(0).into(), 0),
        ("no variant", Uint8Array::from([18_u8, 255].as_slice()).into(), 9),
        ("a cut one", whole.subarray(0, whole.length() - 1).into(), 9),
    ];
    for (what, message, number) in senseless {
        let [(told, Reply::Refused { sentence })] = &posted(message)[..] else {
            panic!("{what}: another answer")
        };
        assert_eq!(*told, number, "{what}");
        assert!(sentence.contains("cannot be read"), "{what}: {sentence}");
    }
    assert!(matches!(posted(bytes(1, Request::Gallery))[..], [(1, Reply::Gallery { .. })]));
}
