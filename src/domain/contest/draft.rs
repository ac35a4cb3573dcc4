//! A contest that is still being written: everything its form holds, also what cannot be published yet.
use super::terms::{BankTerm, Flaw, PaperPlan, Terms, Units};
use crate::domain::bank::id::BankId;
use crate::domain::bank::marking::Points;
use crate::domain::paper::blueprint::{Blueprint, Section};
use crate::domain::paper::draw::Item;
use crate::domain::time::UtcMillis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// All but what stands beside it here, which [`Draft::terms`] puts in.
    pub rest: Terms,
    pub by_hand: bool,
    /// Either way of making a paper is kept while the other is tried.
    pub sections: Vec<Section>,
    pub picked: Vec<Item>,
    /// The list of units as it was typed, one a line.
    pub units: String,
    pub sealed: bool,
    /// Where entrants open the app.
    pub link_base: String,
}

/// What stands in the way of publishing, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    Flaw(Flaw),
    /// The paper asks from a bank that is not chosen.
    LooseBank,
    /// A question stands on the paper twice.
    PickedTwice,
    /// A question is worth nothing.
    NoPoints,
    /// No address, or one that no browser opens.
    LinkBase,
    /// Nobody could begin any more.
    Over,
}

impl Problem {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Flaw(flaw) => flaw.sentence(),
            Self::LooseBank => "卷里用到了没有勾选的题库，请勾选它，或者去掉那些题",
            Self::PickedTwice => "卷里有一道题出现了两次，请去掉一次",
            Self::NoPoints => "有的题每题0分，请写上分值",
            Self::LinkBase => "发布地址要以http://或https://开头",
            Self::Over => "结束时间已经过了，请改晚一些",
        }
    }
}

impl Draft {
    /// What a contest that was held is made again from.
    pub fn of(terms: Terms, link_base: String) -> Self {
        let (by_hand, sections, picked) = match &terms.paper {
            PaperPlan::Drawn(blueprint) => (false, blueprint.sections.clone(), Vec::new()),
            PaperPlan::Picked(items) => (true, Vec::new(), items.clone()),
        };
        let units = if let Units::List(units) = &terms.units { units.join("\n") } else { String::new() };
        Self { rest: terms, by_hand, sections, picked, units, sealed: false, link_base }
    }

    /// As they would be published.
    pub fn terms(&self) -> Terms {
        let mut terms = self.rest.clone();
        for text in [&mut terms.title, &mut terms.organiser, &mut terms.note] {
            *text = text.trim().to_owned();
        }
        terms.paper = if self.by_hand {
            PaperPlan::Picked(self.picked.clone())
        } else {
            let sections = self.sections.iter().filter(|section| section.n > 0).cloned();
            PaperPlan::Drawn(Blueprint { sections: sections.collect() })
        };
        if matches!(terms.units, Units::List(_)) {
            let lines = self.units.lines().map(str::trim).filter(|line| !line.is_empty());
            terms.units = Units::List(lines.map(str::to_owned).collect());
        }
        terms
    }

    pub fn problems(&self, now: UtcMillis) -> Vec<Problem> {
        let terms = self.terms();
        let mut problems: Vec<Problem> = terms.flaws().into_iter().map(Problem::Flaw).collect();
        let chosen = |id: &BankId| terms.banks.iter().any(|bank| bank.id == *id);
        let (loose, twice, worthless) = match &terms.paper {
            PaperPlan::Drawn(blueprint) => (
                blueprint.sections.iter().any(|of| of.stratum.bank.as_ref().is_some_and(|id| !chosen(id))),
                false,
                blueprint.sections.iter().any(|section| section.points == Points(0)),
            ),
            PaperPlan::Picked(items) => (
                items.iter().any(|item| !chosen(&item.question.bank)),
                items.iter().enumerate().any(|(idx, item)| items[..idx].iter().any(|it| it.question == item.question)),
                items.iter().any(|item| item.points == Points(0)),
            ),
        };
        let address = ["http://", "https://"].iter().any(|scheme| {
            let rest = self.link_base.strip_prefix(scheme);
            rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace) && !rest.contains('#'))
        });
        let own = [
            (Problem::LooseBank, loose && !terms.banks.is_empty()),
            (Problem::PickedTwice, twice),
            (Problem::NoPoints, worthless),
            (Problem::LinkBase, !address),
            (Problem::Over, terms.window.closes <= now && terms.window.opens < terms.window.closes),
        ];
        problems.extend(own.into_iter().filter(|(_, holds)| *holds).map(|(problem, _)| problem));
        problems
    }

    /// Takes the editions of banks that the app has now. Banks that it has no more are given by name.
    pub fn renew(&mut self, now: impl Fn(&BankId) -> Option<BankTerm>) -> Vec<BankId> {
        let mut gone = Vec::new();
        self.rest.banks.retain_mut(|bank| match now(&bank.id) {
            Some(term) => {
                *bank = term;
                true
            }
            None => {
                gone.push(bank.id.clone());
                false
            }
        });
        gone
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::terms::tests::terms;
    use super::*;
    use crate::domain::bank::id::QuestionRef;
    use crate::domain::bank::kind::Kind;

    pub fn draft() -> Draft {
        Draft::of(terms(), "http://10.0.0.8/xls/".into())
    }

    fn item(bank: &str, id: &str) -> Item {
        Item { question: QuestionRef::new(bank, id), points: Points::whole(2) }
    }

    #[test]
    fn a_contest_made_anew_from_one_that_was_held_has_its_terms() {
        assert_eq!(draft().terms(), terms());
        assert_eq!(draft().problems(UtcMillis(0)), []);
        let picked = Terms { paper: PaperPlan::Picked(vec![item("b", "q")]), pass: None, ..terms() };
        assert_eq!(Draft::of(picked.clone(), "https://a.cn/".into()).terms(), picked);
    }

    #[test]
    fn units_are_read_from_lines_and_empty_lines_are_none() {
        let units = "　办公室 \n\n财务处\r\n".to_owned();
        assert_eq!(Draft { units, ..draft() }.terms().units, Units::List(vec!["办公室".into(), "财务处".into()]));
        let mut free = draft();
        free.rest.units = Units::Free;
        assert_eq!(free.terms().units, Units::Free, "the list typed before is kept beside it");
        assert!(!free.units.is_empty());
    }

    #[test]
    fn the_paper_not_chosen_is_kept_and_sections_of_nothing_are_left_out() {
        let mut draft = draft();
        draft.sections.push(Section::any(Kind::Judge, 0, Points(0)));
        assert_eq!(draft.terms(), terms());
        draft.by_hand = true;
        assert_eq!(
            draft.problems(UtcMillis(0)),
            [Problem::Flaw(Flaw::NoQuestion), Problem::Flaw(Flaw::PassAboveTotal)]
        );
        assert_eq!(draft.sections.len(), 2);
    }

    #[test]
    fn what_a_form_can_get_wrong_is_named_with_its_remedy() {
        let mut draft = draft();
        draft.sections[0].stratum.bank = Some(BankId::new("c"));
        draft.sections[0].points = Points(0);
        draft.rest.pass = None;
        draft.link_base = "10.0.0.8".into();
        assert_eq!(draft.problems(UtcMillis(0)), [Problem::LooseBank, Problem::NoPoints, Problem::LinkBase]);
        draft.by_hand = true;
        draft.link_base = "https://a.cn/x/".into();
        draft.picked = vec![item("b", "q"), item("b", "q")];
        assert_eq!(draft.problems(UtcMillis(0)), [Problem::PickedTwice]);
        assert_eq!(draft.problems(draft.rest.window.closes), [Problem::PickedTwice, Problem::Over]);
        for problem in [Problem::LooseBank, Problem::PickedTwice, Problem::NoPoints, Problem::LinkBase, Problem::Over] {
            assert!(problem.sentence().chars().count() >= 8 && !problem.sentence().ends_with('。'));
        }
    }

    #[test]
    fn a_draft_takes_the_editions_of_today_and_names_banks_that_are_gone() {
        let mut draft = draft();
        let now = |id: &BankId| Some(BankTerm { id: id.clone(), hash: [9; 16], asset: [7; 5] });
        assert_eq!(draft.renew(now), []);
        assert_eq!((draft.rest.banks[0].hash, draft.rest.banks[0].asset), ([9; 16], [7; 5]));
        assert_eq!(draft.renew(|_| None), [BankId::new("b")]);
        assert_eq!(draft.problems(UtcMillis(0))[0], Problem::Flaw(Flaw::NoBank));
    }
}
