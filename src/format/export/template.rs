//! An empty table that people fill in and bring back.
use super::sheet::{Line, MIN_OPTIONS, headers, row};
use crate::format::import::tables::rows::PART;
use crate::format::table::{Cell, Table};

/// An example of each kind, and how each column is filled.
pub fn tables() -> [Table; 2] {
    let example = |kind: &str, stem: &str, options: &[&str], answer: &str, explain: &str, tail: [&str; 3]| {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        let [kind, stem, answer, explain] = [kind, stem, answer, explain].map(str::to_owned);
        (Line { kind, stem, options, answer, explain }, tail.map(str::to_owned))
    };
    let part = |kind: &str| format!("{PART}：{kind}");
    let tail = ["组织生活", "基础", ""];
    let rows = vec![
        example(
            "单选题",
            "支部党员大会一般（　）召开一次。",
            &["每月", "每季度", "每半年", "每年"],
            "B",
            "党员大会一般每季度一次。",
            ["组织生活", "基础", "《中国共产党支部工作条例（试行）》第十一条"],
        ),
        example(
            "多选题",
            "“三会一课”中的“三会”包括哪些？",
            &["支部党员大会", "支部委员会会议", "党小组会", "党员座谈会"],
            "ABC",
            "党员座谈会不在其中。",
            tail,
        ),
        example("判断题", "预备党员有表决权。", &[], "错", "预备党员没有表决权、选举权和被选举权。", tail),
        example(
            "填空题",
            "支部委员会会议一般每____召开一次，党课一般每____一次。",
            &[],
            "月；一个月|季度；三个月",
            "各空用“|”隔开，同一空的几种答法用“；”隔开。",
            tail,
        ),
        example(
            "排序题",
            "把发展党员的几个阶段按先后排列。",
            &["接收预备党员", "申请入党", "预备党员转正", "确定发展对象"],
            "BDAC",
            "答案按正确的先后写选项字母。",
            tail,
        ),
        example(
            "配对题",
            "把会议与召开的次数配对。",
            &[],
            "支部党员大会 → 每季度\n支部委员会会议 → 每月\n民主生活会 → 每年\n → 每周",
            "每行一对；多余的右项前面不写左项。",
            tail,
        ),
        example(
            "情景题",
            "某机关党支部有正式党员二十名，准备召开党员大会讨论接收一名预备党员，当天到会十二名。",
            &[],
            "",
            "先写材料，下面几行写小题。",
            ["组织生活", "应用", ""],
        ),
        example(&part("判断题"), "到会人数符合要求。", &[], "对", "超过应到会人数的半数。", ["", "", ""]),
        example(&part("单选题"), "表决采取哪种方式？", &["举手", "无记名投票"], "B", "", ["", "", ""]),
    ];
    let mut number = 0;
    let rows = rows.into_iter().map(|(line, tail)| {
        let is_part = line.kind.starts_with(PART);
        number += i64::from(!is_part);
        row(if is_part { Cell::Empty } else { Cell::Whole(number) }, line, MIN_OPTIONS, tail)
    });
    let questions = Table { name: "题库".to_owned(), headers: headers(MIN_OPTIONS), rows: rows.collect() };
    let told = [
        ("序号", "可以不填"),
        ("题型", "单选题、多选题、判断题、填空题、排序题、配对题、情景题；情景题下面各行写“小题：单选题”等"),
        ("题干", "必填。填空题用四条下划线“____”表示一个空"),
        ("选项A、选项B……", "单选、多选、排序题填；不够可以在后面加列，选项前不用再写字母"),
        (
            "答案",
            "必填。选择题写字母，判断题写“对”或“错”，填空题各空用“|”隔开，排序题按先后写字母，配对题每行写“左 → 右”",
        ),
        ("解析", "可以不填，答完以后显示"),
        ("知识点", "可以不填，同一知识点的题归在一起"),
        ("难度", "基础、进阶、应用，不填算基础"),
        ("出处", "可以不填，写在解析后面"),
        ("示例", "“题库”表里的各行是示例，填写前请删去"),
    ];
    let rows = told.map(|(column, how)| vec![Cell::text(column), Cell::text(how)]).to_vec();
    let how =
        Table { name: "填写说明".to_owned(), headers: ["栏目", "怎么填"].map(str::to_owned).to_vec(), rows };
    [questions, how]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::id::QuestionId;
    use crate::domain::bank::kind::Kind;
    use crate::domain::time::UtcMillis;
    use crate::format::import::pace::{Headlong, at_once};
    use crate::format::import::tables::choices::Choices;
    use crate::format::import::tables::read;
    use crate::format::table_xlsx;

    #[test]
    fn the_template_is_read_without_a_note() {
        let file = table_xlsx::workbook(&tables(), UtcMillis(0));
        let read = at_once(read(&file, &Choices::default(), &Headlong)).unwrap();
        assert_eq!(read.found.len(), 7);
        for (found, kind) in read.found.iter().zip(Kind::ALL) {
            let (question, faults) = found.draft.question(&QuestionId::new("q"));
            assert_eq!(question.map(|question| question.kind()), Some(kind), "{faults:?}");
            assert!(found.notes.is_empty() && faults.is_empty(), "{:?} {faults:?}", found.notes);
        }
        assert!(!read.seen.sheets[1].is_read);
    }
}
