//! The papers of a contest: the same banks, terms and entrant give the same paper on the entrant's phone and at the
//! organiser's desk.
use super::terms::{PaperPlan, Terms};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::hash::{BankHash, ContentHash, FieldHasher};
use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::bank::question::Question;
use crate::domain::paper::draw::{Draw, Item, Short};
use crate::domain::paper::scope::Scope;
use crate::domain::paper::seed::Seed;
use crate::domain::session::entry::Entry;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Everything that papers are drawn from, made ready once.
pub struct Papers {
    plan: Plan,
    hashes: Vec<BankHash>,
    /// With their hashes, which a desk needs many thousand times.
    questions: HashMap<QuestionRef, (Arc<Question>, ContentHash)>,
}

enum Plan {
    Drawn(Box<Draw>),
    Picked(Vec<Item>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    pub seed: Seed,
    pub items: Vec<Item>,
    /// One for each item.
    pub questions: Vec<Arc<Question>>,
}

/// The beginning of a hash over everything a paper asks, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PaperHash(pub [u8; 8]);

/// Why there is no paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPaper {
    /// The contest names a bank that is not here.
    NoBank(BankId),
    /// The bank here, by its title, is another edition than the contest's.
    OtherEdition(String),
    NoQuestion(QuestionRef),
    Short(Short),
}

impl fmt::Display for NoPaper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBank(id) => write!(f, "缺少这场竞赛用的题库（{id}），请向主办方要竞赛文件"),
            Self::OtherEdition(title) => write!(
                f,
                "题库“{title}”的版本与这场竞赛发布时不同，出的卷会不一样。请刷新页面后再试；还不行，请告诉主办方"
            ),
            Self::NoQuestion(question) => write!(f, "题库里没有竞赛指定的题（{question}），请告诉主办方"),
            Self::Short(short) => short.fmt(f),
        }
    }
}

impl Papers {
    pub fn new(terms: &Terms, banks: &[Arc<Bank>]) -> Result<Self, NoPaper> {
        let (mut pool, mut hashes, mut questions) = (Vec::new(), Vec::new(), HashMap::new());
        for term in &terms.banks {
            let bank = banks.iter().find(|bank| bank.id == term.id);
            let bank = bank.ok_or_else(|| NoPaper::NoBank(term.id.clone()))?;
            let hash = bank.hash();
            if !term.is(&hash) {
                return Err(NoPaper::OtherEdition(bank.title.clone()));
            }
            hashes.push(hash);
            pool.append(&mut Scope::default().candidates(bank));
            questions.extend(bank.questions.iter().map(|question| {
                let of = QuestionRef { bank: bank.id.clone(), question: question.id.clone() };
                (of, (Arc::new(question.clone()), question.hash()))
            }));
        }
        let plan = match &terms.paper {
            PaperPlan::Drawn(blueprint) => Plan::Drawn(Box::new(Draw::new(blueprint.clone(), pool))),
            PaperPlan::Picked(items) => Plan::Picked(items.clone()),
        };
        Ok(Self { plan, hashes, questions })
    }

    pub fn of(&self, terms: &Terms, entry: &Entry) -> Result<Paper, NoPaper> {
        self.with_seed(Seed::of_paper(&self.hashes, &terms.seed, terms.entrant(entry).as_deref()))
    }

    /// A paper like those of the contest that nobody sits: for a practice run or a look beforehand.
    pub fn with_seed(&self, seed: Seed) -> Result<Paper, NoPaper> {
        let items = match &self.plan {
            Plan::Drawn(draw) => draw.paper(seed).map_err(NoPaper::Short)?,
            Plan::Picked(items) => items.clone(),
        };
        let question = |item: &Item| {
            let question = self.questions.get(&item.question);
            question.map(|(question, _)| question.clone()).ok_or_else(|| NoPaper::NoQuestion(item.question.clone()))
        };
        let questions = items.iter().map(question).collect::<Result<_, _>>()?;
        Ok(Paper { seed, items, questions })
    }

    /// The same as [`Paper::hash`] of a paper of these, without hashing every question again.
    pub fn hash(&self, paper: &Paper) -> PaperHash {
        let known = |(item, question): (&Item, &Arc<Question>)| {
            self.questions.get(&item.question).map_or_else(|| question.hash(), |(_, hash)| *hash)
        };
        paper.hash_with(paper.items.iter().zip(&paper.questions).map(known))
    }
}

impl Paper {
    pub fn hash(&self) -> PaperHash {
        self.hash_with(self.questions.iter().map(|question| question.hash()))
    }

    fn hash_with(&self, hashes: impl Iterator<Item = ContentHash>) -> PaperHash {
        let mut hasher = FieldHasher::new("xueliansai contest paper 1");
        hasher.field(self.seed.bytes());
        for (item, hash) in self.items.iter().zip(hashes) {
            hasher.field(item.question.bank.as_str().as_bytes());
            hasher.field(item.question.question.as_str().as_bytes());
            hasher.field(hash.bytes());
            hasher.number(u64::from(item.points.0));
        }
        let hash = hasher.finish();
        PaperHash([hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7]])
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::terms::tests::{entry, terms};
    use super::super::terms::{BankTerm, Terms};
    use super::*;
    use crate::domain::bank::id::QuestionId;
    use crate::domain::bank::marking::Points;
    use crate::domain::session::session::tests::question;

    /// Thirty questions, single choice of three.
    pub fn bank() -> Bank {
        Bank {
            id: BankId::new("b"),
            title: "党章".into(),
            document: None,
            reviews: Vec::new(),
            documents: Vec::new(),
            points: Vec::new(),
            questions: (0..30).map(|n| question(&format!("q{n:02}"))).collect(),
        }
    }

    pub fn term_of(bank: &Bank) -> BankTerm {
        let mut hash = [0; 16];
        hash.copy_from_slice(&bank.hash().bytes()[..16]);
        BankTerm { id: bank.id.clone(), hash, asset: [0; 5] }
    }

    pub fn contest() -> (Terms, Papers) {
        let bank = bank();
        let terms = Terms { banks: vec![term_of(&bank)], ..terms() };
        let papers = Papers::new(&terms, &[Arc::new(bank)]).unwrap();
        (terms, papers)
    }

    fn ids(paper: &Paper) -> Vec<&str> {
        paper.items.iter().map(|item| item.question.question.as_str()).collect()
    }

    #[test]
    fn a_paper_hangs_on_the_entrant_the_attempt_and_the_seed_alone() {
        let (terms, papers) = contest();
        let paper = |terms: &Terms, entry: &Entry| papers.of(terms, entry).unwrap();
        let one = paper(&terms, &entry("王芳", 1));
        assert_eq!(papers.hash(&one), one.hash());
        assert_eq!(one, paper(&terms, &entry("王 芳", 1)));
        assert_ne!(ids(&one), ids(&paper(&terms, &entry("李强", 1))));
        assert_ne!(ids(&one), ids(&paper(&terms, &Entry { attempt: 2, ..entry("王芳", 1) })));
        assert_ne!(one.hash(), paper(&Terms { seed: [8; 32], ..terms.clone() }, &entry("王芳", 1)).hash());
        let same = Terms { per_entrant: false, ..terms };
        assert_eq!(paper(&same, &entry("王芳", 1)), paper(&same, &entry("李强", 2)));
    }

    #[test]
    fn papers_of_three_seeds_are_what_they_were_when_contests_were_first_held() {
        let (terms, papers) = contest();
        // Golden vectors: they change only if papers change, and then their version must.
        for (seed, expected) in [7, 8, 9].into_iter().zip(GOLDEN) {
            let paper = papers.of(&Terms { seed: [seed; 32], ..terms.clone() }, &entry("王芳", 1)).unwrap();
            assert_eq!(ids(&paper).join(" "), expected);
        }
    }

    const GOLDEN: [&str; 3] = [
        "q10 q17 q25 q19 q29 q11 q23 q12 q02 q18",
        "q03 q01 q14 q15 q29 q18 q12 q23 q19 q07",
        "q13 q05 q15 q20 q24 q19 q25 q04 q14 q12",
    ];

    #[test]
    fn another_edition_or_a_missing_bank_gives_no_paper_and_says_why() {
        let (terms, _) = contest();
        let mut other = bank();
        other.questions[3].stem.push('？');
        let refused = Papers::new(&terms, &[Arc::new(other)]).err().unwrap();
        assert_eq!(refused, NoPaper::OtherEdition("党章".into()));
        assert!(refused.to_string().contains("题库“党章”的版本与这场竞赛发布时不同"));
        assert_eq!(Papers::new(&terms, &[]).err(), Some(NoPaper::NoBank(BankId::new("b"))));
        let mut explained = bank();
        explained.questions[3].explain.push('。');
        assert!(Papers::new(&terms, &[Arc::new(explained)]).is_ok(), "explanations may be mended meanwhile");
    }

    #[test]
    fn a_paper_chosen_by_hand_is_asked_as_chosen() {
        let (terms, _) = contest();
        let item = |id: &str| Item { question: QuestionRef::new("b", id), points: Points::whole(5) };
        let picked = |ids: &[&str]| {
            let terms = Terms { paper: PaperPlan::Picked(ids.iter().map(|id| item(id)).collect()), ..terms.clone() };
            Papers::new(&terms, &[Arc::new(bank())]).unwrap().of(&terms, &entry("王芳", 1))
        };
        assert_eq!(ids(&picked(&["q09", "q02"]).unwrap()), ["q09", "q02"]);
        let missing = QuestionRef { bank: BankId::new("b"), question: QuestionId::new("x") };
        assert_eq!(picked(&["q09", "x"]), Err(NoPaper::NoQuestion(missing)));
    }
}
