//! Everyone whom a sentence can name: phones, trunks, those outside, and what edits of the file add.

use super::super::yaml::{Fields, Reader, Word};
use super::{change, site};
use crate::cluster::Noun;
use crate::cluster::{Cluster, Object};
use crate::diagnostic::{Code, listed, nearest_of};
use crate::gather::Gather;
use crate::id::{ClusterId, OutsideId, PhoneId};
use crate::order;
use crate::site::{Roster, Site};
use crate::sorted::{SortedMap, SortedSet};
use std::sync::Arc;

/// One who can be named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Actor {
    /// A phone of a cluster.
    Phone(PhoneId),
    /// A phone of a proxy outside.
    OutsidePhone(OutsideId, PhoneId),
    /// One who is outside.
    Outside(OutsideId),
    /// The CallManager of a cluster.
    CallManager(ClusterId),
    /// What can be Reset beside phones: a trunk, a button template, a security profile.
    Device(ClusterId, Object),
    /// A phone that an edit of the file adds, by its name.
    Later(Arc<str>),
}

/// A name that was found at the start of a text, and what comes after it.
pub(super) struct Named<'t> {
    pub(super) actor: Actor,
    pub(super) rest: &'t str,
}

/// A name at the start of a text that several have, with the full name of each.
pub(super) struct Several<'t, 'c> {
    pub(super) name: &'t str,
    pub(super) full: Vec<&'c str>,
}

/// All names of a site.
pub(in super::super) struct Cast {
    names: SortedMap<String, Vec<(Option<ClusterId>, Actor)>>,
    /// How many words the longest name has.
    words: usize,
}

impl Cast {
    /// The names of a site.
    pub(in super::super) fn new(site: &Site) -> Cast {
        let mut cast = Cast { names: SortedMap::new(), words: 1 };
        // One that was left of several may still be named with what is its.
        for (id, cluster) in site.clusters() {
            cast.cluster(id, cluster);
        }
        for (id, outside) in site.outside().iter() {
            cast.add(&outside.name, None, Actor::Outside(id));
            for phone in &outside.phones {
                cast.add(&phone.name, None, Actor::OutsidePhone(id, phone.id));
            }
        }
        // One cluster alone needs no name.
        let alone = (site.cluster_count() == 1).then_some("CallManager");
        for (id, cluster) in site.clusters() {
            for name in [Some(cluster.name.as_str()), alone].into_iter().flatten() {
                if !cast.has(name) {
                    cast.add(name, None, Actor::CallManager(id));
                }
            }
        }
        cast
    }

    fn cluster(&mut self, id: ClusterId, cluster: &Cluster) {
        let mut add = |name: &str, actor: Actor| {
            self.add(name, Some(id), actor.clone());
            self.add(&[&*cluster.name, "/", name].concat(), Some(id), actor);
        };
        for (phone, settings) in cluster.phones.iter() {
            for name in [Some(&settings.name), settings.device_name.as_ref()].into_iter().flatten()
            {
                add(name, Actor::Phone(phone));
            }
        }
        for name in cluster.trunks.names() {
            add(name, Actor::Device(id, Object::Trunk(name.to_owned())));
        }
        for name in cluster.button_templates.names() {
            add(name, Actor::Device(id, Object::ButtonTemplate(name.to_owned())));
        }
        for name in cluster.security_profiles.names() {
            add(name, Actor::Device(id, Object::SecurityProfile(name.to_owned())));
        }
    }

    /// A phone that an edit adds; one that is there from the start keeps its name.
    pub(super) fn later(&mut self, cluster: &str, name: &str) {
        let full = [cluster, "/", name].concat();
        for name in [name, &full] {
            if !self.names.contains_key(name) {
                self.add(name, None, Actor::Later(Arc::from(&*full)));
            }
        }
    }

    fn add(&mut self, name: &str, cluster: Option<ClusterId>, actor: Actor) {
        self.words = self.words.max(name.split(' ').count());
        let all = self.names.get_or_default(name.to_owned());
        // Within one cluster a phone goes before a device of the same name.
        if all.iter().all(|(own, _)| *own != cluster || cluster.is_none()) {
            all.push((cluster, actor));
        }
    }

    /// The longest name that a text starts with. `Err`: several have it.
    pub(super) fn split<'t>(&self, text: &'t str) -> Option<Result<Named<'t>, Several<'t, '_>>> {
        let ends = text.match_indices(' ').map(|(at, _)| at).take(self.words).chain([text.len()]);
        let found = ends.filter_map(|end| {
            let name = text.get(..end)?;
            Some((self.names.get(name)?, name, text.get(end..)?.trim()))
        });
        let (all, name, rest) = found.last()?;
        match all.as_slice() {
            [(_, actor)] => Some(Ok(Named { actor: actor.clone(), rest })),
            several => Some(Err(Several { name, full: self.full_names(several) })),
        }
    }

    /// Whether anybody has this name.
    pub(in super::super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// The name that is exactly this text.
    pub(super) fn exactly(&self, text: &str) -> Option<Actor> {
        match self.names.get(text)?.as_slice() {
            [(_, actor)] => Some(actor.clone()),
            _ => None,
        }
    }

    fn full_names(&self, actors: &[(Option<ClusterId>, Actor)]) -> Vec<&str> {
        let full = |wanted: &Actor| {
            let own = |(_, all): &(&String, &Vec<(Option<ClusterId>, Actor)>)| {
                all.len() == 1 && all.iter().any(|(_, actor)| actor == wanted)
            };
            self.names.iter().filter(own).map(|(name, _)| name.as_str()).next()
        };
        actors.iter().filter_map(|(_, actor)| full(actor)).gather()
    }

    /// The names of those that are wanted, in alphabetical order; a full name only where the short
    /// one is not enough.
    pub(in super::super) fn names(&self, wanted: impl Fn(&Actor) -> bool) -> Vec<&str> {
        self.names_of(&wanted)
    }

    fn names_of(&self, wanted: &dyn Fn(&Actor) -> bool) -> Vec<&str> {
        let mut told: SortedSet<&Actor> = SortedSet::new();
        let mut names: Vec<&str> = Vec::new();
        let mut short: Vec<(&String, &Actor)> = self
            .names
            .iter()
            .filter_map(|(name, all)| match all.as_slice() {
                [(_, actor)] if wanted(actor) => Some((name, actor)),
                _ => None,
            })
            .gather();
        order::sort_by_key(&mut short, |(name, _)| (name.contains('/'), *name));
        for (name, actor) in short {
            if told.insert(actor) {
                names.push(name);
            }
        }
        order::sort(&mut names);
        names
    }
}

/// What every part of the reading of steps asks: the site, its names, and how sure they are.
pub(super) struct Known<'a> {
    /// The site.
    pub(super) site: &'a Site,
    /// Everyone who can be named.
    pub(super) cast: Cast,
    /// How sure the names are; `None`: all of them.
    unsure: Option<&'a site::Unsure>,
    /// Whether the file has edits, so that buttons may come and go.
    pub(super) edits: bool,
    /// What edits of the file add, by noun and name.
    added: SortedSet<(Noun, String)>,
}

impl<'a> Known<'a> {
    /// What is known of a site whose names are all sure.
    pub(super) fn sure(site: &'a Site) -> Self {
        let added = SortedSet::new();
        Known { site, cast: Cast::new(site), unsure: None, edits: false, added }
    }

    /// What is known of a site that was read from a file, and of what the file's edits add to it.
    pub(super) fn read(site: &'a Site, unsure: &'a site::Unsure, fields: &Fields<'_>) -> Self {
        let mut known = Known { unsure: Some(unsure), ..Known::sure(site) };
        for addition in change::additions(fields) {
            known.edits = true;
            let Some((noun, name)) = addition.added else { continue };
            let own = |cluster: &&Cluster| addition.cluster.is_none_or(|own| own == cluster.name);
            for cluster in site.each_cluster().filter(own) {
                if noun == Noun::Phone {
                    known.cast.later(&cluster.name, name);
                }
            }
            known.added.insert((noun, name.to_owned()));
        }
        known
    }

    /// Whether an edit of the file adds an object of this name.
    pub(super) fn is_added(&self, noun: Noun, name: &str) -> bool {
        self.added.contains(&(noun, name.to_owned()))
    }

    /// Whether a name that nothing has may be one that could not be read.
    pub(super) fn may_be(&self, nouns: &[Noun]) -> bool {
        self.unsure.is_some_and(|unsure| unsure.may_be(nouns))
    }

    /// The cluster of an id.
    pub(super) fn cluster(&self, id: ClusterId) -> Option<&'a Cluster> {
        self.site.cluster(id).map(|cluster| &**cluster)
    }

    /// The configured phone of an id.
    pub(super) fn phone(&self, id: PhoneId) -> Option<&'a crate::cluster::Phone> {
        self.site.phone(id)
    }

    /// Reports a name that several have.
    pub(super) fn ambiguous(reader: &mut Reader<'_>, word: Word<'_>, several: &Several<'_, '_>) {
        let message = format_args!("several are called `{}`", several.name);
        let full = listed(&several.full);
        reader.tell(Code::Ambiguous, word.span, message).help(&format!("write {full}"));
    }

    /// The nearest name of those that are wanted.
    pub(super) fn nearest(&self, text: &str, wanted: impl Fn(&Actor) -> bool) -> Option<String> {
        nearest_of(text, &self.cast.names(wanted)).map(str::to_owned)
    }
}
