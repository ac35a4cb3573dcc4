//! A folder of banks: `documents.toml`, `editions.lock`, and one TOML file per bank, read with all their problems.
use crate::Outcome;
use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use xueliansai::domain::bank::bank::Bank;
use xueliansai::domain::bank::document::Document;
use xueliansai::domain::bank::id::QuestionId;
use xueliansai::domain::bank::lint::fault::Fault;
use xueliansai::domain::bank::lint::problem::{Problem, Subject};
use xueliansai::domain::bank::lint::{bank_wide, lint, sort};
use xueliansai::domain::bank::question::Question;
use xueliansai::format::bank_toml;
use xueliansai::format::editions_lock::{Edited, Lock};

const DOCUMENTS: &str = "documents.toml";
pub const LOCK: &str = "editions.lock";

pub struct Folder {
    /// In the order of their documents; those without one come last.
    pub banks: Vec<File>,
    pub lock: Lock,
    /// Of the banks and documents themselves, sorted; the lock's are another matter.
    pub problems: Vec<Problem>,
}

pub struct File {
    pub name: String,
    pub bank: Bank,
    typos: BTreeSet<QuestionId>,
    /// Ids with problems, some of which could not be read.
    reported: HashSet<String>,
}

impl Folder {
    pub fn read(dir: &Path) -> Result<Self, String> {
        let (documents, mut problems) = bank_toml::parse_documents(DOCUMENTS, &text_of(&dir.join(DOCUMENTS))?);
        let (lock, unreadable) = Lock::read(&text_or_nothing(&dir.join(LOCK))?);
        problems.extend(unreadable);
        let mut banks = Vec::new();
        for path in bank_paths(dir)? {
            let name = name_of(&path);
            let (file, found) = File::read(name, &text_of(&path)?, &documents);
            problems.extend(found);
            banks.extend(file);
        }
        let rank =
            |file: &File| documents.iter().position(|document| Some(&document.id) == file.bank.document.as_ref());
        banks.sort_by_key(|file| rank(file).unwrap_or(usize::MAX));
        for id in bank_wide::repeated_ids(banks.iter().map(|file| file.bank.id.as_str())) {
            let later = banks.iter().rfind(|file| file.bank.id.as_str() == id);
            problems.extend(later.map(|file| Problem::new(&file.name, Subject::File, Some(id), Fault::DuplicateId)));
        }
        let live = banks.iter().flat_map(|file| file.bank.live().map(move |question| (file, question)));
        let live: Vec<(&File, &Question)> = live.collect();
        let asked: Vec<&Question> = live.iter().map(|(_, question)| *question).collect();
        for (second, first) in bank_wide::firsts(&asked).into_iter().enumerate() {
            // Within one bank it is reported already.
            let ((one, question), (other, again)) = (live[first], live[second]);
            if one.name != other.name {
                let of = format!("{}/{}", one.bank.id, question.id);
                let id = Some(again.id.as_str());
                problems.push(Problem::new(&other.name, Subject::Question, id, Fault::Duplicate { of }));
            }
        }
        sort(&mut problems);
        Ok(Self { banks, lock, problems })
    }

    /// Everything that keeps the folder from being published.
    pub fn all_problems(&self) -> Vec<Problem> {
        let mut problems = self.problems.clone();
        problems.extend(self.lock.check(&self.edited()));
        sort(&mut problems);
        problems
    }

    pub fn edited<'a>(&'a self) -> Vec<Edited<'a>> {
        let edited =
            |file: &'a File| Edited { file: &file.name, bank: &file.bank, typos: &file.typos, unread: &file.reported };
        self.banks.iter().map(edited).collect()
    }
}

impl File {
    fn read(name: String, text: &str, documents: &[Document]) -> (Option<Self>, Vec<Problem>) {
        let (bank, mut problems) = bank_toml::parse(&name, text, documents);
        let reported = problems.iter().filter_map(|problem| problem.place.id.clone()).collect();
        let file = bank.map(|bank| Self { name, bank, typos: bank_toml::typos(text), reported });
        problems.extend(file.iter().flat_map(|file| lint(&file.name, &file.bank)));
        (file, problems)
    }
}

/// Every file under the folder with its name in an address, in one order for all machines.
pub fn named_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let refused = |error| format!("打不开文件夹{}（{error}），请检查路径", folder.display());
    let mut files = Vec::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    while let Some((prefix, folder)) = folders.pop() {
        files.extend(files_in(&folder)?.into_iter().map(|path| (format!("{prefix}{}", name_of(&path)), path)));
        for entry in fs::read_dir(&folder).map_err(refused)? {
            let path = entry.map_err(refused)?.path();
            if path.is_dir() {
                folders.push((format!("{prefix}{}/", name_of(&path)), path));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// One line per problem and their number, or `clean` where there are none.
pub fn verdict(problems: &[Problem], clean: impl FnOnce() -> String) -> Outcome {
    if problems.is_empty() {
        return Ok(clean());
    }
    let lines: Vec<String> = problems.iter().map(|problem| format!("{problem}\n")).collect();
    Err(format!("{}共{}个问题，请逐条改好再运行一次", lines.concat(), problems.len()))
}

pub fn text_of(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("读不了{}（{error}），请检查路径和权限", path.display()))
}

pub fn write(path: &Path, text: &str) -> Result<(), String> {
    write_bytes(path, text.as_bytes())
}

pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("写不了{}（{error}），请检查路径、权限和磁盘空间", path.display()))
}

pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The files of a folder, sorted by name so that every run says the same.
pub fn files_in(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let refused = |error| format!("打不开文件夹{}（{error}），请检查路径", dir.display());
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn bank_paths(dir: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = files_in(dir)?;
    paths.retain(|path| {
        path.extension().is_some_and(|ext| ext == "toml") && !NOT_BANKS.contains(&name_of(path).as_str())
    });
    if paths.is_empty() {
        return Err(format!("{}里没有题库，请用--dir指到放着题库TOML文件的文件夹", dir.display()));
    }
    Ok(paths)
}

/// TOML files of the folder that hold something else.
const NOT_BANKS: [&str; 2] = [DOCUMENTS, "courses.toml"];

/// A lock that is not there yet is empty.
fn text_or_nothing(path: &Path) -> Result<String, String> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        _ => text_of(path),
    }
}
