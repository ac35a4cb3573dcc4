//! The browser behind small functions. Knows nothing of questions; what it hands out are bytes, texts and numbers.
pub mod clock;
pub mod device;
pub mod browser;
pub mod chance;
pub mod shelf;
pub mod channel;
pub mod lock;
pub mod fetch;
pub mod archive;
pub mod page;
pub mod mark;
pub mod files;
pub mod timer;
