//! A bank as a table that people fill in: one row a question, and one more for each part of a scenario. What it cannot
//! carry is told before anybody downloads it.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::kind::{Blank, Body, Judge, Matching, Multiple, Order, Part, Scenario, Single};
use crate::domain::bank::question::{Question, cite_line};
use crate::format::import::found::Place;
use crate::format::import::loose::{Counting, Loose, interpret};
use crate::format::import::tables::rows::PART;
use crate::format::import::{answer, arrange, list, words};
use crate::format::table::{Cell, Table};

/// As many columns of options as a table has at least.
pub(super) const MIN_OPTIONS: usize = 4;

/// What stands in one row.
pub(super) struct Line {
    pub kind: String,
    pub stem: String,
    pub options: Vec<String>,
    pub answer: String,
    pub explain: String,
}

/// The questions of a bank that new papers may ask.
pub fn table(bank: &Bank) -> Table {
    let rows: Vec<(Vec<Line>, &Question)> = bank.live().map(|question| (lines(question), question)).collect();
    let n_options = rows.iter().flat_map(|(lines, _)| lines).map(|line| line.options.len()).max().unwrap_or(0);
    let n_options = n_options.max(MIN_OPTIONS);
    let mut table = Table { name: "题库".to_owned(), headers: headers(n_options), rows: Vec::new() };
    for ((lines, question), number) in rows.into_iter().zip(1..) {
        let source = question.citation.as_ref().map(|citation| cite_line(citation, bank.document(&citation.document)));
        for (idx, line) in lines.into_iter().enumerate() {
            let of_first = |text: &str| if idx == 0 { text.to_owned() } else { String::new() };
            let number = if idx == 0 { Cell::Whole(number) } else { Cell::Empty };
            let tail = [&question.topic, question.level.label(), source.as_deref().unwrap_or_default()].map(of_first);
            table.rows.push(row(number, line, n_options, tail));
        }
    }
    table
}

pub(super) fn headers(n_options: usize) -> Vec<String> {
    let options = (0..n_options).map(|position| format!("选项{}", letter(position)));
    let head = ["序号", "题型", "题干"].map(str::to_owned).into_iter();
    head.chain(options).chain(["答案", "解析", "知识点", "难度", "出处"].map(str::to_owned)).collect()
}

pub(super) fn row(number: Cell, line: Line, n_options: usize, tail: [String; 3]) -> Vec<Cell> {
    let Line { kind, stem, mut options, answer, explain } = line;
    options.resize(n_options, String::new());
    let texts = [kind, stem].into_iter().chain(options).chain([answer, explain]).chain(tail);
    [number].into_iter().chain(texts.map(Cell::text)).collect()
}

fn letter(position: usize) -> char {
    char::from(b'A' + (position % 26) as u8)
}

fn lines(question: &Question) -> Vec<Line> {
    let first = line(question.kind().label(), &question.stem, &question.body, &question.explain);
    let parts = question
        .body
        .parts()
        .iter()
        .map(|Part { stem, body, explain }| line(&format!("{PART}：{}", body.kind().label()), stem, body, explain));
    [first].into_iter().chain(parts).collect()
}

fn line(kind: &str, stem: &str, body: &Body, explain: &str) -> Line {
    let (options, answer) = asked(body);
    Line { kind: kind.to_owned(), stem: stem.to_owned(), options, answer, explain: explain.to_owned() }
}

/// Options and answer as a table has them.
fn asked(body: &Body) -> (Vec<String>, String) {
    match body {
        Body::Single(Single { options, answer, .. }) => (options.clone(), letter(usize::from(*answer)).to_string()),
        Body::Multiple(Multiple { options, answer, .. }) => {
            (options.clone(), answer.iter().map(|position| letter(usize::from(*position))).collect())
        }
        Body::Judge(Judge { answer }) => (Vec::new(), if *answer { "对" } else { "错" }.to_owned()),
        Body::Blank(Blank { gaps, .. }) => (Vec::new(), filled(gaps)),
        Body::Order(Order { items }) => {
            // In another order than the right one, so that a printed table does not tell.
            let mut shown: Vec<usize> = (0..items.len()).collect();
            shown.sort_by(|a, b| items[*a].cmp(&items[*b]));
            let place = |item: usize| shown.iter().position(|shown| *shown == item).map_or('A', letter);
            (shown.iter().map(|item| items[*item].clone()).collect(), (0..items.len()).map(place).collect())
        }
        Body::Match(matching) => (Vec::new(), paired(matching)),
        Body::Scenario(Scenario { .. }) => (Vec::new(), String::new()),
    }
}

/// `季度；季|半数`, or a list where the texts have such signs themselves.
fn filled(gaps: &[Vec<String>]) -> String {
    let written = gaps.iter().map(|gap| gap.join("；")).collect::<Vec<_>>().join("|");
    let read = answer::gaps(answer::bare(&written), gaps.len());
    if read == (gaps.to_vec(), true) { written } else { list::written(gaps) }
}

/// `左 → 右` a line, or a list where the texts have such signs themselves.
fn paired(matching: &Matching) -> String {
    let pairs: Vec<[String; 2]> = matching.pairs().map(|(left, right)| [left.to_owned(), right.to_owned()]).collect();
    let extra = matching.extra().to_vec();
    let all: Vec<Vec<String>> =
        pairs.iter().cloned().chain(extra.iter().map(|right| [String::new(), right.clone()])).map(Vec::from).collect();
    let written = all.iter().map(|pair| pair.join(" → ")).collect::<Vec<_>>().join("\n");
    if arrange::pairs(answer::bare(&written)) == Some((pairs, extra)) { written } else { list::written(&all) }
}

/// What such a table does not carry, in sentences for whoever is about to download it.
pub fn left_out(bank: &Bank) -> Vec<String> {
    let n_live = |is: &dyn Fn(&Question) -> bool| bank.live().filter(|question| is(question)).count();
    let n_retired = bank.questions.iter().filter(|question| question.retired).count();
    let n_ordered = n_live(&|question| fixed(&question.body));
    let n_any_order = n_live(&|question| any_order(&question.body));
    let n_posts = n_live(&|question| !question.posts.is_empty());
    let n_points = n_live(&|question| question.point.is_some());
    let mut sentences = Vec::new();
    for (count, what) in [
        (n_retired, "道已停用的题不写进表格"),
        (n_ordered, "道题规定了选项不打乱，表格里写不下，读回后会打乱"),
        (n_any_order, "道填空题允许各空互换，表格里写不下，读回后要按顺序填"),
        (n_posts, "道题标了适用岗位，表格里写不下"),
        (n_points, "道题对应着知识卡片，表格只写知识点的名称，读回后不再相连"),
    ] {
        if count > 0 {
            sentences.push(format!("有{count}{what}"));
        }
    }
    let changed: Vec<String> = bank
        .live()
        .zip(1..)
        .filter(|(question, _)| !comes_back(question))
        .map(|(_, number)| format!("第{number}题"))
        .collect();
    if !changed.is_empty() {
        let shown = changed.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("、");
        let more = if changed.len() > 10 { format!("等{}题", changed.len()) } else { String::new() };
        sentences.push(format!("{shown}{more}的文字里有与表格写法相同的记号，读回后请核对"));
    }
    sentences
}

fn fixed(body: &Body) -> bool {
    match body {
        Body::Single(Single { shuffle, .. }) | Body::Multiple(Multiple { shuffle, .. }) => !shuffle,
        _ => body.parts().iter().any(|part| fixed(&part.body)),
    }
}

fn any_order(body: &Body) -> bool {
    match body {
        Body::Blank(blank) => blank.any_order,
        _ => body.parts().iter().any(|part| any_order(&part.body)),
    }
}

/// Whether the importer makes the same of a question's rows, apart from what no table says.
fn comes_back(question: &Question) -> bool {
    let mut drafts = lines(question).into_iter().map(|line| {
        let Line { kind, stem, options, answer, explain } = line;
        let kind = words::said(kind.strip_prefix(PART).map_or(kind.as_str(), |kind| kind.trim_start_matches('：')));
        let texts = [String::new(), String::new(), String::new()];
        let [source, topic, level] = texts;
        let place = Place::Nth(1);
        let loose = Loose { place, kind, stem, options, answer, explain, source, topic, level, notes: Vec::new() };
        interpret(loose, Counting::FromOne).draft
    });
    let Some(mut read) = drafts.next() else { return false };
    read.parts = drafts.collect();
    same(&read, &Draft::of(question))
}

fn same(read: &Draft, draft: &Draft) -> bool {
    let asked = |draft: &Draft| {
        let Draft { kind, stem, options, keys, judged, gaps, pairs, extra, explain, .. } = draft.clone();
        (kind, stem, options, keys, judged, gaps, (pairs, extra, explain))
    };
    asked(read) == asked(draft)
        && read.parts.len() == draft.parts.len()
        && read.parts.iter().zip(&draft.parts).all(|(read, part)| same(read, part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::PointId;
    use crate::domain::bank::kind::GAP;
    use crate::domain::bank::level::Level;
    use crate::domain::bank::lint::sample::{self, blank, judge, matching, multiple, order, scenario, single};
    use crate::domain::bank::point::Post;
    use crate::domain::time::UtcMillis;
    use crate::format::import::found::Found;
    use crate::format::import::pace::{Headlong, at_once};
    use crate::format::import::tables::choices::Choices;
    use crate::format::import::tables::read;
    use crate::format::{table_csv, table_xlsx};

    fn bank(questions: Vec<Question>) -> Bank {
        Bank { document: None, points: Vec::new(), ..sample::bank(questions) }
    }

    fn of(stem: &str, body: Body) -> Question {
        Question { stem: stem.to_owned(), level: Level::Applied, point: None, ..sample::question("q", body) }
    }

    fn every_kind() -> Bank {
        let pairs = [["党课", "每季度"], ["支委会", "每月"], ["党员大会", "每季度"]];
        let tricky = [["甲→乙", "丙；丁"], ["支委会", "每月"], ["戊\"己", "庚"]];
        let parts =
            [("合规吗", judge(false)), ("应有几人", single(&["二十", "三十"], 1)), ("每____", blank(&[&["月"]]))];
        bank(vec![
            of("下列**不属于**“三会一课”的是（　）", single(&["党课", "座谈会, \"甲\"", "=1+1", "-丁"], 1)),
            of("哪些", multiple(&["甲", "乙", "丙", "丁", "戊", "己"], &[0, 2, 5])),
            of("=1+1等于3", judge(false)),
            of(&format!("每{GAP}，过{GAP}"), blank(&[&["季度", "季"], &["2/3", "三分之二"]])),
            of(&format!("每{GAP}，过{GAP}"), blank(&[&["季；度", "a|b"], &["[甲]"]])),
            of(&format!("党的生日{GAP}"), blank(&[&["7月1日", "七月一日"]])),
            of("排序", order(&["讨论", "表决", "宣读", "公示", "转正"])),
            of("配对", matching(&pairs, &["每年"])),
            of("配对", matching(&tricky, &["=辛"])),
            of("某机关党支部开会讨论接收预备党员，应到三十人，实到十人。", scenario(&parts)),
            of("最后\n两行", judge(false)),
        ])
    }

    #[track_caller]
    fn check(bank: &Bank, file: &[u8]) {
        let found: Vec<Found> = at_once(read(file, &Choices::default(), &Headlong)).unwrap().found;
        assert_eq!(found.len(), bank.questions.len());
        for (found, question) in found.iter().zip(&bank.questions) {
            let source = "出处：《某条例》第十一条 · 2018";
            let asked = Draft::of(&Question { explain: format!("{}\n{source}", question.explain), ..question.clone() });
            assert!(
                found.draft.explain.starts_with(&format!("{}\n{source}", question.explain)),
                "{}",
                found.draft.explain
            );
            let read =
                Draft { explain: asked.explain.clone(), citation: asked.citation.clone(), ..found.draft.clone() };
            let parts = asked.parts.iter().cloned();
            let parts = parts.zip(&read.parts).map(|(part, read)| Draft { level: read.level, ..part }).collect();
            assert_eq!(read, Draft { parts, ..asked });
            assert!(found.notes.is_empty(), "{:?}", found.notes);
        }
    }

    #[test]
    fn every_kind_comes_back_from_a_workbook_and_from_text() {
        let bank = every_kind();
        let table = table(&bank);
        assert_eq!(table.headers[3..9], ["选项A", "选项B", "选项C", "选项D", "选项E", "选项F"].map(str::to_owned));
        check(&bank, table_csv::csv(std::slice::from_ref(&table)).as_bytes());
        check(&bank, &table_xlsx::workbook(&[table], UtcMillis(0)));
        assert_eq!(left_out(&bank), Vec::<String>::new());
    }

    #[test]
    fn what_a_table_cannot_carry_is_told() {
        let mut bank = every_kind();
        bank.questions[0].body =
            Body::Single(Single { options: ["甲", "乙"].map(str::to_owned).to_vec(), answer: 0, shuffle: false });
        bank.questions[1].retired = true;
        bank.questions[2].posts = vec![Post::ALL[0]];
        bank.questions[3].point = Some(PointId::new("p"));
        bank.questions[5].body = Body::Blank(Blank { gaps: vec![vec!["甲".to_owned()]], any_order: true });
        bank.questions[5].stem = format!("（ ）的生日{GAP}");
        assert_eq!(
            left_out(&bank),
            [
                "有1道已停用的题不写进表格",
                "有1道题规定了选项不打乱，表格里写不下，读回后会打乱",
                "有1道填空题允许各空互换，表格里写不下，读回后要按顺序填",
                "有1道题标了适用岗位，表格里写不下",
                "有1道题对应着知识卡片，表格只写知识点的名称，读回后不再相连",
                "第5题的文字里有与表格写法相同的记号，读回后请核对",
            ]
        );
    }
}
