//! One `Copy` handle per concern: signals around domain values, methods named after what the learner does. No rule
//! lives here, and clocks are handed in by the view.
pub mod slots;
pub mod journal;
pub mod entries;
pub mod keeping;
pub mod learners;
pub mod settings;
pub mod older;
pub mod record;
pub mod seat;
pub mod backups;
pub mod history;
pub mod linked;
pub mod own_banks;
pub mod import_room;
pub mod notepad;
pub mod editing;
pub mod device;
pub mod library;
pub mod sitting;
pub mod cabinet;
pub mod contests;
pub mod duels;
pub mod entering;
pub mod desk_room;
