//! A question while it is written: nothing in it has to be right yet. What is typed for one kind stays when the kind
//! changes, and whatever a whole question holds is kept, so that a draft of a question gives the same question back.
use super::citation::Citation;
use super::id::{PointId, QuestionId};
use super::kind::{Blank, Body, Judge, Kind, Matching, Multiple, Order, Part, Scenario, Single};
use super::level::Level;
use super::lint::fault::Fault;
use super::lint::structure;
use super::point::Post;
use super::question::Question;
use crate::domain::sort::sort;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub kind: Kind,
    /// Of a scenario its material.
    pub stem: String,
    /// Of single and multiple; of an order its items.
    pub options: Vec<String>,
    /// Positions of the options that are right.
    pub keys: Vec<u8>,
    pub shuffle: bool,
    pub judged: Option<bool>,
    /// Accepted answers for each gap.
    pub gaps: Vec<Vec<String>>,
    pub any_order: bool,
    pub pairs: Vec<[String; 2]>,
    /// Rights that belong to no left.
    pub extra: Vec<String>,
    pub parts: Vec<Draft>,
    pub explain: String,
    pub topic: String,
    pub level: Level,
    pub posts: Vec<Post>,
    pub point: Option<PointId>,
    pub citation: Option<Citation>,
    pub family: Option<String>,
}

impl Draft {
    pub fn new(kind: Kind) -> Self {
        Self {
            kind,
            stem: String::new(),
            options: Vec::new(),
            keys: Vec::new(),
            shuffle: true,
            judged: None,
            gaps: Vec::new(),
            any_order: false,
            pairs: Vec::new(),
            extra: Vec::new(),
            parts: Vec::new(),
            explain: String::new(),
            topic: String::new(),
            level: Level::Basic,
            posts: Vec::new(),
            point: None,
            citation: None,
            family: None,
        }
    }

    pub fn of(question: &Question) -> Self {
        let Question { topic, level, posts, point, citation, family, .. } = question.clone();
        let asked = Self::of_asked(&question.stem, &question.body, &question.explain);
        Self { topic, level, posts, point, citation, family, ..asked }
    }

    fn of_asked(stem: &str, body: &Body, explain: &str) -> Self {
        let mut draft = Self { stem: stem.to_owned(), explain: explain.to_owned(), ..Self::new(body.kind()) };
        match body.clone() {
            Body::Single(Single { options, answer, shuffle }) => {
                (draft.options, draft.keys, draft.shuffle) = (options, vec![answer], shuffle);
            }
            Body::Multiple(Multiple { options, answer, shuffle }) => {
                (draft.options, draft.keys, draft.shuffle) = (options, answer, shuffle);
            }
            Body::Judge(Judge { answer }) => draft.judged = Some(answer),
            Body::Blank(Blank { gaps, any_order }) => (draft.gaps, draft.any_order) = (gaps, any_order),
            Body::Order(Order { items }) => draft.options = items,
            Body::Match(matching) => {
                draft.pairs = matching.pairs().map(|(left, right)| [left.to_owned(), right.to_owned()]).collect();
                draft.extra = matching.extra().to_vec();
            }
            Body::Scenario(Scenario { parts }) => {
                draft.parts = parts.iter().map(|part| Self::of_asked(&part.stem, &part.body, &part.explain)).collect();
            }
        }
        draft
    }

    /// The question, unless something keeps it from being asked; that is then among the faults.
    pub fn question(&self, id: &QuestionId) -> (Option<Question>, Vec<Fault>) {
        let body = match self.body() {
            Ok(body) => body,
            Err(faults) => return (None, faults),
        };
        let Self { stem, explain, topic, level, posts, point, citation, family, .. } = self.clone();
        let question = Question {
            id: id.clone(),
            point,
            topic,
            level,
            posts,
            citation,
            stem,
            body,
            explain,
            family,
            rev: 1,
            retired: false,
            same: Vec::new(),
        };
        let faults = structure::faults(&question);
        if faults.iter().any(Fault::is_unusable) { (None, faults) } else { (Some(question), faults) }
    }

    /// Every text that an author types, always in the same order.
    pub fn texts(&self) -> Vec<&str> {
        let gaps = self.gaps.iter().flatten();
        let lists = self.options.iter().chain(gaps).chain(self.pairs.iter().flatten()).chain(&self.extra);
        let mut texts = vec![self.stem.as_str()];
        texts.extend(lists.map(String::as_str));
        texts.extend(self.parts.iter().flat_map(Self::texts));
        texts.extend([self.explain.as_str(), self.topic.as_str()]);
        texts
    }

    /// What is answered, as far as an answer is there at all; whether it fits is for [`structure::faults`].
    fn body(&self) -> Result<Body, Vec<Fault>> {
        let Self { options, shuffle, .. } = self.clone();
        let mut keys = self.keys.clone();
        sort(&mut keys);
        keys.dedup();
        Ok(match self.kind {
            Kind::Single => match keys[..] {
                [answer] => Body::Single(Single { options, answer, shuffle }),
                [] => return Err(vec![Fault::NoKey]),
                _ => return Err(vec![Fault::NotOneKey { n_keys: keys.len() }]),
            },
            Kind::Multiple => Body::Multiple(Multiple { options, answer: keys, shuffle }),
            Kind::Judge => Body::Judge(Judge { answer: self.judged.ok_or_else(|| vec![Fault::NoKey])? }),
            Kind::Blank => Body::Blank(Blank { gaps: self.gaps.clone(), any_order: self.any_order }),
            Kind::Order => Body::Order(Order { items: options }),
            Kind::Match => Body::Match(Matching::new(self.pairs.clone(), self.extra.clone())),
            Kind::Scenario => {
                let (mut parts, mut faults) = (Vec::new(), Vec::new());
                for (idx, draft) in self.parts.iter().enumerate() {
                    match draft.body() {
                        Ok(body) => {
                            parts.push(Part { stem: draft.stem.clone(), body, explain: draft.explain.clone() });
                        }
                        Err(found) => faults
                            .extend(found.into_iter().map(|fault| Fault::InPart { part: idx, fault: Box::new(fault) })),
                    }
                }
                if !faults.is_empty() {
                    return Err(faults);
                }
                Body::Scenario(Scenario { parts })
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::session::tests::question;

    fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
        texts.map(str::to_owned).to_vec()
    }

    fn bodies() -> Vec<Body> {
        let pairs = [["党课", "每季度"], ["支委会", "每月"], ["党员大会", "每季度"]];
        let pairs = pairs.map(|pair| pair.map(str::to_owned)).to_vec();
        let judge = Body::Judge(Judge { answer: false });
        let part = |body| Part { stem: "问".to_owned(), body, explain: "因为".to_owned() };
        let single = Body::Single(Single { options: texts(["甲", "乙"]), answer: 1, shuffle: false });
        vec![
            single.clone(),
            Body::Multiple(Multiple { options: texts(["甲", "乙", "丙"]), answer: vec![0, 2], shuffle: true }),
            judge.clone(),
            Body::Blank(Blank { gaps: vec![texts(["3", "三"])], any_order: true }),
            Body::Order(Order { items: texts(["甲", "乙", "丙"]) }),
            Body::Match(Matching::new(pairs, texts(["每年"]))),
            Body::Scenario(Scenario { parts: vec![part(judge), part(single)] }),
        ]
    }

    #[test]
    fn a_draft_of_a_question_gives_the_same_question_back() {
        for body in bodies() {
            let mut whole = question("1");
            whole.stem = "某机关党支部开会讨论预备党员转正，到会党员不到应到会人数的一半，支部书记说____。".to_owned();
            whole.body = body;
            whole.family = Some("转正".to_owned());
            let (built, faults) = Draft::of(&whole).question(&whole.id);
            assert_eq!(built, Some(whole), "{faults:?}");
        }
    }

    #[test]
    fn what_keeps_a_draft_from_being_asked_is_told() {
        let id = QuestionId::new("q");
        let mut draft = Draft { stem: "题".to_owned(), options: texts(["甲", "乙"]), ..Draft::new(Kind::Single) };
        assert_eq!(draft.question(&id), (None, vec![Fault::NoKey]));
        draft.keys = vec![1, 0, 1];
        assert_eq!(draft.question(&id), (None, vec![Fault::NotOneKey { n_keys: 2 }]));
        draft.kind = Kind::Judge;
        assert_eq!(draft.question(&id), (None, vec![Fault::NoKey]));
        // What was chosen while it was a choice is still there.
        draft.kind = Kind::Multiple;
        assert!(draft.question(&id).0.is_some());
        let scenario = Draft { parts: vec![draft, Draft::new(Kind::Judge)], ..Draft::new(Kind::Scenario) };
        let fault = Fault::InPart { part: 1, fault: Box::new(Fault::NoKey) };
        assert_eq!(scenario.question(&id), (None, vec![fault]));
    }
}
