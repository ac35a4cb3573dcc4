use crate::state::library::Library;
use crate::view::components::search_box::SearchBox;
use crate::view::route::Route;
use leptos::prelude::*;

/// 学: the banks, and a search over everything in them.
#[component]
pub fn LearnPage() -> impl IntoView {
    let entries = Library::expect().catalog.with_value(|catalog| catalog.entries.clone());
    let cards = entries.into_iter().map(|entry| {
        let figures = format!("知识点{}个 · 题{}道", entry.n_points, entry.n_total());
        view! {
            <li>
                <a class="card card--link" href=Route::Bank(entry.id).href() data-testid="learn-bank">
                    <p class="card__title">{entry.title}</p>
                    <p class="muted figure">{figures}</p>
                    <p class="tiny">{format!("核对至{}", entry.checked)}</p>
                </a>
            </li>
        }
    });
    view! {
        <div class="page page--wide">
            <h1 class="hello" tabindex="-1" data-focus>"学"</h1>
            <SearchBox/>
            <ul class="list list--two">{cards.collect_view()}</ul>
        </div>
    }
}
