mod check;
mod items;
mod levels;
mod output;
mod ranking;
mod receive;
mod closing;

use crate::domain::contest::desk::Standing;
use crate::domain::session::entry::ContestId;
use crate::state::desk_room::{DeskRoom, Ground, Stage};
use crate::view::components::act::ActLink;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;

/// The parts of a desk, each with an address of its own so that back works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Receive,
    Check,
    Ranking,
    Levels,
    Items,
    Closing,
    Output,
}

impl Part {
    const ALL: [(Self, &'static str, &'static str); 7] = [
        (Self::Receive, "", "收答卷"),
        (Self::Check, "check", "核对"),
        (Self::Ranking, "ranking", "排名"),
        (Self::Levels, "levels", "三级"),
        (Self::Items, "items", "题目分析"),
        (Self::Closing, "closing", "封存"),
        (Self::Output, "output", "导出"),
    ];

    fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|(_, of, _)| *of == name).map_or(Self::Receive, |(part, ..)| part)
    }

    fn route(self, contest: ContestId) -> Route {
        let name = Self::ALL[self as usize].1;
        Route::Room(Room::Desk, if name.is_empty() { contest.to_string() } else { format!("{contest}/{name}") })
    }
}

/// 汇总: receipts come in, are checked, ranked and analysed. The id may name a part: `id/ranking`.
#[component]
pub fn DeskPage(id: String) -> impl IntoView {
    let (id, part) = id.split_once('/').map_or((id.as_str(), ""), |(id, part)| (id, part));
    let Ok(contest) = id.parse::<ContestId>() else {
        return view! {
            <PageBar title="汇总".to_owned() up=Route::Room(Room::Organise, String::new())/>
            <div class="page">{missing("这个汇总链接不完整，请从“组织竞赛”里打开。".to_owned())}</div>
        }
        .into_any();
    };
    let (room, part) = (DeskRoom::expect(contest), Part::named(part));
    view! {
        <PageBar title="汇总".to_owned() up=Route::Room(Room::Held, contest.to_string())/>
        <div class="page page--wide">
            <Progress room/>
            {live(move || room.trouble.get().map(|why| view! { <p class="card" role="alert" data-testid="desk-trouble">{format!("{why}。")}</p> }))}
            {live(move || match room.stage.get() {
                Stage::Opening => view! { <div class="card bone" role="status" aria-label="正在打开汇总"></div> }.into_any(),
                Stage::Missing(why) => missing(format!("{why}。")),
                Stage::Ready(ground) => desk(room, part, &ground),
            })}
        </div>
    }
    .into_any()
}

/// Why there is no desk, and the way to those that there are.
fn missing(why: String) -> AnyView {
    view! {
        <div class="card card__gap" role="alert" data-testid="desk-missing">
            <p>{why}</p>
            <ActLink label="回到组织竞赛" href=Route::Room(Room::Organise, String::new()).href() testid="desk-to-organise"/>
        </div>
    }
    .into_any()
}

fn desk(room: DeskRoom, part: Part, ground: &Ground) -> AnyView {
    let contest = room.contest;
    let links = Part::ALL.map(|(of, name, label)| {
        let name = if name.is_empty() { "receive" } else { name };
        let look = if of == part { "act act--small act--quiet" } else { "act act--small act--plain" };
        view! {
            <a class=look href=of.route(contest).href() aria-current=(of == part).then_some("page") data-testid=format!("desk-{name}")>{label}</a>
        }
    });
    view! {
        <h2 class="hello">{ground.pack.terms.title.clone()}</h2>
        <p class="figure" data-testid="desk-counts">{text(move || counts(room))}</p>
        <nav class="desk__parts" aria-label="汇总各部分">{links.into_iter().collect_view()}</nav>
        {match part {
            Part::Receive => view! { <receive::Receive room/> }.into_any(),
            Part::Check => view! { <check::Check room/> }.into_any(),
            Part::Ranking => view! { <ranking::Ranking room/> }.into_any(),
            Part::Levels => view! { <levels::Levels room/> }.into_any(),
            Part::Items => view! { <items::Items room/> }.into_any(),
            Part::Closing => view! { <closing::Closing room/> }.into_any(),
            Part::Output => view! { <output::Output room/> }.into_any(),
        }}
    }
    .into_any()
}

fn counts(room: DeskRoom) -> String {
    let it = room.reckoning.read();
    let n = |standing| it.n(standing);
    let mut said = format!(
        "收到{}份，计入{}份，待定{}份，不计入{}份",
        it.marked.len(),
        n(Standing::Counts),
        n(Standing::Waits),
        n(Standing::Excluded)
    );
    let after = n(Standing::AfterClosing);
    if after > 0 {
        said.push_str(&format!("，封存后收到{after}份"));
    }
    if !it.units.is_empty() {
        said.push_str(&format!("；{}个单位中{}个有人参赛", it.units.len(), it.n_units()));
    }
    said
}

/// How far the marking is, with a way to stop it.
#[component]
fn Progress(room: DeskRoom) -> impl IntoView {
    use crate::view::components::act::Act;
    use crate::view::components::meter::Meter;
    use crate::view::lean::tap;
    live(move || {
        let (done, n) = room.progress.get().filter(|(_, n)| *n > 0)?;
        Some(view! {
            <section class="card card__gap" role="status" data-testid="desk-progress">
                <p class="figure">{format!("已核对{done}/{n}份")}</p>
                <Meter percent=Some((done * 100 / n.max(1)) as u32)/>
                <Act label="停下" look="act--plain act--small" testid="desk-cancel" press=tap(move || room.cancel())/>
            </section>
        })
    })
}

/// Something for paper out of the desk of a contest, as soon as that is open.
pub fn opened(id: String, draw: impl Fn(DeskRoom, &Ground) -> AnyView + Send + Sync + 'static) -> AnyView {
    let Ok(contest) = id.parse::<ContestId>() else {
        let why = "这个打印链接不完整，请从汇总的“导出”里打开。".to_owned();
        return view! { <div class="page">{missing(why)}</div> }.into_any();
    };
    let room = DeskRoom::expect(contest);
    view! {
        <PageBar title="打印".to_owned() up=Part::Output.route(contest)/>
        <div class="page page--wide">
            {live(move || match room.stage.get() {
                Stage::Opening => view! { <div class="card bone" role="status" aria-label="正在打开汇总"></div> }.into_any(),
                Stage::Missing(why) => missing(format!("{why}。")),
                Stage::Ready(ground) => draw(room, &ground),
            })}
        </div>
    }
    .into_any()
}

/// What stands above a print on the screen and not on paper.
pub fn to_print(n_top: RwSignal<usize>, label: &'static str, note: Option<String>) -> AnyView {
    use crate::platform::page;
    use crate::view::components::act::Act;
    use crate::view::lean::tap;
    let now = n_top.get_untracked().to_string();
    let set = move |event: leptos::ev::Targeted<web_sys::Event, web_sys::HtmlInputElement>| {
        if let Ok(n) = event.target().value().parse::<usize>() {
            n_top.set(n.min(999));
        }
    };
    view! {
        <section class="card card__gap screen-only">
            <label class="number-row">
                <span>{label}</span>
                <input class="field field--number" type="number" inputmode="numeric" min="0" max="999" prop:value=now
                    on:change:target=set data-testid="n-top"/>
            </label>
            {note.map(|note| view! { <p class="muted" data-testid="print-note">{note}</p> })}
            <Act label="打印" testid="print" press=tap(page::print)/>
        </section>
    }
    .into_any()
}
