//! A source that questions rest on, with its edition and how long it was in force.
use super::id::DocumentId;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub id: DocumentId,
    /// Without the book-title marks.
    pub title: String,
    pub nature: Nature,
    pub issuer: Option<String>,
    /// The year that tells one edition from another, such as `2018`.
    pub edition: Option<String>,
    pub effective: Option<Date>,
    /// When somebody last held the document against its sources.
    pub checked: Date,
    pub superseded_by: Option<DocumentId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// A rule in force: 党内法规.
    Regulation,
    /// A research article: it describes and proposes, and binds nobody.
    Study,
}

impl Nature {
    pub const fn key(self) -> &'static str {
        match self {
            Self::Regulation => "regulation",
            Self::Study => "study",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Regulation, Self::Study].into_iter().find(|nature| nature.key() == key)
    }
}

impl Document {
    /// The edition and standing shown beside a citation, such as `2018年版，现行`.
    pub fn standing(&self) -> String {
        let force = match (self.nature, &self.superseded_by) {
            (Nature::Study, _) => "调研文章，不是法规",
            (Nature::Regulation, Some(_)) => "已有新版",
            (Nature::Regulation, None) => "现行",
        };
        match &self.edition {
            Some(edition) => format!("{edition}年版，{force}"),
            None => force.to_owned(),
        }
    }
}

/// A calendar day as a document states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// Reads `2018-10-28`; `None` if that is no day of the calendar.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let n_days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        (1..=n_days).contains(&day).then_some(Self { year, month, day })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_is_not_in_the_calendar_is_no_date() {
        assert_eq!(Date::parse("2024-02-29").map(|date| date.to_string()).as_deref(), Some("2024-02-29"));
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "2026-04-31", "2026-04-30-1", "", "二〇二六年"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_superseded_rule_does_not_call_itself_in_force() {
        let mut document = Document {
            id: DocumentId::new("x"),
            title: "某条例".to_owned(),
            nature: Nature::Regulation,
            issuer: None,
            edition: Some("2018".to_owned()),
            effective: None,
            checked: Date { year: 2026, month: 11, day: 21 },
            superseded_by: None,
        };
        assert_eq!(document.standing(), "2018年版，现行");
        document.superseded_by = Some(DocumentId::new("y"));
        assert_eq!(document.standing(), "2018年版，已有新版");
        document.nature = Nature::Study;
        document.edition = None;
        assert_eq!(document.standing(), "调研文章，不是法规");
    }
}
