//! The engine of Lampfield.
