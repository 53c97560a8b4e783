//! The page of Lampfield.
