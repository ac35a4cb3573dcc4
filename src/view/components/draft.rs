use crate::domain::bank::kind::Body;
use crate::domain::bank::question::Given;
use leptos::prelude::*;

/// What the learner has chosen or written and not yet given as an answer.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Authored positions; for a judgement 0 is 对 and 1 is 错; for an order, in the order put; for pairs the right of
    /// each left, or [`OPEN`].
    pub picked: RwSignal<Vec<u8>>,
    pub texts: RwSignal<Vec<String>>,
    /// One for each part of a scenario.
    pub parts: StoredValue<Vec<Draft>>,
}

/// A left for which nothing is chosen.
pub const OPEN: u8 = u8::MAX;

impl Draft {
    /// Begins where the last answer left off.
    pub fn of(body: &Body, given: Option<&Given>) -> Self {
        let (mut picked, mut texts, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        match body {
            Body::Blank(blank) => texts.resize(blank.gaps.len(), String::new()),
            Body::Match(matching) => picked.resize(matching.lefts.len(), OPEN),
            _ => {}
        }
        match given {
            Some(Given::Options(positions) | Given::Order(positions)) => picked.clone_from(positions),
            Some(Given::Judge(said)) => picked = vec![u8::from(!said)],
            Some(Given::Blanks(written)) => {
                texts.iter_mut().zip(written).for_each(|(text, written)| text.clone_from(written))
            }
            Some(Given::Match(chosen)) => {
                picked.iter_mut().zip(chosen).for_each(|(picked, chosen)| *picked = chosen.unwrap_or(OPEN))
            }
            Some(Given::Parts(_)) | None => {}
        }
        for (idx, part) in body.parts().iter().enumerate() {
            let given = if let Some(Given::Parts(parts)) = given { parts.get(idx) } else { None };
            parts.push(Self::of(&part.body, given));
        }
        Self { picked: RwSignal::new(picked), texts: RwSignal::new(texts), parts: StoredValue::new(parts) }
    }

    pub fn pick(self, body: &Body, position: u8) {
        self.picked.update(|picked| match body {
            Body::Single(_) | Body::Judge(_) => *picked = vec![position],
            Body::Multiple(_) | Body::Order(_) => match picked.iter().position(|known| *known == position) {
                Some(idx) => {
                    picked.remove(idx);
                }
                None => picked.push(position),
            },
            Body::Blank(_) | Body::Match(_) | Body::Scenario(_) => {}
        });
    }

    pub fn pair(self, left: usize, right: u8) {
        self.picked.update(|picked| {
            if let Some(known) = picked.get_mut(left) {
                *known = right;
            }
        });
    }

    pub fn given(self, body: &Body) -> Given {
        let picked = self.picked.get();
        match body {
            Body::Single(_) | Body::Multiple(_) => Given::options(picked),
            Body::Judge(_) => {
                picked.first().map_or(Given::Options(Vec::new()), |position| Given::Judge(*position == 0))
            }
            Body::Order(_) => Given::Order(picked),
            Body::Blank(_) => Given::Blanks(self.texts.get()),
            Body::Match(_) => Given::Match(picked.into_iter().map(|right| (right != OPEN).then_some(right)).collect()),
            Body::Scenario(_) => Given::Parts(self.each(body, Self::given)),
        }
    }

    /// Whether it can be confirmed: an order is whole or nothing, pairs are all chosen and parts all answered.
    pub fn is_ready(self, body: &Body) -> bool {
        match body {
            Body::Order(order) => self.picked.read().len() == order.items.len(),
            Body::Match(_) => self.picked.read().iter().all(|right| *right != OPEN),
            Body::Scenario(_) => self.each(body, Self::is_ready).into_iter().all(|ready| ready),
            _ => !self.given(body).is_empty(),
        }
    }

    fn each<T>(self, body: &Body, of: fn(Self, &Body) -> T) -> Vec<T> {
        self.parts
            .with_value(|drafts| drafts.iter().zip(body.parts()).map(|(draft, part)| of(*draft, &part.body)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Blank, Judge, Matching, Order, Part, Scenario};

    fn bodies() -> Vec<Body> {
        let texts = || ["甲", "乙", "丙"].map(str::to_owned);
        let pairs = texts().map(|text| [text.clone(), text]).to_vec();
        vec![
            Body::Judge(Judge { answer: false }),
            Body::Order(Order { items: texts().to_vec() }),
            Body::Blank(Blank { gaps: vec![vec!["三".to_owned()]; 2], any_order: false }),
            Body::Match(Matching::new(pairs, Vec::new())),
        ]
    }

    fn all() -> Body {
        let part = |body| Part { stem: "问".to_owned(), body, explain: String::new() };
        Body::Scenario(Scenario { parts: bodies().into_iter().map(part).collect() })
    }

    #[test]
    fn a_draft_begins_with_what_was_given() {
        let owner = Owner::new();
        owner.set();
        for body in bodies().into_iter().chain([all()]) {
            assert_eq!(Draft::of(&body, Some(&body.key())).given(&body), body.key());
            assert!(Draft::of(&body, None).given(&body).is_empty());
        }
    }

    #[test]
    fn pairs_are_ready_when_each_is_chosen_and_parts_when_all_are() {
        let owner = Owner::new();
        owner.set();
        let body = all();
        let draft = Draft::of(&body, None);
        let parts = draft.parts.get_value();
        parts[0].pick(&body.parts()[0].body, 1);
        (0..3).for_each(|position| parts[1].pick(&body.parts()[1].body, position));
        parts[2].texts.set(vec!["三".to_owned(), String::new()]);
        (0..2).for_each(|left| parts[3].pair(left, 2));
        assert!(parts[..3].iter().zip(body.parts()).all(|(draft, part)| draft.is_ready(&part.body)));
        assert!(!parts[3].is_ready(&body.parts()[3].body) && !draft.is_ready(&body));
        let Given::Parts(given) = draft.given(&body) else { panic!("parts") };
        assert_eq!(given[3], Given::Match(vec![Some(2), Some(2), None]));
        parts[3].pair(2, 0);
        assert!(draft.is_ready(&body));
        parts[3].pair(7, 0);
        parts[3].pair(0, OPEN);
        assert!(!draft.is_ready(&body), "a choice can be taken back");
    }
}
