use crate::domain::session::entry::ContestId;
use crate::state::entering::Entering;
use crate::view::components::act::Act;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap};
use crate::view::place;
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Takes a contest off the list of those that were opened on this device.
#[component]
pub fn Removal(contest: ContestId, has_sat: bool) -> impl IntoView {
    let entering = Entering::expect();
    let (open, refused) = (RwSignal::new(false), RwSignal::new(false));
    let remove = move || {
        spawn_local(async move {
            match entering.contests.forget_entered(contest).await {
                Ok(()) => place::go(&Route::Compete),
                Err(_) => drop(refused.try_set(true)),
            }
        });
    };
    let said = match has_sat {
        true => {
            "作答和成绩都还在记录里。要再看答卷码或者题目，请重新打开主办方发的链接或文件；请先确认主办方已收到你的答卷。"
        }
        false => "以后想参加，重新打开主办方发的链接或文件就行。",
    };
    view! {
        <button type="button" class="text-act" on:click=tap(move || open.set(true)) data-testid="remove-entered">"从“我的竞赛”里移除"</button>
        <Dialog open title="移除这场竞赛？" testid="remove-entered-dialog">
            <p>{said}</p>
            {live(move || refused.get().then(|| view! { <p role="alert">"浏览器的数据库现在写不了，没有移除。请刷新页面再试。"</p> }))}
            <div class="pair">
                <Act label="不移除" look="act--plain" testid="remove-entered-no" press=tap(move || open.set(false))/>
                <Act label="移除" testid="remove-entered-yes" press=tap(remove)/>
            </div>
        </Dialog>
    }
}
