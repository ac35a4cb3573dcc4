use super::draft_paper::{PaperCards, term};
use super::draft_publish::PublishCard;
use super::draft_rules::{BasicsCard, PeopleCard, RulesCard, WindowCard};
use crate::domain::bank::id::BankId;
use crate::domain::contest::draft::Draft;
use crate::format::draft_save;
use crate::platform::timer;
use crate::state::contests::Contests;
use crate::state::library::Library;
use crate::state::own_banks;
use crate::view::components::act::ActLink;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone)]
enum Opened {
    Draft(Box<Draft>, Vec<BankId>),
    /// Bytes that this version cannot read stay where they are.
    Unreadable,
    None,
}

/// The form of a contest.
#[component]
pub fn DraftPage(name: String) -> impl IntoView {
    let (contests, library) = (Contests::expect(), Library::expect());
    let opened = RwSignal::new(None::<Opened>);
    let of = name.clone();
    spawn_local(async move {
        let found = match contests.draft(&of).await.map(|bytes| draft_save::read(&bytes)) {
            Some(Some(mut draft)) => {
                for bank in draft.rest.banks.iter().filter(|bank| own_banks::is_own(&bank.id)) {
                    // One that is gone is told by its name.
                    let _ = library.loaded(&bank.id).await;
                }
                let gone = draft.renew(|id| term(library, id));
                Opened::Draft(Box::new(draft), gone)
            }
            Some(None) => Opened::Unreadable,
            None => Opened::None,
        };
        let _ = opened.try_set(Some(found));
    });
    let missing = |why: &'static str| {
        view! {
            <div class="page">
                <div class="card card__gap" role="alert" data-testid="no-draft">
                    <p>{why}</p>
                    <ActLink label="回到组织竞赛" href=Route::Room(Room::Organise, String::new()).href()/>
                </div>
            </div>
        }
        .into_any()
    };
    view! {
        <PageBar title="编辑竞赛".to_owned() up=Route::Room(Room::Organise, String::new())/>
        {live(move || match opened.get() {
            None => view! { <div class="page"><div class="card bone" role="status" aria-label="正在打开"></div></div> }.into_any(),
            Some(Opened::Draft(draft, gone)) => view! { <Form name=name.clone() draft=*draft gone/> }.into_any(),
            Some(Opened::Unreadable) => missing("这份草稿由更新的版本写成，请刷新页面更新后再打开。它还在，没有改动。"),
            Some(Opened::None) => missing("没有这份草稿，可能已经发布或删除了。"),
        })}
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kept {
    Yes,
    Writing,
    No,
}

#[component]
fn Form(name: String, draft: Draft, gone: Vec<BankId>) -> impl IntoView {
    let draft = RwSignal::new(draft);
    let kept = keep(&name, draft);
    let gone: Vec<String> = gone.iter().map(ToString::to_string).collect();
    view! {
        <div class="page page--form" data-testid="draft-form">
            <p class="tiny org-kept" role="status" data-testid="draft-kept">{text(move || match kept.get() {
                Kept::Yes => "草稿已存在本机",
                Kept::Writing => "正在存草稿……",
                Kept::No => "草稿没有存住：浏览器存不下了。请先不要关闭本页",
            })}</p>
            {(!gone.is_empty()).then(|| view! { <p class="card" role="alert">{format!("这些题库现在没有了，已从草稿里去掉：{}", gone.join("、"))}</p> })}
            <div class="form-columns">
                <div class="card__gap">
                    <BasicsCard draft/>
                    <PaperCards draft/>
                </div>
                <div class="card__gap">
                    <WindowCard draft/>
                    <RulesCard draft/>
                    <PeopleCard draft/>
                </div>
            </div>
            <PublishCard name draft/>
        </div>
    }
}

/// Writes the draft after each change, one at a time, so that the last one stands in the end.
fn keep(name: &str, draft: RwSignal<Draft>) -> RwSignal<Kept> {
    let contests = Contests::expect();
    let kept = RwSignal::new(Kept::Yes);
    let (name, writing) = (StoredValue::new(name.to_owned()), StoredValue::new(false));
    Effect::new(move |first: Option<()>| {
        draft.track();
        if first.is_none() {
            return;
        }
        kept.set(Kept::Writing);
        if writing.get_value() {
            return;
        }
        writing.set_value(true);
        spawn_local(async move {
            // Who types fast is written once for several letters.
            timer::sleep(0).await;
            loop {
                let (Some(known), Some(name)) = (draft.try_get_untracked(), name.try_get_value()) else { return };
                let put = contests.put_draft(&name, &draft_save::write(&known)).await;
                let Some(now) = draft.try_get_untracked() else { return };
                if put.is_err() || now == known {
                    let _ = writing.try_set_value(false);
                    let _ = kept.try_set(if put.is_ok() { Kept::Yes } else { Kept::No });
                    return;
                }
            }
        });
    });
    // Who leaves at once loses nothing either.
    on_cleanup(move || {
        if let (Some(true), Some(known), Some(name)) =
            (writing.try_get_value(), draft.try_get_untracked(), name.try_get_value())
        {
            spawn_local(async move {
                // There is no page any more to say that it was refused.
                let _ = contests.put_draft(&name, &draft_save::write(&known)).await;
            });
        }
    });
    kept
}
