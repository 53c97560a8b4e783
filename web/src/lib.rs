//! The page of Lampfield, and what the JavaScript face of the engine is made of.

pub mod app;
pub mod at_work;
pub mod components;
pub mod engine;
pub mod hooks;
pub mod markup;
pub mod messages;
pub mod rule_texts;
pub mod share;
pub mod state;
pub mod types;
pub mod wire;
pub mod worker;
