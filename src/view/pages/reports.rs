use crate::domain::record::event::EventId;
use crate::domain::record::standings::Report;
use crate::platform::clock;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::Act;
use crate::view::components::copy_text::CopyText;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::{live, tap};
use crate::view::pages::result::date_time;
use crate::view::route::Route;
use leptos::prelude::*;

/// 报错的题: what the learner holds for wrong, as one text to send.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    library.want_all();
    let reports = move || {
        let standings = record.standings.read();
        standings.reports().into_iter().map(|(id, report)| (id, report.clone())).collect::<Vec<_>>()
    };
    library.want_linked(untrack(reports).into_iter().map(|(_, report)| report.question).collect());
    let text = move || {
        let mut lines = vec!["【学练赛】报错的题".to_owned()];
        lines.extend(untrack(reports).iter().map(|(_, report)| as_text(library, report)));
        lines.join("\n\n")
    };
    let row = move |(id, report): (EventId, Report)| {
        view! {
            <li class="card card__gap" data-testid="report-row">
                <p>{stem(library, &report)}</p>
                <p class="muted">{if report.note.is_empty() { "（没有写说明）".to_owned() } else { report.note.clone() }}</p>
                <div class="card__row">
                    <span class="tiny figure">{format!("{} · {}", report.question.question, date_time(report.at))}</span>
                    <Act label="撤回" look="act--plain act--small" testid="withdraw" press=tap(move || record.withdraw(clock::now().wall, id))/>
                </div>
            </li>
        }
    };
    view! {
        <PageBar title="报错的题".to_owned() up=Route::Me/>
        <div class="page">
            {live(move || if reports().is_empty() {
                view! { <p class="card muted" data-testid="empty">"还没有。答题后点“这题有误？”就会记在这里。"</p> }.into_any()
            } else {
                view! {
                    <CopyText label="复制全部，发给题库维护者" testid="copy-reports" text=Callback::new(move |()| text())/>
                    <ul class="list">{reports().into_iter().map(row).collect_view()}</ul>
                }.into_any()
            })}
        </div>
    }
}

fn stem(library: Library, report: &Report) -> String {
    library.question(&report.question).map_or_else(|| report.question.to_string(), |question| question.plain_stem())
}

fn as_text(library: Library, report: &Report) -> String {
    let note = if report.note.is_empty() { "（没有写说明）" } else { &report.note };
    let title = library.title(&report.question.bank);
    format!("题号：{}（{title}）\n题干：{}\n说明：{note}", report.question.question, stem(library, report))
}
