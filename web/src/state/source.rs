//! Where the run on the page comes from.

use crate::types::GalleryItem;

/// A scenario as it was opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The name under which diagnostics speak of it: a path of the gallery or a file's name.
    pub path: String,
    /// The YAML.
    pub text: String,
    /// A seed that overrides the file's.
    pub seed: Option<u32>,
    /// Whether it is a scenario of the gallery, unchanged: then a link needs the path only.
    pub gallery: bool,
}

impl Source {
    /// A scenario of the gallery.
    #[must_use]
    pub fn gallery(item: &GalleryItem) -> Self {
        Self { path: item.path.clone(), text: item.text.clone(), seed: None, gallery: true }
    }

    /// A file of the user.
    #[must_use]
    pub fn file(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), seed: None, gallery: false }
    }

    /// The last part of its path, for a saved file.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("scenario.yaml")
    }
}

/// A run to come back to: a source, a moment, and what the user did in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Moment {
    /// The scenario.
    pub source: Source,
    /// Where to stand, microseconds.
    pub at_us: i64,
    /// What the user did, as `(time, sentence)`.
    pub acts: Vec<(i64, String)>,
    /// What is looked at.
    pub selection: Selection,
    /// What was typed and is not the document yet; a link has none.
    pub draft: Option<Source>,
}

/// What is looked at, on every pane at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Selection {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A lamp, in the words of the scenario language: `Phone A BLF 1`.
    Lamp(String),
    /// An event, by its number.
    Event(u32),
}

impl Selection {
    /// The lamp that is looked at.
    #[must_use]
    pub fn lamp(&self) -> Option<&str> {
        match self {
            Self::Lamp(subject) => Some(subject),
            Self::Nothing | Self::Event(_) => None,
        }
    }

    /// The event that is looked at.
    #[must_use]
    pub const fn event(&self) -> Option<u32> {
        match self {
            Self::Event(event) => Some(*event),
            Self::Nothing | Self::Lamp(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_file_has_the_name_it_was_opened_under() {
        assert_eq!(Source::file("gallery/01-a.yaml", "").file_name(), "01-a.yaml");
        assert_eq!(Source::file("", "").file_name(), "scenario.yaml");
    }
}
