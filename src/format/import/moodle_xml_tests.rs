//! Moodle XML as other programs write it, and what must not harm.
use super::*;
use crate::domain::bank::level::Level;
use crate::format::import::pace::{Headlong, at_once};
use crate::format::import::told::{dropped, told, unsupported};

fn all(xml: &str) -> Vec<Found> {
    at_once(read(xml, &Headlong)).expect("something is found")
}

fn quiz(kind: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz><question type=\"{kind}\"><name><text>名</text></name>\
         <questiontext format=\"html\"><text><![CDATA[<p>题</p>]]></text></questiontext>{inside}</question></quiz>"
    )
}

fn answer(fraction: &str, text: &str) -> String {
    format!("<answer fraction=\"{fraction}\"><text>{text}</text></answer>")
}

#[track_caller]
fn check(kind: &str, inside: &str, expected: &str, notes: &[Note]) {
    let found = all(&quiz(kind, inside));
    assert_eq!(found.len(), 1);
    assert_eq!((told(&found[0].draft).as_str(), &found[0].notes[..]), (expected, notes), "{inside}");
}

#[test]
fn a_choice_is_single_or_multiple_as_it_says() {
    let two = answer("100", "甲") + &answer("0", "乙");
    for (single, kind) in [("true", "single"), ("1", "single"), ("false", "multiple"), ("0", "multiple")] {
        check("multichoice", &format!("<single>{single}</single>{two}"), &format!("{kind} ; 题 ; 甲|乙 A ; "), &[]);
    }
    let html = "<single>0</single><answer fraction='50' format='html'><text><![CDATA[<p><b>甲</b>&nbsp;一</p>]]></text></answer>\
                <answer fraction='50'><text>&lt;p&gt;乙&lt;/p&gt;</text></answer><answer fraction='-50' format='plain_text'><text>&lt;丙&gt;</text></answer>";
    check("multichoice", html, "multiple ; 题 ; 甲 一|乙|<丙> AB ; ", &[]);
}

#[test]
fn fractions_that_say_more_than_right_and_wrong_are_told() {
    let note = [dropped("各选项的分值")];
    let inside = answer("100", "甲") + &answer("33.33333", "乙") + &answer("0", "丙");
    check("multichoice", &format!("<single>true</single>{inside}"), "single ; 题 ; 甲|乙|丙 A ; ", &note);
    let inside = answer("90", "甲") + &answer("20", "乙") + &answer("-33.33333", "丙");
    check("multichoice", &format!("<single>false</single>{inside}"), "multiple ; 题 ; 甲|乙|丙 AB ; ", &note);
    let unclear = Note::AnswerUnclear { text: "满分".to_owned() };
    check("multichoice", &(answer("满分", "甲") + &answer("100", "乙")), "single ; 题 ; 甲|乙 B ; ", &[unclear]);
}

#[test]
fn options_that_stay_in_place_do() {
    let found = all(&quiz("multichoice", "<shuffleanswers>0</shuffleanswers>"));
    assert!(!found[0].draft.shuffle);
    assert!(all(&quiz("multichoice", ""))[0].draft.shuffle);
}

#[test]
fn true_and_false_come_in_any_order() {
    check("truefalse", &(answer("0", "true") + &answer("100", "false")), "judge ; 题 ; Some(false) ; ", &[]);
    check("truefalse", &(answer("100", "True") + &answer("0", "False")), "judge ; 题 ; Some(true) ; ", &[]);
    check("truefalse", &answer("0", "true"), "judge ; 题 ; None ; ", &[]);
}

#[test]
fn short_answers_are_text_and_only_whole_ones_count() {
    let inside = answer("100", "A&lt;B")
        + &answer("80", "差不多")
        + &answer("100", "每*")
        + &answer("0", "*")
        + "<usecase>1</usecase>";
    let notes = [
        dropped("只得部分分的答案“差不多”"),
        dropped("带通配符的答案“每*”"),
        dropped("区分大小写的要求"),
        Note::GapAdded,
    ];
    check("shortanswer", &inside, "blank ; 题____ ; A<B ; ", &notes);
}

#[test]
fn a_fill_in_keeps_the_gap_it_has() {
    let xml = quiz("shortanswer", &answer("100", "季")).replace("题", "每（&nbsp;&nbsp;）上党课");
    assert_eq!(told(&all(&xml)[0].draft), "blank ; 每____上党课 ; 季 ; ");
}

#[test]
fn numbers_lose_their_tolerance_and_unit() {
    let inside = "<answer fraction='100'><text>3.5</text><tolerance>0.1</tolerance></answer><units><unit><multiplier>1</multiplier><unit_name>元</unit_name></unit></units>";
    check(
        "numerical",
        inside,
        "blank ; 题____ ; 3.5 ; ",
        &[dropped("允许的误差±0.1"), dropped("单位“元”"), Note::GapAdded],
    );
    let inside = "<answer fraction='100'><text>1921</text><tolerance>0</tolerance></answer>";
    check("numerical", inside, "blank ; 题____ ; 1921 ; ", &[Note::GapAdded]);
}

#[test]
fn pairs_may_have_an_extra_right() {
    let pair = |left: &str, right: &str| {
        format!("<subquestion format='html'><text>{left}</text><answer><text>{right}</text></answer></subquestion>")
    };
    let inside = pair("&lt;p&gt;甲&lt;/p&gt;", "1") + &pair("乙", "2") + &pair("", "3") + &pair("", "");
    check("matching", &inside, "match ; 题 ; 甲→1|乙→2 +3 ; ", &[]);
}

#[test]
fn an_ordering_is_put_in_order() {
    check(
        "ordering",
        &(answer("2.0000000", "乙") + &answer("1.0000000", "甲") + &answer("3.0", "丙")),
        "order ; 题 ; 甲|乙|丙 ; ",
        &[],
    );
}

#[test]
fn kinds_that_nobody_marks_by_rule_are_told() {
    for (kind, name) in [
        ("essay", "问答题"),
        ("description", "说明文字"),
        ("cloze", "完形填空题"),
        ("calculatedmulti", "计算题"),
        ("ddwtos", "拖放填词题"),
        ("gapselect", "下拉填空题"),
        ("stack", "stack"),
        ("", "没有写明的题型"),
    ] {
        check(kind, "", "blank ; 题 ;  ; ", &[unsupported(name)]);
    }
}

#[test]
fn every_word_of_feedback_goes_to_the_explanation_and_stock_phrases_do_not() {
    let inside = "<generalfeedback format='html'><text><![CDATA[<p>见党章</p>]]></text></generalfeedback>\
        <answer fraction='100'><text>true</text><feedback><text>答得好</text></feedback></answer>\
        <answer fraction='0'><text>false</text><feedback><text></text></feedback></answer>\
        <correctfeedback><text>Your answer is correct.</text></correctfeedback>\
        <incorrectfeedback><text>请看第十条</text></incorrectfeedback><hint><text>想想组织原则</text></hint>";
    check(
        "truefalse",
        inside,
        "judge ; 题 ; Some(true) ; 见党章⏎选对时：答得好⏎答错时：请看第十条⏎提示：想想组织原则",
        &[],
    );
}

#[test]
fn categories_and_tags_give_topic_and_level() {
    let category = |path: &str| {
        format!("<question type='category'><category><text>{path}</text></category><info><text/></info></question>")
    };
    let one = |tags: &str| {
        format!("<question type='truefalse'><questiontext><text>题</text></questiontext><tags>{tags}</tags></question>")
    };
    let tags = "<tag><text>党费</text></tag><tag><text>应用</text></tag>";
    let xml = format!("<quiz>{}{}{}{}</quiz>", one(tags), category("$course$/top/党章/义务"), one(tags), one(""));
    let found = all(&xml);
    let told: Vec<_> = found.iter().map(|found| (found.draft.topic.as_str(), found.draft.level)).collect();
    assert_eq!(told, [("党费", Level::Applied), ("义务", Level::Applied), ("义务", Level::Basic)]);
    assert_eq!(found[1].notes, [dropped("标签“党费”")]);
}

#[test]
fn files_are_named_once_and_left_out() {
    let inside = "<questiontext/><file name='a.png' path='/' encoding='base64'>QUJDRA==</file><image>old.gif</image><image_base64>QUJD</image_base64>";
    let xml = quiz("truefalse", inside).replace("题", "看<img src=\"@@PLUGINFILE@@/a.png\">图");
    let names = ["a.png", "old.gif"].map(|name| Note::MediaLeftOut { name: name.to_owned() });
    assert_eq!((told(&all(&xml)[0].draft).as_str(), &all(&xml)[0].notes[..]), ("judge ; 看图 ; None ; ", &names[..]));
}

#[test]
fn a_question_without_text_takes_its_name() {
    let xml = quiz("truefalse", &answer("100", "true")).replace("题", "");
    assert_eq!(all(&xml)[0].draft.stem, "名");
}

#[test]
fn a_file_that_breaks_off_keeps_what_was_read() {
    let whole = quiz("truefalse", &answer("100", "true"));
    let xml = whole.replace("</quiz>", "\n<question type=\"essay\"><name>断");
    let found = all(&xml);
    assert_eq!((found.len(), &found[1].notes[..], &found[1].place), (2, &[Note::RestUnreadable][..], &Place::Line(3)));
    assert!(found[1].is_refused());
}

#[test]
fn what_is_no_quiz_is_refused() {
    let refused = |xml: &str| at_once(read(xml, &Headlong));
    assert_eq!(refused("<quiz></quiz>"), Err(Refused::NothingFound));
    assert_eq!(refused("只是文字"), Err(Refused::NothingFound));
    assert_eq!(refused("<quiz>\n<question"), Err(Refused::BrokenXml { line: 2 }));
    assert_eq!(refused("<!DOCTYPE x SYSTEM 'file:///x'><quiz/>"), Err(Refused::Doctype));
    assert_eq!(refused(&" ".repeat(MAX_FILE_BYTES + 1)), Err(Refused::TooLarge { limit_mb: 20 }));
    assert_eq!(
        refused(&format!("<quiz>{}</quiz>", "<question/>".repeat(MAX_QUESTIONS + 1))),
        Err(Refused::TooManyQuestions { limit: MAX_QUESTIONS })
    );
}

#[test]
fn nothing_cut_short_makes_it_fail() {
    let xml = quiz(
        "multichoice",
        &(answer("100", "甲&amp;乙") + &answer("-33.3", "<![CDATA[<b>丙]]>") + "<single>1</single>"),
    );
    for end in (0..=xml.len()).filter(|end| xml.is_char_boundary(*end)) {
        for start in (0..end).step_by(3).filter(|start| xml.is_char_boundary(*start)) {
            let _ = at_once(read(&xml[start..end], &Headlong));
        }
    }
}
