//! Rules about one question by itself: whether it can be asked and marked at all, whatever its words are.
use super::fault::{Fault, Field};
use crate::domain::bank::kind::{Blank, Body, GAP, Multiple, Order, Single};
use crate::domain::bank::question::Question;
use crate::domain::bank::text::fold;

const MAX_OPTIONS: usize = 10;

pub fn faults(question: &Question) -> Vec<Fault> {
    let mut faults = Vec::new();
    if is_blank(&question.stem) {
        faults.push(Fault::Empty { field: Field::Stem });
    }
    match &question.body {
        Body::Single(single) => single_faults(single, &mut faults),
        Body::Multiple(multiple) => multiple_faults(multiple, &mut faults),
        Body::Judge(_) => {}
        Body::Blank(blank) => blank_faults(&question.stem, blank, &mut faults),
        Body::Order(order) => order_faults(order, &mut faults),
    }
    if is_blank(&question.explain) {
        faults.push(Fault::Empty { field: Field::Explain });
    }
    faults
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
    empty_faults(options, faults);
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
    empty_faults(&order.items, faults);
    for (_, second) in repeats(&order.items) {
        faults.push(Fault::ItemRepeats { text: order.items[second].clone() });
    }
}

fn empty_faults(texts: &[String], faults: &mut Vec<Fault>) {
    let empty = texts.iter().enumerate().filter(|(_, text)| is_blank(text));
    faults.extend(empty.map(|(position, _)| Fault::Empty { field: Field::Option(position) }));
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
    use crate::domain::bank::lint::sample::{multiple, order, question, single};

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
    fn an_order_has_three_different_items() {
        check(order(&["一", "二"]), "排", &[Fault::TooFewItems { n_items: 2 }]);
        check(order(&["一", "二", "一"]), "排", &[Fault::ItemRepeats { text: "一".into() }]);
    }
}
