//! What an author does to the documents and points that questions of her bank rest on.
use super::bank::Bank;
use super::document::{Date, Document, Nature};
use super::id::{DocumentId, PointId};
use super::point::Point;
use super::revise::next_number;

/// What she says of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub title: String,
    pub issuer: Option<String>,
    pub edition: Option<String>,
    pub effective: Option<Date>,
    pub checked: Date,
}

impl Entry {
    pub fn of(document: &Document) -> Self {
        let Document { title, issuer, edition, effective, checked, .. } = document.clone();
        Self { title, issuer, edition, effective, checked }
    }

    fn put(self, document: &mut Document) {
        // People write the marks that every citation adds.
        document.title = self.title.trim().trim_start_matches('《').trim_end_matches('》').to_owned();
        let written = |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        (document.issuer, document.edition) = (written(self.issuer), written(self.edition));
        (document.effective, document.checked) = (self.effective, self.checked);
    }
}

/// Enters a document that questions rest on.
pub fn enter_document(bank: &mut Bank, entry: Entry) -> DocumentId {
    let known = bank.documents.iter().map(|document| document.id.as_str());
    let id = DocumentId::new(format!("d-{:02}", next_number(known, "d-")));
    let mut document = Document {
        id: id.clone(),
        title: String::new(),
        nature: Nature::Regulation,
        issuer: None,
        edition: None,
        effective: None,
        checked: entry.checked,
        superseded_by: None,
    };
    entry.put(&mut document);
    bank.documents.push(document);
    id
}

/// Every citation of the document shows it as it is now.
pub fn mend_document(bank: &mut Bank, id: &DocumentId, entry: Entry) {
    if let Some(document) = bank.documents.iter_mut().find(|document| document.id == *id) {
        entry.put(document);
    }
}

/// How many questions, points and documents name it.
pub fn n_uses(bank: &Bank, id: &DocumentId) -> usize {
    let questions = bank.questions.iter().filter_map(|question| question.citation.as_ref());
    let cited = questions.chain(bank.points.iter().map(|point| &point.citation));
    let n_newer = bank.documents.iter().filter(|document| document.superseded_by.as_ref() == Some(id)).count();
    cited.filter(|citation| citation.document == *id).count() + n_newer
}

/// Removes a document that nothing names; how many still do, otherwise.
pub fn remove_document(bank: &mut Bank, id: &DocumentId) -> Result<(), usize> {
    match n_uses(bank, id) {
        0 => {
            bank.documents.retain(|document| document.id != *id);
            bank.document = bank.document.take().filter(|about| about != id);
            Ok(())
        }
        n => Err(n),
    }
}

/// Writes a point in place of the one of its id, or adds it.
pub fn put_point(bank: &mut Bank, point: Point) {
    match bank.points.iter_mut().find(|known| known.id == point.id) {
        Some(known) => *known = point,
        None => bank.points.push(point),
    }
}

/// An id that no point of the bank has.
pub fn fresh_point_id(bank: &Bank) -> PointId {
    PointId::new(format!("p-{:03}", next_number(bank.points.iter().map(|point| point.id.as_str()), "p-")))
}

/// Removes a point. Its questions stay, with their own citations, and ask about none.
pub fn remove_point(bank: &mut Bank, id: &PointId) {
    bank.points.retain(|point| point.id != *id);
    for question in bank.questions.iter_mut().filter(|question| question.point.as_ref() == Some(id)) {
        question.point = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::citation::{Citation, Place};
    use crate::domain::bank::draft::Draft;
    use crate::domain::bank::kind::Kind;
    use crate::domain::bank::level::Level;
    use crate::domain::bank::point::Basis;
    use crate::domain::bank::question::Question;
    use crate::domain::bank::revise::{self, tests::bank};

    const DAY: Date = Date { year: 2026, month: 11, day: 22 };

    fn entry(title: &str) -> Entry {
        Entry { title: title.to_owned(), issuer: None, edition: None, effective: None, checked: DAY }
    }

    fn point(bank: &Bank, document: &DocumentId) -> Point {
        Point {
            id: fresh_point_id(bank),
            title: "党员大会".to_owned(),
            text: "每季度一次".to_owned(),
            citation: Citation { document: document.clone(), place: Place::Whole },
            basis: Basis::OneSource,
            topic: String::new(),
            level: Level::Basic,
            posts: Vec::new(),
            contrast: Vec::new(),
        }
    }

    #[test]
    fn documents_and_points_are_entered_under_fresh_ids_and_mended() {
        let mut bank = bank();
        let first = enter_document(&mut bank, Entry { edition: Some(" 2018".to_owned()), ..entry("《支部工作条例》") });
        assert_eq!((first.as_str(), bank.documents[0].standing().as_str()), ("d-01", "2018年版，现行"));
        assert_eq!(bank.documents[0].title, "支部工作条例");
        assert_eq!(enter_document(&mut bank, entry("另一个")).as_str(), "d-02");
        let mended = Entry { issuer: Some("  ".to_owned()), effective: Some(DAY), ..Entry::of(&bank.documents[0]) };
        mend_document(&mut bank, &first, mended);
        assert_eq!((bank.documents[0].issuer.as_ref(), bank.documents[0].effective), (None, Some(DAY)));

        let point = point(&bank, &first);
        put_point(&mut bank, point.clone());
        put_point(&mut bank, Point { text: "每季度召开一次".to_owned(), ..point });
        assert_eq!((bank.points.len(), bank.points[0].text.as_str()), (1, "每季度召开一次"));
        assert_eq!(fresh_point_id(&bank).as_str(), "p-002");
    }

    #[test]
    fn nothing_is_removed_from_under_a_question() {
        let mut bank = bank();
        let document = enter_document(&mut bank, entry("支部工作条例"));
        bank.document = Some(document.clone());
        let point = point(&bank, &document);
        put_point(&mut bank, point.clone());
        let draft = Draft {
            stem: "党员大会每季度一次".to_owned(),
            judged: Some(true),
            point: Some(point.id.clone()),
            citation: Some(point.citation.clone()),
            ..Draft::new(Kind::Judge)
        };
        let id = revise::add(&mut bank, &draft, 0).unwrap();
        let before = bank.question(&id).map(Question::hash);
        assert_eq!(remove_document(&mut bank, &document), Err(2));
        remove_point(&mut bank, &point.id);
        let question = bank.question(&id).unwrap();
        assert_eq!((&question.point, question.citation.is_some()), (&None, true));
        assert_eq!(Some(question.hash()), before, "those who answered it are not asked again");
        assert_eq!(remove_document(&mut bank, &document), Err(1));
        bank.questions[0].citation = None;
        assert_eq!(remove_document(&mut bank, &document), Ok(()));
        assert_eq!((bank.documents.len(), bank.document), (0, None));
    }
}
