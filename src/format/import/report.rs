//! What an import comes to, before anything is saved: every question with what became of it. Rows are mended in place
//! and each step can be taken back.
use super::found::Found;
use super::limits::MAX_TEXT_CHARS;
use super::note::{Note, Weight};
use super::pace::{Cancelled, Pace};
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::{QuestionId, QuestionRef};
use crate::domain::bank::identity::{Identity, same_answer};
use crate::domain::bank::lint;
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::question::Question;
use std::collections::HashMap;

/// Questions of the banks at hand, for finding what comes in a second time.
#[derive(Debug, Default)]
pub struct Known(HashMap<Identity, (QuestionRef, Draft)>);

#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
    /// The row as it was, the last step last.
    undo: Vec<(usize, Row)>,
    /// Changes of an earlier reading that fit no row of this one; another may have them again.
    unfit: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub found: Found,
    /// What keeps it from being asked, or is ill made.
    pub faults: Vec<Fault>,
    pub twin: Option<Twin>,
    pub is_usable: bool,
    pub is_mended: bool,
    /// The author does not want it.
    pub is_left_out: bool,
    identity: Identity,
}

/// What the author made of a row, in a shape that outlives the reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub idx: usize,
    /// As it was read: by it the row is known again.
    pub stem: String,
    pub draft: Draft,
    pub is_usable: bool,
    pub is_mended: bool,
    pub is_left_out: bool,
}

/// The same question somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    pub of: TwinOf,
    /// Its answer is another one.
    pub conflicts: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TwinOf {
    /// An earlier row.
    Row(usize),
    Bank(QuestionRef),
}

/// What a row asks of the author, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    Unusable,
    Conflict,
    /// A guess or a warning.
    Doubtful,
    Duplicate,
    Repaired,
    Good,
    LeftOut,
}

impl Known {
    /// The first of two counts.
    pub fn add(&mut self, of: QuestionRef, question: &Question) {
        let draft = Draft::of(question);
        self.0.entry(Identity::of(&draft)).or_insert((of, draft));
    }
}

impl Standing {
    pub const ALL: [Self; 7] =
        [Self::Unusable, Self::Conflict, Self::Doubtful, Self::Duplicate, Self::Repaired, Self::Good, Self::LeftOut];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Unusable => "unusable",
            Self::Conflict => "conflict",
            Self::Doubtful => "doubtful",
            Self::Duplicate => "duplicate",
            Self::Repaired => "repaired",
            Self::Good => "good",
            Self::LeftOut => "left-out",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Unusable => "不能用",
            Self::Conflict => "答案冲突",
            Self::Doubtful => "请核对",
            Self::Duplicate => "重复",
            Self::Repaired => "已修正",
            Self::Good => "没问题",
            Self::LeftOut => "不导入",
        }
    }
}

impl Row {
    fn new(mut found: Found) -> Self {
        tell_length(&mut found);
        let refused = found.is_refused();
        let (mut faults, is_asked) = judged(&found.draft);
        // The note says it already, and why.
        if found.notes.iter().any(|note| matches!(note, Note::NoAnswer | Note::AnswerUnclear { .. })) {
            faults.retain(|fault| *fault != Fault::NoKey);
        }
        let is_usable = is_asked && !refused;
        let identity = Identity::of(&found.draft);
        Self { found, faults, twin: None, is_usable, is_mended: false, is_left_out: false, identity }
    }

    fn take(&mut self, draft: Draft) {
        (self.faults, self.is_usable) = judged(&draft);
        self.identity = Identity::of(&draft);
        self.found.draft = draft;
    }

    fn is_kept(&self) -> bool {
        self.is_usable && !self.is_left_out
    }

    pub fn standing(&self) -> Standing {
        let weight = self.found.notes.iter().map(|note| note.weight()).max();
        match (&self.twin, weight) {
            _ if self.is_left_out => Standing::LeftOut,
            _ if !self.is_usable => Standing::Unusable,
            (Some(twin), _) if twin.conflicts => Standing::Conflict,
            (_, Some(Weight::Warning | Weight::Refusal)) if !self.is_mended => Standing::Doubtful,
            (Some(_), _) => Standing::Duplicate,
            _ if self.is_mended => Standing::Repaired,
            (None, Some(_)) => Standing::Repaired,
            (None, None) => Standing::Good,
        }
    }
}

/// Texts of every importer are measured here, so that none forgets it. An importer that cuts one tells it itself.
fn tell_length(found: &mut Found) {
    let n_chars = longest(&found.draft);
    let is_told = found.notes.iter().any(|note| matches!(note, Note::TextTooLong { .. }));
    if n_chars > MAX_TEXT_CHARS && !is_told {
        found.notes.push(Note::TextTooLong { n_chars });
    }
}

/// The characters of the longest text, also of the parts.
fn longest(draft: &Draft) -> usize {
    let Draft { stem, explain, topic, options, extra, gaps, pairs, parts, .. } = draft;
    let texts = [stem, explain, topic].into_iter().chain(options).chain(extra);
    let texts = texts.chain(gaps.iter().flatten()).chain(pairs.iter().flatten());
    texts.map(|text| text.chars().count()).chain(parts.iter().map(longest)).max().unwrap_or(0)
}

fn judged(draft: &Draft) -> (Vec<Fault>, bool) {
    match draft.question(&QuestionId::new("")) {
        (Some(question), _) => {
            let mut faults = lint::findings(&question);
            // Most papers come without explanations; saying it of every question would hide what matters.
            faults.retain(|fault| !matches!(fault, Fault::Empty { field: lint::fault::Field::Explain }));
            (faults, true)
        }
        (None, faults) => (faults, false),
    }
}

impl Report {
    pub async fn of(found: Vec<Found>, known: &Known, pace: &impl Pace) -> Result<Self, Cancelled> {
        let (n, mut rows) = (found.len(), Vec::with_capacity(found.len()));
        for (idx, found) in found.into_iter().enumerate() {
            rows.push(Row::new(found));
            if idx % 50 == 0 {
                pace.pause(idx, n).await?;
            }
        }
        let mut report = Self { rows, undo: Vec::new(), unfit: Vec::new() };
        report.find_twins(known);
        Ok(report)
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    pub fn counts(&self) -> HashMap<Standing, usize> {
        let mut counts = HashMap::new();
        self.rows.iter().for_each(|row| *counts.entry(row.standing()).or_default() += 1);
        counts
    }

    /// What would be saved, in the order of the file, with the positions of the rows.
    pub fn drafts(&self) -> Vec<(usize, Draft)> {
        let kept = self.rows.iter().enumerate().filter(|(_, row)| row.is_kept());
        kept.map(|(idx, row)| (idx, row.found.draft.clone())).collect()
    }

    pub fn n_kept(&self) -> usize {
        self.rows.iter().filter(|row| row.is_kept()).count()
    }

    /// Takes what the author made of a row.
    pub fn mend(&mut self, idx: usize, draft: Draft, known: &Known) {
        self.change(idx, known, |row| {
            row.take(draft);
            row.is_mended = true;
        });
    }

    pub fn leave_out(&mut self, idx: usize, is_left_out: bool, known: &Known) {
        self.change(idx, known, |row| row.is_left_out = is_left_out);
    }

    /// The author has looked at what was guessed and finds it right.
    pub fn accept(&mut self, idx: usize, known: &Known) {
        self.change(idx, known, |row| row.is_mended = true);
    }

    /// Takes the last step back and says which row it was.
    pub fn undo(&mut self, known: &Known) -> Option<usize> {
        let (idx, row) = self.undo.pop()?;
        *self.rows.get_mut(idx)? = row;
        self.find_twins(known);
        Some(idx)
    }

    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    /// Rows that are no longer as they were read, in the order of the file, and what fits no row.
    pub fn changes(&self) -> Vec<Change> {
        let mut first: HashMap<usize, &Row> = HashMap::new();
        for (idx, row) in &self.undo {
            first.entry(*idx).or_insert(row);
        }
        let changed = self.rows.iter().enumerate().filter_map(|(idx, now)| Some((idx, *first.get(&idx)?, now)));
        let changed = changed.map(|(idx, was, now)| Change {
            idx,
            stem: was.found.draft.stem.clone(),
            draft: now.found.draft.clone(),
            is_usable: now.is_usable,
            is_mended: now.is_mended,
            is_left_out: now.is_left_out,
        });
        changed.chain(self.unfit.iter().cloned()).collect()
    }

    pub fn n_unfit(&self) -> usize {
        self.unfit.len()
    }

    /// Does to a new reading what was done to an earlier one.
    pub fn resume(&mut self, changes: Vec<Change>, known: &Known) {
        for change in changes {
            let row = self.rows.get_mut(change.idx).filter(|row| row.found.draft.stem == change.stem);
            let Some(row) = row else {
                self.unfit.push(change);
                continue;
            };
            self.undo.push((change.idx, row.clone()));
            // Of two answers she may have chosen the one that was read; what nobody mended stays as it was refused.
            if change.draft != row.found.draft || change.is_usable != row.is_usable {
                row.take(change.draft);
            }
            (row.is_mended, row.is_left_out) = (change.is_mended, change.is_left_out);
        }
        self.find_twins(known);
    }

    fn change(&mut self, idx: usize, known: &Known, change: impl FnOnce(&mut Row)) {
        let Some(row) = self.rows.get_mut(idx) else { return };
        self.undo.push((idx, row.clone()));
        change(row);
        self.find_twins(known);
    }

    /// Rows that nobody wants or that cannot be asked are nobody's twins.
    fn find_twins(&mut self, known: &Known) {
        let mut first_with: HashMap<&Identity, usize> = HashMap::new();
        let twin_of = |idx: usize, row: &Row, first: usize| {
            let in_file = (first != idx).then(|| (TwinOf::Row(first), &self.rows[first].found.draft));
            let in_bank = || known.0.get(&row.identity).map(|(of, draft)| (TwinOf::Bank(of.clone()), draft));
            let (of, draft) = in_file.or_else(in_bank)?;
            Some(Twin { of, conflicts: !same_answer(draft, &row.found.draft) })
        };
        let mut twins = Vec::with_capacity(self.rows.len());
        for (idx, row) in self.rows.iter().enumerate() {
            let counts = row.is_usable && !row.is_left_out;
            let first = counts.then(|| *first_with.entry(&row.identity).or_insert(idx));
            twins.push(first.and_then(|first| twin_of(idx, row, first)));
        }
        self.rows.iter_mut().zip(twins).for_each(|(row, twin)| row.twin = twin);
    }
}

#[cfg(test)]
mod tests {
    use super::super::found::Place;
    use super::super::pace::{Headlong, at_once};
    use super::*;
    use crate::domain::bank::kind::Kind;

    fn judge(stem: &str, judged: Option<bool>, notes: Vec<Note>) -> Found {
        let draft = Draft { stem: stem.to_owned(), judged, ..Draft::new(Kind::Judge) };
        Found { place: Place::Line(1), draft, notes }
    }

    fn report(found: Vec<Found>, known: &Known) -> Report {
        at_once(Report::of(found, known, &Headlong)).unwrap()
    }

    fn standings(report: &Report) -> Vec<Standing> {
        report.rows().iter().map(Row::standing).collect()
    }

    #[test]
    fn every_row_says_what_it_asks_of_the_author() {
        let mut known = Known::default();
        let (question, _) = judge("党课每季度一次", Some(true), Vec::new()).draft.question(&QuestionId::new("q"));
        known.add(QuestionRef::new("b", "q"), &question.unwrap());
        let found = vec![
            judge("一", Some(true), Vec::new()),
            judge("二", Some(true), vec![Note::InvisibleRemoved]),
            judge("三", Some(true), vec![Note::KindGuessed]),
            judge("四", None, vec![Note::NoAnswer]),
            judge("一 ", Some(true), Vec::new()),
            judge("一", Some(false), Vec::new()),
            judge("党课 每季度一次", Some(true), Vec::new()),
            judge("五", Some(true), vec![Note::KindUnsupported { name: "简答".into() }]),
        ];
        let report = report(found, &known);
        use Standing::*;
        assert_eq!(standings(&report), [Good, Repaired, Doubtful, Unusable, Duplicate, Conflict, Duplicate, Unusable]);
        assert_eq!(report.rows()[4].twin, Some(Twin { of: TwinOf::Row(0), conflicts: false }));
        let in_bank = TwinOf::Bank(QuestionRef::new("b", "q"));
        assert_eq!(report.rows()[6].twin, Some(Twin { of: in_bank, conflicts: false }));
        assert_eq!((report.drafts().len(), report.counts()[&Unusable]), (6, 2));
    }

    #[test]
    fn a_text_that_is_too_long_is_told_once_wherever_it_stands() {
        let long = || "长".repeat(MAX_TEXT_CHARS + 1);
        let part = Draft { explain: long(), ..Draft::new(Kind::Single) };
        for draft in [
            Draft { stem: long(), ..Draft::new(Kind::Judge) },
            Draft { options: vec!["甲".to_owned(), long()], ..Draft::new(Kind::Single) },
            Draft { gaps: vec![vec![long()]], ..Draft::new(Kind::Blank) },
            Draft { pairs: vec![["甲".to_owned(), long()]], ..Draft::new(Kind::Match) },
            Draft { parts: vec![part], ..Draft::new(Kind::Scenario) },
        ] {
            let report = report(vec![Found { place: Place::Line(1), draft, notes: Vec::new() }], &Known::default());
            assert_eq!(report.rows()[0].found.notes, [Note::TextTooLong { n_chars: MAX_TEXT_CHARS + 1 }]);
            assert_eq!(standings(&report), [Standing::Unusable]);
        }
        let told = vec![Note::TextTooLong { n_chars: 90_000 }];
        let report = report(
            vec![judge(&long(), Some(true), told.clone()), judge(&"长".repeat(MAX_TEXT_CHARS), Some(true), Vec::new())],
            &Known::default(),
        );
        assert_eq!((&report.rows()[0].found.notes, report.rows()[1].standing()), (&told, Standing::Good));
    }

    #[test]
    fn a_row_is_mended_in_place_and_each_step_taken_back() {
        let known = Known::default();
        let found = vec![
            judge("四", None, vec![Note::NoAnswer]),
            judge("三", Some(true), vec![Note::KindGuessed]),
            judge("三", Some(true), Vec::new()),
        ];
        let mut report = report(found, &known);
        let mended = Draft { judged: Some(false), ..report.rows()[0].found.draft.clone() };
        report.mend(0, mended, &known);
        report.accept(1, &known);
        assert_eq!(standings(&report), [Standing::Repaired, Standing::Repaired, Standing::Duplicate]);
        report.leave_out(1, true, &known);
        assert_eq!(standings(&report), [Standing::Repaired, Standing::LeftOut, Standing::Good]);
        assert_eq!(report.drafts().len(), 2);
        assert_eq!((report.undo(&known), report.undo(&known), report.undo(&known)), (Some(1), Some(1), Some(0)));
        assert_eq!(standings(&report), [Standing::Unusable, Standing::Doubtful, Standing::Duplicate]);
        assert_eq!((report.undo(&known), report.can_undo()), (None, false));
    }

    #[test]
    fn what_was_done_to_a_reading_is_done_to_the_next_one_where_it_fits() {
        let known = Known::default();
        let found = || {
            vec![
                judge("一", None, vec![Note::NoAnswer]),
                judge("二", Some(true), vec![Note::KindGuessed]),
                judge("三", Some(true), vec![Note::KindUnsupported { name: "简答".into() }]),
                judge("四", Some(true), Vec::new()),
                judge("五", Some(true), vec![Note::NoAnswer]),
            ]
        };
        let mut before = report(found(), &known);
        let mended = Draft { stem: "一改".to_owned(), judged: Some(false), ..before.rows()[0].found.draft.clone() };
        before.mend(0, mended, &known);
        before.accept(1, &known);
        before.accept(2, &known);
        before.leave_out(3, true, &known);
        before.mend(4, before.rows()[4].found.draft.clone(), &known);
        let changes = before.changes();
        assert_eq!(changes.iter().map(|change| change.idx).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let mut after = report(found(), &known);
        after.resume(changes.clone(), &known);
        assert_eq!(after.n_unfit(), 0);
        assert_eq!(after.rows(), before.rows());
        assert_eq!(after.changes(), changes);
        assert_eq!(after.undo(&known), Some(4));

        let mut other = report(found().into_iter().skip(1).collect(), &known);
        other.resume(changes.clone(), &known);
        assert_eq!((other.n_unfit(), other.can_undo()), (5, false));
        assert_eq!(other.changes(), changes, "they wait for a reading that has those rows");
        before.undo(&known);
        assert_eq!(before.changes().len(), 4, "what was taken back is no change");
    }
}
