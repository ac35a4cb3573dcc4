//! Contests that this learner entered or holds, kept under names in the archive.
use super::record::Record;
use crate::domain::session::entry::ContestId;
use crate::format::desk_save::{Filing, Held};
use crate::format::pack::{self, NoPack, Pack, Read, SealedPack};
use crate::format::signed::SecretKey;
use crate::platform::chance;
use crate::platform::shelf::{NotKept, PREFIX};
use base64ct::{Base64UrlUnpadded, Encoding};
use leptos::prelude::*;

const ENTERED: &str = "contest/entered/";
const SEALED: &str = "contest/sealed/";
const HELD: &str = "contest/held/";
const DESK: &str = "contest/desk/";
const DRAFT: &str = "contest/draft/";
const ORGANISER: &str = "contest/organiser-key";

#[derive(Clone, Copy)]
pub struct Contests {
    record: Record,
}

/// What an organiser has here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    pub n_held: usize,
    pub n_drafts: usize,
    pub has_key: bool,
}

impl Contests {
    pub fn expect() -> Self {
        Self::of(Record::expect())
    }

    pub const fn of(record: Record) -> Self {
        Self { record }
    }

    /// Keeps a contest that somebody opened, so that it is there without its link.
    pub async fn enter(self, read: &Read) -> Result<(), NotKept> {
        let (prefix, contest, bytes) = match read {
            Read::Open(pack) => (ENTERED, pack.contest, &pack.bytes),
            Read::Sealed(sealed) => (SEALED, sealed.cover.contest, &sealed.bytes),
        };
        self.record.put_value(&format!("{prefix}{contest}"), bytes).await
    }

    pub async fn entered(self, contest: ContestId) -> Option<Pack> {
        opened(&self.record.value(&format!("{ENTERED}{contest}")).await?).ok()
    }

    pub async fn sealed(self, contest: ContestId) -> Option<SealedPack> {
        match pack::from_bytes(&self.record.value(&format!("{SEALED}{contest}")).await?) {
            Ok(Read::Sealed(sealed)) => Some(*sealed),
            Ok(Read::Open(_)) | Err(_) => None,
        }
    }

    /// All that were opened on this device, sealed ones only until they were unsealed.
    pub async fn all_entered(self) -> Vec<Read> {
        let mut all = Vec::new();
        for prefix in [ENTERED, SEALED] {
            for name in self.record.value_names(prefix).await {
                let bytes = self.record.value(&name).await.unwrap_or_default();
                match pack::from_bytes(&bytes) {
                    Ok(Read::Sealed(sealed)) if known(&all, sealed.cover.contest) => {}
                    Ok(read) => all.push(read),
                    Err(_) => {}
                }
            }
        }
        all
    }

    pub async fn forget_entered(self, contest: ContestId) -> Result<(), NotKept> {
        for prefix in [ENTERED, SEALED] {
            self.record.remove_value(&format!("{prefix}{contest}")).await?;
        }
        Ok(())
    }

    pub async fn hold(self, contest: ContestId, held: &Held) -> Result<(), NotKept> {
        self.record.put_value(&format!("{HELD}{contest}"), &held.to_bytes()).await
    }

    pub async fn held(self, contest: ContestId) -> Option<(Pack, Held)> {
        let held = Held::from_bytes(&self.record.value(&format!("{HELD}{contest}")).await?)?;
        Some((opened(&held.pack).ok()?, held))
    }

    pub async fn count(self) -> Count {
        let n = async |prefix: &str| self.record.value_names(prefix).await.len();
        Count { n_held: n(HELD).await, n_drafts: n(DRAFT).await, has_key: n(ORGANISER).await > 0 }
    }

    pub async fn all_held(self) -> Vec<(Pack, Held)> {
        let mut all = Vec::new();
        for name in self.record.value_names(HELD).await {
            if let Ok(contest) = name[HELD.len()..].parse::<ContestId>()
                && let Some(held) = self.held(contest).await
            {
                all.push(held);
            }
        }
        all
    }

    pub async fn filing(self, contest: ContestId) -> Option<Filing> {
        Filing::from_bytes(&self.record.value(&format!("{DESK}{contest}")).await?)
    }

    /// Whether anything is filed, readable or not.
    pub async fn has_filing(self, contest: ContestId) -> bool {
        self.record.value(&format!("{DESK}{contest}")).await.is_some()
    }

    pub async fn file(self, contest: ContestId, filing: &Filing) -> Result<(), NotKept> {
        self.record.put_value(&format!("{DESK}{contest}"), &filing.to_bytes()).await
    }

    /// Everything about the people of a contest goes; the contest itself stays.
    pub async fn forget_people(self, contest: ContestId) -> Result<(), NotKept> {
        self.record.remove_value(&format!("{DESK}{contest}")).await
    }

    pub async fn forget_held(self, contest: ContestId) -> Result<(), NotKept> {
        self.forget_people(contest).await?;
        self.record.remove_value(&format!("{HELD}{contest}")).await
    }

    /// Drafts by name, as their form wrote them.
    pub async fn drafts(self) -> Vec<(String, Vec<u8>)> {
        let mut drafts = Vec::new();
        for name in self.record.value_names(DRAFT).await {
            if let Some(bytes) = self.record.value(&name).await {
                drafts.push((name[DRAFT.len()..].to_owned(), bytes));
            }
        }
        drafts
    }

    pub async fn draft(self, name: &str) -> Option<Vec<u8>> {
        self.record.value(&format!("{DRAFT}{name}")).await
    }

    pub async fn put_draft(self, name: &str, bytes: &[u8]) -> Result<(), NotKept> {
        self.record.put_value(&format!("{DRAFT}{name}"), bytes).await
    }

    pub async fn forget_draft(self, name: &str) -> Result<(), NotKept> {
        self.record.remove_value(&format!("{DRAFT}{name}")).await
    }

    /// The key that this learner publishes under, made at first need.
    pub async fn organiser_key(self) -> Result<SecretKey, NotKept> {
        if let Some(bytes) = self.record.value(ORGANISER).await
            && let Ok(bytes) = <[u8; 32]>::try_from(bytes)
        {
            return Ok(SecretKey::from_bytes(bytes));
        }
        let key = SecretKey::from_bytes(chance::bytes());
        self.take_organiser_key(&key).await?;
        Ok(key)
    }

    /// Takes a key that was made on another device.
    pub async fn take_organiser_key(self, key: &SecretKey) -> Result<(), NotKept> {
        self.record.put_value(ORGANISER, key.bytes()).await
    }

    /// The key that this device signs receipts with, whoever uses it.
    pub fn device_key(self) -> SecretKey {
        let name = format!("{PREFIX}device-key");
        self.record.inner.with_value(|inner| {
            let known = inner.shelf.get(&name).and_then(|text| Base64UrlUnpadded::decode_vec(&text).ok());
            if let Some(bytes) = known.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()) {
                return SecretKey::from_bytes(bytes);
            }
            let key = SecretKey::from_bytes(chance::bytes());
            // A device that keeps nothing signs with a new key each time.
            let _ = inner.shelf.set(&name, &Base64UrlUnpadded::encode_string(key.bytes()));
            key
        })
    }
}

fn opened(bytes: &[u8]) -> Result<Pack, NoPack> {
    match pack::from_bytes(bytes)? {
        Read::Open(pack) => Ok(*pack),
        Read::Sealed(_) => Err(NoPack::Meaningless),
    }
}

fn known(all: &[Read], contest: ContestId) -> bool {
    all.iter().any(|read| matches!(read, Read::Open(pack) if pack.contest == contest))
}
