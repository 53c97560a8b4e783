//! What a user likes, kept between visits.

use lampfield_core::json::Json;

/// Light, dark, or what the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Each with the word that it is kept as.
    const WORDS: [(Self, &str); 3] =
        [(Self::System, "system"), (Self::Light, "light"), (Self::Dark, "dark")];

    fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(theme, _)| *theme == self).map_or("", |(_, word)| word)
    }

    fn of_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(theme, _)| *theme)
    }

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Prefs {
    /// As JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        let fields = vec![
            ("theme", self.theme.word().into()),
            ("letters", self.letters.into()),
            ("phoneTruth", self.phone_truth.into()),
            ("speak", self.speak.into()),
        ];
        Json::object(fields).write(&mut text);
        text
    }

    /// From JSON. What it does not say, or says in a way that is not ours, is as usual: settings of
    /// an older or newer page still load.
    #[must_use]
    pub fn from_json(json: &str) -> Self {
        let usual = Self::default();
        let Some(json) = Json::read(json) else { return usual };
        let switch = |name, usual| match json.get(name) {
            Some(Json::Bool(on)) => *on,
            _ => usual,
        };
        let theme = json.get("theme").and_then(Json::text).and_then(Theme::of_word);
        Self {
            theme: theme.unwrap_or(usual.theme),
            letters: switch("letters", usual.letters),
            phone_truth: switch("phoneTruth", usual.phone_truth),
            speak: switch("speak", usual.speak),
        }
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
        let prefs = Prefs::from_json(r#"{"theme":"dark","letters":2,"unheardOf":1}"#);
        assert_eq!(prefs, Prefs { theme: Theme::Dark, ..Prefs::default() });
        assert_eq!(Prefs::from_json("no JSON"), Prefs::default());
        let prefs = Prefs { theme: Theme::Light, letters: false, phone_truth: true, speak: true };
        assert_eq!(Prefs::from_json(&prefs.to_json()), prefs);
    }
}
