use crate::view::place;
use crate::view::route::Route;
use leptos::prelude::*;

/// Where words to look up are typed.
#[component]
pub fn SearchBox(#[prop(optional)] words: String) -> impl IntoView {
    let typed = RwSignal::new(words);
    let search = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = typed.get_untracked().trim().to_owned();
        if !words.is_empty() {
            place::go(&Route::Search(words));
        }
    };
    view! {
        <form class="search" role="search" on:submit=search>
            <label class="hidden" for="search">"查知识点、题目、文件"</label>
            <input
                class="field"
                id="search"
                type="search"
                placeholder="查知识点、题目、文件"
                enterkeyhint="search"
                prop:value=typed
                on:input:target=move |event| typed.set(event.target().value())
                data-testid="search"
            />
            <button class="act" data-testid="search-go">"查"</button>
        </form>
    }
}
