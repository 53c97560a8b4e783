//! The engine in a Web Worker.
//!
//! **One WebAssembly module for both.** The page hands its own compiled module to the worker, so
//! nothing is loaded or compiled twice. The worker's script is three lines made here, because the
//! glue's hashed name is known only to the glue itself.
//!
//! Messages are the bytes of a number and a [`Request`](crate::types::Request) or
//! [`Reply`](crate::types::Reply), see [`crate::wire`]; number 0 belongs to no request.

mod serve;
mod spawn;

pub use serve::{on_message, worker_entry, worker_scope};
pub use spawn::Engine;
