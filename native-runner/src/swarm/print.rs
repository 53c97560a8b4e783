//! A tree as a scenario file, written as people write them: what fits stands in one line.

use lampfield_core::scenario::write_scalar;

use super::tree::Node;

/// Longer lines are broken.
const WIDTH: usize = 100;

/// The keys that are opened down to the things that they name, however short: one thing a line.
const OPENED: [&str; 4] = ["cluster", "clusters", "outside", "phones"];

/// The whole file.
pub(super) fn print(root: &Node) -> String {
    let mut out = String::new();
    for (key, node) in root.entries() {
        if matches!(key.as_str(), "cluster" | "clusters" | "outside" | "steps" | "always") {
            out.push('\n');
        }
        entry(key, node, 0, &mut out);
    }
    out
}

fn entry(key: &str, node: &Node, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    let quoted = write_scalar(key, true);
    let inline = flow(node);
    let opened = OPENED.contains(&key) || (indent == 0 && key == "steps");
    let fits = indent + quoted.chars().count() + 2 + inline.chars().count() <= WIDTH;
    if node.len() == 0 || (fits && !opened) {
        out.push_str(format!("{pad}{quoted}: {inline}").trim_end());
        out.push('\n');
        return;
    }
    out.push_str(&format!("{pad}{quoted}:\n"));
    for (key, node) in node.entries() {
        entry(key, node, indent + 2, out);
    }
    for node in node.items() {
        item(node, indent + 2, out);
    }
}

fn item(node: &Node, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    let inline = flow(node);
    let map = node.entries();
    if map.is_empty() || indent + 2 + inline.chars().count() <= WIDTH {
        out.push_str(&format!("{pad}- {inline}\n"));
        return;
    }
    let mut block = String::new();
    for (key, node) in map {
        entry(key, node, indent + 2, &mut block);
    }
    // The first key stands beside the dash.
    out.push_str(&format!("{pad}- {}", block.trim_start()));
}

fn flow(node: &Node) -> String {
    match node {
        Node::Nothing => String::new(),
        Node::Text(text) => write_scalar(text, true),
        Node::List(items) => {
            let all: Vec<String> = items
                .iter()
                .map(|item| if *item == Node::Nothing { "~".to_owned() } else { flow(item) })
                .collect();
            format!("[{}]", all.join(", "))
        }
        Node::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Node::Map(entries) => {
            let all: Vec<String> = entries
                .iter()
                .map(|(key, node)| {
                    format!("{}: {}", write_scalar(key, true), flow(node)).trim_end().to_owned()
                })
                .collect();
            format!("{{ {} }}", all.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stands_in_one_line_and_each_phone_has_its_own() {
        let text = "lampfield: 1\n\ncluster:\n  partitions: [Internal]\n  phones:\n    Phone A: { type: 7970 SIP, lines: [1000 in Internal] }\n\nsteps:\n  - { at: 0s, do: everybody connects }\n";
        assert_eq!(print(&Node::parse(text).unwrap()), text);
    }
}
