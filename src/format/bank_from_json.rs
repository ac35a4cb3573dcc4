//! The raw twins of a bank's parts out of JSON, key by key. What a key may hold is said by serde's derives as well,
//! which the author's tool uses; a test below holds both to the same outcome.
use super::bank_raw::{RawAnswer, RawBank, RawCite, RawDocument, RawPoint, RawQuestion, RawReview, Word};
use super::json::{Fields, wrong_type};
use serde_json::Value;

pub fn bank(text: &str) -> Result<RawBank, String> {
    let mut of = Fields::parse(text, "表RawBank")?;
    let raw = RawBank { id: word(&mut of, "id"), title: of.text("title"), document: word(&mut of, "document") };
    of.all(raw)
}

pub fn review(mut of: Fields) -> Result<RawReview, String> {
    let raw = RawReview { on: word(&mut of, "on"), note: of.text("note") };
    of.all(raw)
}

pub fn document(mut of: Fields) -> Result<RawDocument, String> {
    let raw = RawDocument {
        id: word(&mut of, "id"),
        kind: of.text("kind"),
        title: of.text("title"),
        issuer: of.text("issuer"),
        edition: word(&mut of, "edition"),
        effective: word(&mut of, "effective"),
        checked: word(&mut of, "checked"),
        superseded_by: word(&mut of, "superseded_by"),
    };
    of.all(raw)
}

pub fn point(mut of: Fields) -> Result<RawPoint, String> {
    let raw = RawPoint {
        id: word(&mut of, "id"),
        title: of.text("title"),
        text: of.text("text"),
        cite: cite(&mut of),
        basis: of.text("basis"),
        topic: of.text("topic"),
        level: of.text("level"),
        posts: of.texts("posts"),
        contrast: of.lists("contrast"),
    };
    of.all(raw)
}

pub fn question(mut of: Fields) -> Result<RawQuestion, String> {
    let raw = RawQuestion {
        id: word(&mut of, "id"),
        point: word(&mut of, "point"),
        kind: of.text("kind"),
        stem: of.text("stem"),
        material: of.text("material"),
        options: of.texts("options"),
        items: of.texts("items"),
        pairs: of.lists("pairs"),
        extra: of.texts("extra"),
        answer: answer(&mut of),
        any_order: of.flag("any_order"),
        shuffle: of.flag("shuffle"),
        explain: of.text("explain"),
        topic: of.text("topic"),
        level: of.text("level"),
        posts: of.texts("posts"),
        cite: cite(&mut of),
        family: of.text("family"),
        rev: of.number("rev", u32::MAX),
        retired: of.flag("retired"),
        part: parts(&mut of),
        same: of.texts("same"),
        // Between an author and `editions.lock`, which are not on the phone.
        typo: of.flag("typo"),
    };
    of.all(raw)
}

fn word(of: &mut Fields, key: &str) -> Option<Word> {
    of.word(key).map(Word)
}

fn cite(whole: &mut Fields) -> Option<RawCite> {
    let cite = whole.take("cite")?;
    let read = Fields::of(cite, "{ article = 11 }这样的出处").and_then(|mut of| {
        let article = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        let raw = RawCite {
            document: word(&mut of, "document"),
            article: of.number("article", u16::MAX.into()).map(article),
            articles: of.numbers("articles", u16::MAX.into()).map(|all| all.into_iter().map(article).collect()),
            section: of.text("section"),
            whole: of.flag("whole"),
        };
        of.all(raw)
    });
    match read {
        Ok(raw) => Some(raw),
        Err(why) => {
            whole.refuse(why);
            None
        }
    }
}

/// JSON itself nests a hundred deep at most.
fn parts(whole: &mut Fields) -> Option<Vec<RawQuestion>> {
    let mut parts = Vec::new();
    for element in whole.list("part")? {
        match Fields::of(element, "表RawQuestion").and_then(question) {
            Ok(part) => parts.push(part),
            Err(why) => {
                whole.refuse(why);
                return None;
            }
        }
    }
    Some(parts)
}

fn answer(of: &mut Fields) -> Option<RawAnswer> {
    let elements = match of.take("answer")? {
        Value::Bool(answer) => return Some(RawAnswer::Judge(answer)),
        Value::Array(elements) => elements,
        other => {
            of.refuse(wrong_type(&other, "true、false或者列表"));
            return None;
        }
    };
    let (mut positions, mut gaps) = (Vec::new(), Vec::new());
    for element in elements {
        match element {
            Value::Array(accepted) => gaps.push(of.texts_of(accepted)?),
            other => match other.as_i64().or(other.as_u64().map(|_| i64::MAX)) {
                Some(position) => positions.push(position),
                None => {
                    of.refuse(wrong_type(&other, "位置或者一组文字"));
                    return None;
                }
            },
        }
    }
    match (positions.is_empty(), gaps.is_empty()) {
        (_, true) => Some(RawAnswer::Positions(positions)),
        (true, false) => Some(RawAnswer::Gaps(gaps)),
        (false, false) => {
            of.refuse("answer里混写了位置和文字".to_owned());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bank_detail::in_chinese;
    use super::*;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;
    use proptest::sample::select;
    use serde::de::DeserializeOwned;
    use serde_json::json;
    use std::fmt::Debug;

    /// Keys of all the parts of a bank, and one that none of them has.
    const KEYS: [&str; 36] = [
        "id",
        "title",
        "document",
        "on",
        "note",
        "kind",
        "issuer",
        "edition",
        "effective",
        "checked",
        "superseded_by",
        "text",
        "cite",
        "basis",
        "topic",
        "level",
        "posts",
        "point",
        "stem",
        "options",
        "items",
        "material",
        "pairs",
        "extra",
        "part",
        "contrast",
        "answer",
        "any_order",
        "shuffle",
        "explain",
        "family",
        "rev",
        "retired",
        "same",
        "typo",
        "else",
    ];

    /// The way of the author's tool, through serde's derives. A fraction is named without its figures here.
    fn derived<R: DeserializeOwned>(value: &Value) -> Result<R, String> {
        serde_json::from_str(&value.to_string()).map_err(|error| {
            let said = in_chinese(&error.to_string());
            match said.split_once("小数`") {
                Some((before, after)) => {
                    format!("{before}小数{}", after.split_once('`').map_or("", |(_, after)| after))
                }
                None => said,
            }
        })
    }

    #[track_caller]
    fn same<R: DeserializeOwned + Debug>(value: &Value, expected: &str, read: fn(Fields) -> Result<R, String>) {
        let ours = Fields::parse(&value.to_string(), expected).and_then(read).map(|raw| format!("{raw:?}"));
        let derived = derived::<R>(value).map(|raw| format!("{raw:?}"));
        assert_eq!(ours, derived, "{value}");
    }

    #[track_caller]
    fn check(value: &Value) {
        same(value, "表RawReview", review);
        same(value, "表RawDocument", document);
        same(value, "表RawPoint", point);
        same(value, "表RawQuestion", question);
        let ours = bank(&value.to_string()).map(|raw| format!("{raw:?}"));
        assert_eq!(ours, derived::<RawBank>(value).map(|raw| format!("{raw:?}")), "{value}");
    }

    fn leaf() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|flag| json!(flag)),
            select(&[0, 1, -1, 11, 65_535, 65_536, 4_294_967_295, 4_294_967_296, i64::MIN][..]).prop_map(|n| json!(n)),
            Just(json!(u64::MAX)),
            Just(json!(1.5)),
            select(&["", "甲", "judge", "2018-10-28"][..]).prop_map(|text| json!(text)),
        ]
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let list = vec(leaf(), 0..3).prop_map(|list| json!(list));
        let lists = vec(vec(leaf(), 0..3), 0..3).prop_map(|lists| json!(lists));
        let keys = select(&["document", "article", "articles", "section", "whole", "else"][..]);
        let inner = prop_oneof![leaf(), vec(leaf(), 0..3).prop_map(|list| json!(list))];
        let table = btree_map(keys, inner, 0..2).prop_map(|table| json!(table));
        let tables = vec(table.clone(), 0..2).prop_map(|tables| json!(tables));
        prop_oneof![leaf(), list, lists, table, tables]
    }

    /// What `key` may well hold.
    fn sound(key: &str) -> Value {
        match key {
            "options" | "items" | "posts" | "same" | "extra" => json!(["甲", "乙"]),
            "pairs" | "contrast" => json!([["甲", "1"], ["乙", "2"]]),
            "part" => {
                json!([{"kind": "judge", "stem": "对吗", "answer": true}, {"pairs": [["甲", "1"]], "explain": "解"}])
            }
            "answer" => json!([0, 1]),
            "cite" => json!({"document": 7, "articles": [3, 11], "section": null}),
            "any_order" | "shuffle" | "retired" | "typo" => json!(true),
            "rev" => json!(2),
            _ => json!("甲"),
        }
    }

    #[test]
    fn what_is_sound_is_read_and_an_answer_is_a_verdict_positions_or_gaps() {
        check(&KEYS.iter().map(|key| ((*key).to_owned(), sound(key))).collect());
        for answer in
            [json!(true), json!([1, -2]), json!([]), json!([["季度", "季"], []]), json!([1, ["季度"]]), json!(["A"])]
        {
            check(&json!({ "answer": answer }));
        }
        for value in [json!("题"), json!(5), json!(null), json!({})] {
            check(&value);
        }
    }

    proptest! {
        /// One key holds anything, so that both ways meet the same first mistake. Only serde takes a list for an object
        /// without names, which nobody writes.
        #[test]
        fn json_by_hand_and_by_serde_come_to_the_same(key in select(&KEYS[..]), value in any_value(), rest in any::<bool>()) {
            prop_assume!(key != "cite" || !value.is_array());
            prop_assume!(key != "part" || !value.as_array().is_some_and(|parts| parts.iter().any(Value::is_array)));
            let others = KEYS.iter().filter(|_| rest).map(|key| ((*key).to_owned(), sound(key)));
            let mut object: serde_json::Map<String, Value> = others.collect();
            object.insert(key.to_owned(), value);
            check(&Value::Object(object));
        }
    }
}
