//! Parts of a file on their way to text: on one line where they fit, else line by line.

use super::super::fmt::write_scalar;

/// What stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doc {
    /// Nothing: `key:` alone.
    Nothing,
    /// A text.
    Text(String),
    /// Lines of a block, as they are.
    Lines(Vec<String>),
    /// A list.
    List(Vec<Doc>),
    /// A mapping. `open`: line by line even where it would fit on one.
    Map { open: bool, entries: Vec<(String, Doc)> },
}

/// A line is no longer than this where it can be broken.
const WIDTH: usize = 110;
const STEP: usize = 2;

impl Doc {
    pub(super) fn text(text: impl Into<String>) -> Doc {
        Doc::Text(text.into())
    }

    pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Doc {
        Doc::List(texts.into_iter().map(Doc::text).collect())
    }

    pub(super) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Doc)>) -> Doc {
        let entries = entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
        Doc::Map { open: false, entries }
    }

    /// The same mapping line by line.
    pub(super) fn open(self) -> Doc {
        match self {
            Doc::Map { entries, .. } => Doc::Map { open: true, entries },
            other => other,
        }
    }

    /// Puts a value under keys of mappings within each other, which are made where there are none.
    pub(super) fn insert(&mut self, path: &[&str], value: Doc) {
        let Some((first, rest)) = path.split_first() else {
            *self = value;
            return;
        };
        if !matches!(self, Doc::Map { .. }) {
            *self = Doc::map::<String>([]);
        }
        let Doc::Map { entries, .. } = self else { return };
        if let Some((_, inner)) = entries.iter_mut().find(|(own, _)| own == first) {
            return inner.insert(rest, value);
        }
        let mut inner = Doc::Nothing;
        inner.insert(rest, value);
        entries.push(((*first).to_owned(), inner));
    }

    /// On one line; `None` where it cannot be.
    fn inline(&self) -> Option<String> {
        match self {
            Doc::Nothing => Some(String::new()),
            Doc::Text(text) => Some(write_scalar(text, true)),
            Doc::Lines(_) | Doc::Map { open: true, .. } => None,
            Doc::List(items) => {
                let items: Option<Vec<String>> = items.iter().map(Doc::inline).collect();
                items.map(|items| format!("[{}]", items.join(", ")))
            }
            Doc::Map { entries, .. } if entries.is_empty() => Some("{}".to_owned()),
            Doc::Map { entries, .. } => {
                let entry = |(key, value): &(String, Doc)| {
                    let key = write_scalar(key, true);
                    let value = value.inline()?;
                    Some(format!("{key}: {value}").trim_end().to_owned())
                };
                let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
                entries.map(|entries| format!("{{ {} }}", entries.join(", ")))
            }
        }
    }

    /// Behind a key or a dash: on the line that is begun, or below it.
    fn write(&self, out: &mut String, indent: usize, behind: usize) {
        if let Doc::Text(text) = self {
            out.push(' ');
            return out.push_str(&write_scalar(text, false));
        }
        let line = self.inline().filter(|line| {
            let short = behind + 1 + line.chars().count() <= WIDTH;
            short || matches!(self, Doc::List(items) if items.is_empty())
        });
        match (line, self) {
            (Some(line), _) if line.is_empty() => {}
            (Some(line), _) => {
                out.push(' ');
                out.push_str(&line);
            }
            (None, Doc::Lines(lines)) => {
                out.push_str(" |");
                for line in lines {
                    out.push('\n');
                    out.push_str(&" ".repeat(if line.is_empty() { 0 } else { indent + STEP }));
                    out.push_str(line);
                }
            }
            (None, Doc::Map { entries, .. }) => {
                out.push('\n');
                map_lines(entries, out, indent + STEP, "");
                out.truncate(out.trim_end_matches('\n').len());
            }
            (None, Doc::List(items)) => {
                for item in items {
                    out.push('\n');
                    out.push_str(&" ".repeat(indent + STEP));
                    item.as_item(out, indent + STEP);
                }
            }
            (None, _) => {}
        }
    }

    fn as_item(&self, out: &mut String, indent: usize) {
        out.push('-');
        match self {
            Doc::Map { entries, .. }
                if self.inline().is_none_or(|l| indent + 2 + l.len() > WIDTH) =>
            {
                out.push(' ');
                let mut lines = String::new();
                map_lines(entries, &mut lines, indent + STEP, "");
                out.push_str(lines.trim());
            }
            _ => self.write(out, indent, indent + 1),
        }
    }
}

/// `key: value`, line by line, with `between` after each entry but the last.
pub(super) fn map_lines(entries: &[(String, Doc)], out: &mut String, indent: usize, between: &str) {
    for (position, (key, value)) in entries.iter().enumerate() {
        if position > 0 {
            out.push_str(between);
        }
        let key = write_scalar(key, false);
        out.push_str(&" ".repeat(indent));
        out.push_str(&key);
        out.push(':');
        value.write(out, indent, indent + key.chars().count() + 1);
        out.push('\n');
    }
}
