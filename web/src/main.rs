//! The page's entry. The same WebAssembly module runs in the page and in the engine's worker: only
//! the first is drawn here.

use lampfield_web::app::{App, AppProps};
use lampfield_web::hooks::{EnginePort, EngineSource};
use lampfield_web::messages as t;
use lampfield_web::worker::{Engine, worker_scope};

/// The element that the page fills.
const ROOT: &str = "page";

fn main() {
    if worker_scope().is_some() {
        return;
    }
    let Some(root) = gloo::utils::document().get_element_by_id(ROOT) else { return };
    let engine = EngineSource::new(|on_reply| match Engine::spawn(on_reply) {
        Ok(engine) => Ok(Box::new(engine) as Box<dyn EnginePort>),
        Err(error) => Err(format!("{} {error:?}", t::NO_ENGINE)),
    });
    yew::Renderer::<App>::with_root_and_props(root, AppProps { engine }).render();
}
