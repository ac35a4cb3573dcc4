use crate::domain::bank::bank::Bank;
use crate::format::bank_json;
use crate::platform::browser::{self, Browser};
use crate::platform::{clock, files};
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::lean::{tap, text};
use leptos::prelude::*;
use std::sync::Arc;

const JSON: &str = "application/json";

/// 导出: the whole bank as a file, or as a text to send where files cannot be saved.
#[component]
pub fn ExportCard(bank: Arc<Bank>) -> impl IntoView {
    let in_app = browser::this() == Browser::InApp;
    let said = RwSignal::new(String::new());
    let of = bank.clone();
    let save = move || {
        let name = file_name(&of.title);
        let saved = files::save(&name, JSON, bank_json::write(&of).as_bytes());
        said.set(match saved {
            Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”。"),
            None => "这个浏览器不能保存文件，请改用“复制文字”。".to_owned(),
        });
    };
    let copy = move || {
        let bank = bank.clone();
        view! { <CopyText label="复制文字" testid="copy-bank" text=Callback::new(move |()| bank_json::write(&bank))/> }
    };
    view! {
        <section class="card card__gap" id="export" tabindex="-1" data-testid="export-bank">
            <h2 class="card__title">"导出"</h2>
            <p class="muted">{if in_app {
                "在微信这类应用里存不了文件：请复制文字，发给“文件传输助手”保存；以后在“导入题库”里粘贴就能恢复。"
            } else {
                "题库文件含全部题目、答案、解析和出处。留作备份，或者发给同事，在“导入题库”里打开。"
            }}</p>
            {in_app.then(&copy)}
            <Act label="存题库文件" look="act--quiet" testid="save-json" press=tap(save)/>
            {(!in_app).then(&copy)}
            <p class="muted" role="status" data-testid="export-said">{text(move || said.get())}</p>
        </section>
    }
}

/// The title without what file systems refuse.
fn file_name(title: &str) -> String {
    let safe: String = title.chars().filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c)).collect();
    format!("题库-{}-{}.json", safe.trim(), clock::now().wall.day().date())
}
