use crate::format::pack;
use crate::platform::page;
use crate::state::contests::Contests;
use crate::view::components::open_contest::OpenContest;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::live;
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A contest as it travels. What opens is kept and entered, so that the way back does not lead here again.
#[component]
pub fn JoinPage(text: String) -> impl IntoView {
    let problem = RwSignal::new(None::<String>);
    let contests = Contests::expect();
    let asked = !text.is_empty();
    if asked {
        spawn_local(async move {
            let opened = match pack::from_text(&text) {
                Ok(read) => match contests.enter(&read).await {
                    Ok(()) => Ok(match read {
                        pack::Read::Open(pack) => pack.contest,
                        pack::Read::Sealed(sealed) => sealed.cover.contest,
                    }),
                    Err(_) => {
                        Err("浏览器没能存下这场竞赛：存储空间满了，或者被禁用。请清理空间，或换一个浏览器打开"
                            .to_owned())
                    }
                },
                Err(why) => Err(why.to_string()),
            };
            match opened {
                Ok(contest) => page::go_instead(&Route::Room(Room::Enter, contest.to_string()).to_string()),
                Err(why) => {
                    // The learner may have gone elsewhere meanwhile.
                    let _ = problem.try_set(Some(why));
                }
            }
        });
    }
    view! {
        <PageBar title="打开竞赛".to_owned() up=Route::Compete/>
        <div class="page">
            {live(move || match problem.get() {
                None if asked => view! { <div class="card bone" role="status" aria-label="正在打开竞赛"></div> }.into_any(),
                why => view! {
                    {why.map(|why| view! {
                        <section class="card card__gap" role="alert" data-testid="contest-refused">
                            <h2 class="card__title">"这场竞赛没能打开"</h2>
                            <p>{format!("{why}。")}</p>
                        </section>
                    })}
                    <section class="card card__gap"><OpenContest main=true/></section>
                }
                .into_any(),
            })}
        </div>
    }
}
