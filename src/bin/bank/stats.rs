//! `bank stats`: what the banks are made of, for authors who balance them.
use crate::Outcome;
use crate::banks::Folder;
use std::fmt::Write;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::kind::Kind;
use xueliansai::domain::bank::level::Level;
use xueliansai::domain::bank::lint::bank_wide::{key_positions, longest_keys, true_judges};
use xueliansai::domain::bank::question::Question;

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
    line("四选一答案位置", vec![("0：", a), ("1：", b), ("2：", c), ("3：", d)]);
    let (n_longest, n_singles) = longest_keys(questions);
    line("单选题", vec![("共", n_singles), ("答案最长的", n_longest)]);
    let (n_true, n_judges) = true_judges(questions);
    line("判断题", vec![("对", n_true), ("错", n_judges - n_true)]);
    text
}
