//! Rules about what a question rests on: its point, its citation, and the document cited.
use super::fault::{Fault, Field};
use super::wording::text_faults;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::citation::Citation;
use crate::domain::bank::document::Document;
use crate::domain::bank::id::{DocumentId, PointId};
use crate::domain::bank::point::Point;
use crate::domain::bank::question::Question;
use std::collections::HashMap;

/// The points and documents of a bank by id; banks have thousands of questions to look them up.
pub struct Sources<'a> {
    points: HashMap<&'a PointId, &'a Point>,
    documents: HashMap<&'a DocumentId, &'a Document>,
}

impl<'a> Sources<'a> {
    pub fn new(bank: &'a Bank) -> Self {
        Self {
            points: bank.points.iter().map(|point| (&point.id, point)).collect(),
            documents: bank.documents.iter().map(|document| (&document.id, document)).collect(),
        }
    }

    pub fn bank_faults(&self, bank: &Bank) -> Vec<Fault> {
        bank.document.iter().filter_map(|id| self.unknown(id)).collect()
    }

    pub fn point_faults(&self, point: &Point) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (field, text) in [(Field::PointTitle, &point.title), (Field::PointText, &point.text)] {
            if text.trim().is_empty() {
                faults.push(Fault::Empty { field });
            }
            faults.extend(text_faults(field, text));
        }
        let n_rows = point.contrast.len();
        if n_rows != 0 && !(2..=5).contains(&n_rows) {
            faults.push(Fault::ContrastRows { n_rows });
        }
        for (row, texts) in point.contrast.iter().enumerate() {
            let field = Field::Contrast(row);
            if texts.iter().any(|text| text.trim().is_empty()) {
                faults.push(Fault::Empty { field });
            }
            faults.extend(texts.iter().flat_map(|text| text_faults(field, text)));
        }
        faults.extend(self.unknown(&point.citation.document));
        faults
    }

    pub fn question_faults(&self, question: &Question) -> Vec<Fault> {
        let mut faults = Vec::new();
        let point = question.point.as_ref().and_then(|id| self.points.get(id));
        match (&question.point, point) {
            (None, _) => faults.push(Fault::NoPoint),
            (Some(id), None) => faults.push(Fault::DeadPoint { point: id.to_string() }),
            (Some(_), Some(_)) => {}
        }
        let of_point = point.map(|point| &point.citation);
        match &question.citation {
            // A question whose point is missing would get its citation from there.
            None if question.point.is_none() || point.is_some() => faults.push(Fault::NoCitation),
            None => {}
            Some(citation) => faults.extend(self.citation_faults(citation, of_point, question.retired)),
        }
        faults
    }

    /// An unknown document is reported at the point, where the citation stands, and not at each of its questions.
    fn citation_faults(&self, citation: &Citation, of_point: Option<&Citation>, retired: bool) -> Option<Fault> {
        match self.documents.get(&citation.document) {
            None if of_point != Some(citation) => self.unknown(&citation.document),
            Some(Document { id, superseded_by: Some(by), .. }) if !retired => {
                Some(Fault::Superseded { document: id.to_string(), by: by.to_string() })
            }
            _ => None,
        }
    }

    fn unknown(&self, id: &DocumentId) -> Option<Fault> {
        (!self.documents.contains_key(id)).then(|| Fault::UnknownDocument { document: id.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::citation::Place;
    use crate::domain::bank::lint::sample::{bank, question, single};

    fn sound() -> Question {
        question("q", single(&["甲", "乙"], 0))
    }

    fn elsewhere() -> Option<Citation> {
        Some(Citation { document: DocumentId::new("x"), place: Place::Whole })
    }

    #[track_caller]
    fn check(question: Question, expected: &[Fault]) {
        assert_eq!(Sources::new(&bank(vec![])).question_faults(&question), expected);
    }

    #[test]
    fn a_question_has_a_point_and_a_citation_that_exist() {
        check(sound(), &[]);
        check(Question { point: None, ..sound() }, &[Fault::NoPoint]);
        check(Question { point: Some(PointId::new("z")), ..sound() }, &[Fault::DeadPoint { point: "z".into() }]);
        check(Question { citation: None, ..sound() }, &[Fault::NoCitation]);
        check(Question { citation: elsewhere(), ..sound() }, &[Fault::UnknownDocument { document: "x".into() }]);
    }

    #[test]
    fn a_dead_point_is_not_also_reported_as_a_missing_citation() {
        let dead = Question { point: Some(PointId::new("z")), citation: None, ..sound() };
        check(dead, &[Fault::DeadPoint { point: "z".into() }]);
        check(Question { point: None, citation: None, ..sound() }, &[Fault::NoPoint, Fault::NoCitation]);
    }

    #[test]
    fn an_unknown_document_is_reported_where_it_is_cited() {
        let mut bank = bank(vec![sound()]);
        bank.documents.clear();
        let sources = Sources::new(&bank);
        let unknown = [Fault::UnknownDocument { document: "d".into() }];
        assert_eq!(sources.bank_faults(&bank), unknown);
        assert_eq!(sources.point_faults(&bank.points[0]), unknown);
        assert_eq!(sources.question_faults(&bank.questions[0]), []);
    }

    #[test]
    fn a_superseded_document_is_out_of_use_except_by_retired_questions() {
        let mut bank = bank(vec![]);
        bank.documents[0].superseded_by = Some(DocumentId::new("e"));
        let sources = Sources::new(&bank);
        let superseded = Fault::Superseded { document: "d".into(), by: "e".into() };
        assert_eq!(sources.question_faults(&sound()), [superseded]);
        assert_eq!(sources.question_faults(&Question { retired: true, ..sound() }), []);
    }

    #[test]
    fn a_contrast_card_has_two_to_five_rows_and_nothing_empty() {
        let mut bank = bank(vec![]);
        let row = |name: &str, text: &str| [name.to_owned(), text.to_owned()];
        bank.points[0].contrast = vec![row("应到会", "全体有表决权的党员"), row("实到会", "当天到会的")];
        assert_eq!(Sources::new(&bank).point_faults(&bank.points[0]), []);
        bank.points[0].contrast = vec![row("应到会", "甲,乙")];
        bank.points[0].contrast[0][0].clear();
        let field = Field::Contrast(0);
        let mixed = Fault::MixedWidth { field, found: "甲,乙".to_owned() };
        let expected = [Fault::ContrastRows { n_rows: 1 }, Fault::Empty { field }, mixed];
        assert_eq!(Sources::new(&bank).point_faults(&bank.points[0]), expected);
    }

    #[test]
    fn a_point_has_a_title_and_a_text_in_one_width() {
        let mut bank = bank(vec![]);
        let faults = |bank: &Bank| Sources::new(bank).point_faults(&bank.points[0]);
        assert_eq!(faults(&bank), []);
        bank.points[0].text = " ".to_owned();
        assert_eq!(faults(&bank), [Fault::Empty { field: Field::PointText }]);
        bank.points[0].text = "每季度,一次".to_owned();
        bank.points[0].title = String::new();
        let mixed = Fault::MixedWidth { field: Field::PointText, found: "度,一".into() };
        assert_eq!(faults(&bank), [Fault::Empty { field: Field::PointTitle }, mixed]);
    }
}
