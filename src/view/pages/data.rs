use crate::domain::bank::id::BankId;
use crate::platform::{clock, page};
use crate::state::learners::Learners;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink, Entry, EntryAct};
use crate::view::components::dialog::Dialog;
use crate::view::components::export::ExportRecords;
use crate::view::components::offline_card::OfflineCard;
use crate::view::components::page_bar::PageBar;
use crate::view::components::uncopied::Uncopied;
use crate::view::lean::{live, tap, text};
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is asked before something is set to nought.
#[derive(Clone, PartialEq)]
enum Wiping {
    Bank(BankId, String),
    Figures,
    Everything,
}

/// 数据: what is kept, what works offline, and setting it to nought.
#[component]
pub fn DataPage() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let wiping = RwSignal::new(None::<Wiping>);
    let open = RwSignal::new(false);
    let (learners, uncopied) = (Learners::expect(), Uncopied::look());
    let ask = move |what: Wiping| {
        wiping.set(Some(what));
        open.set(true);
    };
    let used = move || {
        record.standings.track();
        format!("本机记录{}条", record.n_events())
    };
    let keeping = move || {
        let sentence = record.keeping.get().sentence();
        sentence.unwrap_or_else(|| "每答一题，立即在本机浏览器里存两处。".to_owned())
    };
    let aside = record.findings.with_value(|findings| findings.set_aside.len() + findings.n_damaged);
    let newer = record.findings.with_value(|findings| findings.n_newer);
    let do_it = move || {
        let now = clock::now().wall.max(record.latest_at());
        let what = wiping.get_untracked();
        spawn_local(async move {
            match what {
                Some(Wiping::Bank(bank, _)) => record.clear(now, Some(bank)).await,
                Some(Wiping::Figures) => record.clear(now, None).await,
                Some(Wiping::Everything) => {
                    record.erase_all().await;
                    page::go("");
                    page::reload();
                }
                None => {}
            }
            // Only now is it done for good.
            let _ = open.try_set(false);
        });
    };
    let question = move || match wiping.get() {
        Some(Wiping::Bank(_, title)) => {
            format!("“{title}”的统计和错题从零开始，没练完的也会收起；收藏和报错的题会留着。")
        }
        Some(Wiping::Figures) => "所有题库的统计、错题、考过的卷都从零开始；收藏和报错的题会留着。".to_owned(),
        Some(Wiping::Everything) => {
            let whose = match learners.all().len() {
                0 | 1 => String::new(),
                n => format!("（{n}个人的）"),
            };
            format!(
                "本机上的全部记录{whose}、设置、收藏、报错都会删掉，找不回来，恢复点也一起删。还要用的话，请先备份到别处。"
            )
        }
        None => String::new(),
    };
    view! {
        <PageBar title="数据".to_owned() up=Route::Me/>
        <div class="page">
            <section class="card card__gap">
                <p class="figure" data-testid="used">{text(used)}</p>
                <p class="muted">{text(keeping)}</p>
                <p class="muted">"记录只在这台设备的这个浏览器里：换设备看不到，清理微信或浏览器的数据会一起清掉。"</p>
                {(aside > 0).then(|| view! { <p role="alert" data-testid="set-aside">{format!("有{aside}份旧记录读不出来，已原样另存，没有覆盖。")}</p> })}
                {(newer > 0).then(|| view! { <p role="alert" data-testid="newer">{format!("有{newer}份记录由更新的版本写成，请刷新页面更新后再看，现在原样保留。")}</p> })}
            </section>
            <OfflineCard/>
            <ul class="list list--rows">
                <Entry label="备份、恢复、检查数据" href=Route::Backup.href() testid="data-backup"/>
            </ul>
            <ExportRecords/>
            <h2 class="heading">"清零"</h2>
            <ul class="list list--rows">
                {library.ids().into_iter().map(|id| {
                    let title = library.title(&id);
                    let what = Wiping::Bank(id, title.clone());
                    view! { <EntryAct label=format!("“{title}”清零") testid="clear-bank" press=tap(move || ask(what.clone()))/> }
                }).collect_view()}
                <EntryAct label="全部题库清零" testid="clear-all" press=tap(move || ask(Wiping::Figures))/>
                <EntryAct label="删掉本机全部数据" testid="erase" press=tap(move || ask(Wiping::Everything))/>
            </ul>
            <Dialog open title="确定吗？" testid="clear-dialog">
                <p>{text(question)}</p>
                {live(move || (wiping.get() == Some(Wiping::Everything)).then(|| view! {
                    {uncopied.warning().map(|said| view! { <p data-testid="uncopied">{said}</p> })}
                    <ActLink label="先去备份" look="act--quiet" href=Route::Backup.href() testid="backup-first"/>
                }))}
                <div class="pair">
                    <Act label="不了" look="act--plain" testid="clear-no" press=tap(move || open.set(false))/>
                    <Act label="确定" testid="clear-yes" press=tap(do_it)/>
                </div>
            </Dialog>
        </div>
    }
}
