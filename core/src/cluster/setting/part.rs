//! Parts of settings: one member of a list, one permission, one setting of a BLF/SpeedDial. Each is
//! read from the whole and written into it.

use super::{BlfValue, PERMISSIONS, Value, Wrong};
use crate::cluster::Field;

/// The setting that a field is a part of, or the field itself.
pub(in crate::cluster) fn whole(field: &Field) -> Field {
    match field {
        Field::PartitionAt(_) => Field::Partitions,
        Field::Relationship(_) => Field::Relationships,
        Field::LineAt(_) => Field::Lines,
        Field::MemberAt(_) => Field::Members,
        Field::RouteGroupAt(_) => Field::RouteGroups,
        Field::DeviceProfileAt(_) => Field::DeviceProfiles,
        Field::BlfAt(_)
        | Field::BlfDirectoryNumber(_)
        | Field::BlfDestination(_)
        | Field::BlfLabel(_)
        | Field::BlfLabelAscii(_) => Field::BlfSpeedDials,
        plain => plain.clone(),
    }
}

/// The whole with a new value for one part of it.
///
/// # Errors
/// Where the whole has no place for it, or the value is no value for a part.
pub(in crate::cluster) fn write(
    field: &Field,
    whole: Value,
    value: &Value,
) -> Result<Value, Wrong> {
    match (field, whole) {
        (Field::Relationship(other), Value::Relationships(all)) => {
            relationship(other, all, value).map(Value::Relationships)
        }
        (
            Field::PartitionAt(at)
            | Field::LineAt(at)
            | Field::MemberAt(at)
            | Field::RouteGroupAt(at)
            | Field::DeviceProfileAt(at),
            Value::List(mut all),
        ) => {
            let new = match value {
                Value::None => None,
                Value::Text(text) => Some(text.clone()),
                _ => return Err(Wrong::new("this is no name", "give it the name of an object")),
            };
            set_at(&mut all, *at, new)?;
            Ok(Value::List(all))
        }
        (field, Value::BlfSpeedDials(all)) => blf(field, all, value).map(Value::BlfSpeedDials),
        (_, _) => Ok(value.clone()),
    }
}

fn relationship(
    other: &str,
    mut all: Vec<(String, crate::cluster::Permission)>,
    value: &Value,
) -> Result<Vec<(String, crate::cluster::Permission)>, Wrong> {
    let word = match value {
        Value::None => PERMISSIONS[0].0,
        Value::Text(word) => word.trim(),
        _ => return Err(Wrong::new("this is no permission", "give it one")),
    };
    let known = PERMISSIONS.iter().find(|(own, _)| *own == word);
    let words = PERMISSIONS.map(|(word, _)| word);
    let (_, permission) = known.ok_or_else(|| Wrong::word(word, &words))?;
    all.retain(|(name, _)| name != other);
    all.push((other.to_owned(), *permission));
    Ok(all)
}

/// Replaces, appends or (with nothing) takes out.
fn set_at<T>(all: &mut Vec<T>, at: usize, new: Option<T>) -> Result<(), Wrong> {
    let count = all.len();
    match (all.get_mut(at), new) {
        (Some(place), Some(new)) => *place = new,
        (Some(_), None) => drop(all.remove(at)),
        (None, Some(new)) if at == count => all.push(new),
        (None, _) => {
            let sentence = format!(
                "this would be number {}, and number {} is not there yet",
                at + 1,
                count + 1
            );
            return Err(Wrong::new(sentence, format!("set number {} first", count + 1)));
        }
    }
    Ok(())
}

fn blf(field: &Field, mut all: Vec<BlfValue>, value: &Value) -> Result<Vec<BlfValue>, Wrong> {
    let at = match field {
        Field::BlfAt(at) => {
            let new = match value {
                Value::None => None,
                Value::BlfSpeedDial(one) => Some(one.clone()),
                _ => return Err(Wrong::new("this is no BLF/SpeedDial", "give it its settings")),
            };
            set_at(&mut all, *at, new)?;
            return Ok(all);
        }
        Field::BlfDirectoryNumber(at)
        | Field::BlfDestination(at)
        | Field::BlfLabel(at)
        | Field::BlfLabelAscii(at) => *at,
        _ => return Ok(all),
    };
    let text = match value {
        Value::None => String::new(),
        Value::Text(text) => text.clone(),
        _ => return Err(Wrong::new("this is no text", "give it a text")),
    };
    if all.len() == at {
        all.push(BlfValue::default());
    }
    let Some(one) = all.get_mut(at) else {
        set_at(&mut all, at, None)?;
        return Ok(all);
    };
    let given = Some(text.clone()).filter(|text| !text.trim().is_empty());
    match field {
        // Either of the two takes the place of the other (ADMIN-5).
        Field::BlfDirectoryNumber(_) => {
            let destination = one.destination.take().filter(|_| given.is_none());
            (one.directory_number, one.destination) = (given, destination);
        }
        Field::BlfDestination(_) => {
            let number = one.directory_number.take().filter(|_| given.is_none());
            (one.destination, one.directory_number) = (given, number);
        }
        Field::BlfLabel(_) => one.label = text,
        _ => one.label_ascii = text,
    }
    Ok(all)
}
