//! What an organiser keeps of a contest she holds, as bytes on her device: a version, then postcard of the raw twin.
//! Bytes of a newer version or damaged ones give nothing, and whoever keeps them leaves them where they are.
use crate::domain::contest::desk::{Decision, Desk};
use crate::domain::contest::flag::Roster;
use crate::domain::contest::marked::Person;
use crate::domain::contest::receipt::ReceiptId;
use crate::domain::session::entry::Unit;
use crate::domain::time::UtcMillis;
use serde::{Deserialize, Serialize};

const VERSION: u8 = 1;

/// A contest that is held: what was published, and what only the organiser knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The open pack as it was signed.
    pub pack: Vec<u8>,
    /// The pack as it is handed out, where it is sealed.
    pub sealed: Option<Vec<u8>>,
    pub passphrase: Option<[u8; 10]>,
    /// Where entrants open the app.
    pub link_base: String,
    pub published_at: UtcMillis,
}

/// Everything at the desk of one contest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filing {
    pub desk: Desk,
    /// Receipts as they travelled, in the order they came in, with when.
    pub receipts: Vec<(UtcMillis, Vec<u8>)>,
}

#[derive(Serialize, Deserialize)]
struct RawHeld {
    pack: Vec<u8>,
    sealed: Option<Vec<u8>>,
    passphrase: Option<[u8; 10]>,
    link_base: String,
    published_at: i64,
}

#[derive(Serialize, Deserialize)]
struct RawFiling {
    roster: Option<Vec<RawPerson>>,
    unit_sizes: Vec<(String, u32)>,
    /// Whether it counts.
    decisions: Vec<([u8; 10], bool)>,
    closed: Option<Vec<[u8; 10]>>,
    receipts: Vec<(i64, Vec<u8>)>,
}

#[derive(Serialize, Deserialize)]
enum RawPerson {
    Numbered(String),
    Named(String),
    Listed(String, u16),
    Written(String, String),
}

impl Held {
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { pack, sealed, passphrase, link_base, published_at } = self.clone();
        write(&RawHeld { pack, sealed, passphrase, link_base, published_at: published_at.0 })
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let RawHeld { pack, sealed, passphrase, link_base, published_at } = read(bytes)?;
        Some(Self { pack, sealed, passphrase, link_base, published_at: UtcMillis(published_at) })
    }
}

impl Filing {
    /// The same content always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Desk { roster, unit_sizes, decisions, closed } = &self.desk;
        let mut people: Option<Vec<Person>> = roster.as_ref().map(|roster| roster.people.iter().cloned().collect());
        people.iter_mut().for_each(|people| people.sort_unstable());
        let mut unit_sizes: Vec<_> = unit_sizes.iter().map(|(name, size)| (name.clone(), *size)).collect();
        unit_sizes.sort_unstable();
        let mut decisions: Vec<_> = decisions.iter().map(|(id, it)| (id.0, *it == Decision::Counts)).collect();
        decisions.sort_unstable();
        let mut closed: Option<Vec<_>> = closed.as_ref().map(|closed| closed.iter().map(|id| id.0).collect());
        closed.iter_mut().for_each(|closed| closed.sort_unstable());
        let raw = RawFiling {
            roster: people.map(|people| people.into_iter().map(RawPerson::of).collect()),
            unit_sizes,
            decisions,
            closed,
            receipts: self.receipts.iter().map(|(at, bytes)| (at.0, bytes.clone())).collect(),
        };
        write(&raw)
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let raw: RawFiling = read(bytes)?;
        let decision = |counts| if counts { Decision::Counts } else { Decision::DoesNotCount };
        let desk = Desk {
            roster: raw.roster.map(|people| Roster { people: people.into_iter().map(RawPerson::read).collect() }),
            unit_sizes: raw.unit_sizes.into_iter().collect(),
            decisions: raw.decisions.into_iter().map(|(id, counts)| (ReceiptId(id), decision(counts))).collect(),
            closed: raw.closed.map(|closed| closed.into_iter().map(ReceiptId).collect()),
        };
        Some(Self { desk, receipts: raw.receipts.into_iter().map(|(at, bytes)| (UtcMillis(at), bytes)).collect() })
    }
}

impl RawPerson {
    fn of(person: Person) -> Self {
        match person {
            Person::Numbered(number) => Self::Numbered(number),
            Person::Named(name, Unit::None) => Self::Named(name),
            Person::Named(name, Unit::Listed(idx)) => Self::Listed(name, idx),
            Person::Named(name, Unit::Written(unit)) => Self::Written(name, unit),
        }
    }

    fn read(self) -> Person {
        match self {
            Self::Numbered(number) => Person::Numbered(number),
            Self::Named(name) => Person::Named(name, Unit::None),
            Self::Listed(name, idx) => Person::Named(name, Unit::Listed(idx)),
            Self::Written(name, unit) => Person::Named(name, Unit::Written(unit)),
        }
    }
}

fn write(raw: &impl Serialize) -> Vec<u8> {
    let mut bytes = vec![VERSION];
    let body = postcard::to_allocvec(raw);
    bytes.extend(body.expect("raw twins are plain structs of strings and numbers, which always serialise"));
    bytes
}

fn read<T: for<'a> Deserialize<'a>>(bytes: &[u8]) -> Option<T> {
    let body = bytes.strip_prefix(&[VERSION])?;
    match postcard::take_from_bytes(body) {
        Ok((raw, [])) => Some(raw),
        Ok(_) | Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_of_a_contest_reads_back() {
        let held = Held {
            pack: vec![1, 2, 3],
            sealed: Some(vec![4]),
            passphrase: Some([5; 10]),
            link_base: "http://10.0.0.8/xls/".into(),
            published_at: UtcMillis(7),
        };
        assert_eq!(Held::from_bytes(&held.to_bytes()), Some(held));
        let person = |unit| Person::Named("王芳".into(), unit);
        let people = [
            Person::Numbered("012".into()),
            person(Unit::None),
            person(Unit::Listed(3)),
            person(Unit::Written("办公室".into())),
        ];
        let filing = Filing {
            desk: Desk {
                roster: Some(Roster { people: people.into() }),
                unit_sizes: [("办公室".to_owned(), 12)].into(),
                decisions: [(ReceiptId([1; 10]), Decision::DoesNotCount), (ReceiptId([2; 10]), Decision::Counts)]
                    .into(),
                closed: Some([ReceiptId([1; 10])].into()),
            },
            receipts: vec![(UtcMillis(9), vec![1; 200])],
        };
        let bytes = filing.to_bytes();
        assert_eq!(Filing::from_bytes(&bytes).as_ref(), Some(&filing));
        assert_eq!(Filing::from_bytes(&bytes[..bytes.len() - 1]), None);
        assert_eq!(Filing::from_bytes(&[2]), None, "a newer version is left alone");
        assert_eq!(Filing::from_bytes(&Filing::default().to_bytes()), Some(Filing::default()));
    }
}
