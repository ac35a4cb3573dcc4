use crate::domain::contest::desk::{Filed, Standing};
use crate::domain::contest::duel::{Duel, Length, MOST_PLAYERS, PerQuestion};
use crate::domain::contest::marked::Marked;
use crate::domain::contest::ranking::rank;
use crate::format::{qr, receipt, short_code};
use crate::platform::{chance, clock, page};
use crate::state::duels::{Arena, Game};
use crate::state::learners::Learners;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::copy_text::CopyText;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, when};
use crate::view::place;
use crate::view::route::{Part, Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// 对战: the same paper for two to four, on several phones, on one passed round, or against oneself of another day.
#[component]
pub fn DuelPage(about: String) -> impl IntoView {
    if about.is_empty() {
        return view! { <NewDuel/> }.into_any();
    }
    match short_code::read(&about).and_then(Duel::of_code) {
        Some(duel) => view! { <OneDuel duel/> }.into_any(),
        None => view! {
            <PageBar title="对战".to_owned() up=Route::Room(Room::Duel, String::new())/>
            <div class="page">
                <p class="card" role="alert" data-testid="no-duel">"没有这个对战码，请核对后再输：一共8位，字母不分大小写。"</p>
                <JoinCard/>
            </div>
        }
        .into_any(),
    }
}

fn route_of(duel: Duel) -> Route {
    Route::Room(Room::Duel, short_code::write(&duel.code()))
}

#[component]
fn NewDuel() -> impl IntoView {
    let library = Library::expect();
    let length = RwSignal::new(Length::Ten);
    let pace = RwSignal::new(PerQuestion::Seconds40);
    let bank = RwSignal::new(None::<u8>);
    let titles: Vec<String> =
        library.catalog.with_value(|catalog| catalog.entries.iter().map(|entry| entry.title.clone()).collect());
    let begin = move || {
        let chance = u32::from_be_bytes(chance::bytes());
        let duel = Duel::new(length.get_untracked(), pace.get_untracked(), bank.get_untracked(), chance);
        place::go(&route_of(duel));
    };
    let lengths = Length::ALL.map(|of| {
        view! {
            <label class="choice">
                <input type="radio" name="length" checked=when(move || length.get() == of) on:change=move |_| length.set(of) data-testid=format!("length-{}", of.n())/>
                <span>{format!("{}题", of.n())}</span>
            </label>
        }
    });
    let paces = PerQuestion::ALL.map(|of| {
        let name = of.limit().map_or("不限时".to_owned(), |limit| format!("每题{}秒", limit.whole_seconds()));
        view! {
            <label class="choice">
                <input type="radio" name="pace" checked=when(move || pace.get() == of) on:change=move |_| pace.set(of) data-testid=format!("pace-{}", of as u8)/>
                <span>{name}</span>
            </label>
        }
    });
    view! {
        <PageBar title="对战".to_owned() up=Route::Compete/>
        <div class="page">
            <p class="muted">"同一个对战码，出同一份题。可以各用各的手机，也可以一部手机轮流答，还可以改天和上次的自己比。"</p>
            <section class="card card--today card__gap">
                <h2 class="card__title">"开一局"</h2>
                <div class="choices">{lengths}</div>
                <div class="choices">{paces}</div>
                <label class="gap">
                    <span>"出题范围"</span>
                    <select class="field" data-testid="duel-bank" on:change:target=move |event| {
                        bank.set(event.target().value().parse::<u8>().ok());
                    }>
                        <option value="">"全部题库"</option>
                        {titles.into_iter().enumerate().map(|(idx, title)| view! { <option value=idx.to_string()>{title}</option> }).collect_view()}
                    </select>
                </label>
                <Act label="生成对战码" testid="new-duel" press=tap(begin)/>
            </section>
            <JoinCard/>
        </div>
    }
}

/// Where a code that somebody told is typed.
#[component]
fn JoinCard() -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let join = move || match short_code::read(&typed.get_untracked()).and_then(Duel::of_code) {
        Some(duel) => place::go(&route_of(duel)),
        None => wrong.set(true),
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"有对战码"</h2>
            <label class="gap">
                <span class="muted">"8位，例如 7Q2M-0KXD"</span>
                <input class="field" type="text" autocapitalize="characters" autocomplete="off" prop:value=typed
                    on:input:target=move |event| {
                        wrong.set(false);
                        typed.set(event.target().value());
                    } data-testid="duel-code"/>
            </label>
            {live(move || wrong.get().then(|| view! { <p role="alert" data-testid="wrong-code">"没有这个对战码，请核对后再输。"</p> }))}
            <Act label="进入这一局" look="act--quiet" testid="join-duel" press=tap(join)/>
        </section>
    }
}

#[component]
fn OneDuel(duel: Duel) -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let opened = RwSignal::new_local(None::<Result<(Arc<Arena>, Vec<Game>), String>>);
    let open = move || {
        opened.set(None);
        spawn_local(async move {
            let arena = match Arena::open(library, duel).await {
                Ok(arena) => {
                    let games = arena.games(record).await;
                    Ok((Arc::new(arena), games))
                }
                Err(why) => Err(why.to_string()),
            };
            // The learner may have gone elsewhere meanwhile.
            let _ = opened.try_set(Some(arena));
        });
    };
    open();
    let shown = move || {
        opened.with(|opened| match opened {
            None => view! { <div class="card bone" role="status" aria-label="正在出题"></div> }.into_any(),
            Some(Err(why)) => view! {
                <section class="card card__gap" role="alert" data-testid="duel-failed">
                    <p>{format!("{why}。")}</p>
                    <Act label="再试一次" look="act--quiet" press=tap(open)/>
                </section>
            }
            .into_any(),
            Some(Ok((arena, games))) => ring(arena, games),
        })
    };
    view! {
        <PageBar title="对战".to_owned() up=Route::Room(Room::Duel, String::new())/>
        <div class="page">
            <Code duel/>
            {move || shown()}
        </div>
    }
}

/// The code, to be told, sent or scanned.
#[component]
fn Code(duel: Duel) -> impl IntoView {
    let code = short_code::write(&duel.code());
    let link = format!("{}{}", page::base(), route_of(duel).href());
    let text = format!("【学练赛】来和我对战：{}题，对战码 {code}\n{link}", duel.length.n());
    let showing = RwSignal::new(false);
    let drawing = qr::draw(&link);
    view! {
        <section class="card center card__gap">
            <p class="muted">{said(duel)}</p>
            <p class="big" data-testid="code">{code}</p>
            <div class="pair">
                <CopyText label="复制邀请" testid="copy-invitation" text=Callback::new(move |()| text.clone())/>
                <Act label="出示二维码" look="act--quiet" testid="show-qr" press=tap(move || showing.update(|on| *on = !*on))/>
            </div>
            {live(move || showing.get().then(|| drawing.clone()).flatten().map(|qr::Drawing { side, path }| view! {
                <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label="对战二维码" data-testid="qr"><path d=path></path></svg>
            }))}
        </section>
    }
}

fn said(duel: Duel) -> String {
    let pace = duel.pace.limit().map_or("不限时".to_owned(), |limit| format!("每题{}秒", limit.whole_seconds()));
    let range = Library::expect().catalog.with_value(|catalog| {
        let entry = duel.bank.and_then(|idx| catalog.entries.get(usize::from(idx)));
        entry.map_or("全部题库".to_owned(), |entry| entry.title.clone())
    });
    format!("{}题 · {pace} · {range}", duel.length.n())
}

/// Who plays next, how it stands, and what others sent.
fn ring(arena: &Arc<Arena>, games: &[Game]) -> AnyView {
    let (library, record) = (Library::expect(), Record::expect());
    if let Some(open) = games.iter().rev().find(|game| game.receipt.is_none()) {
        let (name, href) = (open.name.clone(), Route::Session(open.session, Part::Question).href());
        return view! {
            <section class="card card--today card__gap">
                <p>{format!("{name}这一局还没答完。")}</p>
                <ActLink label="接着答" href=href testid="go-on"/>
            </section>
        }
        .into_any();
    }
    let mine: Vec<Vec<u8>> = games.iter().filter_map(|game| game.receipt.clone()).collect();
    let sent = RwSignal::new(Vec::<Vec<u8>>::new());
    let typed = RwSignal::new(String::new());
    let troubles = RwSignal::new(Vec::<String>::new());
    let first = games.is_empty();
    let name = RwSignal::new(if first { Learners::expect().current_untracked().name } else { String::new() });
    let names: Vec<(String, u16)> = games.iter().map(|game| (game.name.clone(), game.attempt)).collect();
    let n_names = {
        let mut known: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        known.len()
    };
    let missing = RwSignal::new(None::<&'static str>);
    let play = {
        let arena = arena.clone();
        move || {
            let name = name.get_untracked().trim().to_owned();
            let attempt = names.iter().filter(|(of, _)| *of == name).map(|(_, n)| *n).max();
            if name.is_empty() {
                missing.set(Some("请先写上名字，好分清是谁的成绩"));
                return;
            }
            if attempt.is_none() && n_names >= MOST_PLAYERS {
                missing.set(Some("一局最多四个人，请用已有的名字，或另开一局"));
                return;
            }
            let at = clock::now().wall.max(record.latest_at());
            let session = arena.start(record, library, name, attempt.unwrap_or(0) + 1, at);
            place::go(&Route::Session(session, Part::Question));
        }
    };
    let take = {
        let arena = arena.clone();
        move || {
            let (mut said, mut found) = (Vec::new(), receipt::find(&typed.get_untracked()));
            if found.is_empty() {
                said.push("没有找到战绩。请把对方发来的整段文字粘贴进来".to_owned());
            }
            for bytes in found.drain(..).map(|found| found.bytes) {
                match bytes.map_err(|why| why.to_string()).and_then(|bytes| arena.mark(&bytes).map(|_| bytes)) {
                    Ok(bytes) => sent.update(|sent| {
                        if !sent.contains(&bytes) {
                            sent.push(bytes);
                        }
                    }),
                    Err(why) => said.push(why),
                }
            }
            if said.is_empty() {
                typed.set(String::new());
            }
            troubles.set(said);
        }
    };
    let board = {
        let (arena, mine) = (arena.clone(), mine.clone());
        move || {
            let all: Vec<Vec<u8>> = mine.iter().cloned().chain(sent.get()).collect();
            board(&arena, &all)
        }
    };
    let last = mine.last().cloned();
    let length = arena.duel.length.n();
    view! {
        {live(board)}
        {last.map(|bytes| {
            let text = move |()| format!("【学练赛】对战战绩，{length}题：\n{}", receipt::to_text(&bytes));
            view! { <CopyText label="复制我的战绩，发给对手" testid="copy-receipt" text=Callback::new(text)/> }
        })}
        <section class="card card__gap">
            <h2 class="card__title">{if first { "开始" } else { "下一位（同一部手机轮流答）" }}</h2>
            <label class="gap">
                <span>"名字"</span>
                <input class="field" type="text" maxlength="20" autocomplete="off" prop:value=name
                    on:input:target=move |event| {
                        missing.set(None);
                        name.set(event.target().value());
                    } data-testid="player"/>
            </label>
            {(!first).then(|| view! { <p class="muted">"写上次用过的名字，就是和上次的自己比。"</p> })}
            {live(move || missing.get().map(|why| view! { <p role="alert" data-testid="player-problem">{why}</p> }))}
            <Act label="开始答题" look=if first { "" } else { "act--quiet" } testid="play" press=tap(play)/>
        </section>
        {(!first).then(|| view! {
            <section class="card card__gap">
                <h2 class="card__title">"比一比"</h2>
                <label class="gap">
                    <span class="muted">"粘贴对手发来的战绩"</span>
                    <textarea class="field" rows="3" prop:value=typed on:input:target=move |event| typed.set(event.target().value()) data-testid="paste"></textarea>
                </label>
                {live(move || troubles.get().into_iter().map(|why| view! { <p role="alert" data-testid="trouble">{format!("{why}。")}</p> }).collect_view())}
                <Act label="加入比较" look="act--quiet" testid="compare" press=tap(take)/>
            </section>
        })}
    }
    .into_any()
}

/// Everybody's game by score and time, and question by question.
fn board(arena: &Arena, all: &[Vec<u8>]) -> AnyView {
    // A name played twice is a match against oneself, so each game stands for itself.
    let marked: Vec<Marked> = all.iter().filter_map(|bytes| arena.mark(bytes).ok()).collect();
    if marked.is_empty() {
        return ().into_any();
    }
    let games: Vec<Vec<Filed<'_>>> = marked
        .iter()
        .map(|marked| {
            let person = marked.person(&arena.terms);
            vec![Filed { marked, person, flags: Vec::new(), standing: Standing::Counts }]
        })
        .collect();
    let mut ranked: Vec<_> = games.iter().filter_map(|game| rank(&arena.terms, game).into_iter().next()).collect();
    ranked.sort_by_key(|game| (std::cmp::Reverse(game.score), game.took));
    let n = arena.duel.length.n();
    let mut rows = Vec::new();
    let mut place = 0;
    for (idx, game) in ranked.iter().enumerate() {
        let before = idx.checked_sub(1).map(|before| (ranked[before].score, ranked[before].took));
        if before != Some((game.score, game.took)) {
            place = idx + 1;
        }
        let Some(played) = game.by.first() else { continue };
        let again = played.receipt.entry.attempt;
        let name = if again > 1 { format!("{}（第{again}次）", game.name) } else { game.name.to_owned() };
        let marks: String = played.shares.iter().map(|share| if share.is_right() { '✓' } else { '✕' }).collect();
        rows.push(view! {
            <tr data-testid="player-row">
                <td class="figure">{place}</td>
                <td>{name}<br/><span class="tiny marks" aria-hidden="true">{marks}</span></td>
                <td class="figure">{format!("{}/{n}", played.n_right)}</td>
                <td class="figure">{game.took.to_string()}</td>
            </tr>
        });
    }
    view! {
        <section class="card card__gap" data-testid="board">
            <h2 class="card__title">"战绩"</h2>
            <table class="ranks">
                <thead><tr><th scope="col">"名次"</th><th scope="col">"名字"</th><th scope="col">"答对"</th><th scope="col">"用时"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="tiny">"战绩由作答重新判分得出，按答对题数、再按用时排。各人的手机自己计时，不能证明由本人独立作答。"</p>
        </section>
    }
    .into_any()
}
