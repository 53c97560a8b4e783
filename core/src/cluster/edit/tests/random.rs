//! Edits drawn from numbers, for the laws: most make sense, many are refused.

use super::*;
use crate::cluster::{Cluster, ValueKind, objects, settings_of};
use crate::secret::Secret;

/// A source of small numbers.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Draw(seed)
    }

    /// A number below `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let high = usize::try_from(self.0 >> 40).unwrap();
        high % bound.max(1)
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    fn noun(&mut self) -> Noun {
        *self.one(Noun::ALL).unwrap()
    }

    /// An object of a kind; now and then one that is not there.
    fn object(&mut self, c: &Cluster, noun: Noun) -> Object {
        let all = objects(c, noun);
        let here = self.one(&all).filter(|_| !self.0.is_multiple_of(17)).cloned();
        here.unwrap_or_else(|| noun.object("Nobody"))
    }

    fn name(&mut self, c: &Cluster, noun: Noun) -> String {
        self.object(c, noun).name().unwrap_or_default().to_owned()
    }

    /// A name for a new object.
    pub(super) fn new_name(&mut self, c: &Cluster, noun: Noun) -> String {
        let n = self.below(40);
        match noun {
            Noun::DirectoryNumber | Noun::RoutePattern | Noun::HuntPilot => {
                let number = ["20XX", "1000", "3000", "40[1-3]!"][n % 4];
                self.placed(c, number)
            }
            Noun::SipRoutePattern => self.placed(c, ["a.com", "*.a.com", "10.0.0.1"][n % 3]),
            Noun::Model => ["7970 SIP", "7961 SCCP", "7985"][n % 3].to_owned(),
            _ => format!("New {n}"),
        }
    }

    fn placed(&mut self, c: &Cluster, number: &str) -> String {
        match self.below(3) {
            0 => number.to_owned(),
            _ => format!("{number} in {}", self.name(c, Noun::Partition)),
        }
    }

    fn names(&mut self, c: &Cluster, noun: Noun) -> Value {
        let count = self.below(4);
        Value::List((0..count).map(|_| self.name(c, noun)).collect())
    }

    fn blf(&mut self, c: &Cluster) -> BlfValue {
        match self.below(5) {
            0 => BlfValue::destination("anna@example.com", "Anna"),
            1 => BlfValue::destination(["1200", "7001", "12a"][self.below(3)], ""),
            2 => BlfValue::default(),
            _ => BlfValue::directory_number(&self.name(c, Noun::DirectoryNumber), "x"),
        }
    }

    pub(super) fn value(&mut self, c: &Cluster, kind: ValueKind) -> Value {
        match kind {
            ValueKind::Text => text(&format!("text {}", self.below(5))),
            ValueKind::Number => text(["1200", "9999", "None"][self.below(3)]),
            ValueKind::Flag { on, off } => text([on, off][self.below(2)]),
            ValueKind::Choice(words) => text(self.one(words).unwrap()),
            ValueKind::Choices { words, .. } => {
                let count = self.below(4);
                Value::list((0..count).map(|_| *self.one(words).unwrap()).collect::<Vec<_>>())
            }
            ValueKind::Model { .. } => {
                text(["7970 SIP", "7961 SCCP", "H.323", "7912 SIP", "None"][self.below(5)])
            }
            ValueKind::Reference { to, optional } => match self.below(4) {
                0 if optional => Value::None,
                _ => {
                    let noun = *self.one(to).unwrap();
                    text(&self.name(c, noun))
                }
            },
            ValueKind::References(noun) => self.names(c, noun),
            ValueKind::Route => {
                let noun = [Noun::Trunk, Noun::RouteGroup, Noun::RouteList][self.below(3)];
                Value::Route { noun, name: self.name(c, noun) }
            }
            ValueKind::Secret => Value::Secret(Secret::lab("x")),
            ValueKind::Credentials => {
                Value::Credentials { username: "u".to_owned(), secret: Secret::lab("u") }
            }
            ValueKind::BlfSpeedDials => {
                let count = self.below(4);
                Value::BlfSpeedDials((0..count).map(|_| self.blf(c)).collect())
            }
            ValueKind::Relationships => {
                let name = self.name(c, Noun::PresenceGroup);
                Value::Relationships(vec![(name, Permission::AllowSubscription)])
            }
        }
    }

    fn settings(&mut self, c: &Cluster, noun: Noun, all: bool) -> Vec<(Field, Value)> {
        let rows: Vec<_> = settings_of(noun).collect();
        let Some(chosen) = self.one(&rows).map(|row| row.field.clone()) else { return Vec::new() };
        let wanted = |row: &&crate::cluster::Setting| (all && row.required) || row.field == chosen;
        let rows: Vec<_> = rows.iter().filter(|row| wanted(row)).collect();
        rows.into_iter().map(|row| (row.field.clone(), self.value(c, row.kind))).collect()
    }

    /// An edit that changes something, if it is not refused.
    pub(super) fn edit(&mut self, c: &Cluster) -> Edit {
        let noun = self.noun();
        match self.below(9) {
            0 => {
                let object = noun.object(&self.new_name(c, noun));
                Edit::Add { object, settings: self.settings(c, noun, true) }
            }
            1 => Edit::Copy { object: self.object(c, noun), name: self.new_name(c, noun) },
            2 => Edit::Rename { object: self.object(c, noun), name: self.new_name(c, noun) },
            3 => delete(&[self.object(c, noun)]),
            4 => {
                let (from, to) =
                    (self.name(c, Noun::PresenceGroup), self.name(c, Noun::PresenceGroup));
                Edit::permission(&from, &[&to], Permission::DisallowSubscription)
            }
            _ => Edit::Change {
                object: self.object(c, noun),
                settings: self.settings(c, noun, false),
            },
        }
    }
}
