//! Names that outlive rewording: progress hangs on them, never on a position or on a text.
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Box<str>);

        impl $name {
            pub fn new(id: impl Into<Box<str>>) -> Self {
                Self(id.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(BankId);
id!(
    /// Unique in its bank and kept for ever; see [`QuestionRef`].
    QuestionId
);
id!(PointId);
id!(DocumentId);

/// A question among all banks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuestionRef {
    pub bank: BankId,
    pub question: QuestionId,
}

impl QuestionRef {
    pub fn new(bank: impl Into<Box<str>>, question: impl Into<Box<str>>) -> Self {
        Self { bank: BankId::new(bank), question: QuestionId::new(question) }
    }
}

impl fmt::Display for QuestionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.bank, self.question)
    }
}
