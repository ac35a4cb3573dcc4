use super::cover::Cover;
use super::entrance::Entrance;
use super::removal::Removal;
use crate::domain::contest::entry_form::EntryForm;
use crate::domain::record::session_record::SessionRecord;
use crate::domain::session::entry::ContestId;
use crate::format::pack::{Pack, SealedPack};
use crate::state::entering::{Entering, UNREADABLE};
use crate::view::components::open_contest::OpenContest;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::live;
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What is known of a contest on this device.
#[derive(Clone)]
enum Known {
    Open(Box<(Pack, Vec<SessionRecord>, EntryForm)>),
    Sealed(Box<SealedPack>),
    Nothing,
    /// Why not, as a sentence.
    Failed(&'static str),
}

/// The entrance of a contest: what it is, whether it is open, and as whom to sit it.
#[component]
pub fn EnterPage(id: String) -> impl IntoView {
    let entering = Entering::expect();
    let known = RwSignal::new(None::<Known>);
    let look = move || {
        let contest = id.parse::<ContestId>();
        spawn_local(async move {
            let found = match contest {
                Ok(contest) => find(entering, contest).await,
                Err(_) => Known::Nothing,
            };
            // The learner may have gone elsewhere meanwhile.
            let _ = known.try_set(Some(found));
        });
    };
    look();
    let unsealed = Callback::new(move |()| look());
    view! {
        <PageBar title="参加竞赛".to_owned() up=Route::Compete/>
        <div class="page">
            {live(move || match known.get() {
                None => view! { <div class="card bone" role="status" aria-label="正在打开竞赛"></div> }.into_any(),
                Some(Known::Open(open)) => {
                    let (pack, sittings, form) = *open;
                    let (contest, has_sat) = (pack.contest, !sittings.is_empty());
                    let is_running = sittings.iter().any(|session| session.finished.is_none());
                    view! {
                        <Entrance pack sittings form/>
                        {(!is_running).then(|| view! { <Removal contest has_sat/> })}
                    }
                    .into_any()
                }
                Some(Known::Sealed(sealed)) => {
                    let contest = sealed.cover.contest;
                    view! { <Cover sealed=*sealed unsealed/> <Removal contest has_sat=false/> }.into_any()
                }
                Some(Known::Nothing) => view! {
                    <p class="card" data-testid="no-contest">"本机没有这场竞赛：可能在别的设备上打开过，或者链接没有复制完整。请粘贴主办方发来的竞赛链接。"</p>
                    <section class="card card__gap"><OpenContest main=true/></section>
                }
                .into_any(),
                Some(Known::Failed(why)) => view! { <p class="card" role="alert">{format!("{why}。")}</p> }.into_any(),
            })}
        </div>
    }
}

async fn find(entering: Entering, contest: ContestId) -> Known {
    if let Some(pack) = entering.contests.entered(contest).await {
        let Ok(sittings) = entering.sittings(contest).await else { return Known::Failed(UNREADABLE) };
        let form = entering.form(&pack.terms, &sittings).await;
        return Known::Open(Box::new((pack, sittings, form)));
    }
    match entering.contests.sealed(contest).await {
        Some(sealed) => Known::Sealed(Box::new(sealed)),
        None => Known::Nothing,
    }
}
