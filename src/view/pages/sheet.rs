use crate::domain::session::rules::Feedback;
use crate::platform::clock;
use crate::state::sitting::Sitting;
use crate::view::components::act::Act;
use crate::view::components::clock::Countdown;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap, text};
use crate::view::place;
use crate::view::route::{Part, Route};
use leptos::prelude::*;

/// 答题卡: every item at a glance, and the hand-in.
#[component]
pub fn SheetPart() -> impl IntoView {
    let sitting = Sitting::expect();
    let (n_items, goes_back) = (sitting.n_items, sitting.rules.goes_back());
    let n_answered = Memo::new(move |_| sitting.with(|session| session.n_answered()));
    let n_flagged =
        Memo::new(move |_| sitting.with(|session| session.slots().iter().filter(|slot| slot.flagged).count()));
    let n_open = move || n_items - n_answered.get();
    let asking = RwSignal::new(false);
    let hand_in = move || {
        asking.set(false);
        sitting.finish(clock::now());
    };
    let cell = move |item: usize| {
        let slot = sitting.slot(item);
        let here = sitting.here.get() == item;
        let (done, flagged) = (slot.answer.is_some(), slot.flagged);
        let standing = match (done, flagged) {
            (true, true) => "已答，存疑",
            (true, false) => "已答",
            (false, true) => "未答，存疑",
            (false, false) => "未答",
        };
        let jump = move || {
            sitting.go_to(item, clock::now());
            place::go(&Route::Session(sitting.id, Part::Question));
        };
        view! {
            <button
                class="sheet__cell"
                class:sheet__cell--done=done
                class:sheet__cell--here=here
                aria-label=format!("第{}题，{standing}", item + 1)
                disabled=!(goes_back || here)
                on:click=tap(jump)
                data-testid="cell"
                data-done=if done { "true" } else { "false" }
            >
                {item + 1}
                {flagged.then(|| view! { <span class="sheet__flag">"疑"</span> })}
            </button>
        }
    };
    let at_end = sitting.feedback == Feedback::AtEnd;
    let order =
        if goes_back { "点题号回到那一题。" } else { "这场按顺序作答，过去的题不能再答。" };
    let clock = match (sitting.rules.limit, sitting.rules.per_question) {
        (Some(_), _) => "时间到会自动交卷；退出或刷新后计时不停，已答的都在。",
        (None, Some(_)) => "退出或刷新后计时不停，已答的都在。",
        (None, None) => "退出或刷新后，已答的都在。",
    };
    view! {
        <div class="bar">
            <div class="bar__row">
                <a class="bar__side" href=Route::Session(sitting.id, Part::Question).href() data-testid="back-to-question">"‹ 返回"</a>
                <h1 class="bar__title" tabindex="-1" data-focus>"答题卡"</h1>
                <span class="bar__side">{at_end.then(|| view! { <Countdown/> })}</span>
            </div>
        </div>
        <div class="page page--sitting">
            <p class="card figure" data-testid="sheet-summary">
                {text(move || format!("已答{} · 未答{} · 存疑{}", n_answered.get(), n_open(), n_flagged.get()))}
            </p>
            <div class="sheet">{live(move || (0..n_items).map(cell).collect_view())}</div>
            <p class="muted">{order}{clock}</p>
        </div>
        <div class="foot"><div class="foot__in">
            <Act label={text(move || if n_open() > 0 { format!("交卷（还有{}题未答）", n_open()) } else { "交卷".to_owned() })} testid="hand-in" press=tap(move || asking.set(true))/>
        </div></div>
        <Dialog open=asking title="现在交卷？" testid="hand-in-dialog">
            <p data-testid="hand-in-warning">
                {text(move || if n_open() > 0 { format!("还有{}题没答，交卷后不能再改。", n_open()) } else { "全部答完了，交卷后不能再改。".to_owned() })}
            </p>
            <div class="pair">
                <Act label="再看看" look="act--plain" testid="hand-in-no" press=tap(move || asking.set(false))/>
                <Act label="交卷" testid="hand-in-yes" press=tap(hand_in)/>
            </div>
        </Dialog>
    }
}
