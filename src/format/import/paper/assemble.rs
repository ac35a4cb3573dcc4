//! Lines put together into questions: which line begins one, and to which part of it a line belongs.
mod pairs;
mod sharing;

use super::answers::Answers;
use super::asked::Asked;
use super::head::{self, Head};
use super::key;
use super::label;
use super::line::{Ahead, Line, Looks, numbered_after_gap};
use super::material::Material;
use super::number::{self, Mark, Style};
use super::scan;
use super::section::{Heads, Section};
use super::tag::{self, Tag};
use crate::domain::bank::kind::Kind;
use crate::format::import::docx::is_picture;
use crate::format::import::loose::Said;
use crate::format::import::note::Note;
use crate::format::import::pace::{Cancelled, Pace, Still};
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

    /// A list of answers in a text of its own.
    pub fn begin_answers(&mut self) {
        self.end_answers();
        self.first_asked = 0;
        self.answers = Some(Answers::new(None));
        (self.is_open, self.is_local) = (false, false);
        self.end_material();
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

    // Heads.

    /// Whether the line was a head after all.
    fn head(&mut self, idx: usize, head: &Head) -> bool {
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

    fn begins_question_after(&self, next: &Line) -> bool {
        matches!(next.looks, Looks::Number(_))
            && (matches!(next.ahead, Ahead::Label(0)) || scan::has_gap(&next.text))
            && !key::is_list(&next.text)
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

    // Lists of answers.

    /// Whether a list of answers begins here without a head.
    fn begins_list(&self, idx: usize) -> bool {
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

    fn leaves_answers(&self, idx: usize) -> bool {
        let line = &self.lines[idx];
        let Looks::Number(_) = line.looks else { return false };
        self.begins_question_after(line) && self.answers.as_ref().is_some_and(|answers| answers.last_number().is_some())
    }

    fn answer_line(&mut self, line: &Line, text: &str) {
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

    // Questions.

    fn asked_line(&mut self, idx: usize, text: &str) {
        let line = &self.lines[idx];
        if let Some((mark, inside, rest)) = self.start_of_question(idx, text) {
            let value = mark.value;
            if let Some(material) = self.material.and_then(|idx| self.materials.get_mut(idx)) {
                // 2. after （1） and （2）: the text was for those in brackets.
                if *material.style.get_or_insert(mark.style) != mark.style {
                    self.end_material();
                }
            }
            self.begin(line.number, Some(value));
            self.style = Some(mark.style);
            if let Some(question) = self.questions.last_mut().filter(|_| !inside.is_empty()) {
                question.say(inside);
                question.note(Note::AnswerInStem { text: inside.to_owned() });
            }
            self.pieces_and_next(idx, rest);
            return;
        }
        if self.is_open && self.begins_unnumbered(idx, text) {
            self.begin(line.number, None);
        } else if !self.is_open {
            if !self.could_begin(idx) {
                self.leave_out(line.number, text);
                return;
            }
            self.begin(line.number, None);
        }
        self.pieces_and_next(idx, text);
    }

    /// The number of the question that begins here, an answer that stood before it, and the rest of the line.
    fn start_of_question<'t>(&mut self, idx: usize, text: &'t str) -> Option<(Mark, &'t str, &'t str)> {
        let line = &self.lines[idx];
        if let Some((inside, mark, rest)) = numbered_after_gap(text)
            && matches!(line.looks, Looks::Number(Mark { value: 0, .. }))
        {
            return Some((mark, inside, rest));
        }
        let (mark, rest) = number::take(text).filter(|(_, rest)| !rest.is_empty())?;
        if matches!(line.looks, Looks::Label(_) | Looks::Tagged(_)) || matches!(line.looks, Looks::Plain) {
            return None;
        }
        self.accepts(idx, mark, rest).then_some((mark, "", rest))
    }

    fn accepts(&mut self, idx: usize, mark: Mark, rest: &str) -> bool {
        let line = &self.lines[idx];
        let is_next = self.last_number.map_or(mark.value == 1, |last| mark.value == last + 1);
        let has_evidence = matches!(line.ahead, Ahead::Label(0) | Ahead::Answer)
            || scan::has_gap(rest)
            || tag::cut(rest).iter().any(|(tag, _)| *tag == Some(Tag::Answer))
            || !label::cut(rest, None).1.is_empty()
            || scan::brackets(rest).iter().any(|bracket| tag::is_answer(bracket.inside))
            || rest.ends_with(['？', '?']);
        if mark.is_doubtful {
            return is_next && (has_evidence || !self.is_open);
        }
        if mark.style.is_weak() {
            return has_evidence && (!self.is_open || self.questions.last().is_some_and(Asked::is_closed));
        }
        if self.counts_pairs(mark, rest) {
            self.list = Some((mark.style, mark.value + 1));
            return false;
        }
        let continues = self.list == Some((mark.style, mark.value));
        let is_closed = self.questions.last().is_some_and(Asked::is_closed);
        let is_text = self.is_open && matches!(self.part, Part::Explain | Part::Answer | Part::Other(_));
        let is_other_style = self.style.is_some_and(|style| style != mark.style);
        // Lists inside an explanation, an essay's answer or a stem begin with 1 and hold no options and no gaps.
        let is_list = if is_text {
            !has_evidence && (continues || !is_next || is_other_style)
        } else if self.is_open && self.part == Part::Stem && is_other_style {
            !is_closed && (mark.value == 1 || continues)
        } else {
            self.is_open && is_other_style && !has_evidence && !is_next
        };
        self.list = is_list.then_some((mark.style, mark.value + 1));
        !is_list
    }

    /// Whether a line without a number begins a question, although one is being read.
    fn begins_unnumbered(&self, idx: usize, text: &str) -> bool {
        let line = &self.lines[idx];
        let Some(question) = self.questions.last() else { return true };
        match line.looks {
            Looks::Tagged(Tag::Stem) => !question.stem.is_empty(),
            Looks::Label(0) => question.options.len() > 1 && self.part != Part::Explain,
            Looks::Plain | Looks::Head(_) => {
                let is_done = match self.part {
                    Part::Options => question.options.len() > 1,
                    Part::Answer => !question.answer.is_empty(),
                    Part::Explain | Part::Other(_) => true,
                    Part::Stem => return self.follows_statement(question, text),
                };
                if !is_done || is_answer_alone(text).is_some() {
                    return false;
                }
                let before_options = matches!(line.ahead, Ahead::Label(0)) && {
                    let is_last = matches!(self.lines.get(idx + 1).map(|next| &next.looks), Some(Looks::Label(0)));
                    let may_begin = !matches!(self.part, Part::Explain | Part::Other(_)) || line.is_apart;
                    is_last || (!line.breaks_ahead && may_begin)
                };
                let asks = scan::has_gap(text) || text.ends_with(['？', '?']);
                let holds_options = label::cut(text, None).1.len() > 1;
                let holds_answer = scan::brackets(text)
                    .last()
                    .is_some_and(|bracket| bracket.end + 4 >= text.len() && tag::is_answer(bracket.inside));
                let may_ask = match self.part {
                    Part::Answer => true,
                    Part::Options => line.is_apart,
                    _ => line.is_apart,
                };
                before_options || holds_options || (may_ask && (asks || holds_answer))
            }
            _ => false,
        }
    }

    /// Statements one a line, each with its own mark: `…。（√）`.
    fn follows_statement(&self, question: &Asked, text: &str) -> bool {
        let judged = |text: &str| {
            let bracket = scan::brackets(text).into_iter().next_back();
            bracket.is_some_and(|bracket| bracket.end + 4 >= text.len() && scan::verdict(bracket.inside).is_some())
        };
        question.options.is_empty() && question.stem.last().is_some_and(|last| judged(last)) && judged(text)
    }

    /// Whether a line without a number may be the first of a question where none is being read.
    fn could_begin(&self, idx: usize) -> bool {
        let line = &self.lines[idx];
        let text = &line.text;
        match line.looks {
            Looks::Tagged(tag) => tag == Tag::Stem,
            Looks::Label(position) => position == 0 && label::cut(text, None).1.len() > 1,
            Looks::Number(_) => scan::has_gap(text),
            Looks::Plain | Looks::Head(_) => {
                let kind = self.sections.last().and_then(|section| section.kind.as_ref());
                let named = text.starts_with("姓名")
                    || text.contains("得分")
                    || text.contains("准考证")
                    || text.starts_with("单位");
                let before_options = matches!(line.ahead, Ahead::Label(0)) && !line.breaks_ahead;
                let before_answer = matches!(line.ahead, Ahead::Answer) && !line.breaks_ahead;
                let holds_answer = scan::brackets(text).last().is_some_and(|bracket| tag::is_answer(bracket.inside));
                !named
                    && (before_options
                        || before_answer
                        || holds_answer
                        || (kind.is_some() && (scan::has_gap(text) || text.ends_with(['？', '?'])))
                        || label::cut(text, None).1.len() > 1)
            }
        }
    }

    fn begin(&mut self, line: u32, number: Option<u32>) {
        self.end_left_out();
        let last = self.material.and_then(|idx| self.materials[idx].last);
        if number.zip(last).is_some_and(|(number, last)| number > last) {
            self.end_material();
        }
        self.is_material = false;
        let (section, material) = (self.sections.len() - 1, self.material);
        if let Some(material) = material {
            self.materials[material].is_used = true;
        }
        let mut question = Asked { line, number, section, material, ..Asked::default() };
        if number.is_none() && self.last_number.is_some() {
            question.note(Note::NumberMissing);
        }
        self.questions.push(question);
        (self.is_open, self.part, self.list) = (true, Part::Stem, None);
        if number.is_some() {
            self.last_number = number;
        }
    }

    /// A line of a question, and the next question if it begins on the same line.
    fn pieces_and_next(&mut self, idx: usize, text: &str) {
        let line = self.lines[idx].number;
        let mut rest = text;
        while let Some(last) = self.last_number
            && let Some(at) = number::find_inside(rest, last + 1)
                .filter(|at| self.may_end_before(rest, *at))
                .or_else(|| number::find_glued(rest, last + 1).filter(|at| self.must_end_before(rest, *at)))
            && let Some((mark, after)) = number::take(&rest[at..])
        {
            let before = scan::trim(&rest[..at]);
            if !before.is_empty() {
                self.pieces(idx, before, false);
            }
            self.begin(line, Some(mark.value));
            rest = after;
        }
        self.pieces(idx, rest, true);
    }

    /// Whether what stands before a number on its line is the end of a question.
    fn may_end_before(&self, text: &str, at: usize) -> bool {
        let (before, after) = text.split_at(at);
        let before = scan::trim(before);
        let is_end = match self.part {
            Part::Stem => {
                !label::cut(before, None).1.is_empty()
                    || scan::brackets(before).iter().any(|bracket| tag::is_answer(bracket.inside))
                    || tag::cut(before).iter().any(|(tag, _)| tag.is_some())
                    || (scan::has_gap(before) && before.ends_with(['。', '）', ')', '_']))
                    || (self.is_blank() && [before, after].iter().all(|text| !scan::brackets(text).is_empty()))
            }
            Part::Options | Part::Answer => true,
            Part::Explain | Part::Other(_) => false,
        };
        let begins = scan::has_gap(after)
            || !label::cut(after, None).1.is_empty()
            || scan::brackets(after).iter().any(|bracket| tag::is_answer(bracket.inside))
            || self.part != Part::Explain;
        is_end && begins
    }

    fn is_blank(&self) -> bool {
        self.sections.last().is_some_and(|section| section.kind == Some(Said::Kind(Kind::Blank)))
    }

    /// The same where nothing parts the number from the last option: both must be whole questions.
    fn must_end_before(&self, text: &str, at: usize) -> bool {
        let (before, after) = text.split_at(at);
        let asks = scan::has_gap(after) || scan::brackets(after).iter().any(|bracket| tag::is_answer(bracket.inside));
        self.part != Part::Explain
            && label::cut(before, None).1.len() > 1
            && asks
            && label::cut(after, None).1.len() > 1
    }

    fn pieces(&mut self, idx: usize, text: &str, is_last: bool) {
        for (nth, (tag, piece)) in tag::cut(text).into_iter().enumerate() {
            match tag {
                None => self.content(idx, piece, is_last && nth == 0),
                Some(tag) => self.tagged(tag, piece),
            }
        }
    }

    fn tagged(&mut self, tag: Tag, text: &str) {
        let Some(question) = self.questions.last_mut() else { return };
        match tag {
            Tag::Answer => {
                question.say(text);
                self.part = Part::Answer;
                self.list = begun_list(text);
                return;
            }
            Tag::Explain => {
                if !text.is_empty() {
                    question.explain.push(text.to_owned());
                }
                self.part = Part::Explain;
                self.list = begun_list(text);
                return;
            }
            Tag::Stem => {
                if !text.is_empty() {
                    question.stem.push(text.to_owned());
                }
                self.part = Part::Stem;
                return;
            }
            Tag::Source => unended(text).clone_into(&mut question.source),
            Tag::Topic => unended(text).clone_into(&mut question.topic),
            Tag::Level => unended(text).clone_into(&mut question.level),
            Tag::Kind => question.kind = head::kind(text).map(|(said, _)| said),
            Tag::Drop => self.n_dropped += 1,
        }
        self.part = Part::Other(tag);
    }

    /// A piece without a tag.
    fn content(&mut self, idx: usize, text: &str, is_last: bool) {
        let next = self.lines.get(idx + 1).filter(|_| is_last);
        let upcoming = next.and_then(|next| match next.looks {
            Looks::Label(position) => Some(position),
            _ => None,
        });
        let bare_upcoming = next.and_then(|next| label::take_bare(&next.text)).map(|(position, _)| position);
        let kind = self.sections.last().and_then(|section| section.kind.clone());
        let Some(question) = self.questions.last_mut() else { return };
        let kind = question.kind.clone().or(kind);
        match self.part {
            Part::Explain => question.explain.push(text.to_owned()),
            Part::Answer
                if question.answer.is_empty() || !question.options.is_empty() || label::take(text).is_none() =>
            {
                if !question.answer.is_empty()
                    && !matches!(kind, Some(Said::Unsupported(_)))
                    && tag::is_answer(&question.answer)
                {
                    // What a page says below the answer is seen as such by whoever reads the answer.
                    question.say(text);
                } else {
                    question.say(text);
                }
            }
            Part::Other(Tag::Source) => {
                question.source.push('\n');
                question.source.push_str(text);
            }
            Part::Other(Tag::Drop | Tag::Topic | Tag::Level | Tag::Kind) if label::take(text).is_none() => {
                self.n_dropped += 1;
            }
            Part::Other(_) | Part::Answer => self.options(text, upcoming, bare_upcoming),
            Part::Stem | Part::Options => {
                // `B.` above its text is a label, if it is the one that is due.
                let due = question.options.last().map_or(0, |(position, _)| position + 1);
                let is_label =
                    label::take(text) == Some((due, "")) && next.is_some_and(|next| matches!(next.looks, Looks::Plain));
                if let Some(answer) = is_answer_alone(text)
                    && !is_label
                    && (!question.options.is_empty() || (!question.stem.is_empty() && upcoming.is_none()))
                {
                    question.say(answer);
                    self.part = Part::Answer;
                    return;
                }
                self.options(text, upcoming, bare_upcoming);
            }
        }
    }

    /// Options, and what stands before them on the line.
    fn options(&mut self, text: &str, upcoming: Option<u8>, bare_upcoming: Option<u8>) {
        let Some(question) = self.questions.last_mut() else { return };
        let last = question.options.last().map(|(position, _)| *position);
        let due = last.map_or(0, |last| last + 1);
        if let Some(row) = label::bare_row(text, due, bare_upcoming) {
            question.options.extend(row.into_iter().map(|(position, text)| (position, text.to_owned())));
            self.part = Part::Options;
            return;
        }
        let labelled = label::take(text).or_else(|| {
            // A甲 B乙: only as one of a row of them.
            let (position, rest) = label::take_bare(text)?;
            let goes_on = last.is_some_and(|last| position == last + 1)
                || (last.is_none() && position == 0 && bare_upcoming == Some(1));
            goes_on.then_some((position, rest))
        });
        let (before, found) = match labelled {
            Some((position, _)) if last.is_none() && position > 0 && upcoming != Some(position + 1) => {
                (text, Vec::new())
            }
            Some((position, rest)) => match label::cut(text, upcoming) {
                ("", found) if !found.is_empty() => ("", found),
                _ => ("", vec![(position, rest)]),
            },
            None if last.is_none() => label::cut(text, upcoming),
            None => (text, Vec::new()),
        };
        if !before.is_empty() {
            match question.options.last_mut() {
                Some((_, option)) => {
                    option.push_str(before);
                }
                None => question.stem.push(before.to_owned()),
            }
        }
        if !found.is_empty() {
            question.options.extend(found.into_iter().map(|(position, text)| (position, text.to_owned())));
            self.part = Part::Options;
        }
    }

    // What belongs to no question.

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

fn unended(text: &str) -> &str {
    text.trim_end_matches(['；', ';', '，', ','])
}

/// What number goes on a list that begins beside its tag: `答：（1）…`.
fn begun_list(text: &str) -> Option<(Style, u32)> {
    number::take(text)
        .filter(|(mark, _)| !key::is_list(text) && mark.value == 1 && !mark.is_doubtful)
        .map(|(mark, _)| (mark.style, 2))
}

/// `（B）`, `ABD` or `√` alone on a line.
fn is_answer_alone(text: &str) -> Option<&str> {
    if tag::is_answer(text) {
        return Some(text);
    }
    match scan::brackets(text)[..] {
        [bracket] if bracket.start == 0 && bracket.end == text.len() && tag::is_answer(bracket.inside) => {
            Some(scan::trim(bracket.inside))
        }
        _ => None,
    }
}
