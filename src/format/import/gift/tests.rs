//! Every rule of GIFT by an example.
use super::*;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::level::Level;
use crate::domain::bank::lint::fault::Fault;
use crate::format::import::pace::{Headlong, at_once};
use crate::format::import::told::{dropped, told, unsupported};

fn all(text: &str) -> Vec<Found> {
    at_once(read(text, &Headlong)).expect("something is found")
}

#[track_caller]
fn one(text: &str) -> (Draft, Vec<Note>) {
    let mut found = all(text);
    assert_eq!(found.len(), 1, "{found:?}");
    let Found { draft, notes, .. } = found.remove(0);
    (draft, notes)
}

#[track_caller]
fn check(text: &str, expected: &str, notes: &[Note]) {
    let (draft, found) = one(text);
    assert_eq!((told(&draft).as_str(), &found[..]), (expected, notes), "{text}");
}

#[test]
fn empty_lines_part_questions_and_only_white_space_is_empty() {
    let text = "甲{T}\r\n\r\n乙{F}\r\u{3000}\t\r丙\n{T}\n\n\n丁{T}";
    let found = all(&format!("\u{FEFF}{text}"));
    let places: Vec<&Place> = found.iter().map(|found| &found.place).collect();
    assert_eq!(places, [&Place::Line(1), &Place::Line(3), &Place::Line(5), &Place::Line(9)]);
    assert_eq!(found.iter().map(|found| found.draft.stem.as_str()).collect::<String>(), "甲乙丙丁");
}

#[test]
fn comments_are_dropped_also_within_a_question_and_tags_are_read() {
    let text =
        "// 只有注释\n\n  // [id:x] [tag:进阶] [tag: 党费\\]x ]\n题见 http://a.cn/b\n//行中\n{=甲 // 不是注释\n~乙}";
    let (draft, notes) = one(text);
    assert_eq!(told(&draft), "single ; 题见 http://a.cn/b ; 甲 // 不是注释|乙 A ; ");
    assert_eq!((draft.topic.as_str(), draft.level, &notes[..]), ("党费]x", Level::Advanced, &[][..]));
}

#[test]
fn escapes_are_text_and_other_backslashes_stay() {
    check(
        r"a\:\:b \{集合\} \#1 x\=y \~10 \\n \frac{=\{甲\} ~乙\=丙\#}",
        r"single ; a::b {集合} #1 x=y ~10 \n \frac ; {甲}|乙=丙# A ; ",
        &[],
    );
    check(r"第一行\n第二行{T}", "judge ; 第一行⏎第二行 ; Some(true) ; ", &[]);
    // A doubled backslash begins no escape: what follows is a mark.
    check(r"题{=甲 ~乙\\~丙}", r"single ; 题 ; 甲|乙\|丙 A ; ", &[]);
}

#[test]
fn a_category_holds_until_the_next() {
    let text = "甲{T}\n\n$CATEGORY: $course$/top/党章/组织制度\n\n乙{T}\n\n丙{T}\n\n$CATEGORY: 机关//党委\n\n丁{T}";
    let found = all(text);
    let topics: Vec<&str> = found.iter().map(|found| found.draft.topic.as_str()).collect();
    assert_eq!(topics, ["", "组织制度", "组织制度", "机关/党委"]);
    // Somebody forgot the empty line behind it.
    let found = all("$CATEGORY: 党费\n戊{T}");
    assert_eq!((&found[0].draft.topic[..], &found[0].place), ("党费", &Place::Line(2)));
}

#[test]
fn a_name_is_not_the_stem_unless_there_is_none() {
    check("::党章 第一条\\:一::党员的义务{T}", "judge ; 党员的义务 ; Some(true) ; ", &[]);
    check("::党员每月交纳党费::{T}", "judge ; 党员每月交纳党费 ; Some(true) ; ", &[]);
}

#[test]
fn one_brace_alone_is_an_error_and_the_next_question_is_read() {
    let found = all("甲{=乙 ~丙\n\n丁=己}\n\n戊}反了{\n\n庚{T}");
    for refused in &found[..3] {
        assert_eq!((&refused.notes[..], refused.is_refused()), (&[Note::BracesUnpaired][..], true));
    }
    assert_eq!(found[0].draft.stem, "甲{=乙 ~丙");
    assert_eq!(found[3].draft.judged, Some(true));
}

#[test]
fn text_behind_the_answer_makes_it_a_missing_word() {
    check("支委会每{=月 =个月}召开一次。", "blank ; 支委会每____召开一次。 ; 月/个月 ; ", &[]);
    check("党的根本组织原则是{=民主集中制}。", "blank ; 党的根本组织原则是____。 ; 民主集中制 ; ", &[]);
    check("支委会每{~季 =月}召开一次。", "single ; 支委会每（　）召开一次。 ; 季|月 B ; ", &[]);
    check("支委会每（ ）召开一次{~季 =月}。", "single ; 支委会每（ ）召开一次。 ; 季|月 B ; ", &[]);
    // An answer behind the stem, whose gap is there already or is not.
    check("支委会每（  ）召开一次。{=月}", "blank ; 支委会每____召开一次。 ; 月 ; ", &[]);
    check("支委会多久召开一次？ {=每月}", "blank ; 支委会多久召开一次？____ ; 每月 ; ", &[Note::GapAdded]);
}

#[test]
fn junk_behind_the_brace_is_told() {
    let junk = Note::AnswerTrailer { text: "\";".to_owned() };
    check("甲{=乙 ~丙}\";", "single ; 甲 ; 乙|丙 A ; ", &[junk]);
    let (_, notes) = one("甲{T}\n乙{F}");
    assert_eq!(notes, [Note::AnswerUnclear { text: "乙{F}".to_owned() }], "an empty line is missing");
}

#[test]
fn format_marks_hold_for_answers_without_their_own() {
    let html = "[html]<p>哪项<b>不是</b>？</p>{=<i>甲</i>&nbsp;一 ~[plain]<b> ~[moodle]丙<br>丁#[html]<p>因为</p>####<p>总之</p>}";
    check(html, "single ; 哪项**不是**？ ; 甲 一|<b>|丙⏎丁 A ; 总之⏎丙⏎丁：因为", &[]);
    check("[plain]1<2 &amp; <b>{T}", "judge ; 1<2 &amp; <b> ; Some(true) ; ", &[]);
    check("[markdown]哪项**不是**{T}", "judge ; 哪项**不是** ; Some(true) ; ", &[]);
    check("[甲]不是格式{T}", "judge ; [甲]不是格式 ; Some(true) ; ", &[]);
    check("第一行\n第二行&nbsp;<br>第三行{T}", "judge ; 第一行⏎第二行⏎第三行 ; Some(true) ; ", &[]);
}

#[test]
fn general_feedback_is_what_stands_behind_the_last_four_hashes() {
    check("甲{T####一####二}", "judge ; 甲 ; Some(true) ; 二⏎一", &[]);
    check("甲{=乙 ~丙 #### 见党章\n第十条}", "single ; 甲 ; 乙|丙 A ; 见党章⏎第十条", &[]);
}

#[test]
fn the_first_type_that_fits_is_taken() {
    check("只是说明", "blank ; 只是说明 ;  ; ", &[unsupported("说明文字")]);
    check("谈谈体会{}", "blank ; 谈谈体会 ;  ; ", &[unsupported("问答题")]);
    check("谈谈体会{ ####参考}", "blank ; 谈谈体会 ;  ; 参考", &[unsupported("问答题")]);
    check("题{~a -> b ~c =d -> e}", "single ; 题 ; a -> b|c|d -> e C ; ", &[]);
    check("题{true}", "blank ; 题____ ; true ; ", &[Note::GapAdded]);
    check("题{=T}", "blank ; 题____ ; T ; ", &[Note::GapAdded]);
}

#[test]
fn a_choice_is_single_if_any_answer_has_an_equals_sign() {
    check("题{~甲#不对 =乙#对了\n第二行 ~丙}", "single ; 题 ; 甲|乙|丙 B ; 甲：不对⏎乙：对了⏎第二行", &[]);
    check("题{~%50%甲~%50%乙~丙}", "multiple ; 题 ; 甲|乙|丙 AB ; ", &[]);
    check("题{~%33.333%甲~%33.333%乙~%33.333%丙~%-100%丁}", "multiple ; 题 ; 甲|乙|丙|丁 ABC ; ", &[]);
    check("题{~%100%甲~乙}", "multiple ; 题 ; 甲|乙 A ; ", &[]);
    check("题{~%60%甲~%40%乙~丙}", "multiple ; 题 ; 甲|乙|丙 AB ; ", &[dropped("各选项的分值")]);
    check("题{=甲 ~%50%乙 ~丙}", "single ; 题 ; 甲|乙|丙 A ; ", &[dropped("各选项的分值")]);
    check("题{=%50%甲 ~乙}", "single ; 题 ; 甲|乙 A ; ", &[dropped("正确选项的分值")]);
    check("题{~=甲 ~乙}", "single ; 题 ; 甲|乙 A ; ", &[]);
    check("题{~5%的党员 =100%到会}", "single ; 题 ; 5%的党员|100%到会 B ; ", &[]);
}

#[test]
fn what_no_choice_can_be_is_a_fault_of_the_draft() {
    let id = QuestionId::new("q");
    for (text, expected) in [
        ("题{~甲 ~乙}", Fault::NoKey),
        ("题{=甲 =乙 ~丙}", Fault::NotOneKey { n_keys: 2 }),
        ("题{~%100%甲}", Fault::TooFewOptions { n_options: 1 }),
        ("题{=*}", Fault::GapWithoutAnswer { gap: 0 }),
    ] {
        let faults = one(text).0.question(&id).1;
        assert!(faults.contains(&expected), "{text}: {faults:?}");
    }
}

#[test]
fn true_and_false_are_upper_case_and_the_first_feedback_is_for_the_wrong_choice() {
    for (word, right) in [("T", true), ("TRUE", true), ("F", false), ("FALSE", false)] {
        check(&format!("题{{ {word} }}"), &format!("judge ; 题 ; Some({right}) ; "), &[]);
    }
    check("题{FALSE#看错了#看对了####总之}", "judge ; 题 ; Some(false) ; 总之⏎答错时：看错了⏎答对时：看对了", &[]);
}

#[test]
fn a_judgement_in_chinese_is_offered_as_one() {
    for (word, right) in [("对", true), ("=错", false), ("正确", true), ("错误", false), ("√", true), ("×", false)]
    {
        check(&format!("题{{{word}}}"), &format!("judge ; 题 ; Some({right}) ; "), &[Note::KindGuessed]);
    }
    check("说得____{=对 =正确}", "blank ; 说得____ ; 对/正确 ; ", &[]);
}

#[test]
fn only_answers_that_are_wholly_right_are_accepted() {
    let notes = [dropped("只得部分分的答案“季”"), Note::GapAdded];
    check("题{=每季度 =%50%季#接近了 =%0%*#再看看}", "blank ; 题____ ; 每季度 ; 季：接近了⏎其他答案：再看看", &notes);
    check("题{每季度}", "blank ; 题____ ; 每季度 ; ", &[Note::GapAdded]);
    check("题____{=每* =每季度}", "blank ; 题____ ; 每季度 ; ", &[dropped("带通配符的答案“每*”")]);
    check("题____{=五\\*三}", "blank ; 题____ ; 五*三 ; ", &[]);
}

#[test]
fn numbers_are_filled_in_and_what_they_allow_besides_is_told() {
    check("党旗____年{#1921}", "blank ; 党旗____年 ; 1921 ; ", &[]);
    check("约____{#3:2}", "blank ; 约____ ; 3 ; ", &[dropped("允许的误差±2")]);
    check("约____{#-1.5e3:0}", "blank ; 约____ ; -1.5e3 ; ", &[]);
    check("约____{#1..5}", "blank ; 约____ ;  ; ", &[Note::AnswerRange { text: "1..5".to_owned() }]);
    check("约____{#5..5}", "blank ; 约____ ; 5 ; ", &[]);
    let notes = [dropped("只得部分分的答案“3:2”")];
    check("约____{#=3:0#准 =%50%3:2 ~#不对}", "blank ; 约____ ; 3 ; 3：准⏎其他答案：不对", &notes);
    check("约____{#三}", "blank ; 约____ ;  ; ", &[Note::AnswerUnclear { text: "三".to_owned() }]);
}

#[test]
fn pairs_part_at_the_first_arrow_and_an_empty_left_is_an_extra_right() {
    check(
        "配对{=支委会 -> 每月 =党员大会->每季->度\n= -> 每年 =党课 -> 每季 ####见条例}",
        "match ; 配对 ; 支委会→每月|党员大会→每季->度|党课→每季 +每年 ; 见条例",
        &[],
    );
    let unclear = Note::AnswerUnclear { text: "党课".to_owned() };
    check("配对{=甲->乙 =党课 =丙->丁}", "match ; 配对 ; 甲→乙|丙→丁 + ; ", &[unclear]);
}

#[test]
fn full_width_marks_are_read_with_a_note() {
    let wide = Note::FullWidthMarks;
    check("：：名：：题｛＝甲～乙＃为什么｝", "single ; 题 ; 甲|乙 A ; 乙：为什么", std::slice::from_ref(&wide));
    check("题｛～％50％甲～％50％乙～丙｝", "multiple ; 题 ; 甲|乙|丙 AB ; ", std::slice::from_ref(&wide));
    check("题｛对｝", "judge ; 题 ; Some(true) ; ", &[wide.clone(), Note::KindGuessed]);
    check("题{＝甲 ＝乙}", "blank ; 题____ ; 甲/乙 ; ", &[wide, Note::GapAdded]);
    // Where ASCII marks do the work, full-width ones are text.
    check("１～５题{=甲（＝乙）~3～5人}", "single ; １～５题 ; 甲（＝乙）|3～5人 A ; ", &[]);
}

#[test]
fn pictures_are_named_and_scripts_are_gone() {
    let (draft, notes) = one("[html]看<img src\\=\"x/y.png\">图<script>alert(1)</script>{T}");
    assert_eq!(draft.stem, "看图");
    assert_eq!(notes, [Note::MediaLeftOut { name: "y.png".to_owned() }]);
}

#[test]
fn what_is_too_long_or_too_much_is_told() {
    let (draft, notes) = one(&format!("{}{{T}}", "长".repeat(MAX_BLOCK_CHARS)));
    assert_eq!((draft.stem.chars().count(), notes.len()), (MAX_TEXT_CHARS, 1));
    assert_eq!(
        at_once(read("题{T}\n\n".repeat(MAX_QUESTIONS + 1).as_str(), &Headlong)),
        Err(Refused::TooManyQuestions { limit: MAX_QUESTIONS })
    );
    let n_bytes = MAX_FILE_BYTES + 1;
    assert_eq!(at_once(read(&" ".repeat(n_bytes), &Headlong)), Err(Refused::TooLarge { limit_mb: 20 }));
    assert_eq!(at_once(read("\n//只有注释\n\n", &Headlong)), Err(Refused::NothingFound));
}

#[test]
fn nothing_cut_short_makes_it_fail() {
    let text = "$CATEGORY: a//b/c\n\n//[tag:x\\]]\n::名::[html]<b>题</b>\\{{~%50%甲#f ~=乙->\\n=丙####总}尾{\n\n题｛#3:2=1..2～＃＝｝；\n\n{=->=}";
    for end in (0..=text.len()).filter(|end| text.is_char_boundary(*end)) {
        for start in (0..end).filter(|start| text.is_char_boundary(*start)) {
            let _ = at_once(read(&text[start..end], &Headlong));
        }
    }
}
