//! 通报: what an organiser announces of a contest, in sentences. Every number is of the receipts that count.
use super::analysis::ItemAnalysis;
use super::reckoning::Reckoning;
use super::terms::{Counts, Terms, UnitScore, Units};
use crate::domain::bank::document::Date;
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulletin {
    pub title: String,
    pub paragraphs: Vec<String>,
    /// People at the top as lines; a shared place is told by the same number.
    pub people: Vec<String>,
    pub units: Vec<String>,
    /// Questions that the fewest got right.
    pub hardest: Vec<String>,
    pub organiser: String,
    pub date: String,
}

/// Questions that a bulletin names.
const N_HARDEST: usize = 5;

/// A question that fewer were asked says nothing of what many got wrong.
const LEAST_ASKED: usize = 5;

/// `n_people` and `n_units` at the top; whoever shares the last of those places is named too.
pub fn bulletin(
    terms: &Terms,
    reckoning: &Reckoning,
    items: &[ItemAnalysis],
    n_people: usize,
    n_units: usize,
    today: UtcMillis,
) -> Bulletin {
    let all = reckoning.spread(terms, None);
    let mut paragraphs = vec![opening(terms, reckoning)];
    if all.n > 0 {
        let mean = points(all.mean);
        let mut results = format!(
            "试卷共{}题，满分{}分。参赛人员平均得分{mean}分，最高{}分，最低{}分",
            terms.n_questions(),
            terms.total(),
            all.best,
            all.least
        );
        if let (Some(pass), Some(n_passed), Some(share)) = (terms.pass, all.n_passed, all.pass_share()) {
            results.push_str(&format!("；达到合格线（{pass}分）的{n_passed}人，合格率{}", percent(share)));
        }
        results.push('。');
        if terms.attempts.counts == Counts::BestOfDay {
            // Added up over days, a sum may pass the points of one paper.
            results.push_str("个人得分为每天最好成绩之和。");
        }
        paragraphs.push(results);
        paragraphs.push(format!("{}现将结果通报如下。", rule(terms, reckoning)));
    } else {
        paragraphs.push("截至目前没有计入成绩的答卷。".to_owned());
    }
    let people = reckoning.people.iter().take_while(|person| person.place <= n_people);
    let people = people.map(|person| {
        let unit = if person.unit.is_empty() { String::new() } else { format!("（{}）", person.unit) };
        format!("第{}名　{}{unit}　{}分，用时{}", person.place, person.name, person.score, person.took)
    });
    let units = reckoning.units.iter().filter(|unit| unit.n_people > 0 && (1..=n_units).contains(&unit.place));
    let units = units.filter_map(|unit| {
        let share = unit.participation().map_or(String::new(), |share| format!("，参与率{}", percent(share)));
        Some(format!("第{}名　{}　{}分（{}人参赛{share}）", unit.place, unit.name, points(unit.score?), unit.n_people))
    });
    let hardest = items.iter().filter(|item| item.n_asked >= LEAST_ASKED && item.facility < 1000).take(N_HARDEST);
    let hardest = hardest.map(|item| {
        let stem = item.question.plain_stem();
        format!("{stem}（{}人作答过此题，得分率{}）", item.n_asked, percent(item.facility))
    });
    Bulletin {
        title: format!("关于“{}”结果的通报", terms.title),
        paragraphs,
        people: people.collect(),
        units: units.collect(),
        hardest: hardest.collect(),
        organiser: terms.organiser.clone(),
        date: day(today.day().date()),
    }
}

fn opening(terms: &Terms, reckoning: &Reckoning) -> String {
    let (opens, closes) = (terms.window.opens.day().date(), terms.window.closes.day().date());
    let when = if opens == closes { day(opens) } else { format!("{}至{}", day(opens), day(closes)) };
    let n = reckoning.people.len();
    let who = match &terms.units {
        Units::None => format!("{n}人参加"),
        Units::List(units) => format!("{}个参赛单位中有{}个单位、{n}人参加", units.len(), reckoning.n_units()),
        Units::Free => format!("{}个单位、{n}人参加", reckoning.n_units()),
    };
    format!("{when}，{}举办“{}”，{who}（以计入成绩的答卷为准）。", terms.organiser, terms.title)
}

fn rule(terms: &Terms, reckoning: &Reckoning) -> String {
    let people = "个人名次先比得分，得分相同用时短的在前，都相同的并列；";
    if reckoning.n_units() == 0 {
        return people.to_owned();
    }
    let units = match terms.unit_score {
        UnitScore::Sum => "单位名次按本单位参赛人员总分排列。".to_owned(),
        UnitScore::Mean => "单位名次按本单位参赛人员平均分排列。".to_owned(),
        UnitScore::Top(n) => {
            format!("单位名次按本单位得分最高的{n}人的平均分排列，不足{n}人的也按{n}人计算。")
        }
        UnitScore::Participation => "单位名次按平均分乘以参与率排列。".to_owned(),
    };
    format!("{people}{units}")
}

/// `2026年11月22日`.
pub fn day(date: Date) -> String {
    format!("{}年{}月{}日", date.year, date.month, date.day)
}

/// Thousandths of a point with at most two decimals, rounded half up.
pub fn points(thousandths: u64) -> String {
    let hundredths = (thousandths + 5) / 10;
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    match rest {
        0 => whole.to_string(),
        rest if rest % 10 == 0 => format!("{whole}.{}", rest / 10),
        rest => format!("{whole}.{rest:02}"),
    }
}

/// Thousandths as per cent.
pub fn percent(thousandths: u32) -> String {
    match (thousandths / 10, thousandths % 10) {
        (whole, 0) => format!("{whole}%"),
        (whole, rest) => format!("{whole}.{rest}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::reckoning::tests::desk;
    use super::super::terms::tests::OPENS;
    use super::*;

    #[test]
    fn every_number_of_the_bulletin_is_of_the_receipts_that_count() {
        let (terms, _, reckoning) = desk();
        let mut items = reckoning.analysis();
        let few = bulletin(&terms, &reckoning, &items, 1, 3, UtcMillis(OPENS));
        assert!(few.hardest.is_empty(), "two who were asked are too few to call a question hard");
        items.iter_mut().for_each(|item| item.n_asked = LEAST_ASKED);
        let it = bulletin(&terms, &reckoning, &items, 1, 3, UtcMillis(OPENS));
        assert_eq!(it.title, "关于“党章知识竞赛”结果的通报");
        assert_eq!(
            it.paragraphs[0],
            "2027年1月15日，某市直机关工委举办“党章知识竞赛”，3个参赛单位中有1个单位、2人参加（以计入成绩的答卷为准）。"
        );
        assert_eq!(
            it.paragraphs[1],
            "试卷共10题，满分100分。参赛人员平均得分75分，最高90分，最低60分；达到合格线（60分）的2人，合格率100%。"
        );
        assert!(it.paragraphs[2].ends_with("单位名次按本单位参赛人员平均分排列。现将结果通报如下。"));
        assert_eq!(it.people, ["第1名　甲（办公室）　90分，用时5分00秒"]);
        assert_eq!(it.units, ["第1名　办公室　75分（2人参赛）"], "units that nobody sat for get no place of honour");
        assert!(it.hardest.len() <= 5 && it.hardest[0].contains("得分率"));
        assert_eq!((it.organiser.as_str(), it.date.as_str()), ("某市直机关工委", "2027年1月15日"));
    }

    #[test]
    fn a_bulletin_of_nobody_says_so() {
        let (terms, ..) = desk();
        let it = bulletin(&terms, &Reckoning::default(), &[], 10, 10, UtcMillis(OPENS));
        assert_eq!(it.paragraphs[1], "截至目前没有计入成绩的答卷。");
        assert!(it.people.is_empty() && it.units.is_empty() && it.hardest.is_empty());
    }

    #[test]
    fn points_are_rounded_to_two_decimals() {
        for (thousandths, expected) in [(75_000, "75"), (75_500, "75.5"), (26_667, "26.67"), (4, "0"), (995, "1")] {
            assert_eq!(points(thousandths), expected);
        }
        assert_eq!((percent(1000), percent(667)), ("100%".to_owned(), "66.7%".to_owned()));
    }
}
