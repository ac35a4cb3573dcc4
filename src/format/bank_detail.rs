//! What serde says of a value of the wrong type, in words for an author.

/// Longer phrases come before those they contain.
const PHRASES: [(&str, &str); 18] = [
    ("invalid type: ", "这里写的是"),
    ("invalid value: ", "这里写的是"),
    ("invalid length ", "长度是"),
    (", expected ", "，应当是"),
    ("floating point ", "小数"),
    ("integer ", "整数"),
    ("boolean ", "真假值"),
    ("a boolean", "true或者false"),
    ("string ", "文字"),
    ("a string", "文字"),
    ("a sequence", "列表"),
    ("sequence", "列表"),
    ("null", "空值"),
    ("map", "表"),
    ("u16", "正整数"),
    ("u32", "正整数"),
    ("struct RawCite", "{ article = 11 }这样的出处"),
    ("struct ", "表"),
];

/// Without the place that `serde_json` appends: a question cut out of its file has no lines that an author counts.
pub fn in_chinese(message: &str) -> String {
    let message = message.split(" at line ").next().unwrap_or(message);
    let mut detail = message.trim().replace('\n', " ");
    // What an author wrote stands between quotation marks and is left alone.
    if let Some(start) = detail.find('"') {
        let end = detail.rfind('"').unwrap_or(start);
        let (before, quoted, after) = (&detail[..start], &detail[start..=end], &detail[end + 1..]);
        detail = format!("{}{}{}", replaced(before), quoted, replaced(after));
    } else {
        detail = replaced(&detail);
    }
    detail
}

fn replaced(text: &str) -> String {
    PHRASES.iter().fold(text.to_owned(), |text, (english, chinese)| text.replace(english, chinese))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_named_in_chinese_and_quotations_left_alone() {
        for (message, expected) in [
            ("invalid type: integer `5`, expected a string at line 1 column 9", "这里写的是整数`5`，应当是文字"),
            (
                "invalid type: string \"map, expected null\", expected a boolean\n",
                "这里写的是文字\"map, expected null\"，应当是true或者false",
            ),
            ("invalid type: map, expected a sequence", "这里写的是表，应当是列表"),
            (
                "invalid type: string \"第十一条\", expected struct RawCite",
                "这里写的是文字\"第十一条\"，应当是{ article = 11 }这样的出处",
            ),
        ] {
            assert_eq!(in_chinese(message), expected);
        }
    }
}
