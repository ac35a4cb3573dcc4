//! A bank by link: a file on any static host, however large. It stays with the browser; only the questions that a
//! paper asks are read.
use crate::domain::bank::id::QuestionId;
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::problem::{Problem, Subject};
use crate::domain::bank::question::Question;
use crate::format::bank_json::{self, Header, Unreadable};
use crate::format::bank_scan::{Found, Scanner};
use crate::platform::archive::{Archive, Change, Durability};
use crate::platform::fetch::{FetchError, RemoteFile};
use crate::platform::timer;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::collections::HashMap;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone)]
pub struct LinkedBank {
    pub source: String,
    /// Everything but the questions.
    pub header: Rc<Header>,
    /// What is wrong with it, apart from the questions.
    pub problems: Rc<Vec<Problem>>,
    /// The network did not give it, so this is the copy on the device.
    pub is_copy: bool,
    found: Rc<Found>,
    file: RemoteFile,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkError {
    Fetch(FetchError),
    Unreadable(Unreadable),
    NoQuestions,
    /// What reads such banks was not to be had.
    NoReader,
}

impl From<SplitLoaderError> for LinkError {
    fn from(_: SplitLoaderError) -> Self {
        Self::NoReader
    }
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::NoQuestions => f.write_str("这个题库里没有题：questions 是空的，请联系题库的提供者"),
            Self::NoReader => f.write_str("读链接题库的部分还没有下载到本机，请检查网络后再试"),
        }
    }
}

/// Banks by link belong to the device and not to a learner.
pub(super) const BANKS: &str = "xueliansai-banks";

async fn kept(source: &str) -> Option<RemoteFile> {
    Archive::open(BANKS).await.ok()?.file(source).await
}

/// Removes the copy on the device.
pub async fn forget(source: &str) {
    if let Ok(banks) = Archive::open(BANKS).await {
        // What stays behind is overwritten when the bank is opened again.
        let _ = banks.write(Durability::Relaxed, &[Change::Remove(source)]).await;
    }
}

/// Small enough that the page answers between two slices, also on a slow phone.
const SLICE: u64 = 512 * 1024;

/// Questions read at a time when all are checked.
const BATCH: usize = 100;

// Most learners never open a bank by link, so its reader is a module of its own.
type Later<T> = Pin<Box<dyn Future<Output = Result<T, LinkError>>>>;

#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
fn scanned(source: String, fresh: bool) -> Result<Later<LinkedBank>, LinkError> {
    Ok(Box::pin(async move { LinkedBank::scan(&source, fresh).await }))
}

#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
fn found(bank: LinkedBank, ids: Vec<QuestionId>) -> Result<Later<Vec<Option<Arc<Question>>>>, LinkError> {
    Ok(Box::pin(async move { bank.find(&ids).await }))
}

impl LinkedBank {
    pub async fn open(source: &str, fresh: bool) -> Result<Self, LinkError> {
        scanned(source.to_owned(), fresh).await?.await
    }

    async fn scan(source: &str, fresh: bool) -> Result<Self, LinkError> {
        let (file, is_copy) = match RemoteFile::fetch(source, fresh).await {
            Ok(file) => (file, false),
            Err(error) => (kept(source).await.ok_or(LinkError::Fetch(error))?, true),
        };
        let mut scanner = Scanner::default();
        let mut start = 0;
        while start < file.len() {
            let end = (start + SLICE).min(file.len());
            let parts = file.parts(&[(start, end)]).await.map_err(LinkError::Fetch)?;
            parts.iter().for_each(|part| scanner.feed(part));
            start = end;
        }
        let (header, found) = scanner.finish();
        let (header, problems) = bank_json::read_header(&header).map_err(LinkError::Unreadable)?;
        if found.is_empty() {
            return Err(LinkError::NoQuestions);
        }
        Ok(Self {
            source: source.to_owned(),
            header: Rc::new(header),
            problems: Rc::new(problems),
            is_copy,
            found: Rc::new(found),
            file,
        })
    }

    /// Keeps a copy on the device, for when the network is gone. Where there is no room for it, nothing is lost.
    pub async fn keep(&self) {
        if let (false, Ok(banks)) = (self.is_copy, Archive::open(BANKS).await) {
            let _ = banks.put_file(&self.source, &self.file).await;
        }
    }

    pub fn n_questions(&self) -> usize {
        self.found.len()
    }

    /// Questions at these positions of the file; what cannot be asked comes back as a problem.
    async fn read(&self, positions: &[usize]) -> Result<Vec<Result<Question, Problem>>, LinkError> {
        let ranges: Vec<_> = positions.iter().filter_map(|idx| self.found.range(*idx)).collect();
        let parts = self.file.parts(&ranges).await.map_err(LinkError::Fetch)?;
        let texts = parts.iter().map(|part| String::from_utf8_lossy(part));
        Ok(texts.map(|text| bank_json::read_question(&text, &self.header)).collect())
    }

    /// The first `n` questions that can be asked among `positions`, and their problems.
    pub async fn first_usable(&self, n: usize, positions: &[usize]) -> Result<Vec<Question>, LinkError> {
        let mut usable: Vec<Question> = Vec::new();
        let mut families = std::collections::HashSet::new();
        for batch in positions.chunks(n.max(1)) {
            for question in self.read(batch).await?.into_iter().flatten() {
                let new_family = question.family.as_ref().is_none_or(|family| families.insert(family.clone()));
                if usable.len() < n && new_family && !usable.iter().any(|known| known.id == question.id) {
                    usable.push(question);
                }
            }
            if usable.len() == n {
                break;
            }
        }
        Ok(usable)
    }

    /// Questions by id, `None` where the file no longer has one.
    pub async fn by_ids(&self, ids: &[&QuestionId]) -> Result<Vec<Option<Arc<Question>>>, LinkError> {
        found(self.clone(), ids.iter().copied().cloned().collect()).await?.await
    }

    async fn find(&self, ids: &[QuestionId]) -> Result<Vec<Option<Arc<Question>>>, LinkError> {
        let wanted: HashMap<&str, usize> = ids.iter().enumerate().map(|(idx, id)| (id.as_str(), idx)).collect();
        let mut slots: Vec<(usize, usize)> = Vec::new();
        for position in 0..self.found.len() {
            if let Some(slot) = wanted.get(self.found.id(position)) {
                slots.push((position, *slot));
            }
        }
        let positions: Vec<usize> = slots.iter().map(|(position, _)| *position).collect();
        let mut questions = vec![None; ids.len()];
        for ((_, slot), question) in slots.into_iter().zip(self.read(&positions).await?) {
            if let (None, Ok(question)) = (&questions[slot], question) {
                questions[slot] = Some(Arc::new(question));
            }
        }
        Ok(questions)
    }

    /// Reads every question in the background and says after each batch how many were read and what was found;
    /// `go_on` is asked before each batch.
    pub async fn check(&self, go_on: impl Fn() -> bool, mut progress: impl FnMut(usize, Vec<Problem>)) {
        let mut seen = std::collections::HashSet::new();
        let mut start = 0;
        while start < self.n_questions() && go_on() {
            let end = (start + BATCH).min(self.n_questions());
            let positions: Vec<usize> = (start..end).collect();
            let Ok(read) = self.read(&positions).await else { return };
            let mut problems: Vec<Problem> = read.into_iter().filter_map(Result::err).collect();
            for position in positions {
                let id = self.found.id(position);
                if !id.is_empty() && !seen.insert(id) {
                    let bank = self.header.bank.id.as_str();
                    problems.push(Problem::new(bank, Subject::Question, Some(id), Fault::DuplicateId));
                }
            }
            progress(end, problems);
            start = end;
            timer::sleep(0).await;
        }
    }
}
