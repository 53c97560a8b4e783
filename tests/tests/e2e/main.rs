//! The built page in a real browser, as its users use it.
//!
//! Run by `cargo xtask test e2e`, which provides the page, Chromium, its driver and axe-core.
#![cfg(not(target_arch = "wasm32"))]

#[cfg(test)]
mod browser;
#[cfg(test)]
mod build;
#[cfg(test)]
mod canvas;
#[cfg(test)]
mod crowd;
#[cfg(test)]
mod frames;
#[cfg(test)]
#[path = "../../../native-runner/src/http.rs"]
mod http_server;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod learn;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod mends;
#[cfg(test)]
mod mishaps;
#[cfg(test)]
mod page;
#[cfg(test)]
mod scrub;
#[cfg(test)]
mod site;
#[cfg(test)]
mod time;
#[cfg(test)]
mod truth;
#[cfg(test)]
mod write;
