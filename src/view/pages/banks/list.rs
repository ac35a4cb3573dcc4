use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::format::links::Link;
use crate::platform::clock;
use crate::state::library::Library;
use crate::state::own_banks::{self, Copied};
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::dialog::Dialog;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::place;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The bank that is about to be removed.
#[derive(Clone, Copy)]
struct Removing {
    what: RwSignal<Option<(BankId, String)>>,
    open: RwSignal<bool>,
    problem: RwSignal<bool>,
}

/// 题库管理: the author's own banks.
#[component]
pub fn BanksPage() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    spawn_local(async move { library.heal_own(record).await });
    let removing = Removing { what: RwSignal::new(None), open: RwSignal::new(false), problem: RwSignal::new(false) };
    view! {
        <PageBar title="题库管理".to_owned() up=Route::Practise/>
        <div class="page" data-testid="banks">
            {live(move || {
                let own = library.own();
                if own.is_empty() {
                    return view! {
                        <section class="card card__gap" data-testid="banks-empty">
                            <h2 class="card__title">"还没有自己的题库"</h2>
                            <p>"先新建一个题库，一题一题地写；手头有Word、Excel或文字的题，可以整批导入。"</p>
                            <p class="muted">"做好的题库在“练”里和别的题库一样练习。"</p>
                        </section>
                    }
                    .into_any();
                }
                view! { <ul class="list">{own.into_iter().map(|link| bank_row(link, removing)).collect_view()}</ul> }.into_any()
            })}
            <NewBank/>
            <ActLink label="导入题库" look="act--quiet" href=Route::Room(Room::Import, String::new()).href() testid="to-import"/>
            <p class="tiny">"题库只存在这台设备的这个浏览器里，清理浏览器数据会丢。改完请导出一份文件留作备份，也可以发给别人。"</p>
        </div>
        <RemoveDialog removing/>
    }
}

fn bank_row(link: Link, removing: Removing) -> AnyView {
    let id = link.bank.to_string();
    let label = format!("删除题库“{}”", link.title);
    let (record, of, changed) = (Record::expect(), link.bank.clone(), link.at);
    let copied = RwSignal::new(None::<Copied>);
    spawn_local(async move {
        let _ = copied.try_set(Some(record.copied(&of, changed).await));
    });
    let has_questions = link.n_questions > 0;
    let reminder = move || match copied.get().filter(|_| has_questions)? {
        Copied::Yes => None,
        Copied::Before => Some("上次导出备份后又改过"),
        Copied::Never => Some("还没有导出过备份"),
    };
    let (bank, title) = (link.bank.clone(), link.title.clone());
    let ask = tap(move || {
        removing.what.set(Some((bank.clone(), title.clone())));
        removing.problem.set(false);
        removing.open.set(true);
    });
    view! {
        <li class="card card__gap" data-testid="own-bank">
            <div>
                <h2 class="card__title">{link.title}</h2>
                <p class="muted figure">{format!("{}题 · {}改", link.n_questions, date_time(link.at))}</p>
                {live(move || reminder().map(|said| view! { <p class="tiny import-warn" data-testid="not-copied">{said}</p> }))}
            </div>
            <div class="pair">
                <ActLink label="编辑" look="act--quiet" href=Route::Room(Room::Edit, id.clone()).href() testid="to-edit"/>
                {has_questions.then(|| view! { <ActLink label="练习" look="act--quiet" href=Route::NewPractice(link.bank).href() testid="to-practice"/> })}
                <ActLink label="导出" look="act--plain" href=Route::Room(Room::Edit, format!("{id}/export")).href() testid="to-export"/>
            </div>
            <div class="org-ends">
                <button type="button" class="text-act" aria-label=label on:click=ask data-testid="forget-bank">"删除"</button>
            </div>
        </li>
    }
    .into_any()
}

/// 新建题库: a title, and off to its questions.
#[component]
fn NewBank() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let title = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let making = StoredValue::new(false);
    let make = move || {
        let title = title.get_untracked().trim().to_owned();
        if title.is_empty() {
            crate::platform::page::focus("#bank-new-title");
            return;
        }
        // Pressed twice, it is still one bank.
        if making.try_update_value(|making| std::mem::replace(making, true)) != Some(false) {
            return;
        }
        let bank = Bank {
            id: own_banks::new_id(),
            title,
            document: None,
            reviews: Vec::new(),
            documents: Vec::new(),
            points: Vec::new(),
            questions: Vec::new(),
        };
        let id = bank.id.to_string();
        spawn_local(async move {
            let at = clock::now().wall.max(record.latest_at());
            match library.keep_own(bank, at).await {
                Ok(()) => place::go(&Route::Room(Room::Edit, id)),
                Err(_) => {
                    let _ = failed.try_set(true);
                    let _ = making.try_set_value(false);
                }
            }
        });
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        make();
    };
    view! {
        <form class="card card__gap" on:submit=submit data-testid="bank-new">
            <h2 class="card__title">"新建题库"</h2>
            <label class="gap" for="bank-new-title">
                <span>"题库名称"</span>
                <input class="field" id="bank-new-title" autocomplete="off" maxlength="60" placeholder="比如：处室业务知识" data-testid="bank-new-title"
                    on:input:target=move |event| title.set(event.target().value())/>
            </label>
            <button class="act" data-testid="bank-make">"新建"</button>
            {live(move || failed.get().then(|| view! { <p role="alert">"浏览器存不下题库：请清理一些空间，或者换普通（非无痕）窗口再试。"</p> }))}
        </form>
    }
}

#[component]
fn RemoveDialog(removing: Removing) -> impl IntoView {
    let library = Library::expect();
    let Removing { what, open, problem } = removing;
    let said = move || {
        let title = what.get().map(|(_, title)| title).unwrap_or_default();
        format!(
            "题库“{title}”的题会从本机删除，不能恢复。作答记录和成绩都留着，但错题本里这些题看不到内容了。以后还想用，请先导出一份文件。"
        )
    };
    let export = move || {
        let Some((id, _)) = what.get_untracked() else { return };
        open.set(false);
        place::go(&Route::Room(Room::Edit, format!("{id}/export")));
    };
    let yes = move || {
        let Some((id, _)) = what.get_untracked() else { return };
        spawn_local(async move {
            if library.forget_own(&id).await.is_ok() {
                let _ = open.try_set(false);
            } else {
                let _ = problem.try_set(true);
            }
        });
    };
    view! {
        <Dialog open title="确定删除这个题库？" testid="forget-dialog">
            <p>{text(said)}</p>
            {live(move || problem.get().then(|| view! { <p role="alert">"浏览器的数据库现在写不了，没有删成。请刷新页面再试。"</p> }))}
            <Act label="先去导出" look="act--quiet" testid="forget-export" press=tap(export)/>
            <Act label="删除" testid="forget-yes" press=tap(yes)/>
            <Act label="不删" look="act--plain" testid="forget-no" press=tap(move || open.set(false))/>
        </Dialog>
    }
}
