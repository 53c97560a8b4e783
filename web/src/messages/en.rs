//! English.
#![expect(missing_docs, reason = "a message's name and its text say all there is to say")]

mod below;
mod canvas;
mod configure;
mod dialogs;
mod header;
mod inspector;
mod learn;
mod text;
mod time;
mod trouble;

pub use below::*;
pub use canvas::*;
pub use configure::*;
pub use dialogs::*;
pub use header::*;
pub use inspector::*;
pub use learn::*;
pub use text::*;
pub use time::*;
pub use trouble::*;
