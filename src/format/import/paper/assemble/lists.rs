//! Lists of answers, at the end of a section or of the whole, and the questions they are for.
use super::Assembly;
use crate::format::import::pace::{Cancelled, Pace, Still};
use crate::format::import::paper::answers::Answers;
use crate::format::import::paper::key;
use crate::format::import::paper::line::{Line, Looks};

impl Assembly<'_> {
    /// A list of answers in a text of its own.
    pub fn begin_answers(&mut self) {
        self.end_answers();
        self.first_asked = 0;
        self.answers = Some(Answers::new(None));
        (self.is_open, self.is_local) = (false, false);
        self.end_material();
    }

    /// Whether a list of answers begins here without a head.
    pub(super) fn begins_list(&self, idx: usize) -> bool {
        let line = &self.lines[idx];
        if self.questions.is_empty() && self.first_asked == 0 {
            return false;
        }
        let is_entry = |idx: usize| self.lines.get(idx).is_some_and(|line| key::is_entry(&line.text));
        if key::row(&line.text, "题号").is_some() {
            return self.lines.get(idx + 1).is_some_and(|next| key::row(&next.text, "答案").is_some());
        }
        // 解析：… 1-5 … is a text.
        key::is_list(&line.text) || (is_entry(idx) && is_entry(idx + 1))
    }

    pub(super) fn leaves_answers(&self, idx: usize) -> bool {
        let line = &self.lines[idx];
        let Looks::Number(_) = line.looks else { return false };
        self.begins_question_after(line) && self.answers.as_ref().is_some_and(|answers| answers.last_number().is_some())
    }

    pub(super) fn answer_line(&mut self, line: &Line, text: &str) {
        if let Some(answers) = &mut self.answers
            && !answers.line(line.number, text)
        {
            self.leave_out(line.number, text);
        }
    }

    /// The list ends here; the questions above get their answers by [`Self::give_answers`].
    pub fn end_answers(&mut self) {
        if let Some(answers) = self.answers.take() {
            // Those without numbers are counted within their section.
            self.count_unnumbered();
            let first = self.first_asked.min(self.questions.len());
            self.given.push((answers, first..self.questions.len()));
            self.first_asked = self.questions.len();
            self.last_number = None;
        }
    }

    /// Gives the answers of the lists that have ended to their questions.
    pub async fn give_answers(&mut self, pace: &impl Pace, done: usize, total: usize) -> Result<(), Cancelled> {
        for (answers, asked) in std::mem::take(&mut self.given) {
            let Some(questions) = self.questions.get_mut(asked) else { continue };
            let remarks = answers.give(&self.sections, questions, &Still::at(pace, done, total)).await?;
            self.remarks.extend(remarks);
        }
        Ok(())
    }

    fn count_unnumbered(&mut self) {
        let first = self.first_asked.min(self.questions.len());
        let (mut section, mut last) = (usize::MAX, 0);
        for question in &mut self.questions[first..] {
            if question.section != section {
                (section, last) = (question.section, 0);
            }
            last = question.number.unwrap_or(last + 1);
            question.number = Some(last);
        }
    }
}
