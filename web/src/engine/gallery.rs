//! The scenarios that the page carries.

use crate::types::GalleryItem;
use lampfield_core::scenario::{MemorySources, load};

include!(concat!(env!("OUT_DIR"), "/scenarios.rs"));

/// Calls with the name and the text of every file that is carried.
pub(super) fn each(mut with: impl FnMut(&str, &str)) {
    let all = carried();
    let mut pieces = all.split('\0');
    while let (Some(name), Some(text)) = (pieces.next(), pieces.next()) {
        with(name, text);
    }
}

/// Every embedded file, as sources for includes too.
pub(super) fn sources() -> MemorySources {
    let mut sources = MemorySources::default();
    each(|name, text| sources.insert(name, text.as_bytes()));
    sources
}

/// The gallery in the order of its numbers.
pub(super) fn items() -> Vec<GalleryItem> {
    let (sources, mut items) = (sources(), Vec::new());
    each(|name, text| {
        if name.starts_with("gallery/")
            && let Ok(scenario) = load(&sources, name)
        {
            items.push(GalleryItem {
                path: name.to_owned(),
                name: scenario.name,
                about: scenario.about,
                text: text.to_owned(),
            });
        }
    });
    items
}
