//! Small banks for the tests of the exporters: without documents and points, and with one stem for all.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::kind::Body;
use crate::domain::bank::lint::sample;
use crate::domain::bank::question::Question;
pub use sample::{blank, judge, matching, multiple, order, scenario, single};

pub fn question(id: &str, body: Body) -> Question {
    Question { stem: "题干".to_owned(), ..sample::question(id, body) }
}

pub fn bank(questions: Vec<Question>) -> Bank {
    Bank { document: None, documents: Vec::new(), points: Vec::new(), ..sample::bank(questions) }
}
