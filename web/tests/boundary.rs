//! The boundary between the page and a true worker, which this test's own module is started in.
#![cfg(target_arch = "wasm32")]

#[path = "support/sleep.rs"]
mod sleep;

use lampfield_web::types::{Reply, Request};
use lampfield_web::worker::Engine;
use sleep::sleep;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use yew::Callback;

wasm_bindgen_test_configure!(run_in_browser);

const PATH: &str = "gallery/03-two-phones-one-lamp.yaml";
const TEXT: &str = include_str!("../../scenarios/gallery/03-two-phones-one-lamp.yaml");
const DIGESTS: &str = include_str!("../../tests/digests.txt");

type Heard = Rc<RefCell<Vec<(u32, Reply)>>>;

fn engine() -> (Engine, Heard) {
    let heard = Heard::default();
    let hear = Rc::clone(&heard);
    let on_reply = Callback::from(move |reply| hear.borrow_mut().push(reply));
    (Engine::spawn(on_reply).unwrap(), heard)
}

/// The reply with this number, once it is there.
async fn reply(heard: &Heard, number: u32) -> Reply {
    for _ in 0..1000 {
        let found = |(n, reply): &(u32, Reply)| {
            (*n == number && !matches!(reply, Reply::Progress { .. })).then(|| reply.clone())
        };
        if let Some(reply) = heard.borrow().iter().find_map(found) {
            return reply;
        }
        sleep(20).await;
    }
    panic!("no reply {number}: {:?}", heard.borrow())
}

fn load(text: &str) -> Request {
    Request::Load {
        path: PATH.into(),
        text: text.into(),
        seed: None,
        at_us: None,
        acts: Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn what_is_asked_before_the_worker_is_ready_is_answered_in_order() {
    let (engine, heard) = engine();
    let asked = [load(TEXT), Request::Step, Request::Snapshot].map(|request| engine.send(request));
    assert_eq!(asked, [1, 2, 3]);
    reply(&heard, 3).await;
    let order: Vec<u32> = heard
        .borrow()
        .iter()
        .filter(|(_, reply)| !matches!(reply, Reply::Progress { .. }))
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(order, [0, 1, 2, 3], "ready first, then one answer each");
}

#[wasm_bindgen_test]
async fn a_run_in_the_worker_ends_with_the_native_digest() {
    let (engine, heard) = engine();
    let loaded = engine.send(load(TEXT));
    let Reply::Snapshot { snapshot } = reply(&heard, loaded).await else { panic!("no snapshot") };
    engine.send(Request::RunUntil { at_us: snapshot.end_us });
    let last = engine.send(Request::Snapshot);
    let Reply::Snapshot { snapshot } = reply(&heard, last).await else { panic!("no snapshot") };
    assert!(snapshot.events > 0 && snapshot.checks_failed == 0);
    let line = format!("{PATH} {}\n", snapshot.digest);
    assert!(DIGESTS.contains(&line), "another digest than natively: {line}");
}

#[wasm_bindgen_test]
async fn mistakes_of_a_file_cross_with_their_places_and_the_engine_goes_on() {
    let (engine, heard) = engine();
    let broken = engine.send(load("lampfield: 1\nname: x\nclutser: {}\n"));
    let Reply::Problems { problems } = reply(&heard, broken).await else { panic!("no problems") };
    let told = problems.iter().find(|problem| problem.message.contains("clutser")).unwrap();
    assert_eq!(told.line, 3);
    let whole = engine.send(load(TEXT));
    assert!(matches!(reply(&heard, whole).await, Reply::Snapshot { .. }));
}

#[wasm_bindgen_test]
async fn a_dropped_engine_says_nothing_more_and_another_one_serves() {
    let (engine, heard) = engine();
    let loaded = engine.send(load(TEXT));
    reply(&heard, loaded).await;
    let before = heard.borrow().len();
    engine.send(Request::RunUntil { at_us: i64::MAX });
    drop(engine);
    let (other, heard_of_other) = self::engine();
    let loaded = other.send(load(TEXT));
    assert!(matches!(reply(&heard_of_other, loaded).await, Reply::Snapshot { .. }));
    assert_eq!(heard.borrow().len(), before);
}
