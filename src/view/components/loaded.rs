use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::state::library::{Library, Load};
use crate::view::components::act::Act;
use crate::view::lean::{live, tap};
use leptos::prelude::*;
use std::sync::Arc;

/// A bundled bank as soon as it is there; until then a skeleton, and the reason where it cannot be had.
#[component]
pub fn Loaded(
    id: BankId,
    children: Callback<Arc<Bank>, AnyView>,
    /// With its cards.
    #[prop(optional)]
    cards: bool,
) -> impl IntoView {
    let library = Library::expect();
    let want = move |id: &BankId| if cards { library.want_cards(id) } else { library.want(id) };
    want(&id);
    let name = if cards { "知识卡" } else { "题库" };
    live(move || match if cards { library.get_cards(&id) } else { library.get(&id) } {
        Load::Loading => {
            view! { <div class="card bone" role="status" aria-label=format!("正在加载{name}")></div> }.into_any()
        }
        Load::Ready(bank) => children.run(bank),
        Load::Failed(why) => {
            let again = id.clone();
            view! {
                <div class="card card__gap" role="alert" data-testid="load-failed">
                    <p>{format!("{name}没能打开：{why}")}</p>
                    <Act label="再试一次" press=tap(move || want(&again))/>
                </div>
            }
            .into_any()
        }
    })
}
