use crate::format::preferences::{Preferences, Size, Theme};
use crate::state::settings::Settings;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::when;
use crate::view::route::Route;
use leptos::prelude::*;

/// 设置: everything holds at once.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = Settings::expect();
    let sizes = Size::ALL.map(|size| {
        choice("size", size.key(), size.label(), Signal::derive(move || settings.size.get() == size), move || {
            settings.change(|it| it.size = size)
        })
    });
    let themes = Theme::ALL.map(|theme| {
        choice("theme", theme.key(), theme.label(), Signal::derive(move || settings.theme.get() == theme), move || {
            settings.change(|it| it.theme = theme)
        })
    });
    view! {
        <PageBar title="设置".to_owned() up=Route::Me/>
        <div class="page">
            <fieldset class="card card__gap">
                <legend class="card__title">"字号"</legend>
                <div class="choices">{sizes}</div>
                <p>"样字：党员大会一般每季度召开1次。"</p>
            </fieldset>
            <fieldset class="card card__gap">
                <legend class="card__title">"颜色"</legend>
                <div class="choices">{themes}</div>
            </fieldset>
            <section class="card">
                <h2 class="card__title">"答题习惯"</h2>
                {switch("单选、判断点一下就判", "关掉后，选好再点“确定”", "tap-answers", |it| it.tap_answers, |it, on| it.tap_answers = on)}
                {switch("答对了自动到下一题", "留一秒多看讲解", "auto-next", |it| it.auto_next, |it, on| it.auto_next = on)}
                {switch("减少动画", "", "less-motion", |it| it.less_motion, |it, on| it.less_motion = on)}
            </section>
        </div>
    }
}

fn choice(
    name: &'static str,
    key: &'static str,
    label: &'static str,
    on: Signal<bool>,
    choose: impl Fn() + 'static,
) -> impl IntoView {
    view! {
        <label class="choice">
            <input type="radio" name=name checked=on prop:checked=on on:change=move |_| choose() data-testid=format!("{name}-{key}")/>
            <span>{label}</span>
        </label>
    }
}

fn switch(
    label: &'static str,
    note: &'static str,
    testid: &'static str,
    read: fn(&Preferences) -> bool,
    write: fn(&mut Preferences, bool),
) -> impl IntoView {
    let settings = Settings::expect();
    view! {
        <label class="switch">
            <span>{label}<br/><span class="tiny">{note}</span></span>
            <input
                type="checkbox"
                prop:checked=when(move || read(&settings.get()))
                on:change:target=move |event| settings.change(|it| write(it, event.target().checked()))
                data-testid=testid
            />
        </label>
    }
}
