use crate::format::export::template;
use crate::format::import::read::Given;
use crate::format::{table_csv, table_xlsx};
use crate::platform::browser::{self, Browser};
use crate::platform::{clock, files};
use crate::state::import_room::{ImportRoom, Unsaved};
use crate::view::components::act::Act;
use crate::view::components::dialog::Dialog;
use crate::view::lean::{live, tap, text};
use leptos::ev::DragEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FileList;

/// A file or a pasted text.
#[component]
pub fn SourceCards(room: ImportRoom) -> impl IntoView {
    let over = RwSignal::new(false);
    let said = RwSignal::new(String::new());
    let (pasted, answers) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let given_answers = move || answers.try_get_untracked().filter(|answers| !answers.trim().is_empty());
    let take = move |list: Option<FileList>| {
        spawn_local(async move {
            match files::bytes(list).await {
                Some((name, bytes)) => room.take(Given { name, bytes, answers: given_answers() }),
                None => {
                    let _ = said.try_set("没有选文件".to_owned());
                }
            }
        });
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        take(files::dropped(&event));
    };
    let paste = move || {
        let bytes = pasted.get_untracked().into_bytes();
        if bytes.is_empty() {
            return said.set("请先把试卷文字粘贴到框里".to_owned());
        }
        room.take(Given { name: String::new(), bytes, answers: given_answers() });
    };
    view! {
        <UnsavedCard room/>
        <section
            class="card card__gap"
            class:desk__over=move || over.get()
            on:dragover=move |event: DragEvent| { event.prevent_default(); over.set(true); }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
            data-testid="import-drop"
        >
            <h2 class="card__title">"选一个文件"</h2>
            <p class="muted">"Excel、WPS 表格、Word（.docx）、纯文本、Markdown、GIFT、Aiken、Moodle XML、QTI，或者本应用导出的题库。导入前先看一遍，确认了才存。"</p>
            <label class="act">
                "选择文件（也可以拖到这里）"
                // Emptied first, so that the same file can be chosen again.
                <input type="file" on:click:target=move |event| event.target().set_value("")
                    on:change:target=move |event| take(event.target().files()) data-testid="import-file"/>
            </label>
        </section>
        <section class="card card__gap">
            <h2 class="card__title">"或者粘贴试卷文字"</h2>
            <label class="gap">
                <span>"题目、选项、答案一起贴，答案集中在最后也行"</span>
                <textarea class="field import-paste" prop:value=pasted on:input:target=move |event| pasted.set(event.target().value()) data-testid="import-paste"></textarea>
            </label>
            <details>
                <summary>"答案在另一份文字里"</summary>
                <label class="gap">
                    <span>"把答案贴在这里，例如“1-5 ABCDA”"</span>
                    <textarea class="field" prop:value=answers on:input:target=move |event| answers.set(event.target().value()) data-testid="import-answers"></textarea>
                </label>
            </details>
            <Act label="读这些文字" testid="import-text" press=tap(paste)/>
            <p role="status" class="muted">{text(move || said.get())}</p>
        </section>
        <Template/>
    }
}

fn told(Unsaved { name, n_changed }: &Unsaved) -> String {
    let what = if name.is_empty() { "粘贴的文字".to_owned() } else { format!("“{name}”") };
    let changed = if *n_changed > 0 { format!("，改过{n_changed}题") } else { String::new() };
    what + &changed
}

/// An import that was left before it was saved.
#[component]
fn UnsavedCard(room: ImportRoom) -> impl IntoView {
    spawn_local(room.find_unsaved());
    let resume = move || spawn_local(room.resume());
    let what = move || room.unsaved.read().as_ref().map(told).unwrap_or_default();
    view! {
        {live(move || room.unsaved.read().is_some().then(|| view! {
            <section class="card card--today card__gap" data-testid="unsaved">
                <h2 class="card__title">"上次没存完的导入还在"</h2>
                <p>{what() + "。"}</p>
                <div class="pair">
                    <Act label="接着改" testid="unsaved-go" press=tap(resume)/>
                    <Act label="不要了" look="act--plain" testid="unsaved-drop" press=tap(move || room.forget())/>
                </div>
            </section>
        }))}
        <Dialog open=room.asks title="上次的导入还没有存" testid="unsaved-dialog">
            <p>{text(move || what() + "，都还没有存进题库。现在读新的，上次的就没有了；先存上次的，新的这份存完再选一次。")}</p>
            <Act label="先把上次的存完" testid="unsaved-first" press=tap(resume)/>
            <Act label="读新的，上次的不要了" look="act--plain" testid="unsaved-instead" press=tap(move || room.take_waiting())/>
        </Dialog>
    }
}

/// A sheet to fill in.
#[component]
fn Template() -> impl IntoView {
    let said = RwSignal::new(String::new());
    let in_app = browser::this() == Browser::InApp;
    let save = move |name: &'static str, kind: &'static str, bytes: Vec<u8>| {
        said.set(match files::save(name, kind, &bytes) {
            Some(()) => format!("已交给浏览器保存，请到“下载”里看看有没有“{name}”"),
            None => "这个浏览器不能保存文件，请换浏览器打开".to_owned(),
        });
    };
    let book = move || save("题库模板.xlsx", files::XLSX, table_xlsx::workbook(&template::tables(), clock::now().wall));
    let csv = move || {
        if let Some(table) = template::tables().get(..1) {
            save("题库模板.csv", files::CSV, table_csv::csv(table).into_bytes());
        }
    };
    view! {
        <section class="card card__gap">
            <h2 class="card__title">"从头填一张表"</h2>
            <p class="muted">"每行一题，七种题型各有一行示例，照着填好再导入。"</p>
            {live(move || match in_app {
                true => view! { <p>"微信里存不下文件，请在浏览器里打开本页下载模板。"</p> }.into_any(),
                false => view! {
                    <div class="pair">
                        <Act label="下载Excel模板" look="act--quiet" testid="template-xlsx" press=tap(book)/>
                        <Act label="下载CSV模板" look="act--plain" testid="template-csv" press=tap(csv)/>
                    </div>
                }.into_any(),
            })}
            <p role="status" class="tiny">{text(move || said.get())}</p>
        </section>
    }
}
