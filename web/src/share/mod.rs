//! Moments that leave the page and come back: as a link, and as what the browser keeps.

mod base64url;
mod lesson;
mod link;
mod payload;
mod squeeze;
mod store;

pub use lesson::lesson_of;
pub use link::{GALLERY_ONLY_BYTES, LONG_LINK, LinkError, from_hash, to_hash};
pub use payload::{Gallery, Payload, PayloadError};
#[cfg(not(target_arch = "wasm32"))]
pub use squeeze::at_once;
pub use squeeze::{Burst, deflate, inflate};
pub use store::{KeptRun, MAX_KEPT_BYTES, Store, kept_prefs, kept_progress, kept_run};
