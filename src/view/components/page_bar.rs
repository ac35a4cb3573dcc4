use crate::view::route::Route;
use leptos::prelude::*;

/// The heading of a page below a tab's first one, with the way back up.
#[component]
pub fn PageBar(
    #[prop(into)] title: Signal<String>,
    /// The page above; the browser's own back goes where the learner came from.
    up: Route,
) -> impl IntoView {
    view! {
        <div class="bar">
            <div class="bar__row">
                <a class="bar__side" href=up.href() data-testid="up">"‹ 返回"</a>
                <h1 class="bar__title" tabindex="-1" data-focus>{title}</h1>
                <span class="bar__side" aria-hidden="true"></span>
            </div>
        </div>
    }
}
