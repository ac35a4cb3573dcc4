use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::contest::rules_in_words::window_in_words;
use crate::domain::record::session_record::{PastExam, SessionRecord};
use crate::domain::session::entry::{ContestId, Entry as Entered};
use crate::domain::session::rules::Purpose;
use crate::domain::sort::sort_by;
use crate::domain::time::UtcMillis;
use crate::format::pack;
use crate::platform::clock;
use crate::state::entering::Entering;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink, Entry};
use crate::view::components::open_contest::OpenContest;
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::route::{Part, Room, Route};
use crate::view::start::Starter;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// How many challenges are listed; there may be many a day.
const SHOWN: usize = 5;

/// 赛: a mock exam, a challenge, and the ones before.
#[component]
pub fn CompetePage() -> impl IntoView {
    let record = Record::expect();
    let past = move |challenges: bool| {
        let standings = record.standings.read();
        // Contests have a list of their own, which shows no score before its time.
        let past = standings.exams().iter().rev().filter(|past| past.purpose != Purpose::Contest);
        let past = past.filter(|past| (past.purpose == Purpose::Challenge) == challenges);
        past.map(Past::of).collect::<Vec<_>>()
    };
    view! {
        <div class="page">
            <h1 class="hello" tabindex="-1" data-focus>"赛"</h1>
            <section class="card card--today card__gap">
                <div>
                    <h2 class="card__title">"模拟考试"</h2>
                    <p class="muted">"自己定题型、分值和时间，统一计时，交卷后看对错"</p>
                </div>
                <ActLink label="出一份卷" href=Route::NewExam.href() testid="new-exam"/>
            </section>
            <Challenge/>
            <h2 class="heading">"竞赛"</h2>
            <MyContests/>
            <section class="card card__gap"><OpenContest/></section>
            <ul class="list list--rows">
                <Entry label="对战" note="双人、四人，同一份题比一比".to_owned() href=Route::Room(Room::Duel, String::new()).href() testid="duel"/>
                <Entry label="组织竞赛" note="出卷、发链接、收答卷、排名".to_owned() href=Route::Room(Room::Organise, String::new()).href() testid="organise"/>
            </ul>
            <h2 class="heading">"考过的"</h2>
            {live(move || {
                let past = past(false);
                if past.is_empty() {
                    view! { <p class="card muted">"还没有考过。考完后成绩和每道题都能在这里回看。"</p> }.into_any()
                } else {
                    list(past, "past-exam")
                }
            })}
            {live(move || {
                let mut past = past(true);
                past.truncate(SHOWN);
                (!past.is_empty()).then(|| view! { <h2 class="heading">"最近的挑战"</h2>{list(past, "past-challenge")} })
            })}
        </div>
    }
}

/// 我的竞赛: those that were opened on this device, with how they stand.
#[component]
fn MyContests() -> impl IntoView {
    let entering = Entering::expect();
    let shown = RwSignal::new(Vec::<Mine>::new());
    spawn_local(async move {
        let (all, sittings) = (entering.contests.all_entered().await, entering.all_sittings().await);
        // Where the record cannot be read now, the entrance says so.
        let sittings = sittings.unwrap_or_default();
        let now = entering.now(clock::now());
        let mut mine: Vec<Mine> = all.iter().map(|read| Mine::of(read, &sittings, now)).collect();
        sort_by(&mut mine, |a, b| b.closes.cmp(&a.closes));
        // The learner may have gone elsewhere meanwhile.
        let _ = shown.try_set(mine);
    });
    live(move || {
        let mine = shown.get();
        (!mine.is_empty()).then(|| {
            view! {
                <ul class="list list--rows" aria-label="我的竞赛">
                    {mine.into_iter().map(|mine| {
                        let href = Route::Room(Room::Enter, mine.contest.to_string()).href();
                        view! { <Entry label=mine.title note=mine.window end=mine.state href testid="my-contest"/> }
                    }).collect_view()}
                </ul>
            }
        })
    })
}

#[derive(Clone)]
struct Mine {
    contest: ContestId,
    title: String,
    window: String,
    state: &'static str,
    closes: UtcMillis,
}

impl Mine {
    fn of(read: &pack::Read, sittings: &[SessionRecord], now: UtcMillis) -> Self {
        let (contest, title, window) = match read {
            pack::Read::Open(pack) => (pack.contest, &pack.terms.title, pack.terms.window),
            pack::Read::Sealed(sealed) => (sealed.cover.contest, &sealed.cover.title, sealed.cover.window),
        };
        let counts = |entry: &Entered| entry.contest == contest && entry.attempt > 0;
        let of_it = sittings.iter().filter(|session| session.started.entry.as_ref().is_some_and(counts));
        let of_it: Vec<&SessionRecord> = of_it.collect();
        let state = if of_it.iter().any(|session| session.finished.is_none()) {
            "答题中"
        } else if !of_it.is_empty() {
            "已交卷"
        } else if now < window.opens {
            "未开始"
        } else if window.holds(now) {
            "进行中"
        } else {
            "已结束"
        };
        let (title, words) = (title.clone(), window_in_words(window, now));
        Self { contest, title, window: words, state, closes: window.closes }
    }
}

/// 挑战答题: until the first miss, from one bank or from all.
#[component]
fn Challenge() -> impl IntoView {
    let (library, starter) = (Library::expect(), Starter::expect());
    let entries = library.catalog.with_value(|catalog| catalog.entries.clone());
    let chosen = RwSignal::new(None::<BankId>);
    let failed = RwSignal::new(None::<String>);
    let waiting = RwSignal::new(false);
    let start = move || {
        let ids = chosen.get_untracked().map_or_else(|| library.ids(), |id| vec![id]);
        waiting.set(true);
        failed.set(None);
        spawn_local(async move {
            // All at once: on a phone the way to the server takes longer than the bank.
            ids.iter().for_each(|id| library.want(id));
            let mut banks: Vec<Arc<Bank>> = Vec::new();
            let mut why = None;
            for id in &ids {
                match library.loaded(id).await {
                    Ok(bank) => banks.push(bank),
                    Err(reason) => why = Some(format!("题库没能打开：{reason}")),
                }
            }
            // Who has gone to another page meanwhile starts nothing any more.
            if waiting.try_set(false).is_some() {
                return;
            }
            if why.is_some() {
                failed.set(why);
                return;
            }
            let of = if let [one] = &*ids { library.title(one) } else { "全部题库".to_owned() };
            starter.challenge(&banks, format!("挑战答题 · {of}"));
        });
    };
    let known = entries.clone();
    view! {
        <section class="card card__gap">
            <div>
                <h2 class="card__title">"挑战答题"</h2>
                <p class="muted">"一题45秒，答错一题就结束，看能连对几题"</p>
            </div>
            <select class="field" aria-label="从哪个题库出题" data-testid="challenge-bank"
                on:change:target=move |event| {
                    let id = event.target().value();
                    chosen.set(known.iter().map(|entry| &entry.id).find(|known| known.as_str() == id).cloned());
                }>
                <option value="">"全部题库"</option>
                {entries.iter().map(|entry| view! {
                    <option value=entry.id.to_string()>{entry.title.clone()}</option>
                }).collect_view()}
            </select>
            {live(move || failed.get().map(|why| view! { <p role="alert" data-testid="challenge-problem">{why}</p> }))}
            <Act label={text(move || if waiting.get() { "正在取题……" } else { "开始挑战" })} look="act--quiet" disabled=waiting testid="challenge" press=tap(start)/>
        </section>
    }
}

fn list(past: Vec<Past>, testid: &'static str) -> AnyView {
    view! {
        <ul class="list list--rows">
            {past.into_iter().map(|past| {
                let href = Route::Session(past.id, Part::Result).href();
                view! { <Entry label=past.title note=past.when end=past.score href testid/> }
            }).collect_view()}
        </ul>
    }
    .into_any()
}

struct Past {
    id: crate::domain::record::event::EventId,
    title: String,
    when: String,
    score: String,
}

impl Past {
    fn of(exam: &PastExam) -> Self {
        let score = match exam.purpose {
            Purpose::Challenge => format!("连对{}题", exam.n_right),
            _ => format!("{} / {}分", exam.earned, exam.total),
        };
        Self { id: exam.id, title: exam.title.clone(), when: date_time(exam.at), score }
    }
}
