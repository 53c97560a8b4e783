//! Makes a cluster smaller while its difference stays.

mod prune;

use crate::compare::{Difference, difference};
use crate::question::{Asked, How, Said, Who};
use lampfield_core::cluster::{Acting, Cluster, Named, Table};
use lampfield_core::id::Id;
use lampfield_core::presence::Outcome;
use lampfield_core::rules::RuleId;
use prune::prune;

/// The smallest cluster and question that still differ.
pub(crate) fn smallest(number: u64, c: &Cluster, asked: &Asked) -> Difference {
    let mut found = difference(number, c, asked).unwrap_or_else(|| unrepeatable(number, c, asked));
    loop {
        let smaller =
            smaller(&found).into_iter().find_map(|(c, asked)| difference(number, &c, &asked));
        match smaller {
            Some(smaller) => found = smaller,
            None => return found,
        }
    }
}

/// A difference that is none when it is asked again: itself a mistake, and shown as one.
fn unrepeatable(number: u64, c: &Cluster, asked: &Asked) -> Difference {
    let said = Said {
        outcome: Outcome::NoRoute,
        code: 0,
        found: None,
        rule: RuleId::Auth1,
        carriers: Vec::new(),
    };
    let (cluster, asked) = (c.clone(), asked.clone());
    Difference { number, cluster, asked, expected: Vec::new(), said }
}

/// All clusters and questions that are a little smaller.
fn smaller(found: &Difference) -> Vec<(Cluster, Asked)> {
    let (c, asked) = (&found.cluster, &found.asked);
    let mut all: Vec<(Cluster, Asked)> =
        smaller_questions(asked).into_iter().map(|asked| (c.clone(), asked)).collect();
    let mut change = |change: &dyn Fn(&mut Cluster) -> bool| {
        let mut changed = c.clone();
        if change(&mut changed) {
            prune(&mut changed);
            all.push((changed, asked.clone()));
        }
    };
    without_objects(c, &mut change);
    for (id, css) in c.calling_search_spaces.iter() {
        for at in 0..css.partitions.len() {
            change(&|c| {
                c.calling_search_spaces.get_mut(id).map(|css| css.partitions.remove(at)).is_some()
            });
        }
    }
    for (id, group) in c.presence_groups.iter() {
        for other in group.relationships.keys() {
            change(&|c| {
                let group = c.presence_groups.get_mut(id);
                group.is_some_and(|group| group.relationships.remove(other).is_some())
            });
        }
    }
    for (id, phone) in c.phones.iter() {
        let bare = |phone: &lampfield_core::cluster::Phone| {
            let mut bare = phone.clone();
            bare.acting = Acting::default();
            bare.lines.clear();
            bare.blf_speed_dials.clear();
            (bare.logout_profile, bare.css) = (None, None);
            bare
        };
        if *phone != bare(phone) {
            change(&|c| c.phones.get(id).map(bare).map(|new| c.phones.replace(id, new)).is_some());
        }
    }
    all
}

fn without_objects(c: &Cluster, change: &mut impl FnMut(&dyn Fn(&mut Cluster) -> bool)) {
    fn ids<I: Id, T: Named>(table: &Table<I, T>) -> Vec<I> {
        table.iter().map(|(id, _)| id).collect()
    }
    macro_rules! without {
        ($($table:ident)*) => {$(
            for id in ids(&c.$table) {
                change(&|c| c.$table.remove(id));
            }
        )*};
    }
    without! {
        phones trunks route_groups route_lists route_patterns sip_route_patterns hunt_lists
        hunt_pilots end_users application_users device_profiles directory_entries
        directory_numbers button_templates calling_search_spaces partitions
    }
    // The first of each stands from installation.
    for id in ids(&c.presence_groups).into_iter().skip(1) {
        change(&|c| c.presence_groups.remove(id));
    }
    for id in ids(&c.security_profiles).into_iter().skip(1) {
        change(&|c| c.security_profiles.remove(id));
    }
}

fn smaller_questions(asked: &Asked) -> Vec<Asked> {
    let mut all = Vec::new();
    if asked.line.is_some() {
        all.push(Asked { line: None, ..asked.clone() });
    }
    if let How::Blf { button, named: Some(_) } = asked.how {
        all.push(Asked { how: How::Blf { button, named: None }, ..asked.clone() });
    }
    if let Who::Trunk { trunk, proof, user: Some(_) } = asked.who {
        all.push(Asked { who: Who::Trunk { trunk, proof, user: None }, ..asked.clone() });
    }
    all
}
