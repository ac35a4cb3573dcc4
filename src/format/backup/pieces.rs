//! A backup as texts that can be pasted, read aloud by no one and scanned.
//!
//! A text is one or more pieces, in any order, with anything between them:
//!
//! ```text
//! XLS1 2/5 <which backup> <base64url of a part of the bytes> <checksum>.
//! ```
use super::{MAX_BYTES, Reading, Trouble, from_bytes};
use crate::domain::record::event::LearnerId;
use base64ct::{Base64UrlUnpadded, Encoding};
use sha2::{Digest, Sha256};

/// The first word of every piece.
const MARK: &str = "XLS1";

/// Letters of one piece, mark and checksum included: a chat message, and a code that an old phone still reads.
pub const TEXT: usize = 2000;
pub const CODE: usize = 880;
/// A code with squares a third larger, for as long as there are few.
const LIGHT_CODE: usize = 450;
pub const MAX_CODES: usize = 20;

/// Letters of a piece that are not the backup's: mark, place, name, checksum.
const FRAME: usize = 40;
/// No piece of ours is longer, so what goes on longer is none.
const MAX_PIECE: usize = 8000;

/// Bytes as pieces of at most so many letters.
pub fn pieces(bytes: &[u8], max: usize) -> Vec<String> {
    let parts: Vec<&[u8]> = bytes.chunks((max - FRAME) / 4 * 3).collect();
    let id = short(bytes);
    let piece = |(idx, part): (usize, &&[u8])| {
        let (place, payload) = (format!("{}/{}", idx + 1, parts.len()), Base64UrlUnpadded::encode_string(part));
        let seal = seal(&place, &id, &payload);
        format!("{MARK} {place} {id} {payload} {seal}.")
    };
    parts.iter().enumerate().map(piece).collect()
}

/// The backup as texts for codes: light ones where they are not too many to scan, denser ones beyond.
pub fn codes(bytes: &[u8]) -> Vec<String> {
    let light = pieces(bytes, LIGHT_CODE);
    if light.len() <= MAX_CODES { light } else { pieces(bytes, CODE) }
}

/// What has come of one backup so far.
struct Set<'a> {
    id: &'a str,
    of: u32,
    /// By number, each once.
    parts: Vec<(u32, Vec<u8>)>,
}

/// Reads everything that pieces in a text give. What stands between them does not matter.
pub fn read(text: &str, learner: &LearnerId) -> Reading {
    let mut reading = Reading::default();
    if text.len() > MAX_BYTES / 3 * 4 + MAX_BYTES / 8 {
        reading.troubles.push(Trouble::TooLarge);
        return reading;
    }
    let mut sets: Vec<Set> = Vec::new();
    let mut spoilt = Vec::new();
    let is_ours = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '/');
    let words: Vec<&str> = text.split(|letter| !is_ours(letter)).filter(|word| !word.is_empty()).collect();
    for (idx, _) in words.iter().enumerate().filter(|(_, word)| word.ends_with(MARK)) {
        let [place, id, rest @ ..] = &words[idx + 1..] else { continue };
        let Some((number, of)) = place_of(place) else { continue };
        let Some(part) = sealed(place, id, rest) else {
            spoilt.push(number);
            continue;
        };
        let known = sets.iter().position(|set| set.id == *id && set.of == of);
        let known = known.unwrap_or_else(|| {
            sets.push(Set { id, of, parts: Vec::new() });
            sets.len() - 1
        });
        let parts = &mut sets[known].parts;
        if let Err(place) = parts.binary_search_by(|(there, _)| there.cmp(&number)) {
            parts.insert(place, (number, part));
        }
    }
    for set in sets {
        spoilt.retain(|number| set.parts.iter().all(|(whole, _)| whole != number));
        take_up(&set, learner, &mut reading);
    }
    // A spoilt piece is missing as well, and to be told once.
    let told = reading.troubles.iter().any(|trouble| matches!(trouble, Trouble::Missing { .. }));
    if !spoilt.is_empty() && (!told || reading.backups.is_empty()) {
        reading.troubles.push(Trouble::Spoilt(spoilt));
    }
    if reading == Reading::default() {
        reading.troubles.push(Trouble::Nothing);
    }
    reading
}

fn place_of(word: &str) -> Option<(u32, u32)> {
    let (number, of) = word.split_once('/')?;
    let (number, of) = (number.parse().ok()?, of.parse().ok()?);
    (1 <= number && number <= of && of as usize <= MAX_BYTES / 512).then_some((number, of))
}

/// The bytes of a piece, which some chats break into lines.
fn sealed(place: &str, id: &str, words: &[&str]) -> Option<Vec<u8>> {
    let mut payload = String::new();
    for word in words {
        if word.len() == 4 && !payload.is_empty() && *word == seal(place, id, &payload) {
            return Base64UrlUnpadded::decode_vec(&payload).ok();
        }
        payload.push_str(word);
        if payload.len() > MAX_PIECE {
            break;
        }
    }
    None
}

fn take_up(set: &Set, learner: &LearnerId, reading: &mut Reading) {
    let n_in_row = set.parts.iter().zip(1..).take_while(|((number, _), expected)| number == expected).count();
    let bytes: Vec<u8> = set.parts[..n_in_row].iter().flat_map(|(_, part)| part).copied().collect();
    let complete = n_in_row == set.of as usize;
    let part = if n_in_row > 0 { from_bytes(&bytes, learner).map(Some) } else { Ok(None) };
    let part = match part {
        Ok(part) => part,
        Err(trouble) if complete || trouble != Trouble::NotABackup => {
            reading.troubles.push(trouble);
            return;
        }
        // Too little of it has come.
        Err(_) => None,
    };
    let n_read = part.as_ref().map_or(0, |part| part.backup.events.len());
    let n_events = part.as_ref().map_or(0, |part| part.n_events);
    if !complete {
        let missing = |number: &u32| !set.parts.iter().any(|(there, _)| there == number);
        // The first few are enough to ask for.
        let numbers = (1..=set.of).filter(missing).take(20).collect();
        reading.troubles.push(Trouble::Missing { of: set.of, numbers, n_read, n_events });
    }
    let Some(part) = part else { return };
    if complete && !part.whole {
        reading.troubles.push(Trouble::Damaged { n_read, n_events });
    }
    if part.n_meaningless > 0 {
        reading.troubles.push(Trouble::Meaningless(part.n_meaningless));
    }
    reading.backups.push(part.backup);
}

/// Six letters of base64url stand for a hash where only mistakes are to be noticed.
fn short(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(&Sha256::digest(bytes)[..3])
}

fn seal(place: &str, id: &str, payload: &str) -> String {
    short([place, " ", id, " ", payload].concat().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::event::{Event, What, sort_by_id};
    use crate::domain::time::UtcMillis;
    use crate::format::backup::tests::{me, stars};
    use crate::format::backup::{Backup, MAGIC, VERSION, checksum, to_bytes};
    use crate::format::save::tests::event;
    use proptest::prelude::*;

    fn plausible(mut event: Event) -> Event {
        event.lamport >>= 12;
        event.at.0 = event.at.0.rem_euclid(1 << 40);
        if let What::Started(started) = &mut event.what {
            started.at = event.at;
        }
        event
    }

    fn backup() -> impl Strategy<Value = Backup> {
        (proptest::collection::vec(event().prop_map(plausible), 0..12), "\\PC{0,8}").prop_map(|(mut events, name)| {
            sort_by_id(&mut events);
            Backup { name, unit: String::new(), made_at: UtcMillis(7), events }
        })
    }

    proptest! {
        #[test]
        fn a_backup_reads_back_from_pieces_in_any_order_and_noise(backup in backup(), turn in 0..7usize, max in 60..900usize) {
            let mut pieces = pieces(&to_bytes(backup.clone()), max);
            prop_assert!(pieces.iter().all(|piece| piece.len() <= max));
            let n = pieces.len();
            pieces.rotate_left(turn % n);
            pieces.push(pieces[0].clone());
            let text = pieces.join("\n张三 10:20\u{3000}第1/2页 ok\r\n");
            prop_assert_eq!(read(&text, &me()), Reading { backups: vec![backup], troubles: vec![] });
        }

        #[test]
        fn no_bytes_and_no_text_upset_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200), noise in "\\PC{0,40}") {
            read(&noise, &me());
            read(&pieces(&bytes, 100).join(&noise), &me());
            let mut dressed = [MAGIC, &[VERSION]].concat();
            dressed.extend(bytes);
            let sum = checksum(&dressed);
            dressed.extend(sum);
            read(&pieces(&dressed, 100).join(" "), &me());
        }
    }

    #[test]
    fn pieces_that_are_missing_or_spoilt_are_named() {
        let mut pieces = pieces(&to_bytes(stars(100)), 400);
        assert!(pieces.len() > 8);
        pieces.remove(6);
        pieces[3] = pieces[3].replacen('A', "B", 1);
        let reading = read(&pieces.join("\n"), &me());
        let [Trouble::Missing { numbers, n_read, n_events, .. }] = &reading.troubles[..] else { panic!("{reading:?}") };
        assert_eq!((&numbers[..], *n_events), (&[4, 7][..], 100));
        assert_eq!(reading.backups[0].events, stars(100).events[..*n_read], "what came before the gap is readable");
        assert!(*n_read > 5, "{n_read}");
        let alone = read(&pieces[3], &me());
        assert_eq!(alone.troubles, [Trouble::Spoilt(vec![4])]);
        let late = read(&pieces[5], &me());
        assert_eq!(late.backups, []);
        assert!(late.troubles[0].to_string().starts_with("还差第1、2、3、4、5、7"), "{}", late.troubles[0]);
    }

    #[test]
    fn pieces_of_two_backups_are_told_apart() {
        let (one, two) = (pieces(&to_bytes(stars(30)), 400), pieces(&to_bytes(stars(31)), 400));
        let mixed: Vec<_> = one.iter().zip(&two).flat_map(|(one, two)| [one.as_str(), two]).collect();
        let reading = read(&mixed.join("\n"), &me());
        assert_eq!(reading.backups, [stars(30), stars(31)]);
        let first_only = read(&[&one[0], &two[0], &two[1]].map(String::as_str).join(" "), &me());
        assert_eq!(first_only.troubles.len(), 2);
    }

    #[test]
    fn lines_broken_by_a_chat_do_not_matter() {
        let text = pieces(&to_bytes(stars(30)), TEXT).join("\n");
        let broken: String = text
            .chars()
            .enumerate()
            .flat_map(|(idx, letter)| {
                // Mark, place and checksum are short words that no chat breaks.
                let within = letter.is_ascii_alphanumeric() && idx % 76 == 75 && idx > 40 && idx + 40 < text.len();
                [Some(letter), within.then_some('\n')].into_iter().flatten().collect::<Vec<_>>()
            })
            .collect();
        assert_ne!(broken, text);
        assert_eq!(read(&broken, &me()).backups, [stars(30)]);
    }

    #[test]
    fn a_year_of_short_practice_since_the_last_backup_fits_into_codes() {
        let n_codes = pieces(&to_bytes(stars(300)), CODE).len();
        assert!(n_codes <= MAX_CODES, "{n_codes}");
        assert!(pieces(&to_bytes(stars(300)), CODE).iter().all(|piece| piece.len() <= CODE));
    }

    #[test]
    fn codes_are_light_as_long_as_they_are_few() {
        let (few, many) = (to_bytes(stars(20)), to_bytes(stars(300)));
        assert!(codes(&few).len() > 1 && codes(&few).iter().all(|piece| piece.len() <= LIGHT_CODE));
        assert_eq!(codes(&many), pieces(&many, CODE));
        assert_eq!(read(&codes(&few).join("\n"), &me()).backups, [stars(20)]);
    }
}
