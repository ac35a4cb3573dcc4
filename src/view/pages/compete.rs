use crate::domain::record::session_record::PastExam;
use crate::state::record::Record;
use crate::view::components::act::{ActLink, Entry};
use crate::view::lean::live;
use crate::view::pages::result::date_time;
use crate::view::route::{Part, Route};
use leptos::prelude::*;

/// 赛: a mock exam, and the ones sat before.
#[component]
pub fn CompetePage() -> impl IntoView {
    let record = Record::expect();
    let past = move || record.standings.read().exams().iter().rev().map(Past::of).collect::<Vec<_>>();
    view! {
        <div class="page">
            <h1 class="hello" tabindex="-1" data-focus>"赛"</h1>
            <section class="card card--today card__gap">
                <div>
                    <h2 class="card__title">"模拟考试"</h2>
                    <p class="muted">"自己定题型、分值和时间，统一计时，交卷后看对错"</p>
                </div>
                <ActLink label="出一份卷" href=Route::NewExam.href() testid="new-exam"/>
            </section>
            <h2 class="heading">"考过的"</h2>
            {live(move || if past().is_empty() {
                view! { <p class="card muted">"还没有考过。考完后成绩和每道题都能在这里回看。"</p> }.into_any()
            } else {
                view! {
                    <ul class="list list--rows">
                        {past().into_iter().map(|past| {
                            let href = Route::Session(past.id, Part::Result).href();
                            view! { <Entry label=past.title note=past.when end=past.score href testid="past-exam"/> }
                        }).collect_view()}
                    </ul>
                }.into_any()
            })}
        </div>
    }
}

struct Past {
    id: crate::domain::record::event::EventId,
    title: String,
    when: String,
    score: String,
}

impl Past {
    fn of(exam: &PastExam) -> Self {
        Self {
            id: exam.id,
            title: exam.title.clone(),
            when: date_time(exam.at),
            score: format!("{} / {}分", exam.earned, exam.total),
        }
    }
}
