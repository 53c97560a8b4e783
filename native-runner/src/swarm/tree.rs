//! A scenario file as a plain tree, to be taken apart and written anew. Comments and places are
//! lost: what comes out is another file.

use granit_parser::{Event, Parser, ScalarStyle};
use lampfield_core::scenario::write_scalar;

/// A value of a scenario file, which uses neither anchors nor tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// `key:` alone.
    Nothing,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// A collection that is being filled.
enum Open {
    List(Vec<Node>),
    Map(Vec<(String, Node)>, Option<String>),
}

impl Node {
    /// Reads a file that the engine reads too; `None` where it is no such file.
    pub(super) fn parse(text: &str) -> Option<Node> {
        let mut stack: Vec<Open> = Vec::new();
        let mut root = None;
        for next in Parser::new_from_str(text) {
            let done = match next.ok()?.0 {
                Event::Scalar(text, style, ..) => scalar(text.into_owned(), style),
                Event::SequenceStart(..) => {
                    stack.push(Open::List(Vec::new()));
                    continue;
                }
                Event::MappingStart(..) => {
                    stack.push(Open::Map(Vec::new(), None));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => match stack.pop()? {
                    Open::List(items) => Node::List(items),
                    Open::Map(entries, _) => Node::Map(entries),
                },
                _ => continue,
            };
            match stack.last_mut() {
                None => root = Some(done),
                Some(Open::List(items)) => items.push(done),
                Some(Open::Map(entries, key)) => match key.take() {
                    None => *key = Some(done.text()?.to_owned()),
                    Some(key) => entries.push((key, done)),
                },
            }
        }
        root
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn entries(&self) -> &[(String, Node)] {
        match self {
            Node::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Node] {
        match self {
            Node::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, node)| node)
    }

    /// Takes entries out of a mapping.
    pub(super) fn drop_keys(&mut self, keys: &[&str]) {
        if let Node::Map(entries) = self {
            entries.retain(|(key, _)| !keys.contains(&key.as_str()));
        }
    }

    /// How many nodes hang below.
    pub(super) fn size(&self) -> usize {
        match self {
            Node::Nothing | Node::Text(_) => 1,
            Node::List(items) => 1 + items.iter().map(Node::size).sum::<usize>(),
            Node::Map(entries) => 1 + entries.iter().map(|(_, node)| node.size()).sum::<usize>(),
        }
    }

    /// How many children it has.
    pub(super) fn len(&self) -> usize {
        self.entries().len() + self.items().len()
    }

    /// The child at a place.
    pub(super) fn child(&self, at: usize) -> Option<&Node> {
        match self {
            Node::List(items) => items.get(at),
            Node::Map(entries) => entries.get(at).map(|(_, node)| node),
            _ => None,
        }
    }

    /// Removes what a path of positions leads to; whether it was there.
    pub(super) fn remove(&mut self, path: &[usize]) -> bool {
        let Some((at, rest)) = path.split_first() else { return false };
        if at >= &self.len() {
            return false;
        }
        match (self, rest) {
            (Node::List(items), []) => drop(items.remove(*at)),
            (Node::Map(entries), []) => drop(entries.remove(*at)),
            (Node::List(items), rest) => {
                return items.get_mut(*at).is_some_and(|node| node.remove(rest));
            }
            (Node::Map(entries), rest) => {
                return entries.get_mut(*at).is_some_and(|(_, node)| node.remove(rest));
            }
            _ => return false,
        }
        true
    }

    /// The whole file: a line for each key.
    pub(super) fn to_text(&self) -> String {
        let line = |(key, node): &(String, Node)| {
            let text = format!("{}: {}", write_scalar(key, true), node.flow());
            format!("{}\n", text.trim_end())
        };
        self.entries().iter().map(line).collect()
    }

    fn flow(&self) -> String {
        let entry = |(key, node): &(String, Node)| {
            format!("{}: {}", write_scalar(key, true), node.flow()).trim_end().to_owned()
        };
        let item = |node: &Node| match node {
            Node::Nothing => "~".to_owned(),
            other => other.flow(),
        };
        match self {
            Node::Nothing => String::new(),
            Node::Text(text) => write_scalar(text, true),
            Node::List(items) => {
                format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
            }
            Node::Map(entries) => {
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn scalar(text: String, style: ScalarStyle) -> Node {
    let nothing = style == ScalarStyle::Plain && matches!(text.as_str(), "" | "~" | "null");
    if nothing { Node::Nothing } else { Node::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_reads_as_what_it_was() {
        let text = include_str!("../../tests/data/good.yaml");
        let tree = Node::parse(text).unwrap();
        assert_eq!(Node::parse(&tree.to_text()).unwrap(), tree);
        let odd = Node::Map(vec![
            ("a: b".to_owned(), Node::Text("x # y".to_owned())),
            ("*.example.com in Internal".to_owned(), Node::Text(String::new())),
            ("c".to_owned(), Node::List(vec![Node::Nothing, Node::Text("[1, {2}]".to_owned())])),
            ("d".to_owned(), Node::Map(vec![("e".to_owned(), Node::Nothing)])),
            ("f".to_owned(), Node::Text("two\nlines \"quoted\" \\ ".to_owned())),
            ("g".to_owned(), Node::Map(Vec::new())),
            ("h".to_owned(), Node::Text("null".to_owned())),
            ("+1555".to_owned(), Node::Text("- x".to_owned())),
            ("i".to_owned(), Node::List(Vec::new())),
            ("j".to_owned(), Node::Text("80%: it's, so".to_owned())),
            ("k".to_owned(), Node::Text("%80".to_owned())),
        ]);
        let printed = odd.to_text();
        assert_eq!(Node::parse(&printed).as_ref(), Some(&odd), "{printed}");
    }

    #[test]
    fn a_path_leads_to_what_is_removed() {
        let mut tree = Node::parse("a: [1, 2]\nb: { c: 3 }\n").unwrap();
        assert!(tree.remove(&[0, 1]));
        assert!(tree.remove(&[1, 0]));
        assert!(!tree.remove(&[1, 0]) && !tree.remove(&[7]) && !tree.remove(&[]));
        assert_eq!(tree, Node::parse("a: [1]\nb: {}\n").unwrap());
    }
}
