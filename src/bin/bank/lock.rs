//! `bank lock`: brings `editions.lock` in step with the banks, unless a change is not declared.
use crate::Outcome;
use crate::banks::{Folder, LOCK, verdict, write};
use std::path::Path;

pub fn run(dir: &Path) -> Outcome {
    let folder = Folder::read(dir)?;
    // A question that cannot be read now would leave the lock and come back as new.
    verdict(&folder.problems, String::new)?;
    let updated = folder
        .lock
        .update(&folder.edited())
        .or_else(|problems| verdict(&problems, String::new).map(|_| folder.lock.clone()))?;
    if updated == folder.lock {
        return Ok(format!("{LOCK}已经是最新的，共{}题", updated.len()));
    }
    write(&dir.join(LOCK), &updated.write())?;
    Ok(format!("已登记{}题到{LOCK}，请和题库一起提交", updated.len()))
}
