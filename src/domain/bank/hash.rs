//! What a question and a bank are, as fingerprints: SHA-256 over length-prefixed fields.
//! A bank's hash leaves explanations, points and documents out, so that those may be mended under a running contest.
use super::id::QuestionId;
use super::kind::Body;
use crate::domain::sort::sort;
use sha2::{Digest, Sha256};
use std::fmt;

/// Fields are written as a four-byte big-endian length in bytes and then the bytes, so that no two lists of fields
/// run into the same bytes.
#[derive(Clone)]
pub struct FieldHasher(Sha256);

impl FieldHasher {
    /// `purpose` names what is hashed and in which version, such as `xueliansai question 1`.
    pub fn new(purpose: &str) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.field(purpose.as_bytes());
        hasher
    }

    pub fn field(&mut self, bytes: &[u8]) {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.update(len.to_be_bytes());
        self.0.update(bytes);
    }

    pub fn number(&mut self, number: u64) {
        self.field(&number.to_be_bytes());
    }

    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

macro_rules! hash {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 32]);

        impl $name {
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            pub const fn bytes(&self) -> &[u8; 32] {
                &self.0
            }

            /// The first `n` bytes in hexadecimal figures.
            pub fn short(&self, n: usize) -> String {
                self.0.iter().take(n).map(|byte| format!("{byte:02x}")).collect()
            }

            /// Reads 64 hexadecimal figures.
            pub fn parse(text: &str) -> Option<Self> {
                if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return None;
                }
                let mut bytes = [0; 32];
                for (idx, byte) in bytes.iter_mut().enumerate() {
                    *byte = u8::from_str_radix(text.get(2 * idx..2 * idx + 2)?, 16).ok()?;
                }
                Some(Self(bytes))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.short(32))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.short(8))
            }
        }
    };
}

hash!(
    /// Over kind, stem, options and answer of one question.
    ContentHash
);
hash!(
    /// Over the sorted (id, content hash) of a bank's questions.
    BankHash
);

/// The first eight bytes of a content hash: enough to tell editions of one question apart, and short in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edition(pub u64);

impl Edition {
    /// Reads 16 hexadecimal figures; those of a whole hash may follow.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        Some(Self(u64::from_str_radix(text.get(..16)?, 16).ok()?))
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl ContentHash {
    pub fn edition(&self) -> Edition {
        Edition(self.0.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
    }

    pub fn of(stem: &str, body: &Body) -> Self {
        let mut hasher = FieldHasher::new("xueliansai question 1");
        hasher.field(body.kind().key().as_bytes());
        hasher.field(stem.as_bytes());
        let options = body.options();
        hasher.number(options.len() as u64);
        for option in options {
            hasher.field(option.as_bytes());
        }
        match body {
            Body::Single(single) => hasher.field(&[single.answer]),
            Body::Multiple(multiple) => hasher.field(&multiple.answer),
            Body::Judge(judge) => hasher.field(&[u8::from(judge.answer)]),
            Body::Blank(blank) => {
                hasher.number(u64::from(blank.any_order));
                for gap in &blank.gaps {
                    hasher.number(gap.len() as u64);
                    for accepted in gap {
                        hasher.field(accepted.as_bytes());
                    }
                }
            }
            // The items stand in the right order already.
            Body::Order(_) => {}
            Body::Match(matching) => {
                hasher.number(matching.lefts.len() as u64);
                for left in &matching.lefts {
                    hasher.field(left.as_bytes());
                }
                hasher.field(&matching.answer);
            }
            Body::Scenario(scenario) => {
                hasher.number(scenario.parts.len() as u64);
                for part in &scenario.parts {
                    hasher.field(Self::of(&part.stem, &part.body).bytes());
                }
            }
        }
        Self(hasher.finish())
    }
}

impl BankHash {
    /// The order of `questions` does not matter.
    pub fn of<'a>(questions: impl Iterator<Item = (&'a QuestionId, ContentHash)>) -> Self {
        let mut questions: Vec<_> = questions.collect();
        sort(&mut questions);
        let mut hasher = FieldHasher::new("xueliansai bank 1");
        for (id, hash) in questions {
            hasher.field(id.as_str().as_bytes());
            hasher.field(hash.bytes());
        }
        Self(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::bank::kind::{Judge, Matching, Part, Scenario, Single};

    #[test]
    fn fields_do_not_run_into_each_other() {
        let hash = |fields: &[&str]| {
            let mut hasher = FieldHasher::new("test");
            fields.iter().for_each(|field| hasher.field(field.as_bytes()));
            hasher.finish()
        };
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
        assert_ne!(hash(&["ab"]), hash(&["ab", ""]));
    }

    #[test]
    fn whatever_changes_the_answer_changes_the_hash() {
        let single = |answer| Body::Single(Single { options: vec!["甲".into(), "乙".into()], answer, shuffle: true });
        assert_ne!(ContentHash::of("题", &single(0)), ContentHash::of("题", &single(1)));
        assert_ne!(ContentHash::of("题", &single(0)), ContentHash::of("题。", &single(0)));
        let judge = |answer| Body::Judge(Judge { answer });
        assert_ne!(ContentHash::of("题", &judge(true)), ContentHash::of("题", &judge(false)));
        let matching = |pairs: &[[&str; 2]], extra: &[&str]| {
            let pairs = pairs.iter().map(|pair| pair.map(str::to_owned)).collect();
            let matching = Matching::new(pairs, extra.iter().map(|text| (*text).to_owned()).collect());
            ContentHash::of("题", &Body::Match(matching))
        };
        let hash = matching(&[["甲", "1"], ["乙", "2"]], &["3"]);
        for other in [
            matching(&[["甲", "1"], ["丙", "2"]], &["3"]),
            matching(&[["甲", "1"], ["乙", "1"]], &["2", "3"]),
            matching(&[["甲", "1"], ["乙", "2"]], &["4"]),
            matching(&[["甲", "1"], ["乙", "2"], ["丙", "3"]], &[]),
        ] {
            assert_ne!(hash, other);
        }
        let scenario = |stem: &str, explain: &str, answer| {
            let part = Part { stem: stem.to_owned(), body: judge(answer), explain: explain.to_owned() };
            ContentHash::of("材料", &Body::Scenario(Scenario { parts: vec![part] }))
        };
        assert_eq!(scenario("问", "因为", true), scenario("问", "所以", true), "an explanation may be mended");
        assert_ne!(scenario("问", "", true), scenario("问", "", false));
        assert_ne!(scenario("问", "", true), scenario("又问", "", true));
    }

    #[test]
    fn a_bank_is_the_same_in_any_order_and_hashes_read_back() {
        let (a, b) = (QuestionId::new("a"), QuestionId::new("b"));
        let hash = ContentHash::of("题", &Body::Judge(Judge { answer: true }));
        let one = BankHash::of([(&a, hash), (&b, hash)].into_iter());
        assert_eq!(one, BankHash::of([(&b, hash), (&a, hash)].into_iter()));
        assert_eq!(BankHash::parse(&one.to_string()), Some(one));
        assert_eq!(BankHash::parse("zz"), None);
    }

    #[test]
    fn an_edition_is_the_beginning_of_its_hash() {
        let hash = ContentHash::of("题", &Body::Judge(Judge { answer: true }));
        let edition = hash.edition();
        assert_eq!(edition.to_string(), hash.short(8));
        for text in [hash.short(8), hash.short(16), hash.to_string()] {
            assert_eq!(Edition::parse(&text), Some(edition));
        }
        for text in ["", "0123456789abcde", "0123456789abcdeg", "+123456789abcdef"] {
            assert_eq!(Edition::parse(text), None, "{text}");
        }
    }
}
