//! JSON through one compiled routine. Every further type that serde reads is a reader of its own in the first download,
//! so the phone reads `serde_json::Value` alone and takes what it needs by the functions of this file.
use serde::de::IgnoredAny;
use serde_json::{Map, Number, Value};

/// `None` where the text is no JSON.
pub fn value(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok()
}

/// Line and column, counted from 1, where a text stops being JSON. A letter that does not exist or a number beyond all
/// bounds passes: it spoils the part in which it stands, and not the file.
pub fn broken_at(text: &str) -> Option<(usize, usize)> {
    let error = serde_json::from_str::<IgnoredAny>(text).err()?;
    Some((error.line(), error.column()))
}

/// Cuts a text that is JSON into the elements of its list, or the members of its object.
pub fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut in_string, mut escaped, mut start) = (0u32, false, false, 0);
    for (idx, byte) in text.bytes().enumerate() {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let opens = depth == 1 && matches!(byte, b'{' | b'[');
        let ends = (depth == 1 && byte == b',') || (depth == 0 && matches!(byte, b'}' | b']'));
        if ends {
            let part = text.get(start..idx).unwrap_or_default().trim_ascii();
            if !part.is_empty() {
                parts.push(part);
            }
        }
        if opens || ends {
            start = idx + 1;
        }
    }
    parts
}

/// Key and value of a member that `parts` has cut; `None` where the key is written with escapes.
pub fn member(part: &str) -> Option<(&str, &str)> {
    let (key, rest) = part.strip_prefix('"')?.split_once('"')?;
    Some((key, rest.trim_ascii_start().strip_prefix(':')?.trim_ascii_start()))
}

/// The members of an object, each to be taken once. The first that is of another type than expected is remembered and
/// counts as missing.
pub struct Fields {
    members: Map<String, Value>,
    wrong: Option<String>,
}

impl Fields {
    /// `expected` says to an author what else than an object he should have written.
    pub fn parse(text: &str, expected: &str) -> Result<Self, String> {
        let value = value(text).ok_or_else(|| "引号、逗号、转义或者数字写错了".to_owned())?;
        let mut fields = Self::of(value, expected)?;
        if fields.members.len() != parts(text).len() {
            fields.refuse("同一个键写了不止一次".to_owned());
        }
        Ok(fields)
    }

    pub fn of(value: Value, expected: &str) -> Result<Self, String> {
        match value {
            Value::Object(members) => Ok(Self { members, wrong: None }),
            other => Err(wrong_type(&other, expected)),
        }
    }

    /// `value`, unless something was wrong.
    pub fn all<T>(self, value: T) -> Result<T, String> {
        match self.wrong {
            None => Ok(value),
            Some(wrong) => Err(wrong),
        }
    }

    pub fn refuse(&mut self, why: String) {
        self.wrong.get_or_insert(why);
    }

    /// An empty value, `null`, is as good as none.
    pub fn take(&mut self, key: &str) -> Option<Value> {
        let value = self.members.get_mut(key)?.take();
        (!value.is_null()).then_some(value)
    }

    pub fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            other => self.refuse_type(&other, "文字"),
        }
    }

    /// A short text that others write as a number: ids, years.
    pub fn word(&mut self, key: &str) -> Option<String> {
        let value = self.take(key)?;
        let word = word_of(&value);
        if word.is_none() {
            self.refuse(wrong_type(&value, "文字"));
        }
        word
    }

    /// The word under `key`, which stays there and may be of any type.
    pub fn peek_word(&self, key: &str) -> Option<String> {
        word_of(self.members.get(key)?)
    }

    pub fn flag(&mut self, key: &str) -> Option<bool> {
        match self.take(key)? {
            Value::Bool(flag) => Some(flag),
            other => self.refuse_type(&other, "true或者false"),
        }
    }

    pub fn number(&mut self, key: &str, most: u32) -> Option<u32> {
        let value = self.take(key)?;
        self.number_of(&value, most)
    }

    pub fn numbers(&mut self, key: &str, most: u32) -> Option<Vec<u32>> {
        let elements = self.list(key)?;
        let mut numbers = Vec::with_capacity(elements.len());
        for element in elements {
            numbers.push(self.number_of(&element, most)?);
        }
        Some(numbers)
    }

    pub fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let elements = self.list(key)?;
        self.texts_of(elements)
    }

    pub fn texts_of(&mut self, elements: Vec<Value>) -> Option<Vec<String>> {
        let mut texts = Vec::with_capacity(elements.len());
        for element in elements {
            match element {
                Value::String(text) => texts.push(text),
                other => return self.refuse_type(&other, "文字"),
            }
        }
        Some(texts)
    }

    /// Lists of texts.
    pub fn lists(&mut self, key: &str) -> Option<Vec<Vec<String>>> {
        let mut lists = Vec::new();
        for element in self.list(key)? {
            match element {
                Value::Array(texts) => lists.push(self.texts_of(texts)?),
                other => return self.refuse_type(&other, "列表"),
            }
        }
        Some(lists)
    }

    pub fn list(&mut self, key: &str) -> Option<Vec<Value>> {
        match self.take(key)? {
            Value::Array(elements) => Some(elements),
            other => self.refuse_type(&other, "列表"),
        }
    }

    fn number_of(&mut self, value: &Value, most: u32) -> Option<u32> {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok()).filter(|number| *number <= most);
        if number.is_none() {
            self.refuse(wrong_type(value, "正整数"));
        }
        number
    }

    fn refuse_type<T>(&mut self, found: &Value, expected: &str) -> Option<T> {
        self.refuse(wrong_type(found, expected));
        None
    }
}

pub fn wrong_type(found: &Value, expected: &str) -> String {
    let found = match found {
        Value::Null => "空值".to_owned(),
        Value::Bool(flag) => format!("真假值`{flag}`"),
        // What prints a fraction weighs more than the whole of this file.
        Value::Number(number) => integer(number).map_or("小数".to_owned(), |figures| format!("整数`{figures}`")),
        Value::String(text) => format!("文字\"{text}\""),
        Value::Array(_) => "列表".to_owned(),
        Value::Object(_) => "表".to_owned(),
    };
    format!("这里写的是{found}，应当是{expected}")
}

fn word_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => integer(number),
        _ => None,
    }
}

fn integer(number: &Number) -> Option<String> {
    match number.as_i64() {
        Some(number) => Some(number.to_string()),
        None => Some(number.as_u64()?.to_string()),
    }
}

/// Writes a text as JSON does.
pub fn quote(text: &str, json: &mut String) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            '\0'..'\x20' => json.push_str(&format!("\\u{:04x}", u32::from(letter))),
            _ => json.push(letter),
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_text_is_cut_where_its_own_parts_end() {
        for (text, expected) in [
            ("[]", &[][..]),
            (" [ ] ", &[]),
            ("[1]", &["1"]),
            (r#" [ {"a":[1,2]} , "," ,"\"]", [[]] ] "#, &[r#"{"a":[1,2]}"#, r#"",""#, r#""\"]""#, "[[]]"]),
            (r#"{"a" : {"b":1}, "c":[ ]}"#, &[r#""a" : {"b":1}"#, r#""c":[ ]"#]),
            ("7", &[]),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
        assert_eq!(member(r#""a" : {"b":1}"#), Some(("a", r#"{"b":1}"#)));
        assert_eq!(member(r#""a\"":1"#), None);
        assert_eq!(member("1"), None);
    }

    #[test]
    fn a_break_is_found_and_a_bad_letter_spoils_only_its_part() {
        assert_eq!(broken_at("{\n\"a\":}"), Some((2, 5)));
        assert_eq!(broken_at(r#"{"a":"\ud800","b":1e999}"#), None);
        assert_eq!(value(r#""\ud800""#), None);
        assert!(Fields::parse(r#"{"id":"\ud800"}"#, "表").is_err());
    }

    #[test]
    fn a_key_that_is_given_twice_is_wrong() {
        let fields = Fields::parse(r#"{"id":1,"id":2}"#, "表").unwrap();
        assert_eq!(fields.peek_word("id").as_deref(), Some("2"), "and the problem can still name its place");
        assert_eq!(fields.all(()), Err("同一个键写了不止一次".to_owned()));
    }

    #[test]
    fn a_list_of_numbers_holds_nothing_else() {
        let numbers = |value| {
            let mut fields = Fields::of(json!({ "n": value }), "表").unwrap();
            let numbers = fields.numbers("n", 9);
            fields.all(numbers)
        };
        assert_eq!(numbers(json!([1, 9])), Ok(Some(vec![1, 9])));
        assert_eq!(numbers(json!(null)), Ok(None));
        assert_eq!(numbers(json!([10, "a"])), Err("这里写的是整数`10`，应当是正整数".to_owned()), "the first is named");
    }

    proptest! {
        #[test]
        fn a_quoted_text_reads_back(text in "(\\PC|[\\x00-\\x20\"\\\\]){0,12}") {
            let mut json = String::new();
            quote(&text, &mut json);
            prop_assert_eq!(value(&json), Some(Value::String(text)));
        }

        #[test]
        fn any_text_can_be_cut(text in "[\\[\\]{},:\"\\\\一 1]{0,40}") {
            for part in parts(&text) {
                prop_assert!(text.contains(part));
                let _ = member(part);
            }
        }
    }
}
