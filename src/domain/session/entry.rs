//! As whom a contest's paper is sat.
use std::fmt;
use std::str::FromStr;

/// The first 16 bytes of the SHA-256 of a contest's terms as they travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContestId(pub [u8; 16]);

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub contest: ContestId,
    pub name: String,
    pub unit: Unit,
    /// Number on the roster or the tail of a phone number, as the terms ask; empty where they do not.
    pub number: String,
    /// Counted from 1; 0 for a practice run (模拟练习), which gives no receipt.
    pub attempt: u16,
    /// Time allowed, in per cent of the terms': 100, 150 or 200.
    pub time_percent: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    None,
    /// Position in the terms' list.
    Listed(u16),
    Written(String),
}

/// A text that names no contest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContestId;

impl fmt::Display for ContestId {
    /// 32 hexadecimal figures.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Display for NoContestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("竞赛编号应为32位的0至9、a至f")
    }
}

impl FromStr for ContestId {
    type Err = NoContestId;

    fn from_str(text: &str) -> Result<Self, NoContestId> {
        // `from_str_radix` alone would take a sign too.
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NoContestId);
        }
        let number = u128::from_str_radix(text, 16).map_err(|_| NoContestId)?;
        Ok(Self(number.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_from_its_figures(bytes: [u8; 16]) {
            let text = ContestId(bytes).to_string();
            prop_assert_eq!(text.len(), 32);
            prop_assert_eq!(text.parse(), Ok(ContestId(bytes)));
        }
    }

    #[test]
    fn anything_else_is_no_id() {
        for text in ["", "0f", "+0000000000000000000000000000000", "0000000000000000000000000000000g", "竞赛"] {
            assert_eq!(text.parse::<ContestId>(), Err(NoContestId), "{text}");
        }
        assert!(NoContestId.to_string().starts_with("竞赛编号"));
    }
}
