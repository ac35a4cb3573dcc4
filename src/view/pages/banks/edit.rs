use crate::view::components::page_bar::PageBar;
use crate::view::route::{Room, Route};
use leptos::prelude::*;

/// One of the author's own banks: its questions, and everything that is done to them.
#[component]
pub fn EditPage(id: String) -> impl IntoView {
    view! { <PageBar title=id up=Route::Room(Room::Banks, String::new())/> }
}
