//! The relationships of a presence group: the pane, and *Modify Relationship to Other Presence
//! Groups*, which sets one permission toward several groups (GROUP-5, GROUP-12).
//!
//! What is typed of such a field begins with a row that has the permission; a row for each group
//! that is picked comes after it.

use lampfield_markup::html;
use yew::prelude::*;

use super::form::view_cell;
use crate::messages as t;
use crate::types::{FieldView, FormView};

/// The fields of a form before anything is typed.
pub(super) fn begun(fields: &[FieldView]) -> Vec<FieldView> {
    let mut fields = fields.to_vec();
    for field in fields.iter_mut().filter(|field| field.shape == "relations") {
        let first = field.columns.get(1).and_then(|column| column.choices.first());
        field.rows = vec![vec![first.map(|(value, _)| value.clone()).unwrap_or_default()]];
    }
    fields
}

/// A group is picked, or no longer.
pub(super) fn pick(fields: &mut [FieldView], [i, at, _]: [usize; 3]) {
    let Some(field) = fields.get_mut(i) else { return };
    let Some((group, _)) = field.columns.first().and_then(|groups| groups.choices.get(at)) else {
        return;
    };
    let row = vec![group.clone()];
    match field.rows.iter().skip(1).position(|own| *own == row) {
        Some(at) => drop(field.rows.remove(at + 1)),
        None => field.rows.push(row),
    }
}

/// The fields as they are saved: each group that was picked with the permission.
pub(super) fn ended(fields: &[FieldView]) -> Vec<FieldView> {
    let mut fields = fields.to_vec();
    for field in fields.iter_mut().filter(|field| field.shape == "relations") {
        let mut rows = std::mem::take(&mut field.rows).into_iter();
        let permission = rows.next().unwrap_or_default();
        field.rows = rows.map(|group| [group, permission.clone()].concat()).collect();
    }
    fields
}

pub(super) fn view(form: &FormView, i: usize, field: &FieldView) -> Html {
    let [groups, permissions] = field.columns.as_slice() else { return Html::default() };
    let saved = form.fields.get(i).map_or(&[][..], |own| &own.rows);
    let picked = |group: &String| field.rows.iter().skip(1).any(|row| row.first() == Some(group));
    let permission = field.rows.first().and_then(|row| row.first()).map_or("", String::as_str);
    html! {
        <>
            if saved.is_empty() { <p class="about">{ t::RELATIONS_NONE }</p> }
            <ul class="items">{ for saved.iter().map(|row| html! { <li>{ row.join(": ") }</li> }) }</ul>
            <h3>{ t::RELATIONS_MODIFY }</h3>
            <div class="picks">
                { for groups.choices.iter().enumerate().filter(|(_, (group, _))| *group != form.name).map(|(at, (group, shown))| html! {
                    <label><input type="checkbox" data-at={format!("pick.{i}.{at}")} checked={picked(group)} />
                        { " " }{ shown.clone() }</label>
                }) }
            </div>
            { view_cell(&format!("cell.{i}.0.0"), permissions, permission, permissions.word.clone()) }
        </>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::ColumnView;

    fn field() -> FieldView {
        let column = |all: &[&str]| ColumnView {
            choices: all.iter().map(|one| ((*one).to_owned(), (*one).to_owned())).collect(),
            ..ColumnView::default()
        };
        FieldView {
            shape: "relations".into(),
            columns: vec![column(&["Day", "Night"]), column(&["Use System Default", "Allow"])],
            rows: vec![vec!["Day".into(), "Allow".into()]],
            ..FieldView::default()
        }
    }

    #[test]
    fn groups_that_are_picked_are_saved_with_one_permission_and_no_others() {
        let mut fields = begun(&[field()]);
        assert!(ended(&fields)[0].rows.is_empty(), "nothing is picked");
        for at in [0, 1, 0, 1, 1, 0, 7] {
            pick(&mut fields, [0, at, 0]);
        }
        fields[0].rows[0][0] = "Allow".into();
        assert_eq!(ended(&fields)[0].rows, [["Night", "Allow"], ["Day", "Allow"]]);
    }
}
