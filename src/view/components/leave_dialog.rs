use super::dialog::Dialog;
use crate::view::components::act::Act;
use crate::view::lean::tap;
use crate::view::place::Place;
use leptos::prelude::*;

/// Asked when the learner goes back out of an exam whose clock is running.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let place = Place::expect();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(place.leaving.read().is_some()));
    let stay = move || {
        open.set(false);
        place.leaving.set(None);
    };
    view! {
        <Dialog open title="还在计时" testid="leave-dialog">
            <p>"离开后计时不停，已答的都在；时间到会自动结束。"</p>
            <div class="pair">
                <Act label="先离开" look="act--plain" testid="leave" press=tap(move || { open.set(false); place.leave(); })/>
                <Act label="继续作答" testid="stay" press=tap(stay)/>
            </div>
        </Dialog>
    }
}
