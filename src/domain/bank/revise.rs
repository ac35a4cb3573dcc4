//! What an author does to a bank of hers. Ids stay for ever; a question whose meaning changes is asked again, and one
//! in which only a slip was mended keeps the answers it has.
use super::bank::Bank;
use super::draft::Draft;
use super::id::QuestionId;
use super::level::Level;
use super::lint::fault::Fault;
use super::question::Question;
use std::collections::{HashMap, HashSet};

/// What a change to a question that was asked before means to those who answered it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// They are asked again.
    Changed,
    /// Only a slip of the pen was mended: their answers go on to count.
    Kept,
}

/// An id that no question of the bank has or had: numbers only grow.
pub fn fresh_id(bank: &Bank) -> QuestionId {
    numbered(last_number(bank) + 1)
}

pub(super) fn numbered(number: u32) -> QuestionId {
    QuestionId::new(format!("q-{number:04}"))
}

/// The greatest number that an id of this bank has.
pub(super) fn last_number(bank: &Bank) -> u32 {
    next_number(bank.questions.iter().map(|question| question.id.as_str()), "q-") - 1
}

/// Puts a new question in this place, or last.
pub fn add(bank: &mut Bank, draft: &Draft, place: usize) -> Result<QuestionId, Vec<Fault>> {
    let id = fresh_id(bank);
    let (question, faults) = draft.question(&id);
    bank.questions.insert(place.min(bank.questions.len()), question.ok_or(faults)?);
    Ok(id)
}

pub fn replace(bank: &mut Bank, id: &QuestionId, draft: &Draft, meaning: Meaning) -> Result<(), Vec<Fault>> {
    let Some(known) = bank.questions.iter_mut().find(|question| question.id == *id) else { return Ok(()) };
    let (question, faults) = draft.question(id);
    *known = succeed(known, question.ok_or(faults)?, meaning);
    Ok(())
}

/// Replaces many; those that cannot be asked stay as they are. How many were replaced.
pub fn replace_all(bank: &mut Bank, drafts: Vec<(QuestionId, Draft)>, meaning: Meaning) -> usize {
    let mut drafts: HashMap<QuestionId, Draft> = drafts.into_iter().collect();
    let mut n = 0;
    for known in &mut bank.questions {
        if let Some(draft) = drafts.remove(&known.id)
            && let (Some(question), _) = draft.question(&known.id)
        {
            *known = succeed(known, question, meaning);
            n += 1;
        }
    }
    n
}

/// Whether this draft in the place of the question asks or marks something else, so that it has to be said what it
/// means to those who answered.
pub fn changes_meaning(known: &Question, draft: &Draft) -> bool {
    draft.question(&known.id).0.is_some_and(|next| next.hash() != known.hash())
}

/// Puts these questions under a topic, at a level, or both.
pub fn sort_in(bank: &mut Bank, ids: &HashSet<QuestionId>, topic: Option<&str>, level: Option<Level>) {
    for question in bank.questions.iter_mut().filter(|question| ids.contains(&question.id)) {
        if let Some(topic) = topic {
            topic.trim().clone_into(&mut question.topic);
        }
        question.level = level.unwrap_or(question.level);
    }
}

/// One more than the greatest number of these ids.
pub(super) fn next_number<'a>(ids: impl Iterator<Item = &'a str>, prefix: &str) -> u32 {
    ids.filter_map(|id| id.strip_prefix(prefix)?.parse::<u32>().ok()).max().unwrap_or(0) + 1
}

/// `next` in the place of `known`, as those who answered `known` have to take it.
pub(super) fn succeed(known: &Question, next: Question, meaning: Meaning) -> Question {
    let (rev, mut same) = (known.rev, known.same.clone());
    let retired = known.retired;
    if known.hash() == next.hash() {
        return Question { rev, same, retired, ..next };
    }
    match meaning {
        Meaning::Changed => Question { rev: rev + 1, same: Vec::new(), retired, ..next },
        Meaning::Kept => {
            let edition = known.hash().edition();
            // Turned back to what it was once, it stands for itself.
            same.retain(|known| *known != next.hash().edition() && *known != edition);
            same.push(edition);
            Question { rev, same, retired, ..next }
        }
    }
}

/// Takes a question out of new papers, or back; its history stays.
pub fn retire(bank: &mut Bank, ids: &HashSet<QuestionId>, retired: bool) {
    let chosen = bank.questions.iter_mut().filter(|question| ids.contains(&question.id));
    chosen.for_each(|question| question.retired = retired);
}

/// One place towards the beginning or the end.
pub fn shift(bank: &mut Bank, id: &QuestionId, down: bool) {
    let Some(place) = bank.questions.iter().position(|question| question.id == *id) else { return };
    let other = if down { place + 1 } else { place.wrapping_sub(1) };
    if other < bank.questions.len() {
        bank.questions.swap(place, other);
    }
}

/// Drafts of the questions that hold `find` anywhere, with `with` in its place.
pub fn replaced(bank: &Bank, find: &str, with: &str) -> Vec<(QuestionId, Draft)> {
    if find.is_empty() {
        return Vec::new();
    }
    let changed = |question: &Question| {
        let before = Draft::of(question);
        let mut draft = before.clone();
        change_texts(&mut draft, &|text| text.replace(find, with));
        (draft != before).then(|| (question.id.clone(), draft))
    };
    bank.questions.iter().filter_map(changed).collect()
}

fn change_texts(draft: &mut Draft, change: &dyn Fn(&str) -> String) {
    let Draft { stem, options, gaps, pairs, extra, parts, explain, topic, .. } = draft;
    let texts = [stem, explain, topic].into_iter().chain(options).chain(gaps.iter_mut().flatten());
    for text in texts.chain(pairs.iter_mut().flatten()).chain(extra) {
        *text = change(text);
    }
    parts.iter_mut().for_each(|part| change_texts(part, change));
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::bank::id::BankId;
    use crate::domain::bank::kind::Kind;

    pub fn bank() -> Bank {
        Bank {
            id: BankId::new("own:1"),
            title: "自建".to_owned(),
            document: None,
            reviews: Vec::new(),
            documents: Vec::new(),
            points: Vec::new(),
            questions: Vec::new(),
        }
    }

    pub fn judge(stem: &str, judged: bool) -> Draft {
        Draft { stem: stem.to_owned(), judged: Some(judged), ..Draft::new(Kind::Judge) }
    }

    pub fn of(stems: &[&str]) -> Bank {
        let mut bank = bank();
        for stem in stems {
            add(&mut bank, &judge(stem, true), usize::MAX).unwrap();
        }
        bank
    }

    pub fn stems(bank: &Bank) -> Vec<&str> {
        bank.questions.iter().map(|question| question.stem.as_str()).collect()
    }

    #[test]
    fn ids_only_grow_and_a_place_may_be_chosen() {
        let mut bank = of(&["一", "二"]);
        assert_eq!(add(&mut bank, &judge("三", true), 1).unwrap().as_str(), "q-0003");
        assert_eq!(stems(&bank), ["一", "三", "二"]);
        assert!(add(&mut bank, &Draft::new(Kind::Judge), 0).is_err());
        shift(&mut bank, &QuestionId::new("q-0001"), true);
        shift(&mut bank, &QuestionId::new("q-0002"), true);
        assert_eq!(stems(&bank), ["三", "一", "二"]);
        shift(&mut bank, &QuestionId::new("q-0003"), false);
        assert_eq!(stems(&bank), ["三", "一", "二"]);
    }

    #[test]
    fn a_changed_meaning_is_asked_again_and_a_mended_slip_is_not() {
        let mut bank = of(&["每季度开一次"]);
        let id = QuestionId::new("q-0001");
        let first = bank.questions[0].hash().edition();
        replace(&mut bank, &id, &judge("每季度召开一次", true), Meaning::Kept).unwrap();
        let slip = bank.questions[0].clone();
        assert_eq!((slip.rev, slip.means_the_same(first)), (1, true));
        // Back to the first wording: it does not name itself.
        replace(&mut bank, &id, &judge("每季度开一次", true), Meaning::Kept).unwrap();
        assert_eq!(bank.questions[0].same, [slip.hash().edition()]);
        replace(&mut bank, &id, &judge("每月开一次", false), Meaning::Changed).unwrap();
        assert_eq!((bank.questions[0].rev, bank.questions[0].means_the_same(first)), (2, false));
        // An explanation is no part of the meaning.
        let explained = Draft { explain: "见条例".to_owned(), ..Draft::of(&bank.questions[0]) };
        replace(&mut bank, &id, &explained, Meaning::Changed).unwrap();
        assert_eq!((bank.questions[0].rev, bank.questions[0].explain.as_str()), (2, "见条例"));
        retire(&mut bank, &HashSet::from([id.clone()]), true);
        replace(&mut bank, &id, &judge("每年开一次", false), Meaning::Changed).unwrap();
        assert!(bank.questions[0].retired, "mending does not bring it back");
    }

    #[test]
    fn words_are_replaced_everywhere_in_a_question() {
        let mut bank = of(&["机关党委由党员大会选举", "二"]);
        bank.questions[0].explain = "机关党委选举".to_owned();
        let found = replaced(&bank, "机关党委", "机关基层党委");
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].1.stem.as_str(), found[0].1.explain.as_str()),
            ("机关基层党委由党员大会选举", "机关基层党委选举")
        );
        assert_eq!(replaced(&bank, "", "x"), []);
    }

    #[test]
    fn many_are_replaced_at_once_and_one_that_could_not_be_asked_stays() {
        let mut bank = of(&["机关党委", "党委", "二"]);
        let first = bank.questions[0].hash().edition();
        let found = replaced(&bank, "机关党委", "机关基层党委");
        assert_eq!(replace_all(&mut bank, found, Meaning::Kept), 1);
        assert!(bank.questions[0].means_the_same(first));
        let found = replaced(&bank, "党委", "");
        assert_eq!(found.len(), 2);
        assert_eq!(replace_all(&mut bank, found, Meaning::Changed), 1);
        assert_eq!(stems(&bank), ["机关基层", "党委", "二"]);
        assert!(!bank.questions[0].means_the_same(first));
    }

    #[test]
    fn only_what_is_asked_and_answered_has_a_meaning() {
        let bank = of(&["一"]);
        let known = &bank.questions[0];
        let same = Draft { explain: "因为".to_owned(), topic: "会议".to_owned(), ..Draft::of(known) };
        assert!(!changes_meaning(known, &same));
        assert!(changes_meaning(known, &judge("一。", true)));
        assert!(changes_meaning(known, &judge("一", false)));
        assert!(!changes_meaning(known, &judge("", false)), "what cannot be asked is not asked about");
    }

    #[test]
    fn chosen_questions_come_under_a_topic_and_a_level() {
        let mut bank = of(&["一", "二"]);
        let ids = HashSet::from([QuestionId::new("q-0002")]);
        sort_in(&mut bank, &ids, Some(" 会议 "), None);
        sort_in(&mut bank, &ids, None, Some(Level::Applied));
        let sorted: Vec<_> = bank.questions.iter().map(|of| (of.topic.as_str(), of.level)).collect();
        assert_eq!(sorted, [("", Level::Basic), ("会议", Level::Applied)]);
    }
}
