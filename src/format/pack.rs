//! A contest as it travels: in a link, as a code or as a file.
//!
//! ```text
//! version    1 byte
//! kind       1 byte: 1 open, 2 sealed
//! body       postcard of the raw twin: of the whole pack, or of a cover and the sealed open pack
//! key        32 bytes, the organiser's Ed25519 public key
//! signature  64 bytes over everything before it
//! ```
//!
//! The contest's id is the beginning of the SHA-256 of the open pack, signature and all.
use super::pack_raw::{RawCover, RawPack, RawTerms};
use super::sealed::{self, Locked, Passphrase, Sealed};
use super::signed::{self, Purpose, SecretKey};
use crate::domain::contest::terms::{Flaw, Terms, Window};
use crate::domain::session::entry::ContestId;
use crate::domain::time::UtcMillis;
use base64ct::{Base64UrlUnpadded, Encoding};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

pub const VERSION: u8 = 1;

const OPEN: u8 = 1;
const SEALED: u8 = 2;

pub use super::pack_raw::asset_mark;

/// What texts begin with, so that they are known among others.
pub const MARK: &str = "XLSB1.";

/// A contest whose terms are known.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    pub contest: ContestId,
    pub terms: Terms,
    /// Bank JSON of the banks that the app does not bundle.
    pub carried: Vec<String>,
    /// The organiser's public key.
    pub organiser_key: [u8; signed::N_KEY],
    /// As it travels.
    pub bytes: Vec<u8>,
}

/// A contest that its passphrase opens.
#[derive(Debug, Clone, PartialEq)]
pub struct SealedPack {
    pub cover: Cover,
    pub organiser_key: [u8; signed::N_KEY],
    pub bytes: Vec<u8>,
    sealed: Sealed,
}

/// What may be known before the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    pub contest: ContestId,
    pub title: String,
    pub organiser: String,
    pub window: Window,
    pub seed_hash: [u8; 32],
}

#[derive(Debug, Clone, PartialEq)]
pub enum Read {
    Open(Box<Pack>),
    Sealed(Box<SealedPack>),
}

/// Why bytes are no contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPack {
    NotOne,
    Newer(u8),
    /// Cut off or changed since it was signed.
    BadSignature,
    /// The signature holds and yet the content means nothing.
    Meaningless,
    /// What was inside is not what the cover promised.
    NotAsCovered,
    Flawed(Flaw),
    Locked(Locked),
}

impl fmt::Display for NoPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotOne => f.write_str("这不是学练赛的竞赛链接或文件，请向主办方重新要一份"),
            Self::Newer(version) => {
                write!(
                    f,
                    "这场竞赛由更新版本的学练赛发布（版本{version}，本程序认得到{VERSION}），请刷新页面更新后再打开"
                )
            }
            Self::BadSignature => {
                f.write_str("竞赛内容与主办方的签名不符：链接没有复制完整，或者被改动过。请向主办方重新要一份")
            }
            Self::Meaningless => f.write_str("竞赛内容读不懂，请告诉主办方重新发布"),
            Self::NotAsCovered => f.write_str("解封后的内容与封面不符，请告诉主办方"),
            Self::Flawed(flaw) => write!(f, "竞赛设置有误（{}），请告诉主办方", flaw.sentence()),
            Self::Locked(Locked::WrongPassphrase) => f.write_str("口令不对，请核对后再输"),
            Self::Locked(Locked::TooCostly) => {
                f.write_str("这份加密文件要用的内存超出手机能给的，请告诉主办方重新发布")
            }
        }
    }
}

#[derive(Serialize, Deserialize)]
struct RawSealed {
    cover: RawCover,
    sealed: Sealed,
}

/// Publishes terms. `None` where they name a bank that is not theirs.
pub fn publish(terms: &Terms, carried: Vec<String>, key: &SecretKey) -> Option<Pack> {
    let body = RawPack { terms: RawTerms::of(terms)?, carried };
    let bytes = envelope(OPEN, &body, key);
    let contest = id(&bytes);
    Some(Pack { contest, terms: terms.clone(), carried: body.carried, organiser_key: key.public(), bytes })
}

/// Locks a pack until its passphrase is told. `salt` and `nonce` are fresh chance.
pub fn lock(pack: &Pack, key: &SecretKey, passphrase: Passphrase, salt: [u8; 16], nonce: [u8; 12]) -> Option<Vec<u8>> {
    let cover = RawCover {
        contest: pack.contest.0,
        title: pack.terms.title.clone(),
        organiser: pack.terms.organiser.clone(),
        opens: pack.terms.window.opens.0,
        closes: pack.terms.window.closes.0,
        seed_hash: Sha256::digest(pack.terms.seed).into(),
    };
    let sealed = sealed::lock(passphrase, salt, nonce, &pack.contest.0, &pack.bytes)?;
    Some(envelope(SEALED, &RawSealed { cover, sealed }, key))
}

pub fn from_bytes(bytes: &[u8]) -> Result<Read, NoPack> {
    let (version, kind) = match bytes {
        [version, kind, ..] => (*version, *kind),
        _ => return Err(NoPack::NotOne),
    };
    if version > VERSION && matches!(kind, OPEN | SEALED) {
        return Err(NoPack::Newer(version));
    }
    if version != VERSION || !matches!(kind, OPEN | SEALED) {
        return Err(NoPack::NotOne);
    }
    let (signed, organiser_key) = signed::open(Purpose::Pack, bytes).map_err(|_| NoPack::BadSignature)?;
    let body = signed.get(2..).ok_or(NoPack::NotOne)?;
    if kind == SEALED {
        let RawSealed { cover, sealed } = whole(body)?;
        let cover = Cover {
            contest: ContestId(cover.contest),
            title: cover.title,
            organiser: cover.organiser,
            window: Window { opens: UtcMillis(cover.opens), closes: UtcMillis(cover.closes) },
            seed_hash: cover.seed_hash,
        };
        return Ok(Read::Sealed(Box::new(SealedPack { cover, organiser_key, bytes: bytes.to_vec(), sealed })));
    }
    let RawPack { terms, carried } = whole(body)?;
    let terms = terms.read().ok_or(NoPack::Meaningless)?;
    if let Some(flaw) = terms.flaws().first() {
        return Err(NoPack::Flawed(*flaw));
    }
    Ok(Read::Open(Box::new(Pack { contest: id(bytes), terms, carried, organiser_key, bytes: bytes.to_vec() })))
}

impl SealedPack {
    pub fn open(&self, passphrase: Passphrase) -> Result<Pack, NoPack> {
        let bytes = self.sealed.open(passphrase, &self.cover.contest.0).map_err(NoPack::Locked)?;
        let Read::Open(pack) = from_bytes(&bytes)? else { return Err(NoPack::NotAsCovered) };
        let same = pack.contest == self.cover.contest
            && pack.organiser_key == self.organiser_key
            && pack.terms.window == self.cover.window
            && Sha256::digest(pack.terms.seed).as_slice() == self.cover.seed_hash;
        if same { Ok(*pack) } else { Err(NoPack::NotAsCovered) }
    }
}

/// For links and chats.
pub fn to_text(bytes: &[u8]) -> String {
    format!("{MARK}{}", Base64UrlUnpadded::encode_string(bytes))
}

/// The first contest in a text, which may be a whole message around a link.
pub fn from_text(text: &str) -> Result<Read, NoPack> {
    let (_, rest) = text.split_once(MARK).ok_or(NoPack::NotOne)?;
    let code: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    from_bytes(&Base64UrlUnpadded::decode_vec(&code).map_err(|_| NoPack::BadSignature)?)
}

fn envelope(kind: u8, body: &impl Serialize, key: &SecretKey) -> Vec<u8> {
    let mut bytes = vec![VERSION, kind];
    let body = postcard::to_allocvec(body);
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    signed::seal(Purpose::Pack, key, bytes)
}

/// Everything must be read, and written again be the same.
fn whole<T: Serialize + for<'a> Deserialize<'a>>(body: &[u8]) -> Result<T, NoPack> {
    match postcard::take_from_bytes::<T>(body) {
        Ok((raw, [])) if postcard::to_allocvec(&raw).is_ok_and(|again| again == body) => Ok(raw),
        Ok(_) | Err(_) => Err(NoPack::Meaningless),
    }
}

fn id(open: &[u8]) -> ContestId {
    let digest = Sha256::digest(open);
    ContestId(std::array::from_fn(|idx| digest[idx]))
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::domain::bank::id::{BankId, QuestionRef};
    use crate::domain::bank::kind::Kind;
    use crate::domain::bank::level::Level;
    use crate::domain::bank::marking::{Marking, MultipleRule, OrderRule, Points};
    use crate::domain::contest::terms::tests::terms;
    use crate::domain::contest::terms::{Attempts, Counts, NumberAsked, PaperPlan, Reveal, UnitScore, Units};
    use crate::domain::paper::blueprint::{Section, Stratum};
    use crate::domain::paper::draw::Item;
    use crate::domain::time::Millis;
    use proptest::prelude::*;

    pub fn key() -> SecretKey {
        SecretKey::from_bytes([3; 32])
    }

    /// Everything set otherwise than in [`terms`].
    fn other_terms() -> Terms {
        let item = |id: &str| Item { question: QuestionRef::new("b", id), points: Points(2500) };
        Terms {
            note: "联系人见通知".into(),
            paper: PaperPlan::Picked(vec![item("q1"), item("q2")]),
            per_entrant: false,
            shuffles: false,
            limit: None,
            per_question: Some(Millis(45_000)),
            misses: Some(1),
            may_go_back: false,
            marking: Marking { multiple: MultipleRule::MinusForWrong, order: OrderRule::NeighbouringPairs },
            pass: None,
            attempts: Attempts { n: 5, daily: true, counts: Counts::BestOfDay },
            rehearsal: true,
            units: Units::Free,
            number: NumberAsked::PhoneTail,
            reveal: Reveal::Never,
            watch: false,
            extra_time: false,
            unit_score: UnitScore::Top(5),
            ..terms()
        }
    }

    fn opened(bytes: &[u8]) -> Pack {
        match from_bytes(bytes).unwrap() {
            Read::Open(pack) => *pack,
            Read::Sealed(_) => panic!("this one is open"),
        }
    }

    #[test]
    fn a_contest_reads_back_whatever_is_set() {
        let strata =
            Stratum { bank: Some(BankId::new("b")), topic: Some("党费".into()), level: Some(Level::Applied) };
        let section = Section { stratum: strata, ..Section::any(Kind::Scenario, 3, Points::whole(6)) };
        let mut stratified = terms();
        stratified.paper = PaperPlan::Drawn(crate::domain::paper::blueprint::Blueprint { sections: vec![section] });
        stratified.pass = None;
        for terms in [terms(), other_terms(), stratified] {
            let pack = publish(&terms, vec!["{}".into()], &key()).unwrap();
            assert_eq!(opened(&pack.bytes), pack);
            assert_eq!(pack.organiser_key, key().public());
        }
        assert_ne!(
            publish(&terms(), vec![], &key()).unwrap().contest,
            publish(&terms(), vec![], &SecretKey::from_bytes([4; 32])).unwrap().contest
        );
    }

    #[test]
    fn terms_that_ask_from_a_bank_they_do_not_name_are_not_published() {
        let mut terms = other_terms();
        terms.banks.clear();
        assert_eq!(publish(&terms, vec![], &key()), None);
    }

    #[test]
    fn a_contest_is_found_in_the_message_around_its_link() {
        let pack = publish(&terms(), vec![], &key()).unwrap();
        let text = format!("请大家点开作答：http://10.0.0.8/xls/#/contest/{}，周五截止。", to_text(&pack.bytes));
        assert_eq!(from_text(&text), Ok(Read::Open(Box::new(pack))));
        assert_eq!(from_text("没有链接"), Err(NoPack::NotOne));
    }

    #[test]
    fn a_flipped_bit_and_a_lost_end_fail_the_signature() {
        let pack = publish(&terms(), vec![], &key()).unwrap();
        for bit in 16..pack.bytes.len() * 8 {
            let mut forged = pack.bytes.clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(from_bytes(&forged), Err(NoPack::BadSignature), "bit {bit}");
        }
        assert_eq!(from_bytes(&pack.bytes[..pack.bytes.len() - 1]), Err(NoPack::BadSignature));
        assert_eq!(from_bytes(b"<!doctype html>"), Err(NoPack::NotOne));
        let mut newer = pack.bytes;
        newer[0] = 2;
        assert_eq!(from_bytes(&newer), Err(NoPack::Newer(2)));
    }

    #[test]
    fn signed_nonsense_is_told_from_a_bad_signature() {
        let nonsense = signed::seal(Purpose::Pack, &key(), vec![VERSION, OPEN, 1, 2, 3]);
        assert_eq!(from_bytes(&nonsense), Err(NoPack::Meaningless));
        let mut flawed = terms();
        flawed.title.clear();
        let bytes = publish(&flawed, vec![], &key()).unwrap().bytes;
        assert_eq!(from_bytes(&bytes), Err(NoPack::Flawed(Flaw::NoTitle)));
    }

    #[test]
    fn a_sealed_contest_shows_its_cover_and_opens_by_its_passphrase() {
        let pack = publish(&terms(), vec![], &key()).unwrap();
        let bytes = lock(&pack, &key(), Passphrase([8; 10]), [1; 16], [2; 12]).unwrap();
        let Read::Sealed(sealed) = from_bytes(&bytes).unwrap() else { panic!("this one is sealed") };
        assert_eq!(sealed.cover.title, terms().title);
        assert_eq!(sealed.cover.contest, pack.contest);
        assert_eq!(sealed.open(Passphrase([9; 10])), Err(NoPack::Locked(Locked::WrongPassphrase)));
        assert_eq!(sealed.open(Passphrase([8; 10])), Ok(pack.clone()));
        let other = SecretKey::from_bytes([4; 32]);
        let stolen = lock(&pack, &other, Passphrase([8; 10]), [1; 16], [2; 12]).unwrap();
        let Read::Sealed(stolen) = from_bytes(&stolen).unwrap() else { panic!("this one is sealed") };
        assert_eq!(stolen.open(Passphrase([8; 10])), Err(NoPack::NotAsCovered), "a cover by another hand");
    }

    #[test]
    fn every_refusal_is_a_sentence() {
        for why in [
            NoPack::NotOne,
            NoPack::Newer(2),
            NoPack::BadSignature,
            NoPack::Meaningless,
            NoPack::NotAsCovered,
            NoPack::Flawed(Flaw::NoTitle),
            NoPack::Locked(Locked::WrongPassphrase),
            NoPack::Locked(Locked::TooCostly),
        ] {
            let sentence = why.to_string();
            assert!(sentence.chars().count() >= 8 && !sentence.contains('{') && !sentence.ends_with('。'), "{why:?}");
        }
    }

    #[test]
    fn the_mark_of_a_file_is_read_from_its_name() {
        assert_eq!(asset_mark("dangzhang.af265478d7.bank"), Some([0xaf, 0x26, 0x54, 0x78, 0xd7]));
        assert_eq!(asset_mark("dangzhang.bank"), None);
        assert_eq!(asset_mark("dangzhang.af265478d.bank"), None);
    }

    proptest! {
        #[test]
        fn no_bytes_whatever_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let signed = signed::seal(Purpose::Pack, &key(), [vec![VERSION, OPEN], bytes.clone()].concat());
            for bytes in [bytes, signed] {
                if let Ok(Read::Open(pack)) = from_bytes(&bytes) {
                    prop_assert_eq!(pack.bytes, bytes);
                }
            }
        }
    }
}
