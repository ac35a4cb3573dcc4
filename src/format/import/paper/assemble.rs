//! Lines put together into questions: which line begins one, and to which part of it a line belongs.
mod heads;
mod lists;
mod pairs;
mod parts;
mod sharing;
mod starts;

use super::answers::Answers;
use super::asked::Asked;
use super::line::{Line, Looks};
use super::material::Material;
use super::number::Style;
use super::scan;
use super::section::{Heads, Section};
use super::tag::Tag;
use crate::format::import::docx::is_picture;
use crate::format::import::note::Note;
use crate::format::import::remark::Remark;
use std::ops::Range;

/// To which part of a question a line without a mark is added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Stem,
    Options,
    Answer,
    Explain,
    Other(Tag),
}

#[derive(Debug)]
pub struct Assembly<'a> {
    lines: &'a [Line],
    heads: Heads,
    pub sections: Vec<Section>,
    pub questions: Vec<Asked>,
    pub remarks: Vec<Remark>,
    part: Part,
    /// Whether the last of the questions is still being read.
    is_open: bool,
    /// The style of numbers in this section.
    style: Option<Style>,
    last_number: Option<u32>,
    /// The number that goes on a list inside a question.
    list: Option<(Style, u32)>,
    /// The list of answers that is being read, and where the questions begin that it is for.
    answers: Option<Answers>,
    /// Lists that have ended, each with the questions it is for.
    given: Vec<(Answers, Range<usize>)>,
    /// Whether that list is for one section alone.
    is_local: bool,
    first_asked: usize,
    /// Texts that questions share, the one that holds here, and whether its lines are being read.
    materials: Vec<Material>,
    material: Option<usize>,
    is_material: bool,
    left_out: Option<(u32, usize, String)>,
    n_dropped: usize,
    /// The first question after the first head with a kind: what stands before may be instructions.
    first_headed: Option<usize>,
}
impl<'a> Assembly<'a> {
    pub fn new(lines: &'a [Line]) -> Self {
        Self {
            lines,
            heads: Heads::default(),
            sections: vec![Section::default()],
            questions: Vec::new(),
            remarks: Vec::new(),
            part: Part::Stem,
            is_open: false,
            style: None,
            last_number: None,
            list: None,
            answers: None,
            given: Vec::new(),
            is_local: false,
            first_asked: 0,
            materials: Vec::new(),
            material: None,
            is_material: false,
            left_out: None,
            n_dropped: 0,
            first_headed: None,
        }
    }

    /// What was read, once every answer is given, ready to be finished: the questions, and what is to be told about the
    /// whole.
    pub fn end(mut self, n_dropped: usize) -> (Vec<Section>, Vec<Asked>, Vec<Material>, Vec<Remark>) {
        self.end_left_out();
        self.tell_unused();
        self.drop_instructions();
        let n_lines = n_dropped + self.n_dropped;
        if n_lines > 0 {
            self.remarks.push(Remark::PageMarksLeftOut { n_lines });
        }
        (self.sections, self.questions, self.materials, self.remarks)
    }

    pub fn line(&mut self, idx: usize) {
        let line = &self.lines[idx];
        let text = line.text.as_str();
        if let Looks::Head(head) = &line.looks
            && self.head(idx, head)
        {
            return;
        }
        if self.answers.is_some() {
            if self.leaves_answers(idx) {
                self.end_answers();
            } else {
                self.answer_line(line, text);
                return;
            }
        }
        if self.begins_list(idx) {
            self.end_left_out();
            let section = self.sections.last().cloned();
            let is_said = section.as_ref().is_some_and(|section| section.kind.is_some());
            self.answers = Some(Answers::new(section.as_ref().filter(|_| is_said)));
            (self.is_open, self.is_local) = (false, is_said);
            self.end_material();
            self.answer_line(line, text);
            return;
        }
        if self.material_line(idx, text) {
            return;
        }
        self.asked_line(idx, text);
        if line.had_invisible
            && let Some(question) = self.questions.last_mut().filter(|_| self.is_open)
        {
            question.note(Note::InvisibleRemoved);
        }
        if text.contains('\u{FFFD}')
            && let Some(question) = self.questions.last_mut().filter(|_| self.is_open)
        {
            question.note(Note::Unreadable);
        }
    }

    fn leave_out(&mut self, line: u32, text: &str) {
        // Those are told all together.
        if is_picture(text) {
            return;
        }
        match &mut self.left_out {
            Some((_, n_lines, _)) => *n_lines += 1,
            None => self.left_out = Some((line, 1, text.chars().take(20).collect())),
        }
    }

    fn end_left_out(&mut self) {
        if let Some((first, n_lines, start)) = self.left_out.take() {
            self.remarks.push(Remark::LinesLeftOut { first, n_lines, start });
        }
    }

    /// Numbered lines before the first head, without options, answers and gaps, tell how the paper is done.
    fn drop_instructions(&mut self) {
        let Some(first_headed) = self.first_headed else { return };
        let is_instruction = |question: &Asked| {
            let is_bare = !question.is_closed() && question.listed.is_empty();
            is_bare && !question.stem.iter().any(|line| scan::has_gap(line) || line.ends_with(['？', '?']))
        };
        let before = &self.questions[..first_headed.min(self.questions.len())];
        if before.is_empty() || !before.iter().all(is_instruction) {
            return;
        }
        let start = before[0].stem.first().map(|line| line.chars().take(20).collect()).unwrap_or_default();
        let (first, n_lines) = (before[0].line, before.len());
        self.remarks.insert(0, Remark::LinesLeftOut { first, n_lines, start });
        self.questions.drain(..n_lines);
    }
}
