//! To which part of a question a piece of a line goes.
use super::{Assembly, Part};
use crate::format::import::loose::Said;
use crate::format::import::paper::head;
use crate::format::import::paper::key;
use crate::format::import::paper::label;
use crate::format::import::paper::line::Looks;
use crate::format::import::paper::number::{self, Style};
use crate::format::import::paper::scan;
use crate::format::import::paper::tag::{self, Tag};

impl Assembly<'_> {
    pub(super) fn pieces(&mut self, idx: usize, text: &str, is_last: bool) {
        for (nth, (tag, piece)) in tag::cut(text).into_iter().enumerate() {
            match tag {
                None => self.content(idx, piece, is_last && nth == 0),
                Some(tag) => self.tagged(tag, piece),
            }
        }
    }

    pub(super) fn tagged(&mut self, tag: Tag, text: &str) {
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
pub(super) fn is_answer_alone(text: &str) -> Option<&str> {
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
