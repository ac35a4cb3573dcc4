//! Values of a learner that are no events: contests she entered or holds, drafts, keys. Each under a name, in the
//! archive; small ones on the shelf too, so that one store's loss costs nothing. What lies on the shelf is never older
//! than what the archive has: a store that refuses is passed over.
use super::record::Record;
use crate::platform::archive::{Change, Durability};
use crate::platform::shelf::{NotKept, PREFIX};
use base64ct::{Base64UrlUnpadded, Encoding};
use leptos::prelude::*;

/// Larger values go to the shelf only where there is no archive: it holds five megabytes in all.
const SMALL: usize = 4096;

impl Record {
    /// Keeps a value in place of any of the same name. Done once this returns without an error.
    pub async fn put_value(self, name: &str, bytes: &[u8]) -> Result<(), NotKept> {
        let archived = match self.archive() {
            Some(archive) => archive.write(Durability::Strict, &[Change::Put(name, bytes)]).await,
            None => Err(NotKept),
        };
        if archived.is_ok() && bytes.len() > SMALL {
            // What lies there is older now.
            self.inner.with_value(|inner| inner.shelf.remove(&self.value_key(name)));
            return archived;
        }
        let text = Base64UrlUnpadded::encode_string(bytes);
        let key = self.value_key(name);
        let shelved = self.inner.with_value(|inner| {
            let shelved = inner.shelf.set(&key, &text);
            if shelved.is_err() && archived.is_ok() {
                inner.shelf.remove(&key);
            }
            shelved
        });
        archived.or(shelved)
    }

    pub async fn value(self, name: &str) -> Option<Vec<u8>> {
        let shelved = self.inner.with_value(|inner| inner.shelf.get(&self.value_key(name)));
        if let Some(bytes) = shelved.and_then(|text| Base64UrlUnpadded::decode_vec(&text).ok()) {
            return Some(bytes);
        }
        self.archive()?.value(name).await.ok()?
    }

    /// Names of values that begin so, in their order.
    pub async fn value_names(self, prefix: &str) -> Vec<String> {
        let mut names = match self.archive() {
            Some(archive) => archive.names(prefix).await.unwrap_or_default(),
            None => Vec::new(),
        };
        let start = self.value_key(prefix);
        let keys = self.inner.with_value(|inner| inner.shelf.keys());
        let shelved = keys.iter().filter(|key| key.starts_with(&start));
        names.extend(shelved.map(|key| format!("{prefix}{}", &key[start.len()..])));
        crate::domain::sort::sort(&mut names);
        names.dedup();
        names
    }

    pub async fn remove_value(self, name: &str) -> Result<(), NotKept> {
        self.inner.with_value(|inner| inner.shelf.remove(&self.value_key(name)));
        match self.archive() {
            Some(archive) => archive.write(Durability::Strict, &[Change::Remove(name)]).await,
            None => Ok(()),
        }
    }

    fn value_key(self, name: &str) -> String {
        self.inner.with_value(|inner| format!("{PREFIX}{}/value/{name}", inner.learner.as_str()))
    }
}
