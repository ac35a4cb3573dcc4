use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::state::library::{Library, Load};
use crate::state::own_banks::is_own;
use crate::view::components::act::{Act, ActLink};
use crate::view::lean::{live, tap};
use crate::view::route::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// What stands above a page about a bank. An address may name one that is nowhere here.
pub fn heading(id: &BankId) -> String {
    let library = Library::expect();
    if library.can_ask(id) { library.title(id) } else { "题库".to_owned() }
}

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
            // Own banks have no cards, and a bank by link is opened on a page of its own.
            let may_come = library.ids().contains(&id) || (!cards && is_own(&id));
            let way = if may_come {
                view! { <Act label="再试一次" press=tap(move || want(&again))/> }.into_any()
            } else {
                view! { <ActLink label="看本应用有哪些题库" href=Route::Learn.href()/> }.into_any()
            };
            view! {
                <div class="card card__gap" role="alert" data-testid="load-failed">
                    <p>{format!("{name}没能打开：{why}。")}</p>
                    {way}
                </div>
            }
            .into_any()
        }
    })
}
