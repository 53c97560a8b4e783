//! What an explanation is asked about.

use lampfield_core::diagnostic::list_words;
use lampfield_core::id::PhoneId;
use lampfield_core::scenario::{
    Action, Asker, Expected, LampRef, Player, Scenario, Step, find_phone,
};
use lampfield_core::time::Instant;
use lampfield_core::trace::LampKey;
use lampfield_core::trace::words::lamp_name;

use super::lamp;
use super::view::Explained;
use crate::error::ExpectedError;

/// A question about a scenario.
pub(super) enum Subject {
    /// A lamp, at a time.
    Lamp(LampKey),
    /// What would come of it if a phone asked for a number.
    Request(PhoneId, String),
    /// The lamps that a step is about, at its time.
    Step(Instant, Vec<LampKey>),
}

impl Subject {
    /// Reads the words of the command line.
    ///
    /// # Errors
    /// They name nothing that the scenario has.
    pub(super) fn read(scenario: &Scenario, text: &str) -> Result<Self, ExpectedError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(nothing_asked(scenario));
        }
        if let Some(id) = text.strip_prefix("step:") {
            return step(scenario, id.trim());
        }
        if let Some((phone, number)) = text.split_once("->") {
            let phone = phone.trim();
            if let Some(id) = find_phone(&scenario.site, phone) {
                return Ok(Self::Request(id, number.trim().to_owned()));
            }
            return super::super::play::node(&scenario.site, phone)
                .and(Err(nothing_asked(scenario)));
        }
        scenario.lamp(text).map(Self::Lamp).map_err(|no| ExpectedError::BadQuestion {
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
            Self::Lamp(_) | Self::Request(..) => None,
        }
    }

    /// The explanations.
    pub(super) fn explain(&self, player: &Player) -> Vec<Explained> {
        match self {
            Self::Lamp(key) => vec![lamp::explain(player, key)],
            Self::Step(_, keys) => keys.iter().map(|key| lamp::explain(player, key)).collect(),
            Self::Request(phone, number) => lamp::request(player, *phone, number),
        }
    }
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
    let keys = lamps_of(step);
    if keys.is_empty() {
        return Err(ExpectedError::BadQuestion {
            text: format!("step `{id}` expects no lamp"),
            help: format!("ask for a lamp at its time: --at {} 'Phone A BLF 1'", step.at),
        });
    }
    Ok(Subject::Step(step.at, keys))
}

fn lamps_of(step: &Step) -> Vec<LampKey> {
    let Action::Expect(expectations) = &step.action else { return Vec::new() };
    let mut lamps: Vec<&LampRef> = Vec::new();
    for expectation in expectations {
        match &expectation.what {
            Expected::Lamp { key, .. }
            | Expected::NeverLamp { key, .. }
            | Expected::Decision { asker: Asker::Lamp(key), .. }
            | Expected::Answer { asker: Asker::Lamp(key), .. } => lamps.push(key),
            Expected::Waveform(wave) => lamps.extend(wave.rows.iter().map(|row| &row.key)),
            _ => {}
        }
    }
    // A lamp of a phone that an edit adds is asked for by its name.
    let known = |lamp: &LampRef| match lamp {
        LampRef::Known(key) => Some(key.clone()),
        LampRef::Later(_) => None,
    };
    let mut keys: Vec<LampKey> = lamps.into_iter().filter_map(known).collect();
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    keys
}

/// Nothing was asked: what could be.
fn nothing_asked(scenario: &Scenario) -> ExpectedError {
    let mut names: Vec<String> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for key in scenario.steps.iter().flat_map(lamps_of) {
        if seen.insert(key.clone()) {
            names.push(lamp_name(&scenario.site, &key));
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
