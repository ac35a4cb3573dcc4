pub mod edit;
pub mod import;
pub mod item_editor;
pub mod list;
