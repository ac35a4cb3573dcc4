//! One assessment item.
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::{GAP, Kind};
use crate::format::import::html::{Markup, reduced};
use crate::format::import::moodle_xml::has_letters;
use crate::format::import::note::Note;
use crate::format::import::tidy::{add, tidy_draft};
use crate::format::import::weights::{self, ALL, Weight};
use crate::format::import::xml::Element;

/// Where a learner writes or picks within the stem; no text has this character.
const SLOT: &str = "\u{FDD8}";

/// What a responseDeclaration says.
#[derive(Default)]
struct Response {
    single: bool,
    correct: Vec<String>,
    /// Key, what it earns, whether capitals matter.
    mapping: Vec<(String, Weight, bool)>,
    earns_by_default: Weight,
}

pub fn read(mut element: Element, topic: &str) -> (Draft, Vec<Note>) {
    element.rename(&|name| name.strip_prefix("qti-").map_or_else(|| name.to_owned(), camel), &camel);
    let mut item = Item { element: &element, notes: Vec::new(), explain: Vec::new() };
    let mut draft = Draft { topic: topic.to_owned(), ..Draft::new(Kind::Single) };
    item.question(&mut draft);
    let Item { mut notes, explain, .. } = item;
    draft.explain = explain.join("\n");
    tidy_draft(&mut draft, &mut notes);
    (draft, notes)
}

/// `response-identifier` as `responseIdentifier`.
fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let mut camel = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut chars = part.chars();
        camel.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        camel += chars.as_str();
    }
    camel
}

struct Item<'a> {
    element: &'a Element,
    notes: Vec<Note>,
    explain: Vec<String>,
}

impl<'a> Item<'a> {
    fn question(&mut self, draft: &mut Draft) {
        let body = self.element.child("itemBody");
        let interactions: Vec<&Element> = body
            .map(|body| body.tree())
            .unwrap_or_default()
            .into_iter()
            .filter(|element| element.name.ends_with("Interaction"))
            .collect();
        let is_fill_in = interactions.iter().all(|element| element.name == "textEntryInteraction");
        match interactions[..] {
            _ if self.element.child("templateDeclaration").is_some() => self.unsupported("数值会变的题"),
            [] => self.unsupported("说明文字"),
            _ if is_fill_in => self.fill_in(&interactions, draft),
            [only] => self.interaction(only, draft),
            _ => self.unsupported("几种题型合在一起的题"),
        }
        draft.stem = body.map(|body| self.stem(body, draft.kind)).unwrap_or_default();
        if draft.stem.trim().is_empty() {
            draft.stem = self.element.attribute("title").unwrap_or_default().to_owned();
        }
        self.feedback();
    }

    fn interaction(&mut self, interaction: &'a Element, draft: &mut Draft) {
        match interaction.name.as_str() {
            "choiceInteraction" => self.choice(interaction, draft),
            "inlineChoiceInteraction" => self.inline_choice(interaction, draft),
            "orderInteraction" => self.order(interaction, draft),
            "matchInteraction" => self.matching(interaction, draft),
            "extendedTextInteraction" => self.unsupported("问答题"),
            "gapMatchInteraction" => self.unsupported("拖放填词题"),
            "associateInteraction" => self.unsupported("连线题"),
            "hottextInteraction" => self.unsupported("文中选词题"),
            "uploadInteraction" => self.unsupported("上传文件题"),
            "sliderInteraction" => self.unsupported("滑块题"),
            name if name.starts_with("graphic") || name.contains("hotspot") => self.unsupported("图形题"),
            name => self.unsupported(name.trim_end_matches("Interaction")),
        }
    }

    fn unsupported(&mut self, name: &str) {
        add(&mut self.notes, Note::KindUnsupported { name: name.to_owned() });
    }

    fn drop(&mut self, what: &str) {
        add(&mut self.notes, Note::Dropped { what: what.to_owned() });
    }

    fn shown(&mut self, element: &Element, stem: bool) -> String {
        let html = element.html(&|inner| match inner.name.as_str() {
            "textEntryInteraction" | "inlineChoiceInteraction" => Some(SLOT.to_owned()),
            // What is asked may stand within the interaction.
            name if name.ends_with("Interaction") => {
                let prompt = inner.child("prompt").map(|prompt| prompt.html(&|_| None)).unwrap_or_default();
                Some(format!("<div>{prompt}</div>"))
            }
            "feedbackInline" | "feedbackBlock" | "rubricBlock" | "stylesheet" | "templateBlock" | "templateInline" => {
                Some(String::new())
            }
            _ => None,
        });
        reduced(&html, Markup::Html, stem, &mut self.notes)
    }

    fn stem(&mut self, body: &Element, kind: Kind) -> String {
        let stem = self.shown(body, true);
        stem.replace(SLOT, if kind == Kind::Blank { GAP } else { "（　）" })
    }

    fn response(&self, interaction: &Element) -> Response {
        let id = interaction.attribute("responseIdentifier").unwrap_or_default();
        let declared = self.element.all("responseDeclaration");
        let Some(declared) = declared.into_iter().find(|element| element.attribute("identifier") == Some(id)) else {
            return Response::default();
        };
        let correct = declared.child("correctResponse").into_iter().flat_map(|correct| correct.all("value"));
        let mapping = declared.child("mapping");
        let entries = mapping.into_iter().flat_map(|mapping| mapping.all("mapEntry")).filter_map(|entry| {
            let earns = weights::weight(entry.attribute("mappedValue")?.trim().trim_start_matches('+'))?;
            // Where nothing is said, capitals matter.
            let is_sensitive = entry.attribute("caseSensitive") != Some("false");
            Some((entry.attribute("mapKey")?.trim().to_owned(), earns, is_sensitive))
        });
        Response {
            single: declared.attribute("cardinality") == Some("single"),
            correct: correct.map(|value| value.text().trim().to_owned()).collect(),
            mapping: entries.collect(),
            earns_by_default: mapping
                .and_then(|mapping| weights::weight(mapping.attribute("defaultValue")?))
                .unwrap_or(0),
        }
    }

    /// The right values, from the scores if nothing else tells.
    fn correct(&mut self, response: &Response) -> Vec<String> {
        if !response.correct.is_empty() {
            return response.correct.clone();
        }
        let scoring: Vec<String> =
            response.mapping.iter().filter(|(_, earns, _)| *earns > 0).map(|(key, ..)| key.clone()).collect();
        if !scoring.is_empty() {
            add(&mut self.notes, Note::KeyFromScores);
        }
        scoring
    }

    fn choice(&mut self, interaction: &'a Element, draft: &mut Draft) {
        let response = self.response(interaction);
        let max = interaction.attribute("maxChoices").map_or(Some(1), |max| max.trim().parse::<u32>().ok());
        let single = max == Some(1) || response.single;
        self.options(interaction, "simpleChoice", single, &response, draft);
        let identifiers: Vec<&str> = choices(interaction, "simpleChoice").map(identifier).collect();
        self.as_judgement(&identifiers, draft);
    }

    fn inline_choice(&mut self, interaction: &'a Element, draft: &mut Draft) {
        let response = self.response(interaction);
        self.options(interaction, "inlineChoice", true, &response, draft);
    }

    fn options(
        &mut self,
        interaction: &'a Element,
        name: &'a str,
        single: bool,
        response: &Response,
        draft: &mut Draft,
    ) {
        draft.kind = if single { Kind::Single } else { Kind::Multiple };
        let is_fixed = choices(interaction, name).any(|choice| choice.attribute("fixed") == Some("true"));
        draft.shuffle = interaction.attribute("shuffle") == Some("true") && !is_fixed;
        let mut identifiers = Vec::new();
        for choice in choices(interaction, name) {
            let text = self.shown(choice, false);
            for feedback in choice.all("feedbackInline") {
                let feedback = self.shown(feedback, false);
                self.explained(format!("{text}：{feedback}"));
            }
            draft.options.push(text);
            identifiers.push(identifier(choice));
        }
        for value in self.correct(response) {
            // A value that names no option is out of range, and that is told as the fault it is.
            let position = identifiers.iter().position(|id| *id == value).unwrap_or(identifiers.len());
            draft.keys.extend(u8::try_from(position).ok());
        }
        self.weigh(&identifiers, single, response);
    }

    /// Tells of scores that say more than right and wrong, whatever they add up to.
    fn weigh(&mut self, identifiers: &[&str], single: bool, response: &Response) {
        let earned = |id: &&str| {
            let entry = response.mapping.iter().find(|(key, ..)| key == id);
            entry.map_or(response.earns_by_default, |(_, earns, _)| *earns)
        };
        let earned: Vec<Weight> = identifiers.iter().map(earned).collect();
        let whole: Weight = earned.iter().filter(|earns| **earns > 0).sum();
        if whole > 0 {
            let weights: Vec<Weight> = earned.iter().map(|earns| earns.saturating_mul(ALL) / whole).collect();
            if let Some(note) = weights::note(&weights, single) {
                add(&mut self.notes, note);
            }
        }
    }

    /// QTI has no judgements: they are choices between right and wrong.
    fn as_judgement(&mut self, identifiers: &[&str], draft: &mut Draft) {
        const WORDS: [[&str; 2]; 4] = [["对", "错"], ["正确", "错误"], ["√", "×"], ["true", "false"]];
        let ([first, second], Kind::Single, [key]) = (&draft.options[..], draft.kind, &draft.keys[..]) else {
            return;
        };
        let [first, second] = [first, second].map(|text| text.trim().to_lowercase());
        let is = |[right, wrong]: [&str; 2]| (first == right && second == wrong) || (first == wrong && second == right);
        let Some([right, _]) = WORDS.into_iter().find(|words| is(*words)) else {
            return;
        };
        let judged = match key {
            0 => first == right,
            1 => second == right,
            _ => return,
        };
        if *identifiers != ["true", "false"] {
            add(&mut self.notes, Note::KindGuessed);
        }
        let Draft { topic, .. } = draft.clone();
        *draft = Draft { judged: Some(judged), topic, ..Draft::new(Kind::Judge) };
    }

    fn fill_in(&mut self, interactions: &[&'a Element], draft: &mut Draft) {
        draft.kind = Kind::Blank;
        for interaction in interactions {
            let response = self.response(interaction);
            let mut accepted = response.correct.clone();
            let best = response.mapping.iter().map(|(_, earns, _)| *earns).max().unwrap_or(0);
            let mut is_sensitive = response.mapping.is_empty();
            for (key, earns, sensitive) in response.mapping.iter().filter(|(_, earns, _)| *earns > 0) {
                if *earns == best && !accepted.contains(key) {
                    accepted.push(key.clone());
                } else if *earns < best {
                    self.drop(&format!("只得部分分的答案“{key}”"));
                }
                is_sensitive |= sensitive;
            }
            if response.correct.is_empty() && !accepted.is_empty() {
                add(&mut self.notes, Note::KeyFromScores);
            }
            if is_sensitive && accepted.iter().any(|text| has_letters(text)) {
                self.drop("区分大小写的要求");
            }
            draft.gaps.push(accepted);
        }
    }

    fn order(&mut self, interaction: &'a Element, draft: &mut Draft) {
        draft.kind = Kind::Order;
        let mut texts: Vec<(&str, String)> = Vec::new();
        for choice in choices(interaction, "simpleChoice") {
            texts.push((identifier(choice), self.shown(choice, false)));
        }
        let response = self.response(interaction);
        let mut left = texts.clone();
        for value in &response.correct {
            match left.iter().position(|(id, _)| id == value) {
                Some(position) => draft.options.push(left.remove(position).1),
                None => add(&mut self.notes, Note::AnswerUnclear { text: value.clone() }),
            }
        }
        if response.correct.is_empty() {
            add(&mut self.notes, Note::NoAnswer);
            draft.options = texts.into_iter().map(|(_, text)| text).collect();
        } else if !left.is_empty() {
            let texts: Vec<String> = left.into_iter().map(|(_, text)| text).collect();
            self.drop(&format!("不参加排序的“{}”", texts.join("、")));
        }
    }

    fn matching(&mut self, interaction: &'a Element, draft: &mut Draft) {
        draft.kind = Kind::Match;
        let mut sets = Vec::new();
        for set in interaction.all("simpleMatchSet") {
            let mut texts: Vec<(&str, String)> = Vec::new();
            for choice in set.all("simpleAssociableChoice") {
                texts.push((identifier(choice), self.shown(choice, false)));
            }
            sets.push(texts);
        }
        let [lefts, rights] = &sets[..] else {
            self.unsupported("连线题");
            return;
        };
        let response = self.response(interaction);
        let values = self.correct(&response);
        let text_of =
            |set: &[(&str, String)], id: &str| set.iter().find(|(known, _)| *known == id).map(|(_, text)| text.clone());
        let mut used = Vec::new();
        let mut of_left: Vec<(String, String)> = Vec::new();
        for value in &values {
            let mut ids = value.split_whitespace();
            let (Some(one), Some(other)) = (ids.next(), ids.next()) else {
                add(&mut self.notes, Note::AnswerUnclear { text: value.clone() });
                continue;
            };
            // A pair without direction may begin on either side.
            let pair = [(one, other), (other, one)].into_iter().find_map(|(left, right)| {
                text_of(lefts, left)?;
                Some((left.to_owned(), right, text_of(rights, right)?))
            });
            match pair {
                None => add(&mut self.notes, Note::AnswerUnclear { text: value.clone() }),
                Some((left, ..)) if of_left.iter().any(|(known, _)| *known == left) => {
                    self.unsupported("一对多的配对题")
                }
                Some((left, right, text)) => {
                    used.push(right);
                    of_left.push((left, text));
                }
            }
        }
        for (id, left) in lefts {
            match of_left.iter().find(|(known, _)| known == id) {
                Some((_, right)) => draft.pairs.push([left.clone(), right.clone()]),
                None => self.drop(&format!("没有配对的“{left}”")),
            }
        }
        draft.extra = rights.iter().filter(|(id, _)| !used.contains(id)).map(|(_, text)| text.clone()).collect();
        if values.is_empty() {
            add(&mut self.notes, Note::NoAnswer);
        }
    }

    fn explained(&mut self, text: String) {
        if !text.trim().is_empty() && !self.explain.contains(&text) {
            self.explain.push(text);
        }
    }

    fn feedback(&mut self) {
        let modal: Vec<&Element> = self.element.all("modalFeedback").collect();
        let in_body = self.element.child("itemBody").map(|body| body.tree()).unwrap_or_default();
        // What stands within an option was told with the option.
        let blocks = in_body.iter().filter(|element| element.name == "feedbackBlock");
        for feedback in modal.into_iter().chain(blocks.copied()) {
            let text = self.shown(feedback, false);
            self.explained(text);
        }
        let within: Vec<*const Element> = in_body
            .iter()
            .filter(|element| element.name == "simpleChoice")
            .flat_map(|choice| choice.tree())
            .map(std::ptr::from_ref)
            .collect();
        for feedback in in_body.iter().filter(|element| element.name == "feedbackInline") {
            if !within.contains(&std::ptr::from_ref(*feedback)) {
                let text = self.shown(feedback, false);
                self.explained(text);
            }
        }
    }
}

fn choices<'a>(interaction: &'a Element, name: &'a str) -> impl Iterator<Item = &'a Element> {
    interaction.all(name)
}

fn identifier(choice: &Element) -> &str {
    choice.attribute("identifier").unwrap_or_default().trim()
}
