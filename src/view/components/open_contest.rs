use crate::platform::files;
use crate::view::components::act::Act;
use crate::view::lean::{live, tap};
use crate::view::place;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A contest that carries its questions is larger than a message, but no address is longer than this.
const MOST: usize = 1_500_000;

/// What contests and receipts begin with, as their formats have it; known here so that the page need not load them.
const MARKS: [(&str, Room); 2] = [("XLSB1.", Room::Join), ("XLSD1.", Room::Deliver)];

/// The room that a pasted message belongs to: the text from its mark on, without what a chat put around it.
fn room_of(text: &str) -> Option<Route> {
    let (at, room) =
        MARKS.iter().filter_map(|(mark, room)| Some((text.find(mark)?, *room))).min_by_key(|(at, _)| *at)?;
    let code = text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    Some(Route::Room(room, code.collect()))
}

/// Where a contest that somebody sent is opened: pasted, or as a file.
#[component]
pub fn OpenContest(
    /// Whether this is the one thing to do on the page.
    #[prop(optional)]
    main: bool,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let open = move |text: &str| match room_of(text) {
        _ if text.trim().is_empty() => problem.set(Some("请先粘贴主办方发来的链接或文字")),
        _ if text.len() > MOST => problem.set(Some("内容太长，打不开。请向主办方要竞赛链接")),
        Some(route) => place::go(&route),
        None => problem.set(Some("里面没有竞赛链接：链接里应有XLSB1.开头的一段。请把收到的整条消息都复制过来")),
    };
    let chosen = move |input: web_sys::HtmlInputElement| {
        spawn_local(async move {
            match files::chosen(&input, MOST).await {
                Some(text) => open(&text),
                None => {
                    let _ = problem.try_set(Some("这个文件打不开：读不出文字，或者太大。请向主办方重新要一份"));
                }
            }
            input.set_value("");
        });
    };
    view! {
        <label class="gap">
            <span class="muted">"粘贴收到的竞赛链接或整条消息"</span>
            <textarea class="field" rows="3" prop:value=typed on:input:target=move |event| typed.set(event.target().value()) data-testid="contest-text"></textarea>
        </label>
        {live(move || problem.get().map(|why| view! { <p role="alert" data-testid="contest-problem">{why}</p> }))}
        <div class="pair">
            <Act label="打开竞赛" look=if main { "" } else { "act--quiet" } testid="contest-open" press=tap(move || open(&typed.get_untracked()))/>
            <label class="act act--plain">
                "打开文件"
                <input type="file" accept=".txt,text/plain" on:change:target=move |event| chosen(event.target()) aria-label="打开竞赛文件" data-testid="contest-file"/>
            </label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_leads_to_the_room_of_what_stands_first_in_it() {
        let room = |text: &str| room_of(text);
        let join = |code: &str| Some(Route::Room(Room::Join, code.into()));
        assert_eq!(room("党章竞赛\nhttp://10.0.0.8/xls/#/contest/XLSB1.AQ-b_c\n快来"), join("XLSB1.AQ-b_c"));
        assert_eq!(room("XLSB1.AQab，XLSD1.AQ"), join("XLSB1.AQab"));
        assert_eq!(room("答卷 XLSD1.AQ"), Some(Route::Room(Room::Deliver, "XLSD1.AQ".into())));
        assert_eq!(room("没有"), None);
    }
}
