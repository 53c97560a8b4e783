//! The engine of Lampfield.

pub mod rules;
