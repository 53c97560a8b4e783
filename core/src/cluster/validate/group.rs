//! Presence groups.

use super::{ProblemCode, Problems};
use crate::cluster::{
    Cluster, Field, Object, STANDARD_PRESENCE_GROUP, STANDARD_PRESENCE_GROUP_NAME,
};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Problems) {
    let first = c.presence_groups.look_up(STANDARD_PRESENCE_GROUP);
    if first.is_none_or(|group| group.name != STANDARD_PRESENCE_GROUP_NAME) {
        let object = Object::PresenceGroup(STANDARD_PRESENCE_GROUP_NAME.to_owned());
        let sentence = format_args!("the {STANDARD_PRESENCE_GROUP_NAME} is missing");

        problems
            .tell(ProblemCode::NoStandardGroup, object, Field::Whole, sentence)
            .rule(RuleId::Group7);
    }
    for (id, group) in c.presence_groups.iter() {
        let object = || Object::PresenceGroup(group.name.clone());
        for other in group.relationships.keys() {
            match c.presence_groups.look_up(*other) {
                None => {
                    problems.dangling(object(), Field::Whole, "presence group");
                }
                Some(itself) if *other == id => {
                    let field = Field::Relationship(itself.name.clone());
                    let code = ProblemCode::RelationshipToItself;
                    let sentence = format_args!("`{}` has a permission toward itself", group.name);
                    problems
                        .tell(code, object(), field, sentence)
                        .rule(RuleId::Group1)
                        .help("remove it: within one group everything is allowed");
                }
                Some(_) => {}
            }
        }
    }
}
