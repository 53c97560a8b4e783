//! Directory numbers, and how they are named: `1111 in Executives`.

use super::super::super::yaml::Word;
use super::super::words::is_pattern;
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{DirectoryNumber, STANDARD_PRESENCE_GROUP};
use crate::diagnostic::{Code, Span};
use crate::id::{DnId, GroupId, PartitionId};

impl Pass<'_> {
    pub(super) fn directory_numbers(&mut self, sections: &Sections<'_>) {
        for definition in self.definitions(Noun::DirectoryNumber, sections) {
            let (number, partition) = self.number_and_partition(definition, "directory number");
            let presence_group = self.number_fields(definition);
            self.read.cluster.directory_numbers.push(DirectoryNumber {
                name: definition.key.text.clone(),
                number,
                partition,
                presence_group,
            });
        }
    }

    /// Number or pattern, and partition, of a key such as `9.XXXX in Internal`.
    pub(super) fn number_and_partition(
        &mut self,
        definition: Definition<'_>,
        what: &str,
    ) -> (String, Option<PartitionId>) {
        let (number, partition) = self.split_partition(definition);
        if !is_pattern(&number) {
            let message = format!("`{number}` is no {what}");
            let mut reader = self.reader(definition.part);
            let diagnostic = reader.error(Code::BadName, definition.key.span, message);
            reader.report(diagnostic.help(
                "digits, `*`, `#`, `+` and the signs of patterns `X`, `[..]`, `!`, `.`; then ` in ` and the partition",
            ));
        }
        (number, partition)
    }

    /// What stands before ` in ` of a key, and the partition after it.
    pub(super) fn split_partition(
        &mut self,
        definition: Definition<'_>,
    ) -> (String, Option<PartitionId>) {
        let text = definition.key.text.as_str();
        let (number, partition) = split_name(text);
        let Some(partition) = partition else { return (number.to_owned(), None) };
        let key = definition.key.span;
        let start = key.range().start + (text.len() - partition.len());
        // Put together from two cells of a table it is neither as long as its text nor in quotes.
        let span = match key.range().len().checked_sub(text.len()) {
            Some(0) => Span::new(start, start + partition.len()),
            Some(2) => Span::new(start + 1, start + 1 + partition.len()),
            _ => key,
        };
        let word = Word { text: partition, span };
        let id = self.read.cluster.partitions.id_of(partition);
        (number.to_owned(), self.look_up(definition.part, Noun::Partition, word, id))
    }

    fn number_fields(&mut self, definition: Definition<'_>) -> GroupId {
        let noun = Noun::DirectoryNumber;
        let Some(fields) = self.fields(definition, "a directory number", noun) else {
            return STANDARD_PRESENCE_GROUP;
        };
        let mut reader = self.reader(definition.part);
        let _ = fields.word(&mut reader, "description");
        let group = fields.word(&mut reader, "presence_group");
        self.group_named(definition, group)
    }

    /// The group of this name; the Standard Presence group where none is named (GROUP-7).
    pub(super) fn group_named(
        &mut self,
        definition: Definition<'_>,
        word: Option<Word<'_>>,
    ) -> GroupId {
        let Some(word) = word else { return STANDARD_PRESENCE_GROUP };
        let id = self.read.cluster.presence_groups.id_of(word.text);
        let found = self.look_up(definition.part, Noun::PresenceGroup, word, id);
        found.unwrap_or(STANDARD_PRESENCE_GROUP)
    }

    /// The directory number of this name. A bare number that stands in a partition gets a hint.
    pub(super) fn number_named(
        &mut self,
        definition: Definition<'_>,
        word: Word<'_>,
    ) -> Option<DnId> {
        let id = self.read.cluster.directory_numbers.id_of(word.text);
        if id.is_some() || self.read.unsure.contains(&Noun::DirectoryNumber) {
            return id;
        }
        let elsewhere = self
            .read
            .cluster
            .directory_numbers
            .iter()
            .find(|(_, dn)| dn.number == split_name(word.text).0)
            .map(|(_, dn)| dn.name.clone());
        let Some(elsewhere) = elsewhere else {
            return self.look_up(definition.part, Noun::DirectoryNumber, word, None);
        };
        let message = format!("there is no directory number `{}`", word.text);
        let mut reader = self.reader(definition.part);
        let diagnostic = reader.error(Code::UnknownName, word.span, message);
        let diagnostic = diagnostic.label(format!("did you mean `{elsewhere}`?"));
        reader.report(diagnostic.help(
            "a directory number is named with its partition; without one it is in the null partition (R-4)",
        ));
        None
    }
}

/// `1111 in Executives` is number and partition; without ` in ` there is no partition.
pub(in super::super) fn split_name(text: &str) -> (&str, Option<&str>) {
    match text.split_once(" in ") {
        Some((number, partition)) => (number, Some(partition)),
        None => (text, None),
    }
}
