//! The words by which banks call kinds of question, levels, and right and wrong.
use super::loose::Said;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::bank::text::fold;

/// The kind that a cell, a sheet's name or a section's head names: `单选`, `一、单项选择题（每题2分）`, `判断题：`.
pub fn said(word: &str) -> Option<Said> {
    let folded = fold(word);
    let word = without_number(&folded);
    let word = word.split(['(', ':', '【', '[', ',', '。', '，', '；', ';']).next().unwrap_or_default();
    let word = word.split("共").next().unwrap_or_default();
    named(word).or_else(|| named(word.split(['-', '_', '—', '/', '.', '|']).rfind(|part| !part.is_empty())?))
}

fn named(word: &str) -> Option<Said> {
    let word = ["部分", "试题", "类型", "大题", "题库", "题型", "题目"]
        .iter()
        .find_map(|tail| word.strip_suffix(tail))
        .unwrap_or(word);
    let word = word.strip_suffix('题').unwrap_or(word);
    Some(match word {
        "单选" | "单项选择" | "单项" | "单选选择" | "单择" | "单" | "single" | "singlechoice" | "single_choice"
        | "single-choice" | "radio" => Said::Kind(Kind::Single),
        "多选" | "多项选择" | "多项" | "多选选择" | "多择" | "多" | "不定项" | "不定项选择" | "不定向选择" | "任选"
        | "multiple" | "multiplechoice" | "multiple_choice" | "multiple-choice" | "multi" | "checkbox"
        | "multipleanswer" => Said::Kind(Kind::Multiple),
        "选择" | "客观选择" | "choice" => Said::Choice,
        "判断" | "是非" | "对错" | "判断正误" | "正误判断" | "判断对错" | "判" | "judge" | "judgment" | "judgement"
        | "truefalse" | "true/false" | "tf" | "t/f" | "boolean" => Said::Kind(Kind::Judge),
        "填空" | "补充" | "填充" | "填" | "blank" | "fill" | "fillblank" | "fill_blank" | "fillintheblank"
        | "completion" => Said::Kind(Kind::Blank),
        "排序" | "顺序" | "order" | "ordering" | "sort" => Said::Kind(Kind::Order),
        "配对" | "连线" | "匹配" | "搭配" | "match" | "matching" => Said::Kind(Kind::Match),
        "情景" | "scenario" => Said::Kind(Kind::Scenario),
        "简答" | "论述" | "问答" | "案例" | "案例分析" | "材料分析" | "材料" | "分析" | "名词解释" | "主观"
        | "计算" | "作文" | "写作" | "综合" | "实操" | "操作" | "公文写作" | "公文改错" | "完形填空" | "阅读理解"
        | "辨析" | "辨析改错" | "essay" | "shortanswer" | "short_answer" | "cloze" => {
            Said::Unsupported(format!("{word}题"))
        }
        _ => return None,
    })
}

/// What follows `一、`, `（一）`, `1.`, `第一部分`, `第2大题`.
fn without_number(word: &str) -> &str {
    const DIGITS: [char; 21] = [
        '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '零', '0', '1', '2', '3', '4', '5', '6', '7', '8',
        '9',
    ];
    let word = word.trim_start_matches(['#', '*', '◆', '●', '■', '【', '[']);
    let opened = word.strip_prefix(['第', '(']).unwrap_or(word);
    let rest = opened.trim_start_matches(DIGITS);
    if rest.len() == opened.len() {
        return word;
    }
    let rest = ["部分", "大题", "章", "节", "篇"].iter().find_map(|tail| rest.strip_prefix(tail)).unwrap_or(rest);
    rest.trim_start_matches([')', '、', '.', ',', '，', ':', '-'])
}

/// How far into its subject a question goes, as banks call it.
pub fn level(word: &str) -> Option<Level> {
    Some(match fold(word).as_str() {
        "易" | "简单" | "容易" | "较易" | "低" | "初级" | "基础" | "入门" | "easy" | "basic" => {
            Level::Basic
        }
        "中" | "中等" | "一般" | "普通" | "适中" | "中级" | "进阶" | "medium" | "normal" | "advanced" => {
            Level::Advanced
        }
        "难" | "困难" | "较难" | "很难" | "高" | "高级" | "应用" | "hard" | "difficult" | "applied" => {
            Level::Applied
        }
        _ => return None,
    })
}

/// Right or wrong in a word that says nothing else.
pub fn truth(word: &str) -> Option<bool> {
    Some(match fold(word).trim_end_matches(['.', '。', '!']) {
        "对" | "正确" | "对的" | "正确的" | "√" | "✓" | "✔" | "☑" | "✅" | "🗸" | "v" | "t" | "true" | "真" => {
            true
        }
        "错" | "错误" | "错的" | "错误的" | "不对" | "不正确" | "×" | "✗" | "✘" | "✕" | "✖" | "☒" | "❌" | "╳"
        | "x" | "乂" | "f" | "false" | "假" | "误" => false,
        // Cyrillic, as some keyboards give it.
        "х" | "Х" => false,
        // U+FE0F asks for a coloured picture.
        "✔\u{FE0F}" | "☑\u{FE0F}" => true,
        "✖\u{FE0F}" => false,
        _ => return None,
    })
}

/// Words that mean right and wrong where nothing but that is asked.
pub fn loose_truth(word: &str) -> Option<bool> {
    truth(word).or_else(|| {
        Some(match fold(word).trim_end_matches(['.', '。']) {
            "是" | "是的" | "同意" | "有" | "能" | "可以" | "y" | "yes" | "right" | "1" => true,
            "否" | "不是" | "不同意" | "没有" | "不能" | "不可以" | "非" | "n" | "no" | "wrong" | "0" => {
                false
            }
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_every_name() {
        let unsupported = |name: &str| Some(Said::Unsupported(name.to_owned()));
        for (word, expected) in [
            ("单选", Some(Said::Kind(Kind::Single))),
            ("单项选择题", Some(Said::Kind(Kind::Single))),
            (" 单 选 题 ", Some(Said::Kind(Kind::Single))),
            ("一、单项选择题（每题2分，共20分）", Some(Said::Kind(Kind::Single))),
            ("（二）多选题：", Some(Said::Kind(Kind::Multiple))),
            ("第二部分 多项选择题", Some(Said::Kind(Kind::Multiple))),
            ("第3大题、判断题共10题", Some(Said::Kind(Kind::Judge))),
            ("不定项选择题", Some(Said::Kind(Kind::Multiple))),
            ("选择题", Some(Said::Choice)),
            ("是非题", Some(Said::Kind(Kind::Judge))),
            ("填空", Some(Said::Kind(Kind::Blank))),
            ("4.填空题", Some(Said::Kind(Kind::Blank))),
            ("排序题", Some(Said::Kind(Kind::Order))),
            ("连线题", Some(Said::Kind(Kind::Match))),
            ("党章-判断题", Some(Said::Kind(Kind::Judge))),
            ("单选题库", Some(Said::Kind(Kind::Single))),
            ("简答题", unsupported("简答题")),
            ("五、论述题（15分）", unsupported("论述题")),
            ("案例", unsupported("案例题")),
            ("Sheet1", None),
            ("判断下列说法是否正确", None),
            ("", None),
            ("一、", None),
        ] {
            assert_eq!(said(word), expected, "{word}");
        }
    }

    #[test]
    fn levels_and_truths_are_known_by_every_name() {
        assert_eq!(["易", "简单", "中", "一般", "困难", "应用", "0.8"].map(level), {
            use Level::{Advanced, Applied, Basic};
            [Some(Basic), Some(Basic), Some(Advanced), Some(Advanced), Some(Applied), Some(Applied), None]
        });
        for word in ["对", "正确", "√", "✓", "✔", "T", "true", "Ｔ", "V", "正确。"] {
            assert_eq!(truth(word), Some(true), "{word}");
        }
        for word in ["错", "错误", "×", "✗", "✘", "x", "X", "Х", "╳", "F", "FALSE"] {
            assert_eq!(truth(word), Some(false), "{word}");
        }
        for word in ["是", "1", "Y", "同意", "right"] {
            assert_eq!((truth(word), loose_truth(word)), (None, Some(true)), "{word}");
        }
        for word in ["否", "0", "N", "不同意", "wrong"] {
            assert_eq!((truth(word), loose_truth(word)), (None, Some(false)), "{word}");
        }
    }
}
