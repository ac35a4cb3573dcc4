//! What a learner takes away of her record as tables: the wrong book, exams, practices.
use super::question_text::{answer, explain, key, options, stem};
use super::table::{Cell, Table};
use crate::domain::bank::document::Document;
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::question::{Question, cite_line};
use crate::domain::record::history::Mistake;
use crate::domain::record::session_record::{PastExam, SessionRecord};
use crate::domain::record::standing::{Standing, Wrong};
use crate::domain::session::rules::Feedback;

/// One question of the wrong book, with all that is known of it.
pub struct Missed<'a> {
    pub of: &'a QuestionRef,
    pub bank_title: String,
    /// `None` where its bank could not be had.
    pub question: Option<Question>,
    pub document: Option<Document>,
    pub standing: &'a Standing,
    pub wrong: &'a Wrong,
    pub mistake: Option<&'a Mistake>,
}

fn headers<const N: usize>(headers: [&str; N]) -> Vec<String> {
    headers.map(str::to_owned).to_vec()
}

pub fn wrong_book(missed: &[Missed]) -> Table {
    let headers = headers([
        "题库",
        "题型",
        "主题",
        "题干",
        "选项",
        "正确答案",
        "我最近一次答错",
        "错几次",
        "最近作答",
        "讲解",
        "出处",
        "题号",
    ]);
    Table { name: "错题".to_owned(), headers, rows: missed.iter().map(row).collect() }
}

fn row(missed: &Missed) -> Vec<Cell> {
    let mut row = vec![Cell::text(missed.bank_title.as_str())];
    let counts = [Cell::Whole(i64::from(missed.wrong.n_misses)), Cell::Moment(missed.standing.last_at)];
    match &missed.question {
        Some(question) => {
            let body = &question.body;
            let about = [question.kind().label().to_owned(), question.topic.clone(), stem(question), options(body)];
            row.extend(about.map(Cell::text));
            row.extend([key(body), mine(missed, question)].map(Cell::text));
            row.extend(counts);
            let source = question.citation.as_ref().map(|cite| cite_line(cite, missed.document.as_ref()));
            row.extend([explain(question), source.unwrap_or_default()].map(Cell::text));
        }
        None => {
            let absent = ["", "", "（题库没有取来，这道题的内容缺）", "", "", ""];
            row.extend(absent.map(Cell::text));
            row.extend(counts);
            row.extend([Cell::Empty, Cell::Empty]);
        }
    }
    row.push(Cell::text(missed.of.question.as_str()));
    row
}

/// The answer that put it into the book or kept it there.
fn mine(missed: &Missed, question: &Question) -> String {
    match missed.mistake {
        // Older than its place in the book: the last entry was a guess that happened to be right.
        Some(mistake) if mistake.at >= missed.wrong.since => {
            if question.means_the_same(mistake.edition) {
                answer(&question.body, &mistake.given)
            } else {
                "（题目改过，以前的作答不再列出）".to_owned()
            }
        }
        _ => "（蒙对的）".to_owned(),
    }
}

/// Exams at their end, in the order they were begun.
pub fn exams(sessions: &[SessionRecord]) -> Table {
    let headers = headers(["开始时间", "名称", "得分", "满分", "合格线", "是否合格", "用时"]);
    let over = sessions.iter().filter(|session| session.started.rules.feedback == Feedback::AtEnd);
    let rows = over.filter_map(|session| {
        let (exam, finish, pass) = (PastExam::of(session), session.finished?, session.started.rules.pass);
        let passed = pass.map_or("", |pass| if exam.earned >= pass { "合格" } else { "未合格" });
        Some(vec![
            Cell::Moment(exam.at),
            Cell::text(exam.title.as_str()),
            Cell::Thousandths(exam.earned.0.into()),
            Cell::Thousandths(exam.total.0.into()),
            pass.map_or(Cell::Empty, |pass| Cell::Thousandths(pass.0.into())),
            Cell::text(passed),
            Cell::Seconds(finish.at.since(exam.at).whole_seconds()),
        ])
    });
    Table { name: "考试".to_owned(), headers, rows: rows.collect() }
}

/// Practices in which anything was answered, in the order they were begun.
pub fn practices(sessions: &[SessionRecord]) -> Table {
    let headers = headers(["开始时间", "名称", "题数", "已答", "答对", "正确率", "答题用时", "练完没有"]);
    let practised =
        |session: &&SessionRecord| session.started.rules.feedback == Feedback::AtOnce && session.n_answered() > 0;
    let row = |session: &SessionRecord| {
        let n_right = session.shares.iter().flatten().filter(|share| share.is_right()).count();
        let n_answered = session.n_answered();
        vec![
            Cell::Moment(session.started.at),
            Cell::text(session.started.title.as_str()),
            Cell::Whole(session.started.items.len() as i64),
            Cell::Whole(n_answered as i64),
            Cell::Whole(n_right as i64),
            Cell::Share((n_right * 1000 / n_answered) as u32),
            Cell::Seconds(session.spent().whole_seconds()),
            Cell::text(if session.finished.is_some() { "练完" } else { "没练完" }),
        ]
    };
    Table { name: "练习".to_owned(), headers, rows: sessions.iter().filter(practised).map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::citation::{Citation, Place};
    use crate::domain::bank::hash::Edition;
    use crate::domain::bank::id::DocumentId;
    use crate::domain::bank::marking::{Points, Share};
    use crate::domain::bank::question::Given;
    use crate::domain::record::event::{EventId, Writer};
    use crate::domain::session::rules::Rules;
    use crate::domain::session::session::tests::{exam, question, session};
    use crate::domain::session::step::{Answer, Ending, Step};
    use crate::domain::time::{Millis, UtcMillis};

    /// In the book since 9; `mistake` is the time and the edition of the last wrong answer.
    fn row_of(question: Option<Question>, mistake: Option<(i64, Edition)>) -> Vec<String> {
        let wrong = Wrong { since: UtcMillis(9), n_misses: 2, edition: Edition(0), right_on: None };
        let standing = Standing { last_at: UtcMillis(60_000), wrong: Some(wrong.clone()), ..Standing::default() };
        let mistake = mistake.map(|(at, edition)| Mistake { at: UtcMillis(at), given: Given::options([2]), edition });
        let missed = Missed {
            of: &QuestionRef::new("b", "q7"),
            bank_title: "样例".to_owned(),
            question,
            document: None,
            standing: &standing,
            wrong: &wrong,
            mistake: mistake.as_ref(),
        };
        let table = wrong_book(&[missed]);
        assert_eq!(table.headers.len(), table.rows[0].len());
        table.rows[0].iter().map(Cell::shown).collect()
    }

    #[test]
    fn a_row_of_the_wrong_book_holds_all_that_is_needed_to_learn_from_it() {
        let mut asked = question("7");
        asked.citation = Some(Citation { document: DocumentId::new("d"), place: Place::Articles(vec![11]) });
        let now = asked.hash().edition();
        let expected = [
            "样例",
            "单选题",
            "组织生活",
            "题7",
            "A. 甲\nB. 乙\nC. 丙",
            "B. 乙",
            "C. 丙",
            "2",
            "1970-01-01 08:01",
            "讲解",
            "第十一条",
            "q7",
        ];
        assert_eq!(row_of(Some(asked), Some((9, now))), expected);
    }

    #[test]
    fn an_answer_is_told_only_where_it_answered_this_question_and_put_it_there() {
        let now = question("7").hash().edition();
        for (mistake, expected) in [
            (None, "（蒙对的）"),
            (Some((8, now)), "（蒙对的）"),
            (Some((9, Edition(1))), "（题目改过，以前的作答不再列出）"),
        ] {
            assert_eq!(row_of(Some(question("7")), mistake)[6], expected);
        }
    }

    #[test]
    fn a_question_whose_bank_did_not_come_is_named_and_not_dropped() {
        let row = row_of(None, None);
        assert_eq!((row[0].as_str(), row[7].as_str(), row[11].as_str()), ("样例", "2", "q7"));
        assert_eq!(row[3], "（题库没有取来，这道题的内容缺）");
    }

    /// Two questions of two points: one right, one wrong, then the end.
    fn played(rules: Rules, finished: bool) -> SessionRecord {
        let mut started = session(rules, 3).started().clone();
        started.items.iter_mut().for_each(|item| item.points = Points(1500));
        let mut record = SessionRecord::new(EventId { writer: Writer(1), seq: 0 }, started);
        for (item, right) in [(0, true), (1, false)] {
            let given = Given::options([u8::from(right)]);
            let share = Share::when(right);
            let answer = Answer { item, given, edition: Edition(0), share, spent: Millis(61_500), guessed: false };
            record.take(UtcMillis(1_000_500), &Step::Answered(answer));
        }
        if finished {
            record.take(UtcMillis(1_090_000), &Step::Finished(Ending::HandedIn));
        }
        record
    }

    fn shown(table: &Table) -> Vec<Vec<String>> {
        for row in &table.rows {
            assert_eq!(table.headers.len(), row.len());
        }
        table.rows.iter().map(|row| row.iter().map(Cell::shown).collect()).collect()
    }

    #[test]
    fn exams_and_practices_stand_in_tables_of_their_own() {
        let sessions = [played(exam(), true), played(exam(), false), played(Rules::PRACTICE, false)];
        let exams = shown(&exams(&sessions));
        assert_eq!(exams, [["1970-01-01 08:16", "练习", "1.5", "4.5", "6", "未合格", "0:01:30"]]);
        let practices = shown(&practices(&sessions));
        assert_eq!(practices, [["1970-01-01 08:16", "练习", "3", "2", "1", "50%", "0:02:03", "没练完"]]);
        let untouched = SessionRecord::new(sessions[0].id, session(Rules::PRACTICE, 3).started().clone());
        assert_eq!(shown(&super::practices(&[untouched])).len(), 0);
    }
}
