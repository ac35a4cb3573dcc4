use super::act::Act;
use super::copy_text::CopyText;
use crate::format::table::Table;
use crate::format::table_csv::{csv, to_copy};
use crate::platform::browser::{self, Browser};
use crate::platform::{clock, files};
use crate::view::later::{NotHere, workbook};
use crate::view::lean::{tap, text};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Tables leave the app: as text, as CSV, as an Excel workbook.
#[component]
pub fn TablesOut(
    /// Made only when they are wanted.
    tables: Callback<(), Vec<Table>>,
    /// What the files are called, before the day.
    stem: &'static str,
) -> impl IntoView {
    let wechat = browser::this() == Browser::InApp;
    let busy = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let keep = move |end: &str, kind: &str, bytes: &[u8]| {
        let name = format!("{stem}-{}.{end}", clock::now().wall.day().date());
        let saved = files::save(&name, kind, bytes);
        // The learner may have gone elsewhere meanwhile.
        let _ = said.try_set(match saved {
            Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”。"),
            None => "这个浏览器不能保存文件，请改用“复制文字”。".to_owned(),
        });
    };
    let as_csv = move || keep("csv", files::CSV, csv(&tables.run(())).as_bytes());
    let as_workbook = move || {
        busy.set(true);
        said.set(String::new());
        let (tables, at) = (tables.run(()), clock::now().wall);
        spawn_local(async move {
            match workbook(tables, at).await {
                Ok(bytes) => keep("xlsx", files::XLSX, &bytes),
                Err(NotHere) => {
                    let _ = said.try_set(
                        "做Excel表格的程序还没有下载到本机，现在又取不来。请检查网络后再试，或者改存CSV：Excel和WPS都能打开。"
                            .to_owned(),
                    );
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let copy = move || {
        view! { <CopyText label="复制文字" testid="copy-table" text=Callback::new(move |()| to_copy(&tables.run(())))/> }
    };
    let label = move || if busy.get() { "正在做表……" } else { "存Excel" };
    view! {
        <p class="muted">{if wechat {
            "在微信这类应用里存不了文件：请复制文字发给“文件传输助手”，到电脑上粘贴进Excel或WPS表格。"
        } else {
            "复制的文字可以发到微信，也可以直接粘贴进Excel或WPS表格。"
        }}</p>
        {wechat.then(copy)}
        <Act label={text(label)} look="act--quiet" disabled=busy testid="save-xlsx" press=tap(as_workbook)/>
        <Act label="存CSV" look="act--quiet" testid="save-csv" press=tap(as_csv)/>
        {(!wechat).then(copy)}
        <p class="muted" role="status" data-testid="table-said">{text(move || said.get())}</p>
    }
}
