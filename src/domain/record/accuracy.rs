//! Figures over the questions of a bank, by topic, kind, level or altogether. Only answers to a question as it stands,
//! or to an edition that meant the same, count here; `Standings::n_answers` counts them all.
use super::standing::{LATELY, Standing};
use super::standings::Standings;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::question::Question;
use crate::domain::time::Day;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Accuracy {
    /// Live questions in scope.
    pub n_questions: u32,
    /// How many of them have been answered at least once.
    pub n_seen: u32,
    /// How many were answered before their meaning changed and not since.
    pub n_outdated: u32,
    pub n_answered: u32,
    pub n_right: u32,
    pub n_answered_lately: u32,
    pub n_right_lately: u32,
}

/// Below this many answers a percentage says nothing.
const ENOUGH: u32 = 5;

impl Accuracy {
    /// Whole per cent of right answers, rounded down; `None` while there are too few to speak of.
    pub const fn percent(&self) -> Option<u32> {
        percent(self.n_right, self.n_answered)
    }

    pub const fn percent_lately(&self) -> Option<u32> {
        percent(self.n_right_lately, self.n_answered_lately)
    }

    fn add(&mut self, question: &Question, standing: Option<&Standing>, today: Day) {
        self.n_questions += u32::from(!question.retired);
        let Some(standing) = standing else { return };
        let counts = standing.counts(question);
        self.n_seen += u32::from(!counts.is_empty() && !question.retired);
        self.n_outdated += u32::from(counts.is_empty() && standing.n_answered > 0 && !question.retired);
        for count in counts {
            self.n_answered += count.n_answered;
            self.n_right += count.n_right;
            if count.day >= today.minus(LATELY - 1) {
                self.n_answered_lately += count.n_answered;
                self.n_right_lately += count.n_right;
            }
        }
    }
}

const fn percent(n_right: u32, n_answered: u32) -> Option<u32> {
    if n_answered < ENOUGH { None } else { Some(n_right * 100 / n_answered) }
}

/// The group that a question belongs to, by its name.
pub type Group = fn(&Question) -> String;

/// The figures of each group, in the order of first appearance.
pub fn accuracy_by(bank: &Bank, standings: &Standings, today: Day, group: Group) -> Vec<(String, Accuracy)> {
    let mut groups: Vec<(String, Accuracy)> = Vec::new();
    for question in &bank.questions {
        let reference = QuestionRef { bank: bank.id.clone(), question: question.id.clone() };
        let standing = standings.question(&reference);
        // A retired question stays in the figures it was part of.
        if question.retired && standing.is_none_or(|standing| standing.n_answered == 0) {
            continue;
        }
        let key = group(question);
        let idx = groups.iter().position(|(of, _)| *of == key).unwrap_or_else(|| {
            groups.push((key, Accuracy::default()));
            groups.len() - 1
        });
        groups[idx].1.add(question, standing, today);
    }
    groups
}

pub fn accuracy(bank: &Bank, standings: &Standings, today: Day) -> Accuracy {
    accuracy_by(bank, standings, today, |_| String::new()).pop().map(|(_, accuracy)| accuracy).unwrap_or_default()
}

/// Questions of the bank that were answered before their meaning changed and not since, in the bank's order.
pub fn outdated(bank: &Bank, standings: &Standings) -> Vec<QuestionRef> {
    let mut outdated = Vec::new();
    for question in &bank.questions {
        let reference = QuestionRef { bank: bank.id.clone(), question: question.id.clone() };
        if standings.question(&reference).is_some_and(|standing| standing.is_outdated(question)) {
            outdated.push(reference);
        }
    }
    outdated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_few_answers_give_no_percentage() {
        let mut accuracy = Accuracy { n_answered: 4, n_right: 4, ..Accuracy::default() };
        assert_eq!(accuracy.percent(), None);
        accuracy.n_answered = 9;
        assert_eq!(accuracy.percent(), Some(44));
    }
}
