//! `bank stats`: what the banks are made of, for authors who balance them.
use crate::Outcome;
use crate::banks::Folder;
use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::id::PointId;
use xueliansai::domain::bank::kind::{Body, Kind};
use xueliansai::domain::bank::level::Level;
use xueliansai::domain::bank::lint::bank_wide::{key_positions, longest_keys, true_judges};
use xueliansai::domain::bank::point::{Basis, Post};
use xueliansai::domain::bank::question::Question;

/// A calm reader of Chinese prose.
const CHARS_A_MINUTE: usize = 300;

pub fn run(dir: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    let mut table = String::new();
    for file in &folder.banks {
        table += &bank(&file.bank);
    }
    let all: Vec<&Question> = folder.banks.iter().flat_map(|file| file.bank.live()).collect();
    table += &format!("合计  {}题\n{}", all.len(), shares(&all));
    Ok(table.trim_end().to_owned())
}

fn bank(bank: &Bank) -> String {
    let live: Vec<&Question> = bank.live().collect();
    let n_retired = bank.questions.len() - live.len();
    let mut text = format!("{}  {}题，{}个知识点，停用{n_retired}题\n", bank.title, live.len(), bank.points.len());
    text += &shares(&live);
    let n_cards = bank.points.iter().filter(|point| !point.contrast.is_empty()).count();
    if n_cards > 0 {
        text += &format!("  易混对照  {n_cards}张\n");
    }
    let n_of_basis = |basis: Basis| bank.points.iter().filter(|point| point.basis == basis).count();
    let [one, two] = Basis::ALL.map(n_of_basis);
    text += &format!("  依据  两源{two}  单源{one}\n");
    let asked: HashSet<&PointId> = live.iter().filter_map(|question| question.point.as_ref()).collect();
    let idle: Vec<&str> =
        bank.points.iter().filter(|point| !asked.contains(&point.id)).map(|point| point.id.as_str()).collect();
    if !idle.is_empty() {
        text += &format!("  没有题的知识点  {}\n", idle.join("、"));
    }
    let second = bank.reviews.iter().filter(|review| review.note.contains("二读")).map(|review| review.on).max();
    text += &second.map_or_else(|| "  还没有二读\n".to_owned(), |on| format!("  二读  {on}\n"));
    let topics = bank.topics().into_iter().map(|topic| {
        let n = live.iter().filter(|question| question.topic == topic).count();
        format!("{topic}{n}")
    });
    text + &format!("  专题  {}\n\n", topics.collect::<Vec<_>>().join("  "))
}

fn shares(questions: &[&Question]) -> String {
    let mut text = String::new();
    let mut line = |name: &str, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(label, n)| format!("{label}{n}")).collect();
        // Writing into a String does not fail.
        let _ = writeln!(text, "  {name}  {}", counts.join("  "));
    };
    let n_of_kind = |kind: Kind| questions.iter().filter(|question| question.kind() == kind).count();
    line("题型", Kind::ALL.map(|kind| (kind.label(), n_of_kind(kind))).to_vec());
    let n_of_level = |level: Level| questions.iter().filter(|question| question.level == level).count();
    line("难度", Level::ALL.map(|level| (level.label(), n_of_level(level))).to_vec());
    let n_parts: usize = questions.iter().map(|question| question.body.parts().len()).sum();
    if n_parts > 0 {
        line("情景题", vec![("小问", n_parts)]);
    }
    let [a, b, c, d] = key_positions(questions);
    let n_of_post = |post: Post| questions.iter().filter(|question| question.posts.contains(&post)).count();
    line("岗位", Post::ALL.map(|post| (post.label(), n_of_post(post))).to_vec());
    line("四选一答案位置", vec![("0：", a), ("1：", b), ("2：", c), ("3：", d)]);
    let (n_longest, n_singles) = longest_keys(questions);
    line("单选题", vec![("共", n_singles), ("答案最长的", n_longest)]);
    let (n_true, n_judges) = true_judges(questions);
    line("判断题", vec![("对", n_true), ("错", n_judges - n_true)]);
    let (key, other) = mean_lengths(questions);
    let _ = writeln!(text, "  单选题平均字数  答案{key:.1}  干扰项{other:.1}");
    let n_chars: usize = questions.iter().map(|question| shown_chars(question)).sum();
    let minutes = n_chars.div_ceil(CHARS_A_MINUTE);
    let _ =
        writeln!(text, "  题干中位数  {}字  通读约{minutes}分钟（每分钟{CHARS_A_MINUTE}字）", median_stem(questions));
    text
}

/// Characters of the keys and of the distractors of single choice, on average.
fn mean_lengths(questions: &[&Question]) -> (f64, f64) {
    let (mut key, mut n_keys, mut other, mut n_others) = (0, 0, 0, 0);
    for question in questions {
        let Body::Single(single) = &question.body else { continue };
        for (position, option) in single.options.iter().enumerate() {
            let n = option.chars().count();
            if position == usize::from(single.answer) {
                (key, n_keys) = (key + n, n_keys + 1);
            } else {
                (other, n_others) = (other + n, n_others + 1);
            }
        }
    }
    let mean = |sum: usize, n: usize| sum as f64 / n.max(1) as f64;
    (mean(key, n_keys), mean(other, n_others))
}

fn median_stem(questions: &[&Question]) -> usize {
    let mut lengths: Vec<usize> = questions.iter().map(|question| question.plain_stem().chars().count()).collect();
    lengths.sort_unstable();
    lengths.get(lengths.len() / 2).copied().unwrap_or(0)
}

/// What a learner reads of a question and its explanation.
fn shown_chars(question: &Question) -> usize {
    let options = |body: &Body| body.options().iter().map(|option| option.chars().count()).sum::<usize>();
    let parts = question.body.parts().iter();
    let in_parts: usize =
        parts.map(|part| (part.stem.clone() + &part.explain).chars().count() + options(&part.body)).sum();
    (question.plain_stem() + &question.explain).chars().count() + options(&question.body) + in_parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueliansai::domain::bank::kind::Single;
    use xueliansai::format::bank_toml;

    const BANK: &str = r#"
[bank]
id = "b"
title = "题库"
document = "d"
[[point]]
id = "p"
title = "次数"
text = "正文"
cite = { whole = true }
basis = "one-source"
topic = "会议"
level = "basic"
[[question]]
id = "b-0001"
point = "p"
kind = "single"
stem = "多久**一次**？"
options = ["每月", "每季度", "每年"]
answer = [1]
explain = "每季度。"
[[question]]
id = "b-0002"
point = "p"
kind = "judge"
stem = "每月一次。"
answer = false
explain = "不是。"
"#;

    #[test]
    fn lengths_are_counted_as_they_are_read() {
        let (bank, _) = bank_toml::parse("b.toml", BANK, &[]);
        let bank = bank.unwrap();
        let questions: Vec<&Question> = bank.live().collect();
        assert!(matches!(&questions[0].body, Body::Single(Single { answer: 1, .. })));
        assert_eq!(mean_lengths(&questions), (3.0, 2.0));
        assert_eq!(median_stem(&questions), 5);
        assert_eq!(shown_chars(questions[0]), 5 + 7 + 4);
    }

    #[test]
    fn a_bank_says_its_basis_and_what_nobody_asks_or_read_again() {
        let (bank, _) = bank_toml::parse("b.toml", &BANK.replace("point = \"p\"", ""), &[]);
        let said = super::bank(&bank.unwrap());
        for line in ["依据  两源0  单源1", "没有题的知识点  p", "还没有二读", "判断题  对0  错1"]
        {
            assert!(said.contains(line), "{said}");
        }
    }
}
