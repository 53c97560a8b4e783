//! Texts, flags and passwords.

use super::{Shape, is_none, unfit, word};
use crate::cluster::setting::{Value, ValueKind, Wrong};
use crate::cluster::{Cluster, Credentials};
use crate::secret::Secret;

/// Any text.
pub(in super::super) struct Text;

impl Shape for Text {
    type Place = String;
    const KIND: ValueKind = ValueKind::Text;
    fn read(_: &Cluster, place: &String) -> Value {
        Value::Text(place.clone())
    }
    fn write(_: &Cluster, place: &mut String, value: &Value) -> Result<(), Vec<Wrong>> {
        match value {
            Value::None => place.clear(),
            Value::Text(text) => text.clone_into(place),
            other => return Err(unfit(other, "a text")),
        }
        Ok(())
    }
}

/// A text or nothing; `NUMBER` where it is a number as people dial it.
pub(in super::super) struct OptionalText<const NUMBER: bool>;

impl<const NUMBER: bool> Shape for OptionalText<NUMBER> {
    type Place = Option<String>;
    const KIND: ValueKind = if NUMBER { ValueKind::Number } else { ValueKind::Text };
    fn read(_: &Cluster, place: &Option<String>) -> Value {
        place.as_ref().map_or(Value::None, |text| Value::Text(text.clone()))
    }
    fn write(c: &Cluster, place: &mut Option<String>, value: &Value) -> Result<(), Vec<Wrong>> {
        let mut text = String::new();
        Text::write(c, &mut text, value)?;
        *place = (!is_none(&text)).then_some(text);
        Ok(())
    }
}

/// Yes or no.
pub(in super::super) struct YesNo;
/// Enabled or disabled.
pub(in super::super) struct Switch;

fn flag(value: &Value) -> Result<bool, Vec<Wrong>> {
    if let Value::Flag(flag) = value {
        return Ok(*flag);
    }
    let word = word(value, "yes or no")?;
    match word.to_ascii_lowercase().as_str() {
        "yes" | "true" | "on" | "enabled" | "checked" => Ok(true),
        "no" | "false" | "off" | "disabled" | "unchecked" => Ok(false),
        _ => Err(vec![Wrong::word(word, &["yes", "no", "Enabled", "Disabled"])]),
    }
}

impl Shape for YesNo {
    type Place = bool;
    const KIND: ValueKind = ValueKind::Flag { on: "yes", off: "no" };
    fn read(_: &Cluster, place: &bool) -> Value {
        Value::Flag(*place)
    }
    fn write(_: &Cluster, place: &mut bool, value: &Value) -> Result<(), Vec<Wrong>> {
        *place = flag(value)?;
        Ok(())
    }
}

impl Shape for Switch {
    type Place = bool;
    const KIND: ValueKind = ValueKind::Flag { on: "Enabled", off: "Disabled" };
    fn read(c: &Cluster, place: &bool) -> Value {
        YesNo::read(c, place)
    }
    fn write(c: &Cluster, place: &mut bool, value: &Value) -> Result<(), Vec<Wrong>> {
        YesNo::write(c, place, value)
    }
}

/// A password, or none.
pub(in super::super) struct Password;

impl Shape for Password {
    type Place = Option<Secret>;
    const KIND: ValueKind = ValueKind::Secret;
    fn read(_: &Cluster, place: &Option<Secret>) -> Value {
        place.as_ref().map_or(Value::None, |secret| Value::Secret(secret.clone()))
    }
    fn write(_: &Cluster, place: &mut Option<Secret>, value: &Value) -> Result<(), Vec<Wrong>> {
        *place = match value {
            Value::None => None,
            Value::Secret(secret) => Some(secret.clone()),
            other => return Err(unfit(other, "a password")),
        };
        Ok(())
    }
}

/// A user name with its password, or none.
pub(in super::super) struct OwnCredentials;

impl Shape for OwnCredentials {
    type Place = Option<Credentials>;
    const KIND: ValueKind = ValueKind::Credentials;
    fn read(_: &Cluster, place: &Option<Credentials>) -> Value {
        place.as_ref().map_or(Value::None, |own| Value::Credentials {
            username: own.username.clone(),
            secret: own.secret.clone(),
        })
    }
    fn write(_: &Cluster, place: &mut Option<Credentials>, v: &Value) -> Result<(), Vec<Wrong>> {
        *place = match v {
            Value::None => None,
            Value::Credentials { username, .. } if username.trim().is_empty() => {
                let sentence = "these credentials have no user name";
                return Err(vec![Wrong::new(sentence, "give them one")]);
            }
            Value::Credentials { username, secret } => {
                Some(Credentials { username: username.clone(), secret: secret.clone() })
            }
            other => return Err(unfit(other, "a user name with a password")),
        };
        Ok(())
    }
}
