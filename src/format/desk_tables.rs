//! What a desk knows, as tables for Excel or WPS.
use super::question_text::answer;
use super::short_code;
use super::table::{Cell, Table};
use crate::domain::bank::question::{Given, Question};
use crate::domain::contest::analysis::ItemAnalysis;
use crate::domain::contest::desk::{Decision, Desk};
use crate::domain::contest::flag::Flag;
use crate::domain::contest::reckoning::Reckoning;
use crate::domain::contest::terms::Terms;

pub fn people(reckoning: &Reckoning) -> Table {
    let headers =
        headers(["名次", "姓名", "编号", "单位", "得分", "用时", "计入的答卷数", "是否合格", "需要核对", "答卷编号"]);
    let rows = reckoning.people.iter().map(|person| {
        let ids = person.by.iter().map(|idx| short_code::write(&reckoning.marked[*idx].id.0));
        let flags = person.by.iter().flat_map(|idx| &reckoning.flags[*idx]);
        vec![
            whole(person.place),
            Cell::text(person.name.as_str()),
            Cell::text(person.number.as_str()),
            Cell::text(person.unit.as_str()),
            Cell::Thousandths(person.score.0.into()),
            Cell::Seconds(person.took.whole_seconds()),
            whole(person.n_attempts),
            Cell::text(person.passed.map_or("", |passed| if passed { "合格" } else { "未合格" })),
            Cell::text(in_words(flags)),
            Cell::text(ids.collect::<Vec<_>>().join("\n")),
        ]
    });
    Table { name: "个人排名".to_owned(), headers, rows: rows.collect() }
}

pub fn units(reckoning: &Reckoning) -> Table {
    let headers =
        headers(["名次", "单位", "单位得分", "参赛人数", "单位人数", "参与率", "合格人数", "平均分", "总分", "最高分"]);
    let rows = reckoning.units.iter().map(|unit| {
        // Who sat for nobody is missing, which is not nought.
        let points =
            |thousandths: u64| if unit.n_people == 0 { Cell::Empty } else { Cell::Thousandths(thousandths as i64) };
        vec![
            if unit.place == 0 { Cell::Empty } else { whole(unit.place) },
            Cell::text(unit.name.as_str()),
            unit.score.map_or(Cell::Empty, points),
            whole(unit.n_people),
            unit.size.map_or(Cell::Empty, |size| Cell::Whole(size.into())),
            unit.participation().map_or(Cell::Empty, Cell::Share),
            unit.n_passed.map_or(Cell::Empty, whole),
            points(unit.mean()),
            points(unit.sum),
            points(unit.best),
        ]
    });
    Table { name: "单位排名".to_owned(), headers, rows: rows.collect() }
}

pub fn items(items: &[ItemAnalysis]) -> Table {
    let headers = headers([
        "题库",
        "题号",
        "题型",
        "题干",
        "出到人次",
        "作答人次",
        "答对人次",
        "得分率",
        "区分度",
        "最多人错选",
        "错选人次",
        "用时中位数约",
    ]);
    let rows = items.iter().map(|item| {
        vec![
            Cell::text(item.reference.bank.to_string()),
            Cell::text(item.reference.question.to_string()),
            Cell::text(item.question.kind().label()),
            Cell::text(item.question.plain_stem()),
            whole(item.n_asked),
            whole(item.n_answered),
            whole(item.n_right),
            Cell::Share(item.facility),
            item.discrimination.map_or_else(|| Cell::text("数据不足"), |it| Cell::Thousandths(it.into())),
            Cell::text(distractor(item).map_or(String::new(), |(words, _)| words)),
            item.distractor.map_or(Cell::Empty, |(_, n)| whole(n)),
            Cell::Seconds(item.median_seconds),
        ]
    });
    Table { name: "题目分析".to_owned(), headers, rows: rows.collect() }
}

/// Every question of every receipt.
pub fn answers(terms: &Terms, reckoning: &Reckoning) -> Table {
    let headers = headers([
        "答卷编号",
        "姓名",
        "单位",
        "第几次",
        "状态",
        "题序",
        "题库",
        "题号",
        "题型",
        "作答",
        "得分",
        "分值",
        "用时约",
    ]);
    let mut rows = Vec::new();
    for (marked, standing) in reckoning.marked.iter().zip(&reckoning.standings) {
        let entry = &marked.receipt.entry;
        let id = short_code::write(&marked.id.0);
        for (idx, (item, question)) in marked.paper.items.iter().zip(&marked.paper.questions).enumerate() {
            rows.push(vec![
                Cell::text(id.as_str()),
                Cell::text(entry.name.as_str()),
                Cell::text(terms.unit_name(&entry.unit)),
                Cell::Whole(entry.attempt.into()),
                Cell::text(standing.label()),
                whole(idx + 1),
                Cell::text(item.question.bank.to_string()),
                Cell::text(item.question.question.to_string()),
                Cell::text(question.kind().label()),
                Cell::text(said(question, marked.given[idx].as_ref())),
                Cell::Thousandths(marked.shares[idx].of_points(item.points).0.into()),
                Cell::Thousandths(item.points.0.into()),
                Cell::Seconds(marked.receipt.paces[idx].seconds()),
            ]);
        }
    }
    Table { name: "答卷明细".to_owned(), headers, rows }
}

/// Every receipt with its flags and what was decided.
pub fn checks(terms: &Terms, desk: &Desk, reckoning: &Reckoning) -> Table {
    let headers = headers([
        "答卷编号",
        "姓名",
        "编号",
        "单位",
        "第几次",
        "开始时间",
        "交卷时间",
        "用时",
        "得分",
        "状态",
        "主办方决定",
        "需要核对",
    ]);
    let rows = reckoning.marked.iter().enumerate().map(|(idx, marked)| {
        let (receipt, entry) = (&marked.receipt, &marked.receipt.entry);
        let decided = desk.decisions.get(&marked.id).map_or("", |decision| match decision {
            Decision::Counts => "计入",
            Decision::DoesNotCount => "不计入",
        });
        vec![
            Cell::text(short_code::write(&marked.id.0)),
            Cell::text(entry.name.as_str()),
            Cell::text(entry.number.as_str()),
            Cell::text(terms.unit_name(&entry.unit)),
            Cell::Whole(entry.attempt.into()),
            Cell::Moment(receipt.started_at),
            Cell::Moment(receipt.handed_in_at()),
            Cell::Seconds(receipt.took.whole_seconds()),
            Cell::Thousandths(marked.score.0.into()),
            Cell::text(reckoning.standings[idx].label()),
            Cell::text(decided),
            Cell::text(in_words(&reckoning.flags[idx])),
        ]
    });
    Table { name: "核对记录".to_owned(), headers, rows: rows.collect() }
}

/// The wrong option chosen most often, in words, and by how many.
pub fn distractor(item: &ItemAnalysis) -> Option<(String, usize)> {
    let (position, n) = item.distractor?;
    let words = answer(&item.question.body, &Given::options([position]));
    (!words.is_empty()).then_some((words, n))
}

fn said(question: &Question, given: Option<&Given>) -> String {
    given.map_or_else(|| "（没答）".to_owned(), |given| answer(&question.body, given))
}

fn in_words<'a>(flags: impl IntoIterator<Item = &'a Flag>) -> String {
    flags.into_iter().map(Flag::to_string).collect::<Vec<_>>().join("；")
}

fn whole(n: usize) -> Cell {
    Cell::Whole(n as i64)
}

fn headers<const N: usize>(names: [&str; N]) -> Vec<String> {
    names.map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contest::reckoning::tests::desk;

    #[test]
    fn tables_hold_every_receipt_and_the_scores_of_those_that_count() {
        let (terms, desk, it) = desk();
        let tables = [people(&it), units(&it), items(&it.analysis()), answers(&terms, &it), checks(&terms, &desk, &it)];
        for table in &tables {
            assert!(table.rows.iter().all(|row| row.len() == table.headers.len()), "{}", table.name);
        }
        let shown = |table: &Table, row: usize| table.rows[row].iter().map(Cell::shown).collect::<Vec<_>>();
        assert_eq!(shown(&tables[0], 0)[..8], ["1", "甲", "", "办公室", "90", "0:05:00", "1", "合格"]);
        assert_eq!(shown(&tables[1], 0), ["1", "办公室", "75", "2", "", "", "2", "75", "150", "90"]);
        assert_eq!(shown(&tables[1], 1)[4..], ["", "", "0", "", "", ""], "nobody sat: missing, not nought");
        assert_eq!((tables[3].rows.len(), tables[4].rows.len()), (30, 3));
        assert!(shown(&tables[4], 2)[11].starts_with("不在规定的答题时段内开始"));
        let marks: i64 =
            tables[3].rows[..10].iter().map(|row| if let Cell::Thousandths(it) = row[10] { it } else { 0 }).sum();
        assert_eq!(marks, 90_000, "marks of the questions add up to the score");
    }
}
