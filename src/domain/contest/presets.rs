//! Contests as they are often held, to begin a form with.
use super::terms::{Attempts, Counts, NumberAsked, PaperPlan, Reveal, Terms, UnitScore, Units, Window};
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::{Marking, MultipleRule, Points};
use crate::domain::paper::blueprint::{Blueprint, Section};
use crate::domain::time::{Day, Millis, UtcMillis};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    pub key: &'static str,
    pub name: &'static str,
    /// What it is like, in one line.
    pub line: &'static str,
    /// Kind, how many, points of each.
    sections: &'static [(Kind, u16, u32)],
    minutes: u32,
    seconds_each: u32,
    misses: u16,
    multiple: MultipleRule,
    attempts: Attempts,
    rehearsal: bool,
    by_unit: Option<UnitScore>,
    reveal: Reveal,
    watch: bool,
    /// In per cent of the points; 0 is no line.
    pass_percent: u32,
    days: u32,
}

const ONCE: Attempts = Attempts { n: 1, daily: false, counts: Counts::First };
const DAILY: Attempts = Attempts { n: 1, daily: true, counts: Counts::BestOfDay };
const FREELY: Attempts = Attempts { n: 0, daily: false, counts: Counts::Best };

const PLAIN: Preset = Preset {
    key: "",
    name: "",
    line: "",
    sections: &[],
    minutes: 0,
    seconds_each: 0,
    misses: 0,
    multiple: MultipleRule::AllOrNothing,
    attempts: ONCE,
    rehearsal: false,
    by_unit: None,
    reveal: Reveal::AfterHandIn,
    watch: true,
    pass_percent: 0,
    days: 7,
};

pub const PRESETS: [Preset; 11] = [
    Preset {
        key: "exam",
        name: "集中测试",
        line: "60题100分，30分钟，只答一次，结束后公布答案",
        sections: &[(Kind::Judge, 20, 1), (Kind::Single, 20, 1), (Kind::Multiple, 20, 3)],
        minutes: 30,
        by_unit: Some(UnitScore::Mean),
        reveal: Reveal::AfterClose,
        pass_percent: 60,
        days: 1,
        ..PLAIN
    },
    Preset {
        key: "league",
        name: "单位竞赛",
        line: "50题每题2分，30分钟，可答3次取最好，先可模拟，按参与率和成绩排单位",
        sections: &[(Kind::Single, 25, 2), (Kind::Judge, 15, 2), (Kind::Multiple, 10, 2)],
        minutes: 30,
        attempts: Attempts { n: 3, daily: false, counts: Counts::Best },
        rehearsal: true,
        by_unit: Some(UnitScore::Participation),
        pass_percent: 60,
        ..PLAIN
    },
    Preset {
        key: "month",
        name: "天天可答",
        line: "30题每题1分，15分钟，每天5次取当天最好，各天相加，先比分数再比用时",
        sections: &[(Kind::Single, 15, 1), (Kind::Multiple, 10, 1), (Kind::Blank, 5, 1)],
        minutes: 15,
        attempts: Attempts { n: 5, daily: true, counts: Counts::BestOfDay },
        by_unit: Some(UnitScore::Mean),
        days: 30,
        ..PLAIN
    },
    Preset {
        key: "once-a-day",
        name: "每天一答",
        line: "20题每题5分，10分钟，每天1次，各天相加，计入单位总分",
        sections: &[(Kind::Single, 10, 5), (Kind::Judge, 5, 5), (Kind::Multiple, 5, 5)],
        minutes: 10,
        attempts: DAILY,
        by_unit: Some(UnitScore::Sum),
        ..PLAIN
    },
    Preset {
        key: "free",
        name: "不限次数",
        line: "20题每题5分，15分钟，想答几次答几次，取最好成绩，同分比用时",
        sections: &[(Kind::Single, 10, 5), (Kind::Judge, 5, 5), (Kind::Multiple, 5, 5)],
        minutes: 15,
        attempts: FREELY,
        ..PLAIN
    },
    Preset {
        key: "rapid",
        name: "百题快答",
        line: "100道单选，每题10秒，不能回头，只答一次",
        sections: &[(Kind::Single, 100, 1)],
        seconds_each: 10,
        by_unit: Some(UnitScore::Mean),
        reveal: Reveal::AfterClose,
        days: 1,
        ..PLAIN
    },
    Preset {
        key: "ten",
        name: "每日十题",
        line: "10道单选，每天1次，答对一题得1分，各天相加",
        sections: &[(Kind::Single, 10, 1)],
        attempts: DAILY,
        days: 14,
        ..PLAIN
    },
    Preset {
        key: "daily",
        name: "每日答题",
        line: "5题一组，题题即时看讲解，不限组数，取最好的一组",
        sections: &[(Kind::Single, 3, 1), (Kind::Judge, 1, 1), (Kind::Blank, 1, 1)],
        attempts: FREELY,
        reveal: Reveal::AfterEach,
        watch: false,
        ..PLAIN
    },
    Preset {
        key: "weekly",
        name: "每周答题",
        line: "5题一卷，人人同卷，一周之内答一次",
        sections: &[(Kind::Single, 3, 1), (Kind::Judge, 1, 1), (Kind::Multiple, 1, 1)],
        reveal: Reveal::AfterClose,
        watch: false,
        ..PLAIN
    },
    Preset {
        key: "special",
        name: "专项答题",
        line: "一个专题10题，每题1分，答一次，交卷后看对错",
        sections: &[(Kind::Single, 5, 1), (Kind::Multiple, 3, 1), (Kind::Judge, 2, 1)],
        watch: false,
        ..PLAIN
    },
    Preset {
        key: "challenge",
        name: "挑战答题",
        line: "每题45秒，答错1题就结束，看能连对几题，不限次数取最好",
        sections: &[(Kind::Single, 50, 1)],
        seconds_each: 45,
        misses: 1,
        attempts: FREELY,
        reveal: Reveal::AfterEach,
        watch: false,
        ..PLAIN
    },
];

impl Preset {
    pub fn named(key: &str) -> Option<Self> {
        PRESETS.into_iter().find(|preset| preset.key == key)
    }

    /// Terms that lack a title, an organiser, banks and units. The window begins in the morning after `today`.
    pub fn terms(&self, today: Day, seed: [u8; 32]) -> Terms {
        let whole = |(kind, n, points): &(Kind, u16, u32)| Section::any(*kind, *n, Points::whole(*points));
        let blueprint = Blueprint { sections: self.sections.iter().map(whole).collect() };
        let total = blueprint.total().0 / 1000;
        let at = |day: Day, time: &str| UtcMillis::from_beijing(&format!("{}T{time}", day.date())).unwrap_or_default();
        let first = today.minus(-1);
        Terms {
            title: String::new(),
            organiser: String::new(),
            note: String::new(),
            banks: Vec::new(),
            per_entrant: self.key != "weekly",
            shuffles: true,
            limit: (self.minutes > 0).then(|| Millis::minutes(self.minutes)),
            per_question: (self.seconds_each > 0).then(|| Millis(u64::from(self.seconds_each) * 1000)),
            misses: (self.misses > 0).then_some(self.misses),
            may_go_back: self.seconds_each == 0 && self.reveal != Reveal::AfterEach,
            marking: Marking { multiple: self.multiple, ..Marking::default() },
            pass: (self.pass_percent > 0).then(|| Points::whole((total * self.pass_percent).div_ceil(100))),
            window: Window { opens: at(first, "09:00"), closes: at(first.minus(1 - self.days as i32), "18:00") },
            attempts: self.attempts,
            rehearsal: self.rehearsal,
            units: if self.by_unit.is_some() { Units::List(Vec::new()) } else { Units::None },
            number: NumberAsked::None,
            reveal: self.reveal,
            watch: self.watch,
            extra_time: true,
            unit_score: self.by_unit.unwrap_or(UnitScore::Mean),
            seed,
            paper: PaperPlan::Drawn(blueprint),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms::Flaw;
    use super::*;

    #[test]
    fn a_preset_lacks_only_what_the_organiser_alone_knows() {
        for preset in PRESETS {
            let terms = preset.terms(Day(20_000), [0; 32]);
            let own = [Flaw::NoTitle, Flaw::NoOrganiser, Flaw::NoBank, Flaw::NoUnit];
            let flaws: Vec<Flaw> = terms.flaws().into_iter().filter(|flaw| !own.contains(flaw)).collect();
            assert_eq!(flaws, [], "{}", preset.name);
            assert_eq!(Preset::named(preset.key), Some(preset));
        }
    }

    #[test]
    fn a_preset_is_what_its_line_says() {
        for (key, n, total, minutes) in [
            ("month", 30, 30, Some(15)),
            ("rapid", 100, 100, None),
            ("exam", 60, 100, Some(30)),
            ("league", 50, 100, Some(30)),
            ("once-a-day", 20, 100, Some(10)),
            ("free", 20, 100, Some(15)),
            ("ten", 10, 10, None),
            ("daily", 5, 5, None),
            ("weekly", 5, 5, None),
            ("special", 10, 10, None),
            ("challenge", 50, 50, None),
        ] {
            let preset = Preset::named(key).unwrap();
            let terms = preset.terms(Day(20_000), [0; 32]);
            assert_eq!((terms.n_questions(), terms.total()), (n, Points::whole(total)), "{key}");
            assert_eq!(terms.limit, minutes.map(Millis::minutes), "{key}");
            assert!(preset.line.chars().count() >= 10 && !preset.line.ends_with('。'), "{key}");
        }
        let challenge = Preset::named("challenge").unwrap().terms(Day(0), [0; 32]);
        assert_eq!((challenge.per_question, challenge.misses), (Some(Millis(45_000)), Some(1)));
    }

    #[test]
    fn the_window_begins_tomorrow_morning_in_beijing_and_lasts_its_days() {
        let today = UtcMillis::from_beijing("2026-11-22T23:00").unwrap().day();
        let window = |key: &str| Preset::named(key).unwrap().terms(today, [0; 32]).window;
        assert_eq!(window("exam").opens.to_beijing(), "2026-11-23T09:00");
        assert_eq!(window("exam").closes.to_beijing(), "2026-11-23T18:00");
        assert_eq!(window("free").closes.to_beijing(), "2026-11-29T18:00");
    }
}
