//! Several options that stand in one text, cut apart.

/// The options of a text without their labels, or nothing if it is one text alone.
pub fn split(_text: &str) -> Option<Vec<String>> {
    None
}
