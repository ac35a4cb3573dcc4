//! `bank review`: questions beside the facts they rest on, drawn at random, for a second reader; without keys for one
//! who answers them herself.
use crate::Outcome;
use crate::banks::Folder;
use std::path::Path;
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::hash::FieldHasher;
use xueliansai::domain::bank::kind::Body;
use xueliansai::domain::bank::question::{Question, cite_line};
use xueliansai::domain::paper::chance::Chance;
use xueliansai::domain::paper::seed::Seed;

/// What is drawn, and how it is shown.
pub struct Sample {
    pub n: usize,
    /// The same seed draws the same questions of the same banks.
    pub seed: u64,
    pub with_keys: bool,
}

pub fn run(dir: &Path, only: Option<&str>, sample: &Sample) -> Outcome {
    let folder = Folder::read(dir)?;
    let banks = folder.banks.iter().map(|file| &file.bank).filter(|bank| only.is_none_or(|id| bank.id.as_str() == id));
    let mut all: Vec<(&Bank, &Question)> =
        banks.flat_map(|bank| bank.live().map(move |question| (bank, question))).collect();
    if all.is_empty() {
        return Err(format!("没有题库“{}”，请用bank stats看有哪些", only.unwrap_or_default()));
    }
    let mut hasher = FieldHasher::new("xueliansai review 1");
    hasher.number(sample.seed);
    let mut chance = Chance::new(Seed::from_bytes(hasher.finish()));
    chance.shuffle(&mut all);
    all.truncate(sample.n);
    let texts: Vec<String> =
        all.iter().map(|(bank, question)| shown(bank, question, sample.with_keys, &mut chance)).collect();
    Ok(texts.join("\n"))
}

fn shown(bank: &Bank, question: &Question, with_key: bool, chance: &mut Chance) -> String {
    let mut text = format!("{}/{}  {}\n", bank.id, question.id, question.kind().label());
    text += &asked(&question.plain_stem(), &question.body, with_key, chance);
    for (idx, part) in question.body.parts().iter().enumerate() {
        text += &format!("({}) {}  ", idx + 1, part.body.kind().label());
        text += &asked(&part.stem, &part.body, with_key, chance);
    }
    if with_key {
        text += &format!("  解析：{}\n", question.explain);
    }
    if let Some(point) = question.point.as_ref().and_then(|id| bank.point(id)) {
        text += &format!("  知识点：{}（{}）\n  {}\n", point.title, point.basis.key(), point.text);
        for [what, meaning] in &point.contrast {
            text += &format!("    {what}：{meaning}\n");
        }
    }
    if let Some(citation) = &question.citation {
        text += &format!("  出处：{}\n", cite_line(citation, bank.document(&citation.document)));
    }
    text
}

fn asked(stem: &str, body: &Body, with_key: bool, chance: &mut Chance) -> String {
    let mut text = format!("{stem}\n");
    if let Body::Match(matching) = body {
        text += &format!("  左：{}\n", matching.lefts.join("｜"));
    }
    let mut options: Vec<(usize, &String)> = body.options().iter().enumerate().collect();
    // As authored, items stand in their order and rights beside their lefts.
    if matches!(body, Body::Order(_) | Body::Match(_)) {
        chance.shuffle(&mut options);
    }
    for (position, option) in options {
        text += &match body {
            Body::Order(_) | Body::Match(_) => format!("  - {option}\n"),
            _ => format!("  {position} {option}\n"),
        };
    }
    if with_key && body.parts().is_empty() {
        text += &format!("  答案：{}\n", body.key_in_words());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(n: usize, seed: u64, with_keys: bool) -> String {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions");
        run(&dir, Some("zhibu-gongzuo"), &Sample { n, seed, with_keys }).unwrap()
    }

    fn ids(text: &str) -> Vec<String> {
        let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
        text.lines().filter(|line| line.starts_with("zhibu-gongzuo/")).map(first).collect()
    }

    #[test]
    fn a_seed_draws_the_same_questions_with_and_without_keys() {
        let (with, without) = (sample(20, 7, true), sample(20, 7, false));
        assert_eq!(ids(&with), ids(&without));
        assert_eq!(ids(&with).len(), 20);
        assert_ne!(ids(&with), ids(&sample(20, 8, true)));
        assert!(with.contains("答案：") && with.contains("解析："));
        assert!(!without.contains("答案：") && !without.contains("解析："));
        assert_eq!(without.matches("知识点：").count(), 20);
    }

    #[test]
    fn a_bank_that_is_not_there_is_refused() {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("questions");
        let refused = run(&dir, Some("meiyou"), &Sample { n: 1, seed: 1, with_keys: true });
        assert!(refused.unwrap_err().starts_with("没有题库“meiyou”"));
    }
}
