//! What an organiser should look at before she counts a receipt. A flag accuses nobody and drops nothing.
use super::marked::{Marked, Person};
use super::receipt::DeviceKey;
use super::terms::{Terms, Units};
use crate::domain::bank::hash::ContentHash;
use crate::domain::bank::question::{Given, Question};
use crate::domain::session::entry::Unit;
use crate::domain::time::{Day, Millis};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Flag {
    /// Begun before the window opened or after it closed.
    OutsideWindow,
    /// Handed in so long after the close.
    Late(Millis),
    /// The clock ran longer than the terms allow.
    Overtime(Millis),
    /// More attempts than the terms allow.
    Beyond(u16),
    /// Another receipt is of the same person and attempt.
    SameAttempt,
    /// A number that the terms do not have: such a unit or such a time.
    NotOnTerms,
    NotOnRoster,
    /// The same device signed for these others too.
    SharedDevice(Vec<String>),
    /// So many questions answered faster than they can be read.
    Fast(usize),
    /// So many of the same wrong answers as this other.
    SameWrong(String, usize),
    Left(u8),
    ClockSetBack,
    /// Time allowed, in per cent of the terms'.
    MoreTime(u16),
}

impl Flag {
    /// Whether the receipt waits for the organiser's word before it counts.
    pub const fn holds_back(&self) -> bool {
        matches!(
            self,
            Self::OutsideWindow
                | Self::Late(_)
                | Self::Overtime(_)
                | Self::Beyond(_)
                | Self::SameAttempt
                | Self::NotOnTerms
                | Self::NotOnRoster
        )
    }

    /// Whether it only tells, as of time that the terms allow.
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::MoreTime(_))
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideWindow => f.write_str("不在规定的答题时段内开始"),
            Self::Late(by) => write!(f, "迟交：截止后{by}才交卷"),
            Self::Overtime(by) => write!(f, "超时：比规定时间多用{by}"),
            Self::Beyond(attempt) => write!(f, "第{attempt}次作答，超出规定次数"),
            Self::SameAttempt => f.write_str("同一人同一次作答交了不同的答卷"),
            Self::NotOnTerms => f.write_str("单位或时长不在竞赛规定之内"),
            Self::NotOnRoster => f.write_str("不在参赛名单上"),
            Self::SharedDevice(others) => write!(f, "与{}用同一台设备作答", others.join("、")),
            Self::Fast(n) => write!(f, "有{n}题作答快于读题所需的时间"),
            Self::SameWrong(other, n) => write!(f, "与{other}有{n}道题错得完全一样"),
            Self::Left(n) => write!(f, "作答中离开页面{n}次"),
            Self::ClockSetBack => f.write_str("作答中设备时间被调回过"),
            Self::MoreTime(percent) => write!(f, "按规则选用了{percent}%的答题时间"),
        }
    }
}

/// People who may take part; without one everybody may.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    pub people: HashSet<Person>,
}

/// Two people who share so many wrong answers, and at least half of what either has wrong, are named.
const SAME_WRONG: usize = 4;

/// Nobody reads faster: letters a second.
const READING: usize = 20;

/// A time on a receipt is given to the second at both ends, and a phone may wake a little late.
const SLACK: Millis = Millis(5_000);

/// The flags of each receipt, in the order given.
pub fn flags(terms: &Terms, marked: &[Marked], roster: Option<&Roster>) -> Vec<Vec<Flag>> {
    let people: Vec<Person> = marked.iter().map(|marked| marked.person(terms)).collect();
    let mut all: Vec<Vec<Flag>> =
        marked.iter().zip(&people).map(|(marked, person)| of_one(terms, marked, person, roster)).collect();
    beyond(terms, marked, &people, &mut all);
    same_attempt(marked, &people, &mut all);
    shared_devices(marked, &people, &mut all);
    same_wrong(terms, marked, &people, &mut all);
    all
}

fn of_one(terms: &Terms, marked: &Marked, person: &Person, roster: Option<&Roster>) -> Vec<Flag> {
    let receipt = &marked.receipt;
    let entry = &receipt.entry;
    let mut flags = Vec::new();
    let mut when = |holds: bool, flag: Flag| {
        if holds {
            flags.push(flag);
        }
    };
    // Started is told in whole seconds, so the first moment of the window may look a little early.
    when(!terms.window.holds(receipt.started_at.plus(Millis(999))), Flag::OutsideWindow);
    let late = receipt.handed_in_at().since(terms.window.closes);
    when(late > SLACK, Flag::Late(late));
    let allowed = terms.limit.map(|limit| Millis(limit.0 * u64::from(entry.time_percent) / 100));
    let over = allowed.map_or(Millis(0), |allowed| Millis(receipt.took.0.saturating_sub(allowed.0)));
    when(over > SLACK, Flag::Overtime(over));
    let known_unit = match (&terms.units, &entry.unit) {
        (Units::None, Unit::None) | (Units::Free, Unit::Written(_)) => true,
        (Units::List(units), Unit::Listed(idx)) => usize::from(*idx) < units.len(),
        _ => false,
    };
    let known_time = entry.time_percent == 100 || terms.extra_time && matches!(entry.time_percent, 150 | 200);
    when(!(known_unit && known_time), Flag::NotOnTerms);
    when(roster.is_some_and(|roster| !roster.people.contains(person)), Flag::NotOnRoster);
    let fast = too_fast(marked);
    when(fast > 0, Flag::Fast(fast));
    when(terms.watch && receipt.n_left > 0, Flag::Left(receipt.n_left));
    when(receipt.clock_set_back, Flag::ClockSetBack);
    when(known_time && entry.time_percent != 100, Flag::MoreTime(entry.time_percent));
    flags
}

/// Questions with right answers that came faster than their text can be read.
fn too_fast(marked: &Marked) -> usize {
    let of = marked.receipt.paces.iter().zip(&marked.paper.questions).zip(&marked.shares);
    let fast = of.filter(|((pace, question), share)| {
        let n_letters = question.plain_stem().chars().count();
        let least = (n_letters / READING).max(1) as u64;
        share.is_right() && pace.until().is_some_and(|until| until <= least)
    });
    fast.count()
}

/// Attempts are numbered through; where so many are allowed each day, the day's earliest are those.
fn beyond(terms: &Terms, marked: &[Marked], people: &[Person], all: &mut [Vec<Flag>]) {
    let allowed = terms.attempts.n;
    if allowed == 0 {
        return;
    }
    let attempt = |idx: usize| marked[idx].receipt.entry.attempt;
    if !terms.attempts.daily {
        for (idx, flags) in all.iter_mut().enumerate().filter(|(idx, _)| attempt(*idx) > allowed) {
            flags.push(Flag::Beyond(attempt(idx)));
        }
        return;
    }
    let mut of_day: HashMap<(&Person, Day), Vec<usize>> = HashMap::new();
    for (idx, marked) in marked.iter().enumerate() {
        of_day.entry((&people[idx], marked.receipt.started_at.day())).or_default().push(idx);
    }
    for day in of_day.values_mut() {
        day.sort_by_key(|idx| (marked[*idx].receipt.started_at, attempt(*idx)));
        // Another receipt of the same attempt is told by a flag of its own.
        day.dedup_by_key(|idx| attempt(*idx));
        for idx in day.iter().skip(usize::from(allowed)) {
            all[*idx].push(Flag::Beyond(attempt(*idx)));
        }
    }
}

fn same_attempt(marked: &[Marked], people: &[Person], all: &mut [Vec<Flag>]) {
    let mut n_of: HashMap<(&Person, u16), usize> = HashMap::new();
    let key = |idx: usize| (&people[idx], marked[idx].receipt.entry.attempt);
    (0..marked.len()).for_each(|idx| *n_of.entry(key(idx)).or_default() += 1);
    for (idx, flags) in all.iter_mut().enumerate() {
        if n_of.get(&key(idx)).is_some_and(|n| *n > 1) {
            flags.push(Flag::SameAttempt);
        }
    }
}

fn shared_devices(marked: &[Marked], people: &[Person], all: &mut [Vec<Flag>]) {
    let mut of_device: HashMap<DeviceKey, Vec<usize>> = HashMap::new();
    for (idx, marked) in marked.iter().enumerate() {
        of_device.entry(marked.receipt.device).or_default().push(idx);
    }
    for group in of_device.values().filter(|group| group.len() > 1) {
        for idx in group {
            let mut others: Vec<String> = Vec::new();
            for other in group.iter().filter(|other| people[**other] != people[*idx]) {
                let name = &marked[*other].receipt.entry.name;
                if !others.contains(name) {
                    others.push(name.clone());
                }
            }
            others.sort_unstable();
            if !others.is_empty() {
                all[*idx].push(Flag::SharedDevice(others));
            }
        }
    }
}

/// Finds pairs through what they have wrong in common, so that ten thousand receipts are not compared each with each,
/// and one receipt after the other, so that what is held does not grow with the pairs.
/// A wrong answer that more than a tenth of all gave (and more than ten people) is a common mistake and says nothing.
fn same_wrong(terms: &Terms, marked: &[Marked], people: &[Person], all: &mut [Vec<Flag>]) {
    let mut numbers: HashMap<(ContentHash, &Given), u32> = HashMap::new();
    let mut hashes: HashMap<*const Question, ContentHash> = HashMap::new();
    // Who gave each wrong answer, and which of them each receipt has.
    let (mut groups, mut groups_of) = (Vec::<Vec<u32>>::new(), Vec::<Vec<u32>>::with_capacity(marked.len()));
    for (idx, marked) in marked.iter().enumerate() {
        let mut mine = Vec::new();
        for (item, given) in marked.wrong() {
            let question = &marked.paper.questions[item];
            let hash = *hashes.entry(Arc::as_ptr(question)).or_insert_with(|| question.hash());
            let number = *numbers.entry((hash, given)).or_insert(groups.len() as u32);
            if number as usize == groups.len() {
                groups.push(Vec::new());
            }
            groups[number as usize].push(idx as u32);
            mine.push(number);
        }
        groups_of.push(mine);
    }
    let most = (marked.len() / 10).clamp(10, 200);
    let (mut n_shared, mut met) = (vec![0; marked.len()], Vec::new());
    for (one, mine) in groups_of.iter().enumerate() {
        for group in mine.iter().map(|number| &groups[*number as usize]).filter(|group| group.len() <= most) {
            for other in group.iter().rev().map(|other| *other as usize).take_while(|other| *other > one) {
                if n_shared[other] == 0 {
                    met.push(other);
                }
                n_shared[other] += 1;
            }
        }
        met.sort_unstable();
        for other in met.drain(..) {
            let n: usize = std::mem::take(&mut n_shared[other]);
            let half = |idx: usize| 2 * n >= groups_of[idx].len();
            if n < SAME_WRONG || people[one] == people[other] || !half(one) || !half(other) {
                continue;
            }
            let name = |idx: usize| {
                let entry = &marked[idx].receipt.entry;
                let unit = terms.unit_name(&entry.unit);
                if unit.is_empty() { entry.name.clone() } else { format!("{}（{unit}）", entry.name) }
            };
            all[one].push(Flag::SameWrong(name(other), n));
            all[other].push(Flag::SameWrong(name(one), n));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::marked::tests::{Sat, marked, receipt};
    use super::super::pace::Pace;
    use super::super::papers::Papers;
    use super::super::papers::tests::contest;
    use super::super::receipt::{Receipt, ReceiptId};
    use super::super::terms::Attempts;
    use super::*;
    use crate::domain::session::entry::ContestId;

    fn of_receipt(terms: &Terms, papers: &Papers, change: impl FnOnce(&mut Receipt)) -> Vec<Flag> {
        let mut receipt = receipt(terms, papers, &Sat::default());
        change(&mut receipt);
        let marked = Marked::of(terms, papers, ContestId([9; 16]), ReceiptId([0; 10]), receipt).unwrap();
        flags(terms, &[marked], None).remove(0)
    }

    #[test]
    fn a_receipt_within_the_terms_has_no_flag_and_what_goes_beyond_is_told() {
        let (terms, papers) = contest();
        let of = |change: fn(&mut Receipt)| of_receipt(&terms, &papers, change);
        assert_eq!(of(|_| ()), []);
        assert_eq!(
            of(|it| it.started_at = it.started_at.plus(Millis(3_540_000))),
            [Flag::OutsideWindow, Flag::Late(Millis(300_000)),]
        );
        assert_eq!(of(|it| it.started_at.0 -= 61_000), [Flag::OutsideWindow]);
        assert_eq!(of(|it| it.took = Millis(606_000)), [Flag::Overtime(Millis(6_000))]);
        assert_eq!(of(|it| it.took = Millis(604_000)), [], "a phone may wake a little late");
        assert_eq!(of(|it| it.n_left = 2), [Flag::Left(2)]);
        assert_eq!(of(|it| it.clock_set_back = true), [Flag::ClockSetBack]);
        assert_eq!(of(|it| it.entry.time_percent = 150), [Flag::MoreTime(150)]);
        assert_eq!(of(|it| it.entry.time_percent = 300), [Flag::NotOnTerms]);
        assert_eq!(of(|it| it.paces = vec![Pace::of(Millis(300)); 10]), [Flag::Fast(6)], "wrong ones prove nothing");
    }

    #[test]
    fn more_attempts_than_allowed_are_told_in_all_or_by_the_day() {
        let (terms, papers) = contest();
        let sat = |attempt, after| marked(&terms, &papers, Sat { attempt, after, ..Sat::default() });
        let all = [sat(1, 60), sat(2, 900)];
        assert_eq!(flags(&terms, &all, None), [vec![], vec![Flag::Beyond(2)]]);
        let mut daily = terms.clone();
        daily.attempts = Attempts { n: 1, daily: true, ..terms.attempts };
        daily.window.closes = daily.window.closes.plus(Millis(3 * 86_400_000));
        let all = [sat(1, 60), sat(2, 900), sat(3, 86_400)];
        assert_eq!(flags(&daily, &all, None), [vec![], vec![Flag::Beyond(2)], vec![]]);
        assert_eq!(flags(&terms, &[sat(1, 60), sat(1, 61)], None), [[Flag::SameAttempt], [Flag::SameAttempt]]);
    }

    #[test]
    fn who_is_not_on_the_roster_is_told() {
        let (terms, papers) = contest();
        let all = [Sat::default(), Sat { name: "乙", ..Sat::default() }].map(|sat| marked(&terms, &papers, sat));
        let roster = Roster { people: [all[0].person(&terms)].into() };
        assert_eq!(flags(&terms, &all, Some(&roster)), [vec![], vec![Flag::NotOnRoster]]);
    }

    #[test]
    fn one_device_under_two_names_and_the_same_mistakes_are_told_of_both() {
        let (mut terms, papers) = contest();
        terms.per_entrant = false;
        let sat = |name, device, n_right| marked(&terms, &papers, Sat { name, device, n_right, ..Sat::default() });
        let all = [sat("甲", 5, 5), sat("乙", 5, 9), sat("丙", 0, 5)];
        let found = flags(&terms, &all, None);
        assert_eq!(found[0], [Flag::SharedDevice(vec!["乙".into()]), Flag::SameWrong("丙（办公室）".into(), 5)]);
        assert_eq!(found[1], [Flag::SharedDevice(vec!["甲".into()])]);
        assert_eq!(found[2], [Flag::SameWrong("甲（办公室）".into(), 5)]);
    }

    #[test]
    fn a_common_mistake_says_nothing_of_any_two() {
        let (mut terms, papers) = contest();
        terms.per_entrant = false;
        let names = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子", "丑"];
        let all: Vec<_> =
            names.iter().map(|name| marked(&terms, &papers, Sat { name, n_right: 5, ..Sat::default() })).collect();
        assert!(flags(&terms, &all, None).iter().all(Vec::is_empty), "twelve of twelve chose it");
    }

    #[test]
    fn every_flag_is_said_in_words() {
        let all = [
            Flag::OutsideWindow,
            Flag::Late(Millis(61_000)),
            Flag::Overtime(Millis(61_000)),
            Flag::Beyond(2),
            Flag::SameAttempt,
            Flag::NotOnTerms,
            Flag::NotOnRoster,
            Flag::SharedDevice(vec!["乙".into()]),
            Flag::Fast(3),
            Flag::SameWrong("乙".into(), 5),
            Flag::Left(2),
            Flag::ClockSetBack,
            Flag::MoreTime(150),
        ];
        for flag in all {
            assert!(flag.to_string().chars().count() >= 6 && !flag.to_string().contains('{'), "{flag}");
        }
        assert_eq!(Flag::Late(Millis(61_000)).to_string(), "迟交：截止后1分01秒才交卷");
    }
}
