//! The terms of a contest as sentences that an entrant reads before she begins. They are made from the terms alone, so
//! that what is said is what holds.
use super::terms::{Attempts, Counts, PaperPlan, Reveal, Terms, UnitScore, Units, Window};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::{MultipleRule, OrderRule};
use crate::domain::paper::blueprint::Blueprint;
use crate::domain::time::{Millis, UtcMillis};

/// One rule: what it is about, and what holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub about: &'static str,
    pub words: String,
}

/// All that an entrant has to know, the most important first.
pub fn rules_in_words(terms: &Terms) -> Vec<Rule> {
    let rules = [
        ("试卷", Some(paper(terms))),
        ("合格", terms.pass.map(|pass| format!("{pass}分及以上为合格"))),
        ("时间", Some(time(terms))),
        ("挑战", terms.misses.map(misses)),
        ("改答案", Some(going_back(terms).to_owned())),
        ("给分", marking(terms)),
        ("次数", Some(attempts(terms.attempts))),
        ("模拟", rehearsal(terms).map(str::to_owned)),
        ("题目", Some(same_or_own(terms).to_owned())),
        ("看对错", Some(reveal(terms).to_owned())),
        ("离开", terms.watch.then(|| "答题时切到别的应用、锁屏、刷新都会计次数，写进答卷供主办方核对".to_owned())),
        ("加时", terms.offers_more_time().then(|| "需要时可以选1.5倍或2倍时间，答卷会注明".to_owned())),
        ("排名", Some("先比得分，同分的用时短者在前".to_owned())),
        ("单位", unit_score(terms)),
    ];
    rules.into_iter().filter_map(|(about, words)| Some(Rule { about, words: words? })).collect()
}

/// Whether a practice run is offered: of a paper chosen by hand it would show the very questions.
pub fn may_rehearse(terms: &Terms) -> bool {
    terms.rehearsal && matches!(terms.paper, PaperPlan::Drawn(_))
}

fn paper(terms: &Terms) -> String {
    let all = format!("共{}题，满分{}分", terms.n_questions(), terms.total());
    match &terms.paper {
        PaperPlan::Drawn(blueprint) => format!("{all}：{}", sections(blueprint)),
        PaperPlan::Picked(_) => all,
    }
}

/// Sections of one kind and worth are said together, wherever their questions come from.
fn sections(blueprint: &Blueprint) -> String {
    let mut said: Vec<(Kind, u32, u32)> = Vec::new();
    for section in blueprint.sections.iter().filter(|section| section.n > 0) {
        match said.iter_mut().find(|(kind, points, _)| (*kind, *points) == (section.kind, section.points.0)) {
            Some((.., n)) => *n += u32::from(section.n),
            None => said.push((section.kind, section.points.0, section.n.into())),
        }
    }
    let words = said.into_iter().map(|(kind, points, n)| {
        let points = crate::domain::bank::marking::Points(points);
        format!("{}{n}道，每题{points}分", kind.label())
    });
    words.collect::<Vec<_>>().join("；")
}

fn time(terms: &Terms) -> String {
    let each = |span: Millis| format!("每题{}，到时自动进入下一题", span_in_words(span));
    match (terms.limit, terms.per_question) {
        (Some(limit), None) => format!("{}，到时自动交卷", span_in_words(limit)),
        (Some(limit), Some(span)) => format!("全卷{}，到时自动交卷；{}", span_in_words(limit), each(span)),
        (None, Some(span)) => each(span),
        (None, None) => "不限时，用时会记下".to_owned(),
    }
}

/// `30分钟`, `1分30秒`.
fn span_in_words(span: Millis) -> String {
    match (span.whole_seconds() / 60, span.whole_seconds() % 60) {
        (0, seconds) => format!("{seconds}秒"),
        (minutes, 0) => format!("{minutes}分钟"),
        (minutes, seconds) => format!("{minutes}分{seconds}秒"),
    }
}

fn misses(n: u16) -> String {
    match n {
        1 => "没答对一题就结束".to_owned(),
        n => format!("累计{n}题没答对就结束"),
    }
}

fn going_back(terms: &Terms) -> &'static str {
    let goes_back = terms.may_go_back && terms.per_question.is_none() && terms.misses.is_none();
    match (terms.reveal == Reveal::AfterEach, goes_back) {
        (true, true) => "答完一题就判对错，不能再改；没答的可以回头答",
        (true, false) => "答完一题就判对错，不能再改，也不能回头",
        (false, true) => "交卷前可以回头检查、修改",
        (false, false) => "按顺序作答，过去的题不能再回头",
    }
}

fn marking(terms: &Terms) -> Option<String> {
    let asks = |kind: Kind| match &terms.paper {
        PaperPlan::Drawn(blueprint) => blueprint
            .sections
            .iter()
            .any(|section| section.n > 0 && matches!(section.kind, of if of == kind || of == Kind::Scenario)),
        // Which kinds these are only the banks know.
        PaperPlan::Picked(_) => true,
    };
    let multiple = match terms.marking.multiple {
        MultipleRule::AllOrNothing => "多选题少选、错选都不得分",
        MultipleRule::HalfForSubset => "多选题少选得一半分，有错选不得分",
        MultipleRule::PerOption => "多选题每选对一项得一份分，有错选不得分",
        MultipleRule::MinusForWrong => "多选题选对加分、选错扣分，扣到零为止",
    };
    let order = match terms.marking.order {
        OrderRule::AllOrNothing => "排序题全对才得分",
        OrderRule::NeighbouringPairs => "排序题按相邻两项的先后给分",
    };
    let said = [(Kind::Multiple, multiple), (Kind::Order, order)].into_iter().filter(|(kind, _)| asks(*kind));
    let said: Vec<&str> = said.map(|(_, words)| words).collect();
    (!said.is_empty()).then(|| said.join("；"))
}

fn attempts(attempts: Attempts) -> String {
    let n = match (attempts.n, attempts.daily) {
        (1, false) => return "只能答1次".to_owned(),
        (0, _) => "次数不限".to_owned(),
        (n, false) => format!("最多{n}次"),
        (n, true) => format!("每天最多{n}次"),
    };
    let counts = match attempts.counts {
        Counts::First => "以第一次的成绩为准",
        Counts::Best => "取最好的一次",
        Counts::Last => "以最后一次的成绩为准",
        Counts::BestOfDay => "每天取最好的一次，各天相加",
    };
    format!("{n}，{counts}")
}

fn rehearsal(terms: &Terms) -> Option<&'static str> {
    match (terms.rehearsal, may_rehearse(terms)) {
        (true, true) => Some("可以先做模拟练习：另外出题，不计次数，不出答卷"),
        (true, false) => Some("题目由主办方选定，为了不提前见到原题，不设模拟练习"),
        (false, _) => None,
    }
}

fn same_or_own(terms: &Terms) -> &'static str {
    match (&terms.paper, terms.per_entrant, terms.shuffles) {
        (PaperPlan::Drawn(_), true, true) => "每人每次从题库抽题，题目和选项顺序各不相同",
        (PaperPlan::Drawn(_), true, false) => "每人每次从题库抽题，题目各不相同，选项按原来的顺序",
        (PaperPlan::Picked(_), true, true) => "所有人题目相同，选项顺序各不相同",
        (_, false, true) => "所有人题目相同，选项顺序也相同",
        (_, _, false) => "所有人题目相同，选项按原来的顺序",
    }
}

fn reveal(terms: &Terms) -> &'static str {
    match terms.reveal {
        Reveal::AfterEach => "每答一题立即看到对错和讲解",
        Reveal::AfterHandIn => "交卷后立即看到成绩和对错",
        Reveal::AfterClose => "竞赛结束后才能看到成绩和对错",
        Reveal::Never => "本机不显示成绩和对错，由主办方公布",
    }
}

fn unit_score(terms: &Terms) -> Option<String> {
    if terms.units == Units::None {
        return None;
    }
    Some(match terms.unit_score {
        UnitScore::Sum => "单位成绩为本单位各人得分之和".to_owned(),
        UnitScore::Mean => "单位成绩为本单位参赛者的平均分".to_owned(),
        UnitScore::Top(n) => format!("单位成绩为本单位前{}名的平均分，不足{0}人也按{0}人平均", n.max(1)),
        UnitScore::Participation => "单位成绩为平均分乘以参与率".to_owned(),
    })
}

/// `今天 09:00`, `12月1日 18:00`, and the year where it is another.
pub fn moment_in_words(at: UtcMillis, now: UtcMillis) -> String {
    let (hour, minute) = at.hour_minute();
    let (date, today) = (at.day().date(), now.day());
    let day = match at.day().0 - today.0 {
        0 => "今天".to_owned(),
        1 => "明天".to_owned(),
        _ if date.year == today.date().year => format!("{}月{}日", date.month, date.day),
        _ => format!("{}年{}月{}日", date.year, date.month, date.day),
    };
    format!("{day} {hour:02}:{minute:02}")
}

/// `今天 09:00至18:00`, `今天 09:00至12月1日 18:00`.
pub fn window_in_words(window: Window, now: UtcMillis) -> String {
    let opens = moment_in_words(window.opens, now);
    if window.opens.day() == window.closes.day() {
        let (hour, minute) = window.closes.hour_minute();
        return format!("{opens}至{hour:02}:{minute:02}");
    }
    format!("{opens}至{}", moment_in_words(window.closes, now))
}

#[cfg(test)]
mod tests {
    use super::super::terms::tests::{OPENS, terms};
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::bank::marking::Points;
    use crate::domain::paper::blueprint::Section;
    use crate::domain::paper::draw::Item;

    #[track_caller]
    fn check(change: impl FnOnce(&mut Terms), about: &str, expected: Option<&str>) {
        let mut terms = terms();
        change(&mut terms);
        let rules = rules_in_words(&terms);
        let found = rules.iter().find(|rule| rule.about == about).map(|rule| rule.words.as_str());
        assert_eq!(found, expected, "{about}");
    }

    fn picked() -> PaperPlan {
        PaperPlan::Picked(vec![Item { question: QuestionRef::new("b", "q"), points: Points::whole(2) }; 50])
    }

    fn drawn(sections: &[(Kind, u16, u32)]) -> PaperPlan {
        let sections = sections.iter().map(|(kind, n, points)| Section::any(*kind, *n, Points::whole(*points)));
        PaperPlan::Drawn(Blueprint { sections: sections.collect() })
    }

    #[test]
    fn the_paper_is_said_by_kind_and_worth() {
        check(|_| (), "试卷", Some("共10题，满分100分：单选题10道，每题10分"));
        let sections = [(Kind::Single, 10, 2), (Kind::Multiple, 5, 4), (Kind::Single, 5, 2), (Kind::Judge, 0, 1)];
        check(
            |it| it.paper = drawn(&sections),
            "试卷",
            Some("共20题，满分50分：单选题15道，每题2分；多选题5道，每题4分"),
        );
        check(|it| it.paper = picked(), "试卷", Some("共50题，满分100分"));
        check(|_| (), "合格", Some("60分及以上为合格"));
        check(|it| it.pass = None, "合格", None);
    }

    #[test]
    fn clocks_and_the_way_back_are_said_as_the_session_has_them() {
        check(|_| (), "时间", Some("10分钟，到时自动交卷"));
        check(|it| it.limit = Some(Millis(90_000)), "时间", Some("1分30秒，到时自动交卷"));
        check(
            |it| it.per_question = Some(Millis(10_000)),
            "时间",
            Some("全卷10分钟，到时自动交卷；每题10秒，到时自动进入下一题"),
        );
        check(
            |it| (it.limit, it.per_question) = (None, Some(Millis(60_000))),
            "时间",
            Some("每题1分钟，到时自动进入下一题"),
        );
        check(|it| it.limit = None, "时间", Some("不限时，用时会记下"));
        check(|_| (), "改答案", Some("交卷前可以回头检查、修改"));
        check(|it| it.may_go_back = false, "改答案", Some("按顺序作答，过去的题不能再回头"));
        check(|it| it.misses = Some(1), "改答案", Some("按顺序作答，过去的题不能再回头"));
        check(|it| it.reveal = Reveal::AfterEach, "改答案", Some("答完一题就判对错，不能再改；没答的可以回头答"));
        check(|it| it.misses = Some(1), "挑战", Some("没答对一题就结束"));
        check(|it| it.misses = Some(3), "挑战", Some("累计3题没答对就结束"));
        check(|_| (), "挑战", None);
    }

    #[test]
    fn what_is_right_in_part_is_said_where_such_questions_may_be_asked() {
        check(|_| (), "给分", None);
        check(|it| it.paper = drawn(&[(Kind::Multiple, 5, 4)]), "给分", Some("多选题少选、错选都不得分"));
        check(
            |it| {
                it.paper = drawn(&[(Kind::Multiple, 5, 4)]);
                it.marking.multiple = MultipleRule::HalfForSubset;
            },
            "给分",
            Some("多选题少选得一半分，有错选不得分"),
        );
        check(|it| it.paper = drawn(&[(Kind::Order, 5, 4)]), "给分", Some("排序题全对才得分"));
        check(|it| it.paper = picked(), "给分", Some("多选题少选、错选都不得分；排序题全对才得分"));
    }

    #[test]
    fn attempts_and_what_counts_are_said_together() {
        let attempts = |n, daily, counts| move |it: &mut Terms| it.attempts = Attempts { n, daily, counts };
        check(attempts(1, false, Counts::Best), "次数", Some("只能答1次"));
        check(attempts(3, false, Counts::Best), "次数", Some("最多3次，取最好的一次"));
        check(attempts(5, true, Counts::BestOfDay), "次数", Some("每天最多5次，每天取最好的一次，各天相加"));
        check(attempts(0, false, Counts::Last), "次数", Some("次数不限，以最后一次的成绩为准"));
        check(attempts(2, false, Counts::First), "次数", Some("最多2次，以第一次的成绩为准"));
    }

    #[test]
    fn a_paper_chosen_by_hand_is_not_rehearsed() {
        check(|_| (), "模拟", None);
        check(|it| it.rehearsal = true, "模拟", Some("可以先做模拟练习：另外出题，不计次数，不出答卷"));
        check(
            |it| (it.rehearsal, it.paper) = (true, picked()),
            "模拟",
            Some("题目由主办方选定，为了不提前见到原题，不设模拟练习"),
        );
    }

    #[test]
    fn whether_others_have_the_same_paper_is_said() {
        check(|_| (), "题目", Some("每人每次从题库抽题，题目和选项顺序各不相同"));
        check(|it| it.shuffles = false, "题目", Some("每人每次从题库抽题，题目各不相同，选项按原来的顺序"));
        check(|it| it.paper = picked(), "题目", Some("所有人题目相同，选项顺序各不相同"));
        check(|it| it.per_entrant = false, "题目", Some("所有人题目相同，选项顺序也相同"));
        check(|it| (it.per_entrant, it.shuffles) = (false, false), "题目", Some("所有人题目相同，选项按原来的顺序"));
    }

    #[test]
    fn what_is_shown_counted_and_ranked_is_said() {
        check(|_| (), "看对错", Some("竞赛结束后才能看到成绩和对错"));
        check(|it| it.reveal = Reveal::AfterHandIn, "看对错", Some("交卷后立即看到成绩和对错"));
        check(|it| it.reveal = Reveal::Never, "看对错", Some("本机不显示成绩和对错，由主办方公布"));
        check(|it| it.reveal = Reveal::AfterEach, "看对错", Some("每答一题立即看到对错和讲解"));
        check(|_| (), "离开", Some("答题时切到别的应用、锁屏、刷新都会计次数，写进答卷供主办方核对"));
        check(|it| it.watch = false, "离开", None);
        check(|_| (), "加时", Some("需要时可以选1.5倍或2倍时间，答卷会注明"));
        check(|it| it.extra_time = false, "加时", None);
        check(|it| it.limit = None, "加时", None);
        check(|_| (), "排名", Some("先比得分，同分的用时短者在前"));
        check(|_| (), "单位", Some("单位成绩为本单位参赛者的平均分"));
        check(
            |it| it.unit_score = UnitScore::Top(3),
            "单位",
            Some("单位成绩为本单位前3名的平均分，不足3人也按3人平均"),
        );
        check(|it| it.unit_score = UnitScore::Participation, "单位", Some("单位成绩为平均分乘以参与率"));
        check(|it| it.units = Units::None, "单位", None);
    }

    #[test]
    fn a_moment_is_said_from_where_the_reader_stands() {
        const HOUR: i64 = 3_600_000;
        // 1_800_000_000_000 is 2027-01-15 16:00 at +08:00.
        let said = |hours: i64| moment_in_words(UtcMillis(OPENS + hours * HOUR), UtcMillis(OPENS));
        assert_eq!(said(1), "今天 17:00");
        assert_eq!(said(8), "明天 00:00");
        assert_eq!(said(32), "1月17日 00:00");
        assert_eq!(said(-16), "今天 00:00");
        assert_eq!(said(-17), "1月14日 23:00");
        assert_eq!(said(-24 * 20), "2026年12月26日 16:00");
        let window = |hours: i64| Window { opens: UtcMillis(OPENS), closes: UtcMillis(OPENS + hours * HOUR) };
        assert_eq!(window_in_words(window(2), UtcMillis(OPENS)), "今天 16:00至18:00");
        assert_eq!(window_in_words(window(48), UtcMillis(OPENS)), "今天 16:00至1月17日 16:00");
    }
}
