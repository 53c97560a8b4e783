//! From a tree to text, with the comments where they belong.

use super::comments::{self, Comment};
use super::scalar;
use super::tree::{Body, Style, Written};
use std::collections::VecDeque;

/// What belongs to a line above stands so much deeper.
const STEP: usize = 2;

/// The text of a file.
pub(super) fn print(source: &str, root: &Written) -> String {
    let mut printer = Printer {
        source,
        comments: comments::find(source, root),
        out: String::new(),
        at: 0,
        indent: 0,
        shift: 0,
    };
    match &root.body {
        Body::Map { flow: false, entries } => printer.block_map(entries, 0, false),
        Body::List { flow: false, items } => printer.block_list(root, items, 0, false),
        _ => {
            printer.line(root.span.start, 0);
            printer.inline(root, 0, false);
        }
    }
    printer.comments_before(source.len() + 1, 0);
    printer.out.push('\n');
    printer.out
}

struct Printer<'t> {
    source: &'t str,
    /// Those that have not been printed yet.
    comments: VecDeque<Comment>,
    out: String,
    /// Up to where the source has been printed.
    at: usize,
    /// How deep the line of output is that is being written.
    indent: usize,
    /// By how much that line has moved to the right.
    shift: isize,
}

impl Printer<'_> {
    fn gap(&self, to: usize) -> &str {
        self.source.get(self.at..to).unwrap_or_default()
    }

    fn column(&self, at: usize) -> usize {
        let before = self.source.get(..at).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().chars().count()
    }

    /// Begins a line of output for what stands at `start`, after the comments before it. One empty
    /// line stays where there were some.
    fn line(&mut self, start: usize, indent: usize) {
        self.comments_before(start, indent);
        self.bare_line(start, indent);
    }

    fn bare_line(&mut self, start: usize, indent: usize) {
        if !self.out.is_empty() {
            if self.gap(start).matches('\n').count() > 1 {
                self.out.push('\n');
            }
            self.out.push('\n');
        }
        self.out.push_str(&" ".repeat(indent));
        self.indent = indent;
        let offset = |n: usize| isize::try_from(n).unwrap_or(0);
        self.shift = offset(indent) - offset(self.column(start));
    }

    fn comments_before(&mut self, to: usize, indent: usize) {
        while let Some(comment) = self.comments.front().copied().filter(|next| next.start < to) {
            self.comments.pop_front();
            self.comment(&comment, indent);
        }
    }

    fn comment(&mut self, comment: &Comment, indent: usize) {
        if comment.own_line {
            self.bare_line(comment.start, indent);
        } else {
            let line = self.out.rsplit('\n').next().unwrap_or_default();
            let width = line.trim_end().chars().count();
            let wanted = comment.column.saturating_add_signed(self.shift);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push_str(&" ".repeat(wanted.saturating_sub(width).max(1)));
        }
        self.out.push_str(comment.text(self.source));
        self.at = comment.end;
    }

    /// The comments at the end of a block, which its own column tells from those of what follows.
    fn comments_within(&mut self, column: usize, indent: usize) {
        while let Some(next) = self.comments.front().copied() {
            let alone = self.gap(next.start).trim().is_empty();
            if !alone || (next.own_line && next.column < column) {
                return;
            }
            self.comments.pop_front();
            self.comment(&next, indent);
        }
    }

    /// `key: value`, one entry to a line. `inline`: the first one goes on the line that is begun.
    fn block_map(&mut self, entries: &[(Written, Written)], indent: usize, inline: bool) {
        for (position, (key, value)) in entries.iter().enumerate() {
            if position > 0 || !inline || self.comments_come(key.span.start) {
                self.line(key.span.start, indent);
            }
            self.text(key, indent, false);
            self.out.push(':');
            self.value(value, indent);
        }
        if let Some((first, _)) = entries.first() {
            self.comments_within(self.column(first.span.start), indent);
        }
    }

    fn comments_come(&self, to: usize) -> bool {
        self.comments.front().is_some_and(|next| next.start < to)
    }

    fn value(&mut self, value: &Written, indent: usize) {
        match &value.body {
            Body::Nothing => {}
            Body::Map { flow: false, entries } => self.block_map(entries, indent + STEP, false),
            Body::List { flow: false, items } => {
                self.block_list(value, items, indent + STEP, false);
            }
            _ => self.inline(value, indent, true),
        }
    }

    /// `- item`, one to a line.
    fn block_list(&mut self, list: &Written, items: &[Written], indent: usize, inline: bool) {
        let column = self.column(list.span.start);
        for (position, item) in items.iter().enumerate() {
            let dash = self.dash(item);
            if position > 0 || !inline || self.comments_come(dash) {
                self.line(dash, indent);
            }
            self.out.push('-');
            self.at = dash + 1;
            match &item.body {
                Body::Nothing => {}
                Body::Map { flow: false, entries } => {
                    self.out.push(' ');
                    self.block_map(entries, indent + STEP, true);
                }
                Body::List { flow: false, items } => {
                    self.out.push(' ');
                    self.block_list(item, items, indent + STEP, true);
                }
                _ => self.inline(item, indent, true),
            }
        }
        self.comments_within(column, indent);
    }

    /// Where the dash of an item stands: the first one after all that is printed, outside of
    /// comments.
    fn dash(&self, item: &Written) -> usize {
        let mut at = self.at;
        for line in self.gap(item.span.start.max(self.at)).split_inclusive('\n') {
            let code = line.split('#').next().unwrap_or_default();
            if let Some(offset) = code.find('-') {
                return at + offset;
            }
            at += line.len();
        }
        item.span.start
    }

    /// A text or something in brackets. `after`: behind a key or a dash, on the same line unless it
    /// begins a new one.
    fn inline(&mut self, node: &Written, indent: usize, after: bool) {
        if after && self.gap(node.span.start).contains('\n') {
            self.broken(node.span.start, indent + STEP);
        } else if after {
            self.out.push(' ');
        }
        match &node.body {
            Body::List { items, .. } => self.flow_list(node, items),
            Body::Map { entries, .. } => self.flow_map(node, entries),
            _ => self.text(node, indent, false),
        }
    }

    fn flow_list(&mut self, node: &Written, items: &[Written]) {
        let base = self.indent;
        self.out.push('[');
        self.at = node.span.start + 1;
        for (position, item) in items.iter().enumerate() {
            self.separate(item.span.start, base, position, "");
            self.flow(item);
        }
        self.close(node, base, "]", "");
    }

    fn flow_map(&mut self, node: &Written, entries: &[(Written, Written)]) {
        let base = self.indent;
        // `[a: b]`: a mapping of one entry needs no braces within a list.
        let braces = self.source.get(node.span.start..).is_some_and(|text| text.starts_with('{'));
        if braces {
            self.out.push('{');
            self.at = node.span.start + 1;
        }
        let inside = if braces { " " } else { "" };
        for (position, (key, value)) in entries.iter().enumerate() {
            self.separate(key.span.start, base, position, inside);
            self.text(key, base, true);
            self.out.push(':');
            if !matches!(value.body, Body::Nothing) {
                self.out.push(' ');
                self.flow(value);
            }
        }
        if braces {
            self.close(node, base, "}", if entries.is_empty() { "" } else { " " });
        }
    }

    fn flow(&mut self, node: &Written) {
        match &node.body {
            Body::Nothing => {}
            Body::Text(..) => self.text(node, self.indent, true),
            Body::List { items, .. } => self.flow_list(node, items),
            Body::Map { entries, .. } => self.flow_map(node, entries),
        }
    }

    /// What stands before an item in brackets; a line that was broken there stays broken.
    fn separate(&mut self, start: usize, base: usize, position: usize, first: &str) {
        if position > 0 {
            self.out.push(',');
        }
        if self.gap(start).contains('\n') {
            self.broken(start, base + STEP);
        } else {
            self.out.push_str(if position > 0 { " " } else { first });
        }
    }

    fn close(&mut self, node: &Written, base: usize, bracket: &str, inside: &str) {
        let end = node.span.end.saturating_sub(1);
        if self.gap(end).contains('\n') {
            self.comments_before(end, base + STEP);
            self.broken(end, base);
        } else {
            self.out.push_str(inside);
        }
        self.out.push_str(bracket);
        self.at = node.span.end;
    }

    /// A new line within brackets, without empty lines.
    fn broken(&mut self, start: usize, indent: usize) {
        self.comments_before(start, indent);
        self.at = start;
        self.bare_line(start, indent);
    }

    fn text(&mut self, node: &Written, indent: usize, flow: bool) {
        let source = self.source.get(node.span.clone()).unwrap_or_default();
        match &node.body {
            Body::Text(Style::Block, _) => self.block_text(source, indent),
            Body::Text(style, text) if !source.contains('\n') => match style {
                Style::Quoted => self.out.push_str(&scalar::write(text, flow)),
                _ => self.out.push_str(source),
            },
            _ => self.long_text(source, indent),
        }
        self.at = node.span.end;
    }

    /// A text in several lines that are read as one.
    fn long_text(&mut self, source: &str, indent: usize) {
        for (position, line) in source.lines().enumerate() {
            if position > 0 {
                self.out.push('\n');
            }
            if position > 0 && !line.trim().is_empty() {
                self.out.push_str(&" ".repeat(indent + STEP));
            }
            self.out.push_str(line.trim());
        }
    }

    /// `|` or `>` with the lines below it, which keep their own indentation within.
    fn block_text(&mut self, source: &str, indent: usize) {
        let mut lines = source.lines();
        let head = lines.next().unwrap_or_default().trim_end();
        self.out.push_str(head);
        let own = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let depth = lines.clone().find(|line| !line.trim().is_empty()).map_or(0, own);
        for line in lines {
            self.out.push('\n');
            let rest = line.get(depth..).unwrap_or_default().trim_end_matches('\r');
            if !rest.is_empty() {
                self.out.push_str(&" ".repeat(indent + STEP));
                self.out.push_str(rest);
            }
        }
    }
}
