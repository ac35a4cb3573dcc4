//! The learner's preferences as JSON. Unknown or missing fields take their default: a preference is never worth an error.
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
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
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a plain struct of flags and names always serialises")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_read_back_and_missing_ones_take_their_default() {
        let preferences =
            Preferences { size: Size::Elder, theme: Theme::Dark, auto_next: true, ..Preferences::default() };
        assert_eq!(Preferences::read(&preferences.write()), Some(preferences));
        assert_eq!(Preferences::read("{\"later\":1}"), Some(Preferences::default()));
        assert_eq!(Preferences::read("?"), None);
    }
}
