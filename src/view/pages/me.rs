use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::record::accuracy::{Accuracy, Group, accuracy, accuracy_by};
use crate::domain::record::standing::LATELY;
use crate::platform::clock;
use crate::state::learners::Learners;
use crate::state::library::Library;
use crate::state::record::Record;
use crate::view::components::act::Entry;
use crate::view::components::meter::Meter;
use crate::view::lean::{attr, flag, live, tap, text};
use crate::view::route::Route;
use leptos::prelude::*;
use std::sync::Arc;

/// 我: how I stand in each bank and topic, and everything about the app itself.
#[component]
pub fn MePage() -> impl IntoView {
    let (library, record) = (Library::expect(), Record::expect());
    let learner = Learners::expect().current();
    let who = if learner.name.is_empty() {
        "谁在用：可以起名，多人分开记".to_owned()
    } else {
        format!("谁在用：{}", learner.name)
    };
    let n_answers = Memo::new(move |_| record.standings.read().n_answers());
    let today = Memo::new(move |_| record.standings.read().on(clock::now().wall.day()));
    let n_reports = Memo::new(move |_| record.standings.read().reports().len());
    // Only banks with something to tell are fetched.
    let tried = Memo::new(move |_| {
        let standings = record.standings.read();
        let (tried, untried): (Vec<_>, Vec<_>) = library.ids().into_iter().partition(|id| standings.has_answers_in(id));
        (tried, untried)
    });
    let banks = move || {
        let figures = |id: &BankId| {
            library.want(id);
            let id = id.clone();
            // One bank that arrives draws no other anew.
            let bank = Memo::new_with_compare(
                move |_| library.ready(&id),
                |before, now| {
                    before.map(|bank| bank.as_ref().map(Arc::as_ptr)) != now.map(|bank| bank.as_ref().map(Arc::as_ptr))
                },
            );
            live(move || bank.get().map(|bank| view! { <BankFigures bank/> }))
        };
        tried.read().0.iter().map(figures).collect_view()
    };
    let untried = move || {
        let ids = &tried.read().1;
        let titles: Vec<String> = ids.iter().map(|id| library.title(id)).collect();
        (!ids.is_empty()).then(|| {
            let said = format!("还没练过的题库{}个：{}。", ids.len(), titles.join("、"));
            view! { <p class="card muted" data-testid="untried">{said}</p> }
        })
    };
    let reports = text(move || if n_reports.get() == 0 { "没有".to_owned() } else { format!("{}条", n_reports.get()) });
    let age = record.backup_age().map_or("从未备份".to_owned(), |age| age.sentence(clock::now().wall.day()));
    view! {
        <div class="page page--wide">
            <h1 class="hello" tabindex="-1" data-focus>"我"</h1>
            <p class="muted figure" data-testid="n-answers">
                {text(move || if n_answers.get() == 0 { "还没有作答。先去“练”里做几题，这里就有数了。".to_owned() } else { answers_so_far(n_answers.get(), today.get()) })}
            </p>
            <div class="list list--two">{live(banks)}</div>
            {live(untried)}
            <ul class="list list--rows">
                <Entry label=who href=Route::Learners.href() testid="me-learners"/>
                <Entry label="设置：字号、颜色、答题习惯" href=Route::Settings.href() testid="me-settings"/>
                <Entry label="报错的题" end=reports href=Route::Reports.href() testid="me-reports"/>
                <Entry label="备份与恢复" end=age href=Route::Backup.href() testid="me-backup"/>
                <Entry label="数据：占用、离线与安装、清零" href=Route::Data.href() testid="me-data"/>
                <Entry label="关于：能做什么，不能证明什么" href=Route::About.href() testid="me-about"/>
            </ul>
        </div>
    }
}

const GROUPS: [(&str, Group); 3] = [
    ("按主题", |question| question.topic.clone()),
    ("按题型", |question| question.kind().label().to_owned()),
    ("按难度", |question| question.level.label().to_owned()),
];

fn answers_so_far(n_answers: u32, (n_today, n_right): (u32, u32)) -> String {
    let all = format!("一共答过{n_answers}题次");
    if n_today == 0 {
        format!("{all}，今天还没有答题")
    } else {
        format!("{all}，今天答了{n_today}题次，对{n_right}题次")
    }
}

#[component]
fn BankFigures(bank: Arc<Bank>) -> impl IntoView {
    let record = Record::expect();
    let today = clock::now().wall.day();
    let open = RwSignal::new(false);
    let grouped = bank.clone();
    let all = {
        let bank = bank.clone();
        move || accuracy(&bank, &record.standings.read(), today)
    };
    let lately = text({
        let all = all.clone();
        move || lately(all())
    });
    view! {
        <section class="card card__gap" data-testid="bank-figures">
            <div class="rows">{live(move || figures(bank.title.clone(), all()))}</div>
            <p class="tiny figure">{lately}</p>
            <button class="act act--plain act--small" aria-expanded=attr(move || flag(open.get()))
                on:click=tap(move || open.update(|open| *open = !*open)) data-testid="by-topic">
                {text(move || if open.get() { "收起" } else { "按主题、题型、难度看" })}
            </button>
            {live(move || open.get().then(|| GROUPS.map(|(name, group)| {
                let bank = grouped.clone();
                let rows = move || {
                    let groups = accuracy_by(&bank, &record.standings.read(), today, group);
                    groups.into_iter().map(|(name, accuracy)| figures(name, accuracy)).collect_view()
                };
                view! { <h2 class="heading">{name}</h2><div class="rows">{live(rows)}</div> }
            })))}
        </section>
    }
}

fn figures(name: String, accuracy: Accuracy) -> impl IntoView {
    let seen = (accuracy.n_seen * 100).checked_div(accuracy.n_questions);
    let right = accuracy.percent().map_or("正确率数据不足".to_owned(), |percent| format!("正确率{percent}%"));
    view! {
        <div class="row">
            <span>{name}</span>
            <span class="muted figure">{format!("做过{}/{} · {right}", accuracy.n_seen, accuracy.n_questions)}</span>
            <Meter percent=seen seen=true/>
        </div>
    }
}

fn lately(accuracy: Accuracy) -> String {
    let Accuracy { n_answered_lately: n, n_right_lately: right, n_outdated, .. } = accuracy;
    let outdated = if n_outdated > 0 { format!(" · {n_outdated}题已更新，请重做") } else { String::new() };
    let said = match accuracy.percent_lately() {
        _ if n == 0 => format!("近{LATELY}天没有作答"),
        None => format!("近{LATELY}天答{n}题次，对{right}题次"),
        Some(percent) => format!("近{LATELY}天答{n}题次，对{right}题次，正确率{percent}%"),
    };
    said + &outdated
}
