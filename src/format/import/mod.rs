//! Other people's question banks in whatever form they keep them, read into drafts beside a report of every guess,
//! repair and omission. Nothing is refused as a whole because one question is bad, and the same file gives the same
//! result. Long files are read in slices: whoever reads decides how long a slice lasts, see [`pace`].
pub mod answer;
pub mod arrange;
pub mod encoding;
pub mod found;
pub mod gaps;
pub mod labels;
pub mod list;
pub mod loose;
#[cfg(test)]
mod loose_tests;
pub mod note;
pub mod options;
pub mod pace;
pub mod refused;
pub mod tables;
pub mod words;
