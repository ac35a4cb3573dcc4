//! Where small texts are kept by key: localStorage where the browser allows it, else memory. Probed once, so that a
//! browser which refuses never makes the app fail.
use gloo_storage::{LocalStorage, Storage as _};
use std::cell::RefCell;
use std::rc::Rc;

pub trait Shelf {
    fn keys(&self) -> Vec<String>;
    fn get(&self, key: &str) -> Option<String>;
    fn set(&self, key: &str, value: &str) -> Result<(), NotKept>;
    fn remove(&self, key: &str);
    /// Whether texts outlive the page.
    fn lasts(&self) -> bool;
}

/// The browser did not take a text: the quota is full or the store was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotKept;

pub fn open() -> Rc<dyn Shelf> {
    if local_storage_works() { Rc::new(Local) } else { Rc::new(Memory::default()) }
}

/// Every key of the app begins with this; an origin may serve other things too.
pub const PREFIX: &str = "xueliansai/";

fn local_storage_works() -> bool {
    const KEY: &str = "xueliansai/probe";
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten());
    // A full store refuses the probe and still holds a record, so reading is what counts.
    storage.is_some_and(|storage| {
        let writes = storage.set_item(KEY, "1").is_ok() && storage.get_item(KEY) == Ok(Some("1".to_owned()));
        let _ = storage.remove_item(KEY);
        writes || storage.length().is_ok_and(|n| n > 0)
    })
}

struct Local;

impl Shelf for Local {
    fn keys(&self) -> Vec<String> {
        let storage = LocalStorage::raw();
        let n_keys = storage.length().unwrap_or(0);
        let keys = (0..n_keys).filter_map(|idx| storage.key(idx).ok().flatten());
        keys.filter(|key| key.starts_with(PREFIX)).collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        LocalStorage::raw().get_item(key).ok().flatten()
    }

    fn set(&self, key: &str, value: &str) -> Result<(), NotKept> {
        LocalStorage::raw().set_item(key, value).map_err(|_| NotKept)
    }

    fn remove(&self, key: &str) {
        // Where removing is refused nothing was kept either.
        let _ = LocalStorage::raw().remove_item(key);
    }

    fn lasts(&self) -> bool {
        true
    }
}

/// Lives as long as the page.
#[derive(Debug, Default)]
pub struct Memory(RefCell<Vec<(String, String)>>);

impl Shelf for Memory {
    fn keys(&self) -> Vec<String> {
        self.0.borrow().iter().map(|(key, _)| key.clone()).collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), NotKept> {
        self.remove(key);
        self.0.borrow_mut().push((key.to_owned(), value.to_owned()));
        Ok(())
    }

    fn remove(&self, key: &str) {
        self.0.borrow_mut().retain(|(known, _)| known != key);
    }

    fn lasts(&self) -> bool {
        false
    }
}
