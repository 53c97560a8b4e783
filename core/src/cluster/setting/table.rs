//! The table itself: every setting of every kind of object, in the order of a form.

mod rows;

use super::item::Item;
use super::{Acts, Noun, Value, ValueKind, Wrong};
use crate::cluster::{Cluster, Field, Model, Object, Protocol};
use crate::diagnostic::{listed, nearest_of};
use crate::gather::Gather;

pub use rows::BLF_SETTINGS;

/// The phone type of a phone or profile that was not given one yet.
pub(super) const NO_MODEL: Model = Model { number: String::new(), protocol: Protocol::Sip };

/// One setting of one kind of object.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The kind of object that has it.
    pub noun: Noun,
    /// The setting.
    pub field: Field,
    /// What it takes.
    pub kind: ValueKind,
    /// Whether a new object must be given it.
    pub required: bool,
    /// When a saved value acts.
    pub acts: Acts,
    /// What it is for, in a sentence.
    pub help: &'static str,
    read: fn(&Cluster, &Item) -> Option<Value>,
    write: fn(&Cluster, &mut Item, &Value) -> Result<(), Vec<Wrong>>,
}

impl Setting {
    /// Its key in a file: `subscribe_css`.
    pub fn key(&self) -> &'static str {
        match self.field {
            Field::Partitions => "partitions",
            ref plain => plain.words().map_or("", |(_, key)| key),
        }
    }

    /// Its word in a menu or form: `SUBSCRIBE Calling Search Space`.
    pub fn word(&self) -> &'static str {
        match self.field {
            Field::Partitions => "Selected Partitions",
            ref plain => plain.words().map_or("", |(word, _)| word),
        }
    }

    /// Its value on an object; `None` where the object is not there or has no such setting, as a
    /// trunk that is no SIP trunk has no presence group.
    pub fn read(&self, c: &Cluster, object: &Object) -> Option<Value> {
        self.read_item(c, &Item::get(c, object)?)
    }

    /// Its value on a new object, as from installation; `None` where such an object has none.
    pub fn read_new(&self, c: &Cluster) -> Option<Value> {
        // The name of a model says what it is; the others may wait for theirs.
        let name = if self.noun == Noun::Model { "7970 SIP" } else { "" };
        self.read_item(c, &super::new_item(c, &self.noun.object(name)).ok()?)
    }

    /// Writes a value into an object, without asking whether the cluster still fits together:
    /// [`crate::cluster::validate`] tells.
    ///
    /// # Errors
    /// [`Wrong`] for every part of the value that cannot stand there; nothing has changed then.
    pub fn write(&self, c: &mut Cluster, object: &Object, value: &Value) -> Result<(), Vec<Wrong>> {
        let unknown = || vec![super::item::unknown(c, object)];
        let mut item = Item::get(c, object).ok_or_else(unknown)?;
        self.write_item(c, &mut item, value)?;
        item.put(c, object);
        Ok(())
    }

    pub(crate) fn read_item(&self, c: &Cluster, item: &Item) -> Option<Value> {
        (self.read)(c, item)
    }

    /// Writes a value as somebody types it.
    pub(in crate::cluster) fn write_item(
        &self,
        c: &Cluster,
        item: &mut Item,
        value: &Value,
    ) -> Result<(), Vec<Wrong>> {
        let (ValueKind::Text | ValueKind::Number, Value::Text(text)) = (self.kind, value) else {
            return self.put_item(c, item, value);
        };
        let text = text.trim();
        if text.chars().any(char::is_control) {
            let sentence = format!("`{}` has control characters in it", text.escape_debug());
            return Err(vec![Wrong::new(sentence, "leave them out")]);
        }
        self.put_item(c, item, &Value::text(text))
    }

    /// Writes a value as it stands in a file.
    pub(crate) fn put_item(
        &self,
        c: &Cluster,
        item: &mut Item,
        value: &Value,
    ) -> Result<(), Vec<Wrong>> {
        (self.write)(c, item, value)
    }
}

/// Every setting of every kind of object, kind by kind in the order of [`Noun::ALL`].
pub fn settings() -> &'static [Setting] {
    rows::ALL
}

/// The settings of a kind of object, in the order of its form.
pub fn settings_of(noun: Noun) -> impl Iterator<Item = &'static Setting> {
    settings().iter().filter(move |setting| setting.noun == noun)
}

/// A setting of a kind of object; for one part of a list, or one BLF/SpeedDial, that of the whole.
pub fn setting(noun: Noun, field: &Field) -> Option<&'static Setting> {
    let whole = super::part::whole(field);
    settings_of(noun).find(|setting| setting.field == whole)
}

/// The setting of a kind of object that has this key in a file.
///
/// # Errors
/// A [`Wrong`] with the nearest key that there is.
pub fn setting_with_key(noun: Noun, key: &str) -> Result<&'static Setting, Wrong> {
    let found = settings_of(noun).find(|setting| setting.key() == key);
    found.ok_or_else(|| {
        let keys: Vec<&str> = settings_of(noun).map(Setting::key).gather();
        let sentence = format!("{} has no setting `{}`", noun.a(), key.escape_debug());
        let way_out = match nearest_of(key, &keys) {
            Some(near) => format!("did you mean `{near}`?"),
            None if keys.is_empty() => "it has a name and nothing else".to_owned(),
            None => format!("its settings are {}", listed(&keys)),
        };
        Wrong::new(sentence, way_out)
    })
}
