use super::components::leave_dialog::LeaveDialog;
use super::components::notices::Notices;
use super::components::tabs::Tabs;
use super::later::{self, Later};
use super::pages::practise::PractisePage;
use super::pages::session::SessionPage;
use super::place::Place;
use super::route::{Part, Route};
use crate::domain::record::event::Writer;
use crate::domain::record::learner::Roll;
use crate::platform::shelf::Shelf;
use crate::platform::{chance, clock, page};
use crate::state::device::Device;
use crate::state::learners::Learners;
use crate::state::library::Library;
use crate::state::record::{Opened, Record};
use crate::state::settings::Settings;
use crate::view::components::act::ActLink;
use crate::view::lean::{effect, live, memo};
use leptos::prelude::*;
use std::rc::Rc;

#[component]
pub fn App(shelf: Rc<dyn Shelf>, roll: Roll, opened: Opened) -> impl IntoView {
    let learner = roll.current().id.clone();
    let learners = Learners::open(shelf.clone(), roll);
    let writer = Writer(u64::from_be_bytes(chance::bytes()));
    let record = Record::open(opened, writer, clock::now());
    record.close_overdue(clock::now());
    let settings = Settings::open(shelf.clone(), &learner);
    settings.apply();
    let place = Place::follow();
    provide_context(record);
    provide_context(settings);
    provide_context(Device::follow(shelf.clone()));
    provide_context(Library::open(shelf, &learner));
    provide_context(place);
    provide_context(learners);
    page::remove_element("shell");
    later::bring_all();

    // A session is one page, whichever part of it is looked at.
    let shown = memo(move || match place.route.get() {
        Route::Session(id, _) => Route::Session(id, Part::Question),
        route => route,
    });
    let mut is_first = true;
    effect(move || {
        page::set_title(&format!("{} · 学练赛", place.route.read().title()));
        if !std::mem::take(&mut is_first) {
            page::scroll_to_top();
            // The page is drawn by the time the frame begins.
            request_animation_frame(|| {
                page::focus("[data-focus]");
            });
        }
    });
    live(move || {
        if learners.locked.get() {
            return view! { <main id="main"><Later route=Route::Learners/></main> }.into_any();
        }
        view! {
            <Notices/>
            <main id="main">
                {live(move || match shown.get() {
                    Route::Practise => view! { <PractisePage/> }.into_any(),
                    Route::Session(id, _) => view! { <SessionPage id/> }.into_any(),
                    Route::Unknown => view! { <UnknownPage/> }.into_any(),
                    route => view! { <Later route/> }.into_any(),
                })}
            </main>
            <Tabs/>
            <LeaveDialog/>
        }
        .into_any()
    })
}

#[component]
fn UnknownPage() -> impl IntoView {
    view! {
        <div class="page">
            <h1 class="hello" tabindex="-1" data-focus>"没有这一页"</h1>
            <p class="muted">"链接可能抄漏了，或者来自旧版本。"</p>
            <ActLink label="回到首页" href=Route::Practise.href()/>
        </div>
    }
}
