//! The people who share a device, each with a record of her own.
use super::event::LearnerId;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learner {
    pub id: LearnerId,
    /// Empty until somebody gives one.
    pub name: String,
    pub unit: String,
    /// Keeps others on the device from looking by accident. Nothing is encrypted by it.
    pub pin: Option<Pin>,
}

/// Four to six figures, as a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pin(pub Box<str>);

/// Never empty; exactly one is current.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roll {
    learners: Vec<Learner>,
    current: usize,
}

impl Learner {
    pub fn new(id: LearnerId) -> Self {
        Self { id, name: String::new(), unit: String::new(), pin: None }
    }

    /// What a list calls her.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { "未起名" } else { &self.name }
    }
}

impl Default for Roll {
    fn default() -> Self {
        Self { learners: vec![Learner::new(LearnerId::first())], current: 0 }
    }
}

impl Roll {
    /// Of learners in their order and the current one's place. The first of two with one id holds.
    pub fn from_parts(learners: Vec<Learner>, current: usize) -> Self {
        let mut roll = Self { learners: Vec::new(), current: 0 };
        for (idx, learner) in learners.into_iter().enumerate() {
            if !roll.learners.iter().any(|known| known.id == learner.id) {
                if idx == current {
                    roll.current = roll.learners.len();
                }
                roll.learners.push(learner);
            }
        }
        if roll.learners.is_empty() { Self::default() } else { roll }
    }

    pub fn learners(&self) -> &[Learner] {
        &self.learners
    }

    pub fn place(&self) -> usize {
        self.current
    }

    pub fn current(&self) -> &Learner {
        &self.learners[self.current]
    }

    /// Makes a learner current; whether there is one of this id.
    pub fn switch(&mut self, id: &LearnerId) -> bool {
        let place = self.learners.iter().position(|learner| learner.id == *id);
        self.current = place.unwrap_or(self.current);
        place.is_some()
    }

    /// Adds a learner, who is current from then on.
    pub fn add(&mut self, learner: Learner) {
        self.learners.push(learner);
        self.current = self.learners.len() - 1;
    }

    /// Changes the current learner's name, unit or pin.
    pub fn change(&mut self, change: impl FnOnce(&mut Learner)) {
        change(&mut self.learners[self.current]);
    }

    /// Takes the current learner off the roll, unless she is the only one. The one before her is current then.
    pub fn remove(&mut self) -> Option<Learner> {
        if self.learners.len() < 2 {
            return None;
        }
        let removed = self.learners.remove(self.current);
        self.current = self.current.saturating_sub(1);
        Some(removed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learner(id: &str) -> Learner {
        Learner::new(LearnerId::new(id))
    }

    #[test]
    fn somebody_is_always_current() {
        let mut roll = Roll::default();
        assert_eq!(roll.remove(), None);
        assert_eq!(roll.current().id.as_str(), "1");
        roll.add(learner("2"));
        roll.add(learner("3"));
        assert_eq!(roll.current().id.as_str(), "3");
        assert!(roll.switch(&LearnerId::new("1")) && !roll.switch(&LearnerId::new("9")));
        assert_eq!(roll.remove().map(|gone| gone.id), Some(LearnerId::new("1")));
        assert_eq!(roll.current().id.as_str(), "2");
        roll.change(|it| it.name = "王芳".to_owned());
        assert_eq!(roll.current().label(), "王芳");
    }

    #[test]
    fn a_roll_put_together_of_anything_has_no_one_twice() {
        let roll = Roll::from_parts(vec![learner("a"), learner("a"), learner("b")], 2);
        assert_eq!((roll.learners().len(), roll.current().id.as_str()), (2, "b"));
        assert_eq!(Roll::from_parts(Vec::new(), 7), Roll::default());
        assert_eq!(Roll::from_parts(vec![learner("a")], 7).current().id.as_str(), "a");
    }
}
