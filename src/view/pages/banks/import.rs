use crate::view::components::page_bar::PageBar;
use crate::view::route::{Room, Route};
use leptos::prelude::*;

/// Files and texts that become questions of a bank: the one named, or a new one.
#[component]
pub fn ImportPage(into: String) -> impl IntoView {
    let _ = into;
    view! { <PageBar title="导入题库".to_owned() up=Route::Room(Room::Banks, String::new())/> }
}
