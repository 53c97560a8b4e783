//! Phones: what they point to, and what does not fit together.

use super::{Problem, ProblemCode, blf, dangling};
use crate::cluster::{Cluster, Field, Object, Phone};
use crate::rules::RuleId;

pub(super) fn check(c: &Cluster, problems: &mut Vec<Problem>) {
    for (_, phone) in c.phones.iter() {
        references(c, phone, problems);
        template(c, phone, problems);
        lines(c, phone, problems);
        blf::check(c, phone, problems);
    }
}

fn object(phone: &Phone) -> Object {
    Object::Phone(phone.name.clone())
}

fn references(c: &Cluster, phone: &Phone, problems: &mut Vec<Problem>) {
    let css = |id| c.calling_search_spaces.get(id).is_none();
    if phone.css.is_some_and(css) {
        problems.push(dangling(object(phone), Field::Css, "calling search space"));
    }
    if phone.subscribe_css.is_some_and(css) {
        problems.push(dangling(object(phone), Field::SubscribeCss, "calling search space"));
    }
    if c.presence_groups.get(phone.presence_group).is_none() {
        problems.push(dangling(object(phone), Field::PresenceGroup, "presence group"));
    }
}

fn template(c: &Cluster, phone: &Phone, problems: &mut Vec<Problem>) {
    let Some(id) = phone.template else { return };
    let Some(template) = c.button_templates.get(id) else {
        problems.push(dangling(object(phone), Field::Template, "phone button template"));
        return;
    };
    if let Some(model) = template.model.as_ref().filter(|model| **model != phone.model) {
        let code = ProblemCode::TemplateForAnotherModel;
        let sentence = format!(
            "`{}` is a template for {model}, and `{}` is a {}",
            template.name, phone.name, phone.model
        );
        let help = format!("choose or make a template for {}", phone.model);
        problems.push(
            Problem::new(code, object(phone), Field::Template, sentence)
                .rule(RuleId::Admin3)
                .help(help)
                .and(Object::ButtonTemplate(template.name.clone()), Field::For),
        );
    }
}

fn lines(c: &Cluster, phone: &Phone, problems: &mut Vec<Problem>) {
    for (at, id) in phone.lines.iter().enumerate() {
        let Some(dn) = c.directory_numbers.get(*id) else {
            problems.push(dangling(object(phone), Field::LineAt(at), "directory number"));
            continue;
        };
        if let Some(first) = phone.lines[..at].iter().position(|line| line == id) {
            let code = ProblemCode::LineTwice;
            let sentence = format!("`{}` has the line `{}` twice", phone.name, dn.name);
            problems.push(
                Problem::new(code, object(phone), Field::LineAt(at), sentence)
                    .help("a line stands once on a phone, and may stand on several phones")
                    .and(object(phone), Field::LineAt(first)),
            );
        }
    }
}
