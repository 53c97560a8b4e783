//! The page of Lampfield, and the JavaScript face of the engine.

pub mod engine;
pub mod types;
pub mod worker;
