use super::icon::{COMPETE, Icon, LEARN, ME, PRACTISE};
use crate::view::lean::{attr, live, memo, when};
use crate::view::place::Place;
use crate::view::route::{Route, Tab};
use leptos::prelude::*;

/// 学 · 练 · 赛 · 我, hidden while a session has the screen to itself.
#[component]
pub fn Tabs() -> impl IntoView {
    let place = Place::expect();
    let here = memo(move || place.route.read().tab());
    let tab = move |tab: Tab, route: Route, name: &'static str, path: &'static str, testid: &'static str| {
        let is_here = move || here.get() == Some(tab);
        view! {
            <a
                class="tab"
                class:tab--here=when(is_here)
                href=route.href()
                aria-current=attr(move || is_here().then_some("page"))
                data-testid=testid
            >
                <Icon path/>
                {name}
            </a>
        }
    };
    view! {
        {live(move || here.get().is_some().then(|| view! {
            <nav class="tabs" aria-label="主要栏目">
                {tab(Tab::Learn, Route::Learn, "学", LEARN, "tab-learn")}
                {tab(Tab::Practise, Route::Practise, "练", PRACTISE, "tab-practise")}
                {tab(Tab::Compete, Route::Compete, "赛", COMPETE, "tab-compete")}
                {tab(Tab::Me, Route::Me, "我", ME, "tab-me")}
            </nav>
        }))}
    }
}
