//! Questions, the facts they ask about, the documents they rest on, and the banks that hold them.
pub mod bank;
pub mod catalog;
pub mod citation;
pub mod document;
pub mod draft;
pub mod draft_edit;
pub mod hash;
pub mod id;
pub mod identity;
pub mod kind;
pub mod level;
pub mod lint;
pub mod marking;
pub mod point;
pub mod question;
pub mod revise;
pub mod text;
