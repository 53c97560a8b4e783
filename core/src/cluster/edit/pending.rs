//! What is saved and does not act yet.

use super::Pending;
use super::devices::{Devices, Own, PhoneState, Taken, TrunkState};
use crate::cluster::setting::Item;
use crate::cluster::{
    Acts, Cluster, ConfigPath, DeviceProfile, Field, Noun, Object, Phone, ProfileKind, SipTrunk,
    Trunk, Value, WatchesAs, setting,
};
use crate::id::{CssId, GroupId, SecurityProfileId, TemplateId};

/// Everything that waits, phone by phone, then trunk by trunk.
pub(super) fn pending(saved: &Cluster, devices: &Devices) -> Vec<Pending> {
    let mut found = Vec::new();
    for (id, state) in &devices.phones {
        if let Some(phone) = saved.phones.look_up(*id) {
            of_phone(saved, phone, state, &mut found);
        }
    }
    for (id, state) in &devices.trunks {
        if let Some(trunk) = saved.trunks.look_up(*id)
            && let Some(sip) = trunk.sip()
        {
            of_trunk(saved, trunk, sip, state, &mut found);
        }
    }
    found
}

/// Gathers what one device has not taken.
struct Waiting<'a> {
    saved: &'a Cluster,
    device: Object,
    found: &'a mut Vec<Pending>,
}

impl Waiting<'_> {
    fn words(
        &mut self,
        object: &Object,
        field: Field,
        acts: Acts,
        (saved, active): (String, String),
    ) {
        if saved != active {
            let path = ConfigPath::new(object.clone(), field);
            self.found.push(Pending { device: self.device.clone(), path, saved, active, acts });
        }
    }

    fn watcher(&mut self, of: &Object, acts: Acts, saved: Own, active: Own) {
        let css = (self.css(saved.subscribe_css), self.css(active.subscribe_css));
        self.words(of, Field::SubscribeCss, acts, css);
        let group = (self.group(saved.presence_group), self.group(active.presence_group));
        self.words(of, Field::PresenceGroup, acts, group);
    }

    fn css(&self, id: Option<CssId>) -> String {
        let css = id.and_then(|id| self.saved.calling_search_spaces.look_up(id));
        css.map(|css| css.name.clone()).unwrap_or_default()
    }

    fn group(&self, id: GroupId) -> String {
        self.saved.presence_groups.look_up(id).map(|group| group.name.clone()).unwrap_or_default()
    }

    /// One setting of a phone, profile or template that is not in the cluster as such: in words.
    fn value(&self, noun: Noun, field: &Field, item: &Item) -> String {
        let Some(row) = setting(noun, field) else { return String::new() };
        let value = row.read_item(self.saved, item).unwrap_or(Value::None);
        value.words(row.kind)
    }
}

fn of_phone(saved: &Cluster, phone: &Phone, state: &PhoneState, found: &mut Vec<Pending>) {
    let device = Object::Phone(phone.name.clone());
    let mut waiting = Waiting { saved, device: device.clone(), found };
    let reset = state.as_reset(saved, phone);
    waiting.watcher(&device, Acts::AtReset, reset.own, state.own);
    let template = state.taken.as_ref().map_or(phone.template, |taken| taken.template);
    buttons(&mut waiting, template, state);
    match (&state.taken, &reset.taken) {
        (Some(active), Some(saved)) if active.profile == saved.profile => {
            taken(&mut waiting, saved, active);
        }
        (active, saved) => profile(&mut waiting, phone, saved.as_ref(), active.as_ref()),
    }
}

fn buttons(waiting: &mut Waiting<'_>, template: Option<TemplateId>, state: &PhoneState) {
    let template = template.and_then(|id| waiting.saved.button_templates.look_up(id));
    let (Some(template), Some(at_reset)) = (template, &state.buttons) else { return };
    let words = |buttons: &Vec<_>| {
        let template =
            crate::cluster::ButtonTemplate { buttons: buttons.clone(), ..template.clone() };
        let item = Item::ButtonTemplate(template);
        waiting.value(Noun::ButtonTemplate, &Field::Buttons, &item)
    };
    let both = (words(&template.buttons), words(at_reset));
    let object = Object::ButtonTemplate(template.name.clone());
    waiting.words(&object, Field::Buttons, Acts::AtReset, both);
}

/// Another profile waits: another log-out profile was chosen, or the user got another one.
fn profile(
    waiting: &mut Waiting<'_>,
    phone: &Phone,
    saved: Option<&Taken>,
    active: Option<&Taken>,
) {
    let name = |taken: Option<&Taken>| {
        let profile = taken.and_then(|t| waiting.saved.device_profiles.look_up(t.profile));
        profile.map(|profile| profile.name.clone()).unwrap_or_default()
    };
    let both = (name(saved), name(active));
    let user = active.and_then(|taken| taken.user);
    let (object, field) = match user.and_then(|user| waiting.saved.end_users.look_up(user)) {
        Some(user) if phone.extension_mobility => {
            (Object::EndUser(user.name.clone()), Field::DeviceProfiles)
        }
        _ if !phone.extension_mobility => {
            (Object::Phone(phone.name.clone()), Field::ExtensionMobility)
        }
        _ => (Object::Phone(phone.name.clone()), Field::LogoutProfile),
    };
    waiting.words(&object, field, Acts::AtLogInOrOut, both);
}

/// The settings of one profile and its user.
fn taken(waiting: &mut Waiting<'_>, saved: &Taken, active: &Taken) {
    let Some(profile) = waiting.saved.device_profiles.look_up(saved.profile).cloned() else {
        return;
    };
    let noun = match profile.kind {
        ProfileKind::User => Noun::UserDeviceProfile,
        ProfileKind::Autogenerated { .. } => Noun::AutogeneratedProfile,
    };
    let object = noun.object(&profile.name);
    let item = |taken: &Taken| {
        Item::Profile(DeviceProfile {
            css: taken.css,
            template: taken.template,
            lines: taken.lines.clone(),
            blf_speed_dials: taken.blf_speed_dials.clone(),
            ..profile.clone()
        })
    };
    let (now, then) = (item(saved), item(active));
    for field in [Field::Css, Field::Template, Field::Lines, Field::BlfSpeedDials] {
        let both = (waiting.value(noun, &field, &now), waiting.value(noun, &field, &then));
        waiting.words(&object, field, Acts::AtLogInOrOut, both);
    }
    watches_as(waiting, &object, saved, active);
}

/// Whose SUBSCRIBE CSS and group the phone has.
fn watches_as(waiting: &mut Waiting<'_>, profile: &Object, saved: &Taken, active: &Taken) {
    let name = |taken: &Taken| match taken.watches_as {
        WatchesAs::EndUser(id) => {
            waiting.saved.end_users.look_up(id).map(|user| user.name.clone()).unwrap_or_default()
        }
        _ => String::new(),
    };
    let (now, then) = (name(saved), name(active));
    if now != then {
        // The profile has another owner: the owner's settings wait as a whole.
        let owner = if now.is_empty() { &then } else { &now };
        let object = Object::EndUser(owner.clone());
        waiting.words(&object, Field::DeviceProfiles, Acts::AtLogInOrOut, (now, then));
        return;
    }
    let whose = if now.is_empty() { profile.clone() } else { Object::EndUser(now) };
    if let (Some(saved), Some(active)) = (saved.watcher, active.watcher) {
        waiting.watcher(&whose, Acts::AtLogInOrOut, saved, active);
    }
}

fn of_trunk(
    saved: &Cluster,
    trunk: &Trunk,
    sip: &SipTrunk,
    state: &TrunkState,
    found: &mut Vec<Pending>,
) {
    let device = Object::Trunk(trunk.name.clone());
    let mut waiting = Waiting { saved, device: device.clone(), found };
    let (subscribe_css, presence_group) = (sip.subscribe_css, sip.presence_group);
    let own = Own { subscribe_css, presence_group };
    waiting.watcher(&device, Acts::AtReset, own, state.own);
    let profile = |id: SecurityProfileId| saved.security_profiles.look_up(id);
    let name = |id| profile(id).map(|profile| profile.name.clone()).unwrap_or_default();
    let both = (name(sip.security_profile), name(state.security_profile));
    waiting.words(&device, Field::SecurityProfile, Acts::AtReset, both);
    if sip.security_profile != state.security_profile {
        return;
    }
    let Some(profile) = profile(state.security_profile) else { return };
    let object = Object::SecurityProfile(profile.name.clone());
    let word = |on: bool| if on { "yes".to_owned() } else { "no".to_owned() };
    let checked = [
        (Field::DigestAuthentication, profile.digest_authentication, state.checked.digest),
        (
            Field::ApplicationLevelAuthorization,
            profile.application_level_authorization,
            state.checked.application,
        ),
        (
            Field::AcceptPresenceSubscription,
            profile.accept_presence_subscription,
            state.checked.accept,
        ),
    ];
    for (field, now, then) in checked {
        waiting.words(&object, field, Acts::AtReset, (word(now), word(then)));
    }
}
