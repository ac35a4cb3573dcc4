//! What only a record of some age needs, in a WebAssembly module of its own: no first answer waits for it.
use super::journal::{Journal, Kept};
use super::record::{Loose, Record};
use crate::domain::record::version_vector::VersionVector;
use crate::domain::time::UtcMillis;
use crate::platform::archive::Key;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use std::pin::Pin;

/// The code was not to be had. What needs it is left as it is until another start.
pub struct NotHere;

impl From<SplitLoaderError> for NotHere {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// What the module holds.
pub struct Older {
    pub settle: Settle,
    pub read_v1: fn(&Journal, &mut Kept, &VersionVector),
}

/// See [`Record::settle`].
type Settle = fn(Record, Loose, Key, usize, UtcMillis) -> Pin<Box<dyn Future<Output = ()>>>;

/// One module for all of it: every module more costs the first download something.
#[wasm_split(settle, wasm_split_path = leptos::wasm_split, fallible)]
pub fn older() -> Result<Older, NotHere> {
    Ok(Older {
        settle: |record, loose, upto, n_newer, now| Box::pin(record.settle(loose, upto, n_newer, now)),
        read_v1: Journal::read_v1,
    })
}

/// Everything on the shelf that is not `known` already. Texts of the first version stay where they are, and in
/// [`Kept::old`], where the code that reads them is not to be had.
pub async fn read_shelf(journal: &Journal, known: &VersionVector) -> Kept {
    let mut kept = journal.load(known);
    if !kept.old.is_empty()
        && let Ok(older) = older().await
    {
        (older.read_v1)(journal, &mut kept, known);
    }
    kept
}
