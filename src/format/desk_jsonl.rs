//! Everything at a desk as JSON Lines: one object a line, each with its `type`; the README says what stands in them.
use super::desk_tables::distractor;
use super::json::quote;
use super::short_code;
use super::table::decimals;
use crate::domain::contest::analysis::ItemAnalysis;
use crate::domain::contest::desk::{Decision, Desk};
use crate::domain::contest::marked::Marked;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::Terms;
use crate::domain::session::entry::ContestId;
use crate::domain::time::UtcMillis;

/// An object that is being written.
struct Object(String);

impl Object {
    fn new(kind: &str) -> Self {
        let mut object = Self("{".to_owned());
        object.text("type", kind);
        object
    }

    fn key(&mut self, key: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(key, &mut self.0);
        self.0.push(':');
    }

    fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        quote(text, &mut self.0);
    }

    fn raw(&mut self, key: &str, value: impl ToString) {
        self.key(key);
        self.0.push_str(&value.to_string());
    }

    fn maybe(&mut self, key: &str, value: Option<impl ToString>) {
        self.raw(key, value.map_or_else(|| "null".to_owned(), |value| value.to_string()));
    }

    fn list(&mut self, key: &str, values: impl Iterator<Item = String>) {
        self.raw(key, format!("[{}]", values.collect::<Vec<_>>().join(",")));
    }

    fn close(self, to: &mut String) {
        to.push_str(&self.0);
        to.push_str("}\n");
    }
}

fn quoted(text: &str) -> String {
    let mut json = String::new();
    quote(text, &mut json);
    json
}

fn points(thousandths: u64) -> String {
    decimals(thousandths as i64)
}

pub fn write(
    contest: ContestId,
    terms: &Terms,
    desk: &Desk,
    reckoning: &Reckoning,
    items: &[ItemAnalysis],
    at: UtcMillis,
) -> String {
    let mut lines = String::new();
    let mut head = Object::new("contest");
    head.raw("version", 1);
    head.text("id", &contest.to_string());
    head.text("title", &terms.title);
    head.text("organiser", &terms.organiser);
    head.raw("opens", terms.window.opens.0);
    head.raw("closes", terms.window.closes.0);
    head.raw("questions", terms.n_questions());
    head.raw("total", terms.total());
    head.maybe("pass", terms.pass);
    head.raw("closed", desk.closed.is_some());
    head.raw("written", at.0);
    head.close(&mut lines);
    for person in &reckoning.people {
        let mut line = Object::new("person");
        line.raw("place", person.place);
        line.text("name", &person.name);
        line.text("number", &person.number);
        line.text("unit", &person.unit);
        line.raw("score", person.score);
        line.raw("seconds", person.took.whole_seconds());
        line.raw("attempts", person.n_attempts);
        line.maybe("passed", person.passed);
        line.list("receipts", person.by.iter().map(|idx| quoted(&short_code::write(&reckoning.marked[*idx].id.0))));
        line.close(&mut lines);
    }
    for unit in &reckoning.units {
        let mut line = Object::new("unit");
        line.maybe("place", (unit.place > 0).then_some(unit.place));
        line.text("name", &unit.name);
        line.raw("people", unit.n_people);
        line.maybe("size", unit.size);
        line.maybe("score", unit.score.map(points));
        line.maybe("mean", (unit.n_people > 0).then(|| points(unit.mean())));
        line.maybe("sum", (unit.n_people > 0).then(|| points(unit.sum)));
        line.maybe("passed", unit.n_passed);
        line.close(&mut lines);
    }
    for item in items {
        let mut line = Object::new("item");
        line.text("bank", item.reference.bank.as_str());
        line.text("question", item.reference.question.as_str());
        line.text("stem", &item.question.plain_stem());
        line.raw("asked", item.n_asked);
        line.raw("answered", item.n_answered);
        line.raw("right", item.n_right);
        line.raw("facility", decimals(item.facility.into()));
        line.maybe("discrimination", item.discrimination.map(|it| decimals(it.into())));
        let distractor = distractor(item);
        line.maybe("distractor", distractor.as_ref().map(|(words, _)| quoted(words)));
        line.maybe("distractor_chosen", distractor.map(|(_, n)| n));
        line.raw("median_seconds", item.median_seconds);
        line.close(&mut lines);
    }
    for (idx, marked) in reckoning.marked.iter().enumerate() {
        receipt(terms, desk, reckoning, idx, marked).close(&mut lines);
    }
    lines
}

fn receipt(terms: &Terms, desk: &Desk, reckoning: &Reckoning, idx: usize, marked: &Marked) -> Object {
    let (receipt, entry) = (&marked.receipt, &marked.receipt.entry);
    let mut line = Object::new("receipt");
    line.text("id", &short_code::write(&marked.id.0));
    line.text("name", &entry.name);
    line.text("number", &entry.number);
    line.text("unit", terms.unit_name(&entry.unit));
    line.raw("attempt", entry.attempt);
    line.raw("time_percent", entry.time_percent);
    line.raw("started", receipt.started_at.0);
    line.raw("seconds", receipt.took.whole_seconds());
    line.raw("left", receipt.n_left);
    line.text("device", &short_code::write(&short_code::fingerprint(&receipt.device.0)));
    line.raw("score", marked.score);
    line.raw("right", marked.n_right);
    line.text("standing", reckoning.standings[idx].label());
    line.maybe("decision", desk.decisions.get(&marked.id).map(|decision| *decision == Decision::Counts));
    line.list("flags", reckoning.flags[idx].iter().map(|flag| quoted(&flag.to_string())));
    let items = marked.paper.items.iter().enumerate().map(|(place, item)| {
        let question = &marked.paper.questions[place];
        let mut answer = Object("{".to_owned());
        answer.text("bank", item.question.bank.as_str());
        answer.text("question", item.question.question.as_str());
        let given = marked.given[place].as_ref();
        answer.maybe("given", given.map(|given| quoted(&super::question_text::answer(&question.body, given))));
        answer.raw("earned", marked.shares[place].of_points(item.points));
        answer.raw("points", item.points);
        answer.raw("from_seconds", receipt.paces[place].seconds());
        answer.0.push('}');
        answer.0
    });
    line.list("answers", items);
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::reckoning::tests::desk;

    #[test]
    fn every_line_is_an_object_and_everything_is_there() {
        let (mut terms, desk, it) = desk();
        terms.title = "“党章”\n\"竞赛\"".into();
        let text = write(ContestId([9; 16]), &terms, &desk, &it, &it.analysis(), UtcMillis(7));
        let lines: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let of = |kind: &str| lines.iter().filter(|line| line["type"] == kind).collect::<Vec<_>>();
        assert_eq!(of("contest")[0]["title"], "“党章”\n\"竞赛\"");
        assert_eq!((of("person").len(), of("unit").len(), of("receipt").len()), (2, 3, 3));
        assert_eq!(of("person")[0]["score"], 90);
        assert_eq!(of("unit")[1]["mean"], serde_json::Value::Null);
        assert_eq!(of("receipt")[2]["standing"], "待定");
        assert_eq!(of("receipt")[0]["answers"].as_array().unwrap().len(), 10);
        let earned: u64 =
            of("receipt")[0]["answers"].as_array().unwrap().iter().map(|it| it["earned"].as_u64().unwrap()).sum();
        assert_eq!(earned, 90);
        assert!(!of("item").is_empty());
    }
}
