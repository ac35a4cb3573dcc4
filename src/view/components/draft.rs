use crate::domain::bank::kind::Body;
use crate::domain::bank::question::{Given, Question};
use leptos::prelude::*;

/// What the learner has chosen or written and not yet given as an answer.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Authored positions; for a judgement 0 is 对 and 1 is 错; for an order, in the order put.
    pub picked: RwSignal<Vec<u8>>,
    pub texts: RwSignal<Vec<String>>,
}

impl Draft {
    /// Begins where the last answer left off.
    pub fn of(question: &Question, given: Option<&Given>) -> Self {
        let n_gaps = if let Body::Blank(blank) = &question.body { blank.gaps.len() } else { 0 };
        let (mut picked, mut texts) = (Vec::new(), vec![String::new(); n_gaps]);
        match given {
            Some(Given::Options(positions) | Given::Order(positions)) => picked.clone_from(positions),
            Some(Given::Judge(said)) => picked = vec![u8::from(!said)],
            Some(Given::Blanks(written)) => {
                texts.iter_mut().zip(written).for_each(|(text, written)| text.clone_from(written))
            }
            None => {}
        }
        Self { picked: RwSignal::new(picked), texts: RwSignal::new(texts) }
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
            Body::Blank(_) => {}
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
        }
    }

    /// Whether it can be confirmed: an order is whole or nothing.
    pub fn is_ready(self, body: &Body) -> bool {
        let given = self.given(body);
        match (body, &given) {
            (Body::Order(order), Given::Order(positions)) => positions.len() == order.items.len(),
            _ => !given.is_empty(),
        }
    }
}
