//! Versioned text to domain values and back. The raw twins that serde reads and writes stay in here.
pub mod save;
mod save_raw;
pub mod bank_scan;
mod bank_detail;
mod bank_from_raw;
pub mod bank_json;
mod bank_raw;
mod bank_to_raw;
pub mod catalog_json;
pub mod preferences;
pub mod links;
#[cfg(not(target_arch = "wasm32"))]
pub mod bank_toml;
#[cfg(not(target_arch = "wasm32"))]
pub mod editions_lock;
