//! What is made of loose texts, rule by rule.
use super::found::{Found, Place};
use super::loose::{Counting, Loose, Said, interpret};
use super::note::{Note, Weight};
use super::words::said;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;

fn loose(kind: &str, stem: &str, options: &[&str], answer: &str) -> Loose {
    Loose {
        place: Place::Nth(1),
        kind: said(kind),
        stem: stem.to_owned(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        answer: answer.to_owned(),
        explain: String::new(),
        source: String::new(),
        topic: String::new(),
        level: String::new(),
        notes: Vec::new(),
    }
}

fn read(kind: &str, stem: &str, options: &[&str], answer: &str) -> Found {
    interpret(loose(kind, stem, options, answer), Counting::Unsaid)
}

const FOUR: [&str; 4] = ["每月", "每季度", "每半年", "每年"];

/// A choice, what it is and what is right; none where nothing could be read.
#[track_caller]
fn check(kind: &str, options: &[&str], answer: &str, expected: Option<(Kind, &[u8])>, n_notes: usize) {
    let found = read(kind, "支部党员大会一般（  ）召开一次。", options, answer);
    let read = (!found.is_refused()).then_some((found.draft.kind, found.draft.keys.as_slice()));
    assert_eq!((read, found.notes.len()), (expected, n_notes), "{answer}: {:?}", found.notes);
}

#[track_caller]
fn check_judge(kind: &str, options: &[&str], answer: &str, expected: Option<bool>, n_notes: usize) {
    let found = read(kind, "支部党员大会每季度召开一次。", options, answer);
    let judged = (found.draft.kind == Kind::Judge && !found.is_refused()).then_some(found.draft.judged).flatten();
    assert_eq!((judged, found.notes.len()), (expected, n_notes), "{answer}: {:?}", found.notes);
}

#[track_caller]
fn check_blank(kind: &str, stem: &str, answer: &str, expected: (&str, &[&[&str]]), n_notes: usize) {
    let found = read(kind, stem, &[], answer);
    assert_eq!((found.draft.kind, found.notes.len()), (Kind::Blank, n_notes), "{:?}", found.notes);
    assert_eq!(found.draft.stem, expected.0);
    assert_eq!(found.draft.gaps, expected.1);
}

#[test]
fn choices_follow_their_kind_and_their_answer() {
    check("单选题", &FOUR, "B", Some((Kind::Single, &[1])), 0);
    check("选择题", &FOUR, "B", Some((Kind::Single, &[1])), 0);
    check("选择题", &FOUR, "DB", Some((Kind::Multiple, &[1, 3])), 0);
    check("", &FOUR, "B", Some((Kind::Single, &[1])), 1);
    check("", &FOUR, "A、B、B", Some((Kind::Multiple, &[0, 1])), 1);
    check("多选题", &FOUR, "a b d", Some((Kind::Multiple, &[0, 1, 3])), 0);
    check("多选题", &FOUR, "A-D", Some((Kind::Multiple, &[0, 1, 2, 3])), 0);
    check("多选题", &FOUR, "全选", Some((Kind::Multiple, &[0, 1, 2, 3])), 0);
    // Told as a fault of the draft, and right for 不定项.
    check("多选题", &FOUR, "B", Some((Kind::Multiple, &[1])), 0);
    check("不定项选择题", &FOUR, "B", Some((Kind::Multiple, &[1])), 0);
    check("单选题", &FOUR, "AB", Some((Kind::Multiple, &[0, 1])), 1);
    check("单选题", &FOUR, "F", Some((Kind::Single, &[5])), 0);
    check("单选题", &["每月"], "AB", Some((Kind::Multiple, &[0, 1])), 1);
    check("单选题", &FOUR, "Z", None, 1);
    check("单选题", &FOUR, "", None, 1);
    check("单选题", &FOUR, "每周", None, 1);
    check("判断题", &FOUR, "B", Some((Kind::Single, &[1])), 1);
    check("单选题", &["对", "错"], "对", Some((Kind::Single, &[0])), 0);
    check("单选题", &["正确", "错误"], "×", Some((Kind::Single, &[1])), 0);
}

#[test]
fn answers_are_texts_figures_and_lines_too() {
    check("单选题", &FOUR, "每季度", Some((Kind::Single, &[1])), 0);
    check("多选题", &FOUR, "['每月', '每年']", Some((Kind::Multiple, &[0, 3])), 0);
    check("单选题", &FOUR, "B\n答案解析：见条例", Some((Kind::Single, &[1])), 1);
    check("单选题", &FOUR, "【答案】B", Some((Kind::Single, &[1])), 0);
    // Four can only be counted from 1, and 0 from 0.
    check("多选题", &FOUR, "1,4", Some((Kind::Multiple, &[0, 3])), 0);
    check("多选题", &FOUR, "0,3", Some((Kind::Multiple, &[0, 3])), 0);
    check("多选题", &FOUR, "1.3", Some((Kind::Multiple, &[0, 2])), 1);
    check("多选题", &FOUR, "13", Some((Kind::Multiple, &[0, 2])), 1);
    // The text 3 is the second option, and the third could be meant.
    check("单选题", &["1", "3", "5", "7"], "3", Some((Kind::Single, &[1])), 1);
    check("单选题", &["1000", "1500"], "1500", Some((Kind::Single, &[1])), 0);
    check("单选题", &["1000", "1500"], "1921", None, 1);
    let counted = |counting| interpret(loose("单选题", "哪个", &FOUR, "1"), counting);
    assert_eq!(counted(Counting::FromOne).draft.keys, [0]);
    let from_zero = counted(Counting::FromZero);
    assert_eq!((from_zero.draft.keys, from_zero.notes.len()), (vec![1], 0));
}

#[test]
fn options_are_found_in_one_cell_and_in_the_stem() {
    check("单选题", &["A.每月 B.每季度"], "B", Some((Kind::Single, &[1])), 0);
    check("单选题", &["A.每月", "B.每季度", "", ""], "B", Some((Kind::Single, &[1])), 0);
    check("单选题", &["每月", "", "每年"], "C", Some((Kind::Single, &[2])), 1);
    let found = read("单选题", "每届任期（  ）。\nA.三年 B.五年", &[], "B");
    assert_eq!(
        (found.draft.stem.as_str(), found.draft.options.as_slice()),
        ("每届任期（  ）。", ["三年", "五年"].map(str::to_owned).as_slice())
    );
    assert_eq!(found.notes, [Note::OptionsInStem]);
    let found = read("单选题", "题", &["A型血", "B型血"], "B");
    assert_eq!(found.draft.options, ["A型血", "B型血"]);
}

#[test]
fn right_and_wrong_are_known_by_every_sign() {
    for answer in ["对", "正确", "√", "✓", "✔", "T", "TRUE", "V", "是", "Y", "1", "同意", "right", "答案：对", " 对 "]
    {
        check_judge("判断题", &[], answer, Some(true), 0);
    }
    for answer in ["错", "错误", "×", "✗", "✘", "x", "X", "Х", "╳", "F", "FALSE", "否", "N", "0", "不同意", "wrong"]
    {
        check_judge("判断题", &[], answer, Some(false), 0);
    }
    check_judge("判断题", &["正确", "错误"], "B", Some(false), 0);
    check_judge("判断题", &["错误", "正确"], "B", Some(true), 0);
    check_judge("判断题", &["A.正确", "B.错误"], "A", Some(true), 0);
    check_judge("判断题", &["A.对 B.错"], "B", Some(false), 0);
    check_judge("判断题", &["", ""], "A", Some(true), 1);
    check_judge("判断题", &[], "B", Some(false), 1);
    check_judge("判断题", &[], "2", Some(false), 1);
    check_judge("判断题", &[], "对\n章节测验\n已完成", Some(true), 1);
    check_judge("判断题", &[], "", None, 1);
    check_judge("判断题", &[], "也许", None, 1);
    check_judge("", &["对", "错"], "A", Some(true), 1);
    check_judge("", &[], "√", Some(true), 1);
    check_judge("", &["", "", "", ""], "B", Some(false), 2);
    check_judge("单选题", &[], "对", Some(true), 1);
    check_judge("选择题", &["对", "错"], "B", Some(false), 0);
}

#[test]
fn fill_ins_keep_their_gaps_and_alternatives() {
    check_blank(
        "填空题",
        "每（  ）一次，每届（　）年",
        "季度|三;3",
        ("每____一次，每届____年", &[&["季度"], &["三", "3"]]),
        0,
    );
    check_blank("填空题", "每____召开一次", "季度/季", ("每____召开一次", &[&["季度", "季"]]), 0);
    check_blank("填空题", "入党誓词", "八十字", ("入党誓词____", &[&["八十字"]]), 1);
    // What somebody meant to add is no answer.
    check_blank("填空题", "每____", "略", ("每____", &[]), 1);
    check_blank("填空题", "每__、每__", "月、季", ("每____、每____", &[&["月"], &["季"]]), 1);
    check_blank("填空题", "每____", "", ("每____", &[]), 1);
    check_blank("", "每____召开一次", "季度", ("每____召开一次", &[&["季度"]]), 1);
    check_blank("", "每____召开一次", "对", ("每____召开一次", &[&["对"]]), 1);
    check_blank("", "党的生日是（ ）月1日", "1", ("党的生日是____月1日", &[&["1"]]), 1);
    check_blank("", "党的生日", "7月1日", ("党的生日____", &[&["7月1日"]]), 2);
    let found = read("填空题", "每____召开一次", &["月", "季度"], "B");
    assert_eq!((found.draft.kind, found.notes.len()), (Kind::Single, 1));
}

#[test]
fn essays_and_what_has_no_short_answer_are_refused_with_all_they_say() {
    for (kind, answer) in
        [("简答题", "三会一课"), ("案例", ""), ("", "第一，坚持党的领导；第二，坚持人民至上；第三，坚持守正创新")]
    {
        let found = read(kind, "简述要点", &[], answer);
        assert!(found.is_refused() && found.draft.stem == "简述要点", "{:?}", found.notes);
        assert!(matches!(found.notes[..], [Note::KindUnsupported { .. }]));
        assert!(found.draft.explain.contains(answer));
    }
}

#[test]
fn an_answer_in_the_stem_is_taken_out() {
    let stems = [
        ("正式党员(A)，预备党员无", "", "正式党员（　），预备党员无"),
        ("下列是（ AB ）", "BA", "下列是（　）"),
        ("下列是（ A ）", "B", "下列是（ A ）"),
    ];
    for (stem, answer, left) in stems {
        let found = read("", stem, &FOUR, answer);
        assert_eq!(found.draft.stem, left);
        assert!(!found.is_refused());
    }
    let found = read("判断题", "支部每月开会（×）", &[], "");
    assert_eq!((found.draft.judged, found.draft.stem.as_str()), (Some(false), "支部每月开会（　）"));
    assert_eq!(found.notes, [Note::AnswerInStem { text: "×".to_owned() }]);
}

#[test]
fn orders_are_put_in_order() {
    for (stem, options, answer) in [
        ("排序", &["表决", "宣读", "讨论"][..], "CAB"),
        ("排序", &["表决", "宣读", "讨论"], "C→A→B"),
        ("排序", &["表决", "宣读", "讨论"], "C-A-B"),
        ("排序", &["表决", "宣读", "讨论"], "③①②"),
        ("排序", &["表决", "宣读", "讨论"], "3,1,2"),
        ("排序", &["表决", "宣读", "讨论"], "312"),
        ("排序", &["表决", "宣读", "讨论"], "讨论 → 表决 → 宣读"),
        ("排序", &[], "讨论→表决→宣读"),
        ("排序：①表决②宣读③讨论", &[], "③①②"),
    ] {
        let found = read("排序题", stem, options, answer);
        assert_eq!(found.draft.kind, Kind::Order);
        assert_eq!(found.draft.options, ["讨论", "表决", "宣读"], "{answer} {:?}", found.notes);
        assert!(!found.is_refused());
    }
    for answer in ["AB", "", "ABD", "AAB", "讨论"] {
        assert!(read("排序题", "排序", &["表决", "宣读", "讨论"], answer).is_refused(), "{answer}");
    }
}

#[test]
fn pairs_are_read_from_answers_options_and_names() {
    let expected = [["党课", "每季度"], ["支委会", "每月"], ["党员大会", "每季度"]];
    for (stem, options, answer) in [
        ("配对", &[][..], "党课-每季度；支委会-每月；党员大会-每季度"),
        ("配对", &[], "党课 → 每季度\n支委会 → 每月\n党员大会 → 每季度"),
        ("配对", &[], "党课：每季度；支委会：每月；党员大会：每季度"),
        ("配对", &["党课——每季度", "支委会——每月", "党员大会——每季度"], ""),
        ("配对", &[], "[[\"党课\", \"每季度\"], [\"支委会\", \"每月\"], [\"党员大会\", \"每季度\"]]"),
        ("配对", &["1.党课 2.支委会 3.党员大会 A.每季度 B.每月"], "1-A，2-B，3-A"),
        ("配对\n1.党课 2.支委会 3.党员大会\nA.每季度 B.每月", &[], "1A 2B 3A"),
    ] {
        let found = read("连线题", stem, options, answer);
        assert_eq!(found.draft.pairs, expected, "{answer} {:?}", found.notes);
        assert_eq!(found.draft.stem, "配对");
        assert!(!found.is_refused());
    }
    let found = read("配对题", "配对", &[], "党课 → 每季度\n → 每年");
    assert_eq!(found.draft.extra, ["每年"]);
    assert!(read("配对题", "配对", &[], "").is_refused());
}

#[test]
fn what_stands_around_a_question_comes_along() {
    let found = interpret(
        Loose {
            explain: " 见条例 ".to_owned(),
            source: "《条例》第九条".to_owned(),
            topic: "/第十章/第一节".to_owned(),
            level: "困难".to_owned(),
            ..loose("单选题", "\u{3000}题\u{a0}", &FOUR, "A")
        },
        Counting::Unsaid,
    );
    assert_eq!(found.draft.explain, "见条例\n出处：《条例》第九条");
    assert_eq!(
        (found.draft.stem.as_str(), found.draft.topic.as_str(), found.draft.level),
        ("题", "第十章/第一节", Level::Applied)
    );
    let unknown = interpret(Loose { level: "0.8".to_owned(), ..loose("单选题", "题", &FOUR, "A") }, Counting::Unsaid);
    assert_eq!(unknown.notes, [Note::LevelUnknown { word: "0.8".to_owned() }]);
}

#[test]
fn whatever_stands_there_nothing_panics_and_an_accepted_one_is_askable_or_has_faults() {
    let texts = [
        "",
        "A",
        "AB",
        "（A）",
        "1",
        "①③",
        "对",
        "F",
        "A.甲 B.乙",
        "[['",
        "【答案】",
        "选",
        "____",
        "（ ）",
        "→",
        "1-A",
        "；|",
        "答案：\n",
        "-",
        "Z-A",
    ];
    let kinds = ["", "单选", "多选", "判断", "填空", "排序", "配对", "情景题", "简答", "选择题"];
    for kind in kinds {
        for stem in texts {
            for answer in texts {
                for options in [&[][..], &["甲", "乙", ""], &[answer], &[stem, answer]] {
                    let found = read(kind, stem, options, answer);
                    let (question, faults) = found.draft.question(&QuestionId::new("q"));
                    assert!(question.is_some() || !faults.is_empty());
                    assert!(found.notes.iter().all(|note| note.weight() >= Weight::Repair));
                }
            }
        }
    }
    assert_eq!(said("简答"), Some(Said::Unsupported("简答题".to_owned())));
}
