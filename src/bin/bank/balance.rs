//! `bank balance`: re-orders options of single choice until the keys stand in every position about equally often. What
//! is in `editions.lock` stays as it is: answers to it are kept as positions.
use crate::Outcome;
use crate::banks::{Folder, text_of, write};
use std::collections::HashMap;
use std::path::Path;
use toml_edit::{Array, DocumentMut, Item, Table};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::kind::Body;
use xueliansai::domain::bank::lint::bank_wide::key_positions;
use xueliansai::domain::bank::question::Question;
use xueliansai::format::editions_lock::Lock;

const N_OPTIONS: usize = 4;

/// Two positions of one question that change places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Swap {
    key: usize,
    with: usize,
}

pub fn run(dir: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    let mut said = Vec::new();
    for file in &folder.banks {
        let swaps = swaps(&file.bank, &folder.lock);
        if swaps.is_empty() {
            continue;
        }
        let path = dir.join(&file.name);
        write(&path, &swapped(&file.name, &text_of(&path)?, &swaps)?)?;
        said.push(format!("{}调换了{}题的选项", file.name, swaps.len()));
    }
    if said.is_empty() {
        return Ok("不用调换：各题库的答案位置已经平均，或者剩下的题都已登记，不能再动".to_owned());
    }
    Ok(format!("{}，请看过再运行 bank lock", said.join("\n")))
}

/// The fewest swaps that make the positions even, as far as questions that may still move allow.
fn swaps(bank: &Bank, lock: &Lock) -> HashMap<String, Swap> {
    let live: Vec<&Question> = bank.live().collect();
    let mut counts = key_positions(&live);
    let mut movable: Vec<(&Question, usize)> = Vec::new();
    for question in live {
        if let (Body::Single(single), false) = (&question.body, lock.has(bank, question))
            && single.shuffle
            && single.options.len() == N_OPTIONS
        {
            movable.push((question, usize::from(single.answer)));
        }
    }
    let mut swaps = HashMap::new();
    loop {
        let by_count = |position: &usize| counts[*position];
        let Some(scarce) = (0..N_OPTIONS).min_by_key(by_count) else { break };
        let mut plenty: Vec<usize> = (0..N_OPTIONS).filter(|position| counts[*position] > counts[scarce] + 1).collect();
        plenty.sort_by_key(|position| std::cmp::Reverse(counts[*position]));
        let found = plenty.iter().find_map(|from| movable.iter().position(|(_, key)| key == from));
        let Some(idx) = found else { break };
        let (question, key) = movable.swap_remove(idx);
        counts[key] -= 1;
        counts[scarce] += 1;
        swaps.insert(question.id.to_string(), Swap { key, with: scarce });
    }
    swaps
}

/// The file with options and answers changed and everything else as its author wrote it.
fn swapped(file: &str, text: &str, swaps: &HashMap<String, Swap>) -> Result<String, String> {
    let mut document: DocumentMut =
        text.parse().map_err(|error| format!("{file}读不懂（{error}），请先运行 bank check"))?;
    let questions = document.get_mut("question").and_then(Item::as_array_of_tables_mut);
    for question in questions.into_iter().flat_map(|questions| questions.iter_mut()) {
        let id = question.get("id").and_then(Item::as_str).unwrap_or_default();
        let Some(swap) = swaps.get(id).copied() else { continue };
        let unreadable = || format!("{file}的options或者answer不是数组，请先运行 bank check");
        let options = array(question, "options").ok_or_else(unreadable)?;
        let texts: Option<Vec<String>> = [swap.key, swap.with]
            .into_iter()
            .map(|position| options.get(position).and_then(|value| value.as_str()).map(str::to_owned))
            .collect();
        let [key, with] = texts.as_deref().ok_or_else(unreadable)? else { return Err(unreadable()) };
        options.replace(swap.key, with.as_str());
        options.replace(swap.with, key.as_str());
        let answer = i64::try_from(swap.with).map_err(|_| unreadable())?;
        array(question, "answer").ok_or_else(unreadable)?.replace(0, answer);
    }
    Ok(document.to_string())
}

fn array<'a>(question: &'a mut Table, key: &str) -> Option<&'a mut Array> {
    question.get_mut(key).and_then(Item::as_array_mut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use xueliansai::format::bank_toml;

    fn text(keys: &[usize]) -> String {
        let mut text = "# 说明\n[bank]\nid = \"b\"\ntitle = \"题库\"\ndocument = \"d\"\n".to_owned();
        for (idx, key) in keys.iter().enumerate() {
            text += &format!(
                "\n[[question]]  # {idx}\nid = \"b-{idx}\"\nkind = \"single\"\nstem = \"第{idx}题\"\noptions = [\"甲\", \"乙\", \"丙\", \"丁\"]\nanswer = [{key}]\n"
            );
        }
        text
    }

    fn bank(text: &str) -> Bank {
        bank_toml::parse("b.toml", text, &[]).0.unwrap()
    }

    fn positions(bank: &Bank) -> [usize; 4] {
        key_positions(&bank.live().collect::<Vec<_>>())
    }

    #[test]
    fn keys_are_spread_and_each_stays_the_text_it_was() {
        let before = text(&[0, 0, 0, 0, 0, 1, 0, 0]);
        let old = bank(&before);
        let after = swapped("b.toml", &before, &swaps(&old, &Lock::default())).unwrap();
        let new = bank(&after);
        assert_eq!(positions(&new), [2, 2, 2, 2]);
        for (old, new) in old.questions.iter().zip(&new.questions) {
            assert_eq!(old.body.key_in_words(), new.body.key_in_words());
        }
        assert!(after.starts_with("# 说明\n") && after.contains("[[question]]  # 7"), "{after}");
        assert_eq!(swaps(&new, &Lock::default()), HashMap::new(), "a second time there is nothing to do");
    }

    #[test]
    fn what_is_published_stays_in_its_place() {
        let lock = "b/b-0 1 00112233445566778899aabbccddeeff\nb/b-1 1 00112233445566778899aabbccddeeff\n";
        let (lock, problems) = Lock::read(lock);
        assert_eq!(problems, []);
        let found = swaps(&bank(&text(&[0, 0, 0, 0])), &lock);
        let mut ids: Vec<&str> = found.keys().map(String::as_str).collect();
        ids.sort_unstable();
        assert_eq!(ids, ["b-2", "b-3"]);
    }
}
