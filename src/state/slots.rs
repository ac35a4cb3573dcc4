//! Small texts that are written anew: two slots in turn, each with a count and a checksum, so that a torn write leaves
//! the text before it.
use crate::platform::shelf::{NotKept, Shelf};
use sha2::{Digest, Sha256};

/// The text last written whole under `key`. What stands under the bare key is from the time before there were slots.
pub fn read(shelf: &dyn Shelf, key: &str) -> Option<String> {
    newest(shelf, key).map(|(_, text)| text).or_else(|| shelf.get(key))
}

pub fn write(shelf: &dyn Shelf, key: &str, text: &str) -> Result<(), NotKept> {
    let count = newest(shelf, key).map_or(0, |(count, _)| count) + 1;
    let body = format!("{count} {text}");
    let sealed = format!("{} {body}", checksum(&body));
    let slot = slot(key, count);
    shelf.set(&slot, &sealed)?;
    if shelf.get(&slot).as_deref() == Some(&sealed) { Ok(()) } else { Err(NotKept) }
}

fn newest(shelf: &dyn Shelf, key: &str) -> Option<(u64, String)> {
    let opened = [0, 1].into_iter().filter_map(|count| {
        let sealed = shelf.get(&slot(key, count))?;
        let (sum, body) = sealed.split_once(' ')?;
        let (count, text) = body.split_once(' ')?;
        (checksum(body) == sum).then_some((count.parse().ok()?, text.to_owned()))
    });
    opened.max_by_key(|(count, _)| *count)
}

fn slot(key: &str, count: u64) -> String {
    format!("{key}/{}", if count.is_multiple_of(2) { "a" } else { "b" })
}

fn checksum(body: &str) -> String {
    Sha256::digest(body).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::shelf::Memory;

    #[test]
    fn the_last_whole_text_is_read() {
        let shelf = Memory::default();
        assert_eq!(read(&shelf, "k"), None);
        shelf.set("k", "from before").unwrap();
        assert_eq!(read(&shelf, "k").as_deref(), Some("from before"));
        for text in ["one", "two", "three words here"] {
            write(&shelf, "k", text).unwrap();
            assert_eq!(read(&shelf, "k").as_deref(), Some(text));
        }
    }

    #[test]
    fn a_torn_or_changed_slot_leaves_the_text_before_it() {
        let shelf = Memory::default();
        write(&shelf, "k", "one").unwrap();
        write(&shelf, "k", "two").unwrap();
        for damaged in ["", "x", "00000000 2 two", "aaaa"] {
            shelf.set("k/a", damaged).unwrap();
            assert_eq!(read(&shelf, "k").as_deref(), Some("one"), "{damaged}");
        }
    }
}
