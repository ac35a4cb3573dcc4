use super::import_report::ReportCards;
use super::import_save::SaveCard;
use super::import_seen::SeenCard;
use super::import_source::SourceCards;
use crate::domain::bank::id::BankId;
use crate::format::import::refused::Refused;
use crate::state::import_room::{ImportRoom, Stage};
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::Act;
use crate::view::components::meter::Meter;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use std::mem::discriminant;

/// Files and texts that become questions of a bank: the one named, or a new one.
#[component]
pub fn ImportPage(into: String) -> impl IntoView {
    let room = ImportRoom::new(Library::expect(), Record::expect());
    on_cleanup(move || room.cancel());
    let into = (!into.is_empty()).then(|| BankId::new(into));
    // While it reads only the figures move.
    let stage = Memo::new_with_compare(
        move |_| room.stage.get(),
        |before, now| match (before, now) {
            (Some(Stage::Ready(before)), Some(Stage::Ready(now))) => !std::sync::Arc::ptr_eq(before, now),
            (Some(before), Some(now)) => discriminant(before) != discriminant(now),
            _ => true,
        },
    );
    view! {
        <PageBar title="导入题库".to_owned() up=Route::Room(Room::Banks, String::new())/>
        <div class="page page--wide" data-testid="import">
            {live(move || match stage.get() {
                Stage::Choosing => view! { <SourceCards room/> }.into_any(),
                Stage::Reading(..) => view! { <Progress room/> }.into_any(),
                Stage::Refused(why) => refused(room, &why),
                Stage::Ready(reading) => view! {
                    <SeenCard room reading/>
                    <ReportCards room/>
                    <SaveCard room into=into.clone()/>
                    <Act label="换一个文件" look="act--plain" testid="import-again" press=tap(move || room.leave())/>
                }.into_any(),
            })}
        </div>
    }
}

#[component]
fn Progress(room: ImportRoom) -> impl IntoView {
    let figures = move || match room.stage.get() {
        Stage::Reading(done, total) if total > 0 => Some((done, total)),
        _ => None,
    };
    view! {
        <section class="card card__gap" role="status" data-testid="import-progress">
            <h2 class="card__title">"正在读……"</h2>
            {live(move || figures().map(|(done, total)| {
                let percent = (done * 100 / total.max(1)).min(100);
                view! { <Meter percent=Some(percent as u32) seen=true/><p class="muted figure">{format!("{percent}%")}</p> }
            }))}
            <Act label="取消" look="act--plain" testid="import-cancel" press=tap(move || room.cancel())/>
        </section>
    }
}

fn refused(room: ImportRoom, why: &Refused) -> AnyView {
    view! {
        <section class="card card__gap" role="alert" data-testid="import-refused">
            <h2 class="card__title">"这个文件没有读进来"</h2>
            <p>{format!("{why}。")}</p>
            <Act label="换一个文件" testid="import-again" press=tap(move || room.leave())/>
        </section>
    }
    .into_any()
}
