//! Lists of texts as Python or JSON writes them, which programs leave in cells.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum List {
    Texts(Vec<String>),
    Lists(Vec<Vec<String>>),
    /// Texts under names.
    Named(Vec<(String, String)>),
}

impl List {
    /// As options: names must be letters in order from A.
    pub fn options(self) -> Option<Vec<String>> {
        match self {
            Self::Texts(texts) => Some(texts),
            Self::Lists(_) => None,
            Self::Named(texts) => {
                let in_order = texts.iter().zip('A'..).all(|((name, _), letter)| {
                    name.strip_prefix(letter).or_else(|| name.strip_prefix(letter.to_ascii_lowercase())) == Some("")
                });
                in_order.then(|| texts.into_iter().map(|(_, text)| text).collect())
            }
        }
    }
}

/// The list that a text is, if it is nothing else.
pub fn parse(text: &str) -> Option<List> {
    let mut rest = text.trim();
    let list = match rest.chars().next()? {
        '[' => take_list(&mut rest)?,
        '{' => take_named(&mut rest)?,
        _ => return None,
    };
    rest.trim().is_empty().then_some(list)
}

/// A list in JSON; the reverse of [`parse`].
pub fn written(lists: &[Vec<String>]) -> String {
    let lists: Vec<String> = lists.iter().map(|texts| format!("[{}]", quoted(texts))).collect();
    format!("[{}]", lists.join(", "))
}

fn quoted(texts: &[String]) -> String {
    let quoted = texts.iter().map(|text| {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t");
        format!("\"{text}\"")
    });
    quoted.collect::<Vec<_>>().join(", ")
}

fn take_list(rest: &mut &str) -> Option<List> {
    take(rest, '[')?;
    let (mut texts, mut lists) = (Vec::new(), Vec::new());
    while take(rest, ']').is_none() {
        if !(texts.is_empty() && lists.is_empty()) {
            take(rest, ',')?;
            if take(rest, ']').is_some() {
                break;
            }
        }
        if rest.trim_start().starts_with('[') {
            // No deeper than this: lists of lists hold texts.
            take(rest, '[')?;
            let mut inner = Vec::new();
            while take(rest, ']').is_none() {
                if !inner.is_empty() {
                    take(rest, ',')?;
                }
                inner.push(take_text(rest)?);
            }
            lists.push(inner);
        } else {
            texts.push(take_text(rest)?);
        }
    }
    match (texts.is_empty(), lists.is_empty()) {
        (false, true) => Some(List::Texts(texts)),
        (true, false) => Some(List::Lists(lists)),
        _ => None,
    }
}

fn take_named(rest: &mut &str) -> Option<List> {
    take(rest, '{')?;
    let mut named = Vec::new();
    while take(rest, '}').is_none() {
        if !named.is_empty() {
            take(rest, ',')?;
        }
        let name = take_text(rest)?;
        take(rest, ':')?;
        named.push((name, take_text(rest)?));
    }
    Some(List::Named(named))
}

fn take(rest: &mut &str, c: char) -> Option<()> {
    *rest = rest.trim_start().strip_prefix(c)?;
    Some(())
}

/// A text in single or double quotation marks, or a number.
fn take_text(rest: &mut &str) -> Option<String> {
    let text = rest.trim_start();
    let quote = text.chars().next()?;
    if quote.is_ascii_digit() {
        let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        *rest = &text[end..];
        return Some(text[..end].to_owned());
    }
    if quote != '"' && quote != '\'' {
        return None;
    }
    let (mut taken, mut chars) = (String::new(), text[1..].char_indices());
    while let Some((idx, c)) = chars.next() {
        match c {
            '\\' => taken.push(match chars.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'u' => {
                    let mut code = 0;
                    for _ in 0..4 {
                        code = code * 16 + chars.next()?.1.to_digit(16)?;
                    }
                    char::from_u32(code)?
                }
                c => c,
            }),
            c if c == quote => {
                *rest = &text[1 + idx + c.len_utf8()..];
                return Some(taken.trim().to_owned());
            }
            c => taken.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_python_and_json_are_read() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        for (text, expected) in [
            ("['甲', '乙']", Some(List::Texts(texts(&["甲", "乙"])))),
            ("[\"甲\\n乙\", \"\\u4e2d\", 3]", Some(List::Texts(texts(&["甲\n乙", "中", "3"])))),
            ("['甲',]", Some(List::Texts(texts(&["甲"])))),
            ("[['甲', '乙'], [\"丙\"]]", Some(List::Lists(vec![texts(&["甲", "乙"]), texts(&["丙"])]))),
            ("[]", None),
            ("[A]甲", None),
            ("['甲", None),
            ("['甲'] 乙", None),
            ("[['甲', ['乙']]]", None),
            ("[甲]", None),
            ("[\"\\u12\"]", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        let nested = vec![texts(&["a\"b", "\\", "甲\n乙"]), texts(&["；|"])];
        assert_eq!(parse(&written(&nested)), Some(List::Lists(nested)));
    }

    #[test]
    fn half_a_list_is_no_list_and_no_panic() {
        for text in ["[['甲', '乙'], [\"丙\\u4e2d\"]]", "{'A': '甲', 'B': '乙'}"] {
            for (idx, _) in text.char_indices() {
                assert_eq!(parse(&text[..idx]), None);
            }
            assert!(parse(text).is_some());
        }
    }
}
