use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::state::library::{Library, Load};
use crate::view::components::act::Act;
use crate::view::lean::{live, tap};
use leptos::prelude::*;
use std::sync::Arc;

/// A bundled bank as soon as it is there; until then a skeleton, and the reason where it cannot be had.
#[component]
pub fn Loaded(id: BankId, children: Callback<Arc<Bank>, AnyView>) -> impl IntoView {
    let library = Library::expect();
    library.want(&id);
    live(move || match library.get(&id) {
        Load::Loading => view! { <div class="card bone" role="status" aria-label="正在加载题库"></div> }.into_any(),
        Load::Ready(bank) => children.run(bank),
        Load::Failed(why) => {
            let again = id.clone();
            view! {
                <div class="card card__gap" role="alert" data-testid="load-failed">
                    <p>{format!("题库没能打开：{why}")}</p>
                    <Act label="再试一次" press=tap(move || library.want(&again))/>
                </div>
            }
            .into_any()
        }
    })
}
