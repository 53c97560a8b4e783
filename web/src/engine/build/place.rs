//! What the palette puts into a cluster, and keys that watch: as acts in the words of the language.

use super::sentence::{change, quoted, under};
use super::{cluster_named, own_name};
use crate::engine::run::Run;
use lampfield_core::cluster::{
    Button, ButtonTemplate, Cluster, Model, Named, Phone, associated_items,
};
use lampfield_core::cluster::{Noun, Object};
use lampfield_core::id::TemplateId;
use lampfield_core::site::Site;

/// Keys with a lamp on a new phone.
const LAMPS: usize = 6;
/// The first number that is given away.
const FIRST_NUMBER: u32 = 1001;

/// The acts that put something new into a cluster.
///
/// # Errors
/// Why that cannot be done at run time.
pub(in crate::engine) fn place(
    run: &Run,
    cluster: &str,
    what: &str,
) -> Result<Vec<String>, String> {
    let found = cluster_named(run, cluster).ok_or("there is no such cluster")?;
    let c = found.1.saved();
    let own = own_name(run, c);
    let add = |inner: &str| change(&own, "add", inner);
    let all = run.player().site();
    let number = free_number(c, all);
    match what {
        "line" => Ok(vec![add(&under("directory_numbers", &number, "{}"))]),
        "trunk" => {
            let name = free(c, Noun::Trunk, "Trunk");
            Ok(vec![add(&under("trunks", &name, "{ type: SIP }"))])
        }
        "route list" => {
            let trunk = c.trunks.iter().next().map(|(_, trunk)| trunk.name());
            let trunk = trunk.ok_or("a route list needs a trunk: add one first")?;
            let (group, list) =
                (free(c, Noun::RouteGroup, "Group"), free(c, Noun::RouteList, "Route list"));
            let members = format!("{{ members: [{}] }}", quoted(trunk));
            let groups = format!("{{ route_groups: [{}] }}", quoted(&group));
            Ok(vec![
                add(&under("route_groups", &group, &members)),
                add(&under("route_lists", &list, &groups)),
            ])
        }
        "hunt pilot" => {
            let members: Vec<String> =
                c.directory_numbers.iter().take(2).map(|(_, dn)| quoted(dn.name())).collect();
            if members.is_empty() {
                return Err("a hunt pilot needs a line: add one first".to_owned());
            }
            let list = free(c, Noun::HuntList, "Hunt list");
            let members = format!("{{ members: [{}] }}", members.join(", "));
            let to = format!("{{ hunt_list: {} }}", quoted(&list));
            Ok(vec![
                add(&under("hunt_lists", &list, &members)),
                add(&under("hunt_pilots", &number, &to)),
            ])
        }
        model => phone(c, all, &add, model, &number),
    }
}

fn phone(
    c: &Cluster,
    all: &Site,
    add: &dyn Fn(&str) -> String,
    word: &str,
    number: &str,
) -> Result<Vec<String>, String> {
    let model = Model::parse(word).ok_or_else(|| format!("`{word}` is no phone type"))?;
    let name = free_phone(c, all);
    let mut acts = vec![add(&under("directory_numbers", number, "{}"))];
    let mut settings = format!("{{ type: {}, lines: [{number}]", quoted(word));
    if model.supports_presence() {
        let fits = |template: &ButtonTemplate| {
            template.blf_button_count() > 0 && template.model.as_ref() == Some(&model)
        };
        let found = c.button_templates.iter().find(|(_, template)| fits(template));
        let template = match found {
            Some((_, template)) => template.name().to_owned(),
            None => {
                let template = free(c, Noun::ButtonTemplate, &format!("Lamps {word}"));
                acts.push(add(&under("button_templates", &template, &buttons(word, 1, LAMPS))));
                template
            }
        };
        settings.push_str(&format!(", template: {}", quoted(&template)));
    }
    settings.push_str(" }");
    acts.push(add(&under("phones", &name, &settings)));
    acts.push(format!("{name} connects"));
    Ok(acts)
}

/// A template with so many lines and lamps.
fn buttons(model: &str, lines: usize, lamps: usize) -> String {
    let mut all = vec!["Line"; lines.max(1)];
    all.extend(vec!["Speed Dial BLF"; lamps]);
    format!("{{ for: {}, buttons: [{}] }}", quoted(model), all.join(", "))
}

/// The acts that let a key of a phone watch a line: where its template has no button for it, the
/// phone gets one that has.
///
/// # Errors
/// There is no such phone.
pub(in crate::engine) fn watch(
    run: &Run,
    phone: &str,
    button: u16,
    number: &str,
    label: &str,
) -> Result<Vec<String>, String> {
    let clusters = run.player().site().clusters();
    let mut own = clusters.filter_map(|(id, _)| run.player().configuration(id));
    let found = own.find_map(|own| {
        let c = own.saved();
        // A page names it with its cluster, where another one has a phone of its name.
        let own = phone.strip_prefix(&*c.name).and_then(|rest| rest.strip_prefix('/'));
        let id = own.and_then(|own| c.phones.id_of(own)).or_else(|| c.phones.id_of(phone))?;
        c.phones.get(id).map(|configured| (c, configured))
    });
    let (c, configured) = found.ok_or_else(|| format!("there is no phone `{phone}`"))?;
    let cluster = own_name(run, c);
    let at = match usize::from(button).checked_sub(1) {
        Some(at) => at.min(configured.blf_speed_dials.len()),
        None => configured.blf_speed_dials.len(),
    };
    let mut acts = Vec::new();
    let mut settings = String::from("{ ");
    if at >= room(c, configured) {
        let word = configured.model.to_string();
        let lines = configured.lines.len();
        let template = free(c, Noun::ButtonTemplate, &format!("Lamps {word}"));
        let lamps = LAMPS.max(at + 1);
        let made = under("button_templates", &template, &buttons(&word, lines, lamps));
        acts.push(change(&cluster, "add", &made));
        settings.push_str(&format!("template: {}, ", quoted(&template)));
    }
    let line = line_of(c, label, number);
    // What another cluster or somebody outside has is a number to be routed (ADMIN-5).
    let (field, line) = match c.directory_numbers.id_of(&line) {
        Some(_) => ("directory_number", &*line),
        None => ("destination", number.split(' ').next().unwrap_or_default()),
    };
    settings.push_str(&format!(
        "blf_speed_dials: {{ BLF {}: {{ {field}: {}, label: {} }} }} }}",
        at + 1,
        quoted(line),
        quoted(label)
    ));
    let value = format!("{{ {}: {settings} }}", quoted(&configured.name));
    acts.push(change(&cluster, "phones", &value));
    Ok(acts)
}

/// The name of a line as the configuration has it: of a number alone, the line that the phone of
/// this name has with it, in whichever partition.
fn line_of(c: &Cluster, phone: &str, number: &str) -> String {
    let phone = c.phones.id_of(phone).and_then(|id| c.phones.get(id));
    let lines = phone.map_or(&[][..], |phone| &phone.lines);
    let mut own = lines.iter().filter_map(|id| c.directory_numbers.get(*id));
    let all = || c.directory_numbers.iter().map(|(_, dn)| dn);
    let found = own
        .find(|dn| dn.name() == number || dn.number == number)
        .or_else(|| all().find(|dn| dn.name() == number))
        .or_else(|| all().find(|dn| dn.number == number));
    found.map_or(number, |dn| dn.name()).to_owned()
}

/// How many BLF/SpeedDials of a phone could have a button.
fn room(c: &Cluster, phone: &Phone) -> usize {
    let items = associated_items(c, &Object::Phone(phone.name.clone())).unwrap_or_default();
    let template = phone.template.and_then(|id: TemplateId| c.button_templates.get(id));
    let blf = |template: &ButtonTemplate| {
        template.buttons.iter().filter(|button| **button == Button::SpeedDialBlf).count()
    };
    template.map_or(items.associated.len(), blf)
}

/// The first name that nobody has, counted on from `first`.
fn unused(first: u32, name: &dyn Fn(u32) -> String, taken: &dyn Fn(&str) -> bool) -> String {
    let mut count = first;
    loop {
        let own = name(count);
        if !taken(&own) {
            return own;
        }
        count += 1;
    }
}

/// `Word`, or `Word 2` and so on where that is taken.
fn free(c: &Cluster, noun: Noun, word: &str) -> String {
    let all = lampfield_core::cluster::objects(c, noun);
    let name = |n| if n == 1 { word.to_owned() } else { format!("{word} {n}") };
    unused(1, &name, &|name| all.iter().any(|object| object.name() == Some(name)))
}

/// `Phone A` to `Phone Z`, then by number: sentences name the phones of all clusters.
fn free_phone(c: &Cluster, all: &Site) -> String {
    let name = |n| match char::from_digit(n + 9, 36) {
        Some(letter) => format!("Phone {}", letter.to_ascii_uppercase()),
        None => format!("Phone {n}"),
    };
    let has = |c: &Cluster, name: &str| c.phones.id_of(name).is_some();
    unused(1, &name, &|name| has(c, name) || all.each_cluster().any(|other| has(other, name)))
}

/// The lowest number past the first one of the cluster that nobody has, in any partition.
fn free_number(c: &Cluster, all: &Site) -> String {
    let has = |c: &Cluster, number: &str| {
        c.directory_numbers.iter().any(|(_, dn)| dn.number == number)
            || c.hunt_pilots.iter().any(|(_, pilot)| pilot.pattern == number)
    };
    let first = c.directory_numbers.iter().next().and_then(|(_, dn)| dn.number.parse().ok());
    let taken = |number: &str| has(c, number) || all.each_cluster().any(|other| has(other, number));
    unused(first.unwrap_or(FIRST_NUMBER), &|n| n.to_string(), &taken)
}
