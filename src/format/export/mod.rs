//! Banks in the forms that other programs and people read.
pub mod sheet;
