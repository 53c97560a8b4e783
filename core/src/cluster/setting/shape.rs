//! How a value by name becomes a field of the cluster, and the other way round.

mod blf;
mod choose;
mod plain;
mod reference;

pub(in crate::cluster) use blf::both;
pub(super) use blf::{BlfSpeedDials, Relationships};
pub(super) use choose::{
    AnyModel, Buttons, DefaultGroupPermission, DialectWord, DistributionWord, ModelWord, Services,
    Supports, TrunkType,
};
pub(super) use plain::{OptionalText, OwnCredentials, Password, Switch, Text, YesNo};
pub(super) use reference::{Many, Maybe, One, RouteTo};

use super::{Value, ValueKind, Wrong};
use crate::cluster::Cluster;

/// The kind of a field: what it takes, how it is read and written.
pub(super) trait Shape {
    /// The field's type.
    type Place;
    /// What it takes.
    const KIND: ValueKind;
    /// Its value, by name.
    fn read(c: &Cluster, place: &Self::Place) -> Value;
    /// Writes a value, whose names are looked up in the cluster. All or nothing.
    fn write(c: &Cluster, place: &mut Self::Place, value: &Value) -> Result<(), Vec<Wrong>>;
}

/// A value of the wrong kind.
fn unfit(value: &Value, wanted: &str) -> Vec<Wrong> {
    let given = match value {
        Value::None => "nothing",
        Value::Text(_) => "one word",
        Value::Flag(_) => "yes or no",
        Value::List(_) => "a list",
        Value::Secret(_) => "a password",
        Value::Credentials { .. } => "a user name with a password",
        Value::Route { .. } => "a route",
        Value::BlfSpeedDials(_) | Value::BlfSpeedDial(_) => "BLF/SpeedDials",
        Value::Relationships(_) => "permissions",
    };
    vec![Wrong::new(format!("it takes {wanted}, and this is {given}"), format!("give it {wanted}"))]
}

/// The one word of a value.
fn word<'a>(value: &'a Value, wanted: &str) -> Result<&'a str, Vec<Wrong>> {
    match value {
        Value::Text(text) => Ok(text.trim()),
        other => Err(unfit(other, wanted)),
    }
}

/// The words of a value that is a list.
fn words(value: &Value, wanted: &str) -> Result<Vec<String>, Vec<Wrong>> {
    match value {
        Value::List(words) => Ok(words.clone()),
        Value::Text(one) => Ok(vec![one.clone()]),
        Value::None => Ok(Vec::new()),
        other => Err(unfit(other, wanted)),
    }
}

/// Whether a word says that there is nothing.
fn is_none(word: &str) -> bool {
    matches!(word, "" | "None" | "<None>")
}

/// Every result, or every mistake.
fn all<T>(results: impl Iterator<Item = Result<T, Vec<Wrong>>>) -> Result<Vec<T>, Vec<Wrong>> {
    let mut wrongs = Vec::new();
    let mut good = Vec::new();
    for result in results {
        match result {
            Ok(one) => good.push(one),
            Err(more) => wrongs.extend(more),
        }
    }
    if wrongs.is_empty() { Ok(good) } else { Err(wrongs) }
}
