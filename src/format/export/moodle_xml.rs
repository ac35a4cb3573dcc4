//! Moodle's own XML. Levels travel as tags, topics as categories.
use super::gift::{category, share};
use super::left_out::{LeftOut, What, left_out as lost_from, present};
use super::markup::{html, in_one_line, stem_html, xml};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::kind::{Blank, Body, Judge, Multiple, Single};
use std::fmt::Write as _;

/// A name is for lists.
const NAME: usize = 60;

pub fn left_out(bank: &Bank) -> Vec<LeftOut> {
    lost_from(bank, |question| match &question.body {
        Body::Order(_) | Body::Scenario(_) => vec![What::Kind(question.kind())],
        Body::Blank(blank) if blank.gaps.len() != 1 => vec![What::SeveralGaps],
        _ => present(question, &[What::Point, What::Citation, What::Posts, What::Family]),
    })
}

pub fn write(bank: &Bank) -> String {
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned();
    let mut topic = "";
    for question in bank.live() {
        let Some((kind, answers)) = answers(&question.body) else {
            continue;
        };
        if question.topic != topic {
            topic = &question.topic;
            let path = xml(&category(bank, topic));
            let _ = write!(
                text,
                "<question type=\"category\">\n<category><text>{path}</text></category>\n<info format=\"html\"><text></text></info>\n</question>\n"
            );
        }
        let name: String = in_one_line(&question.plain_stem()).chars().take(NAME).collect();
        let _ = write!(
            text,
            "<question type=\"{kind}\">\n<name><text>{}</text></name>\n{}{}\
             <defaultgrade>1</defaultgrade>\n<penalty>0</penalty>\n<hidden>0</hidden>\n<idnumber>{}</idnumber>\n{answers}\
             <tags><tag><text>{}</text></tag></tags>\n</question>\n",
            xml(&name),
            formatted("questiontext", &stem_html(&question.stem)),
            formatted("generalfeedback", &html(&question.explain)),
            xml(question.id.as_str()),
            question.level.label(),
        );
    }
    text + "</quiz>\n"
}

/// An element with a text in HTML. The end of the section cannot stand in it: greater-than signs are written otherwise.
fn formatted(name: &str, html: &str) -> String {
    let html = if html.is_empty() { String::new() } else { format!("<![CDATA[<p>{html}</p>]]>") };
    format!("<{name} format=\"html\"><text>{html}</text></{name}>\n")
}

fn answers(body: &Body) -> Option<(&'static str, String)> {
    let option = |fraction: &str, text: &str| {
        format!(
            "<answer fraction=\"{fraction}\" format=\"html\"><text><![CDATA[<p>{}</p>]]></text>\
             <feedback format=\"html\"><text></text></feedback></answer>\n",
            html(text)
        )
    };
    let choice = |single: bool, shuffle: bool, options: String| {
        format!(
            "<single>{single}</single>\n<shuffleanswers>{shuffle}</shuffleanswers>\n<answernumbering>ABCD</answernumbering>\n{options}"
        )
    };
    Some(match body {
        Body::Single(Single { options, answer, shuffle }) => {
            let of = |idx: usize| if idx == usize::from(*answer) { "100" } else { "0" };
            let options = options.iter().enumerate().map(|(idx, text)| option(of(idx), text)).collect();
            ("multichoice", choice(true, *shuffle, options))
        }
        Body::Multiple(Multiple { options, answer, shuffle }) => {
            let share = share(answer.len());
            // Ticking everything must not pay.
            let of = |idx: usize| if answer.iter().any(|key| usize::from(*key) == idx) { &share } else { "-100" };
            let options = options.iter().enumerate().map(|(idx, text)| option(of(idx), text)).collect();
            ("multichoice", choice(false, *shuffle, options))
        }
        Body::Judge(Judge { answer }) => {
            let of = |word: &str, right: bool| {
                let fraction = if right { 100 } else { 0 };
                format!("<answer fraction=\"{fraction}\" format=\"moodle_auto_format\"><text>{word}</text></answer>\n")
            };
            ("truefalse", of("true", *answer) + &of("false", !*answer))
        }
        Body::Blank(Blank { gaps, .. }) => {
            let [accepted] = &gaps[..] else {
                return None;
            };
            let mut text = "<usecase>0</usecase>\n".to_owned();
            for answer in accepted {
                // An asterisk alone would stand for anything.
                let answer = xml(&answer.replace('*', "\\*"));
                let _ = writeln!(
                    text,
                    "<answer fraction=\"100\" format=\"moodle_auto_format\"><text>{answer}</text></answer>"
                );
            }
            ("shortanswer", text)
        }
        Body::Match(matching) => {
            let mut text = "<shuffleanswers>true</shuffleanswers>\n".to_owned();
            let extra = matching.extra().iter().map(|right| ("", right.as_str()));
            for (left, right) in matching.pairs().chain(extra) {
                let left = if left.is_empty() { String::new() } else { format!("<![CDATA[<p>{}</p>]]>", html(left)) };
                let _ = writeln!(
                    text,
                    "<subquestion format=\"html\"><text>{left}</text><answer><text>{}</text></answer></subquestion>",
                    xml(right)
                );
            }
            ("matching", text)
        }
        Body::Order(_) | Body::Scenario(_) => return None,
    })
}
