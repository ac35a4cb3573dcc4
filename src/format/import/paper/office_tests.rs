//! Papers as offices have them: pasted out of a chat, read off a scan, with a key of their own.
use super::*;
use crate::domain::bank::draft::Draft;
use crate::domain::bank::id::QuestionId;
use crate::format::import::note::Note;
use crate::format::import::pace::{Headlong, at_once};

fn paper(text: &str) -> Paper {
    at_once(read(text, None, &Headlong)).unwrap()
}

/// `kind stem|options|answer`, a part of a scenario in square brackets.
fn shown(draft: &Draft) -> String {
    let letters: String = draft.keys.iter().map(|key| char::from(b'A' + key)).collect();
    let judged = draft.judged.map(|judged| if judged { "对" } else { "错" }).unwrap_or_default();
    let gaps: Vec<_> = draft.gaps.iter().map(|gap| gap.join("/")).collect();
    let pairs: Vec<_> = draft.pairs.iter().map(|pair| pair.join("-")).collect();
    let answer = [letters, judged.to_owned(), gaps.join(" "), pairs.join(" "), draft.extra.join(" ")].concat();
    let parts: String = draft.parts.iter().map(|part| format!("[{}]", shown(part))).collect();
    let stem = draft.stem.replace('\n', "⏎");
    let text = format!("{} {stem}|{}|{answer}{parts}", draft.kind.key(), draft.options.join(" "));
    text.trim_end_matches('|').to_owned()
}

/// What cannot be taken begins with an exclamation mark.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let seen: Vec<String> = paper(text)
        .found
        .iter()
        .map(|found| {
            let is_whole = !found.is_refused() && found.draft.question(&QuestionId::new("q")).0.is_some();
            format!("{}{}", if is_whole { "" } else { "!" }, shown(&found.draft))
        })
        .collect();
    assert_eq!(seen, expected, "{text}");
}

#[test]
fn letters_without_a_mark_part_the_options_of_one_line() {
    check(
        "1.党员大会一般（  ）召开一次\nA每月 B每季度 C每半年 D每年\n答案B\n2.党小组会（  ）一次\nA每月 B每季度\nC每半年 D每年\n答案A",
        &[
            "single 党员大会一般（  ）召开一次|每月 每季度 每半年 每年|B",
            "single 党小组会（  ）一次|每月 每季度 每半年 每年|A",
        ],
    );
    // Letters of words are none.
    check("判断题\n1. A组和B组 C组都参加。\n答案：对", &["judge A组和B组 C组都参加。||对"]);
}

#[test]
fn a_question_whose_options_were_not_told_apart_is_not_made_a_statement() {
    let found = paper("1. 党员大会一般（  ）召开一次。A每月B每季度C每半年\n答案：B").found;
    assert!(found.iter().all(|found| found.draft.judged.is_none()), "{found:?}");
}

#[test]
fn an_order_is_no_choice() {
    check(
        "一、排序题\n1. 发展党员的步骤顺序是（ ）。\nA. 积极分子\nB. 申请书\nC. 发展对象\n答案：BAC\n\
         2. 排序：A.酝酿 B.公示 C.选举\n答案：A→C→B\n3. 按时间排列：①一大 ②七大 ③十二大\n答案：②①③",
        &[
            "order 发展党员的步骤顺序是（ ）。|申请书 积极分子 发展对象",
            "order 排序：|酝酿 选举 公示",
            "order 按时间排列：|七大 一大 十二大",
        ],
    );
    // Without a head the letters out of their order tell it, where the stem asks for one.
    check("1. 发展党员的先后顺序是\nA.甲\nB.乙\nC.丙\n答案：BAC", &["order 发展党员的先后顺序是|乙 甲 丙"]);
    check("1. 包括\nA.甲\nB.乙\nC.丙\n答案：BAC", &["multiple 包括|甲 乙 丙|ABC"]);
}

#[test]
fn a_key_with_bare_ordinals_goes_by_them() {
    let questions = "一、单选题\n1.甲是（ ）\nA.一 B.二\n2.乙是（ ）\nA.三 B.四\n二、多选题\n1.丙有（ ）\nA.五 B.六\n2.丁有（ ）\nA.七 B.八 C.九\n\
                     三、判断题\n1.戊（ ）\n2.己（ ）\n";
    let expected = [
        "single 甲是（ ）|一 二|A",
        "single 乙是（ ）|三 四|B",
        "multiple 丙有（ ）|五 六|AB",
        "multiple 丁有（ ）|七 八 九|AC",
        "judge 戊（ ）||错",
        "judge 己（ ）||对",
    ];
    for key in [
        "参考答案：\n一、\n1.A\n2.B\n二、\n1.AB\n2.AC\n三、\n1.×\n2.√",
        "答案：\n一、1.A 2.B\n二、1.AB 2.AC\n三、1.× 2.√",
        "答案: 一、1.A 2.B 二、1.AB 2.AC 三、1.× 2.√",
        "答案\n一、1-2 AB\n二、1-2 AB AC\n三、1-2 ×√",
    ] {
        check(&format!("{questions}{key}"), &expected);
    }
}

#[test]
fn figures_inside_an_answer_of_a_key_are_no_answers_of_their_own() {
    let text = "一、填空题\n1、任务是____。\n2、宗旨是____。\n答案：\n1、（1）宣传；（2）组织\n（3）教育\n2、服务";
    let paper = paper(text);
    assert_eq!(paper.remarks, []);
    assert_eq!(paper.found[1].draft.gaps, [["服务"]]);
    // Two answers for one gap that differ are told.
    let twice = "一、填空题\n1、宗旨是____。\n答案：甲\n参考答案\n一、填空题\n1、乙";
    let found = &self::paper(twice).found[0];
    let note = Note::AnswersDiffer { first: "甲".to_owned(), second: "乙".to_owned() };
    assert!(found.notes.contains(&note), "{:?}", found.notes);
}

#[test]
fn a_scan_puts_spaces_between_everything() {
    check(
        "一 、 单 项 选 择 题\n1 . 支委会一般( )召开。\nA . 每月 B . 每季度 C . 每年\n二 、 判 断 题\n1 . 党费可以代交。 ( X )\n\
         答案: 一、1.A",
        &["single 支委会一般( )召开。|每月 每季度 每年|A", "judge 党费可以代交。||错"],
    );
}

#[test]
fn marks_of_a_chat_are_verdicts() {
    check(
        "1.预备期为一年。（对）\n2.党小组会每月一次✅\n3.预备党员有表决权❌\n4.党员可以退党。正确\n5.党费应当交。 √",
        &[
            "judge 预备期为一年。||对",
            "judge 党小组会每月一次||对",
            "judge 预备党员有表决权||错",
            "judge 党员可以退党。||对",
            "judge 党费应当交。||对",
        ],
    );
}

#[test]
fn statements_numbered_as_heads_are_parted() {
    check(
        "判断题\n一、党员必须交党费。（√）\n二、党员可以信教。（×）\n三、党员有权利。（√）",
        &["judge 党员必须交党费。||对", "judge 党员可以信教。||错", "judge 党员有权利。||对"],
    );
}

#[test]
fn an_answer_may_repeat_the_text_of_its_option() {
    for answer in ["A.80字", "A、80字", "A 80字", "A（80字）", "A：80字", "（A）80字"] {
        check(
            &format!("单选题\n1. 字数为（ ）。\nA. 80字\nB. 90字\n答案：{answer}"),
            &["single 字数为（ ）。|80字 90字|A"],
        );
    }
    // One that names another option's text is no answer.
    check("单选题\n1. 字数为（ ）。\nA. 80字\nB. 90字\n答案：A.90字", &["!single 字数为（ ）。|80字 90字"]);
    check("1. 字数为（ ）。\nA. 80字\nB. 90字\n答案（B）", &["single 字数为（ ）。|80字 90字|B"]);
}

#[test]
fn the_head_of_a_page_is_dropped_between_options_too() {
    let text = "某局2024年测试\n1.超过（ ）人。\nA.50 B.\n第 1 页 共 3 页\n某局2024年测试\n100\n答案：A\n2.向（ ）公开。\nA.党员\nB.群众\n答案：A";
    check(text, &["single 超过（ ）人。|50 100|A", "single 向（ ）公开。|党员 群众|A"]);
    let bare = "1.甲（ ）。\nA.一\nB.二\n答案：A\n1\n2.乙（ ）\n2\n是。\nA.三\nB.四\n3\n答案：B";
    check(bare, &["single 甲（ ）。|一 二|A", "single 乙（ ）⏎是。|三 四|B"]);
    assert!(
        paper(bare)
            .found
            .iter()
            .all(|found| !found.notes.iter().any(|note| matches!(note, Note::AnswerTrailer { .. })))
    );
}

#[test]
fn a_whole_paper_on_three_lines_is_read() {
    check(
        "一、单选题：1、制度是（B）A、首长制B、集中制C、委员制2、修改权属于（A）A、大会B、书记处3、生日是（C）A、5月1日B、6月1日C、7月1日\n\
         二、判断题：1、党员须交党费（√）2、预备党员有选举权（×）\n三、填空题：1、宗旨是（为人民服务）。2、介绍人须（两）名。",
        &[
            "single 制度是（　）|首长制 集中制 委员制|B",
            "single 修改权属于（　）|大会 书记处|A",
            "single 生日是（　）|5月1日 6月1日 7月1日|C",
            "judge 党员须交党费||对",
            "judge 预备党员有选举权||错",
            "blank 宗旨是____。||为人民服务",
            "blank 介绍人须____名。||两",
        ],
    );
}

#[test]
fn explanations_without_a_colon_are_explanations() {
    let found =
        paper("单选题\n1.分为（ ）。\nA.两种\nB.三种\n正确答案是A\n答案解析 分为两种。\n考点：处分；难度：中等").found;
    let draft = &found[0].draft;
    assert_eq!((draft.explain.as_str(), draft.topic.as_str(), found[0].notes.len()), ("分为两种。", "处分", 0));
}

const CASE: &str = "某机关党支部共有党员23名，其中正式党员20名、预备党员3名。6月召开支部党员大会，讨论接收小李为预备党员，到会正式党员15名。";

#[test]
fn questions_that_share_a_text_are_one_scenario() {
    let questions = "1.到会人数是否符合要求？（ ）\nA.符合 B.不符合 C.看情况\n答案：A\n2.预备党员可以投票。（ ）\n答案：错\n3.须____赞成。\n答案：半数";
    let parts = "[single 到会人数是否符合要求？（ ）|符合 不符合 看情况|A][judge 预备党员可以投票。（ ）||错][blank 须____赞成。||半数]";
    let expected = format!("scenario {CASE}||{parts}");
    for head in [
        format!("一、材料分析题\n（一）{CASE}\n根据材料回答1-3题。"),
        format!("一、案例分析题\n案例一：{CASE}"),
        format!("一、案例分析题\n案例一\n{CASE}"),
        format!("一、单选题\n阅读下面材料，回答1～3题。\n材料：{CASE}"),
        format!("{CASE}\n根据以上材料，回答1、2、3题："),
        format!("案例题\n{CASE}"),
    ] {
        let questions = if head.starts_with("一、单选题") {
            questions.replace("2.预", "2.（判断题）预").replace("3.须", "3.（填空题）须")
        } else {
            questions.to_owned()
        };
        check(
            &format!("{head}\n{questions}\n二、单选题\n4.戊（ ）\nA.己 B.庚\n答案：B"),
            &[&expected, "single 戊（ ）|己 庚|B"],
        );
    }
    let notes = &paper(&format!("案例分析题\n{CASE}\n{questions}")).found[0].notes;
    assert!(notes.contains(&Note::PartsGathered { n_parts: 3 }), "{notes:?}");
}

#[test]
fn parts_may_be_numbered_below_the_number_of_their_text() {
    let nested = format!(
        "一、案例分析题\n1.{CASE}\n（1）要求（ ）。\nA.甲 B.乙\n（2）结果（ ）。\nA.丙 B.丁\n2.{CASE}再议。\n（1）几名（ ）。\nA.戊 B.己\n（2）何时（ ）。\nA.庚 B.辛\n\
         答案：\n1.（1）A（2）B\n2.（1）B（2）A"
    );
    let seen = paper(&nested).found;
    assert_eq!(seen.len(), 4, "without answers of their own they stay apart: {seen:?}");
    let nested =
        format!("1.{CASE}\n（1）要求（A）。\nA.甲 B.乙\n（2）结果（B）。\nA.丙 B.丁\n2.党费（A）。\nA.戊 B.己");
    check(
        &nested,
        &[
            &format!("scenario {CASE}||[single 要求（　）。|甲 乙|A][single 结果（　）。|丙 丁|B]"),
            "single 党费（　）。|戊 己|A",
        ],
    );
}

#[test]
fn of_many_questions_or_one_that_cannot_be_asked_the_first_keeps_the_text() {
    let question = |nth: usize| format!("{nth}.第{nth}问（A）。\nA.甲{nth} B.乙\n");
    let five: String = (1..=5).map(question).collect();
    let found = paper(&format!("阅读材料，回答1-5题。\n材料：{CASE}\n{five}6.另一问（B）。\nA.丙 B.丁")).found;
    assert_eq!(found.len(), 6);
    assert_eq!(found[0].draft.stem, format!("{CASE}\n第1问（　）。"));
    assert_eq!(found[1].draft.stem, "第2问（　）。");
    let told = |found: &crate::format::import::found::Found| found.notes.contains(&Note::MaterialWithFirst);
    assert_eq!(found.iter().map(told).collect::<Vec<_>>(), [true, true, true, true, true, false]);
    let found = paper(&format!("案例分析题\n{CASE}\n1.甲（A）。\nA.甲 B.乙\n2.谈谈你的看法。\n答：见仁见智，各人都有各人的道理，应当结合实际加以说明。")).found;
    assert_eq!((found.len(), told(&found[0]), told(&found[1])), (2, true, true));
    // One question alone is asked with its text.
    check(&format!("案例分析题\n{CASE}\n1.甲（A）。\nA.甲 B.乙"), &[&format!("single {CASE}⏎甲（　）。|甲 乙|A")]);
}

#[test]
fn two_columns_are_matched_line_by_line() {
    let expected = "match 把左右两边对应起来。||党员大会-每季度一次 支委会-每月一次 组织生活会-每年一次";
    for columns in [
        "1.党员大会    A.每月一次\n2.支委会      B.每季度一次\n3.组织生活会  C.每年一次",
        "（1）党员大会\tA．每月一次\n（2）支委会\tB．每季度一次\n（3）组织生活会\tC．每年一次",
        "①党员大会 A、每月一次\n②支委会 B、每季度一次\n③组织生活会 C、每年一次",
        "1.党员大会\n2.支委会\n3.组织生活会\nA.每月一次\nB.每季度一次\nC.每年一次",
        "1.党员大会 2.支委会 3.组织生活会\nA.每月一次 B.每季度一次 C.每年一次",
    ] {
        for answer in ["1-B 2-A 3-C", "1—B，2—A，3—C", "1B 2A 3C", "1.B；2.A；3.C"] {
            let question = format!("1. 把左右两边对应起来。\n{columns}\n答案：{answer}");
            let next = "2. 党章和条例\n1.党章  A.根本大法\n2.条例  B.全面规定\n3.细则  C.具体规定\nD.口头通知\n答案：1-A 2-B 3-C";
            check(
                &format!("连线题\n{question}\n{next}"),
                &[expected, "match 党章和条例||党章-根本大法 条例-全面规定 细则-具体规定口头通知"],
            );
            check(&question, &[expected]);
        }
    }
    // Without an answer nothing is guessed.
    check(
        "连线题\n1. 连线。\n党员大会    每季度\n支委会      每月\n答案：略",
        &["!match 连线。⏎党员大会    每季度⏎支委会      每月"],
    );
}

#[test]
fn a_key_without_numbers_goes_by_its_heads_where_the_counts_agree() {
    let questions = "一、单选题\n1.甲（ ）\nA.一 B.二\n2.乙（ ）\nA.三 B.四\n二、多选题\n3.丙（ ）\nA.五 B.六\n4.丁（ ）\nA.七 B.八 C.九\n\
                     三、判断题\n5.戊。\n6.己。\n";
    let expected = [
        "single 甲（ ）|一 二|B",
        "single 乙（ ）|三 四|A",
        "multiple 丙（ ）|五 六|AB",
        "multiple 丁（ ）|七 八 九|AC",
        "judge 戊。||错",
        "judge 己。||对",
    ];
    for key in [
        "答案\n(一)单选题\nB A\n(二)多选题\nAB AC\n(三)判断题\n× √",
        "参考答案\n一、单选题\nBA\n二、多选题\nAB、AC\n三、判断题\n错\n对",
        "标准答案（单选）：1.B 2.A\n标准答案（多选）：3.AB 4.AC\n标准答案（判断）：5.（×） 6.（√）",
        "参考答案：单选题：1-2 BA\n多选题：3-4 AB AC\n判断题：5-6 ×√",
    ] {
        check(&format!("{questions}{key}"), &expected);
    }
    // One too many: none is given, and that is told.
    let Paper { found, remarks } = paper(&format!("{questions}答案\n一、单选题\nBAB"));
    assert!(found.iter().all(|found| found.draft.keys.is_empty()));
    assert_eq!(remarks, [Remark::AnswersNotCounted { line: 16, n_questions: 2, n_answers: 3 }]);
}

#[test]
fn an_answer_that_is_left_out_is_none() {
    check(
        "一、填空题\n1.宗旨是____。\n答案：略\n2.原则是____。\n答案：（略）",
        &["!blank 宗旨是____。", "!blank 原则是____。"],
    );
}

#[test]
fn no_beginning_and_no_cut_of_such_papers_makes_it_panic() {
    let text = include_str!("../../../../tests/fixtures/import/office.txt");
    let lines: Vec<&str> = text.lines().collect();
    // Whole lines in windows, and one window cut at every character.
    for start in (0..lines.len()).step_by(7) {
        let window = lines[start..lines.len().min(start + 40)].join("\n");
        paper(&window);
        at_once(read(&window, Some(&lines[start..].join("\n")), &Headlong)).unwrap();
    }
    for (at, _) in text.char_indices().step_by(23) {
        let from = text[..at].char_indices().rev().nth(300).map_or(0, |(from, _)| from);
        paper(&text[from..at]);
    }
}
