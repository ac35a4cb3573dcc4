use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::record::session_record::PastExam;
use crate::domain::session::rules::Purpose;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink, Entry};
use crate::view::lean::{live, tap, text};
use crate::view::pages::result::date_time;
use crate::view::route::{Part, Route};
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
        let past = standings.exams().iter().rev().filter(|past| (past.purpose == Purpose::Challenge) == challenges);
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
