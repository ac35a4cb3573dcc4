//! Where in the app the learner is, as the address says, and whether leaving asks first.
use super::route::{Part, Route};
use crate::domain::record::event::EventId;
use crate::platform::page;
use leptos::prelude::*;

#[derive(Clone, Copy)]
pub struct Place {
    pub route: RwSignal<Route>,
    /// The session on this screen that is left only after asking.
    pub running: RwSignal<Option<EventId>>,
    /// Whether that session ends by a clock, and not by its learner alone.
    pub has_clock: RwSignal<bool>,
    /// Where the learner was about to go when she was asked whether to leave.
    pub leaving: RwSignal<Option<Route>>,
}

impl Place {
    /// Follows the address as long as the app lives.
    pub fn follow() -> Self {
        let place = Self {
            route: RwSignal::new(Route::parse(&page::hash())),
            running: RwSignal::new(None),
            has_clock: RwSignal::new(false),
            leaving: RwSignal::new(None),
        };
        let listener =
            window_event_listener_untyped("hashchange", move |_| place.moved_to(Route::parse(&page::hash())));
        on_cleanup(move || listener.remove());
        place
    }

    pub fn expect() -> Self {
        expect_context()
    }

    fn moved_to(self, route: Route) {
        let session_of = |route: &Route| if let Route::Session(id, _) = route { Some(*id) } else { None };
        match self.running.get_untracked() {
            Some(id) if session_of(&route) != Some(id) => {
                // Back to where the clock runs, and ask.
                page::go(&Route::Session(id, Part::Question).to_string());
                self.leaving.set(Some(route));
            }
            _ => {
                if self.route.with_untracked(|now| *now != route) {
                    self.route.set(route);
                }
            }
        }
    }

    pub fn leave(self) {
        if let Some(route) = self.leaving.get_untracked() {
            self.running.set(None);
            self.leaving.set(None);
            page::go(&route.to_string());
        }
    }
}

pub fn go(route: &Route) {
    page::go(&route.to_string());
}
