use crate::domain::bank::bank::Bank;
use crate::domain::bank::id::BankId;
use crate::domain::bank::point::Point;
use crate::domain::paper::scope::Scope;
use crate::domain::session::rules::Purpose;
use crate::view::components::act::{Act, ActLink};
use crate::view::components::cite::Cite;
use crate::view::components::loaded::Loaded;
use crate::view::components::page_bar::PageBar;
use crate::view::lean::tap;
use crate::view::route::Route;
use crate::view::start::Starter;
use leptos::prelude::*;
use std::sync::Arc;

/// The point cards of one topic.
#[component]
pub fn TopicPage(id: BankId, topic: String) -> impl IntoView {
    let up = Route::Bank(id.clone());
    let name = topic.clone();
    let cards = move |bank: Arc<Bank>| {
        let points: Vec<Point> = bank.points.iter().filter(|point| point.topic == name).cloned().collect();
        if points.is_empty() {
            return view! {
                <div class="card card__gap">
                    <p>"这个题库里没有这个主题，可能改了名。"</p>
                    <ActLink label="重新选一个主题" href=Route::Bank(bank.id.clone()).href()/>
                </div>
            }
            .into_any();
        }
        let scope = Scope { topic: Some(name.clone()), ..Scope::default() };
        let n_questions = scope.candidates(&bank).len();
        let title = format!("{} · {name}", bank.title);
        let practise = {
            let (bank, starter) = (bank.clone(), Starter::expect());
            move || starter.in_order(&bank, title.clone(), &scope, Purpose::Practice)
        };
        view! {
            <ul class="list">
                {points.into_iter().map(|point| view! { <li><PointCard bank=bank.clone() point/></li> }).collect_view()}
            </ul>
            {(n_questions > 0).then(|| view! {
                <Act label={format!("练这个主题（{n_questions}题）")} testid="practise-topic" press=tap(practise)/>
            })}
        }
        .into_any()
    };
    view! {
        <PageBar title=topic up/>
        <div class="page">
            <Loaded id cards=true children=Callback::new(cards)/>
        </div>
    }
}

/// One fact: our words, where it stands, and 考一考 for its questions.
#[component]
pub fn PointCard(bank: Arc<Bank>, point: Point) -> impl IntoView {
    let citation = point.citation.clone();
    let document = bank.document(&citation.document).cloned();
    let posts =
        point.posts.iter().map(|post| view! { <span class="tag tag--plain">{post.label()}</span> }).collect_view();
    let scope = Scope { point: Some(point.id.clone()), ..Scope::default() };
    let questions: Vec<_> = scope.candidates(&bank).into_iter().map(|candidate| candidate.question).collect();
    let n_questions = questions.len();
    let starter = Starter::expect();
    let title = format!("考一考：{}", point.title);
    view! {
        <article class="card card__gap" data-testid="point">
            <div class="tags"><span class="tag tag--plain">{point.level.label()}</span>{posts}</div>
            <h2 class="card__title">{point.title.clone()}</h2>
            <p>{point.text.clone()}</p>
            {(!point.contrast.is_empty()).then(|| view! { <Contrast rows=point.contrast.clone()/> })}
            <Cite citation document/>
            {(n_questions > 0).then(|| view! {
                <Act label={format!("考一考（{n_questions}题）")} look="act--quiet" testid="quiz-point" press=tap(move || starter.these(title.clone(), questions.clone()))/>
            })}
        </article>
    }
}

/// 易混对照: names that are easily mistaken for each other, side by side.
#[component]
fn Contrast(rows: Vec<[String; 2]>) -> impl IntoView {
    let rows = rows.into_iter().map(|[name, text]| view! { <div><dt>{name}</dt><dd>{text}</dd></div> });
    view! {
        <section class="contrast" data-testid="contrast">
            <h3 class="tag">"易混对照"</h3>
            <dl>{rows.collect_view()}</dl>
        </section>
    }
}
