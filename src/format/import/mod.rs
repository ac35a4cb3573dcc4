//! Other people's question banks in whatever form they keep them, read into drafts beside a report of every guess,
//! repair and omission. Nothing is refused as a whole because one question is bad, and the same file gives the same
//! result. Long files are read in slices: whoever reads decides how long a slice lasts, see [`pace`].
pub mod found;
mod gap;
pub mod gift;
mod html;
pub mod loose;
pub mod note;
pub mod pace;
pub mod refused;
mod tidy;
mod labels;
mod weights;
pub mod moodle_xml;
pub mod qti;
mod xml;
