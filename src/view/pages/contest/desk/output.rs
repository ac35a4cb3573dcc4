use crate::format::table::Table;
use crate::format::{desk_jsonl, desk_tables};
use crate::platform::{clock, files};
use crate::state::desk_room::DeskRoom;
use crate::view::components::act::{Act, Entry};
use crate::view::components::tables_out::TablesOut;
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;

/// 导出: tables, JSON Lines, and what is printed.
#[component]
pub fn Output(room: DeskRoom) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let json = move || {
        let Some(ground) = room.ground() else { return };
        let (it, desk, now) = (room.reckoning.get_untracked(), room.desk.get_untracked(), clock::now().wall);
        let text = desk_jsonl::write(room.contest, &ground.pack.terms, &desk, &it, &it.analysis(), now);
        let name = format!("竞赛汇总-{}.jsonl", now.day().date());
        said.set(match files::save(&name, files::TEXT, text.as_bytes()) {
            Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”。"),
            None => "这个浏览器不能保存文件。".to_owned(),
        });
    };
    let print = |what: &str| Route::Room(Room::Print, format!("{}/{what}", room.contest)).href();
    view! {
        <h3 class="heading">"打印"</h3>
        <ul class="list list--rows">
            <Entry label="通报" note="名次、合格率、难题，留出签章的地方".to_owned() href=print("bulletin") testid="print-bulletin"/>
            <Entry label="证书" note="前几名和合格的人，一人一张".to_owned() href=print("certificates") testid="print-certificates"/>
        </ul>
        <section class="card card__gap" data-testid="export-results">
            <h3 class="card__title">"名次和分析"</h3>
            <p class="muted">"个人排名、单位排名、题目分析、核对记录，各一张表。"</p>
            {live(move || view! { <TablesOut tables=Callback::new(move |()| tables(room)) stem="竞赛汇总"/> })}
        </section>
        <details class="card">
            <summary data-testid="more-exports">"每题明细和JSON"</summary>
            <div class="card__gap" data-testid="export-answers">
                <p class="muted">"答卷明细：每份答卷每道题的作答和得分，人多时文件较大，要等一会儿。"</p>
                <TablesOut tables=Callback::new(move |()| answers(room)) stem="竞赛答卷明细"/>
                <Act label="存JSON Lines（全部数据，给程序用）" look="act--quiet" testid="save-jsonl" press=tap(json)/>
                <p class="muted" role="status" data-testid="jsonl-said">{text(move || said.get())}</p>
            </div>
        </details>
    }
}

fn tables(room: DeskRoom) -> Vec<Table> {
    let Some(ground) = room.ground() else { return Vec::new() };
    let (it, desk) = (room.reckoning.get_untracked(), room.desk.get_untracked());
    vec![
        desk_tables::people(&it),
        desk_tables::units(&it),
        desk_tables::items(&it.analysis()),
        desk_tables::checks(&ground.pack.terms, &desk, &it),
    ]
}

fn answers(room: DeskRoom) -> Vec<Table> {
    let Some(ground) = room.ground() else { return Vec::new() };
    vec![desk_tables::answers(&ground.pack.terms, &room.reckoning.get_untracked())]
}
