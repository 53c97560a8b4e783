//! What an explanation is asked about.

use lampfield_core::diagnostic::list_words;
use lampfield_core::id::{ClusterId, PhoneId, TrunkId};
use lampfield_core::scenario::{
    Action, Asker, Expected, LampRef, Player, Scenario, Step, find_lamp, find_phone,
};
use lampfield_core::site::Site;
use lampfield_core::time::Instant;
use lampfield_core::trace::LampKey;
use lampfield_core::trace::words::lamp_name;

use super::view::Explained;
use super::{lamp, request};
use crate::error::ExpectedError;

/// A question about a scenario.
pub(super) enum Subject {
    /// A lamp, at a time.
    Lamp(LampKey),
    /// What would come of it if a phone asked for a number.
    Request(PhoneId, String),
    /// What came, or would come, of a request that comes in over a trunk.
    OverTrunk(ClusterId, TrunkId, String),
    /// The lamps that a step is about, at its time.
    Step(Instant, Vec<LampRef>),
}

impl Subject {
    /// Reads the words of the command line.
    ///
    /// # Errors
    /// They name nothing that the scenario has.
    pub(super) fn read(scenario: &Scenario, text: &str) -> Result<Self, ExpectedError> {
        let site = &scenario.site;
        let text = text.trim();
        if text.is_empty() {
            return Err(nothing_asked(scenario));
        }
        if let Some(id) = text.strip_prefix("step:") {
            return step(scenario, id.trim());
        }
        if let Some((asker, number)) = text.split_once("->") {
            let (asker, number) = (asker.trim(), number.trim().to_owned());
            if let Some(phone) = find_phone(site, asker) {
                return Ok(Self::Request(phone, number));
            }
            if let Some((cluster, trunk)) = trunk(site, asker) {
                return Ok(Self::OverTrunk(cluster, trunk, number));
            }
            return super::super::play::node(site, asker).and(Err(nothing_asked(scenario)));
        }
        find_lamp(site, text).map(Self::Lamp).map_err(|no| ExpectedError::BadQuestion {
            help: match &no.near {
                Some(near) => format!("did you mean `{near}`?"),
                None => no.help.clone(),
            },
            text: no.message,
        })
    }

    /// The time that the subject itself names.
    pub(super) const fn at(&self) -> Option<Instant> {
        match self {
            Self::Step(at, _) => Some(*at),
            Self::Lamp(_) | Self::Request(..) | Self::OverTrunk(..) => None,
        }
    }

    /// The explanations.
    pub(super) fn explain(&self, player: &Player) -> Vec<Explained> {
        match self {
            Self::Lamp(key) => vec![lamp::explain(player, key)],
            Self::Step(_, lamps) => {
                let keys = lamps.iter().filter_map(|lamp| player.lamp_key(lamp).ok());
                keys.map(|key| lamp::explain(player, &key)).collect()
            }
            Self::Request(phone, number) => request::of_phone(player, *phone, number),
            Self::OverTrunk(cluster, trunk, number) => {
                request::over_trunk(player, *cluster, *trunk, number)
            }
        }
    }
}

/// A trunk by its name, or by its cluster and name: `East/Trunk C`.
fn trunk(site: &Site, name: &str) -> Option<(ClusterId, TrunkId)> {
    site.clusters().find_map(|(id, cluster)| {
        let own = name.strip_prefix(cluster.name.as_str()).and_then(|own| own.strip_prefix('/'));
        let trunk = cluster.trunks.id_of(own.unwrap_or(name))?;
        Some((id, trunk))
    })
}

fn step(scenario: &Scenario, id: &str) -> Result<Subject, ExpectedError> {
    let named = |step: &&Step| step.id.as_deref() == Some(id);
    let Some(step) = scenario.steps.iter().find(named) else {
        let ids = scenario.steps.iter().filter_map(|step| step.id.as_deref());
        let help = match list_words(ids) {
            list if list.is_empty() => "no step of this scenario has an `id`".to_owned(),
            list => format!("there is {list}"),
        };
        return Err(ExpectedError::BadQuestion { text: format!("there is no step `{id}`"), help });
    };
    let lamps = lamps_of(step);
    if lamps.is_empty() {
        return Err(ExpectedError::BadQuestion {
            text: format!("step `{id}` expects no lamp"),
            help: format!("ask for a lamp at its time: --at {} 'Phone A BLF 1'", step.at),
        });
    }
    Ok(Subject::Step(step.at, lamps))
}

fn lamps_of(step: &Step) -> Vec<LampRef> {
    let Action::Expect(expectations) = &step.action else { return Vec::new() };
    let mut lamps: Vec<LampRef> = Vec::new();
    for expectation in expectations {
        match &expectation.what {
            Expected::Lamp { key, .. }
            | Expected::NeverLamp { key, .. }
            | Expected::Decision { asker: Asker::Lamp(key), .. }
            | Expected::Answer { asker: Asker::Lamp(key), .. } => lamps.push(key.clone()),
            Expected::Waveform(wave) => lamps.extend(wave.rows.iter().map(|row| row.key.clone())),
            _ => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    lamps.retain(|lamp| seen.insert(lamp.clone()));
    lamps
}

/// Nothing was asked: what could be.
fn nothing_asked(scenario: &Scenario) -> ExpectedError {
    let mut names: Vec<String> = Vec::new();
    for lamp in scenario.steps.iter().flat_map(lamps_of) {
        let name = match &lamp {
            LampRef::Known(key) => lamp_name(&scenario.site, key),
            LampRef::Later(name) => name.to_string(),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let list = list_words(names.iter().map(String::as_str));
    ExpectedError::BadQuestion {
        text: "what is to be explained?".to_owned(),
        help: match list {
            list if list.is_empty() => "name a lamp: 'Phone A BLF 1'".to_owned(),
            list => format!("this scenario is about {list}"),
        },
    }
}
