//! The scenarios that the page carries.

use crate::types::GalleryItem;
use lampfield_core::scenario::{MemorySources, load};

include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Every embedded file, as sources for includes too.
pub(super) fn sources() -> MemorySources {
    MemorySources::new(FILES.iter().map(|(path, text)| (*path, text.as_bytes())))
}

/// The gallery in the order of its numbers.
pub(super) fn items() -> Vec<GalleryItem> {
    let sources = sources();
    let gallery = FILES.iter().filter(|(path, _)| path.starts_with("gallery/"));
    gallery
        .filter_map(|(path, text)| {
            let scenario = load(&sources, path).ok()?;
            Some(GalleryItem {
                path: (*path).to_owned(),
                name: scenario.name,
                about: scenario.about,
                text: (*text).to_owned(),
            })
        })
        .collect()
}
