//! A bank in the formats of other programs. Each writes what it can carry, whole or not at all, and says beforehand what
//! it leaves out; see [`left_out`]. Only live questions go out.
pub mod aiken;
pub mod bank_toml;
pub mod gift;
pub mod left_out;
mod markup;
pub mod moodle_xml;
pub mod qti;
pub mod sheet;
pub mod template;
pub mod way;
#[cfg(test)]
mod sample;
