//! The list of banks by link. What cannot be read is an empty list: the record names its sources itself.
use super::json;
use crate::domain::bank::id::BankId;
use crate::domain::time::UtcMillis;
use serde_json::Value;

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
    let Some(Value::Array(links)) = json::value(text) else { return Vec::new() };
    links.iter().map(link).collect::<Option<_>>().unwrap_or_default()
}

/// Bank, source, title, questions, time.
fn link(raw: &Value) -> Option<Link> {
    let [bank, source, title, n_questions, at] = raw.as_array()?.as_slice() else { return None };
    Some(Link {
        bank: BankId::new(bank.as_str()?),
        source: source.as_str()?.to_owned(),
        title: title.as_str()?.to_owned(),
        n_questions: usize::try_from(n_questions.as_u64()?).ok()?,
        at: UtcMillis(at.as_i64()?),
    })
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
        for text in ["{", "{}", "[]", "[[]]", r#"[["b","/b.json","题库",3,5],["b"]]"#] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
