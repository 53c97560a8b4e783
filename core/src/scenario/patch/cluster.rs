//! An administrator's change, merged into the `cluster:` of a file.

use super::super::fmt::write_scalar;
use super::super::yaml::{Key, Node, Value};
use super::text::{Cut, Way, entries, entry, flow, scalar};
use super::tree;
use crate::cluster::{NON_SECURE_PROFILE_NAME, STANDARD_PRESENCE_GROUP_NAME};
use crate::diagnostic::Span;

/// Objects that are there from installation: a file need not define them.
const INSTALLED: [&str; 3] = [STANDARD_PRESENCE_GROUP_NAME, NON_SECURE_PROFILE_NAME, "Publisher"];

/// Tables whose entries are settings and not objects.
const SETTINGS: [&str; 2] = ["enterprise_parameters", "service_parameters"];

/// The text of a file whose cluster is from the start as a change makes it. `change` is what stands
/// under `change:` of a step, in braces or in lines.
///
/// `None`: the file does not define what is changed (it stands in a file that is included, or in a
/// table of phones), the change only asks, or a new name would say two things.
pub fn with_change(text: &str, change: &str) -> Option<String> {
    let change = tree(change)?;
    let named = entry(&change, "cluster").and_then(|(.., node)| scalar(node));
    let root = tree(text)?;
    let way = match (named, entry(&root, "clusters")) {
        (Some(name), Some(_)) => vec!["clusters", name],
        (None, Some((.., clusters))) => match entries(clusters) {
            [(key, _)] => vec!["clusters", key.text.as_str()],
            _ => return None,
        },
        (_, None) => vec!["cluster"],
    };
    let mut merge = Merge { text: text.to_owned(), way };
    for (key, node) in entries(&change) {
        match key.text.as_str() {
            "cluster" => {}
            "confirm" if scalar(node) == Some("yes") => {}
            "add" => merge.tables(node, &mut |merge, table, node| merge.add(table, node))?,
            "copy" => merge.tables(node, &mut |merge, table, node| merge.copy(table, node))?,
            "rename" => merge.tables(node, &mut |merge, table, node| merge.rename(table, node))?,
            "delete" => merge.tables(node, &mut |merge, table, node| merge.delete(table, node))?,
            table => merge.settings(table, node)?,
        }
    }
    Some(merge.text)
}

/// What to do with a table of a change.
type Each<'c> = &'c mut dyn FnMut(&mut Merge<'_>, &str, &Node) -> Option<()>;

/// A text that is being changed.
struct Merge<'w> {
    text: String,
    /// The keys that lead to the cluster.
    way: Vec<&'w str>,
}

impl Merge<'_> {
    fn tables(&mut self, node: &Node, each: Each<'_>) -> Option<()> {
        for (key, node) in entries(node) {
            each(self, &key.text, node)?;
        }
        Some(())
    }

    fn whole<'a>(&'a self, way: &[Way<'a>]) -> Vec<Way<'a>> {
        self.way.iter().map(|key| Way::Key(key)).chain(way.iter().copied()).collect()
    }

    /// Hands what stands at the end of a way in the cluster to `with`.
    fn at<T>(&self, way: &[Way<'_>], with: impl FnOnce(Option<&Node>) -> T) -> Option<T> {
        let root = tree(&self.text)?;
        let mut node = Some(&root);
        for step in self.whole(way) {
            node = node.and_then(|node| match (step, &node.value) {
                (Way::Key(name), _) => entry(node, name).map(|(.., node)| node),
                (Way::At(at), Value::List(items)) => items.get(at),
                (Way::At(_), _) => None,
            });
        }
        Some(with(node))
    }

    fn has(&self, way: &[Way<'_>]) -> bool {
        self.at(way, |node| node.is_some()).unwrap_or(false)
    }

    fn set(&mut self, way: &[Way<'_>], value: &str) -> Option<()> {
        let root = tree(&self.text)?;
        let text = Cut(&self.text).set(&root, &self.whole(way), value)?;
        self.text = text;
        Some(())
    }

    /// Takes out what stands at the end of a way, where it does.
    fn remove(&mut self, way: &[Way<'_>]) -> Option<()> {
        let (last, above) = way.split_last()?;
        let gone = self.at(above, |node| {
            let (node, cut) = (node?, Cut(&self.text));
            match (last, &node.value) {
                (Way::Key(name), Value::List(items)) => {
                    let at = items.iter().position(|item| scalar(item) == Some(name))?;
                    cut.without_item(node, at)
                }
                (Way::Key(name), _) => cut.without_entry(node, entry(node, name)?.0),
                (Way::At(at), _) => cut.without_item(node, *at),
            }
        })?;
        self.text = gone.unwrap_or(core::mem::take(&mut self.text));
        Some(())
    }

    fn add(&mut self, table: &str, node: &Node) -> Option<()> {
        if let Value::List(names) = &node.value {
            return names.iter().try_for_each(|name| self.add_one(table, scalar(name)?, "{}"));
        }
        entries(node).iter().try_for_each(|(key, node)| self.add_one(table, &key.text, &flow(node)))
    }

    fn add_one(&mut self, table: &str, name: &str, value: &str) -> Option<()> {
        // Partitions have nothing but their names: a new list of them takes no braces.
        if table == "partitions" && !self.has(&[Way::Key(table)]) {
            let name = write_scalar(name, true);
            return self.set(&[Way::Key(table)], &["[", &name, "]"].concat());
        }
        self.set(&[Way::Key(table), Way::Key(name)], value)
    }

    fn copy(&mut self, table: &str, node: &Node) -> Option<()> {
        entries(node).iter().try_for_each(|(key, node)| {
            let original =
                self.at(&[Way::Key(table), Way::Key(&key.text)], |node| node.map(flow))?;
            let name = scalar(node)?;
            self.add_one(table, name, &original?)?;
            if table == "presence_groups" {
                self.permissions_like(&key.text, name)
            } else {
                Some(())
            }
        })
    }

    /// The permissions of other groups toward one hold toward its copy, too.
    fn permissions_like(&mut self, group: &str, copy: &str) -> Option<()> {
        for other in self.names("presence_groups")? {
            let way = |group| {
                [
                    Way::Key("presence_groups"),
                    Way::Key(&other),
                    Way::Key("relationships"),
                    Way::Key(group),
                ]
            };
            let permission = self.at(&way(group), |node| node.map(flow))?;
            if let Some(permission) = permission {
                self.set(&way(copy), &permission)?;
            }
        }
        Some(())
    }

    fn names(&self, table: &str) -> Option<Vec<String>> {
        self.at(&[Way::Key(table)], |node| {
            let all = node.map(entries).unwrap_or_default();
            all.iter().map(|(key, _)| key.text.clone()).collect()
        })
    }

    fn delete(&mut self, table: &str, node: &Node) -> Option<()> {
        let Value::List(names) = &node.value else { return None };
        for name in names.iter().filter_map(scalar) {
            self.remove(&[Way::Key(table), Way::Key(name)])?;
            for other in self.names("presence_groups").filter(|_| table == "presence_groups")? {
                let toward = [
                    Way::Key("presence_groups"),
                    Way::Key(&other),
                    Way::Key("relationships"),
                    Way::Key(name),
                ];
                self.remove(&toward)?;
            }
        }
        Some(())
    }

    /// Another name for an object, wherever the cluster speaks of it. Only where nothing else has
    /// the old name: what a text means is not told from the text.
    fn rename(&mut self, table: &str, node: &Node) -> Option<()> {
        entries(node).iter().try_for_each(|(key, node)| {
            let (old, new) = (key.text.as_str(), scalar(node)?);
            let mut names = Renaming { old, new, found: Vec::new() };
            self.at(&[], |cluster| cluster.into_iter().for_each(|own| names.find(own, 0)))?;
            let defined = names.found.iter().filter(|place| place.defines).count();
            (defined == 1 && self.defines(table, old)).then_some(())?;
            // The places are in the order of the text: the last one first leaves the others right.
            for place in names.found.iter().rev() {
                self.text = Cut(&self.text).replaced(place.span.range(), &place.text);
            }
            Some(())
        })
    }

    fn defines(&self, table: &str, name: &str) -> bool {
        let listed = |node: &Node| match &node.value {
            Value::List(items) => items.iter().any(|item| scalar(item) == Some(name)),
            _ => entry(node, name).is_some(),
        };
        self.at(&[Way::Key(table)], |node| node.is_some_and(listed)).unwrap_or(false)
    }

    fn settings(&mut self, table: &str, node: &Node) -> Option<()> {
        if SETTINGS.contains(&table) {
            return entries(node).iter().try_for_each(|(key, node)| {
                self.set(&[Way::Key(table), Way::Key(&key.text)], &flow(node))
            });
        }
        for (name, object) in entries(node) {
            let known = INSTALLED.contains(&name.text.as_str()) || table == "models";
            if !known && !self.defines(table, &name.text) {
                return None;
            }
            let own = [Way::Key(table), Way::Key(&name.text)];
            if !matches!(object.value, Value::Map(_)) {
                self.set(&own, &flow(object))?;
            }
            for (key, value) in entries(object) {
                self.setting(&[own[0], own[1], Way::Key(&key.text)], key, value)?;
            }
        }
        Some(())
    }

    fn setting(&mut self, way: &[Way<'_>; 3], key: &Key, value: &Node) -> Option<()> {
        match (&*key.text, &value.value) {
            ("relationships", Value::Map(all)) => all.iter().try_for_each(|(toward, node)| {
                self.set(&[way[0], way[1], way[2], Way::Key(&toward.text)], &flow(node))
            }),
            ("blf_speed_dials", Value::Map(all)) => {
                all.iter().try_for_each(|(button, node)| self.button(way, &button.text, node))
            }
            (_, Value::Text { text, .. }) if matches!(&**text, "" | "None" | "<None>") => {
                self.remove(way)
            }
            _ => self.set(way, &flow(value)),
        }
    }

    /// `BLF 1: { directory_number: 1111 }`.
    fn button(&mut self, way: &[Way<'_>; 3], name: &str, node: &Node) -> Option<()> {
        let number: usize = name.strip_prefix("BLF").unwrap_or(name).trim().parse().ok()?;
        let at = number.checked_sub(1)?;
        let own = [way[0], way[1], way[2], Way::At(at)];
        if !self.has(&own) {
            let new = flow(node);
            return match at {
                0 if !self.has(way) => self.set(way, &["[", &new, "]"].concat()),
                _ => self.set(&own, &new),
            };
        }
        for (key, value) in entries(node) {
            let part = |name| [own[0], own[1], own[2], own[3], Way::Key(name)];
            // A button takes one of the two (ADMIN-5).
            match key.text.as_str() {
                "directory_number" => self.remove(&part("destination"))?,
                "destination" => self.remove(&part("directory_number"))?,
                _ => {}
            }
            self.set(&part(&key.text), &flow(value))?;
        }
        Some(())
    }
}

/// Where a cluster speaks of an object.
struct Spoken {
    span: Span,
    /// What is to stand there.
    text: String,
    /// Whether it is defined there.
    defines: bool,
}

/// Settings that are words for readers and name nothing.
const WORDS: [&str; 4] = ["label", "label_ascii", "description", "display_name"];

/// Another name, and the places where it is to stand.
struct Renaming<'a> {
    old: &'a str,
    new: &'a str,
    found: Vec<Spoken>,
}

impl Renaming<'_> {
    /// Finds every text that is the name, or `NUMBER in NAME`. `depth`: how far below the cluster.
    fn find(&mut self, node: &Node, depth: usize) {
        match &node.value {
            Value::Text { text, block: false } => self.note(text, node.span, false),
            Value::Map(all) => {
                for (key, node) in all {
                    self.note(&key.text, key.span, depth == 1);
                    if !WORDS.contains(&key.text.as_str()) {
                        self.find(node, depth + 1);
                    }
                }
            }
            Value::List(items) => {
                for item in items {
                    match scalar(item).filter(|_| depth == 1) {
                        Some(own) => self.note(own, item.span, true),
                        None => self.find(item, depth + 1),
                    }
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, text: &str, span: Span, defines: bool) {
        let renamed = match text.rsplit_once(" in ") {
            _ if text == self.old => self.new.to_owned(),
            Some((number, partition)) if partition == self.old => {
                [number, " in ", self.new].concat()
            }
            _ => return,
        };
        let defines = defines && renamed == self.new;
        self.found.push(Spoken { span, text: write_scalar(&renamed, true), defines });
    }
}
