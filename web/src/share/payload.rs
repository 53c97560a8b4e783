//! What a link and the browser's storage hold, as versioned JSON.

use lampfield_core::json::Json;

use crate::state::{Moment, Selection, Source};

/// The version that this page writes.
const VERSION: u32 = 1;

/// A moment as it travels. What says nothing is left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Payload {
    /// The version.
    v: u32,
    /// The name of the file, or its path in the gallery.
    path: String,
    /// The YAML; left out for a scenario of the gallery.
    text: Option<String>,
    /// The seed, where it overrides the file's.
    seed: Option<u32>,
    /// The moment, microseconds.
    at: i64,
    /// What the user did.
    acts: Vec<(i64, String)>,
    /// The lamp that is looked at.
    lamp: Option<String>,
    /// The event that is looked at.
    event: Option<u32>,
    /// What was typed and is not the document yet: its path, a line's end, the text.
    draft: Option<String>,
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

/// Gives the text of a scenario that the page carries, by its path.
pub type Gallery<'a> = dyn Fn(&str) -> Option<String> + 'a;

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
            draft: moment.draft.as_ref().map(|own| [own.path.as_str(), &own.text].join("\n")),
        }
    }

    /// The moment in it.
    ///
    /// # Errors
    ///
    /// Tells a foreign version, and a scenario that this page does not carry.
    pub fn unpack(self, gallery: &Gallery<'_>) -> Result<Moment, PayloadError> {
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
        let draft = self.draft.as_ref().and_then(|draft| draft.split_once('\n'));
        let draft = draft.map(|(path, text)| Source::file(path, text));
        Ok(Moment { source, at_us: self.at.max(0), acts: self.acts, selection, draft })
    }

    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut fields =
            vec![("v".into(), self.v.into()), ("path".into(), self.path.clone().into())];
        let mut add = |name: &'static str, value: Option<Json>| {
            fields.extend(value.map(|value| (name.into(), value)));
        };
        let acts = self
            .acts
            .iter()
            .map(|(at, sentence)| Json::List(vec![Json::from(*at), Json::from(sentence.clone())]));
        let acts: Vec<Json> = acts.collect();
        add("text", self.text.clone().map(Json::from));
        add("seed", self.seed.map(Json::from));
        add("at", (self.at != 0).then(|| self.at.into()));
        add("acts", (!acts.is_empty()).then_some(Json::List(acts)));
        add("lamp", self.lamp.clone().map(Json::from));
        add("event", self.event.map(Json::from));
        add("draft", self.draft.clone().map(Json::from));
        let mut text = String::new();
        Json::Object(fields).write(&mut text);
        text
    }

    /// From JSON.
    ///
    /// # Errors
    ///
    /// Tells JSON that is not of this kind, and, where it says so, that another version wrote it.
    pub fn from_json(json: &[u8]) -> Result<Self, PayloadError> {
        let json = core::str::from_utf8(json).ok().and_then(Json::read);
        let json = json.ok_or(PayloadError::Unreadable)?;
        match json.get("v").and_then(Json::nat) {
            Some(VERSION) => Self::of(&json).ok_or(PayloadError::Unreadable),
            Some(other) => Err(PayloadError::OtherVersion(other)),
            None => Err(PayloadError::Unreadable),
        }
    }

    /// The fields of an object; `None` where one is of another kind than ours.
    fn of(json: &Json) -> Option<Self> {
        let text = |json: &Json| json.text().map(str::to_owned);
        let mut acts = Vec::new();
        for act in json.get("acts").map_or(Some(&[][..]), Json::list)? {
            let [at, sentence] = act.list()? else { return None };
            acts.push((at.int()?, text(sentence)?));
        }
        Some(Self {
            v: VERSION,
            path: text(json.get("path")?)?,
            text: maybe(json.get("text"), text)?,
            seed: maybe(json.get("seed"), Json::nat)?,
            at: json.get("at").map_or(Some(0), Json::int)?,
            acts,
            lamp: maybe(json.get("lamp"), text)?,
            event: maybe(json.get("event"), Json::nat)?,
            draft: maybe(json.get("draft"), text)?,
        })
    }
}

/// What may be absent, but not of another kind.
fn maybe<T>(json: Option<&Json>, read: impl FnOnce(&Json) -> Option<T>) -> Option<Option<T>> {
    match json {
        None | Some(Json::Null) => Some(None),
        Some(json) => read(json).map(Some),
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
            draft: gallery.then(|| Source::file("d", "two\nlines\n")),
        }
    }

    #[test]
    fn a_moment_comes_back_as_it_was() {
        for gallery in [true, false] {
            let json = Payload::pack(&moment(gallery)).to_json();
            let back = Payload::from_json(json.as_bytes()).unwrap();
            assert_eq!(back.unpack(&|_| Some("t".into())), Ok(moment(gallery)));
        }
    }

    #[test]
    fn a_scenario_of_the_gallery_travels_by_its_path_only() {
        assert!(!Payload::pack(&moment(true)).to_json().contains("\"t\""));
    }

    #[test]
    fn what_cannot_be_taken_says_why() {
        assert_eq!(Payload::from_json(b"{\"v\":2,\"x\":1}"), Err(PayloadError::OtherVersion(2)));
        for text in [
            "[]",
            "{\"path\":\"p\"}",
            "{\"v\":1}",
            "{\"v\":1,\"path\":2}",
            "{\"v\":1,\"path\":\"p\",\"seed\":-1}",
            "{\"v\":1,\"path\":\"p\",\"acts\":[[1]]}",
        ] {
            assert_eq!(
                Payload::from_json(text.as_bytes()),
                Err(PayloadError::Unreadable),
                "{text}"
            );
        }
        let lost = Payload::pack(&moment(true)).unpack(&|_| None);
        assert_eq!(lost, Err(PayloadError::NotInGallery("p".into())));
    }
}
