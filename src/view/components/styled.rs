use crate::platform::page;
use crate::view::lean::live;
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// As `index.html` names the styles of organisers and authors.
const STYLES: &str = "rooms";

/// A page of a room, drawn once its styles are here. Where they cannot be had it is plain, and works.
pub fn styled(route: Route, draw: fn(Route) -> AnyView) -> AnyView {
    let ready = RwSignal::new(page::has_styles(STYLES));
    if !ready.get_untracked() {
        spawn_local(async move {
            page::bring_styles(STYLES).await;
            // The reader may have gone elsewhere meanwhile.
            if ready.try_set(true).is_none() {
                request_animation_frame(|| {
                    page::focus("[data-focus]");
                });
            }
        });
    }
    live(move || match ready.get() {
        true => draw(route.clone()),
        false => view! { <div class="page"><div class="card bone" role="status" aria-label="正在打开"></div></div> }
            .into_any(),
    })
    .into_any()
}
