//! Moodle's Aiken format: a stem, lettered options, `ANSWER: B`. Strict where Moodle is, so that a slip is told with its
//! line, and lenient where people write it by hand; every leniency is a note.
use super::found::{Found, Place};
use super::limits::{MAX_FILE_BYTES, MAX_QUESTIONS};
use super::note::Note;
use super::pace::Pace;
use super::refused::Refused;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::text::is_invisible;

const SEVERAL_LINES: &str = "题干占了几行";
const WRAPPED: &str = "选项占了几行";
const LABEL: &str = "选项的字母不是“A.”或“A)”";
const ANSWER: &str = "答案行不是“ANSWER: A”";
const SEVERAL: &str = "答案有几个字母，已按多选题";

pub async fn read(text: &str, pace: &impl Pace) -> Result<Vec<Found>, Refused> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let all = text.split('\n').flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r')).map(str::trim);
    let mut lines: Vec<(u32, &str)> = Vec::new();
    for (number, line) in (1..).zip(all) {
        if number % 1000 == 0 {
            pace.pause(0, text.len()).await?;
        }
        if !line.is_empty() {
            lines.push((number, line));
        }
    }
    let mut reader = Reader { found: Vec::new(), open: None };
    for (idx, (number, line)) in lines.iter().enumerate() {
        if idx % 200 == 0 {
            pace.pause(idx, lines.len()).await?;
        }
        reader.line(*number, line, lines.get(idx + 1).map(|(_, line)| *line));
        if reader.found.len() > MAX_QUESTIONS {
            return Err(Refused::TOO_MANY_QUESTIONS);
        }
    }
    reader.close();
    Ok(reader.found)
}

/// Whether a text is written so: its first answer line stands right below options.
pub fn is_aiken(text: &str) -> bool {
    let mut had_options = 0;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()).take(60) {
        if line.starts_with("ANSWER:") {
            return had_options > 1;
        }
        had_options = if strict_option(line).is_some() { had_options + 1 } else { 0 };
    }
    false
}

struct Reader {
    found: Vec<Found>,
    open: Option<Open>,
}

#[derive(Default)]
struct Open {
    line: u32,
    stem: Vec<String>,
    options: Vec<(u8, String)>,
    keys: Vec<u8>,
    unclear: Option<String>,
    has_answer: bool,
    notes: Vec<Note>,
}

impl Reader {
    fn line(&mut self, number: u32, line: &str, next: Option<&str>) {
        let kept: String = line.chars().filter(|c| !is_invisible(*c) && (!c.is_control() || *c == '\t')).collect();
        if let Some((text, is_strict)) = answer(&kept) {
            let open = self.open.get_or_insert_with(|| Open { line: number, ..Open::default() });
            open.answer(text, is_strict);
            self.close();
            return;
        }
        // Letters of words begin no option: the next in line must be due, or the first.
        if let Some((position, text, is_strict)) = option(&kept)
            && (is_strict || self.open.as_ref().is_some_and(|open| usize::from(position) == open.options.len()))
        {
            let is_anew = position == 0 && self.open.as_ref().is_some_and(|open| open.options.len() > 1);
            if is_anew {
                self.close();
            }
            let open = self.open.get_or_insert_with(|| Open { line: number, ..Open::default() });
            open.options.push((position, text.to_owned()));
            if !is_strict {
                open.lenient(LABEL);
            }
        } else {
            let due = self.open.as_ref().map_or(0, |open| open.options.len());
            if due > 0 {
                let goes_on = next.is_some_and(|next| {
                    answer(next).is_some() || option(next).is_some_and(|(position, ..)| usize::from(position) == due)
                });
                if let Some(open) = self.open.as_mut().filter(|_| goes_on)
                    && let Some((_, last)) = open.options.last_mut()
                {
                    last.push('\n');
                    last.push_str(&kept);
                    open.lenient(WRAPPED);
                    return;
                }
                self.close();
            }
            let open = self.open.get_or_insert_with(|| Open { line: number, ..Open::default() });
            open.stem.push(kept.clone());
            if open.stem.len() == 2 {
                open.lenient(SEVERAL_LINES);
            }
        }
        if let Some(open) = self.open.as_mut() {
            if kept.len() < line.len() {
                open.note(Note::InvisibleRemoved);
            }
            if kept.contains('\u{FFFD}') {
                open.note(Note::Unreadable);
            }
        }
    }

    fn close(&mut self) {
        self.found.extend(self.open.take().map(Open::found));
    }
}

impl Open {
    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn lenient(&mut self, what: &'static str) {
        self.note(Note::Lenient { what });
    }

    fn answer(&mut self, text: &str, is_strict: bool) {
        self.has_answer = true;
        if !is_strict {
            self.lenient(ANSWER);
        }
        let is_mark = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '.' | '。');
        let keys: Option<Vec<u8>> = text.chars().filter(|c| !is_mark(*c)).map(letter).collect();
        match keys {
            Some(keys) if !keys.is_empty() => self.keys = keys,
            _ if text.is_empty() => self.has_answer = false,
            _ => self.unclear = Some(text.to_owned()),
        }
        self.keys.sort();
        self.keys.dedup();
        if self.keys.len() > 1 {
            self.lenient(SEVERAL);
        }
    }

    fn found(mut self) -> Found {
        if let Some(text) = self.unclear.take() {
            self.note(Note::AnswerUnclear { text });
        } else if !self.has_answer {
            self.note(Note::NoAnswer);
        }
        if !self.options.iter().enumerate().all(|(idx, (position, _))| usize::from(*position) == idx) {
            let letters = self.options.iter().map(|(position, _)| char::from(b'A' + position)).collect();
            self.note(Note::LabelsDisorder { letters });
        }
        let kind = if self.keys.len() > 1 { Kind::Multiple } else { Kind::Single };
        let options = self.options.into_iter().map(|(_, text)| text).collect();
        let draft = Draft { stem: self.stem.join("\n"), options, keys: self.keys, ..Draft::new(kind) };
        Found { place: Place::Line(self.line), draft, notes: self.notes }
    }
}

fn letter(c: char) -> Option<u8> {
    match c {
        'A'..='Z' => Some(c as u8 - b'A'),
        'a'..='z' => Some(c as u8 - b'a'),
        'Ａ'..='Ｚ' => u8::try_from(u32::from(c) - u32::from('Ａ')).ok(),
        _ => None,
    }
}

/// `A) text`, `A. text`; newer versions of Moodle do without the space.
fn strict_option(line: &str) -> Option<(u8, &str)> {
    let first = line.chars().next().filter(char::is_ascii_uppercase)?;
    let text = line[1..].strip_prefix([')', '.'])?;
    Some((letter(first)?, text.trim()))
}

fn option(line: &str) -> Option<(u8, &str, bool)> {
    if let Some((position, text)) = strict_option(line) {
        return Some((position, text, true));
    }
    let is_open = line.starts_with(['(', '（']);
    let inner = line.strip_prefix(['(', '（']).unwrap_or(line);
    let first = inner.chars().next()?;
    let position = letter(first)?;
    let rest = inner[first.len_utf8()..].trim_start();
    let marks: &[char] = if is_open { &[')', '）'] } else { &['、', '．', '.', ')', '）', ':', '：'] };
    Some((position, rest.strip_prefix(marks)?.trim(), false))
}

/// `ANSWER: B`, and whether it is written as the format wants it.
fn answer(line: &str) -> Option<(&str, bool)> {
    if let Some(text) = line.strip_prefix("ANSWER:") {
        return Some((text.trim(), true));
    }
    let lower: String = line.chars().take(6).collect::<String>().to_lowercase();
    let rest = if lower == "answer" {
        &line["answer".len()..]
    } else {
        ["正确答案", "参考答案", "答案"].iter().find_map(|word| line.strip_prefix(word))?
    };
    Some((rest.trim_start().strip_prefix([':', '：'])?.trim(), false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionId;
    use crate::format::import::pace::{Headlong, at_once};

    /// `line stem | options | keys | notes and faults`
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = at_once(read(text, &Headlong)).unwrap();
        let shown = |found: &Found| {
            let Place::Line(line) = found.place else { panic!("{:?}", found.place) };
            let draft = &found.draft;
            let keys: String = draft.keys.iter().map(|key| char::from(b'A' + key)).collect();
            let notes = found.notes.iter().map(|note| match note {
                Note::Lenient { what } => (*what).to_owned(),
                note => format!("{note:?}"),
            });
            let (_, faults) = draft.question(&QuestionId::new("q"));
            let faults = faults.iter().filter(|fault| fault.is_unusable()).map(|fault| format!("{fault:?}"));
            let told: Vec<_> = notes.chain(faults).collect();
            let text = [
                format!("{line} {}", draft.stem.replace('\n', "⏎")),
                draft.options.join(" ").replace('\n', "⏎"),
                keys,
                told.join(" "),
            ];
            text.join("|").trim_end_matches('|').to_owned()
        };
        assert_eq!(found.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn what_the_format_allows_is_read_without_a_note() {
        check("党的生日是？\nA) 甲\nB) 乙\nANSWER: B", &["1 党的生日是？|甲 乙|B"]);
        check("党的生日是？\nA. 甲\nB. 乙\nANSWER: B", &["1 党的生日是？|甲 乙|B"]);
        check("党的生日是？\nA)甲\nB)乙\nANSWER:B", &["1 党的生日是？|甲 乙|B"]);
        check(
            "问？\nA) 甲\nB) 乙\nANSWER: A\n再问？\nA) 丙\nB) 丁\nANSWER: B",
            &["1 问？|甲 乙|A", "5 再问？|丙 丁|B"],
        );
        check("\u{FEFF}问？\r\n\r\nA) 甲\r\nB) 乙\r\nANSWER: A\r\n\r\n", &["1 问？|甲 乙|A"]);
        check("a<b & c>d？\nA) <b>\nB) &amp;\nANSWER: A", &["1 a<b & c>d？|<b> &amp;|A"]);
    }

    #[test]
    fn what_people_write_instead_is_read_with_a_note() {
        let stem = "1 问？|甲 乙|B";
        check("问？\nA) 甲\nB) 乙\nanswer: B", &[&format!("{stem}|{ANSWER}")]);
        check("问？\nA) 甲\nB) 乙\nANSWER：B", &[&format!("{stem}|{ANSWER}")]);
        check("问？\nA) 甲\nB) 乙\n答案：B", &[&format!("{stem}|{ANSWER}")]);
        check("问？\nA、甲\nB、乙\nANSWER: B", &[&format!("{stem}|{LABEL}")]);
        check("问？\nA．甲\nB．乙\nANSWER: B", &[&format!("{stem}|{LABEL}")]);
        check("问？\n（A）甲\n（B）乙\nANSWER: B", &[&format!("{stem}|{LABEL}")]);
        check("问？\nA) 甲\nB) 乙\nANSWER: b", &[stem]);
        check("问？\nA) 甲\nB) 乙\nC) 丙\nANSWER: CA", &[&format!("1 问？|甲 乙 丙|AC|{SEVERAL}")]);
        check("问？\nA) 甲\nB) 乙\nC) 丙\nANSWER: A, C", &[&format!("1 问？|甲 乙 丙|AC|{SEVERAL}")]);
        check(
            "问题：\n甲说的对吗？\nA) 甲\nB) 乙\nANSWER: B",
            &[&format!("1 问题：⏎甲说的对吗？|甲 乙|B|{SEVERAL_LINES}")],
        );
        check("问？\nA) 甲\n又甲\nB) 乙\nANSWER: B", &[&format!("1 问？|甲⏎又甲 乙|B|{WRAPPED}")]);
    }

    #[test]
    fn a_slip_costs_one_question_and_names_its_line() {
        let good = "\n好题？\nA) 丙\nB) 丁\nANSWER: A";
        check(&format!("问？\nA) 甲\nB) 乙{good}"), &["1 问？|甲 乙||NoAnswer NoKey", "4 好题？|丙 丁|A"]);
        check(&format!("A) 甲\nB) 乙\nANSWER: A{good}"), &["1 |甲 乙|A|Empty { field: Stem }", "4 好题？|丙 丁|A"]);
        check(
            &format!("问？\nANSWER: A{good}"),
            &[
                "1 问？||A|TooFewOptions { n_options: 0 } AnswerOutOfRange { position: 0, n_options: 0 }",
                "3 好题？|丙 丁|A",
            ],
        );
        check(
            &format!("问？\nA) 甲\nANSWER: A{good}"),
            &["1 问？|甲|A|TooFewOptions { n_options: 1 }", "4 好题？|丙 丁|A"],
        );
        check(
            &format!("问？\nA) 甲\nB) 乙\nANSWER: D{good}"),
            &["1 问？|甲 乙|D|AnswerOutOfRange { position: 3, n_options: 2 }", "5 好题？|丙 丁|A"],
        );
        check(
            &format!("问？\nA) 甲\nB) 乙\nANSWER: 甲{good}"),
            &["1 问？|甲 乙||AnswerUnclear { text: \"甲\" } NoKey", "5 好题？|丙 丁|A"],
        );
        check(&format!("问？\nA) 甲\nB) 乙\nANSWER:{good}"), &["1 问？|甲 乙||NoAnswer NoKey", "5 好题？|丙 丁|A"]);
        check("问？\nA) 甲\nC) 乙\nANSWER: A", &["1 问？|甲 乙|A|LabelsDisorder { letters: \"AC\" }"]);
    }

    #[test]
    fn no_cut_makes_it_panic() {
        let text = "问？\nA) 甲\n（B）乙\nanswer：AB\n\nＡ、甲\n答案：";
        for (at, _) in text.char_indices() {
            for part in [&text[..at], &text[at..]] {
                assert!(at_once(read(part, &Headlong)).is_ok());
            }
        }
    }

    #[test]
    fn a_text_of_this_format_is_known_by_its_first_answer() {
        assert!(is_aiken("问？\nA) 甲\nB) 乙\nANSWER: A"));
        assert!(!is_aiken("1. 问？\nA、甲\nB、乙\n答案：A"));
        assert!(!is_aiken("ANSWER: A"));
    }
}
