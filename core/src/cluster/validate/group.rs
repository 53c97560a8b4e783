//! Presence groups.

use super::{Problem, ProblemCode, dangling};
use crate::cluster::{
    Cluster, Field, Object, STANDARD_PRESENCE_GROUP, STANDARD_PRESENCE_GROUP_NAME,
};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
    let first = c.presence_groups.get(STANDARD_PRESENCE_GROUP);
    if first.is_none_or(|group| group.name != STANDARD_PRESENCE_GROUP_NAME) {
        let object = Object::PresenceGroup(STANDARD_PRESENCE_GROUP_NAME.to_owned());
        let sentence = format!("the {STANDARD_PRESENCE_GROUP_NAME} is missing");
        let problem = Problem::new(ProblemCode::NoStandardGroup, object, Field::Whole, sentence);
        problems.push(problem.rule(RuleId::Group7));
    }
    for (id, group) in c.presence_groups.iter() {
        let object = || Object::PresenceGroup(group.name.clone());
        for other in group.relationships.keys() {
            match c.presence_groups.get(*other) {
                None => {
                    problems.push(dangling(object(), Field::Whole, "presence group"));
                }
                Some(itself) if *other == id => {
                    let field = Field::Relationship(itself.name.clone());
                    let code = ProblemCode::RelationshipToItself;
                    let sentence = format!("`{}` has a permission toward itself", group.name);
                    problems.push(
                        Problem::new(code, object(), field, sentence)
                            .rule(RuleId::Group1)
                            .help("remove it: within one group everything is allowed"),
                    );
                }
                Some(_) => {}
            }
        }
    }
}
