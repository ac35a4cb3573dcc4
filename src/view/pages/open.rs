use crate::domain::bank::id::QuestionRef;
use crate::domain::paper::chance::Chance;
use crate::domain::paper::seed::Seed;
use crate::platform::{chance, clock};
use crate::state::library::{Library, linked_id};
use crate::state::linked::{About, LinkedBank};
use crate::state::record::Record;
use crate::view::components::act::Act;
use crate::view::components::dialog::Dialog;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap, text};
use crate::view::place;
use crate::view::route::Route;
use crate::view::start::{SITTING, Starter};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A bank by link: what it is, what is wrong with it, and a practice of its questions.
#[component]
pub fn OpenPage(source: String) -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let state = RwSignal::new_local(None::<Result<LinkedBank, String>>);
    let load = {
        let source = source.clone();
        move |fresh: bool| {
            let source = source.clone();
            state.set(None);
            spawn_local(async move {
                let opened = library.open_link(&source, fresh).await;
                if let Ok(bank) = &opened {
                    library.remember(bank, clock::now().wall.max(record.latest_at()));
                }
                // The learner may have gone elsewhere meanwhile.
                let _ = state.try_set(Some(opened));
            });
        }
    };
    load(false);
    let reload = StoredValue::new_local(load);
    let remembered = {
        let source = source.clone();
        move || library.links.read().iter().any(|link| link.source == source)
    };
    let forget = {
        let source = source.clone();
        move || {
            library.forget(&source);
            place::go(&Route::Practise);
        }
    };
    let asking = RwSignal::new(false);
    view! {
        <PageBar title="来自链接的题库".to_owned() up=Route::Practise/>
        <div class="page">
            {live(move || match state.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在下载题库"></div> }.into_any(),
                Some(Ok(bank)) => view! { <Opened bank/> }.into_any(),
                Some(Err(why)) => view! {
                    <div class="card card__gap" role="alert" data-testid="open-failed">
                        <p class="card__title">"题库没能打开"</p>
                        <p>{why}</p>
                    </div>
                }.into_any(),
            })}
            <p class="tiny">{format!("来源：{source}")}</p>
            <div class="pair">
                <Act label={text(move || if state.read().as_ref().is_some_and(Result::is_err) { "再试一次" } else { "更新到最新" })} look="act--plain" testid="update" press=tap(move || reload.with_value(|load| load(true)))/>
                {live(move || remembered().then(|| view! {
                    <Act label="从列表移除" look="act--plain" testid="forget" press=tap(move || asking.set(true))/>
                }))}
            </div>
            <Dialog open=asking title="从列表移除这个题库？" testid="forget-dialog">
                <p>"你的作答记录会留着；再打开同一个链接就能接着用。"</p>
                <div class="pair">
                    <Act label="不移除" look="act--plain" press=tap(move || asking.set(false))/>
                    <Act label="移除" testid="forget-yes" press=tap(forget.clone())/>
                </div>
            </Dialog>
        </div>
    }
}

/// Problems shown in full; a broken export repeats the same one thousands of times.
const SHOWN: usize = 20;

#[component]
fn Opened(bank: LinkedBank) -> impl IntoView {
    let starter = Starter::expect();
    let About { title, n_questions, is_copy, .. } = bank.about();
    let (title, n_questions, is_copy) = (title.clone(), *n_questions, *is_copy);
    let n = n_questions.min(SITTING);
    let n_usable = RwSignal::new(n_questions);
    let n_checked = RwSignal::new(0);
    let problems = RwSignal::new(bank.about().problems.clone());
    let n_problems = RwSignal::new(bank.about().problems.len());
    let page = StoredValue::new(());
    let waiting = RwSignal::new(false);
    let failed = RwSignal::new(None::<String>);
    let here = move || page.try_get_value().is_some() && !waiting.try_get_untracked().unwrap_or(true);
    let note = move |n, found: Vec<String>| {
        if page.try_get_value().is_some() {
            n_checked.set(n);
            n_problems.update(|n| *n += found.len());
            // What the check of the questions finds is one unusable question each.
            n_usable.update(|n| *n = n.saturating_sub(found.len()));
            problems.update(|known| {
                let room = SHOWN.saturating_sub(known.len());
                known.extend(found.into_iter().take(room));
            });
        }
    };
    spawn_local(bank.clone().check(Box::new(here), Box::new(note)));
    let start = move || {
        waiting.set(true);
        let bank = bank.clone();
        spawn_local(async move {
            let id = linked_id(&bank.about().source);
            // A draw at random with room for questions that turn out unusable.
            let mut positions: Vec<usize> = (0..n_questions).collect();
            let mut chance = Chance::new(Seed::from_bytes(chance::bytes()));
            let mut settle = chance.settle(&mut positions);
            let drawn: Vec<usize> = std::iter::from_fn(|| settle.step().copied()).take(SITTING * 4).collect();
            match bank.clone().first_usable(n, drawn).await {
                Ok(questions) if questions.is_empty() => {
                    failed.set(Some("抽到的题都用不了，请看下面列出的问题".to_owned()))
                }
                Ok(questions) => {
                    let questions =
                        questions.into_iter().map(|question| QuestionRef { bank: id.clone(), question: question.id });
                    starter.these(bank.about().title.clone(), questions.collect());
                }
                Err(why) => failed.set(Some(why)),
            }
            let _ = waiting.try_set(false);
        });
    };
    let progress = move || {
        let n = n_checked.get();
        let found = n_problems.get();
        match (n == n_questions, found) {
            (true, 0) => "全部检查过，没有发现问题".to_owned(),
            (true, found) => format!("全部检查过，发现{found}处问题，用不了的题不会抽到"),
            (false, found) => format!("正在检查：{n} / {n_questions}，已发现{found}处问题"),
        }
    };
    view! {
        <section class="card card--today card__gap" data-testid="opened">
            <div>
                <h2 class="card__title" data-testid="opened-title">{title}</h2>
                <p class="muted figure" data-testid="opened-count">{format!("共{n_questions}题")}</p>
                {is_copy.then(|| view! { <p class="muted" data-testid="opened-copy">"现在连不上来源，用的是本机存的一份。"</p> })}
            </div>
            <p class="muted figure" role="status" data-testid="opened-problems">{text(progress)}</p>
            <Act label={text(move || if waiting.get() { "正在取题……".to_owned() } else { format!("练{}题", n_usable.get().min(SITTING)) })} disabled=waiting testid="start" press=tap(start)/>
            {live(move || failed.get().map(|why| view! { <p role="alert">{why}</p> }))}
        </section>
        {live(move || (n_problems.get() > 0).then(|| view! {
            <details class="card">
                <summary>{format!("看{}处问题", n_problems.get())}</summary>
                <ul class="list">{problems.get().into_iter().map(|problem| view! { <li class="tiny">{problem}</li> }).collect_view()}</ul>
            </details>
        }))}
        <p class="tiny">"链接题库由提供者负责，本应用只检查格式，不保证题目正确。"</p>
    }
}
