use super::dialog::Dialog;
use crate::domain::bank::id::QuestionRef;
use crate::platform::clock;
use crate::state::record::Record;
use crate::view::components::act::Act;
use crate::view::lean::{tap, text};
use leptos::prelude::*;

/// 这题有误: a note kept in the record, to be sent to whoever keeps the bank.
#[component]
pub fn ReportButton(question: QuestionRef) -> impl IntoView {
    let record = Record::expect();
    let open = RwSignal::new(false);
    let note = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let question = StoredValue::new(question);
    let save = move || {
        record.report(clock::now().wall, question.get_value(), note.get_untracked().trim().to_owned());
        note.set(String::new());
        open.set(false);
        sent.set(true);
    };
    view! {
        <button class="text-act" on:click=tap(move || open.set(true)) data-testid="report">
            {text(move || if sent.get() { "已记下，再补一条" } else { "这题有误？" })}
        </button>
        <Dialog open title="这题哪里有误" testid="report-dialog">
            <p class="muted">"会记在本机“我 → 报错的题”里，可以一次复制出来发给题库的维护者。"</p>
            <label class="gap">
                <span class="hidden">"说明"</span>
                <textarea
                    class="field"
                    placeholder="例如：答案与现行规定不符，依据是……"
                    prop:value=note
                    on:input:target=move |event| note.set(event.target().value())
                    data-testid="report-note"
                ></textarea>
            </label>
            <div class="pair">
                <Act label="不报了" look="act--plain" press=tap(move || open.set(false))/>
                <Act label="记下来" testid="report-save" press=tap(save)/>
            </div>
        </Dialog>
    }
}
