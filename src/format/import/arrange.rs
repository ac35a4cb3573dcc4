//! Orders and pairs as tables and papers write them.
use super::list::{self, List};
use super::loose::Reading;
use super::{answer, labels, options};
use crate::domain::bank::kind::Kind;

/// What stands between the two of a pair, the surest first.
const CONNECTORS: [&str; 12] = ["→", "——>", "-->", "->", "——", "--", "—", "＝", "=", "：", ":", "-"];
/// What stands between the steps of an order.
const STEPS: [&str; 9] = ["→", "➔", "->", "—", "－", "-", ">", "＞", "~"];

impl Reading {
    /// The options in the order that the answer gives, or the answer's own texts.
    pub fn order(&mut self) {
        self.draft.kind = Kind::Order;
        let stepped = STEPS.iter().fold(self.answer.clone(), |text, step| text.replace(step, "；"));
        let stepped = stepped.trim_matches('；').to_owned();
        if self.draft.options.is_empty()
            && let Some((stem, items)) = options::split_off(&self.draft.stem).filter(|(stem, _)| !stem.is_empty())
        {
            (self.draft.stem, self.draft.options) = (stem, items);
            self.notes.push(super::note::Note::OptionsInStem);
        }
        let items = &self.draft.options;
        if items.is_empty() {
            let texts = match list::parse(&self.answer) {
                Some(List::Texts(texts)) => texts,
                _ => stepped.split(['；', '\n']).map(|text| text.trim().to_owned()).collect(),
            };
            if texts.len() > 1 {
                self.draft.options = texts;
            } else {
                self.unclear();
            }
            return;
        }
        let figures = || {
            let figures = answer::figures(&stepped)?;
            let figures = match figures[..] {
                [number] => number.to_string().chars().filter_map(|c| c.to_digit(10)).collect(),
                _ => figures,
            };
            figures.iter().map(|figure| u8::try_from(figure.checked_sub(1)?).ok()).collect::<Option<Vec<u8>>>()
        };
        let is_whole = |positions: &Vec<u8>| {
            let mut seen = positions.clone();
            seen.sort_unstable();
            seen.iter().map(|position| usize::from(*position)).eq(0..items.len())
        };
        let found = answer::letters(&stepped)
            .filter(is_whole)
            .or_else(|| figures().filter(is_whole))
            .or_else(|| answer::by_texts(&self.answer, items).filter(is_whole))
            .or_else(|| answer::by_texts(&stepped, items).filter(is_whole));
        match found {
            Some(positions) => {
                let in_order = positions.iter().filter_map(|position| items.get(usize::from(*position)).cloned());
                self.draft.options = in_order.collect();
            }
            None => self.unclear(),
        }
    }

    /// Pairs in the answer, in the options, or by the names of both sides: `1-A，2-C`.
    pub fn matching(&mut self) {
        self.draft.kind = Kind::Match;
        let found = self.named_pairs().or_else(|| {
            let text = if self.answer.is_empty() { self.draft.options.join("\n") } else { self.answer.clone() };
            pairs(&text)
        });
        match found {
            Some((pairs, extra)) => {
                (self.draft.pairs, self.draft.extra) = (pairs, extra);
                self.draft.options.clear();
            }
            None => self.unclear(),
        }
    }

    pub fn named_pairs(&mut self) -> Option<(Vec<[String; 2]>, Vec<String>)> {
        let mut names = Vec::new();
        for name in
            self.answer.split(|c: char| c.is_whitespace() || ",，;；、".contains(c)).filter(|name| !name.is_empty())
        {
            let (left, right) = CONNECTORS.iter().find_map(|connector| name.split_once(connector)).or_else(|| {
                let at = name.find(|c: char| labels::position_of(c).is_some())?;
                Some(name.split_at(at))
            })?;
            let (left, right) = (answer::figures(left)?, answer::letters(right)?);
            let ([left], [right]) = (&left[..], &right[..]) else { return None };
            names.push((usize::try_from(left.checked_sub(1)?).ok()?, usize::from(*right)));
        }
        if let Some((stem, lefts, rights)) = columns(&self.draft.stem) {
            let rights = if rights.is_empty() { self.draft.options.clone() } else { rights };
            let paired = paired(&names, &lefts, &rights);
            if paired.is_some() {
                self.draft.stem = stem;
                return paired;
            }
        }
        let in_options = !self.draft.options.is_empty();
        let text = if in_options { self.draft.options.join("\n") } else { self.draft.stem.clone() };
        let (head, rights) = labels::cut(&text, &labels::letters(&text));
        let starts = ["1.", "1、", "1．", "(1)", "（1）", "①"].iter().filter_map(|start| head.find(start));
        let start = starts.min()?;
        let lefts = answer::numbered(&head[start..])?;
        let paired = paired(&names, &lefts, &rights)?;
        if !in_options {
            let stem = text[..start].trim_end().to_owned();
            self.draft.stem = stem;
        }
        Some(paired)
    }
}

/// The texts that positions name, each left once, and the rights that no left has.
fn paired<T: AsRef<str>>(
    names: &[(usize, usize)],
    lefts: &[T],
    rights: &[T],
) -> Option<(Vec<[String; 2]>, Vec<String>)> {
    let clean =
        |text: &T| text.as_ref().trim_matches(|c: char| c.is_whitespace() || "；;，,、|".contains(c)).to_owned();
    let mut seen = Vec::new();
    let mut pairs = Vec::new();
    for (left, right) in names {
        if seen.contains(left) {
            return None;
        }
        seen.push(*left);
        pairs.push([clean(lefts.get(*left)?), clean(rights.get(*right)?)]);
    }
    let extra = rights.iter().enumerate().filter(|(idx, _)| names.iter().all(|(_, right)| right != idx));
    let extra = extra.map(|(_, right)| clean(right)).collect();
    (!pairs.is_empty() && pairs.len() == lefts.len()).then_some((pairs, extra))
}

/// Two columns line by line, or one below the other: `1.甲    A.丙`, `2.乙    B.丁`. The text before them, the lefts and
/// the rights, of which there may be none.
fn columns(stem: &str) -> Option<(String, Vec<String>, Vec<String>)> {
    let (mut lefts, mut rights): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut head, mut at) = (String::new(), 0);
    let mut is_left = true;
    while at < stem.len() {
        let rest = &stem[at..];
        let is_apart = stem[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '；' | ';'));
        let left = is_apart.then(|| after_number(rest, lefts.len() + 1)).flatten();
        let right = if is_apart && !lefts.is_empty() { after_letter(rest, rights.len()) } else { None };
        if let Some(after) = left.or(right) {
            is_left = left.is_some();
            if is_left { &mut lefts } else { &mut rights }.push(String::new());
            at = stem.len() - after.len();
            continue;
        }
        let Some(c) = rest.chars().next() else { break };
        let text =
            if lefts.is_empty() { &mut head } else { if is_left { &mut lefts } else { &mut rights }.last_mut()? };
        text.push(c);
        at += c.len_utf8();
    }
    let is_one = lefts.iter().chain(&rights).all(|text| !text.trim().is_empty());
    (lefts.len() > 1 && rights.len() != 1 && is_one).then(|| (head.trim_end().to_owned(), lefts, rights))
}

fn after_number(text: &str, number: usize) -> Option<&str> {
    if let Some(circled) = u32::try_from(number).ok().filter(|number| *number <= 20)
        && let Some(rest) = text.strip_prefix(char::from_u32(0x245F + circled)?)
    {
        return Some(rest.trim_start_matches(['.', '、']));
    }
    let open = text.starts_with(['(', '（']);
    let rest = text.trim_start_matches(['(', '（']).strip_prefix(&number.to_string())?;
    if open { rest.strip_prefix([')', '）']) } else { rest.strip_prefix(['.', '、', '．', ')', '）']) }
}

fn after_letter(text: &str, position: usize) -> Option<&str> {
    let open = text.starts_with(['(', '（']);
    let inner = text.trim_start_matches(['(', '（']);
    let letter = inner.chars().next()?;
    let rest =
        labels::position_of(letter).filter(|(found, _)| *found == position).map(|_| &inner[letter.len_utf8()..])?;
    if open { rest.strip_prefix([')', '）']) } else { rest.strip_prefix(['.', '、', '．', ')', '）', ':', '：']) }
}

/// `左 → 右` a line; a right alone after its sign belongs to nothing.
pub fn pairs(text: &str) -> Option<(Vec<[String; 2]>, Vec<String>)> {
    let (mut pairs, mut extra) = (Vec::new(), Vec::new());
    let mut push = |left: &str, right: &str| {
        let (left, right) = (left.trim(), right.trim());
        if left.is_empty() {
            extra.push(right.to_owned());
        } else {
            pairs.push([left.to_owned(), right.to_owned()]);
        }
    };
    match list::parse(text) {
        Some(List::Lists(lists)) => {
            for list in &lists {
                let [left, right] = &list[..] else { return None };
                push(left, right);
            }
        }
        Some(List::Named(named)) => named.iter().for_each(|(left, right)| push(left, right)),
        Some(List::Texts(_)) => return None,
        None => {
            let separators: &[char] = if text.contains('\n') { &['\n'] } else { &['；', ';', '|'] };
            let parts: Vec<&str> = text.split(separators).map(str::trim).filter(|part| !part.is_empty()).collect();
            // All pairs are written in one way.
            let connector = CONNECTORS.iter().find(|connector| parts.iter().all(|part| part.contains(**connector)))?;
            for part in parts {
                let (left, right) = part.split_once(connector)?;
                push(left, right);
            }
        }
    }
    (!pairs.is_empty()).then_some((pairs, extra))
}
