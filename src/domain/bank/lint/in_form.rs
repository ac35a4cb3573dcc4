//! Faults for somebody who fills in a form: she sees options under letters, gaps and parts by number, and neither the
//! keys of a file nor positions from 0.
use super::fault::{Fault, Field};
use crate::domain::bank::kind::{GAP, Kind};

/// One sentence with its remedy, without a full stop, about a question of this kind.
pub fn sentence(fault: &Fault, kind: Kind) -> String {
    match fault {
        Fault::NoKey => match kind {
            Kind::Judge => "还没有选“对”还是“错”".to_owned(),
            Kind::Multiple => "还没有选正确答案，请在正确的选项前打勾".to_owned(),
            _ => "还没有选正确答案，请在正确的选项前点一下".to_owned(),
        },
        Fault::NotOneKey { n_keys } => {
            format!("单选题只能有1个正确答案，现在选了{n_keys}个，请只留一个，或者把题型改成多选题")
        }
        Fault::OneKey => "多选题只选了1个正确答案，请补选，或者把题型改成单选题".to_owned(),
        Fault::AnswerOutOfRange { position, .. } => {
            let letter = usize::try_from(*position).map_or_else(|_| position.to_string(), letter);
            format!("正确答案是{letter}，可是没有这个选项，请重新选")
        }
        Fault::AnswerRepeats { position } => format!("正确答案{}写了不止一次", letter(usize::from(*position))),
        Fault::TooFewOptions { n_options } if kind == Kind::Match => {
            format!("右边不同的内容只有{n_options}种，至少要2种")
        }
        Fault::TooFewOptions { n_options } => format!("选项只有{n_options}个，请至少写2个"),
        Fault::Empty { field: Field::Option(at) } if kind == Kind::Order => {
            format!("第{}项是空的，请补上或者删去", at + 1)
        }
        Fault::Empty { field: Field::Option(at) } => format!("选项{}是空的，请补上或者删去", letter(*at)),
        Fault::Empty { field: Field::Explain } => "还没有写解析，答错的人会不知道为什么".to_owned(),
        Fault::Empty { field: Field::Gap(gap) } => format!("第{}空有一个答案是空的，请删去", gap + 1),
        Fault::Empty { field } => format!("{}还没有写", name(*field, kind)),
        Fault::GapCount { n_gaps: 0, .. } => {
            format!("题干里还没有空，请把光标放到要挖空的地方，按“插入空格”（{GAP}）")
        }
        Fault::GapCount { n_gaps, n_answers } => {
            format!("题干有{n_gaps}个空，答案写了{n_answers}个，要一样多")
        }
        Fault::GapWithoutAnswer { gap } => format!("第{}空还没有写答案", gap + 1),
        Fault::InPart { part, fault } => format!("第{}小问：{}", part + 1, sentence(fault, kind)),
        Fault::AllOfTheAbove { text } => {
            format!("选项“{text}”靠位置说话，选项打乱后不成立，请换掉它，或者勾上“选项顺序固定”")
        }
        Fault::UnsortedNumbers => "选项都是数，请按大小排列，并勾上“选项顺序固定”".to_owned(),
        Fault::MixedWidth { field, found } => {
            format!("{}里的“{found}”全角半角混用，请把中文旁的标点写成全角，数字和字母写成半角", name(*field, kind))
        }
        Fault::StrayEmphasis { field } => {
            format!("{}里的“**”不成对或者用错了地方，着重只用在题干和材料里", name(*field, kind))
        }
        Fault::Invisible { field, .. } => format!("{}里有看不见的字符，请删去重打", name(*field, kind)),
        Fault::PlainNegative { word } => {
            format!("题干问的是“{word}”，容易看反，请选中这几个字，按“着重”")
        }
        Fault::NoPoint => "没有对应的知识点".to_owned(),
        Fault::DeadPoint { .. } => "对应的知识点已经不在了，请重新选".to_owned(),
        Fault::NoCitation => "没有写出处".to_owned(),
        Fault::UnknownDocument { .. } => "出处的文件已经不在题库里，请重新选".to_owned(),
        Fault::Superseded { .. } => "所据文件已有新版，请按新文件改写，或者停用这题".to_owned(),
        Fault::DuplicateId => "与另一题的编号相同".to_owned(),
        Fault::Duplicate { of } => format!("与{of}的题型、题干和选项都相同，请停用其中一题"),
        Fault::NearDuplicate { of, percent } => format!("题干与{of}有{percent}%相同，请看看是不是重复"),
        Fault::KeyPositions { counts } => {
            let n: usize = counts.iter().sum();
            let [a, b, c, d] = counts.map(|count| (count * 100).checked_div(n).unwrap_or(0));
            format!(
                "四选一的单选题共{n}道，答案是A、B、C、D的各占{a}%、{b}%、{c}%、{d}%，分布不匀容易猜中，请调换一些选项的位置"
            )
        }
        other => other.to_string(),
    }
}

/// Of what has many parts, the kind that a fault in one of them is about.
pub fn kind_of(fault: &Fault, whole: Kind, parts: &[Kind]) -> Kind {
    match fault {
        Fault::InPart { part, .. } => parts.get(*part).copied().unwrap_or(whole),
        _ => whole,
    }
}

fn name(field: Field, kind: Kind) -> String {
    match field {
        Field::Option(at) if kind == Kind::Order => format!("第{}项", at + 1),
        Field::Option(at) => format!("选项{}", letter(at)),
        other => other.to_string(),
    }
}

/// As the screen letters options; nobody writes more than 26.
fn letter(at: usize) -> String {
    match u8::try_from(at) {
        Ok(at) if at < 26 => char::from(b'A' + at).to_string(),
        _ => format!("第{}个", at.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fault: Fault, kind: Kind, expected: &str) {
        let said = sentence(&fault, kind);
        assert_eq!(said, expected);
        assert!(!said.ends_with('。') && !said.contains(['{', '}']), "{said}");
    }

    #[test]
    fn options_go_by_letters_and_items_by_number() {
        let empty = |at| Fault::Empty { field: Field::Option(at) };
        check(empty(0), Kind::Single, "选项A是空的，请补上或者删去");
        check(empty(3), Kind::Multiple, "选项D是空的，请补上或者删去");
        check(empty(1), Kind::Order, "第2项是空的，请补上或者删去");
        check(
            Fault::AnswerOutOfRange { position: 4, n_options: 4 },
            Kind::Single,
            "正确答案是E，可是没有这个选项，请重新选",
        );
        check(
            Fault::MixedWidth { field: Field::Option(2), found: ",".into() },
            Kind::Single,
            "选项C里的“,”全角半角混用，请把中文旁的标点写成全角，数字和字母写成半角",
        );
    }

    #[test]
    fn a_missing_key_is_told_as_the_form_takes_it() {
        check(Fault::NoKey, Kind::Judge, "还没有选“对”还是“错”");
        check(Fault::NoKey, Kind::Multiple, "还没有选正确答案，请在正确的选项前打勾");
        check(Fault::NoKey, Kind::Single, "还没有选正确答案，请在正确的选项前点一下");
        let in_part = Fault::InPart { part: 1, fault: Box::new(Fault::NoKey) };
        assert_eq!(kind_of(&in_part, Kind::Scenario, &[Kind::Single, Kind::Judge]), Kind::Judge);
        assert_eq!(kind_of(&in_part, Kind::Scenario, &[]), Kind::Scenario);
        check(in_part, Kind::Judge, "第2小问：还没有选“对”还是“错”");
    }

    #[test]
    fn no_sentence_speaks_of_keys_of_a_file_or_of_positions() {
        let text = || "文字".to_owned();
        let field = Field::Option(1);
        for fault in [
            Fault::NotOneKey { n_keys: 2 },
            Fault::OneKey,
            Fault::AnswerRepeats { position: 1 },
            Fault::TooFewOptions { n_options: 1 },
            Fault::TooManyOptions { n_options: 11 },
            Fault::OptionRepeats { text: text() },
            Fault::KeyRepeats { text: text() },
            Fault::GapCount { n_gaps: 0, n_answers: 0 },
            Fault::GapCount { n_gaps: 1, n_answers: 2 },
            Fault::GapWithoutAnswer { gap: 0 },
            Fault::TooFewItems { n_items: 2 },
            Fault::ItemRepeats { text: text() },
            Fault::PairCount { n_pairs: 2 },
            Fault::LeftRepeats { text: text() },
            Fault::PartCount { n_parts: 1 },
            Fault::MaterialLength { n_chars: 12 },
            Fault::Empty { field: Field::Stem },
            Fault::Empty { field: Field::Explain },
            Fault::Empty { field: Field::Gap(0) },
            Fault::LetterInExplain { found: "选A".into() },
            Fault::AllOfTheAbove { text: text() },
            Fault::StrayEmphasis { field },
            Fault::Invisible { field, code: 0x200b },
            Fault::PlainNegative { word: "不属于".into() },
            Fault::UnsortedNumbers,
            Fault::MixedStops,
            Fault::StemCue { words: text() },
            Fault::LongExplain { n_chars: 200 },
            Fault::NoPoint,
            Fault::DeadPoint { point: text() },
            Fault::NoCitation,
            Fault::UnknownDocument { document: text() },
            Fault::Superseded { document: text(), by: text() },
            Fault::DuplicateId,
            Fault::Duplicate { of: "第3题".into() },
            Fault::NearDuplicate { of: "第3题".into(), percent: 90 },
            Fault::KeyPositions { counts: [1, 2, 3, 4] },
            Fault::LongestIsKey { n_longest: 6, n_singles: 20 },
            Fault::JudgeBalance { n_true: 9, n_judges: 10 },
        ] {
            let said = sentence(&fault, Kind::Single);
            for word in [
                "位置0", "位置1", "从0数", "TOML", "toml", "shuffle", "retired", "point", "cite", "family", "bank ",
                "id用",
            ] {
                assert!(!said.contains(word), "{said}");
            }
        }
    }
}
