//! What the page shows of a cluster's configuration.

use lampfield_core::cluster::{ConfigPath, Field, Noun};

use super::Shared;
use crate::types::{FormView, KindView, ReasonView};

/// Where the configuration pane stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The cluster; empty: the first.
    pub cluster: String,
    /// The key of a kind in a file; empty: all kinds are listed.
    pub table: String,
    /// The object whose form is open, without a name a new one; `None`: its kind is listed.
    pub object: Option<String>,
    /// The setting to stand at, by its word; empty for none.
    pub field: String,
}

impl Place {
    /// The form of an object, or with `None` the list of its kind.
    #[must_use]
    pub fn of(cluster: &str, table: &str, object: Option<&str>) -> Self {
        let (cluster, table) = (cluster.to_owned(), table.to_owned());
        Place { cluster, table, object: object.map(str::to_owned), field: String::new() }
    }

    /// The setting of a cluster behind a menu path: `Device > Phone > Phone A > Template`.
    #[must_use]
    pub fn at(cluster: &str, path: &str) -> Option<Self> {
        let rest_of = |noun: &Noun| {
            let menu = ConfigPath::new(noun.object(""), Field::Whole).to_string();
            let rest = path.strip_prefix(menu.as_str())?.strip_prefix(" > ")?;
            Some((menu.len(), *noun, rest.to_owned()))
        };
        let found = Noun::ALL.iter().filter_map(rest_of).max_by_key(|(length, ..)| *length);
        let (_, noun, rest) = found?;
        let mut steps = rest.split(" > ");
        let name = if noun.has_names() { steps.next().unwrap_or_default() } else { "" };
        let field = steps.next().unwrap_or_default();
        // One of many stands in the setting of all.
        let field = if field.starts_with("BLF/SpeedDial") { "BLF/SpeedDials" } else { field };
        let place = Place::of(cluster, noun.table(), Some(name));
        Some(Place { field: field.to_owned(), ..place })
    }
}

/// The configuration pane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Build {
    /// Where it stands.
    pub place: Place,
    /// The cluster that new things go into; empty: the first.
    pub into: String,
    /// All kinds with their objects.
    pub kinds: Shared<Vec<KindView>>,
    /// The form that is open.
    pub form: Option<Shared<FormView>>,
    /// Why the last act was not taken, or what to look at after it.
    pub reasons: Vec<ReasonView>,
}

impl Build {
    /// Goes somewhere else; what was said of the place before is read.
    pub(super) fn go(&mut self, place: Place) {
        if self.place != place {
            self.form = None;
            self.reasons = Vec::new();
            self.place = place;
        }
    }

    /// A form came.
    pub(super) fn filled(&mut self, form: FormView) {
        self.form = Some(Shared::keep_some(self.form.as_ref(), form));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_menu_path_leads_to_its_form_and_setting() {
        for (path, table, object, field) in [
            (
                "Device > Phone > Phone A > SUBSCRIBE Calling Search Space",
                "phones",
                "Phone A",
                "SUBSCRIBE Calling Search Space",
            ),
            (
                "Device > Phone > Phone A > BLF/SpeedDial 2 > Destination",
                "phones",
                "Phone A",
                "BLF/SpeedDials",
            ),
            ("System > Presence Group > Night", "presence_groups", "Night", ""),
            (
                "System > Enterprise Parameters > BLF for Call Lists",
                "enterprise_parameters",
                "",
                "BLF for Call Lists",
            ),
        ] {
            let place = Place::at("East", path).expect(path);
            assert_eq!((place.cluster.as_str(), place.table.as_str()), ("East", table), "{path}");
            assert_eq!((place.object.as_deref(), place.field.as_str()), (Some(object), field));
        }
        assert_eq!(Place::at("", "nowhere"), None);
    }
}
