use super::restore::Restore;
use crate::domain::time::UtcMillis;
use crate::format::backup::pieces::{MAX_CODES, TEXT, codes as codes_of, pieces};
use crate::format::backup_notes::LastBackup;
use crate::platform::browser::{self, Browser};
use crate::platform::{clock, files};
use crate::state::learners::Learners;
use crate::state::record::Record;
use crate::view::components::act::Act;
use crate::view::components::page_bar::PageBar;
use crate::view::components::pieces::Pieces;
use crate::view::components::uncopied::UncopiedRows;
use crate::view::lean::{live, tap, text};
use crate::view::route::Route;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[derive(Clone, Copy, PartialEq)]
enum Way {
    File,
    Text,
    Codes,
}

/// 备份与恢复.
#[component]
pub fn BackupPage() -> impl IntoView {
    let (record, learners) = (Record::expect(), Learners::expect());
    // Grows with every backup, so that its age is said anew.
    let n_made = RwSignal::new(0_usize);
    let age = move || {
        n_made.track();
        record.backup_age()
    };
    let said = move || {
        let today = clock::now().wall.day();
        age().map_or("从未备份。".to_owned(), |age| format!("{}。", age.sentence(today)))
    };
    let changes_only = RwSignal::new(false);
    let message = RwSignal::new(String::new());
    let shown = RwSignal::new(Vec::<String>::new());
    let codes = RwSignal::new(false);
    let note = StoredValue::new(LastBackup::default());
    let done = move || {
        spawn_local(async move {
            record.backed_up(note.get_value()).await;
            let _ = n_made.try_update(|n| *n += 1);
            let _ = changes_only.try_set(false);
        });
    };
    let make = move |way: Way| {
        let now = clock::now().wall;
        // A file stands for all that was, or an older one would be thrown away for it.
        let changes = way != Way::File && changes_only.get_untracked();
        spawn_local(async move {
            let Ok((bytes, holds)) = record.export(learners.current_untracked(), now, changes).await else {
                message.set("浏览器的数据库现在读不出来，没有做成备份。请刷新页面再试。".to_owned());
                return;
            };
            note.set_value(holds);
            let made = if way == Way::Codes { codes_of(&bytes) } else { pieces(&bytes, TEXT) };
            let mut said = String::new();
            let mut to_show = Vec::new();
            match way {
                Way::File => {
                    let name = file_name(now);
                    said = format!(
                        "已交给浏览器保存，请到“下载”里看看有没有“{name}”，再把它存到别处（U盘、电脑、网盘）。"
                    );
                    match files::save(&name, files::TEXT, made.join("\n").as_bytes()) {
                        Some(()) => done(),
                        None => said = "这个浏览器不能保存文件，请改用文字或二维码。".to_owned(),
                    }
                }
                Way::Codes if made.len() > MAX_CODES => {
                    said = format!(
                        "内容太多：要{}张二维码，超过{MAX_CODES}张就难扫全了。请改用文件或文字{}。",
                        made.len(),
                        if changes { "" } else { "；备份过以后，二维码可以只带新增的" }
                    );
                }
                _ => to_show = made,
            }
            codes.set(way == Way::Codes);
            message.set(said);
            shown.set(to_show);
        });
    };
    let ways = |wechat: bool| {
        let mut ways = vec![
            (Way::File, "存成文件", "backup-file"),
            (Way::Text, "复制成文字", "backup-text"),
            (Way::Codes, "显示二维码", "backup-codes"),
        ];
        if wechat {
            ways.rotate_left(1);
        }
        ways
    };
    let wechat = browser::this() == Browser::InApp;
    view! {
        <PageBar title="备份与恢复".to_owned() up=Route::Me/>
        <div class="page">
            <section class="card card__gap">
                <h2 class="card__title">"备份"</h2>
                <p data-testid="backup-age">{text(said)}</p>
                <p class="muted">{if wechat {
                    "在微信这类应用里存不了文件：请复制成文字发给“文件传输助手”，或者用另一台手机扫二维码。"
                } else {
                    "备份是这台设备上的全部答题记录，换设备、清理浏览器之前做一份。里面有您填的姓名和单位，没有密码。"
                }}</p>
                {live(move || age().filter(|age| age.n_since > 0).map(|age| view! {
                    <label class="switch">
                        <span>{format!("文字和二维码只带上次备份后新增的{}条", age.n_since)}</span>
                        <input type="checkbox" prop:checked=changes_only on:change=tap_change(changes_only) data-testid="changes-only"/>
                    </label>
                }))}
                {ways(wechat).into_iter().enumerate().map(|(idx, (way, label, testid))| {
                    let look = if idx == 0 { "" } else { "act--quiet" };
                    view! { <Act label look testid press=tap(move || make(way))/> }
                }).collect_view()}
                <p class="muted" role="status" data-testid="backup-said">{text(move || message.get())}</p>
                {live(move || (!shown.read().is_empty()).then(|| view! {
                    <Pieces pieces=shown.get() codes=codes.get_untracked() done=Callback::new(move |()| done())/>
                }))}
            </section>
            <UncopiedRows/>
            <Restore/>
        </div>
    }
}

fn tap_change(on: RwSignal<bool>) -> Box<dyn FnMut(leptos::ev::Event)> {
    Box::new(move |_| on.update(|on| *on = !*on))
}

fn file_name(at: UtcMillis) -> String {
    format!("学练赛备份-{}.txt", at.day().date())
}
