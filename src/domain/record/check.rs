//! 检查数据: what may be wrong with a record, one function per class of problem, over the whole log.
use super::event::{Event, What, find_by_id, sort_by_id, sort_by_place};
use super::ledger::Digest;
use super::session_record::SessionRecord;
use super::standings::Standings;
use super::version_vector::VersionVector;
use crate::domain::session::step::Step;
use crate::domain::time::{Millis, UtcMillis};

/// A record as the two stores and the screen have it.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// Every event of the archive, also twice.
    pub archived: Vec<Event>,
    /// Events that only the shelf holds; `None` where one of the stores is missing, so that nothing is to be compared.
    pub only_on_shelf: Option<Vec<Event>>,
    /// Events of the archive that the shelf does not hold (any more).
    pub n_only_archived: usize,
    /// Entries that give no event.
    pub n_unreadable: usize,
    pub shown: Standings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Figures,
    OnlyOnShelf,
    OnlyArchived,
    Unreadable,
    Conflicts,
    Gaps,
    Orphans,
    Late,
    Order,
    Future,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repair {
    /// Makes everything shown anew from the log.
    Rebuild,
    /// Writes to the archive what only the shelf holds.
    Archive,
}

impl Problem {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Figures => "显示的统计与按全部记录重算的不一样",
            Self::OnlyOnShelf => "只存在一处的记录，还没写进数据库",
            Self::OnlyArchived => "只在数据库里的记录：合并来的和较早的只存一处，属正常",
            Self::Unreadable => "读不出来的记录，已原样留着",
            Self::Conflicts => "同一编号、内容不同的记录，只算先有的那一份",
            Self::Gaps => "编号中间缺的记录，多半没来得及存下；别的设备或备份里若有，合并即可补上",
            Self::Orphans => "找不到开头的作答，不计入统计；合并带有开头的备份即可补上",
            Self::Late => "交卷或到时之后的作答，不计入成绩",
            Self::Order => "先后次序颠倒的记录，按编号仍都计入",
            Self::Future => "时间在明天以后的记录，当时设备的时钟可能不准",
        }
    }

    /// What has a reason of its own and needs no mending.
    pub const fn is_harmless(self) -> bool {
        matches!(self, Self::OnlyArchived)
    }

    pub const fn repair(self) -> Option<Repair> {
        match self {
            Self::Figures => Some(Repair::Rebuild),
            Self::OnlyOnShelf => Some(Repair::Archive),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub n_events: usize,
    /// Classes of which there is at least one.
    pub found: Vec<(Problem, usize)>,
}

impl Checked {
    pub fn is_sound(&self) -> bool {
        self.found.iter().all(|(problem, _)| problem.is_harmless())
    }
}

pub fn check(evidence: Evidence, now: UtcMillis) -> Checked {
    let Evidence { archived: mut by_id, only_on_shelf, n_only_archived, n_unreadable, shown } = evidence;
    let n_only_on_shelf = only_on_shelf.as_ref().map_or(0, Vec::len);
    by_id.extend(only_on_shelf.into_iter().flatten());
    sort_by_id(&mut by_id);
    let n_conflicts = conflicts(&by_id);
    by_id.dedup_by_key(|event| event.id);
    let all = [
        (Problem::OnlyOnShelf, n_only_on_shelf),
        (Problem::OnlyArchived, n_only_archived),
        (Problem::Unreadable, n_unreadable),
        (Problem::Conflicts, n_conflicts),
        (Problem::Gaps, gaps(&by_id)),
        (Problem::Orphans, orphans(&by_id)),
        (Problem::Late, late(&by_id)),
        (Problem::Order, out_of_order(&by_id)),
        (Problem::Future, in_the_future(&by_id, now)),
    ];
    let n_events = by_id.len();
    let figures = (Problem::Figures, usize::from(differs(&shown, by_id)));
    let found = [figures].into_iter().chain(all).filter(|(_, count)| *count > 0).collect();
    Checked { n_events, found }
}

/// Pairs of neighbours by id.
fn pairs(by_id: &[Event]) -> impl Iterator<Item = (&Event, &Event)> {
    by_id.iter().zip(by_id.iter().skip(1))
}

fn conflicts(by_id: &[Event]) -> usize {
    pairs(by_id).filter(|(a, b)| a.id == b.id && a != b).count()
}

/// How many numbers are missing.
fn gaps(by_id: &[Event]) -> usize {
    let before_first = by_id.first().map_or(0, |first| first.id.seq as usize);
    let missing = pairs(by_id).map(|(a, b)| {
        let expected = if a.id.writer == b.id.writer { a.id.seq.saturating_add(1) } else { 0 };
        b.id.seq.saturating_sub(expected) as usize
    });
    before_first + missing.sum::<usize>()
}

fn orphans(by_id: &[Event]) -> usize {
    let has_beginning = |id| find_by_id(by_id, id).is_some_and(|event| matches!(event.what, What::Started(_)));
    let orphan = |event: &&Event| matches!(event.what, What::Stepped { session, .. } if !has_beginning(session));
    by_id.iter().filter(orphan).count()
}

fn late(by_id: &[Event]) -> usize {
    let mut in_order = by_id.to_vec();
    sort_by_place(&mut in_order);
    let mut ended = VersionVector::default();
    // Whether a question's time was over only the session itself tells.
    let mut open: Vec<SessionRecord> = Vec::new();
    let mut n_late = 0;
    for event in &in_order {
        if let What::Started(started) = &event.what
            && !started.rules.goes_back()
        {
            open.push(SessionRecord::new(event.id, (**started).clone()));
        }
        let What::Stepped { session, step } = &event.what else { continue };
        let by_question = open.iter().position(|record| record.id == *session);
        match step {
            Step::Finished(_) => {
                ended.add(*session);
                by_question.map(|idx| open.swap_remove(idx));
            }
            Step::Answered(answer) if by_question.is_some() => {
                let record = by_question.and_then(|idx| open.get_mut(idx));
                n_late += usize::from(record.is_some_and(|record| record.take_late(event.at, answer)));
            }
            Step::Answered(_) => {
                let deadline = find_by_id(by_id, *session).and_then(|event| match &event.what {
                    What::Started(started) => started.deadline(),
                    _ => None,
                });
                n_late += usize::from(ended.contains(*session) || deadline.is_some_and(|it| it < event.at));
            }
            _ => {
                if let Some(record) = by_question.and_then(|idx| open.get_mut(idx)) {
                    record.take(event.at, step);
                }
            }
        }
    }
    n_late
}

/// Each start of the app counts upwards.
fn out_of_order(by_id: &[Event]) -> usize {
    pairs(by_id).filter(|(a, b)| a.id.writer == b.id.writer && a.lamport >= b.lamport).count()
}

fn in_the_future(by_id: &[Event], now: UtcMillis) -> usize {
    let tomorrow = now.plus(Millis::minutes(24 * 60));
    by_id.iter().filter(|event| event.at > tomorrow).count()
}

fn differs(shown: &Standings, events: Vec<Event>) -> bool {
    Digest::of(events).standings != *shown
}

#[cfg(test)]
mod tests {
    use super::super::event::{EventId, LearnerId, Writer};
    use super::*;
    use crate::domain::bank::hash::Edition;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::bank::marking::Share;
    use crate::domain::bank::question::Given;
    use crate::domain::session::session::tests::{exam, session};
    use crate::domain::session::step::{Answer, Ending};

    const NOW: UtcMillis = UtcMillis(2_000_000);

    fn id(seq: u32) -> EventId {
        EventId { writer: Writer(1), seq }
    }

    fn event(seq: u32, at: i64, what: What) -> Event {
        Event { id: id(seq), lamport: u64::from(seq) + 1, at: UtcMillis(at), learner: LearnerId::first(), what }
    }

    fn answered(seq: u32, at: i64) -> Event {
        let answer = Answer {
            item: 0,
            given: Given::options([1]),
            edition: Edition(0),
            share: Share::FULL,
            spent: Millis(1),
            guessed: false,
        };
        event(seq, at, What::Stepped { session: id(0), step: Step::Answered(answer) })
    }

    /// An exam of ten minutes, an answer, a star, the end.
    fn sound() -> Vec<Event> {
        let started = session(exam(), 2).started().clone();
        vec![
            event(0, 1_000_000, What::Started(Box::new(started))),
            answered(1, 1_100_000),
            event(2, 1_200_000, What::Starred { question: QuestionRef::new("b", "q0"), on: true }),
            event(3, 1_300_000, What::Stepped { session: id(0), step: Step::Finished(Ending::HandedIn) }),
        ]
    }

    fn evidence(archived: Vec<Event>) -> Evidence {
        let shown = Digest::of(archived.clone()).standings;
        Evidence { archived, only_on_shelf: Some(Vec::new()), shown, ..Evidence::default() }
    }

    #[track_caller]
    fn finds(archived: Vec<Event>, expected: &[(Problem, usize)]) {
        assert_eq!(check(evidence(archived), NOW).found, expected);
    }

    #[test]
    fn a_sound_record_is_said_to_be_sound_also_with_events_twice() {
        let mut twice = sound();
        twice.extend(sound());
        let checked = check(evidence(twice), NOW);
        assert_eq!(checked, Checked { n_events: 4, found: Vec::new() });
        assert!(checked.is_sound());
    }

    #[test]
    fn the_same_number_with_other_content_is_found() {
        let mut events = sound();
        events.push(event(2, 1_200_000, What::Starred { question: QuestionRef::new("b", "q0"), on: false }));
        finds(events, &[(Problem::Conflicts, 1)]);
    }

    #[test]
    fn numbers_left_out_are_counted_and_so_is_what_lost_its_beginning() {
        let mut events = sound();
        events.remove(2);
        finds(events.clone(), &[(Problem::Gaps, 1)]);
        events.remove(0);
        finds(events, &[(Problem::Gaps, 2), (Problem::Orphans, 2)]);
    }

    #[test]
    fn answers_after_the_end_or_the_deadline_are_found() {
        let mut events = sound();
        events.push(answered(4, 1_400_000));
        finds(events.clone(), &[(Problem::Late, 1)]);
        events.remove(3);
        events[3] = answered(3, 1_700_000);
        finds(events, &[(Problem::Late, 1)]);
    }

    #[test]
    fn a_writer_who_does_not_count_upwards_is_found() {
        let mut events = sound();
        events[2].lamport = 2;
        finds(events, &[(Problem::Order, 1)]);
    }

    #[test]
    fn answers_after_their_questions_time_are_found_and_those_in_time_are_not() {
        let rules = crate::domain::session::rules::Rules { per_question: Some(Millis(60_000)), ..exam() };
        let mut events = sound();
        events[0].what = What::Started(Box::new(session(rules, 2).started().clone()));
        events[1].at = UtcMillis(1_050_000);
        finds(events.clone(), &[]);
        events[1].at = UtcMillis(1_060_001);
        finds(events, &[(Problem::Late, 1)]);
    }

    #[test]
    fn a_moment_after_tomorrow_is_found() {
        let mut events = sound();
        events[2].at = UtcMillis(NOW.0 + 90_000_000);
        finds(events, &[(Problem::Future, 1)]);
    }

    #[test]
    fn figures_that_are_not_those_of_the_log_are_found_and_can_be_rebuilt() {
        let faulty = Evidence { shown: Standings::default(), ..evidence(sound()) };
        let checked = check(faulty, NOW);
        assert_eq!(checked.found, [(Problem::Figures, 1)]);
        assert!(!checked.is_sound());
        assert_eq!(checked.found[0].0.repair(), Some(Repair::Rebuild));
    }

    #[test]
    fn what_one_store_lacks_is_counted_and_takes_part() {
        let mut archived = sound();
        let only_on_shelf = Some(archived.split_off(3));
        let shown = Digest::of(sound()).standings;
        let evidence = Evidence { archived, only_on_shelf, n_only_archived: 2, n_unreadable: 1, shown };
        let expected = [(Problem::OnlyOnShelf, 1), (Problem::OnlyArchived, 2), (Problem::Unreadable, 1)];
        assert_eq!(check(evidence.clone(), NOW).found, expected);
        assert_eq!(Problem::OnlyOnShelf.repair(), Some(Repair::Archive));
        let harmless = Evidence { only_on_shelf: None, n_unreadable: 0, archived: sound(), ..evidence };
        assert!(check(harmless, NOW).is_sound());
    }

    #[test]
    fn every_class_is_said_in_words() {
        use Problem::*;
        let all = [Figures, OnlyOnShelf, OnlyArchived, Unreadable, Conflicts, Gaps, Orphans, Late, Order, Future];
        for problem in all {
            assert!(problem.sentence().chars().count() >= 10, "{problem:?}");
            assert!(!problem.sentence().ends_with('。'), "{problem:?}");
        }
    }
}
