//! What an author has to fix: all problems of a bank at once, each with its place and remedy.
pub mod bank_wide;
mod craft;
pub mod fault;
pub mod in_form;
pub mod problem;
#[cfg(test)]
pub mod sample;
mod sentence;
mod similar;
mod sources;
pub mod structure;
mod wording;

use super::bank::Bank;
use super::question::Question;
use fault::Fault;
use problem::{Problem, Subject};
use sources::Sources;

/// All problems of `bank`, which was read from `file`, in the order of ids; those of the whole file come first.
/// Retired questions are kept for the history: they have to be sound in structure, and no more.
pub fn lint(file: &str, bank: &Bank) -> Vec<Problem> {
    let sources = Sources::new(bank);
    let live: Vec<&Question> = bank.live().collect();
    let mut problems = Vec::new();
    let mut report = |subject, id: Option<&str>, faults: Vec<Fault>| {
        problems.extend(faults.into_iter().map(|fault| Problem::new(file, subject, id, fault)));
    };
    report(Subject::File, None, sources.bank_faults(bank));
    report(Subject::File, None, bank_wide::biases(&live));
    let documents = bank_wide::repeated_ids(bank.documents.iter().map(|document| document.id.as_str()));
    let points = bank_wide::repeated_ids(bank.points.iter().map(|point| point.id.as_str()));
    let questions = bank_wide::repeated_ids(bank.questions.iter().map(|question| question.id.as_str()));
    for (subject, ids) in [(Subject::Document, documents), (Subject::Point, points), (Subject::Question, questions)] {
        ids.into_iter().for_each(|id| report(subject, Some(id), vec![Fault::DuplicateId]));
    }
    for point in &bank.points {
        report(Subject::Point, Some(point.id.as_str()), sources.point_faults(point));
    }
    for question in &bank.questions {
        let mut faults = structure::faults(question);
        if question.retired {
            faults.retain(Fault::is_unusable);
        } else {
            faults.extend(wording::faults(question));
            faults.extend(craft::faults(question));
        }
        faults.extend(sources.question_faults(question));
        report(Subject::Question, Some(question.id.as_str()), faults);
    }
    for (idx, fault) in bank_wide::repeats(&live) {
        report(Subject::Question, Some(live[idx].id.as_str()), vec![fault]);
    }
    sort(&mut problems);
    problems
}

/// What is amiss with one question by itself, whatever it rests on.
pub fn findings(question: &Question) -> Vec<Fault> {
    let mut faults = structure::faults(question);
    faults.extend(wording::faults(question));
    faults.extend(craft::faults(question));
    faults
}

/// By file and id; what was found first of one place stays first.
pub fn sort(problems: &mut [Problem]) {
    problems.sort_by(|a, b| a.place.cmp(&b.place));
}

#[cfg(test)]
mod tests {
    use super::fault::Field;
    use super::sample::{bank, question, single};
    use super::*;

    #[test]
    fn a_sound_bank_has_no_problems_and_a_point_may_wait_for_its_questions() {
        assert_eq!(lint("b.toml", &bank(vec![])), []);
        let questions = vec![question("q-1", single(&["甲", "乙"], 0)), question("q-2", single(&["甲", "乙"], 1))];
        assert_eq!(lint("b.toml", &bank(questions)), []);
    }

    #[test]
    fn problems_come_all_at_once_by_file_and_id() {
        let mut last = question("q-9", single(&["甲", "甲"], 0));
        last.explain = "选A".to_owned();
        let mut first = question("q-1", single(&["甲", "乙"], 5));
        first.stem = "每季度,几次".to_owned();
        let mut bank = bank(vec![last, first]);
        bank.points[0].text = String::new();
        bank.document = None;
        let found: Vec<String> = lint("b.toml", &bank).iter().map(|problem| problem.place.to_string()).collect();
        assert_eq!(found, ["b.toml 知识点 p", "b.toml 题 q-1", "b.toml 题 q-1", "b.toml 题 q-9", "b.toml 题 q-9"]);
    }

    #[test]
    fn a_retired_question_only_has_to_be_sound() {
        let mut retired = question("q", single(&["甲", "乙"], 0));
        retired.retired = true;
        retired.explain = "选A，每季度,一次".to_owned();
        assert_eq!(lint("b.toml", &bank(vec![retired.clone()])), []);
        retired.stem = String::new();
        let problems = lint("b.toml", &bank(vec![retired]));
        assert_eq!(problems.iter().map(|p| &p.fault).collect::<Vec<_>>(), [&Fault::Empty { field: Field::Stem }]);
    }

    #[test]
    fn an_id_used_twice_is_reported() {
        let one = question("q", single(&["甲", "乙"], 0));
        let other = Question { stem: "另外一个题目".to_owned(), ..question("q", single(&["丙", "丁"], 0)) };
        let problems = lint("b.toml", &bank(vec![one, other]));
        assert_eq!(problems, [Problem::new("b.toml", Subject::Question, Some("q"), Fault::DuplicateId)]);
    }
}
