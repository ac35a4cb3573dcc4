//! Where a question begins: on a line with a number, without one, or inside a line.
use super::parts::is_answer_alone;
use super::{Assembly, Part};
use crate::domain::bank::kind::Kind;
use crate::format::import::loose::Said;
use crate::format::import::note::Note;
use crate::format::import::paper::asked::Asked;
use crate::format::import::paper::label;
use crate::format::import::paper::line::{Ahead, Looks, numbered_after_gap};
use crate::format::import::paper::number::{self, Mark};
use crate::format::import::paper::scan;
use crate::format::import::paper::tag::{self, Tag};

impl Assembly<'_> {
    pub(super) fn asked_line(&mut self, idx: usize, text: &str) {
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
}
