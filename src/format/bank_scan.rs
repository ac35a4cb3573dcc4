//! Finds the questions of a bank's JSON without reading them: a file of 100,000 questions is cut into question
//! objects slice by slice, and only those that a paper asks are ever parsed.
use super::json;
use serde_json::Value;

/// Fed with the bytes of a file in slices of any size, it collects where each question lies, their ids, and the
/// text of everything else. It judges nothing: what is no JSON shows when a part is parsed.
#[derive(Debug, Default)]
pub struct Scanner {
    /// Bytes seen.
    offset: u64,
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// Between `:` and the next `,` of the object that matters.
    in_value: bool,
    in_questions: bool,
    questions_at: Option<u32>,
    token: Vec<u8>,
    key_is_id: bool,
    header: Vec<u8>,
    /// Where the question being read begins.
    start: Option<u64>,
    id: Option<(u32, u32)>,
    found: Found,
}

/// The questions of a file in its order, as byte ranges with their ids in one string.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Found {
    ids: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    start: u64,
    len: u32,
    id_start: u32,
    id_len: u32,
}

impl Found {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The id as written; empty where a question has none.
    pub fn id(&self, idx: usize) -> &str {
        self.entries.get(idx).map_or("", |entry| {
            self.ids.get(entry.id_start as usize..(entry.id_start + entry.id_len) as usize).unwrap_or_default()
        })
    }

    /// First byte and the one after the last.
    pub fn range(&self, idx: usize) -> Option<(u64, u64)> {
        self.entries.get(idx).map(|entry| (entry.start, entry.start + u64::from(entry.len)))
    }
}

/// A level of nesting in which the questions' own keys stand: file, list, question.
const QUESTION: u32 = 3;

impl Scanner {
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let [byte, tail @ ..] = rest {
            if self.in_string && !self.escaped && !self.capturing() {
                // Most of a bank is text: skip to what ends it.
                let skip = rest.iter().position(|b| matches!(b, b'"' | b'\\')).unwrap_or(rest.len());
                if skip > 0 {
                    self.keep(&rest[..skip]);
                    self.offset += skip as u64;
                    rest = &rest[skip..];
                    continue;
                }
            }
            self.byte(*byte);
            self.offset += 1;
            rest = tail;
        }
    }

    /// The text around the questions, with an empty list in their place, and the questions.
    pub fn finish(self) -> (String, Found) {
        (String::from_utf8_lossy(&self.header).into_owned(), self.found)
    }

    pub fn n_found(&self) -> usize {
        self.found.len()
    }

    /// Whether the string being read is a key or an id.
    fn capturing(&self) -> bool {
        self.matters() && (!self.in_value || self.key_is_id)
    }

    fn matters(&self) -> bool {
        if self.in_questions { self.depth == QUESTION } else { self.depth == 1 }
    }

    fn keep(&mut self, bytes: &[u8]) {
        if !self.in_questions {
            self.header.extend_from_slice(bytes);
        }
    }

    fn byte(&mut self, byte: u8) {
        let outside = !self.in_questions;
        if self.in_string {
            self.string_byte(byte);
        } else {
            match byte {
                b'"' => {
                    self.in_string = true;
                    if self.capturing() {
                        self.token.clear();
                    }
                }
                b'{' | b'[' => self.open(byte),
                b'}' | b']' => self.close(),
                b':' if self.matters() => {
                    self.in_value = true;
                    let key = std::mem::take(&mut self.token);
                    self.key_is_id = self.in_questions && key == b"id";
                    if !self.in_questions && key == b"questions" {
                        self.questions_at = Some(self.depth);
                    }
                }
                b',' if self.matters() => self.end_value(),
                _ if self.matters() && self.in_value && self.key_is_id && !byte.is_ascii_whitespace() => {
                    self.token.push(byte);
                }
                _ => {}
            }
        }
        if outside || !self.in_questions {
            self.header.push(byte);
        }
    }

    fn string_byte(&mut self, byte: u8) {
        if self.escaped {
            self.escaped = false;
        } else if byte == b'\\' {
            self.escaped = true;
        } else if byte == b'"' {
            self.in_string = false;
            return;
        }
        if self.capturing() {
            self.token.push(byte);
        }
    }

    fn open(&mut self, byte: u8) {
        let is_list = self.questions_at.take().is_some() && byte == b'[' && self.depth == 1;
        self.depth += 1;
        if is_list {
            // The bracket itself belongs to the header, and so will its partner.
            self.in_questions = true;
        } else if self.in_questions && self.depth == QUESTION && byte == b'{' {
            self.start = Some(self.offset);
            self.id = None;
            self.in_value = false;
            self.key_is_id = false;
            self.token.clear();
        }
    }

    fn close(&mut self) {
        if self.in_questions
            && self.depth == QUESTION
            && let Some(start) = self.start.take()
        {
            self.end_value();
            let len = u32::try_from(self.offset + 1 - start).unwrap_or(u32::MAX);
            let (id_start, id_len) = self.id.take().unwrap_or((self.found.ids.len() as u32, 0));
            self.found.entries.push(Entry { start, len, id_start, id_len });
        }
        self.depth = self.depth.saturating_sub(1);
        if self.in_questions && self.depth == 1 {
            self.in_questions = false;
            self.in_value = true;
        }
    }

    fn end_value(&mut self) {
        if self.in_questions && self.key_is_id && self.id.is_none() {
            let token = std::mem::take(&mut self.token);
            let start = self.found.ids.len() as u32;
            self.found.ids.push_str(&unescaped(&token));
            self.id = Some((start, self.found.ids.len() as u32 - start));
        }
        self.token.clear();
        self.in_value = false;
        self.key_is_id = false;
    }
}

fn unescaped(token: &[u8]) -> String {
    let text = String::from_utf8_lossy(token);
    let read = if token.contains(&b'\\') { json::value(&format!("\"{text}\"")) } else { None };
    match read {
        Some(Value::String(read)) => read,
        _ => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(text: &str, step: usize) -> (String, Found) {
        let mut scanner = Scanner::default();
        text.as_bytes().chunks(step).for_each(|slice| scanner.feed(slice));
        scanner.finish()
    }

    #[test]
    fn questions_are_found_among_everything_else_in_any_slicing() {
        let text = r#" {"format":"x", "points" : [{"id":"p","questions":[{"id":"no"}]}],
            "questions" : [ {"stem":"他说：\"{[\\", "id" : "a\u0041", "answer":[1], "o":[{"id":"inner"}]},
              {"id":12},{"stem":"无号"} , {"id":"题"} ], "version":1, "bank":{"id":"b"}} "#;
        for step in [1, 2, 3, 7, 64, 4096] {
            let (header, found) = scan(text, step);
            let ids: Vec<&str> = (0..found.len()).map(|idx| found.id(idx)).collect();
            assert_eq!(ids, ["aA", "12", "", "题"], "slices of {step}");
            let header: serde_json::Value = serde_json::from_str(&header).unwrap();
            assert_eq!(header["questions"], serde_json::json!([]));
            assert_eq!((&header["version"], &header["bank"]["id"]), (&serde_json::json!(1), &serde_json::json!("b")));
            for idx in 0..found.len() {
                let (start, end) = found.range(idx).unwrap();
                let part: serde_json::Value = serde_json::from_str(&text[start as usize..end as usize]).unwrap();
                assert!(part.is_object());
            }
        }
    }

    #[test]
    fn what_is_no_bank_gives_nothing_and_does_not_panic() {
        for text in [
            "",
            "]]]]}}}",
            "[{\"id\":1}]",
            "{\"questions\":{\"id\":1}}",
            "{\"questions\":[",
            "\"\\",
            "{\"questions\":[[{\"id\":1}]]}",
        ] {
            let (_, found) = scan(text, 1);
            assert!(found.is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_in_any_slicing_give_the_same(bytes in proptest::collection::vec(prop_oneof![
            Just(b'{'), Just(b'}'), Just(b'['), Just(b']'), Just(b'"'), Just(b':'), Just(b','), Just(b'\\'), any::<u8>()
        ], 0..200), step in 1..20usize) {
            let mut whole = Scanner::default();
            whole.feed(&bytes);
            let mut sliced = Scanner::default();
            bytes.chunks(step).for_each(|slice| sliced.feed(slice));
            prop_assert_eq!(whole.finish(), sliced.finish());
        }

        #[test]
        fn every_question_of_a_written_bank_is_found(ids in proptest::collection::vec("\\PC{0,6}", 0..12), stem in "\\PC{0,12}") {
            let questions: Vec<_> = ids.iter().map(|id| serde_json::json!({"stem": stem, "id": id, "options": ["{", "]"]})).collect();
            let text = serde_json::json!({"bank": {"id": "b"}, "questions": questions}).to_string();
            let (_, found) = scan(&text, 5);
            prop_assert_eq!((0..found.len()).map(|idx| found.id(idx).to_owned()).collect::<Vec<_>>(), ids);
        }
    }
}
