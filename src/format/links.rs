//! The list of banks by link. What cannot be read is an empty list: the record names its sources itself.
use super::json;
use crate::domain::bank::id::BankId;
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub bank: BankId,
    pub source: String,
    pub title: String,
    pub n_questions: usize,
    /// When it was last opened.
    pub at: UtcMillis,
}

pub fn read(text: &str) -> Vec<Link> {
    Reader(text).links().unwrap_or_default()
}

/// Reads what [`write`] writes and no other JSON: a whole reader of JSON would weigh on every first visit.
struct Reader<'a>(&'a str);

impl Reader<'_> {
    fn links(&mut self) -> Option<Vec<Link>> {
        let mut links = Vec::new();
        self.skip("[")?;
        while self.skip("[").is_some() {
            links.push(self.link()?);
            if self.skip(",").is_none() {
                break;
            }
        }
        self.skip("]")?;
        self.0.is_empty().then_some(links)
    }

    /// Bank, source, title, questions, time.
    fn link(&mut self) -> Option<Link> {
        let [bank, source, title] = [self.text()?, self.text()?, self.text()?];
        let (n_questions, rest) = self.0.split_once(',')?;
        let (at, rest) = rest.split_once(']')?;
        self.0 = rest;
        let (n_questions, at) = (n_questions.parse().ok()?, UtcMillis(at.parse().ok()?));
        Some(Link { bank: BankId::new(bank), source, title, n_questions, at })
    }

    /// A text in quotation marks, and the comma after it.
    fn text(&mut self) -> Option<String> {
        self.skip("\"")?;
        let mut text = String::new();
        let mut letters = self.0.chars();
        loop {
            text.push(match letters.next()? {
                '"' => break,
                '\\' => match letters.next()? {
                    'u' => {
                        let figures = letters.as_str().get(..4)?;
                        letters = letters.as_str()[4..].chars();
                        char::from_u32(u32::from_str_radix(figures, 16).ok()?)?
                    }
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    letter => letter,
                },
                letter => letter,
            });
        }
        self.0 = letters.as_str();
        self.skip(",")?;
        Some(text)
    }

    fn skip(&mut self, sign: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(sign)?;
        Some(())
    }
}

pub fn write(links: &[Link]) -> String {
    let mut text = String::from("[");
    for link in links {
        text.push_str(if text.len() > 1 { ",[" } else { "[" });
        for part in [link.bank.as_str(), &link.source, &link.title] {
            json::quote(part, &mut text);
            text.push(',');
        }
        text.push_str(&format!("{},{}]", link.n_questions, link.at.0));
    }
    text.push(']');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn links_read_back_and_damage_is_an_empty_list() {
        let link = Link {
            bank: BankId::new("b"),
            source: "/b.json".into(),
            title: "\"题\\库\"\n".into(),
            n_questions: 3,
            at: UtcMillis(5),
        };
        let links = [link.clone(), link];
        assert_eq!(read(&write(&links)), links);
        assert_eq!(read(r#"[["b","/b.json","题库",3,5]]"#)[0].title, "题库");
        assert_eq!(read(r#"[["b","/b.json","a\"\\\n\u0007",3,-5]]"#)[0].title, "a\"\\\n\u{7}");
        for text in ["", "{", "{}", "[]", "[[]]", r#"[["b","/b.json","题库",3,5],["b"]]"#, r#"[["b","/b.json","\u一""#]
        {
            assert!(read(text).is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_titles_read_back_and_as_other_programs_read_json(titles in proptest::collection::vec("(\\PC|[\\x00-\\x20\"\\\\\\],]){0,12}", 0..4)) {
            let link = |title: &String| Link {
                bank: BankId::new(title.as_str()),
                source: title.clone(),
                title: title.clone(),
                n_questions: title.len(),
                at: UtcMillis(-1),
            };
            let links: Vec<Link> = titles.iter().map(link).collect();
            let text = write(&links);
            prop_assert_eq!(read(&text), links);
            let value = json::value(&text).unwrap();
            prop_assert!(titles.iter().enumerate().all(|(idx, title)| value[idx][2].as_str() == Some(title)));
        }

        #[test]
        fn no_text_makes_it_panic(text in "[\\[\\],\"\\\\u0-9a一]{0,40}") {
            let _ = read(&text);
        }
    }
}
