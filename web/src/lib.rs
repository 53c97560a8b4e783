//! The page of Lampfield, and the JavaScript face of the engine.

pub mod types;
