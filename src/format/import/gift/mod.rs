//! GIFT, the plain text that Moodle and many others read: <https://docs.moodle.org/en/GIFT_format>. What is read here
//! is read as Moodle reads it, in its order; the full-width marks of Chinese input methods are read besides.
mod answers;
mod marks;
#[cfg(test)]
mod tests;

use super::categories;
use super::found::{Found, Place};
use super::gaps;
use super::html::{Markup, reduced};
use super::limits::{MAX_BLOCK_CHARS, MAX_FILE_BYTES, MAX_QUESTIONS, MAX_TEXT_CHARS};
use super::note::Note;
use super::pace::Pace;
use super::refused::Refused;
use super::tidy::{add, tidy, tidy_draft};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::{GAP, Kind};
pub use answers::number;
use answers::{Reading, format_mark};
use marks::{SLOT, hidden, narrowed, shown};

/// Lines between two pauses where there is no question among them.
const STRIDE: usize = 200;

pub async fn read(text: &str, pace: &impl Pace) -> Result<Vec<Found>, Refused> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let (mut found, mut topic, mut block) = (Vec::new(), String::new(), Block::default());
    let mut lines = Lines { rest: text.strip_prefix('\u{FEFF}').unwrap_or(text), number: 0 };
    loop {
        let line = lines.next();
        let ends =
            line.is_none_or(|(_, line)| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').is_empty());
        if ends && !block.is_empty() {
            let block = std::mem::take(&mut block);
            if found.len() == MAX_QUESTIONS {
                return Err(Refused::TOO_MANY_QUESTIONS);
            }
            found.extend(block.question(&mut topic));
            pace.pause(text.len() - lines.rest.len(), text.len()).await?;
        }
        match line {
            None => break,
            Some((number, _)) if ends => {
                if (number as usize).is_multiple_of(STRIDE) {
                    pace.pause(text.len() - lines.rest.len(), text.len()).await?;
                }
            }
            Some((number, line)) => block.take(number, line),
        }
    }
    if found.is_empty() { Err(Refused::NothingFound) } else { Ok(found) }
}

/// Lines under their numbers, ended by CRLF, LF or CR.
struct Lines<'a> {
    rest: &'a str,
    number: u32,
}

impl<'a> Iterator for Lines<'a> {
    type Item = (u32, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        let (line, rest) = self.rest.split_at(end);
        self.rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\n', '\r'])).unwrap_or(rest);
        self.number += 1;
        Some((self.number, line))
    }
}

/// Lines without an empty one among them.
#[derive(Default)]
struct Block {
    /// Of the first line that is no comment.
    number: u32,
    text: String,
    tags: Vec<String>,
}

impl Block {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn take(&mut self, number: u32, line: &str) {
        if let Some(comment) = line.trim_start().strip_prefix("//") {
            self.tags.extend(tags(comment));
            return;
        }
        if self.is_empty() {
            self.number = number;
        } else {
            self.text.push('\n');
        }
        self.text += line;
    }

    /// Nothing where the block is a category or comments alone.
    fn question(mut self, topic: &mut String) -> Option<Found> {
        if let Some(path) = self.text.trim_start().strip_prefix("$CATEGORY") {
            let (path, rest) = path.split_once('\n').unwrap_or((path, ""));
            *topic =
                tidy(&categories::topic(&shown(&hidden(path.trim_start_matches([':', '：', ' '])))), &mut Vec::new());
            self.number += 1;
            self.text = rest.to_owned();
            if self.text.is_empty() {
                return None;
            }
        }
        let mut notes = Vec::new();
        let mut draft = Draft { topic: topic.clone(), ..Draft::new(Kind::Blank) };
        let n_chars = self.text.chars().count();
        if n_chars > MAX_BLOCK_CHARS {
            // What is cut here is not to be seen any more where the report measures texts.
            draft.stem = self.text.chars().take(MAX_TEXT_CHARS).collect();
            notes.push(Note::TextTooLong { n_chars });
        } else {
            question(&tidy(&self.text, &mut notes), &mut draft, &mut notes);
            categories::tags(&self.tags, &mut draft, &mut notes);
            tidy_draft(&mut draft, &mut notes);
        }
        Some(Found { place: Place::Line(self.number), draft, notes })
    }
}

/// What stands in `[tag:…]`.
fn tags(comment: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = comment;
    while let Some((_, after)) = rest.split_once("[tag:") {
        let close = after.char_indices().find(|(at, c)| *c == ']' && !after[..*at].ends_with('\\'));
        let Some((close, _)) = close else {
            break;
        };
        tags.push(after[..close].replace("\\]", "]").trim().to_owned());
        rest = &after[close..];
    }
    tags
}

fn question(block: &str, draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut text = hidden(block);
    if let Some(narrowed) = narrowed(&text) {
        add(notes, Note::FullWidthMarks);
        text = narrowed;
    }
    let (name, text) = match text.strip_prefix("::").and_then(|rest| rest.split_once("::")) {
        Some((name, rest)) => (shown(name.trim()), rest.trim_start()),
        None => (String::new(), text.as_str()),
    };
    let (markup, text) = format_mark(text);
    let markup = markup.unwrap_or(Markup::Lines);
    let (head, answers, tail) = match (text.find('{'), text.find('}')) {
        (Some(open), Some(close)) if open < close => (&text[..open], Some(&text[open + 1..close]), &text[close + 1..]),
        (None, None) => (text, None, ""),
        _ => {
            add(notes, Note::BracesUnpaired);
            (text, None, "")
        }
    };
    let tail = match tail.trim() {
        // A string in a program's source was copied with what closes it.
        junk if !junk.is_empty() && junk.chars().all(|c| "\";,'`".contains(c)) => {
            add(notes, Note::AnswerTrailer { text: junk.to_owned() });
            ""
        }
        _ => tail,
    };
    if tail.contains(['{', '}']) {
        add(notes, Note::AnswerUnclear { text: shown(tail.trim()).chars().take(60).collect() });
    }
    let stem = reduced(&shown(&format!("{head}{SLOT}{tail}")), markup, true, notes);
    if let Some(answers) = answers {
        let (answers, general) = answers.rsplit_once("####").unwrap_or((answers, ""));
        let mut reading = Reading { markup, notes, explain: Vec::new() };
        let general = reading.text(general);
        answers::read(answers, draft, &mut reading);
        let general = Some(general).filter(|general| !general.is_empty());
        draft.explain = general.into_iter().chain(reading.explain).collect::<Vec<_>>().join("\n");
    } else if !notes.contains(&Note::BracesUnpaired) {
        add(notes, Note::KindUnsupported { name: "说明文字".to_owned() });
    }
    draft.stem = with_slot(&stem, draft, notes);
    if draft.stem.is_empty() {
        draft.stem = name;
    }
}

/// The stem with a gap where the answer stands, if text follows or if it is to be filled in.
fn with_slot(stem: &str, draft: &Draft, notes: &mut Vec<Note>) -> String {
    let (head, tail) = stem.split_once(SLOT).unwrap_or((stem, ""));
    let is_last = tail.trim().is_empty();
    let (gapped, n_gaps) = gaps::written(&format!("{head}{tail}"));
    let is_fill_in = draft.kind == Kind::Blank && !draft.gaps.is_empty();
    match (is_fill_in, n_gaps) {
        (true, 0) => {
            if is_last {
                add(notes, Note::GapAdded);
            }
            format!("{}{GAP}{tail}", if is_last { head.trim_end() } else { head })
        }
        (true, _) => gapped,
        // Where somebody chooses, a gap is shown in brackets.
        (false, 0) if !is_last => format!("{head}（　）{tail}"),
        (false, _) => format!("{head}{tail}"),
    }
}
