use crate::domain::session::rules::Feedback;
use crate::platform::{clock, device, timer};
use crate::state::device::Device;
use crate::state::keeping::Danger;
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink};
use crate::view::lean::{live, tap};
use crate::view::place::Place;
use crate::view::route::{Part, Route};
use leptos::prelude::*;

/// What the learner must know on every page: answers that are not kept, an exam whose clock is running, a new version.
#[component]
pub fn Notices() -> impl IntoView {
    let record = Record::expect();
    let (place, device) = (Place::expect(), Device::expect());
    let accepted = RwSignal::new(false);
    let keeping = move || {
        let keeping = record.keeping.get();
        let danger = keeping.danger().filter(|danger| *danger == Danger::Loss || !accepted.get())?;
        Some((keeping.sentence()?, danger == Danger::OneStore, keeping.n_unkept > 0))
    };
    // Elsewhere than on the exam itself nobody else looks at the clock.
    let tick = RwSignal::new(0_u64);
    let every = StoredValue::new_local(timer::Every::new(1000, move || {
        let on_exam = place.running.try_get_untracked().flatten().is_some();
        let timed = record.standings.with_untracked(|standings| {
            standings.started_sessions().iter().any(|session| session.started.rules.ends_itself())
        });
        if timed && !on_exam {
            record.close_overdue(clock::now());
            tick.update(|tick| *tick += 1);
        }
    }));
    on_cleanup(move || every.set_value(None));
    let running = move || {
        tick.track();
        let standings = record.standings.read();
        let open = standings.open_sessions();
        let exam = open.into_iter().find(|session| session.started.rules.feedback == Feedback::AtEnd);
        exam.map(|session| (session.id, session.started.title.clone(), session.started.deadline()))
    };
    let offered = move || {
        let elsewhere = |id| !matches!(place.route.get(), Route::Session(here, _) if here == id);
        running().filter(|(id, ..)| elsewhere(*id))
    };
    // Nobody is asked in the middle of a session, and nothing is loaded unasked.
    let update = move || {
        let busy = matches!(place.route.get(), Route::Session(..)) || running().is_some();
        device.is("update") && !busy
    };
    view! {
        {live(move || keeping().map(|(text, mild, may_retry)| view! {
            <div class="notice" role="alert" data-testid="not-kept">
                <div class="notice__in">
                    <span>{text}</span>
                    {mild.then(|| view! {
                        <Act label="知道了" look="act--small" testid="one-store" press=tap(move || accepted.set(true))/>
                    })}
                    {may_retry.then(|| view! {
                        <Act label="再存一次" look="act--small" testid="keep-again" press=tap(move || record.keep_again())/>
                    })}
                </div>
            </div>
        }))}
        {live(move || offered().map(|(id, title, deadline)| {
            let left = deadline.map(|deadline| deadline.since(record.read_clock(clock::now()).0));
            let left = left.map(|left| format!("，还剩{left}")).unwrap_or_default();
            view! {
                <div class="notice notice--exam" role="status" data-testid="running-exam">
                    <div class="notice__in">
                        <span>{format!("“{title}”正在计时{left}")}</span>
                        <ActLink label="继续考试" look="act--small" href=Route::Session(id, Part::Question).href() testid="resume-exam"/>
                    </div>
                </div>
            }
        }))}
        {live(move || update().then(|| view! {
            <div class="notice notice--exam" role="status" data-testid="new-version">
                <div class="notice__in">
                    <span>"有新版本，作答记录不受影响"</span>
                    <Act label="点这里更新" look="act--small" testid="update" press=tap(device::update)/>
                </div>
            </div>
        }))}
    }
}
