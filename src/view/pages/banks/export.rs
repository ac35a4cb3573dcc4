use crate::domain::bank::bank::Bank;
use crate::format::export::way::Way;
use crate::platform::browser::{self, Browser};
use crate::platform::{clock, files};
use crate::state::record::Record;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::copy_text::CopyText;
use crate::view::components::fields::Pick;
use crate::view::lean::{live, tap, text};
use crate::view::route::{Room, Route};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::sync::Arc;

/// 导出: the bank in one of many forms, with what the form cannot carry said before.
#[component]
pub fn ExportCard(bank: Arc<Bank>) -> impl IntoView {
    let in_app = browser::this() == Browser::InApp;
    let record = Record::expect();
    let said = RwSignal::new(String::new());
    let way = RwSignal::new(Way::Json);
    let labels = Way::ALL.map(|way| way.label().to_owned()).to_vec();
    let choose = Callback::new(move |idx: usize| {
        way.set(Way::ALL.get(idx).copied().unwrap_or(Way::Json));
        said.set(String::new());
    });
    let print = |what: &str| Route::Room(Room::Print, format!("{}/{what}", bank.id)).href();
    let (paper, key) = (print("paper"), print("key"));
    let of = bank.clone();
    let losses = move || {
        let sentences = way.get().left_out(&of);
        (!sentences.is_empty()).then(|| {
            let rows = sentences.into_iter().map(|sentence| view! { <li>{format!("{sentence}。")}</li> }.into_any());
            view! {
                <p>"这种格式带不走："</p>
                <ul class="list tiny" data-testid="left-out">{rows.collect::<Vec<_>>()}</ul>
            }
        })
    };
    let id = bank.id.clone();
    let note = Callback::new(move |way: Way| {
        let id = id.clone();
        if way.is_whole() {
            spawn_local(async move { record.note_copied(&id, clock::now().wall.max(record.latest_at())).await });
        }
    });
    let of = bank.clone();
    let acts = move || {
        let (way, bank) = (way.get(), of.clone());
        let copied = bank.clone();
        let save = move || {
            let name = file_name(&bank.title, way);
            let bytes = way.write(&bank, clock::now().wall);
            said.set(match files::save(&name, way.media_type(), &bytes) {
                Some(()) => {
                    note.run(way);
                    format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”。")
                }
                None => "这个浏览器不能保存文件，请改用“复制文字”。".to_owned(),
            });
        };
        let written = move |()| {
            note.run(way);
            String::from_utf8(way.write(&copied, clock::now().wall)).unwrap_or_default()
        };
        view! {
            {(in_app && !way.is_text()).then(|| view! { <p>"微信里存不下这种文件，请在浏览器里打开本页，或者换一种格式。"</p> })}
            <div class="pair">
                {way.is_text().then(|| view! { <CopyText label="复制文字" testid="copy-bank" text=Callback::new(written)/> })}
                {(!in_app).then(|| view! { <Act label="存成文件" look="act--quiet" testid="save-bank" press=tap(save)/> })}
            </div>
        }
        .into_any()
    };
    view! {
        <section class="card card__gap" id="export" tabindex="-1" data-testid="export-bank">
            <h2 class="card__title">"导出"</h2>
            <p class="muted">"题库只存在这台设备的这个浏览器里，请时常导出一份“学练赛题库”备份；换了设备，在“导入题库”里打开它就能恢复。"</p>
            <Pick label="导出成" testid="export-way" options=labels chosen=0 change=choose/>
            {live(losses)}
            {live(acts)}
            <p class="muted" role="status" data-testid="export-said">{text(move || said.get())}</p>
            <div class="pair">
                <ActLink label="打印试卷" look="act--plain" href=paper testid="print-bank"/>
                <ActLink label="打印答案" look="act--plain" href=key testid="print-bank-key"/>
            </div>
        </section>
    }
}

/// The title without what file systems refuse.
fn file_name(title: &str, way: Way) -> String {
    // Two forms end alike.
    let form = match way {
        Way::Gift => "-GIFT",
        Way::Aiken => "-Aiken",
        _ => "",
    };
    let safe: String = title.chars().filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c)).take(40).collect();
    format!("题库-{}{form}-{}.{}", safe.trim(), clock::now().wall.day().date(), way.extension())
}
