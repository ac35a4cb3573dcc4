//! Words that stand over columns. Inside a paper only the plainest are heads, so that no line of its text is taken for
//! one; in a sheet also those of programs.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    Number,
    Stem,
    Kind,
    /// All options in one cell.
    Options,
    Answer,
    Explain,
    Source,
    Topic,
    Level,
    /// Points and whatever else nobody needs.
    Other,
}

struct Words {
    head: Head,
    anywhere: &'static [&'static str],
    in_sheets: &'static [&'static str],
}

const WORDS: [Words; 10] = [
    Words { head: Head::Number, anywhere: &["序号", "题号"], in_sheets: &["编号", "id", "no", "no.", "number"] },
    Words {
        head: Head::Stem,
        anywhere: &["题干", "题目", "试题", "题目内容", "试题内容", "问题", "题面"],
        in_sheets: &[
            "问题描述",
            "试题题干",
            "题目描述",
            "题干内容",
            "试题题目",
            "题目名称",
            "试题名称",
            "问题内容",
            "内容",
            "q",
            "question",
            "questions",
            "content",
            "stem",
            "title",
            "questiontext",
        ],
    },
    Words {
        head: Head::Kind,
        anywhere: &["题型", "类型", "试题类型", "题目类型"],
        in_sheets: &["题目题型", "试题题型", "题类", "type", "questiontype", "kind"],
    },
    Words {
        head: Head::Options,
        anywhere: &["选项", "备选答案", "选项内容"],
        in_sheets: &["备选项", "全部选项", "可选项", "候选答案", "答案选项", "options", "choices", "option"],
    },
    Words {
        head: Head::Answer,
        anywhere: &["答案", "正确答案", "标准答案", "参考答案", "正确选项"],
        in_sheets: &[
            "试题答案",
            "题目答案",
            "标答",
            "answer",
            "rightanswer",
            "correctanswer",
            "correct",
            "right_answer",
            "key",
        ],
    },
    Words {
        head: Head::Explain,
        anywhere: &["解析", "答案解析", "试题解析", "说明"],
        in_sheets: &["题目解析", "答案说明", "解答", "讲解", "解释", "explain", "explanation", "analysis"],
    },
    Words {
        head: Head::Source,
        anywhere: &["出处", "来源", "依据"],
        in_sheets: &[
            "页码",
            "备注",
            "试题来源",
            "题目来源",
            "题目出处",
            "试题出处",
            "答案依据",
            "命题依据",
            "source",
            "remark",
        ],
    },
    Words {
        head: Head::Topic,
        anywhere: &["知识点", "分类", "章节"],
        in_sheets: &[
            "目录",
            "分组",
            "知识点/章节",
            "所属章节",
            "题目分类",
            "试题分类",
            "类别",
            "题目类别",
            "试题类别",
            "章",
            "节",
            "模块",
            "所属分类",
            "所属知识点",
            "一级分类",
            "二级分类",
            "一级知识点",
            "二级知识点",
            "标签",
            "category",
            "topic",
            "chapter",
            "tag",
        ],
    },
    Words {
        head: Head::Level,
        anywhere: &["难度"],
        in_sheets: &["难易度", "难易程度", "试题难度", "难度等级", "level", "difficulty"],
    },
    Words {
        head: Head::Other, anywhere: &[], in_sheets: &["分值", "分数", "得分", "本题分数", "试题分值", "score"]
    },
];

/// What a word over a column of a table in a paper says.
pub fn in_paper(word: &str) -> Option<Head> {
    let words = WORDS.iter().find(|words| words.anywhere.contains(&word))?;
    Some(words.head)
}

/// What a word over a column of a sheet says, in small letters.
pub fn in_sheet(word: &str) -> Option<Head> {
    let words = WORDS.iter().find(|words| words.anywhere.contains(&word) || words.in_sheets.contains(&word))?;
    Some(words.head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_word_says_two_things() {
        let words: Vec<&str> =
            WORDS.iter().flat_map(|words| words.anywhere.iter().chain(words.in_sheets)).copied().collect();
        assert_eq!(words.iter().collect::<HashSet<_>>().len(), words.len());
    }

    #[test]
    fn a_paper_has_the_plain_words_alone() {
        assert_eq!((in_paper("题干"), in_sheet("题干")), (Some(Head::Stem), Some(Head::Stem)));
        for word in ["内容", "备注", "标签", "解答", "title", "分值"] {
            assert!(in_paper(word).is_none() && in_sheet(word).is_some(), "{word}");
        }
        assert_eq!(in_sheet("别的"), None);
    }
}
