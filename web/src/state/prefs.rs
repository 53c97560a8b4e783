//! What a user likes, kept between visits.

use serde::{Deserialize, Serialize};

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the system.
    #[default]
    System,
    /// Dark ink on light ground.
    Light,
    /// Light ink on dark ground.
    Dark,
}

impl Theme {
    /// The value of CSS `color-scheme` that brings it about.
    #[must_use]
    pub const fn color_scheme(self) -> &'static str {
        match self {
            Self::System => "light dark",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The next one when its button is pressed; `dark_now` is what the page looks like.
    #[must_use]
    pub const fn toggled(self, dark_now: bool) -> Self {
        match (self, dark_now) {
            (Self::System, true) | (Self::Dark, _) => Self::Light,
            (Self::System, false) | (Self::Light, _) => Self::Dark,
        }
    }
}

/// Settings of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Prefs {
    /// Light or dark.
    pub theme: Theme,
    /// Whether single letters act as keys (WCAG 2.1.4).
    pub letters: bool,
    /// Whether only what a real phone would show is shown.
    pub phone_truth: bool,
    /// Whether lamp changes are spoken during play too.
    pub speak: bool,
}

impl Default for Prefs {
    fn default() -> Self {
        Self { theme: Theme::System, letters: true, phone_truth: false, speak: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_theme_button_always_changes_what_one_sees() {
        for (theme, dark_now) in [
            (Theme::System, true),
            (Theme::System, false),
            (Theme::Light, false),
            (Theme::Dark, true),
        ] {
            let next = theme.toggled(dark_now);
            assert_eq!(next == Theme::Light, dark_now, "{theme:?}");
        }
    }

    #[test]
    fn settings_of_an_older_page_still_load() {
        let prefs: Prefs = serde_json::from_str(r#"{"theme":"dark","unheardOf":1}"#).unwrap();
        assert_eq!(prefs, Prefs { theme: Theme::Dark, ..Prefs::default() });
    }
}
