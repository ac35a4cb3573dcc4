use crate::format::import::encoding::Encoding;
use crate::format::import::loose::Counting;
use crate::format::import::read::Reading;
use crate::format::import::sniff::Format;
use crate::format::import::tables::choices::{Choices, Header, SheetChoice, SheetSeen};
use crate::format::import::tables::headers::Field;
use crate::state::import_room::ImportRoom;
use crate::view::components::fields::{Pick, Switch};
use leptos::prelude::*;
use std::sync::Arc;

/// Rows among which a header is looked for by hand.
const HEADERS: u32 = 10;
const SHOWN_REMARKS: usize = 20;

/// What the file was taken for; each guess can be changed, and the file is read again.
#[component]
pub fn SeenCard(room: ImportRoom, reading: Arc<Reading>) -> impl IntoView {
    let text = reading.text.map(|text| {
        let warned = text.n_unreadable > 0;
        let encodings = Encoding::ALL;
        let chosen = encodings.iter().position(|encoding| *encoding == text.encoding).unwrap_or_default();
        let labels = encodings.map(|encoding| encoding.label().to_owned()).to_vec();
        let choose = Callback::new(move |idx: usize| {
            room.choose(|choices| choices.tables.encoding = encodings.get(idx).copied());
        });
        // A text that was pasted has no encoding to choose.
        (!room.is_of_text()).then(|| view! {
            <Pick label="文字编码" testid="seen-encoding" options=labels chosen change=choose/>
            {warned.then(|| view! { <p role="alert">{format!("有{}个字认不出来，请换一种编码。", text.n_unreadable)}</p> })}
        })
    });
    let formats: Vec<Format> = Format::OF_TEXT.to_vec();
    let format = reading.text.and_then(|_| formats.iter().position(|format| *format == reading.format)).map(|chosen| {
        let labels = formats.iter().map(|format| format.label().to_owned()).collect::<Vec<_>>();
        let choose = Callback::new(move |idx: usize| {
            let format = formats.get(idx).copied();
            room.choose(|choices| choices.format = format);
        });
        view! { <Pick label="当作什么来读" testid="seen-format" options=labels chosen change=choose/> }
    });
    let remarks = reading.remarks.iter().take(SHOWN_REMARKS).map(|remark| view! { <li>{format!("{remark}。")}</li> });
    let remarks = remarks.collect::<Vec<_>>();
    let sheets = reading.sheets.as_ref().map(|sheets| {
        let counting = Counting::ALL.iter().position(|way| *way == sheets.counting).unwrap_or_default();
        let choose = Callback::new(move |idx: usize| {
            room.choose(|choices| choices.tables.counting = Counting::ALL.get(idx).copied());
        });
        let labels = Counting::ALL.map(|way| way.label().to_owned()).to_vec();
        view! {
            <Pick label="答案写成数字时" testid="seen-counting" options=labels chosen=counting change=choose/>
            {sheets.sheets.iter().enumerate().map(|(idx, sheet)| sheet_view(room, idx, sheet)).collect_view()}
        }
    });
    let n = move || room.with_report(|report| report.rows().len());
    let label = reading.format.label();
    view! {
        <section class="card card__gap" data-testid="seen">
            <h2 class="card__title figure">{crate::view::lean::text(move || format!("认作{label}，读出{}题", n()))}</h2>
            {(!remarks.is_empty()).then(|| view! { <ul class="list tiny" data-testid="remarks">{remarks}</ul> })}
            <details>
                <summary>"认得不对？在这里改，会重新读一遍"</summary>
                <div class="card__gap">{format}{text}{sheets}</div>
            </details>
        </section>
    }
}

fn change_sheet(choices: &mut Choices, position: usize, change: impl FnOnce(&mut SheetChoice)) {
    let known = choices.sheets.iter().position(|(at, _)| *at == position).unwrap_or_else(|| {
        choices.sheets.push((position, SheetChoice::default()));
        choices.sheets.len() - 1
    });
    if let Some((_, sheet)) = choices.sheets.get_mut(known) {
        change(sheet);
    }
}

fn sheet_view(room: ImportRoom, position: usize, sheet: &SheetSeen) -> AnyView {
    let name = if sheet.name.is_empty() { "表格".to_owned() } else { format!("工作表“{}”", sheet.name) };
    let hidden = if sheet.is_hidden { "（隐藏）" } else { "" };
    let turn = Callback::new(move |on| {
        room.choose(|choices| change_sheet(&mut choices.tables, position, |sheet| sheet.read = Some(on)));
    });
    let mut headers = vec!["没有表头".to_owned()];
    headers.extend((1..=HEADERS).map(|row| format!("第{row}行")));
    let header = match sheet.header {
        Header::None => 0,
        Header::Row(row) => row as usize,
    };
    let choose_header = Callback::new(move |idx: usize| {
        let header = if idx == 0 { Header::None } else { Header::Row(idx as u32) };
        room.choose(|choices| change_sheet(&mut choices.tables, position, |sheet| sheet.header = Some(header)));
    });
    let fields = Field::choices();
    let labels: Vec<String> = fields.iter().map(|field| field.label()).collect();
    let columns = sheet.columns.iter().map(|column| {
        let at = column.position;
        let chosen = fields.iter().position(|field| *field == column.field).unwrap_or_default();
        let fields = fields.clone();
        let choose = Callback::new(move |idx: usize| {
            let Some(field) = fields.get(idx).copied() else { return };
            room.choose(|choices| change_sheet(&mut choices.tables, position, |sheet| {
                sheet.columns.retain(|(known, _)| *known != at);
                sheet.columns.push((at, field));
            }));
        });
        let preview = column.preview.join(" / ");
        view! {
            <div class="gap">
                <Pick label=format!("列“{}”", column.name) testid="seen-column" options=labels.clone() chosen change=choose/>
                <p class="tiny">{preview}</p>
            </div>
        }
    });
    let columns = columns.collect::<Vec<_>>();
    let left_out = sheet.left_out.iter().take(5).map(|(row, text)| {
        view! { <li>{format!("第{row}行“{text}”不是题，没有读")}</li> }
    });
    let left_out = left_out.collect::<Vec<_>>();
    view! {
        <fieldset class="card__gap" data-testid="seen-sheet">
            <legend class="figure">{format!("{name}{hidden}：{}行，{}题", sheet.n_rows, sheet.n_questions)}</legend>
            <Switch label="读这张表" testid="seen-read" on=sheet.is_read change=turn/>
            {sheet.is_read.then(|| view! {
                {sheet.is_guessed.then(|| view! { <p>"没有找到表头，各列是按内容猜的，请核对。"</p> })}
                <Pick label="表头在" testid="seen-header" options=headers chosen=header change=choose_header/>
                <div class="form-columns">{columns}</div>
                <ul class="list tiny">{left_out}</ul>
            })}
        </fieldset>
    }
    .into_any()
}
