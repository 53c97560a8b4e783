//! What is told of scenario files: what came of their checks, what is wrong, what there is.

use serde::Serialize;

/// What came of one check of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OutcomeView {
    /// When it is decided, microseconds.
    pub at_us: i64,
    /// The check in words: `Phone A BLF 1 is busy`.
    pub sentence: String,
    /// `passed`, `failed`, `waiting`, or `void` once the user has acted.
    pub verdict: String,
    /// Where it stands in the file, from 1.
    pub line: u32,
    /// For a failed one the whole text as the command line prints it; else empty.
    pub rendered: String,
}

/// A mistake in a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemView {
    /// `E0103`.
    pub code: String,
    /// In words.
    pub message: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// The whole text as the command line prints it.
    pub rendered: String,
}

/// A scenario of the gallery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GalleryItem {
    /// `gallery/01-disallow-and-blf.yaml`.
    pub path: String,
    /// Its claim.
    pub name: String,
    /// A sentence or two.
    pub about: String,
    /// The YAML.
    pub text: String,
}
