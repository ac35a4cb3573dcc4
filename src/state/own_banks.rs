//! Banks that an author makes or brings along. They belong to the device, whole, in the store of the banks by link, and
//! are listed beside those.
use super::library::{Library, Load, set};
use super::linked::{BANKS, Later, NoReader};
use super::record::Record;
use super::seat::{self, Elsewhere, Seat};
use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::time::UtcMillis;
use crate::format::bank_json;
use crate::format::links::Link;
use crate::platform::archive::{Archive, Change, Durability};
use crate::platform::fetch::RemoteFile;
use crate::platform::shelf::{NotKept, PREFIX};
use crate::platform::{chance, timer};
use leptos::prelude::*;
use leptos::wasm_split::wasm_split;
use std::sync::Arc;

const OWN: &str = "own:";

/// A name that no other bank has, on any device.
pub fn new_id() -> BankId {
    BankId::new(format!("{OWN}{:016x}", u64::from_be_bytes(chance::bytes())))
}

pub fn is_own(id: &BankId) -> bool {
    id.as_str().starts_with(OWN)
}

// Most learners have no bank of their own, so what reads one comes with the reader of banks by link.
#[wasm_split(linked, wasm_split_path = leptos::wasm_split, fallible)]
fn reader(id: BankId) -> Result<Later<Bank>, NoReader> {
    Ok(Box::pin(async move { read(&id).await }))
}

/// The bank as it is kept, or why not.
pub async fn stored(id: &BankId) -> Result<Bank, String> {
    reader(id.clone()).await.map_err(|why| why.to_string())?.await
}

async fn read(id: &BankId) -> Result<Bank, String> {
    const MISSING: &str = "这个自建题库不在本机了，请用导出的文件重新导入";
    let banks = Archive::open(BANKS).await.map_err(|_| "浏览器不让读取本机的存储，自建题库打不开".to_owned())?;
    let file = banks.file(id.as_str()).await.ok_or(MISSING)?;
    let text = file.text().await.map_err(|_| MISSING.to_owned())?;
    let (bank, _) = bank_json::read(&text).map_err(|unreadable| unreadable.to_string())?;
    Ok(bank)
}

impl Library {
    /// Own banks as they are listed, the one changed last first.
    pub fn own(self) -> Vec<Link> {
        self.links.with(|links| links.iter().filter(|link| is_own(&link.bank)).cloned().collect())
    }

    /// Takes an own bank into this tab, where alone it is changed; see [`Seat::take`].
    pub async fn sit_at(self, id: &BankId, force: bool, lost: impl Fn() + Clone + 'static) -> Result<Seat, Elsewhere> {
        // Own banks are the device's, whoever of its learners works on them.
        let key = format!("{PREFIX}seat/{id}");
        let taken = Seat::take(self.shelf.get_value(), key, force, lost).await?;
        if force {
            // The tab that lost it keeps its last change first.
            timer::sleep(seat::RENEWED + seat::RENEWED / 2).await;
        }
        Ok(taken)
    }

    /// An own bank from the store, where another tab may have changed it since it was last read here.
    pub async fn open_own(self, id: &BankId) -> Result<Bank, String> {
        if !is_own(id) {
            return Err("只有自建题库可以编辑".to_owned());
        }
        let bank = stored(id).await?;
        set(self.banks, id, Load::Ready(Arc::new(bank.clone())));
        Ok(bank)
    }

    /// Keeps an own bank in place of what it was. Done once this returns without an error.
    pub async fn keep_own(self, bank: Bank, at: UtcMillis) -> Result<(), NotKept> {
        let id = bank.id.clone();
        let file = RemoteFile::of_text(&bank_json::write(&bank)).ok_or(NotKept)?;
        Archive::open(BANKS).await?.put_file(id.as_str(), &file).await?;
        self.list_own(&bank, at);
        set(self.banks, &id, Load::Ready(Arc::new(bank)));
        Ok(())
    }

    pub async fn forget_own(self, id: &BankId) -> Result<(), NotKept> {
        Archive::open(BANKS).await?.write(Durability::Strict, &[Change::Remove(id.as_str())]).await?;
        self.links.update(|links| links.retain(|link| link.bank != *id));
        self.keep_links();
        let _ = self.banks.try_update(|banks| banks.remove(id));
        Ok(())
    }

    /// Lists again what is kept and was lost from the list, such as after another learner's clearing.
    pub async fn heal_own(self, record: Record) {
        let Ok(banks) = Archive::open(BANKS).await else { return };
        for name in banks.names(OWN).await.unwrap_or_default() {
            let id = BankId::new(name);
            if self.links.with_untracked(|links| links.iter().all(|link| link.bank != id))
                && let Ok(bank) = stored(&id).await
            {
                self.list_own(&bank, record.latest_at());
            }
        }
    }

    fn list_own(self, bank: &Bank, at: UtcMillis) {
        let link = Link {
            bank: bank.id.clone(),
            source: bank.id.to_string(),
            title: bank.title.clone(),
            n_questions: bank.live().count(),
            at,
        };
        self.links.update(|links| {
            links.retain(|known| known.bank != link.bank);
            links.insert(0, link);
        });
        self.keep_links();
    }
}

/// How many there are on this device, whoever of its learners lists them.
pub async fn n_kept() -> usize {
    let Ok(banks) = Archive::open(BANKS).await else { return 0 };
    banks.names(OWN).await.map_or(0, |names| names.len())
}

/// Whether the whole of an own bank lies somewhere else too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    Never,
    /// As it was before the last changes.
    Before,
    Yes,
}

impl Record {
    /// Notes that all of the bank was taken out.
    pub async fn note_copied(self, id: &BankId, at: UtcMillis) {
        // What is lost with a store that refuses is a reminder, no bank.
        let _ = self.put_value(&copied_name(id), &at.0.to_le_bytes()).await;
    }

    /// `changed` is when the bank was last changed.
    pub async fn copied(self, id: &BankId, changed: UtcMillis) -> Copied {
        let bytes = self.value(&copied_name(id)).await.and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
        match bytes.map(i64::from_le_bytes) {
            None => Copied::Never,
            Some(at) if at < changed.0 => Copied::Before,
            Some(_) => Copied::Yes,
        }
    }
}

fn copied_name(id: &BankId) -> String {
    format!("bank-copied/{id}")
}
