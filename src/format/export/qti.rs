//! A QTI 3.0 package: a manifest and one file for each item. Topics travel as keywords in the manifest.
use super::left_out::{LeftOut, What, left_out as lost_from, present};
use super::markup::{attribute, html, in_one_line, stem_html, xml};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::kind::{Blank, Body, GAP, Judge, Matching, Multiple, Order, Single};
use crate::domain::bank::question::Question;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const TITLE: usize = 60;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub fn left_out(bank: &Bank) -> Vec<LeftOut> {
    lost_from(bank, |question| match &question.body {
        Body::Scenario(_) => vec![What::Kind(question.kind())],
        _ => present(question, &[What::Level, What::Point, What::Citation, What::Posts, What::Family, What::AnyOrder]),
    })
}

/// The same bank gives the same bytes.
pub fn write(bank: &Bank) -> Vec<u8> {
    let mut files = Vec::new();
    let mut resources = String::new();
    for (idx, question) in bank.live().enumerate() {
        let id = identifier(question.id.as_str(), idx);
        let Some(item) = item(question, &id) else {
            continue;
        };
        let path = format!("items/{id}.xml");
        let keyword = match question.topic.as_str() {
            "" => String::new(),
            topic => format!(
                "<metadata><lom:lom><lom:general><lom:keyword><lom:string language=\"zh-CN\">{}</lom:string></lom:keyword></lom:general></lom:lom></metadata>",
                xml(&in_one_line(topic))
            ),
        };
        let _ = writeln!(
            resources,
            "<resource identifier=\"r-{id}\" type=\"imsqti_item_xmlv3p0\" href=\"{path}\">{keyword}<file href=\"{path}\"/></resource>"
        );
        files.push((path, item));
    }
    let manifest = format!(
        "{HEAD}<manifest xmlns=\"http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1\" xmlns:lom=\"http://ltsc.ieee.org/xsd/LOM\" \
         identifier=\"m-{}\">\n<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion>\
         <lom:lom><lom:general><lom:title><lom:string language=\"zh-CN\">{}</lom:string></lom:title></lom:general></lom:lom></metadata>\n\
         <organizations/>\n<resources>\n{resources}</resources>\n</manifest>\n",
        identifier(bank.id.as_str(), 0),
        xml(&in_one_line(&bank.title)),
    );
    files.insert(0, ("imsmanifest.xml".to_owned(), manifest));
    let Ok(bytes) = packed(&files) else {
        unreachable!("memory takes every write, and no two files have the same name")
    };
    bytes
}

fn packed(files: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    for (name, text) in files {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// An id that is also a name of XML and of a file; another by its position.
fn identifier(id: &str, idx: usize) -> String {
    let fits = id.starts_with(|c: char| c.is_ascii_alphabetic())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'))
        && id.len() <= 64;
    // Capitals keep the others from being like any of these.
    if fits { id.to_owned() } else { format!("Q{}", idx + 1) }
}

/// What declares the responses, what is shown and what scores.
struct Parts {
    declared: String,
    body: String,
    score: String,
}

fn item(question: &Question, id: &str) -> Option<String> {
    let Parts { declared, body, score } = parts(question)?;
    let title: String = in_one_line(&question.plain_stem()).chars().take(TITLE).collect();
    let (outcome, set, feedback) = match question.explain.as_str() {
        "" => ("", "", String::new()),
        explain => (
            "<qti-outcome-declaration identifier=\"FEEDBACK\" cardinality=\"single\" base-type=\"identifier\"/>\n",
            "<qti-set-outcome-value identifier=\"FEEDBACK\"><qti-base-value base-type=\"identifier\">EXPLAIN</qti-base-value></qti-set-outcome-value>\n",
            format!(
                "<qti-modal-feedback outcome-identifier=\"FEEDBACK\" identifier=\"EXPLAIN\" show-hide=\"show\">\
                 <qti-content-body><p>{}</p></qti-content-body></qti-modal-feedback>\n",
                html(explain)
            ),
        ),
    };
    Some(format!(
        "{HEAD}<qti-assessment-item xmlns=\"http://www.imsglobal.org/xsd/imsqtiasi_v3p0\" identifier=\"{id}\" title=\"{}\" \
         adaptive=\"false\" time-dependent=\"false\" xml:lang=\"zh-CN\">\n{declared}\
         <qti-outcome-declaration identifier=\"SCORE\" cardinality=\"single\" base-type=\"float\"><qti-default-value><qti-value>0</qti-value></qti-default-value></qti-outcome-declaration>\n{outcome}\
         <qti-item-body>{body}</qti-item-body>\n<qti-response-processing>\n{score}{set}</qti-response-processing>\n{feedback}</qti-assessment-item>\n",
        xml(&title),
    ))
}

fn parts(question: &Question) -> Option<Parts> {
    let stem = stem_html(&question.stem);
    Some(match &question.body {
        Body::Single(Single { options, answer, shuffle }) => {
            let options: Vec<(String, &str)> = lettered(options);
            let right = vec![options.get(usize::from(*answer))?.0.clone()];
            choice(&stem, &options, &right, *shuffle, true)
        }
        Body::Multiple(Multiple { options, answer, shuffle }) => {
            let options = lettered(options);
            let right = answer.iter().filter_map(|key| options.get(usize::from(*key))).map(|(id, _)| id.clone());
            choice(&stem, &options, &right.collect::<Vec<_>>(), *shuffle, false)
        }
        Body::Judge(Judge { answer }) => {
            let options = [("true".to_owned(), "对"), ("false".to_owned(), "错")];
            choice(&stem, &options, &[answer.to_string()], false, true)
        }
        Body::Blank(blank) => text_entries(&stem, blank)?,
        Body::Order(order) => ordering(&stem, order),
        Body::Match(matching) => pairs(&stem, matching),
        Body::Scenario(_) => return None,
    })
}

fn lettered(texts: &[String]) -> Vec<(String, &str)> {
    texts.iter().enumerate().map(|(idx, text)| (format!("C{}", idx + 1), text.as_str())).collect()
}

fn declared(id: &str, cardinality: &str, base: &str, right: &[String], mapping: &str) -> String {
    let values: String = right.iter().map(|value| format!("<qti-value>{}</qti-value>", xml(value))).collect();
    format!(
        "<qti-response-declaration identifier=\"{id}\" cardinality=\"{cardinality}\" base-type=\"{base}\">\
         <qti-correct-response>{values}</qti-correct-response>{mapping}</qti-response-declaration>\n"
    )
}

/// One point for what matches the right response, nothing for anything else.
fn all_or_nothing() -> String {
    "<qti-response-condition><qti-response-if><qti-match><qti-variable identifier=\"RESPONSE\"/><qti-correct identifier=\"RESPONSE\"/></qti-match>\
     <qti-set-outcome-value identifier=\"SCORE\"><qti-base-value base-type=\"float\">1</qti-base-value></qti-set-outcome-value>\
     </qti-response-if></qti-response-condition>\n"
        .to_owned()
}

fn simple_choices(options: &[(String, &str)]) -> String {
    let choice = |(id, text): &(String, &str)| {
        format!("<qti-simple-choice identifier=\"{id}\">{}</qti-simple-choice>\n", html(text))
    };
    options.iter().map(choice).collect()
}

fn choice(stem: &str, options: &[(String, &str)], right: &[String], shuffle: bool, single: bool) -> Parts {
    let (cardinality, max) = if single { ("single", 1) } else { ("multiple", 0) };
    Parts {
        declared: declared("RESPONSE", cardinality, "identifier", right, ""),
        body: format!(
            "<qti-choice-interaction response-identifier=\"RESPONSE\" shuffle=\"{shuffle}\" max-choices=\"{max}\">\
             <qti-prompt><p>{stem}</p></qti-prompt>\n{}</qti-choice-interaction>",
            simple_choices(options)
        ),
        score: all_or_nothing(),
    }
}

fn text_entries(stem: &str, blank: &Blank) -> Option<Parts> {
    let n_gaps = blank.gaps.len();
    let mut pieces = stem.split(GAP);
    let mut body = format!("<p>{}", pieces.next()?);
    let (mut all, mut sum) = (String::new(), String::new());
    for (idx, (accepted, piece)) in blank.gaps.iter().zip(pieces).enumerate() {
        let id = format!("RESPONSE{}", idx + 1);
        let length = accepted.iter().map(|text| text.chars().count()).max().unwrap_or(0) + 2;
        let _ = write!(
            body,
            "<qti-text-entry-interaction response-identifier=\"{id}\" expected-length=\"{length}\"/>{piece}"
        );
        let entries = accepted.iter().map(|text| {
            format!("<qti-map-entry map-key=\"{}\" mapped-value=\"1\" case-sensitive=\"false\"/>", attribute(text))
        });
        let mapping = format!("<qti-mapping default-value=\"0\">{}</qti-mapping>", entries.collect::<String>());
        all += &declared(&id, "single", "string", accepted.get(..1)?, &mapping);
        let _ = write!(sum, "<qti-map-response identifier=\"{id}\"/>");
    }
    let score = format!(
        "<qti-set-outcome-value identifier=\"SCORE\"><qti-divide><qti-sum>{sum}</qti-sum>\
         <qti-base-value base-type=\"float\">{n_gaps}</qti-base-value></qti-divide></qti-set-outcome-value>\n"
    );
    Some(Parts { declared: all, body: body + "</p>", score })
}

/// The items stand sorted by their texts: a program that does not shuffle must not show the answer.
fn ordering(stem: &str, order: &Order) -> Parts {
    let mut sorted: Vec<usize> = (0..order.items.len()).collect();
    sorted.sort_by_key(|idx| &order.items[*idx]);
    let places = sorted.iter().enumerate();
    let options: Vec<(String, &str)> =
        places.map(|(place, idx)| (format!("C{}", place + 1), order.items[*idx].as_str())).collect();
    let place_of = |idx: usize| sorted.iter().position(|other| *other == idx);
    let right: Vec<String> =
        (0..order.items.len()).filter_map(place_of).map(|place| format!("C{}", place + 1)).collect();
    Parts {
        declared: declared("RESPONSE", "ordered", "identifier", &right, ""),
        body: format!(
            "<qti-order-interaction response-identifier=\"RESPONSE\" shuffle=\"true\"><qti-prompt><p>{stem}</p></qti-prompt>\n{}</qti-order-interaction>",
            simple_choices(&options)
        ),
        score: all_or_nothing(),
    }
}

fn pairs(stem: &str, matching: &Matching) -> Parts {
    let n_lefts = matching.lefts.len();
    let set = |mark: char, max: usize, texts: &[String]| {
        let choices = texts.iter().enumerate().map(|(idx, text)| {
            let id = format!("{mark}{}", idx + 1);
            format!(
                "<qti-simple-associable-choice identifier=\"{id}\" match-max=\"{max}\">{}</qti-simple-associable-choice>\n",
                html(text)
            )
        });
        format!("<qti-simple-match-set>\n{}</qti-simple-match-set>\n", choices.collect::<String>())
    };
    let right: Vec<String> =
        matching.answer.iter().enumerate().map(|(idx, key)| format!("L{} R{}", idx + 1, key + 1)).collect();
    Parts {
        declared: declared("RESPONSE", "multiple", "directedPair", &right, ""),
        body: format!(
            "<qti-match-interaction response-identifier=\"RESPONSE\" shuffle=\"true\" max-associations=\"{n_lefts}\"><qti-prompt><p>{stem}</p></qti-prompt>\n{}{}</qti-match-interaction>",
            set('L', 1, &matching.lefts),
            set('R', n_lefts, &matching.rights)
        ),
        score: all_or_nothing(),
    }
}
