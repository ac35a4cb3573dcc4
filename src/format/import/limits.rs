//! How much of a file is read. Whatever it claims of itself, an old phone must come through it, and nothing that
//! people really use for their banks may be turned away.

/// As systems show the sizes of files: 20 MB of a file are 20 of these.
pub const MEGABYTE: usize = 1 << 20;
/// Of a file as it is, in bytes: a bank of 20,000 questions with long texts is under 10 MB.
pub const MAX_FILE_BYTES: usize = 20 * MEGABYTE;
/// Of all that is unpacked from one archive, in bytes: a page has some hundred megabytes at most on an old phone.
pub const MAX_UNPACKED_BYTES: u64 = 64 * MEGABYTE as u64;
/// Unpacked bytes for a packed one: texts shrink to a tenth or a twentieth, rows of empty cells with a style to a
/// hundredth; what shrinks further was made to fill the memory.
pub const MAX_RATIO: u64 = 200;
/// In bytes: so much of a workbook or a document may shrink as far as it likes.
pub const FREE_OF_RATIO_BYTES: u64 = 16 * MEGABYTE as u64;
/// The same of one file in a package of items: a page of spaces shrinks to nothing and harms nobody.
pub const ITEM_FREE_OF_RATIO_BYTES: u64 = 100_000;
/// Files in a workbook: one with a sheet for each chapter and a picture for each question has fewer.
pub const MAX_PARTS: usize = 5000;
/// Files in a package of items: as many as questions, each with a picture or two.
pub const MAX_PACKAGE_FILES: usize = 3 * MAX_QUESTIONS;
/// More sheets hold no bank.
pub const MAX_SHEETS: usize = 255;
/// Cells with something in them: twenty thousand questions of a hundred.
pub const MAX_CELLS: usize = 2_000_000;
/// Cells that merged ones are filled down into: merged cells do not overlap, so that nobody fills down more.
pub const MAX_FILLED_CELLS: usize = 200_000;
/// How often a row or a cell is repeated: somebody fills down some hundred rows; more is a table's whole rest.
pub const MAX_REPEATS: u32 = 1000;
/// Levels of elements in XML: questions nest some fifteen deep, tables in text boxes in tables some thirty.
pub const MAX_DEPTH: usize = 64;
/// Bytes of text in the XML of one question, without the files in it; no text of [`MAX_TEXT_CHARS`] comes near.
pub const MAX_ELEMENT_BYTES: usize = 1_000_000;
/// Elements in the XML of one question; a hundred options in a styled table are some thousand.
pub const MAX_ELEMENT_NODES: usize = 20_000;
/// In one file: the largest of the real banks looked at has 9,400, and a phone shows no more in one report.
pub const MAX_QUESTIONS: usize = 20_000;
/// Characters of a stem, an option or an explanation: longer texts are read by nobody in a contest.
pub const MAX_TEXT_CHARS: usize = 4_000;
/// Characters between two empty lines of GIFT: a longer block is no question but a file of another sort.
pub const MAX_BLOCK_CHARS: usize = 20 * MAX_TEXT_CHARS;
