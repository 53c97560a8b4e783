//! What every phone has: a link to CallManager with its lines, call lists, and the lamps that it
//! shows. How a status is asked for differs by protocol and is not here.

mod board;
mod linked;
mod lists;
mod reconfigure;
#[cfg(test)]
mod tests;
mod watching;

pub(super) use board::{dark, lamp_for, shown_after};
pub use lists::ListEntry;
pub(super) use watching::{WatchingPhone, Wish};
