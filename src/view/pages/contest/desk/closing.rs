use crate::domain::contest::desk::Standing;
use crate::format::short_code;
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// 封存: from now on only these receipts count; and the list that entrants may check theirs in.
#[component]
pub fn Closing(room: DeskRoom) -> impl IntoView {
    let closed = Memo::new(move |_| room.desk.read().closed.as_ref().map(std::collections::HashSet::len));
    let waits = move || room.reckoning.read().n(Standing::Waits);
    let asking = RwSignal::new(false);
    let codes = Callback::new(move |()| list(room));
    view! {
        <section class="card card__gap">
            <h3 class="card__title">"封存"</h3>
            <p data-testid="closed-now">{text(move || match closed.get() {
                Some(n) => format!("已封存{n}份。以后收到的照样存着，标“封存后收到”，不影响名次。"),
                None => "封存以后，再收到的答卷不影响名次。公布名次之前封存，名次就不会再变。".to_owned(),
            })}</p>
            {live(move || (closed.get().is_none() && waits() > 0).then(|| view! {
                <p class="muted">{format!("还有{}份待定，封存后仍然可以决定计入还是不计入。", waits())}</p>
            }))}
            {live(move || if closed.get().is_some() {
                view! { <Act label="解除封存" look="act--plain" testid="reopen" press=tap(move || asking.set(true))/> }.into_any()
            } else {
                view! { <Act label="封存现在收到的答卷" testid="close" press=tap(move || room.close())/> }.into_any()
            })}
        </section>
        <Dialog open=asking title="解除封存？" testid="reopen-dialog">
            <p>"解除以后，封存后收到的答卷也按核对情况计入，名次可能会变。"</p>
            <div class="pair">
                <Act label="不了" look="act--plain" testid="reopen-no" press=tap(move || asking.set(false))/>
                <Act label="解除封存" testid="reopen-yes" press=tap(move || { room.reopen(); asking.set(false); })/>
            </div>
        </Dialog>
        <section class="card card__gap">
            <h3 class="card__title">"公布答卷编号"</h3>
            <p>"每份答卷有一个编号，参赛者出示答卷时看得到。把收到的编号公布出来，谁都能查自己的交到了没有；编号里看不出姓名和得分。"</p>
            <CopyText label="复制编号清单" testid="copy-codes" text=codes/>
        </section>
        <Forget room/>
    }
}

/// Sorted, so that the order tells nothing.
fn list(room: DeskRoom) -> String {
    let it = room.reckoning.get_untracked();
    let desk = room.desk.get_untracked();
    let in_time =
        it.marked.iter().filter(|marked| desk.closed.as_ref().is_none_or(|closed| closed.contains(&marked.id)));
    let mut codes: Vec<String> = in_time.map(|marked| short_code::write(&marked.id.0)).collect();
    codes.sort_unstable();
    let title = room.ground().map(|ground| ground.pack.terms.title.clone()).unwrap_or_default();
    format!(
        "“{title}”已收到以下{}份答卷。请打开您的答卷，按页面上的答卷编号查找；没有查到的，请把答卷再发一次。\n{}",
        codes.len(),
        codes.join("\n")
    )
}

/// 清除个人信息: everything about people goes in one step.
#[component]
fn Forget(room: DeskRoom) -> impl IntoView {
    let asking = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let forget = move || {
        spawn_local(async move {
            let kept = room.forget_people().await.is_err();
            let _ = failed.try_set(kept);
            let _ = asking.try_set(false);
        });
    };
    view! {
        <section class="card card__gap">
            <h3 class="card__title">"清除个人信息"</h3>
            <p class="muted">"结果公布以后，一步删掉本机上这场竞赛的全部答卷、名单和核对记录；竞赛本身还在。"</p>
            {live(move || failed.get().then(|| view! { <p role="alert">"浏览器没能删掉，请刷新页面再试。"</p> }))}
            <Act label="清除个人信息" look="act--plain" testid="forget" press=tap(move || asking.set(true))/>
        </section>
        <Dialog open=asking title="清除个人信息？" testid="forget-dialog">
            <p>{text(move || format!("要删掉{}份答卷、参赛名单、单位人数和全部核对决定，删了找不回来。要留底的，请先到“导出”存好。", room.reckoning.read().marked.len()))}</p>
            <a class="text-act" href=Route::Room(Room::Desk, format!("{}/output", room.contest)).href()>"先去导出"</a>
            <div class="pair">
                <Act label="不了" look="act--plain" testid="forget-no" press=tap(move || asking.set(false))/>
                <Act label="清除" testid="forget-yes" press=tap(forget)/>
            </div>
        </Dialog>
    }
}
