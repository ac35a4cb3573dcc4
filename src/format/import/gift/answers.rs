//! The answer part of a GIFT question, by its type.
use super::marks::shown;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::Kind;
use crate::format::import::html::{Markup, reduced};
use crate::format::import::note::Note;
use crate::format::import::tidy::add;
use crate::format::import::weights::{self, ALL, Weight};

/// How the texts of a question are written, and what was noticed.
pub struct Reading<'a> {
    pub markup: Markup,
    pub notes: &'a mut Vec<Note>,
    /// Lines of the explanation.
    pub explain: Vec<String>,
}

impl Reading<'_> {
    /// A text for showing, by its own format mark or by the stem's.
    pub fn text(&mut self, written: &str) -> String {
        let (mark, written) = format_mark(written.trim());
        reduced(shown(written).trim(), mark.unwrap_or(self.markup), false, self.notes).trim().to_owned()
    }

    fn feedback(&mut self, of: &str, written: &str) {
        let text = self.text(written);
        if !text.is_empty() {
            self.explain.push(if of.is_empty() { text } else { format!("{of}：{text}") });
        }
    }

    fn drop(&mut self, what: impl Into<String>) {
        add(self.notes, Note::Dropped { what: what.into() });
    }
}

/// `[html]` and its like, and the text behind.
pub fn format_mark(text: &str) -> (Option<Markup>, &str) {
    for (mark, markup) in [
        ("[html]", Markup::Html),
        ("[moodle]", Markup::Lines),
        ("[plain]", Markup::Plain),
        ("[markdown]", Markup::Lines),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            return (Some(markup), rest.trim_start());
        }
    }
    (None, text)
}

/// What the part between the braces makes of the draft. `answers` is without the general feedback, and hidden.
pub fn read(answers: &str, draft: &mut Draft, reading: &mut Reading) {
    let answers = answers.trim();
    let before_feedback = answers.split('#').next().unwrap_or_default().trim();
    if answers.is_empty() {
        draft.kind = Kind::Blank;
        add(reading.notes, Note::KindUnsupported { name: "问答题".to_owned() });
    } else if let Some(numbers) = answers.strip_prefix('#') {
        numerical(numbers, draft, reading);
    } else if answers.contains('~') {
        choice(answers, draft, reading);
    } else if answers.contains('=') && answers.contains("->") {
        matching(answers, draft, reading);
    } else if let Some(right) = truth(before_feedback) {
        judge(right, answers, draft, reading);
    } else {
        short_answer(answers, draft, reading);
    }
}

fn truth(word: &str) -> Option<bool> {
    match word {
        "T" | "TRUE" => Some(true),
        "F" | "FALSE" => Some(false),
        _ => None,
    }
}

/// Words that are short answers to other programs and a judgement to whoever wrote them.
fn judged(word: &str) -> Option<bool> {
    match word {
        "对" | "正确" | "√" | "✓" | "✔" | "是" => Some(true),
        "错" | "错误" | "×" | "✗" | "✘" | "否" => Some(false),
        _ => None,
    }
}

fn judge(right: bool, answers: &str, draft: &mut Draft, reading: &mut Reading) {
    draft.kind = Kind::Judge;
    draft.judged = Some(right);
    let mut feedback = answers.split('#').skip(1);
    for of in ["答错时", "答对时"] {
        reading.feedback(of, feedback.next().unwrap_or_default());
    }
    for rest in feedback {
        reading.feedback("", rest);
    }
}

/// `%50%text` as its weight and the text.
fn weighted(text: &str) -> (Option<Weight>, &str) {
    let text = text.trim();
    text.strip_prefix('%')
        .and_then(|rest| rest.split_once('%'))
        .and_then(|(number, rest)| Some((Some(weights::weight(number.trim())?), rest.trim())))
        .unwrap_or((None, text))
}

/// The text of an answer and its feedback.
fn parted(text: &str) -> (&str, &str) {
    text.split_once('#').unwrap_or((text, ""))
}

fn choice(answers: &str, draft: &mut Draft, reading: &mut Reading) {
    let single = answers.contains('=');
    draft.kind = if single { Kind::Single } else { Kind::Multiple };
    let mut weights = Vec::new();
    // As Moodle has it: an equals sign begins an answer of its own wherever it stands.
    let marked = answers.replace('=', "~=");
    let mut pieces = marked.split('~').map(str::trim).peekable();
    let before = pieces.next().unwrap_or_default();
    if !before.is_empty() {
        add(reading.notes, Note::AnswerUnclear { text: shown(before) });
    }
    // `~=text` is one answer, also as somebody types it.
    while let Some(piece) = pieces.next() {
        if piece.is_empty() && pieces.peek().is_some_and(|next| next.starts_with('=')) {
            continue;
        }
        let (weight, text) = match piece.strip_prefix('=') {
            Some(text) => {
                let (weight, text) = weighted(text);
                if weight.is_some_and(|weight| weight != ALL) {
                    reading.drop("正确选项的分值");
                }
                (ALL, text)
            }
            None => {
                let (weight, text) = weighted(piece);
                (weight.unwrap_or(0), text)
            }
        };
        let (text, feedback) = parted(text);
        let text = reading.text(text);
        reading.feedback(&text, feedback);
        let is_right = if single { weight == ALL } else { weight > 0 };
        if let Some(position) = u8::try_from(draft.options.len()).ok().filter(|_| is_right) {
            draft.keys.push(position);
        }
        draft.options.push(text);
        weights.push(weight);
    }
    // Two right answers of a single choice are a fault of the draft's own.
    if let Some(note) = weights::note(&weights, single).filter(|_| draft.keys.len() == 1 || !single) {
        add(reading.notes, note);
    }
}

fn matching(answers: &str, draft: &mut Draft, reading: &mut Reading) {
    draft.kind = Kind::Match;
    for (idx, piece) in answers.split('=').map(str::trim).enumerate() {
        match piece.split_once("->") {
            Some((left, right)) if idx > 0 => {
                let left = reading.text(left);
                // Chosen from a list, which has no HTML.
                let right = shown(right.trim()).trim().to_owned();
                if left.is_empty() {
                    draft.extra.push(right);
                } else {
                    draft.pairs.push([left, right]);
                }
            }
            _ if piece.is_empty() && idx == 0 => {}
            _ => add(reading.notes, Note::AnswerUnclear { text: shown(piece) }),
        }
    }
}

fn short_answer(answers: &str, draft: &mut Draft, reading: &mut Reading) {
    let mut pieces: Vec<&str> = answers.split('=').map(str::trim).collect();
    if pieces.len() > 1 && pieces[0].is_empty() {
        pieces.remove(0);
    }
    if let [only] = pieces[..]
        && let (text, feedback) = parted(only)
        && let Some(right) = judged(text.trim())
    {
        (draft.kind, draft.judged) = (Kind::Judge, Some(right));
        add(reading.notes, Note::KindGuessed);
        reading.feedback("", feedback);
        return;
    }
    draft.kind = Kind::Blank;
    let mut accepted = Vec::new();
    for piece in pieces {
        let (weight, text) = weighted(piece);
        let (text, feedback) = parted(text);
        let text = shown(text.trim());
        // `\*` is an asterisk, `*` anything at all.
        let has_wildcard = text.replace("\\*", "").contains('*');
        let weight = weight.unwrap_or(ALL);
        reading.feedback(if has_wildcard { "其他答案" } else { &text }, feedback);
        if has_wildcard && weight > 0 {
            reading.drop(format!("带通配符的答案“{text}”"));
        } else if weight >= ALL {
            accepted.push(text.replace("\\*", "*"));
        } else if weight > 0 {
            reading.drop(format!("只得部分分的答案“{text}”"));
        }
    }
    draft.gaps = vec![accepted];
}

fn numerical(numbers: &str, draft: &mut Draft, reading: &mut Reading) {
    draft.kind = Kind::Blank;
    let mut accepted = Vec::new();
    let (right, wrong) = numbers.split_once('~').unwrap_or((numbers, ""));
    let mut pieces: Vec<&str> = right.split('=').map(str::trim).collect();
    if pieces.len() > 1 && pieces[0].is_empty() {
        pieces.remove(0);
    }
    for piece in pieces {
        let (weight, text) = weighted(piece);
        let (text, feedback) = parted(text);
        let text = shown(text.trim());
        reading.feedback(text.split(':').next().unwrap_or_default(), feedback);
        match weight {
            Some(weight) if weight < ALL => {
                if weight > 0 {
                    reading.drop(format!("只得部分分的答案“{text}”"));
                }
            }
            _ => number(&text, &mut accepted, reading.notes),
        }
    }
    reading.feedback("其他答案", parted(wrong).1);
    draft.gaps = vec![accepted];
}

/// A number as other programs accept it: with a tolerance or as a range, neither of which has a place here.
pub fn number(text: &str, accepted: &mut Vec<String>, notes: &mut Vec<Note>) {
    let is_number = |text: &str| text.trim().parse::<f64>().is_ok_and(f64::is_finite);
    if let Some((from, to)) = text.split_once("..") {
        if is_number(from) && from.trim() == to.trim() {
            accepted.push(from.trim().to_owned());
        } else {
            add(notes, Note::AnswerRange { text: text.to_owned() });
        }
        return;
    }
    let (number, tolerance) = text.split_once([':', '：']).unwrap_or((text, ""));
    if !is_number(number) {
        add(notes, Note::AnswerUnclear { text: text.to_owned() });
        return;
    }
    if !tolerance.trim().is_empty() && tolerance.trim().parse::<f64>().is_ok_and(|tolerance| tolerance != 0.0) {
        add(notes, Note::Dropped { what: format!("允许的误差±{}", tolerance.trim()) });
    }
    accepted.push(number.trim().to_owned());
}
