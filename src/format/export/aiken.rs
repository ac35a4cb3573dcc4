//! Aiken, the plainest of Moodle's formats: a line asked, options under letters, the letter that is right.
use super::left_out::{LeftOut, What, left_out as lost_from, present};
use super::markup::in_one_line;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::kind::{Body, Kind};
use crate::domain::bank::question::Question;

pub fn left_out(bank: &Bank) -> Vec<LeftOut> {
    lost_from(bank, |question| match question.kind() {
        Kind::Single | Kind::Judge if is_ambiguous(question) => vec![What::Ambiguous],
        Kind::Single | Kind::Judge => present(
            question,
            &[
                What::Explanation,
                What::Topic,
                What::Level,
                What::Point,
                What::Citation,
                What::Posts,
                What::Family,
                What::Emphasis,
                What::LineBreaks,
                What::FixedOrder,
            ],
        ),
        kind => vec![What::Kind(kind)],
    })
}

pub fn write(bank: &Bank) -> String {
    let written = bank.live().filter_map(written);
    written.collect::<Vec<_>>().join("\n")
}

fn written(question: &Question) -> Option<String> {
    let (options, key) = match &question.body {
        _ if is_ambiguous(question) => return None,
        Body::Single(single) => (single.options.clone(), single.answer),
        Body::Judge(judge) => (["对", "错"].map(str::to_owned).to_vec(), u8::from(!judge.answer)),
        _ => return None,
    };
    let mut text = format!("{}\n", in_one_line(&question.plain_stem()));
    for (letter, option) in (b'A'..=b'Z').zip(&options) {
        text += &format!("{}. {}\n", char::from(letter), in_one_line(option));
    }
    Some(format!("{text}ANSWER: {}\n", char::from(b'A' + key)))
}

/// Whether the stem reads like an option or an answer, or an option cannot have a letter.
fn is_ambiguous(question: &Question) -> bool {
    let stem = in_one_line(&question.plain_stem());
    let mut chars = stem.chars();
    let is_option = chars.next().is_some_and(|c| c.is_ascii_uppercase()) && matches!(chars.next(), Some('.' | ')'));
    is_option || stem.to_ascii_uppercase().starts_with("ANSWER:") || question.body.options().len() > 26
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::export::sample::{bank, judge, order, question, single};

    #[test]
    fn single_choices_and_judgements_go_out_and_the_rest_is_told() {
        let ask = |id: &str, stem: &str, body| Question { stem: stem.to_owned(), ..question(id, body) };
        let bank = bank(vec![
            ask("1", "下列**不**属于\n三会的是", single(&["党课", "支委会"], 0)),
            ask("2", "每月一次", judge(false)),
            ask("3", "A. 像选项", judge(true)),
            ask("4", "answer: 像答案", judge(true)),
            ask("5", "排序", order(&["一", "二", "三"])),
            Question { retired: true, ..ask("6", "旧题", judge(true)) },
        ]);
        assert_eq!(
            write(&bank),
            "下列不属于 三会的是\nA. 党课\nB. 支委会\nANSWER: A\n\n每月一次\nA. 对\nB. 错\nANSWER: B\n"
        );
        let told: Vec<(What, usize)> =
            left_out(&bank).iter().map(|left_out| (left_out.what, left_out.ids.len())).collect();
        assert_eq!(
            told,
            [
                (What::Ambiguous, 2),
                (What::Kind(Kind::Order), 1),
                (What::Explanation, 2),
                (What::Topic, 2),
                (What::Level, 2),
                (What::Point, 2),
                (What::Citation, 2),
                (What::Emphasis, 1),
                (What::LineBreaks, 1)
            ]
        );
    }
}
