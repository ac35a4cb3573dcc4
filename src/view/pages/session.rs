use super::question::QuestionPart;
use crate::domain::record::event::EventId;
use crate::domain::session::rules::Feedback;
use crate::domain::session::session::{Phase, Session};
use crate::domain::time::UtcMillis;
use crate::platform::{clock, page};
use crate::state::library::Library;
use crate::state::record::Record;
use crate::state::seat::Seat;
use crate::state::sitting::Sitting;
use crate::view::components::act::Act;
use crate::view::components::page_bar::PageBar;
use crate::view::later::Later;
use crate::view::lean::{effect, live, memo, tap};
use crate::view::pages::result::date_time;
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
    let seat = StoredValue::new_local(None::<Seat>);
    let open = move |force: bool| {
        spawn_local(async move {
            let opened = opened(library, record, id, force, move || {
                seat.try_set_value(None);
                let _ = resumed.try_set(Some(Err(Failed::Elsewhere(None))));
            });
            let opened = opened.await;
            // The learner may have gone elsewhere meanwhile; then the seat is free again.
            let _ = match opened {
                Ok((session, taken)) => {
                    seat.try_set_value(taken);
                    resumed.try_set(Some(Ok(session)))
                }
                Err(failed) => resumed.try_set(Some(Err(failed))),
            };
        });
    };
    open(false);
    live(move || match resumed.get() {
        None => view! { <div class="page"><div class="card bone" role="status" aria-label="正在取题"></div></div> }.into_any(),
        Some(Err(Failed::NotHere)) => view! {
            <PageBar title="没有这一组".to_owned() up=Route::Practise/>
            <div class="page"><p class="card" data-testid="no-session">"本机没有这一组题：可能在别的设备上开始，或者已经清除。"</p></div>
        }
        .into_any(),
        Some(Err(Failed::Elsewhere(since))) => {
            let since = since.map(|since| format!("{}起，", date_time(since))).unwrap_or_default();
            view! {
                <PageBar title="已在别处打开".to_owned() up=Route::Compete/>
                <div class="page">
                    <section class="card card__gap" role="alert" data-testid="elsewhere">
                        <h2 class="card__title">"这场考试已在另一个窗口打开"</h2>
                        <p>{format!("{since}正在另一个窗口或标签页里作答，请回到那里继续。一场考试同时只能在一个窗口里作答。")}</p>
                        <Act label="改在这里作答" look="act--plain" testid="sit-here" press=tap(move || open(true))/>
                        <p class="muted">"已交的每一题都在，那个窗口会停下。"</p>
                    </section>
                </div>
            }
            .into_any()
        }
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

/// A session as the record has it, with the seat if it is a timed one that goes on.
async fn opened(
    library: Library,
    record: Record,
    id: EventId,
    force: bool,
    lost: impl Fn() + Clone + 'static,
) -> Result<(Session, Option<Seat>), Failed> {
    let known = record.session(id).await.ok_or(Failed::NotHere)?;
    let timed = known.started.rules.ends_itself() && known.finished.is_none();
    let seat = if timed {
        Some(record.sit(id, force, lost).await.map_err(|elsewhere| Failed::Elsewhere(elsewhere.since))?)
    } else {
        None
    };
    let questions = library.questions_of(record, &known.started).await.map_err(Failed::NoQuestions)?;
    // While the questions came another tab may have gone on.
    let known = record.session(id).await.unwrap_or(known);
    let steps = known.steps.iter().map(|(at, step)| (*at, step));
    Ok((Session::resume(known.started.clone(), questions, steps), seat))
}

#[derive(Clone)]
enum Failed {
    /// Another tab sits this exam, since when if that is known.
    Elsewhere(Option<UtcMillis>),
    NotHere,
    /// Why, as a sentence.
    NoQuestions(String),
}

#[component]
fn Parts() -> impl IntoView {
    let (sitting, place) = (Sitting::expect(), Place::expect());
    let finished = memo(move || sitting.phase.get() == Phase::Finished);
    let part = memo(move || match (finished.get(), place.route.get()) {
        (true, Route::Session(_, Part::Review)) if !sitting.hides(clock::now()) => Part::Review,
        (true, _) => Part::Result,
        (false, Route::Session(_, Part::Sheet)) => Part::Sheet,
        (false, _) => Part::Question,
    });
    // While a clock runs, leaving asks first.
    // On the screen its clocks are looked after here.
    let timed = sitting.feedback == Feedback::AtEnd || sitting.rules.ends_itself();
    effect(move || {
        let running = timed && !finished.get();
        place.has_clock.set(sitting.rules.has_clock());
        place.running.set(running.then_some(sitting.id));
    });
    if sitting.rules.watch {
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if page::is_hidden() {
                sitting.leave(clock::now());
            }
        });
        on_cleanup(move || {
            hidden.remove();
            // Another page of the app counts like another app.
            sitting.leave(clock::now());
        });
    }
    on_cleanup(move || {
        // Gone with the app itself at the very end.
        let _ = place.running.try_set(None);
    });
    live(move || match part.get() {
        Part::Question => view! { <QuestionPart/> }.into_any(),
        part => view! { <Later route=Route::Session(sitting.id, part)/> }.into_any(),
    })
}
