//! Histories: saves, Resets, log-ins and log-outs at random, each given to the engine's
//! configuration and to the model; what acts must be the same after each.

mod acts;
mod edits;

use crate::generate::{self, Dice};
use crate::settings::{InForce, OnPhone};
use acts::Act;
use lampfield_core::cluster::{Cluster, Configuration, Object, Phone};
use lampfield_core::id::{PhoneId, TrunkId};
use std::fmt;

/// How many acts a history has.
const ACTS: usize = 40;

/// What was done in histories, and what differed.
#[derive(Clone, Debug, Default)]
pub struct Histories {
    /// Acts that both took.
    pub acts: u64,
    /// Log-ins and log-outs that both refused.
    pub refused: u64,
    /// Comparisons in which something that is saved did not act yet.
    pub waiting: u64,
    /// The first differences, in words.
    pub differences: Vec<String>,
}

impl fmt::Display for Histories {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.differences.iter().try_for_each(|told| writeln!(f, "{told}"))?;
        let Histories { acts, refused, waiting, .. } = self;
        writeln!(
            f,
            "{acts} saves, Resets, log-ins and log-outs, {refused} refused; after {waiting} of them \
             something waited for a Reset, log-in or log-out"
        )
    }
}

/// Lives so many histories of a seed.
pub fn compare(seed: u64, histories: u64) -> Histories {
    let mut all = Histories::default();
    for number in 0..histories {
        history(seed, number, &mut all);
        if all.differences.len() > 4 {
            break;
        }
    }
    all
}

fn history(seed: u64, number: u64, all: &mut Histories) {
    let mut dice = Dice::of(seed, 2_000_000 + number);
    let saved = generate::saved_cluster(&mut dice);
    let mut engine = Configuration::new(saved.clone());
    let mut model = InForce::new(saved);
    let mut told = Vec::new();
    for _ in 0..ACTS {
        let Some(act) = acts::act(&mut dice, &model.saved) else { continue };
        told.push(format!("{act:?}"));
        let (by_engine, by_model) = (with_engine(&mut engine, &act), with_model(&mut model, &act));
        let differs = match (&by_engine, by_model) {
            (Ok(()), true) => difference(&engine, &model),
            (Err(_), false) => None,
            (Ok(()), false) => Some("the engine takes what the model refuses".to_owned()),
            (Err(why), true) => Some(format!("the engine refuses what the model takes: {why}")),
        };
        all.acts += u64::from(by_model);
        all.refused += u64::from(!by_model);
        all.waiting += u64::from(!engine.pending().is_empty());
        if let Some(what) = differs {
            let story = told.join("\n    ");
            all.differences.push(format!("history {number}: {what}\n  after\n    {story}"));
            return;
        }
    }
}

fn with_engine(engine: &mut Configuration, act: &Act) -> Result<(), String> {
    let saved = engine.saved();
    let phone = |id: &PhoneId| saved.phones.get(*id).map_or(String::new(), |one| one.name.clone());
    let trunk = |id: &TrunkId| saved.trunks.get(*id).map_or(String::new(), |one| one.name.clone());
    let result = match act {
        Act::Save(save) => {
            let edit = edits::edit(saved, save);
            engine.apply(&edit)
        }
        Act::ResetPhone(id) => {
            let object = Object::Phone(phone(id));
            engine.reset(&[object])
        }
        Act::ResetTrunk(id) => {
            let object = Object::Trunk(trunk(id));
            engine.reset(&[object])
        }
        Act::LogIn(phone, user) => engine.log_in(*phone, *user),
        Act::LogOut(phone) => engine.log_out(*phone),
    };
    result.map(drop).map_err(|refusal| format!("{}: {}", refusal.rule, refusal.sentence))
}

fn with_model(model: &mut InForce, act: &Act) -> bool {
    match act {
        Act::Save(save) => model.save(save),
        Act::ResetPhone(id) => model.reset_phone(*id),
        Act::ResetTrunk(id) => model.reset_trunk(*id),
        Act::LogIn(phone, user) => return model.change_user(*phone, Some(*user)),
        Act::LogOut(phone) => return model.change_user(*phone, None),
    }
    true
}

/// The first thing that acts otherwise in the engine.
fn difference(engine: &Configuration, model: &InForce) -> Option<String> {
    let (active, saved) = (engine.active(), &model.saved);
    let phones = active.phones.iter().find_map(|(id, phone)| {
        let expected = model.on_phone(id)?;
        let said = on_phone(active, phone, &expected);
        (said != expected).then(|| format!("{}: {said:?}, not {expected:?}", phone.name))
    });
    let trunks = active.trunks.iter().find_map(|(id, trunk)| {
        let sip = trunk.sip()?;
        let (expected, profile) = model.on_trunk(id)?;
        let ticks = active.profile_in_force(sip)?;
        let said = (sip.subscribe_css, sip.presence_group, ticks);
        let expected = (expected.subscribe_css, expected.presence_group, profile);
        (said != expected).then(|| format!("{}: {said:?}, not {expected:?}", trunk.name))
    });
    let at_once = |what: &str, same: bool| (!same).then(|| format!("{what} does not act at once"));
    phones
        .or(trunks)
        .or_else(|| at_once("a parameter", active.parameters == saved.parameters))
        .or_else(|| {
            let same = active.presence_groups.iter().eq(saved.presence_groups.iter());
            at_once("a permission", same)
        })
        .or_else(|| {
            let same = active.directory_numbers.iter().eq(saved.directory_numbers.iter());
            at_once("the group of a directory number", same)
        })
        .or_else(|| {
            let same = active.application_users.iter().eq(saved.application_users.iter());
            at_once("an application user", same)
        })
}

fn on_phone(active: &Cluster, phone: &Phone, expected: &OnPhone) -> OnPhone {
    let own = phone.template.and_then(|id| active.button_templates.get(id));
    let own = own.map(|template| template.buttons.clone()).unwrap_or_default();
    let template = phone.acting.template_at_reset.clone().unwrap_or(own);
    OnPhone {
        watcher: (phone.subscribe_css, phone.presence_group),
        buttons: phone.blf_speed_dials.clone(),
        buttons_of: phone.acting.buttons_of,
        user: phone.acting.user,
        // Of a profile's template the rules do not say when its own buttons change.
        template: expected.template.as_ref().map(|_| template),
    }
}
