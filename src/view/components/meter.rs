use leptos::prelude::*;

/// A bar beside a figure that says the same in words.
#[component]
pub fn Meter(
    /// Of 100; `None` draws an empty bar.
    percent: Option<u32>,
    /// How much was seen, where another bar shows how much was right.
    #[prop(optional)]
    seen: bool,
) -> impl IntoView {
    let width = percent.unwrap_or(0).min(100);
    view! {
        <span class="meter" aria-hidden="true">
            <i class:seen=seen style:width=format!("{width}%")></i>
        </span>
    }
}
