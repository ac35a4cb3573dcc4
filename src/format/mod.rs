//! Versioned text to domain values and back. The raw twins that serde reads and writes stay in here.
pub mod backup;
pub mod backup_notes;
#[cfg(not(target_arch = "wasm32"))]
mod bank_detail;
mod bank_from_json;
mod bank_from_raw;
pub mod bank_json;
mod bank_raw;
pub mod bank_scan;
mod bank_to_raw;
#[cfg(not(target_arch = "wasm32"))]
pub mod bank_toml;
pub mod catalog_json;
#[cfg(not(target_arch = "wasm32"))]
pub mod editions_lock;
pub mod export;
pub mod import;
pub mod intake;
mod json;
pub mod links;
pub mod preferences;
pub mod roll;
pub mod qr;
pub mod save;
pub mod save_v1;
mod save_body;
pub mod snapshot;
pub mod pack;
mod pack_raw;
pub mod receipt;
pub mod desk_save;
pub mod draft_save;
pub mod key_text;
pub mod printed;
pub mod desk_jsonl;
pub mod desk_tables;
pub mod roster_text;
pub mod sealed;
pub mod short_code;
pub mod signed;
pub mod question_draft;
pub mod import_draft;
pub mod question_text;
pub mod record_tables;
pub mod table;
pub mod table_csv;
pub mod table_xlsx;
mod wire;
