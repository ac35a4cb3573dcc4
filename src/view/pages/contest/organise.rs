use super::organiser_key::OrganiserKeyCard;
use crate::domain::contest::draft::Draft;
use crate::domain::contest::presets::{PRESETS, Preset};
use crate::domain::session::entry::ContestId;
use crate::domain::time::UtcMillis;
use crate::format::desk_save::Held;
use crate::format::draft_save;
use crate::format::pack::Pack;
use crate::platform::{chance, clock, page};
use crate::state::contests::Contests;
use crate::state::library::Library;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::dialog::Dialog;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::place;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone)]
struct Row {
    contest: ContestId,
    title: String,
    note: String,
    n_receipts: usize,
}

#[derive(Clone)]
struct DraftRow {
    name: String,
    title: String,
    note: String,
}

/// What is about to be removed.
#[derive(Clone, PartialEq)]
enum Doomed {
    Contest(ContestId, String),
    People(ContestId, String),
    Draft(String, String),
}

/// The question whether to remove it.
#[derive(Clone, Copy)]
struct Removing {
    what: RwSignal<Option<Doomed>>,
    open: RwSignal<bool>,
    problem: RwSignal<bool>,
}

impl Removing {
    fn ask(self, what: Doomed) {
        self.what.set(Some(what));
        self.problem.set(false);
        self.open.set(true);
    }
}

/// 组织竞赛: contests held, drafts, the key.
#[component]
pub fn OrganisePage() -> impl IntoView {
    let contests = Contests::expect();
    let rows = RwSignal::new(None::<(Vec<Row>, Vec<DraftRow>)>);
    let read = move || {
        spawn_local(async move {
            let mut held = Vec::new();
            for (pack, of) in contests.all_held().await {
                let n = contests.filing(pack.contest).await.map_or(0, |filing| filing.receipts.len());
                held.push((of.published_at, Row::of(&pack, &of, n)));
            }
            // The latest stands first.
            held.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
            let drafts = contests.drafts().await.into_iter().map(|(name, bytes)| DraftRow::of(name, &bytes));
            let _ = rows.try_set(Some((held.into_iter().map(|(_, row)| row).collect(), drafts.collect())));
        });
    };
    read();
    let doomed = Removing { what: RwSignal::new(None), open: RwSignal::new(false), problem: RwSignal::new(false) };
    let choosing = RwSignal::new(false);
    let failed = RwSignal::new(false);
    let body = move |held: Vec<Row>, drafts: Vec<DraftRow>| {
        let nothing = held.is_empty() && drafts.is_empty();
        view! {
            {nothing.then(|| view! {
                <section class="card card__gap" data-testid="organise-empty">
                    <h2 class="card__title">"还没有办过竞赛"</h2>
                    <p>"先选一种样式，改成自己的题库、时间和单位，发布后把链接或二维码发给大家。"</p>
                    <p class="muted">"不用服务器：大家答完把答卷文字发回来，在“汇总”里统一判分、排名。"</p>
                </section>
            })}
            {if nothing {
                view! { <Presets failed/> }.into_any()
            } else {
                view! {
                    <Act label="新建竞赛" testid="new-contest" press=tap(move || choosing.update(|open| *open = !*open))/>
                    {live(move || choosing.get().then(|| view! { <Presets failed/> }))}
                }.into_any()
            }}
            {live(move || failed.get().then(|| view! { <p class="card" role="alert">"浏览器存不下草稿，请清理一些空间后再试。"</p> }))}
            {(!drafts.is_empty()).then(|| view! {
                <h2 class="heading">"草稿"</h2>
                <ul class="list list--rows">{drafts.into_iter().map(|row| draft_row(row, doomed)).collect_view()}</ul>
            })}
            {(!held.is_empty()).then(|| view! {
                <h2 class="heading">"已发布的竞赛"</h2>
                <ul class="list">{held.into_iter().map(|row| held_row(row, doomed)).collect_view()}</ul>
            })}
        }
    };
    view! {
        <PageBar title="组织竞赛".to_owned() up=Route::Compete/>
        <div class="page" data-testid="organise">
            {live(move || match rows.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在打开"></div> }.into_any(),
                Some((held, drafts)) => body(held, drafts).into_any(),
            })}
            <OrganiserKeyCard/>
        </div>
        <RemoveDialog doomed done=Callback::new(move |()| read())/>
    }
}

impl Row {
    fn of(pack: &Pack, held: &Held, n_receipts: usize) -> Self {
        let window = pack.terms.window;
        let sealed = if held.sealed.is_some() { " · 加封" } else { "" };
        let state = state(window.opens, window.closes, clock::now().wall);
        let note = format!("{state}{sealed} · {}至{}", date_time(window.opens), date_time(window.closes));
        Self { contest: pack.contest, title: pack.terms.title.clone(), note, n_receipts }
    }
}

pub fn state(opens: UtcMillis, closes: UtcMillis, now: UtcMillis) -> &'static str {
    if now < opens {
        "未开始"
    } else if now < closes {
        "进行中"
    } else {
        "已结束"
    }
}

impl DraftRow {
    fn of(name: String, bytes: &[u8]) -> Self {
        let Some(draft) = draft_save::read(bytes) else {
            return Self {
                name, title: "打不开的草稿".to_owned(), note: "可能由更新的版本写成".to_owned()
            };
        };
        let terms = draft.terms();
        let title = if terms.title.is_empty() { "（还没有名称）".to_owned() } else { terms.title.clone() };
        Self { name, title, note: format!("{}题，满分{}分", terms.n_questions(), terms.total()) }
    }
}

fn held_row(row: Row, doomed: Removing) -> AnyView {
    let Row { contest, title, note, n_receipts } = row;
    let id = contest.to_string();
    let people = (n_receipts > 0).then(|| {
        let title = title.clone();
        view! {
            <button type="button" class="text-act" data-testid="forget-people"
                on:click=tap(move || doomed.ask(Doomed::People(contest, title.clone())))>"只清个人信息"</button>
        }
    });
    let whole = title.clone();
    view! {
        <li class="card card__gap" data-testid="held-row">
            <div>
                <h3 class="card__title">{title}</h3>
                <p class="muted figure">{note}</p>
                <p class="figure">{format!("已收到{n_receipts}份答卷")}</p>
            </div>
            <div class="pair">
                <ActLink label="链接和二维码" look="act--quiet" href=Route::Room(Room::Held, id.clone()).href() testid="to-held"/>
                <ActLink label="汇总" look="act--quiet" href=Route::Room(Room::Desk, id).href() testid="to-desk"/>
            </div>
            <div class="org-ends">
                {people}
                <button type="button" class="text-act" data-testid="forget-held"
                    on:click=tap(move || doomed.ask(Doomed::Contest(contest, whole.clone())))>"删除这场竞赛"</button>
            </div>
        </li>
    }
    .into_any()
}

fn draft_row(row: DraftRow, doomed: Removing) -> AnyView {
    let DraftRow { name, title, note } = row;
    let href = Route::Room(Room::Draft, name.clone()).href();
    let label = format!("删除草稿“{title}”");
    let shown = title.clone();
    view! {
        <li class="org-draft">
            <a class="entry" href=href data-testid="draft-row"><span>{shown}<br/><span class="tiny">{note}</span></span></a>
            <button type="button" class="text-act" aria-label=label data-testid="forget-draft"
                on:click=tap(move || doomed.ask(Doomed::Draft(name.clone(), title.clone())))>"删除"</button>
        </li>
    }
    .into_any()
}

#[component]
fn Presets(failed: RwSignal<bool>) -> impl IntoView {
    view! {
        <section class="card__gap" aria-label="选一种样式" data-testid="presets">
            <h2 class="heading">"选一种样式，随后都能改"</h2>
            <ul class="list list--rows">
                {PRESETS.map(|preset| view! {
                    <li>
                        <button type="button" class="entry" data-testid=format!("preset-{}", preset.key)
                            on:click=begin(preset, failed)>
                            <span>{preset.name}<br/><span class="tiny">{preset.line}</span></span>
                        </button>
                    </li>
                })}
            </ul>
        </section>
    }
}

fn begin(preset: Preset, failed: RwSignal<bool>) -> crate::view::lean::Press {
    let (contests, library) = (Contests::expect(), Library::expect());
    tap(move || {
        spawn_local(async move {
            let terms = preset.terms(clock::now().wall.day(), chance::bytes());
            let mut draft = Draft::of(terms, page::base());
            // All banks are one press away; one is a beginning.
            super::draft_paper::choose(&mut draft, library, &library.ids());
            keep_and_open(contests, &draft, failed).await;
        });
    })
}

/// Keeps a new draft and goes to its form.
pub async fn keep_and_open(contests: Contests, draft: &Draft, failed: RwSignal<bool>) {
    let name = chance::bytes::<6>().map(|byte| format!("{byte:02x}")).concat();
    match contests.put_draft(&name, &draft_save::write(draft)).await {
        Ok(()) => place::go(&Route::Room(Room::Draft, name)),
        Err(_) => failed.set(true),
    }
}

#[component]
fn RemoveDialog(doomed: Removing, done: Callback<()>) -> impl IntoView {
    let contests = Contests::expect();
    let Removing { what, open, problem } = doomed;
    let said = move || match what.get() {
        Some(Doomed::Contest(_, title)) => format!(
            "“{title}”的竞赛设置、链接、口令，以及本机收到的全部答卷、名单和核对记录都会删除，不能恢复。发出去的链接别人仍能打开，但答卷发回来这里认不出了。"
        ),
        Some(Doomed::People(_, title)) => format!(
            "“{title}”收到的全部答卷（姓名、单位、作答）、名单和核对记录会从本机删除，不能恢复；排名和统计随之清空。竞赛本身留着。已经导出的表格请另行处理。"
        ),
        Some(Doomed::Draft(_, title)) => format!("草稿“{title}”会删除，不能恢复。"),
        None => String::new(),
    };
    let yes = move || {
        let Some(what) = what.get_untracked() else { return };
        spawn_local(async move {
            let gone = match &what {
                Doomed::Contest(contest, _) => contests.forget_held(*contest).await,
                Doomed::People(contest, _) => contests.forget_people(*contest).await,
                Doomed::Draft(name, _) => contests.forget_draft(name).await,
            };
            if gone.is_ok() {
                open.set(false);
                done.run(());
            } else {
                problem.set(true);
            }
        });
    };
    view! {
        <Dialog open title="确定删除？" testid="remove-dialog">
            <p>{text(said)}</p>
            {live(move || problem.get().then(|| view! { <p role="alert">"浏览器的数据库现在写不了，没有删成。请刷新页面再试。"</p> }))}
            <Act label="删除" testid="remove-yes" press=tap(yes)/>
            <Act label="不删" look="act--plain" testid="remove-no" press=tap(move || open.set(false))/>
        </Dialog>
    }
}
