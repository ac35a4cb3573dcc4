use crate::platform::page;
use crate::view::components::act::Act;
use crate::view::lean::{self, live, tap};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Copies a text; where the browser has no clipboard, shows it to be copied by hand.
#[component]
pub fn CopyText(
    label: &'static str,
    testid: &'static str,
    /// Made only when it is wanted.
    text: Callback<(), String>,
    #[prop(default = "act--quiet")] look: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let by_hand = RwSignal::new(None::<String>);
    let copy = move || {
        let text = text.run(());
        spawn_local(async move {
            if page::copy(&text).await {
                copied.set(true);
            } else {
                by_hand.set(Some(text));
            }
        });
    };
    view! {
        <Act label={lean::text(move || if copied.get() { "已复制，可以去粘贴" } else { label })} look testid=testid press=tap(copy)/>
        {live(move || by_hand.get().map(|text| view! {
            <label class="gap">
                <span class="muted">"这个浏览器不能自动复制，请长按下面的文字全选、复制："</span>
                <textarea class="field" readonly data-testid="by-hand">{text}</textarea>
            </label>
        }))}
    }
}
