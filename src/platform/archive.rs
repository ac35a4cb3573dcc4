//! A database of bytes on the device, in IndexedDB: entries in the order they were added, and values by name. Written
//! over web-sys by hand: the crate that offers durability costs 23 KB of the first download (measured, brotli), this
//! a seventh of it.
use super::fetch::RemoteFile;
use super::shelf::NotKept;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbKeyRange, IdbObjectStore, IdbObjectStoreParameters, IdbRequest};
use web_sys::{IdbOpenDbRequest, IdbTransaction};

/// The place of an entry; later ones are larger. The browser counts from 1.
pub type Key = f64;

/// The only store: entries under numbers that the browser gives out, values under names.
const STORE: &str = "record";

/// A browser that has not opened the database by then is taken to have none.
const PATIENCE: i32 = 4000;

/// Keys of one kind: numbers come before names in a database.
const LARGEST: Key = 9_007_199_254_740_991.0;

#[derive(Debug, Clone)]
pub struct Archive(IdbDatabase);

/// What a transaction does, in this order; all of it is done or nothing.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    Append(&'a [u8]),
    /// One entry instead of all after the first place up to the second.
    Join(Key, Key, &'a [u8]),
    /// Entries after this place go.
    CutAfter(Key),
    Put(&'a str, &'a [u8]),
    Remove(&'a str),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Written to the disk before the transaction counts as done.
    Strict,
    /// Handed to the operating system, which survives anything but a power cut.
    Relaxed,
}

impl Archive {
    pub async fn open(name: &str) -> Result<Self, NotKept> {
        let request = factory().and_then(|factory| factory.open_with_u32(name, 1).ok()).ok_or(NotKept)?;
        let upgrade = Closure::once_into_js({
            let request = request.clone();
            move || create(&request)
        });
        request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
        let db: IdbDatabase = timely(&request).await?.dyn_into().map_err(|_| NotKept)?;
        // Another tab removes this learner: it must not wait for us.
        let close = Closure::once_into_js({
            let db = db.clone();
            move || db.close()
        });
        db.set_onversionchange(Some(close.unchecked_ref()));
        Ok(Self(db))
    }

    /// Done once this returns without an error.
    pub async fn write(&self, durability: Durability, changes: &[Change<'_>]) -> Result<(), NotKept> {
        let transaction = self.transaction("readwrite", durability)?;
        let store = transaction.object_store(STORE).map_err(|_| NotKept)?;
        for change in changes {
            if apply(&store, *change).is_err() {
                // What it did before must not stay without the rest.
                let _ = transaction.abort();
                return Err(NotKept);
            }
        }
        let ended = end(&transaction);
        // Without a word from us the browser commits only after this page, busy as it is, has heard of every change.
        // Where it refuses the word, it does so by itself.
        #[expect(deprecated, reason = "web-sys bears a mark that the standard does not")]
        let _ = transaction.commit();
        JsFuture::from(ended).await.map(|_| ()).map_err(|_| NotKept)
    }

    /// Entries after a place, with their places, in order.
    pub async fn entries_after(&self, after: Key) -> Result<Vec<(Key, Vec<u8>)>, NotKept> {
        let store = self.store()?;
        let range = after_up_to(after, LARGEST).map_err(|_| NotKept)?;
        let keys = store.get_all_keys_with_key(&range).map_err(|_| NotKept)?;
        let values = store.get_all_with_key(&range).map_err(|_| NotKept)?;
        // The values come last, so the keys are there as well.
        let values: Array = outcome(&values).await?.unchecked_into();
        let keys: Array = keys.result().map_err(|_| NotKept)?.unchecked_into();
        let entry = |(key, value): (JsValue, JsValue)| Some((key.as_f64()?, bytes(&value)));
        Ok(keys.iter().zip(values.iter()).filter_map(entry).collect())
    }

    /// The place of the last entry.
    pub async fn last(&self) -> Result<Key, NotKept> {
        let range = after_up_to(0.0, LARGEST).map_err(|_| NotKept)?;
        let keys = self.store()?.get_all_keys_with_key(&range).map_err(|_| NotKept)?;
        let keys: Array = outcome(&keys).await?.unchecked_into();
        Ok(keys.iter().last().and_then(|key| key.as_f64()).unwrap_or_default())
    }

    pub async fn value(&self, name: &str) -> Result<Option<Vec<u8>>, NotKept> {
        let request = self.store()?.get(&name.into()).map_err(|_| NotKept)?;
        let value = outcome(&request).await?;
        Ok((!value.is_undefined()).then(|| bytes(&value)))
    }

    /// Names of values that begin so.
    pub async fn names(&self, prefix: &str) -> Result<Vec<String>, NotKept> {
        let range = IdbKeyRange::lower_bound(&prefix.into()).map_err(|_| NotKept)?;
        let keys = self.store()?.get_all_keys_with_key(&range).map_err(|_| NotKept)?;
        let keys: Array = outcome(&keys).await?.unchecked_into();
        Ok(keys.iter().filter_map(|key| key.as_string()).filter(|name| name.starts_with(prefix)).collect())
    }

    /// Keeps a file under a name without taking it into the app's own memory.
    pub async fn put_file(&self, name: &str, file: &RemoteFile) -> Result<(), NotKept> {
        let transaction = self.transaction("readwrite", Durability::Relaxed)?;
        let store = transaction.object_store(STORE).map_err(|_| NotKept)?;
        store.put_with_key(&file.0, &name.into()).map_err(|_| NotKept)?;
        JsFuture::from(end(&transaction)).await.map(|_| ()).map_err(|_| NotKept)
    }

    pub async fn file(&self, name: &str) -> Option<RemoteFile> {
        let request = self.store().ok()?.get(&name.into()).ok()?;
        outcome(&request).await.ok()?.dyn_into().ok().map(RemoteFile)
    }

    fn store(&self) -> Result<IdbObjectStore, NotKept> {
        let transaction = self.transaction("readonly", Durability::Relaxed)?;
        transaction.object_store(STORE).map_err(|_| NotKept)
    }

    /// By name, because web-sys has the durability only behind a flag.
    fn transaction(&self, mode: &str, durability: Durability) -> Result<IdbTransaction, NotKept> {
        let options = Object::new();
        let durability = if durability == Durability::Strict { "strict" } else { "relaxed" };
        let begun = Reflect::set(&options, &"durability".into(), &durability.into())
            .and_then(|_| Reflect::get(&self.0, &"transaction".into()))
            .and_then(|begin| begin.unchecked_into::<Function>().call3(&self.0, &STORE.into(), &mode.into(), &options));
        begun.map(JsCast::unchecked_into).map_err(|_| NotKept)
    }
}

/// The databases of this origin; none where the browser does not tell.
pub async fn names() -> Vec<String> {
    let listed = factory().and_then(|factory| {
        let list: Function = Reflect::get(&factory, &"databases".into()).ok()?.dyn_into().ok()?;
        list.call0(&factory).ok()
    });
    let Some(listed) = listed else { return Vec::new() };
    let infos =
        JsFuture::from(listed.unchecked_into::<Promise>()).await.map(|infos| Array::from(&infos)).unwrap_or_default();
    infos.iter().filter_map(|info| Reflect::get(&info, &"name".into()).ok()?.as_string()).collect()
}

/// Deletes a database for good.
pub async fn delete(name: &str) -> Result<(), NotKept> {
    let request = factory().and_then(|factory| factory.delete_database(name).ok()).ok_or(NotKept)?;
    timely(&request).await.map(|_| ())
}

/// Absent where the browser's settings forbid it; reading the property may throw.
fn factory() -> Option<IdbFactory> {
    web_sys::window()?.indexed_db().ok().flatten()
}

fn create(request: &IdbOpenDbRequest) {
    let parameters = IdbObjectStoreParameters::new();
    parameters.set_auto_increment(true);
    if let Ok(db) = request.result().map(JsCast::unchecked_into::<IdbDatabase>) {
        // A database without its store fails at the first use, which is then said.
        let _ = db.create_object_store_with_optional_parameters(STORE, &parameters);
    }
}

fn apply(store: &IdbObjectStore, change: Change<'_>) -> Result<(), JsValue> {
    match change {
        Change::Append(bytes) => store.add(&Uint8Array::from(bytes))?,
        Change::Join(after, upto, bytes) => {
            store.delete(&after_up_to(after, upto)?.into())?;
            store.put_with_key(&Uint8Array::from(bytes), &upto.into())?
        }
        Change::CutAfter(after) => store.delete(&after_up_to(after, LARGEST)?.into())?,
        Change::Put(name, bytes) => store.put_with_key(&Uint8Array::from(bytes), &name.into())?,
        Change::Remove(name) => store.delete(&name.into())?,
    };
    Ok(())
}

fn after_up_to(after: Key, upto: Key) -> Result<IdbKeyRange, JsValue> {
    IdbKeyRange::bound_with_lower_open(&after.into(), &upto.into(), true)
}

/// Settles when the request does. To be asked for before anything else is waited for.
fn settled(request: &IdbRequest) -> Promise {
    Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    })
}

async fn outcome(request: &IdbRequest) -> Result<JsValue, NotKept> {
    JsFuture::from(settled(request)).await.and_then(|_| request.result()).map_err(|_| NotKept)
}

/// Like [`outcome`], for requests that may stay open for ever.
async fn timely(request: &IdbRequest) -> Result<JsValue, NotKept> {
    let first = Promise::race(&Array::of2(&settled(request), &given_up()));
    JsFuture::from(first).await.and_then(|_| request.result()).map_err(|_| NotKept)
}

fn end(transaction: &IdbTransaction) -> Promise {
    Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
        transaction.set_onerror(Some(&reject));
    })
}

fn given_up() -> Promise {
    Promise::new(&mut |_, reject| {
        if let Some(window) = web_sys::window() {
            // A refused timer would only mean more patience.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&reject, PATIENCE);
        }
    })
}

fn bytes(value: &JsValue) -> Vec<u8> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec).unwrap_or_default()
}
