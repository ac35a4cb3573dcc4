//! Banks as the assets beside the app hold them: a version, all numbers, and then all texts, which compress best
//! together. Made and read by us alone, so that what reads it is small; everybody else's banks are bank JSON.
//!
//! Numbers are those of [`super::wire`]. A text ends with a zero, and all of them are written by [`super::letters`].
use super::letters;
use super::wire::{In, Out};
use crate::domain::bank::bank::{Bank, Review};
use crate::domain::bank::citation::{Citation, Place};
use crate::domain::bank::document::{Date, Document, Nature};
use crate::domain::bank::hash::Edition;
use crate::domain::bank::id::{BankId, DocumentId, PointId, QuestionId};
use crate::domain::bank::kind::{Blank, Body, Judge, Kind, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::level::Level;
use crate::domain::bank::point::{Basis, Point, Post};
use crate::domain::bank::question::Question;

const VERSION: u8 = 1;

/// What a question does not share with its point.
const TOPIC: u32 = 1;
const LEVEL: u32 = 2;
const POSTS: u32 = 4;
const CITATION: u32 = 8;
const RETIRED: u32 = 16;

/// How a question names its point, before the positions that are counted from the point named last.
const NO_POINT: u32 = 0;
const FOREIGN_POINT: u32 = 1;
const POINTS: u32 = 2;

/// What [`read`] reads back, unless a text holds a zero byte or a scenario holds another: no linted bank does.
pub fn write(bank: &Bank) -> Vec<u8> {
    let mut out = Writer::default();
    out.text(bank.id.as_str());
    out.text(&bank.title);
    out.maybe(bank.document.as_ref().map(DocumentId::as_str));
    out.count(bank.reviews.len());
    for review in &bank.reviews {
        out.shared(&review.on.to_string());
        out.text(&review.note);
    }
    out.count(bank.documents.len());
    bank.documents.iter().for_each(|document| out.document(document));
    out.count(bank.points.len());
    bank.points.iter().for_each(|point| out.point(point));
    out.count(bank.questions.len());
    bank.questions.iter().for_each(|question| out.question(question, &bank.points));
    let mut bytes = Out(vec![VERSION]);
    bytes.bytes(&out.numbers.0);
    bytes.raw(&letters::write(&out.texts).expect("no bank has so many letters"));
    bytes.0
}

/// `None` where these are not the bytes of a bank.
pub fn read(bytes: &[u8]) -> Option<Bank> {
    let (version, bytes) = bytes.split_first()?;
    if *version != VERSION {
        return None;
    }
    let mut bytes = In(bytes);
    let numbers = In(bytes.bytes()?);
    let texts = letters::read(bytes.0)?;
    let mut from = Reader { numbers, texts: &texts, shared: Vec::new(), id: String::new(), point: 0 };
    let mut bank = Bank {
        id: BankId::new(from.text()?),
        title: from.string()?,
        document: from.maybe()?.map(DocumentId::new),
        reviews: from.list(|from| Some(Review { on: from.date()?, note: from.string()? }))?,
        documents: from.list(Reader::document)?,
        points: from.list(Reader::point)?,
        questions: Vec::new(),
    };
    for _ in 0..from.number()? {
        bank.questions.push(from.question(&bank.points)?);
    }
    (from.numbers.is_empty() && from.texts.is_empty()).then_some(bank)
}

/// The id that comes `n` after another, as authors count: `zhibu-0012` after `zhibu-0011`.
fn later_id(id: &str, n: u32) -> Option<String> {
    let stem = id.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let figures = &id[stem.len()..];
    let number = figures.parse::<u32>().ok()?.checked_add(n)?;
    Some(format!("{stem}{number:0width$}", width = figures.len()))
}

#[derive(Default)]
struct Writer {
    numbers: Out,
    texts: String,
    /// Texts that came once and may come again.
    shared: Vec<String>,
    /// The id written last.
    id: String,
    /// The position of the point named last.
    point: usize,
}

impl Writer {
    fn number(&mut self, number: u32) {
        self.numbers.number(number);
    }

    fn count(&mut self, n: usize) {
        self.number(n as u32);
    }

    fn text(&mut self, text: &str) {
        self.texts.push_str(text);
        self.texts.push('\0');
    }

    fn texts(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    fn positions(&mut self, positions: &[u8]) {
        self.count(positions.len());
        positions.iter().for_each(|position| self.number(u32::from(*position)));
    }

    fn shared(&mut self, text: &str) {
        self.maybe(Some(text));
    }

    /// 0 for none, 1 for a text that is new, then how far back a known one stands.
    fn maybe(&mut self, text: Option<&str>) {
        let Some(text) = text else { return self.number(0) };
        match self.shared.iter().rposition(|known| known == text) {
            Some(position) => self.count(self.shared.len() - position + 1),
            None => {
                self.number(1);
                self.text(text);
                self.shared.push(text.to_owned());
            }
        }
    }

    fn id(&mut self, id: &str) {
        let figures = |id: &str| id[id.trim_end_matches(|letter: char| letter.is_ascii_digit()).len()..].parse::<u32>();
        let step = match (figures(&self.id), figures(id)) {
            (Ok(last), Ok(next)) => next.saturating_sub(last),
            _ => 0,
        };
        if step > 0 && later_id(&self.id, step).as_deref() == Some(id) {
            self.number(step);
        } else {
            self.number(0);
            self.text(id);
        }
        id.clone_into(&mut self.id);
    }

    fn document(&mut self, document: &Document) {
        self.shared(document.id.as_str());
        self.text(&document.title);
        self.number(u32::from(document.nature == Nature::Study));
        self.maybe(document.issuer.as_deref());
        self.maybe(document.edition.as_deref());
        self.maybe(document.effective.map(|date| date.to_string()).as_deref());
        self.shared(&document.checked.to_string());
        self.maybe(document.superseded_by.as_ref().map(DocumentId::as_str));
    }

    fn point(&mut self, point: &Point) {
        self.id(point.id.as_str());
        self.text(&point.title);
        self.text(&point.text);
        self.citation(&point.citation);
        self.number(u32::from(point.basis == Basis::TwoSources));
        self.shared(&point.topic);
        self.number(point.level as u32);
        self.posts(&point.posts);
        self.count(point.contrast.len());
        point.contrast.iter().flatten().for_each(|text| self.text(text));
    }

    fn citation(&mut self, citation: &Citation) {
        self.shared(citation.document.as_str());
        match &citation.place {
            Place::Whole => self.number(0),
            Place::Section(section) => {
                self.number(1);
                self.shared(section);
            }
            Place::Articles(articles) => {
                self.count(articles.len() + 2);
                articles.iter().for_each(|article| self.number(u32::from(*article)));
            }
        }
    }

    fn posts(&mut self, posts: &[Post]) {
        self.count(posts.len());
        posts.iter().for_each(|post| self.number(*post as u32));
    }

    fn question(&mut self, question: &Question, points: &[Point]) {
        self.id(question.id.as_str());
        let place = |id: &PointId| points.iter().position(|point| point.id == *id);
        let point = match question.point.as_ref().map(|id| (id, place(id))) {
            None => {
                self.number(NO_POINT);
                None
            }
            Some((id, None)) => {
                self.number(FOREIGN_POINT);
                self.text(id.as_str());
                None
            }
            Some((_, Some(position))) => {
                self.number((position + points.len() - self.point) as u32 % points.len() as u32 + POINTS);
                self.point = position;
                points.get(position)
            }
        };
        let differs = |flag: u32, same: bool| if same { 0 } else { flag };
        let own = differs(TOPIC, question.topic == point.map_or("", |point| &point.topic))
            | differs(LEVEL, question.level == point.map_or(Level::Basic, |point| point.level))
            | differs(POSTS, question.posts == point.map_or(&[][..], |point| &point.posts))
            | differs(CITATION, question.citation.as_ref() == point.map(|point| &point.citation))
            | differs(RETIRED, !question.retired);
        self.number(own);
        if own & TOPIC > 0 {
            self.shared(&question.topic);
        }
        if own & LEVEL > 0 {
            self.number(question.level as u32);
        }
        if own & POSTS > 0 {
            self.posts(&question.posts);
        }
        if own & CITATION > 0 {
            self.number(u32::from(question.citation.is_some()));
            question.citation.iter().for_each(|citation| self.citation(citation));
        }
        self.maybe(question.family.as_deref());
        self.number(question.rev);
        self.count(question.same.len());
        question.same.iter().for_each(|edition| self.text(&edition.to_string()));
        self.asked(&question.stem, &question.body, &question.explain);
    }

    /// What a question and a part of a scenario have in common. The kind's number is doubled, to tell of each kind what
    /// most of its questions have from what few have.
    fn asked(&mut self, stem: &str, body: &Body, explain: &str) {
        let rare = match body {
            Body::Single(single) => !single.shuffle,
            Body::Multiple(multiple) => !multiple.shuffle,
            Body::Judge(judge) => !judge.answer,
            Body::Blank(blank) => blank.any_order,
            Body::Order(_) | Body::Match(_) | Body::Scenario(_) => false,
        };
        self.number(body.kind() as u32 * 2 + u32::from(rare));
        self.text(stem);
        match body {
            Body::Single(single) => {
                self.texts(&single.options);
                self.number(u32::from(single.answer));
            }
            Body::Multiple(multiple) => {
                self.texts(&multiple.options);
                self.positions(&multiple.answer);
            }
            Body::Judge(_) => {}
            Body::Blank(blank) => {
                self.count(blank.gaps.len());
                blank.gaps.iter().for_each(|gap| self.texts(gap));
            }
            Body::Order(order) => self.texts(&order.items),
            Body::Match(matching) => {
                self.texts(&matching.lefts);
                self.texts(&matching.rights);
                self.positions(&matching.answer);
            }
            Body::Scenario(scenario) => {
                self.count(scenario.parts.len());
                scenario.parts.iter().for_each(|part| self.asked(&part.stem, &part.body, &part.explain));
            }
        }
        self.text(explain);
    }
}

/// Takes no more memory than what is there asks for: whatever is counted takes a byte each.
struct Reader<'a> {
    numbers: In<'a>,
    texts: &'a str,
    shared: Vec<&'a str>,
    id: String,
    point: usize,
}

impl<'a> Reader<'a> {
    fn number(&mut self) -> Option<u32> {
        self.numbers.u32()
    }

    fn small(&mut self) -> Option<u8> {
        u8::try_from(self.number()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        Some(self.number()? > 0)
    }

    fn text(&mut self) -> Option<&'a str> {
        let (text, rest) = self.texts.split_once('\0')?;
        self.texts = rest;
        Some(text)
    }

    fn string(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    fn list<T>(&mut self, read: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for _ in 0..self.number()? {
            list.push(read(self)?);
        }
        Some(list)
    }

    fn strings(&mut self) -> Option<Vec<String>> {
        self.list(Self::string)
    }

    fn positions(&mut self) -> Option<Vec<u8>> {
        self.list(Self::small)
    }

    fn shared(&mut self) -> Option<&'a str> {
        self.maybe()?
    }

    fn maybe(&mut self) -> Option<Option<&'a str>> {
        let text = match self.number()? as usize {
            0 => return Some(None),
            1 => {
                let text = self.text()?;
                self.shared.push(text);
                text
            }
            back => self.shared.get((self.shared.len() + 1).checked_sub(back)?)?,
        };
        Some(Some(text))
    }

    fn id(&mut self) -> Option<&str> {
        self.id = match self.number()? {
            0 => self.string()?,
            n => later_id(&self.id, n)?,
        };
        Some(&self.id)
    }

    fn date(&mut self) -> Option<Date> {
        Date::parse(self.shared()?)
    }

    fn document(&mut self) -> Option<Document> {
        Some(Document {
            id: DocumentId::new(self.shared()?),
            title: self.string()?,
            nature: if self.flag()? { Nature::Study } else { Nature::Regulation },
            issuer: self.maybe()?.map(str::to_owned),
            edition: self.maybe()?.map(str::to_owned),
            effective: match self.maybe()? {
                Some(date) => Some(Date::parse(date)?),
                None => None,
            },
            checked: self.date()?,
            superseded_by: self.maybe()?.map(DocumentId::new),
        })
    }

    fn point(&mut self) -> Option<Point> {
        Some(Point {
            id: PointId::new(self.id()?),
            title: self.string()?,
            text: self.string()?,
            citation: self.citation()?,
            basis: if self.flag()? { Basis::TwoSources } else { Basis::OneSource },
            topic: self.shared()?.to_owned(),
            level: self.level()?,
            posts: self.posts()?,
            contrast: self.list(|from| Some([from.string()?, from.string()?]))?,
        })
    }

    fn citation(&mut self) -> Option<Citation> {
        let document = DocumentId::new(self.shared()?);
        let place = match self.number()? {
            0 => Place::Whole,
            1 => Place::Section(self.shared()?.to_owned()),
            n => {
                let mut articles = Vec::new();
                for _ in 2..n {
                    articles.push(u16::try_from(self.number()?).ok()?);
                }
                Place::Articles(articles)
            }
        };
        Some(Citation { document, place })
    }

    fn level(&mut self) -> Option<Level> {
        Level::ALL.get(self.number()? as usize).copied()
    }

    fn posts(&mut self) -> Option<Vec<Post>> {
        self.list(|from| Post::ALL.get(from.number()? as usize).copied())
    }

    fn question(&mut self, points: &[Point]) -> Option<Question> {
        let id = QuestionId::new(self.id()?);
        let mut known = None;
        let point = match self.number()? {
            NO_POINT => None,
            FOREIGN_POINT => Some(PointId::new(self.text()?)),
            n => {
                let position = self.point.checked_add((n - POINTS) as usize)?;
                self.point = position.checked_rem(points.len())?;
                known = points.get(self.point);
                known.map(|point| point.id.clone())
            }
        };
        let own = self.number()?;
        let topic = if own & TOPIC > 0 { self.shared()? } else { known.map_or("", |point| &point.topic) };
        let topic = topic.to_owned();
        let level = if own & LEVEL > 0 { self.level()? } else { known.map_or(Level::Basic, |point| point.level) };
        let posts = if own & POSTS > 0 { self.posts()? } else { known.map_or(Vec::new(), |point| point.posts.clone()) };
        let citation = match own & CITATION > 0 {
            false => known.map(|point| point.citation.clone()),
            true if self.flag()? => Some(self.citation()?),
            true => None,
        };
        let family = self.maybe()?.map(str::to_owned);
        let rev = self.number()?;
        let same = self.list(|from| Edition::parse(from.text()?))?;
        let Part { stem, body, explain } = self.asked(true)?;
        let retired = own & RETIRED > 0;
        Some(Question { id, point, topic, level, posts, citation, stem, body, explain, family, rev, retired, same })
    }

    fn asked(&mut self, whole: bool) -> Option<Part> {
        let kind = self.number()?;
        let (kind, rare) = (Kind::ALL.get(kind as usize / 2)?, kind % 2 > 0);
        let stem = self.string()?;
        let body = match kind {
            Kind::Single => Body::Single(Single { options: self.strings()?, answer: self.small()?, shuffle: !rare }),
            Kind::Multiple => {
                Body::Multiple(Multiple { options: self.strings()?, answer: self.positions()?, shuffle: !rare })
            }
            Kind::Judge => Body::Judge(Judge { answer: !rare }),
            Kind::Blank => Body::Blank(Blank { gaps: self.list(Self::strings)?, any_order: rare }),
            Kind::Order => Body::Order(Order { items: self.strings()? }),
            Kind::Match => {
                Body::Match(Matching { lefts: self.strings()?, rights: self.strings()?, answer: self.positions()? })
            }
            Kind::Scenario if whole => Body::Scenario(Scenario { parts: self.list(|from| from.asked(false))? }),
            Kind::Scenario => return None,
        };
        Some(Part { stem, body, explain: self.string()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::bank_json;
    use proptest::prelude::*;

    #[track_caller]
    fn check(bank: &Bank) {
        assert_eq!(read(&write(bank)).as_ref(), Some(bank));
    }

    /// Every kind of question, and everything that few questions have.
    fn bank() -> Bank {
        let text = r#"{"format":"xueliansai-bank","version":1,"bank":{"id":"b","title":"题库","document":"d"},
            "reviews":[{"on":"2026-11-21","note":"读过一遍"},{"on":"2026-11-21","note":""}],
            "documents":[{"id":"d","title":"条例","issuer":"中共中央","edition":"2018","effective":"2018-10-28","checked":"2026-11-21","superseded_by":"e"},
                {"id":"e","kind":"study","title":"文章","checked":"2026-11-20"}],
            "points":[{"id":"p9","title":"标题","text":"正文","cite":{"article":300},"basis":"two-sources","topic":"会议","level":"advanced","posts":["organizer","branch-secretary"],"contrast":[["甲","一"],["乙","二"]]},
                {"id":"p10","cite":{"articles":[3,400]},"topic":"会议"},{"id":"10","cite":{"document":"e","section":"二（一）"}},{"id":"11","cite":{"whole":true}}],
            "questions":[{"id":"b-0001","point":"11","kind":"single","stem":"哪个","options":["甲","乙"],"answer":[1],"explain":"因为"},
                {"id":"b-0002","point":"p9","kind":"multiple","stem":"哪些","options":["甲","乙","丙"],"answer":[2,0],"shuffle":false,"rev":300,"retired":true},
                {"id":"b-0009","point":"p10","kind":"judge","stem":"对吗","answer":false,"topic":"党费","level":"applied","posts":[],"cite":{"whole":true}},
                {"id":"b-0010","kind":"judge","stem":"是吗","answer":true,"same":["0123456789abcdef","ffffffffffffffff"]},
                {"id":"b-0010a","point":"nowhere","kind":"blank","stem":"____和____","answer":[["一","1"],["二"]],"any_order":true,"family":"f"},
                {"id":"b-99","kind":"order","stem":"排序","items":["甲","乙","丙"],"family":"f"},
                {"id":"b-100","kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"],["丙","1"]],"extra":["3"]},
                {"id":"x","kind":"scenario","material":"某支部**不**开会","part":[{"kind":"judge","stem":"对吗","answer":true,"explain":"是"},
                    {"kind":"match","stem":"配对","pairs":[["甲","1"],["乙","2"]]},{"kind":"single","stem":"哪个","options":["甲","乙"],"answer":[0],"shuffle":false}]}]}"#;
        bank_json::read(text).unwrap().0
    }

    #[test]
    fn a_bank_of_every_kind_reads_back_as_it_was() {
        let mut bank = bank();
        assert_eq!((bank.points.len(), bank.questions.len()), (4, 8), "nothing was left out of the sample");
        check(&bank);
        check(&bank.without_cards());
        check(&bank.cards());
        bank.questions[0].citation = None;
        bank.questions[7].citation = Some(bank.points[0].citation.clone());
        bank.document = None;
        check(&bank);
        (bank.points, bank.questions) = (Vec::new(), Vec::new());
        check(&bank);
    }

    #[test]
    fn ids_that_count_on_take_no_text() {
        let mut bank = bank();
        bank.questions.truncate(1);
        let n_bytes = |bank: &Bank| write(bank).len();
        let (one, two) = (n_bytes(&bank), {
            let mut again = bank.questions[0].clone();
            again.id = QuestionId::new("b-0002");
            bank.questions.push(again);
            n_bytes(&bank)
        });
        bank.questions[1].id = QuestionId::new("b-2");
        assert_eq!(n_bytes(&bank) - two, "b-2".len() + 1);
        assert!(two > one);
    }

    #[test]
    fn what_is_cut_off_or_goes_on_is_no_bank() {
        let bytes = write(&bank());
        assert!((0..bytes.len()).all(|len| read(&bytes[..len]).is_none()));
        assert_eq!(read(&[&bytes[..], &[0]].concat()), None);
        assert_eq!(read(&[&[VERSION + 1], &bytes[1..]].concat()), None);
        assert_eq!(read(br#"{"format":"xueliansai-bank"}"#), None);
    }

    #[test]
    fn a_claimed_length_asks_for_no_memory() {
        // Four thousand million reviews, of which none is there.
        assert_eq!(read(&[VERSION, 6, 0, 0xff, 0xff, 0xff, 0xff, 0x0f, b'b', 0, b't', 0]), None);
    }

    proptest! {
        #[test]
        fn any_ids_and_texts_read_back(ids in proptest::collection::vec("[a-b]{0,2}[0-9]{0,12}", 1..12), text in "[^\\x00]{0,9}") {
            let mut bank = bank();
            let of = bank.questions[0].clone();
            bank.points.iter_mut().zip(&ids).for_each(|(point, id)| point.id = PointId::new(id.as_str()));
            bank.questions = ids.iter().map(|id| Question { id: QuestionId::new(id.as_str()), ..of.clone() }).collect();
            (bank.title, bank.questions[0].stem) = (text.clone(), text);
            prop_assert_eq!(read(&write(&bank)), Some(bank));
        }
    }
}
