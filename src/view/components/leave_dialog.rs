use super::dialog::Dialog;
use crate::view::place::Place;
use leptos::prelude::*;

/// Asked when the learner goes back out of an exam whose clock is running.
#[component]
pub fn LeaveDialog() -> impl IntoView {
    let place = Place::expect();
    let open = RwSignal::new(false);
    Effect::new(move || open.set(place.leaving.read().is_some()));
    let stay = move |_| {
        open.set(false);
        place.leaving.set(None);
    };
    view! {
        <Dialog open title="考试还在计时" testid="leave-dialog">
            <p>"离开后计时不停，已答的都在；时间到会自动交卷。"</p>
            <div class="pair">
                <button class="act act--plain" on:click=move |_| { open.set(false); place.leave(); } data-testid="leave">"先离开"</button>
                <button class="act" on:click=stay data-testid="stay">"继续考试"</button>
            </div>
        </Dialog>
    }
}
