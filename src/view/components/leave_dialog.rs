use super::dialog::Dialog;
use crate::view::components::act::Act;
use crate::view::lean::{effect, tap, text};
use crate::view::place::Place;
use leptos::prelude::*;

/// Asked when the learner goes back out of a session that is not over.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let place = Place::expect();
    let open = RwSignal::new(false);
    effect(move || open.set(place.leaving.read().is_some()));
    let stay = move || {
        open.set(false);
        place.leaving.set(None);
    };
    view! {
        <Dialog open title="这次还没结束" testid="leave-dialog">
            <p>{text(move || if place.has_clock.get() { "离开后计时不停，已答的都在；时间到会自动结束。" } else { "已答的都在，可以回来接着答。" })}</p>
            <div class="pair">
                <Act label="先离开" look="act--plain" testid="leave" press=tap(move || { open.set(false); place.leave(); })/>
                <Act label="继续作答" testid="stay" press=tap(stay)/>
            </div>
        </Dialog>
    }
}
