use crate::state::library::Library;
use crate::view::place;
use crate::view::route::Route;
use leptos::prelude::*;

/// 学: the banks, and a search over everything in them.
#[component]
pub fn LearnPage() -> impl IntoView {
    let library = Library::expect();
    let entries = library.catalog.with_value(|catalog| catalog.entries.clone());
    let words = RwSignal::new(String::new());
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = words.get_untracked().trim().to_owned();
        if !words.is_empty() {
            place::go(&Route::Search(words));
        }
    };
    let cards = entries.into_iter().map(|entry| {
        view! {
            <li>
                <a class="card card--link" href=Route::Bank(entry.id.clone()).href() data-testid="learn-bank">
                    <p class="card__title">{entry.title.clone()}</p>
                    <p class="muted figure">{format!("知识点{}个 · 题{}道", entry.n_points, entry.n_total())}</p>
                    <p class="tiny">{format!("核对至{}", entry.checked)}</p>
                </a>
            </li>
        }
    });
    view! {
        <div class="page page--wide">
            <h1 class="hello" tabindex="-1" data-focus>"学"</h1>
            <form class="search" role="search" on:submit=search>
                <label class="hidden" for="search">"查知识点、题目、文件"</label>
                <input
                    class="field"
                    id="search"
                    type="search"
                    placeholder="查知识点、题目、文件"
                    enterkeyhint="search"
                    prop:value=words
                    on:input:target=move |event| words.set(event.target().value())
                    data-testid="search"
                />
                <button class="act" data-testid="search-go">"查"</button>
            </form>
            <ul class="list list--two">{cards.collect_view()}</ul>
        </div>
    }
}
