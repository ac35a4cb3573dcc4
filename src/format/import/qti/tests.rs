//! Items and packages of QTI in both ways to write their names.
use super::*;
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::lint::fault::Fault;
use crate::format::import::pace::{Headlong, at_once};
use crate::format::import::told::{dropped, told, unsupported};
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn all(bytes: &[u8]) -> Vec<Found> {
    at_once(super::read(bytes, &Headlong)).expect("something is found")
}

/// An item of version 2: its declarations, its body, and what comes behind.
fn item(declared: &str, body: &str, behind: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><assessmentItem xmlns=\"http://www.imsglobal.org/xsd/imsqti_v2p1\" identifier=\"i\" title=\"名\">\
         {declared}<itemBody>{body}</itemBody>{behind}</assessmentItem>"
    )
}

fn declared(cardinality: &str, values: &[&str], mapping: &str) -> String {
    let values: String = values.iter().map(|value| format!("<value>{value}</value>")).collect();
    let correct = if values.is_empty() { values } else { format!("<correctResponse>{values}</correctResponse>") };
    format!(
        "<responseDeclaration identifier=\"R\" cardinality=\"{cardinality}\" baseType=\"identifier\">{correct}{mapping}</responseDeclaration>"
    )
}

fn choice(attributes: &str, texts: &[&str]) -> String {
    let choices = texts.iter().enumerate().map(|(idx, text)| {
        let id = char::from(b'A' + idx as u8);
        format!("<simpleChoice identifier=\"{id}\">{text}</simpleChoice>")
    });
    let choices: String = choices.collect();
    format!("<choiceInteraction responseIdentifier=\"R\" {attributes}><prompt>题</prompt>{choices}</choiceInteraction>")
}

/// Reads the item as it stands and with the names of version 3, which must not matter.
#[track_caller]
fn check(xml: &str, expected: &str, notes: &[Note]) {
    for xml in [xml.to_owned(), in_version_3(xml)] {
        let found = all(xml.as_bytes());
        assert_eq!(found.len(), 1, "{xml}");
        assert_eq!((told(&found[0].draft).as_str(), &found[0].notes[..]), (expected, notes), "{xml}");
    }
}

fn in_version_3(xml: &str) -> String {
    let kebab = |name: &str| {
        name.chars().fold(String::new(), |mut kebab, c| {
            if c.is_ascii_uppercase() {
                kebab.push('-');
            }
            kebab.push(c.to_ascii_lowercase());
            kebab
        })
    };
    let mut xml = xml.to_owned();
    for name in [
        "assessmentItem",
        "responseDeclaration",
        "correctResponse",
        "value",
        "mapping",
        "mapEntry",
        "itemBody",
        "choiceInteraction",
        "simpleChoice",
        "prompt",
        "textEntryInteraction",
        "orderInteraction",
        "matchInteraction",
        "simpleMatchSet",
        "simpleAssociableChoice",
        "modalFeedback",
        "feedbackInline",
        "inlineChoiceInteraction",
        "inlineChoice",
        "extendedTextInteraction",
        "gapMatchInteraction",
        "templateDeclaration",
    ] {
        for mark in ["<", "</"] {
            for end in [">", " ", "/"] {
                xml = xml.replace(&format!("{mark}{name}{end}"), &format!("{mark}qti-{}{end}", kebab(name)));
            }
        }
    }
    for name in
        ["responseIdentifier", "maxChoices", "baseType", "mapKey", "mappedValue", "caseSensitive", "defaultValue"]
    {
        xml = xml.replace(&format!("{name}="), &format!("{}=", kebab(name)));
    }
    assert!(xml.contains("<qti-assessment-item") && !xml.contains("maxChoices"));
    xml
}

#[test]
fn a_choice_is_single_where_one_may_be_chosen() {
    let one = |attributes: &str, cardinality: &str, values: &[&str]| {
        item(&declared(cardinality, values, ""), &choice(attributes, &["甲", "<b>乙</b>", "丙"]), "")
    };
    check(&one("maxChoices=\"1\"", "single", &["B"]), "single ; 题 ; 甲|乙|丙 B ; ", &[]);
    check(&one("maxChoices=\"0\"", "multiple", &["A", "C"]), "multiple ; 题 ; 甲|乙|丙 AC ; ", &[]);
    check(&one("maxChoices=\"2\"", "multiple", &["A", "B"]), "multiple ; 题 ; 甲|乙|丙 AB ; ", &[]);
    check(&one("", "single", &["C"]), "single ; 题 ; 甲|乙|丙 C ; ", &[]);
}

#[test]
fn options_are_shuffled_where_the_file_says_so_and_none_is_fixed() {
    let shuffle = |attributes: &str, fixed: &str| {
        let body = choice(attributes, &["甲", "乙"]).replace("<simpleChoice ", &format!("<simpleChoice {fixed} "));
        all(item(&declared("single", &["A"], ""), &body, "").as_bytes())[0].draft.shuffle
    };
    assert!(shuffle("shuffle=\"true\"", ""));
    assert!(!shuffle("shuffle=\"true\"", "fixed=\"true\""));
    assert!(!shuffle("shuffle=\"false\"", ""));
    assert!(!shuffle("", ""));
}

#[test]
fn a_key_that_names_no_option_is_out_of_range() {
    let xml = item(&declared("single", &["X"], ""), &choice("maxChoices=\"1\"", &["甲", "乙"]), "");
    let faults = all(xml.as_bytes())[0].draft.question(&QuestionId::new("q")).1;
    assert!(faults.contains(&Fault::AnswerOutOfRange { position: 2, n_options: 2 }), "{faults:?}");
    let nothing = item(&declared("single", &[], ""), &choice("maxChoices=\"1\"", &["甲", "乙"]), "");
    assert_eq!(all(nothing.as_bytes())[0].draft.question(&QuestionId::new("q")).1, [Fault::NoKey]);
}

#[test]
fn scores_stand_in_for_a_missing_key() {
    let entry = |key: &str, earns: &str| format!("<mapEntry mapKey=\"{key}\" mappedValue=\"{earns}\"/>");
    let mapping = |entries: &[String], default: &str| {
        format!("<mapping lowerBound=\"0\" upperBound=\"2\" defaultValue=\"{default}\">{}</mapping>", entries.concat())
    };
    let even = mapping(&[entry("A", "1"), entry("B", "1"), entry("C", "-1")], "-1");
    let body = choice("maxChoices=\"0\"", &["甲", "乙", "丙"]);
    check(
        &item(&declared("multiple", &[], &even), &body, ""),
        "multiple ; 题 ; 甲|乙|丙 AB ; ",
        &[Note::KeyFromScores],
    );
    check(&item(&declared("multiple", &["A", "B"], &even), &body, ""), "multiple ; 题 ; 甲|乙|丙 AB ; ", &[]);
    let uneven = mapping(&[entry("A", "2"), entry("B", "0.5")], "0");
    let notes = [dropped("各选项的分值")];
    check(&item(&declared("multiple", &["A", "B"], &uneven), &body, ""), "multiple ; 题 ; 甲|乙|丙 AB ; ", &notes);
}

#[test]
fn a_choice_between_right_and_wrong_is_a_judgement() {
    let one = |texts: &[&str], key: &str| item(&declared("single", &[key], ""), &choice("maxChoices=\"1\"", texts), "");
    check(&one(&["对", "错"], "B"), "judge ; 题 ; Some(false) ; ", &[Note::KindGuessed]);
    check(&one(&["错误", "正确"], "B"), "judge ; 题 ; Some(true) ; ", &[Note::KindGuessed]);
    check(&one(&["True", "False"], "A"), "judge ; 题 ; Some(true) ; ", &[Note::KindGuessed]);
    check(&one(&["对", "不一定"], "A"), "single ; 题 ; 对|不一定 A ; ", &[]);
    let ours = one(&["对", "错"], "true").replace("\"A\"", "\"true\"").replace("\"B\"", "\"false\"");
    check(&ours, "judge ; 题 ; Some(true) ; ", &[]);
}

#[test]
fn text_entries_are_gaps_where_they_stand() {
    let entry = |id: &str| format!("<textEntryInteraction responseIdentifier=\"{id}\"/>");
    let body = format!("<p>支委会每{}召开，党课每{}上。</p>", entry("R"), entry("S"));
    let declared = declared("single", &["月"], "") + &declared("single", &["季度"], "").replace("\"R\"", "\"S\"");
    check(&item(&declared, &body, ""), "blank ; 支委会每____召开，党课每____上。 ; 月|季度 ; ", &[]);
}

#[test]
fn scores_give_alternatives_and_capitals_are_told() {
    let body = "<p>在<textEntryInteraction responseIdentifier=\"R\"/></p>";
    let mapping = "<mapping defaultValue=\"0\"><mapEntry mapKey=\"York\" mappedValue=\"1\"/><mapEntry mapKey=\"york\" mappedValue=\"0.5\"/></mapping>";
    let notes = [dropped("只得部分分的答案“york”"), dropped("区分大小写的要求")];
    check(&item(&declared("single", &["York"], mapping), body, ""), "blank ; 在____ ; York ; ", &notes);
    let mapping = "<mapping><mapEntry mapKey=\"3\" mappedValue=\"1\" caseSensitive=\"false\"/><mapEntry mapKey=\"三个\" mappedValue=\"1\"/></mapping>";
    check(&item(&declared("single", &["3"], mapping), body, ""), "blank ; 在____ ; 3/三个 ; ", &[]);
    check(&item(&declared("single", &[], mapping), body, ""), "blank ; 在____ ; 3/三个 ; ", &[Note::KeyFromScores]);
}

#[test]
fn an_order_is_what_the_answer_says() {
    let choices = "<simpleChoice identifier=\"A\">甲</simpleChoice><simpleChoice identifier=\"B\">乙</simpleChoice><simpleChoice identifier=\"C\">丙</simpleChoice>";
    let body =
        format!("<p>排</p><orderInteraction responseIdentifier=\"R\"><prompt>序</prompt>{choices}</orderInteraction>");
    check(&item(&declared("ordered", &["C", "A", "B"], ""), &body, ""), "order ; 排⏎序 ; 丙|甲|乙 ; ", &[]);
    check(
        &item(&declared("ordered", &["C", "A"], ""), &body, ""),
        "order ; 排⏎序 ; 丙|甲 ; ",
        &[dropped("不参加排序的“乙”")],
    );
    check(&item("", &body, ""), "order ; 排⏎序 ; 甲|乙|丙 ; ", &[Note::NoAnswer]);
}

fn sets(lefts: &[&str], rights: &[&str]) -> String {
    let set = |mark: char, texts: &[&str]| {
        let choices = texts.iter().enumerate();
        let choices: String = choices
            .map(|(idx, text)| {
                format!(
                    "<simpleAssociableChoice identifier=\"{mark}{idx}\" matchMax=\"1\">{text}</simpleAssociableChoice>"
                )
            })
            .collect();
        format!("<simpleMatchSet>{choices}</simpleMatchSet>")
    };
    format!(
        "<matchInteraction responseIdentifier=\"R\" shuffle=\"true\"><prompt>配</prompt>{}{}</matchInteraction>",
        set('L', lefts),
        set('R', rights)
    )
}

#[test]
fn pairs_are_read_in_the_order_of_the_left() {
    let body = sets(&["甲", "乙", "丙"], &["1", "2", "3"]);
    let xml = item(&declared("multiple", &["L1 R0", "R1 L0", "L2 R0"], ""), &body, "");
    check(&xml, "match ; 配 ; 甲→2|乙→1|丙→1 +3 ; ", &[]);
    let xml = item(&declared("multiple", &["L0 R0", "L0 R1"], ""), &body, "");
    let notes = [unsupported("一对多的配对题"), dropped("没有配对的“乙”"), dropped("没有配对的“丙”")];
    check(&xml, "match ; 配 ; 甲→1 +2|3 ; ", &notes);
    let xml = item(&declared("multiple", &["L0", "X Y"], ""), &sets(&["甲"], &["1"]), "");
    let unclear = ["L0", "X Y"].map(|text| Note::AnswerUnclear { text: text.to_owned() });
    let mut notes = unclear.to_vec();
    notes.push(dropped("没有配对的“甲”"));
    check(&xml, "match ; 配 ;  +1 ; ", &notes);
}

#[test]
fn a_choice_within_a_sentence_leaves_a_bracket() {
    let body = "<p>每<inlineChoiceInteraction responseIdentifier=\"R\" shuffle=\"true\"><inlineChoice identifier=\"A\">月</inlineChoice><inlineChoice identifier=\"B\">季</inlineChoice></inlineChoiceInteraction>召开</p>";
    check(&item(&declared("single", &["B"], ""), body, ""), "single ; 每（　）召开 ; 月|季 B ; ", &[]);
}

#[test]
fn feedback_explains_once() {
    let body = choice(
        "maxChoices=\"1\"",
        &["甲<feedbackInline outcomeIdentifier=\"F\" identifier=\"A\">不对</feedbackInline>", "乙"],
    );
    let modal = "<modalFeedback outcomeIdentifier=\"F\" identifier=\"x\"><p>见党章</p></modalFeedback>".repeat(2);
    check(&item(&declared("single", &["B"], ""), &body, &modal), "single ; 题 ; 甲|乙 B ; 甲：不对⏎见党章", &[]);
}

#[test]
fn what_cannot_be_marked_is_told() {
    for (body, name) in [
        ("<extendedTextInteraction responseIdentifier=\"R\"/>", "问答题"),
        ("<gapMatchInteraction responseIdentifier=\"R\"/>", "拖放填词题"),
        ("", "说明文字"),
        ("<extendedTextInteraction/><orderInteraction/>", "几种题型合在一起的题"),
    ] {
        check(&item("", &format!("<p>题</p>{body}"), ""), "single ; 题 ;   ; ", &[unsupported(name)]);
    }
    check(
        &item("<templateDeclaration identifier=\"T\"/>", "<p>题</p>", ""),
        "single ; 题 ;   ; ",
        &[unsupported("数值会变的题")],
    );
}

#[test]
fn pictures_are_named_and_an_item_without_a_stem_takes_its_title() {
    let body = choice("maxChoices=\"1\"", &["<img src=\"images/a.png\" alt=\"旗\"/>", "乙"])
        .replace("<prompt>题</prompt>", "");
    check(
        &item(&declared("single", &["B"], ""), &body, ""),
        "single ; 名 ; |乙 B ; ",
        &[Note::MediaLeftOut { name: "a.png".to_owned() }],
    );
}

#[test]
fn versions_may_be_mixed_in_one_file() {
    let xml = item(&declared("single", &["A"], ""), &choice("max-choices=\"0\"", &["甲", "乙"]), "");
    let xml = xml.replace("<itemBody>", "<qti-item-body>").replace("</itemBody>", "</qti-item-body>");
    assert_eq!(told(&all(xml.replace("cardinality=\"single\"", "").as_bytes())[0].draft), "multiple ; 题 ; 甲|乙 A ; ");
}

fn packed(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("names differ");
        archive.write_all(text.as_bytes()).expect("memory takes it");
    }
    archive.finish().expect("it is whole").into_inner()
}

fn sound(stem: &str) -> String {
    item(&declared("single", &["A"], ""), &choice("maxChoices=\"1\"", &["甲", "乙"]).replace("题", stem), "")
}

#[test]
fn a_package_is_read_in_the_order_of_its_manifest_and_what_it_forgets_comes_last() {
    let resource = |href: &str, kind: &str, topic: &str| {
        format!(
            "<resource identifier=\"r\" type=\"{kind}\" href=\"{href}\"><metadata><lom><general><keyword><langstring>{topic}</langstring></keyword></general></lom></metadata><file href=\"{href}\"/></resource>"
        )
    };
    let manifest = format!(
        "<manifest><resources>{}{}{}{}{}</resources></manifest>",
        resource("./items/b.xml", "imsqti_item_xmlv2p2", "党费"),
        resource("items/%E7%94%B2.xml", "imsqti_item_xmlv3p0", ""),
        resource("items/none.xml", "imsqti_item_xmlv2p1", ""),
        resource("items/bad.xml", "imsqti_item_xmlv2p1", ""),
        resource("test.xml", "imsqti_test_xmlv2p1", ""),
    );
    let [b, other, forgotten] = ["二", "一", "忘"].map(sound);
    let bytes = packed(&[
        ("q/imsmanifest.xml", &manifest),
        ("q/items/甲.xml", &in_version_3(&other)),
        ("q/items/b.xml", &b),
        ("q/items/bad.xml", "<assessmentItem>"),
        ("q/items/forgotten.xml", &forgotten),
        ("q/test.xml", "<assessmentTest/>"),
        ("q/a.png", "no picture"),
    ]);
    let found = all(&bytes);
    let told: Vec<String> = found.iter().map(|found| format!("{} {}", found.place, found.draft.stem)).collect();
    assert_eq!(
        told,
        ["q/items/b.xml 二", "q/items/甲.xml 一", "q/items/none.xml ", "q/items/bad.xml ", "q/items/forgotten.xml 忘"]
    );
    assert_eq!(found[0].draft.topic, "党费");
    assert_eq!((&found[2].notes[..], &found[3].notes[..]), (&[Note::FileMissing][..], &[Note::RestUnreadable][..]));
}

#[test]
fn an_archive_cannot_fill_the_memory() {
    let bomb = packed(&[("a.xml", &" ".repeat(5_000_000))]);
    let refused = |bytes: &[u8]| at_once(super::read(bytes, &Headlong));
    assert_eq!(refused(&bomb), Err(Refused::UnpacksTooLarge { limit_mb: 64 }));
    assert_eq!(refused(&bomb[..bomb.len() / 2]), Err(Refused::Broken { what: "压缩包" }));
    assert_eq!(refused(b"PK\x03\x04"), Err(Refused::Broken { what: "压缩包" }));
    assert_eq!(refused(&packed(&[("readme.txt", "题")])), Err(Refused::NothingFound));
    assert_eq!(refused(b"<questestinterop/>"), Err(Refused::NothingFound));
    assert_eq!(refused(b"<!DOCTYPE a><assessmentItem/>"), Err(Refused::Doctype));
}

#[test]
fn other_encodings_are_read() {
    let xml = sound("党章");
    let (gbk, ..) = encoding_rs::GB18030.encode(&xml);
    assert_eq!(all(&gbk)[0].draft.stem, "党章");
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(xml.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(all(&utf16)[0].draft.stem, "党章");
}

#[test]
fn nothing_cut_short_makes_it_fail() {
    let xml = item(
        &declared("multiple", &["A"], "<mapping><mapEntry mapKey=\"A\" mappedValue=\"1\"/></mapping>"),
        &sets(&["甲"], &["乙"]),
        "",
    );
    for end in 0..=xml.len() {
        for start in (0..end).step_by(7) {
            let _ = at_once(super::read(&xml.as_bytes()[start..end], &Headlong));
        }
    }
    let bytes = packed(&[("a.xml", &xml), ("imsmanifest.xml", "<manifest/>")]);
    for end in 0..bytes.len() {
        let _ = at_once(super::read(&bytes[..end], &Headlong));
        let mut other = bytes.clone();
        other[end] ^= 0x55;
        let _ = at_once(super::read(&other, &Headlong));
    }
}
