use super::act::Act;
use super::tables_out::TablesOut;
use crate::domain::record::history::last_mistakes;
use crate::format::record_tables::{self, Missed};
use crate::format::table::Table;
use crate::platform::clock;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::lean::{live, tap, text};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Tables on their way, or a sentence that says why there are none.
type Prepared = Pin<Box<dyn Future<Output = Result<Vec<Table>, String>>>>;

const UNREADABLE: &str = "浏览器的数据库现在读不出来，没有做成表。请刷新页面再试。";

/// 导出错题: the wrong book with questions, answers and sources.
#[component]
pub fn ExportWrongBook() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    view! {
        <Export
            title="导出错题"
            note="题干、选项、正确答案、我的作答、错几次、讲解、出处，做成一张表。"
            stem="学练赛错题"
            testid="export-wrong"
            prepare=Box::new(move || Box::pin(wrong_book(library, record)))
        />
    }
}

/// 导出成绩: exams and practices.
#[component]
pub fn ExportRecords() -> impl IntoView {
    let record = Record::expect();
    view! {
        <Export
            title="导出成绩"
            note="考过的每份卷和练过的每一组，各做成一张表。错题在“练”里的错题本导出。"
            stem="学练赛成绩"
            testid="export-records"
            prepare=Box::new(move || Box::pin(records(record)))
        />
    }
}

async fn wrong_book(library: Library, record: Record) -> Result<Vec<Table>, String> {
    let mistakes = last_mistakes(&record.sessions().await.map_err(|_| UNREADABLE.to_owned())?);
    let standings = record.standings.get_untracked();
    let book = || untrack(|| library.wrong_book(&standings));
    // Whether they come or not: what cannot be had is named in the table.
    library.fetch(&book()).await;
    // Only with the questions at hand is it known which still are mistakes.
    let book = book();
    let missed = |of| {
        let standing = standings.question(of)?;
        let question = untrack(|| library.question(of));
        let citation = question.as_ref().and_then(|question| question.citation.as_ref());
        let document = citation.and_then(|cite| untrack(|| library.document(&of.bank, &cite.document)));
        let (bank_title, wrong) = (untrack(|| library.title(&of.bank)), standing.wrong.as_ref()?);
        Some(Missed { of, bank_title, question, document, standing, wrong, mistake: mistakes.get(of) })
    };
    let rows: Vec<Missed> = book.iter().filter_map(missed).collect();
    if rows.is_empty() {
        return Err("错题本是空的，没有可导出的题。".to_owned());
    }
    Ok(vec![record_tables::wrong_book(&rows)])
}

async fn records(record: Record) -> Result<Vec<Table>, String> {
    let mut sessions = record.sessions().await.map_err(|_| UNREADABLE.to_owned())?;
    let (now, _) = record.read_clock(clock::now());
    sessions.retain(|session| !session.started.rules.hides(now));
    let mut tables = vec![record_tables::exams(&sessions), record_tables::practices(&sessions)];
    tables.retain(|table| !table.rows.is_empty());
    if tables.is_empty() {
        return Err("还没有成绩可导出。练一组题或者考一份卷，这里就有了。".to_owned());
    }
    Ok(tables)
}

/// Tables that take a moment to be put together, and then the ways out.
#[component]
fn Export(
    title: &'static str,
    note: &'static str,
    stem: &'static str,
    testid: &'static str,
    prepare: Box<dyn Fn() -> Prepared>,
) -> impl IntoView {
    let prepared = RwSignal::new(None::<Result<Vec<Table>, String>>);
    let busy = RwSignal::new(false);
    let put_together = move || {
        busy.set(true);
        let tables = prepare();
        spawn_local(async move {
            let tables = tables.await;
            // The learner may have gone elsewhere meanwhile.
            let _ = prepared.try_set(Some(tables));
            let _ = busy.try_set(false);
        });
    };
    let tables = move || prepared.with_untracked(|prepared| prepared.clone().and_then(Result::ok).unwrap_or_default());
    let label = move || if busy.get() { "正在整理……" } else { title };
    let ready = Memo::new(move |_| matches!(*prepared.read(), Some(Ok(_))));
    let failed = move || match &*prepared.read() {
        Some(Err(why)) => why.clone(),
        _ => String::new(),
    };
    let begin = StoredValue::new_local(put_together);
    view! {
        <section class="card card__gap" data-testid=testid>
            <h2 class="card__title">{title}</h2>
            <p class="muted">{note}</p>
            {live(move || if ready.get() {
                view! { <TablesOut tables=Callback::new(move |()| tables()) stem/> }.into_any()
            } else {
                let begin = tap(move || begin.with_value(|begin| begin()));
                view! {
                    <Act label={text(label)} look="act--quiet" disabled=busy testid="export" press=begin/>
                    <p role="status" data-testid="export-failed">{text(failed)}</p>
                }
                .into_any()
            })}
        </section>
    }
}
