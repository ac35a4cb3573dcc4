//! Texts that several questions share: where one begins, which questions it is for, and the one scenario that they are.
use super::number;
use super::scan;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::Kind;
use crate::format::import::found::{Found, Place};
use crate::format::import::note::Note;
use crate::format::import::tidy::add;

/// What a text for several questions is called at its start.
const NAMES: [&str; 7] = ["背景材料", "阅读材料", "材料", "案例", "情景", "情境", "资料"];
/// A scenario with more parts is read by nobody in a contest.
const MAX_PARTS: usize = 4;
/// Whoever writes 1-500 made a slip of the pen.
const LONGEST_RANGE: u32 = 20;

#[derive(Debug, Clone, Default)]
pub struct Material {
    pub line: u32,
    pub text: Vec<String>,
    /// The last question that it is for, if it says so.
    pub last: Option<u32>,
    /// How the numbers of its questions are written.
    pub style: Option<number::Style>,
    pub is_used: bool,
}

impl Material {
    /// Takes a line in; what it says of the questions is no part of the text.
    pub fn take(&mut self, text: &str) {
        let mut kept = String::new();
        for sentence in text.split_inclusive(['。', '！', '？']) {
            if instructs(sentence) {
                self.last = last_asked(sentence).or(self.last);
            } else {
                kept.push_str(sentence);
            }
        }
        let kept = scan::trim(&kept);
        if !kept.is_empty() {
            self.text.push(kept.to_owned());
        }
    }
}

/// `材料：…`, `【案例一】`, `材料2`: what follows the name.
pub fn named(text: &str) -> Option<&str> {
    let open = text.starts_with(['【', '[', '（', '(']);
    let inner = if open { scan::trim_start(&text[text.chars().next()?.len_utf8()..]) } else { text };
    let rest = NAMES.iter().find_map(|name| inner.strip_prefix(name))?;
    let rest =
        scan::trim_start(rest).trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let rest = if open { rest.strip_prefix(['】', ']', '）', ')'])? } else { rest };
    let after = rest.trim_start_matches(['：', ':', '、', '.']);
    (open || rest.is_empty() || after.len() < rest.len()).then(|| scan::trim(after))
}

/// `阅读下列材料，回答1-3题`
pub fn instructs(text: &str) -> bool {
    let names = ["材料", "案例", "资料", "情景", "情境"].iter().any(|name| text.contains(name));
    let asks = ["回答", "完成"].iter().any(|word| text.contains(word)) && (text.contains('题') || text.contains("问"));
    names && asks && text.chars().count() <= 60 && !scan::has_gap(text) && !text.ends_with(['？', '?'])
}

/// Of `回答4、5题` and `完成1～3小题` the last number.
fn last_asked(text: &str) -> Option<u32> {
    let at = ["回答", "完成"].iter().filter_map(|word| text.find(word)).min()?;
    let after = &text[at..];
    let mut numbers = Vec::new();
    for word in after.split(|c: char| !scan::narrow(c).is_ascii_digit()) {
        numbers.extend(scan::digits(word).map(|(value, _)| value));
    }
    match numbers[..] {
        [first, .., last] if first < last && last - first < LONGEST_RANGE => Some(last),
        _ => None,
    }
}

/// Questions one by one, those of one text together.
#[derive(Debug, Default)]
pub struct Gathering {
    found: Vec<Found>,
    parts: Vec<Found>,
    of: Option<usize>,
}

impl Gathering {
    pub fn put(&mut self, found: Found, of: Option<usize>, materials: &[Material]) {
        if of.is_none() || of != self.of {
            self.close(materials);
        }
        self.of = of;
        if of.is_some() {
            self.parts.push(found);
        } else {
            self.found.push(found);
        }
    }

    pub fn end(mut self, materials: &[Material]) -> Vec<Found> {
        self.close(materials);
        self.found
    }

    fn close(&mut self, materials: &[Material]) {
        let mut parts = std::mem::take(&mut self.parts);
        let Some(material) = self.of.take().and_then(|of| materials.get(of)) else { return };
        let text = material.text.join("\n");
        if !text.is_empty() {
            if let Some(scenario) = scenario(&text, material.line, &parts) {
                self.found.push(scenario);
                return;
            }
            let is_shared = parts.len() > 1;
            for (idx, part) in parts.iter_mut().enumerate() {
                if idx == 0 {
                    part.draft.stem = format!("{text}\n{}", part.draft.stem);
                }
                if is_shared {
                    add(&mut part.notes, Note::MaterialWithFirst);
                }
            }
        }
        self.found.append(&mut parts);
    }
}

/// One question of several, if each of them can be asked.
fn scenario(text: &str, line: u32, parts: &[Found]) -> Option<Found> {
    if !(2..=MAX_PARTS).contains(&parts.len()) || parts.iter().any(Found::is_refused) {
        return None;
    }
    let first = parts.first()?;
    let mut draft = Draft { stem: text.to_owned(), topic: first.draft.topic.clone(), ..Draft::new(Kind::Scenario) };
    draft.level = first.draft.level;
    let mut notes = Vec::new();
    for part in parts {
        draft.parts.push(Draft { topic: String::new(), ..part.draft.clone() });
        part.notes.iter().for_each(|note| add(&mut notes, note.clone()));
    }
    notes.push(Note::PartsGathered { n_parts: parts.len() });
    draft.question(&QuestionId::new("whole")).0?;
    Some(Found { place: Place::Line(line), draft, notes })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_material_is_known_by_its_name() {
        for (text, expected) in [
            ("材料：某支部", Some("某支部")),
            ("【案例一】某支部", Some("某支部")),
            ("案例2", Some("")),
            ("（材料）某支部", Some("某支部")),
            ("材料齐全后报批", None),
            ("案例分析题", None),
            ("（某材料）", None),
        ] {
            assert_eq!(named(text), expected, "{text}");
        }
    }

    #[test]
    fn which_questions_it_is_for_is_no_part_of_the_text() {
        let mut material = Material::default();
        for text in ["某支部开会。根据材料回答1-3题。", "阅读下列材料，完成第4～5小题：", "根据上述案例，回答下列问题"]
        {
            assert!(instructs(text) || text.starts_with('某'));
            material.take(text);
        }
        assert_eq!((material.text, material.last), (vec!["某支部开会。".to_owned()], Some(5)));
        assert!(!instructs("阅读材料，回答支部有几个问题（ ）"));
    }
}
