//! A bank by link: a file on any static host, however large. It stays with the browser; only the questions that a
//! paper asks are read. All that reads bank JSON on the phone stands behind this file, in a module of its own.
use crate::domain::bank::bank::Bank;
use crate::domain::bank::catalog::ASSET;
use crate::domain::bank::document::Document;
use crate::domain::bank::id::{DocumentId, QuestionId};
use crate::domain::bank::lint::fault::Fault;
use crate::domain::bank::lint::problem::{Problem, Subject};
use crate::domain::bank::question::Question;
use crate::format::bank_bytes;
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

/// A bank by link that is open. A trait, so that the app can hold one without the code that made it.
pub type LinkedBank = Rc<dyn Linked>;

pub trait Linked {
    fn about(&self) -> &About;

    fn document(&self, id: &DocumentId) -> Option<Document>;

    /// Questions by id, `None` where the file no longer has one.
    fn by_ids(self: Rc<Self>, ids: Vec<QuestionId>) -> Later<Vec<Option<Arc<Question>>>>;

    /// The first `n` questions that can be asked among `positions`.
    fn first_usable(self: Rc<Self>, n: usize, positions: Vec<usize>) -> Later<Vec<Question>>;

    /// All of it at once, for what is known to be small.
    fn whole(self: Rc<Self>) -> Later<Bank>;

    /// Reads every question in the background and says after each batch how many were read and what was found;
    /// `go_on` is asked before each batch.
    fn check(self: Rc<Self>, go_on: Box<dyn Fn() -> bool>, progress: Box<dyn FnMut(usize, Vec<String>)>) -> Task;

    /// Keeps a copy on the device, for when the network is gone. Where there is no room for it, nothing is lost.
    fn keep(self: Rc<Self>) -> Task;
}

pub struct About {
    pub source: String,
    pub title: String,
    pub n_questions: usize,
    /// What is wrong with it, apart from the questions.
    pub problems: Vec<String>,
    /// The network did not give it, so this is the copy on the device.
    pub is_copy: bool,
}

/// Why it did not come is a sentence.
pub type Later<T> = Pin<Box<dyn Future<Output = Result<T, String>>>>;
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// What reads such banks was not to be had.
pub struct NoReader;

impl From<SplitLoaderError> for NoReader {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl fmt::Display for NoReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("读这种题库的部分还没有下载到本机，请检查网络后再试")
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
#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
fn opener(source: String, fresh: bool) -> Result<Later<LinkedBank>, NoReader> {
    Ok(Box::pin(async move { opened(source, fresh).await.map_err(|error| error.to_string()) }))
}

#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
fn reader(text: String) -> Result<Option<Bank>, NoReader> {
    Ok(bank_json::read(&text).ok().map(|(bank, _)| bank))
}

/// Fetches the reader, so that it is here also where the network has gone since.
#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
pub fn bring() -> Result<(), NoReader> {
    Ok(())
}

pub async fn open(source: &str, fresh: bool) -> Result<LinkedBank, String> {
    opener(source.to_owned(), fresh).await.map_err(|why| why.to_string())?.await
}

/// A bank that a contest carries as JSON; `None` where it is none.
pub async fn read(text: &str) -> Result<Option<Bank>, NoReader> {
    reader(text.to_owned()).await
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum LinkError {
    Fetch(FetchError),
    Unreadable(Unreadable),
    NotOurs,
    NoQuestions,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fetch(error) => error.fmt(f),
            Self::Unreadable(unreadable) => unreadable.fmt(f),
            Self::NotOurs => f.write_str("这个题库文件读不懂，请联系题库的提供者"),
            Self::NoQuestions => f.write_str("这个题库里没有题：questions 是空的，请联系题库的提供者"),
        }
    }
}

async fn opened(source: String, fresh: bool) -> Result<LinkedBank, LinkError> {
    let (file, is_copy) = match RemoteFile::fetch(&source, fresh).await {
        Ok(file) => (file, false),
        Err(error) => (kept(&source).await.ok_or(LinkError::Fetch(error))?, true),
    };
    // An asset of an earlier build of this app.
    if source.starts_with("banks/") && source.ends_with(ASSET) {
        let bytes = file.bytes().await.map_err(LinkError::Fetch)?;
        let bank = bank_bytes::read(&bytes).ok_or(LinkError::NotOurs)?;
        let (title, n_questions) = (bank.title.clone(), bank.questions.len());
        let about = About { source, title, n_questions, problems: Vec::new(), is_copy };
        return Ok(Rc::new(Edition { about, bank, file }));
    }
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
    let (title, n_questions) = (header.bank.title.clone(), found.len());
    let problems = problems.iter().map(Problem::to_string).collect();
    let about = About { source, title, n_questions, problems, is_copy };
    Ok(Rc::new(JsonFile { about, header, found, file }))
}

async fn keep(about: &About, file: &RemoteFile) {
    if let (false, Ok(banks)) = (about.is_copy, Archive::open(BANKS).await) {
        let _ = banks.put_file(&about.source, file).await;
    }
}

/// Bank JSON, whose questions are read when they are wanted.
struct JsonFile {
    about: About,
    /// Everything but the questions.
    header: Header,
    found: Found,
    file: RemoteFile,
}

impl JsonFile {
    /// Questions at these positions of the file; what cannot be asked comes back as a problem.
    async fn read(&self, positions: &[usize]) -> Result<Vec<Result<Question, Problem>>, String> {
        let ranges: Vec<_> = positions.iter().filter_map(|idx| self.found.range(*idx)).collect();
        let parts = self.file.parts(&ranges).await.map_err(|error| error.to_string())?;
        let texts = parts.iter().map(|part| String::from_utf8_lossy(part));
        Ok(texts.map(|text| bank_json::read_question(&text, &self.header)).collect())
    }
}

impl Linked for JsonFile {
    fn about(&self) -> &About {
        &self.about
    }

    fn document(&self, id: &DocumentId) -> Option<Document> {
        self.header.bank.document(id).cloned()
    }

    fn by_ids(self: Rc<Self>, ids: Vec<QuestionId>) -> Later<Vec<Option<Arc<Question>>>> {
        Box::pin(async move {
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
        })
    }

    fn first_usable(self: Rc<Self>, n: usize, positions: Vec<usize>) -> Later<Vec<Question>> {
        Box::pin(async move {
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
        })
    }

    fn whole(self: Rc<Self>) -> Later<Bank> {
        Box::pin(async move {
            let text = self.file.text().await.map_err(|error| error.to_string())?;
            bank_json::read(&text).map(|(bank, _)| bank).map_err(|error| error.to_string())
        })
    }

    fn check(self: Rc<Self>, go_on: Box<dyn Fn() -> bool>, mut progress: Box<dyn FnMut(usize, Vec<String>)>) -> Task {
        Box::pin(async move {
            let mut seen = std::collections::HashSet::new();
            let mut start = 0;
            while start < self.found.len() && go_on() {
                let end = (start + BATCH).min(self.found.len());
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
                progress(end, problems.iter().map(Problem::to_string).collect());
                start = end;
                timer::sleep(0).await;
            }
        })
    }

    fn keep(self: Rc<Self>) -> Task {
        Box::pin(async move { keep(&self.about, &self.file).await })
    }
}

/// A bundled bank as an earlier build had it, which a contest may still name.
struct Edition {
    about: About,
    bank: Bank,
    file: RemoteFile,
}

impl Linked for Edition {
    fn about(&self) -> &About {
        &self.about
    }

    fn document(&self, id: &DocumentId) -> Option<Document> {
        self.bank.document(id).cloned()
    }

    fn by_ids(self: Rc<Self>, ids: Vec<QuestionId>) -> Later<Vec<Option<Arc<Question>>>> {
        Box::pin(async move { Ok(ids.iter().map(|id| self.bank.question(id).cloned().map(Arc::new)).collect()) })
    }

    fn first_usable(self: Rc<Self>, n: usize, positions: Vec<usize>) -> Later<Vec<Question>> {
        let questions = positions.into_iter().filter_map(|idx| self.bank.questions.get(idx).cloned());
        let questions: Vec<Question> = questions.take(n).collect();
        Box::pin(async move { Ok(questions) })
    }

    fn whole(self: Rc<Self>) -> Later<Bank> {
        Box::pin(async move { Ok(self.bank.clone()) })
    }

    /// It was checked before it was built.
    fn check(self: Rc<Self>, _: Box<dyn Fn() -> bool>, mut progress: Box<dyn FnMut(usize, Vec<String>)>) -> Task {
        Box::pin(async move { progress(self.about.n_questions, Vec::new()) })
    }

    fn keep(self: Rc<Self>) -> Task {
        Box::pin(async move { keep(&self.about, &self.file).await })
    }
}
