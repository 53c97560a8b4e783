//! The cuts: one entry or item of a text is set, added or taken out, in the style around it.

use super::super::fmt::write_scalar;
use super::super::yaml::{Key, Node, Value};
use core::ops::Range;

/// The entries of a mapping; none of anything else.
pub(super) fn entries(node: &Node) -> &[(Key, Node)] {
    match &node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

/// What stands under a key.
pub(super) fn entry<'n>(node: &'n Node, name: &str) -> Option<(usize, &'n Key, &'n Node)> {
    let at = entries(node).iter().position(|(key, _)| key.text == name)?;
    entries(node).get(at).map(|(key, node)| (at, key, node))
}

/// A value on one line, as it stands within braces.
pub(super) fn flow(node: &Node) -> String {
    let joined = |all: Vec<String>| all.join(", ");
    match &node.value {
        Value::Text { text, .. } => write_scalar(text, true),
        Value::List(items) => {
            let mut out = String::from("[");
            out.push_str(&joined(items.iter().map(flow).collect()));
            out + "]"
        }
        Value::Map(all) if all.is_empty() => "{}".to_owned(),
        Value::Map(all) => {
            let mut out = String::from("{ ");
            out.push_str(&joined(
                all.iter().map(|(key, node)| pair(&key.text, &flow(node))).collect(),
            ));
            out + " }"
        }
        Value::Nothing | Value::Broken => "{}".to_owned(),
    }
}

/// `key: value`.
pub(super) fn pair(key: &str, value: &str) -> String {
    let mut out = write_scalar(key, true);
    out.push_str(": ");
    out + value
}

/// A text that is cut. Places are those of its tree.
#[derive(Clone, Copy)]
pub(super) struct Cut<'t>(pub(super) &'t str);

impl Cut<'_> {
    fn from(&self, at: usize) -> &str {
        self.0.get(at..).unwrap_or_default()
    }

    /// The text with something else at a place.
    pub(super) fn replaced(&self, range: Range<usize>, new: &str) -> String {
        let mut out = self.0.get(..range.start).unwrap_or_default().to_owned();
        out.push_str(new);
        out.push_str(self.from(range.end));
        out
    }

    fn line_start(&self, at: usize) -> usize {
        self.0.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |feed| feed + 1)
    }

    /// Where the line ends, before its line feed.
    fn line_end(&self, at: usize) -> usize {
        let rest = self.from(at);
        let end = at + rest.find('\n').unwrap_or(rest.len());
        end - usize::from(self.0.get(at..end).is_some_and(|line| line.ends_with('\r')))
    }

    /// Past the line feed of the line.
    fn next_line(&self, at: usize) -> usize {
        let rest = self.from(at);
        at + rest.find('\n').map_or(rest.len(), |feed| feed + 1)
    }

    /// What stands before a place on its line.
    fn before(&self, at: usize) -> &str {
        self.0.get(self.line_start(at)..at).unwrap_or_default()
    }

    /// Whether a list or mapping stands in brackets or braces.
    pub(super) fn is_flow(&self, node: &Node) -> bool {
        self.from(node.span.range().start).starts_with(['{', '['])
    }

    /// Where something ends, without the blanks and comments behind it. `after`: where it does that
    /// has no text at all.
    fn end(&self, node: &Node, after: usize) -> usize {
        let range = node.span.range();
        let trimmed = || {
            let text = self.0.get(range.clone()).unwrap_or_default();
            range.start + text.trim_end().len()
        };
        match &node.value {
            Value::Nothing if trimmed() <= after.max(range.start) => after,
            Value::Map(_) | Value::List(_) if self.is_flow(node) => range.end,
            Value::Map(all) => {
                all.last().map_or(range.end, |(key, node)| self.end(node, self.colon(key)))
            }
            Value::List(items) => items.last().map_or(range.end, |item| self.end(item, range.end)),
            _ => trimmed(),
        }
    }

    /// Past the colon of a key.
    fn colon(&self, key: &Key) -> usize {
        let end = key.span.range().end;
        end + self.from(end).find(':').map_or(0, |at| at + 1)
    }

    /// The text with more items at the end of a list; `None`: it is not in its place.
    pub(super) fn push(&self, list: &Node, new: &[String]) -> Option<String> {
        let Value::List(items) = &list.value else { return None };
        let range = list.span.range();
        let Some(last) = items.last() else {
            let new = ["[", &new.join(", "), "]"].concat();
            return Some(self.replaced(range.start..range.end, &new));
        };
        let end = self.end(last, last.span.range().end);
        if self.is_flow(list) {
            return Some(self.replaced(end..end, &[", ", &new.join(", ")].concat()));
        }
        let dash = self.dash(items.first()?)?;
        Some(self.lines_after(end, dash, "- ", new))
    }

    /// The text with one more item at a position of the list under a key; `None`: the list is not in
    /// its place. What is written above the item that stands there stays above that one.
    pub(super) fn insert(&self, key: &Key, list: &Node, at: usize, new: &str) -> Option<String> {
        let Value::List(items) = &list.value else { return None };
        let (Some(next), Some(first)) = (items.get(at), items.first()) else {
            return self.push(list, &[new.to_owned()]);
        };
        if self.is_flow(list) {
            let start = next.span.range().start;
            return Some(self.replaced(start..start, &[new, ", "].concat()));
        }
        let before = at.checked_sub(1).and_then(|at| items.get(at));
        let end = before.map_or(self.colon(key), |item| self.end(item, item.span.range().end));
        Some(self.lines_after(end, self.dash(first)?, "- ", &[new.to_owned()]))
    }

    /// The text with lines below the one of `end`, as deep as `like` stands.
    fn lines_after(&self, end: usize, like: usize, mark: &str, new: &[String]) -> String {
        let at = self.line_end(end);
        let feed = if self.0.contains("\r\n") { "\r\n" } else { "\n" };
        let deep = " ".repeat(self.before(like).chars().count());
        let within = [feed, &deep, "  "].concat();
        let mut all = String::new();
        for one in new {
            all.push_str(feed);
            all.push_str(&deep);
            all.push_str(mark);
            all.push_str(&one.replace('\n', &within));
        }
        self.replaced(at..at, &all)
    }

    /// Where the dash of an item stands.
    fn dash(&self, item: &Node) -> Option<usize> {
        let start = item.span.range().start;
        let before = self.0.get(..start)?;
        let at = before.trim_end_matches([' ', '\n', '\r']).len().checked_sub(1)?;
        before.get(at..).is_some_and(|text| text.starts_with('-')).then_some(at)
    }

    /// The text with one more entry in a mapping, below the last one; in that of the whole file, which
    /// has no key, below its cluster. `None`: it is no mapping. Lines of a new entry below its first one
    /// stand under it, or in its braces.
    pub(super) fn add(&self, key: Option<&Key>, map: &Node, new: &str) -> Option<String> {
        let lines = || match new.split_once('\n') {
            Some((first, rest)) => [first, " { ", &rest.replace('\n', ", "), " }"].concat(),
            None => new.to_owned(),
        };
        let within = |open: &str| [open, &lines(), " }"].concat();
        let all = match &map.value {
            Value::Nothing => {
                let start = self.colon(key?);
                return Some(self.replaced(start..self.end(map, start), &within(" { ")));
            }
            Value::Map(all) => all,
            _ => return None,
        };
        let mut last = all.last();
        if key.is_none() {
            last = all.iter().find(|(key, _)| key.text.starts_with("cluster")).or(last);
        }
        let Some((own, node)) = last else {
            return Some(self.replaced(map.span.range(), &within("{ ")));
        };
        let end = self.end(node, self.colon(own));
        if self.is_flow(map) {
            return Some(self.replaced(end..end, &[", ", &lines()].concat()));
        }
        let start = own.span.range().start;
        let end = self.past_comments(end, self.before(start));
        Some(self.lines_after(end, start, "", &[new.to_owned()]))
    }

    /// Where a line ends, and the comments below it that stand deeper than its key: they are said of
    /// what ends there.
    fn past_comments(&self, end: usize, deep: &str) -> usize {
        let mut end = self.line_end(end);
        loop {
            let next = self.next_line(end);
            let line = self.0.get(next..self.line_end(next)).unwrap_or_default();
            let comment = line.trim_start();
            if !comment.starts_with('#') || comment.len() + deep.len() >= line.len() {
                return end;
            }
            end = next + line.len();
        }
    }

    /// The text in which what stands under a key of the whole file stands one deeper, under another
    /// key within a mapping. `None`: it has no lines of its own.
    pub(super) fn under(&self, key: &Key, node: &Node, outer: &str, inner: &str) -> Option<String> {
        let own = key.span.range();
        let deep = self.before(own.start);
        if !deep.trim().is_empty() {
            return None;
        }
        let colon = self.colon(key);
        let end = self.past_comments(self.end(node, colon), deep);
        let feed = if self.0.contains("\r\n") { "\r\n" } else { "\n" };
        let mut new = [outer, ":", feed, deep, "  ", inner, ":"].concat();
        for (nth, line) in self.0.get(colon..end)?.split('\n').enumerate() {
            if nth > 0 {
                new.push_str(if line.trim().is_empty() { "\n" } else { "\n  " });
            }
            new.push_str(line);
        }
        Some(self.replaced(own.start..end, &new))
    }

    /// The text with another entry in the place of one.
    pub(super) fn with_entry(
        &self,
        map: &Node,
        at: usize,
        key: &str,
        value: &str,
    ) -> Option<String> {
        let (old, node) = entries(map).get(at)?;
        let own = old.span.range().start..self.end(node, self.colon(old));
        Some(self.replaced(own, &pair(key, value)))
    }

    /// The text without an entry of a mapping. The last one leaves `{}`.
    pub(super) fn without_entry(&self, map: &Node, at: usize) -> Option<String> {
        let all = entries(map);
        let (key, node) = all.get(at)?;
        let own = key.span.range().start..self.end(node, self.colon(key));
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        let before = before.map(|(key, node)| self.end(node, self.colon(key)));
        let after = all.get(at + 1).map(|(key, _)| key.span.range().start);
        Some(self.without(map, own, before, after, "{}"))
    }

    /// The text without an item of a list. The last one leaves `[]`.
    pub(super) fn without_item(&self, list: &Node, at: usize) -> Option<String> {
        let Value::List(items) = &list.value else { return None };
        let start = |item: &Node| self.item_start(list, item);
        let end = |item: &Node| self.end(item, item.span.range().end);
        let item = items.get(at)?;
        let before = at.checked_sub(1).and_then(|at| items.get(at)).map(end);
        let after = items.get(at + 1).and_then(start);
        Some(self.without(list, start(item)?..end(item), before, after, "[]"))
    }

    /// The text without a part of a collection, whose neighbours end and start there.
    fn without(
        &self,
        whole: &Node,
        own: Range<usize>,
        before: Option<usize>,
        after: Option<usize>,
        empty: &str,
    ) -> String {
        let alone = self.before(own.start).trim().is_empty();
        match (before, after) {
            (None, None) => {
                let end = if self.is_flow(whole) { whole.span.range().end } else { own.end };
                self.replaced(whole.span.range().start..end, empty)
            }
            _ if !self.is_flow(whole) && alone => {
                self.replaced(self.line_start(own.start)..self.next_line(own.end), "")
            }
            (_, Some(after)) => self.replaced(own.start..after, ""),
            (Some(before), None) => self.replaced(before..own.end, ""),
        }
    }

    /// Where an item of a list starts, with its dash if it has one.
    pub(super) fn item_start(&self, list: &Node, item: &Node) -> Option<usize> {
        if self.is_flow(list) { Some(item.span.range().start) } else { self.dash(item) }
    }
}
