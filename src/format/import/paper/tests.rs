//! Papers as they come, each trap in a paper of its own.
use super::*;
use crate::domain::bank::id::QuestionId;
use crate::format::import::found::Place;
use crate::format::import::loose::Said;
use crate::format::import::note::{Note, Weight};
use crate::format::import::pace::{Headlong, at_once};

fn read_text(text: &str, answers: Option<&str>) -> (Vec<Loose>, Vec<Remark>) {
    let Assembled { loose, remarks, .. } = at_once(assembled(text, answers, &Headlong)).unwrap();
    (loose.into_iter().map(|(loose, _)| loose).collect(), remarks)
}

/// `line kind stem | options | answer | explanation`, what is empty at the end left out.
fn shown(loose: &Loose) -> String {
    let Place::Line(line) = loose.place else { panic!("{:?}", loose.place) };
    let kind = match &loose.kind {
        None => "-",
        Some(Said::Kind(kind)) => kind.key(),
        Some(Said::Choice) => "choice",
        Some(Said::Unsupported(name)) => name,
    };
    let stem = loose.stem.replace('\n', "⏎");
    let text = [
        format!("{line} {kind} {stem}"),
        loose.options.join(" "),
        loose.answer.replace('\n', "⏎"),
        loose.explain.replace('\n', "⏎"),
    ];
    text.join("|").trim_end_matches('|').to_owned()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let (loose, _) = read_text(text, None);
    assert_eq!(loose.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
}

#[test]
fn a_plain_paper_is_read() {
    check(
        "一、单项选择题（每题2分，共20分）\n1. 党的生日是（　）。\nA. 七月一日\nB. 八月一日\n答案：A\n解析：一九四一年定下。\n\
         2、预备期是（　）。\nA、一年\nB、两年\n答案：A\n二、判断题\n1．党费可以不交。\n答案：错",
        &[
            "2 single 党的生日是（　）。|七月一日 八月一日|A|一九四一年定下。",
            "7 single 预备期是（　）。|一年 两年|A",
            "12 judge 党费可以不交。||错",
        ],
    );
}

#[test]
fn questions_are_numbered_in_every_way() {
    for [one, two] in [
        ["1.", "2."],
        ["1、", "2、"],
        ["１．", "２．"],
        ["(1)", "(2)"],
        ["（1）", "（2）"],
        ["第1题 ", "第2题 "],
        ["第一题：", "第二题："],
        ["【1】", "【2】"],
        ["①", "②"],
        ["一、", "二、"],
        ["1)", "2）"],
        ["1 ", "2 "],
        ["Q1. ", "Q2. "],
        ["**1.** ", "**2.** "],
        ["14.", "17、"],
        ["17.", "15."],
        ["1.", "1."],
        ["1.", "（3）"],
        ["", ""],
    ] {
        check(
            &format!("{one}党的生日是（　）。\nA.甲\nB.乙\n答案：A\n{two}预备期是（　）。\nA.丙\nB.丁\n答案：B"),
            &["1 - 党的生日是（　）。|甲 乙|A", "5 - 预备期是（　）。|丙 丁|B"],
        );
    }
}

#[test]
fn numbers_may_stand_on_the_line_of_the_question_before() {
    check(
        "1. 党的生日是（A）。A.甲 B.乙 2. 预备期是（B）。A.丙 B.丁\n3. 党费（A）。\nA.戊 B.己 4、支部（B）。\nA.庚 B.辛",
        &[
            "1 - 党的生日是（　）。|甲 乙|A",
            "1 - 预备期是（　）。|丙 丁|B",
            "2 - 党费（　）。|戊 己|A",
            "3 - 支部（　）。|庚 辛|B",
        ],
    );
    check(
        "判断题\n1. 党费可以不交。（×）2. 预备期为一年。（√） 3. 支部大会每季度一次。（√）",
        &["2 judge 党费可以不交。||×", "2 judge 预备期为一年。||√", "2 judge 支部大会每季度一次。||√"],
    );
}

#[test]
fn options_stand_in_every_way() {
    let expected = ["1 - 党的生日是（　）。|甲 乙 丙 丁|A"];
    for options in [
        "A.甲\nB.乙\nC.丙\nD.丁",
        "A.甲    B.乙\nC.丙    D.丁",
        "A.甲\tB.乙\nC.丙\tD.丁",
        "A.甲；B.乙；C.丙；D.丁",
        "A.甲；\tB.乙；\tC.丙；\tD.丁；",
        "A．甲B．乙C．丙D．丁",
        "（A）甲（B）乙\n（C）丙（D）丁",
        "[A]甲 [B]乙 [C]丙 [D]丁",
        "Ａ、甲\nＢ、乙\nＣ、丙\nＤ、丁",
        "A 甲\nB 乙\nC 丙\nD 丁",
        "A甲\nB乙\nC丙\nD丁",
        "a. 甲\nb. 乙\nc. 丙\nd. 丁",
        "A.\n甲\nB.\n乙\nC.\n丙\nD.\n丁",
        "A：甲\n\nB：乙\n\nC：丙\n\nD：丁",
    ] {
        check(&format!("1. 党的生日是（　）。\n{options}\n答案：A"), &expected);
    }
    check("1. 党的生日是（　）。A.甲 B.乙 C.丙 D.丁\n答案：A", &expected);
    check("1. 党的生日是（　）。A.甲B.乙C.丙D.丁 答案：A", &expected);
}

#[test]
fn an_empty_option_keeps_the_letters_after_it() {
    check("1. 党的生日是（　）。\nA.甲\nC.丙\nD.丁\n答案：C", &["1 - 党的生日是（　）。|甲  丙 丁|C"]);
    let (loose, _) = read_text("1. 党的生日是（　）。\nA.甲\nB.乙\nB.丙\nD.丁\n答案：D", None);
    assert_eq!(loose[0].options, ["甲", "乙", "丙", "丁"]);
    assert_eq!(loose[0].notes, [Note::LabelsDisorder { letters: "ABBD".to_owned() }]);
}

#[test]
fn words_that_look_like_options_stay_in_the_stem() {
    check(
        "1. A型血的党员坐C919去B超室，（　）。\nA.甲\nB.乙\n答案：A",
        &["1 - A型血的党员坐C919去B超室，（　）。|甲 乙|A"],
    );
    check(
        "1. 下列说法：\n①甲 ②乙\n③丙\n正确的是（　）。\nA.①②\nB.②③\n答案：A",
        &["1 - 下列说法：⏎①甲 ②乙⏎③丙⏎正确的是（　）。|①② ②③|A"],
    );
}

#[test]
fn circled_options_are_options_where_no_letters_are() {
    check("一、多选题\n1. 包括（　）。\n①甲\n②乙\n③丙\n答案：①③", &["2 multiple 包括（　）。|甲 乙 丙|AC"]);
}

#[test]
fn options_that_lost_their_letters_are_told_by_their_lines() {
    let text =
        "单选题\n党的生日是（　）。\n七月一日\n八月一日\n十月一日\n答案：A\n\n预备期是（　）。\n一年\n两年\n答案：B";
    check(text, &["2 single 党的生日是（　）。|七月一日 八月一日 十月一日|A", "8 single 预备期是（　）。|一年 两年|B"]);
    assert!(read_text(text, None).0.iter().all(|loose| loose.notes.contains(&Note::LabelsMissing)));
}

#[test]
fn an_answer_beside_its_question_is_found_in_every_way() {
    for answer in [
        "答案：A",
        "答案:A",
        "[答案] A",
        "**答案：A**",
        "【答案】A",
        "正确答案：A",
        "参考答案：A",
        "（A）",
        "A",
        "答案 A",
        "（答案：A）",
        "答：A",
        "【答案】\nA",
    ] {
        let text = format!("1. 党的生日是（　）。\nA.甲\nB.乙\n{answer}\n2. 预备期是（　）。\nA.丙\nB.丁\n{answer}");
        let n_lines = answer.lines().count();
        let second = format!("{} - 预备期是（　）。|丙 丁|A", 4 + n_lines);
        check(&text, &["1 - 党的生日是（　）。|甲 乙|A", &second]);
    }
    check("1. 党的生日是（ A ）。\nA.甲\nB.乙", &["1 - 党的生日是（　）。|甲 乙|A"]);
    check("1. 党的生日是____。（A）\nA.甲\nB.乙", &["1 - 党的生日是____。|甲 乙|A"]);
    check("1. 预备党员转为正式党员(A)，应公示。\nA.甲\nB.乙", &["1 - 预备党员转为正式党员(　)，应公示。|甲 乙|A"]);
    check(
        "判断题\n（ √ ）1. 预备期为一年。\n（ × ）2. 党费可以不交。",
        &["2 judge 预备期为一年。||√", "3 judge 党费可以不交。||×"],
    );
    check(
        "判断题\n1. 预备期为一年。\n√\n2. 党费可以不交。\n（×）",
        &["2 judge 预备期为一年。||√", "4 judge 党费可以不交。||×"],
    );
}

#[test]
fn answers_all_at_the_end_find_their_questions() {
    let paper = "一、单选题\n1. 党的生日是（　）。\nA.甲 B.乙\n2. 预备期是（　）。\nA.丙 B.丁\n二、判断题\n1. 党费可以不交。\n2. 支部每季度开会。\n";
    let expected = [
        "2 single 党的生日是（　）。|甲 乙|A",
        "4 single 预备期是（　）。|丙 丁|B",
        "7 judge 党费可以不交。||错",
        "8 judge 支部每季度开会。||对",
    ];
    for answers in [
        "参考答案\n一、单选题\n1-2 AB\n二、判断题\n1-2 错对",
        "参考答案\n一、单选题 1.A 2.B\n二、判断题 1.错 2.对",
        "参考答案：\n单选题：1-2：AB\n判断题：1-2：错 对",
        "附：标准答案\n二、判断题\n1. 错\n2. 对\n一、单选题\n1. A\n2. B",
        "答案\n一、单选题\n题号 1 2\n答案 A B\n二、判断题\n题号\t1\t2\n答案\t错\t对",
        "一、单选题答案\n1.A 2.B\n二、判断题答案\n1.错 2.对",
        "参考答案\n1.A 2.B\n1.错 2.对",
        "【参考答案】\n（一）单选题\n1-2\nAB\n（二）判断题\n1—2 错、对",
    ] {
        check(&format!("{paper}{answers}"), &expected);
        let (loose, remarks) = read_text(paper, Some(answers));
        assert_eq!(loose.iter().map(shown).collect::<Vec<_>>(), expected, "{answers}");
        assert_eq!(remarks, [], "{answers}");
    }
}

#[test]
fn answers_at_the_end_of_each_section_belong_to_it() {
    check(
        "一、单选题\n1. 党的生日是（　）。\nA.甲 B.乙\n2. 预备期是（　）。\nA.丙 B.丁\n答案：1-2 AB\n\
         二、判断题\n1. 党费可以不交。\n2. 支部每季度开会。\n答案：1.错 2.对",
        &[
            "2 single 党的生日是（　）。|甲 乙|A",
            "4 single 预备期是（　）。|丙 丁|B",
            "8 judge 党费可以不交。||错",
            "9 judge 支部每季度开会。||对",
        ],
    );
}

#[test]
fn answers_at_the_end_may_bring_their_reasons() {
    check(
        "一、单选题\n1. 党的生日是（　）。\nA.甲 B.乙\n2. 预备期是（　）。\nA.丙 B.丁\n参考答案及解析\n一、单选题\n\
         1.【答案】A\n【解析】因为甲。\n还因为丙。\n2. B。章程有规定。",
        &["2 single 党的生日是（　）。|甲 乙|A|因为甲。⏎还因为丙。", "4 single 预备期是（　）。|丙 丁|B|章程有规定。"],
    );
}

#[test]
fn words_are_listed_as_answers_too() {
    check(
        "一、填空题\n1. 根本原则是____。\n2. 根本宗旨是____。\n3. 诞生于____年。\n参考答案\n一、填空题\n1. 民主集中制\n2. 全心全意为人民服务 3. 1921",
        &[
            "2 blank 根本原则是____。||民主集中制",
            "3 blank 根本宗旨是____。||全心全意为人民服务",
            "4 blank 诞生于____年。||1921",
        ],
    );
}

#[test]
fn an_answer_that_fits_no_question_or_several_is_told() {
    let (loose, remarks) = read_text("单选题\n1. 党的生日是（　）。\nA.甲 B.乙\n参考答案\n1.A 7.B", None);
    assert_eq!(loose[0].answer, "A");
    let text = "B".to_owned();
    assert_eq!(remarks, [Remark::AnswerWithoutQuestion { line: 5, number: 7, text }]);

    let twice = "单选题\n7. 党的生日是（　）。\nA.甲 B.乙\n7. 预备期是（　）。\nA.丙 B.丁\n";
    let (loose, _) = read_text(&format!("{twice}参考答案\n7.A 8.A"), None);
    let note = Note::AnswerFitsSeveral { number: 7, text: "A".to_owned() };
    assert!(loose.iter().all(|loose| loose.answer.is_empty() && loose.notes == [note.clone()]));

    let (loose, _) = read_text(&format!("{twice}参考答案\n单选题\n7.A\n7.B"), None);
    assert_eq!(loose.iter().map(|loose| loose.answer.as_str()).collect::<Vec<_>>(), ["A", "B"]);
    assert!(loose.iter().all(|loose| loose.notes == [Note::NumberRepeats { number: 7 }]));

    let (loose, remarks) =
        read_text("单选题\n1. 甲（　）。\nA.甲 B.乙\n2. 乙（　）。\nA.丙 B.丁\n参考答案\n1-2 ABA", None);
    assert!(loose.iter().all(|loose| loose.answer.is_empty()));
    assert_eq!(remarks, [Remark::AnswersNotCounted { line: 7, n_questions: 2, n_answers: 3 }]);
}

#[test]
fn two_answers_that_differ_are_told_and_none_is_hidden() {
    let (loose, _) = read_text("单选题\n1. 党的生日是（A）。\nA.甲\nB.乙\n参考答案\n1.B 2.A", None);
    let note = Note::AnswersDiffer { first: "A".to_owned(), second: "B".to_owned() };
    assert!(loose[0].notes.contains(&note), "{:?}", loose[0].notes);
    let (loose, _) = read_text("单选题\n1. 党的生日是（A）。\nA.甲\nB.乙\n答案：A", None);
    assert_eq!(loose[0].notes, [Note::AnswerInStem { text: "A".to_owned() }]);
}

#[test]
fn explanations_run_over_lines_and_hold_lists() {
    check(
        "1. 党的生日是（　）。\nA.甲\nB.乙\n答案：A\n解析：有三条：\n1. 第一条\n2. 第二条\n（1）小条\nB项错误\n\
         2. 预备期是（　）。\nA.丙\nB.丁\n答案：B\n【解析】因为\n所以",
        &[
            "1 - 党的生日是（　）。|甲 乙|A|有三条：⏎1. 第一条⏎2. 第二条⏎（1）小条⏎B项错误",
            "10 - 预备期是（　）。|丙 丁|B|因为⏎所以",
        ],
    );
}

#[test]
fn what_else_is_said_of_a_question_has_its_place() {
    let text = "1. [单选题]（2分）党的生日是（　）。\nA.甲\nB.乙\n答案：A\n考点：党史\n出处：《党史》第3页\n难度：易\n我的答案：B\n得分：0";
    let (loose, remarks) = read_text(text, None);
    check(text, &["1 single 党的生日是（　）。|甲 乙|A"]);
    let said = [loose[0].topic.as_str(), &loose[0].source, &loose[0].level];
    assert_eq!(said, ["党史", "《党史》第3页", "易"]);
    assert_eq!(remarks, [Remark::PageMarksLeftOut { n_lines: 2 }, Remark::PointsLeftOut { n_questions: 1 }]);
}

#[test]
fn chapters_give_the_topic_and_keep_the_kind_inside_them() {
    let (loose, _) = read_text(
        "第一章 总纲\n一、单选题\n1. 甲（A）。\nA.甲\nB.乙\n二、判断题\n（一）义务\n1. 乙。（√）\n（二）权利\n2. 丙。（×）",
        None,
    );
    let said: Vec<_> = loose.iter().map(|loose| (loose.topic.as_str(), loose.kind.clone())).collect();
    let judge = || Some(Said::Kind(crate::domain::bank::kind::Kind::Judge));
    assert_eq!(said[0].0, "总纲");
    assert_eq!(said[1..], [("义务", judge()), ("权利", judge())]);
}

#[test]
fn a_list_that_begins_beside_its_tag_goes_on_below() {
    check(
        "简答题\n1. 怎样开好党课？\n答：（1）备好；\n（2）讲好。\n2. 什么是党课？\n答：是课。",
        &["2 简答题 怎样开好党课？||（1）备好；⏎（2）讲好。", "5 简答题 什么是党课？||是课。"],
    );
    check("1. 包括（　）。\nA.甲；\nB.乙；\nC.丙。\n答案：AB", &["1 - 包括（　）。|甲 乙 丙|AB"]);
}

#[test]
fn an_essay_is_kept_with_its_answer() {
    check(
        "五、简答题\n1. 党员的义务有哪些？\n答：\n1. 学习。\n2. 执行。\n（1）带头\n2. 什么是党课？\n答：是课。",
        &["2 简答题 党员的义务有哪些？||1. 学习。⏎2. 执行。⏎（1）带头", "7 简答题 什么是党课？||是课。"],
    );
}

#[test]
fn what_stands_before_and_between_is_told() {
    let text = "党务知识竞赛试题\n姓名：____ 单位：____\n1. 本卷共两题。\n2. 请用钢笔作答。\n一、单选题\n1. 党的生日是（A）。\nA.甲\nB.乙\n\
                第1页 共2页\n2. 预备期是（B）。\nA.丙\n— 2 —\nB.丁";
    check(text, &["6 single 党的生日是（　）。|甲 乙|A", "10 single 预备期是（　）。|丙 丁|B"]);
    let (_, remarks) = read_text(text, None);
    let left_out = |first, n_lines, start: &str| Remark::LinesLeftOut { first, n_lines, start: start.to_owned() };
    assert_eq!(
        remarks,
        [left_out(3, 2, "本卷共两题。"), left_out(1, 2, "党务知识竞赛试题"), Remark::PageMarksLeftOut { n_lines: 2 },]
    );
}

#[test]
fn a_question_without_its_number_is_told_from_the_one_before() {
    let text = "1. 党的生日是（　）。\nA.甲\nB.乙\n答案：A\n预备期是（　）。\nA.丙\nB.丁\n答案：B\n3. 党费（　）。\nA.戊\nB.己\n答案：A";
    check(text, &["1 - 党的生日是（　）。|甲 乙|A", "5 - 预备期是（　）。|丙 丁|B", "9 - 党费（　）。|戊 己|A"]);
    assert_eq!(read_text(text, None).0[1].notes, [Note::NumberMissing]);
    check(
        "党费（　）。\nA.甲\nB.乙\n\n预备期是\nA.丙\nB.丁\n\n答案：B",
        &["1 - 党费（　）。|甲 乙", "5 - 预备期是|丙 丁|B"],
    );
}

#[test]
fn a_long_stem_goes_on_in_the_next_line() {
    check(
        "1. 某机关党支部召开支部党员大会讨论接收预备党员，应到会有表决权的正式党员二十名，实到\n十五名，会议（　）。\nA.有效\nB.无效\n答案：A",
        &[
            "1 - 某机关党支部召开支部党员大会讨论接收预备党员，应到会有表决权的正式党员二十名，实到十五名，会议（　）。|有效 无效|A",
        ],
    );
}

#[test]
fn the_templates_of_two_sites_are_read() {
    // An answer mini-program: 【答案】 in the line after, several gaps in brackets.
    check(
        "1.党的生日是（ ）\nA.甲\nB.乙\n【答案】A\n2.根本原则是（ ）和（ ）\n【答案】（甲）（乙）\n3.党费可以不交\n【答案】错误\n4.谈谈体会",
        &[
            "1 - 党的生日是（ ）|甲 乙|A",
            "5 - 根本原则是（ ）和（ ）||（甲）（乙）",
            "7 - 党费可以不交||错误",
            "9 - 谈谈体会",
        ],
    );
    // Questions in one file, answers in ranges in another.
    let (loose, remarks) = read_text("(1)党的生日是\n(A)甲\n(B)乙\n（2）预备期是\nA、丙\nB、丁", Some("1-2 AB"));
    let seen: Vec<_> = loose.iter().map(shown).collect();
    assert_eq!(seen, ["1 - 党的生日是|甲 乙|A", "4 - 预备期是|丙 丁|B"]);
    assert_eq!(remarks, []);
}

#[test]
fn a_web_page_around_the_answer_does_not_hide_it() {
    check(
        "判断题\n1. 预备期为一年。\n我的答案：错\n得分： 0分\n正确答案：对\n章节测验\n已完成\n2. 党费可以不交。\n正确答案：错",
        &["2 judge 预备期为一年。||对⏎章节测验⏎已完成", "8 judge 党费可以不交。||错"],
    );
}

#[test]
fn a_second_paper_in_the_same_text_has_its_own_answers() {
    check(
        "单选题\n1. 甲（　）。\nA.甲\nB.乙\n参考答案\n1. A\n单选题\n1. 乙（　）。\nA.丙\nB.丁\n参考答案\n1. B",
        &["2 single 甲（　）。|甲 乙|A", "8 single 乙（　）。|丙 丁|B"],
    );
}

#[test]
fn nothing_but_noise_is_no_question_and_no_panic() {
    for text in ["", "\n\n", "你好", "（", "1.", "A.", "答案：", "1-5", "参考答案", "第1页", "____", "**", "一、", "①"]
    {
        assert!(read_text(text, None).0.len() < 2, "{text}");
    }
}

#[test]
fn no_beginning_and_no_cut_makes_it_panic() {
    let text = include_str!("../../../../tests/fixtures/import/messy.txt");
    for (at, _) in text.char_indices().step_by(41) {
        let _ = read_text(&text[..at], None);
        if at % 3 == 0 {
            let _ = read_text(&text[at..], Some(&text[..at]));
        }
    }
}

#[test]
fn cancelling_ends_the_reading() {
    struct Never;
    impl Pace for Never {
        async fn pause(&self, _: usize, _: usize) -> Result<(), crate::format::import::pace::Cancelled> {
            Err(crate::format::import::pace::Cancelled)
        }
    }
    assert_eq!(at_once(read("1. 甲", None, &Never)), Err(Refused::Cancelled));
}

/// Ends the reading at a pause, and counts those before.
struct Until(std::cell::Cell<usize>, usize);

impl Pace for Until {
    async fn pause(&self, _: usize, _: usize) -> Result<(), crate::format::import::pace::Cancelled> {
        self.0.set(self.0.get() + 1);
        if self.0.get() > self.1 { Err(crate::format::import::pace::Cancelled) } else { Ok(()) }
    }
}

#[test]
fn every_pass_over_a_long_paper_pauses_and_may_be_cancelled() {
    let n_pauses = |n_questions: usize, limit: usize| {
        let asked: String = (1..=n_questions).map(|nth| format!("{nth}. 第{nth}问（ ）。\nA.甲\nB.乙\n")).collect();
        let key: String = (1..=n_questions).map(|nth| format!("{nth}.A\n")).collect();
        let until = Until(std::cell::Cell::new(0), limit);
        let outcome = at_once(read(&asked, Some(&key), &until));
        (until.0.get(), outcome)
    };
    let (few, many) = (n_pauses(500, usize::MAX).0, n_pauses(3000, usize::MAX).0);
    // Lines are read and put together two hundred at a time; marks of pages, circles and what comes ahead a thousand.
    let n_lines = 2500 * 4;
    assert!(many - few >= 2 * n_lines / 200 + 4 * n_lines / 1000 + 2500 / 100, "{few} {many}");
    for limit in 0..few {
        assert_eq!(n_pauses(500, limit), (limit + 1, Err(Refused::Cancelled)));
    }
}

#[test]
fn of_thirty_questions_in_every_style_all_are_read_but_the_three_nobody_could_guess() {
    let text = include_str!("../../../../tests/fixtures/import/messy.txt");
    let Paper { found, remarks } = at_once(read(text, None, &Headlong)).unwrap();
    assert_eq!(found.len(), 30);
    let id = QuestionId::new("q");
    let mend: Vec<_> = found
        .iter()
        .enumerate()
        .filter(|(_, found)| found.is_refused() || found.draft.question(&id).0.is_none())
        .map(|(idx, found)| {
            let (_, faults) = found.draft.question(&id);
            let notes = found.notes.iter().filter(|note| note.weight() == Weight::Refusal).map(Note::to_string);
            let faults = faults.iter().filter(|fault| fault.is_unusable()).map(|fault| format!("{fault:?}"));
            (idx + 1, notes.chain(faults).collect::<Vec<_>>().join("|"))
        })
        .collect();
    let expected = [
        (8, "一处答案是“A”，另一处是“B”，请选定一个"),
        (9, "AnswerOutOfRange { position: 4, n_options: 4 }"),
        (24, "没有答案，请补上|NoKey"),
    ];
    assert_eq!(mend, expected.map(|(nth, text)| (nth, text.to_owned())));
    let read: Vec<_> = found.iter().map(|found| (&found.draft.keys[..], found.draft.judged)).collect();
    let keys: [&[u8]; 16] = [
        &[1],
        &[0],
        &[0],
        &[1],
        &[1],
        &[1],
        &[2],
        &[0],
        &[4],
        &[2],
        &[0, 1, 2],
        &[0, 1, 3],
        &[0, 1, 2, 3],
        &[0, 1, 2],
        &[0, 1],
        &[0, 1, 2],
    ];
    assert_eq!(read[..16].iter().map(|(keys, _)| *keys).collect::<Vec<_>>(), keys);
    let judged = [true, false, true, false, true, false, true].map(Some);
    assert_eq!(read[16..23].iter().map(|(_, judged)| *judged).collect::<Vec<_>>(), judged);
    let gaps: Vec<_> = found[24..].iter().map(|found| found.draft.gaps.concat().join(" ")).collect();
    assert_eq!(gaps, ["民主集中制", "党费", "全心全意为人民服务", "党课 季度", "每年", "考勤"]);
    let title = "机关党务知识竞赛练习题（内部整理稿）".to_owned();
    assert_eq!(
        remarks,
        [
            Remark::LinesLeftOut { first: 1, n_lines: 2, start: title },
            Remark::PageMarksLeftOut { n_lines: 5 },
            Remark::PointsLeftOut { n_questions: 1 },
        ]
    );
}
