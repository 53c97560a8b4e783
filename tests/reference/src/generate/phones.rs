//! Templates and phones.

use super::{Dice, css, dial_plan, group};
use lampfield_core::cluster::{
    BlfSpeedDial, BlfTarget, Button, ButtonTemplate, Cluster, Destination, Model, Phone, Protocol,
};
use lampfield_core::id::DnId;

/// Models of each column of the status table.
const MODELS: [&str; 9] = [
    "7970 SIP",
    "7970 SIP",
    "7961 SCCP",
    "7961 SCCP",
    "7960 SIP",
    "7960 SCCP",
    "7940 SIP",
    "7912 SIP",
    "H.323",
];

pub(super) fn add_templates(dice: &mut Dice, c: &mut Cluster) {
    for n in 0..dice.size(1, 3) {
        let name = format!("Template {n}");
        let buttons = buttons(dice);
        c.button_templates.push(ButtonTemplate { name, model: None, buttons });
    }
}

/// The buttons of a template.
pub fn buttons(dice: &mut Dice) -> Vec<Button> {
    let kinds = [Button::Line, Button::SpeedDialBlf, Button::SpeedDialBlf, Button::SpeedDialBlf];
    (0..dice.size(2, 8)).filter_map(|_| dice.one(&kinds).copied()).collect()
}

pub(super) fn model(dice: &mut Dice) -> Model {
    let text = dice.one(&MODELS).copied().unwrap_or("H.323");
    Model::parse(text).unwrap_or(Model { number: String::new(), protocol: Protocol::H323 })
}

pub(super) fn lines(dice: &mut Dice, c: &Cluster) -> Vec<DnId> {
    let numbers: Vec<DnId> = c.directory_numbers.iter().map(|(id, _)| id).collect();
    dice.some(&numbers, 3)
}

/// BLF/SpeedDials; a SIP URI on SIP phones only (WATCH-4).
pub fn blf_speed_dials(dice: &mut Dice, c: &Cluster, model: &Model) -> Vec<BlfSpeedDial> {
    let may_be_uri = model.protocol == Protocol::Sip;
    let most = if model.supports_presence() { 3 } else { 0 };
    (0..dice.size(0, most))
        .map(|_| {
            let dn = dice.id(c.directory_numbers.len()).filter(|_| dice.percent(40));
            let target = match dn {
                Some(dn) => BlfTarget::DirectoryNumber(dn),
                None if may_be_uri && dice.percent(40) => {
                    BlfTarget::Destination(Destination::SipUri(super::questions::uri(dice)))
                }
                None => {
                    let number = dial_plan::number(dice).replace('+', "1");
                    BlfTarget::Destination(Destination::Number(number))
                }
            };
            BlfSpeedDial { target, label: String::new(), label_ascii: String::new() }
        })
        .collect()
}

/// Gives every phone a line and buttons that it can show, most of them for numbers of others.
pub(super) fn keep_busy(dice: &mut Dice, c: &mut Cluster) {
    let numbers: Vec<DnId> = c.directory_numbers.iter().map(|(id, _)| id).collect();
    let mut buttons = vec![Button::Line];
    buttons.resize(5, Button::SpeedDialBlf);
    let name = "Four BLF".to_owned();
    let template = c.button_templates.push(ButtonTemplate { name, model: None, buttons });
    let ids: Vec<_> = c.phones.iter().map(|(id, _)| id).collect();
    for id in ids {
        let more = dice.some(&numbers, 2);
        let own = dice.one(&numbers).copied();
        let Some(phone) = c.phones.get_mut(id) else { continue };
        phone.template = Some(template);
        if phone.lines.is_empty() {
            phone.lines.extend(own);
        }
        for dn in more {
            let target = BlfTarget::DirectoryNumber(dn);
            let (label, label_ascii) = (String::new(), String::new());
            phone.blf_speed_dials.push(BlfSpeedDial { target, label, label_ascii });
        }
    }
}

/// Phones, from so many to so many.
pub(super) fn add(dice: &mut Dice, c: &mut Cluster, (least, most): (usize, usize)) {
    for n in 0..dice.size(least, most) {
        let mut phone = Phone::new(&format!("Phone {n}"), model(dice));
        phone.css = css(dice, c);
        phone.subscribe_css = css(dice, c);
        phone.presence_group = group(dice, c);
        phone.template = dice.id(c.button_templates.len()).filter(|_| dice.percent(92));
        phone.lines = lines(dice, c);
        phone.blf_speed_dials = blf_speed_dials(dice, c, &phone.model);
        phone.extension_mobility = dice.percent(60);
        let fitting: Vec<_> = c
            .device_profiles
            .iter()
            .filter(|(_, profile)| profile.model == phone.model)
            .map(|(id, _)| id)
            .collect();
        if phone.extension_mobility && dice.percent(70) {
            phone.logout_profile = dice.some(&fitting, 1).first().copied();
        }
        c.phones.push(phone);
    }
}
