//! JSON whose numbers are whole: what traces, links and settings are written in.
//!
//! A general JSON library brings the reading and writing of fractions with it, and their tables of
//! powers of ten weigh more in the page than all of this.

mod read;

use crate::gather::Gather;
use std::borrow::Cow;

/// A JSON value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number below 0, or one that came in as signed.
    Int(i64),
    /// A number from 0 on.
    Nat(u64),
    /// A text.
    Text(Cow<'static, str>),
    /// A list.
    List(Vec<Json>),
    /// Names and values, in the order in which they are written.
    Object(Vec<(Cow<'static, str>, Json)>),
}

impl Json {
    /// An object whose names are written in the order of the alphabet, so that the order in which
    /// they stand in our code means nothing.
    pub fn object(fields: Vec<(&'static str, Json)>) -> Self {
        let mut sorted = Fields::default();
        fields.into_iter().for_each(|(name, value)| sorted.put(name, value));
        Json::from(sorted)
    }

    /// An object whose names are written in the order in which they stand here.
    pub fn in_order(fields: Vec<(&'static str, Json)>) -> Self {
        Json::Object(fields.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).gather())
    }

    /// Reads a text. Names that stand twice count as often as they stand; [`get`](Json::get) takes
    /// the first.
    ///
    /// # Errors
    /// `None` for what is no JSON, for a number with a fraction or past 64 bits, and for more than
    /// [`MOST_NESTED`] lists and objects in one another.
    pub fn read(text: &str) -> Option<Self> {
        read::read(text)
    }

    /// The value of a name of an object.
    pub fn get(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().find(|(n, _)| n == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text that this is.
    pub fn text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number that this is, if it fits.
    pub fn int(&self) -> Option<i64> {
        match self {
            Json::Int(n) => Some(*n),
            Json::Nat(n) => i64::try_from(*n).ok(),
            _ => None,
        }
    }

    /// The small number from 0 on that this is, if it fits.
    pub fn nat(&self) -> Option<u32> {
        self.int().and_then(|n| u32::try_from(n).ok())
    }

    /// The items of the list that this is.
    pub fn list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    /// Writes it without blanks.
    pub fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
            Json::Int(n) => out.push_str(&n.to_string()),
            Json::Nat(n) => out.push_str(&n.to_string()),
            Json::Text(text) => quote(text, out),
            Json::List(items) => {
                out.push('[');
                for (n, item) in items.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Json::Object(fields) => {
                out.push('{');
                for (n, (name, value)) in fields.iter().enumerate() {
                    if n > 0 {
                        out.push(',');
                    }
                    quote(name, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

/// Writes a text between quotes; only what must be escaped is (RFC 8259 section 7).
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' => out.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => out.push(letter),
        }
    }
    out.push('"');
}

/// An object in the making; its names are written in the order of the alphabet, so that the order
/// in which they stand in our code means nothing.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    sorted: Vec<(Cow<'static, str>, Json)>,
}

impl Fields {
    /// One more name and its value.
    #[inline(never)]
    pub(crate) fn put(&mut self, name: &'static str, value: Json) {
        let at = self.sorted.iter().position(|(other, _)| name < other.as_ref());
        self.sorted.insert(at.unwrap_or(self.sorted.len()), (Cow::Borrowed(name), value));
    }

    #[inline(never)]
    fn nat(&mut self, name: &'static str, n: u64) {
        self.put(name, Json::Nat(n));
    }

    #[inline(never)]
    fn truth(&mut self, name: &'static str, truth: bool) {
        self.put(name, Json::Bool(truth));
    }

    #[inline(never)]
    fn word(&mut self, name: &'static str, word: &'static str) {
        self.put(name, Json::Text(Cow::Borrowed(word)));
    }
}

impl From<Fields> for Json {
    fn from(fields: Fields) -> Self {
        Json::Object(fields.sorted)
    }
}

/// What can be the value of a name. Each kind has one piece of code that puts it, whoever does so.
pub(crate) trait Field {
    /// Puts it under a name.
    fn put_into(self, fields: &mut Fields, name: &'static str);
}

/// Kinds of values that are put by one and the same piece of code.
macro_rules! fields {
    ($($of:ty => |$fields:ident, $name:ident, $value:ident| $put:expr;)*) => {$(
        impl Field for $of {
            #[inline]
            fn put_into(self, $fields: &mut Fields, $name: &'static str) {
                let $value = self;
                $put;
            }
        }
    )*};
}

fields! {
    u16 => |fields, name, n| fields.nat(name, n.into());
    u32 => |fields, name, n| fields.nat(name, n.into());
    u64 => |fields, name, n| fields.nat(name, n);
    &u16 => |fields, name, n| fields.nat(name, (*n).into());
    &u32 => |fields, name, n| fields.nat(name, (*n).into());
    bool => |fields, name, truth| fields.truth(name, truth);
    &bool => |fields, name, truth| fields.truth(name, *truth);
    i64 => |fields, name, n| fields.put(name, Json::Int(n));
    &'static str => |fields, name, word| fields.word(name, word);
    String => |fields, name, text| fields.put(name, Json::from(text));
    &Box<str> => |fields, name, text| fields.put(name, Json::from(text));
    &Option<Box<str>> => |fields, name, text| fields.put(name, Json::from(text));
    Vec<Json> => |fields, name, list| fields.put(name, Json::List(list));
    Json => |fields, name, json| fields.put(name, json);
}

impl<T: Field> Field for Option<T> {
    fn put_into(self, fields: &mut Fields, name: &'static str) {
        match self {
            Some(value) => value.put_into(fields, name),
            None => fields.put(name, Json::Null),
        }
    }
}

/// Writes a [`Json`] as it reads: `json!({ "rule": rule, "code": code })` for an object, whose names
/// are sorted, or `json!(value)` for anything that is made into one. What stands within needs a
/// `json!` of its own.
macro_rules! json {
    ({ $($name:tt : $value:expr),* $(,)? }) => {{
        let mut fields = $crate::json::Fields::default();
        $($crate::json::Field::put_into($value, &mut fields, $name);)*
        $crate::json::Json::from(fields)
    }};
    ($value:expr) => {
        $crate::json::Json::from($value)
    };
}
pub(crate) use json;

/// So deep may lists and objects stand in one another in what is read.
pub const MOST_NESTED: usize = 32;

impl From<bool> for Json {
    fn from(truth: bool) -> Self {
        Json::Bool(truth)
    }
}

impl From<i64> for Json {
    fn from(n: i64) -> Self {
        Json::Int(n)
    }
}

impl From<u64> for Json {
    fn from(n: u64) -> Self {
        Json::Nat(n)
    }
}

impl From<u32> for Json {
    fn from(n: u32) -> Self {
        Json::Nat(u64::from(n))
    }
}

impl From<u16> for Json {
    fn from(n: u16) -> Self {
        Json::Nat(u64::from(n))
    }
}

impl From<&bool> for Json {
    fn from(truth: &bool) -> Self {
        Json::Bool(*truth)
    }
}

impl From<&u32> for Json {
    fn from(n: &u32) -> Self {
        Json::from(*n)
    }
}

impl From<&u16> for Json {
    fn from(n: &u16) -> Self {
        Json::from(*n)
    }
}

impl From<&Box<str>> for Json {
    fn from(text: &Box<str>) -> Self {
        Json::from(text.to_string())
    }
}

impl From<&Option<Box<str>>> for Json {
    fn from(maybe: &Option<Box<str>>) -> Self {
        Json::from(maybe.as_ref())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Json::Text(Cow::Owned(text))
    }
}

impl From<&'static str> for Json {
    fn from(text: &'static str) -> Self {
        Json::Text(Cow::Borrowed(text))
    }
}

impl<T: Into<Json>> From<Option<T>> for Json {
    fn from(maybe: Option<T>) -> Self {
        maybe.map_or(Json::Null, Into::into)
    }
}

impl From<Vec<Json>> for Json {
    fn from(items: Vec<Json>) -> Self {
        Json::List(items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(json: &Json) -> String {
        let mut text = String::new();
        json.write(&mut text);
        text
    }

    /// The peer that everybody reads JSON with: what we write it reads as the same, and writes so.
    #[test]
    fn it_is_written_as_serde_json_writes_it() {
        let all: String = (0..0x2100).filter_map(char::from_u32).collect();
        let object = Json::object(vec![
            ("z", Json::from(-1_i64)),
            ("a", Json::from(u64::MAX)),
            ("m", Json::from(vec![Json::Null, true.into(), all.into()])),
            ("o", Json::object(Vec::new())),
        ]);
        let text = written(&object);
        let peer: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(peer.to_string(), text);
        assert_eq!(written(&Json::read(&text).unwrap()), text);
    }
}
