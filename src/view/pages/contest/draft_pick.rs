use super::draft_paper::{chosen_banks, chosen_ids};
use crate::domain::bank::id::QuestionRef;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::marking::Points;
use crate::domain::bank::text::fold;
use crate::domain::contest::draft::Draft;
use crate::domain::paper::draw::Item;
use crate::format::question_text;
use crate::state::library::Library;
use crate::view::components::fields::{Pick, PointsField};
use crate::view::lean::{fresh, live, tap};
use leptos::prelude::*;

/// How many questions a search shows.
const SHOWN: usize = 30;

#[derive(Clone)]
struct Hit {
    question: QuestionRef,
    label: String,
    stem: String,
    more: String,
}

/// Choosing questions by hand: what is chosen, and a search in the chosen banks.
#[component]
pub fn PickCard(draft: RwSignal<Draft>) -> impl IntoView {
    let library = Library::expect();
    let (words, kind) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    let version = RwSignal::new(0_usize);
    let ids = Memo::new(move |_| chosen_ids(draft));
    Effect::new(move || ids.read().iter().for_each(|id| library.want(id)));
    let redraw = Callback::new(move |()| version.update(|version| *version += 1));
    let chosen = move || {
        let picked = draft.read_untracked().picked.clone();
        let n = picked.len();
        let rows = picked.into_iter().enumerate().map(|(idx, item)| picked_row(draft, library, idx, n, &item, redraw));
        if n == 0 {
            view! { <p class="muted">"还没有选题。在下面查找，按“加入”。"</p> }.into_any()
        } else {
            view! { <ol class="org-picked">{rows.collect_view()}</ol> }.into_any()
        }
    };
    let hits = move || -> Result<(Vec<Hit>, usize), String> {
        version.track();
        let Some(banks) = chosen_banks(library, &ids.read())? else { return Err("正在取题库……".to_owned()) };
        let words = fold(&words.read());
        let of_kind = kind.get().checked_sub(1).map(|at| Kind::ALL[at.min(6)]);
        let picked = draft.read_untracked().picked.clone();
        let (mut hits, mut n) = (Vec::new(), 0);
        for (bank, question) in banks.iter().flat_map(|bank| bank.live().map(move |question| (bank, question))) {
            let fits = of_kind.is_none_or(|kind| kind == question.kind());
            let found = || words.is_empty() || fold(&question_text::stem(question)).contains(&words);
            let of = || QuestionRef { bank: bank.id.clone(), question: question.id.clone() };
            if !fits || !found() || picked.iter().any(|item| item.question == of()) {
                continue;
            }
            n += 1;
            if hits.len() < SHOWN {
                let options = question_text::options(&question.body);
                let key = question_text::key(&question.body);
                let more = [options, format!("答案：{key}")].into_iter().filter(|text| !text.is_empty());
                hits.push(Hit {
                    question: of(),
                    label: format!("{} · {}", question.kind().label(), bank.title),
                    stem: question_text::stem(question),
                    more: more.collect::<Vec<_>>().join("\n"),
                });
            }
        }
        Ok((hits, n))
    };
    let mut kinds = vec!["全部题型".to_owned()];
    kinds.extend(Kind::ALL.map(|kind| kind.label().to_owned()));
    view! {
        {fresh(move || version.get(), chosen)}
        <div class="org-search">
            <input class="field" type="search" placeholder="按题干查找" aria-label="按题干查找" data-testid="pick-words"
                on:input:target=move |event| words.set(event.target().value())/>
            <Pick label="题型" hidden_label=true testid="pick-kind" options=kinds chosen=0 change=Callback::new(move |at| kind.set(at))/>
        </div>
        {live(move || match hits() {
            Err(why) => view! { <p class="muted" role="status">{why}</p> }.into_any(),
            Ok((hits, n)) => {
                let more = if n > SHOWN { format!("找到{n}题，先列{SHOWN}题；写几个字可以缩小范围") } else { format!("找到{n}题") };
                view! {
                    <p class="tiny" role="status" data-testid="pick-count">{more}</p>
                    <ul class="org-hits">{hits.into_iter().map(|hit| hit_row(draft, hit, redraw)).collect_view()}</ul>
                }.into_any()
            }
        })}
    }
}

fn hit_row(draft: RwSignal<Draft>, hit: Hit, redraw: Callback<()>) -> AnyView {
    let Hit { question, label, stem, more } = hit;
    let add = tap(move || {
        draft.update(|draft| {
            // As many points as the one before.
            let points = draft.picked.last().map_or(Points::whole(2), |item| item.points);
            draft.picked.push(Item { question: question.clone(), points });
        });
        redraw.run(());
    });
    view! {
        <li data-testid="hit">
            <details>
                <summary><span>{stem.clone()}<br/><span class="tiny">{label}</span></span></summary>
                <p class="tiny org-lines">{more}</p>
            </details>
            <button type="button" class="act act--quiet act--small" aria-label=format!("加入：{stem}") on:click=add data-testid="pick-add">"加入"</button>
        </li>
    }
    .into_any()
}

fn picked_row(
    draft: RwSignal<Draft>,
    library: Library,
    idx: usize,
    n: usize,
    item: &Item,
    redraw: Callback<()>,
) -> AnyView {
    let (of, place) = (item.question.clone(), idx + 1);
    // A stem is known once its bank is here.
    let asked = move || {
        let question = library.question(&of);
        let stem = question.as_ref().map_or_else(|| of.to_string(), question_text::stem);
        let kind = question.map_or("", |question| question.kind().label());
        view! { {format!("{place}. {stem}")}" "<span class="tiny whole">{kind}</span> }
    };
    let move_to = move |to: usize| {
        tap(move || {
            draft.update(|draft| draft.picked.swap(idx, to));
            redraw.run(());
        })
    };
    let remove = tap(move || {
        draft.update(|draft| {
            draft.picked.remove(idx);
        });
        redraw.run(());
    });
    view! {
        <li data-testid="picked">
            <p>{live(asked)}</p>
            <div class="org-ends">
                <span class="whole">
                    <PointsField label=format!("第{place}题分值") testid="picked-points" value=item.points
                        change=Callback::new(move |points| draft.update(|draft| if let Some(item) = draft.picked.get_mut(idx) { item.points = points }))/>
                </span>
                {(idx > 0).then(|| view! { <button type="button" class="text-act" on:click=move_to(idx.saturating_sub(1)) data-testid="picked-up">"上移"</button> })}
                {(idx + 1 < n).then(|| view! { <button type="button" class="text-act" on:click=move_to(idx + 1) data-testid="picked-down">"下移"</button> })}
                <button type="button" class="text-act" on:click=remove data-testid="picked-remove">"去掉"</button>
            </div>
        </li>
    }
    .into_any()
}
