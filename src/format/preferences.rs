//! The learner's preferences as JSON. Unknown or missing fields take their default: a preference is never worth an error.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Size {
    #[default]
    Standard,
    Large,
    Elder,
}

impl Size {
    pub const ALL: [Self; 3] = [Self::Standard, Self::Large, Self::Elder];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Large => "large",
            Self::Elder => "elder",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard => "标准",
            Self::Large => "大",
            Self::Elder => "长辈",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

impl Theme {
    pub const ALL: [Self; 4] = [Self::System, Self::Light, Self::Dark, Self::Contrast];

    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Contrast => "contrast",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "跟随系统",
            Self::Light => "浅色",
            Self::Dark => "深色",
            Self::Contrast => "高对比",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    pub size: Size,
    pub theme: Theme,
    pub less_motion: bool,
    /// Go on by itself after a right answer.
    pub auto_next: bool,
    /// In practice a tap on an option of a single choice or a judgement is the answer.
    pub tap_answers: bool,
    /// The first-run questions have been answered.
    pub welcomed: bool,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            size: Size::default(),
            theme: Theme::default(),
            less_motion: false,
            auto_next: false,
            tap_answers: true,
            welcomed: false,
        }
    }
}

impl Preferences {
    /// `None` where the text holds no preferences at all.
    pub fn read(text: &str) -> Option<Self> {
        let usual = Self::default();
        let flag = |key, usual| match value(text, key) {
            Some("true") => true,
            Some("false") => false,
            _ => usual,
        };
        let (size, theme) = (word(text, "size"), word(text, "theme"));
        text.starts_with('{').then(|| Self {
            size: Size::ALL.into_iter().find(|one| size == one.key()).unwrap_or_default(),
            theme: Theme::ALL.into_iter().find(|one| theme == one.key()).unwrap_or_default(),
            less_motion: flag("less_motion", usual.less_motion),
            auto_next: flag("auto_next", usual.auto_next),
            tap_answers: flag("tap_answers", usual.tap_answers),
            welcomed: flag("welcomed", usual.welcomed),
        })
    }

    /// The page reads size and theme out of this before the app is there.
    pub fn write(&self) -> String {
        let mut text = format!(r#"{{"size":"{}","theme":"{}""#, self.size.key(), self.theme.key());
        for (key, flag) in [
            ("less_motion", self.less_motion),
            ("auto_next", self.auto_next),
            ("tap_answers", self.tap_answers),
            ("welcomed", self.welcomed),
        ] {
            text.push_str(&format!(r#","{key}":{flag}"#));
        }
        text.push('}');
        text
    }
}

/// What stands under a key. Only our own hand writes this, so a search will do where a reader of JSON would weigh on
/// every first visit.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("\"{key}\":"))?;
    rest.split([',', '}']).next()
}

fn word<'a>(text: &'a str, key: &str) -> &'a str {
    value(text, key).unwrap_or_default().trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_read_back_and_missing_ones_take_their_default() {
        let preferences =
            Preferences { size: Size::Elder, theme: Theme::Dark, auto_next: true, ..Preferences::default() };
        let text = preferences.write();
        assert!(
            text.starts_with(r#"{"size":"elder","theme":"dark","#) && text.contains(r#""auto_next":true"#),
            "{text}"
        );
        assert_eq!(Preferences::read(&text), Some(preferences));
        assert_eq!(Preferences::read("{\"later\":1}"), Some(Preferences::default()));
        let text = r#"{"size":"huge","theme":7,"less_motion":true,"auto_next":1,"tap_answers":null}"#;
        assert_eq!(Preferences::read(text), Some(Preferences { less_motion: true, ..Preferences::default() }));
        assert_eq!(Preferences::read("?"), None);
    }
}
