use crate::domain::bank::id::{BankId, QuestionRef};
use crate::domain::record::standings::Standings;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::{Act, EntryAct};
use crate::view::components::export::ExportWrongBook;
use crate::view::components::page_bar::PageBar;
use crate::view::components::revised::UPDATED;
use crate::view::lean::{live, tap};
use crate::view::route::Route;
use crate::view::start::{SITTING, Starter};
use leptos::prelude::*;

/// 错题本 over all banks.
#[component]
pub fn WrongBookPage() -> impl IntoView {
    view! {
        <Drill
            title="错题本"
            verb="练错题"
            list=|library, standings| library.wrong_book(standings)
            outdated=|library, standings| library.outdated_mistakes(standings)
            rule="答错的、标了“蒙的”的题进错题本；在两个不同的日子各答对一次，就移出。"
            empty="错题本是空的。答错的题会自动收进来。"
            export=|| view! { <ExportWrongBook/> }.into_any()
        />
    }
}

/// 收藏 over all banks.
#[component]
pub fn StarredPage() -> impl IntoView {
    view! {
        <Drill
            title="收藏"
            verb="练收藏"
            list=|_, standings| standings.starred().into_iter().cloned().collect()
            outdated=|_, _| Vec::new()
            rule="答题时点右上角的星，就收藏到这里。"
            empty="还没有收藏。"
        />
    }
}

#[component]
fn Drill(
    title: &'static str,
    verb: &'static str,
    list: fn(Library, &Standings) -> Vec<QuestionRef>,
    /// What left the list because its meaning changed, and is to be answered anew.
    outdated: fn(Library, &Standings) -> Vec<QuestionRef>,
    rule: &'static str,
    empty: &'static str,
    /// The way to take the list away, if there is one.
    #[prop(optional)]
    export: Option<fn() -> AnyView>,
) -> impl IntoView {
    let (library, record, starter) = (Library::expect(), Record::expect(), Starter::expect());
    library.want_all();
    let questions = move || list(library, &record.standings.read());
    let rows = move || {
        let questions = questions();
        let mut banks: Vec<(BankId, usize)> = Vec::new();
        for question in &questions {
            match banks.iter_mut().find(|(bank, _)| *bank == question.bank) {
                Some((_, n)) => *n += 1,
                None => banks.push((question.bank.clone(), 1)),
            }
        }
        let rows = banks.into_iter().map(|(bank, n)| {
            let of_bank: Vec<_> =
                questions.iter().filter(|question| question.bank == bank).take(SITTING).cloned().collect();
            let name = library.title(&bank);
            let title = format!("{name} · {verb}");
            let start = tap(move || starter.these(title.clone(), of_bank.clone()));
            view! { <EntryAct label=name end=format!("{n}题") testid="drill-bank" press=start/> }
        });
        view! { <ul class="list list--rows">{rows.collect_view()}</ul> }
    };
    let all = move || starter.these(verb.to_owned(), untrack(questions).into_iter().take(SITTING).collect());
    view! {
        <PageBar title=title.to_owned() up=Route::Practise/>
        <div class="page">
            {live(move || if questions().is_empty() {
                view! { <p class="card" data-testid="empty">{empty}</p> }.into_any()
            } else {
                let n = questions().len().min(SITTING);
                view! {
                    <Act label={format!("{verb}（{n}题）")} testid="start" press=tap(all)/>
                    {rows}
                }
                .into_any()
            })}
            {live(move || again(starter, title, outdated(library, &record.standings.read())))}
            {export.map(|export| live(move || (!questions().is_empty()).then(export)))}
            <p class="muted">{rule}</p>
        </div>
    }
}

/// A list of the questions that changed since they were answered, if there are any.
pub fn again(starter: Starter, title: &str, questions: Vec<QuestionRef>) -> AnyView {
    if questions.is_empty() {
        return ().into_any();
    }
    let (end, title) = (format!("{}题", questions.len()), format!("{title} · 更新的题"));
    let start = tap(move || starter.these(title.clone(), questions.iter().take(SITTING).cloned().collect()));
    view! {
        <ul class="list list--rows"><EntryAct label=UPDATED end testid="again" press=start/></ul>
        <p class="tiny">"这些题改过内容：以前的作答留在记录里，但不再算进正确率和错题本。"</p>
    }
    .into_any()
}
