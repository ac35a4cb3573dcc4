use super::question::QuestionPart;
use super::result::ResultPart;
use super::review::ReviewPart;
use super::sheet::SheetPart;
use crate::domain::record::event::EventId;
use crate::domain::session::rules::Feedback;
use crate::domain::session::session::{Phase, Session};
use crate::platform::clock;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::state::sitting::Sitting;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::live;
use crate::view::place::Place;
use crate::view::route::{Part, Route};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A session from its first question to its result, resumed from the record however it was left.
#[component]
pub fn SessionPage(id: EventId) -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let resumed = RwSignal::new(None::<Result<Session, Failed>>);
    spawn_local(async move {
        let session = match record.session(id).await {
            None => Err(Failed::NotHere),
            Some(known) => {
                let questions = library.questions_of(&known.started).await.map_err(Failed::NoQuestions);
                let steps = known.steps.iter().map(|(at, step)| (*at, step));
                questions.map(|questions| Session::resume(known.started.clone(), questions, steps))
            }
        };
        // The learner may have gone elsewhere meanwhile.
        let _ = resumed.try_set(Some(session));
    });
    live(move || match resumed.get() {
        None => view! { <div class="page"><div class="card bone" role="status" aria-label="正在取题"></div></div> }.into_any(),
        Some(Err(Failed::NotHere)) => view! {
            <PageBar title="没有这一组".to_owned() up=Route::Practise/>
            <div class="page"><p class="card" data-testid="no-session">"本机没有这一组题：可能在别的设备上开始，或者已经清除。"</p></div>
        }
        .into_any(),
        Some(Err(Failed::NoQuestions(why))) => view! {
            <PageBar title="没能打开".to_owned() up=Route::Practise/>
            <div class="page">
                <p class="card" role="alert" data-testid="session-failed">{format!("题目没能取来：{why}。作答记录都在，网络好了再打开就能接着做。")}</p>
            </div>
        }
        .into_any(),
        Some(Ok(session)) => {
            let sitting = Sitting::new(record, id, session, clock::now());
            sitting.tick(clock::now());
            view! { <Provider value=sitting><Parts/></Provider> }.into_any()
        }
    })
    .into_any()
}

#[derive(Clone)]
enum Failed {
    NotHere,
    /// Why, as a sentence.
    NoQuestions(String),
}

#[component]
fn Parts() -> impl IntoView {
    let (sitting, place) = (Sitting::expect(), Place::expect());
    let finished = Memo::new(move |_| sitting.phase.get() == Phase::Finished);
    let part = Memo::new(move |_| match (finished.get(), place.route.get()) {
        (true, Route::Session(_, Part::Review)) => Part::Review,
        (true, _) => Part::Result,
        (false, Route::Session(_, Part::Sheet)) => Part::Sheet,
        (false, _) => Part::Question,
    });
    // While a clock runs, leaving asks first.
    Effect::new(move || {
        let running = sitting.feedback == Feedback::AtEnd && !finished.get();
        place.running.set(running.then_some(sitting.id));
    });
    on_cleanup(move || {
        // Gone with the app itself at the very end.
        let _ = place.running.try_set(None);
    });
    live(move || match part.get() {
        Part::Question => view! { <QuestionPart/> }.into_any(),
        Part::Sheet => view! { <SheetPart/> }.into_any(),
        Part::Result => view! { <ResultPart/> }.into_any(),
        Part::Review => view! { <ReviewPart/> }.into_any(),
    })
}
