use super::desk::{opened, to_print};
use crate::domain::contest::bulletin::{Bulletin, bulletin};
use crate::platform::clock;
use leptos::prelude::*;

/// People and units at the top that a bulletin names.
const N_TOP: usize = 10;

/// 通报 for paper.
#[component]
pub fn BulletinPrint(id: String) -> impl IntoView {
    let n_top = RwSignal::new(N_TOP);
    opened(id, move |room, ground| {
        let it = room.reckoning.get();
        let n = n_top.get();
        let text = bulletin(&ground.pack.terms, &it, &it.analysis(), n, n, clock::now().wall);
        let waits = it.n(crate::domain::contest::desk::Standing::Waits);
        view! {
            {to_print(
                n_top,
                "名次列到第几名",
                (waits > 0).then(|| format!("还有{waits}份答卷待定，没有算进去。请先核对完再打印。")),
            )}
            {sheet(text)}
        }
        .into_any()
    })
}

fn sheet(text: Bulletin) -> AnyView {
    let part = |title: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> });
            view! { <h2>{title}</h2><ul>{lines.collect_view()}</ul> }
        })
    };
    view! {
        <article class="paper" data-testid="bulletin">
            <h1>{text.title}</h1>
            {text.paragraphs.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            {part("个人名次", text.people)}
            {part("单位名次", text.units)}
            {part("答错较多的题", text.hardest)}
            <div class="paper__sign">
                <p>{text.organiser}</p>
                <p>"（签章）"</p>
                <p>{text.date}</p>
            </div>
        </article>
    }
    .into_any()
}
