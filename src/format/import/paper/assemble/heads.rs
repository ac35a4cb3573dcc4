//! Lines that are heads: of sections, of topics and of lists of answers.
use super::{Assembly, Part};
use crate::format::import::paper::answers::Answers;
use crate::format::import::paper::asked::Asked;
use crate::format::import::paper::head::Head;
use crate::format::import::paper::key;
use crate::format::import::paper::line::{Ahead, Line, Looks};
use crate::format::import::paper::number;
use crate::format::import::paper::scan;
use crate::format::import::paper::tag::Tag;

impl Assembly<'_> {
    /// Whether the line was a head after all.
    pub(super) fn head(&mut self, idx: usize, head: &Head) -> bool {
        let line = &self.lines[idx];
        if head.answers {
            let is_list = self.answers_head(idx, head);
            // 答案 alone over the answer of one question.
            if !is_list && self.is_open && self.answers.is_none() && head.rest.is_empty() {
                self.tagged(Tag::Answer, "");
                return true;
            }
            return is_list;
        }
        if head.kind.is_none() && !self.is_topic(idx, head) {
            return false;
        }
        self.end_left_out();
        // Questions after a list of answers: another paper in the same text.
        let asks = self.lines.get(idx + 1).is_some_and(|next| {
            let is_entry = key::is_list(&next.text) || key::is_entry(&next.text);
            self.begins_question_after(next) || (self.is_local && head.rest.is_empty() && !is_entry)
        });
        if let Some(answers) = &mut self.answers {
            if !asks {
                answers.head(head);
                if !head.rest.is_empty() {
                    self.answer_line(line, &head.rest.clone());
                }
                return true;
            }
            self.end_answers();
        }
        let section = self.heads.enter(head);
        if section.kind.is_some() && self.first_headed.is_none() {
            self.first_headed = Some(self.questions.len());
        }
        self.sections.push(section);
        (self.is_open, self.style, self.last_number, self.list) = (false, None, None, None);
        self.end_material();
        true
    }

    fn answers_head(&mut self, idx: usize, head: &Head) -> bool {
        let next = self.lines.get(idx + 1);
        let has_list = !head.rest.is_empty();
        // 答案：1B 2A 3C names the pairs of one question.
        let lists = |question: &Asked| {
            question.stem.iter().skip(1).any(|line| number::take(line).is_some_and(|(mark, _)| mark.value == 1))
        };
        if has_list
            && self.answers.is_none()
            && self.matching().is_some_and(|(question, is_told)| is_told || lists(question))
        {
            self.tagged(Tag::Answer, &head.rest);
            return true;
        }
        let is_entry = |line: &Line| key::is_list(&line.text) || key::is_entry(&line.text);
        let leads = next.is_some_and(|next| {
            is_entry(next)
                || matches!(&next.looks, Looks::Head(head) if head.kind.is_some() || head.answers)
                || self.is_bare_ordinal(idx + 1) && self.lines.get(idx + 2).is_some_and(is_entry)
                || key::row(&next.text, "题号").is_some()
                || key::items(&next.text).is_some()
                    && (head.kind.is_some()
                        || !self.is_open
                        || self.last_number.is_some_and(|last| last > 1)
                        || self.lines[idx].text.ends_with("解析"))
        });
        if !has_list && !leads && head.kind.is_none() {
            return false;
        }
        self.end_left_out();
        match &mut self.answers {
            Some(answers) if head.kind.is_some() => answers.head(head),
            Some(_) => {}
            None => {
                // At the end of a section its answers, at the end of all those of every section.
                let next_is_head = next
                    .is_some_and(|next| matches!(&next.looks, Looks::Head(head) if head.kind.is_some()))
                    || self.is_bare_ordinal(idx + 1);
                let section = self.sections.last().cloned();
                let is_local = section.as_ref().is_some_and(|section| section.kind.is_some())
                    && (has_list || (!next_is_head && self.has_questions_later(idx)));
                let mut answers = Answers::new(section.as_ref().filter(|_| is_local));
                if head.kind.is_some() {
                    answers.head(head);
                }
                self.answers = Some(answers);
                (self.is_open, self.is_local) = (false, is_local);
                self.end_material();
            }
        }
        if has_list {
            let line = &self.lines[idx];
            self.answer_line(line, &head.rest.clone());
        }
        true
    }

    pub(super) fn begins_question_after(&self, next: &Line) -> bool {
        matches!(next.looks, Looks::Number(_))
            && (matches!(next.ahead, Ahead::Label(0)) || scan::has_gap(&next.text))
            && !key::is_list(&next.text)
    }

    /// Whether a line is `三、` and nothing more.
    fn is_bare_ordinal(&self, idx: usize) -> bool {
        let is_bare = |head: &Head| head.kind.is_none() && head.topic.is_empty() && head.ordinal.is_some();
        self.lines.get(idx).is_some_and(|line| matches!(&line.looks, Looks::Head(head) if is_bare(head)))
    }

    /// Whether another section of questions follows.
    fn has_questions_later(&self, idx: usize) -> bool {
        let mut lines = self.lines[idx + 1..].iter();
        let is_head = |line: &Line| matches!(&line.looks, Looks::Head(head) if head.kind.is_some());
        lines.by_ref().take(400).any(is_head) && lines.next().is_some_and(|next| self.begins_question_after(next))
    }

    /// `一、党章部分` and `第一章 总则` are heads where questions or other heads follow at once.
    fn is_topic(&self, idx: usize, head: &Head) -> bool {
        let line = &self.lines[idx];
        let is_short = head.topic.chars().count() <= 30
            && !line.text.ends_with(['。', '；', ';', '，', ',', '？', '?', '）', ')']);
        let next = self.lines.get(idx + 1).map(|line| &line.looks);
        let leads = matches!(next, Some(Looks::Head(_) | Looks::Number(_) | Looks::Tagged(Tag::Stem)))
            // 一、…？ 二、…？ are questions themselves.
            && !matches!(next, Some(Looks::Head(next)) if next.kind.is_none() && next.level == head.level);
        let is_unended = match self.part {
            Part::Explain => true,
            Part::Stem => self
                .questions
                .last()
                .and_then(|question| question.stem.last())
                .is_some_and(|last| !last.ends_with(['。', '？', '?', '）', ')', '√', '×'])),
            _ => false,
        };
        let is_inside = self.is_open && is_unended && !line.is_apart && head.level > 0 && !self.heads.goes_on(head);
        is_short && leads && !is_inside && !scan::has_gap(&line.text)
    }
}
