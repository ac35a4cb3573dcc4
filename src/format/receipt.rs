//! A receipt as it travels: a text for chats, the end of a link, or a file of one or many.
//!
//! ```text
//! version    1 byte
//! length     2 bytes, big-endian: of everything from the version to the signature
//! body       postcard of the raw twin
//! key        32 bytes, the device's Ed25519 public key
//! signature  64 bytes over everything before it
//! ```
use super::short_code;
use super::signed::{self, Purpose, SecretKey};
use crate::domain::contest::pace::Pace;
use crate::domain::contest::papers::PaperHash;
use crate::domain::contest::receipt::{DeviceKey, End, Receipt, ReceiptId};
use crate::domain::session::entry::{ContestId, Entry, Unit};
use crate::domain::time::{Millis, UtcMillis};
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use std::fmt;

pub const VERSION: u8 = 1;

/// What texts begin with, so that they are found in a whole chat.
pub const MARK: &str = "XLSD1.";

/// Version and length.
const N_HEAD: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReceipt {
    NotOne,
    Newer(u8),
    /// So many signs came of so many.
    CutOff(usize, usize),
    BadSignature,
    Meaningless,
}

impl fmt::Display for NoReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOne => f.write_str("这不是学练赛的答卷"),
            Self::Newer(version) => {
                write!(f, "答卷由更新版本的学练赛生成（版本{version}，本程序认得到{VERSION}），请刷新页面更新后再收")
            }
            Self::CutOff(has, wants) => {
                write!(f, "答卷不完整：应有{wants}个字符，只收到{has}个。请参赛者重新复制发送")
            }
            Self::BadSignature => f.write_str("答卷与签名不符：传送中出了差错，或者被改动过。请参赛者重新发送"),
            Self::Meaningless => f.write_str("答卷签名有效，但内容读不懂"),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct RawReceipt {
    contest: [u8; 16],
    name: String,
    unit: RawUnit,
    number: String,
    attempt: u16,
    /// In per cent.
    time: u16,
    paper: [u8; 8],
    /// Seconds since 1970-01-01T00:00Z.
    started_at: i64,
    /// Seconds.
    took: u32,
    /// Bit 0: time was over; bit 1: the clock was set back.
    flags: u8,
    n_left: u8,
    answers: Vec<u8>,
    n_paces: u16,
    /// Half a byte each, the higher half first; the last half of an odd number is 0.
    paces: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
enum RawUnit {
    None,
    Listed(u16),
    Written(String),
}

const TIME_OVER: u8 = 1;
const CLOCK_SET_BACK: u8 = 2;

/// Signs with the device's key, whatever device the receipt names.
pub fn to_bytes(receipt: &Receipt, key: &SecretKey) -> Vec<u8> {
    let raw = RawReceipt::of(receipt);
    let body = postcard::to_allocvec(&raw);
    let body = body.expect("raw twins are plain structs of strings and numbers, which always serialise");
    let length = N_HEAD + body.len() + signed::N_KEY + signed::N_SIGNATURE;
    let mut bytes = vec![VERSION];
    bytes.extend(u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend(body);
    signed::seal(Purpose::Receipt, key, bytes)
}

pub fn from_bytes(bytes: &[u8]) -> Result<Receipt, NoReceipt> {
    let length = length(bytes)?;
    if bytes.len() != length {
        return Err(NoReceipt::CutOff(n_signs(bytes.len()), n_signs(length)));
    }
    let (signed, key) = signed::open(Purpose::Receipt, bytes).map_err(|_| NoReceipt::BadSignature)?;
    let body = signed.get(N_HEAD..).ok_or(NoReceipt::NotOne)?;
    match postcard::take_from_bytes::<RawReceipt>(body) {
        Ok((raw, [])) if postcard::to_allocvec(&raw).is_ok_and(|again| again == body) => {
            raw.read(DeviceKey(key)).ok_or(NoReceipt::Meaningless)
        }
        Ok(_) | Err(_) => Err(NoReceipt::Meaningless),
    }
}

/// What version and length say.
fn length(bytes: &[u8]) -> Result<usize, NoReceipt> {
    match bytes {
        [VERSION, high, low, ..] => Ok(usize::from(u16::from_be_bytes([*high, *low]))),
        [version, ..] if *version > VERSION => Err(NoReceipt::Newer(*version)),
        _ => Err(NoReceipt::NotOne),
    }
}

const fn n_signs(n_bytes: usize) -> usize {
    (n_bytes * 4).div_ceil(3)
}

/// The short name that an entrant keeps and an organiser publishes.
pub fn id(bytes: &[u8]) -> ReceiptId {
    ReceiptId(short_code::fingerprint(bytes))
}

pub fn to_text(bytes: &[u8]) -> String {
    format!("{MARK}{}", Base64UrlUnpadded::encode_string(bytes))
}

/// One receipt found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where its mark begins, in bytes of the text.
    pub at: usize,
    pub bytes: Result<Vec<u8>, NoReceipt>,
}

/// Every receipt in a text: a whole chat, links or files of many, whatever stands between. White space that a chat put
/// into one is passed over.
pub fn find(text: &str) -> Vec<Found> {
    let marks = text.match_indices(MARK);
    marks.map(|(at, mark)| Found { at, bytes: take(&text[at + mark.len()..]) }).collect()
}

fn take(text: &str) -> Result<Vec<u8>, NoReceipt> {
    // A mark inside base64url cannot be: it holds a full stop.
    let text = text.split(MARK).next().unwrap_or_default();
    let mut code = String::new();
    let mut wanted = None;
    for c in text.chars().filter(|c| !c.is_whitespace() && !crate::domain::bank::text::is_invisible(*c)) {
        if !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_') {
            break;
        }
        code.push(c);
        if code.len() == 4 {
            let head = Base64UrlUnpadded::decode_vec(&code).map_err(|_| NoReceipt::NotOne)?;
            wanted = Some(n_signs(length(&head)?));
        }
        if wanted.is_some_and(|wanted| code.len() >= wanted) {
            break;
        }
    }
    let wanted = wanted.ok_or(NoReceipt::NotOne)?;
    if code.len() < wanted {
        return Err(NoReceipt::CutOff(code.len(), wanted));
    }
    Base64UrlUnpadded::decode_vec(&code).map_err(|_| NoReceipt::BadSignature)
}

impl RawReceipt {
    fn of(receipt: &Receipt) -> Self {
        let Entry { contest, name, unit, number, attempt, time_percent } = receipt.entry.clone();
        let mut paces = vec![0; receipt.paces.len().div_ceil(2)];
        for (idx, pace) in receipt.paces.iter().enumerate() {
            paces[idx / 2] |= if idx % 2 == 0 { pace.code() << 4 } else { pace.code() };
        }
        Self {
            contest: contest.0,
            name,
            unit: match unit {
                Unit::None => RawUnit::None,
                Unit::Listed(idx) => RawUnit::Listed(idx),
                Unit::Written(name) => RawUnit::Written(name),
            },
            number,
            attempt,
            time: time_percent,
            paper: receipt.paper.0,
            started_at: receipt.started_at.0.div_euclid(1000),
            took: u32::try_from(receipt.took.whole_seconds()).unwrap_or(u32::MAX),
            flags: if receipt.end == End::TimeOver { TIME_OVER } else { 0 }
                | if receipt.clock_set_back { CLOCK_SET_BACK } else { 0 },
            n_left: receipt.n_left,
            answers: receipt.answers.clone(),
            n_paces: receipt.paces.len() as u16,
            paces,
        }
    }

    fn read(self, device: DeviceKey) -> Option<Receipt> {
        let n = usize::from(self.n_paces);
        if self.flags & !(TIME_OVER | CLOCK_SET_BACK) != 0 || self.paces.len() != n.div_ceil(2) {
            return None;
        }
        if n % 2 == 1 && self.paces.last().is_some_and(|last| last & 15 != 0) {
            return None;
        }
        let pace = |idx: usize| Pace::from_code(self.paces[idx / 2] >> (4 * (1 - idx % 2)) & 15);
        Some(Receipt {
            entry: Entry {
                contest: ContestId(self.contest),
                name: self.name,
                unit: match self.unit {
                    RawUnit::None => Unit::None,
                    RawUnit::Listed(idx) => Unit::Listed(idx),
                    RawUnit::Written(name) => Unit::Written(name),
                },
                number: self.number,
                attempt: self.attempt,
                time_percent: self.time,
            },
            paper: PaperHash(self.paper),
            started_at: UtcMillis(self.started_at.checked_mul(1000)?),
            took: Millis(u64::from(self.took) * 1000),
            end: if self.flags & TIME_OVER != 0 { End::TimeOver } else { End::HandedIn },
            n_left: self.n_left,
            clock_set_back: self.flags & CLOCK_SET_BACK != 0,
            answers: self.answers,
            paces: (0..n).map(pace).collect::<Option<_>>()?,
            device,
        })
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::contest::terms::tests::{OPENS, entry};
    use proptest::prelude::*;

    pub fn key() -> SecretKey {
        SecretKey::from_bytes([6; 32])
    }

    /// As many single choices of four as `n`.
    pub fn receipt(n: usize) -> Receipt {
        Receipt {
            entry: entry("欧阳建国", 17),
            paper: PaperHash([7; 8]),
            started_at: UtcMillis(OPENS),
            took: Millis(1_278_000),
            end: End::TimeOver,
            n_left: 3,
            clock_set_back: true,
            answers: vec![0x5a; (n * 3).div_ceil(8)],
            paces: vec![Pace::of(Millis(12_000)); n],
            device: DeviceKey(key().public()),
        }
    }

    #[test]
    fn a_receipt_reads_back() {
        for n in [0, 1, 50, 101] {
            let receipt = receipt(n);
            assert_eq!(from_bytes(&to_bytes(&receipt, &key())), Ok(receipt));
        }
        let written =
            Receipt { entry: Entry { unit: Unit::Written("办公室".into()), ..entry("王芳", 0) }, ..receipt(3) };
        assert_eq!(from_bytes(&to_bytes(&written, &key())), Ok(written));
    }

    #[test]
    fn fifty_choices_fit_into_a_short_message_and_a_small_code() {
        let n_letters = |n: usize| to_text(&to_bytes(&receipt(n), &key())).len();
        assert!(n_letters(50) <= 300, "{}", n_letters(50));
        assert!(n_letters(100) <= 400, "{}", n_letters(100));
    }

    #[test]
    fn a_flipped_bit_fails_the_signature() {
        let bytes = to_bytes(&receipt(50), &key());
        for bit in 24..bytes.len() * 8 {
            let mut forged = bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(from_bytes(&forged), Err(NoReceipt::BadSignature), "bit {bit}");
        }
    }

    #[test]
    fn receipts_are_found_in_a_chat_with_links_line_breaks_and_a_lost_end() {
        let (one, two) = (to_bytes(&receipt(50), &key()), to_bytes(&receipt(5), &key()));
        let (mut first, second) = (to_text(&one), to_text(&two));
        first.insert_str(70, "\n  \u{200b}");
        let chat =
            format!("王芳 10:01\n{first}\nTom 10:02\nhttp://10.0.0.8/#/receipt/{second}谢谢\n李强：{}", &second[..90]);
        let found: Vec<_> = find(&chat).into_iter().map(|found| found.bytes).collect();
        assert_eq!(found, [Ok(one), Ok(two.clone()), Err(NoReceipt::CutOff(84, n_signs(two.len())))]);
        assert_eq!(find("没有答卷"), []);
        assert_eq!(find("XLSD1.????")[0].bytes, Err(NoReceipt::NotOne));
        assert_eq!(find("XLSD1.AgAA")[0].bytes, Err(NoReceipt::Newer(2)));
    }

    #[test]
    fn every_refusal_is_a_sentence() {
        for why in [
            NoReceipt::NotOne,
            NoReceipt::Newer(2),
            NoReceipt::CutOff(84, 200),
            NoReceipt::BadSignature,
            NoReceipt::Meaningless,
        ] {
            let sentence = why.to_string();
            assert!(sentence.chars().count() >= 8 && !sentence.contains('{') && !sentence.ends_with('。'), "{why:?}");
        }
    }

    proptest! {
        #[test]
        fn signed_nonsense_is_refused_or_the_very_bytes(body in proptest::collection::vec(any::<u8>(), 0..120)) {
            let length = N_HEAD + body.len() + signed::N_KEY + signed::N_SIGNATURE;
            let bytes = [vec![VERSION], (length as u16).to_be_bytes().to_vec(), body].concat();
            let bytes = signed::seal(Purpose::Receipt, &key(), bytes);
            if let Ok(receipt) = from_bytes(&bytes) {
                prop_assert_eq!(to_bytes(&receipt, &key()), bytes);
            }
        }
    }
}
