//! Words that are chosen from a list, and phone types.

use super::{Shape, all, is_none, word, words};
use crate::cluster::setting::{Value, ValueKind, Wrong};
use crate::cluster::{
    Button, Cluster, DefaultPermission, Distribution, Model, ModelSupport, Service, TrunkKind,
};
use crate::gather::Gather;
use crate::sip::pidf::Dialect;
use crate::sorted::SortedSet;

/// Words that mean one value each.
pub(in super::super) trait Choose: Copy + PartialEq + 'static {
    /// The words with their values.
    const CHOICES: &'static [(&'static str, Self)];

    /// The word of a value.
    fn name(self) -> &'static str {
        Self::CHOICES.iter().find(|(_, own)| *own == self).map_or("", |(word, _)| word)
    }

    /// The value of a word.
    fn named(word: &str) -> Result<Self, Vec<Wrong>> {
        let at = position(word, &Self::words())?;
        Self::CHOICES.get(at).map(|(_, value)| *value).ok_or_else(Vec::new)
    }

    /// The values of some words, in order.
    fn all_named(value: &Value, wanted: &str) -> Result<Vec<Self>, Vec<Wrong>> {
        let found = positions(value, wanted, &Self::words())?.into_iter();
        Ok(found.filter_map(|at| Self::CHOICES.get(at)).map(|(_, value)| *value).gather())
    }

    /// The words.
    fn words() -> Vec<&'static str> {
        Self::CHOICES.iter().map(|(word, _)| *word).gather()
    }
}

/// The position of a word among those that there are.
fn position(word: &str, words: &[&str]) -> Result<usize, Vec<Wrong>> {
    let found = words.iter().position(|own| *own == word.trim());
    found.ok_or_else(|| vec![Wrong::word(word, words)])
}

/// The same for the words of a list.
fn positions(value: &Value, wanted: &str, known: &[&str]) -> Result<Vec<usize>, Vec<Wrong>> {
    all(words(value, wanted)?.iter().map(|word| position(word, known)))
}

impl Choose for DefaultPermission {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("Allow Subscription", DefaultPermission::Allow),
        ("Disallow Subscription", DefaultPermission::Disallow),
    ];
}
impl Choose for Distribution {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("Top Down", Distribution::TopDown), ("Circular", Distribution::Circular)];
}
impl Choose for Dialect {
    const CHOICES: &'static [(&'static str, Self)] =
        &[("RFC", Dialect::Rfc), ("Cisco", Dialect::Cisco)];
}
impl Choose for Button {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("Line", Button::Line),
        ("Speed Dial", Button::SpeedDial),
        ("Speed Dial BLF", Button::SpeedDialBlf),
    ];
}
impl Choose for Service {
    const CHOICES: &'static [(&'static str, Self)] = &Service::ALL;
}

/// One thing that a model can do.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Feature {
    Blf,
    CallLists,
    Mobility,
    International,
}
impl Choose for Feature {
    const CHOICES: &'static [(&'static str, Self)] = &[
        ("BLF/SpeedDials", Feature::Blf),
        ("call lists", Feature::CallLists),
        ("extension mobility", Feature::Mobility),
        ("internationalization", Feature::International),
    ];
}

/// The service parameter *Default Inter-Presence Group Subscription*.
pub(in super::super) struct DefaultGroupPermission;

impl Shape for DefaultGroupPermission {
    type Place = DefaultPermission;
    const KIND: ValueKind = ValueKind::Choice(&["Allow Subscription", "Disallow Subscription"]);
    fn read(_: &Cluster, place: &DefaultPermission) -> Value {
        Value::text(place.name())
    }
    fn write(_: &Cluster, place: &mut DefaultPermission, v: &Value) -> Result<(), Vec<Wrong>> {
        *place = DefaultPermission::named(word(v, "Allow or Disallow Subscription")?)?;
        Ok(())
    }
}

/// In which order a route group tries its trunks.
pub(in super::super) struct DistributionWord;

impl Shape for DistributionWord {
    type Place = Distribution;
    const KIND: ValueKind = ValueKind::Choice(&["Top Down", "Circular"]);
    fn read(_: &Cluster, place: &Distribution) -> Value {
        Value::text(place.name())
    }
    fn write(_: &Cluster, place: &mut Distribution, value: &Value) -> Result<(), Vec<Wrong>> {
        *place = Distribution::named(word(value, "Top Down or Circular")?)?;
        Ok(())
    }
}

/// How presence documents are written.
pub(in super::super) struct DialectWord;

impl Shape for DialectWord {
    type Place = Dialect;
    const KIND: ValueKind = ValueKind::Choice(&["RFC", "Cisco"]);
    fn read(_: &Cluster, place: &Dialect) -> Value {
        Value::text(place.name())
    }
    fn write(_: &Cluster, place: &mut Dialect, value: &Value) -> Result<(), Vec<Wrong>> {
        *place = Dialect::named(word(value, "RFC or Cisco")?)?;
        Ok(())
    }
}

/// What a trunk speaks. A trunk that becomes a SIP trunk begins as one that is added.
pub(in super::super) struct TrunkType;

impl Shape for TrunkType {
    type Place = TrunkKind;
    const KIND: ValueKind = ValueKind::Choice(&["SIP", "MGCP", "H.323"]);
    fn read(_: &Cluster, place: &TrunkKind) -> Value {
        Value::text(match place {
            TrunkKind::Sip(_) => "SIP",
            TrunkKind::Mgcp => "MGCP",
            TrunkKind::H323 => "H.323",
        })
    }
    fn write(_: &Cluster, place: &mut TrunkKind, value: &Value) -> Result<(), Vec<Wrong>> {
        let kind = match (word(value, "SIP, MGCP or H.323")?, &*place) {
            ("SIP", TrunkKind::Sip(_)) => return Ok(()),
            ("SIP", _) => TrunkKind::Sip(Box::default()),
            ("MGCP", _) => TrunkKind::Mgcp,
            ("H.323", _) => TrunkKind::H323,
            (other, _) => {
                return Err(vec![Wrong::word(other, &["SIP", "MGCP", "H.323"])]);
            }
        };
        *place = kind;
        Ok(())
    }
}

/// A phone type.
pub(in super::super) struct ModelWord;

impl Shape for ModelWord {
    type Place = Model;
    const KIND: ValueKind = ValueKind::Model { optional: false };
    fn read(_: &Cluster, place: &Model) -> Value {
        Value::Text(place.to_string())
    }
    fn write(_: &Cluster, place: &mut Model, value: &Value) -> Result<(), Vec<Wrong>> {
        let text = word(value, "a phone type")?;
        let wrong = || {
            let sentence = format!("`{}` is no phone type", text.escape_debug());
            let way_out = "give model and protocol, as in `7970 SIP` or `7961 SCCP`, or `H.323`";
            vec![Wrong::new(sentence, way_out)]
        };
        *place = Model::parse(text).ok_or_else(wrong)?;
        Ok(())
    }
}

/// A phone type or none.
pub(in super::super) struct AnyModel;

impl Shape for AnyModel {
    type Place = Option<Model>;
    const KIND: ValueKind = ValueKind::Model { optional: true };
    fn read(c: &Cluster, place: &Option<Model>) -> Value {
        place.as_ref().map_or(Value::None, |model| ModelWord::read(c, model))
    }
    fn write(c: &Cluster, place: &mut Option<Model>, value: &Value) -> Result<(), Vec<Wrong>> {
        if matches!(value, Value::None) || matches!(value, Value::Text(text) if is_none(text)) {
            *place = None;
            return Ok(());
        }
        let mut model = crate::cluster::setting::table::NO_MODEL;
        ModelWord::write(c, &mut model, value)?;
        *place = Some(model);
        Ok(())
    }
}

/// The buttons of a template.
pub(in super::super) struct Buttons;

impl Shape for Buttons {
    type Place = Vec<Button>;
    const KIND: ValueKind =
        ValueKind::Choices { words: &["Line", "Speed Dial", "Speed Dial BLF"], repeats: true };
    fn read(_: &Cluster, place: &Vec<Button>) -> Value {
        Value::list(place.iter().map(|button| button.name()))
    }
    fn write(_: &Cluster, place: &mut Vec<Button>, value: &Value) -> Result<(), Vec<Wrong>> {
        *place = Button::all_named(value, "a list of buttons")?;
        Ok(())
    }
}

/// The services on a server.
pub(in super::super) struct Services;

impl Shape for Services {
    type Place = SortedSet<Service>;
    const KIND: ValueKind = ValueKind::Choices {
        words: &["CallManager", "Extension Mobility", "TFTP"],
        repeats: false,
    };
    fn read(_: &Cluster, place: &SortedSet<Service>) -> Value {
        Value::list(place.iter().map(|service| service.name()))
    }
    fn write(_: &Cluster, place: &mut SortedSet<Service>, v: &Value) -> Result<(), Vec<Wrong>> {
        *place = Service::all_named(v, "a list of services")?.into_iter().collect();
        Ok(())
    }
}

/// What a model supports.
pub(in super::super) struct Supports;

impl Shape for Supports {
    type Place = ModelSupport;
    const KIND: ValueKind = ValueKind::Choices {
        words: &["BLF/SpeedDials", "call lists", "extension mobility", "internationalization"],
        repeats: false,
    };
    fn read(_: &Cluster, place: &ModelSupport) -> Value {
        let has = |feature: &Feature| match feature {
            Feature::Blf => place.blf_speed_dials,
            Feature::CallLists => place.call_lists,
            Feature::Mobility => place.extension_mobility,
            Feature::International => place.internationalization,
        };
        let all = Feature::CHOICES.iter().filter(|(_, feature)| has(feature));
        Value::list(all.map(|(word, _)| *word))
    }
    fn write(_: &Cluster, place: &mut ModelSupport, value: &Value) -> Result<(), Vec<Wrong>> {
        let features = Feature::all_named(value, "a list of features")?;
        *place = ModelSupport {
            blf_speed_dials: features.contains(&Feature::Blf),
            call_lists: features.contains(&Feature::CallLists),
            extension_mobility: features.contains(&Feature::Mobility),
            internationalization: features.contains(&Feature::International),
        };
        Ok(())
    }
}
