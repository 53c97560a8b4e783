//! Presence groups and the permissions between them.

use super::super::super::yaml::Word;
use super::{Definition, Noun, Pass, Sections};
use crate::cluster::{Permission, PresenceGroup, STANDARD_PRESENCE_GROUP_NAME};
use crate::diagnostic::Code;
use crate::id::GroupId;

impl Pass<'_> {
    pub(super) fn groups(&mut self, sections: &Sections<'_>) {
        let definitions = self.definitions(Noun::PresenceGroup, sections);
        let named: Vec<(GroupId, Definition<'_>)> = definitions
            .into_iter()
            .map(|definition| (self.name_group(definition), definition))
            .collect();
        for (id, definition) in named {
            self.group(id, definition);
        }
    }

    /// The Standard Presence group is there already (GROUP-7).
    fn name_group(&mut self, definition: Definition<'_>) -> GroupId {
        let name = definition.key.text.as_str();
        let groups = &mut self.read.cluster.presence_groups;
        match groups.id_of(name).filter(|_| name == STANDARD_PRESENCE_GROUP_NAME) {
            Some(standard) => standard,
            None => groups.push(PresenceGroup::new(name)),
        }
    }

    fn group(&mut self, id: GroupId, definition: Definition<'_>) {
        let noun = Noun::PresenceGroup;
        let Some(fields) = self.fields(definition, "a presence group", noun) else { return };
        let mut reader = self.reader(definition.part);
        let description = fields.word(&mut reader, "description").map(|word| word.text.to_owned());
        let relationships = match fields.get("relationships") {
            Some(node) => reader.entries(node, "`relationships`"),
            None => Vec::new(),
        };
        for (key, node) in relationships {
            let word = Word { text: &key.text, span: key.span };
            let other = self.read.cluster.presence_groups.id_of(&key.text);
            let other = self.look_up(definition.part, Noun::PresenceGroup, word, other);
            let permission = self.permission(definition, node);
            let (Some(other), Some(permission)) = (other, permission) else { continue };
            self.relate(id, other, permission, definition, word);
        }
        if let (Some(group), Some(text)) =
            (self.read.cluster.presence_groups.get_mut(id), description)
        {
            group.description = text;
        }
    }

    fn permission(&mut self, definition: Definition<'_>, node: &super::Node) -> Option<Permission> {
        let choices = [
            ("Allow Subscription", Permission::AllowSubscription),
            ("Disallow Subscription", Permission::DisallowSubscription),
            ("Use System Default", Permission::UseSystemDefault),
        ];
        let mut reader = self.reader(definition.part);
        let word = reader.word(node, "a permission")?;
        reader.choice(word, "a permission", &choices)
    }

    fn relate(
        &mut self,
        from: GroupId,
        to: GroupId,
        permission: Permission,
        definition: Definition<'_>,
        word: Word<'_>,
    ) {
        if from == to {
            let message = format!("`{}` needs no permission toward itself", word.text);
            let mut reader = self.reader(definition.part);
            let diagnostic = reader.error(Code::BadCluster, word.span, message);
            reader.report(
                diagnostic
                    .help("within one group all is allowed, whatever any setting says (GROUP-1)"),
            );
        } else if permission != Permission::UseSystemDefault
            && let Some(group) = self.read.cluster.presence_groups.get_mut(from)
        {
            group.relationships.insert(to, permission);
        }
    }
}
