//! What is done to the rows of a draft: keys follow the options they mark, and answers follow their gaps.
use super::draft::Draft;
use super::kind::Kind;
use super::lint::structure::n_gaps;

impl Draft {
    /// Marks an option as right, or not; of a single choice the last one marked is the one.
    pub fn mark_key(&mut self, option: usize, right: bool) {
        let Ok(key) = u8::try_from(option) else { return };
        if self.kind == Kind::Single {
            self.keys.clear();
        }
        self.keys.retain(|known| *known != key);
        if right {
            self.keys.push(key);
            self.keys.sort_unstable();
        }
    }

    pub fn is_key(&self, option: usize) -> bool {
        self.keys.iter().any(|key| usize::from(*key) == option)
    }

    /// Moves an option one place; where it is then.
    pub fn move_option(&mut self, option: usize, down: bool) -> Option<usize> {
        let other = neighbour(option, down, self.options.len())?;
        self.options.swap(option, other);
        let at = |key: &u8| usize::from(*key);
        for key in &mut self.keys {
            if at(key) == option {
                *key = u8::try_from(other).unwrap_or(*key);
            } else if at(key) == other {
                *key = u8::try_from(option).unwrap_or(*key);
            }
        }
        self.keys.sort_unstable();
        Some(other)
    }

    pub fn remove_option(&mut self, option: usize) {
        if option >= self.options.len() {
            return;
        }
        self.options.remove(option);
        self.keys.retain(|key| usize::from(*key) != option);
        self.keys.iter_mut().filter(|key| usize::from(**key) > option).for_each(|key| *key -= 1);
    }

    /// Rows that a form of this kind begins with, as far as they are not there.
    pub fn fill_rows(&mut self) {
        let n = match self.kind {
            Kind::Single | Kind::Multiple => 4,
            Kind::Order => 3,
            Kind::Judge | Kind::Blank | Kind::Match | Kind::Scenario => 0,
        };
        if self.options.is_empty() {
            self.options.resize(n, String::new());
        }
        if self.kind == Kind::Match && self.pairs.is_empty() {
            self.pairs.resize(3, [String::new(), String::new()]);
        }
        if self.kind == Kind::Scenario && self.parts.is_empty() {
            self.parts.resize(2, Self::new(Kind::Single));
            self.parts.iter_mut().for_each(Self::fill_rows);
        }
        if self.kind == Kind::Blank {
            self.fit_gaps();
        }
    }

    /// As many answers as the stem has gaps; an answer that lost its gap stays until it is taken out.
    pub fn fit_gaps(&mut self) {
        let n = n_gaps(&self.stem);
        while self.gaps.len() > n && self.gaps.last().is_some_and(Vec::is_empty) {
            self.gaps.pop();
        }
        if self.gaps.len() < n {
            self.gaps.resize(n, Vec::new());
        }
    }

    /// Makes room for the answer of a gap that came before others.
    pub fn insert_gap(&mut self, gap: usize) {
        self.gaps.insert(gap.min(self.gaps.len()), Vec::new());
        self.fit_gaps();
    }

    /// Leaves out what was not filled in: empty rows at the end.
    pub fn trimmed(&self) -> Self {
        let mut draft = self.clone();
        let empty = |text: &String| text.trim().is_empty();
        while draft.options.last().is_some_and(empty) && draft.options.len() > 2 {
            draft.remove_option(draft.options.len() - 1);
        }
        draft.extra.retain(|text| !empty(text));
        draft.pairs.retain(|pair| !pair.iter().all(empty));
        draft.parts = draft.parts.iter().map(Self::trimmed).collect();
        draft
    }
}

/// The place beside this one among `n`.
pub fn neighbour(place: usize, down: bool, n: usize) -> Option<usize> {
    let other = if down { place.checked_add(1)? } else { place.checked_sub(1)? };
    (place < n && other < n).then_some(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(kind: Kind) -> Draft {
        let options = ["甲", "乙", "丙"].map(str::to_owned).to_vec();
        Draft { options, ..Draft::new(kind) }
    }

    #[test]
    fn keys_follow_their_options() {
        let mut draft = choice(Kind::Multiple);
        draft.mark_key(2, true);
        draft.mark_key(0, true);
        assert_eq!(draft.keys, [0, 2]);
        assert_eq!(draft.move_option(2, false), Some(1));
        assert_eq!((draft.options[1].as_str(), &draft.keys[..]), ("丙", &[0, 1][..]));
        assert_eq!(draft.move_option(0, false), None);
        assert_eq!(draft.move_option(2, true), None);
        draft.remove_option(0);
        assert_eq!((draft.options.join(""), &draft.keys[..]), ("丙乙".to_owned(), &[0][..]));
        draft.mark_key(0, false);
        draft.remove_option(9);
        assert_eq!((draft.options.len(), draft.keys.len()), (2, 0));
    }

    #[test]
    fn a_single_choice_has_the_key_that_was_marked_last() {
        let mut draft = choice(Kind::Single);
        draft.mark_key(0, true);
        draft.mark_key(2, true);
        assert!(draft.is_key(2) && !draft.is_key(0));
    }

    #[test]
    fn answers_follow_their_gaps_and_none_is_lost_with_its_gap() {
        let mut draft = Draft { stem: "每____开一次".to_owned(), ..Draft::new(Kind::Blank) };
        draft.fill_rows();
        draft.gaps[0] = vec!["季度".to_owned()];
        draft.stem = "____每____开一次".to_owned();
        draft.insert_gap(0);
        assert_eq!(draft.gaps, [vec![], vec!["季度".to_owned()]]);
        draft.stem = "每季度开一次".to_owned();
        draft.fit_gaps();
        assert_eq!(draft.gaps.len(), 2, "what was written is not thrown away");
        draft.gaps.remove(1);
        draft.fit_gaps();
        assert!(draft.gaps.is_empty());
    }

    #[test]
    fn rows_that_were_offered_and_not_filled_in_are_left_out() {
        let mut draft = choice(Kind::Single);
        draft.options.push(" ".to_owned());
        draft.mark_key(3, true);
        let trimmed = draft.trimmed();
        assert_eq!((trimmed.options.len(), trimmed.keys.len()), (3, 0));
        let mut pairs = Draft::new(Kind::Match);
        pairs.fill_rows();
        pairs.pairs[0][0] = "党课".to_owned();
        pairs.extra = vec![String::new()];
        let trimmed = pairs.trimmed();
        assert_eq!((trimmed.pairs.len(), trimmed.extra.len()), (1, 0));
        let mut scenario = Draft::new(Kind::Scenario);
        scenario.fill_rows();
        assert_eq!((scenario.parts.len(), scenario.parts[0].options.len()), (2, 4));
    }
}
