//! `bank check`: every problem of every bank at once.
use crate::Outcome;
use crate::banks::{Folder, verdict};
use std::path::Path;

pub fn run(dir: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    verdict(&folder.all_problems(), || {
        let n_questions: usize = folder.banks.iter().map(|file| file.bank.live().count()).sum();
        let n_points: usize = folder.banks.iter().map(|file| file.bank.points.len()).sum();
        format!("{}个题库、{n_questions}道题、{n_points}个知识点，没有问题", folder.banks.len())
    })
}
