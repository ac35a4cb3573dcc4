use crate::domain::paper::chance::Chance;
use crate::domain::paper::scope::Scope;
use crate::domain::paper::seed::Seed;
use crate::domain::record::session_record::SessionRecord;
use crate::domain::session::rules::{Feedback, Purpose};
use crate::format::preferences::Size;
use crate::platform::{chance, clock, mark};
use crate::state::library::Library;
use crate::state::own_banks;
use crate::state::record::Record;
use crate::state::settings::Settings;
use crate::view::components::act::{Act, ActLink, Entry};
use crate::view::components::meter::Meter;
use crate::view::lean::{LiveText, live, memo, tap, text, when};
use crate::view::route::{Part, Room, Route};
use crate::view::start::Starter;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Open practices shown before 更多.
const SHOWN: usize = 3;

const QUICK: usize = 10;

/// 练: where I stopped, something short, the wrong book, the banks.
#[component]
pub fn PractisePage() -> impl IntoView {
    let (library, record, starter) = (Library::expect(), Record::expect(), Starter::expect());
    let waiting = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let quick = move || {
        waiting.set(true);
        spawn_local(async move {
            let ids = library.ids();
            // One bank is enough for ten questions, and the others need not be loaded.
            let drawn =
                (!ids.is_empty()).then(|| Chance::new(Seed::from_bytes(chance::bytes())).below(ids.len() as u32));
            let bank = match drawn.and_then(|idx| ids.get(idx as usize)) {
                Some(id) => library.loaded(id).await,
                None => Err("页面里没有题库目录，请刷新页面".to_owned()),
            };
            match bank {
                Ok(bank) => {
                    let title = format!("随手练{QUICK}题 · {}", bank.title);
                    starter.random(&[bank], title, &Scope::default(), QUICK);
                }
                Err(why) => failed.set(Some(why)),
            }
            let _ = waiting.try_set(false);
        });
    };
    record.standings.with_untracked(|standings| library.want_wrong(standings));
    let n_wrong = memo(move || library.wrong_book(&record.standings.read()).len());
    let n_starred = memo(move || record.standings.read().starred().len());
    let entries = library.catalog.with_value(|catalog| catalog.entries.clone());
    view! {
        <div class="page">
            <Welcome/>
            <RestoreOffer/>
            <h1 class="hello" tabindex="-1" data-focus>"练"</h1>
            <section class="card card--today card__gap">
                <div>
                    <h2 class="card__title">{format!("随手练{QUICK}题")}</h2>
                    <p class="muted">"随机抽题，答一题判一题，大约5分钟"</p>
                </div>
                <Act label={text(move || if waiting.get() { "正在取题……" } else { "开始" })} disabled=waiting testid="start" press=tap(quick)/>
                {live(move || failed.get().map(|why| view! { <p role="alert">{format!("题库没能打开：{why}")}</p> }))}
            </section>
            <OpenPractices/>
            <ul class="list list--rows">
                <Entry label="错题本" end=count(n_wrong) href=Route::WrongBook.href() testid="wrong-book"/>
                <Entry label="收藏" end=count(n_starred) href=Route::Starred.href() testid="starred"/>
            </ul>
            <h2 class="heading">"按题库练"</h2>
            <ul class="list list--rows">
                {entries.into_iter().map(|entry| {
                    let end = format!("{}题", entry.n_total());
                    view! { <Entry label=entry.title end href=Route::NewPractice(entry.id).href() testid="bank"/> }
                }).collect_view()}
                <Links/>
            </ul>
            <p class="center"><a class="text-act" href=Route::Room(Room::Banks, String::new()).href() data-testid="to-banks">"导入和管理自己的题库"</a></p>
        </div>
    }
}

fn count(n: Memo<usize>) -> LiveText {
    text(move || if n.get() == 0 { "还没有".to_owned() } else { format!("{}题", n.get()) })
}

/// Banks by link, after the bundled ones.
#[component]
fn Links() -> impl IntoView {
    let library = Library::expect();
    live(move || {
        let links = library.links.get();
        links
            .into_iter()
            .map(|link| {
                let end = format!("{}题", link.n_questions);
                let (note, route) = match own_banks::is_own(&link.bank) {
                    true => ("自建题库", Route::NewPractice(link.bank)),
                    false => ("来自链接", Route::Open(link.source)),
                };
                view! { <Entry label=link.title note=note.to_owned() end href=route.href() testid="link"/> }
            })
            .collect_view()
    })
}

/// Asked once: how large everything should be.
#[component]
fn Welcome() -> impl IntoView {
    let settings = Settings::expect();
    let asked = move || !settings.get().welcomed;
    view! {
        {live(move || asked().then(|| view! {
            <section class="card card__gap" data-testid="welcome">
                <h2 class="card__title">"先选个看着舒服的字号"</h2>
                <div class="choices">
                    {Size::ALL.map(|size| view! {
                        <label class="choice">
                            <input
                                type="radio"
                                name="welcome-size"
                                checked=when(move || settings.size.get() == size)
                                on:change=move |_| settings.change(|it| it.size = size)
                                data-testid=format!("welcome-{}", size.key())
                            />
                            <span>{size.label()}</span>
                        </label>
                    })}
                </div>
                <p class="muted">"“长辈”字最大、按钮最大。以后可在“我 → 设置”里改。"</p>
                <Act label="就用这个" testid="welcome-done" press=tap(move || settings.change(|it| it.welcomed = true))/>
            </section>
        }))}
    }
}

/// An empty record where there was one before: the browser may have cleared its stores.
#[component]
fn RestoreOffer() -> impl IntoView {
    let record = Record::expect();
    let offered = RwSignal::new(record.n_events() == 0 && mark::is_there());
    let decline = move || {
        mark::set(false);
        offered.set(false);
    };
    live(move || {
        offered.get().then(|| {
            view! {
                <section class="card card--today card__gap" data-testid="restore-offer">
                    <p>"这台设备上有过学练赛的记录，现在是空的：可能被浏览器清理了。有备份的话可以恢复。"</p>
                    <div class="pair">
                        <Act label="不用了" look="act--plain" testid="restore-no" press=tap(decline)/>
                        <ActLink label="去恢复" look="act--quiet" href=Route::Backup.href() testid="restore-go"/>
                    </div>
                </section>
            }
        })
    })
}

#[component]
fn OpenPractices() -> impl IntoView {
    let record = Record::expect();
    let all = RwSignal::new(false);
    let open = move || {
        let standings = record.standings.read();
        let open = standings.open_sessions().into_iter();
        // An exam has a place of its own above every page, and a contest at its entrance.
        open.filter(|session| {
            session.started.rules.feedback != Feedback::AtEnd && session.started.purpose != Purpose::Contest
        })
        .map(OpenPractice::of)
        .collect::<Vec<_>>()
    };
    live(move || {
        let mut practices = open();
        let n_more = practices.len().saturating_sub(SHOWN);
        if !all.get() {
            practices.truncate(SHOWN);
        }
        view! {
            {(!practices.is_empty()).then(|| view! { <h2 class="heading">"接着练"</h2> })}
            {practices.into_iter().map(|practice| {
                let id = practice.id;
                view! {
                    <div class="card card__gap" data-testid="open-practice">
                        <div class="card__row">
                            <div>
                                <p class="card__title">{practice.title}</p>
                                <p class="muted figure">{practice.standing}</p>
                            </div>
                            <span class="tag tag--plain">{practice.purpose}</span>
                        </div>
                        <Meter percent=Some(practice.percent) seen=true/>
                        <div class="pair">
                            <Act label="结束这组" look="act--plain" press=tap(move || record.end(clock::now().wall, id))/>
                            <ActLink label="接着练" look="act--quiet" href=Route::Session(id, Part::Question).href() testid="continue"/>
                        </div>
                    </div>
                }
            }).collect_view()}
            {(n_more > 0 && !all.get()).then(|| view! {
                <button class="text-act" on:click=tap(move || all.set(true))>{format!("还有{n_more}组没练完")}</button>
            })}
        }
    })
}

struct OpenPractice {
    id: crate::domain::record::event::EventId,
    title: String,
    purpose: &'static str,
    standing: String,
    percent: u32,
}

impl OpenPractice {
    fn of(session: &SessionRecord) -> Self {
        let n_items = session.started.items.len();
        let answers = session.started.rules.feedback == Feedback::AtOnce;
        let n_done = if answers { session.n_answered() } else { usize::from(session.here) + 1 };
        let standing = if answers {
            format!("已答{n_done}题，共{n_items}题")
        } else {
            format!("看到第{n_done}题，共{n_items}题")
        };
        let percent = (n_done * 100).checked_div(n_items).unwrap_or(0) as u32;
        Self {
            id: session.id,
            title: session.started.title.clone(),
            purpose: session.started.purpose.label(),
            standing,
            percent,
        }
    }
}
