//! What the app is about, as plain values and rules. Knows no serialisation, no browser, no clock and no chance:
//! time and seeds are handed in. The rooms stand in this order and use only rooms above.
pub mod sort;
pub mod time;
pub mod bank;
pub mod paper;
pub mod session;
pub mod record;
pub mod contest;
