//! What lamps must show, in the words of the reference model.

use super::ledger::Ledger;
use super::life::Life;
use lampfield_core::id::DnId;
use lampfield_core::presence::{Outcome, PublishedStatus};
use lampfield_core::rules::RuleId;
use lampfield_core::trace::{Lamp, LampKey, LampPlace};
use lampfield_reference::ask::expected;
use lampfield_reference::question::{Asked, Expected, Found, How, Who};
use lampfield_reference::routing::DialPlan;
use lampfield_reference::status;
use std::collections::BTreeMap;

/// The lamps that are there.
fn lamps(life: &Life) -> impl Iterator<Item = (&LampKey, Lamp)> {
    life.world.trace().kept().lamps().map(|(key, shown)| (key, shown.lamp))
}

/// How many lamps show a status.
pub(super) fn lit(life: &Life) -> usize {
    lamps(life).filter(|(_, lamp)| matches!(lamp, Lamp::Idle | Lamp::Busy)).count()
}

/// Lamps that show what they must not.
pub(super) fn lies(life: &Life) -> Vec<String> {
    let plan = DialPlan::of(&life.cluster);
    let lie = |(key, shown): (&LampKey, Lamp)| {
        let answers = answers(life, &plan, key);
        let true_ones: Vec<Lamp> = answers.iter().map(|one| must_show(life, key, one)).collect();
        let wrong = !true_ones.is_empty() && !true_ones.contains(&shown);
        wrong.then(|| format!("{key:?} shows {shown:?}, and must show {true_ones:?}"))
    };
    lamps(life).filter_map(lie).collect()
}

/// SIP phones whose live subscriptions are not one for each lamp that may see its presentity.
pub(super) fn live_subscriptions(life: &Life, ledger: &Ledger) -> Vec<String> {
    let plan = DialPlan::of(&life.cluster);
    let mut wanted = BTreeMap::new();
    for (key, _) in lamps(life) {
        let answers = answers(life, &plan, key);
        let here = |one: &Expected| {
            one.outcome == Outcome::Allowed && matches!(one.found, Some(Found::DirectoryNumber(_)))
        };
        *wanted.entry(key.phone).or_insert(0) += usize::from(answers.iter().any(here));
    }
    let mut live = BTreeMap::new();
    for one in ledger.subscriptions() {
        *live.entry(one.phone).or_insert(0) += usize::from(!one.over);
    }
    let both = wanted.keys().chain(live.keys()).copied().collect::<std::collections::BTreeSet<_>>();
    let count = |of: &BTreeMap<_, usize>, phone| of.get(phone).copied().unwrap_or(0);
    both.iter()
        .filter(|phone| count(&wanted, phone) != count(&live, phone))
        .map(|phone| {
            format!("{phone:?}: {} live for {} lamps", count(&live, phone), count(&wanted, phone))
        })
        .collect()
}

/// What the model says to the request behind a lamp; nothing where the phone asks for none, because
/// it has no button for it or cannot watch.
fn answers(life: &Life, plan: &DialPlan, key: &LampKey) -> Vec<Expected> {
    let Some((how, target)) = request(life, key) else { return Vec::new() };
    let asked = Asked { who: Who::Phone(key.phone), how, target, line: None };
    let all = expected(&life.cluster, plan, &asked);
    let silent = |one: &Expected| {
        one.rules.iter().any(|rule| matches!(rule, RuleId::Admin3 | RuleId::Watch13))
    };
    if all.iter().any(silent) { Vec::new() } else { all }
}

fn request(life: &Life, key: &LampKey) -> Option<(How, String)> {
    use lampfield_core::cluster::{BlfTarget, Destination};
    match &key.place {
        LampPlace::Blf(button) => {
            let phone = life.cluster.phones.get(key.phone)?;
            let blf = phone.blf_speed_dials.get(usize::from(*button).checked_sub(1)?)?;
            let (named, target) = match &blf.target {
                BlfTarget::DirectoryNumber(dn) => {
                    (Some(*dn), life.cluster.directory_numbers.get(*dn)?.number.clone())
                }
                BlfTarget::Destination(Destination::Number(number)) => (None, number.clone()),
                BlfTarget::Destination(Destination::SipUri(uri)) => (None, uri.clone()),
            };
            Some((How::Blf { button: *button, named }, target))
        }
        LampPlace::Entry(list, number) => Some((How::List(*list), number.to_string())),
        LampPlace::Directory(number) => Some((How::Directory, number.to_string())),
        LampPlace::Watch(_) => None,
    }
}

fn must_show(life: &Life, key: &LampKey, answer: &Expected) -> Lamp {
    match (answer.outcome, answer.found, &key.place) {
        (Outcome::Allowed, Some(Found::DirectoryNumber(dn)), _) => match status_of(life, dn) {
            PublishedStatus::Idle => Lamp::Idle,
            PublishedStatus::Busy => Lamp::Busy,
            _ => Lamp::Unknown,
        },
        (_, _, LampPlace::Entry(..) | LampPlace::Directory(_)) => Lamp::NoIcon,
        (_, _, LampPlace::Blf(_) | LampPlace::Watch(_)) => Lamp::Unknown,
    }
}

/// The status table on what the devices themselves do.
fn status_of(life: &Life, dn: DnId) -> PublishedStatus {
    let with_line = life.cluster.phones.iter().filter(|(_, phone)| phone.lines.contains(&dn));
    let each: Vec<PublishedStatus> = with_line
        .map(|(id, phone)| status::of_device(&phone.model, life.world.line(id, dn)))
        .collect();
    status::of_line(&each)
}
