//! What an organiser lays down before anybody sits: it travels signed, and nothing else decides how a paper is made,
//! sat, marked and ranked.
use crate::domain::bank::hash::BankHash;
use crate::domain::bank::id::BankId;
use crate::domain::bank::marking::{Marking, Points};
use crate::domain::bank::text::fold;
use crate::domain::paper::blueprint::Blueprint;
use crate::domain::paper::draw::Item;
use crate::domain::session::entry::{Entry, Unit};
use crate::domain::session::rules::{Feedback, Rules};
use crate::domain::time::{Millis, UtcMillis};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    pub title: String,
    /// Who holds the contest, as entrants know them.
    pub organiser: String,
    /// A line of the organiser's own, such as whom to ask.
    pub note: String,
    pub banks: Vec<BankTerm>,
    pub paper: PaperPlan,
    pub per_entrant: bool,
    /// Whether options are shown in an order of the paper's own.
    pub shuffles: bool,
    pub limit: Option<Millis>,
    pub per_question: Option<Millis>,
    /// 挑战: the paper ends with this many-th miss.
    pub misses: Option<u16>,
    pub may_go_back: bool,
    pub marking: Marking,
    pub pass: Option<Points>,
    pub window: Window,
    pub attempts: Attempts,
    /// Whether an entrant may first try a paper that does not count.
    pub rehearsal: bool,
    pub units: Units,
    pub number: NumberAsked,
    pub reveal: Reveal,
    /// Whether leaving the page is counted into the receipt.
    pub watch: bool,
    /// Whether an entrant may choose half as much time again or twice the time, which the receipt says.
    pub extra_time: bool,
    pub unit_score: UnitScore,
    /// What papers are drawn by; with sealed terms nobody knows it before the start.
    pub seed: [u8; 32],
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankTerm {
    pub id: BankId,
    /// The beginning of its hash: another edition gives another paper.
    pub hash: [u8; 16],
    /// The mark in the name of the bank's file, by which an edition that is no longer the newest can still be had.
    pub asset: [u8; 5],
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperPlan {
    Drawn(Blueprint),
    /// Chosen by hand, in this order.
    Picked(Vec<Item>),
}

/// From the first moment to the last at which a paper may be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub opens: UtcMillis,
    pub closes: UtcMillis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// How many count; 0 is as many as one likes.
    pub n: u16,
    /// Whether that many are allowed anew each day.
    pub daily: bool,
    pub counts: Counts,
}

/// Which of an entrant's attempts gives her score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counts {
    First,
    Best,
    Last,
    /// The best of each day, added up.
    BestOfDay,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Units {
    /// Units play no part.
    None,
    List(Vec<String>),
    /// Each entrant writes her own.
    Free,
}

/// What tells apart people of one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberAsked {
    None,
    /// The number on the organiser's roster.
    Roster,
    /// The last four figures of the phone number.
    PhoneTail,
}

/// When an entrant sees what was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reveal {
    AfterEach,
    AfterHandIn,
    /// Nobody learns the key while others may still begin.
    AfterClose,
    Never,
}

/// What makes a unit's score out of its people's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UnitScore {
    Sum,
    Mean,
    /// The mean of the best so many; a unit with fewer is divided by the full number.
    Top(u16),
    /// The mean times the share of the unit's people who took part, which needs their number.
    Participation,
}

/// What cannot be held as it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    NoTitle,
    NoOrganiser,
    NoBank,
    NoQuestion,
    TooMany,
    NoTime,
    Window,
    NoUnit,
    UnitTwice,
    /// Going back and a clock for each question do not go together.
    BackAndForth,
    PassAboveTotal,
}

/// Questions of one paper.
pub const MOST: usize = 300;

impl Flaw {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NoTitle => "请写竞赛名称",
            Self::NoOrganiser => "请写主办单位，参赛者要凭它辨认",
            Self::NoBank => "请至少选一个题库",
            Self::NoQuestion => "请至少出一道题",
            Self::TooMany => "一份卷最多300题，请减少题数",
            Self::NoTime => "答题时间至少1分钟，每题时间至少5秒",
            Self::Window => "结束时间要晚于开始时间",
            Self::NoUnit => "请列出参赛单位，一行一个；不分单位请选“不分单位”",
            Self::UnitTwice => "有两个单位名称相同，请改成不同的名称",
            Self::BackAndForth => "每题单独计时时不能往回改，请去掉其中一项",
            Self::PassAboveTotal => "合格分高于满分，请调低",
        }
    }
}

impl Terms {
    /// Everything that stands in the way of publishing.
    pub fn flaws(&self) -> Vec<Flaw> {
        let blank = |text: &str| text.trim().is_empty();
        let short = |span: Option<Millis>, least: u64| span.is_some_and(|span| span.0 < least);
        let units = match &self.units {
            Units::List(units) => units.as_slice(),
            Units::None | Units::Free => &[],
        };
        let mut folded: Vec<String> = units.iter().map(|unit| fold(unit)).collect();
        folded.sort_unstable();
        let all = [
            (Flaw::NoTitle, blank(&self.title)),
            (Flaw::NoOrganiser, blank(&self.organiser)),
            (Flaw::NoBank, self.banks.is_empty()),
            (Flaw::NoQuestion, self.n_questions() == 0),
            (Flaw::TooMany, self.n_questions() > MOST),
            (Flaw::NoTime, short(self.limit, 60_000) || short(self.per_question, 5_000)),
            (Flaw::Window, self.window.closes <= self.window.opens),
            (Flaw::NoUnit, matches!(&self.units, Units::List(units) if units.iter().all(|unit| blank(unit)))),
            (Flaw::UnitTwice, folded.windows(2).any(|pair| pair[0] == pair[1])),
            (Flaw::BackAndForth, self.per_question.is_some() && self.may_go_back),
            (Flaw::PassAboveTotal, self.pass.is_some_and(|pass| pass > self.total())),
        ];
        all.into_iter().filter(|(_, holds)| *holds).map(|(flaw, _)| flaw).collect()
    }

    pub fn n_questions(&self) -> usize {
        match &self.paper {
            PaperPlan::Drawn(blueprint) => blueprint.n_questions(),
            PaperPlan::Picked(items) => items.len(),
        }
    }

    /// Whether anything is timed, be it the paper or each question.
    pub const fn has_clock(&self) -> bool {
        self.limit.is_some() || self.per_question.is_some()
    }

    /// Whether more time may be chosen, which means nothing where no clock runs.
    pub const fn offers_more_time(&self) -> bool {
        self.extra_time && self.has_clock()
    }

    pub fn total(&self) -> Points {
        match &self.paper {
            PaperPlan::Drawn(blueprint) => blueprint.total(),
            PaperPlan::Picked(items) => items.iter().map(|item| item.points).sum(),
        }
    }

    /// What sets this entrant's paper apart from others', where papers differ: fields joined by line feeds, which
    /// folding takes out of what people write.
    pub fn entrant(&self, entry: &Entry) -> Option<String> {
        if !self.per_entrant {
            return None;
        }
        let who = if self.number == NumberAsked::Roster {
            format!("number\n{}", fold(&entry.number))
        } else {
            format!("name\n{}\n{}", fold(&entry.name), unit_key(&entry.unit))
        };
        Some(format!("{who}\n{}", entry.attempt))
    }

    /// How the session of this entrant runs.
    pub fn rules(&self, entry: &Entry) -> Rules {
        let stretched = |span: Millis| Millis(span.0 * u64::from(entry.time_percent) / 100);
        let feedback = match self.reveal {
            Reveal::AfterEach => Feedback::AtOnce,
            Reveal::AfterHandIn | Reveal::AfterClose | Reveal::Never => Feedback::AtEnd,
        };
        Rules {
            feedback,
            limit: self.limit.map(stretched),
            per_question: self.per_question.map(stretched),
            misses: self.misses,
            watch: self.watch,
            shuffles: self.shuffles,
            hidden_until: match self.reveal {
                Reveal::AfterEach | Reveal::AfterHandIn => None,
                Reveal::AfterClose => Some(self.window.closes),
                Reveal::Never => Some(UtcMillis(i64::MAX)),
            },
            may_go_back: self.may_go_back,
            marking: self.marking,
            pass: self.pass,
        }
    }

    /// The name of an entrant's unit as the list has it.
    pub fn unit_name<'a>(&'a self, unit: &'a Unit) -> &'a str {
        match (unit, &self.units) {
            (Unit::Listed(idx), Units::List(units)) => units.get(usize::from(*idx)).map_or("", String::as_str),
            (Unit::Written(name), _) => name,
            _ => "",
        }
    }
}

fn unit_key(unit: &Unit) -> String {
    match unit {
        Unit::None => String::new(),
        Unit::Listed(idx) => idx.to_string(),
        Unit::Written(name) => format!("={}", fold(name)),
    }
}

impl BankTerm {
    pub fn is(&self, hash: &BankHash) -> bool {
        hash.bytes().starts_with(&self.hash)
    }
}

impl Window {
    pub fn holds(&self, at: UtcMillis) -> bool {
        self.opens <= at && at < self.closes
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::bank::kind::Kind;
    use crate::domain::paper::blueprint::Section;
    use crate::domain::session::entry::ContestId;

    pub const OPENS: i64 = 1_800_000_000_000;

    /// Ten questions of one bank, an hour from [`OPENS`], three units.
    pub fn terms() -> Terms {
        Terms {
            title: "党章知识竞赛".into(),
            organiser: "某市直机关工委".into(),
            note: String::new(),
            banks: vec![BankTerm { id: BankId::new("b"), hash: [1; 16], asset: [2; 5] }],
            paper: PaperPlan::Drawn(Blueprint { sections: vec![Section::any(Kind::Single, 10, Points::whole(10))] }),
            per_entrant: true,
            shuffles: true,
            limit: Some(Millis::minutes(10)),
            per_question: None,
            misses: None,
            may_go_back: true,
            marking: Marking::default(),
            pass: Some(Points::whole(60)),
            window: Window { opens: UtcMillis(OPENS), closes: UtcMillis(OPENS + 3_600_000) },
            attempts: Attempts { n: 1, daily: false, counts: Counts::Best },
            rehearsal: false,
            units: Units::List(vec!["办公室".into(), "财务处".into(), "人事处".into()]),
            number: NumberAsked::None,
            reveal: Reveal::AfterClose,
            watch: true,
            extra_time: true,
            unit_score: UnitScore::Mean,
            seed: [7; 32],
        }
    }

    pub fn entry(name: &str, unit: u16) -> Entry {
        Entry {
            contest: ContestId([9; 16]),
            name: name.into(),
            unit: Unit::Listed(unit),
            number: String::new(),
            attempt: 1,
            time_percent: 100,
        }
    }

    #[track_caller]
    fn finds(change: impl FnOnce(&mut Terms), expected: &[Flaw]) {
        let mut terms = terms();
        change(&mut terms);
        assert_eq!(terms.flaws(), expected);
    }

    #[test]
    fn terms_that_cannot_be_held_say_all_that_is_wrong_with_them() {
        finds(|_| (), &[]);
        finds(|it| it.title = " ".into(), &[Flaw::NoTitle]);
        finds(|it| it.organiser.clear(), &[Flaw::NoOrganiser]);
        finds(|it| it.banks.clear(), &[Flaw::NoBank]);
        finds(|it| it.paper = PaperPlan::Picked(Vec::new()), &[Flaw::NoQuestion, Flaw::PassAboveTotal]);
        let item = Item { question: QuestionRef::new("b", "q"), points: Points::whole(1) };
        finds(|it| it.paper = PaperPlan::Picked(vec![item; 301]), &[Flaw::TooMany]);
        finds(|it| it.limit = Some(Millis(59_999)), &[Flaw::NoTime]);
        finds(|it| it.window.closes = it.window.opens, &[Flaw::Window]);
        finds(|it| it.units = Units::List(Vec::new()), &[Flaw::NoUnit]);
        finds(|it| it.units = Units::List(vec!["办公室".into(), "办 公室".into()]), &[Flaw::UnitTwice]);
        finds(|it| it.per_question = Some(Millis(10_000)), &[Flaw::BackAndForth]);
        finds(|it| it.pass = Some(Points::whole(101)), &[Flaw::PassAboveTotal]);
    }

    #[test]
    fn every_flaw_names_its_remedy() {
        use Flaw::*;
        let all = [
            NoTitle,
            NoOrganiser,
            NoBank,
            NoQuestion,
            TooMany,
            NoTime,
            Window,
            NoUnit,
            UnitTwice,
            BackAndForth,
            PassAboveTotal,
        ];
        for flaw in all {
            assert!(flaw.sentence().chars().count() >= 6 && !flaw.sentence().ends_with('。'), "{flaw:?}");
        }
    }

    #[test]
    fn an_entrant_is_the_same_however_she_types_her_name() {
        let terms = terms();
        let key = terms.entrant(&entry("王 芳", 1));
        assert_eq!(key.as_deref(), Some("name\n王芳\n1\n1"));
        assert_eq!(key, terms.entrant(&entry("王芳\n", 1)));
        assert_ne!(key, terms.entrant(&entry("王芳", 2)));
        assert_ne!(key, terms.entrant(&Entry { attempt: 2, ..entry("王芳", 1) }));
        let written = |unit: &str| Entry { unit: Unit::Written(unit.into()), ..entry("王芳", 1) };
        assert_ne!(terms.entrant(&written("1")), key, "a unit written as a number is not a place in the list");
        let by_number = Terms { number: NumberAsked::Roster, ..terms.clone() };
        let numbered = Entry { number: "０12".into(), ..entry("王芳", 1) };
        assert_eq!(by_number.entrant(&numbered).as_deref(), Some("number\n012\n1"));
        assert_eq!(Terms { per_entrant: false, ..terms }.entrant(&numbered), None);
    }

    #[test]
    fn more_time_stretches_the_clock_and_the_key_waits_for_the_close() {
        let terms = terms();
        let slow = Entry { time_percent: 150, ..entry("王芳", 1) };
        assert_eq!(terms.rules(&slow).limit, Some(Millis::minutes(15)));
        assert_eq!(terms.rules(&slow).feedback, Feedback::AtEnd);
        assert!(terms.rules(&slow).hides(UtcMillis(terms.window.closes.0 - 1)));
        assert!(!terms.rules(&slow).hides(terms.window.closes));
        let never = Terms { reveal: Reveal::Never, ..terms };
        assert!(never.rules(&slow).hides(UtcMillis(i64::MAX - 1)));
    }
}
