//! Moodle's own XML: <https://docs.moodle.org/en/Moodle_XML_format>.
use super::categories;
use super::found::{Found, Place};
use super::gaps;
use super::gift::number;
use super::html::{Markup, reduced};
use super::limits::{MAX_FILE_BYTES, MAX_QUESTIONS};
use super::note::Note;
use super::pace::Pace;
use super::refused::Refused;
use super::tidy::{add, tidy, tidy_draft};
use super::weights::{self, ALL, Weight};
use super::xml::{Element, Elements};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::{GAP, Kind};

pub async fn read(text: &str, pace: &impl Pace) -> Result<Vec<Found>, Refused> {
    if text.len() > MAX_FILE_BYTES {
        return Err(Refused::TOO_LARGE);
    }
    let (mut found, mut topic) = (Vec::new(), String::new());
    let mut elements = Elements::of(text);
    loop {
        match elements.next(&["question"]) {
            Ok(None) => break,
            Ok(Some((line, element))) => {
                if element.attribute("type") == Some("category") {
                    let path = element.child("category").map(text_of).unwrap_or_default();
                    topic = tidy(&categories::topic(&path), &mut Vec::new());
                } else if found.len() == MAX_QUESTIONS {
                    return Err(Refused::TOO_MANY_QUESTIONS);
                } else {
                    let (draft, notes) = question(&element, &topic);
                    found.push(Found { place: Place::Line(line), draft, notes });
                }
            }
            Err(refused) if found.is_empty() => return Err(refused),
            // What was read before is kept.
            Err(_) => {
                let place = Place::Line(elements.line());
                found.push(Found { place, draft: Draft::new(Kind::Single), notes: vec![Note::RestUnreadable] });
                break;
            }
        }
        pace.pause(elements.position(), text.len()).await?;
    }
    if found.is_empty() { Err(Refused::NothingFound) } else { Ok(found) }
}

/// The `<text>` in an element, or what it holds itself.
fn text_of(element: &Element) -> String {
    element.child("text").unwrap_or(element).text()
}

fn markup_of(element: &Element, otherwise: Markup) -> Markup {
    match element.attribute("format") {
        Some("html") => Markup::Html,
        Some("moodle_auto_format" | "markdown") => Markup::Lines,
        Some("plain_text") => Markup::Plain,
        _ => otherwise,
    }
}

fn shown(element: &Element, stem: bool, notes: &mut Vec<Note>) -> String {
    reduced(&text_of(element), markup_of(element, Markup::Html), stem, notes)
}

fn child_shown(element: &Element, name: &str, notes: &mut Vec<Note>) -> String {
    element.child(name).map(|child| shown(child, false, notes)).unwrap_or_default()
}

fn is_true(element: &Element, name: &str) -> Option<bool> {
    match element.child(name)?.text().trim() {
        "1" | "true" | "TRUE" => Some(true),
        "0" | "false" | "FALSE" => Some(false),
        _ => None,
    }
}

fn question(element: &Element, topic: &str) -> (Draft, Vec<Note>) {
    let mut notes = Vec::new();
    let mut draft = Draft { topic: topic.to_owned(), ..Draft::new(Kind::Blank) };
    draft.stem = element.child("questiontext").map(|text| shown(text, true, &mut notes)).unwrap_or_default();
    let kind = element.attribute("type").unwrap_or_default();
    match kind {
        "multichoice" | "multichoiceset" => choice(element, &mut draft, &mut notes),
        "truefalse" => judge(element, &mut draft, &mut notes),
        "shortanswer" => short_answer(element, &mut draft, &mut notes),
        "numerical" => numerical(element, &mut draft, &mut notes),
        "matching" => matching(element, &mut draft, &mut notes),
        "ordering" => ordering(element, &mut draft, &mut notes),
        _ => add(&mut notes, Note::KindUnsupported { name: name_of(kind) }),
    }
    if tidy(&draft.stem, &mut Vec::new()).is_empty() {
        draft.stem = element.child("name").map(text_of).unwrap_or_default();
    }
    if draft.kind == Kind::Blank && matches!(kind, "shortanswer" | "numerical") {
        draft.stem = fill_in(&draft.stem, &mut notes);
    }
    explain(element, &mut draft, &mut notes);
    media(element, &mut notes);
    let tags: Vec<String> = element.child("tags").into_iter().flat_map(|tags| tags.all("tag")).map(text_of).collect();
    categories::tags(&tags, &mut draft, &mut notes);
    tidy_draft(&mut draft, &mut notes);
    (draft, notes)
}

fn name_of(kind: &str) -> String {
    match kind {
        "essay" => "问答题",
        "description" => "说明文字",
        "cloze" | "multianswer" => "完形填空题",
        "calculated" | "calculatedsimple" | "calculatedmulti" => "计算题",
        "ddwtos" => "拖放填词题",
        "gapselect" => "下拉填空题",
        "ddimageortext" | "ddmarker" => "拖放图片题",
        "randomsamatch" | "random" => "随机题",
        "" => "没有写明的题型",
        other => other,
    }
    .to_owned()
}

/// The stem with a gap, at its end if nowhere else.
pub fn fill_in(stem: &str, notes: &mut Vec<Note>) -> String {
    let (stem, n_gaps) = gaps::written(stem);
    if n_gaps > 0 {
        return stem;
    }
    add(notes, Note::GapAdded);
    format!("{}{GAP}", stem.trim_end())
}

/// An answer's share of the mark.
fn fraction(answer: &Element, notes: &mut Vec<Note>) -> Weight {
    let written = answer.attribute("fraction").unwrap_or("0").trim();
    weights::weight(written).unwrap_or_else(|| {
        add(notes, Note::AnswerUnclear { text: written.to_owned() });
        0
    })
}

fn choice(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    let single = is_true(element, "single").unwrap_or(true);
    draft.kind = if single { Kind::Single } else { Kind::Multiple };
    draft.shuffle = is_true(element, "shuffleanswers").unwrap_or(true);
    let mut weights = Vec::new();
    for answer in element.all("answer") {
        weights.push(fraction(answer, notes));
        draft.options.push(shown(answer, false, notes));
    }
    // Moodle takes the best answer of a single choice for right when none brings everything.
    let best = weights.iter().copied().max().unwrap_or(0);
    let is_right = |weight: Weight| if single { weight > 0 && weight == best } else { weight > 0 };
    let keys = weights.iter().enumerate().filter(|(_, weight)| is_right(**weight));
    draft.keys = keys.filter_map(|(position, _)| u8::try_from(position).ok()).collect();
    if let Some(note) = weights::note(&weights, single).filter(|_| !single || draft.keys.len() == 1) {
        add(notes, note);
    }
}

fn judge(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    draft.kind = Kind::Judge;
    for answer in element.all("answer") {
        if fraction(answer, notes) <= 0 {
            continue;
        }
        let text = shown(answer, false, notes);
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "对" | "正确" => draft.judged = Some(true),
            "false" | "错" | "错误" => draft.judged = Some(false),
            _ => add(notes, Note::AnswerUnclear { text }),
        }
    }
}

fn short_answer(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut accepted = Vec::new();
    for answer in element.all("answer") {
        // Never HTML: it is compared with what somebody types.
        let text = text_of(answer).trim().to_owned();
        let weight = fraction(answer, notes);
        let has_wildcard = text.replace("\\*", "").contains('*');
        if has_wildcard && weight > 0 {
            add(notes, Note::Dropped { what: format!("带通配符的答案“{text}”") });
        } else if weight >= ALL {
            accepted.push(text.replace("\\*", "*"));
        } else if weight > 0 {
            add(notes, Note::Dropped { what: format!("只得部分分的答案“{text}”") });
        }
    }
    if is_true(element, "usecase") == Some(true) && accepted.iter().any(|text| has_letters(text)) {
        add(notes, Note::Dropped { what: "区分大小写的要求".to_owned() });
    }
    draft.gaps = vec![accepted];
}

pub fn has_letters(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_alphabetic())
}

fn numerical(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut accepted = Vec::new();
    for answer in element.all("answer") {
        let text = text_of(answer).trim().to_owned();
        let weight = fraction(answer, notes);
        if weight >= ALL && text == "*" {
            add(notes, Note::Dropped { what: format!("带通配符的答案“{text}”") });
        } else if weight >= ALL {
            let tolerance = answer.child("tolerance").map(Element::text).unwrap_or_default();
            number(&format!("{text}:{}", tolerance.trim()), &mut accepted, notes);
        } else if weight > 0 {
            add(notes, Note::Dropped { what: format!("只得部分分的答案“{text}”") });
        }
    }
    let units: Vec<String> = element
        .child("units")
        .into_iter()
        .flat_map(|units| units.all("unit"))
        .filter_map(|unit| unit.child("unit_name"))
        .map(|name| name.text().trim().to_owned())
        .collect();
    if !units.is_empty() {
        add(notes, Note::Dropped { what: format!("单位“{}”", units.join("、")) });
    }
    draft.gaps = vec![accepted];
}

fn matching(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    draft.kind = Kind::Match;
    for pair in element.all("subquestion") {
        let left = shown(pair, false, notes);
        // The right side is chosen from a list, which has no HTML.
        let right = pair.child("answer").map(text_of).unwrap_or_default().trim().to_owned();
        match (left.trim().is_empty(), right.is_empty()) {
            (true, true) => {}
            (true, false) => draft.extra.push(right),
            (false, _) => draft.pairs.push([left, right]),
        }
    }
}

/// Items under the numbers of their places.
fn ordering(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    draft.kind = Kind::Order;
    let mut items: Vec<(Weight, String)> =
        element.all("answer").map(|answer| (fraction(answer, notes), shown(answer, false, notes))).collect();
    items.sort_by_key(|(place, _)| *place);
    draft.options = items.into_iter().map(|(_, text)| text).collect();
}

fn explain(element: &Element, draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut lines = vec![child_shown(element, "generalfeedback", notes)];
    let is_short = matches!(element.attribute("type"), Some("shortanswer" | "numerical"));
    for answer in element.all("answer") {
        let feedback = child_shown(answer, "feedback", notes);
        if feedback.is_empty() {
            continue;
        }
        let of = if is_short { text_of(answer).trim().to_owned() } else { shown(answer, false, notes) };
        let of = match of.as_str() {
            "*" => "其他答案".to_owned(),
            "true" => "选对时".to_owned(),
            "false" => "选错时".to_owned(),
            _ => of,
        };
        lines.push(format!("{of}：{feedback}"));
    }
    for (name, when) in
        [("correctfeedback", "答对时"), ("partiallycorrectfeedback", "部分答对时"), ("incorrectfeedback", "答错时")]
    {
        let feedback = child_shown(element, name, notes);
        if !feedback.is_empty() && !is_stock(&feedback) {
            lines.push(format!("{when}：{feedback}"));
        }
    }
    for hint in element.all("hint") {
        let hint = shown(hint, false, notes);
        if !hint.is_empty() {
            lines.push(format!("提示：{hint}"));
        }
    }
    lines.retain(|line| !line.is_empty());
    draft.explain = lines.join("\n");
}

/// What Moodle puts there itself.
fn is_stock(feedback: &str) -> bool {
    let feedback = feedback.trim().trim_end_matches(['.', '。', '！']);
    [
        "Your answer is correct",
        "Your answer is partially correct",
        "Your answer is incorrect",
        "您的答案正确",
        "您的答案部分正确",
        "您的答案错误",
        "您的答案不正确",
        "回答正确",
        "部分正确",
        "回答错误",
    ]
    .contains(&feedback)
}

fn media(element: &Element, notes: &mut Vec<Note>) {
    for inner in element.tree() {
        let name = match inner.name.as_str() {
            "file" => inner.attribute("name").map(str::to_owned),
            "image" => Some(inner.text().trim().to_owned()).filter(|name| !name.is_empty()),
            _ => None,
        };
        if let Some(name) = name {
            add(notes, Note::MediaLeftOut { name });
        }
    }
}

#[cfg(test)]
#[path = "moodle_xml_tests.rs"]
mod tests;
