//! What a link and the browser's storage hold, as versioned JSON.

use serde::{Deserialize, Serialize};

use crate::state::{Moment, Selection, Source};

/// The version that this page writes.
const VERSION: u32 = 1;

/// A moment as it travels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    /// The version.
    v: u32,
    /// The name of the file, or its path in the gallery.
    path: String,
    /// The YAML; left out for a scenario of the gallery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// The seed, where it overrides the file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u32>,
    /// The moment, microseconds.
    #[serde(default, skip_serializing_if = "is_zero")]
    at: i64,
    /// What the user did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    acts: Vec<(i64, String)>,
    /// The lamp that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lamp: Option<String>,
    /// The event that is looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<u32>,
}

/// Why a payload could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayloadError {
    /// It is no JSON of ours, or not all of it.
    Unreadable,
    /// Another version wrote it.
    OtherVersion(u32),
    /// It names a scenario of the gallery that this page does not carry.
    NotInGallery(String),
}

const fn is_zero(n: &i64) -> bool {
    *n == 0
}

impl Payload {
    /// A moment, packed.
    #[must_use]
    pub fn pack(moment: &Moment) -> Self {
        let source = &moment.source;
        Self {
            v: VERSION,
            path: source.path.clone(),
            text: (!source.gallery).then(|| source.text.clone()),
            seed: source.seed,
            at: moment.at_us,
            acts: moment.acts.clone(),
            lamp: moment.selection.lamp().map(str::to_owned),
            event: moment.selection.event(),
        }
    }

    /// The moment in it. `gallery` gives the text of a scenario that the page carries.
    ///
    /// # Errors
    ///
    /// Tells a foreign version, and a scenario that this page does not carry.
    pub fn unpack(
        self,
        gallery: impl FnOnce(&str) -> Option<String>,
    ) -> Result<Moment, PayloadError> {
        if self.v != VERSION {
            return Err(PayloadError::OtherVersion(self.v));
        }
        let carried = self.text.is_none();
        let text = match self.text {
            Some(text) => text,
            None => {
                gallery(&self.path).ok_or_else(|| PayloadError::NotInGallery(self.path.clone()))?
            }
        };
        let selection = match (self.lamp, self.event) {
            (Some(lamp), _) => Selection::Lamp(lamp),
            (None, Some(event)) => Selection::Event(event),
            (None, None) => Selection::Nothing,
        };
        let source = Source { path: self.path, text, seed: self.seed, gallery: carried };
        Ok(Moment { source, at_us: self.at.max(0), acts: self.acts, selection })
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// From JSON.
    ///
    /// # Errors
    ///
    /// Tells JSON that is not of this kind, and, where it says so, that another version wrote it.
    pub fn from_json(json: &[u8]) -> Result<Self, PayloadError> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        let version: Version =
            serde_json::from_slice(json).map_err(|_| PayloadError::Unreadable)?;
        if version.v != VERSION {
            return Err(PayloadError::OtherVersion(version.v));
        }
        serde_json::from_slice(json).map_err(|_| PayloadError::Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(gallery: bool) -> Moment {
        Moment {
            source: Source { path: "p".into(), text: "t".into(), seed: Some(7), gallery },
            at_us: 5,
            acts: vec![(1, "Phone B lifts".into())],
            selection: Selection::Event(3),
        }
    }

    #[test]
    fn a_moment_comes_back_as_it_was() {
        for gallery in [true, false] {
            let json = Payload::pack(&moment(gallery)).to_json();
            let back = Payload::from_json(json.as_bytes()).unwrap();
            assert_eq!(back.unpack(|_| Some("t".into())), Ok(moment(gallery)));
        }
    }

    #[test]
    fn a_scenario_of_the_gallery_travels_by_its_path_only() {
        assert!(!Payload::pack(&moment(true)).to_json().contains("\"t\""));
    }

    #[test]
    fn what_cannot_be_taken_says_why() {
        assert_eq!(Payload::from_json(b"{\"v\":2,\"x\":1}"), Err(PayloadError::OtherVersion(2)));
        assert_eq!(Payload::from_json(b"[]"), Err(PayloadError::Unreadable));
        let lost = Payload::pack(&moment(true)).unpack(|_| None);
        assert_eq!(lost, Err(PayloadError::NotInGallery("p".into())));
    }
}
