//! Every word that the page says, in one catalogue per language. Components name messages, never
//! write them; another language is another file with the same names.

mod en;

pub use en::*;
