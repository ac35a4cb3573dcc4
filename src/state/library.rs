//! The banks: bundled ones by the catalog that stands in the page, others by link. Each is loaded when first wanted.
use super::entering::{CARRIED, kept_questions};
use super::linked::{self, LinkedBank};
use super::own_banks;
use super::record::Record;
use crate::domain::bank::bank::Bank;
use crate::domain::bank::catalog::{Catalog, Entry};
use crate::domain::bank::document::Document;
use crate::domain::bank::id::{BankId, DocumentId, QuestionId, QuestionRef};
use crate::domain::bank::question::Question;
use crate::domain::record::event::LearnerId;
use crate::domain::record::standing::Standing;
use crate::domain::record::standings::Standings;
use crate::domain::session::rules::{BankUse, Started};
use crate::domain::time::UtcMillis;
use crate::format::links::{self, Link};
use crate::format::{bank_bytes, catalog_text};
use crate::platform::shelf::{PREFIX, Shelf};
use crate::platform::{fetch, page};
use crate::state::slots;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone, Copy)]
pub struct Library {
    pub catalog: StoredValue<Catalog>,
    pub(super) banks: RwSignal<Loads>,
    /// Bundled banks with their cards.
    carded: RwSignal<Loads>,
    /// Those open, by where they come from.
    linked: StoredValue<Vec<(String, LinkedBank)>, LocalStorage>,
    /// Questions of linked banks that were asked for by name.
    linked_questions: RwSignal<HashMap<QuestionRef, Arc<Question>>>,
    pub links: RwSignal<Vec<Link>>,
    pub(super) shelf: StoredValue<Rc<dyn Shelf>, LocalStorage>,
    links_key: StoredValue<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Load {
    Loading,
    Ready(Arc<Bank>),
    /// Why not, as a sentence.
    Failed(String),
}

type Loads = HashMap<BankId, Load>;

impl Library {
    /// The catalog stands in the page as the text of the element `catalog`.
    pub fn open(shelf: Rc<dyn Shelf>, learner: &LearnerId) -> Self {
        let links_key = format!("{PREFIX}{}/links", learner.as_str());
        let catalog = page::text_of("catalog").and_then(|text| catalog_text::read(&text)).unwrap_or_default();
        let links = slots::read(&*shelf, &links_key).map(|text| links::read(&text)).unwrap_or_default();
        Self {
            catalog: StoredValue::new(catalog),
            banks: RwSignal::new(HashMap::new()),
            carded: RwSignal::new(HashMap::new()),
            linked: StoredValue::new_local(Vec::new()),
            linked_questions: RwSignal::new(HashMap::new()),
            links: RwSignal::new(links),
            shelf: StoredValue::new_local(shelf),
            links_key: StoredValue::new(links_key),
        }
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Asks for a bank without its cards, unless it is there or on its way.
    pub fn want(self, id: &BankId) {
        // The name of an own bank says where it is.
        let asset = if own_banks::is_own(id) { Some(id.to_string()) } else { self.asset(id, Entry::asset) };
        let Some(asset) = begin(self.banks, id, asset) else { return };
        let id = id.clone();
        spawn_local(async move {
            let found = if own_banks::is_own(&id) { own_banks::stored(&id).await } else { fetched(&asset).await };
            let load = found.map(Arc::new);
            set(self.banks, &id, load.into());
        });
    }

    /// Asks for a bank with its cards.
    pub fn want_cards(self, id: &BankId) {
        let Some(asset) = begin(self.carded, id, self.asset(id, Entry::cards_asset)) else { return };
        self.want(id);
        let id = id.clone();
        spawn_local(async move {
            let load = match (fetched(&asset).await, self.loaded(&id).await) {
                (Ok(cards), Ok(bank)) => Ok(Arc::new(bank.with_cards(cards))),
                (Err(why), _) | (_, Err(why)) => Err(why),
            };
            set(self.carded, &id, load.into());
        });
    }

    pub fn want_all(self) {
        for id in self.ids() {
            self.want(&id);
        }
    }

    fn asset(self, id: &BankId, name: fn(&Entry) -> String) -> Option<String> {
        self.catalog.with_value(|catalog| catalog.entry(id).map(name))
    }

    /// Bundled banks in the catalog's order.
    pub fn ids(self) -> Vec<BankId> {
        self.catalog.with_value(|catalog| catalog.entries.iter().map(|entry| entry.id.clone()).collect())
    }

    /// Banks that are loaded whole: bundled and own ones.
    pub fn whole_ids(self) -> Vec<BankId> {
        let mut ids = self.ids();
        self.links.with_untracked(|links| {
            ids.extend(links.iter().map(|link| link.bank.clone()).filter(own_banks::is_own));
        });
        ids
    }

    pub fn get(self, id: &BankId) -> Load {
        load_of(self.banks, id)
    }

    /// A bank with its cards.
    pub fn get_cards(self, id: &BankId) -> Load {
        load_of(self.carded, id)
    }

    pub fn ready(self, id: &BankId) -> Option<Arc<Bank>> {
        match self.get(id) {
            Load::Ready(bank) => Some(bank),
            Load::Loading | Load::Failed(_) => None,
        }
    }

    /// The title of a bank, loaded or not.
    pub fn title(self, id: &BankId) -> String {
        let bundled = self.catalog.with_value(|catalog| catalog.entry(id).map(|entry| entry.title.clone()));
        let linked =
            || self.links.with(|links| links.iter().find(|link| link.bank == *id).map(|link| link.title.clone()));
        bundled.or_else(linked).unwrap_or_else(|| id.to_string())
    }

    /// A question of a bank that is loaded.
    pub fn question(self, question: &QuestionRef) -> Option<Question> {
        if question.bank.as_str().starts_with(LINK) {
            return self.linked_questions.with(|questions| Some(questions.get(question)?.as_ref().clone()));
        }
        self.ready(&question.bank)?.question(&question.question).cloned()
    }

    /// Asks for questions of linked banks, so that [`Library::question`] finds them.
    pub fn want_linked(self, wanted: Vec<QuestionRef>) {
        spawn_local(async move { self.fetch_linked(&wanted).await });
    }

    async fn fetch_linked(self, wanted: &[QuestionRef]) {
        for question in wanted {
            let Some(source) = question.bank.as_str().strip_prefix(LINK) else { continue };
            let Ok(bank) = self.open_link(source, false).await else { continue };
            let found = bank.by_ids(vec![question.question.clone()]).await.unwrap_or_default();
            self.note_linked(&question.bank, &found);
        }
    }

    /// Waits until [`Library::question`] finds these, as far as they can be had.
    pub async fn fetch(self, wanted: &[QuestionRef]) {
        for id in self.whole_ids() {
            if wanted.iter().any(|of| of.bank == id) {
                // A bank that does not come leaves its questions unknown.
                let _ = self.loaded(&id).await;
            }
        }
        self.fetch_linked(wanted).await;
    }

    /// What was read of a linked bank also tells which mistakes still are ones.
    fn note_linked(self, bank: &BankId, found: &[Option<Arc<Question>>]) {
        self.linked_questions.update(|questions| {
            for question in found.iter().flatten() {
                let of = QuestionRef { bank: bank.clone(), question: question.id.clone() };
                questions.insert(of, question.clone());
            }
        });
    }

    /// Asks for the bundled banks of the wrong book: only they can tell which mistakes still are ones.
    pub fn want_wrong(self, standings: &Standings) {
        let book = standings.wrong_book();
        let mut banks = self.whole_ids();
        banks.retain(|id| book.iter().any(|of| of.bank == *id));
        banks.iter().for_each(|id| self.want(id));
    }

    /// The wrong book without what is known to be no mistake any more. A bank that is not loaded keeps all of its.
    pub fn wrong_book(self, standings: &Standings) -> Vec<QuestionRef> {
        self.in_book(standings, |standing, question| question.is_none_or(|question| standing.is_wrong(question)))
    }

    /// Mistakes of an earlier meaning, to be answered anew.
    pub fn outdated_mistakes(self, standings: &Standings) -> Vec<QuestionRef> {
        self.in_book(standings, |standing, question| question.is_some_and(|question| standing.is_outdated(question)))
    }

    fn in_book(self, standings: &Standings, fits: fn(&Standing, Option<&Question>) -> bool) -> Vec<QuestionRef> {
        let mut book: Vec<QuestionRef> = standings.wrong_book().into_iter().cloned().collect();
        // A bank that only a contest brought along cannot be practised.
        book.retain(|of| self.can_ask(&of.bank));
        book.retain(|of| standings.question(of).is_some_and(|standing| fits(standing, self.question(of).as_ref())));
        book
    }

    /// Whether a bank is bundled, by link or the author's own.
    pub fn can_ask(self, bank: &BankId) -> bool {
        let is_listed = || self.links.with_untracked(|links| links.iter().any(|link| link.bank == *bank));
        bank.as_str().starts_with(LINK) || self.asset(bank, Entry::asset).is_some() || is_listed()
    }

    /// A document that a bank rests on, as far as the bank is loaded.
    pub fn document(self, bank: &BankId, id: &DocumentId) -> Option<Document> {
        let linked = || {
            let source = bank.as_str().strip_prefix(LINK)?;
            self.opened(source)?.document(id)
        };
        self.ready(bank).map_or_else(linked, |bank| bank.document(id).cloned())
    }

    /// What a session notes of the banks it uses.
    pub fn bank_use(self, id: &BankId) -> BankUse {
        let hash = self.catalog.with_value(|catalog| catalog.entry(id).map(|entry| entry.hash));
        let source = self
            .links
            .with_untracked(|links| links.iter().find(|link| link.bank == *id).map(|link| link.source.clone()));
        // A bundled bank never takes a link's word for itself, and an own bank's name is its place.
        let source = if hash.is_some() || own_banks::is_own(id) { None } else { source };
        BankUse { id: id.clone(), hash, source }
    }

    /// A bank by link, opened once per visit unless a `fresh` copy is asked for.
    pub async fn open_link(self, source: &str, fresh: bool) -> Result<LinkedBank, String> {
        if let (Some(known), false) = (self.opened(source), fresh) {
            return Ok(known);
        }
        let bank = linked::open(source, fresh).await?;
        if fresh {
            // What was read before may have changed.
            self.linked_questions.update(HashMap::clear);
        }
        self.close(source);
        self.linked.update_value(|linked| linked.push((source.to_owned(), bank.clone())));
        Ok(bank)
    }

    fn opened(self, source: &str) -> Option<LinkedBank> {
        self.linked.with_value(|linked| Some(linked.iter().find(|(of, _)| of == source)?.1.clone()))
    }

    fn close(self, source: &str) {
        self.linked.update_value(|linked| linked.retain(|(of, _)| of != source));
    }

    /// Remembers a link, so that the bank is listed and its sessions go on.
    pub fn remember(self, bank: &LinkedBank, at: UtcMillis) {
        let about = bank.about();
        let link = Link {
            bank: linked_id(&about.source),
            source: about.source.clone(),
            title: about.title.clone(),
            n_questions: about.n_questions,
            at,
        };
        self.links.update(|links| {
            links.retain(|known| known.source != link.source);
            links.insert(0, link);
        });
        self.keep_links();
        spawn_local(bank.clone().keep());
    }

    pub fn forget(self, source: &str) {
        self.links.update(|links| links.retain(|known| known.source != source));
        self.close(source);
        self.keep_links();
        let source = source.to_owned();
        spawn_local(async move { linked::forget(&source).await });
    }

    pub(super) fn keep_links(self) {
        let text = self.links.with_untracked(|links| links::write(links));
        // A list that the browser does not keep holds until the page is closed.
        let _ = self.links_key.with_value(|key| self.shelf.with_value(|shelf| slots::write(&**shelf, key, &text)));
    }

    /// The questions of a session in the order of its items; `None` where a bank no longer has one.
    pub async fn questions_of(self, record: Record, started: &Started) -> Result<Vec<Option<Arc<Question>>>, String> {
        let mut questions = vec![None; started.items.len()];
        for bank in &started.banks {
            let slots: Vec<usize> =
                (0..started.items.len()).filter(|idx| started.items[*idx].question.bank == bank.id).collect();
            let ids: Vec<QuestionId> = slots.iter().map(|idx| started.items[*idx].question.question.clone()).collect();
            let found = match &bank.source {
                Some(source) if source.starts_with(CARRIED) => kept_questions(record, source, &bank.id, &ids).await?,
                Some(source) => {
                    let found = self.open_link(source, false).await?.by_ids(ids).await?;
                    self.note_linked(&bank.id, &found);
                    found
                }
                None => {
                    let bundled = self.loaded(&bank.id).await?;
                    ids.iter().map(|id| bundled.question(id).cloned().map(Arc::new)).collect()
                }
            };
            for (slot, question) in slots.into_iter().zip(found) {
                questions[slot] = question;
            }
        }
        Ok(questions)
    }

    /// Waits until a bundled bank is there.
    pub async fn loaded(self, id: &BankId) -> Result<Arc<Bank>, String> {
        self.want(id);
        loop {
            match self.banks.with_untracked(|banks| banks.get(id).cloned()) {
                Some(Load::Ready(bank)) => return Ok(bank),
                Some(Load::Failed(why)) => return Err(why),
                Some(Load::Loading) | None => crate::platform::timer::sleep(8).await,
            }
        }
    }
}

impl From<Result<Arc<Bank>, String>> for Load {
    fn from(found: Result<Arc<Bank>, String>) -> Self {
        found.map_or_else(Self::Failed, Self::Ready)
    }
}

/// Notes that a bank is on its way and gives back its asset, unless there is nothing to do.
fn begin(loads: RwSignal<Loads>, id: &BankId, asset: Option<String>) -> Option<String> {
    if loads.with_untracked(|loads| matches!(loads.get(id), Some(Load::Loading | Load::Ready(_)))) {
        return None;
    }
    set(
        loads,
        id,
        match asset {
            Some(_) => Load::Loading,
            None => Load::Failed("这个题库不在本应用里，可能来自别人的链接或旧版本".to_owned()),
        },
    );
    asset
}

async fn fetched(asset: &str) -> Result<Bank, String> {
    let bytes = fetch::bytes(&format!("banks/{asset}")).await.map_err(|error| error.to_string())?;
    bank_bytes::read(&bytes).ok_or_else(|| "题库文件读不懂，可能刚换了新版本，请刷新页面".to_owned())
}

pub(super) fn set(loads: RwSignal<Loads>, id: &BankId, load: Load) {
    loads.update(|loads| {
        loads.insert(id.clone(), load);
    });
}

fn load_of(loads: RwSignal<Loads>, id: &BankId) -> Load {
    loads.with(|loads| loads.get(id).cloned()).unwrap_or(Load::Loading)
}

const LINK: &str = "link:";

/// A bank by link is named by where it comes from, so that no file can pass for a bundled bank or for another's.
pub fn linked_id(source: &str) -> BankId {
    BankId::new(format!("{LINK}{source}"))
}
