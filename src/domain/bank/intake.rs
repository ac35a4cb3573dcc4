//! Questions that come into a bank from elsewhere, many at once: from an import or a newer edition.
use super::bank::Bank;
use super::draft::Draft;
use super::id::QuestionId;
use super::identity::{Identity, same_answer};
use super::question::Question;
use super::revise::{Meaning, last_number, numbered, succeed};
use std::collections::HashMap;

/// What becomes of an incoming question that the bank has already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    Skip,
    /// The known one takes what comes in, and keeps its id.
    Replace,
    KeepBoth,
}

/// A question that comes in, with the id it has where it comes from, if that is a bank of this app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub id: Option<QuestionId>,
    pub draft: Draft,
}

/// How many questions an import added, replaced and passed over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    pub n_added: usize,
    pub n_replaced: usize,
    pub n_skipped: usize,
}

/// Takes questions in, in their order; those that cannot be asked are passed over. Ids say that two are the same only
/// where the bank `is_another_edition` of the one they come from.
pub fn take(bank: &mut Bank, incoming: &[Incoming], repeats: Repeats, is_another_edition: bool) -> Taken {
    let mut taken = Taken::default();
    let mut last = last_number(bank);
    let mut by_id: HashMap<QuestionId, usize> = HashMap::new();
    let mut by_identity: HashMap<Identity, usize> = HashMap::new();
    for (place, question) in bank.questions.iter().enumerate() {
        by_id.insert(question.id.clone(), place);
        by_identity.entry(Identity::of_question(question)).or_insert(place);
    }
    for Incoming { id, draft } in incoming {
        let identity = Identity::of(draft);
        let same_id = id.as_ref().filter(|_| is_another_edition).and_then(|id| by_id.get(id));
        let place = same_id.or_else(|| by_identity.get(&identity)).copied();
        if let Some(known) = place.and_then(|place| bank.questions.get_mut(place)) {
            match (repeats, draft.question(&known.id.clone())) {
                (Repeats::Replace, (Some(question), _)) => {
                    // Another way to type the same question with the same answer is a slip mended.
                    let before = Draft::of(known);
                    let same = Identity::of(&before) == identity && same_answer(&before, draft);
                    let meaning = if same { Meaning::Kept } else { Meaning::Changed };
                    *known = Question { retired: false, ..succeed(known, question, meaning) };
                    taken.n_replaced += 1;
                    continue;
                }
                (Repeats::KeepBoth, _) => {}
                _ => {
                    taken.n_skipped += 1;
                    continue;
                }
            }
        }
        let free = id.clone().filter(|id| !by_id.contains_key(id));
        let id = free.unwrap_or_else(|| numbered(last + 1));
        match draft.question(&id) {
            (Some(question), _) => {
                last = last.max(id.as_str().strip_prefix("q-").and_then(|number| number.parse().ok()).unwrap_or(0));
                by_id.insert(id, bank.questions.len());
                by_identity.entry(identity).or_insert(bank.questions.len());
                bank.questions.push(question);
                taken.n_added += 1;
            }
            (None, _) => taken.n_skipped += 1,
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::Kind;
    use crate::domain::bank::revise::fresh_id;
    use crate::domain::bank::revise::tests::{judge, of, stems};

    fn foreign(drafts: &[Draft]) -> Vec<Incoming> {
        drafts.iter().map(|draft| Incoming { id: None, draft: draft.clone() }).collect()
    }

    #[test]
    fn a_second_import_skips_replaces_or_keeps_both() {
        let drafts =
            [judge("党员大会 每季度开一次。", true), judge("二", false), judge("新", true), Draft::new(Kind::Judge)];
        let incoming = foreign(&drafts);
        let mut skipped = of(&["党员大会每季度开一次。", "二"]);
        assert_eq!(
            take(&mut skipped, &incoming, Repeats::Skip, false),
            Taken { n_added: 1, n_replaced: 0, n_skipped: 3 }
        );
        let mut replaced = of(&["党员大会每季度开一次。", "二"]);
        let first = replaced.questions[0].hash().edition();
        let second = replaced.questions[1].hash().edition();
        assert_eq!(
            take(&mut replaced, &incoming, Repeats::Replace, false),
            Taken { n_added: 1, n_replaced: 2, n_skipped: 1 }
        );
        assert!(replaced.questions[0].means_the_same(first), "a space more changes nothing for who answered it");
        assert!(!replaced.questions[1].means_the_same(second), "another answer does");
        assert_eq!(replaced.questions[1].id.as_str(), "q-0002");
        let mut both = of(&["党员大会每季度开一次。", "二"]);
        assert_eq!(
            take(&mut both, &incoming, Repeats::KeepBoth, false),
            Taken { n_added: 3, n_replaced: 0, n_skipped: 1 }
        );
        // The same file twice gives the same bank.
        let again = both.clone();
        assert_eq!(take(&mut both, &incoming, Repeats::Skip, false).n_added, 0);
        assert_eq!(both, again);
    }

    #[test]
    fn a_newer_edition_of_the_bank_finds_its_questions_by_their_ids() {
        let mut bank = of(&["一", "二"]);
        let named = |id: &str, draft| Incoming { id: Some(QuestionId::new(id)), draft };
        let incoming = [named("q-0002", judge("二，改写了", true)), named("q-0009", judge("九", true))];
        let mut other = bank.clone();
        assert_eq!(take(&mut bank, &incoming, Repeats::Replace, true).n_replaced, 1);
        assert_eq!(stems(&bank), ["一", "二，改写了", "九"]);
        assert_eq!(bank.questions[2].id.as_str(), "q-0009", "an id that is free is kept");
        assert_eq!(fresh_id(&bank).as_str(), "q-0010");
        // Another bank's ids mean nothing here.
        assert_eq!(take(&mut other, &incoming, Repeats::Replace, false).n_added, 2);
        assert_eq!(other.questions[2].id.as_str(), "q-0003");
    }
}
