//! One outside alone.
