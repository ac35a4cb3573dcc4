//! Versioned text to domain values and back. The raw twins that serde reads and writes stay in here.
