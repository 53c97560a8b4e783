//! BLF/SpeedDials, and permissions between presence groups.

use super::reference::{look_up, name_of};
use super::{Shape, all, unfit};
use crate::cluster::setting::{BlfValue, Noun, Value, ValueKind, Wrong};
use crate::cluster::{BlfSpeedDial, BlfTarget, Cluster, Destination, Field, Permission};
use crate::gather::Gather;
use crate::id::{GroupId, Id};
use crate::order;
use crate::rules::RuleId;
use crate::sorted::SortedMap;

/// The BLF/SpeedDials of a phone or profile.
pub(in super::super) struct BlfSpeedDials;

impl Shape for BlfSpeedDials {
    type Place = Vec<BlfSpeedDial>;
    const KIND: ValueKind = ValueKind::BlfSpeedDials;
    fn read(c: &Cluster, place: &Vec<BlfSpeedDial>) -> Value {
        Value::BlfSpeedDials(place.iter().map(|blf| read_one(c, blf)).gather())
    }
    fn write(c: &Cluster, place: &mut Vec<BlfSpeedDial>, v: &Value) -> Result<(), Vec<Wrong>> {
        let given = match v {
            Value::None => &[][..],
            Value::BlfSpeedDials(given) => given,
            Value::BlfSpeedDial(one) => core::slice::from_ref(one),
            other => return Err(unfit(other, "BLF/SpeedDials")),
        };
        *place = all(given.iter().enumerate().map(|(at, one)| write_one(c, at, one)))?;
        Ok(())
    }
}

fn read_one(c: &Cluster, blf: &BlfSpeedDial) -> BlfValue {
    let mut value = BlfValue {
        label: blf.label.clone(),
        label_ascii: blf.label_ascii.clone(),
        ..BlfValue::default()
    };
    match &blf.target {
        BlfTarget::DirectoryNumber(id) => {
            value.directory_number = name_of(c, *id).map(str::to_owned);
        }
        BlfTarget::Destination(Destination::Number(text) | Destination::SipUri(text)) => {
            value.destination = Some(text.clone()).filter(|text| !text.is_empty());
        }
    }
    value
}

fn write_one(c: &Cluster, at: usize, value: &BlfValue) -> Result<BlfSpeedDial, Vec<Wrong>> {
    let given = |text: &Option<String>| {
        text.as_ref().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    };
    let target = match (given(&value.directory_number), given(&value.destination)) {
        (Some(number), Some(destination)) => return Err(vec![both(at, &number, &destination)]),
        (Some(number), None) => {
            let here = |wrongs: Vec<Wrong>| {
                wrongs.into_iter().map(|w| w.at(Field::BlfDirectoryNumber(at))).gather()
            };
            BlfTarget::DirectoryNumber(Id::from_index(
                look_up(c, &[Noun::DirectoryNumber], &number).map_err(here)?,
            ))
        }
        (None, Some(text)) => BlfTarget::Destination(destination(&text)),
        // Neither is told by `validate`.
        (None, None) => BlfTarget::Destination(Destination::Number(String::new())),
    };
    let (label, label_ascii) = (value.label.clone(), value.label_ascii.clone());
    Ok(BlfSpeedDial { target, label, label_ascii })
}

fn destination(text: &str) -> Destination {
    if text.contains('@') {
        Destination::SipUri(text.strip_prefix("sip:").unwrap_or(text).to_owned())
    } else {
        Destination::Number(text.to_owned())
    }
}

/// A button that was given both at once (ADMIN-5).
pub(in crate::cluster) fn both(at: usize, number: &str, destination: &str) -> Wrong {
    let sentence = format!(
        "BLF/SpeedDial {} is given the Directory Number `{number}` and the Destination \
         `{destination}`, and takes one of them only",
        at + 1
    );
    Wrong::new(sentence, "give it either of the two")
        .rule(RuleId::Admin5)
        .at(Field::BlfDestination(at))
}

/// The permissions toward other presence groups.
pub(in super::super) struct Relationships;

impl Shape for Relationships {
    type Place = SortedMap<GroupId, Permission>;
    const KIND: ValueKind = ValueKind::Relationships;
    fn read(c: &Cluster, place: &SortedMap<GroupId, Permission>) -> Value {
        let named = |(id, permission): (&GroupId, &Permission)| {
            name_of(c, *id).map(|name| (name.to_owned(), *permission))
        };
        let mut all: Vec<(String, Permission)> = place.iter().filter_map(named).gather();
        order::sort(&mut all);
        Value::Relationships(all)
    }
    fn write(
        c: &Cluster,
        place: &mut SortedMap<GroupId, Permission>,
        value: &Value,
    ) -> Result<(), Vec<Wrong>> {
        let given = match value {
            Value::None => &[][..],
            Value::Relationships(given) => given,
            other => return Err(unfit(other, "permissions toward other presence groups")),
        };
        let found = all(given.iter().map(|(name, permission)| {
            let here = |wrongs: Vec<Wrong>| {
                let field = || Field::Relationship(name.clone());
                wrongs.into_iter().map(|wrong| wrong.at(field())).gather()
            };
            let found = look_up(c, &[Noun::PresenceGroup], name).map_err(here)?;
            Ok((GroupId::from_index(found), *permission))
        }))?;
        // What is the system default does not stand in the pane (GROUP-5).
        let set =
            |(_, permission): &(GroupId, Permission)| *permission != Permission::UseSystemDefault;
        *place = found.into_iter().filter(set).collect();
        Ok(())
    }
}
