//! Where in a document a fact stands.
use super::id::DocumentId;
use super::text::whole_number;
use std::fmt;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    pub document: DocumentId,
    pub place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Article numbers, ascending.
    Articles(Vec<u16>),
    /// A heading as the document writes it, such as `二（一）`.
    Section(String),
    Whole,
}

impl Place {
    /// What somebody writes into a field: `11、14` or 第十一条 are articles, nothing is the whole document, and all else
    /// is a heading.
    pub fn typed(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() || text == "全文" {
            return Self::Whole;
        }
        let number = |part: &str| {
            let part = part.trim();
            let part = part.strip_prefix('第').unwrap_or(part);
            whole_number(part.strip_suffix('条').unwrap_or(part)).and_then(|n| u16::try_from(n).ok()).filter(|n| *n > 0)
        };
        let parts = text.split(['、', '，', ',', ' ', '；', ';']).filter(|part| !part.trim().is_empty());
        match parts.map(number).collect::<Option<Vec<u16>>>() {
            Some(mut articles) if !articles.is_empty() => {
                articles.sort_unstable();
                articles.dedup();
                Self::Articles(articles)
            }
            _ => Self::Section(text.to_owned()),
        }
    }

    /// What [`Place::typed`] reads back.
    pub fn as_typed(&self) -> String {
        match self {
            Self::Articles(articles) => articles.iter().map(u16::to_string).collect::<Vec<_>>().join("、"),
            Self::Section(section) => section.clone(),
            Self::Whole => String::new(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Articles(articles) => {
                for (idx, article) in articles.iter().enumerate() {
                    let comma = if idx == 0 { "" } else { "、" };
                    write!(f, "{comma}第{}条", chinese_number(*article))?;
                }
                Ok(())
            }
            // 第三章 says already what it is.
            Self::Section(section) if section.ends_with(['编', '章', '节', '则']) => f.write_str(section),
            Self::Section(section) => write!(f, "{section}部分"),
            Self::Whole => f.write_str("全文"),
        }
    }
}

/// Article numbers are written in words: 11 is 十一, 105 is 一百零五. Numbers from 1000 on stay figures.
fn chinese_number(n: u16) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u16| DIGITS[usize::from(n % 10)];
    match n {
        0..=9 => digit(n).to_owned(),
        10 => "十".to_owned(),
        11..=19 => format!("十{}", digit(n)),
        20..=99 if n.is_multiple_of(10) => format!("{}十", digit(n / 10)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n)),
        100..=999 if n.is_multiple_of(100) => format!("{}百", digit(n / 100)),
        100..=999 if n % 100 < 10 => format!("{}百零{}", digit(n / 100), digit(n)),
        100..=999 if n % 100 < 20 => format!("{}百一{}", digit(n / 100), chinese_number(n % 100)),
        100..=999 => format!("{}百{}", digit(n / 100), chinese_number(n % 100)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn article_numbers_are_written_as_regulations_write_them() {
        for (n, expected) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (43, "四十三"),
            (100, "一百"),
            (105, "一百零五"),
            (110, "一百一十"),
            (112, "一百一十二"),
            (158, "一百五十八"),
        ] {
            assert_eq!(chinese_number(n), expected);
        }
    }

    #[test]
    fn places_read_as_a_citation_does() {
        assert_eq!(Place::Articles(vec![11, 14]).to_string(), "第十一条、第十四条");
        assert_eq!(Place::Section("二（一）".to_owned()).to_string(), "二（一）部分");
        assert_eq!(Place::Section("第三章".to_owned()).to_string(), "第三章");
        assert_eq!(Place::Section("总则".to_owned()).to_string(), "总则");
        assert_eq!(Place::Whole.to_string(), "全文");
    }

    #[test]
    fn a_place_is_typed_as_people_write_it_and_reads_back() {
        for (text, place) in [
            ("", Place::Whole),
            ("全文", Place::Whole),
            ("11", Place::Articles(vec![11])),
            (" 14、11 ", Place::Articles(vec![11, 14])),
            ("第十一条、第14条", Place::Articles(vec![11, 14])),
            ("第三章", Place::Section("第三章".to_owned())),
            ("二（一）", Place::Section("二（一）".to_owned())),
            ("0", Place::Section("0".to_owned())),
            ("、", Place::Section("、".to_owned())),
        ] {
            assert_eq!(Place::typed(text), place, "{text}");
            assert_eq!(Place::typed(&place.as_typed()), place, "{text}");
        }
    }
}
