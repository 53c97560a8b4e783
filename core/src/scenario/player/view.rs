//! What pages of the administration and screens of phones show.

use super::Player;
use crate::cluster::{
    BlfSpeedDial, BlfTarget, Button, Cluster, Destination, Field, Noun, Object, Permission, Phone,
    Value, permission_word, setting,
};
use crate::gather::Gather;
use crate::id::ClusterId;
use crate::scenario::model::View;

impl Player {
    /// What a view shows now, line by line.
    ///
    /// # Errors
    /// What is not there now.
    pub fn view(&self, cluster: ClusterId, view: &View) -> Result<Vec<String>, String> {
        let configuration = self.configuration(cluster);
        let configuration = configuration.ok_or_else(|| "there is no such cluster".to_owned())?;
        let (saved, active) = (configuration.saved(), configuration.active());
        let object = view.object();
        let found = match view {
            View::RelationshipPane(group) => pane(saved, group),
            View::UnassignedItems(_) => unassigned(saved, &object),
            View::Labels(phone) => labels(active, phone),
            View::Setting(_, field) => shown(saved, &object, field),
        };
        let name = object.name().unwrap_or_else(|| object.table()).to_owned();
        found.ok_or_else(|| format!("there is no {} `{name}` now", Noun::of(&object).word()))
    }
}

/// The permissions that are not the system default, in the order of their groups (GROUP-5).
fn pane(c: &Cluster, group: &str) -> Option<Vec<String>> {
    let group = c.presence_groups.get(c.presence_groups.id_of(group)?)?;
    let shown = |(id, permission): (&_, &Permission)| {
        let other = c.presence_groups.get(*id)?;
        let own = *permission != Permission::UseSystemDefault;
        own.then(|| format!("{}: {}", other.name, permission_word(*permission)))
    };
    Some(group.relationships.iter().filter_map(shown).gather())
}

/// The BLF/SpeedDials past the buttons of the template (ADMIN-3).
fn unassigned(c: &Cluster, object: &Object) -> Option<Vec<String>> {
    let (template, blfs) = match object {
        Object::Phone(name) => {
            let phone = c.phones.get(c.phones.id_of(name)?)?;
            (phone.template, &phone.blf_speed_dials)
        }
        _ => {
            let profile = c.device_profiles.get(c.device_profiles.id_of(object.name()?)?)?;
            (profile.template, &profile.blf_speed_dials)
        }
    };
    let buttons = template.and_then(|id| c.button_templates.get(id));
    let buttons = buttons.map_or(0, |template| template.blf_button_count());
    Some(blfs.iter().skip(buttons).map(|blf| called(c, blf)).gather())
}

/// The label of a BLF/SpeedDial, or its target where it has none.
fn called(c: &Cluster, blf: &BlfSpeedDial) -> String {
    if !blf.label.is_empty() {
        return blf.label.clone();
    }
    match &blf.target {
        BlfTarget::DirectoryNumber(dn) => {
            c.directory_numbers.get(*dn).map_or_else(String::new, |dn| dn.name.clone())
        }
        BlfTarget::Destination(Destination::Number(text) | Destination::SipUri(text)) => {
            text.clone()
        }
    }
}

/// What a phone writes beside those BLF/SpeedDials for which it has buttons (ADMIN-8).
fn labels(active: &Cluster, phone: &str) -> Option<Vec<String>> {
    let phone: &Phone = active.phones.get(active.phones.id_of(phone)?)?;
    let template = phone.template.and_then(|id| active.button_templates.get(id));
    let own = template.map_or(&[][..], |template| &template.buttons);
    let buttons = phone.acting.template_at_reset.as_deref().unwrap_or(own);
    let count = buttons.iter().filter(|button| **button == Button::SpeedDialBlf).count();
    let any_text = active.support_of(&phone.model).internationalization;
    let label = |blf: &BlfSpeedDial| match any_text || blf.label_ascii.is_empty() {
        true => called(active, blf),
        false => blf.label_ascii.clone(),
    };
    Some(phone.blf_speed_dials.iter().take(count).map(label).gather())
}

/// A setting in words, item by item.
fn shown(c: &Cluster, object: &Object, field: &Field) -> Option<Vec<String>> {
    let setting = setting(Noun::of(object), field)?;
    let value = setting.read(c, object)?;
    let words = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
    Some(match (value, field) {
        (Value::BlfSpeedDials(all), Field::BlfDirectoryNumber(at)) => {
            words(all.get(*at)?.directory_number.as_deref().unwrap_or_default())
        }
        (Value::BlfSpeedDials(all), Field::BlfDestination(at)) => {
            words(all.get(*at)?.destination.as_deref().unwrap_or_default())
        }
        (Value::BlfSpeedDials(all), Field::BlfLabel(at)) => words(&all.get(*at)?.label),
        (Value::BlfSpeedDials(all), Field::BlfLabelAscii(at)) => words(&all.get(*at)?.label_ascii),
        (Value::List(all), _) => all,
        (Value::Relationships(all), _) => all
            .iter()
            .map(|(group, permission)| format!("{group}: {}", permission_word(*permission)))
            .gather(),
        (value, _) => words(&value.words(setting.kind)),
    })
}
