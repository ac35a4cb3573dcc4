use crate::view::lean::{effect, live};
use leptos::html;
use leptos::prelude::*;

/// A native modal dialog: focus stays inside, Escape closes it.
#[component]
pub fn Dialog(open: RwSignal<bool>, title: &'static str, testid: &'static str, children: ChildrenFn) -> impl IntoView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    effect(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            // Fails only if it is open already.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    view! {
        <dialog node_ref=node on:close=move |_| open.set(false) aria-label=title data-testid=testid>
            {live(move || open.get().then(|| view! {
                <div class="dialog">
                    <h2 class="card__title">{title}</h2>
                    {children()}
                </div>
            }))}
        </dialog>
    }
}
