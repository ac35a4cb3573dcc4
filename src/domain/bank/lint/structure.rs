//! Rules about one question by itself: whether it can be asked and marked at all, whatever its words are.
use super::fault::{Fault, Field};
use crate::domain::bank::kind::{Blank, Body, GAP, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::question::Question;
use crate::domain::bank::text::{fold, plain};

const MAX_OPTIONS: usize = 10;

pub fn faults(question: &Question) -> Vec<Fault> {
    let mut faults = asked_faults(&question.stem, &question.body);
    if is_blank(&question.explain) {
        faults.push(Fault::Empty { field: Field::Explain });
    }
    faults
}

/// What holds for a whole question and for a part of a scenario.
fn asked_faults(stem: &str, body: &Body) -> Vec<Fault> {
    let mut faults = Vec::new();
    if is_blank(stem) {
        faults.push(Fault::Empty { field: stem_field(body) });
    }
    match body {
        Body::Single(single) => single_faults(single, &mut faults),
        Body::Multiple(multiple) => multiple_faults(multiple, &mut faults),
        Body::Judge(_) => {}
        Body::Blank(blank) => blank_faults(stem, blank, &mut faults),
        Body::Order(order) => order_faults(order, &mut faults),
        Body::Match(matching) => match_faults(matching, &mut faults),
        Body::Scenario(scenario) => scenario_faults(stem, scenario, &mut faults),
    }
    faults
}

/// What an author calls the stem of such a question.
pub const fn stem_field(body: &Body) -> Field {
    if matches!(body, Body::Scenario(_)) { Field::Material } else { Field::Stem }
}

fn single_faults(single: &Single, faults: &mut Vec<Fault>) {
    option_faults(&single.options, &[single.answer], faults);
}

fn multiple_faults(multiple: &Multiple, faults: &mut Vec<Fault>) {
    match multiple.answer.len() {
        0 => faults.push(Fault::NoKey),
        1 => faults.push(Fault::OneKey),
        _ => {}
    }
    option_faults(&multiple.options, &multiple.answer, faults);
}

fn option_faults(options: &[String], keys: &[u8], faults: &mut Vec<Fault>) {
    let n_options = options.len();
    if n_options < 2 {
        faults.push(Fault::TooFewOptions { n_options });
    }
    if n_options > MAX_OPTIONS {
        faults.push(Fault::TooManyOptions { n_options });
    }
    for key in keys.iter().filter(|key| usize::from(**key) >= n_options) {
        faults.push(Fault::AnswerOutOfRange { position: i64::from(*key), n_options });
    }
    empty_faults(options, Field::Option, faults);
    let is_key = |position: usize| keys.iter().any(|key| usize::from(*key) == position);
    for (first, second) in repeats(options) {
        let text = options[second].clone();
        faults.push(if is_key(first) == is_key(second) {
            Fault::OptionRepeats { text }
        } else {
            Fault::KeyRepeats { text }
        });
    }
}

fn blank_faults(stem: &str, blank: &Blank, faults: &mut Vec<Fault>) {
    let (n_gaps, n_answers) = (n_gaps(stem), blank.gaps.len());
    if n_gaps != n_answers || n_gaps == 0 {
        faults.push(Fault::GapCount { n_gaps, n_answers });
    }
    for (gap, accepted) in blank.gaps.iter().enumerate() {
        if accepted.iter().all(|text| is_blank(text)) {
            faults.push(Fault::GapWithoutAnswer { gap });
        } else if accepted.iter().any(|text| is_blank(text)) {
            faults.push(Fault::Empty { field: Field::Gap(gap) });
        }
    }
}

fn order_faults(order: &Order, faults: &mut Vec<Fault>) {
    let n_items = order.items.len();
    if n_items < 3 {
        faults.push(Fault::TooFewItems { n_items });
    }
    // Positions are bytes.
    if n_items > usize::from(u8::MAX) {
        faults.push(Fault::TooManyOptions { n_options: n_items });
    }
    empty_faults(&order.items, Field::Option, faults);
    for (_, second) in repeats(&order.items) {
        faults.push(Fault::ItemRepeats { text: order.items[second].clone() });
    }
}

fn match_faults(matching: &Matching, faults: &mut Vec<Fault>) {
    let (n_pairs, n_options) = (matching.lefts.len(), matching.rights.len());
    if !(3..=6).contains(&n_pairs) {
        faults.push(Fault::PairCount { n_pairs });
    }
    if n_options < 2 {
        faults.push(Fault::TooFewOptions { n_options });
    }
    if n_options > MAX_OPTIONS {
        faults.push(Fault::TooManyOptions { n_options });
    }
    empty_faults(&matching.lefts, Field::Left, faults);
    empty_faults(&matching.rights, Field::Right, faults);
    for (_, second) in repeats(&matching.lefts) {
        faults.push(Fault::LeftRepeats { text: matching.lefts[second].clone() });
    }
    let n_paired = n_options - matching.extra().len();
    for (first, second) in repeats(&matching.rights) {
        let text = matching.rights[second].clone();
        faults.push(if first < n_paired { Fault::KeyRepeats { text } } else { Fault::OptionRepeats { text } });
    }
}

fn scenario_faults(material: &str, scenario: &Scenario, faults: &mut Vec<Fault>) {
    let n_chars = plain(material).chars().count();
    if !is_blank(material) && !(30..=220).contains(&n_chars) {
        faults.push(Fault::MaterialLength { n_chars });
    }
    let n_parts = scenario.parts.len();
    if !(2..=4).contains(&n_parts) {
        faults.push(Fault::PartCount { n_parts });
    }
    for (idx, Part { stem, body, .. }) in scenario.parts.iter().enumerate() {
        let found = asked_faults(stem, body).into_iter();
        faults.extend(found.map(|fault| Fault::InPart { part: idx, fault: Box::new(fault) }));
    }
}

fn empty_faults(texts: &[String], field: fn(usize) -> Field, faults: &mut Vec<Fault>) {
    let empty = texts.iter().enumerate().filter(|(_, text)| is_blank(text));
    faults.extend(empty.map(|(position, _)| Fault::Empty { field: field(position) }));
}

/// Pairs of texts that read alike, the earlier position first; each later text is named once.
fn repeats(texts: &[String]) -> Vec<(usize, usize)> {
    let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
    let mut repeats = Vec::new();
    for (second, text) in folded.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
        if let Some(first) = folded[..second].iter().position(|other| other == text) {
            repeats.push((first, second));
        }
    }
    repeats
}

/// How many gaps a stem shows.
pub fn n_gaps(stem: &str) -> usize {
    stem.matches(GAP).count()
}

fn is_blank(text: &str) -> bool {
    fold(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::Judge;
    use crate::domain::bank::lint::sample::{matching, multiple, order, question, scenario, single};

    #[track_caller]
    fn check(body: Body, stem: &str, expected: &[Fault]) {
        assert_eq!(faults(&Question { stem: stem.to_owned(), ..question("q", body) }), expected);
    }

    fn blank(gaps: &[&[&str]]) -> Body {
        let gaps = gaps.iter().map(|gap| gap.iter().map(|text| (*text).to_owned()).collect()).collect();
        Body::Blank(Blank { gaps, any_order: false })
    }

    #[test]
    fn sound_questions_have_no_faults() {
        check(single(&["甲", "乙"], 1), "哪个", &[]);
        check(multiple(&["甲", "乙", "丙"], &[0, 2]), "哪些", &[]);
        check(Body::Judge(Judge { answer: false }), "对吗", &[]);
        check(blank(&[&["季度"], &["半数", "一半"]]), "每____，过____", &[]);
        check(order(&["一", "二", "三"]), "排", &[]);
    }

    #[test]
    fn an_empty_stem_option_or_explanation_is_a_fault() {
        check(Body::Judge(Judge { answer: true }), " \u{3000}", &[Fault::Empty { field: Field::Stem }]);
        check(single(&["甲", " "], 0), "哪个", &[Fault::Empty { field: Field::Option(1) }]);
        check(order(&["一", "", "三"]), "排", &[Fault::Empty { field: Field::Option(1) }]);
        let question = Question { explain: String::new(), ..question("q", single(&["甲", "乙"], 0)) };
        assert_eq!(faults(&question), [Fault::Empty { field: Field::Explain }]);
    }

    #[test]
    fn there_are_two_to_ten_options() {
        check(single(&["甲"], 0), "哪个", &[Fault::TooFewOptions { n_options: 1 }]);
        let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        check(single(&many, 0), "哪个", &[Fault::TooManyOptions { n_options: 11 }]);
        check(single(&many[..10], 0), "哪个", &[]);
    }

    #[test]
    fn an_answer_is_one_of_the_options() {
        check(single(&["甲", "乙"], 2), "哪个", &[Fault::AnswerOutOfRange { position: 2, n_options: 2 }]);
        check(multiple(&["甲", "乙"], &[0, 1, 7]), "哪些", &[Fault::AnswerOutOfRange { position: 7, n_options: 2 }]);
    }

    #[test]
    fn a_multiple_choice_has_more_than_one_key() {
        check(multiple(&["甲", "乙"], &[1]), "哪些", &[Fault::OneKey]);
        check(multiple(&["甲", "乙"], &[]), "哪些", &[Fault::NoKey]);
    }

    #[test]
    fn options_that_read_alike_repeat_and_a_key_among_them_is_worse() {
        check(single(&["甲", "3 人", "３人"], 0), "哪个", &[Fault::OptionRepeats { text: "３人".into() }]);
        check(single(&["甲", "乙", "甲"], 2), "哪个", &[Fault::KeyRepeats { text: "甲".into() }]);
    }

    #[test]
    fn every_gap_has_an_answer() {
        check(blank(&[&["季度"]]), "没有空", &[Fault::GapCount { n_gaps: 0, n_answers: 1 }]);
        check(blank(&[&["季度"]]), "____和____", &[Fault::GapCount { n_gaps: 2, n_answers: 1 }]);
        check(blank(&[]), "没有空", &[Fault::GapCount { n_gaps: 0, n_answers: 0 }]);
        check(blank(&[&["季度"], &[]]), "____和____", &[Fault::GapWithoutAnswer { gap: 1 }]);
        check(blank(&[&["季度", ""]]), "每____", &[Fault::Empty { field: Field::Gap(0) }]);
    }

    #[test]
    fn a_matching_has_three_to_six_pairs_of_different_texts() {
        let three = [["党课", "每季"], ["主题党日", "每月"], ["党员大会", "每季"]];
        check(matching(&three, &["每年"]), "配对", &[]);
        check(matching(&three[..2], &[]), "配对", &[Fault::PairCount { n_pairs: 2 }]);
        let letters = ["甲", "乙", "丙", "丁", "戊", "己", "庚"];
        check(matching(&letters.map(|letter| [letter, letter]), &[]), "配对", &[Fault::PairCount { n_pairs: 7 }]);
        let same = [["甲", "1"], ["乙", "1"], ["丙", "1"]];
        check(matching(&same, &[]), "配对", &[Fault::TooFewOptions { n_options: 1 }]);
        let lefts = [["甲", "1"], [" 甲", "2"], ["丙", ""]];
        let empty = Fault::Empty { field: Field::Right(2) };
        check(matching(&lefts, &[]), "配对", &[empty, Fault::LeftRepeats { text: " 甲".into() }]);
    }

    #[test]
    fn an_extra_right_differs_from_those_that_are_paired() {
        let three = [["党课", "每季"], ["主题党日", "每月"], ["党员大会", "每季"]];
        check(matching(&three, &["每 月"]), "配对", &[Fault::KeyRepeats { text: "每 月".into() }]);
        check(matching(&three, &["每年", "每年"]), "配对", &[Fault::OptionRepeats { text: "每年".into() }]);
    }

    #[test]
    fn a_scenario_has_two_to_four_sound_parts_and_a_material_of_some_length() {
        let material = "某机关党支部有正式党员三十名，准备召开党员大会接收预备党员，当天到会二十四名。";
        let judge = || Body::Judge(Judge { answer: true });
        check(scenario(&[("对吗", judge()), ("是吗", judge())]), material, &[]);
        check(scenario(&[("对吗", judge())]), &material.repeat(5), &[Fault::PartCount { n_parts: 1 }]);
        check(scenario(&[("对吗", judge()), ("是吗", judge())]), "太短", &[Fault::MaterialLength { n_chars: 2 }]);
        let long = material.repeat(6);
        let n_chars = long.chars().count();
        check(scenario(&[("对吗", judge()), ("是吗", judge())]), &long, &[Fault::MaterialLength { n_chars }]);
        check(scenario(&[("对吗", judge()), ("是吗", judge())]), "", &[Fault::Empty { field: Field::Material }]);
        let faulty = scenario(&[("对吗", judge()), ("", single(&["甲", "乙"], 4))]);
        let inner = [Fault::Empty { field: Field::Stem }, Fault::AnswerOutOfRange { position: 4, n_options: 2 }];
        check(faulty, material, &inner.map(|fault| Fault::InPart { part: 1, fault: Box::new(fault) }));
    }

    #[test]
    fn an_order_has_three_different_items() {
        check(order(&["一", "二"]), "排", &[Fault::TooFewItems { n_items: 2 }]);
        check(order(&["一", "二", "一"]), "排", &[Fault::ItemRepeats { text: "一".into() }]);
    }
}
