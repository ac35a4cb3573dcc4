//! The answers that stand apart, and which questions they belong to: by the kind of their section and their number.
use super::asked::Asked;
use super::head::Head;
use super::key::{self, Item};
use super::section::Section;
use super::tag::{self, Tag};
use crate::format::import::docx::is_picture;
use crate::format::import::loose::Said;
use crate::format::import::note::Note;
use crate::format::import::pace::{Cancelled, Pace};
use crate::format::import::remark::Remark;
use std::collections::HashMap;

/// Entries between two pauses.
const SLICE: usize = 500;

/// One answer of a list.
#[derive(Debug, Clone)]
struct Entry {
    line: u32,
    /// The head over it, counted within the list; numbers that begin anew count as one.
    part: usize,
    number: u32,
    answer: String,
    explain: Vec<String>,
    source: String,
}

/// What a head in a list says.
#[derive(Debug, Clone, Default)]
struct Part {
    kind: Option<Said>,
    ordinal: Option<u32>,
    topic: String,
    is_headed: bool,
    /// Only because the list stands there: it may be for other sections too.
    is_presumed: bool,
}

#[derive(Debug)]
pub struct Answers {
    entries: Vec<Entry>,
    parts: Vec<Part>,
    /// Numbers from a table's row, waiting for the answers in the next.
    numbers: Vec<u32>,
    /// A stretch such as 1-5 whose answers stand on the next line.
    unfinished: Option<String>,
    /// Answers without numbers: their line, the head over them, and the text.
    rows: Vec<(u32, usize, String)>,
    /// Whether the numbers of this part stand in brackets.
    is_bracketed: Option<bool>,
    remarks: Vec<Remark>,
}

impl Answers {
    pub fn new(over: Option<&Section>) -> Self {
        let part = over.map_or_else(Part::default, |section| Part {
            kind: section.kind.clone(),
            ordinal: section.ordinal,
            topic: section.topic.clone(),
            is_headed: true,
            is_presumed: true,
        });
        Self {
            entries: Vec::new(),
            parts: vec![part],
            numbers: Vec::new(),
            unfinished: None,
            rows: Vec::new(),
            is_bracketed: None,
            remarks: Vec::new(),
        }
    }

    pub fn head(&mut self, head: &Head) {
        self.is_bracketed = None;
        let kept = if head.level >= 2 { self.parts.last().and_then(|part| part.kind.clone()) } else { None };
        let kind = head.kind.clone().or(kept);
        self.parts.push(Part {
            kind,
            ordinal: head.ordinal,
            topic: head.topic.clone(),
            is_headed: true,
            is_presumed: false,
        });
    }

    pub fn last_number(&self) -> Option<u32> {
        self.entries.last().map(|entry| entry.number)
    }

    /// Takes a line in, if it is one of a list.
    pub fn line(&mut self, line: u32, text: &str) -> bool {
        if let Some(start) = self.unfinished.take() {
            return self.items(line, &format!("{start} {text}")) || self.line(line, text);
        }
        if let Some(cells) = key::row(text, "题号").or_else(|| key::row(text, "序号")) {
            let numbers: Option<Vec<u32>> = cells.iter().map(|cell| cell.parse().ok()).collect();
            if let Some(numbers) = numbers {
                self.numbers = numbers;
                return true;
            }
        }
        if !self.numbers.is_empty()
            && let Some(cells) = key::row(text, "答案")
        {
            let numbers = std::mem::take(&mut self.numbers);
            if cells.len() != numbers.len() {
                let (n_questions, n_answers) = (numbers.len(), cells.len());
                self.remarks.push(Remark::AnswersNotCounted { line, n_questions, n_answers });
            } else {
                for (number, cell) in numbers.into_iter().zip(cells) {
                    self.push(line, number, cell);
                }
            }
            return true;
        }
        let part = self.parts.len() - 1;
        if self.parts[part].kind.is_some()
            && self.entries.last().is_none_or(|last| last.part != part)
            && text.split(is_between).all(|word| word.is_empty() || key::is_row(word))
        {
            self.rows.push((line, part, text.to_owned()));
            return true;
        }
        self.items(line, text) || self.goes_on(text)
    }

    fn items(&mut self, line: u32, text: &str) -> bool {
        let Some(items) = key::items(text) else { return false };
        let is_bracketed = key::is_bracketed(text);
        // （1）甲 below 1.… is part of an answer.
        if let [Item::One { text: value, .. }, ..] = &items[..]
            && self.is_bracketed.is_some_and(|known| known != is_bracketed)
            && !tag::is_answer(key::split_answer(value).0)
            && tag::take(value).is_none()
        {
            return false;
        }
        self.is_bracketed = Some(is_bracketed);
        // 解析：1. 甲 2. 乙 – a list inside an explanation.
        if let [Item::One { number, text: value }, ..] = &items[..]
            && let Some(last) = self.entries.last()
            && !last.explain.is_empty()
            && *number != last.number + 1
            && !tag::is_answer(key::split_answer(value).0)
            && tag::take(value).is_none()
        {
            return false;
        }
        for item in items {
            match item {
                Item::One { number, text } => self.push(line, number, &text),
                Item::Range { answers, .. } if answers.is_empty() => self.unfinished = Some(text.to_owned()),
                Item::Range { first, last, answers } => {
                    let n_questions = (last - first + 1) as usize;
                    if answers.len() == n_questions {
                        for (number, answer) in (first..).zip(&answers) {
                            self.push(line, number, answer);
                        }
                    } else {
                        let n_answers = answers.len();
                        self.remarks.push(Remark::AnswersNotCounted { line, n_questions, n_answers });
                    }
                }
            }
        }
        true
    }

    fn push(&mut self, line: u32, number: u32, text: &str) {
        let begins_anew =
            self.entries.last().is_some_and(|last| last.part + 1 == self.parts.len() && number == 1 && last.number > 1);
        if begins_anew && self.parts.last().is_some_and(|part| !part.is_headed) {
            self.parts.push(Part::default());
        }
        let part = self.parts.len() - 1;
        let mut entry = Entry { line, part, number, answer: String::new(), explain: Vec::new(), source: String::new() };
        for (tag, piece) in tag::cut(text) {
            entry.add(tag, piece);
        }
        self.entries.push(entry);
    }

    /// A line that is none of the list's numbers belongs to the answer before it.
    fn goes_on(&mut self, text: &str) -> bool {
        if is_picture(text) {
            return false;
        }
        let Some(last) = self.entries.last_mut() else { return false };
        for (tag, piece) in tag::cut(text) {
            match tag {
                None if last.explain.is_empty() && tag::is_answer(&last.answer) => last.explain.push(piece.to_owned()),
                None if last.explain.is_empty() => {
                    last.answer.push('\n');
                    last.answer.push_str(piece);
                }
                None => last.explain.push(piece.to_owned()),
                tag => last.add(tag, piece),
            }
        }
        true
    }

    /// Gives every answer to its question; what is left over or fits several is told.
    pub async fn give(
        self,
        sections: &[Section],
        questions: &mut [Asked],
        pace: &impl Pace,
    ) -> Result<Vec<Remark>, Cancelled> {
        let Self { entries, parts, rows, mut remarks, .. } = self;
        for (part, rows) in by_part(rows) {
            let mut fitting: Vec<usize> = (0..questions.len()).collect();
            narrow(&mut fitting, questions, sections, &parts[part]);
            let (n_questions, line) = (fitting.len(), rows[0].0);
            let text = rows.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" ");
            let answers = key::each(&text, n_questions);
            if answers.len() == n_questions {
                for (question, answer) in fitting.into_iter().zip(answers) {
                    questions[question].listed.push(answer);
                }
            } else {
                let n_answers = answers.len();
                remarks.push(Remark::AnswersNotCounted { line, n_questions, n_answers });
            }
        }
        let mut by_number: HashMap<u32, Vec<usize>> = HashMap::new();
        for (idx, question) in questions.iter().enumerate() {
            if idx % SLICE == 0 {
                pace.pause(0, 0).await?;
            }
            if let Some(number) = question.number {
                by_number.entry(number).or_default().push(idx);
            }
        }
        let mut asked_in: Vec<usize> = questions.iter().map(|question| question.section).collect();
        asked_in.dedup();
        let mut answered_in: Vec<usize> = entries.iter().map(|entry| entry.part).collect();
        answered_in.dedup();
        let same_count = asked_in.len() == answered_in.len();
        let mut places: HashMap<(usize, u32), Vec<usize>> = HashMap::new();
        for (idx, entry) in entries.iter().enumerate() {
            if idx % SLICE == 0 {
                pace.pause(0, 0).await?;
            }
            places.entry((entry.part, entry.number)).or_default().push(idx);
        }
        let mut keys: Vec<_> = places.into_iter().collect();
        keys.sort_by_key(|(_, given)| given[0]);
        for (nth, ((part_idx, number), given)) in keys.into_iter().enumerate() {
            if nth % SLICE == 0 {
                pace.pause(0, 0).await?;
            }
            let part = &parts[part_idx];
            let mut fitting = by_number.get(&number).cloned().unwrap_or_default();
            narrow(&mut fitting, questions, sections, part);
            if fitting.len() > 1 && !part.is_headed && same_count {
                let nth = answered_in.iter().position(|answered| *answered == part_idx).unwrap_or(0);
                fitting.retain(|idx| questions[*idx].section == asked_in[nth]);
            }
            match (&fitting[..], &given[..]) {
                ([], _) => {
                    let entry = &entries[given[0]];
                    let text = entry.answer.chars().take(20).collect();
                    remarks.push(Remark::AnswerWithoutQuestion { line: entry.line, number, text });
                }
                ([question], given) => {
                    for entry in given {
                        entries[*entry].give_to(&mut questions[*question]);
                    }
                }
                (fitting, given) if fitting.len() == given.len() => {
                    for (question, entry) in fitting.iter().zip(given) {
                        entries[*entry].give_to(&mut questions[*question]);
                        questions[*question].note(Note::NumberRepeats { number });
                    }
                }
                (fitting, given) => {
                    for question in fitting {
                        let text = entries[given[0]].answer.clone();
                        questions[*question].note(Note::AnswerFitsSeveral { number, text });
                    }
                }
            }
        }
        Ok(remarks)
    }
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；')
}

/// The rows of each part, in their order.
fn by_part(rows: Vec<(u32, usize, String)>) -> Vec<(usize, Vec<(u32, String)>)> {
    let mut parts: Vec<(usize, Vec<(u32, String)>)> = Vec::new();
    for (line, part, text) in rows {
        match parts.last_mut().filter(|(last, _)| *last == part) {
            Some((_, rows)) => rows.push((line, text)),
            None => parts.push((part, vec![(line, text)])),
        }
    }
    parts
}

/// Leaves the questions whose section is the one meant, as far as that tells them apart.
fn narrow(fitting: &mut Vec<usize>, questions: &[Asked], sections: &[Section], part: &Part) {
    let by = |fitting: &mut Vec<usize>, fits: &dyn Fn(&Section) -> bool| {
        let left: Vec<usize> = fitting.iter().copied().filter(|idx| fits(&sections[questions[*idx].section])).collect();
        if !left.is_empty() {
            *fitting = left;
        }
    };
    if let Some(kind) = &part.kind {
        let has_kind = sections.iter().any(|section| section.kind.as_ref() == Some(kind));
        if part.is_presumed {
            by(fitting, &|section| section.kind.as_ref() == Some(kind));
        } else if has_kind {
            fitting.retain(|idx| sections[questions[*idx].section].kind.as_ref() == Some(kind));
        }
    }
    if fitting.len() > 1 && !part.topic.is_empty() {
        by(fitting, &|section| section.topic == part.topic);
    }
    // 三、 alone over its answers: only the ordinal tells whose they are.
    let is_bare = part.kind.is_none() && part.topic.is_empty() && part.ordinal.is_some();
    if is_bare && sections.iter().any(|section| section.ordinal == part.ordinal) {
        fitting.retain(|idx| sections[questions[*idx].section].ordinal == part.ordinal);
    } else if fitting.len() > 1 && part.ordinal.is_some() {
        by(fitting, &|section| section.ordinal == part.ordinal);
    }
}

impl Entry {
    fn add(&mut self, tag: Option<Tag>, piece: &str) {
        match tag {
            Some(Tag::Explain) => self.explain.push(piece.to_owned()),
            Some(Tag::Source) => self.source = piece.to_owned(),
            None | Some(Tag::Answer) if self.answer.is_empty() => {
                let (answer, rest) = key::split_answer(piece);
                self.answer = answer.to_owned();
                if !rest.is_empty() {
                    self.explain.push(rest.to_owned());
                }
            }
            None | Some(Tag::Answer) => self.explain.push(piece.to_owned()),
            Some(_) => {}
        }
    }

    fn give_to(&self, question: &mut Asked) {
        if !self.answer.is_empty() {
            question.listed.push(self.answer.clone());
        }
        question.explain.extend(self.explain.iter().filter(|text| !text.is_empty()).cloned());
        if question.source.is_empty() {
            question.source.clone_from(&self.source);
        }
    }
}
