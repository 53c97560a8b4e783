//! What one sees. Components take the small view that they draw, and say what the user wants as
//! an [`Intent`](crate::hooks::Intent); none knows the engine.

pub mod bottom;
pub mod canvas;
pub mod dialogs;
pub mod header;
pub mod icon;
pub mod inspector;
pub mod lamp;
pub mod learn;
pub mod live;
pub mod notices;
pub mod phone;
pub mod tabs;
pub mod transport;

pub use icon::{Icon, Mark};
pub use lamp::{Badge, Lamp};
pub use tabs::{Tab, Tabs};
