use crate::view::lean::{Label, Press};
use leptos::prelude::*;

/// A button. The plain `act` is the one thing to do on a screen.
#[component]
pub fn Act(
    #[prop(into)] label: Label,
    /// A variant such as `act--quiet`.
    #[prop(optional)]
    look: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] testid: &'static str,
    press: Press,
) -> impl IntoView {
    view! {
        <button type="button" class=format!("act {look}") disabled=disabled on:click=press data-testid=testid>
            {label.into_view()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ActLink(
    #[prop(into)] label: Label,
    #[prop(optional)] look: &'static str,
    href: String,
    #[prop(optional)] testid: &'static str,
) -> impl IntoView {
    view! { <a class=format!("act {look}") href=href data-testid=testid>{label.into_view()}</a> }
}

/// A row of a list that leads somewhere.
#[component]
pub fn Entry(
    #[prop(into)] label: Label,
    /// A second, smaller line.
    #[prop(optional)]
    note: String,
    /// A figure at the end of the row.
    #[prop(optional, into)]
    end: Label,
    href: String,
    testid: &'static str,
) -> impl IntoView {
    view! {
        <li>
            <a class="entry" href=href data-testid=testid>
                <span>{label.into_view()}{second_line(note)}</span>
                <span class="entry__end">{end.into_view()}</span>
            </a>
        </li>
    }
}

/// A row of a list that does something.
#[component]
pub fn EntryAct(
    #[prop(into)] label: Label,
    #[prop(optional, into)] end: Label,
    testid: &'static str,
    press: Press,
) -> impl IntoView {
    view! {
        <li>
            <button type="button" class="entry" on:click=press data-testid=testid>
                <span>{label.into_view()}</span>
                <span class="entry__end">{end.into_view()}</span>
            </button>
        </li>
    }
}

fn second_line(note: String) -> Option<AnyView> {
    (!note.is_empty()).then(|| view! { <br/><span class="tiny">{note}</span> }.into_any())
}
