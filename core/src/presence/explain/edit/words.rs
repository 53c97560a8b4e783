//! Edits as advice.

use super::{Edit, outside};
use crate::cluster::{ConfigPath, Field, Object};
use crate::presence::explain::names::Names;
use crate::presence::explain::place::{css_path, phone, relationship};
use crate::presence::explain::{Remedy, owner};
use crate::presence::{Decision, Watcher};

impl Edit {
    /// The change as advice.
    pub(in crate::presence::explain) fn remedy(self, names: &Names<'_>, d: &Decision) -> Remedy {
        let (sentence, path) = match self {
            Edit::AddPartition(css, partition) => {
                let partition = names.partition(Some(partition));
                let css_name = names.css(css);
                let sentence = format!("add {partition} to the calling search space `{css_name}`");
                (sentence, css_path(names, css))
            }
            Edit::PartitionFirst(css, partition) => {
                let partition = names.partition(Some(partition));
                let css_name = names.css(css);
                let sentence =
                    format!("put {partition} first in the calling search space `{css_name}`");
                (sentence, css_path(names, css))
            }
            Edit::SubscribeCss(id, css) => {
                let owner = owner::of_css(names.0, Watcher::Phone(id));
                outside::give_css(names, owner, css)
            }
            Edit::Template(id, template) => {
                let template = names.template(template);
                let (whose, path) = match owner::shown(names.0.phones.look_up(id)) {
                    Some(profile) => (
                        format!("the profile `{}`", names.profile(profile)),
                        owner::profile(names, profile, Field::Template),
                    ),
                    None => (names.phone(id).to_owned(), phone(names, id, Field::Template)),
                };
                (format!("give {whose} the phone button template `{template}`"), path)
            }
            Edit::AddBlfButtons(template, count) => {
                let template = names.template(template).to_owned();
                let buttons = match count {
                    1 => "a Speed Dial BLF button".to_owned(),
                    n => format!("{n} Speed Dial BLF buttons"),
                };
                let sentence = format!("add {buttons} to the phone button template `{template}`");
                (sentence, ConfigPath::new(Object::ButtonTemplate(template), Field::Buttons))
            }
            Edit::EnableCallLists => (
                "set BLF for Call Lists to Enabled".to_owned(),
                ConfigPath::new(Object::EnterpriseParameters, Field::BlfForCallLists),
            ),
            Edit::Allow(..)
            | Edit::AllowByDefault
            | Edit::NumberGroup(..)
            | Edit::PhoneGroup(..) => self.group_remedy(names),
            outside => outside::remedy(outside, names, d),
        };
        Remedy { sentence, path, settings: Vec::new() }
    }

    fn group_remedy(self, names: &Names<'_>) -> (String, ConfigPath) {
        match self {
            Edit::Allow(from, to) => (
                format!(
                    "set `{}` to `{}` to Allow Subscription",
                    names.group(from),
                    names.group(to)
                ),
                relationship(names, from, to),
            ),
            Edit::NumberGroup(dn, group) => {
                let (dn, group) = (names.dn(dn).to_owned(), names.group(group));
                let sentence = format!("move {dn} to the presence group `{group}`");
                (sentence, ConfigPath::new(Object::DirectoryNumber(dn), Field::PresenceGroup))
            }
            Edit::PhoneGroup(id, group) => {
                let owner = owner::of_css(names.0, Watcher::Phone(id));
                outside::give_group(names, owner, group)
            }
            _ => (
                "set Default Inter-Presence Group Subscription to Allow Subscription".to_owned(),
                ConfigPath::new(
                    Object::ServiceParameters,
                    Field::DefaultInterPresenceGroupSubscription,
                ),
            ),
        }
    }
}
