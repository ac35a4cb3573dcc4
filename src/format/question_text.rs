//! A question laid out in texts for the cells of a table: stem, options under letters, right answer, an answer given.
use crate::domain::bank::kind::Body;
use crate::domain::bank::question::{Given, Question};
use crate::domain::bank::text::plain;
use crate::domain::sort::sort;

/// What is asked; of a scenario the material and what each part asks.
pub fn stem(question: &Question) -> String {
    let parts = question.body.parts().iter().map(|part| plain(&part.stem));
    [question.plain_stem()].into_iter().chain(numbered(parts)).collect::<Vec<_>>().join("\n")
}

/// What is chosen among, one a line. Orders and pairs stand so that they do not tell the answer.
pub fn options(body: &Body) -> String {
    match body {
        Body::Single(_) | Body::Multiple(_) => {
            let lines = body.options().iter().enumerate().map(|(idx, text)| format!("{}. {text}", letter(idx)));
            lines.collect::<Vec<_>>().join("\n")
        }
        Body::Judge(_) | Body::Blank(_) => String::new(),
        Body::Order(order) => sorted(&order.items).join("\n"),
        Body::Match(matching) => {
            format!("左：{}\n右：{}", matching.lefts.join("；"), sorted(&matching.rights).join("；"))
        }
        Body::Scenario(scenario) => numbered_if_any(scenario.parts.iter().map(|part| options(&part.body))),
    }
}

/// The right answer.
pub fn key(body: &Body) -> String {
    match body {
        Body::Blank(blank) => blank.gaps.iter().map(|gap| gap.join(" / ")).collect::<Vec<_>>().join("；"),
        _ => answer(body, &body.key()),
    }
}

/// An answer in words, whatever the question is now.
pub fn answer(body: &Body, given: &Given) -> String {
    let option = |idx: &u8| {
        let idx = usize::from(*idx);
        body.options().get(idx).map(|text| format!("{}. {text}", letter(idx)))
    };
    match (body, given) {
        (Body::Single(_) | Body::Multiple(_), Given::Options(chosen)) => {
            chosen.iter().filter_map(option).collect::<Vec<_>>().join("\n")
        }
        (Body::Judge(_), Given::Judge(said)) => if *said { "对" } else { "错" }.to_owned(),
        (Body::Blank(_), Given::Blanks(texts)) => {
            texts.iter().map(|text| if text.trim().is_empty() { "（空）" } else { text }).collect::<Vec<_>>().join("；")
        }
        (Body::Order(order), Given::Order(chosen)) => {
            let items = chosen.iter().filter_map(|idx| order.items.get(usize::from(*idx)));
            items.map(String::as_str).collect::<Vec<_>>().join(" → ")
        }
        (Body::Match(matching), Given::Match(chosen)) => {
            let right = |idx: &Option<u8>| idx.and_then(|idx| matching.rights.get(usize::from(idx)));
            let pairs = matching.lefts.iter().zip(chosen);
            let lines = pairs.map(|(left, idx)| format!("{left}：{}", right(idx).map_or("（没选）", String::as_str)));
            lines.collect::<Vec<_>>().join("\n")
        }
        (Body::Scenario(scenario), Given::Parts(given)) => {
            numbered_if_any(scenario.parts.iter().zip(given).map(|(part, given)| answer(&part.body, given)))
        }
        _ => String::new(),
    }
}

/// Why, of a scenario also for each part.
pub fn explain(question: &Question) -> String {
    let parts = numbered_if_any(question.body.parts().iter().map(|part| part.explain.clone()));
    let texts = [parts, question.explain.clone()];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

pub fn letter(idx: usize) -> char {
    // No question has so many options that letters run out; the lint would say so.
    char::from(b'A' + (idx % 26) as u8)
}

fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    sort(&mut texts);
    texts
}

fn numbered(texts: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    texts.enumerate().map(|(idx, text)| format!("（{}）{text}", idx + 1))
}

/// Parts with nothing to say are left out, and keep their numbers.
fn numbered_if_any(texts: impl Iterator<Item = String>) -> String {
    let lines =
        texts.enumerate().filter(|(_, text)| !text.is_empty()).map(|(idx, text)| format!("（{}）{text}", idx + 1));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Blank, Judge, Matching, Multiple, Order, Part, Scenario, Single};
    use crate::domain::session::session::tests::question;

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    #[track_caller]
    fn check(body: &Body, given: &Given, expected: [&str; 3]) {
        assert_eq!([options(body), key(body), answer(body, given)], expected);
    }

    fn matching() -> Body {
        let pairs = [["党课", "每季度"], ["支委会", "每月"]].map(|pair| pair.map(str::to_owned));
        Body::Match(Matching::new(pairs.to_vec(), texts(["每年"])))
    }

    #[test]
    fn choices_stand_under_letters_that_the_answers_name() {
        let single = Body::Single(Single { options: texts(["甲", "乙"]), answer: 1, shuffle: true });
        check(&single, &Given::options([0]), ["A. 甲\nB. 乙", "B. 乙", "A. 甲"]);
        let options = texts(["甲", "乙", "丙"]);
        let multiple = Body::Multiple(Multiple { options, answer: vec![0, 2], shuffle: true });
        check(&multiple, &Given::options([1, 2]), ["A. 甲\nB. 乙\nC. 丙", "A. 甲\nC. 丙", "B. 乙\nC. 丙"]);
        check(&Body::Judge(Judge { answer: true }), &Given::Judge(false), ["", "对", "错"]);
    }

    #[test]
    fn a_gap_tells_every_answer_it_takes() {
        let body = Body::Blank(Blank { gaps: vec![texts(["3", "三"]), texts(["半数"])], any_order: false });
        check(&body, &Given::Blanks(texts(["4", " "])), ["", "3 / 三；半数", "4；（空）"]);
    }

    #[test]
    fn options_of_orders_and_pairs_do_not_tell_the_answer() {
        let order = Body::Order(Order { items: texts(["讨论", "表决", "宣读"]) });
        check(&order, &Given::Order(vec![2, 0, 1]), ["宣读\n表决\n讨论", "讨论 → 表决 → 宣读", "宣读 → 讨论 → 表决"]);
        check(
            &matching(),
            &Given::Match(vec![Some(2), None]),
            ["左：党课；支委会\n右：每季度；每年；每月", "党课：每季度\n支委会：每月", "党课：每年\n支委会：（没选）"],
        );
    }

    #[test]
    fn the_parts_of_a_scenario_are_numbered_throughout() {
        let part = |stem: &str, body, explain: &str| Part { stem: stem.to_owned(), body, explain: explain.to_owned() };
        let judge = part("预备党员**有**表决权。", Body::Judge(Judge { answer: false }), "");
        let body = Body::Scenario(Scenario { parts: vec![judge, part("配起来", matching(), "看条例。")] });
        let mut asked = question("1");
        (asked.stem, asked.body) = ("某支部开会。".to_owned(), body);
        assert_eq!(stem(&asked), "某支部开会。\n（1）预备党员有表决权。\n（2）配起来");
        assert_eq!(explain(&asked), "（2）看条例。\n讲解");
        check(
            &asked.body,
            &Given::Parts(vec![Given::Judge(true), Given::Match(vec![Some(0), Some(1)])]),
            [
                "（2）左：党课；支委会\n右：每季度；每年；每月",
                "（1）错\n（2）党课：每季度\n支委会：每月",
                "（1）对\n（2）党课：每季度\n支委会：每月",
            ],
        );
    }

    #[test]
    fn an_answer_of_another_kind_says_nothing() {
        assert_eq!(answer(&Body::Judge(Judge { answer: true }), &Given::options([0])), "");
    }
}
