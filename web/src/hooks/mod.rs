//! Where the page touches the world: the engine, time, the browser.

pub mod browser;
mod desk;
mod desk_ask;
mod desk_intend;
mod desk_learn;
mod desk_reply;
mod file;
mod freshness;
mod intent;
mod picture;
mod port;
mod turn;
mod use_browser;
mod use_change;
mod use_desk;
mod use_kept;
mod use_keys;
mod use_play;
mod use_size;
mod use_spread;
mod waiting;

pub use desk::Desk;
pub use desk_learn::Wish;
pub use file::read_file;
pub use intent::{Intent, say};
pub use picture::save_picture;
pub use port::{EnginePort, EngineSource};
pub use use_browser::{use_autosave, use_hash, use_progress, use_theme};
pub use use_change::{End, On, ends_with, use_change, use_change_until};
pub use use_desk::{DeskHandle, use_desk};
pub use use_kept::{Kept, use_element, use_kept};
pub use use_keys::{KeyScene, use_keys};
pub use use_play::use_play;
pub use use_size::use_size;
pub use use_spread::{Pace, use_spread};
