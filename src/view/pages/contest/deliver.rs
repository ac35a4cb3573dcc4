use crate::domain::contest::receipt::Receipt;
use crate::domain::session::entry::Unit;
use crate::format::receipt::{self as written, MARK, NoReceipt, to_text};
use crate::format::short_code;
use crate::state::contests::Contests;
use crate::state::desk_room::DeskRoom;
use crate::state::desk_room::batch::Batch;
use crate::state::library::Library;
use crate::view::components::act::ActLink;
use crate::view::components::copy_text::CopyText;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::live;
use crate::view::pages::result::date_time;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// Where a receipt that was opened by its link has gone.
#[derive(Clone)]
enum Gone {
    Looking,
    /// To the desk of this contest.
    Filed(String, Arc<Batch>),
    /// The desk would not take it: why.
    NotFiled(String, String),
    /// No contest of this device.
    Nowhere,
}

/// A receipt by its link: it goes to the desk that it belongs to, or says what it is.
#[component]
pub fn DeliverPage(text: String) -> impl IntoView {
    let (contests, library) = (Contests::expect(), Library::expect());
    let found = written::find(&text).into_iter().next().map_or(Err(NoReceipt::NotOne), |found| found.bytes);
    let read = found.and_then(|bytes| Ok((written::from_bytes(&bytes)?, bytes)));
    let body = match read {
        Err(why) => {
            let whole = StoredValue::new(text);
            view! {
                <section class="card card__gap" role="alert" data-testid="deliver-refused">
                    <h2 class="card__title">"这份答卷打不开"</h2>
                    <p>{format!("{why}。")}</p>
                    <CopyText label="复制收到的文字" testid="deliver-copy" text=Callback::new(move |()| whole.get_value())/>
                </section>
            }
            .into_any()
        }
        Ok((receipt, bytes)) => {
            let gone = RwSignal::new(Gone::Looking);
            let (contest, text) = (receipt.entry.contest, to_text(&bytes));
            spawn_local(async move {
                let now = file(contests, library, contest, text).await;
                let _ = gone.try_set(now);
            });
            let (receipt, bytes) = (StoredValue::new(receipt), StoredValue::new(bytes));
            let open = Route::Room(Room::Desk, contest.to_string());
            live(move || {
                receipt.with_value(|receipt| bytes.with_value(|bytes| shown(&gone.get(), receipt, bytes, &open)))
            })
            .into_any()
        }
    };
    view! {
        <PageBar title="收到答卷".to_owned() up=Route::Compete/>
        <div class="page">{body}</div>
    }
}

async fn file(
    contests: Contests,
    library: Library,
    contest: crate::domain::session::entry::ContestId,
    text: String,
) -> Gone {
    let Some((pack, _)) = contests.held(contest).await else { return Gone::Nowhere };
    let title = pack.terms.title;
    let room = DeskRoom::open(contests, library, contest);
    if room.opened().await.is_none() {
        return Gone::NotFiled(title, "汇总现在打不开，请打开汇总看看原因".to_owned());
    }
    room.take(vec![("链接".to_owned(), text)]).await;
    match room.batch.try_get_untracked().flatten() {
        Some(batch) => match batch.refused.first() {
            Some((_, why)) => Gone::NotFiled(title, why.clone()),
            None => Gone::Filed(title, batch),
        },
        None => {
            let why = room.trouble.try_get_untracked().flatten();
            Gone::NotFiled(title, why.unwrap_or_else(|| "没有收下，请再打开一次这个链接".to_owned()))
        }
    }
}

fn shown(gone: &Gone, receipt: &Receipt, bytes: &[u8], desk: &Route) -> AnyView {
    let entry = &receipt.entry;
    let unit = if let Unit::Written(unit) = &entry.unit { format!("（{unit}）") } else { String::new() };
    let who = format!("{}{unit}，第{}次作答，{}交卷", entry.name, entry.attempt, date_time(receipt.handed_in_at()));
    let code = format!("答卷编号 {}", short_code::write(&written::id(bytes).0));
    let text = to_text(bytes);
    debug_assert!(text.starts_with(MARK));
    let copy =
        view! { <CopyText label="复制答卷文字" testid="deliver-copy" text=Callback::new(move |()| text.clone())/> };
    match gone {
        Gone::Looking => view! { <div class="card bone" role="status" aria-label="正在收答卷"></div> }.into_any(),
        Gone::Filed(title, batch) => {
            let head = if batch.new.is_empty() { "这份以前收过，不重复计" } else { "已收下" };
            view! {
                <section class="card card__gap" role="status" data-testid="deliver-filed">
                    <h2 class="card__title">{head}</h2>
                    <p>{who}</p>
                    <p>{format!("竞赛：{title}")}</p>
                    <p class="tiny figure">{code}</p>
                    <ActLink label="打开汇总" href=desk.href() testid="deliver-desk"/>
                </section>
            }
            .into_any()
        }
        Gone::NotFiled(title, why) => view! {
            <section class="card card__gap" role="alert" data-testid="deliver-not-filed">
                <h2 class="card__title">"没有收下"</h2>
                <p>{who}</p>
                <p>{format!("竞赛：{title}")}</p>
                <p>{format!("{why}。")}</p>
                {copy}
                <ActLink label="打开汇总" look="act--plain" href=desk.href() testid="deliver-desk"/>
            </section>
        }
        .into_any(),
        Gone::Nowhere => view! {
            <section class="card card__gap" data-testid="deliver-nowhere">
                <h2 class="card__title">"这是一份竞赛答卷"</h2>
                <p>{who}</p>
                <p class="tiny figure">{code}</p>
                <p>"这台设备上没有发布过这场竞赛，收不了。如果是您自己的答卷，请把下面的文字发给主办方；如果您是主办方，请在发布竞赛的那台设备、那个浏览器里打开。"</p>
                {copy}
            </section>
        }
        .into_any(),
    }
}
