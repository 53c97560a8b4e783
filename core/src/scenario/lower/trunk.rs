//! Where trunks lead: to somebody outside, or to another cluster.

use super::super::yaml::{Fields, Key, Reader, Word};
use super::outside::claims;
use super::site::Read;
use crate::cluster::Noun;
use crate::cluster::{Cluster, ConfigPath, Field, Object, Trunk};
use crate::diagnostic::{Code, Place, list_words, listed, nearest_of};
use crate::gather::Gather;
use crate::id::{ClusterId, Id, OutsideId, TrunkId};
use crate::sorted::SortedMap;

/// The SIP trunk of this name: `Trunk C`, or `East/Trunk C` where several clusters have one.
pub(super) fn named(
    reader: &mut Reader<'_>,
    word: Word<'_>,
    read: &Read,
) -> Option<(ClusterId, TrunkId)> {
    let clusters = || read.clusters.iter().enumerate();
    let found: Vec<(ClusterId, TrunkId, &Cluster)> = clusters()
        .filter_map(|(index, cluster)| {
            let own =
                word.text.strip_prefix(&*cluster.name).and_then(|rest| rest.strip_prefix('/'));
            let find = |name| cluster.trunks.id_of(name);
            let id = own.and_then(find).or_else(|| find(word.text))?;
            Some((ClusterId::from_index(index), id, cluster))
        })
        .gather();
    match found.as_slice() {
        [(cluster, trunk, owner)] => {
            sip_only(reader, word, owner.trunks.look_up(*trunk));
            Some((*cluster, *trunk))
        }
        [] => {
            if !read.unsure.nouns.contains(&Noun::Trunk) {
                let mut names: Vec<&str> = Vec::new();
                clusters().for_each(|(_, c)| c.trunks.names().gather_into(&mut names));
                reader.unknown_name(word, "trunk", &names);
            }
            None
        }
        several => {
            let full: Vec<String> =
                several.iter().map(|(.., c)| format!("{}/{}", c.name, word.text)).gather();
            let message = format_args!("several clusters have a trunk `{}`", word.text);
            reader
                .tell(Code::Ambiguous, word.span, message)
                .help(&format!("write {}", list_words(full.iter().map(String::as_str))));
            None
        }
    }
}

fn sip_only(reader: &mut Reader<'_>, word: Word<'_>, trunk: Option<&Trunk>) {
    if let Some(trunk) = trunk.filter(|trunk| trunk.sip().is_none()) {
        let message = format_args!(
            "`{}` is an {} trunk: it carries no presence",
            word.text,
            trunk.protocol()
        );
        reader
            .tell(Code::BadSite, word.span, message)
            .help("who is outside stands at the far end of a SIP trunk (ROUTE-2)");
    }
}

/// Looks where every trunk leads, and writes down where those lead that do not say it themselves.
pub(super) fn lead(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    keys: &SortedMap<OutsideId, &Key>,
    read: &mut Read,
) {
    let mut trunks: Vec<(ClusterId, TrunkId)> = Vec::new();
    for (at, cluster) in read.clusters.iter().enumerate() {
        let own = cluster.trunks.iter().map(|(id, _)| (ClusterId::from_index(at), id));
        own.gather_into(&mut trunks);
    }
    for (cluster, id) in trunks {
        let claimed: Vec<(OutsideId, String)> =
            claims(read, cluster, id).map(|(id, name)| (id, name.to_owned())).gather();
        twice(reader, keys, &claimed);
        let owner = read.clusters.get(cluster.index());
        let Some(trunk) = owner.and_then(|owner| owner.trunks.look_up(id)) else { continue };
        match (&trunk.destination, claimed.first()) {
            (Some(destination), Some((outside, name))) if destination != name => {
                elsewhere(reader, keys.get(outside).copied(), trunk, name);
            }
            (Some(_), None) => nobody_there(reader, fields, read, cluster, trunk),
            (None, Some((_, name))) => {
                let name = name.clone();
                let trunk = read.clusters.get_mut(cluster.index());
                if let Some(trunk) = trunk.and_then(|owner| owner.trunks.get_mut(id)) {
                    trunk.destination = Some(name);
                }
            }
            _ => {}
        }
    }
}

/// A trunk has one far end.
fn twice(
    reader: &mut Reader<'_>,
    keys: &SortedMap<OutsideId, &Key>,
    claimed: &[(OutsideId, String)],
) {
    let [(first, name), others @ ..] = claimed else { return };
    for (other, _) in others {
        let (Some(first), Some(second)) = (keys.get(first), keys.get(other)) else { continue };
        let first = reader.place(first.span);
        let message = format_args!("`{}` stands at the end of the trunk of `{name}`", second.text);
        reader
            .tell(Code::BadSite, second.span, message)
            .also(first, "the first")
            .help("a trunk leads to one: add another trunk");
    }
}

/// The trunk says itself that it leads to somebody else.
fn elsewhere(reader: &mut Reader<'_>, key: Option<&Key>, trunk: &Trunk, name: &str) {
    let destination = trunk.destination.as_deref().unwrap_or_default();
    let message = format_args!("`{name}` is at `{}`, which leads to `{destination}`", trunk.name);
    let Some(key) = key else { return };
    reader
        .tell(Code::BadSite, key.span, message)
        .help(&format!("its `destination` is `{name}`, or is left out"));
}

/// A trunk without somebody outside leads to another cluster, from which one leads back.
fn nobody_there(
    reader: &mut Reader<'_>,
    fields: &Fields<'_>,
    read: &Read,
    cluster: ClusterId,
    trunk: &Trunk,
) {
    let name = trunk.destination.as_deref().unwrap_or_default();
    let clusters = &read.clusters;
    let own = clusters.get(cluster.index()).map_or("", |own| own.name.as_str());
    let other = clusters.iter().find(|other| other.name == name && other.name != own);
    let back = |other: &Cluster| {
        let leads = |(_, trunk): (TrunkId, &Trunk)| {
            trunk.sip().is_some() && trunk.destination.as_deref() == Some(own)
        };
        other.trunks.iter().any(leads)
    };
    let path = ConfigPath::new(Object::Trunk(trunk.name.clone()), Field::Destination);
    let place = read.places.find_in(cluster, &path).unwrap_or_else(|| reader.place(fields.span));
    match other {
        Some(other) if trunk.sip().is_none() || back(other) => {}
        Some(_) => {
            let message =
                format_args!("`{}` leads to `{name}`, and no SIP trunk leads back", trunk.name);
            let told = reader.tell_at(Code::BadSite, place, message);
            told.help(&format!("give `{name}` a SIP trunk with `destination: {own}`"));
        }
        None if read.unsure.outside || trunk.sip().is_none() => {}
        None => unknown_end(reader, read, place, name, own),
    }
}

fn unknown_end(reader: &mut Reader<'_>, read: &Read, place: Place, name: &str, own: &str) {
    let clusters = read.clusters.iter().map(|cluster| cluster.name.as_str());
    let mut names: Vec<&str> = read.outside.names().gather();
    clusters.filter(|name| *name != own).gather_into(&mut names);
    let message = format_args!("nobody is called `{name}`, outside or among the clusters");
    let near = nearest_of(name, &names);
    let told = reader.tell_at(Code::UnknownName, place, message).near(near);
    told.help(&match names.is_empty() {
        true => format!("define it: `outside: {{ {name}: {{ type: proxy, trunk: … }} }}`"),
        false => format!("there is {}", listed(&names)),
    });
}
