//! Other people's question banks in whatever form they keep them, read into drafts beside a report of every guess,
//! repair and omission. Nothing is refused as a whole because one question is bad, and the same file gives the same
//! result. Long files are read in slices: whoever reads decides how long a slice lasts, see [`pace`].
pub mod aiken;
pub mod answer;
pub mod arrange;
mod categories;
pub mod docx;
pub mod encoding;
pub mod found;
pub mod gaps;
pub mod gift;
mod heads;
mod html;
pub mod labels;
mod limits;
pub mod list;
pub mod loose;
pub mod markdown;
pub mod moodle_xml;
pub mod note;
pub mod options;
pub mod ours;
pub mod pace;
pub mod paper;
pub mod qti;
pub mod read;
pub mod refused;
pub mod remark;
pub mod report;
pub mod rows;
pub mod sniff;
pub mod tables;
mod tidy;
mod weights;
pub mod words;
mod xml;
#[cfg(test)]
mod loose_tests;
#[cfg(test)]
mod told;
