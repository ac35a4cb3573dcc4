//! The author's tool.
fn main() {}
