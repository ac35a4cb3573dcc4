use crate::domain::bank::id::BankId;
use crate::platform::{clock, page};
use crate::state::library::Library;
use crate::state::record::{Keeping, Record};
use crate::view::components::dialog::Dialog;
use crate::view::components::page_bar::PageBar;
use crate::view::route::Route;
use leptos::prelude::*;

/// What is asked before something is set to nought.
#[derive(Clone, PartialEq)]
enum Wiping {
    Bank(BankId, String),
    Figures,
    Everything,
}

/// 数据: what is kept, and setting it to nought.
#[component]
pub fn DataPage() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let wiping = RwSignal::new(None::<Wiping>);
    let open = RwSignal::new(false);
    let ask = move |what: Wiping| {
        wiping.set(Some(what));
        open.set(true);
    };
    let used = move || {
        record.standings.track();
        // A character takes two bytes in the browser's store.
        format!("本机记录{}条，约占{} KB（浏览器一般给5000 KB）", record.n_events(), (record.n_chars_kept() * 2).div_ceil(1024))
    };
    let keeping = move || match record.keeping.get() {
        Keeping::Kept => "每答一题立即存在本机浏览器里。",
        Keeping::MemoryOnly => "这个浏览器不让本页存数据，关掉页面记录就没了。",
        Keeping::Full { .. } => "浏览器存储满了，新的记录暂时没存下。",
    };
    let aside = record.findings.with_value(|findings| findings.set_aside.len());
    let newer = record.findings.with_value(|findings| findings.n_newer);
    let do_it = move |_| {
        let now = clock::now().wall.max(record.latest_at());
        match wiping.get_untracked() {
            Some(Wiping::Bank(bank, _)) => record.clear(now, Some(bank)),
            Some(Wiping::Figures) => record.clear(now, None),
            Some(Wiping::Everything) => {
                record.erase_all();
                page::go("");
                page::reload();
            }
            None => {}
        }
        open.set(false);
    };
    let question = move || match wiping.get() {
        Some(Wiping::Bank(_, title)) => format!("“{title}”的统计和错题从零开始，没练完的也会收起；收藏和报错的题会留着。"),
        Some(Wiping::Figures) => "所有题库的统计、错题、考过的卷都从零开始；收藏和报错的题会留着。".to_owned(),
        Some(Wiping::Everything) => "本机上的全部记录、设置、收藏、报错都会删掉，找不回来。".to_owned(),
        None => String::new(),
    };
    view! {
        <PageBar title="数据".to_owned() up=Route::Me/>
        <div class="page">
            <section class="card card__gap">
                <p class="figure" data-testid="used">{used}</p>
                <p class="muted">{keeping}</p>
                <p class="muted">"记录只在这台设备的这个浏览器里：换设备看不到，清理微信或浏览器的数据会一起清掉。"</p>
                {(aside > 0).then(|| view! { <p role="alert" data-testid="set-aside">{format!("有{aside}份旧记录读不出来，已原样另存，没有覆盖。")}</p> })}
                {(newer > 0).then(|| view! { <p role="alert" data-testid="newer">{format!("有{newer}份记录由更新的版本写成，请刷新页面更新后再看，现在原样保留。")}</p> })}
            </section>
            <h2 class="heading">"清零"</h2>
            <ul class="list list--rows">
                {library.ids().into_iter().map(|id| {
                    let title = library.title(&id);
                    let what = Wiping::Bank(id, title.clone());
                    view! { <li><button class="entry" on:click=move |_| ask(what.clone()) data-testid="clear-bank"><span>{format!("“{title}”清零")}</span></button></li> }
                }).collect_view()}
                <li><button class="entry" on:click=move |_| ask(Wiping::Figures) data-testid="clear-all"><span>"全部题库清零"</span></button></li>
                <li><button class="entry" on:click=move |_| ask(Wiping::Everything) data-testid="erase"><span>"删掉本机全部数据"</span></button></li>
            </ul>
            <Dialog open title="确定吗？" testid="clear-dialog">
                <p>{question}</p>
                <div class="pair">
                    <button class="act act--plain" on:click=move |_| open.set(false) data-testid="clear-no">"不了"</button>
                    <button class="act" on:click=do_it data-testid="clear-yes">"确定"</button>
                </div>
            </Dialog>
        </div>
    }
}
