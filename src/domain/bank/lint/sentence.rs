//! Every fault in one Chinese sentence that ends in its remedy, without a full stop.
use super::fault::{Fault, Field};
use crate::domain::bank::kind::{GAP, Kind};
use std::fmt;

/// How `questions/editions.lock` is brought up to date.
const LOCK_COMMAND: &str = "cargo run --bin bank -- lock";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { line, detail } => write!(f, "第{line}行不合TOML语法（{detail}），请改正后再检查其余内容"),
            Self::WrongType { line, detail } => {
                if let Some(line) = line {
                    write!(f, "第{line}行")?;
                }
                write!(f, "写法不对（{detail}），请对照同类题改正")
            }
            Self::UnknownKey { key } => write!(f, "不认识“{key}”，请改正拼写或者删去"),
            Self::MissingKey { key } => write!(f, "缺少“{key}”，请补上"),
            Self::ForeignKey { key, kind } => write!(f, "{}不用“{key}”，请删去或者改题型", kind.label()),
            Self::UnknownWord { key, word, allowed } => {
                write!(f, "“{key}”里的“{word}”不认识，请改用{}", allowed.join("、"))
            }
            Self::NoId { nth } => write!(f, "第{nth}个没有id，请补上一个今后不再改动的id"),
            Self::BadId => f.write_str("id含有不能用的字符，请只用小写字母、数字和连字符"),
            Self::BadDate { key, text } => {
                write!(f, "“{key}”的“{text}”不是日期，请写成2018-10-28的样子")
            }
            Self::BadCitation => {
                f.write_str("cite没有写清出处，请写且只写article、articles、section、whole = true之一")
            }
            Self::CitationWithoutDocument => f.write_str("cite没有写document，题库也没有写，请补上其中一处"),
            Self::Empty { field } => write!(f, "{field}是空的，请补上"),
            Self::AnswerShape { kind } => write!(f, "{}的answer写法不对，请写成{}", kind.label(), answer_shape(*kind)),
            Self::AnswerOutOfRange { position, n_options } => {
                write!(f, "答案位置{position}不存在，选项共{n_options}个，从0数起")
            }
            Self::AnswerRepeats { position } => write!(f, "答案位置{position}写了不止一次，请只留一个"),
            Self::NotOneKey { n_keys } => write!(f, "单选题要有1个答案，这里有{n_keys}个，请改答案或者改成多选题"),
            Self::NoKey => f.write_str("多选题没有答案，请补上"),
            Self::OneKey => f.write_str("多选题只有1个答案，请补足或者改成单选题"),
            Self::TooFewOptions { n_options } => write!(f, "选项只有{n_options}个，请至少写2个"),
            Self::TooManyOptions { n_options } => write!(f, "选项有{n_options}个，请减到10个以内"),
            Self::OptionRepeats { text } => write!(f, "选项“{text}”重复，请改掉一个"),
            Self::KeyRepeats { text } => write!(f, "选项“{text}”重复，一处算对、一处算错，请改掉一个"),
            Self::GapCount { n_gaps, n_answers } => {
                write!(f, "题干有{n_gaps}个空（{GAP}），答案有{n_answers}个，请改成一样多，至少1个")
            }
            Self::GapWithoutAnswer { gap } => write!(f, "第{}空没有可接受的答案，请补上", gap + 1),
            Self::TooFewItems { n_items } => write!(f, "排序题只有{n_items}项，请至少写3项"),
            Self::ItemRepeats { text } => write!(f, "排序项“{text}”重复，顺序不唯一，请改掉一个"),
            Self::NotPairs { key } => {
                write!(f, "“{key}”里每一项都要是两段文字，请写成[[\"甲\", \"乙\"], [\"丙\", \"丁\"]]的样子")
            }
            Self::PairCount { n_pairs } => write!(f, "配对题有{n_pairs}对，请写3至6对"),
            Self::LeftRepeats { text } => write!(f, "左边的“{text}”重复，不知该配哪个，请改掉一个"),
            Self::PartCount { n_parts } => write!(f, "情景题有{n_parts}个小问，请写2至4个"),
            Self::MaterialLength { n_chars } => write!(f, "材料有{n_chars}字，请写到30至220字"),
            Self::InPart { part, fault } => write!(f, "第{}小问：{fault}", part + 1),
            Self::ContrastRows { n_rows } => write!(f, "易混对照有{n_rows}行，请写2至5行"),
            Self::LetterInExplain { found } => {
                write!(f, "解析用“{found}”指选项，选项会打乱，请改用选项的内容来说")
            }
            Self::AllOfTheAbove { text } => {
                write!(f, "选项“{text}”靠位置说话，打乱后不成立，请换掉它或者写shuffle = false")
            }
            Self::MixedWidth { field, found } => {
                write!(f, "{field}里的“{found}”全角半角混用，请把中文旁的标点写成全角，数字和字母写成半角")
            }
            Self::StrayEmphasis { field } => {
                write!(f, "{field}里的“**”不成对或者用错了地方，着重只写在题干和材料里，请写成**不属于**的样子或者删去")
            }
            Self::Invisible { field, code } => write!(f, "{field}里有看不见的字符U+{code:04X}，请删去"),
            Self::PlainNegative { word } => {
                write!(f, "题干问的是“{word}”却没有着重，容易看反，请写成**{word}**的样子")
            }
            Self::UnsortedNumbers => f.write_str("选项都是数，请按大小排列，并写shuffle = false"),
            Self::MixedStops => f.write_str("选项有的以句号结尾、有的没有，请统一"),
            Self::StemCue { words } => {
                write!(f, "“{words}”题干里有，选项里只有答案有，等于提示，请改写题干或者干扰项")
            }
            Self::LongExplain { n_chars } => write!(f, "解析有{n_chars}字，手机上读不完，请写到120字以内"),
            Self::NoPoint => f.write_str("没有写point，请写上所考的知识点"),
            Self::DeadPoint { point } => write!(f, "知识点“{point}”不存在，请改正或者补上这个知识点"),
            Self::NoCitation => f.write_str("没有出处，请在知识点或者题里写cite"),
            Self::UnknownDocument { document } => {
                write!(f, "文件“{document}”没有登记，请改正或者写进documents.toml")
            }
            Self::Superseded { document, by } => {
                write!(f, "所据文件“{document}”已被“{by}”代替，请按新文件改写，或者写retired = true停用")
            }
            Self::DuplicateId => f.write_str("id用了不止一次，请给后面的换一个新id"),
            Self::Duplicate { of } => write!(f, "与题{of}的题型、题干和选项都相同，请删去其中一题"),
            Self::NearDuplicate { of, percent } => {
                write!(f, "题干与题{of}有{percent}%相同，请改写，或者给两题写上同一个family")
            }
            Self::KeyPositions { counts } => {
                let n_singles: usize = counts.iter().sum();
                let [a, b, c, d] = counts.map(|n| percent(n, n_singles));
                write!(
                    f,
                    "四选一单选题共{n_singles}道，答案在位置0、1、2、3的各占{a}%、{b}%、{c}%、{d}%，请调换选项（bank balance会代劳），使四个位置差不多一样多"
                )
            }
            Self::LongestIsKey { n_longest, n_singles } => write!(
                f,
                "单选题{n_singles}道中有{n_longest}道（{}%）最长的选项就是答案，请把干扰项写到相当的长度，降到30%以下",
                percent(*n_longest, *n_singles)
            ),
            Self::JudgeBalance { n_true, n_judges } => write!(
                f,
                "判断题{n_judges}道中有{n_true}道（{}%）是对的，请使对错大致各半，相差不超过一成",
                percent(*n_true, *n_judges)
            ),
            Self::LockUnreadable { line } => {
                write!(f, "第{line}行读不懂，请从版本库恢复这个文件，再运行 {LOCK_COMMAND}")
            }
            Self::NotLocked { ids } => {
                let shown = ids.iter().take(3).map(String::as_str).collect::<Vec<_>>().join("、");
                let etc = if ids.len() > 3 { format!("等{}题", ids.len()) } else { String::new() };
                write!(f, "{shown}{etc}还没有登记在editions.lock，请运行 {LOCK_COMMAND}")
            }
            Self::LockBehind => write!(f, "editions.lock还是改动前的，请运行 {LOCK_COMMAND}"),
            Self::ContentChanged { rev } => write!(
                f,
                "题干、选项或答案改了而rev没有变：意思变了请写rev = {}，只改错别字请写typo = true",
                rev.saturating_add(1)
            ),
            Self::RevFell { locked, rev } => {
                write!(f, "rev从{locked}变小成{rev}，rev只能变大，请改回{locked}或者更大")
            }
            Self::Vanished => f.write_str("题不见了，旧成绩还要用它，请恢复这道题并写retired = true"),
            Self::TypoLeft => f.write_str("typo = true已经登记过，请删去这一行，免得以后改动漏登"),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stem => f.write_str("题干"),
            Self::Material => f.write_str("材料"),
            Self::Left(idx) => write!(f, "左边第{}项", idx + 1),
            Self::Right(idx) => write!(f, "右边第{}项", idx + 1),
            Self::Contrast(row) => write!(f, "易混对照第{}行", row + 1),
            Self::Option(position) => write!(f, "位置{position}的选项"),
            Self::Gap(gap) => write!(f, "第{}空的答案", gap + 1),
            Self::Explain => f.write_str("解析"),
            Self::PointTitle => f.write_str("知识点标题"),
            Self::PointText => f.write_str("知识点正文"),
        }
    }
}

const fn answer_shape(kind: Kind) -> &'static str {
    match kind {
        Kind::Single => "[1]，即答案的位置，从0数起",
        Kind::Multiple => "[0, 2]，即各答案的位置，从0数起",
        Kind::Judge => "true或者false",
        Kind::Blank => "[[\"季度\", \"一季度\"]]，即每空一组可接受的答案",
        Kind::Order => "items的顺序，不写answer",
        Kind::Match => "pairs，不写answer",
        Kind::Scenario => "[[question.part]]，答案写在各小问里",
    }
}

fn percent(part: usize, whole: usize) -> usize {
    (part * 100).checked_div(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fault: Fault, expected: &str) {
        let sentence = fault.to_string();
        assert_eq!(sentence, expected);
        assert!(!sentence.ends_with('。') && !sentence.contains(['{', '}']), "{sentence}");
    }

    fn text() -> String {
        "文字".to_owned()
    }

    #[test]
    fn what_cannot_be_understood_says_where_and_what_to_write() {
        check(
            Fault::Syntax { line: 3, detail: "缺引号".into() },
            "第3行不合TOML语法（缺引号），请改正后再检查其余内容",
        );
        let detail = "这里写的是整数5，应当是文字".to_owned();
        check(
            Fault::WrongType { line: Some(7), detail: detail.clone() },
            "第7行写法不对（这里写的是整数5，应当是文字），请对照同类题改正",
        );
        check(Fault::WrongType { line: None, detail }, "写法不对（这里写的是整数5，应当是文字），请对照同类题改正");
        check(Fault::UnknownKey { key: "optons".into() }, "不认识“optons”，请改正拼写或者删去");
        check(Fault::MissingKey { key: "kind" }, "缺少“kind”，请补上");
        check(Fault::ForeignKey { key: "options", kind: Kind::Judge }, "判断题不用“options”，请删去或者改题型");
        check(
            Fault::UnknownWord { key: "level", word: "hard".into(), allowed: vec!["basic", "advanced"] },
            "“level”里的“hard”不认识，请改用basic、advanced",
        );
        check(Fault::NoId { nth: 3 }, "第3个没有id，请补上一个今后不再改动的id");
        check(Fault::BadId, "id含有不能用的字符，请只用小写字母、数字和连字符");
        check(
            Fault::BadDate { key: "checked", text: "去年".into() },
            "“checked”的“去年”不是日期，请写成2018-10-28的样子",
        );
        check(Fault::BadCitation, "cite没有写清出处，请写且只写article、articles、section、whole = true之一");
        check(Fault::CitationWithoutDocument, "cite没有写document，题库也没有写，请补上其中一处");
    }

    #[test]
    fn faults_of_answers_and_options_say_how_to_mend_them() {
        check(Fault::AnswerShape { kind: Kind::Single }, "单选题的answer写法不对，请写成[1]，即答案的位置，从0数起");
        check(
            Fault::AnswerShape { kind: Kind::Multiple },
            "多选题的answer写法不对，请写成[0, 2]，即各答案的位置，从0数起",
        );
        check(Fault::AnswerShape { kind: Kind::Judge }, "判断题的answer写法不对，请写成true或者false");
        check(
            Fault::AnswerShape { kind: Kind::Blank },
            "填空题的answer写法不对，请写成[[\"季度\", \"一季度\"]]，即每空一组可接受的答案",
        );
        check(Fault::AnswerShape { kind: Kind::Order }, "排序题的answer写法不对，请写成items的顺序，不写answer");
        check(Fault::AnswerOutOfRange { position: -1, n_options: 4 }, "答案位置-1不存在，选项共4个，从0数起");
        check(Fault::AnswerRepeats { position: 2 }, "答案位置2写了不止一次，请只留一个");
        check(Fault::NotOneKey { n_keys: 2 }, "单选题要有1个答案，这里有2个，请改答案或者改成多选题");
        check(Fault::NoKey, "多选题没有答案，请补上");
        check(Fault::OneKey, "多选题只有1个答案，请补足或者改成单选题");
        check(Fault::TooFewOptions { n_options: 1 }, "选项只有1个，请至少写2个");
        check(Fault::TooManyOptions { n_options: 11 }, "选项有11个，请减到10个以内");
        check(Fault::OptionRepeats { text: text() }, "选项“文字”重复，请改掉一个");
        check(Fault::KeyRepeats { text: text() }, "选项“文字”重复，一处算对、一处算错，请改掉一个");
        check(Fault::GapCount { n_gaps: 1, n_answers: 2 }, "题干有1个空（____），答案有2个，请改成一样多，至少1个");
        check(Fault::GapWithoutAnswer { gap: 0 }, "第1空没有可接受的答案，请补上");
        check(Fault::TooFewItems { n_items: 2 }, "排序题只有2项，请至少写3项");
        check(Fault::ItemRepeats { text: text() }, "排序项“文字”重复，顺序不唯一，请改掉一个");
    }

    #[test]
    fn faults_of_pairs_and_parts_say_how_many_and_where() {
        check(
            Fault::NotPairs { key: "pairs" },
            "“pairs”里每一项都要是两段文字，请写成[[\"甲\", \"乙\"], [\"丙\", \"丁\"]]的样子",
        );
        check(Fault::PairCount { n_pairs: 2 }, "配对题有2对，请写3至6对");
        check(Fault::LeftRepeats { text: text() }, "左边的“文字”重复，不知该配哪个，请改掉一个");
        check(Fault::PartCount { n_parts: 5 }, "情景题有5个小问，请写2至4个");
        check(Fault::MaterialLength { n_chars: 12 }, "材料有12字，请写到30至220字");
        check(Fault::InPart { part: 1, fault: Box::new(Fault::NoKey) }, "第2小问：多选题没有答案，请补上");
        check(Fault::ContrastRows { n_rows: 6 }, "易混对照有6行，请写2至5行");
        check(Fault::Empty { field: Field::Material }, "材料是空的，请补上");
        check(Fault::Empty { field: Field::Left(0) }, "左边第1项是空的，请补上");
        check(Fault::Empty { field: Field::Right(1) }, "右边第2项是空的，请补上");
        check(Fault::Empty { field: Field::Contrast(0) }, "易混对照第1行是空的，请补上");
        check(Fault::AnswerShape { kind: Kind::Match }, "配对题的answer写法不对，请写成pairs，不写answer");
        check(
            Fault::AnswerShape { kind: Kind::Scenario },
            "情景题的answer写法不对，请写成[[question.part]]，答案写在各小问里",
        );
    }

    #[test]
    fn faults_of_wording_quote_what_they_found() {
        check(Fault::Empty { field: Field::Stem }, "题干是空的，请补上");
        check(Fault::LetterInExplain { found: "选B".into() }, "解析用“选B”指选项，选项会打乱，请改用选项的内容来说");
        check(
            Fault::AllOfTheAbove { text: "以上都对".into() },
            "选项“以上都对”靠位置说话，打乱后不成立，请换掉它或者写shuffle = false",
        );
        check(
            Fault::MixedWidth { field: Field::Option(2), found: "人,".into() },
            "位置2的选项里的“人,”全角半角混用，请把中文旁的标点写成全角，数字和字母写成半角",
        );
        check(
            Fault::StrayEmphasis { field: Field::Stem },
            "题干里的“**”不成对或者用错了地方，着重只写在题干和材料里，请写成**不属于**的样子或者删去",
        );
        check(Fault::Invisible { field: Field::Explain, code: 0x200B }, "解析里有看不见的字符U+200B，请删去");
        assert_eq!(Field::Gap(0).to_string(), "第1空的答案");
        assert_eq!(Field::PointTitle.to_string(), "知识点标题");
        assert_eq!(Field::PointText.to_string(), "知识点正文");
    }

    #[test]
    fn faults_of_the_craft_say_what_gives_the_answer_away() {
        check(
            Fault::PlainNegative { word: "不属于".into() },
            "题干问的是“不属于”却没有着重，容易看反，请写成**不属于**的样子",
        );
        check(Fault::UnsortedNumbers, "选项都是数，请按大小排列，并写shuffle = false");
        check(Fault::MixedStops, "选项有的以句号结尾、有的没有，请统一");
        check(
            Fault::StemCue { words: "正式组织关系".into() },
            "“正式组织关系”题干里有，选项里只有答案有，等于提示，请改写题干或者干扰项",
        );
        check(Fault::LongExplain { n_chars: 131 }, "解析有131字，手机上读不完，请写到120字以内");
    }

    #[test]
    fn faults_of_sources_name_the_source() {
        check(Fault::NoPoint, "没有写point，请写上所考的知识点");
        check(Fault::DeadPoint { point: "p-1".into() }, "知识点“p-1”不存在，请改正或者补上这个知识点");
        check(Fault::NoCitation, "没有出处，请在知识点或者题里写cite");
        check(Fault::UnknownDocument { document: "d".into() }, "文件“d”没有登记，请改正或者写进documents.toml");
        check(
            Fault::Superseded { document: "d".into(), by: "e".into() },
            "所据文件“d”已被“e”代替，请按新文件改写，或者写retired = true停用",
        );
    }

    #[test]
    fn faults_of_the_whole_bank_name_the_other_question_or_the_share() {
        check(Fault::DuplicateId, "id用了不止一次，请给后面的换一个新id");
        check(Fault::Duplicate { of: "q-1".into() }, "与题q-1的题型、题干和选项都相同，请删去其中一题");
        check(
            Fault::NearDuplicate { of: "q-1".into(), percent: 91 },
            "题干与题q-1有91%相同，请改写，或者给两题写上同一个family",
        );
        check(
            Fault::KeyPositions { counts: [20, 10, 5, 5] },
            "四选一单选题共40道，答案在位置0、1、2、3的各占50%、25%、12%、12%，请调换选项（bank balance会代劳），使四个位置差不多一样多",
        );
        check(
            Fault::LongestIsKey { n_longest: 10, n_singles: 20 },
            "单选题20道中有10道（50%）最长的选项就是答案，请把干扰项写到相当的长度，降到30%以下",
        );
        check(
            Fault::JudgeBalance { n_true: 9, n_judges: 10 },
            "判断题10道中有9道（90%）是对的，请使对错大致各半，相差不超过一成",
        );
        assert_eq!(percent(1, 0), 0);
    }

    #[test]
    fn faults_against_the_lock_say_what_to_run_or_write() {
        check(
            Fault::LockUnreadable { line: 4 },
            "第4行读不懂，请从版本库恢复这个文件，再运行 cargo run --bin bank -- lock",
        );
        let ids = |n: usize| (1..=n).map(|n| format!("q-{n}")).collect();
        check(
            Fault::NotLocked { ids: ids(2) },
            "q-1、q-2还没有登记在editions.lock，请运行 cargo run --bin bank -- lock",
        );
        check(
            Fault::NotLocked { ids: ids(4) },
            "q-1、q-2、q-3等4题还没有登记在editions.lock，请运行 cargo run --bin bank -- lock",
        );
        check(Fault::LockBehind, "editions.lock还是改动前的，请运行 cargo run --bin bank -- lock");
        check(
            Fault::ContentChanged { rev: 1 },
            "题干、选项或答案改了而rev没有变：意思变了请写rev = 2，只改错别字请写typo = true",
        );
        check(Fault::RevFell { locked: 3, rev: 2 }, "rev从3变小成2，rev只能变大，请改回3或者更大");
        check(Fault::Vanished, "题不见了，旧成绩还要用它，请恢复这道题并写retired = true");
        check(Fault::TypoLeft, "typo = true已经登记过，请删去这一行，免得以后改动漏登");
    }
}
