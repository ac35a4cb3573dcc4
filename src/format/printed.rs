//! A contest's paper as it stands on paper: the same questions and options in the same order as on the phone.
use crate::domain::bank::kind::{Blank, Body, GAP};
use crate::domain::bank::question::Question;
use crate::domain::bank::text::plain;
use crate::domain::contest::papers::Paper;
use crate::domain::paper::shown::{authored_orders, shown_orders};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Questions of one kind and of the same points that follow each other.
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Such as `一、单选题（共10题，每题2分）`.
    pub heading: String,
    pub asked: Vec<Asked>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Counted from 1 through the whole paper.
    pub number: usize,
    pub parts: Vec<PrintedPart>,
    /// The material of a scenario.
    pub material: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedPart {
    /// `12`, or `12（1）` for a part of a scenario.
    pub label: String,
    pub stem: String,
    /// What is paired, numbered.
    pub lefts: Vec<String>,
    /// Under letters.
    pub options: Vec<String>,
    /// Where an answer is written: how much room it takes.
    pub room: Room,
    pub key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// A letter or a few.
    Letters,
    /// A line.
    Line,
}

pub fn printed(paper: &Paper, shuffles: bool) -> Printed {
    let mut groups: Vec<Group> = Vec::new();
    let mut open = None;
    for (idx, (item, question)) in paper.items.iter().zip(&paper.questions).enumerate() {
        let orders = if shuffles {
            shown_orders(paper.seed, &item.question, &question.body)
        } else {
            authored_orders(&question.body)
        };
        let asked = asked(idx + 1, question, &orders);
        let alike = (question.kind(), item.points);
        match groups.last_mut() {
            Some(group) if open == Some(alike) => group.asked.push(asked),
            _ => groups.push(Group { heading: String::new(), asked: vec![asked] }),
        }
        open = Some(alike);
    }
    let mut first = 0;
    for (idx, group) in groups.iter_mut().enumerate() {
        let (n, points) = (group.asked.len(), paper.items[first].points);
        let kind = paper.questions[first].kind().label();
        group.heading = format!("{}、{kind}（共{n}题，每题{points}分）", numeral(idx + 1));
        first += n;
    }
    Printed { groups }
}

fn asked(number: usize, question: &Question, orders: &[Vec<u8>]) -> Asked {
    let order = |idx: usize| orders.get(idx).map_or(&[][..], Vec::as_slice);
    if let Body::Scenario(scenario) = &question.body {
        let parts = scenario.parts.iter().enumerate();
        let parts =
            parts.map(|(idx, part)| one(format!("{number}（{}）", idx + 1), &part.stem, &part.body, order(idx)));
        return Asked { number, parts: parts.collect(), material: Some(question.plain_stem()) };
    }
    let part = one(number.to_string(), &question.stem, &question.body, order(0));
    Asked { number, parts: vec![part], material: None }
}

fn one(label: String, stem: &str, body: &Body, order: &[u8]) -> PrintedPart {
    let text = |position: &u8| body.options().get(usize::from(*position)).cloned().unwrap_or_default();
    let options: Vec<String> =
        order.iter().enumerate().map(|(idx, at)| format!("{}. {}", letter(idx), text(at))).collect();
    let shown = |position: u8| order.iter().position(|at| *at == position).map_or('?', letter);
    let (lefts, room, key) = match body {
        Body::Single(single) => (Vec::new(), Room::Letters, shown(single.answer).to_string()),
        Body::Multiple(multiple) => {
            let mut letters: Vec<char> = multiple.answer.iter().map(|position| shown(*position)).collect();
            letters.sort_unstable();
            (Vec::new(), Room::Letters, letters.into_iter().collect())
        }
        Body::Judge(judge) => (Vec::new(), Room::Letters, if judge.answer { "对" } else { "错" }.to_owned()),
        Body::Blank(blank) => (Vec::new(), Room::Line, blank_key(blank)),
        Body::Order(items) => {
            let key = (0..items.items.len()).map(|position| shown(position as u8)).collect();
            (Vec::new(), Room::Line, key)
        }
        Body::Match(matching) => {
            let lefts = matching.lefts.iter().enumerate().map(|(idx, left)| format!("（{}）{left}", idx + 1)).collect();
            let pairs = matching.answer.iter().enumerate().map(|(idx, at)| format!("（{}）{}", idx + 1, shown(*at)));
            (lefts, Room::Line, pairs.collect())
        }
        Body::Scenario(_) => (Vec::new(), Room::Line, String::new()),
    };
    let stem = plain(stem).replace(GAP, "＿＿＿＿＿＿");
    PrintedPart { label, stem, lefts, options, room, key }
}

fn blank_key(blank: &Blank) -> String {
    let key = blank.gaps.iter().map(|gap| gap.join(" 或 ")).collect::<Vec<_>>().join("；");
    if blank.any_order { format!("{key}（顺序不限）") } else { key }
}

fn letter(idx: usize) -> char {
    // No question has so many options that letters run out; the lint would say so.
    char::from(b'A' + (idx % 26) as u8)
}

fn numeral(n: usize) -> String {
    const FIGURES: [&str; 11] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match n {
        0..=10 => FIGURES[n].to_owned(),
        11..=19 => format!("十{}", FIGURES[n - 10]),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::bank::kind::{Judge, Matching, Multiple, Order, Part, Scenario, Single};
    use crate::domain::bank::marking::Points;
    use crate::domain::paper::draw::Item;
    use crate::domain::paper::seed::Seed;
    use crate::domain::session::session::tests::question;
    use std::sync::Arc;

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    fn paper(bodies: Vec<(Body, u32)>) -> Paper {
        let mut paper = Paper { seed: Seed::from_bytes([5; 32]), items: Vec::new(), questions: Vec::new() };
        for (idx, (body, points)) in bodies.into_iter().enumerate() {
            let id = format!("q{idx}");
            let mut asked = question(&id);
            (asked.body, asked.stem) = (body, format!("第{GAP}问**不**"));
            paper.items.push(Item { question: QuestionRef::new("b", id), points: Points::whole(points) });
            paper.questions.push(Arc::new(asked));
        }
        paper
    }

    fn part(printed: &Printed, group: usize) -> &PrintedPart {
        &printed.groups[group].asked[0].parts[0]
    }

    #[test]
    fn headings_count_questions_of_one_kind_and_numbers_run_through() {
        let judge = || Body::Judge(Judge { answer: false });
        let single = || Body::Single(Single { options: texts(["甲", "乙"]), answer: 1, shuffle: false });
        let printed = printed(&paper(vec![(single(), 2), (single(), 2), (judge(), 1), (judge(), 3)]), true);
        let headings: Vec<&str> = printed.groups.iter().map(|group| group.heading.as_str()).collect();
        assert_eq!(
            headings,
            ["一、单选题（共2题，每题2分）", "二、判断题（共1题，每题1分）", "三、判断题（共1题，每题3分）"]
        );
        assert_eq!(printed.groups[2].asked[0].number, 4);
        assert_eq!(part(&printed, 1).key, "错");
        assert_eq!(part(&printed, 0).options, ["A. 甲", "B. 乙"]);
        assert_eq!(part(&printed, 0).key, "B");
        assert_eq!(part(&printed, 0).stem, "第＿＿＿＿＿＿问不");
    }

    #[test]
    fn keys_name_the_letters_of_this_very_paper() {
        let multiple =
            Body::Multiple(Multiple {
                options: texts(["甲", "乙", "丙", "丁"]), answer: vec![0, 3], shuffle: true
            });
        let sheet = paper(vec![(multiple, 2)]);
        for shuffles in [true, false] {
            let printed = printed(&sheet, shuffles);
            let part = part(&printed, 0);
            let named: Vec<&String> =
                part.options.iter().filter(|option| part.key.contains(option.chars().next().unwrap())).collect();
            assert_eq!(named.len(), 2);
            assert!(named.iter().all(|option| option.ends_with('甲') || option.ends_with('丁')), "{named:?}");
        }
    }

    #[test]
    fn orders_pairs_blanks_and_parts_say_what_to_write() {
        let order = Body::Order(Order { items: texts(["讨论", "表决", "宣读"]) });
        let pairs = [["党课", "每季度"], ["支委会", "每月"]].map(|pair| pair.map(str::to_owned));
        let matching = Body::Match(Matching::new(pairs.to_vec(), texts(["每年"])));
        let blank = Body::Blank(Blank { gaps: vec![texts(["3", "三"]), texts(["半数"])], any_order: true });
        let judge = Part { stem: "对吗".into(), body: Body::Judge(Judge { answer: true }), explain: String::new() };
        let scenario = Body::Scenario(Scenario { parts: vec![judge] });
        let printed = printed(&paper(vec![(order, 5), (matching, 4), (blank, 2), (scenario, 6)]), false);
        assert_eq!(part(&printed, 0).options, ["A. 宣读", "B. 表决", "C. 讨论"]);
        assert_eq!(part(&printed, 0).key, "CBA");
        assert_eq!(part(&printed, 1).lefts, ["（1）党课", "（2）支委会"]);
        assert_eq!(part(&printed, 1).options.len(), 3);
        assert_eq!(part(&printed, 1).key, "（1）A（2）B");
        assert_eq!(part(&printed, 2).key, "3 或 三；半数（顺序不限）");
        assert_eq!(part(&printed, 3).label, "4（1）");
        assert!(printed.groups[3].asked[0].material.is_some());
    }
}
