//! What a session came to, by kind and by topic. Derived whenever it is shown, never stored.
use super::session::Session;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::{Points, Share};
use crate::domain::sort::sort_by;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionResult {
    pub all: Part,
    /// In the order of [`Kind::ALL`], kinds that occur only.
    pub by_kind: Vec<(Kind, Part)>,
    /// In the order of first appearance.
    pub by_topic: Vec<(String, Part)>,
    /// From the start to the end.
    pub took: Option<Millis>,
    /// Where there is a pass mark: whether it was reached.
    pub passed: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    pub n_items: usize,
    pub n_answered: usize,
    pub n_right: usize,
    pub earned: Points,
    pub total: Points,
}

impl Part {
    pub const fn n_wrong(&self) -> usize {
        self.n_answered - self.n_right
    }

    fn add(&mut self, points: Points, share: Option<Share>) {
        self.n_items += 1;
        self.total = Points(self.total.0.saturating_add(points.0));
        if let Some(share) = share {
            self.n_answered += 1;
            self.n_right += usize::from(share.is_right());
            self.earned = Points(self.earned.0.saturating_add(share.of_points(points).0));
        }
    }
}

impl SessionResult {
    pub fn of(session: &Session) -> Self {
        let mut all = Part::default();
        let mut by_kind: Vec<(Kind, Part)> = Vec::new();
        let mut by_topic: Vec<(String, Part)> = Vec::new();
        for (idx, item) in session.started().items.iter().enumerate() {
            let share = session.slot(idx).and_then(|slot| slot.answer.as_ref()).map(|answer| answer.share);
            all.add(item.points, share);
            if let Some(question) = session.question(idx) {
                part_of(&mut by_kind, &question.kind()).add(item.points, share);
                part_of(&mut by_topic, &question.topic).add(item.points, share);
            }
        }
        sort_by(&mut by_kind, |(a, _), (b, _)| a.cmp(b));
        let took = session.finished().map(|finish| finish.at.since(session.started().at));
        let passed = session.started().rules.pass.map(|pass| all.earned >= pass);
        Self { all, by_kind, by_topic, took, passed }
    }
}

fn part_of<'a, K: PartialEq + Clone>(parts: &'a mut Vec<(K, Part)>, key: &K) -> &'a mut Part {
    let idx = parts.iter().position(|(of, _)| of == key).unwrap_or_else(|| {
        parts.push((key.clone(), Part::default()));
        parts.len() - 1
    });
    &mut parts[idx].1
}

#[cfg(test)]
mod tests {
    use super::super::session::tests::{answer, exam, session};
    use super::*;

    #[test]
    fn points_add_up_and_the_pass_mark_is_reached_exactly() {
        let mut session = session(exam(), 4);
        for item in 0..3 {
            let step = session.go_to(item).unwrap();
            session.apply(session.started().at, &step);
            answer(&mut session, 1, 10).unwrap();
        }
        let result = SessionResult::of(&session);
        assert_eq!((result.all.n_items, result.all.n_answered, result.all.n_right), (4, 3, 3));
        assert_eq!((result.all.earned, result.all.total), (Points::whole(6), Points::whole(8)));
        assert_eq!(result.passed, Some(true));
        assert_eq!(result.by_kind, vec![(Kind::Single, result.all)]);
        assert_eq!(result.by_topic[0].0, "组织生活");
        assert_eq!(result.took, None);
    }
}
