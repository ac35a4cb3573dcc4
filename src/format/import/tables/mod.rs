//! Banks in tables: workbooks and delimited text. Whatever the file, its sheets become sparse grids of texts; a header
//! row or the content says what each column is, and each row becomes a question. What is guessed can be chosen
//! otherwise, and the same bytes are read again.
mod blackboard;
mod cells;
pub mod choices;
mod delimited;
mod guess;
pub mod headers;
mod ods;
mod parts;
mod read;
mod rows;
mod sheet;
#[cfg(test)]
mod tests;
mod workbook;
mod xls;
mod xlsx;
pub use read::{Tables, read};
