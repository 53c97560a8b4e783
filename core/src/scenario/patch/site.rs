//! Somebody outside, or another cluster, in the text of a file: what no act of a run can bring, or take.

use super::super::fmt::write_scalar;
use super::super::lower::{Cast, load};
use super::super::model::{Action, Scenario};
use super::super::sources::Sources;
use super::super::yaml::{Key, Node, Value};
use super::steps::{Own, disturbed, without_check, without_covers, without_step};
use super::text::{Cut, entries, entry, pair};
use super::{told, tree};
use crate::diagnostic::Diagnostic;
use crate::site::Site;
use crate::time::Instant;

/// What a file can get more of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// A presence server, with a trunk to it and numbers that lead there.
    Outside,
    /// A cluster with a phone, with trunks between it and the first one, both ways, and numbers that
    /// lead across.
    Cluster,
}

/// What leads from the first cluster to somebody: the table and the entry in it. `$F` is who that
/// is, `$D` the first digits of the numbers there, `$C` where those who come in may look.
const ROAD: [(&str, &str); 3] = [
    ("sip_trunk_security_profiles", "Open to $F: { accept_presence_subscription: yes }"),
    ("trunks", "To $F: { type: SIP, destination: $F, security_profile: Open to $F$C }"),
    ("route_patterns", "$DXXX: { route: { trunk: To $F } }"),
];

/// What the profile of the trunk to somebody is called, before the name.
const OPEN: &str = "Open to ";

const SERVER: &str = "$F: { type: presence server, trunk: To $F, presentities: { $D100: idle } }";

/// `$A` is the first cluster, `$T` the trunk to it, `$R` what leads there, `$P` the phone.
const CLUSTER: &str = "\
$F:
button_templates: { Lamps in $F: { for: 7970 SIP, buttons: [Line, Speed Dial BLF, Speed Dial BLF, Speed Dial BLF] } }
sip_trunk_security_profiles: { Open in $F: { accept_presence_subscription: yes } }
trunks: { $T: { type: SIP, destination: $A, security_profile: Open in $F } }
route_patterns: { $R }
directory_numbers: { $D001: {} }
phones: { $P: { type: 7970 SIP, template: Lamps in $F, lines: [$D001] } }";

/// The text of a file with one more outside of its clusters, or one more cluster: with names and
/// numbers that nothing in it has. Everything else stays byte for byte, but that the lines of a
/// cluster that was the only one stand deeper, and that changes say which cluster they are about.
///
/// # Errors
/// Why that cannot be written into this file.
pub fn with_more(
    sources: &dyn Sources,
    path: &str,
    text: &str,
    more: More,
) -> Result<String, String> {
    let read = |text: &str| load(&Own { sources, path, text }, path).map_err(|all| told(&all));
    let site = read(text)?.site;
    let file = File { text, cast: Cast::new(&site), site: &site };
    let new = match more {
        More::Outside => file.with_server(),
        More::Cluster => file.with_cluster(),
    };
    let new = new.ok_or("this file is written so that nothing can be put into it: give `cluster` and `steps` lines of their own")?;
    let scenario = read(&new)?;
    connected(&scenario, &new).ok_or_else(|| told(&[]))
}

/// The text in which the phone of a cluster that was added connects, where no step lets all do so.
fn connected(scenario: &Scenario, text: &str) -> Option<String> {
    let all = scenario.steps.iter().any(|step| {
        matches!(&step.action, Action::Do { sentence, .. } if sentence == "everybody connects")
    });
    let last = scenario.site.each_cluster().skip(1).last().filter(|_| !all);
    match last.and_then(|cluster| cluster.phones.names().next()) {
        Some(phone) => {
            disturbed(scenario, text, &[(Instant::ZERO, &[phone, " connects"].concat())])
        }
        None => Some(text.to_owned()),
    }
}

/// The text of a file without somebody outside or one of its clusters, by its name. With it goes what
/// is about nobody else: trunks that lead there, patterns that route to them, what any of these do in
/// steps, and checks of that. Everything else stays byte for byte.
///
/// # Errors
/// Who needs it, or why it cannot go.
pub fn without(
    sources: &dyn Sources,
    path: &str,
    text: &str,
    name: &str,
) -> Result<String, String> {
    let read = |text: &str| load(&Own { sources, path, text }, path);
    read(text).map_err(|all| told(&all))?;
    let root = tree(text).ok_or_else(|| told(&[]))?;
    let all = ["outside", "clusters"].iter().filter_map(|table| entry(&root, table));
    let own = all.filter_map(|(table, _, all)| Some((table, all, entry(all, name)?.0))).next();
    let (table, all, at) =
        own.ok_or_else(|| ["there is no `", name, "` that could go"].concat())?;
    let last = entries(all).len() < 2;
    if last && entry(&root, "clusters").is_some_and(|(own, ..)| own == table) {
        return Err(["`", name, "` is the last cluster, and a scenario has one"].concat());
    }
    let (map, at) = if last { (&root, table) } else { (all, at) };
    let mut now = Cut(text).without_entry(map, at).ok_or_else(|| told(&[]))?;
    while let Err(wrong) = read(&now) {
        // Each time something more goes, so that there is an end.
        match wrong.iter().find_map(|one| along(&now, path, one)) {
            Some(less) => now = less,
            None => return Err(needed(name, &now, path, &wrong)),
        }
    }
    // What was put in with it, unless somebody else came to use it.
    if let Some(less) = without_profile(&now, name).filter(|less| read(less).is_ok()) {
        now = less;
    }
    without_covers(&now).ok_or_else(|| told(&[]))
}

/// The text without the security profile of the trunk to somebody.
fn without_profile(text: &str, name: &str) -> Option<String> {
    let (root, own) = (tree(text)?, [OPEN, name].concat());
    let one = entry(&root, "cluster").into_iter();
    let several = entry(&root, "clusters").map_or(&[][..], |(_, _, all)| entries(all));
    let mut all = one.map(|(_, _, own)| own).chain(several.iter().map(|(_, own)| own));
    all.find_map(|cluster| {
        let (_, _, profiles) = entry(cluster, "sip_trunk_security_profiles")?;
        Cut(text).without_entry(profiles, entry(profiles, &own)?.0)
    })
}

/// What needs it, line by line.
fn needed(name: &str, text: &str, path: &str, wrong: &[Diagnostic]) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for one in wrong {
        let place = one.primary.as_ref().map(|label| &label.place);
        let line = place.filter(|place| &*place.file == path).and_then(|place| {
            let start = text.get(..place.span.range().start)?.rfind('\n').map_or(0, |at| at + 1);
            text.get(start..)?.lines().next()
        });
        let line = line.unwrap_or(&one.message).trim();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    ["`", name, "` is in use: ", &lines.join("; "), ": change that first, or delete it too"]
        .concat()
}

/// The text without what cannot be read any more where it is about nobody else: a step, a check, a
/// trunk, a member of a route group or a pattern.
fn along(text: &str, path: &str, wrong: &Diagnostic) -> Option<String> {
    let place = &wrong.primary.as_ref().filter(|label| &*label.place.file == path)?.place;
    let (root, at) = (tree(text)?, place.span.range().start);
    let within = |node: &Node| node.span.range().contains(&at);
    let (mut node, mut goes) = (&root, false);
    loop {
        if let Value::List(items) = &node.value {
            let item = items.iter().position(within).filter(|_| goes && items.len() > 1)?;
            return Cut(text).without_item(node, item);
        }
        let here =
            |(_, (key, own)): &(usize, &(Key, Node))| key.span.range().contains(&at) || within(own);
        let (nth, (key, own)) = entries(node).iter().enumerate().find(here)?;
        if goes && !matches!(own.value, Value::List(_)) {
            return Cut(text).without_entry(node, nth);
        }
        if let (true, Value::List(steps)) = (key.text == "steps", &own.value) {
            let nth = steps.iter().position(within)?;
            let step = steps.get(nth)?;
            if let Some((_, _, Node { value: Value::List(checks), .. })) = entry(step, "expect") {
                return without_check(text, nth, checks.iter().position(within)?);
            }
            let verb = ["do", "fault", "change"].iter().find_map(|verb| entry(step, verb))?.0;
            return without_step(text, own, steps, nth, (verb, GONE));
        }
        goes = ALONG.contains(&&*key.text);
        node = own;
    }
}

/// What goes with it stands in these.
const ALONG: [&str; 4] = ["trunks", "members", "route_patterns", "sip_route_patterns"];

/// What a step says whose doer is gone.
const GONE: &str = "what happened here is about somebody who is gone";

/// A file, and who and what is in it.
struct File<'f> {
    text: &'f str,
    cast: Cast,
    site: &'f Site,
}

impl File<'_> {
    /// The text with a presence server.
    fn with_server(&self) -> Option<String> {
        let name = |n: u32| if n == 1 { "Server".to_owned() } else { format!("Server {n}") };
        let server = (1..1_000).map(name).find(|name| self.is_free(name))?;
        let digits = self.digits()?;
        let text = self.with_road(self.text, &self.first(), &server, &digits)?;
        put(&text, &["outside"], &filled(SERVER, &server, &digits))
    }

    /// The text with a cluster.
    fn with_cluster(&self) -> Option<String> {
        let letter = |word: &str, from| {
            let name = |letter: char| [word, letter.encode_utf8(&mut [0; 4])].concat();
            (from..='Z').map(name).find(|name| self.is_free(name))
        };
        let (cluster, phone) = (letter("Cluster ", 'B')?, letter("Phone ", 'A')?);
        let (digits, first) = (self.digits()?, self.own_name());
        let text = several(self.text, first)?;
        let text = self.with_road(&text, &["clusters", first], &cluster, &digits)?;
        let back = ["To ", first].concat();
        let back = if self.is_free(&back) { back } else { [&*cluster, " to ", first].concat() };
        let new = filled(CLUSTER, &cluster, &digits)
            .replace("$R", &self.ways_back(&word(&back)))
            .replace("$T", &word(&back))
            .replace("$A", &word(first))
            .replace("$P", &phone);
        put(&text, &["clusters"], &new)
    }

    /// What the first cluster is called once there are several.
    fn own_name(&self) -> &str {
        match &*self.site.first().name {
            "CallManager" if !self.text.contains("CallManager") => "Cluster A",
            name => name,
        }
    }

    /// Where the first cluster stands.
    fn first(&self) -> Vec<&str> {
        let several = tree(self.text).is_some_and(|root| entry(&root, "clusters").is_some());
        if several { vec!["clusters", self.own_name()] } else { vec!["cluster"] }
    }

    /// Whether nothing has this name, nor the names that are made of it, and the text does not say it.
    fn is_free(&self, name: &str) -> bool {
        let taken = |start: &&str| self.cast.has(&[start, name].concat());
        !self.text.contains(name)
            && !["", "To ", OPEN].iter().any(taken)
            && self.site.each_cluster().all(|cluster| cluster.name != name)
    }

    /// The first digits of numbers that nobody has, and the text does not say.
    fn digits(&self) -> Option<String> {
        let mut all: Vec<&str> = self.text.split(|c: char| !c.is_ascii_digit()).collect();
        all.retain(|number| number.len() > 2);
        for c in self.site.each_cluster() {
            all.extend(c.directory_numbers.iter().map(|(_, own)| &*own.number));
            all.extend(c.route_patterns.iter().map(|(_, own)| &*own.pattern));
            all.extend(c.hunt_pilots.iter().map(|(_, own)| &*own.pattern));
        }
        let mut digits = (2..100_u32).map(|digits| digits.to_string());
        digits.find(|digits| !all.iter().any(|number| number.starts_with(digits)))
    }

    /// The text with a way from the first cluster to somebody.
    fn with_road(&self, text: &str, place: &[&str], to: &str, digits: &str) -> Option<String> {
        let c = self.site.first();
        let mut css = String::new();
        if let Some((_, phone)) = c.phones.iter().next() {
            for (key, id) in [("css", phone.css), ("subscribe_css", phone.subscribe_css)] {
                let own = id.and_then(|id| c.calling_search_spaces.get(id));
                css.extend(own.map(|own| [", ", &pair(key, &word(&own.name))].concat()));
            }
        }
        ROAD.iter().try_fold(text.to_owned(), |text, (table, new)| {
            let new = filled(new, to, digits).replace("$C", &css);
            put(&text, &[place, &[table]].concat(), &new)
        })
    }

    /// Patterns for the numbers of the first cluster.
    fn ways_back(&self, trunk: &str) -> String {
        let mut all: Vec<String> = Vec::new();
        let numbers = self.site.first().directory_numbers.iter().map(|(_, own)| &*own.number);
        for number in numbers.chain(["1001"]) {
            let any = "X".repeat(number.len().saturating_sub(1));
            let route = ["{ route: { trunk: ", trunk, " } }"].concat();
            let own = pair(&[number.get(..1).unwrap_or_default(), &any].concat(), &route);
            if !all.contains(&own) {
                all.push(own);
            }
        }
        all.join(", ")
    }
}

fn filled(new: &str, who: &str, digits: &str) -> String {
    new.replace("$F", who).replace("$D", digits)
}

fn word(name: &str) -> String {
    write_scalar(name, true)
}

/// The text with `clusters` in the place of `cluster`.
fn several(text: &str, name: &str) -> Option<String> {
    let root = tree(text)?;
    if entry(&root, "clusters").is_some() {
        return Some(text.to_owned());
    }
    let mut now = text.to_owned();
    // From the last one on: the places of those before it stay as they are.
    let steps = entry(&root, "steps").map(|(_, _, steps)| &steps.value);
    if let Some(Value::List(steps)) = steps {
        for (_, key, change) in steps.iter().rev().filter_map(|step| entry(step, "change")) {
            if entry(change, "cluster").is_none() {
                now = Cut(&now).add(Some(key), change, &pair("cluster", &word(name)))?;
            }
        }
    }
    let root = tree(&now)?;
    let (_, key, node) = entry(&root, "cluster")?;
    Cut(&now).under(key, node, "clusters", &word(name))
}

/// The text with one more entry in the mapping at this place, which is made where it is missing.
fn put(text: &str, place: &[&str], new: &str) -> Option<String> {
    let root = tree(text)?;
    let (mut key, mut node) = (None, &root);
    for (depth, name) in place.iter().enumerate() {
        let Some((_, own, within)) = entry(node, name) else {
            let missing = place.get(depth..)?.iter().rev();
            let new =
                missing.fold(new.to_owned(), |new, name| pair(name, &["{ ", &new, " }"].concat()));
            return Cut(text).add(key, node, &new);
        };
        (key, node) = (Some(own), within);
    }
    Cut(text).add(key, node, new)
}
