//! Finding objects by name, description or the text of any setting (GROUP-12).

use super::{Criterion, LooksAt};
use crate::cluster::{Cluster, Field, Noun, Object, Wrong, setting, settings_of};
use crate::diagnostic::listed;
use crate::gather::Gather;
use crate::order;

/// Those that meet all criteria, in the order of their names.
///
/// # Errors
/// A criterion that looks at a setting which objects of this kind do not have.
pub(super) fn find(
    c: &Cluster,
    mut among: Vec<Object>,
    noun: Noun,
    criteria: &[Criterion],
) -> Result<Vec<Object>, (Field, Wrong)> {
    for criterion in criteria {
        if let LooksAt::Setting(field) = &criterion.looks_at
            && setting(noun, field).is_none()
        {
            return Err((field.clone(), unsearchable(noun, field)));
        }
    }
    among.retain(|object| criteria.iter().all(|criterion| meets(c, object, criterion)));
    order::sort(&mut among);
    Ok(among)
}

fn unsearchable(noun: Noun, field: &Field) -> Wrong {
    let key = field.words().map_or("that", |(_, key)| key);
    let keys: Vec<&str> = settings_of(noun).map(crate::cluster::Setting::key).gather();
    let way_out = match keys.is_empty() {
        true => "search by name".to_owned(),
        false => format!("search by name, or by {}", listed(&keys)),
    };
    Wrong::new(format!("{} have no setting `{key}` to search by", noun.plural()), way_out)
}

fn meets(c: &Cluster, object: &Object, criterion: &Criterion) -> bool {
    let text = match &criterion.looks_at {
        LooksAt::Name => object.name().unwrap_or_default().to_owned(),
        LooksAt::Setting(field) => {
            let Some(setting) = setting(Noun::of(object), field) else { return false };
            let value = setting.read(c, object);
            value.map_or_else(String::new, |value| value.words(setting.kind))
        }
    };
    criterion.comparison.holds(&text, &criterion.text)
}
