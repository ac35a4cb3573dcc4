//! Texts written in letters of their own: which letters occur, and then each letter by its place among them. A Chinese
//! letter takes three bytes in UTF-8 and one or two here, and of the same texts brotli makes a tenth less.
//!
//! In the numbers of [`super::wire`] first how many letters there are; then the frequent ones in the order of Unicode, then the others, each as its distance from the one before; then
//! the texts: a frequent letter is its place, another one is [`FREQUENT`] more than the upper half of its place and then
//! the lower half.

use super::wire::{In, Out};

/// So many letters, or all of them where there are fewer, take a single byte.
const FREQUENT: usize = 192;
/// As many as two bytes can name.
const MOST: usize = FREQUENT + (256 - FREQUENT) * 256;

/// `None` where there are too many different letters.
pub fn write(text: &str) -> Option<Vec<u8>> {
    let mut all: Vec<char> = text.chars().collect();
    all.sort_unstable();
    let mut counted: Vec<(usize, char)> = all.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    counted.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let mut letters: Vec<char> = counted.into_iter().map(|(_, letter)| letter).collect();
    if letters.len() > MOST {
        return None;
    }
    let n_frequent = FREQUENT.min(letters.len());
    let (frequent, others) = letters.split_at_mut(n_frequent);
    frequent.sort_unstable();
    others.sort_unstable();
    let mut out = Out::default();
    out.len(letters.len());
    let mut before = 0;
    for (idx, letter) in letters.iter().enumerate() {
        if idx == FREQUENT {
            before = 0;
        }
        out.number(*letter as u32 - before);
        before = *letter as u32;
    }
    for letter in text.chars() {
        let place = letters.iter().position(|known| *known == letter)?;
        match place.checked_sub(FREQUENT) {
            None => out.byte(place as u8),
            Some(place) => out.raw(&[(FREQUENT + place / 256) as u8, place as u8]),
        }
    }
    Some(out.0)
}

/// `None` where these bytes are no such text.
pub fn read(bytes: &[u8]) -> Option<String> {
    let mut from = In(bytes);
    let mut letters = Vec::new();
    let mut before = 0u32;
    for idx in 0..from.u32()? as usize {
        if idx == FREQUENT {
            before = 0;
        }
        before = before.checked_add(from.u32()?)?;
        letters.push(char::from_u32(before)?);
    }
    let mut text = String::new();
    while let Some(first) = from.byte() {
        let mut place = usize::from(first);
        if let Some(upper) = place.checked_sub(FREQUENT) {
            place = FREQUENT + upper * 256 + usize::from(from.byte()?);
        }
        text.push(*letters.get(place)?);
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_back_whatever_its_letters() {
        let many: String = (0x4e00..0x4e00 + 5000).filter_map(char::from_u32).collect();
        for text in ["", "a", "支部委员会每月召开1次\0党小组会\0", "𠮷😀\u{10FFFF}", &many, &many.repeat(2)]
        {
            assert_eq!(read(&write(text).unwrap()).as_deref(), Some(text));
        }
    }

    #[test]
    fn frequent_letters_take_one_byte_and_the_others_two() {
        let (frequent, others): (Vec<char>, Vec<char>) =
            (0..500).filter_map(|n| char::from_u32(0x4e00 + n)).partition(|letter| (*letter as u32).is_multiple_of(2));
        let text: String = frequent.iter().take(FREQUENT).chain(&frequent[..FREQUENT]).chain(&others).collect();
        let alphabet: String = frequent.iter().take(FREQUENT).chain(&others).collect();
        let n_alphabet = write(&alphabet).unwrap().len() - FREQUENT - 2 * (alphabet.chars().count() - FREQUENT);
        assert_eq!(write(&text).unwrap().len(), n_alphabet + 2 * FREQUENT + 2 * others.len());
    }

    #[test]
    fn what_is_cut_off_or_names_no_letter_is_refused() {
        let bytes = write("党支部").unwrap();
        assert_eq!(read(&[]), None);
        assert_eq!(read(&bytes[..4]), None);
        assert_eq!(read(&[1, 0x41, 1]), None, "a place beyond the letters");
        assert_eq!(read(&[1, 0x41, 0, 192]), None, "half a place");
        assert_eq!(read(&[1, 0x80, 0xb0, 0x03, 0]), None, "half a surrogate pair is no letter");
        assert_eq!(read(&[0xff, 0xff, 0xff, 0xff, 0xff]), None);
        let too_many: String = (0x10000..0x10000 + MOST as u32 + 1).filter_map(char::from_u32).collect();
        assert_eq!(write(&too_many), None);
    }
}
