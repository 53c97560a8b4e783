//! Whether a cluster keeps to the named bounds.

use super::seat::Seat;
use super::{ProblemCode, Problems};
use crate::cluster::{Cluster, Field, Object};
use crate::limits::{self, Limit};

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    let mut bounded = |limit: Limit, count: usize, object: Object, field: Field| {
        if let Err(reached) = limit.check(count) {
            let sentence = format_args!("{count} are {reached}");

            problems.tell(ProblemCode::TooMany, object, field, sentence).help("take some away");
        }
    };
    // The path of a whole table is its first object past the bound.
    let past = |names: Option<&str>| names.unwrap_or_default().to_owned();
    let phone = c.phones.iter().nth(limits::PHONES.as_usize()).map(|(_, p)| p.name.as_str());
    bounded(limits::PHONES, c.phones.capacity(), Object::Phone(past(phone)), Field::Whole);
    let dns = &c.directory_numbers;
    let dn = dns.iter().nth(limits::DIRECTORY_NUMBERS.as_usize()).map(|(_, d)| d.name.as_str());
    let dn = Object::DirectoryNumber(past(dn));
    bounded(limits::DIRECTORY_NUMBERS, dns.capacity(), dn, Field::Whole);
    for (_, template) in c.button_templates.iter() {
        let object = Object::ButtonTemplate(template.name.clone());
        bounded(limits::BUTTONS, template.buttons.len(), object, Field::Buttons);
    }
    let phones = c.phones.iter().map(|(_, phone)| Seat::phone(phone));
    for seat in phones.chain(c.device_profiles.iter().map(|(_, own)| Seat::profile(own))) {
        let count = seat.lines.len() + seat.blf_speed_dials.len();
        bounded(limits::BUTTONS, count, seat.object(), Field::Whole);
    }
}
