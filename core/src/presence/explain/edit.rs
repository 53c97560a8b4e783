//! Single changes of a cluster, as an administrator would make them.

use super::Remedy;
use super::change::Change;
use super::names::Names;
use super::place::{css_path, phone, relationship};
use crate::cluster::{
    Button, Cluster, ConfigPath, DefaultPermission, Field, Object, Parameters, Permission, Phone,
};
use crate::id::{CssId, DnId, GroupId, PartitionId, PhoneId, TemplateId};

/// One change. The order decides between changes that touch equally much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Edit {
    /// Appends a partition to a calling search space.
    AddPartition(CssId, PartitionId),
    /// Puts a partition first.
    PartitionFirst(CssId, PartitionId),
    /// Gives a phone another SUBSCRIBE CSS.
    SubscribeCss(PhoneId, CssId),
    /// Sets *Allow Subscription* from one group to another.
    Allow(GroupId, GroupId),
    /// Sets the default to *Allow Subscription*.
    AllowByDefault,
    /// Moves a directory number to a group.
    NumberGroup(DnId, GroupId),
    /// Moves a phone to a group.
    PhoneGroup(PhoneId, GroupId),
    /// Enables *BLF for Call Lists*.
    EnableCallLists,
    /// Gives a phone another template.
    Template(PhoneId, TemplateId),
    /// Adds so many *Speed Dial BLF* buttons to a template.
    AddBlfButtons(TemplateId, usize),
}

impl Edit {
    /// What it changes, as new values.
    pub(super) fn change(self, c: &Cluster) -> Change {
        let partitions = |css| {
            c.calling_search_spaces.get(css).map(|css| css.partitions.clone()).unwrap_or_default()
        };
        match self {
            Edit::AddPartition(css, partition) => {
                let mut partitions = partitions(css);
                partitions.push(partition);
                Change::Partitions(css, partitions)
            }
            Edit::PartitionFirst(css, partition) => {
                let mut partitions = partitions(css);
                partitions.retain(|p| *p != partition);
                partitions.insert(0, partition);
                Change::Partitions(css, partitions)
            }
            Edit::SubscribeCss(phone, css) => Change::SubscribeCss(phone, Some(css)),
            Edit::Allow(from, to) => {
                let group = c.presence_groups.get(from);
                let mut relationships = group.map(|g| g.relationships.clone()).unwrap_or_default();
                relationships.insert(to, Permission::AllowSubscription);
                Change::Relationships(from, relationships)
            }
            Edit::AllowByDefault => {
                let default_inter_presence_group = DefaultPermission::Allow;
                Change::Parameters(Parameters { default_inter_presence_group, ..c.parameters })
            }
            Edit::EnableCallLists => {
                Change::Parameters(Parameters { blf_for_call_lists: true, ..c.parameters })
            }
            Edit::NumberGroup(dn, group) => Change::NumberGroup(dn, group),
            Edit::PhoneGroup(phone, group) => Change::PhoneGroup(phone, group),
            Edit::Template(phone, template) => Change::Template(phone, Some(template)),
            Edit::AddBlfButtons(id, count) => {
                let template = c.button_templates.get(id);
                let mut buttons = template.map(|t| t.buttons.clone()).unwrap_or_default();
                buttons.resize(buttons.len() + count, Button::SpeedDialBlf);
                Change::Buttons(id, buttons)
            }
        }
    }

    /// How many pairs of watcher and presentity the change can touch: the smaller, the better the
    /// advice.
    pub(super) fn reach(self, c: &Cluster) -> usize {
        let (phones, numbers) = (c.phones.len(), c.directory_numbers.len());
        let phones_in = |g| c.phones.iter().filter(|(_, p)| p.presence_group == g).count();
        let numbers_in =
            |g| c.directory_numbers.iter().filter(|(_, d)| d.presence_group == g).count();
        match self {
            Edit::AddPartition(css, partition) | Edit::PartitionFirst(css, partition) => {
                // A calling search space serves calls too (CSS-4).
                let css = Some(css);
                let uses = |p: &Phone| p.css == css || p.subscribe_css == css;
                c.phones.iter().filter(|(_, p)| uses(p)).count() * numbers_of(c, &[partition])
            }
            Edit::SubscribeCss(_, css) => {
                c.calling_search_spaces.get(css).map_or(0, |css| numbers_of(c, &css.partitions))
            }
            Edit::Allow(from, to) => phones_in(from) * numbers_in(to),
            Edit::AllowByDefault | Edit::EnableCallLists => phones * numbers,
            Edit::NumberGroup(..) => phones,
            Edit::PhoneGroup(..) => numbers,
            Edit::Template(..) => 1,
            Edit::AddBlfButtons(template, count) => {
                c.phones.iter().filter(|(_, p)| p.template == Some(template)).count() * count
            }
        }
    }

    /// The change as advice.
    pub(super) fn remedy(self, names: &Names<'_>) -> Remedy {
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
                let (phone_name, css) = (names.phone(id), names.css(css));
                let sentence =
                    format!("give {phone_name} the SUBSCRIBE calling search space `{css}`");
                (sentence, phone(names, id, Field::SubscribeCss))
            }
            Edit::Template(id, template) => {
                let (phone_name, template) = (names.phone(id), names.template(template));
                let sentence = format!("give {phone_name} the phone button template `{template}`");
                (sentence, phone(names, id, Field::Template))
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
            group => group.group_remedy(names),
        };
        Remedy { sentence, path }
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
                let (name, group) = (names.phone(id), names.group(group));
                let sentence = format!("move {name} to the presence group `{group}`");
                (sentence, phone(names, id, Field::PresenceGroup))
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

fn numbers_of(c: &Cluster, partitions: &[PartitionId]) -> usize {
    let here = |p: Option<PartitionId>| p.is_some_and(|p| partitions.contains(&p));
    c.directory_numbers.iter().filter(|(_, dn)| here(dn.partition)).count()
}
