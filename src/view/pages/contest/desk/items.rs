use crate::domain::contest::analysis::{ItemAnalysis, LEAST};
use crate::domain::contest::bulletin::percent;
use crate::format::desk_tables::distractor;
use crate::format::table::decimals;
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::Act;
use crate::view::components::meter::Meter;
use crate::view::lean::{live, tap, when};
use leptos::prelude::*;

/// Questions that are shown at first, and with each 显示更多.
const STEP: usize = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Hardest,
    LeastTelling,
    Slowest,
    MostAsked,
}

const ORDERS: [(Order, &str, &str); 4] = [
    (Order::Hardest, "最难的在前", "sort-hardest"),
    (Order::LeastTelling, "区分度低的在前", "sort-telling"),
    (Order::Slowest, "用时长的在前", "sort-slowest"),
    (Order::MostAsked, "出到最多的在前", "sort-asked"),
];

/// 题目分析: what the answers say of the questions.
#[component]
pub fn Items(room: DeskRoom) -> impl IntoView {
    let order = RwSignal::new(Order::Hardest);
    let n_shown = RwSignal::new(STEP);
    let items = Memo::new(move |_| room.reckoning.read().analysis());
    view! {
        <p class="muted">{format!("得分率是平均得到的分占满分的多少。区分度是得分最高的27%与最低的27%得分率之差，作答不足{LEAST}人次时数据不足。用时是大致的。")}</p>
        <div class="choices" role="group" aria-label="怎么排">
            {ORDERS.map(|(of, name, testid)| view! {
                <label class="choice">
                    <input type="radio" name="order" checked=when(move || order.get() == of) on:change=move |_| order.set(of) data-testid=testid/>
                    <span>{name}</span>
                </label>
            })}
        </div>
        {live(move || {
            let mut items = items.get();
            match order.get() {
                Order::Hardest => {}
                Order::LeastTelling => items.sort_by_key(|item| (item.discrimination.is_none(), item.discrimination)),
                Order::Slowest => items.sort_by_key(|item| std::cmp::Reverse(item.median_seconds)),
                Order::MostAsked => items.sort_by_key(|item| std::cmp::Reverse(item.n_asked)),
            }
            if items.is_empty() {
                return view! { <p class="card muted">"还没有计入的答卷。"</p> }.into_any();
            }
            let n = n_shown.get();
            let more = items.len().saturating_sub(n);
            view! {
                <ul class="list">{items.iter().take(n).map(item).collect_view()}</ul>
                {(more > 0).then(|| view! {
                    <Act label=format!("显示更多（还有{more}题）") look="act--plain" testid="items-more" press=tap(move || n_shown.update(|n| *n += STEP))/>
                })}
            }
            .into_any()
        })}
    }
}

fn item(item: &ItemAnalysis) -> AnyView {
    let telling = item.discrimination.map_or_else(|| "数据不足".to_owned(), |it| decimals(it.into()));
    let figures = format!(
        "出到{}人次，答对{}人次 · 区分度{telling} · 用时多在{}秒上下",
        item.n_asked, item.n_right, item.median_seconds
    );
    let wrong = distractor(item).map(|(words, n)| format!("最多人错选：{words}（{n}人次）"));
    view! {
        <li class="card card__gap" data-testid="item">
            <p>{item.question.plain_stem()}</p>
            <div class="row">
                <span>{item.question.kind().label()}</span>
                <span class="figure">{format!("得分率{}", percent(item.facility))}</span>
                <Meter percent=Some(item.facility / 10)/>
            </div>
            <p class="muted figure">{figures}</p>
            {wrong.map(|wrong| view! { <p class="muted">{wrong}</p> })}
        </li>
    }
    .into_any()
}
