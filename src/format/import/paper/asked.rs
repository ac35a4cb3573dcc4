//! A question while its lines are gathered, and what becomes of them when all lines and all answers are read.
use super::inline;
use super::number;
use super::scan;
use super::tag;
use crate::domain::bank::kind::Kind;
use crate::format::import::found::Place;
use crate::format::import::loose::{Loose, Said};
use crate::format::import::note::Note;

#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub line: u32,
    pub number: Option<u32>,
    pub section: usize,
    pub stem: Vec<String>,
    /// With the position that its letter names.
    pub options: Vec<(u8, String)>,
    pub answer: String,
    /// What the list of answers says.
    pub listed: Vec<String>,
    pub explain: Vec<String>,
    pub source: String,
    pub topic: String,
    pub level: String,
    pub kind: Option<Said>,
    /// The text that it shares with others.
    pub material: Option<usize>,
    pub notes: Vec<Note>,
}

impl Asked {
    pub fn is_closed(&self) -> bool {
        !self.options.is_empty() || !self.answer.is_empty() || self.is_judged()
    }

    /// Whether it is a statement with its verdict behind it: `…。（√）`.
    fn is_judged(&self) -> bool {
        let Some(last) = self.stem.last() else { return false };
        let bracket = scan::brackets(last).into_iter().next_back();
        bracket.is_some_and(|bracket| bracket.end + 4 >= last.len() && scan::verdict(bracket.inside).is_some())
    }

    pub fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub fn say(&mut self, answer: &str) {
        let answer = scan::trim(answer);
        if answer.is_empty() {
            return;
        }
        if !self.answer.is_empty() {
            self.answer.push('\n');
        }
        self.answer.push_str(answer);
    }

    /// Everything together, `kind` and `topic` being those of its section.
    pub fn finish(mut self, kind: Option<&Said>, topic: &str) -> (Loose, bool) {
        let mut stem = joined(&self.stem);
        let mut had_points = inline::take_points(&mut stem);
        let said = inline::take_kind(&mut stem);
        had_points |= inline::take_points(&mut stem);
        let kind = self.kind.take().or(said).or_else(|| kind.cloned()).filter(|kind| !self.is_part(kind, &stem));
        if self.options.is_empty() {
            self.split_unlabelled(&mut stem, kind.as_ref());
        }
        let known = self.settle_listed();
        if let Some(taken) = inline::take_answer(&mut stem, kind.as_ref(), !self.options.is_empty(), &known) {
            self.note(Note::AnswerInStem { text: taken.clone() });
            if known.is_empty() {
                self.answer = taken;
            } else if !agree(&taken, &known) {
                self.note(Note::AnswersDiffer { first: taken, second: known });
            }
        }
        let options = self.placed_options();
        let loose = Loose {
            place: Place::Line(self.line),
            kind,
            stem,
            options,
            answer: self.answer,
            explain: self.explain.join("\n"),
            source: self.source,
            topic: if self.topic.is_empty() { topic.to_owned() } else { self.topic },
            level: self.level,
            notes: self.notes,
        };
        (loose, had_points)
    }

    /// Whether it is a question of a 案例分析题 that can be marked: its own looks tell its kind.
    fn is_part(&self, kind: &Said, stem: &str) -> bool {
        let Said::Unsupported(name) = kind else { return false };
        let is_material = ["材料", "案例", "综合", "情景", "情境"].iter().any(|word| name.starts_with(word));
        let answer = if self.answer.is_empty() { self.listed.first().unwrap_or(&self.answer) } else { &self.answer };
        let fills = scan::has_gap(stem) && answer.chars().count() <= 20;
        let holds = scan::brackets(stem).iter().any(|bracket| tag::is_answer(bracket.inside));
        is_material && (!self.options.is_empty() || tag::is_answer(answer) || fills || holds)
    }

    /// The answer beside the question and the one in the list, if they agree; the first to be found otherwise.
    fn settle_listed(&mut self) -> String {
        for listed in std::mem::take(&mut self.listed) {
            if self.answer.is_empty() {
                self.answer = listed;
            } else if !agree(&listed, &self.answer) {
                let first = self.answer.clone();
                self.note(Note::AnswersDiffer { first, second: listed });
            }
        }
        self.answer.clone()
    }

    /// Options whose letters were lost with Word's automatic numbers, or that circled numbers stand before.
    fn split_unlabelled(&mut self, stem: &mut String, kind: Option<&Said>) {
        let is_choice = matches!(kind, Some(Said::Choice | Said::Kind(Kind::Single | Kind::Multiple)));
        let answer =
            if self.answer.is_empty() { self.listed.first().cloned().unwrap_or_default() } else { self.answer.clone() };
        let keys = scan::letters(&answer).or_else(|| circled(&answer));
        if !(is_choice || (kind.is_none() && keys.is_some() && scan::verdict(&answer).is_none())) {
            return;
        }
        let lines: Vec<&str> = stem.lines().collect();
        let Some((first, rest)) = lines.split_first() else { return };
        let mut options: Vec<String> = match rest {
            [] => return,
            [only] => only.split(['\t', '；', ';']).flat_map(|part| part.split("  ")).map(own).collect(),
            rest => rest.iter().map(|line| own(line)).collect(),
        };
        options.retain(|option| !option.is_empty());
        if !(2..=10).contains(&options.len()) {
            return;
        }
        let stripped: Option<Vec<String>> = options
            .iter()
            .enumerate()
            .map(|(idx, option)| {
                let (mark, rest) = number::take(option)?;
                (mark.style == number::Style::Circled && mark.value as usize == idx + 1).then(|| rest.to_owned())
            })
            .collect();
        if let Some(stripped) = stripped {
            options = stripped;
            // ①③ are positions as letters are.
            if let Some(keys) = circled(&self.answer) {
                self.answer = keys.iter().map(|key| char::from(b'A' + key)).collect();
            }
        } else {
            self.note(Note::LabelsMissing);
        }
        self.options = (0..).zip(options).collect();
        *stem = (*first).to_owned();
    }

    /// Each option at the place that its letter names, as far as letters run upwards.
    fn placed_options(&mut self) -> Vec<String> {
        let mut placed: Vec<String> = Vec::new();
        let options = std::mem::take(&mut self.options);
        let runs =
            options.windows(2).all(|pair| pair[0].0 < pair[1].0) && options.iter().all(|(position, _)| *position < 26);
        if !runs {
            let letters = options.iter().map(|(position, _)| char::from(b'A' + position % 26)).collect();
            self.note(Note::LabelsDisorder { letters });
            return options.into_iter().map(|(_, text)| text).collect();
        }
        let is_listed =
            options.len() > 1 && options[..options.len() - 1].iter().all(|(_, text)| text.ends_with(['；', ';']));
        for (position, text) in options {
            let text = if is_listed { text.trim_end_matches(['；', ';', '。']).to_owned() } else { text };
            placed.resize(usize::from(position), String::new());
            placed.push(text);
        }
        while placed.last().is_some_and(String::is_empty) {
            placed.pop();
        }
        placed
    }
}

fn own(text: &str) -> String {
    scan::trim(text).to_owned()
}

fn circled(text: &str) -> Option<Vec<u8>> {
    let keys: Option<Vec<u8>> = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '、' | '，' | ','))
        .map(|c| matches!(c, '\u{2460}'..='\u{2469}').then(|| (u32::from(c) - 0x2460) as u8))
        .collect();
    keys.filter(|keys| !keys.is_empty())
}

fn agree(one: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut keys = scan::letters(text)?;
        keys.sort();
        keys.dedup();
        Some(keys)
    };
    let bare = |text: &str| text.trim_end_matches(['。', '.', '；']).trim().to_owned();
    match (scan::verdict(one), scan::verdict(other)) {
        (Some(one), Some(other)) => one == other,
        _ => match (sorted(one), sorted(other)) {
            (Some(one), Some(other)) => one == other,
            // Essays are worded in many ways; of short texts one of two is wrong.
            _ => {
                let (one, other) = (bare(one), bare(other));
                let is_long = |text: &str| text.chars().count() > 30;
                one.starts_with(&other) || other.starts_with(&one) || is_long(&one) || is_long(&other)
            }
        },
    }
}

/// Lines of one text: a line that a page was too narrow for goes on without a break.
fn joined(lines: &[String]) -> String {
    let mut text = String::new();
    for line in lines {
        let n_last = text.lines().last().map_or(0, |last| last.chars().count());
        let is_wrapped = n_last >= 24
            && !text.ends_with(['。', '？', '?', '！', '；', ';', '：', ':', '）', ')', '”'])
            && !line.starts_with(['①', '②', '③', '④', '⑤', '⑥', '（', '(', '—']);
        if !text.is_empty() && !is_wrapped {
            text.push('\n');
        }
        text.push_str(line);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_agree_whatever_way_they_are_written() {
        for (one, other) in [("AB", "B、A"), ("√", "正确"), ("B", "b"), ("×", "错"), ("一年", "一年。")] {
            assert!(agree(one, other), "{one} {other}");
        }
        assert!(!agree("A", "B") && !agree("√", "错") && !agree("AB", "A"));
    }

    #[test]
    fn a_line_too_long_for_its_page_goes_on() {
        let long = "某机关党支部召开支部党员大会讨论接收预备党员，应到会有表决权的正式党员二十名";
        assert_eq!(joined(&[long.to_owned(), "实到十五名".to_owned()]), format!("{long}实到十五名"));
        assert_eq!(joined(&["甲".to_owned(), "乙".to_owned()]), "甲\n乙");
    }
}
