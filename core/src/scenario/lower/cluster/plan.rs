//! Partitions and calling search spaces.

use super::super::words::bad_name;
use super::{Noun, Pass, Sections};
use crate::cluster::{CallingSearchSpace, Partition};
use crate::diagnostic::{Code, Span};
use crate::id::PartitionId;
use crate::sorted::SortedMap;

impl Pass<'_> {
    /// `partitions: [Internal, Executives]`: names only, so a list.
    pub(super) fn partitions(&mut self, sections: &Sections<'_>) {
        let mut seen: SortedMap<&str, crate::diagnostic::Place> = SortedMap::new();
        for (part, node) in sections.get("partitions").into_iter().flatten() {
            if node.is_broken() {
                self.read.unsure.insert(Noun::Partition);
                continue;
            }
            let mut reader = self.reader(*part);
            let words = reader.words(node, "`partitions`");
            for word in words {
                let place = self.reader(*part).place(word.span);
                if let Some(why) = bad_name(word.text) {
                    let message =
                        format!("`{}` cannot be the name of a partition: {why}", word.text);
                    let mut reader = self.reader(*part);
                    let diagnostic = reader.error(Code::BadName, word.span, message);
                    reader.report(diagnostic);
                }
                if let Some(first) = seen.get(word.text) {
                    let message = format!("the partition `{}` is defined twice", word.text);
                    let first = first.clone();
                    let mut reader = self.reader(*part);
                    let diagnostic = reader.error(Code::Duplicate, word.span, message);
                    reader.report(diagnostic.label("the second").also(first, "the first"));
                    continue;
                }
                seen.insert(word.text, place.clone());
                self.read.cluster.partitions.push(Partition { name: word.text.to_owned() });
            }
        }
    }

    /// `calling_search_spaces: { Everyone: [Internal, Executives] }`, in the order of the search.
    pub(super) fn calling_search_spaces(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::CallingSearchSpace, sections) {
            let mut reader = self.reader(definition.part);
            let words = reader.words(definition.node, "a calling search space");
            let mut partitions: Vec<PartitionId> = Vec::new();
            let mut spans: SortedMap<PartitionId, Span> = SortedMap::new();
            for word in words {
                let id = self.read.cluster.partitions.id_of(word.text);
                let Some(id) = self.look_up(definition.part, Noun::Partition, word, id) else {
                    continue;
                };
                if let Some(first) = spans.insert(id, word.span) {
                    let message =
                        format!("`{}` stands twice in this calling search space", word.text);
                    let mut reader = self.reader(definition.part);
                    let first = reader.place(first);
                    let diagnostic = reader.error(Code::Duplicate, word.span, message);
                    reader.report(diagnostic.label("the second").also(first, "the first"));
                } else {
                    partitions.push(id);
                }
            }
            let name = definition.key.text.clone();
            self.read.cluster.calling_search_spaces.push(CallingSearchSpace { name, partitions });
        }
    }
}
