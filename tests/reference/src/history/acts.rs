//! What an administrator and the users of a cluster do, at random.

use crate::generate::{self, Dice};
use crate::settings::Save;
use lampfield_core::cluster::{Cluster, DefaultPermission, Permission};
use lampfield_core::id::{EndUserId, GroupId, Id, PhoneId, TrunkId};

/// One act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Something is saved.
    Save(Save),
    /// A phone is Reset.
    ResetPhone(PhoneId),
    /// A trunk is Reset.
    ResetTrunk(TrunkId),
    /// A user logs in.
    LogIn(PhoneId, EndUserId),
    /// Whoever is logged in logs out.
    LogOut(PhoneId),
}

/// The next act; `None` where the drawn kind of object is not there.
pub(super) fn act(dice: &mut Dice, c: &Cluster) -> Option<Act> {
    let phone = |dice: &mut Dice| dice.id::<PhoneId>(c.phones.len());
    Some(match dice.below(20) {
        0 | 1 => Act::ResetPhone(phone(dice)?),
        2 => Act::ResetTrunk(sip_trunk(dice, c)?),
        3..=5 => Act::LogIn(phone(dice)?, dice.id(c.end_users.len())?),
        6 => Act::LogOut(phone(dice)?),
        7..=12 => Act::Save(of_device(dice, c)?),
        _ => Act::Save(of_others(dice, c)?),
    })
}

fn sip_trunk(dice: &mut Dice, c: &Cluster) -> Option<TrunkId> {
    let id = dice.id::<TrunkId>(c.trunks.len())?;
    c.trunks.get(id)?.sip().map(|_| id)
}

fn of_device(dice: &mut Dice, c: &Cluster) -> Option<Save> {
    let (group, css) = (generate::group(dice, c), generate::css(dice, c));
    let id = dice.id::<PhoneId>(c.phones.len())?;
    Some(match dice.below(7) {
        0 => Save::PhoneGroup(id, group),
        1 => Save::PhoneCss(id, css),
        2 => {
            let model = &c.phones.get(id)?.model;
            Save::PhoneButtons(id, generate::blf_speed_dials(dice, c, model))
        }
        3 if c.phones.get(id)?.template.is_none() => {
            Save::FirstTemplate(id, dice.id(c.button_templates.len())?)
        }
        3 | 4 => Save::TrunkGroup(sip_trunk(dice, c)?, group),
        5 => Save::TrunkCss(sip_trunk(dice, c)?, css),
        _ => Save::TrunkProfile(sip_trunk(dice, c)?, dice.id(c.security_profiles.len())?),
    })
}

fn of_others(dice: &mut Dice, c: &Cluster) -> Option<Save> {
    let (group, css) = (generate::group(dice, c), generate::css(dice, c));
    Some(match dice.below(11) {
        0 => Save::Template(dice.id(c.button_templates.len())?, generate::buttons(dice)),
        1 => {
            let digest = dice.percent(60);
            let ticks = [dice.percent(70), digest, digest && dice.percent(50)];
            Save::Profile(dice.id(c.security_profiles.len())?, ticks)
        }
        2 => {
            let to = GroupId::from_index(dice.size(0, c.presence_groups.len() - 1));
            let all = [
                Permission::UseSystemDefault,
                Permission::AllowSubscription,
                Permission::DisallowSubscription,
            ];
            let permission = dice.one(&all).copied()?;
            return (group != to).then_some(Save::Permission(group, to, permission));
        }
        3 if dice.percent(50) => Save::Default(DefaultPermission::Allow),
        3 => Save::Default(DefaultPermission::Disallow),
        4 => Save::CallLists(dice.percent(50)),
        5 => Save::DnGroup(dice.id(c.directory_numbers.len())?, group),
        6 => {
            let id = dice.id(c.application_users.len())?;
            Save::Application(id, dice.percent(50), dice.percent(60).then_some(group))
        }
        7 => Save::UserGroup(dice.id(c.end_users.len())?, group),
        8 => Save::UserCss(dice.id(c.end_users.len())?, css),
        9 => {
            let id = dice.id(c.device_profiles.len())?;
            let model = &c.device_profiles.get(id)?.model;
            Save::ProfileButtons(id, generate::blf_speed_dials(dice, c, model))
        }
        _ => {
            let id = dice.id(c.device_profiles.len())?;
            let own = c.device_profiles.get(id)?;
            let is_user = own.kind == lampfield_core::cluster::ProfileKind::User;
            return (!is_user).then_some(Save::ProfileGroup(id, group));
        }
    })
}
