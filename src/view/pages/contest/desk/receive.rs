use crate::format::intake::Origin;
use crate::platform::files;
use crate::state::desk_room::DeskRoom;
use crate::state::desk_room::batch::{Batch, Taken};
use crate::view::components::act::Act;
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::ev::DragEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;
use web_sys::FileList;

/// Rows that are shown of one list; the rest is told by its number.
const SHOWN: usize = 50;

/// 收答卷: pasted, chosen or dropped, and what became of the last batch.
#[component]
pub fn Receive(room: DeskRoom) -> impl IntoView {
    let pasted = RwSignal::new(String::new());
    let over = RwSignal::new(false);
    let take = move || {
        let pasted_text = pasted.get_untracked();
        spawn_local(async move {
            room.take(vec![("粘贴的文字".to_owned(), pasted_text)]).await;
            // What could not be kept, or was not looked at, stays in the box.
            let done = room.batch.try_get_untracked().flatten().is_some_and(|batch| batch.n_left == 0);
            if done {
                let _ = pasted.try_set(String::new());
            }
        });
    };
    let read = move |list: Option<FileList>| {
        spawn_local(async move { room.take(files::texts(list).await).await });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        read(files::dropped(&event));
    };
    let busy = Signal::derive(move || room.progress.get().is_some());
    view! {
        <section
            class="card card__gap"
            class:desk__over=move || over.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
            data-testid="desk-drop"
        >
            <label class="gap">
                <span>"把收到的答卷粘贴到这里，整段聊天记录一起贴也行"</span>
                <textarea class="field" prop:value=pasted on:input:target=move |event| pasted.set(event.target().value()) data-testid="desk-paste"></textarea>
            </label>
            <Act label={text(move || if busy.get() { "正在核对……" } else { "收下" })} disabled=busy testid="desk-take" press=tap(take)/>
            <label class="act act--quiet">
                "选择文件（可以多选，也可以拖到这里）"
                <input type="file" multiple accept=".txt,.csv,.md,.json,.html,text/*" disabled=busy
                    on:change:target=move |event| read(event.target().files()) data-testid="desk-files"/>
            </label>
        </section>
        {live(move || room.batch.get().map(outcome))}
        <section class="card card__gap">
            <h3 class="card__title">"怎么让大家交答卷"</h3>
            <p>"参赛者交卷后点“出示答卷”，把文字复制发到群里或发给您；也可以存成文件发来，或者让您扫二维码打开链接。"</p>
            <p class="muted">"答卷里只有作答，没有分数：每一份都在这里按发布时的规则重新判分。签名只能说明交卷后没有被改动，不能证明是谁答的。"</p>
        </section>
    }
}

/// A text without any receipt is none that could be taken or not.
const fn is_bare(origin: &Origin) -> bool {
    origin.nth == 0
}

fn head(batch: &Batch) -> String {
    let Batch { new, known, refused, other, n, .. } = batch;
    let n_bare = refused.iter().filter(|(origin, _)| is_bare(origin)).count();
    if *n == n_bare {
        return "没有找到答卷".to_owned();
    }
    format!(
        "这一批{}份：新收{}份，已有{}份，没有收下{}份，别的竞赛{}份",
        n - n_bare,
        new.len(),
        known.len(),
        refused.len() - n_bare,
        other.len()
    )
}

fn outcome(batch: Arc<Batch>) -> AnyView {
    let Batch { new, known, refused, other, n_left, .. } = batch.as_ref();
    let head = head(&batch);
    let left = (*n_left > 0).then(|| format!("中途停下，还有{n_left}份没有核对，请再收一次。"));
    let place = |origin: &Origin| match origin.nth {
        0 => origin.source.clone(),
        nth => format!("{}第{nth}份", origin.source),
    };
    let who = |taken: &Taken| {
        let unit = if taken.unit.is_empty() { String::new() } else { format!("（{}）", taken.unit) };
        format!("{}{unit} 第{}次", taken.name, taken.attempt)
    };
    let row = |(origin, why): &(Origin, String)| (place(origin), format!("{why}。"), None);
    let bare: Vec<_> = refused.iter().filter(|(origin, _)| is_bare(origin)).map(row).collect();
    let refused: Vec<_> = refused.iter().filter(|(origin, _)| !is_bare(origin)).map(row).collect();
    let known: Vec<_> = known.iter().map(|(origin, it)| (place(origin), who(it), None)).collect();
    let other: Vec<_> = other
        .iter()
        .map(|(origin, it, elsewhere)| match elsewhere {
            Some(there) => {
                let route = Route::Room(Room::Desk, there.contest.to_string());
                (place(origin), format!("{}，属于“{}”", who(it), there.title), Some(route.href()))
            }
            None => (place(origin), format!("{}，属于这台设备上没有的竞赛", who(it)), None),
        })
        .collect();
    let new: Vec<_> = new.iter().map(|it| (who(it), it.code.clone(), None)).collect();
    view! {
        <section class="card card__gap" role="status" data-testid="desk-outcome">
            <h3 class="card__title figure">{head}</h3>
            {left.map(|left| view! { <p>{left}</p> })}
            {part("里面没有答卷的", bare, "batch-bare")}
            {part("没有收下的，请按后面的说明处理", refused, "batch-refused")}
            {part("别的竞赛的，没有收进来", other, "batch-other")}
            {part("以前收过的，一模一样，不重复计", known, "batch-known")}
            {part("新收的", new, "batch-new")}
        </section>
    }
    .into_any()
}

fn part(title: &'static str, rows: Vec<(String, String, Option<String>)>, testid: &'static str) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let more = rows.len().saturating_sub(SHOWN);
    let rows = rows.into_iter().take(SHOWN).map(|(where_from, what, href)| {
        let link = href.map(|href| view! { <a class="text-act desk__link" href=href>"去那里收"</a> });
        view! { <li data-testid=testid><span class="muted">{where_from}</span>" "{what}{link}</li> }
    });
    Some(
        view! {
            <div>
                <h4 class="heading">{title}</h4>
                <ul class="desk__lines">{rows.collect_view()}</ul>
                {(more > 0).then(|| view! { <p class="muted">{format!("还有{more}份，没有一一列出。")}</p> })}
            </div>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_receipt_is_counted_as_none() {
        let refused = |nth| (Origin { source: "粘贴的文字".into(), nth }, "答卷不完整".to_owned());
        let bare = Batch { n: 1, refused: vec![refused(0)], ..Batch::default() };
        assert_eq!(head(&bare), "没有找到答卷");
        assert_eq!(head(&Batch::default()), "没有找到答卷", "no file was chosen");
        let mixed = Batch { n: 2, refused: vec![refused(0), refused(1)], ..Batch::default() };
        assert_eq!(head(&mixed), "这一批1份：新收0份，已有0份，没有收下1份，别的竞赛0份");
    }
}
