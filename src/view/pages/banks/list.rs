use crate::view::components::page_bar::PageBar;
use crate::view::route::Route;
use leptos::prelude::*;

/// 题库管理: the author's own banks.
#[component]
pub fn BanksPage() -> impl IntoView {
    view! { <PageBar title="题库管理".to_owned() up=Route::Practise/> }
}
