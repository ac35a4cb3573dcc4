use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::bank::kind::Kind;
use crate::domain::bank::level::Level;
use crate::domain::paper::scope::Scope;
use crate::domain::record::accuracy::outdated;
use crate::domain::session::rules::Purpose;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::EntryAct;
use crate::view::components::loaded::{Loaded, heading};
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap};
use crate::view::pages::drill::again;
use crate::view::route::Route;
use crate::view::start::{SITTING, Starter};
use leptos::prelude::*;
use std::sync::Arc;

/// The ways to practise one bank.
#[component]
pub fn NewPracticePage(id: BankId) -> impl IntoView {
    let title = heading(&id);
    view! {
        <PageBar title up=Route::Practise/>
        <div class="page">
            <Loaded id children=Callback::new(|bank: Arc<Bank>| view! { <Ways bank/> }.into_any())/>
        </div>
    }
}

#[component]
fn Ways(bank: Arc<Bank>) -> impl IntoView {
    let (library, starter, record) = (Library::expect(), Starter::expect(), Record::expect());
    let n_all = Scope::default().candidates(&bank).len();
    let wrong = {
        let bank = bank.clone();
        move || {
            let mut wrong = library.wrong_book(&record.standings.read());
            wrong.retain(|of| of.bank == bank.id && bank.question(&of.question).is_some());
            wrong
        }
    };
    let changed = bank.clone();
    let in_order = |label: String, scope: Scope, purpose: Purpose, testid: &'static str| {
        let n = scope.candidates(&bank).len();
        let (bank, title) = (bank.clone(), format!("{} · {label}", bank.title));
        let start = tap(move || starter.in_order(&bank, title.clone(), &scope, purpose));
        (n > 0).then(|| view! { <EntryAct label end=format!("{n}题") testid press=start/> })
    };
    let random = [10, 20, 50].into_iter().filter(|n| *n <= n_all).map(|n| {
        let bank = bank.clone();
        let title = format!("{} · 随机{n}题", bank.title);
        let start = move || starter.random(std::slice::from_ref(&bank), title.clone(), &Scope::default(), n);
        view! { <button class="act act--quiet" on:click=tap(start) data-testid=format!("random-{n}")>{format!("{n}题")}</button> }
    });
    let wrong_title = format!("{} · 练错题", bank.title);
    if n_all == 0 {
        return view! { <p class="card" data-testid="no-questions">"这个题库里还没有能练的题。"</p> }.into_any();
    }
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"随机抽"</h2>
            <div class="pair">{random.collect_view()}</div>
        </section>
        <ul class="list list--rows">
            {in_order("按顺序".to_owned(), Scope::default(), Purpose::Practice, "in-order")}
            {in_order("背题".to_owned(), Scope::default(), Purpose::Recite, "recite")}
            {live(move || {
                let questions = wrong();
                let (title, end) = (wrong_title.clone(), format!("{}题", questions.len()));
                (!questions.is_empty()).then(|| {
                    let start = tap(move || starter.these(title.clone(), questions.iter().take(SITTING).cloned().collect()));
                    view! { <EntryAct label="只练错题" end testid="wrong-only" press=start/> }
                })
            })}
        </ul>
        {live(move || again(starter, &changed.title, outdated(&changed, &record.standings.read())))}
        <p class="tiny">"背题：题目和答案一起看，不计分，位置单独记着。"</p>
        <h2 class="heading">"按主题"</h2>
        <ul class="list list--rows">
            {bank.topics().into_iter().map(|topic| {
                let scope = Scope { topic: Some(topic.to_owned()), ..Scope::default() };
                in_order(topic.to_owned(), scope, Purpose::Practice, "by-topic")
            }).collect_view()}
        </ul>
        <h2 class="heading">"按题型"</h2>
        <ul class="list list--rows">
            {Kind::ALL.map(|kind| {
                let scope = Scope { kind: Some(kind), ..Scope::default() };
                in_order(kind.label().to_owned(), scope, Purpose::Practice, "by-kind")
            })}
        </ul>
        <h2 class="heading">"按难度"</h2>
        <ul class="list list--rows">
            {Level::ALL.map(|level| {
                let scope = Scope { level: Some(level), ..Scope::default() };
                in_order(level.label().to_owned(), scope, Purpose::Practice, "by-level")
            })}
        </ul>
    }
    .into_any()
}
